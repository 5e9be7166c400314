"""Invented people with a planted effect: what happened to each with the offer and without it, both kept.

The two are made by thinning: without the offer all arrests happen, with it each is kept with a chance that falls to the
planted rate ratio. So the true effect is known exactly, and an estimator can be held to it. Defaults are calibrated to
published sites (`docs/explanation/how-it-is-estimated.md`); the people, names and places are nobody's.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Values = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

MONTHS = 36  # on each side of day 0
MONTH = 30.4375  # days
HOUSING = ("street", "shelter", "temporary", "permanent", "institution")
RACES = ("Black", "White", "Native", "Latino", "Asian")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a site is made. Every number is a choice that stands in the truth file beside what came of it."""

    people: int = 2000
    seed: int = 1
    rate_ratio: float = 0.55  # of arrests under the full effect; 1 is no effect
    treated: float = 0.6  # about this share is offered
    overlap: float = 1.0  # 0: the offer is a coin; larger: more by what is known on day 0
    hidden: float = 0.0  # how much the offer depends on what nobody wrote down
    linked_offered: float = 1.0
    linked_usual: float = 1.0
    arrests_a_month: float = 0.12
    lasting_sd: float = 0.9
    burst_sd: float = 0.8
    burst_memory: float = 0.8  # from month to month


@dataclass(frozen=True)
class Population:
    """Arrays with one entry a person, and arrests with one entry an arrest, in order of person and day."""

    recipe: Recipe
    age: Values
    woman: Flags
    race: Whole
    housing: Whole
    by_arrest: Flags
    chance: Values
    offered: Flags
    linked: Flags
    death: Values
    move: Values
    dropout: Values
    who: Whole
    day: Values
    kept: Flags
    marks: Values

    @property
    def people(self) -> int:
        return len(self.age)

    @cached_property
    def prior(self) -> Values:
        """Arrests in the two years before day 0."""
        return self.count(-730, -1, offered=False)

    def count(self, first: int, last: int, *, offered: bool) -> Values:
        """Arrests of each person between two days, both counted, with the offer or without."""
        inside = (self.day >= first) & (self.day <= last) & (self.kept if offered else True)
        return np.bincount(self.who[inside], minlength=self.people).astype(np.float64)

    def known(self) -> Values:
        """What is known on day 0, as the columns that decide about the offer."""
        return np.column_stack([
            (self.age - 36) / 10, self.woman, self.race == 0, self.housing == 0, np.log1p(self.prior) - 1,
        ])  # fmt: skip

    def offer_again(self, rng: np.random.Generator) -> Flags:
        """Who is offered, drawn anew: the same people in another world."""
        return rng.random(self.people) < self.chance


def population(recipe: Recipe) -> Population:
    """A pool of eligible people. The same recipe makes the same people."""
    rng = np.random.default_rng(recipe.seed)
    drawn = int(recipe.people * 6) + 500
    lasting = rng.normal(0, recipe.lasting_sd, drawn)
    rates = _rates(rng, recipe, lasting)
    counts = rng.poisson(rates)
    by_arrest, chosen = _come_in(rng, counts, recipe.people)
    counts, lasting = counts[chosen], lasting[chosen]
    who, day = _dates(rng, counts)
    return _people(rng, recipe, lasting, by_arrest[chosen], who, day)


def _rates(rng: np.random.Generator, recipe: Recipe, lasting: Values) -> Values:
    """Arrests a month for each person and month: lasting differences and bursts, which make regression to the mean."""
    burst = np.empty((len(lasting), 2 * MONTHS))
    burst[:, 0] = rng.normal(0, recipe.burst_sd, len(lasting))
    step = recipe.burst_sd * np.sqrt(1 - recipe.burst_memory**2)
    for month in range(1, 2 * MONTHS):
        burst[:, month] = recipe.burst_memory * burst[:, month - 1] + rng.normal(0, step, len(lasting))
    return recipe.arrests_a_month * np.exp(lasting[:, None] + burst - (recipe.lasting_sd**2 + recipe.burst_sd**2) / 2)


def _come_in(rng: np.random.Generator, counts: Whole, wanted: int) -> tuple[Flags, Whole]:
    """Who is eligible: by an arrest of the first month, or known to officers from two arrests in half a year."""
    recent = counts[:, MONTHS - 6 : MONTHS].sum(axis=1)
    by_arrest = (rng.random(len(counts)) < 0.45) & (recent + rng.poisson(0.5, len(counts)) > 0)
    known = ((recent >= 2) & (rng.random(len(counts)) < 0.7)) | (rng.random(len(counts)) < 0.08)
    order = np.argsort(rng.random(len(counts)) - 2.0 * (by_arrest | known))
    return by_arrest, np.sort(order[:wanted])


def _dates(rng: np.random.Generator, counts: Whole) -> tuple[Whole, Values]:
    """Each arrest's person and day, none of them on day 0, in order."""
    who, month = np.nonzero(counts)
    times = counts[who, month]
    who, month = np.repeat(who, times), np.repeat(month, times)
    day = np.floor((month - MONTHS + rng.random(len(month))) * MONTH)
    day = np.where(day >= 0, day + 1, day)
    order = np.lexsort((day, who))
    return who[order], day[order]


def _people(
    rng: np.random.Generator, recipe: Recipe, lasting: Values, by_arrest: Flags, who: Whole, day: Values
) -> Population:
    n = len(lasting)
    death, move = (rng.exponential(1 / hazard, n) * 365 for hazard in (0.012, 0.02))
    dropout = 540 * rng.weibull(0.7, n)
    alive = day < death[who]
    who, day = who[alive], day[alive]
    bare = Population(
        recipe, np.clip(np.where(rng.random(n) < 0.4, rng.normal(27, 5, n), rng.normal(41, 9, n)), 18, 75),
        rng.random(n) < 0.4, rng.choice(5, n, p=[0.42, 0.38, 0.06, 0.10, 0.04]),
        rng.choice(5, n, p=[0.34, 0.18, 0.2, 0.25, 0.03]), by_arrest, np.zeros(n), np.zeros(n, bool), np.ones(n, bool),
        death, move, dropout, who, day, _kept(rng, recipe, dropout, who, day), rng.random((len(who), 4)),
    )  # fmt: skip
    return _with_offers(rng, recipe, bare, lasting)


def _kept(rng: np.random.Generator, recipe: Recipe, dropout: Values, who: Whole, day: Values) -> Flags:
    """Which arrests happen with the offer too. The effect grows over 60 days and fades after somebody drops out."""
    grown = np.clip(day / 60, 0, 1)
    fading = np.exp(-np.clip(day - dropout[who], 0, None) / 365)
    return rng.random(len(day)) >= (1 - recipe.rate_ratio) * grown * fading


def _with_offers(rng: np.random.Generator, recipe: Recipe, bare: Population, lasting: Values) -> Population:
    known = bare.known()
    pull = recipe.overlap * (known @ np.array([0.25, -0.2, 0.25, 0.3, 0.45])) + recipe.hidden * lasting
    level = np.log(recipe.treated / (1 - recipe.treated)) - pull.mean()
    chance = expit(level + pull)
    offered = rng.random(bare.people) < chance
    recall = np.where(offered, recipe.linked_offered, recipe.linked_usual)
    made = {**bare.__dict__, "chance": chance, "offered": offered, "linked": rng.random(bare.people) < recall}
    made.pop("prior", None)
    return Population(**made)


@dataclass(frozen=True, slots=True)
class Truth:
    """What the offer truly does to the risk of an arrest in a window: for everybody, or for those who are offered."""

    estimand: str
    window: int
    risk_offered: float
    risk_without: float

    @property
    def odds_ratio(self) -> float:
        with_it, without = (risk / (1 - risk) for risk in (self.risk_offered, self.risk_without))
        return with_it / without


def truth(made: Population, window: int, estimand: str) -> Truth:
    """The true risks, from both of each person's worlds. The offer's chances weigh those who are offered."""
    weights = made.chance if estimand == "ATT" else np.ones(made.people)
    with_it, without = (
        np.average(made.count(1, window, offered=offered) > 0, weights=weights) for offered in (True, False)
    )
    return Truth(estimand, window, float(with_it), float(without))
