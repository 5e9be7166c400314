"""The words a protocol is written in: doors, roles, answers, clocks and consequences. Nothing but Python."""

from enum import StrEnum


class DoorName(StrEnum):
    """The three ways a person can come to a site."""

    ARREST_DIVERSION = "arrest_diversion"
    SOCIAL_CONTACT = "social_contact"
    COMMUNITY = "community"


class Decider(StrEnum):
    """Who may be asked, from the least to the most senior."""

    SUPERVISOR = "supervisor"
    PROJECT_MANAGER = "project_manager"
    PROSECUTOR = "prosecutor"


#: How a decider is called in a sentence.
DECIDER_NAMES = {
    Decider.SUPERVISOR: "a sergeant",
    Decider.PROJECT_MANAGER: "the project manager",
    Decider.PROSECUTOR: "the prosecutor",
}


class Weekday(StrEnum):
    """The days of the week, in the order in which Python counts them from 0."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Ruling(StrEnum):
    """What a clause says of a fact. A note is a yes with a remark."""

    YES = "yes"
    NOTE = "note"
    ASK_SUPERVISOR = "ask supervisor"
    ASK_PROJECT_MANAGER = "ask project_manager"
    ASK_PROSECUTOR = "ask prosecutor"
    NO = "no"

    @property
    def asks(self) -> Decider | None:
        """The role that is asked, if any."""
        verb, _, role = self.value.partition(" ")
        return Decider(role) if verb == "ask" else None


class CountedFrom(StrEnum):
    """The day from which a look-back window is counted."""

    ARREST = "arrest"
    CHARGE = "charge"
    CONVICTION = "conviction"
    RELEASE = "release"


class Mode(StrEnum):
    """Where the officer and the worker meet."""

    SCENE = "scene"
    STATION = "station"
    CENTER = "center"
    PHONE = "phone"


class Rung(StrEnum):
    """Who is rung, step after step, when nobody answers."""

    FIRST = "first_on_call"
    NEXT = "next_on_call"
    CM_SUPERVISOR = "cm_supervisor"
    PROJECT_MANAGER = "project_manager"


class ClockStart(StrEnum):
    HAND_OFF = "hand_off"
    REFERRAL = "referral"
    ENROLMENT = "enrolment"


#: The things that stop a clock and that Offramp sees for itself. Anything else a protocol names, it must explain.
INTAKE_COMPLETED = "intake_completed"
RELEASE_SIGNED = "release_signed"
PARTICIPATION = "participation"
SEEN_BY_OFFRAMP = frozenset({INTAKE_COMPLETED, RELEASE_SIGNED})

#: The name of the clock that runs while a charge is held. Only this one stops on what Offramp sees for itself.
HELD_CHARGE_CLOCK = "intake_due"


class ReleaseLine(StrEnum):
    """Whose line of the release the clock may need a yes to: only those whom a release can name."""

    PROSECUTOR = "prosecutor"
    OFFICER = "officer"


class IfNotMet(StrEnum):
    """What a partner may do when the requirement is not met. It sends nothing. More time is the clock's `extension`."""

    NONE = "none"  # there is nothing to file: no charge is held
    PROSECUTOR_MAY_FILE = "prosecutor_may_file"
    OFFICER_MAY_FILE = "officer_may_file"


class NoticePolicy(StrEnum):
    """Whether the site may send the one negative message. Only a recorded decision makes it `adopted`."""

    OFF = "off"
    PREPARED = "prepared"
    ADOPTED = "adopted"


class ReliefKind(StrEnum):
    NO_RECORD_CREATED = "no_record_created"
    NOT_FILED = "not_filed"
    DECLINED = "declined"
    DISMISSED = "dismissed"
    SEALED = "sealed"
    EXPUNGED = "expunged"
    VACATED = "vacated"


#: What each is called, within a sentence.
RELIEF_NAMES: dict[ReliefKind, str] = {
    ReliefKind.NO_RECORD_CREATED: "no record was made",
    ReliefKind.NOT_FILED: "not filed",
    ReliefKind.DECLINED: "declined",
    ReliefKind.DISMISSED: "dismissed",
    ReliefKind.SEALED: "sealed",
    ReliefKind.EXPUNGED: "expunged",
    ReliefKind.VACATED: "vacated",
}


class PaperworkMode(StrEnum):
    REPORT_TO_PROSECUTOR = "report_to_prosecutor"
    HELD_BY_OFFICER = "held_by_officer"
    NONE = "none"


class IntakeStage(StrEnum):
    BRIEF = "brief"
    FULL = "full"


class IntakePart(StrEnum):
    """The parts of the psychosocial intake, in the order in which they are offered."""

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


class Closure(StrEnum):
    """How an episode of care may come to rest. The door stays open after each of them."""

    RESOURCES_LINKED = "resources_linked"
    TRANSITIONED = "transitioned"
    MOVED = "moved"
    WITHDREW = "withdrew"
    UNABLE_TO_LOCATE = "unable_to_locate"
    NO_INTAKE_IN_TIME = "no_intake_in_time"
    DECEASED = "deceased"


#: How each of them is called in a sentence.
CLOSURE_NAMES = {
    Closure.RESOURCES_LINKED: "linked to resources",
    Closure.TRANSITIONED: "moved on by choice",
    Closure.MOVED: "moved away",
    Closure.WITHDREW: "left",
    Closure.UNABLE_TO_LOCATE: "not found",
    Closure.NO_INTAKE_IN_TIME: "no intake in time",
    Closure.DECEASED: "died",
}


class OfficerNews(StrEnum):
    """What the referring officer may be told, and only if a release allows it (but for the receipt)."""

    RECEIVED = "received"
    CERTIFICATE = "certificate"
    SHARED_UPDATE = "shared_update"
