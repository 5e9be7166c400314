"""A table of steps: which exist, and who may take them. Each capability brings its own states, holders and tests."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from offramp.kernel.refusals import NotNow, NotYours

Status = TypeVar("Status", bound=StrEnum)
Holder = TypeVar("Holder", bound=StrEnum)
Test = Callable[[Any, Any, datetime], bool]  # of a member, the row that the step is about, and the instant
Table = Mapping[Holder, Sequence[Sequence[Test]]]


@dataclass(frozen=True)  # no slots: in Python 3.11 a generic class with them cannot be called by its alias
class Step(Generic[Status, Holder]):
    verb: str
    source: Status
    target: Status
    holder: Holder


def find_step(
    steps: Iterable[Step[Status, Holder]], verb: str, status: Status, *, otherwise: NotNow
) -> Step[Status, Holder]:
    """The step called `verb` out of `status`. Raises `otherwise` where there is none."""
    for step in steps:
        if (step.verb, step.source) == (verb, status):
            return step
    raise otherwise


def at_the_same_site(member: Any, about: Any, at: datetime) -> bool:
    return bool(member.site_id == about.site_id)


def may(table: Table[Holder], member: Any, holder: Holder, about: Any, at: datetime) -> bool:
    """Whether this member may take steps of this holder at `at`: any one list of the table whose every test passes."""
    return any(all(test(member, about, at) for test in row) for row in table[holder])


def require(table: Table[Holder], member: Any, holder: Holder, about: Any, at: datetime) -> None:
    """What a verb asks. Raises `NotYours` with the sentence to show."""
    if not may(table, member, holder, about, at):
        raise NotYours("Only %(holder)s can do this.", holder=(holder.value,))
