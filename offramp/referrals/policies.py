"""Who may take which step. Read a row as: any one list whose every test passes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from offramp.directory.states import CARE_ROLES
from offramp.kernel import clocks, steps
from offramp.kernel.refusals import NotYours
from offramp.kernel.steps import Table, at_the_same_site
from offramp.protocols import rules as protocol_rules
from offramp.referrals.states import Door, Holder


def is_the_referring_officer(member: Any, referral: Any, at: datetime) -> bool:
    return bool(member.pk == referral.officer_id)


def is_whom_the_protocol_asks(member: Any, referral: Any, at: datetime) -> bool:
    return bool(member.role == referral.asked_role)


def did_not_ask_for_it(member: Any, referral: Any, at: datetime) -> bool:
    """Another human being than whoever sent it, whatever role they act in now."""
    return referral.officer is None or bool(member.user_id != referral.officer.user_id)


def stands_in_out_of_hours(member: Any, referral: Any, at: datetime) -> bool:
    """The role that the door of the referral's own protocol names for out of hours, while it is out of hours at the site."""
    if member.role != referral.stand_in_role:
        return False
    here = clocks.local_time(at, referral.site.time_zone)
    return protocol_rules.is_out_of_hours(referral.protocol_version.protocol, here)


def took_the_call(member: Any, referral: Any, at: datetime) -> bool:
    return bool(member.pk == referral.answered_by_id)


def is_care_staff(member: Any, referral: Any, at: datetime) -> bool:
    return member.role in CARE_ROLES


def is_the_clock(member: Any, referral: Any, at: datetime) -> bool:
    return bool(member.role == "clock")


MAY_TAKE: Table[Holder] = {
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


def may(member: Any, holder: Holder, referral: Any, at: datetime) -> bool:
    """Whether this member may take steps of this holder at this time: what a button asks."""
    return steps.may(MAY_TAKE, member, holder, referral, at)


def require(member: Any, holder: Holder, referral: Any, at: datetime) -> None:
    """What a verb asks. Raises `NotYours` with the sentence to show."""
    is_at_home = at_the_same_site(member, referral, at)
    if holder is Holder.APPROVER and is_at_home and not did_not_ask_for_it(member, referral, at):
        raise NotYours("You asked for this yourself, so somebody else must agree. Call a colleague who can answer.")
    steps.require(MAY_TAKE, member, holder, referral, at)


def require_door(member: Any, door: Door) -> None:
    """Raises `NotYours` when this member cannot refer through this door."""
    if member.role not in MAY_REFER[door]:
        raise NotYours("Referrals of this kind are made by others. Ask your supervisor who can send it.")
