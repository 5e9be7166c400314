"""Replicates: people drawn from one pool, the offer drawn anew for each, and what each estimator says of the truth.

The truth is that of the pool, from both of each person's worlds. Sampling is with replacement, so the pool is endless.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from offramp.evaluation.engine import counts, draws, means, propensity, risks, survival
from offramp.evaluation.engine.estimates import Estimate, on_log_scale, on_own_scale
from offramp.evaluation.engine.synthetic import Population, Recipe, population

SIZES = [100, 318, 1000]
POOL = 40_000
WINDOW = 183
DRAWS = 300


@dataclass(frozen=True)
class Pool:
    """What each person of the pool has in either world: the index of the second axis is 0 without, 1 with the offer."""

    people: Population
    columns: np.ndarray
    before: np.ndarray
    after: np.ndarray
    first: np.ndarray
    weights: dict[str, np.ndarray]


@dataclass(frozen=True)
class Replicate:
    """One drawn site: arrays with one entry a person, and the weights of the estimand."""

    treated: np.ndarray
    columns: np.ndarray
    weights: np.ndarray
    before: np.ndarray
    after: np.ndarray
    first: np.ndarray
    chance: np.ndarray
    seed: int
    estimand: str


@dataclass(frozen=True)
class Line:
    """What came of one estimator: bias and its Monte Carlo error, coverage, and how often an effect was claimed."""

    estimator: str
    estimand: str
    planted: bool
    n: int
    truth: float
    bias: float
    error: float
    coverage: float
    alarms: float
    replicates: int


def pool(rate_ratio: float, size: int = POOL) -> Pool:
    made = population(Recipe(people=size, seed=11, rate_ratio=rate_ratio, overlap=1.0))
    known = made.known()
    both = [made.count(1, WINDOW, offered=offered) for offered in (False, True)]
    return Pool(
        made, (known - known.mean(0)) / known.std(0), made.count(-WINDOW, -1, offered=False), np.column_stack(both),
        np.column_stack([_first(made, offered) for offered in (False, True)]),
        {"ATE": np.ones(size), "ATT": made.chance},
    )  # fmt: skip


def _first(made: Population, offered: bool) -> np.ndarray:
    """The day of the first arrest after day 0; far away where there is none."""
    inside = (made.day > 0) & (made.kept if offered else True)
    first = np.full(made.people, 1e6)
    np.minimum.at(first, made.who[inside], made.day[inside])
    return first


def draw(given: Pool, n: int, seed: int, estimand: str) -> Replicate | None:
    """A site of n people; None where nobody is comparable with anybody."""
    rng = np.random.default_rng([seed, n])
    rows = rng.integers(0, given.people.people, n)
    treated = rng.random(n) < given.people.chance[rows]
    world = treated.astype(int)
    try:
        found = propensity.weigh(treated, propensity.Design(("",) * 5, given.columns[rows]), estimand, (0.005, 0.995))
    except propensity.NotComparable:
        return None
    kept = rows[found.kept]
    world = world[found.kept]
    return Replicate(
        treated[found.kept], given.columns[kept], found.weights, given.before[kept], given.after[kept, world],
        given.first[kept, world], found.chance, seed, estimand,
    )  # fmt: skip


def _odds(one: Replicate) -> Estimate | None:
    cells = risks.group_by_period(
        (one.before > 0) * 1.0, (one.after > 0) * 1.0, one.treated, one.weights, scores=_scores(one)
    )
    return _named(risks.side_by_side(cells), "odds_ratio")


def _scores(one: Replicate) -> np.ndarray:
    return draws.scores(one.treated, one.columns, one.chance)


def _difference(one: Replicate) -> Estimate | None:
    cells = risks.group_by_period(
        (one.before > 0) * 1.0, (one.after > 0) * 1.0, one.treated, one.weights, scores=_scores(one)
    )
    return _named(risks.side_by_side(cells), "risk_difference")


def _after_only(one: Replicate) -> Estimate | None:
    return _named(risks.after_only((one.after > 0) * 1.0, one.treated, one.weights, _scores(one)), "risk_difference")


def _rates(one: Replicate) -> Estimate | None:
    days = np.full(len(one.treated), float(WINDOW))
    cells = counts.group_by_period(one.before, one.after, (days, days), one.treated, one.weights)
    return _named(counts.side_by_side(cells), "rate_ratio")


def _incidence(one: Replicate) -> Estimate | None:
    shares, each = [], np.zeros(len(one.treated))
    days, ends = _watched(one)
    for side, group in ((1, one.treated), (-1, ~one.treated)):
        shares.append(survival.aalen_johansen(days[group], ends[group], one.weights[group]).at(WINDOW))
        each[group] = side * survival.influence(days[group], ends[group], one.weights[group], WINDOW)
    return on_own_scale("share_difference", shares[0] - shares[1], _spread(one, each))


def _cox(one: Replicate) -> Estimate | None:
    days, ends = _watched(one)
    if not ((ends == 1) & one.treated).any() or not ((ends == 1) & ~one.treated).any():
        return None
    fitted = survival.cox(days, ends == 1, one.treated.astype(float), weights=one.weights)
    return on_log_scale("hazard_ratio", float(fitted.beta[0]), _spread(one, fitted.influence[:, 0]))


def _spread(one: Replicate, influence: np.ndarray) -> float:
    return draws.corrected(influence, one.treated, one.columns, one.chance)


def _watched(one: Replicate) -> tuple[np.ndarray, np.ndarray]:
    """Some leave before the window ends, for reasons of their own."""
    leave = np.random.default_rng([one.seed, 7]).uniform(60, 600, len(one.first))
    until = np.minimum(np.minimum(one.first, leave), WINDOW)
    return until, (one.first <= until).astype(int)


def _events_a_year(one: Replicate) -> Estimate | None:
    rng = np.random.default_rng([one.seed, 8])
    rows = draws.draw(rng, one.treated, one.columns, DRAWS).weights(one.treated, one.estimand)
    return _named(
        means.difference_in_differences(one.before, one.after, one.treated, one.weights, rows, "e"), "e_difference"
    )


def _named(found: list[Estimate], measure: str) -> Estimate | None:
    return next((one for one in found if one.measure == measure), None)


Run = Callable[[Replicate], Estimate | None]
RUNS: dict[str, tuple[Run, str]] = {
    "group_by_period: log odds ratio": (_odds, "odds"),
    "group_by_period: risk difference": (_difference, "risk"),
    "after_only: risk difference": (_after_only, "risk"),
    "rates: log rate ratio": (_rates, "rate"),
    "mean_change: events, bootstrap": (_events_a_year, "mean"),
    "cumulative_incidence: difference": (_incidence, "risk"),
    "cox: log hazard ratio": (_cox, "hazard"),
}


def truth(given: Pool, kind: str, estimand: str) -> float:
    """The true value for an estimand: logarithms of ratios, differences as they are."""
    weights = given.weights[estimand]
    mean = np.average(given.after, axis=0, weights=weights)
    risk = np.average(given.after > 0, axis=0, weights=weights)
    if kind == "odds":
        return float(np.diff(np.log(risk / (1 - risk)))[0])
    if kind == "hazard":
        return _true_hazard(given, weights)
    return float({"risk": np.diff(risk), "rate": np.diff(np.log(mean)), "mean": np.diff(mean)}[kind][0])


def _true_hazard(given: Pool, weights: np.ndarray) -> float:
    """Cox on both worlds of the whole pool, censored as the replicates are: what the estimator is about."""
    world = np.repeat([0.0, 1.0], len(weights))
    leave = np.random.default_rng(9).uniform(60, 600, len(world))
    first = given.first.T.ravel()
    until = np.minimum(np.minimum(first, leave), WINDOW)
    return float(survival.cox(until, first <= until, world, weights=np.tile(weights, 2)).beta[0])


def simulate(sizes: list[int], replicates: int, names: list[str] | None = None) -> Iterator[Line]:
    """A line for each estimator, estimand, size, with and without an effect."""
    for rate_ratio in (1.0, 0.55):
        given = pool(rate_ratio)
        for n in sizes:
            for estimand in ("ATE", "ATT"):
                drawn = [one for seed in range(replicates) if (one := draw(given, n, seed, estimand))]
                for name in names or RUNS:
                    yield _line(given, name, drawn, rate_ratio < 1, n)


def _line(given: Pool, name: str, drawn: list[Replicate], planted: bool, n: int) -> Line:
    run, kind = RUNS[name]
    true = truth(given, kind, drawn[0].estimand)
    logs = kind in ("odds", "rate", "hazard")
    found = [one for replicate in drawn if (one := run(replicate)) is not None]
    table = np.array([(one.est, one.lo, one.hi) for one in found])
    table = np.log(table) if logs else table
    est, lo, hi = table.T
    return Line(
        name, drawn[0].estimand, planted, n, true, float(est.mean() - true), float(est.std() / math.sqrt(len(est))),
        float(((lo <= true) & (true <= hi)).mean()), float(((lo > 0) | (hi < 0)).mean()), len(found),
    )  # fmt: skip


def gates_broken(line: Line) -> list[str]:
    """Which gates a line breaks. The width of the gate allows for the number of replicates."""
    noise = 3 * math.sqrt(0.05 * 0.95 / line.replicates) if line.replicates < 2000 else 0.0
    where = f"{line.estimator}, {line.estimand}, n = {line.n}, {'planted' if line.planted else 'none'}"
    broken = []
    if abs(line.bias) > 2 * line.error and line.replicates >= 2000:
        broken.append(f"{where}: bias {line.bias:+.4f} beyond two Monte Carlo errors of {line.error:.4f}.")
    if not 0.935 - noise <= line.coverage <= 0.965 + noise:
        broken.append(f"{where}: coverage {line.coverage:.3f}.")
    if not line.planted and not 0.04 - noise <= line.alarms <= 0.06 + noise:
        broken.append(f"{where}: false alarms {line.alarms:.3f}.")
    return broken
