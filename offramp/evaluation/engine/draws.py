"""The bootstrap of persons: who is drawn how often, with the propensity fitted anew in every draw.

All draws take Newton's steps together: the information of every draw is one product of matrices, which makes 500 refits
at 2,000 people a fraction of a second. Beyond LARGE people the sandwich says the same, and `corrected` gives it.
"""

from collections.abc import Iterator

import numpy as np

from offramp.evaluation.engine.estimates import Flags, Values
from offramp.evaluation.engine.propensity import expit, logistic, stabilized

LARGE = 20_000  # people
AT_ONCE = 2_000_000  # numbers held for one step of many draws
STEPS = 5  # of Newton from the whole sample's coefficients


def weights(
    rng: np.random.Generator, treated: Flags, columns: Values, estimand: str, times: int
) -> Iterator[Values]:
    """Rows of weights, one a draw: how often each person is drawn times the inverse-probability weight of that draw."""
    batch = max(1, min(times, AT_ONCE // len(treated)))
    start = logistic(columns, treated.astype(np.float64))
    for first in range(0, times, batch):
        drawn = _drawn(rng, treated, min(batch, times - first))
        for often, chance in zip(drawn, _refitted(columns, treated, drawn, start), strict=True):
            if np.isfinite(chance).all():
                yield often * stabilized(treated, np.clip(chance, 1e-6, 1 - 1e-6), estimand, often)


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
        beta += np.linalg.solve(_information((drawn * chance * (1 - chance)) @ products, upper), score[..., None])[..., 0]
    return expit(beta @ x.T)


def _information(flat: Values, upper: tuple[np.ndarray, ...]) -> Values:
    size = int(upper[0].max()) + 1
    whole = np.zeros((len(flat), size, size))
    whole[:, upper[0], upper[1]] = whole[:, upper[1], upper[0]] = flat
    return whole + 1e-9 * np.eye(size)


def corrected(influence: Values, treated: Flags, columns: Values, chance: Values) -> float:
    """Standard error of a weighted estimate from its influence, given that the propensity was estimated as well.

    What the scores of the propensity explain of the influence is taken out: Lunceford and Davidian 2004.
    """
    x = np.column_stack([np.ones(len(treated)), columns])
    scores = x * (treated - chance)[:, None]
    explained = scores @ np.linalg.lstsq(scores, influence, rcond=None)[0]
    return float(np.sqrt(np.square(influence - explained).sum()))
