"""Whoever worked with a person may leave, be kept out, or never have been there: somebody sees the person all the same."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from offramp.casework import actions as casework
from offramp.casework import reads
from offramp.directory import actions as directory
from offramp.kernel.refusals import NotYours
from offramp.people import actions as people
from offramp.people import reads as people_reads
from offramp.people.states import Duty
from offramp.referrals import calls
from offramp.referrals import reads as referrals
from tests import cast as play
from tests.cast import NOON
from tests.seats import page, said, seat, the_time_is

pytestmark = pytest.mark.django_db
NOW = NOON + timedelta(days=3)
UNASSIGNED = reverse("casemanager:unassigned")


@pytest.fixture(autouse=True)
def demonstration(settings):
    """As in the demonstration, a seat is taken without a second factor."""
    settings.DEMO = True


@pytest.fixture
def cast():
    return play.at_site("bureau")


def leaves(cast, name):
    directory.end_member(cast.members[name], by=play.stranger(cast), at=NOW)


def sought(member):
    return said(page(member, reverse("responder:home"), at=NOW)).partition("Still looking")[2]


def test_whoever_took_the_call_leaves_before_the_meeting_is_written_and_the_team_looks_for_the_person(cast):
    referral = play.hand_over(cast, play.offer(cast))
    assert referral.code not in sought(cast.kim)
    leaves(cast, "lou")
    assert f"nobody has met the person. Code {referral.code}." in sought(cast.kim)
    assert referral.code in sought(cast.rosa)
    with the_time_is(NOW):
        seat(cast.kim).post(reverse("responder:met", args=[referral.pk]))
        assert [one.pk for one in reads.to_meet(cast.kim, NOW)] == [referral.pk]


def test_whoever_took_the_call_is_kept_out_and_the_others_look_for_the_person(cast):
    referral = play.hand_over(cast, play.offer(cast))
    people.keep_out(referral.person, cast.lou, by=cast.lou, at=NOW)
    assert referral.code in sought(cast.kim)
    assert referral.code not in sought(cast.lou)


def test_whoever_knows_the_person_they_are_called_to_keeps_themself_out_and_the_call_rings_on(cast):
    referral = play.offer(cast, at=NOW)
    calls.answer(referral.hand_off.pk, by=cast.lou, at=NOW)
    later = NOW + timedelta(minutes=1)
    with the_time_is(later):
        address = reverse("casemanager:kept-out", args=[referral.person.pk])
        seat(cast.lou).post(address, {"member": str(cast.lou.pk), "token": str(uuid4())})
        on_call = said(seat(cast.lou).get(reverse("responder:home")))
        assert referral.code not in on_call
        assert "You are being rung" not in on_call
        rung = [one for one in cast.members.values() if referrals.ringing_for(one, later)]
    assert rung
    assert cast.lou not in rung


def test_the_case_manager_leaves_and_the_person_waits_for_another_one(cast):
    referral = play.at_work(cast)
    assert referral.code not in said(page(cast.rosa, UNASSIGNED, at=NOW))
    leaves(cast, "kim")
    assert "1 person waits for a case manager." in said(page(cast.rosa, reverse("casemanager:home"), at=NOW))
    shown = said(page(cast.rosa, UNASSIGNED, at=NOW))
    assert referral.code in shown
    assert "Jordan" not in shown


def test_whoever_left_is_not_said_to_work_with_the_person(cast):
    person = play.at_work(cast).person
    people.assign(person, cast.rosa, duty=Duty.SUPERVISION, by=cast.kim, at=NOW)
    leaves(cast, "kim")
    assert [one.member for one in people_reads.team(cast.rosa, person, NOW)] == [cast.rosa]
    assert cast.kim.pk not in reads.caseloads(cast.rosa, NOW)


def test_a_site_without_a_supervisor_has_its_project_manager_assign_by_code(cast):
    referral = play.hand_over(cast, play.offer(cast))
    held = play.meet(cast, referral)
    assert "wait for a case manager" not in said(page(cast.pat, reverse("projectmanager:home"), at=NOW))
    assert referral.code not in said(page(cast.pat, UNASSIGNED, at=NOW))
    leaves(cast, "rosa")
    monday = page(cast.pat, reverse("projectmanager:home"), at=NOW)
    assert "1 person waits for a case manager No supervisor works here: assign one" in said(monday)
    assert f'href="{UNASSIGNED}"' in monday.content.decode()
    shown = said(page(cast.pat, UNASSIGNED, at=NOW))
    assert referral.code in shown
    assert not [fact for fact in ("Jordan", "Language", "Age", "Met") if fact in shown.split()]
    with the_time_is(NOW):
        pat = seat(cast.pat)
        pat.post(UNASSIGNED, {"meeting": held.pk, "worker": cast.kim.pk, "token": uuid4()})
        assert referral.code not in said(pat.get(UNASSIGNED))
        assert seat(cast.kim).get(reverse("casemanager:person", args=[referral.person.pk])).status_code == 200


def test_where_a_supervisor_works_nobody_else_divides_the_work(cast):
    referral = play.hand_over(cast, play.offer(cast))
    play.meet(cast, referral)
    with pytest.raises(NotYours, match="case manager or their supervisor"):
        casework.take_over(referral.person, case_manager=cast.kim, by=cast.pat, at=NOW)


def test_whoever_is_kept_out_is_not_offered_to_the_project_manager_either(cast):
    person = play.at_work(cast).person
    people.keep_out(person, cast.kim, by=cast.kim, at=NOW)
    leaves(cast, "rosa")
    assert cast.kim.name not in said(page(cast.pat, UNASSIGNED, at=NOW))


def test_of_two_supervisors_the_one_who_can_is_told_that_nobody_here_can_reach_somebody(cast):
    referral = play.hand_over(cast, play.offer(cast))
    play.meet(cast, referral)
    people.keep_contact(referral.person, by=cast.lou, at=NOW)
    people.assign(referral.person, cast.kim, duty=Duty.CASE_MANAGER, by=cast.rosa, at=NOW)
    people.keep_out(referral.person, cast.rosa, by=cast.kim, at=NOW)
    leaves(cast, "lou")
    alone = said(page(cast.rosa, reverse("casemanager:home"), at=NOW))
    assert f"{referral.code} : You are kept out of this record, and no other supervisor works here." in alone
    assert "Lou P." not in alone
    second = play.second_supervisor(cast, at=NOW)
    assert referral.code not in said(page(cast.rosa, reverse("casemanager:home"), at=NOW))
    home = said(page(second, reverse("casemanager:home"), at=NOW))
    assert f"{referral.code} : Lou P. keeps how to reach them. Ask Lou P." in home
