"""One result: a number, its interval, and how many people it rests on."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]
Z = 1.959963984540054  # the normal quantile of a 95 % interval


@dataclass(frozen=True, slots=True)
class Estimate:
    """`measure` says what the number is (risk_ratio, dollars ...); `lo` to `hi` is a 95 % interval; `p` is two-sided."""

    measure: str
    est: float
    lo: float
    hi: float
    p: float = math.nan
    about: str = ""


def on_own_scale(measure: str, est: float, se: float) -> Estimate:
    """A difference: the interval is symmetric."""
    return Estimate(measure, est, est - Z * se, est + Z * se, p_of(est, se))


def on_log_scale(measure: str, log: float, se: float) -> Estimate:
    """A ratio from its logarithm: the interval is symmetric there."""
    est, lo, hi = (float(np.exp(x)) for x in (log, log - Z * se, log + Z * se))
    return Estimate(measure, est, lo, hi, p_of(log, se))


def on_logit_scale(measure: str, risk: float, se: float) -> Estimate:
    """A risk: its interval stays between 0 and 1."""
    if not 0 < risk < 1:
        return Estimate(measure, risk, math.nan, math.nan)
    logit, spread = math.log(risk / (1 - risk)), se / (risk * (1 - risk))
    lo, hi = (1 / (1 + math.exp(-(logit + side * Z * spread))) for side in (-1, 1))
    return Estimate(measure, risk, lo, hi)


def p_of(est: float, se: float) -> float:
    """Two-sided p-value of est / se under the normal distribution."""
    return math.erfc(abs(est) / se / math.sqrt(2)) if se > 0 else math.nan


def unexplained(influence: Values, scores: Values) -> Values:
    """What the scores of the propensity do not explain of the influence: Lunceford and Davidian 2004.

    Its squares sum to the variance, given that the weights were estimated.
    """
    information = scores.T @ scores + 1e-12 * np.eye(scores.shape[1])
    return np.asarray(influence - scores @ np.linalg.solve(information, scores.T @ influence))


def delta(function: Callable[[Values], float], at: Values, covariance: Values) -> float:
    """Standard error of a function of estimates, by central differences. `covariance` is theirs."""
    step = 1e-6 * np.maximum(np.abs(at), 1e-3)
    moves = np.diag(step)
    slope = np.array(
        [(function(at + move) - function(at - move)) / (2 * h) for move, h in zip(moves, step, strict=True)]
    )
    return float(np.sqrt(slope @ covariance @ slope))
