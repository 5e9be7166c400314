"""The questions of a door as closed choices for a phone, each choice with the finding the protocol gives to it.

The findings come from the same functions that judge a referral, so no rule is written twice: the page shows at once
what the server will find again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from offramp.kernel.decisions import strictest
from offramp.protocols import findings
from offramp.protocols.clauses import (
    AgeClause,
    Bounds,
    ChoiceClause,
    ChoicesClause,
    DateClause,
    Eligibility,
    Exempt,
    ListClause,
    LookBackClause,
    Measure,
    NumberClause,
    QuantityClause,
    YesNoClause,
)
from offramp.protocols.document import Protocol
from offramp.protocols.findings import Finding
from offramp.protocols.said import Phrase, Said, in_both
from offramp.protocols.sizes import kind_of, less_than, more_than, or_less, or_more, size_of, within
from offramp.protocols.states import DoorName

# No choice holds a date, so its finding is the same on every day.
_ANY_DAY = date(2000, 1, 1)

Fact = dict[str, object]
NO_LINE = Said("")


@dataclass(frozen=True, slots=True)
class SceneOption:
    """One thing to tap: its label, the fact it stands for, and what the protocol finds of it.

    In a tick list, `line` is the line the option belongs to; the option without a line answers all of them with no.
    """

    label: Said
    fact: Fact
    findings: tuple[Finding, ...]
    line: Said = NO_LINE

    @property
    def finding(self) -> Finding | None:
        """The strictest finding of this choice; None where it has none."""
        worst = strictest(finding.answer for finding in self.findings)
        return next((finding for finding in self.findings if finding.answer is worst), None)


@dataclass(frozen=True, slots=True)
class SceneQuestion:
    """One panel of the page. With `only_for`, it is left out for offenses of other categories."""

    id: str
    kind: Literal["choice", "tick_list"]
    question: Said
    options: tuple[SceneOption, ...]
    only_for: tuple[str, ...] = ()


Drawn = tuple[Said, Fact]


def scene(protocol: Protocol, door: str) -> tuple[SceneQuestion, ...]:
    """The panels of a door: the offense, its own questions, one tick list of all exclusions, the aggrieved party."""
    door = DoorName(door)
    clauses: list[Eligibility] = [clause for clause in protocol.clauses if door in clause.doors]
    lines = [clause for clause in clauses if _is_a_line(clause)]
    panels = [_panel(protocol, clause, door) for clause in _once(clauses) if not _is_a_line(clause)]
    ticks = [_tick_list(protocol, _once(lines), door)] if lines else []
    return (*_offence_panel(protocol, door), *panels, *ticks, *_aggrieved_panel(protocol, door))


def _once(clauses: list[Eligibility]) -> list[Eligibility]:
    """Several clauses may judge one fact; it is asked once."""
    return list({clause.fact: clause for clause in reversed(clauses)}.values())[::-1]


def _is_a_line(clause: Eligibility) -> bool:
    """Whether a clause is an exclusion that "None of these apply" can answer."""
    return isinstance(clause, LookBackClause | AgeClause) or (isinstance(clause, YesNoClause) and not clause.must_be)


def _offence_panel(protocol: Protocol, door: DoorName) -> Iterator[SceneQuestion]:
    offences = protocol.offences
    if door in offences.doors:
        drawn: list[Drawn] = [(in_both(one, "label"), {"offense": one.code}) for one in offences.categories]
        drawn.append((Phrase("Another offense"), {"offense": "other"}))
        options = (SceneOption(label, fact, (findings.offence_finding(protocol, fact, door),)) for label, fact in drawn)
        yield SceneQuestion("offense", "choice", offense_question(protocol), tuple(options))


def offense_question(protocol: Protocol) -> Said:
    """What is asked about the offense: the protocol's own words, or else the program's."""
    own = protocol.offences.question
    return in_both(protocol.offences, "question") if own else Phrase("What is the offense?")


def _aggrieved_panel(protocol: Protocol, door: DoorName) -> Iterator[SceneQuestion]:
    aggrieved = protocol.aggrieved_party
    if aggrieved.rule == "must_agree" and door in aggrieved.doors:
        drawn = (
            (Phrase("No one else is here"), "none_present"),
            (Phrase("Yes, and they agree"), "agrees"),
            (Phrase("Yes, and they do not agree"), "disagrees"),
        )
        options = tuple(_aggrieved_option(protocol, label, said, door) for label, said in drawn)
        yield SceneQuestion("aggrieved_party", "choice", Phrase("Is anyone harmed, and here?"), options)


def _aggrieved_option(protocol: Protocol, label: Said, said: str, door: DoorName) -> SceneOption:
    fact: Fact = {"aggrieved_party": said}
    return SceneOption(label, fact, (findings.aggrieved_party_finding(protocol, fact, door),))


def _panel(protocol: Protocol, clause: Eligibility, door: DoorName) -> SceneQuestion:
    options = tuple(SceneOption(label, fact, _found(protocol, fact, door)) for label, fact in _choices(clause))
    kind: Literal["choice", "tick_list"] = "tick_list" if isinstance(clause, ChoicesClause) else "choice"
    if kind == "tick_list":
        options = tuple(SceneOption(one.label, one.fact, one.findings, line=one.label) for one in options)
        nothing: Fact = {clause.fact: []}
        options = (*options, SceneOption(Phrase("None of these apply"), nothing, _found(protocol, nothing, door)))
    return SceneQuestion(clause.fact, kind, in_both(clause, "question"), options, clause.only_for)


def _tick_list(protocol: Protocol, clauses: list[Eligibility], door: DoorName) -> SceneQuestion:
    options = [option for clause in clauses for option in _line(protocol, clause, door)]
    none = {name: fact for clause in clauses for name, fact in _clear(clause).items()}
    question, nothing = Phrase("Does this apply?"), Phrase("No")
    if len(clauses) > 1:
        question, nothing = Phrase("Does any of these apply?"), Phrase("None of these apply")
    options.append(SceneOption(nothing, none, _found(protocol, none, door)))
    return SceneQuestion("exclusions", "tick_list", question, tuple(options))


def _line(protocol: Protocol, clause: Eligibility, door: DoorName) -> Iterator[SceneOption]:
    unsure: Drawn = (Phrase("Not sure"), {clause.fact: "unknown"})
    for label, fact in (*((Phrase("Yes"), applies) for applies in _applies(clause)), unsure):
        yield SceneOption(label, fact, _found(protocol, fact, door), line=in_both(clause, "label"))


def _applies(clause: Eligibility) -> tuple[Fact, ...]:
    """The fact behind a tick of "Yes": the exclusion applies."""
    if isinstance(clause, AgeClause):
        return tuple({clause.fact: outside} for _, outside in _outside(clause.must_be))
    has_end = isinstance(clause, LookBackClause) and clause.within != "ever"
    return ({clause.fact: "inside" if has_end else "yes"},)


def _clear(clause: Eligibility) -> Fact:
    """The fact behind "None of these apply"."""
    return {clause.fact: _inside(clause.must_be) if isinstance(clause, AgeClause) else "no"}


def _found(protocol: Protocol, fact: Fact, door: DoorName) -> tuple[Finding, ...]:
    """What each clause finds of a choice. A panel for some offenses is shown for those only, so it is judged as theirs."""
    return tuple(
        findings.eligibility_finding(protocol, clause, {"offense": clause.only_for, **fact}, door, _ANY_DAY)
        for clause in protocol.clauses
        if clause.fact in fact and door in clause.doors
    )


# The closed choices of each kind of question -------------------------------------------------------------------------


def _choices(clause: Eligibility) -> tuple[Drawn, ...]:
    drawn = _own_choices(clause)
    if isinstance(clause, ChoicesClause):
        return tuple(drawn)
    unsure = Phrase("Not weighed yet") if isinstance(clause, QuantityClause) else Phrase("Not sure")
    return (*drawn, (unsure, {clause.fact: "unknown"}))


def _own_choices(clause: Any) -> list[Drawn]:
    if isinstance(clause, QuantityClause):
        return _amounts(clause)
    if isinstance(clause, ChoiceClause | ChoicesClause):
        return [(in_both(choice, "label"), {clause.fact: choice.value}) for choice in clause.answers]
    if isinstance(clause, NumberClause):
        outside: list[Drawn] = [(label, {clause.fact: fact}) for label, fact in _outside(clause.must_be)]
        return [(within(clause.must_be), {clause.fact: _inside(clause.must_be)}), *outside]
    if isinstance(clause, ListClause):
        return _listed(clause)
    words = ("inside", "outside") if isinstance(clause, DateClause) else ("yes", "no")
    labels = (Phrase("Yes"), Phrase("No"))
    if isinstance(clause, DateClause):
        labels = (Phrase("Yes: %(label)s", label=in_both(clause, "label")), Phrase("No, at another time"))
    return [(label, {clause.fact: word}) for label, word in zip(labels, words, strict=True)]


def _listed(clause: ListClause) -> list[Drawn]:
    words = [word for word in (*clause.one_of, *clause.none_of, *clause.exceptions) if "*" not in word]
    spanish = clause.words_in_spanish.get
    drawn: list[Drawn] = [(Said(word.replace("_", " "), spanish(word)), {clause.fact: word}) for word in words]
    return [*drawn, (Phrase("Something else"), {clause.fact: "other"})]


def _amounts(clause: QuantityClause) -> list[Drawn]:
    drawn = [pair for measure in clause.too_much for pair in _around(clause, measure)]
    for exempt in clause.exceptions:
        kinds = {name: word for name in ("substance", "form") if (word := getattr(exempt, name))}
        drawn.append((_label_of(exempt), {clause.fact: [{"at_least": 0, "unit": clause.too_much[0].unit, **kinds}]}))
    return drawn


def _label_of(exempt: Exempt) -> Said:
    kind = kind_of(exempt) or Said("")
    return Said(kind[:1].upper() + kind[1:], kind.spanish and kind.spanish[:1].upper() + kind.spanish[1:])


def _around(clause: QuantityClause, measure: Measure) -> Iterator[Drawn]:
    """Up to the limit and beyond it. "Something other than the exceptions" is part of both."""
    about = {"unit": measure.unit, "substance": measure.substance or "other", "form": measure.form or "other"}
    what, size = kind_of(measure), size_of(measure)
    if measure.more_than is not None:
        yield or_less(size, what), {clause.fact: [{"at_most": measure.limit, **about}]}
        yield more_than(size, what), {clause.fact: [{"more_than": measure.limit, **about}]}
    else:
        yield less_than(size, what), {clause.fact: [{"less_than": measure.limit, **about}]}
        yield or_more(size, what), {clause.fact: [{"at_least": measure.limit, **about}]}


def _inside(bounds: Bounds) -> dict[str, Decimal]:
    return {name: value for name, value in bounds if value is not None}


def _outside(bounds: Bounds) -> Iterator[tuple[Said, dict[str, Decimal]]]:
    """Below the low end and above the high end, each as it is said."""
    if bounds.at_least is not None:
        yield less_than(str(bounds.at_least)), {"less_than": bounds.at_least}
    if bounds.more_than is not None:
        yield or_less(str(bounds.more_than)), {"at_most": bounds.more_than}
    if bounds.at_most is not None:
        yield more_than(str(bounds.at_most)), {"more_than": bounds.at_most}
    if bounds.less_than is not None:
        yield or_more(str(bounds.less_than)), {"at_least": bounds.less_than}
