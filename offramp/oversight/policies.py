"""Who may take which step. Read a row as: any one list whose every test passes."""

from datetime import datetime
from typing import Any

from offramp.directory.states import Role
from offramp.kernel import steps
from offramp.kernel.steps import Table, at_the_same_site
from offramp.oversight import rules
from offramp.oversight.states import Holder


def answers_such_complaints(member: Any, complaint: Any, at: datetime) -> bool:
    return bool(member.role == rules.answerer(complaint.about))


def watches(member: Any, about: Any, at: datetime) -> bool:
    return member.role in rules.OVERSEERS


def opened_no_record_in_it(member: Any, week: Any, at: datetime) -> bool:
    """Not one of the week's looks is theirs, in whatever role: nobody signs for themself."""
    return member.user_id not in week.looked_by


def is_the_privacy_officer(member: Any, about: Any, at: datetime) -> bool:
    return bool(member.role == Role.PRIVACY_OFFICER)


def is_the_civil_rights_reviewer(member: Any, about: Any, at: datetime) -> bool:
    return bool(member.role == Role.CIVIL_RIGHTS)


def did_not_write_the_list(member: Any, listed: Any, at: datetime) -> bool:
    """Somebody with both roles is still one person."""
    return bool(member.user_id != listed.listed_user_id)


def did_not_ask_for_it(member: Any, asked: Any, at: datetime) -> bool:
    """Somebody with both roles is still one person."""
    return bool(member.user_id != asked.asked_by.user_id)


MAY_TAKE: Table[Holder] = {
    Holder.ANSWERER: [[at_the_same_site, answers_such_complaints]],
    Holder.REVIEWER: [[at_the_same_site, watches, opened_no_record_in_it]],
    Holder.PRIVACY_OFFICER: [[at_the_same_site, is_the_privacy_officer]],
    Holder.REMOVER: [[at_the_same_site, is_the_privacy_officer, did_not_ask_for_it]],
    Holder.SECOND: [[at_the_same_site, is_the_civil_rights_reviewer, did_not_write_the_list]],
}


def may(member: Any, holder: Holder, about: Any, at: datetime) -> bool:
    """Whether this member may take steps of this holder at `at`."""
    return steps.may(MAY_TAKE, member, holder, about, at)


def require(member: Any, holder: Holder, about: Any, at: datetime) -> None:
    """What a verb asks. Raises `NotYours` with the sentence to show."""
    steps.require(MAY_TAKE, member, holder, about, at)
