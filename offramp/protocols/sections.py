"""The sections of a protocol that are not about eligibility: doors, offenses, hand-off, clocks, what is promised."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from offramp.kernel.clocks import DayCount
from offramp.protocols.clauses import AtLeastOne, Clause, ClauseId, Name, Part, Sentence, Whole, Words, YesNo, fault
from offramp.protocols.said import Said
from offramp.protocols.states import (
    ClockStart,
    Closure,
    Decider,
    DoorName,
    IfNotMet,
    IntakePart,
    IntakeStage,
    Mode,
    NoticePolicy,
    OfficerNews,
    PaperworkMode,
    ReleaseLine,
    ReliefKind,
    Ruling,
    Rung,
    Weekday,
)

#: A time of day with two digits before and after the colon, so that two of them compare as text.
TimeOfDay = Annotated[str, StringConstraints(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", strict=True)]


class Program(Clause):
    """What the program is called here."""

    name: Words
    expansion: Words = Field(description="What the name stands for at this site.")


class Places(Clause):
    """Where the protocol holds. `label` is what such a place is called: county, city, pilot area."""

    label: Words
    names: tuple[Words, ...] = ()


class Door(Clause):
    """One way in. `decides` is the role that must agree to everyone; nobody when the person who refers decides."""

    open: YesNo
    decides: Decider | None = None
    out_of_hours: Decider | None = Field(None, description="Who may decide outside the office hours.")


class Hours(Part):
    """From when until when on these days, at the site's own time. `to` itself is outside; 24:00 is the end of the day."""

    days: tuple[Weekday, ...] = Field(min_length=1)
    begin: TimeOfDay = Field(alias="from")
    end: TimeOfDay = Field(alias="to")

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Hours":
        if self.end <= self.begin:
            raise fault(
                "These hours end before they begin.",
                'Over midnight, write two entries: one "to: 24:00", and one "from: 00:00" on the next day.',
            )
        return self


class OfficeHours(Clause):
    """When whoever decides can be reached. At any other time, whoever a door names `out_of_hours` may answer too."""

    hours: tuple[Hours, ...] = Field(min_length=1)


class Category(Clause):
    """A kind of offense, the NIBRS codes it may be recorded under, and whether it can be diverted."""

    code: Name
    label: Words
    label_in_spanish: Words | None = None
    nibrs: tuple[Annotated[str, StringConstraints(pattern=r"^[0-9]{2}[0-9A-Z]$")], ...] = ()
    answer: Ruling


class Offences(Clause):
    """Which offenses can be diverted. `unlisted` is the answer for every offense that is in no category."""

    doors: tuple[DoorName, ...] = (DoorName.ARREST_DIVERSION,)
    question: Words | None = Field(None, description='Left out, it is "What is the offense?", in both languages.')
    question_in_spanish: Words | None = None
    categories: tuple[Category, ...] = Field(min_length=1)
    unlisted: Ruling
    unknown_asks: Decider | None = None
    exception_by: Decider | None = None


class AggrievedParty(Clause):
    """Whether somebody who was harmed, and is present, must agree. Nothing about that person is kept."""

    rule: Literal["must_agree", "not_asked"]
    doors: tuple[DoorName, ...] = (DoorName.ARREST_DIVERSION,)
    otherwise: Literal[Ruling.NO, Ruling.ASK_SUPERVISOR, Ruling.ASK_PROJECT_MANAGER, Ruling.ASK_PROSECUTOR] = Ruling.NO


class Capacity(Clause):
    """How many people the site can take, and which door is served first when it is full."""

    places: AtLeastOne | None = Field(None, description="How many people; left out, there is no fixed number.")
    order: tuple[DoorName, ...]


class RingStep(Part):
    """Who is rung how long after the call was made."""

    after_seconds: Whole
    whom: Rung


class HandOff(Clause):
    """One call, and somebody comes."""

    target_minutes: Whole | None = None
    ring: tuple[RingStep, ...] = Field(min_length=1)
    modes: tuple[Mode, ...] = Field(min_length=1)
    nobody_comes: Sentence = Field(description="What the officer may do when nobody comes.")
    nobody_comes_in_spanish: Sentence | None = None


class Extension(Part):
    """More time, given by a named role with a reason."""

    by: Literal[Decider.PROJECT_MANAGER, Decider.PROSECUTOR]
    days: AtLeastOne
    times: AtLeastOne


class Clock(Clause):
    """A number of days within which something is done.

    `stops` names everything that must have happened: `intake_completed`, `release_signed`, or a condition of the
    protocol's own (such as `participation`), which `means` must explain. The day the clock starts is day 0.
    """

    name: Name
    starts: ClockStart
    stops: tuple[Name, ...] = Field(min_length=1)
    means: dict[Name, Sentence] = Field(default_factory=dict)
    means_in_spanish: dict[Name, Sentence] = Field(default_factory=dict)
    days: AtLeastOne
    count: DayCount
    extension: Extension | None = None

    def meaning(self, name: str) -> Said:
        """What a condition of the protocol's own means here; its name where nothing explains it."""
        return Said(self.means.get(name, name), self.means_in_spanish.get(name))


class Release(Clause):
    """Whose line of the release the clock needs a yes to."""

    needs: tuple[ReleaseLine, ...]


class Consequence(Clause):
    """What may follow when the requirement is not met, and whether anything may be said about it."""

    if_not_met: IfNotMet
    requirement: Sentence | None = Field(None, description="What is required, in words for the participant.")
    requirement_in_spanish: Sentence | None = None
    compliance_notice: NoticePolicy
    notice: Clause | None = Field(None, description="The clause that allows the compliance notice.")
    decision: Words | None = Field(None, description="The decision that adopted the notice.")
    decided_on: date | None = None


class JusticeConsent(Clause):
    """Whether somebody whose charge is held may be asked for the consent of 42 CFR 2.35, which holds until a day."""

    allowed: YesNo = Field(description="Counsel must clear it first. Left out of a file, it is no.")
    decision: Words | None = Field(None, description="The decision that allowed it, after counsel cleared it.")
    decided_on: date | None = None
    days_after: Whole = Field(0, description="Days after the due date on which what was done by then still arrives.")


class Relief(Clause):
    """What is promised about the record, and after which clock."""

    promised: ReliefKind
    label: Words
    label_in_spanish: Words | None = None
    after: Name | None = Field(None, description="The name of the clock that must be met first.")


class Paperwork(Clause):
    """What the officer does with the report."""

    mode: PaperworkMode


class Intake(Clause):
    """In which stages the intake is done and which parts are needed before somebody may call it complete."""

    stages: tuple[IntakeStage, ...] = Field(min_length=1)
    needed_parts: tuple[IntakePart, ...]


class Closures(Clause):
    """How an episode of care may come to rest here."""

    types: tuple[Closure, ...] = Field(min_length=1)


class OfficerMayBeTold(Clause):
    """What the referring officer may be told."""

    news: tuple[OfficerNews, ...]


class Reason(Part):
    code: Name
    label: Words
    label_in_spanish: Words | None = None


class SocialContactReasons(Clause):
    """Why an officer may refer somebody who is not being arrested."""

    reasons: tuple[Reason, ...]


class Departure(Clause):
    """A departure from the core principles of the model, and the clause that departs."""

    principle: Sentence
    principle_in_spanish: Sentence | None = None
    departs_at: ClauseId
