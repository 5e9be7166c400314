"""Who may take which step of a referral: every holder, every seat of the cast, at their own site and at another."""

from types import SimpleNamespace

import pytest

from offramp.demo.places import SEATS
from offramp.directory.states import CARE_ROLES
from offramp.kernel.refusals import NotYours
from offramp.kernel.trail import Nobody
from offramp.referrals import policies
from offramp.referrals.states import Door, Holder

CAST = {seat.username: SimpleNamespace(pk=seat.username, site_id="here", role=seat.role) for seat in SEATS}
REFERRAL = SimpleNamespace(
    site_id="here", officer_id="dana", answered_by_id="lou", asked_role="supervisor", stand_in_role="project_manager"
)
CARE = {seat.username for seat in SEATS if seat.role in CARE_ROLES}
MAY = {
    Holder.OFFICER: {"dana"},
    Holder.APPROVER: {"ames", "pat"},
    Holder.WORKER: {"lou"},
    Holder.CARE_TEAM: CARE,
    Holder.CLOCK: set(),
}


@pytest.mark.parametrize("holder", list(Holder))
@pytest.mark.parametrize("name", sorted(CAST))
def test_a_step_is_taken_by_whose_turn_it_is_and_by_nobody_else(holder, name):
    member = CAST[name]
    assert policies.may(member, holder, REFERRAL) is (name in MAY[holder])
    elsewhere = SimpleNamespace(**vars(member) | {"site_id": "elsewhere"})
    assert not policies.may(elsewhere, holder, REFERRAL)
    with pytest.raises(NotYours, match=holder.value):
        policies.require(elsewhere, holder, REFERRAL)


def test_only_the_clock_of_the_site_takes_the_steps_of_the_clock():
    assert policies.may(Nobody("clock", "here"), Holder.CLOCK, REFERRAL)
    assert not policies.may(Nobody("clock", "elsewhere"), Holder.CLOCK, REFERRAL)
    assert not any(policies.may(Nobody("clock", "here"), holder, REFERRAL) for holder in set(Holder) - {Holder.CLOCK})


@pytest.mark.parametrize("door", list(Door))
@pytest.mark.parametrize("name", sorted(CAST))
def test_police_doors_are_for_police_and_the_public_door_for_the_public(door, name):
    allowed = {"dana", "marcus", "ames"} if door is not Door.COMMUNITY else set()
    if name in allowed:
        policies.require_door(CAST[name], door)
    else:
        with pytest.raises(NotYours, match="made by others"):
            policies.require_door(CAST[name], door)


def test_nobody_is_the_worker_of_a_call_that_nobody_took():
    waiting = SimpleNamespace(**vars(REFERRAL) | {"answered_by_id": None, "asked_role": "", "stand_in_role": ""})
    assert not any(
        policies.may(member, holder, waiting) for member in CAST.values() for holder in (Holder.WORKER, Holder.APPROVER)
    )
