"""What may be needed right now, what is handed out, and the parts of an intake."""

from enum import StrEnum

from offramp.protocols.states import IntakePart as Part
from offramp.protocols.states import IntakeStage as Stage

__all__ = [
    "PART_NAMES", "PREFER_NOT", "SKIPPED", "ContactKind", "ContactPlace", "Domain", "Naloxone", "Need", "Overdose", "Part",
    "Present", "Reach", "Sensitivity", "Stage", "Supply",
]  # fmt: skip


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


class ContactKind(StrEnum):
    """How a worker and a person were in touch; an attempt is a contact that did not come about."""

    FIELD = "field"
    OFFICE = "office"
    PHONE = "phone"
    TEXT = "text"
    PARTNER = "with partner"
    ATTEMPT = "attempt"


class ContactPlace(StrEnum):
    """What kind of place it was, and never which: where somebody is found is kept elsewhere, for fewer."""

    OUTSIDE = "outside"
    HOME = "where they stay"
    OFFICE = "our office"
    SERVICE = "another service"
    CLINIC = "clinic or hospital"
    COURT = "court"
    JAIL = "jail"
    OTHER = "elsewhere"


class Present(StrEnum):
    """Who else was there, without a name. That the person was is said by the kind of the contact."""

    FAMILY = "family or friend"
    COLLEAGUE = "colleague"
    SERVICE = "another service"
    INTERPRETER = "interpreter"
    OFFICER = "officer"


class Domain(StrEnum):
    HOME = "home"
    MONEY = "money"
    PAPERS = "papers"
    FAMILY = "family"
    HEALTH = "health"
    USE = "substance use"
    COURT = "court"
    WORK = "work"
    OTHER = "other"


class Sensitivity(StrEnum):
    """Who reads a signed note beside its writer: whom the sharing matrix lets, or of these the case manager alone."""

    USUAL = "usual"
    CLOSE = "close"


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
