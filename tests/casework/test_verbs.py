"""The meeting, what is handed out, and the intake: what is refused, and in which words."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from offramp.casework import actions as casework
from offramp.casework import reads
from offramp.casework.actions import Kit
from offramp.casework.models import Meeting, SupplyGiven
from offramp.casework.states import Part
from offramp.justice import actions as justice
from offramp.kernel.refusals import Incomplete, NotNow, NotYours
from offramp.people import actions as people
from offramp.people.states import Duty
from offramp.protocols import reads as protocols
from offramp.referrals import calls
from offramp.referrals import reads as referrals
from tests import cast as play
from tests.cast import NOON
from tests.seats import page, said

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=2)


@pytest.fixture
def cast():
    return play.at_site("bureau")


def meet(cast, referral, **more):
    return casework.save_meeting(
        referral.pk, **{"next_at": None, "keeps_name": True, "by": cast.lou, "at": LATER} | more
    )


def test_a_meeting_is_written_once_and_only_after_the_arrival(cast):
    referral = play.offer(cast)
    with pytest.raises(NotNow, match="has not begun"):
        meet(cast, referral)
    play.hand_over(cast, referral)
    meet(cast, referral)
    with pytest.raises(NotNow, match="written down already"):
        meet(cast, referral)


def test_a_meeting_is_written_by_somebody_who_works_with_the_person(cast):
    referral = play.offer(cast)
    play.hand_over(cast, referral)
    for member in (cast.kim, cast.rosa, cast.pat):
        with pytest.raises(NotYours):
            meet(cast, referral, by=member)


def test_when_nobody_came_the_call_rings_on_and_whoever_answers_meets_the_person(cast):
    referral = play.offer(cast)
    calls.go_another_way(referral.hand_off.pk, choice="handed off by phone", by=cast.dana, at=NOON)
    justice.hand_over(referral.pk, by=cast.dana, at=NOON + timedelta(minutes=7))
    assert [ring.hand_off for ring in referrals.ringing_for(cast.pat, LATER)] == [referral.hand_off]
    calls.answer(referral.hand_off.pk, by=cast.lou, at=LATER)
    assert list(reads.to_meet(cast.lou, LATER)) == [referral]
    assert meet(cast, referral).person == referral.person


def test_no_release_is_signed_while_the_officer_still_has_the_person(cast):
    referral = play.offer(cast)
    assert reads.release_opens_at(cast.kim, referral.person) == NOON + timedelta(days=1)


def test_a_peer_does_not_write_over_what_the_case_manager_wrote(cast):
    person = play.at_work(cast).person
    people.assign(person, cast.lou, duty=Duty.PEER, by=cast.kim, at=NOON + timedelta(hours=21))
    version = protocols.in_force(cast.kim, NOON.date())
    casework.save_part(person, Part.HEALTH, {"note": "asthma"}, protocol_version=version, by=cast.kim, at=LATER)
    with pytest.raises(NotYours, match="Somebody else wrote this part"):
        casework.save_part(person, Part.HEALTH, {"note": "skip"}, protocol_version=version, by=cast.lou, at=LATER)
    assert person.intake.parts.get().answers == {"note": "asthma"}


def test_without_a_yes_to_keep_the_name_the_kit_was_handed_to_nobody_by_name(cast):
    referral = play.offer(cast)
    play.hand_over(cast, referral)
    meet(cast, referral, keeps_name=False, kit=Kit(1, "A113"))
    assert (Meeting.objects.get().person, SupplyGiven.objects.get().person) == (None, None)


@pytest.mark.parametrize(
    ("kit", "field"),
    [(Kit(1, " "), "lot"), (Kit(0, "A113"), "quantity"), (Kit(1, "A113", expires_on=NOON.date()), "lot")],
    ids=["no lot", "none at all", "past its date"],
)
def test_a_kit_that_cannot_be_handed_out_is_refused_and_the_meeting_with_it(cast, kit, field):
    referral = play.offer(cast)
    play.hand_over(cast, referral)
    with pytest.raises(Incomplete) as refused:
        meet(cast, referral, kit=kit)
    assert refused.value.field == field
    assert not Meeting.objects.exists()


def test_a_kit_is_good_until_midnight_where_the_site_is(cast):
    person = play.at_work(cast).person
    evening = datetime(2026, 3, 9, 20, tzinfo=ZoneInfo(cast.site.time_zone))  # a day later in UTC
    kit = Kit(1, "A113", expires_on=evening.date())
    assert casework.give_supply(kit, person=person, by=cast.kim, at=evening).expires_on == evening.date()
    with pytest.raises(Incomplete):
        casework.give_supply(kit, person=person, by=cast.kim, at=evening + timedelta(hours=4))


def test_a_kit_is_given_by_name_only_to_somebody_one_works_with(cast):
    person, elsewhere = play.at_work(cast).person, play.at_site("fayette")
    for member in (cast.rosa, elsewhere.kim, cast.dana):
        with pytest.raises(NotYours):
            casework.give_supply(Kit(1, "A113"), person=person, by=member, at=LATER)
    assert casework.give_supply(Kit(1, "A113"), person=person, by=cast.kim, at=LATER).person == person


def test_only_a_case_manager_takes_a_person_over(cast):
    referral = play.offer(cast)
    play.hand_over(cast, referral)
    with pytest.raises(Incomplete, match="not a case manager"):
        casework.take_over(referral.person, case_manager=cast.lou, by=cast.kim, at=LATER)
    for member in (cast.lou, cast.pat, cast.dana, play.at_site("fayette").kim):
        with pytest.raises(NotYours):
            casework.take_over(referral.person, case_manager=cast.kim, by=member, at=LATER)


def test_an_intake_is_complete_when_every_needed_part_was_touched_and_not_before(cast):
    person = play.at_work(cast).person
    version = protocols.in_force(cast.kim, NOON.date())
    first, *rest = version.protocol.intake.needed_parts
    intake = casework.save_part(person, first, {"note": "skip"}, protocol_version=version, by=cast.kim, at=LATER).intake
    with pytest.raises(Incomplete, match=r"Still needed: .*may be skipped"):
        casework.complete_intake(intake.pk, by=cast.kim, at=LATER)
    for part in rest:
        casework.save_part(person, part, {"note": "skip"}, protocol_version=version, by=cast.kim, at=LATER)
    done = casework.complete_intake(intake.pk, by=cast.kim, at=LATER)
    assert (
        casework.complete_intake(intake.pk, by=cast.kim, at=LATER + timedelta(days=1)).completed_at == done.completed_at
    )
    with pytest.raises(NotNow, match="complete"):
        casework.save_part(person, first, {"note": "skip"}, protocol_version=version, by=cast.kim, at=LATER)


def test_a_peer_fills_parts_and_only_the_case_manager_completes_or_reopens(cast):
    person = play.at_work(cast).person
    intake = play.fill_intake(cast, person, at=LATER)
    for act in (casework.complete_intake, casework.reopen_intake):
        for member in (cast.lou, cast.rosa, cast.pat):
            with pytest.raises(NotYours):
                act(intake.pk, by=member, at=LATER)


def test_a_project_manager_on_call_meets_people_and_never_writes_their_health(cast):
    person = play.at_work(cast).person
    people.assign(person, cast.pat, duty="on call", by=cast.kim, at=LATER)
    version = protocols.in_force(cast.kim, NOON.date())
    with pytest.raises(NotYours):
        casework.save_part(person, Part.HEALTH, {"note": "x"}, protocol_version=version, by=cast.pat, at=LATER)


def test_a_part_about_health_is_read_by_the_case_manager_and_by_who_wrote_it(cast):
    person = play.at_work(cast).person
    people.assign(person, cast.lou, duty=Duty.PEER, by=cast.kim, at=NOON + timedelta(hours=21))
    version = protocols.in_force(cast.kim, NOON.date())
    casework.save_part(person, Part.HEALTH, {"note": "asthma"}, protocol_version=version, by=cast.kim, at=LATER)
    people.assign(person, cast.lou, duty="on call", by=cast.kim, at=LATER)
    read = {
        who.name: [
            one.answers
            for one in reads.readable_parts(who, reads.open_person(who, person.pk, LATER), person.intake)
            if one.part == Part.HEALTH
        ]
        for who in (cast.kim, cast.lou)
    }
    assert read == {"Kim O.": [{"note": "asthma"}], "Lou P.": []}


def test_a_next_time_stands_with_whoever_agreed_it_last_and_leads_them_to_the_person(cast, settings):
    settings.DEMO = True  # a seat is taken without a second factor
    person, address = play.at_work(cast).person, reverse("responder:home")
    people.assign(person, cast.lou, duty=Duty.PEER, by=cast.kim, at=LATER)
    casework.agree_next_time(person, next_at=LATER + timedelta(days=1), by=cast.lou, at=LATER)
    assert "Next times I agreed" in said(page(cast.lou, address, at=LATER))
    casework.agree_next_time(person, next_at=LATER + timedelta(days=2), by=cast.kim, at=LATER)
    assert "Next times I agreed" not in said(page(cast.lou, address, at=LATER))
    mine = page(cast.kim, address, at=LATER)
    assert "Next times I agreed Jordan Ellery" in said(mine)
    assert f'href="{reverse("casemanager:person", args=[person.pk])}"' in mine.content.decode()
