"""How often it happened, in the time in which it could: Poisson with time at risk, in closed form for two periods.

The variance is the sandwich over persons, so counts may be more scattered than Poisson. Where that scatter is to be
modeled, or covariates are to stand in the regression itself, `regression` is statsmodels.
"""

import math
from typing import Any, Literal

import numpy as np

from offramp.evaluation.engine.estimates import Estimate, Flags, Values, delta, on_log_scale, on_own_scale
from offramp.evaluation.engine.risks import Cells

YEAR = 365.0  # days


def group_by_period(
    before: Values, after: Values, days: tuple[Values, Values], treated: Flags, weights: Values
) -> Cells:
    """Rates a day of the four cells, from counts and days at risk before and after, one entry a person."""
    rates, influence = np.zeros(4), np.zeros((len(treated), 4))
    for group, cells in ((treated, (0, 1)), (~treated, (2, 3))):
        for cell, counts, time in zip(cells, (before, after), days, strict=True):
            share = weights[group] / (weights[group] @ time[group])
            rates[cell] = share @ counts[group]
            lever = 1 / (
                1 - share * time[group]
            )  # Mancl and DeRouen's correction: counts are skewed, also with many people
            influence[group, cell] = share * lever * (counts[group] - rates[cell] * time[group])
    return Cells(rates, influence.T @ influence)


def side_by_side(cells: Cells) -> list[Estimate]:
    """Rates a year with and without, their difference and ratio. Nothing where a cell has no event."""
    rates, covariance = cells.risks, cells.covariance
    if not (rates > 0).all():
        return []
    without = _without(rates)
    spread = delta(lambda r: math.log(r[1] / _without(r)), rates, covariance)
    return [
        _rate("rate_offered", float(rates[1]), math.sqrt(covariance[1, 1])),
        _rate("rate_without", without, delta(_without, rates, covariance)),
        on_own_scale(
            "rate_difference",
            YEAR * (rates[1] - without),
            YEAR * delta(lambda r: r[1] - _without(r), rates, covariance),
        ),
        on_log_scale("rate_ratio", math.log(rates[1] / without), spread),
    ]


def _rate(measure: str, rate: float, se: float) -> Estimate:
    return on_log_scale(measure, math.log(YEAR * rate), se / rate)


def _without(rates: Values) -> float:
    return float(rates[0] * rates[3] / rates[2])


def regression(
    counts: Values,
    columns: Values,
    *,
    days: Values | None = None,
    people: Values | None = None,
    weights: Values | None = None,
    family: Literal["poisson", "negative_binomial"] = "poisson",
) -> Any:
    """Poisson or negative binomial regression by statsmodels, with an offset for days and errors that hold by person.

    `columns` are without the constant, which is put first. Gives the fitted model of statsmodels.
    """  # fmt: skip
    from statsmodels.discrete.discrete_model import NegativeBinomial
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    x = np.column_stack([np.ones(len(counts)), columns])
    exposure = None if days is None else np.asarray(days, float)
    groups = np.arange(len(counts)) if people is None else people
    robust = {"cov_type": "cluster", "cov_kwds": {"groups": groups}}
    if family == "poisson":
        return GLM(counts, x, family=Poisson(), exposure=exposure, freq_weights=weights).fit(**robust)
    return NegativeBinomial(counts, x, exposure=exposure).fit(disp=0, method="bfgs", maxiter=500, **robust)


def adjusted(
    before: Values, after: Values, days: tuple[Values, Values], treated: Flags, family: Literal["poisson", "negative_binomial"]
) -> list[Estimate]:  # fmt: skip
    """The rate ratio of group by period from a regression without weights."""
    n = len(treated)
    group, period = np.repeat(treated, 2).astype(float), np.tile([0.0, 1.0], n)
    counts, time = np.column_stack([before, after]).ravel(), np.column_stack(days).ravel()
    if min(counts[(group == g) & (period == t)].sum() for g in (0, 1) for t in (0, 1)) == 0:
        return []
    columns = np.column_stack([group, period, group * period])
    fitted = regression(counts, columns, days=time, people=np.repeat(np.arange(n), 2), family=family)
    return [on_log_scale("rate_ratio", float(fitted.params[3]), float(fitted.bse[3]))]
