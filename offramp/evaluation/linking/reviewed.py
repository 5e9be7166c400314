"""What a person decided about a sample of pairs: where the bands end by it, and how sure the links are. No names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from offramp.evaluation.engine.disparity import wilson
from offramp.evaluation.linking.bands import LINK_SHARE, Band, Banded, Link, Pair

BELOW = "below"  # the pairs in neither band
PER_PART = 50  # pairs of each band, and of those below, are looked at
DRAWS, SEED = 10_000, 5

Part = str
Decided = Mapping[tuple[str, str], bool]  # by left and right id: one person or two


class Share(NamedTuple):
    """A share with its 95 % interval."""

    estimate: float
    lo: float
    hi: float


@dataclass(frozen=True, slots=True)
class Sureness:
    """What a reviewed sample says of the links before anybody's decision changed them.

    `precision` is the share of links that are right; `recall` the share of the right pairs, among all that were compared,
    which are links. None where a part that it needs was not looked at. Right pairs that were never compared are in neither.
    """

    looked_at: int
    precision: Share | None
    recall: Share | None


def draw(kept: Sequence[Pair], found: Banded) -> Iterator[tuple[Pair, Part]]:
    """Pairs for a person to look at: up to `PER_PART` of each band and of those below both, evenly over their scores."""
    for part, pairs in _parts(kept, found).items():
        number = min(PER_PART, len(pairs))
        yield from ((pairs[place * len(pairs) // number], part) for place in range(number))


def judge(kept: Sequence[Pair], found: Banded, decided: Decided) -> Sureness:
    """How sure the links are by a sample that `draw` drew."""
    sizes, right, seen = dict[Part, int](), dict[Part, int](), dict[Part, int]()
    for part, pairs in _parts(kept, found).items():
        answers = [decided[pair[:2]] for pair in pairs if pair[:2] in decided]
        sizes[part], right[part], seen[part] = len(pairs), sum(answers), len(answers)
    links = Band.LINK.value
    precision = Share(right[links] / seen[links], *wilson(right[links], seen[links])) if seen.get(links) else None
    recall = _recall(sizes, right, seen) if links in sizes and all(seen.values()) else None
    return Sureness(sum(seen.values()), precision, recall)


def decide(kept: Sequence[Pair], found: Banded, rivals: set[Pair], decided: Decided) -> Banded:
    """The bands anew: what a person decided stands, and `link` goes down to where one in a hundred of the sample is wrong.

    Each answer counts for as many pairs of its part as were not looked at. Where even the best scores have more wrong than
    that, only what somebody confirmed is a link. `rivals` stay in `review` until somebody decides.
    """
    cut = _cut(_weighed(kept, found, decided))
    lowest = min((link.weight for link in found.links), default=np.inf)
    links = []
    for pair in kept:
        answer = decided.get(pair[:2])
        if answer or (answer is None and pair.weight >= cut and pair not in rivals):
            links.append(Link(*pair, Band.LINK))
        elif answer is None and pair.weight >= min(cut, lowest):
            links.append(Link(*pair, Band.REVIEW))
    return Banded(links, None)


def _parts(kept: Sequence[Pair], found: Banded) -> dict[Part, list[Pair]]:
    of = {link[:2]: link.band.value for link in found.links}
    parts = defaultdict[Part, list[Pair]](list)
    for pair in kept:
        parts[of.get(pair[:2], BELOW)].append(pair)
    return parts


def _weighed(kept: Sequence[Pair], found: Banded, decided: Decided) -> list[tuple[float, bool, float]]:
    """Of each reviewed pair: its score, the answer, and how many pairs it stands for; best score first."""
    weighed = []
    for pairs in _parts(kept, found).values():
        seen = [pair for pair in pairs if pair[:2] in decided]
        weighed += [(pair.weight, decided[pair[:2]], len(pairs) / len(seen)) for pair in seen]
    return sorted(weighed, reverse=True)


def _cut(weighed: Iterable[tuple[float, bool, float]]) -> float:
    cut, wrong, all_of_them = np.inf, 0.0, 0.0
    for score, is_right, number in weighed:
        all_of_them += number
        wrong += 0 if is_right else number
        if wrong <= LINK_SHARE * all_of_them:
            cut = score
    return float(cut)


def _recall(sizes: Mapping[Part, int], right: Mapping[Part, int], seen: Mapping[Part, int]) -> Share:
    """By the sample, with an interval from draws of each part's share (Jeffreys' prior)."""
    dice = np.random.default_rng(SEED)
    drawn = {
        part: size * dice.beta(right[part] + 0.5, seen[part] - right[part] + 0.5, DRAWS) for part, size in sizes.items()
    }
    known = {part: size * right[part] / seen[part] for part, size in sizes.items()}
    links = Band.LINK.value
    shares = drawn[links] / sum(drawn.values())
    low, high = np.quantile(shares, [0.025, 0.975])
    everything = sum(known.values())
    estimate = known[links] / everything if everything else 0.0
    return Share(estimate, float(min(low, estimate)), float(max(high, estimate)))
