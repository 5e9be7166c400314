"""Who is in an analysis: the people who enter its window and are comparable, with their weights and their numbers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from offramp.evaluation.engine import draws, outcomes, propensity, windows, within
from offramp.evaluation.engine.estimates import Flags, Values
from offramp.evaluation.engine.inputs import Inputs
from offramp.evaluation.engine.propensity import Design
from offramp.evaluation.engine.study import AnyEvent, Outcome, State, Study, types_of


@dataclass(frozen=True)
class Extract:
    """The study with its tables, and what every person had before and after: computed once, used by every estimator."""

    study: Study
    inputs: Inputs
    _weighed: dict[tuple[bytes, str], propensity.Weighted] = field(default_factory=dict, repr=False)
    _timelines: dict[str, outcomes.Timeline] = field(default_factory=dict, repr=False)
    _drawn: dict[bytes, draws.Draws] = field(default_factory=dict, repr=False)
    not_compared: dict[str, None] = field(default_factory=dict, repr=False)  # why not, each sentence once, in order

    @cached_property
    def treated(self) -> Flags:
        return self.inputs.people["treated"].to_numpy()

    @cached_property
    def design(self) -> Design:
        return propensity.design(self.study, self.inputs.people, self.histories)

    @cached_property
    def histories(self) -> dict[str, Values]:
        return outcomes.histories(self.inputs, self.study.covariates)

    @cached_property
    def measured(self) -> dict[tuple[str, int, str], Values]:
        return outcomes.measure(self.study, self.inputs)

    def timeline(self, outcome: Outcome) -> outcomes.Timeline:
        """Days from day 0 to the first such event, or to what ended the watching: computed once for each outcome."""
        if outcome.name not in self._timelines:
            covered = windows.covered(self.inputs, types_of(outcome))[1]
            self._timelines[outcome.name] = outcomes.timeline(self.study, self.inputs, outcome, covered)
        return self._timelines[outcome.name]

    def draws(self, sample: "Sample") -> Values:
        """The bootstrap's weights for these people, a row a draw: persons are drawn once for each set of people."""
        key = np.packbits(sample.rows).tobytes()
        if key not in self._drawn:
            rng = np.random.default_rng(self.study.seed)
            varied = np.ptp(sample.design.columns, axis=0) > 0
            columns = sample.design.columns[:, varied]
            self._drawn[key] = draws.draw(rng, sample.treated, columns, self.study.bootstrap)
        return self._drawn[key].weights(sample.treated, sample.estimand)

    def weigh(self, rows: Flags, estimand: str) -> propensity.Weighted:
        """Weights of those rows, fitted once for each set of people. Raises `NotComparable`."""
        key = np.packbits(rows).tobytes(), estimand
        if key not in self._weighed:
            limits = float(self.study.trim.below), float(self.study.trim.above)
            self._weighed[key] = propensity.weigh(self.treated[rows], self.design.rows(rows), estimand, limits)
        return self._weighed[key]


@dataclass(frozen=True)
class Sample:
    """The people of one analysis. Arrays have one entry a person.

    `rows` says which people of the extract they are, `entered` who is covered, comparable or not.
    """

    extract: Extract = field(repr=False)
    outcome: Outcome
    window: int
    estimand: str
    rows: Flags
    entered: Flags
    weights: Values
    chance: Values
    subgroup: str = ""

    @property
    def study(self) -> Study:
        return self.extract.study

    @cached_property
    def treated(self) -> Flags:
        return self.extract.treated[self.rows]

    @cached_property
    def design(self) -> Design:
        return self.extract.design.rows(self.rows)

    @cached_property
    def before(self) -> Values:
        return self.good[0][:, 0] if isinstance(self.outcome, State) else self._value(self.outcome.name, "before")

    @cached_property
    def after(self) -> Values:
        return (
            self.good[0][:, 1:].max(axis=1)
            if isinstance(self.outcome, State)
            else self._value(self.outcome.name, "after")
        )

    @cached_property
    def good(self) -> tuple[Values, Flags]:
        """Of a state: whether it was good, and known, with a row a treated person and a column a month."""
        assert isinstance(self.outcome, State)
        return within.as_months(within.monthly_states(self.extract.inputs, self.outcome), self.outcome.good)

    @property
    def timeline(self) -> tuple[Values, NDArray[np.int64]]:
        """Days until it happened, or until the watching ended, and which of the two; nothing after the window counts."""
        whole = self.extract.timeline(self.outcome)
        days, ends = whole.days[self.rows], whole.ends[self.rows]
        late = days > self.window
        return np.where(late, float(self.window), days), np.where(late, 0, ends)

    @cached_property
    def at_risk(self) -> tuple[Values, Values]:
        """Days at risk before and after day 0."""
        return self._value("at_risk", "before"), self._value("at_risk", "after")

    @property
    def people(self) -> pl.DataFrame:
        return self.extract.inputs.people.filter(pl.Series(self.rows))

    @property
    def effective(self) -> tuple[float, float]:
        """The effective size of the treated group and of the comparison group."""
        ours, theirs = self.weights[self.treated], self.weights[~self.treated]
        return propensity.effective_size(ours), propensity.effective_size(theirs)

    def counts(self) -> NDArray[np.int64]:
        """People by group (treated, comparison) and by what happened after and before: some, none; some, none."""
        found = [[_split(side[group]) for side in (self.after, self.before)] for group in (self.treated, ~self.treated)]
        return np.array(found).reshape(2, 4)

    def _value(self, name: str, side: str) -> Values:
        values = self.extract.measured[name, self.window, side][self.rows]
        is_any = isinstance(self.outcome, AnyEvent) and self.outcome.kind == "any" and name == self.outcome.name
        return (values > 0).astype(np.float64) if is_any else values


def _split(values: Values) -> list[int]:
    some = int((values > 0).sum())
    return [some, len(values) - some]


def samples(extract: Extract, outcome: Outcome, *, whole_window: bool = True) -> Iterator[Sample]:
    """One sample for each window and estimand, of everybody and then of each subgroup.

    Without `whole_window` people enter whose day 0 and history are covered; they are followed for as long as they are.
    A state is watched in the treated alone: one sample, without weights.
    """
    if isinstance(outcome, State):
        ones = np.ones(int(extract.treated.sum()))
        yield Sample(extract, outcome, 0, "none", extract.treated, extract.treated, ones, ones)
        return
    for window in extract.study.windows:
        enter = _entrants(extract, outcome, window if whole_window else 0)
        for estimand in extract.study.estimands:
            yield from _of_everybody_and_subgroups(extract, outcome, window, estimand, enter)


def _entrants(extract: Extract, outcome: Outcome, window: int) -> Flags:
    return windows.entrants(extract.study, extract.inputs, types_of(outcome), window)


def _of_everybody_and_subgroups(
    extract: Extract, outcome: Outcome, window: int, estimand: str, enter: Flags
) -> Iterator[Sample]:
    if (whole := _sample(extract, outcome, window, estimand, enter)) is None:
        return
    yield whole
    for column in extract.study.subgroups:
        words = extract.inputs.people[column].fill_null("not known")
        for word in sorted(words.unique()):
            ours = enter & (words == word).to_numpy()
            if part := _sample(extract, outcome, window, estimand, ours, f"{column}: {word}"):
                yield part


def _sample(
    extract: Extract, outcome: Outcome, window: int, estimand: str, enter: Flags, subgroup: str = ""
) -> Sample | None:
    """None where the groups cannot be compared: `not_compared` then says why."""
    try:
        weighed = extract.weigh(enter, estimand)
    except propensity.NotComparable as why:
        extract.not_compared[f"{outcome.label}, {window} days{subgroup and f', {subgroup}'}: {why}"] = None
        return None
    rows = np.zeros(len(enter), bool)
    rows[np.flatnonzero(enter)[weighed.kept]] = True
    return Sample(extract, outcome, window, estimand, rows, enter, weighed.weights, weighed.chance, subgroup)
