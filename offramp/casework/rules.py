"""When an intake can be called complete, which next time can be agreed on, and when a note can be saved and signed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from offramp.casework.states import PART_NAMES, ContactKind, Part, Sensitivity, Stage
from offramp.kernel.refusals import Incomplete, NotYours

#: What a peer may ask in a brief intake; the rest is the case manager's.
BRIEF_PARTS = frozenset({Part.REACHING_YOU, Part.HOME_AND_FAMILY, Part.HEALTH, Part.SUBSTANCE_USE, Part.WHAT_YOU_WANT})


def require_stage(stage: Stage, stages: Collection[str], part: str) -> None:
    """Raises `NotYours` where the protocol has no brief intake, or this part of it is not a peer's to ask."""
    if stage is Stage.BRIEF and (stage not in stages or part not in BRIEF_PARTS):
        raise NotYours("Only the assigned case manager can ask this part.")


#: A meeting further ahead than this is taken for a slip of the year.
FURTHEST_AHEAD = timedelta(days=366)


def require_next_time(next_at: datetime | None, now: datetime) -> None:
    """Raises `Incomplete` for a next meeting in the past or too far ahead. None means: still looking."""
    if next_at is not None and next_at < now:
        raise Incomplete("Choose a time that is still to come, or “Still looking”.", field="next_at")
    if next_at is not None and next_at > now + FURTHEST_AHEAD:
        raise Incomplete("That is more than a year ahead. Check the year of the next meeting.", field="next_at")


def require_an_answer(answers: Mapping[str, str]) -> None:
    """Raises `Incomplete` for a part in which nothing was touched. A skip is an answer; a blank page is not."""
    if not any(answer.strip() for answer in answers.values()):
        raise Incomplete(
            "Nothing is written yet, so this part stays open. Answer a question, or choose “Asked, nothing to write” "
            "or “Asked, prefers not to say”."
        )


def still_needed(needed: Iterable[str], touched: Collection[str]) -> list[Part]:
    """The parts that the protocol needs and nobody has touched yet, in the order of the page."""
    wanted = set(needed)
    return [part for part in Part if part in wanted and part not in touched]


def require_complete(needed: Iterable[str], touched: Collection[str]) -> None:
    """Raises `Incomplete` with the names of the parts that are left."""
    if left := still_needed(needed, touched):
        names = tuple(PART_NAMES[part] for part in left)
        raise Incomplete(
            "Still needed: %(parts)s. A part may be skipped by the person; open it and say so.", parts=names
        )


@dataclass(frozen=True, slots=True)
class Noted:
    """One contact as its worker says it. `is_substantive` is None until somebody says whether it moved something."""

    kind: ContactKind
    happened_at: datetime
    is_substantive: bool | None = None
    minutes: int | None = None
    place: str = ""
    present: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    talked_safer_use: bool = False
    words: str = ""
    next_step: str = ""
    next_on: date | None = None
    sensitivity: Sensitivity = Sensitivity.USUAL


#: A contact further back than this is taken for a slip of the year.
FURTHEST_BACK = timedelta(days=366)


def lacks_of_note(noted: Noted, now: datetime, today: date) -> list[Incomplete]:
    """What keeps a note from being saved, as a draft too. `today` is the day at the site."""
    found = []
    if noted.happened_at > now:
        found.append(Incomplete("This is still to come. Write when it was.", field="day"))
    if noted.happened_at < now - FURTHEST_BACK:
        found.append(Incomplete("That is more than a year ago. Check the year.", field="day"))
    if noted.next_step and noted.next_on is None:
        found.append(Incomplete("Choose by when this is to be done.", field="next_when"))
    if noted.next_on and not today <= noted.next_on <= today + FURTHEST_AHEAD:
        found.append(Incomplete("Choose a day from today on, and not more than a year ahead.", field="next_day"))
    return found


def lacks_to_sign(noted: Noted) -> list[Incomplete]:
    """What a note still has to say before it can be signed. An attempt moved nothing, and says enough by itself."""
    if noted.kind == ContactKind.ATTEMPT:
        return []
    found = []
    if noted.is_substantive is None:
        found.append(Incomplete("Say whether it moved something.", field="is_substantive"))
    if not noted.words.strip():
        found.append(Incomplete("Write in a few words what was said or done.", field="words"))
    return found


#: With how many people a case manager works at most: 12 to 15 in intensive work, 20 on the average of a LEAD team, and never
#: more than 25 (LEAD Support Bureau, toolkit of case management).
FULL, HIGH, LIMIT = 15, 20, 25


def require_reason_beyond_limit(name: str, people: int, reason: str) -> str:
    """Why `name`, who works with so many `people` now, works with one more; empty below the limit, where none is asked.

    Raises `Incomplete` for one beyond the limit without a reason: whoever divides the work decides it, and says why.
    """
    if people < LIMIT:
        return ""
    if not reason.strip():
        raise Incomplete(
            "For %(name)s this is person %(n)s, and the limit is %(limit)s. Say why, or choose somebody else.",
            field="reason", n=people + 1, name=name, limit=LIMIT,
        )  # fmt: skip
    return reason.strip()
