"""Every estimator that ships: its name, what it may be asked of, and the function that answers.

The command, the report and the simulations walk this table; none of them names an estimator.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from offramp.evaluation.engine import counts, draws, means, risks, sensitivity, series, survival, times, within
from offramp.evaluation.engine.estimates import Estimate, Values, on_log_scale, on_logit_scale, on_own_scale
from offramp.evaluation.engine.samples import Extract, Sample

UNITS = {"cost": "dollars", "days": "days", "count": "events"}
YEAR = 365.0  # days


@dataclass(frozen=True, slots=True)
class Estimator:
    """`kinds` are the kinds of outcome it fits, `fits` whether a study and its extract have what else it takes.
    `claim` says what may be read from it:

    effect: the difference that being offered LEAD made, if nothing hidden differs; check: a doubt about an effect;
    within: a change within the same people, with nobody to compare to; equity: who is offered LEAD.
    """

    name: str
    label: str
    claim: Literal["effect", "check", "within", "equity"]
    kinds: tuple[str, ...]
    run: Callable[[Sample], list[Estimate]]
    whole_window: bool = True
    weighted: bool = True
    by_default: bool = True
    fits: Callable[[Extract], bool] = lambda _: True


def _group_by_period(sample: Sample) -> list[Estimate]:
    cells = risks.group_by_period(sample.before, sample.after, sample.treated, sample.weights, scores=_scores(sample))
    found = risks.side_by_side(cells)
    return [*found, *(sensitivity.e_value(one) for one in found if one.measure == "risk_ratio")]


def _scores(sample: Sample) -> Values:
    return draws.scores(sample.treated, sample.design.columns, sample.chance)


def _after_only(sample: Sample) -> list[Estimate]:
    return risks.after_only(sample.after, sample.treated, sample.weights, _scores(sample))


def _before_only(sample: Sample) -> list[Estimate]:
    """What cannot be an effect, because it came first. Where its interval does not hold 1, something hidden differs."""
    found = risks.after_only(sample.before, sample.treated, sample.weights, _scores(sample))
    return [one for one in found if one.measure == "odds_ratio"]


def _by_shift(sample: Sample) -> list[Estimate]:
    shifts = sample.people["shift"].fill_null("").to_numpy()
    known = np.isin(shifts, ["green", "red"])
    green = shifts[known] == "green"
    if not green.any() or green.all():
        return []
    return [series.by_shift(sample.after[known], sample.treated[known].astype(np.float64), green)]


def _cumulative_incidence(sample: Sample) -> list[Estimate]:
    days, ends = sample.timeline
    shares, each = [], []
    for group in (sample.treated, ~sample.treated):
        weights = sample.weights[group]
        shares.append(survival.aalen_johansen(days[group], ends[group], weights).at(sample.window))
        each.append(np.zeros(len(days)))
        each[-1][group] = survival.influence(days[group], ends[group], weights, sample.window)
    if not all(0 < share < 1 for share in shares):
        return []
    return [
        on_logit_scale("share_offered", shares[0], _spread(sample, each[0])),
        on_logit_scale("share_usual", shares[1], _spread(sample, each[1])),
        on_own_scale("share_difference", shares[0] - shares[1], _spread(sample, each[0] - each[1])),
    ]  # fmt: skip


def _spread(sample: Sample, influence: Values) -> float:
    """The standard error, given that the weights were estimated."""
    return draws.corrected(influence, sample.treated, sample.design.columns, sample.chance)


def _cox(sample: Sample) -> list[Estimate]:
    days, ends = sample.timeline
    happened = ends == survival.HAPPENED
    if not (happened & sample.treated).any() or not (happened & ~sample.treated).any():
        return []
    fitted = survival.cox(days, happened, sample.treated.astype(np.float64), weights=sample.weights)
    return [on_log_scale("hazard_ratio", float(fitted.beta[0]), _spread(sample, fitted.influence[:, 0]))]


def _time_ratio(sample: Sample) -> list[Estimate]:
    days, ends = sample.timeline
    happened = ends == survival.HAPPENED
    if not (happened & sample.treated).any() or not (happened & ~sample.treated).any():
        return []
    fitted = times.accelerated(days, happened, sample.treated.astype(np.float64)[:, None], weights=sample.weights)
    return [on_log_scale("time_ratio", float(fitted.beta[1]), float(np.sqrt(fitted.robust[1, 1])))]


def _rates(sample: Sample) -> list[Estimate]:
    cells = counts.group_by_period(sample.before, sample.after, sample.at_risk, sample.treated, sample.weights)
    return counts.side_by_side(cells)


def _negative_binomial(sample: Sample) -> list[Estimate]:
    return counts.adjusted(sample.before, sample.after, sample.at_risk, sample.treated, "negative_binomial")


def _mean_change(sample: Sample) -> list[Estimate]:
    before, after = _yearly(sample)
    unit, treated, weights = UNITS[sample.outcome.kind], sample.treated, sample.weights
    if len(treated) <= draws.LARGE:
        return means.difference_in_differences(before, after, treated, weights, sample.extract.draws(sample), unit)
    each = means.influence(before, after, treated, weights)
    return means.with_sandwich(before, after, treated, weights, _spread(sample, each), unit)


def _yearly(sample: Sample) -> tuple[Values, Values]:
    """Costs are dollars a year already."""
    times = 1.0 if sample.outcome.kind == "cost" else YEAR / sample.window
    return sample.before * times, sample.after * times


def _cost_benefit(sample: Sample) -> list[Estimate]:
    program = sample.study.program_cost
    assert program is not None
    saved = next(one for one in _mean_change(sample) if one.measure == "dollars_difference")
    monthly = {case: float(getattr(program, case)) for case in ("low", "middle", "high")}
    return means.net_benefit(saved, monthly)


def _before_and_after(sample: Sample) -> list[Estimate]:
    return within.before_and_after(sample.before[sample.treated], sample.after[sample.treated])


def _monthly_states(sample: Sample) -> list[Estimate]:
    return within.in_any_month(*sample.good)


_ALL = (
    Estimator("group_by_period", "Change against the comparison group", "effect", ("any",), _group_by_period),
    Estimator("cox", "Time until it happened: hazard ratio", "effect", ("any",), _cox, whole_window=False),
    Estimator(
        "cumulative_incidence", "To how many it happened by then, death and prison as ends of their own", "effect", ("any",),
        _cumulative_incidence, whole_window=False,
    ),
    Estimator(
        "time_ratio", "By what factor the time is longer", "effect", ("any",), _time_ratio, whole_window=False,
        by_default=False,
    ),
    Estimator(
        "rates", "How often, by time at risk: in small samples its intervals are a little too narrow", "effect", ("count",),
        _rates,
    ),
    Estimator(
        "rates_negative_binomial", "How often: negative binomial, without weights", "check", ("count",), _negative_binomial,
        weighted=False, by_default=False,
    ),
    Estimator("mean_change", "Change a year against the comparison group", "effect", ("count", "days", "cost"), _mean_change),
    Estimator("cost_benefit", "What is left after the program's cost, a person and year", "effect", ("cost",), _cost_benefit,
        fits=lambda extract: extract.study.program_cost is not None,
    ),
    Estimator(
        "by_shift", "By shifts that could offer LEAD: those whom only the shift made an offer to", "effect", ("any",),
        _by_shift, weighted=False, fits=lambda extract: "shift" in extract.inputs.people.columns,
    ),
    Estimator("after_only", "After day 0 alone", "check", ("any",), _after_only),
    Estimator("before_only", "Before day 0: should show nothing", "check", ("any",), _before_only),
    Estimator("before_and_after", "The same people before and after", "within", ("any",), _before_and_after, weighted=False),
    Estimator(
        "monthly_states", "The months after against the month before", "within", ("state",), _monthly_states, weighted=False,
    ),
)  # fmt: skip
ESTIMATORS: dict[str, Estimator] = {one.name: one for one in _ALL}
