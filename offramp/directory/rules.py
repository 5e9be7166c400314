"""When nobody is on call. Shifts and a span of time in, the gaps out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """From then until then, nobody is on call."""

    starts_at: datetime
    ends_at: datetime


def gaps(shifts: Iterable[tuple[datetime, datetime]], starts_at: datetime, ends_at: datetime) -> Iterator[Gap]:
    """The gaps between `starts_at` and `ends_at` that no shift, given as (start, end), covers, soonest first."""
    covered_until = starts_at
    for begins, ends in sorted(shifts):
        if begins >= ends_at:
            break
        if begins > covered_until:
            yield Gap(covered_until, begins)
        covered_until = max(covered_until, ends)
    if covered_until < ends_at:
        yield Gap(covered_until, ends_at)
