"""What happened to each person before and after day 0, by the versioned definitions of the study.

All counts of events over all windows come out of one pass over the table of events.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from offramp.evaluation.engine.inputs import FAR, Inputs
from offramp.evaluation.engine.study import AnyEvent, Cost, Covariate, Days, Measured, Outcome, Study, digest

Values = NDArray[np.float64]
CUSTODY = ("jail", "prison")
YEAR = 365.0  # days


@dataclass(frozen=True, slots=True)
class Period:
    """One window on one side of day 0: the days from `first` to `last`, both counted."""

    window: int
    side: str
    first: int
    last: int


def periods(study: Study) -> tuple[Period, ...]:
    """Both sides of every window of the study."""
    start = study.wash_out_days
    before = [Period(w, "before", -w, -1) for w in study.windows]
    return (*before, *(Period(w, "after", start + 1, start + w) for w in study.windows))


@cache
def definition_hash(outcome: Measured) -> str:
    """What stands on every result: it changes when the definition does."""
    return digest(outcome.model_dump(mode="json"))


def measure(study: Study, inputs: Inputs) -> dict[tuple[str, int, str], Values]:
    """For each outcome, window and side (`before`, `after`): one number a person, in the order of the people.

    Counts are events, days are days inside, costs are dollars a year. "at_risk" is there too: days neither in custody
    nor after death.
    """
    found = {**_events(study, inputs), **_at_risk(study, inputs)}
    for outcome in study.outcomes:
        if isinstance(outcome, Days):
            found |= _days(study, inputs, outcome)
        elif isinstance(outcome, Cost):
            found |= _costs(study, inputs, outcome)
    return found


def histories(inputs: Inputs, covariates: Iterable[Covariate]) -> dict[str, Values]:
    """How many events of its types each person had in the days before day 0, for each history."""
    past = {one.name: one for one in covariates if one.kind == "history"}
    if not past:
        return {}
    wanted = {name: _is_type(one.events) & pl.col("day").is_between(-one.days, -1) for name, one in past.items()}
    longest = max(one.days for one in past.values())
    types = {word for one in past.values() for word in one.events}
    return _counted(inputs, _dated(inputs, inputs.events, types, -longest, -1), wanted)


def _events(study: Study, inputs: Inputs) -> dict[tuple[str, int, str], Values]:
    counted = [one for one in study.outcomes if isinstance(one, AnyEvent)]
    if not counted:
        return {}
    wanted = {}
    for one in counted:
        for period in periods(study):
            wanted[f"{one.name}|{period.window}|{period.side}"] = _is_meant(one) & _inside(period)
    types = {word for one in counted for word in one.events}
    longest = max(study.windows)
    rows = _dated(inputs, inputs.events, types, -longest, study.wash_out_days + longest)
    return _keyed(_counted(inputs, rows, wanted))


def _is_meant(outcome: AnyEvent) -> pl.Expr:
    meant = _is_type(outcome.events)
    if outcome.grades:
        meant &= pl.col("grade").is_in(outcome.grades).fill_null(value=False)
    if outcome.leave_out_warrants:
        meant &= ~pl.col("warrant_only").fill_null(value=False)
    return meant


def _is_type(types: Iterable[str]) -> pl.Expr:
    return pl.col("type").is_in(list(types))


def _inside(period: Period) -> pl.Expr:
    return pl.col("day").is_between(period.first, period.last)


def _dated(inputs: Inputs, rows: pl.LazyFrame, types: Iterable[str] | None, first: int, last: int) -> pl.LazyFrame:
    """The rows of these types between two days, with `day` counted from each person's day 0."""
    if types is not None:
        rows = rows.filter(_is_type(types))
    zero = inputs.people.select("person_id", "day_zero").lazy()
    day = (pl.col("date") - pl.col("day_zero")).dt.total_days()
    return rows.join(zero, on="person_id").with_columns(day=day).filter(pl.col("day").is_between(first, last))


def _counted(inputs: Inputs, rows: pl.LazyFrame, wanted: dict[str, pl.Expr]) -> dict[str, Values]:
    sums = rows.group_by("person_id").agg(**{name: meant.sum() for name, meant in wanted.items()})
    return _in_order(inputs, sums.collect(engine="streaming"))


def _in_order(inputs: Inputs, found: pl.DataFrame) -> dict[str, Values]:
    """One array a column, in the order of the people, nought for whoever has no row."""
    joined = inputs.people.select("person_id").join(found, on="person_id", how="left", maintain_order="left")
    return {name: joined[name].fill_null(0).to_numpy().astype(np.float64) for name in found.columns[1:]}


def _keyed(found: dict[str, Values]) -> dict[tuple[str, int, str], Values]:
    split = ((name.split("|"), values) for name, values in found.items())
    return {(outcome, int(window), side): values for (outcome, window, side), values in split}


def _days(study: Study, inputs: Inputs, outcome: Days) -> dict[tuple[str, int, str], Values]:
    return {
        (outcome.name, period.window, period.side): days_inside(inputs, outcome.spells, period)
        for period in periods(study)
    }


def days_inside(inputs: Inputs, types: Iterable[str], period: Period) -> Values:
    """Days of the period that each person's stays touch. A day that two stays touch is one day."""
    if inputs.spells is None:
        return np.zeros(len(inputs.people))
    found = (
        union_of_stays(inputs, types)
        .with_columns(
            pl.max_horizontal("first", pl.lit(period.first)).alias("first"),
            pl.min_horizontal("last", pl.lit(period.last)).alias("last"),
        )
        .group_by("person_id")
        .agg(days=(pl.col("last") - pl.col("first") + 1).clip(lower_bound=0).sum())
    )
    return _in_order(inputs, found)["days"]


def union_of_stays(inputs: Inputs, types: Iterable[str]) -> pl.DataFrame:
    """Each person's stays as days from day 0, `first` to `last`, overlapping and touching ones made one."""
    assert inputs.spells is not None
    zero = inputs.people.select("person_id", "day_zero")
    stays = inputs.spells.filter(_is_type(types)).join(zero, on="person_id")
    first = (pl.col("start") - pl.col("day_zero")).dt.total_days().alias("first")
    last = (pl.col("end") - pl.col("day_zero")).dt.total_days().fill_null(FAR).alias("last")
    rows = stays.select("person_id", first, last).sort("person_id", "first")
    reached = pl.col("last").cum_max().shift(1).over("person_id")
    opens = (reached.is_null() | (pl.col("first") > reached + 1)).cum_sum().alias("stay")
    merged = rows.with_columns(opens).group_by("person_id", "stay")
    return merged.agg(pl.col("first").min(), pl.col("last").max())


def _at_risk(study: Study, inputs: Inputs) -> dict[tuple[str, int, str], Values]:
    """Days at which somebody could have been arrested: alive and not in custody. At least one, as an offset needs."""
    died = inputs.people["death"].to_numpy().astype(np.float64)
    found = {}
    for period in periods(study):
        inside = days_inside(inputs, CUSTODY, period)
        dead = np.clip(period.last - np.maximum(died, period.first - 1), 0, period.window)
        found["at_risk", period.window, period.side] = np.maximum(period.window - inside - dead, 1.0)
    return found


def _costs(study: Study, inputs: Inputs, outcome: Cost) -> dict[tuple[str, int, str], Values]:
    assert inputs.costs is not None
    rows = inputs.costs if not outcome.kinds else inputs.costs.filter(pl.col("kind").is_in(outcome.kinds))
    longest = max(study.windows)
    dated = _dated(inputs, rows.lazy(), None, -longest, study.wash_out_days + longest)
    sums = dict(_cost_sums(study, outcome))
    return _keyed(_in_order(inputs, dated.group_by("person_id").agg(**sums).collect()))


def _cost_sums(study: Study, outcome: Cost) -> Iterator[tuple[str, pl.Expr]]:
    for period in periods(study):
        inside = pl.col("amount").filter(_inside(period)).sum() * (YEAR / period.window)
        yield f"{outcome.name}|{period.window}|{period.side}", inside


@dataclass(frozen=True, slots=True)
class Timeline:
    """Days from the end of the wash-out until the first event or another end, and what ended it, for each person.

    `ends` is 1 where it happened, 2 where death or prison came first, 0 where the extract ends or the person moved away.
    """

    days: Values
    ends: NDArray[np.int64]


def timeline(study: Study, inputs: Inputs, outcome: Outcome, covered: NDArray[np.int64]) -> Timeline:
    """`covered` is how many days after day 0 each person can be seen."""
    start, seen = float(study.wash_out_days), covered.astype(np.float64)
    first = _first_events(study, inputs, outcome)
    other = np.minimum(inputs.people["death"].to_numpy().astype(np.float64), _first_prison(inputs, start))
    until = np.minimum(np.minimum(first, other), seen)
    ends = np.where(first <= until, 1, np.where(other <= until, 2, 0))
    return Timeline(np.maximum(until - start, 0.5), ends)


def _first_events(study: Study, inputs: Inputs, outcome: Outcome) -> Values:
    """The day of the first event after the wash-out; FAR where there is none."""
    assert isinstance(outcome, AnyEvent)
    rows = _dated(inputs, inputs.events, outcome.events, study.wash_out_days + 1, FAR).filter(_is_meant(outcome))
    found = rows.group_by("person_id").agg(day=pl.col("day").min()).collect(engine="streaming")
    return _or_far(inputs, found)


def _first_prison(inputs: Inputs, start: float) -> Values:
    if inputs.spells is None:
        return np.full(len(inputs.people), float(FAR))
    stays = union_of_stays(inputs, ("prison",)).filter(pl.col("first") > start)
    return _or_far(inputs, stays.group_by("person_id").agg(day=pl.col("first").min()))


def _or_far(inputs: Inputs, found: pl.DataFrame) -> Values:
    joined = inputs.people.select("person_id").join(found, on="person_id", how="left", maintain_order="left")
    return joined["day"].fill_null(FAR).to_numpy().astype(np.float64)
