"""Did it happen at least once: logistic GEE of group by period, in closed form for two periods.

With an independence working correlation the four fitted risks are the weighted shares of the four cells, and the
sandwich variance is a sum over persons, so no iteration is needed (`docs/explanation/how-it-is-estimated.md`). statsmodels
gives the same to twelve digits, and raises where its small-sample correction meets weights.
"""

import math
from dataclasses import dataclass

import numpy as np

from offramp.evaluation.engine.estimates import (
    Estimate,
    Flags,
    Values,
    delta,
    on_log_scale,
    on_logit_scale,
    on_own_scale,
    unexplained,
)

SMALL_SAMPLE = 150  # below so many people the variance is that of Mancl and DeRouen (2001)

# The order of the four cells.
OFFERED_BEFORE, OFFERED_AFTER, USUAL_BEFORE, USUAL_AFTER = range(4)


@dataclass(frozen=True, slots=True)
class Cells:
    """Weighted shares of the four cells (offered before, after; usual before, after) and their 4 x 4 covariance."""

    risks: Values
    covariance: Values

    @property
    def log_odds_ratio(self) -> float:
        """The interaction of group and period."""
        return _log_odds_ratio(self.risks)

    @property
    def se(self) -> float:
        """Its standard error."""
        slope = np.array([-1.0, 1.0, 1.0, -1.0]) / (self.risks * (1 - self.risks))
        return float(np.sqrt(slope @ self.covariance @ slope))


def group_by_period(
    before: Values,
    after: Values,
    treated: Flags,
    weights: Values,
    *,
    small_sample: bool | None = None,
    scores: Values | None = None,
) -> Cells:
    """The four cells from 0/1 outcomes, one row a person. Left out, `small_sample` is decided by the number of people.

    `scores` of the propensity (`draws.scores`) take out of the variance what fitting the weights explains. Without them
    the weights count as known, which is too careful for many people; small samples are left as careful as they are.
    """  # fmt: skip
    if small_sample is None:
        small_sample = len(treated) < SMALL_SAMPLE
    influence = np.zeros((len(treated), 4))
    risks = np.zeros(4)
    for group, (first, second) in ((treated, (0, 1)), (~treated, (2, 3))):
        share = weights[group] / weights[group].sum()
        lever = 1 / (1 - share) if small_sample else np.ones_like(share)
        for cell, happened in ((first, before), (second, after)):
            risks[cell] = share @ happened[group]
            influence[group, cell] = share * lever * (happened[group] - risks[cell])
    if scores is not None and not small_sample:
        influence = unexplained(influence, scores)
    return Cells(risks, influence.T @ influence)


def side_by_side(cells: Cells) -> list[Estimate]:
    """Risk with and without, difference, ratio and odds ratio: always together, because the last says too much alone.

    The risk without is what the treated group would have had, had its odds changed as those of the comparison group.
    Where a cell has nobody or everybody there is no odds ratio, and none of these.
    """
    risks, covariance = cells.risks, cells.covariance
    if not ((risks > 0) & (risks < 1)).all():
        return []
    with_it, without = float(risks[OFFERED_AFTER]), _without(risks)
    log_ratio = math.log(with_it / without)
    spread = delta(lambda r: math.log(r[OFFERED_AFTER] / _without(r)), risks, covariance)
    return [
        on_logit_scale("risk_offered", with_it, math.sqrt(covariance[OFFERED_AFTER, OFFERED_AFTER])),
        on_logit_scale("risk_without", without, delta(_without, risks, covariance)),
        on_own_scale("risk_difference", with_it - without, delta(_difference, risks, covariance)),
        on_log_scale("risk_ratio", log_ratio, spread),
        on_log_scale("odds_ratio", cells.log_odds_ratio, cells.se),
    ]


def after_only(after: Values, treated: Flags, weights: Values, scores: Values | None = None) -> list[Estimate]:
    """The same five measures from the time after alone. Unequal linkage of records goes into it unhindered."""
    cells = group_by_period(after, after, treated, weights, scores=scores)
    pick = [OFFERED_AFTER, USUAL_AFTER]
    risks, covariance = cells.risks[pick], cells.covariance[np.ix_(pick, pick)]
    if not ((risks > 0) & (risks < 1)).all():
        return []
    spreads = np.sqrt(np.diag(covariance))
    between = np.array([1.0, -1.0])

    def apart(slope: Values) -> float:
        """Standard error of the difference after each risk is stretched by its slope."""
        return float(np.sqrt((between * slope) @ covariance @ (between * slope)))

    return [
        on_logit_scale("risk_offered", float(risks[0]), spreads[0]),
        on_logit_scale("risk_without", float(risks[1]), spreads[1]),
        on_own_scale("risk_difference", float(risks[0] - risks[1]), apart(np.ones(2))),
        on_log_scale("risk_ratio", math.log(risks[0] / risks[1]), apart(1 / risks)),
        on_log_scale("odds_ratio", float(_logit(risks) @ between), apart(1 / risks / (1 - risks))),
    ]


def risk_under(odds_ratio: float, comparison: float) -> float:
    """The risk that an odds ratio means at a comparison risk. An odds ratio of 0.42 is 49.5 % at 70 %."""
    odds = odds_ratio * comparison / (1 - comparison)
    return odds / (1 + odds)


def _logit(risks: Values) -> Values:
    return np.log(risks / (1 - risks))


def _log_odds_ratio(risks: Values) -> float:
    logits = _logit(risks)
    return float(logits[OFFERED_AFTER] - logits[OFFERED_BEFORE] - logits[USUAL_AFTER] + logits[USUAL_BEFORE])


def _without(risks: Values) -> float:
    logits = _logit(risks)
    expected = logits[OFFERED_BEFORE] + logits[USUAL_AFTER] - logits[USUAL_BEFORE]
    return float(1 / (1 + np.exp(-expected)))


def _difference(risks: Values) -> float:
    return float(risks[OFFERED_AFTER]) - _without(risks)
