"""What may be needed right now, what is handed out, and the parts of an intake."""

from enum import StrEnum


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


class Stage(StrEnum):
    BRIEF = "brief"
    FULL = "full"


class Part(StrEnum):
    """The parts of the first long talk (domain.md F8)."""

    REACHING_YOU = "reaching_you"
    HOME_AND_FAMILY = "home_and_family"
    INCOME_WORK_PAPERS = "income_work_papers"
    HEALTH = "health"
    SUBSTANCE_USE = "substance_use"
    MIND_AND_MOOD = "mind_and_mood"
    HARD_THINGS = "hard_things"
    LEGAL = "legal"
    STRENGTHS = "strengths"
    WHAT_YOU_WANT = "what_you_want"
    CHANGE = "change"


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
