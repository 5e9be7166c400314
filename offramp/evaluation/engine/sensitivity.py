"""How wrong could it be: what can be seen at all, what a hidden cause would need, and what unequal linkage could do."""

import math
from dataclasses import dataclass

import numpy as np

from offramp.evaluation.engine.estimates import Estimate, Z
from offramp.evaluation.engine.risks import risk_under

POWER = 0.8416212335729143  # the normal quantile of 80 % power


@dataclass(frozen=True, slots=True)
class Detectable:
    """The smallest effect that this study would find in four of five repetitions, in the direction of fewer events."""

    odds_ratio: float
    risk_without: float
    risk_offered: float


def detectable(risk_before: float, effective_treated: float, effective_comparison: float) -> Detectable:
    """From the risk before day 0 and the effective sizes alone: no outcome after day 0 is needed, nor looked at.

    Takes a person's two periods as independent. Where they go together, which is usual, a little less can be seen.
    """
    information = risk_before * (1 - risk_before)
    if not information:
        return Detectable(math.nan, risk_before, math.nan)
    se = math.sqrt((2 / effective_treated + 2 / effective_comparison) / information)
    odds_ratio = math.exp(-(Z + POWER) * se)
    return Detectable(odds_ratio, risk_before, risk_under(odds_ratio, risk_before))


def e_value(ratio: Estimate) -> Estimate:
    """How strong a hidden cause of both referral and outcome must be, as risk ratios, to explain the result away.

    `est` is for the estimate and `lo` for the end of its interval nearer to 1 (1 where the interval holds 1): VanderWeele
    and Ding, Annals of Internal Medicine 2017. Takes a risk ratio.
    """
    nearer = ratio.hi if ratio.est < 1 else ratio.lo
    crosses = ratio.lo <= 1 <= ratio.hi
    return Estimate("e_value", _e_value(ratio.est), 1.0 if crosses else _e_value(nearer), math.nan)


def _e_value(ratio: float) -> float:
    above = 1 / ratio if ratio < 1 else ratio
    return above + math.sqrt(above * (above - 1))


def tipping_point(risk_offered: float, risk_without: float) -> float:
    """The share of events found for the treated group, relative to the comparison group, that alone makes the result.

    Takes events to be missed at random. With a rate ratio r = log(1 - risk) / log(1 - risk without), a recall of r gives
    exactly this result with no effect at all.
    """
    return math.log1p(-risk_offered) / math.log1p(-risk_without)


def link_rates(treated: np.ndarray, linked: np.ndarray) -> tuple[float, float]:
    """The share of people whose justice records were found: treated group, comparison group."""
    return float(linked[treated].mean()), float(linked[~treated].mean())
