"""Who enters a window of so many days, and how many days of it they could be seen in.

Day 0 is the day of referral and belongs to no window. The window before is day -w to day -1, the window after is day
s + 1 to day s + w, where s is the wash-out. A person enters only if the extract covers both windows whole, whether or
not anything happened in them: keeping somebody because the event is already known, while dropping those without one,
would raise the rate.
"""

from collections.abc import Iterable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from offramp.evaluation.engine.inputs import FAR, Inputs
from offramp.evaluation.engine.study import Study

Days = NDArray[np.int64]
Flags = NDArray[np.bool_]


def covered(inputs: Inputs, types: Iterable[str]) -> tuple[Days, Days]:
    """Whole days before and after day 0 that every agency's records of these types cover, for each person in order.

    Where day 0 itself is not covered, -1 and -1: that person enters no window. Moving away ends what can be seen.
    """
    zero = _days(inputs.people["day_zero"])
    first, last = np.full(len(zero), -FAR), np.full(len(zero), FAR)
    for sites, spans in _suppliers(inputs, types):
        low, high = _around(zero, spans)
        here = np.ones(len(zero), bool) if sites is None else inputs.people["site"].is_in([sites]).to_numpy()
        first = np.where(here, np.maximum(first, low - zero), first)
        last = np.where(here, np.minimum(last, high - zero), last)
    last = np.minimum(last, inputs.people["move_out"].to_numpy() - 1)
    outside = (first > 0) | (last < 0)
    return np.where(outside, -1, -first), np.where(outside, -1, last)


def entrants(study: Study, inputs: Inputs, types: Iterable[str], window: int) -> Flags:
    """Whether each person enters the window of so many days, and their history is covered too."""
    needed = {*types, *(word for one in study.covariates for word in one.events)}
    history = max((one.days for one in study.covariates), default=0)
    before, after = covered(inputs, needed)
    return (before >= max(window, history)) & (after >= study.wash_out_days + window)


def _suppliers(inputs: Inputs, types: Iterable[str]) -> list[tuple[str | None, NDArray[np.int64]]]:
    """For each agency and type, the site it is for (None: all) and its spans of days, merged where they touch."""
    rows = inputs.coverage.filter(pl.col("type").is_in(list(types)))
    for column in ("agency", "site"):
        if column not in rows.columns:
            rows = rows.with_columns(pl.lit(None, pl.String).alias(column))
    parts = rows.partition_by("type", "agency", "site", maintain_order=True)
    return [(part["site"][0], merged(_days(part["from"]), _days(part["to"]))) for part in parts]


def merged(start: Days, end: Days) -> NDArray[np.int64]:
    """Spans of whole days, both ends counted, as rows of first and last day without overlap, in order."""
    order = np.argsort(start, kind="stable")
    start, end = start[order], np.maximum.accumulate(end[order])
    opens = np.r_[True, start[1:] > end[:-1] + 1]
    return np.column_stack([start[opens], end[np.r_[opens[1:], True]]])


def _around(zero: Days, spans: NDArray[np.int64]) -> tuple[Days, Days]:
    """The span around each day; an empty one where there is none."""
    at = np.searchsorted(spans[:, 0], zero, side="right") - 1
    low, high = spans[np.maximum(at, 0)].T
    inside = (at >= 0) & (zero <= high)
    return np.where(inside, low, zero + 1), np.where(inside, high, zero - 1)


def _days(column: pl.Series) -> Days:
    """Days since 1970."""
    return column.cast(pl.Date).to_physical().to_numpy().astype(np.int64)
