"""Facts as an officer or a file gives them, read into plain values. A fact is never kept; only findings are.

Every reader answers `None` for "not known" and raises `Unreadable` for what cannot be meant.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, InvalidOperation

from offramp.protocols.clauses import Bounds

_UNKNOWN = ("unknown", "")
_COMPARATORS = ("at_least", "more_than", "at_most", "less_than")
_AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([^\s0-9].*)")
_DATED = ("arrest", "charge", "conviction", "release")

# Within these, products and sums of decimals are exact; beyond them nobody weighs anything.
_LARGEST, _DECIMALS = 1_000_000, 20
_EXACT = Context(prec=100)

#: One gram, milligram and so on, in grams (NIST Handbook 44, appendix C).
_GRAMS = {
    name: Decimal(size)
    for names, size in (
        (("g", "gram", "grams"), "1"),
        (("mg", "milligram", "milligrams"), "0.001"),
        (("mcg", "microgram", "micrograms"), "0.000001"),
        (("kg", "kilogram", "kilograms"), "1000"),
        (("oz", "ounce", "ounces"), "28.349523125"),
        (("lb", "lbs", "pound", "pounds"), "453.59237"),
        (("grain", "grains"), "0.06479891"),
    )
    for name in names
}

#: The units that may be written besides those of the protocol's own limits. What is counted is compared with itself only.
UNITS = (
    *_GRAMS, "tablet", "tablets", "pill", "pills", "capsule", "capsules", "dose", "doses", "bag", "bags",
    "plant", "plants", "ml",
)  # fmt: skip

_PARTS = ("amount", *_COMPARATORS, "unit", "substance", "form")


class Unreadable(ValueError):  # noqa: N818  (it carries a sentence for whoever gave the fact)
    """A fact that cannot be meant. The sentence says how to give it."""


def is_unknown(fact: object) -> bool:
    return fact is None or (isinstance(fact, str) and fact.strip().lower() in _UNKNOWN)


@dataclass(frozen=True, slots=True)
class Range:
    """A number as well as it is known: from `low` (or just above it, if `above`) to `high` (or just below it)."""

    low: Decimal = Decimal(0)
    above: bool = False
    high: Decimal | None = None
    below: bool = False

    def is_at_least(self, limit: Decimal) -> bool | None:
        if self.low >= limit:
            return True
        return False if self.high is not None and (self.high < limit or (self.high == limit and self.below)) else None

    def is_more_than(self, limit: Decimal) -> bool | None:
        if self.low > limit or (self.low == limit and self.above):
            return True
        return False if self.high is not None and self.high <= limit else None

    def plus(self, other: "Range") -> "Range":
        high = None if self.high is None or other.high is None else _EXACT.add(self.high, other.high)
        return Range(_EXACT.add(self.low, other.low), self.above or other.above, high, self.below or other.below)

    def times(self, factor: Decimal) -> "Range":
        high = None if self.high is None else times(self.high, factor)
        return Range(times(self.low, factor), self.above, high, self.below)

    def is_within(self, bounds: Bounds) -> bool | None:
        """Whether this number is what `bounds` says it must be; None where that depends on what is not known."""
        said = [
            True if bounds.at_least is None else self.is_at_least(bounds.at_least),
            True if bounds.more_than is None else self.is_more_than(bounds.more_than),
            True if bounds.at_most is None else _not(self.is_more_than(bounds.at_most)),
            True if bounds.less_than is None else _not(self.is_at_least(bounds.less_than)),
        ]
        if False in said:
            return False
        return None if None in said else True


def _not(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


@dataclass(frozen=True, slots=True)
class Amount:
    """So much of something. A substance or form of None is not known."""

    size: Range
    unit: str
    substance: str | None
    form: str | None

    def measured_in(self, unit: str) -> Range | None:
        """The size in a unit that `measured` names; None where the two cannot be compared, such as tablets and grams."""
        name, one = measured(self.unit)
        return self.size.times(one) if name == unit else None


def measured(unit: str) -> tuple[str, Decimal]:
    """The unit in which amounts are compared, and how many of it one `unit` is: everything that is weighed, in grams.

    Only ever multiplied: a pound in grams is exact, and a gram in pounds is not.
    """
    name = unit.strip().lower()
    return ("g", _GRAMS[name]) if name in _GRAMS else (name, Decimal(1))


def times(size: Decimal, factor: Decimal) -> Decimal:
    """The product with every digit of it."""
    return _EXACT.multiply(size, factor)


def yes_or_no(fact: object) -> bool | None:
    if is_unknown(fact):
        return None
    if isinstance(fact, bool):
        return fact
    said = {"yes": True, "no": False}.get(str(fact).strip().lower())
    if said is None:
        raise Unreadable('Write "yes", "no" or "unknown".')
    return said


def number(fact: object) -> Range | None:
    """A number, a number in words of digits, or a range such as {"more_than": 3}."""
    if is_unknown(fact):
        return None
    if isinstance(fact, Mapping):
        return _range(fact)
    size = _decimal(fact)
    return Range(size, False, size, False)


def _range(fact: Mapping[str, object]) -> Range:
    if not fact or not set(fact) <= set(_COMPARATORS):
        raise Unreadable(
            'Write a number, or a range like {"more_than": 3}, with at_least, more_than, at_most, less_than.'
        )
    if {"at_least", "more_than"} <= set(fact) or {"at_most", "less_than"} <= set(fact):
        raise Unreadable("Give this range one low end and one high end at most.")
    given = {name: _decimal(fact[name]) for name in fact}
    low = given.get("more_than", given.get("at_least", Decimal(0)))
    high = given.get("less_than", given.get("at_most"))
    is_open = "more_than" in given or "less_than" in given
    if high is not None and (high < low or (high == low and is_open)):
        raise Unreadable("The low end of this range is above its high end.")
    return Range(low, "more_than" in given, high, "less_than" in given)


def _decimal(fact: object) -> Decimal:
    if isinstance(fact, bool) or not isinstance(fact, int | float | Decimal | str):
        raise Unreadable("Write a number, like 3.5.")
    try:
        size = Decimal(str(fact))
    except InvalidOperation:
        size = Decimal("NaN")
    if not size.is_finite() or size < 0:
        raise Unreadable("Write a number that is 0 or more, like 3.5.")
    if size > _LARGEST or int(size.as_tuple().exponent) < -_DECIMALS:
        raise Unreadable(f"Write a number up to {_LARGEST} with at most {_DECIMALS} decimals.")
    return size


def day(fact: object) -> date | None:
    if is_unknown(fact):
        return None
    if isinstance(fact, date):
        return fact
    try:
        return date.fromisoformat(str(fact).strip())
    except ValueError:
        raise Unreadable("Write a day that exists, year first, like 2026-06-01.") from None


def amounts(fact: object) -> tuple[Amount, ...] | None:
    """How much of what: "3.1 g", {"amount": 3.1, "unit": "g", "substance": "heroin", "form": "powder"}, or several."""
    if is_unknown(fact):
        return None
    if isinstance(fact, str) and fact.strip().lower() == "none":
        return ()
    return tuple(_amount(one) for one in _several(fact))


def _amount(fact: object) -> Amount:
    if isinstance(fact, str) and (written := _AMOUNT.fullmatch(fact.strip())):
        return Amount(number(written[1]) or Range(), written[2], None, None)
    if not isinstance(fact, Mapping) or is_unknown(fact.get("unit")):
        raise Unreadable('Write a number and its unit, like "3.1 g", or {"amount": 3.1, "unit": "g"}.')
    if not set(fact) <= set(_PARTS):
        raise Unreadable(f"The parts of an amount are {', '.join(_PARTS)}.")
    size = {name: fact[name] for name in _COMPARATORS if name in fact}
    if "amount" in fact and size:
        raise Unreadable('Write either "amount" or a range like {"more_than": 3, "unit": "g"}, not both.')
    known = number(fact["amount"]) if "amount" in fact else _range(size)
    return Amount(known or Range(), str(fact["unit"]), _name(fact.get("substance")), _name(fact.get("form")))


def _name(fact: object) -> str | None:
    """A word as a protocol writes it: "Prescription pills" is prescription_pills."""
    word = _word(fact)
    return None if word is None else re.sub(r"[\s-]+", "_", word)


def _word(fact: object) -> str | None:
    if is_unknown(fact):
        return None
    if isinstance(fact, bool) or not isinstance(fact, str | int):
        raise Unreadable("Write a word, or a list of words.")
    return str(fact).strip().lower()


def words(fact: object) -> tuple[str | None, ...] | None:
    """One word or several, in small letters; None among them for each that is not known."""
    if is_unknown(fact):
        return None
    return tuple(_word(one) for one in _several(fact))


@dataclass(frozen=True, slots=True)
class Event:
    """Something in the past, with the days of it that are known."""

    dates: Mapping[str, date | None]


NO_WORD_FOR_EVENTS = 'Write "no", "yes", "unknown", or a list like [{"conviction": "2015-03-02"}].'


def events(fact: object) -> tuple[Event, ...] | str | None:
    """No event (an empty list), "yes", "inside" or "outside" the window, or each event with its dates."""
    if is_unknown(fact):
        return None
    if isinstance(fact, bool):
        return "yes" if fact else ()
    if isinstance(fact, str):
        return _events_in_a_word(fact.strip().lower())
    return tuple(_event(one) for one in _several(fact))


def _events_in_a_word(said: str) -> tuple[Event, ...] | str:
    if said == "no":
        return ()
    if said not in ("yes", "inside", "outside"):
        raise Unreadable(NO_WORD_FOR_EVENTS)
    return said


def _event(fact: object) -> Event:
    if is_unknown(fact):
        return Event({})
    if not isinstance(fact, Mapping) or not set(fact) <= set(_DATED):
        raise Unreadable(f"Give each event its dates, named {', '.join(_DATED)}.")
    return Event({name: day(value) for name, value in fact.items()})


def _several(fact: object) -> Sequence[object]:
    return fact if isinstance(fact, Sequence) and not isinstance(fact, str) else (fact,)
