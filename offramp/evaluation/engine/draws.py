"""The bootstrap of persons: who is drawn how often, with the propensity fitted anew in every draw.

All draws take Newton's steps together: the information of every draw is one product of matrices, which makes 500 refits
at 2,000 people a fraction of a second. Beyond LARGE people the sandwich says the same, and `corrected` gives it.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from offramp.evaluation.engine.estimates import Flags, Values, unexplained
from offramp.evaluation.engine.propensity import logistic, stabilized
from offramp.evaluation.engine.risks import SMALL_SAMPLE

LARGE = 20_000  # people
AT_ONCE = 2_000_000  # numbers held for one step of many draws
STEPS, CLOSE = 8, 1e-4  # of Newton from the whole sample's coefficients: the error is the square of the last step


@dataclass(frozen=True, slots=True)
class Draws:
    """A row for each draw, a column for each person: how often drawn, and the chance of being treated, fitted anew."""

    often: Values
    chance: Values

    def weights(self, treated: Flags, estimand: str) -> Values:
        """How often each person is drawn times their inverse-probability weight in that draw."""
        return self.often * stabilized(treated, self.chance, estimand)  # groups keep their sizes in every draw


def draw(rng: np.random.Generator, treated: Flags, columns: Values, times: int) -> Draws:
    """Draw persons so many times. A draw whose propensity cannot be fitted is left out."""
    batch = max(1, min(times, AT_ONCE // len(treated)))
    start = logistic(columns, treated.astype(np.float64))
    often = [_drawn(rng, treated, min(batch, times - first)) for first in range(0, times, batch)]
    chance = np.concatenate([_refitted(columns, treated, some, start) for some in often])
    fitted = np.isfinite(chance).all(axis=1)
    return Draws(np.concatenate(often)[fitted], np.clip(chance[fitted], 1e-6, 1 - 1e-6))


def _drawn(rng: np.random.Generator, treated: Flags, times: int) -> Values:
    """How often each person is drawn, with replacement within each group."""
    found = np.zeros((times, len(treated)))
    for group in (treated, ~treated):
        size = int(group.sum())
        found[:, group] = rng.multinomial(size, np.full(size, 1 / size), times)
    return found


def _refitted(columns: Values, treated: Flags, drawn: Values, start: Values) -> Values:
    """Each person's chance in every draw."""
    x = np.column_stack([np.ones(len(treated)), columns])
    upper = np.triu_indices(x.shape[1])
    products = x[:, upper[0]] * x[:, upper[1]]
    beta = np.tile(start, (len(drawn), 1))
    for _ in range(STEPS):
        chance = expit(beta @ x.T)
        score = (drawn * (treated - chance)) @ x
        step = np.linalg.solve(_information((drawn * chance * (1 - chance)) @ products, upper), score[..., None])[
            ..., 0
        ]
        beta += step
        if np.abs(step).max() < CLOSE:
            break
    return np.asarray(expit(beta @ x.T))


def _information(flat: Values, upper: tuple[np.ndarray, ...]) -> Values:
    size = int(upper[0].max()) + 1
    whole = np.zeros((len(flat), size, size))
    whole[:, upper[0], upper[1]] = whole[:, upper[1], upper[0]] = flat
    return whole + 1e-9 * np.eye(size)


def scores(treated: Flags, columns: Values, chance: Values) -> Values:
    """What each person adds to the scores of the fitted propensity."""
    x = np.column_stack([np.ones(len(treated)), columns])
    return np.asarray(x * (treated - chance)[:, None])


def corrected(influence: Values, treated: Flags, columns: Values, chance: Values) -> float:
    """Standard error of a weighted estimate from its influence, given that the propensity was estimated as well.

    Of few people the weights count as known, which is careful: there the scores would explain too much.
    """
    if len(treated) < SMALL_SAMPLE:
        return float(np.sqrt(np.square(influence).sum()))
    return float(np.sqrt(np.square(unexplained(influence, scores(treated, columns, chance))).sum()))
