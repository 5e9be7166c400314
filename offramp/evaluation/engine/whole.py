"""A whole evaluation: every estimator on every outcome it fits, with what it rests on.

`evaluate` returns everything, small numbers included, for whoever works inside the protected zone. What may leave it
comes from `release.protect`.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from offramp import __version__
from offramp.evaluation.engine import disparity, outcomes, propensity, registry, sensitivity, survival
from offramp.evaluation.engine.estimates import Estimate, Flags, Values
from offramp.evaluation.engine.inputs import Inputs
from offramp.evaluation.engine.registry import Estimator
from offramp.evaluation.engine.samples import Extract, Sample, samples
from offramp.evaluation.engine.study import AnyEvent, Outcome, Study, digest


@dataclass(frozen=True, slots=True)
class Result:
    """One estimate with all it takes to repeat and to doubt it. `counts`: people by group and by some or none."""

    estimator: str
    claim: str
    estimand: str
    outcome: str
    version: int
    window: int
    subgroup: str
    estimate: Estimate
    treated: int
    comparison: int
    effective: tuple[float, float]
    counts: tuple[tuple[int, ...], ...]
    definition_hash: str


@dataclass(frozen=True, slots=True)
class Balanced:
    """How alike the groups are in one window, before and after weighting, and who carries the weight."""

    outcome: str
    window: int
    estimand: str
    covariates: tuple[propensity.Balance, ...]
    effective: tuple[float, float]
    largest_share: float


@dataclass(frozen=True, slots=True)
class Step:
    """How many people of one group came how far: in the extract, in the window, comparable."""

    outcome: str
    window: int
    group: str
    not_covered: int
    not_comparable: int
    analyzed: int


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that was found, in the order in which it is to be read."""

    study: Study
    data_hash: str
    code_version: str
    detectable: dict[tuple[str, int], sensitivity.Detectable]
    flow: tuple[Step, ...]
    balance: tuple[Balanced, ...]
    results: tuple[Result, ...]
    not_estimated: tuple[str, ...]
    link_rates: tuple[float, float] | None
    curves: dict[str, dict[str, survival.Curve]]
    extract: Extract = field(repr=False)

    def of(self, **wanted: object) -> list[Result]:
        """The results whose fields have these values; `measure` is the estimate's."""
        measure = wanted.pop("measure", None)
        fits = (one for one in self.results if all(getattr(one, word) == value for word, value in wanted.items()))
        return [one for one in fits if measure in (None, one.estimate.measure)]


def evaluate(study: Study, inputs: Inputs) -> Findings:
    """Everything the study asks for. Overlap and what can be seen at all come first, from days before day 0 alone."""
    extract = Extract(study, inputs)
    main = [sample for outcome in study.outcomes if outcome.kind != "state" for sample in samples(extract, outcome)]
    results, missing = _results(extract, main)
    return Findings(
        study=study, data_hash=inputs.hash, code_version=__version__,
        detectable=dict(_detectable(main)), flow=tuple(_flow(main)), balance=tuple(_balances(main)),
        results=(*results, *_disparities(extract)), not_estimated=(*extract.not_compared, *missing),
        link_rates=_link_rates(extract), curves=dict(_curves(extract, main)), extract=extract,
    )  # fmt: skip


def before_outcomes(study: Study, inputs: Inputs) -> dict[str, object]:
    """What may be known before outcomes are read: the study as decided, who is comparable, and how alike the groups are.

    Nothing after day 0 is in it. Numbers of people are left out, so that it can be shown to anybody.
    """
    extract = Extract(study, inputs)
    main = [sample for outcome in study.outcomes if outcome.kind != "state" for sample in samples(extract, outcome)]
    return {
        "study": study.model_dump(mode="json"), "study_hash": study.hash, "data_hash": inputs.hash,
        "code_version": __version__,
        "detectable": [
            {"outcome": name, "window": window, "odds_ratio": one.odds_ratio}
            for (name, window), one in _detectable(main) if math.isfinite(one.odds_ratio)
        ],
        "balance": [
            {"outcome": one.outcome, "window": one.window, "estimand": one.estimand,
             "largest_share_of_weight": one.largest_share,
             "covariates": {row.name: {"raw": row.raw, "weighted": row.weighted} for row in one.covariates}}
            for one in _balances(main)
        ],
    }  # fmt: skip


def _results(extract: Extract, main: list[Sample]) -> tuple[list[Result], list[str]]:
    results, missing = [], []
    for outcome in extract.study.outcomes:
        for estimator in _asked_for(extract, outcome):
            for sample in _samples_for(estimator, extract, outcome, main):
                found = estimator.run(sample)
                results += [_result(estimator, sample, one) for one in found]
                if not found:
                    missing.append(_why_not(estimator, sample))
    return results, list(dict.fromkeys(missing))


def _asked_for(extract: Extract, outcome: Outcome) -> Iterator[Estimator]:
    wanted = extract.study.estimators
    for name, one in registry.ESTIMATORS.items():
        if outcome.kind in one.kinds and (name in wanted if wanted else one.by_default) and one.fits(extract):
            yield one


def _samples_for(estimator: Estimator, extract: Extract, outcome: Outcome, main: list[Sample]) -> Iterator[Sample]:
    """The samples of the outcome; one of each window for what needs no weights."""
    kept = estimator.whole_window and outcome.kind != "state"
    found = [one for one in main if one.outcome is outcome] if kept else samples(extract, outcome, whole_window=False)
    for sample in found:
        if estimator.weighted or sample.estimand in (extract.study.estimands[0], "none"):
            yield sample


def _result(estimator: Estimator, sample: Sample, estimate: Estimate) -> Result:
    treated = int(sample.treated.sum())
    return Result(
        estimator=estimator.name, claim=estimator.claim, estimand=sample.estimand if estimator.weighted else "none",
        outcome=sample.outcome.name, version=sample.outcome.version, window=sample.window, subgroup=sample.subgroup,
        estimate=estimate, treated=treated, comparison=len(sample.treated) - treated, effective=sample.effective,
        counts=tuple(map(tuple, sample.counts().tolist())),
        definition_hash=outcomes.definition_hash(sample.outcome),
    )  # fmt: skip


def _why_not(estimator: Estimator, sample: Sample) -> str:
    where = f"{sample.outcome.label}, {sample.window} days" + (f", {sample.subgroup}" if sample.subgroup else "")
    return f"{estimator.label}: not estimated for {where}, because a group has nobody, or everybody, with the outcome."


def _main(found: list[Sample]) -> Iterator[Sample]:
    return (one for one in found if not one.subgroup)


def _detectable(found: list[Sample]) -> Iterator[tuple[tuple[str, int], sensitivity.Detectable]]:
    for one in _main(found):
        if isinstance(one.outcome, AnyEvent) and one.outcome.kind == "any":
            weights = one.weights[~one.treated]
            before = float(one.before[~one.treated] @ weights / weights.sum())
            yield (one.outcome.name, one.window), sensitivity.detectable(before, *one.effective)


def _flow(found: list[Sample]) -> Iterator[Step]:
    for one in _main(found):
        if one.estimand != one.study.estimands[0]:
            continue
        treated = one.extract.treated
        for group, ours in (("offered", treated), ("usual", ~treated)):
            analyzed = int((one.rows & ours).sum())
            inside = int((one.entered & ours).sum())
            yield Step(one.outcome.name, one.window, group, int(ours.sum()) - inside, inside - analyzed, analyzed)


def _balances(found: list[Sample]) -> Iterator[Balanced]:
    for one in _main(found):
        covariates = propensity.balance(one.treated, one.design, one.weights)
        share = propensity.largest_share(one.weights)
        yield Balanced(one.outcome.name, one.window, one.estimand, covariates, one.effective, share)


def _disparities(extract: Extract) -> Iterator[Result]:
    """Offers to each group of people against the largest group, where everybody eligible is in the extract."""
    if extract.study.groups.design != "eligible_not_offered":
        return
    people, offered = extract.inputs.people, extract.treated
    strata = people["offense"].fill_null("not known").to_numpy() if "offense" in people.columns else None
    for column in extract.study.subgroups:
        words = people[column].fill_null("not known")
        largest = words.value_counts(sort=True).sort("count", column, descending=[True, False])[column][0]
        reference = (words == largest).to_numpy()
        for word in sorted(set(words.unique()) - {largest}):
            ours = (words == word).to_numpy()
            for one in disparity.between(offered, ours, reference, strata):
                yield _disparity(extract, f"{column}: {word} against {largest}", ours, reference, one)


def _disparity(extract: Extract, subgroup: str, ours: Flags, reference: Flags, estimate: Estimate) -> Result:
    sizes = [
        (int((extract.treated & group).sum()), int((~extract.treated & group).sum())) for group in (ours, reference)
    ]
    return Result(
        estimator="disparity", claim="equity", estimand="none", outcome="offer", version=1, window=0, subgroup=subgroup,
        estimate=estimate, treated=sum(sizes[0]), comparison=sum(sizes[1]), effective=(sum(sizes[0]), sum(sizes[1])),
        counts=tuple(sizes), definition_hash=digest("offered LEAD among all who were eligible, by group, version 1"),
    )  # fmt: skip


def _curves(extract: Extract, main: list[Sample]) -> Iterator[tuple[str, dict[str, survival.Curve]]]:
    """For each outcome of the kind any, the shares over the longest window for the first estimand, by month."""
    study = extract.study
    months = np.arange(0, max(study.windows) + 1, 30.4375)
    for outcome in dict.fromkeys(one.outcome.name for one in main if one.outcome.kind == "any"):
        for one in samples(extract, study.outcome(outcome), whole_window=False):
            if (one.window, one.estimand, one.subgroup) == (max(study.windows), study.estimands[0], ""):
                yield outcome, dict(_curves_of(one, months))


def _curves_of(sample: Sample, months: Values) -> Iterator[tuple[str, survival.Curve]]:
    days, ends = sample.timeline
    for name, group in (("offered LEAD", sample.treated), ("comparison group", ~sample.treated)):
        curve = survival.aalen_johansen(days[group], ends[group], sample.weights[group])
        yield name, survival.Curve(months, np.array([curve.at(float(day)) for day in months]))


def _link_rates(extract: Extract) -> tuple[float, float] | None:
    if "linked" not in extract.inputs.people.columns:
        return None
    return sensitivity.link_rates(extract.treated, extract.inputs.people["linked"].to_numpy())
