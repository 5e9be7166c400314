"""Somebody who knows a person is kept out of their record: by whatever door they come, and each try is seen."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from offramp.consent import actions as consent
from offramp.consent import reads as consent_reads
from offramp.kernel.refusals import Incomplete, NotNow, NotYours
from offramp.oversight import reads as oversight
from offramp.people import actions as people
from offramp.people import reads
from offramp.people.models import KeptOut, Person
from offramp.people.states import Duty
from offramp.referrals.models import Referral
from tests import cast as play
from tests.cast import NOON
from tests.proof.walk import got
from tests.seats import said, seat, the_time_is

pytestmark = pytest.mark.django_db
NOW = NOON + timedelta(days=3)
WHY = "County hospital treats them and asks what they take."


@pytest.fixture(autouse=True)
def demonstration(settings):
    """As in the demonstration, a seat is taken without a second factor."""
    settings.DEMO = True


@pytest.fixture
def cast():
    return play.at_site("bureau")


@pytest.fixture
def person(cast):
    """Kim works with the person, and so does Rosa, who leads the team."""
    person = play.at_work(cast).person
    people.assign(person, cast.rosa, duty=Duty.SUPERVISION, by=cast.kim, at=NOW)
    return person


def keep_out(person, member, by):
    return people.keep_out(person, member, by=by, at=NOW)


def test_the_work_ends_and_the_record_is_closed_at_the_next_request(cast, person):
    address = reverse("casemanager:person", args=[person.pk])
    with the_time_is(NOW):
        kim = seat(cast.kim)
        assert kim.get(address).status_code == 200
        keep_out(person, cast.kim, cast.rosa)
        closed = got(kim.get(address))
        assert closed.status == 404
        assert closed == got(kim.get(reverse("casemanager:person", args=[uuid4()])))
    assert not person.assignments.filter(member=cast.kim, ended_at__isnull=True).exists()
    assert reads.mine(cast.kim, NOW) == []
    assert not Referral.objects.visible_to(cast.kim, NOW).filter(person=person).exists()


def test_nobody_can_assign_them_again_not_even_by_a_side_door(cast, person):
    keep_out(person, cast.kim, cast.rosa)
    with pytest.raises(Incomplete, match="kept out of this record"):
        people.assign(person, cast.kim, duty=Duty.CASE_MANAGER, by=cast.rosa, at=NOW)
    person.assignments.create(site=cast.site, member=cast.kim, duty=Duty.PEER, starts_at=NOON)
    with pytest.raises(Person.DoesNotExist):
        reads.person(cast.kim, person.pk, NOW)


def test_it_is_the_one_who_signs_in_that_is_kept_out_in_every_role(cast, person):
    cast.lou.user = cast.kim.user
    cast.lou.save()
    keep_out(person, cast.kim, cast.rosa)
    with pytest.raises(Incomplete):
        people.assign(person, cast.lou, duty=Duty.PEER, by=cast.rosa, at=NOW)


def test_no_emergency_opens_it_to_them(cast, person):
    opened = consent.open_in_emergency(person, reason=WHY, by=cast.rosa, at=NOW)
    assert opened in consent_reads.emergencies(cast.rosa, NOW)
    keep_out(person, cast.rosa, cast.kim)
    assert not consent_reads.emergencies(cast.rosa, NOW).exists()
    with pytest.raises(Person.DoesNotExist):
        oversight.by_code(cast.rosa, person.referrals.get().code, NOW)
    with pytest.raises(NotYours):
        consent.open_in_emergency(person, reason=WHY, by=cast.rosa, at=NOW)


def test_no_record_that_looks_alike_shows_them_the_name(cast, person):
    twin = people.record_person(
        site_id=cast.site.pk,
        given_name="Jordan",
        family_name="Ellery",
        birth_date=person.birth_date,
        by=cast.lou,
        at=NOW,
    )
    assert [one.person for one in reads.same_person_candidates(cast.kim, twin, NOW)] == [person]
    keep_out(person, cast.kim, cast.rosa)
    assert reads.same_person_candidates(cast.kim, twin, NOW) == []


def test_whoever_is_kept_out_of_one_of_two_linked_records_is_kept_out_of_both(cast, person):
    twin = people.record_person(site_id=cast.site.pk, given_name="Jordon", by=cast.lou, at=NOW)
    keep_out(person, cast.kim, cast.rosa)
    people.link(person, twin, by=cast.rosa, at=NOW)
    people.link(twin, person, by=cast.rosa, at=NOW)
    assert KeptOut.objects.of(cast.kim).count() == 2
    with pytest.raises(Incomplete):
        people.assign(twin, cast.kim, duty=Duty.PEER, by=cast.pat, at=NOW)


@pytest.mark.parametrize("how", ["address", "code"])
def test_each_try_is_on_the_privacy_officer_s_desk_at_once_and_an_ordinary_refusal_is_not(cast, person, how):
    keep_out(person, cast.rosa, cast.kim)
    with pytest.raises(Person.DoesNotExist):
        reads.person(cast.lou, person.pk, NOW)
    assert oversight.alarms(cast.noor, NOW) == []
    tries = {
        "address": lambda: reads.person(cast.rosa, person.pk, NOW),
        "code": lambda: oversight.by_code(cast.rosa, person.referrals.get().code, NOW),
    }
    with pytest.raises(Person.DoesNotExist):
        tries[how]()
    assert [(one.name, one.is_of_a_person) for one in oversight.alarms(cast.noor, NOW)] == [(cast.rosa.name, True)]
    with the_time_is(NOW):
        shown = said(seat(cast.noor).get(reverse("privacyofficer:alarms")))
    assert "Asked for a record from which they are kept out" in shown
    assert "Jordan" not in shown


def test_who_is_let_in_again_may_be_assigned_and_is_not_yet(cast, person):
    out = keep_out(person, cast.kim, cast.rosa)
    people.let_in_again(person, out.pk, by=cast.rosa, at=NOW)
    with pytest.raises(Person.DoesNotExist):
        reads.person(cast.kim, person.pk, NOW)
    people.assign(person, cast.kim, duty=Duty.CASE_MANAGER, by=cast.rosa, at=NOW)
    assert reads.person(cast.kim, person.pk, NOW) == person


def test_nobody_who_does_not_work_with_the_person_decides_it(cast, person):
    for act in (lambda: keep_out(person, cast.lou, cast.kim), lambda: keep_out(person, cast.kim, cast.rosa)):
        act()
    out = KeptOut.objects.get(member=cast.kim)
    for by in (cast.kim, cast.lou, cast.pat):
        with pytest.raises(NotYours):
            people.let_in_again(person, out.pk, by=by, at=NOW)
        with pytest.raises(NotYours):
            keep_out(person, cast.rosa, by)


def test_whoever_alone_keeps_how_the_person_is_reached_lets_the_team_see_it_first(cast, person):
    people.keep_contact(person, by=cast.kim, at=NOW)
    for by in (cast.rosa, cast.kim):
        with pytest.raises(NotNow, match="Let the team see it"):
            keep_out(person, cast.kim, by)
    people.share_contact(person, by=cast.kim, at=NOW)
    assert keep_out(person, cast.kim, cast.kim).undone_at is None


@pytest.fixture
def known_to_kim(cast):
    """Kim alone works with somebody, knows them, and is kept out."""
    person = play.at_work(cast).person
    keep_out(person, cast.kim, cast.kim)
    return person


def unassigned_of(member):
    return seat(member).get(reverse("casemanager:unassigned")).content.decode()


def test_the_only_worker_is_kept_out_at_once_and_the_supervisor_assigns_somebody_else_by_code(cast, known_to_kim):
    with pytest.raises(Person.DoesNotExist):
        reads.person(cast.kim, known_to_kim.pk, NOW)
    with the_time_is(NOW):
        shown = unassigned_of(cast.rosa)
    assert known_to_kim.referrals.get().code in shown
    assert "Jordan" not in shown


def test_whoever_is_kept_out_is_not_offered_for_that_record_and_is_for_another(cast, known_to_kim):
    later = NOW - timedelta(hours=2)
    other = play.hand_over(cast, play.offer(cast, at=later), at=later + timedelta(minutes=20))
    play.meet(cast, other, at=later + timedelta(minutes=40))
    with the_time_is(NOW):
        first, second = unassigned_of(cast.rosa).split('class="card"')[1:]
    assert known_to_kim.referrals.get().code in first
    assert other.code in second
    assert [cast.kim.name in card for card in (first, second)] == [False, True]
    assert cast.rosa.name in first


def test_a_supervisor_who_is_kept_out_has_the_record_on_their_list_only_where_no_other_can_assign(cast, known_to_kim):
    people.assign(known_to_kim, cast.lou, duty=Duty.PEER, by=cast.rosa, at=NOW)
    keep_out(known_to_kim, cast.rosa, cast.lou)
    code = known_to_kim.referrals.get().code
    with the_time_is(NOW):
        alone = unassigned_of(cast.rosa)
        assert code in alone
        assert "Language" not in alone
        assert cast.rosa.name not in alone.split('class="card"')[1]
        second = play.second_supervisor(cast, at=NOW)
        assert code not in unassigned_of(cast.rosa)
        assert code in unassigned_of(second)


def test_whoever_is_kept_out_already_is_not_offered_to_be_kept_out_again(cast, person):
    page, sent = reverse("casemanager:kept-out", args=[person.pk]), {"member": str(cast.lou.pk)}
    with the_time_is(NOW):
        kim = seat(cast.kim)
        assert f'value="{cast.lou.pk}"' in kim.get(page).content.decode()
        for _tap in range(2):  # a second tap is answered like the first
            assert kim.post(page, sent | {"token": str(uuid4())})["Location"] == page
        assert f'value="{cast.lou.pk}"' not in kim.get(page).content.decode()


@pytest.mark.parametrize("name", ["dana", "vance", "noor", "elsewhere"])
def test_only_care_staff_of_the_site_are_kept_out(cast, person, name):
    member = play.at_site("fayette").kim if name == "elsewhere" else cast.members[name]
    with pytest.raises(Incomplete):
        keep_out(person, member, cast.kim)


def test_a_worker_keeps_themself_out_on_the_page_and_somebody_else_takes_it_back(cast, person):
    page, sent = reverse("casemanager:kept-out", args=[person.pk]), {"token": str(uuid4())}
    with the_time_is(NOW):
        kim, rosa = seat(cast.kim), seat(cast.rosa)
        assert "Myself: I know them" in said(kim.get(page))
        assert "Choose who." in said(kim.post(page, sent))
        assert kim.post(page, sent | {"member": str(cast.kim.pk)})["Location"] == "/"
        assert kim.get(page).status_code == 404
        assert cast.kim.name in said(rosa.get(page))
        out = KeptOut.objects.get()
        assert kim.post(reverse("casemanager:let-in", args=[person.pk, out.pk])).status_code == 404
        rosa.post(reverse("casemanager:let-in", args=[person.pk, out.pk]))
        assert "Do not keep them out any more" not in said(rosa.get(page))
