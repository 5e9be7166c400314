"""When a shift begins and ends, and when nobody is on call."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from offramp.kernel.refusals import Incomplete

IDLE_AFTER = timedelta(days=90)  # CJIS Security Policy AC-2(3)
TEMPORARY = timedelta(hours=72)  # CJIS Security Policy AC-2(2)


FIRST_PASSWORD = timedelta(hours=72)  # by then its owner has replaced it, or asks for another


def is_closed(*, used_at: datetime, ends_at: datetime | None, password_ends_at: datetime | None, at: datetime) -> bool:
    """Whether an account lets nobody in: its own end or that of its first password has come, or 90 days without use.

    A first password was given by somebody who saw its owner: until it ends it counts as use.
    """
    is_over = any(end is not None and at >= end for end in (ends_at, password_ends_at))
    return is_over or (password_ends_at is None and at - used_at > IDLE_AFTER)


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


def require_order(starts_at: datetime, ends_at: datetime) -> None:
    """Raises `Incomplete` for a shift that ends before it starts."""
    if ends_at.astimezone(UTC) <= starts_at.astimezone(UTC):  # two times of one zone compare as the wall shows them
        raise Incomplete("A shift ends after it starts. Check the two times.", field="to_time")


def shift_time(written: datetime, zone: str, *, is_end: bool) -> datetime:
    """The instant that the clock on the wall of the site shows as `written`, for a shift that begins or ends then.

    In the night in which an hour comes twice, a shift begins in the first and ends in the second: rather two are on call
    for an hour than nobody. Raises `Incomplete` for a time that the clock leaps over.
    """
    instant = written.replace(tzinfo=ZoneInfo(zone), fold=int(is_end))
    try:
        shown = instant.astimezone(UTC).astimezone(ZoneInfo(zone))
    except OverflowError:
        raise Incomplete("That time is too far away. Look at the year.") from None
    if shown.replace(tzinfo=None) != written:
        raise Incomplete(
            "There is no %(time)s on %(day)s: the clock is set forward then. Write an earlier or a later time.",
            time=f"{written:%H:%M}", day=written.date(),
        )  # fmt: skip
    return instant
