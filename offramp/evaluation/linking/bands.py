"""Which pairs are links, which a person should look at, and how many are likely wrong. Plain numbers, no names.

A model trained without examples orders pairs well, but its probabilities on name and date of birth alone mean little. So
invented people are linked along with the real ones: their names and dates are those of the file, put together anew. As
often as one of them finds a partner, a real person who is not in the other file will (Elias and Gygi 2007 do so with
proteins; Blakely and Salmond 2002 reckon with chance partners in record linkage).
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

LINK_SHARE = 0.01  # of the links may be wrong
REVIEW_SHARE = 0.5  # of the grey band may be: beyond, looking is not worth a person's time
RIVAL = 2.0  # bits: another partner who is less than four times as unlikely is one


class Band(StrEnum):
    """What follows from a pair's score."""

    LINK = "link"
    REVIEW = "review"


class Pair(NamedTuple):
    """Two ids, and how likely they are one person, in bits."""

    left: str
    right: str
    weight: float


class Link(NamedTuple):
    """A pair that was kept. Each id stands in one of them."""

    left: str
    right: str
    weight: float
    band: Band


@dataclass(frozen=True, slots=True)
class Banded:
    """The links, best first, and how many of the band `link` are likely wrong (None where there is none)."""

    links: list[Link]
    expected_wrong: float | None

    def count(self, band: Band) -> int:
        """How many links are in a band."""
        return sum(link.band is band for link in self.links)


def one_to_one(pairs: Iterable[Pair]) -> list[Pair]:
    """The best pair first, then the best of those whose two ids are still free, and so on. Ties go by the ids."""
    lefts, rights, kept = set[str](), set[str](), []
    for pair in sorted(pairs, key=lambda pair: (-pair.weight, pair.left, pair.right)):
        if pair.left not in lefts and pair.right not in rights:
            lefts.add(pair.left)
            rights.add(pair.right)
            kept.append(pair)
    return kept


def band(kept: Sequence[Pair], *, alike: set[Pair], rivals: set[Pair], chance: Iterable[float], people: int) -> Banded:
    """Put `kept` (from `one_to_one`) into bands; what is in neither is left out.

    `alike` agree on both names and the date of birth; `rivals` have another partner nearly as good; `chance` holds the
    weights that invented people reached; `people` is how many are on the side they were made from.
    """
    wrong = _expected_wrong([pair.weight for pair in kept], sorted(chance), people)
    sure = last(wrong, LINK_SHARE)
    wrong_before = wrong[sure - 1] if sure else 0.0
    grey = sure + last([max(0.0, each - wrong_before) for each in wrong[sure:]], REVIEW_SHARE)
    links = []
    for place, pair in enumerate(kept):
        is_link = (place < sure or pair in alike) and pair not in rivals
        if is_link or place < grey or pair in alike:
            links.append(Link(*pair, Band.LINK if is_link else Band.REVIEW))
    return Banded(links, round(wrong_before, 2) if sure else None)


def rivals_of(kept: Iterable[Pair], pairs: Iterable[Pair]) -> set[Pair]:
    """The kept pairs of which one person could as well be somebody who has no partner."""
    kept = list(kept)
    by_left, by_right = {pair.left: pair for pair in kept}, {pair.right: pair for pair in kept}
    found = set()
    for pair in pairs:
        mine, theirs = by_left.get(pair.left), by_right.get(pair.right)
        held = mine or theirs
        if held and not (mine and theirs) and pair.weight >= held.weight - RIVAL:
            found.add(held)
    return found


def _expected_wrong(weights: list[float], chance: list[float], people: int) -> list[float]:
    """For the first pairs, the first two and so on: how many of them are likely wrong.

    A person who is in the other file has a partner, so only those who are not can find a wrong one. How many those are
    follows from the links themselves: E = d (1 - (n - E) / N), with n links, N people and d of N invented who did as well.
    """
    wrong = []
    for n, weight in enumerate(weights, start=1):
        as_well = (len(chance) - bisect_left(chance, weight) + 1) / (people + 1)  # one more: none seen is not none
        without = max(0, people - n) + 1
        wrong.append(min(float(n), as_well * without / max(1 - as_well, 1 / (people + 1))))
    return wrong


def last(wrong: list[float], share: float) -> int:
    """How many to take so that at most this share of them is likely wrong."""
    return max((n for n, each in enumerate(wrong, start=1) if each <= share * n), default=0)
