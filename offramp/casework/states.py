"""What may be needed right now, what is handed out, and the parts of an intake."""

from enum import StrEnum

from offramp.protocols.states import IntakePart as Part
from offramp.protocols.states import IntakeStage as Stage

__all__ = ["PART_NAMES", "PREFER_NOT", "SKIPPED", "Naloxone", "Need", "Overdose", "Part", "Reach", "Stage", "Supply"]


class Need(StrEnum):
    MEDICAL = "medical"
    WITHDRAWAL = "withdrawal"
    BED = "bed tonight"
    FOOD = "food"
    CLOTHES = "clothes"
    PHONE = "phone"
    RIDE = "ride"
    SAFETY = "safety"
    CHILDREN_OR_PETS = "children or pets"
    NOTHING = "nothing now"


class Naloxone(StrEnum):
    """What became of the offer of naloxone."""

    GIVEN = "given"
    HAS_ONE = "has one"
    NOT_WANTED = "not wanted"
    NOT_ASKED = "not asked"


class Overdose(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_ASKED = "not asked"


class Reach(StrEnum):
    """How the person is best found again."""

    PHONE = "phone"
    TEXT = "text"
    FIND = "find"


class Supply(StrEnum):
    NALOXONE = "naloxone"


PART_NAMES = {
    Part.REACHING_YOU: "Reaching you",
    Part.HOME_AND_FAMILY: "Home and family",
    Part.INCOME_WORK_PAPERS: "Income, work, papers",
    Part.HEALTH: "Health",
    Part.SUBSTANCE_USE: "Substance use",
    Part.MIND_AND_MOOD: "Mind and mood",
    Part.HARD_THINGS: "Hard things (only if you want)",
    Part.LEGAL: "Legal",
    Part.STRENGTHS: "Strengths",
    Part.WHAT_YOU_WANT: "What you want",
    Part.CHANGE: "Change, topic by topic",
}

#: What a question holds when the person skips it. Both count as touched; neither is ever held against anyone.
SKIPPED = "skip"
PREFER_NOT = "prefer not to say"
