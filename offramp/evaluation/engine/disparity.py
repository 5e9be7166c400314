"""Who is offered LEAD among those who could be: rates by group, their ratios with intervals, and within kinds of offense."""

import math

import numpy as np
from scipy.optimize import brentq

from offramp.evaluation.engine.estimates import Estimate, Flags, Z, on_log_scale, on_own_scale

Strata = np.ndarray


def wilson(yes: int, of: int) -> tuple[float, float]:
    """The score interval of a share (Wilson): from 0 to 1 also where nobody or everybody is offered."""
    share, z2 = yes / of, Z * Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def score_ratio(yes: int, of: int, yes_other: int, of_other: int) -> Estimate:
    """The ratio of two rates with its score interval (Koopman 1984)."""
    if not yes or not yes_other:
        return Estimate("rate_ratio", yes / of / (yes_other / of_other) if yes_other else math.nan, math.nan, math.nan)
    ratio = (yes / of) / (yes_other / of_other)

    def beyond(log: float) -> float:
        return _koopman(math.exp(log), yes, of, yes_other, of_other) - Z * Z

    at = math.log(ratio)
    lo, hi = (math.exp(brentq(beyond, *sorted((at, at + side * 12)))) for side in (-1, 1))
    return Estimate("rate_ratio", ratio, lo, hi)


def _koopman(ratio: float, x: int, n: int, y: int, m: int) -> float:
    """The score statistic of the hypothesis that the two rates have this ratio."""
    a, b = ratio * (n + m), -(ratio * (n + y) + x + m)
    other = (-b - math.sqrt(b * b - 4 * a * (x + y))) / (2 * a) if a else 0.0
    p = min(max(other * ratio, 1e-12), 1 - 1e-12)
    q = min(max(other, 1e-12), 1 - 1e-12)
    return (x - n * p) ** 2 / (n * p * (1 - p)) + (y - m * q) ** 2 / (m * q * (1 - q))


def log_wald_ratio(yes: int, of: int, yes_other: int, of_other: int) -> Estimate:
    """The ratio with half a person added to each count: defined also where a count is nought."""
    a, b = yes + 0.5, yes_other + 0.5
    log = math.log(a / (of + 0.5)) - math.log(b / (of_other + 0.5))
    return on_log_scale("rate_ratio_wald", log, math.sqrt(1 / a - 1 / (of + 0.5) + 1 / b - 1 / (of_other + 0.5)))


def difference(yes: int, of: int, yes_other: int, of_other: int) -> Estimate:
    """The difference of two rates."""
    p, q = yes / of, yes_other / of_other
    return on_own_scale("rate_difference", p - q, math.sqrt(p * (1 - p) / of + q * (1 - q) / of_other))


def mantel_haenszel(offered: Flags, ours: Flags, strata: Strata) -> Estimate:
    """The ratio of rates within strata, such as kinds of offense: Mantel and Haenszel, variance of Greenland and Robins."""
    top, bottom, spread = 0.0, 0.0, 0.0
    for stratum in np.unique(strata):
        inside = strata == stratum
        a, c = int((offered & ours & inside).sum()), int((offered & ~ours & inside).sum())
        n, m = int((ours & inside).sum()), int((~ours & inside).sum())
        total = n + m
        top, bottom = top + a * m / total, bottom + c * n / total
        spread += (n * m * (a + c) - a * c * total) / total**2
    if not top or not bottom:
        return Estimate("rate_ratio_stratified", math.nan, math.nan, math.nan)
    return on_log_scale("rate_ratio_stratified", math.log(top / bottom), math.sqrt(spread / (top * bottom)))


def between(offered: Flags, ours: Flags, reference: Flags, strata: Strata | None = None) -> list[Estimate]:
    """Everything about the offers to one group against another."""
    yes, of = int((offered & ours).sum()), int(ours.sum())
    yes_other, of_other = int((offered & reference).sum()), int(reference.sum())
    lo, hi = wilson(yes, of)
    found = [
        Estimate("share_of_eligible", yes / of, lo, hi), score_ratio(yes, of, yes_other, of_other),
        log_wald_ratio(yes, of, yes_other, of_other), difference(yes, of, yes_other, of_other),
    ]  # fmt: skip
    if strata is not None:
        both = ours | reference
        found.append(mantel_haenszel(offered[both], ours[both], strata[both]))
    return [one for one in found if math.isfinite(one.est)]
