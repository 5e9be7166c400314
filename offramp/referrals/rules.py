"""Who is being rung now. Nothing is stored for a ring that nobody answered: the roster and the clock say it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

#: Whoever tells us about somebody and wishes a call is called within this time.
CALL_BACK_WITHIN = timedelta(hours=48)
#: How long the last in the line is rung before somebody who came on call later, where the protocol has a single step.
RUNG_ALONE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class RingStep:
    """From `after` the call on, `member` is rung."""

    after: timedelta
    member: UUID


@dataclass(frozen=True, slots=True)
class Ringing:
    """Who is being rung, since when, and when the call goes on to the next. Nobody is, when all have passed it on."""

    member: UUID | None
    since: datetime
    until: datetime | None = None


def ringing(line: Sequence[RingStep], passed: Collection[UUID], called_at: datetime, now: datetime) -> Ringing:
    """Who is being rung `now` for a call made at `called_at`.

    Nobody is rung twice. Whoever passed the call on is skipped and the next is rung at once; the last one in the line is
    rung until somebody answers.
    """
    left = [(step, _lasts(line, number)) for number, step in enumerate(line) if _is_rung(line, number, passed)]
    since = called_at
    for number, (step, lasts) in enumerate(left):
        if number == len(left) - 1:
            return Ringing(step.member, since)
        if now < since + lasts:
            return Ringing(step.member, since, since + lasts)
        since += lasts
    return Ringing(None, since)


def steps_behind(line: Sequence[RingStep], later: Sequence[UUID], apart: timedelta) -> list[RingStep]:
    """Steps for members whom the line does not name and who are on call by now: after its last one, `apart` each."""
    last = line[-1].after if line else -apart
    return [RingStep(last + n * apart, member) for n, member in enumerate(later, 1)]


@dataclass(frozen=True, slots=True)
class Room:
    """How many people the site serves now, and how many it can; no places means that there is no fixed number."""

    taken: int
    places: int | None

    @property
    def is_full(self) -> bool:
        return self.places is not None and self.taken >= self.places


def door_rank(order: Sequence[str], door: str) -> int:
    """How soon a door is served when the site is full: 0 comes first."""
    return list(order).index(door)


def is_slow(minutes: int | None, wanted: int | None, *, waited: int) -> bool:
    """Whether a hand-off takes longer than the protocol wants.

    One without an arrival (`minutes` is None) is judged by the minutes `waited` so far: it is slow once they are past
    the target, and not before. Where the protocol names no target, nothing is slow.

    >>> is_slow(None, 30, waited=29), is_slow(None, 30, waited=31)
    (False, True)
    """
    return wanted is not None and (waited if minutes is None else minutes) > wanted


def nobody_came(called_at: datetime, answered_at: datetime | None, minutes: int, now: datetime) -> bool:
    """Whether the officer is told that no one has answered yet."""
    return answered_at is None and now >= called_at + timedelta(minutes=minutes)


def _is_rung(line: Sequence[RingStep], number: int, passed: Collection[UUID]) -> bool:
    member = line[number].member
    return member not in passed and all(step.member != member for step in line[:number])


def _lasts(line: Sequence[RingStep], number: int) -> timedelta:
    return line[number + 1].after - line[number].after if number + 1 < len(line) else timedelta()
