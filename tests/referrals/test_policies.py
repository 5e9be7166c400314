"""Who may take which step of a referral: every holder, every seat of the cast, at their own site and at another."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from offramp.demo.places import SEATS
from offramp.directory.states import CARE_ROLES
from offramp.kernel.refusals import NotYours
from offramp.kernel.trail import Nobody
from offramp.protocols import document
from offramp.referrals import policies
from offramp.referrals.states import Door, Holder
from tests.cast import NOON
from tests.protocols.texts import EVERY_KIND, SEATTLE_PILOT

CAST = {
    seat.username: SimpleNamespace(pk=seat.username, user_id=seat.username, site_id="here", role=seat.role)
    for seat in SEATS
}
REFERRAL = SimpleNamespace(
    site_id="here", officer_id="dana", officer=CAST["dana"], answered_by_id="lou", asked_role="supervisor",
    stand_in_role="project_manager", site=SimpleNamespace(time_zone="America/New_York"),
    protocol_version=SimpleNamespace(protocol=document.load(SEATTLE_PILOT)),
)  # fmt: skip
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
    assert policies.may(member, holder, REFERRAL, NOON) is (name in MAY[holder])
    elsewhere = SimpleNamespace(**vars(member) | {"site_id": "elsewhere"})
    assert not policies.may(elsewhere, holder, REFERRAL, NOON)
    with pytest.raises(NotYours, match=holder.value):
        policies.require(elsewhere, holder, REFERRAL, NOON)


def test_only_the_clock_of_the_site_takes_the_steps_of_the_clock():
    assert policies.may(Nobody("clock", "here"), Holder.CLOCK, REFERRAL, NOON)
    assert not policies.may(Nobody("clock", "elsewhere"), Holder.CLOCK, REFERRAL, NOON)
    assert not any(
        policies.may(Nobody("clock", "here"), holder, REFERRAL, NOON) for holder in set(Holder) - {Holder.CLOCK}
    )


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
        policies.may(member, holder, waiting, NOON)
        for member in CAST.values()
        for holder in (Holder.WORKER, Holder.APPROVER)
    )


@pytest.mark.parametrize("role", ["supervisor", "project_manager"])
def test_nobody_agrees_to_what_they_asked_for_in_whatever_role_they_come_back(role):
    again = SimpleNamespace(**vars(CAST["dana"]) | {"pk": "dana's other seat", "role": role})
    assert not policies.may(again, Holder.APPROVER, REFERRAL, NOON)
    with pytest.raises(NotYours, match="somebody else must agree"):
        policies.require(again, Holder.APPROVER, REFERRAL, NOON)


@pytest.mark.parametrize(
    ("at", "zone", "may"),
    [
        pytest.param(NOON, "America/New_York", False, id="noon on a Monday in New York"),
        pytest.param(NOON, "Pacific/Auckland", True, id="the same moment where it is early Tuesday"),
        pytest.param(NOON + timedelta(hours=5), "America/New_York", True, id="5 PM"),
        pytest.param(NOON + timedelta(days=5), "America/New_York", True, id="noon on a Saturday"),
    ],
)
def test_a_stand_in_answers_out_of_hours_at_the_site_and_whom_the_protocol_asks_at_any_time(at, zone, may):
    hours = SimpleNamespace(protocol=document.load(EVERY_KIND))
    asked = SimpleNamespace(**vars(REFERRAL) | {"protocol_version": hours, "site": SimpleNamespace(time_zone=zone)})
    assert policies.may(CAST["pat"], Holder.APPROVER, asked, at) is may
    assert policies.may(CAST["ames"], Holder.APPROVER, asked, at)
