"""When two records may be the same person: keys that find candidates, and how alike two names are.

Keys work the same on every database. They are built so that a typing slip, a swapped name, a second Spanish surname or a
day and month the wrong way round still leaves one key in common.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

import jellyfish
from rapidfuzz.distance import JaroWinkler

ALIKE = 0.80  # Jaro-Winkler similarity from which a candidate is worth a person's look


@dataclass(frozen=True, slots=True)
class Named:
    """A person as far as a comparison needs: names as written, and the birth date if it is known."""

    given: str
    family: str
    born: date | None = None


def plain(name: str) -> str:
    """Lower case, without accents, hyphens or apostrophes: “Núñez-O'Brien” becomes “nunez obrien”."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z ]", "", bare.lower().replace("-", " ")).split())


def keys(someone: Named) -> frozenset[str]:
    """The keys under which this person can be found again; none for somebody without any name."""
    given, family = plain(someone.given), plain(someone.family)
    found = set()
    for surname in family.split():
        found.add(f"f:{jellyfish.metaphone(surname)}:{given[:1]}")
        found.add(f"f:{surname[:4]}:{given[:2]}")
    if given and family:
        found.add(f"f:{jellyfish.metaphone(given)}:{family[:1]}")  # the two names swapped
    if someone.born:
        found |= {f"b:{day}:{name[:1]}" for day in _readings(someone.born) for name in (given, family) if name}
    return frozenset(found)


def likeness(one: Named, other: Named) -> float:
    """How alike two people's names and birth dates are, from 0 to 1. It ranks candidates; it decides nothing."""
    names = max(
        JaroWinkler.similarity(_whole(one.given, one.family), _whole(other.given, other.family)),
        JaroWinkler.similarity(_whole(one.given, one.family), _whole(other.family, other.given)),
    )
    if one.born is None or other.born is None:
        return names
    return (2 * names + (1.0 if _readings(one.born) & _readings(other.born) else 0.0)) / 3


def _whole(first: str, last: str) -> str:
    return f"{plain(first)} {plain(last)}".strip()


def _readings(born: date) -> frozenset[date]:
    if born.day > 12:
        return frozenset({born})
    return frozenset({born, date(born.year, born.day, born.month)})
