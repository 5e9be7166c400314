"""Every estimator that ships: its name, what it may be asked of, and the function that answers.

The command, the report and the simulations walk this table; none of them names an estimator.
"""

from collections.abc import Callable
from dataclasses import dataclass

from offramp.evaluation.engine import risks
from offramp.evaluation.engine.estimates import Estimate
from offramp.evaluation.engine.samples import Sample


@dataclass(frozen=True, slots=True)
class Estimator:
    """`kinds` are the kinds of outcome it fits. `claim` says what may be read from it:

    effect: the difference that being offered LEAD made, if nothing hidden differs; check: a doubt about an effect;
    within: a change within the same people, with nobody to compare to, never an effect.
    """

    name: str
    label: str
    claim: str
    kinds: tuple[str, ...]
    run: Callable[[Sample], list[Estimate]]
    whole_window: bool = True
    weighted: bool = True


def _group_by_period(sample: Sample) -> list[Estimate]:
    cells = risks.group_by_period(sample.before, sample.after, sample.treated, sample.weights)
    return risks.side_by_side(cells)


def _after_only(sample: Sample) -> list[Estimate]:
    return risks.after_only(sample.after, sample.treated, sample.weights)


def _before_only(sample: Sample) -> list[Estimate]:
    """What cannot be an effect, because it came first. Where its interval does not hold 1, something hidden differs."""
    return [
        one for one in risks.after_only(sample.before, sample.treated, sample.weights) if one.measure == "odds_ratio"
    ]


_ALL = (
    Estimator("group_by_period", "Change against the comparison group", "effect", ("any",), _group_by_period),
    Estimator("after_only", "After day 0 alone", "check", ("any",), _after_only),
    Estimator("before_only", "Before day 0: should show nothing", "check", ("any",), _before_only),
)
ESTIMATORS: dict[str, Estimator] = {one.name: one for one in _ALL}
