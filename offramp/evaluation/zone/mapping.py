"""A mapping: how one agency writes one kind of record, said once and kept with what was read by it.

YAML 1.2 like a protocol, read by the same reader. `docs/reference/zone-files.md` says what each word means.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import Field, StringConstraints

from offramp.evaluation.zone.approval import STAYS, Records
from offramp.protocols.clauses import Name, Part, Words, YesNo
from offramp.protocols.faults import Disagreement, Page, Sort, read

SORT = Sort(
    "mapping", "Start from the one in docs/reference/zone-files.md.", "Compare it with docs/reference/zone-files.md."
)
#: How days are written, as `strptime` says it: %m/%d/%Y, %Y-%m-%d %H:%M.
Format = Annotated[str, StringConstraints(pattern=r"^[^'\\]*%[^'\\]*$", max_length=40, strict=True)]


class Covers(Part):
    """From when to when the agency says that its extract is whole."""

    since: date
    until: date


class Who(Part):
    """The columns of the person: they go to the file of identities and nowhere else."""

    number: Words | None = Field(None, description="The agency's own number of a person, where it has one.")
    given_name: Words
    surname: Words
    date_of_birth: Words
    births: Format | None = Field(None, description="How births are written, where it is not as the other days.")
    others: dict[Name, Words] = Field(default_factory=dict, description="Our word: the agency's column.")


class Mapping(Part):
    """How one file is read."""

    offramp_mapping: Literal[1] = Field(description="The version of this format.")
    agency: Name
    records: Records
    covers: Covers
    delivered_on: date
    days: Format = Field(description="How days are written in this file.")
    written_in: Words | None = Field(None, description="The time zone of its times, where that is another: UTC.")
    local_time: Words | None = Field(None, description="The time zone of the place, such as America/New_York.")
    person: Who
    columns: dict[Name, Words] = Field(description="Our word: the agency's column. date; or start and end for a stay.")
    codes: dict[Name, dict[str, Name]] = Field(
        default_factory=dict, description="For a column: the agency's word: ours."
    )
    record_number: Words | None = Field(None, description="A column with a number that is there once.")
    merge_stays: YesNo = Field(False, description="Yes makes one stay of stays that touch or overlap.")

    @property
    def is_stay(self) -> bool:
        return self.records in STAYS

    @property
    def days_of(self) -> tuple[str, ...]:
        """Our words for the days of a record."""
        return ("start", "end") if self.is_stay else ("date",)

    @property
    def kept(self) -> tuple[str, ...]:
        """Our words for what is kept of a record besides person and day."""
        return tuple(name for name in self.columns if name not in self.days_of)

    @property
    def named(self) -> tuple[str, ...]:
        """Every column of the file that is read, in the agency's words."""
        who = (self.person.number, self.person.given_name, self.person.surname, self.person.date_of_birth)
        every = (*who, *self.person.others.values(), *self.columns.values(), self.record_number)
        return tuple(dict.fromkeys(one for one in every if one))


def load(text: str) -> Mapping:
    """Read the text of a mapping. Raises `Faults` with everything that is wrong: line, sentence, remedy."""
    return read(Page(text, SORT), Mapping, _disagreements)


def _disagreements(mapping: Mapping) -> Iterator[Disagreement]:
    if mapping.covers.until < mapping.covers.since:
        yield ("covers", "until"), "This day is before the first one.", "Write the last day that the extract covers."
    for name in mapping.days_of:
        if name not in mapping.columns:
            sentence = f'No column is named for "{name}".'
            yield ("columns",), sentence, f'Add "{name}:" with the column of the file that says it.'
    for name in sorted(set(mapping.codes) - set(mapping.kept)):
        sentence = f'There are codes for "{name}", and no such column is kept.'
        yield ("codes", name), sentence, 'Name the column below "columns:", or take these codes out.'
    yield from _stays(mapping)
    yield from _time_zones(mapping)


def _stays(mapping: Mapping) -> Iterator[Disagreement]:
    if mapping.merge_stays and not mapping.is_stay:
        yield ("merge_stays",), "Only stays can be merged.", "Take this line out."
    if mapping.merge_stays and mapping.kept:
        sentence = "Of stays that are merged nothing else is kept."
        yield ("merge_stays",), sentence, 'Leave "start" and "end" alone below "columns:", or take this line out.'


def _time_zones(mapping: Mapping) -> Iterator[Disagreement]:
    if bool(mapping.written_in) is not bool(mapping.local_time):
        sentence = "One of two time zones is missing."
        yield ("written_in",), sentence, 'Write both: "written_in: UTC" and "local_time: America/New_York".'
    for word in ("written_in", "local_time"):
        zone = getattr(mapping, word)
        if zone and zone not in available_timezones():
            yield (word,), f'There is no time zone "{zone}".', "Write one like America/New_York or UTC."
