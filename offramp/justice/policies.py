"""Who may take which step about the charge of a referral. Read a row as: any one list whose every test passes."""

from datetime import datetime
from typing import Any

from offramp.directory.states import Role
from offramp.justice.states import Holder
from offramp.kernel import steps
from offramp.kernel.refusals import NotYours
from offramp.kernel.steps import Table, at_the_same_site


def is_a_prosecutor(member: Any, referral: Any, at: datetime) -> bool:
    return bool(member.role == Role.PROSECUTOR)


def is_the_referring_officer(member: Any, referral: Any, at: datetime) -> bool:
    return bool(member.pk == referral.officer_id)


def is_left_to_the_officer(member: Any, referral: Any, at: datetime) -> bool:
    """By the protocol that the referral is judged by, whatever the site adopted since."""
    return bool(referral.protocol_version.protocol.officer_decides)


def is_left_to_the_prosecutor(member: Any, referral: Any, at: datetime) -> bool:
    return not is_left_to_the_officer(member, referral, at)


MAY_TAKE: Table[Holder] = {
    Holder.PROSECUTOR: [[at_the_same_site, is_a_prosecutor, is_left_to_the_prosecutor]],
    Holder.OFFICER: [[at_the_same_site, is_the_referring_officer, is_left_to_the_officer]],
}


def require(member: Any, holder: Holder, referral: Any, at: datetime) -> None:
    """What a verb asks. Raises `NotYours` with the sentence to show."""
    if is_a_prosecutor(member, referral, at) and is_left_to_the_officer(member, referral, at):
        raise NotYours("Here the officer who made the arrest decides about the charge. Nothing is asked of you.")
    steps.require(MAY_TAKE, member, holder, referral, at)
