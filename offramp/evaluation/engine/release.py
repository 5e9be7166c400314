"""What may leave the protected zone: no number of people from 1 to 10, and none that can be worked out.

The audit is that of the published counts (`offramp.reporting.rules`): a table is protected with its totals, so that a
group hidden among its sisters cannot be found by subtraction. An estimate is withheld whenever a count it rests on is.
Windows hold nearly the same people, so a number of people is hidden too where it lies within ten of one that is shown.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from math import isfinite

from offramp.evaluation.engine.sensitivity import Detectable
from offramp.evaluation.engine.whole import Balanced, Findings, Result, Step
from offramp.reporting.rules import Number, protect
from offramp.reporting.states import Shown


@dataclass(frozen=True, slots=True)
class Released:
    """What is shown of one evaluation. `sizes` are the numbers of people that may be written down."""

    results: tuple[Result, ...]
    withheld: tuple[Result, ...]
    flow: tuple[Step, ...]
    balance: tuple[Balanced, ...]
    detectable: dict[tuple[str, int], Detectable]
    link_rates: tuple[float, float] | None
    sizes: frozenset[int]

    def size(self, people: int) -> int | None:
        """A number of people, or None where it may not be shown."""
        return people if people in self.sizes else None


def release(found: Findings) -> Released:
    """Everything of the findings that may be shown to somebody outside."""
    small = found.study.smallest_cell - 1
    safe = set(_safe(found.results, small))
    shown = tuple(one for n, one in enumerate(found.results) if n in safe)
    withheld = tuple(one for n, one in enumerate(found.results) if n not in safe)
    sizes = far_apart([n for one in shown for n in (one.treated, one.comparison)], small)
    flow = tuple(one for one in found.flow if _may_be_shown(one, sizes, small))
    return Released(
        shown, withheld, flow, tuple(_without_few(one, small) for one in found.balance),
        _detectable(found, withheld), _link_rates(found, small), sizes,
    )  # fmt: skip


def _without_few(balance: Balanced, small: int) -> Balanced:
    """Without the covariates that few people of a group share."""
    return replace(balance, covariates=tuple(one for one in balance.covariates if one.fewest > small))


def _detectable(found: Findings, withheld: tuple[Result, ...]) -> dict[tuple[str, int], Detectable]:
    hidden = {(one.outcome, one.window) for one in withheld if not one.subgroup}
    return {place: one for place, one in found.detectable.items() if place not in hidden and isfinite(one.odds_ratio)}


def _link_rates(found: Findings, small: int) -> tuple[float, float] | None:
    """The rates, unless few people of a group were found or not found."""
    if found.link_rates is None:
        return None
    groups = (found.extract.treated, ~found.extract.treated)
    people = [(int(group.sum()), rate) for group, rate in zip(groups, found.link_rates, strict=True)]
    parts = [round(part) for size, rate in people for part in (size * rate, size * (1 - rate))]
    return None if any(1 <= part <= small for part in parts) else found.link_rates


def far_apart(sizes: Iterable[int], small: int) -> frozenset[int]:
    """The sizes that may stand beside each other: the largest first, and none within `small` of one that stands."""
    kept: list[int] = []
    for size in sorted(set(sizes), reverse=True):
        if all(other - size > small for other in kept):
            kept.append(size)
    return frozenset(kept)


def _may_be_shown(step: Step, sizes: frozenset[int], small: int) -> bool:
    parts = (step.not_covered, step.not_comparable)
    return step.analyzed in sizes and not any(1 <= part <= small for part in parts)


def _safe(results: Sequence[Result], small: int) -> Iterator[int]:
    """The places of the results that rest on counts that may be shown."""
    order = sorted(range(len(results)), key=lambda n: _family(results[n]))
    for _same, places in groupby(order, key=lambda n: _family(results[n])):
        family = list(places)
        if results[family[0]].claim == "equity":
            yield from _safe_disparities(family, results, small)
            continue
        safe = safe_subgroups({results[n].subgroup: results[n].counts for n in family}, small)
        yield from (n for n in family if results[n].subgroup in safe)


def _safe_disparities(family: list[int], results: Sequence[Result], small: int) -> Iterator[int]:
    """Every group of a column is a row of one table, the largest group last; a ratio needs its own row and the last."""
    for column in {_column(results[n]) for n in family}:
        ours = [n for n in family if _column(results[n]) == column]
        rows = {results[n].subgroup: results[n].counts for n in ours}
        table = _protected((*(row[0] for row in rows.values()), next(iter(rows.values()))[1]), small)
        exact = [all(one.shown is Shown.EXACT for one in row) for row in table]
        safe = {word for word, whole in zip(rows, exact, strict=False) if whole and exact[len(rows)]}
        yield from (n for n in ours if results[n].subgroup in safe)


def _column(result: Result) -> str:
    return result.subgroup.partition(": ")[0]


def _family(result: Result) -> tuple[str, str, int, str]:
    return result.estimator, result.outcome, result.window, result.estimand


@cache
def _protected(rows: tuple[tuple[int, ...], ...], small: int) -> list[list[Number]]:
    """Many estimates rest on the same counts."""
    return protect(rows, small=small)


def safe_subgroups(counts: dict[str, tuple[tuple[int, ...], ...]], small: int) -> set[str]:
    """The subgroups all of whose counts may be shown beside those of their sisters and of the whole, which is ""."""
    if any(1 <= count <= small for row in counts.get("", ()) for count in row):
        return set()
    safe = {""}
    for column in {word.partition(": ")[0] for word in counts if word}:
        words = [word for word in counts if word.partition(": ")[0] == column]
        safe |= _safe_words(words, counts, small)
    return safe


def _safe_words(words: list[str], counts: dict[str, tuple[tuple[int, ...], ...]], small: int) -> set[str]:
    """With the whole shown, one hidden part would be the whole minus the others: then one more is hidden.

    Each pair of some and none is a table of its own, with the parts and what is left of the whole as its rows.
    """
    hidden: set[str] = set()
    for group, first in ((0, 0), (0, 2), (1, 0), (1, 2)):
        rows = [counts[word][group][first : first + 2] for word in words]
        whole = counts[""][group][first : first + 2]
        rest = [total - sum(row[n] for row in rows) for n, total in enumerate(whole)]
        table = _protected((*rows, tuple(rest)) if min(rest) >= 0 and any(rest) else tuple(rows), small)
        hidden |= {
            word for word, row in zip(words, table, strict=False) if any(one.shown is not Shown.EXACT for one in row)
        }
        if any(one.shown is not Shown.EXACT for one in table[-1]):
            return set()  # the audit would rather hide the whole: the whole stays, so every part goes
    return set(words) - hidden
