"""Who may take which step of a diverted matter. Read a row as: any one list whose every test passes."""

from collections.abc import Mapping, Sequence
from typing import Any

from offramp.directory.states import Role
from offramp.justice.states import Holder
from offramp.kernel import steps
from offramp.kernel.steps import Test, at_the_same_site


def is_a_prosecutor(member: Any, diversion: Any) -> bool:
    return bool(member.role == Role.PROSECUTOR)


MAY_TAKE: Mapping[Holder, Sequence[Sequence[Test]]] = {
    Holder.PROSECUTOR: [[at_the_same_site, is_a_prosecutor]],
}


def may(member: Any, holder: Holder, diversion: Any) -> bool:
    """Whether this member may take steps of this holder: what a button asks."""
    return steps.may(MAY_TAKE, member, holder, diversion)


def require(member: Any, holder: Holder, diversion: Any) -> None:
    """What a verb asks. Raises `NotYours` with the sentence to show."""
    steps.require(MAY_TAKE, member, holder, diversion)
