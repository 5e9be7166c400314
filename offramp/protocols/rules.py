"""May this person come in by this door, on the facts at hand? Facts and a protocol in, every clause's finding out.

Plain Python: no database, no clock, no web. The numbers and the lists are the site's; none are written here.
"""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from offramp.kernel.decisions import Answer, strictest
from offramp.protocols import answers, findings, readings
from offramp.protocols.clauses import Eligibility, NumberClause, QuantityClause
from offramp.protocols.document import Protocol
from offramp.protocols.findings import Finding, door_finding, most_senior
from offramp.protocols.judgments import judge
from offramp.protocols.readings import Unreadable, is_unknown
from offramp.protocols.scene import SceneOption, SceneQuestion, offense_question, scene
from offramp.protocols.states import DoorName, Weekday

__all__ = [
    "Assessment", "Finding", "Question", "SceneOption", "SceneQuestion",
    "assess", "door_finding", "facts", "faults_in", "is_out_of_hours", "scene",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a protocol answers: no if any clause says no, else ask if any asks, else yes."""

    findings: tuple[Finding, ...]

    @property
    def answer(self) -> Answer:
        return strictest(finding.answer for finding in self.findings)

    @property
    def ask(self) -> str | None:
        """The most senior role that is asked, where the answer is to ask."""
        if self.answer is not Answer.ASK:
            return None
        return str(most_senior(finding.ask for finding in self.findings))

    @property
    def exception_by(self) -> str | None:
        """Who may make an exception, where the answer is no and every no of it allows one."""
        refusals = [finding.exception_by for finding in self.findings if finding.answer is Answer.NO]
        if not refusals or None in refusals:
            return None
        return str(most_senior(refusals))


def assess(protocol: Protocol, facts: Mapping[str, object], *, door: str, on: date) -> Assessment:
    """Judge `facts` at `door` on the day `on`. A fact that is missing or cannot be read is unknown.

    Raises ValueError where there is no such door.
    """
    return Assessment(findings.findings(protocol, facts, DoorName(door), on))


def is_out_of_hours(protocol: Protocol, here: datetime) -> bool:
    """Whether whoever stands in may answer at `here`, the day and time on the site's own clock.

    The first minute of the hours is inside, the last is outside. A protocol that names no office hours says nothing about
    when a stand-in may answer: then every time is out of hours.
    """
    if protocol.office_hours is None:
        return True
    today, time_of_day = list(Weekday)[here.weekday()], f"{here:%H:%M}"
    return not any(today in one.days and one.begin <= time_of_day < one.end for one in protocol.office_hours.hours)


def who_may_agree(protocol: Protocol, door: DoorName, asked: str, here: datetime) -> frozenset[str]:
    """The roles that can say yes at `here`, the site's own time: whoever is `asked`, and out of hours who stands in."""
    stand_in = protocol.doors[door].out_of_hours
    return frozenset({asked, str(stand_in)} if stand_in and is_out_of_hours(protocol, here) else {asked})


@dataclass(frozen=True, slots=True)
class Question:
    """A question a protocol asks: the name of the fact, its type, and what may be answered.

    Of an amount: the units, substances and forms that the protocol names. Others may be answered too.
    """

    id: str
    type: str
    question: str
    question_in_spanish: str | None
    values: tuple[str, ...]
    unit: str | None
    clause: str
    doors: tuple[str, ...]
    units: tuple[str, ...] = ()
    substances: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


def facts(protocol: Protocol, door: str | None = None) -> tuple[Question, ...]:
    """The questions of a protocol, in the order of the file; of one door, if named. Each fact is asked once."""
    asked: dict[str, Question] = {}
    for question in _questions(protocol):
        if door is None or door in question.doors:
            asked.setdefault(question.id, question)
    return tuple(asked.values())


def _questions(protocol: Protocol) -> Iterator[Question]:
    offences, aggrieved = protocol.offences, protocol.aggrieved_party
    codes = [category.code for category in offences.categories]
    nibrs = sorted({code for category in offences.categories for code in category.nibrs})
    values = (*codes, *nibrs, "other", "unknown")
    asks, spanish = offense_question(protocol), offences.question_in_spanish
    yield Question("offense", "offense", str(asks), spanish, values, None, offences.id, _plain(offences.doors))
    for clause in protocol.clauses:
        named = answers.named(protocol, clause)
        yield Question(
            clause.fact,
            clause.kind,
            clause.question,
            clause.question_in_spanish,
            answers.values(protocol, clause),
            _unit(clause),
            clause.id,
            _plain(clause.doors),
            named.units,
            named.substances,
            named.forms,
        )
    if aggrieved.rule == "must_agree":
        values = ("none_present", "agrees", "disagrees", "unknown")
        question = "Is anyone harmed, and here?"
        yield Question(
            "aggrieved_party", "agreement", question, None, values, None, aggrieved.id, _plain(aggrieved.doors)
        )  # fmt: skip


def _plain(doors: tuple[DoorName, ...]) -> tuple[str, ...]:
    return tuple(str(door) for door in doors)


def _unit(clause: Eligibility) -> str | None:
    if isinstance(clause, QuantityClause):
        return clause.too_much[0].unit
    if isinstance(clause, NumberClause):
        return clause.unit
    return "years" if clause.kind == "age" else None  # type: ignore[attr-defined]


def faults_in(protocol: Protocol, facts: Mapping[str, object], *, on: date) -> tuple[str, ...]:
    """What cannot be meant in a facts file, one sentence each. (`assess` itself takes such a fact as unknown.)"""
    return tuple(dict.fromkeys(_faults_in(protocol, facts, on)))


def _faults_in(protocol: Protocol, given: Mapping[str, object], on: date) -> Iterator[str]:
    known = [question.id for question in facts(protocol)]
    for name in given:
        if name == "aggrieved_party" and name not in known:
            where = f"clause {protocol.aggrieved_party.id}"
            yield f"{name}: this protocol does not ask whether somebody harmed agrees ({where}). Leave this fact out."
        elif name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f'Did you mean "{close[0]}"?' if close else f"It asks: {', '.join(known)}."
            yield f"{name}: this protocol asks no such fact. {hint}"
    yield from _wrong_offences(protocol, given.get("offense"))
    yield from _wrong_answers(protocol, given, on)
    said = given.get("aggrieved_party") if "aggrieved_party" in known else None
    if not is_unknown(said) and str(said).strip().lower() not in ("none_present", "agrees", "disagrees"):
        yield 'aggrieved_party: Write "none_present", "agrees", "disagrees" or "unknown".'


def _wrong_offences(protocol: Protocol, fact: object) -> Iterator[str]:
    try:
        given = readings.words(fact) or ()
        strange = any(word is not None and not findings.is_an_offence(protocol, word) for word in given)
    except Unreadable:
        strange = True
    if strange:
        codes = [category.code for category in protocol.offences.categories]
        yield f'offense: Write one of {", ".join(codes)}, a NIBRS code, "other" or "unknown".'


def _wrong_answers(protocol: Protocol, given: Mapping[str, object], on: date) -> Iterator[str]:
    for clause in protocol.clauses:
        fact = given.get(clause.fact)
        if is_unknown(fact):
            continue
        try:
            answers.check(protocol, clause, fact)
            judge(clause, fact, on)
        except Unreadable as wrong:
            yield f"{clause.fact}: {wrong}"
