"""A site's protocol: one YAML file that a prosecutor could correct with a pencil, read here into one frozen value.

Nothing here knows Django, a database or the time. `docs/reference/protocol-format.md` says what each word means.
"""

from collections.abc import Iterator
from datetime import timedelta
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from offramp.directory.states import Role
from offramp.protocols import comparison
from offramp.protocols.clauses import (
    AnyEligibility,
    ChoiceClause,
    ChoicesClause,
    Clause,
    ListClause,
    Part,
    QuantityClause,
    Words,
    clauses_in,
)
from offramp.protocols.comparison import Change
from offramp.protocols.faults import Disagreement, Fault, Faults, Page, Path, read, schema_of
from offramp.protocols.nibrs import NIBRS
from offramp.protocols.readings import measured
from offramp.protocols.sections import (
    AggrievedParty,
    Capacity,
    Clock,
    Closures,
    Consequence,
    Departure,
    Door,
    HandOff,
    Intake,
    JusticeConsent,
    Offences,
    OfficeHours,
    OfficerMayBeTold,
    Paperwork,
    Places,
    Program,
    Release,
    Relief,
    SocialContactReasons,
)
from offramp.protocols.states import (
    DECIDER_NAMES,
    HELD_CHARGE_CLOCK,
    SEEN_BY_OFFRAMP,
    ClockStart,
    Decider,
    DoorName,
    IfNotMet,
    NoticePolicy,
    OfficerNews,
    ReleaseLine,
    Ruling,
)

__all__ = [
    "Change", "Clause", "Clock", "Fault", "Faults", "Protocol",
    "compare", "load", "schema", "shipped", "shipped_text",
]  # fmt: skip


class Doors(Part):
    """The three doors. Each is there, open or closed: a door that is not mentioned is a question nobody asked."""

    arrest_diversion: Door
    social_contact: Door
    community: Door

    def __getitem__(self, name: str) -> Door:
        """The door called `name`; ValueError where there is none."""
        return dict(self.items())[DoorName(name)]

    def items(self) -> tuple[tuple[DoorName, Door], ...]:
        return (
            (DoorName.ARREST_DIVERSION, self.arrest_diversion),
            (DoorName.SOCIAL_CONTACT, self.social_contact),
            (DoorName.COMMUNITY, self.community),
        )


#: What a promise follows that holds as soon as the requirement of a held charge is met.
_WHEN_MET = (None, HELD_CHARGE_CLOCK)


class Protocol(Part):
    """Everything a site decided about who comes in, what happens then, and what is promised."""

    offramp_protocol: Literal[1] = Field(description="The version of this format.")
    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Words
    title_in_spanish: Words | None = None
    about: Words = Field(description="Where this protocol comes from and how far it goes.")
    program: Program
    places: Places
    doors: Doors
    office_hours: OfficeHours | None = Field(None, description="Left out, the stand-in may answer at any time.")
    offences: Offences = Field(alias="offenses")
    clauses: tuple[AnyEligibility, ...] = Field((), alias="eligibility")
    aggrieved_party: AggrievedParty
    capacity: Capacity
    hand_off: HandOff
    clocks: tuple[Clock, ...]
    release: Release
    consequence: Consequence
    justice_consent: JusticeConsent | None = Field(None, description="Left out, nobody is asked for it.")
    relief: Annotated[tuple[Relief, ...], Field(min_length=1)]
    paperwork: Paperwork
    intake: Intake
    closures: Closures
    officer_may_be_told: OfficerMayBeTold
    social_contact_reasons: SocialContactReasons
    warnings: tuple[Departure, ...]

    @property
    def has_stand_ins(self) -> bool:
        """Whether a door names who may decide outside the office hours."""
        return any(door.out_of_hours for _, door in self.doors.items())

    def clock(self, name: str) -> Clock | None:
        """The clock called `name`, if this site has it."""
        return next((clock for clock in self.clocks if clock.name == name), None)

    @property
    def may_charge(self) -> Role | None:
        """Whose the charge that is held here is to decide on; None where there is nothing to file."""
        return {IfNotMet.OFFICER_MAY_FILE: Role.OFFICER, IfNotMet.PROSECUTOR_MAY_FILE: Role.PROSECUTOR}.get(
            self.consequence.if_not_met
        )

    @property
    def holds_a_charge(self) -> bool:
        """Whether anything can be filed here after an arrest was diverted, and so is held until then."""
        return self.may_charge is not None

    @property
    def officer_decides(self) -> bool:
        """Whether the charge that is held here is the referring officer's to decide on, and not the prosecutor's."""
        return self.may_charge is Role.OFFICER

    @property
    def allows_justice_consent(self) -> bool:
        """Whether this site decided that the consent of 42 CFR 2.35 may be asked for. Silence is a no."""
        return self.justice_consent is not None and self.justice_consent.allowed

    @property
    def justice_consent_lasts(self) -> timedelta:
        """How long after the due date such a consent ends at the latest. A decision ends it at once."""
        return timedelta(days=self.justice_consent.days_after if self.justice_consent else 0)

    @property
    def held_charge_clock(self) -> Clock | None:
        """The clock that runs while a charge is held, if this site has one."""
        return self.clock(HELD_CHARGE_CLOCK)

    @property
    def promised_when_met(self) -> Relief:
        """What is promised once the requirement of a held charge is met."""
        return next(one for one in self.relief if one.after in _WHEN_MET)

    @property
    def promised_later(self) -> tuple[tuple[Relief, Clock], ...]:
        """What is promised after another clock, and that clock."""
        later = ((one, self.clock(one.after or "")) for one in self.relief if one.after not in _WHEN_MET)
        return tuple((one, clock) for one, clock in later if clock is not None)

    def clause(self, clause_id: str) -> Clause | None:
        """The clause with this id, wherever in the file it stands."""
        return next((clause for clause in clauses_in(self) if clause.id == clause_id), None)


def load(text: str) -> Protocol:
    """Read the text of a protocol file.

    Raises `Faults` with everything that is wrong: the line, the clause, a sentence and the remedy.
    """
    page = Page(text)
    return read(page, Protocol, _disagreements, found=_repeated_ids(page))


def schema() -> dict[str, Any]:
    """The shape of a protocol file as JSON Schema (2020-12), for editors and other programs."""
    return schema_of(Protocol)


def compare(a: Protocol, b: Protocol) -> tuple[Change, ...]:
    """What changed from `a` to `b`, by whole clauses."""
    return comparison.changes(a, b)


def shipped() -> tuple[str, ...]:
    """The keys of the protocols that come with Offramp."""
    return tuple(sorted(file.name.removesuffix(".yaml") for file in _seeds().iterdir() if file.name.endswith(".yaml")))


def shipped_text(key: str) -> str:
    """The text of a shipped protocol; KeyError where there is none of that name."""
    if key not in shipped():
        raise KeyError(key)
    return _seeds().joinpath(f"{key}.yaml").read_text(encoding="utf-8")


def _seeds() -> Traversable:
    return resources.files("offramp.protocols") / "seeds"


def _repeated_ids(page: Page) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for path, name in page.ids():
        if name in first:
            yield page.fault(path, f"The id {name} is also on line {first[name]}.", "Give each clause its own id.")
        first.setdefault(name, page.line(path))


def _disagreements(protocol: Protocol) -> Iterator[Disagreement]:
    """Where one part of a protocol does not fit another."""
    yield from _hours_for_nobody(protocol)
    yield from _others_at_the_community_door(protocol)
    yield from _unknown_codes(protocol)
    yield from _facts_asked_two_ways(protocol)
    yield from _limits_for_the_same(protocol)
    yield from _spanish_of_nothing(protocol)
    yield from _clocks_that_cannot_run(protocol)
    yield from _clocks_that_are_never_watched(protocol)
    yield from _time_that_nobody_can_give(protocol)
    yield from _lines_that_nobody_is_asked_about(protocol)
    yield from _promises_without_a_clock(protocol)
    yield from _notice_without_its_grounds(protocol)
    yield from _justice_consent_without_its_grounds(protocol)
    yield from _order_of_doors(protocol)
    yield from _warnings_about_nothing(protocol)


def _hours_for_nobody(protocol: Protocol) -> Iterator[Disagreement]:
    if protocol.office_hours is not None and not protocol.has_stand_ins:
        sentence = "There are office hours, but no door says who decides outside them."
        yield ("office_hours",), sentence, 'Add "out_of_hours:" to a door, or remove "office_hours:".'


def _others_at_the_community_door(protocol: Protocol) -> Iterator[Disagreement]:
    """What the public tells a site reaches neither police nor prosecutors, so neither can decide about it."""
    for path, role in _asked_at_the_community_door(protocol):
        if role not in (None, Decider.PROJECT_MANAGER):
            sentence = f"At the community door only the project manager decides, never {DECIDER_NAMES[role]}."
            yield path, sentence, "Ask project_manager here, or write a clause of its own for the other doors."


def _asked_at_the_community_door(protocol: Protocol) -> Iterator[tuple[Path, Decider | None]]:
    door, offences, aggrieved = protocol.doors.community, protocol.offences, protocol.aggrieved_party
    yield ("doors", "community", "decides"), door.decides
    yield ("doors", "community", "out_of_hours"), door.out_of_hours
    if DoorName.COMMUNITY in offences.doors:
        yield ("offenses", "unlisted"), offences.unlisted.asks
        yield ("offenses", "unknown_asks"), offences.unknown_asks
        for n, category in enumerate(offences.categories):
            yield ("offenses", "categories", n, "answer"), category.answer.asks
    if DoorName.COMMUNITY in aggrieved.doors:
        yield ("aggrieved_party", "otherwise"), Ruling(aggrieved.otherwise).asks
    for n, clause in enumerate(protocol.clauses):
        if DoorName.COMMUNITY in clause.doors:
            yield ("eligibility", n, "otherwise"), Ruling(clause.otherwise).asks
            yield ("eligibility", n, "unknown_asks"), clause.unknown_asks
            for m, choice in enumerate(clause.answers if isinstance(clause, ChoiceClause | ChoicesClause) else ()):
                yield ("eligibility", n, "answers", m, "answer"), choice.answer.asks


def _unknown_codes(protocol: Protocol) -> Iterator[Disagreement]:
    codes = [category.code for category in protocol.offences.categories]
    for n, category in enumerate(protocol.offences.categories):
        for code in category.nibrs:
            if code not in NIBRS:
                yield ("offenses", "categories", n, "nibrs"), f"{code} is not a NIBRS code.", "Look it up, like 35A."
        if category.code in codes[:n]:
            yield ("offenses", "categories", n, "code"), f'"{category.code}" is there twice.', "Rename one of the two."
    for n, clause in enumerate(protocol.clauses):
        for code in clause.only_for:
            if code not in codes:
                sentence = f'"{code}" is not an offense category of this protocol.'
                yield ("eligibility", n, "only_for"), sentence, f"Write one of: {', '.join(codes)}."


def _facts_asked_two_ways(protocol: Protocol) -> Iterator[Disagreement]:
    asked = {"offense": ("offense", ""), "aggrieved_party": ("aggrieved party", "")}
    for n, clause in enumerate(protocol.clauses):
        first = asked.setdefault(clause.fact, (clause.kind, clause.question))
        if first != (clause.kind, clause.question):
            sentence = f'The fact "{clause.fact}" is asked in two ways.'
            yield ("eligibility", n, "fact"), sentence, "Give it another name, or ask the same question in both."


def _limits_for_the_same(protocol: Protocol) -> Iterator[Disagreement]:
    """Of two limits for one thing, only the lower would ever be noticed: one of them is a slip."""
    for n, clause in enumerate(protocol.clauses):
        about = [
            (one.substance, one.form, measured(one.unit)[0])
            for one in (clause.too_much if isinstance(clause, QuantityClause) else ())
        ]
        for m, same in enumerate(about):
            if same in about[:m]:
                sentence = "There is another limit for the same thing above."
                yield ("eligibility", n, "too_much", m), sentence, "Keep one of the two."


def _spanish_of_nothing(protocol: Protocol) -> Iterator[Disagreement]:
    """A slip in a word of a list would leave its Spanish unseen for ever."""
    for n, clause in enumerate(protocol.clauses):
        if isinstance(clause, ListClause):
            for word in clause.words_in_spanish.keys() - {*clause.one_of, *clause.none_of, *clause.exceptions}:
                sentence = f'"{word}" is not a word of this list.'
                yield ("eligibility", n, "words_in_spanish", word), sentence, "Write it as it stands there."
    for n, clock in enumerate(protocol.clocks):
        for word in clock.means_in_spanish.keys() - clock.means:
            sentence = f'"{word}" has no English beside it.'
            yield ("clocks", n, "means_in_spanish", word), sentence, 'Add it to "means", or remove the line.'


def _clocks_that_cannot_run(protocol: Protocol) -> Iterator[Disagreement]:
    names = [clock.name for clock in protocol.clocks]
    for n, clock in enumerate(protocol.clocks):
        if clock.name in names[:n]:
            yield ("clocks", n, "name"), f'There are two clocks called "{clock.name}".', "Rename one of the two."
        for stop in clock.stops:
            if stop not in SEEN_BY_OFFRAMP and stop not in clock.means:
                sentence = f'Nobody has said what "{stop}" means here.'
                yield ("clocks", n, "stops"), sentence, f'Add "means:" and below it "{stop}: One sentence."'
        for word in clock.means:
            if word not in clock.stops:
                yield ("clocks", n, "means", word), f'"{word}" does not stop this clock.', 'Add it to "stops".'
        if clock.starts is ClockStart.ENROLMENT and SEEN_BY_OFFRAMP & set(clock.stops):
            sentence = (
                "Enrollment is when the intake is completed and the release signed, so neither can stop this clock."
            )
            yield ("clocks", n, "starts"), sentence, "Start it at hand_off, or let a condition of your own stop it."


def _clocks_that_are_never_watched(protocol: Protocol) -> Iterator[Disagreement]:
    for n, clock in enumerate(protocol.clocks):
        if clock.name == HELD_CHARGE_CLOCK and not protocol.holds_a_charge:
            sentence = (
                "Nothing follows when the requirement is not met, so no charge is held and this clock never runs."
            )
            yield ("clocks", n, "name"), sentence, 'Remove the clock, or write another "if_not_met" in "consequence".'
        if clock.name != HELD_CHARGE_CLOCK and SEEN_BY_OFFRAMP & set(clock.stops):
            sentence = (
                f"Only the clock of a held charge, {HELD_CHARGE_CLOCK}, stops on the intake or the release: "
                "this one would never run."
            )
            remedy = f'Write "name: {HELD_CHARGE_CLOCK}", or let only conditions of your own stop it.'
            yield ("clocks", n, "name"), sentence, remedy


def _time_that_nobody_can_give(protocol: Protocol) -> Iterator[Disagreement]:
    clock = protocol.held_charge_clock
    if clock and clock.extension and clock.extension.by is Decider.PROSECUTOR and protocol.officer_decides:
        sentence = (
            "The officer decides about the charge here, so the prosecutor has no page on which to give more time."
        )
        remedy = 'Write "by: project_manager", or another "if_not_met" in "consequence".'
        yield ("clocks", protocol.clocks.index(clock), "extension", "by"), sentence, remedy


def _lines_that_nobody_is_asked_about(protocol: Protocol) -> Iterator[Disagreement]:
    """A person is not asked for a yes that nothing follows; a clock that waited for it would never stop."""
    is_told = OfficerNews.CERTIFICATE in protocol.officer_may_be_told.news
    if ReleaseLine.OFFICER in protocol.release.needs and not is_told:
        sentence = "The clock needs a yes to the officer's line, and no certificate goes to the officer."
        remedy = 'Add certificate to the "news" of officer_may_be_told, or take officer out of "needs".'
        yield ("release", "needs"), sentence, remedy


def _promises_without_a_clock(protocol: Protocol) -> Iterator[Disagreement]:
    for n, one in enumerate(protocol.relief):
        if one.after is not None and protocol.clock(one.after) is None:
            yield ("relief", n, "after"), f'There is no clock called "{one.after}".', "Name a clock of this protocol."
    if all(protocol.clock(one.after or "") and one.after not in _WHEN_MET for one in protocol.relief):
        sentence = "Nothing says what is promised when the requirement of a held charge is met."
        yield ("relief",), sentence, f'Add a promise with "after: {HELD_CHARGE_CLOCK}", or with no "after".'
    if protocol.doors.social_contact.open and not protocol.social_contact_reasons.reasons:
        sentence = "Officers may refer somebody they know, but there is no reason to choose from."
        yield ("social_contact_reasons",), sentence, "Add at least one reason, or close the door."


def _notice_without_its_grounds(protocol: Protocol) -> Iterator[Disagreement]:
    consequence = protocol.consequence
    if consequence.compliance_notice is NoticePolicy.OFF:
        return
    here: Path = ("consequence", "compliance_notice")
    if consequence.notice is None or consequence.requirement is None:
        yield here, "The notice has no clause or no requirement.", 'Add "notice:" and "requirement:" below.'
    elif consequence.notice.id not in {warning.departs_at for warning in protocol.warnings}:
        yield here, "The notice departs from the model without a warning.", "Add a warning that departs at its clause."
    if protocol.held_charge_clock is None:
        yield here, "A notice needs a due date, and no held charge has one here.", f"Add a clock {HELD_CHARGE_CLOCK}."
    if consequence.compliance_notice is NoticePolicy.ADOPTED and not (consequence.decision and consequence.decided_on):
        yield (
            here,
            "Only a recorded decision adopts the notice.",
            'Add "decision:" and "decided_on:", or write prepared.',
        )


def _justice_consent_without_its_grounds(protocol: Protocol) -> Iterator[Disagreement]:
    asked = protocol.justice_consent
    if asked is None or not asked.allowed:
        return
    here: Path = ("justice_consent", "allowed")
    if asked.id not in {warning.departs_at for warning in protocol.warnings}:
        sentence = "A consent that cannot be stopped at once departs from the model without a warning."
        yield here, sentence, "Add a warning that departs at this clause."
    if protocol.held_charge_clock is None:
        yield here, "It holds until a due date, and no held charge has one here.", f"Add a clock {HELD_CHARGE_CLOCK}."
    if not (asked.decision and asked.decided_on):
        yield here, "Only a recorded decision allows it.", 'Add "decision:" and "decided_on:", or write no.'


def _order_of_doors(protocol: Protocol) -> Iterator[Disagreement]:
    if sorted(protocol.capacity.order) != sorted(DoorName):
        yield ("capacity", "order"), "Every door has one place in the order.", f"Write {', '.join(DoorName)} once each."
    waits = [step.after_seconds for step in protocol.hand_off.ring]
    if waits != sorted(set(waits)) or waits[0] != 0:
        yield ("hand_off", "ring"), "The ring does not go from step to step.", "Start at 0 and let each step be later."


def _warnings_about_nothing(protocol: Protocol) -> Iterator[Disagreement]:
    ids = {clause.id for clause in clauses_in(protocol)}
    for n, warning in enumerate(protocol.warnings):
        if warning.departs_at not in ids:
            yield (
                ("warnings", n, "departs_at"),
                f"There is no clause {warning.departs_at}.",
                "Name a clause of this file.",
            )
