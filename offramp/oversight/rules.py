"""Who reads and answers a complaint; which openings somebody reviews each week; and what a subpoena or an order opens."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from offramp.consent import rules as consent
from offramp.directory.states import Role
from offramp.kernel.classification import DataClass
from offramp.kernel.decisions import Answer, Decision
from offramp.kernel.purposes import Purpose
from offramp.kernel.refusals import marked
from offramp.oversight.states import About, Paper, Why

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


_SUBPART_E = "42 CFR 2.61"


def answer_to(paper: Paper, *, has_order: bool, has_process: bool) -> Decision:
    """What a paper that wants to know something opens: never a yes. Both an order and a subpoena are for counsel to weigh.

    An order permits and a subpoena, or a search warrant, compels: it takes both. An administrative warrant is neither.
    """
    if paper is Paper.ADMINISTRATIVE:
        return Decision(
            Answer.NO, marked("An administrative warrant is not a court order. It opens nothing."), _SUBPART_E
        )
    if not has_order:
        return Decision(
            Answer.NO,
            marked("No court order permits it. Without one nothing may be told, whatever compels it."),
            _SUBPART_E,
        )
    if not has_process:
        return Decision(
            Answer.NO, marked("An order permits and does not compel. Without a subpoena beside it nothing is told."),
            _SUBPART_E,
        )  # fmt: skip
    return Decision(
        Answer.ASK,
        marked("An order and a subpoena are both here. Counsel must read them."),
        _SUBPART_E,
    )


#: What a person said to get help, or what follows from it. An order must name it expressly (42 CFR 2.63). [strictest reading]
CONFIDENTIAL = frozenset({DataClass.CLINICAL, DataClass.NOTES, DataClass.COMMUNICATIONS})

#: The classes of fact that can leave under an order at all: what the matrix opens to the privacy officer by a process.
PRODUCIBLE = frozenset(c for c in DataClass if consent.MATRIX.get((Role.PRIVACY_OFFICER, c)) == "P")


def may_leave(
    data_class: DataClass, *, reader: UUID, kept_by: UUID | None, covers_confidential: bool, at: datetime
) -> Decision:
    """Whether a fact of this class, which an order lists, may leave by the hand of the privacy officer `reader`.

    `covers_confidential`: counsel says that the order was made under 42 CFR 2.63 too.
    """
    if data_class in CONFIDENTIAL and not covers_confidential:
        return Decision(
            Answer.NO, marked("The order does not cover what a person said to get help. Counsel must say that it does."),
            "42 CFR 2.63",
        )  # fmt: skip
    ask = consent.Ask(reader, Role.PRIVACY_OFFICER, data_class, Purpose.LEGAL_PROCESS, at)
    return consent.may_disclose(ask, consent.Grounds(is_in_process=True, kept_by=kept_by))
