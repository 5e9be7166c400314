"""Who reads a complaint and who answers it; and which openings of records somebody reviews each week."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from offramp.directory.states import Role
from offramp.oversight.states import About, Why

_ABOUT_ROLE = {About.PRIVACY_OFFICER: Role.PRIVACY_OFFICER, About.CIVIL_RIGHTS: Role.CIVIL_RIGHTS}

#: Whoever watches. They answer to nobody whose work a complaint can be about.
OVERSEERS = (Role.PRIVACY_OFFICER, Role.CIVIL_RIGHTS)


def readers(about: str) -> frozenset[Role]:
    """The roles that read a complaint: both overseers, without the one it is about.

    >>> sorted(readers("a worker"))
    [<Role.CIVIL_RIGHTS: 'civil_rights'>, <Role.PRIVACY_OFFICER: 'privacy_officer'>]
    """
    return frozenset(OVERSEERS) - {_ABOUT_ROLE.get(About(about))}


def answerer(about: str) -> Role:
    """The one role that answers and closes it: the privacy officer, or the reviewer where it is about the privacy officer."""
    return next(role for role in OVERSEERS if role in readers(about))


#: Of a week's openings this part is drawn by lot, beside everything that stands out.
SAMPLE = 0.05
#: From this hour of the evening to this one of the morning it is night, where the site is.
NIGHT_FROM, NIGHT_UNTIL = 22, 6


@dataclass(frozen=True, slots=True)
class Look:
    """One opening of one record, at the site's own time."""

    seq: int  # its number on the trail
    at: datetime
    member: UUID
    is_emergency: bool = False


def week_of(day: date) -> date:
    """The Monday on which the week of a day begins."""
    return day - timedelta(days=day.weekday())


def to_review(looks: Sequence[Look], seed: str) -> dict[int, frozenset[Why]]:
    """Which of a week's looks are reviewed, by number, each with every reason. The same looks and seed give the same.

    Everything that stands out is among them, and of all looks a part that `seed` draws: one at least, where there is one.
    """
    why: dict[int, set[Why]] = defaultdict(set)
    busiest = _busiest(looks)
    for look in looks:
        if look.is_emergency:
            why[look.seq].add(Why.EMERGENCY)
        if look.at.hour >= NIGHT_FROM or look.at.hour < NIGHT_UNTIL:
            why[look.seq].add(Why.NIGHT)
        if (look.member, look.at.date()) in busiest:
            why[look.seq].add(Why.MOST)
    numbers = sorted(look.seq for look in looks)
    for seq in Random(seed).sample(numbers, math.ceil(SAMPLE * len(numbers))):  # noqa: S311  (a lot, not a secret)
        why[seq].add(Why.SAMPLE)
    return {seq: frozenset(why[seq]) for seq in sorted(why)}


def _busiest(looks: Sequence[Look]) -> Collection[tuple[UUID, date]]:
    """The member and day with the most looks of the week; several where they are even."""
    times = Counter((look.member, look.at.date()) for look in looks)
    most = max(times.values(), default=0)
    return {one for one, n in times.items() if n == most}
