"""Who may take which step. Read a row as: any one list whose every test passes."""

from collections.abc import Mapping, Sequence
from typing import Any

from offramp.directory.states import CARE_ROLES
from offramp.kernel import steps
from offramp.kernel.refusals import NotYours
from offramp.kernel.steps import Test, at_the_same_site
from offramp.referrals.states import Door, Holder


def is_the_referring_officer(member: Any, referral: Any) -> bool:
    return bool(member.pk == referral.officer_id)


def is_whom_the_protocol_asks(member: Any, referral: Any) -> bool:
    return bool(member.role == referral.asked_role)


def did_not_ask_for_it(member: Any, referral: Any) -> bool:
    """Another human being than whoever sent it, whatever role they act in now."""
    return referral.officer is None or bool(member.user_id != referral.officer.user_id)


def stands_in_out_of_hours(member: Any, referral: Any) -> bool:
    """The role that the door of the protocol names for out of hours.

    No protocol says yet which hours those are, so a stand-in may answer at every hour. Who answered stays on record.
    """
    return bool(member.role == referral.stand_in_role)


def took_the_call(member: Any, referral: Any) -> bool:
    return bool(member.pk == referral.answered_by_id)


def is_care_staff(member: Any, referral: Any) -> bool:
    return member.role in CARE_ROLES


def is_the_clock(member: Any, referral: Any) -> bool:
    return bool(member.role == "clock")


MAY_TAKE: Mapping[Holder, Sequence[Sequence[Test]]] = {
    Holder.OFFICER: [[at_the_same_site, is_the_referring_officer]],
    Holder.APPROVER: [
        [at_the_same_site, is_whom_the_protocol_asks, did_not_ask_for_it],
        [at_the_same_site, stands_in_out_of_hours, did_not_ask_for_it],
    ],
    Holder.WORKER: [[at_the_same_site, took_the_call]],
    Holder.CARE_TEAM: [[at_the_same_site, is_care_staff]],
    Holder.CLOCK: [[at_the_same_site, is_the_clock]],
}

#: Who may send a referral through each door. Strangers may only come through the community door.
MAY_REFER: Mapping[Door, frozenset[str]] = {
    Door.ARREST_DIVERSION: frozenset({"officer", "supervisor", "le_liaison"}),
    Door.SOCIAL_CONTACT: frozenset({"officer", "supervisor", "le_liaison"}),
    Door.COMMUNITY: frozenset({"stranger"}),
}


def may(member: Any, holder: Holder, referral: Any) -> bool:
    """Whether this member may take steps of this holder: what a button asks."""
    return steps.may(MAY_TAKE, member, holder, referral)


def require(member: Any, holder: Holder, referral: Any) -> None:
    """What a verb asks. Raises `NotYours` with the sentence to show."""
    if holder is Holder.APPROVER and at_the_same_site(member, referral) and not did_not_ask_for_it(member, referral):
        raise NotYours("You asked for this yourself, so somebody else must agree. Call a colleague who can answer.")
    steps.require(MAY_TAKE, member, holder, referral)


def require_door(member: Any, door: Door) -> None:
    """Raises `NotYours` when this member cannot refer through this door."""
    if member.role not in MAY_REFER[door]:
        raise NotYours("Referrals of this kind are made by others. Ask your supervisor who can send it.")
