"""What may be answered to a question of a protocol: any word it does not know asks, so that no slip becomes a yes."""

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from offramp.protocols import readings
from offramp.protocols.clauses import (
    ChoiceClause,
    ChoicesClause,
    Eligibility,
    Exempt,
    ListClause,
    LookBackClause,
    Measure,
    QuantityClause,
    YesNoClause,
)
from offramp.protocols.document import Protocol
from offramp.protocols.judgments import is_among
from offramp.protocols.readings import Amount, Unreadable

_WINDOW = ("inside", "outside")

# Forms that anybody may write down, whether or not the protocol names them.
_PLAIN_FORMS = ("powder", "liquid", "other")


def values(protocol: Protocol, clause: Eligibility) -> tuple[str, ...]:
    """The words that may be answered; several clauses that ask one fact share them. None where it is no closed choice."""
    if isinstance(clause, LookBackClause):
        return ("no", "yes", *(_WINDOW if _has_a_window(protocol, clause) else ()), "unknown")
    if not isinstance(clause, ChoiceClause | ChoicesClause | ListClause):
        return ("yes", "no", "unknown") if isinstance(clause, YesNoClause) else ()
    words = [word for one in _asking(protocol, clause) for word in _own_values(one)]
    return (*dict.fromkeys(words), *(("other",) if isinstance(clause, ListClause) else ()), "unknown")


def _asking(protocol: Protocol, clause: Eligibility) -> list[Eligibility]:
    return [one for one in protocol.clauses if one.fact == clause.fact]


def _has_a_window(protocol: Protocol, clause: Eligibility) -> bool:
    return any(isinstance(one, LookBackClause) and one.within != "ever" for one in _asking(protocol, clause))


def _own_values(clause: Eligibility) -> tuple[str, ...]:
    if isinstance(clause, ChoiceClause | ChoicesClause):
        return tuple(choice.value for choice in clause.answers)
    return (*clause.one_of, *clause.none_of, *clause.exceptions) if isinstance(clause, ListClause) else ()


def check(protocol: Protocol, clause: Eligibility, fact: object) -> None:
    """Refuse an answer with a word in it that this protocol does not know. Raises `Unreadable`."""
    if isinstance(clause, QuantityClause):
        for amount in readings.amounts(fact) or ():
            _check_amount(protocol, clause, amount)
    elif isinstance(clause, LookBackClause):
        if readings.events(fact) in _WINDOW and not _has_a_window(protocol, clause):
            raise Unreadable(readings.NO_WORD_FOR_EVENTS)
    elif isinstance(clause, ChoiceClause | ChoicesClause | ListClause):
        known = values(protocol, clause)
        if any(word is not None and not is_among(word, known) for word in readings.words(fact) or ()):
            several = "" if isinstance(clause, ChoiceClause) else ", or a list of these"
            raise Unreadable(f'Write one of {", ".join(known[:-1])} or "unknown"{several}.')


@dataclass(frozen=True, slots=True)
class Named:
    """What the limits and exceptions of a fact name; nothing where it is no amount."""

    units: tuple[str, ...]
    substances: tuple[str, ...]
    forms: tuple[str, ...]


def named(protocol: Protocol, clause: Eligibility) -> Named:
    """The units, substances and forms that the protocol names for the fact of a clause, in the order of the file."""
    asking = [one for one in _asking(protocol, clause) if isinstance(one, QuantityClause)]
    measures = [measure for one in asking for measure in one.too_much]
    about: list[Measure | Exempt] = [*measures, *(exempt for one in asking for exempt in one.exceptions)]
    return Named(
        tuple(dict.fromkeys(one.unit for one in measures)),
        tuple(dict.fromkeys(one.substance for one in about if one.substance)),
        tuple(dict.fromkeys(one.form for one in about if one.form)),
    )


def _check_amount(protocol: Protocol, clause: Eligibility, amount: Amount) -> None:
    words = named(protocol, clause)
    units = dict.fromkeys([*words.units, *readings.UNITS])
    if amount.unit.strip().lower() not in {unit.strip().lower() for unit in units}:
        raise Unreadable(f'Write a number with a decimal point and one of the units {", ".join(units)}, like "3.1 g".')
    forms = dict.fromkeys([*words.forms, *_PLAIN_FORMS])
    if amount.form not in (None, *forms):
        raise Unreadable(f'Write one of the forms {", ".join(forms)} or "unknown".')
    _check_substance(amount.substance, words.substances)


def _check_substance(given: str | None, names: tuple[str, ...]) -> None:
    """Any substance may be found, but one that looks like a slip of the pen for one with a limit is not let through."""
    if given is not None and given not in names and any(OSA.distance(given, name) <= len(name) // 4 for name in names):
        raise Unreadable(f'Write the substance as the protocol does ({", ".join(names)}), "other" or "unknown".')
