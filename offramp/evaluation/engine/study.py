"""A study file: who is compared with whom, from which day, on which outcomes, said before anybody looks at outcomes.

YAML 1.2 like a protocol, read by the same reader, so that a fault names its line and its remedy.
`docs/reference/study-file.md` says what each word means.
"""

import hashlib
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from offramp.protocols.clauses import Name, Number, Part, Whole, Words, YesNo
from offramp.protocols.faults import Disagreement, Fault, Faults, Page, Sort, read, schema_of

__all__ = ["Fault", "Faults", "Outcome", "Study", "load", "schema"]

SORT = Sort("study", "Start from a copy: offramp synthesize --help.", "Compare it with docs/reference/study-file.md.")
WINDOWS = (183, 365, 730, 1095)  # days: 6, 12, 24 and 36 months
SMALLEST_CELL = 11  # no count from 1 to 10 leaves the protected zone; a study may raise this, never lower it

FileName = Annotated[str, StringConstraints(pattern=r"^[\w.-]+\.(csv|parquet)$", strict=True)]
Window = Literal[183, 365, 730, 1095]
Design = Literal["eligible_not_offered", "waiting_sites", "officer_shift", "other"]


class Files(Part):
    """The tables of the extract, each CSV or Parquet, in one folder."""

    people: FileName = Field(description="One row a person: who, which group, and the day of referral.")
    events: FileName = Field(description="One row for each arrest, booking, charge, prison admission, death, move.")
    coverage: FileName = Field(description="From when to when each agency's records are in the extract.")
    spells: FileName | None = Field(
        None, description="Stays and states with a start and an end: jail, prison, housing."
    )
    costs: FileName | None = Field(None, description="One row for each cost, in dollars of one year.")


class Groups(Part):
    """Who is compared with whom. The design is printed with every result."""

    column: Name = Field(description="The column of the table of people that says the group.")
    treated: tuple[Words, ...] = Field(min_length=1, description="Its words for people offered LEAD.")
    comparison: tuple[Words, ...] = Field(min_length=1, description="Its words for people who were not.")
    design: Design = Field(description="Where the comparison group comes from.")


class Covariate(Part):
    """Something known on day 0 that the two groups may differ in.

    `history` counts events in the days before day 0 and enters as the logarithm of 1 + count.
    """

    name: Name
    kind: Literal["number", "category", "birth_date", "history"]
    events: tuple[Name, ...] = ()
    days: Whole = 0


class Measured(Part):
    """What every outcome has. The version is raised whenever a word of the definition changes."""

    name: Name
    version: Annotated[int, Field(ge=1, strict=True)]
    label: Words = Field(description="Whole words for the report: Arrested at least once.")


class AnyEvent(Measured):
    """Did it happen at least once? `count`: how often?"""

    kind: Literal["any", "count"]
    events: tuple[Name, ...] = Field(min_length=1)
    grades: tuple[Name, ...] = Field((), description="Only events of these grades; none means all.")
    leave_out_warrants: YesNo = Field(False, description="Yes leaves out arrests that rest on a warrant alone.")


class Days(Measured):
    """Days inside, each day once, however many stays touch it."""

    kind: Literal["days"]
    spells: tuple[Name, ...] = Field(min_length=1)


class Cost(Measured):
    """Dollars, as a yearly amount. No kinds means all."""

    kind: Literal["cost"]
    kinds: tuple[Name, ...] = ()


class State(Measured):
    """A state at the end of each month, such as housing. Only within a person, never an effect."""

    kind: Literal["state"]
    spell: Name
    good: tuple[Name, ...] = Field(min_length=1, description="The states that count as yes.")
    months: Annotated[int, Field(ge=1, le=36, strict=True)] = 18


Outcome = Annotated[AnyEvent | Days | Cost | State, Field(discriminator="kind")]


class Trim(Part):
    """People whose chance of being in the treated group lies outside are left out: nobody is comparable to them."""

    below: Number
    above: Number


class ProgramCost(Part):
    """What the program costs a person in a month, in three cases, in the dollars of the table of costs."""

    low: Number
    middle: Number
    high: Number
    source: Words


class Study(Part):
    """Everything that is decided before outcomes are read."""

    offramp_study: Literal[1] = Field(description="The version of this format.")
    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Words
    about: Words
    files: Files
    groups: Groups
    covariates: tuple[Covariate, ...] = Field(min_length=1)
    windows: tuple[Window, ...] = Field(min_length=1, description="Days before and after day 0.")
    wash_out_days: Annotated[int, Field(ge=0, le=30, strict=True)] = 0
    trim: Trim = Trim(below=Decimal("0.02"), above=Decimal("0.98"))
    estimands: tuple[Literal["ATE", "ATT"], ...] = ("ATE", "ATT")
    outcomes: tuple[Outcome, ...] = Field(min_length=1)
    estimators: tuple[Name, ...] = Field((), description="By name; none means all that fit the outcomes.")
    subgroups: tuple[Name, ...] = Field((), description="Columns of the table of people.")
    negative_control: Name | None = Field(None, description="An outcome that the program cannot have changed.")
    program_cost: ProgramCost | None = None
    bootstrap: Annotated[int, Field(ge=100, le=10_000, strict=True)] = 500
    seed: Whole = 1
    smallest_cell: Annotated[int, Field(ge=SMALLEST_CELL, le=1000, strict=True)] = SMALLEST_CELL

    @property
    def hash(self) -> str:
        """SHA-256 of all that is decided: the same decisions in other lines or with other comments hash the same."""
        return digest(self.model_dump(mode="json"))

    def outcome(self, name: str) -> Outcome:
        """The outcome called `name`; KeyError where there is none."""
        return {one.name: one for one in self.outcomes}[name]

    def event_types(self) -> tuple[str, ...]:
        """Every type of event that a definition reads."""
        counted = [one.events for one in self.outcomes if isinstance(one, AnyEvent)]
        before = [one.events for one in self.covariates]
        return tuple(sorted({word for words in (*counted, *before) for word in words}))


def types_of(outcome: Outcome) -> tuple[str, ...]:
    """What the coverage of an extract must speak of for this outcome: types of events, of spells, or "cost"."""
    if isinstance(outcome, AnyEvent):
        return outcome.events
    if isinstance(outcome, Days):
        return outcome.spells
    return (outcome.spell,) if isinstance(outcome, State) else ("cost",)


def load(text: str) -> Study:
    """Read the text of a study file. Raises `Faults` with everything that is wrong: line, sentence, remedy."""
    return read(Page(text, SORT), Study, _disagreements)


def schema() -> dict[str, Any]:
    """The shape of a study file as JSON Schema (2020-12), for editors and other programs."""
    return schema_of(Study)


def digest(value: Any) -> str:
    """SHA-256 of a value as canonical JSON."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def changed(registered: dict[str, Any], now: Study) -> tuple[str, ...]:
    """The parts of the study that differ from what was registered, by name."""
    later = now.model_dump(mode="json")
    return tuple(word for word in later if later[word] != registered.get(word))


def _disagreements(study: Study) -> Iterator[Disagreement]:
    yield from _names_used_twice(study)
    yield from _groups_that_overlap(study)
    yield from _tables_that_are_missing(study)
    yield from _covariates_without_their_words(study)
    yield from _controls_that_are_no_outcome(study)
    yield from _estimators_that_do_not_exist(study)
    if study.trim.below >= study.trim.above:
        yield ("trim",), "Nobody lies between these two limits.", "Write below: 0.02 and above: 0.98."


def _names_used_twice(study: Study) -> Iterator[Disagreement]:
    for word, entries in (("outcomes", study.outcomes), ("covariates", study.covariates)):
        names = [one.name for one in entries]
        for n, name in enumerate(names):
            if name in names[:n]:
                yield (word, n, "name"), f'"{name}" is there twice.', "Rename one of the two."


def _groups_that_overlap(study: Study) -> Iterator[Disagreement]:
    for word in sorted(set(study.groups.treated) & set(study.groups.comparison)):
        yield ("groups", "comparison"), f'"{word}" stands in both groups.', "Remove it from one of the two."


def _tables_that_are_missing(study: Study) -> Iterator[Disagreement]:
    needed = {"days": "spells", "state": "spells", "cost": "costs"}
    for n, one in enumerate(study.outcomes):
        table = needed.get(one.kind)
        if table and getattr(study.files, table) is None:
            sentence = f'The outcome "{one.name}" needs a table of {table}.'
            yield ("outcomes", n), sentence, f'Add "{table}: {table}.csv" below "files:".'


def _covariates_without_their_words(study: Study) -> Iterator[Disagreement]:
    for n, one in enumerate(study.covariates):
        if (one.kind == "history") is not bool(one.events and one.days):
            sentence = f'The covariate "{one.name}" does not say what is counted, or in how many days.'
            remedy = 'A history has "events: [arrest]" and "days: 730"; the other kinds have neither.'
            yield ("covariates", n), sentence, remedy


def _controls_that_are_no_outcome(study: Study) -> Iterator[Disagreement]:
    names = [one.name for one in study.outcomes]
    if study.negative_control is not None and study.negative_control not in names:
        yield ("negative_control",), "This is not an outcome of this study.", f"Write one of: {', '.join(names)}."


def _estimators_that_do_not_exist(study: Study) -> Iterator[Disagreement]:
    if not study.estimators:
        return
    from offramp.evaluation.engine.registry import ESTIMATORS  # it stands on the study, and loads all of them

    for n, name in enumerate(study.estimators):
        if name not in ESTIMATORS:
            yield ("estimators", n), f'There is no estimator "{name}".', f"Write one of: {', '.join(ESTIMATORS)}."
