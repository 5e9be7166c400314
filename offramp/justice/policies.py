"""Who may take which step of a diverted matter. Read a row as: any one list whose every test passes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from offramp.directory.states import Role
from offramp.justice.states import Holder
from offramp.kernel.refusals import NotYours

Test = Callable[[Any, Any], bool]


def at_the_same_site(member: Any, diversion: Any) -> bool:
    return bool(member.site_id == diversion.site_id)


def is_a_prosecutor(member: Any, diversion: Any) -> bool:
    return bool(member.role == Role.PROSECUTOR)


MAY_TAKE: Mapping[Holder, Sequence[Sequence[Test]]] = {
    Holder.PROSECUTOR: [[at_the_same_site, is_a_prosecutor]],
}


def may(member: Any, holder: Holder, diversion: Any) -> bool:
    """Whether this member may take steps of this holder: what a button asks."""
    return any(all(test(member, diversion) for test in row) for row in MAY_TAKE[holder])


def require(member: Any, holder: Holder, diversion: Any) -> None:
    """What a verb asks. Raises `NotYours` with the sentence to show."""
    if not may(member, holder, diversion):
        raise NotYours("Only %(holder)s can do this.", holder=(holder.value,))
