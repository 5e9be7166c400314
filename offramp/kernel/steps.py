"""A table of steps: which exist, and who may take them. Each capability brings its own states, holders and tests."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from offramp.kernel.refusals import NotNow, NotYours

Status = TypeVar("Status", bound=StrEnum)
Holder = TypeVar("Holder", bound=StrEnum)
Test = Callable[[Any, Any], bool]  # of a member and the row that the step is about


@dataclass(frozen=True)  # no slots: in Python 3.11 a generic class with them cannot be called by its alias
class Step(Generic[Status, Holder]):
    verb: str
    source: Status
    target: Status
    holder: Holder


def find_step(
    steps: Iterable[Step[Status, Holder]], verb: str, status: Status, *, otherwise: str
) -> Step[Status, Holder]:
    """The step called `verb` out of `status`. Raises `NotNow` with the sentence `otherwise` when there is none."""
    for step in steps:
        if (step.verb, step.source) == (verb, status):
            return step
    raise NotNow(otherwise)


def at_the_same_site(member: Any, about: Any) -> bool:
    return bool(member.site_id == about.site_id)


def may(table: Mapping[Holder, Sequence[Sequence[Test]]], member: Any, holder: Holder, about: Any) -> bool:
    """Whether this member may take steps of this holder: any one list of the table whose every test passes."""
    return any(all(test(member, about) for test in row) for row in table[holder])


def require(table: Mapping[Holder, Sequence[Sequence[Test]]], member: Any, holder: Holder, about: Any) -> None:
    """What a verb asks. Raises `NotYours` with the sentence to show."""
    if not may(table, member, holder, about):
        raise NotYours(f"Only {holder.value} can do this.")
