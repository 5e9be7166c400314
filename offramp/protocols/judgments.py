"""What each kind of clause says of a fact: one function a kind, named as the sentence it proves.

A clause is satisfied, not satisfied, or cannot be judged because the fact is not well enough known. No reason repeats
what the fact was: findings are kept, facts are not.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Any

from offramp.protocols import readings
from offramp.protocols.clauses import (
    AgeClause,
    ChoiceClause,
    ChoicesClause,
    DateClause,
    Days,
    Eligibility,
    Exempt,
    ListClause,
    LookBackClause,
    Measure,
    NumberClause,
    QuantityClause,
    YesNoClause,
)
from offramp.protocols.readings import Amount, Event, Range, Unreadable
from offramp.protocols.reasons import Because, because, too_much_was_found
from offramp.protocols.said import Said, in_both
from offramp.protocols.states import Ruling

# Nobody was ever older by much; more is a slip of the pen.
_OLDEST = 120


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a clause took a fact: its ruling (None: cannot be judged) and the sentence for it."""

    ruling: Ruling | None
    reason: Said


def judge(clause: Eligibility, fact: object, on: date) -> Verdict | None:
    """What `clause` says of `fact` on this day; None where it is not well enough known. Raises `Unreadable`."""
    return _JUDGES[clause.kind](clause, fact, on)  # type: ignore[attr-defined]


def _taken(clause: Eligibility, satisfied: bool | None, yes: Because, otherwise: Said | None = None) -> Verdict | None:
    """The verdict of a clause that is or is not satisfied; None where it cannot be judged."""
    if satisfied is None:
        return None
    if satisfied:
        return Verdict(Ruling.YES, because(yes, clause))
    return Verdict(Ruling(clause.otherwise), otherwise or in_both(clause, "says"))


def amount_is_within_the_limit(clause: QuantityClause, fact: object, on: date) -> Verdict | None:
    found = readings.amounts(fact)
    if found is None:
        return None
    over = [_is_over(clause, measure, found) for measure in clause.too_much]
    if True in over:
        broken = clause.too_much[over.index(True)]
        return _taken(clause, False, Because.WITHIN_THE_LIMIT, too_much_was_found(broken))
    return None if None in over else _taken(clause, True, Because.WITHIN_THE_LIMIT)


def _is_over(clause: QuantityClause, measure: Measure, found: tuple[Amount, ...]) -> bool | None:
    """Whether everything this limit is about comes to too much, counting what may or may not belong to it both ways."""
    total = Range(high=Decimal(0))
    unit, one = readings.measured(measure.unit)
    limit = readings.times(measure.limit, one)
    for amount in found:
        belongs = _belongs(clause, measure, amount)
        if belongs is False:
            continue
        size = amount.measured_in(unit) or Range()
        total = total.plus(size if belongs else Range(high=size.high, below=size.below))
    if measure.more_than is not None:
        return total.is_more_than(limit)
    return total.is_at_least(limit)


def _belongs(clause: QuantityClause, measure: Measure, amount: Amount) -> bool | None:
    """Whether an amount counts toward a limit: it fits, no finer limit takes it, and no exception frees it."""
    finer = [one for one in clause.too_much if _fineness(one) > _fineness(measure)]
    freed = [_fits(one, amount) for one in finer] + [_fits(one, amount) for one in clause.exceptions]
    fits = _fits(measure, amount)
    if fits is False or True in freed:
        return False
    return None if fits is None or None in freed else True


def _fineness(measure: Measure) -> int:
    return 2 * (measure.substance is not None) + (measure.form is not None)


def _fits(about: Measure | Exempt, amount: Amount) -> bool | None:
    said = [
        True if wanted is None else (None if given is None else wanted == given)
        for wanted, given in ((about.substance, amount.substance), (about.form, amount.form))
    ]
    if False in said:
        return False
    return None if None in said else True


def nothing_counts_from_the_past(clause: LookBackClause, fact: object, on: date) -> Verdict | None:
    told = readings.events(fact)
    return _taken(clause, _is_clear(clause, told, on), Because.DOES_NOT_APPLY)


def _is_clear(clause: LookBackClause, told: tuple[Event, ...] | str | None, on: date) -> bool | None:
    if told is None or told == "yes":
        return False if told == "yes" and clause.within == "ever" else None
    if isinstance(told, str):
        return told == "outside" and clause.within != "ever"
    if clause.within == "ever":
        return _none_happened(told, on)
    counting = [_is_inside(clause, event.dates.get(clause.counted_from or ""), on) for event in told]
    if True in counting:
        return False
    return None if None in counting else True


def _none_happened(told: tuple[Event, ...], on: date) -> bool | None:
    """Whether nothing in a list of events happened at all. One that has no day yet may or may not have."""
    days = [day for event in told for day in event.dates.values()]
    if any(day is not None and day <= on for day in days):
        return False
    return None if told else True


def _is_inside(clause: LookBackClause, happened: date | None, on: date) -> bool | None:
    if happened is None or happened > on:
        return None
    return _reaches(happened, clause.within, clause.on_the_last_day, on)


def _reaches(start: date, span: str, on_the_last_day: str | None, on: date) -> bool:
    """Whether the stretch that begins on `start` still covers `on`."""
    last = last_day(start, span)
    return on < last or (on == last and on_the_last_day == "inside")


def last_day(start: date, span: str) -> date:
    """The same day so many days, months or years later; the last day of the month where that day does not exist.

    >>> last_day(date(2016, 2, 29), "10 years")
    datetime.date(2026, 2, 28)
    """
    if span == "ever":
        return date.max
    count, unit = int(span.split()[0]), span.split()[1].rstrip("s")
    if unit == "day":
        return start + timedelta(days=min(count, (date.max - start).days))
    months = start.year * 12 + start.month - 1 + count * (12 if unit == "year" else 1)
    if months // 12 > date.max.year:
        return date.max
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def answer_is_on_the_right_side_of_the_list(clause: ListClause, fact: object, on: date) -> Verdict | None:
    given = readings.words(fact) or ()
    listed = clause.one_of or clause.none_of
    hits = [word is not None and _is_listed(word, listed, clause.exceptions) for word in given]
    if clause.one_of:
        satisfied = True if any(hits) else (None if None in given or not given else False)
    else:
        satisfied = False if any(hits) else (None if None in given else True)
    return _taken(clause, satisfied, Because.AS_IT_MUST_BE)


def _is_listed(word: str, listed: tuple[str, ...], exceptions: tuple[str, ...]) -> bool:
    return is_among(word, listed) and not is_among(word, exceptions)


def is_among(word: str, patterns: tuple[str, ...]) -> bool:
    """Whether a word is one of these, in which a * stands for anything, and every other sign for itself."""
    return any(fnmatchcase(word, re.sub(r"[?\[]", r"[\g<0>]", pattern.lower())) for pattern in patterns)


def person_is_of_age(clause: AgeClause, fact: object, on: date) -> Verdict | None:
    age = _age(fact, on)
    return _taken(clause, age.is_within(clause.must_be) if age else None, Because.OF_AGE)


def _age(fact: object, on: date) -> Range | None:
    """Full years on the day, from an age, a range of ages or a birth date."""
    if not isinstance(fact, date) and not (isinstance(fact, str) and "-" in fact):
        return _plausible(readings.number(fact))
    born = readings.day(fact)
    if born is None or born > on:
        raise Unreadable("A birth date cannot be in the future.")
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return _plausible(readings.number(years))


def _plausible(age: Range | None) -> Range | None:
    if age is not None and age.low > _OLDEST:
        raise Unreadable(f"Write an age in full years, up to {_OLDEST}.")
    return age


def answer_is_as_it_must_be(clause: YesNoClause, fact: object, on: date) -> Verdict | None:
    said = readings.yes_or_no(fact)
    yes = Because.AS_IT_MUST_BE if clause.must_be else Because.DOES_NOT_APPLY
    return _taken(clause, None if said is None else said is clause.must_be, yes)


def strictest_answer_given(clause: ChoiceClause | ChoicesClause, fact: object, on: date) -> Verdict | None:
    given = readings.words(fact)
    if given is None:
        return None
    rulings = {choice.value: choice.answer for choice in clause.answers}
    if isinstance(clause, ChoiceClause) and len(given) != 1:
        raise Unreadable("Choose exactly one answer.")
    said = [rulings[word] for word in given if word in rulings]
    worst = max(said, key=list(Ruling).index, default=None)
    if worst is not Ruling.NO and len(said) < len(given):
        return None
    if worst in (None, Ruling.YES):
        return Verdict(Ruling.YES, because(Because.AS_IT_MUST_BE, clause))
    return Verdict(worst, in_both(clause, "says"))


def number_is_as_it_must_be(clause: NumberClause, fact: object, on: date) -> Verdict | None:
    given = readings.number(fact)
    return _taken(clause, given.is_within(clause.must_be) if given else None, Because.WITHIN_BOUNDS)


def day_is_as_it_must_be(clause: DateClause, fact: object, on: date) -> Verdict | None:
    yes = Because.IN_TIME
    if isinstance(fact, str) and fact.strip().lower() in ("inside", "outside"):
        return _taken(clause, fact.strip().lower() == "inside", yes)
    given = readings.day(fact)
    return _taken(clause, None if given is None else _is_then(clause.must_be, given, on), yes)


def _is_then(must_be: Days, given: date, on: date) -> bool | None:
    if must_be.on_or_after is not None and given < must_be.on_or_after:
        return False
    if must_be.on_or_before is not None and given > must_be.on_or_before:
        return False
    if must_be.within is None:
        return True
    return None if given > on else _reaches(given, must_be.within, must_be.on_the_last_day, on)


_JUDGES: dict[str, Callable[[Any, object, date], Verdict | None]] = {
    "quantity": amount_is_within_the_limit,
    "look_back": nothing_counts_from_the_past,
    "list": answer_is_on_the_right_side_of_the_list,
    "age": person_is_of_age,
    "yes_no": answer_is_as_it_must_be,
    "choice": strictest_answer_given,
    "choices": strictest_answer_given,
    "number": number_is_as_it_must_be,
    "date": day_is_as_it_must_be,
}
