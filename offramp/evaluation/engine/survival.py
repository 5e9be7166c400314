"""How long until it happened: Aalen-Johansen with competing ends, and Cox with weights and robust errors.

Both are our own. lifelines is right, and the tests hold these to it, but it has no robust error for time-varying
covariates, none for weighted curves, breaks ties of competing ends at random, and takes minutes for 200,000 people.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from offramp.evaluation.engine.estimates import Flags, Values

CENSORED, HAPPENED, OTHER_END = 0, 1, 2
STEPS, CLOSE = 50, 1e-10


@dataclass(frozen=True, slots=True)
class Curve:
    """The share of people to whom it happened by each day."""

    days: Values
    shares: Values

    def at(self, day: float) -> float:
        """The share by that day."""
        n = int(np.searchsorted(self.days, day, side="right"))
        return float(self.shares[n - 1]) if n else 0.0


def aalen_johansen(days: Values, ends: NDArray[np.int64], weights: Values | None = None) -> Curve:
    """Cumulative incidence of `HAPPENED` where `OTHER_END` is an end of its own: who died cannot be arrested.

    1 - Kaplan-Meier would treat the dead as if they could still be arrested, and always says more. Without other ends
    the two are the same.
    """
    weights = np.ones(len(days)) if weights is None else weights
    times, place = np.unique(days, return_inverse=True)
    happened, other, left = (
        np.bincount(place, weights * chosen, minlength=len(times))
        for chosen in (ends == HAPPENED, ends == OTHER_END, np.ones(len(days), bool))
    )
    at_risk = left[::-1].cumsum()[::-1]
    at_risk = np.where(at_risk > 0, at_risk, 1.0)
    stays = np.cumprod(1 - (happened + other) / at_risk)
    before = np.r_[1.0, stays[:-1]]
    return Curve(times, np.cumsum(before * happened / at_risk))


def influence(days: Values, ends: NDArray[np.int64], weights: Values, horizon: float) -> Values:
    """What each person adds to the share by `horizon`: the sum of squares is its variance, weights or not.

    It is the derivative of the estimate by each person's weight, times the weight (infinitesimal jackknife).
    """
    times, place = np.unique(days, return_inverse=True)
    happened, ended, left = (
        np.bincount(place, weights * chosen, minlength=len(times))
        for chosen in (ends == HAPPENED, ends != CENSORED, np.ones(len(days), bool))
    )
    at_risk = np.maximum(left[::-1].cumsum()[::-1], 1e-300)
    hazard = ended / at_risk
    stays = np.cumprod(1 - hazard)
    before = np.r_[1.0, stays[:-1]]
    shares = np.cumsum(before * happened / at_risk)
    inside = times <= horizon
    final = shares[inside][-1] if inside.any() else 0.0
    direct = np.where(inside, before / at_risk, 0.0)
    later = np.where(inside & (hazard < 1), (final - shares) / np.maximum(1 - hazard, 1e-12) / at_risk, 0.0)
    drift = np.cumsum(direct * happened / at_risk - later * hazard)
    own = direct[place] * (ends == HAPPENED) - later[place] * (ends != CENSORED)
    return np.asarray(weights * (own - drift[place]))


@dataclass(frozen=True, slots=True)
class Cox:
    """Log hazard ratios, their covariance (plain and robust by person), and the log likelihood at nought and at the end.

    `influence` has a row a person: what each adds to the log hazard ratios.
    """

    beta: Values
    covariance: Values
    robust: Values
    influence: Values
    log_likelihood: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Spells ordered by their end, with what every step needs once. Ties are Efron's."""

    x: Values
    weights: Values
    death_rows: NDArray[np.int64]
    starts: NDArray[np.int64]
    tied: NDArray[np.int64]
    rank: Values
    first_at_risk: NDArray[np.int64]
    late: NDArray[np.int64]
    not_yet: NDArray[np.int64]
    stop_place: NDArray[np.int64]
    start_place: NDArray[np.int64]
    person: NDArray[np.int64]


def cox(
    stop: Values,
    happened: Flags,
    columns: Values,
    *,
    start: Values | None = None,
    weights: Values | None = None,
    person: NDArray[np.int64] | None = None,
) -> Cox:
    """Cox regression, Efron's ties. A spell runs from `start` (not counted) to `stop`; a person may have many."""  # fmt: skip
    x = columns if columns.ndim == 2 else columns[:, None]
    n = len(stop)
    given = _sorted(
        x, stop, happened, np.full(n, -np.inf) if start is None else start, np.ones(n) if weights is None else weights,
        np.arange(n) if person is None else person,
    )  # fmt: skip
    beta, at_nought = np.zeros(x.shape[1]), 0.0
    for step in range(STEPS):
        likelihood, score, information, _ = _derivatives(given, beta)
        at_nought = at_nought if step else likelihood
        move = np.linalg.solve(information, score)
        beta = beta + move
        if np.abs(move).max() < CLOSE:
            break
    likelihood, _, information, terms = _derivatives(given, beta)
    covariance = np.linalg.inv(information)
    each = _score_residuals(given, beta, terms) @ covariance
    by_person = np.zeros((int(given.person.max()) + 1, x.shape[1]))
    np.add.at(by_person, given.person, each)
    return Cox(beta, np.asarray(covariance, np.float64), by_person.T @ by_person, by_person, (at_nought, likelihood))


def _sorted(
    x: Values, stop: Values, happened: Flags, start: Values, weights: Values, person: NDArray[np.int64]
) -> _Sorted:
    order = np.lexsort((~happened, stop))
    x, stop, happened, start = x[order], stop[order], happened[order], start[order]
    weights, person = weights[order], person[order]
    rows = np.flatnonzero(happened)
    times, starts, tied = np.unique(stop[rows], return_index=True, return_counts=True)
    late = np.argsort(start, kind="stable")
    rank = (np.arange(len(rows)) - np.repeat(starts, tied)) / np.repeat(tied, tied)
    return _Sorted(
        x, weights, rows, starts, tied, rank, np.searchsorted(stop, times, side="left"), late,
        np.searchsorted(start[late], times, side="left"), np.searchsorted(times, stop, side="right"),
        np.searchsorted(times, start, side="right"), np.unique(person, return_inverse=True)[1],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Terms:
    """For each death: its share of the hazard, and the mean covariates of those at risk, by Efron's rank."""

    hazard: Values
    mean: Values


def _derivatives(given: _Sorted, beta: Values) -> tuple[float, Values, Values, _Terms]:
    eta = given.x @ beta
    top = eta.max()
    r = given.weights * np.exp(eta - top)
    s0, d0 = _at_risk(given, r)
    s1, d1 = _at_risk(given, r[:, None] * given.x)
    products = (given.x[:, :, None] * given.x[:, None, :]).reshape(len(r), -1)
    s2, d2 = _at_risk(given, r[:, None] * products)
    k = given.rank
    denominator = np.repeat(s0, given.tied) - k * np.repeat(d0, given.tied)
    mean = (np.repeat(s1, given.tied, 0) - k[:, None] * np.repeat(d1, given.tied, 0)) / denominator[:, None]
    second = (np.repeat(s2, given.tied, 0) - k[:, None] * np.repeat(d2, given.tied, 0)) / denominator[:, None]
    dead = given.weights[given.death_rows]
    share = np.repeat(np.add.reduceat(dead, given.starts) / given.tied, given.tied)
    likelihood = float(dead @ eta[given.death_rows] - share @ (np.log(denominator) + top))
    score = dead @ given.x[given.death_rows] - share @ mean
    p = len(beta)
    information = (share @ second).reshape(p, p) - (mean * share[:, None]).T @ mean
    return likelihood, score, information, _Terms(share / denominator * np.exp(-top), mean)


def _at_risk(given: _Sorted, values: Values) -> tuple[Values, Values]:
    """Sums over those at risk at each time of a death, and over those who die then."""
    from_the_end = np.concatenate([values[::-1].cumsum(axis=0)[::-1], np.zeros((1, *values.shape[1:]))])
    from_the_latest = np.concatenate([values[given.late][::-1].cumsum(axis=0)[::-1], np.zeros((1, *values.shape[1:]))])
    at_risk = from_the_end[given.first_at_risk] - from_the_latest[given.not_yet]
    return at_risk, np.add.reduceat(values[given.death_rows], given.starts, axis=0)


def _score_residuals(given: _Sorted, beta: Values, terms: _Terms) -> Values:
    """What each spell adds to the score, weighted: the sandwich's filling."""
    risk = np.exp(given.x @ beta)
    a = _summed(np.add.reduceat(terms.hazard, given.starts))
    b = _summed(np.add.reduceat(terms.hazard[:, None] * terms.mean, given.starts, axis=0))
    a_in, b_in = a[given.stop_place] - a[given.start_place], b[given.stop_place] - b[given.start_place]
    residual = -risk[:, None] * (given.x * a_in[:, None] - b_in)
    rows, tied = given.death_rows, given.tied
    part = given.rank * terms.hazard
    a_back = np.repeat(np.add.reduceat(part, given.starts), tied)
    b_back = np.repeat(np.add.reduceat(part[:, None] * terms.mean, given.starts, axis=0), tied, axis=0)
    average = np.repeat(np.add.reduceat(terms.mean, given.starts, axis=0) / tied[:, None], tied, axis=0)
    residual[rows] += given.x[rows] - average + risk[rows, None] * (given.x[rows] * a_back[:, None] - b_back)
    return given.weights[:, None] * residual


def _summed(values: Values) -> Values:
    return np.concatenate([np.zeros((1, *values.shape[1:])), values.cumsum(axis=0)])
