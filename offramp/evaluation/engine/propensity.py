"""Who was likely to be in the treated group, and the weights that make the two groups alike in what was known on day 0.

The logistic regression is our own dozen lines of Newton steps, because the bootstrap refits it for every draw of
persons; a test holds it to statsmodels.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.special import expit

from offramp.evaluation.engine.estimates import Flags, Values
from offramp.evaluation.engine.study import Study

FEW, FEW_SHARE = 10, 0.02  # people, and their share, below which a word joins "other"
STEPS = 50
CLOSE = 1e-10  # largest change of a coefficient at which Newton's steps end


class NotComparable(ValueError):  # noqa: N818  (it says why nothing can be estimated)
    """The two groups do not overlap: what is known on day 0 tells them apart completely."""


@dataclass(frozen=True, slots=True)
class Design:
    """What was known on day 0 as columns of numbers: one row a person, standardized, without the constant."""

    names: tuple[str, ...]
    columns: Values

    def rows(self, chosen: Flags) -> "Design":
        return Design(self.names, self.columns[chosen])


@dataclass(frozen=True, slots=True)
class Weighted:
    """The people who are comparable, and one weight each for an estimand."""

    estimand: str
    kept: Flags
    chance: Values
    weights: Values


@dataclass(frozen=True, slots=True)
class Balance:
    """How one covariate differs between the groups: in standard deviations, and the ratio of variances.

    `fewest` is the smallest number of people of a group who share a word, where the covariate is one.
    """

    name: str
    raw: float
    weighted: float
    variance_ratio: float
    fewest: int


def design(study: Study, people: pl.DataFrame, histories: dict[str, Values]) -> Design:
    """The covariates of the study as numbers. A missing number is the mean, with a column that says it was missing."""
    found: dict[str, Values] = {}
    for one in study.covariates:
        if one.kind == "history":
            found[one.name] = np.log1p(histories[one.name])
        elif one.kind == "category":
            found |= _dummies(one.name, people[one.name])
        elif one.kind == "birth_date":
            age = (people["day_zero"] - people[one.name]).dt.total_days() / 365.25
            found |= _number("age", age)
        else:
            found |= _number(one.name, people[one.name])
    varied = {name: values for name, values in found.items() if np.ptp(values) > 0}
    columns = [(values - values.mean()) / values.std() for values in varied.values()]
    return Design(tuple(varied), np.column_stack(columns) if columns else np.empty((len(people), 0)))


def _number(name: str, column: pl.Series) -> dict[str, Values]:
    missing = column.is_null().to_numpy().astype(np.float64)
    values = column.cast(pl.Float64).fill_null(strategy="mean").fill_null(0.0).to_numpy()
    return {name: values, f"{name}: not known": missing}


def _dummies(name: str, column: pl.Series) -> dict[str, Values]:
    """One column for each word but the most frequent one; not known is a word of its own.

    Words that few people have are one word, "other": three people of one kind say nothing, and can tell groups apart.
    """
    words = column.fill_null("not known")
    few = words.value_counts().filter(pl.col("count") < max(FEW, len(words) * FEW_SHARE))[name]
    words = words.replace(dict.fromkeys(few, "other"))
    order = words.value_counts(sort=True).sort("count", name, descending=[True, False])[name].to_list()
    return {f"{name}: {word}": (words == word).to_numpy().astype(np.float64) for word in order[1:]}


def logistic(columns: Values, yes: Values, weights: Values | None = None, start: Values | None = None) -> Values:
    """Coefficients of a weighted logistic regression, the constant first. Raises `NotComparable` under separation."""
    x = np.column_stack([np.ones(len(yes)), columns])
    w = np.ones(len(yes)) if weights is None else weights
    beta = np.zeros(x.shape[1]) if start is None else start.copy()
    for _ in range(STEPS):
        chance = expit(x @ beta)
        information = (x.T * (w * chance * (1 - chance))) @ x
        try:
            step = np.linalg.solve(information, x.T @ (w * (yes - chance)))
        except np.linalg.LinAlgError:
            break
        beta += step
        if np.abs(beta).max() > 1000:
            break
        if np.abs(step).max() < CLOSE:
            return beta
    raise NotComparable("What is known on day 0 tells the two groups apart completely: leave out a covariate.")


def chances(columns: Values, beta: Values) -> Values:
    """Each person's chance of being in the treated group, between 0 and 1."""
    return np.asarray(expit(beta[0] + columns @ beta[1:]))


def stabilized(treated: Flags, chance: Values, estimand: str) -> Values:
    """Inverse-probability weights: of everybody (ATE), or of the treated (ATT). Their mean in each group is about 1."""
    share = float(treated.mean())
    if estimand == "ATE":
        return np.where(treated, share / chance, (1 - share) / (1 - chance))
    return np.where(treated, 1.0, chance / (1 - chance) * (1 - share) / share)


def weigh(treated: Flags, given: Design, estimand: str, limits: tuple[float, float] = (0.02, 0.98)) -> Weighted:
    """Fit the propensity, leave out whoever lies outside the limits, fit once more on the others, and weigh them."""
    everybody = np.ones(len(treated), bool)
    kept = _within(_fitted(treated, given, everybody), limits)
    if not (treated & kept).any() or not (~treated & kept).any():
        raise NotComparable("Nobody of one group is comparable with anybody of the other: the limits leave out all.")
    chance = _fitted(treated[kept], given.rows(kept), everybody[kept])
    return Weighted(estimand, kept, chance, stabilized(treated[kept], chance, estimand))


def _fitted(treated: Flags, given: Design, rows: Flags) -> Values:
    varied = np.ptp(given.columns[rows], axis=0) > 0 if rows.any() else np.zeros(len(given.names), bool)
    columns = given.columns[:, varied]
    return chances(columns, logistic(columns, treated.astype(np.float64)))


def _within(chance: Values, limits: tuple[float, float]) -> Flags:
    return (chance >= limits[0]) & (chance <= limits[1])


def effective_size(weights: Values) -> float:
    """How many equally weighted people would say as much: (sum of weights) squared over the sum of squares."""
    return float(weights.sum() ** 2 / np.square(weights).sum()) if len(weights) else 0.0


def largest_share(weights: Values) -> float:
    """The share of all weight that the one person with the most weight has."""
    return float(weights.max() / weights.sum())


def balance(treated: Flags, given: Design, weights: Values) -> tuple[Balance, ...]:
    """Every covariate before and after weighting. Differences are in standard deviations before weighting."""
    return tuple(_balance(name, given.columns[:, n], treated, weights) for n, name in enumerate(given.names))


def _balance(name: str, column: Values, treated: Flags, weights: Values) -> Balance:
    ours, theirs = column[treated], column[~treated]
    spread = float(np.sqrt((ours.var() + theirs.var()) / 2)) or 1.0
    weighted = np.average(ours, weights=weights[treated]) - np.average(theirs, weights=weights[~treated])
    ratio = _variance(ours, weights[treated]) / (_variance(theirs, weights[~treated]) or np.nan)
    apart = float((ours.mean() - theirs.mean()) / spread)
    return Balance(name, apart, float(weighted / spread), float(ratio), min(_fewest(ours), _fewest(theirs)))


def _fewest(values: Values) -> int:
    """Of a column of two values: how many people have the rarer one, nobody apart."""
    _, counts = np.unique(values, return_counts=True)
    return int(counts.min()) if len(counts) == 2 else len(values)


def _variance(values: Values, weights: Values) -> float:
    mean = np.average(values, weights=weights)
    return float(np.average(np.square(values - mean), weights=weights))
