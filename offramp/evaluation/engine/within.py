"""Changes within the same people, with nobody to compare to. Never an effect: who comes at their worst gets better anyway."""

import math
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.stats import binom, chi2

from offramp.evaluation.engine.estimates import Estimate, Flags, Values, on_log_scale, on_logit_scale
from offramp.evaluation.engine.inputs import Inputs
from offramp.evaluation.engine.study import State

MONTH = 30.4375  # days


@dataclass(frozen=True, slots=True)
class McNemar:
    """The statistic without correction and its p-value, and the exact p-value."""

    statistic: float
    p: float
    exact_p: float


def mcnemar(only_before: int, only_after: int) -> McNemar:
    """From the people who changed: those with the event only before, and those with it only after."""
    changed = only_before + only_after
    if not changed:
        return McNemar(0.0, 1.0, 1.0)
    statistic = (only_before - only_after) ** 2 / changed
    exact = min(1.0, 2 * float(binom.cdf(min(only_before, only_after), changed, 0.5)))
    return McNemar(statistic, float(chi2.sf(statistic, 1)), exact)


def before_and_after(before: Values, after: Values) -> list[Estimate]:
    """Shares before and after in the same people, and the odds ratio of those who changed."""
    only_before = int(((before > 0) & (after == 0)).sum())
    only_after = int(((before == 0) & (after > 0)).sum())
    n = len(before)
    shares = [float((side > 0).mean()) for side in (before, after)]
    found = [
        on_logit_scale(name, share, math.sqrt(share * (1 - share) / n))
        for name, share in zip(("share_before", "share_after"), shares, strict=True)
    ]
    if only_before and only_after:
        log, se = math.log(only_after / only_before), math.sqrt(1 / only_after + 1 / only_before)
        ratio = on_log_scale("odds_ratio_within", log, se)
        tested = mcnemar(only_before, only_after)
        found.append(Estimate(ratio.measure, ratio.est, ratio.lo, ratio.hi, tested.exact_p, "McNemar, exact p"))
    return found


def monthly_states(inputs: Inputs, outcome: State) -> pl.DataFrame:
    """Each treated person's state at the end of the month before day 0 (-1) and of each month after: null if not known."""
    assert inputs.spells is not None
    people = inputs.people.filter("treated").select("person_id", "day_zero", "move_out", "death")
    months = pl.DataFrame({"month": [-1, *range(outcome.months)]})
    day = pl.when(pl.col("month") < 0).then(-1).otherwise(((pl.col("month") + 1) * MONTH).floor().cast(pl.Int64))
    grid = people.join(months, how="cross").with_columns(day=day, on=pl.col("day_zero") + pl.duration(days=day))
    spells = inputs.spells.filter(pl.col("type") == outcome.spell).select("person_id", "start", "end", "state")
    inside = (pl.col("start") <= pl.col("on")) & (pl.col("end").is_null() | (pl.col("end") >= pl.col("on")))
    states = (
        grid.join(spells, on="person_id")
        .filter(inside)
        .unique(["person_id", "month"], keep="first", maintain_order=True)
    )
    gone = (pl.col("day") >= pl.col("move_out")) | (pl.col("day") >= pl.col("death"))
    found = grid.join(
        states.select("person_id", "month", "state"), on=["person_id", "month"], how="left", maintain_order="left"
    )
    return found.with_columns(state=pl.when(~gone).then("state")).select("person_id", "month", "state")


def transitions(states: pl.DataFrame, last: int) -> pl.DataFrame:
    """How many people went from each state before day 0 to each state in month `last`, whoever is known in both."""
    first = states.filter(pl.col("month") == -1).select("person_id", was="state")
    then = states.filter(pl.col("month") == last).select("person_id", became="state")
    both = first.join(then, on="person_id").drop_nulls()
    return both.group_by("was", "became").len("people").sort("was", "became")


def in_any_month(good: Values, known: Flags) -> list[Estimate]:
    """The share with a good state before, in the months after, and the odds ratio between them.

    `good` and `known` have a row a person and a column a month, the month before day 0 first. It is the logistic GEE of a
    month after against the month before, in closed form, with errors that hold by person.
    """
    both = known[:, 0] & known[:, 1:].any(axis=1)
    good, known = good[both] * known[both], known[both]
    counts = np.column_stack([known[:, 0], known[:, 1:].sum(axis=1)]).astype(float)
    sums = np.column_stack([good[:, 0], good[:, 1:].sum(axis=1)])
    if not both.any() or not all(0 < share < 1 for share in sums.sum(axis=0) / counts.sum(axis=0)):
        return []
    shares = sums.sum(axis=0) / counts.sum(axis=0)
    influence = (sums - counts * shares) / counts.sum(axis=0)
    spread = np.sqrt(np.square(influence).sum(axis=0))
    odds = influence / (shares * (1 - shares))
    log = float(np.log(shares[1] / (1 - shares[1])) - np.log(shares[0] / (1 - shares[0])))
    return [
        on_logit_scale("share_before", float(shares[0]), float(spread[0])),
        on_logit_scale("share_any_month_after", float(shares[1]), float(spread[1])),
        on_log_scale("odds_ratio_within", log, float(np.sqrt(np.square(odds[:, 1] - odds[:, 0]).sum()))),
    ]


def as_months(states: pl.DataFrame, good: tuple[str, ...]) -> tuple[Values, Flags]:
    """`monthly_states` as two tables with a row a person and a column a month, the month before day 0 first."""
    months = states["month"].n_unique()
    yes = states["state"].is_in(list(good)).fill_null(value=False).to_numpy().astype(np.float64)
    return yes.reshape(-1, months), states["state"].is_not_null().to_numpy().reshape(-1, months)
