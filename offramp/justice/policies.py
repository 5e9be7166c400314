"""Who may take which step of a diverted matter. Read a row as: any one list whose every test passes."""

from datetime import datetime
from typing import Any

from offramp.directory.states import Role
from offramp.justice.states import Holder
from offramp.kernel import steps
from offramp.kernel.steps import Table, at_the_same_site


def is_a_prosecutor(member: Any, diversion: Any, at: datetime) -> bool:
    return bool(member.role == Role.PROSECUTOR)


MAY_TAKE: Table[Holder] = {
    Holder.PROSECUTOR: [[at_the_same_site, is_a_prosecutor]],
}


def require(member: Any, holder: Holder, diversion: Any, at: datetime) -> None:
    """What a verb asks. Raises `NotYours` with the sentence to show."""
    steps.require(MAY_TAKE, member, holder, diversion, at)
