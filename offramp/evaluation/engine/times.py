"""By what factor the time until it happened is longer: accelerated failure times, where hazards are not proportional."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_ndtr

from offramp.evaluation.engine.estimates import Flags, Values

Family = Literal["log_normal", "weibull"]


@dataclass(frozen=True, slots=True)
class Accelerated:
    """Coefficients of log time, the constant first, the scale, their robust covariance (log scale last), log likelihood.

    The likelihood is that of log time, as Stata and the textbooks print it.
    """

    beta: Values
    scale: float
    robust: Values
    log_likelihood: float


def accelerated(
    days: Values, happened: Flags, columns: Values, *, family: Family = "log_normal", weights: Values | None = None
) -> Accelerated:
    """Fit by maximum likelihood; whoever it did not happen to is censored on their last day."""
    x = np.column_stack([np.ones(len(days)), columns])
    w = np.ones(len(days)) if weights is None else weights
    log_days = np.log(days)
    parts = _log_normal if family == "log_normal" else _weibull

    def each(theta: Values) -> tuple[Values, Values]:
        """The log likelihood and the score of each person."""
        scale = np.exp(theta[-1])
        z = (log_days - x @ theta[:-1]) / scale
        value, slope = parts(z, happened)
        return value - happened * theta[-1], np.column_stack([-slope[:, None] * x / scale, -slope * z - happened])

    def loss(theta: Values) -> tuple[float, Values]:
        value, scores = each(theta)
        return -float(w @ value), -(w @ scores)

    start = np.r_[np.linalg.lstsq(x, log_days, rcond=None)[0], np.log(log_days.std())]
    theta = _newton(minimize(loss, start, jac=True, method="BFGS").x, loss)
    bread = np.linalg.inv(_slope_of(loss, theta))
    scores = w[:, None] * each(theta)[1]
    return Accelerated(theta[:-1], float(np.exp(theta[-1])), bread @ (scores.T @ scores) @ bread, -loss(theta)[0])


def _log_normal(z: Values, happened: Flags) -> tuple[Values, Values]:
    density, beyond = -0.5 * z**2 - 0.5 * np.log(2 * np.pi), log_ndtr(-z)
    return np.where(happened, density, beyond), np.where(happened, -z, -np.exp(density - beyond))


def _weibull(z: Values, happened: Flags) -> tuple[Values, Values]:
    return happened * z - np.exp(z), happened - np.exp(z)


def _newton(theta: Values, loss) -> Values:  # type: ignore[no-untyped-def]
    """A few exact steps, where the quasi-Newton search stops early."""
    for _ in range(5):
        theta = theta - np.linalg.solve(_slope_of(loss, theta), loss(theta)[1])
    return theta


def _slope_of(loss, theta: Values) -> Values:  # type: ignore[no-untyped-def]
    """The second derivatives, by central differences of the first."""
    steps = 1e-5 * np.eye(len(theta))
    rows = [(loss(theta + step)[1] - loss(theta - step)[1]) / 2e-5 for step in steps]
    return np.asarray((np.array(rows) + np.array(rows).T) / 2)
