"""The five demonstration sites, built once for this file: what each desk finds at the first sign-in."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from offramp.casework import reads as casework
from offramp.casework.models import IntakePart
from offramp.casework.questions import QUESTIONS
from offramp.casework.states import PREFER_NOT, SKIPPED, Part
from offramp.consent.models import Disclosure, ReleaseOfInformation
from offramp.demo import build
from offramp.demo.invented import people
from offramp.demo.places import PLACES, SEATS
from offramp.directory import reads as directory
from offramp.directory.models import Membership, Site
from offramp.directory.states import Role
from offramp.justice import actions, deciders, notices, rules
from offramp.justice import reads as justice
from offramp.justice.models import Diversion
from offramp.kernel import trail
from offramp.kernel.models import TrailRow
from offramp.kernel.trail import Nobody
from offramp.people import reads as people_reads
from offramp.protocols import document
from offramp.protocols.models import ProtocolVersion
from offramp.referrals import reads as referrals
from offramp.referrals.models import Referral
from offramp.referrals.states import Concern, Door, Relation, Status
from offramp.reporting import reads as reporting
from offramp.reporting.states import Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def built(django_db_setup, django_db_blocker):
    """All five sites, in a transaction that this file's tests stand in and that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert build.build() is True
        yield
        transaction.set_rollback(True)


def test_a_part_of_an_intake_that_is_done_shows_what_was_answered_to_each_of_its_questions():
    for kept in IntakePart.objects.all():
        asked = {question.name: dict(question.answers) for question in QUESTIONS[Part(kept.part)]}
        assert set(kept.answers) == set(asked)
        for name, said in kept.answers.items():
            assert said in (SKIPPED, PREFER_NOT) or said in asked[name] or (not asked[name] and said.endswith("."))
    assert len({str(kept.answers) for kept in IntakePart.objects.all()}) > IntakePart.objects.count() // 3


NUMBER = re.compile(r"\(\d{3}\) 555-01\d\d")


def test_everybody_who_works_at_a_demonstration_site_has_a_number_of_their_own():
    lines = list(Site.objects.values_list("on_call_phone", flat=True))
    phones = list(Membership.objects.filter(site__isnull=False).values_list("phone", flat=True))
    assert len(set(phones)) == len(phones) == len(PLACES) * len(SEATS)
    assert not set(phones) & set(lines)
    assert all(NUMBER.fullmatch(number) for number in phones + lines)


@dataclass
class Town:
    site: Site
    now: datetime

    def member(self, role):
        return Membership.objects.filter(site=self.site, role=role).order_by("name").first()


@pytest.fixture(params=[place.slug for place in PLACES])
def town(request):
    return Town(Site.objects.get(slug=request.param), timezone.now())


def test_a_call_rings_for_the_peer_and_goes_on_ringing(town):
    lou = town.member(Role.PEER)
    assert len(referrals.ringing_for(lou, town.now)) == 1
    assert len(referrals.ringing_for(lou, town.now + timedelta(hours=9))) == 1


def test_the_peer_has_taken_a_call(town):
    assert len(referrals.taken_by(town.member(Role.PEER))) == 1


def test_somebody_waits_for_the_sergeants_yes_and_one_yes_by_phone_for_a_word(town):
    ames = town.member(Role.SUPERVISOR)
    assert len(referrals.waiting_for_a_yes(ames, town.now).rows) == 1
    assert len(referrals.agreed_by_phone(ames, town.now)) == 1


def test_the_officer_has_something_to_finish_and_one_that_came_back(town):
    waiting = {referral.status for referral in referrals.to_finish(town.member(Role.OFFICER), town.now).rows}
    assert {Status.ACCEPTED, Status.HANDED_OFF, Status.RETURNED, Status.MAY_OFFER} <= waiting


def test_people_were_met_for_whom_nobody_is_responsible_yet(town):
    met = casework.unassigned(town.member(Role.CM_SUPERVISOR), town.now)
    assert len([meeting for meeting in met if not meeting.next_at]) == 1


def test_one_clock_is_due_in_three_days_and_one_is_past(town):
    kim = town.member(Role.CASE_MANAGER)
    today = town.now.astimezone(ZoneInfo(town.site.time_zone)).date()
    days_left = [(matter.due_on - today).days for matter, *_ in deciders.due(kim, town.now)]
    assert 3 in days_left
    assert min(days_left) < 0


def test_what_is_told_waits_for_the_prosecutor_and_for_the_officer(town):
    waiting = justice.arrivals(town.member(Role.PROSECUTOR), town.now)
    updates = set() if town.site.slug == "fayette" else {"shared update"}  # there the officer decides
    assert {arrival.kind for arrival in waiting} == {"certificate"} | updates
    assert justice.arrivals(town.member(Role.OFFICER), town.now)


def test_matters_are_decided_both_ways_and_one_waits_in_the_file(town):
    matters = Diversion.objects.filter(site=town.site)
    ends = {"not filed", "filed"} if town.site.slug == "fayette" else {"not filed", "filed", "declined"}
    assert {"held"} | ends == set(matters.values_list("status", flat=True))
    prosecutor = town.member(Role.PROSECUTOR)
    assert len([matter for matter in matters.held() if justice.taken_on(prosecutor, matter)]) == 1


def test_what_was_not_diverted_is_counted_without_a_name(town):
    counted = Referral.objects.filter(site=town.site, status__in=[Status.DECLINED, Status.NOT_OFFERED])
    assert counted.count() >= 5
    assert not counted.exclude(person=None).exists()


def test_every_door_that_the_protocol_opens_is_used_and_no_other(town):
    used = set(Referral.objects.filter(site=town.site).values_list("door", flat=True))
    protocol = Referral.objects.filter(site=town.site).order_by("pk").first().protocol_version.protocol
    assert used == {name for name, door in protocol.doors.items() if door.open}


def test_the_trail_holds_and_tells_it_in_the_order_of_time(town):
    times = list(TrailRow.objects.filter(site_id=town.site.pk).order_by("seq").values_list("at", flat=True))
    assert list(trail.faults(town.site.pk)) == []
    assert times == sorted(times)


def test_at_fayette_one_notice_is_ready_for_its_case_manager_to_preview_and_nowhere_else_is_it_adopted():
    ready = set()
    for matter in Diversion.objects.held().select_related("referral__protocol_version", "referral__officer", "person"):
        kim = Membership.objects.get(site=matter.site_id, role=Role.CASE_MANAGER)
        found = notices.facts(kim, matter, matter.referral.officer, None, at=timezone.now())
        missing = [name for name, decision in rules.notice_conditions(found) if not decision]
        if missing == ["previewed", "told"] and justice.may_prepare_notice(kim, matter, timezone.now()):
            ready.add(matter.site.slug)
        assert found.is_adopted is (matter.site.slug == "fayette")
    assert ready == {"fayette"}


def test_kim_walks_the_pages_of_the_notice_at_fayette_up_to_the_last(client, settings):
    settings.DEMO = True
    paper = ReleaseOfInformation.objects.get(kind="compliance notice")
    matter = Diversion.objects.select_related("referral__officer", "site").get(pk=paper.about)
    client.force_login(Membership.objects.get(site=matter.site, role=Role.CASE_MANAGER).user)
    here = [matter.person_id, matter.pk, matter.referral.officer_id]
    assert "Preview the message" in client.get(reverse("casemanager:notice", args=here)).content.decode()
    told = client.post(reverse("casemanager:notice-preview", args=here), follow=True)
    answer = {"token": told.context["form"]["token"].value(), "how": "face to face", "answer": "ok"}
    last = client.post(reverse("casemanager:notice-tell", args=here), answer, follow=True).content.decode()
    assert "Send this notice" in last
    assert not Disclosure.objects.filter(kind="compliance notice").exists()


def test_the_decision_that_adopts_the_notice_says_that_it_is_made_up():
    first, second = ProtocolVersion.objects.filter(site__slug="fayette").order_by("number")
    assert first.text == document.shipped_text("fayette-county-wv")
    assert "compliance_notice: prepared" in first.text
    assert "Made-up" in second.decision
    assert "a made-up decision has turned it on" in second.protocol.about
    assert second.protocol.consequence.decision == second.decision
    others = ProtocolVersion.objects.exclude(site__slug="fayette")
    assert {version.protocol.consequence.compliance_notice for version in others} <= {"off", "prepared"}


def test_an_aggrieved_party_disagreed_at_rochester():
    assert Referral.objects.filter(
        site__slug="rochester-monroe", status=Status.NOT_DIVERTIBLE, aggrieved_party="disagrees"
    ).exists()


def test_a_community_referral_may_be_somebody_whom_the_case_manager_knows():
    site = Site.objects.get(slug="bureau")
    kim = Membership.objects.get(site=site, role=Role.CASE_MANAGER)
    lupe = next(person for person in people_reads.mine(kim, timezone.now()) if person.given_name == "Guadalupe")
    found = people_reads.same_person_candidates(kim, lupe, timezone.now())
    assert [candidate.person.name for candidate in found] == ["Guadalupe Ortega"]


def test_fayette_has_no_community_door():
    assert not Referral.objects.filter(site__slug="fayette").exclude(door=Door.ARREST_DIVERSION).exists()


def test_building_again_builds_nothing():
    before = TrailRow.objects.count()
    assert build.build() is False
    assert TrailRow.objects.count() == before


def test_sites_and_the_state_coordinator_are_there():
    assert {site.slug for site in directory.public_sites(None)} == {place.slug for place in PLACES}
    assert Membership.objects.filter(role=Role.STATE_COORDINATOR).count() == 1


def test_one_line_of_sign_ins_for_each_site():
    assert [line.partition(":")[0] for line in build.sign_ins()][: len(PLACES)] == [place.name for place in PLACES]


def test_the_same_dice_make_the_same_people():
    today = datetime(2026, 3, 2).date()
    first, again = (people(Random("bureau"), today) for _ in range(2))
    assert [next(first) for _ in range(40)] == [next(again) for _ in range(40)]


def test_what_strangers_wrote_could_have_been_chosen_on_the_public_form(town):
    told = Referral.objects.filter(site=town.site, door=Door.COMMUNITY)
    assert told.exists() == (town.site.slug != "fayette")  # where only the police refer
    assert {one.referrer_relation for one in told} <= set(Relation)
    assert {concern for one in told for concern in one.concerns} <= set(Concern)


def test_the_state_coordinator_and_the_project_managers_there_are_shown_numbers():
    coordinator = Membership.objects.get(role=Role.STATE_COORDINATOR)
    years = reporting.redirections(coordinator, timezone.now())
    regions = {line.name: line for line in years[0].lines}
    assert set(regions) == {"Region 4", "Region 5"}
    assert all(20 <= line.redirections.value <= 250 for line in regions.values())
    assert regions["Region 4"].social_contacts.value > 10
    for slug in ("wv-region-4", "fayette"):
        manager = Membership.objects.get(site__slug=slug, role=Role.PROJECT_MANAGER)
        shown = dict(reporting.offers(manager, timezone.now())[0].lines)
        for outcome in (Outcome.SAID_YES, Outcome.SAID_NO, Outcome.NOT_OFFERED, Outcome.NOT_AGREED_TO):
            assert shown[outcome][-1].value > 10, (slug, outcome)


def test_what_a_site_may_keep_no_longer_is_forgotten_here_too(town):
    clock = Nobody("clock", town.site.pk)
    assert set(actions.run_clock(by=clock, at=town.now).values()) == {0}
    old = Referral.objects.filter(site=town.site, received_at__lt=town.now - timedelta(days=town.site.referral_days))
    assert not old.filter(door=Door.SOCIAL_CONTACT).exclude(person=None).exists()


def test_whoever_came_in_quarters_ago_waits_for_nobody_today(town):
    rosa, vance = town.member(Role.CM_SUPERVISOR), town.member(Role.PROSECUTOR)
    long_ago = town.now - timedelta(days=80)
    assert not [one for one in casework.unassigned(rosa, town.now) if one.met_at < long_ago]
    assert not [one for one in casework.to_find(rosa, town.now) if one.received_at < long_ago]
    assert not Diversion.objects.held().filter(site=vance.site, held_at__lt=long_ago).exists()
