"""Dollars, days and events a year: how much more they changed than in the comparison group.

Costs are skewed, with few people who cost very much, so the interval comes from drawing persons again, with the
propensity fitted in every draw: the basic interval, and the percentile interval beside it as a check.
"""

import numpy as np

from offramp.evaluation.engine.estimates import Estimate, Flags, Values, on_own_scale


def change(before: Values, after: Values, treated: Flags, weights: Values) -> tuple[float, float]:
    """The weighted mean change of the treated group and of the comparison group."""
    gain = after - before
    return (
        float(np.average(gain[treated], weights=weights[treated])),
        float(np.average(gain[~treated], weights=weights[~treated])),
    )


def influence(before: Values, after: Values, treated: Flags, weights: Values) -> Values:
    """What each person adds to the difference of the two changes."""
    gain, sides = after - before, change(before, after, treated, weights)
    centered = gain - np.where(treated, *sides)
    totals = np.where(treated, weights[treated].sum(), -weights[~treated].sum())
    return np.asarray(weights * centered / totals)


def difference_in_differences(
    before: Values, after: Values, treated: Flags, weights: Values, draws: Values, unit: str
) -> list[Estimate]:
    """Both changes and their difference, with the basic bootstrap interval, and the percentile interval beside it.

    `draws` has a row of weights for each draw.
    """
    ours, theirs = change(before, after, treated, weights)
    drawn = _changes(after - before, treated, draws)
    both = np.column_stack([drawn, drawn[:, 0] - drawn[:, 1]])
    names = (f"{unit}_change_offered", f"{unit}_change_usual", f"{unit}_difference")
    found = [
        basic(name, est, both[:, n])
        for n, (name, est) in enumerate(zip(names, (ours, theirs, ours - theirs), strict=True))
    ]
    low, high = np.percentile(both[:, 2], [2.5, 97.5])
    return [*found, Estimate(f"{unit}_difference_percentile", ours - theirs, float(low), float(high))]


def _changes(gain: Values, treated: Flags, draws: Values) -> Values:
    """A row for each draw: the weighted mean change of both groups."""
    sides = [(draws @ (gain * group)) / (draws @ group.astype(np.float64)) for group in (treated, ~treated)]
    return np.column_stack(sides)


def with_sandwich(
    before: Values, after: Values, treated: Flags, weights: Values, se: float, unit: str
) -> list[Estimate]:
    """The same for many people, where the normal interval is right."""
    ours, theirs = change(before, after, treated, weights)
    each = influence(before, after, treated, weights)
    parts = [float(np.sqrt(np.square(each[group]).sum())) for group in (treated, ~treated)]
    return [
        on_own_scale(f"{unit}_change_offered", ours, parts[0]),
        on_own_scale(f"{unit}_change_usual", theirs, parts[1]),
        on_own_scale(f"{unit}_difference", ours - theirs, se),
    ]


def basic(measure: str, est: float, drawn: Values) -> Estimate:
    """The basic bootstrap interval: the percentiles turned around the estimate. `p` is from how often draws cross it."""
    low, high = np.percentile(drawn, [2.5, 97.5])
    beyond = min(np.mean(2 * est - drawn <= 0), np.mean(2 * est - drawn >= 0))
    return Estimate(
        measure, est, float(2 * est - high), float(2 * est - low), min(1.0, 2 * max(float(beyond), 1 / len(drawn)))
    )


def net_benefit(saved: Estimate, monthly: dict[str, float]) -> list[Estimate]:
    """What is left of a year's savings after the program's cost, for each case, and the cost at which nothing is.

    `saved` is the difference in dollars a year, negative where less was spent. 8,061 saved at 899 a month leaves -2,727.
    """
    found = [
        Estimate(f"dollars_net_{case}", -saved.est - 12 * cost, -saved.hi - 12 * cost, -saved.lo - 12 * cost,
                 about=f"at ${cost:,.0f} a month")
        for case, cost in monthly.items()
    ]  # fmt: skip
    even = Estimate("dollars_break_even_a_month", -saved.est / 12, -saved.hi / 12, -saved.lo / 12)
    return [*found, even]
