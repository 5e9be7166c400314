"""Sites instead of persons: interrupted time series, and event studies where sites start at different times.

For notebooks: a study file speaks of persons, and these need the series of a whole catchment.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from offramp.evaluation.engine.estimates import Estimate, Values, on_own_scale


def interrupted(values: Values, start: int, lags: int = 3) -> list[Estimate]:
    """Change of level and of slope of a series at `start`, with errors that allow for `lags` periods of memory.

    A segmented regression by statsmodels with Newey and West's errors. Other things that happened then are in it too.
    """
    from statsmodels.regression.linear_model import OLS

    time = np.arange(len(values), dtype=float)
    after = (time >= start).astype(float)
    x = np.column_stack([np.ones_like(time), time, after, after * (time - start)])
    kernel: dict[str, Any] = {"maxlags": lags, "use_correction": True}
    fitted = OLS(values, x).fit(cov_type="HAC", cov_kwds=kernel)
    return [
        on_own_scale("level_change", float(fitted.params[2]), float(fitted.bse[2])),
        on_own_scale("slope_change", float(fitted.params[3]), float(fitted.bse[3])),
    ]


@dataclass(frozen=True, slots=True)
class EventStudy:
    """Effects by periods since the start (negative: leads, which should be nought), overall, and the p-value of the leads."""

    by_period: dict[int, Estimate]
    overall: Estimate
    leads_p: float


def event_study(values: Values, starts: NDArray[np.int64], leads: int = 4, lags: int = 6) -> EventStudy:
    """Staggered starts: each site against those that have not started yet, from the period before its start.

    `values` has a row a site and a column a period; `starts` is the period of the start, or -1 for never. Two-way fixed
    effects would compare late sites with early ones that are treated already (Callaway and Sant'Anna 2021). Errors are
    from leaving out one site at a time.
    """
    whole = _by_period(values, starts, leads, lags)
    without = [_by_period(np.delete(values, n, 0), np.delete(starts, n), leads, lags) for n in range(len(values))]
    periods = [k for k in whole if all(k in one for one in without)]
    effects = np.array([whole[k] for k in periods])
    left = np.array([[one[k] for k in periods] for one in without])
    n = len(values)
    covariance = (n - 1) / n * (left - left.mean(0)).T @ (left - left.mean(0))
    spreads = np.sqrt(np.diag(covariance))
    each = {
        k: on_own_scale(f"effect_{k:+d}", float(e), float(s)) for k, e, s in zip(periods, effects, spreads, strict=True)
    }
    later = np.array([k >= 0 for k in periods]) / max(1, sum(k >= 0 for k in periods))
    overall = on_own_scale("effect", float(later @ effects), float(np.sqrt(later @ covariance @ later)))
    early = [n for n, k in enumerate(periods) if k < 0]
    joint = effects[early] @ np.linalg.pinv(covariance[np.ix_(early, early)]) @ effects[early] if early else 0.0
    return EventStudy(each, overall, float(chi2.sf(joint, max(1, len(early)))))


def _by_period(values: Values, starts: NDArray[np.int64], leads: int, lags: int) -> dict[int, float]:
    """The mean effect at each period since the start, every site that started counting once."""
    found: dict[int, list[float]] = {}
    for site in np.flatnonzero(starts > 0):
        base = int(starts[site]) - 1
        for k in (*range(-leads, -1), *range(lags + 1)):
            period = int(starts[site]) + k
            if 0 <= period < values.shape[1]:
                waiting = (starts < 0) | (starts > max(period, base))
                if waiting.any():
                    drift = (values[waiting, period] - values[waiting, base]).mean()
                    found.setdefault(k, []).append(float(values[site, period] - values[site, base] - drift))
    return {k: float(np.mean(gains)) for k, gains in sorted(found.items())}


def by_shift(after: Values, offered: Values, green: NDArray[np.bool_]) -> Estimate:
    """The effect on those whom only the shift made an offer to: shifts that could offer LEAD as an instrument (Wald).

    Takes the shift to work through the offer alone. Weak where shifts hardly differ in offers: then the interval is wide.
    """
    share = np.where(green, 1 / green.sum(), -1 / (~green).sum())
    reach = float(share @ offered)
    effect = float(share @ after) / reach
    left = after - effect * offered
    centered = left - np.where(green, left[green].mean(), left[~green].mean())
    return on_own_scale(
        "risk_difference_by_shift", effect, float(np.sqrt(np.square(share * centered).sum())) / abs(reach)
    )
