"""When an intake can be called complete, what a stage of it may ask, and which next time can be agreed on."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from offramp.casework.states import PART_NAMES, Part, Stage
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
