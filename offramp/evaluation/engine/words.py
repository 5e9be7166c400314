"""The words of the report: what each measure is called, and what can and cannot be concluded."""

import math
from collections.abc import Iterator

from offramp.evaluation.engine import sensitivity
from offramp.evaluation.engine.estimates import Estimate
from offramp.evaluation.engine.release import Released
from offramp.evaluation.engine.study import Study
from offramp.evaluation.engine.whole import Findings, Result

MONTHS = {0: "all the time", 183: "6 months", 365: "12 months", 730: "24 months", 1095: "36 months"}
ESTIMANDS = {
    "ATE": "for everybody who is comparable",
    "ATT": "for those who were offered LEAD",
    "none": "without weights",
}
DESIGNS = {
    "eligible_not_offered": "people who could have been offered LEAD and were not",
    "waiting_sites": "people at sites that had not started yet",
    "officer_shift": "people met on shifts that did not offer LEAD",
    "other": "a group that the study describes",
}
CLAIMS = {
    "effect": "The difference that the offer of LEAD made, if the two groups differ in nothing that is hidden.",
    "check": "A check on the results above. Not an effect.",
    "equity": "Who was offered LEAD among those who could have been. Not an effect of LEAD.",
    "within": "A change within the same people, with nobody to compare to. Not an effect.",
}
MEASURES = {
    "risk_offered": "Of 100 people offered LEAD",
    "risk_without": "Of 100 without the offer",
    "risk_difference": "Difference, of 100",
    "risk_ratio": "Risk ratio",
    "odds_ratio": "Odds ratio",
    "e_value": "E-value: what a hidden cause would need",
    "share_offered": "By then, of 100 offered LEAD",
    "share_usual": "By then, of 100 compared",
    "share_of_eligible": "Offered, of 100 who could be",
    "share_difference": "Difference, of 100",
    "share_before": "Of 100 before",
    "share_after": "Of 100 after",
    "share_any_month_after": "Of 100 in a month after",
    "odds_ratio_within": "Odds ratio within people",
    "rate_offered": "A year at risk, offered LEAD",
    "rate_without": "A year at risk, without",
    "rate_ratio_wald": "Rate ratio, half a person added",
    "rate_ratio_stratified": "Rate ratio within offenses",
    "dollars_break_even_a_month": "Nothing is left at this cost a month",
}
OF_100 = ("risk_offered", "risk_without", "risk_difference")


def measure(name: str) -> str:
    """A measure as a reader's words."""
    return MEASURES.get(name, name.replace("_", " ").capitalize())


def number(name: str, value: float) -> str:
    """A number as it is printed for a measure; a dash where there is none."""
    if not math.isfinite(value):
        return "–"
    if name in OF_100 or name.startswith("share_"):
        return f"{100 * value:.1f}"
    if name.startswith("dollars"):
        return f"{'-' if value < 0 else ''}${abs(value):,.0f}"
    return f"{value:.2f}"


def label(study: Study, outcome: str) -> str:
    """What an outcome is called."""
    return "Offered LEAD, of those who could be" if outcome == "offer" else study.outcome(outcome).label


def interval(estimate: Estimate) -> str:
    """The 95 % interval."""
    return f"{number(estimate.measure, estimate.lo)} to {number(estimate.measure, estimate.hi)}"


def conclusion(found: Findings, shown: Released) -> list[str]:
    """What can and what cannot be concluded, in plain sentences."""
    return [*_what_was_found(found, shown), *_what_it_may_not_be(found, shown)]


def _what_was_found(found: Findings, shown: Released) -> Iterator[str]:
    main = [one for one in shown.results if one.estimator == "group_by_period" and not one.subgroup]
    if not main:
        yield "No effect can be shown: the groups are too small, or cannot be compared. That is no finding either way."
    for one in main:
        if one.estimate.measure == "risk_difference" and one.estimand == found.study.estimands[0]:
            yield _in_a_hundred(found, one, main)


def _in_a_hundred(found: Findings, result: Result, main: list[Result]) -> str:
    same = (result.outcome, result.window, result.estimand)
    by_name = {one.estimate.measure: one.estimate for one in main if (one.outcome, one.window, one.estimand) == same}
    label = found.study.outcome(result.outcome).label.rstrip(".")
    offered, without = by_name["risk_offered"].est * 100, by_name["risk_without"].est * 100
    said = f"{label}, {MONTHS[result.window]}: about {offered:.0f} of 100 people offered LEAD, against about"
    return f"{said} {without:.0f} of 100 had there been no offer. {_how_sure(result.estimate)}"


def _how_sure(difference: Estimate) -> str:
    low, high = (round(100 * end) for end in (difference.lo, difference.hi))
    if difference.lo > 0 or difference.hi < 0:
        side = "fewer" if difference.est < 0 else "more"
        near, far = sorted((abs(low), abs(high)))
        return f"The data fit anything from {near} to {far} {side} of 100."
    return f"The data fit anything from {-low} fewer to {high} more of 100, so they do not say that LEAD made a difference."


def _what_it_may_not_be(found: Findings, shown: Released) -> Iterator[str]:
    design = DESIGNS[found.study.groups.design]
    yield (
        f"The comparison is with {design}. The weights make the groups alike only in what was recorded: whatever officers "
        "saw and nobody wrote down can still explain a difference."
    )
    yield from _doubt_from_linkage(found, shown)
    yield from _doubt_from_before(shown)
    yield from _doubt_from_control(found.study, shown)
    if shown.withheld:
        yield (
            f"{len(shown.withheld)} estimates rest on a group of fewer than {found.study.smallest_cell} people, or would "
            "give one away. They are not shown."
        )
    yield "An odds ratio is not a risk ratio: 0.42 is 29 of 100 fewer people where 70 of 100 would have been arrested, not 58."


def _doubt_from_linkage(found: Findings, shown: Released) -> Iterator[str]:
    if found.link_rates is None:
        yield "Nobody recorded whose justice records were found, so unequal linkage cannot be ruled out."
    elif shown.link_rates is not None and abs(shown.link_rates[0] - shown.link_rates[1]) > 0.05:
        ours, theirs = (round(100 * rate) for rate in shown.link_rates)
        said = f"Records were found for {ours} of 100 people offered LEAD and {theirs} of 100 others"
        yield f"{said}: that alone can make a result."


def _doubt_from_before(shown: Released) -> Iterator[str]:
    for one in shown.results:
        if one.estimator == "before_only" and not one.subgroup and not one.estimate.lo <= 1 <= one.estimate.hi:
            yield (
                f"The groups differed before day 0 already ({MONTHS[one.window]}, {ESTIMANDS[one.estimand]}), where no "
                "offer can have worked: something that the weights do not hold differs between them."
            )
            return


def _doubt_from_control(study: Study, shown: Released) -> Iterator[str]:
    """The outcome that the program cannot have changed, and changed all the same."""
    for one in shown.results:
        ours = one.outcome == study.negative_control and one.estimate.measure == "odds_ratio" and not one.subgroup
        if ours and one.estimator == "group_by_period" and not one.estimate.lo <= 1 <= one.estimate.hi:
            yield (
                f"{label(study, one.outcome).rstrip('.')} differs too ({MONTHS[one.window]}), though LEAD cannot have changed "
                "it: something hidden differs between the groups, and may explain the other results."
            )
            return


def tipping(estimates: list[Estimate]) -> str:
    """What unequal linkage would have to be to make this result alone, from the measures that stand beside each other."""
    found = {one.measure: one.est for one in estimates}
    if not {"risk_offered", "risk_without"} <= found.keys() or found["risk_offered"] >= found["risk_without"]:
        return ""
    recall = sensitivity.tipping_point(found["risk_offered"], found["risk_without"])
    said = f"If only {100 * recall:.0f} of 100 events of people offered LEAD had been found after day 0, for every 100"
    return f"{said} of the others, this result would be there without any effect."
