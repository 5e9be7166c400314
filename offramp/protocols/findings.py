"""The finding of every clause of a door: its answer, its sentence, its authority, and who must decide.

An unknown fact is never a yes and never a no: it asks the role the clause names, else whoever decides at the door.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from offramp.kernel.decisions import Answer
from offramp.protocols import answers, readings
from offramp.protocols.clauses import Clause, Eligibility
from offramp.protocols.document import Protocol
from offramp.protocols.judgments import Verdict, judge
from offramp.protocols.nibrs import NIBRS
from offramp.protocols.readings import Unreadable, is_unknown
from offramp.protocols.reasons import AGREES_TO_EVERYONE, Because, because
from offramp.protocols.said import Said, in_both
from offramp.protocols.sections import Category
from offramp.protocols.states import Decider, DoorName, Ruling

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one clause says, with its sentence and its authority. Kept with the referral; the facts are not.

    The reason is English, and knows its Spanish until it is kept; `reasons.retold` finds it again.
    `ask` is the role that must decide, where the answer is to ask. `exception_by` is the role that may make an
    exception to a no, where the protocol allows one.
    """

    clause: str
    answer: Answer
    reason: Said
    authority: str
    ask: str | None = None
    exception_by: str | None = None


def findings(protocol: Protocol, facts: Facts, door: str, on: date) -> tuple[Finding, ...]:
    """What every clause of a door says, in the order of the file: none is left out."""
    door = DoorName(door)
    found = [door_finding(protocol, door)]
    if door in protocol.offences.doors:
        found.append(offence_finding(protocol, facts, door))
    found += [
        eligibility_finding(protocol, clause, facts, door, on) for clause in protocol.clauses if door in clause.doors
    ]
    if door in protocol.aggrieved_party.doors:
        found.append(aggrieved_party_finding(protocol, facts, door))
    return tuple(found)


def door_finding(protocol: Protocol, door: str) -> Finding:
    """Whether this door is open, and whether somebody must agree to everyone who comes in by it."""
    opened = protocol.doors[door]
    if not opened.open:
        return _finding(opened, Verdict(Ruling.NO, in_both(opened, "says")), Decider.SUPERVISOR)
    if opened.decides is None:
        return _finding(opened, Verdict(Ruling.YES, in_both(opened, "says")), Decider.SUPERVISOR)
    asks = Verdict(Ruling(f"ask {opened.decides}"), because(AGREES_TO_EVERYONE[opened.decides]))
    return _finding(opened, asks, opened.decides)


def offence_finding(protocol: Protocol, facts: Facts, door: str) -> Finding:
    """Whether the offense can be diverted. Where several are given, the strictest answer counts."""
    offences = protocol.offences
    asks = offences.unknown_asks or default_decider(protocol, door)
    try:
        given = readings.words(facts.get("offense"))
    except Unreadable:
        given = None
    if not given:
        return _finding(offences, Verdict(None, because(Because.OFFENSE_NOT_KNOWN)), asks)
    return max((_one_offence(protocol, word, asks) for word in given), key=_how_strict)


def _how_strict(finding: Finding) -> tuple[int, bool, int]:
    """No before ask before yes; a no without exception before one with; to ask somebody senior before anybody else."""
    asked = list(Decider).index(Decider(finding.ask)) if finding.ask else -1
    return list(Answer).index(finding.answer), finding.exception_by is None, asked


def _one_offence(protocol: Protocol, word: str | None, asks: Decider) -> Finding:
    offences = protocol.offences
    meant = categories_meant(protocol, word)
    rulings = {category.answer for category in meant}
    if word is None or (not meant and not is_an_offence(protocol, word)):
        return _finding(offences, Verdict(None, because(Because.OFFENSE_NOT_KNOWN)), asks)
    if not meant:
        verdict = Verdict(offences.unlisted, because(Because.OFFENSE_NOT_LISTED))
        return _finding(offences, verdict, asks, offences.exception_by)
    if len(rulings) > 1:
        verdict = Verdict(None, because(Because.OFFENSE_IN_SEVERAL))
        return _finding(offences, verdict, _most_senior_asked(rulings) or asks)
    return _finding(meant[0], Verdict(meant[0].answer, in_both(meant[0], "says")), asks, offences.exception_by)


def categories_meant(protocol: Protocol, word: str | None) -> tuple[Category, ...]:
    """The categories an offense code stands for: its own, or every one its NIBRS code is in."""
    code = (word or "").upper()
    return tuple(one for one in protocol.offences.categories if word == one.code or code in one.nibrs)


def is_an_offence(protocol: Protocol, word: str) -> bool:
    """Whether `word` says what happened at all: a category, "other", or any NIBRS code."""
    return word == "other" or word.upper() in NIBRS or bool(categories_meant(protocol, word))


def _most_senior_asked(rulings: Iterable[Ruling]) -> Decider | None:
    return most_senior(ruling.asks for ruling in rulings)


def most_senior(roles: Iterable[str | None]) -> Decider | None:
    """The most senior of the roles named."""
    asked = [Decider(role) for role in roles if role is not None]
    return max(asked, key=list(Decider).index, default=None)


def aggrieved_party_finding(protocol: Protocol, facts: Facts, door: str) -> Finding:
    """Whether somebody who was harmed, and is present, agrees."""
    clause = protocol.aggrieved_party
    asks = Ruling(clause.otherwise).asks or default_decider(protocol, door)
    if clause.rule == "not_asked":
        return _finding(clause, Verdict(Ruling.YES, in_both(clause, "says")), asks)
    answered = {
        "none_present": Verdict(Ruling.YES, because(Because.NOBODY_HARMED_HERE)),
        "agrees": Verdict(Ruling.YES, because(Because.AGREES)),
        "disagrees": Verdict(Ruling(clause.otherwise), because(Because.DOES_NOT_AGREE)),
    }
    unknown = Verdict(None, because(Because.HARM_NOT_KNOWN))
    return _finding(clause, answered.get(str(facts.get("aggrieved_party")).strip().lower(), unknown), asks)


def eligibility_finding(protocol: Protocol, clause: Eligibility, facts: Facts, door: str, on: date) -> Finding:
    """What one eligibility clause says of the facts at this door on this day."""
    asks = clause.unknown_asks or Ruling(clause.otherwise).asks or default_decider(protocol, door)
    is_for = _is_for(protocol, clause, facts)
    if is_for is False:
        return _finding(clause, Verdict(Ruling.YES, because(Because.NOT_ASKED, clause)), asks)
    unknown = Verdict(None, because(Because.NOT_KNOWN, clause))
    fact = facts.get(clause.fact)
    if is_unknown(fact):
        return _finding(clause, unknown, asks)
    try:
        answers.check(protocol, clause, fact)
        verdict = judge(clause, fact, on)
    except Unreadable:
        verdict = unknown
    if verdict and is_for is None and _answer(verdict.ruling) is not Answer.YES:
        asks = (verdict.ruling.asks if verdict.ruling else None) or asks
        verdict = Verdict(None, because(Because.OFFENSE_NOT_CLEAR, clause))
    return _finding(clause, verdict or unknown, asks, clause.exception_by)


def default_decider(protocol: Protocol, door: str) -> Decider:
    """Who is asked where the clause itself names nobody: whoever decides at the door, else the sergeant.

    At the community door that is the project manager: what the public tells a site reaches no police.
    """
    if door == DoorName.COMMUNITY:
        return Decider.PROJECT_MANAGER
    return protocol.doors[door].decides or Decider.SUPERVISOR


def _is_for(protocol: Protocol, clause: Eligibility, facts: Facts) -> bool | None:
    """Whether a clause is for an offense given; None where the offense is not known well enough to say."""
    if not clause.only_for:
        return True
    try:
        given = readings.words(facts.get("offense"))
    except Unreadable:
        return None
    hits = [_is_one_of(protocol, word, clause.only_for) for word in given or (None,)]
    if True in hits:
        return True
    return None if None in hits else False


def _is_one_of(protocol: Protocol, word: str | None, codes: tuple[str, ...]) -> bool | None:
    """Whether an offense is in one of these categories; None where its code is in others too."""
    if word is None or not is_an_offence(protocol, word):
        return None
    meant = {category.code in codes for category in categories_meant(protocol, word)}
    return None if len(meant) > 1 else True in meant


def _finding(clause: Clause, verdict: Verdict, asks: Decider, exception_by: Decider | None = None) -> Finding:
    answer = _answer(verdict.ruling)
    role = (verdict.ruling.asks if verdict.ruling else None) or asks
    return Finding(
        clause=clause.id, answer=answer, reason=verdict.reason, authority=clause.authority,
        ask=str(role) if answer is Answer.ASK else None,
        exception_by=str(exception_by) if answer is Answer.NO and exception_by else None,
    )  # fmt: skip


def _answer(ruling: Ruling | None) -> Answer:
    if ruling is None or ruling.asks:
        return Answer.ASK
    return Answer.NO if ruling is Ruling.NO else Answer.YES
