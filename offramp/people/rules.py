"""What a person may say of themself; who keeps how they are reached; and, by keys and likeness, who is the same.

Keys work the same on every database. They are built so that a typing slip, a swapped name, a nickname, a second Spanish
surname or a day and month the wrong way round still leaves one key in common. A telephone number has one key of its own.
"""

import re
import unicodedata
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

import jellyfish
from rapidfuzz.distance import JaroWinkler

from offramp.directory.states import Role
from offramp.kernel.refusals import Incomplete, NotNow, NotYours
from offramp.people.nicknames import full_names
from offramp.people.states import RATHER_NOT_SAY, AgeBand, Race

Record = TypeVar("Record", bound=Hashable)

_LITTLE_WORDS = frozenset({"de", "del", "la", "las", "los", "y"})
#: Letters and signs that leave the paper white and that Unicode does not call blank: joiners, fillers, an empty Braille cell.
_WHITE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
ALIKE = 0.80  # Jaro-Winkler similarity from which a candidate is worth a person's look


@dataclass(frozen=True, slots=True)
class Named:
    """A person as far as a comparison needs: names as written, and the birth date if it is known."""

    given: str
    family: str
    born: date | None = None


def readable(name: str) -> str:
    """A name as it can be read: without signs that cannot be seen, one space between words; empty where nothing is left.

    >>> readable("\u200bJordan\u00a0 Ellery "), readable("\u200b \u3164")
    ('Jordan Ellery', '')
    """
    signs = (" " if sign.isspace() else sign for sign in name)
    seen = "".join(sign for sign in signs if unicodedata.category(sign)[0] != "C" and sign not in _WHITE)
    has_a_sign = any(unicodedata.category(sign)[0] not in "MZ" for sign in seen)  # an accent alone is on nothing
    return " ".join(seen.split()) if has_a_sign else ""


def can_be_said(race: Collection[str]) -> bool:
    """Whether this is an answer to the question on race and ethnicity: any of them, none, or that one would rather not say."""
    return set(race) <= set(Race) - {Race.UNKNOWN} or list(race) == [RATHER_NOT_SAY]


def require_kept_by_nobody_else(keeper: Any, by: Any) -> None:
    """Raises `NotNow` where another member than `by` keeps to themself alone how a person is reached."""
    if keeper not in (None, by):
        raise NotNow("%(name)s keeps how to reach them. Ask %(name)s to change it.", name=keeper.name)


def require_two_to_hand_on(to: Any, decided_by: Any, agreed_by: Any) -> None:
    """Raises `NotYours` where a supervisor and a privacy officer did not both say so, or one of them would be the keeper."""
    roles = (decided_by.role, agreed_by.role) == (Role.CM_SUPERVISOR, Role.PRIVACY_OFFICER)
    if not roles or len({to.user_id, decided_by.user_id, agreed_by.user_id}) < 3:
        raise NotYours(
            "A case management supervisor decides this and a privacy officer agrees, and the worker is somebody else. Name "
            "three people."
        )


def plain(name: str) -> str:
    """Lower case, without accents, hyphens or apostrophes: “Núñez-O'Brien” becomes “nunez obrien”."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z ]", "", bare.lower().replace("-", " ")).split())


def keys(someone: Named) -> frozenset[str]:
    """The keys under which this person can be found again; none for somebody without any name."""
    given, family = plain(someone.given), plain(someone.family)
    found = set()
    for surname in _surnames(family):
        found.add(f"f:{_sound(surname)}:{given[:1]}")
        found.add(f"f:{surname[:4]}:{given[:2]}")
        found |= {f"n:{_sound(surname)}:{_sound(full)}" for full in full_names(given)}
    if given and family:
        found.add(f"f:{_sound(given)}:{family[:1]}")  # the two names swapped
    for day in _readings(someone.born) if someone.born else ():
        found |= {f"b:{day}:{name[:1]}" for name in (given, family) if name}
        found |= {f"n:{day}:{_sound(full)}" for full in full_names(given)}
    return frozenset(found)


#: The age in full years at which each band begins, oldest first.
_BEGINS = {
    AgeBand.FROM_65: 65, AgeBand.FROM_55: 55, AgeBand.FROM_45: 45, AgeBand.FROM_35: 35, AgeBand.FROM_25: 25,
    AgeBand.FROM_18: 18,
}  # fmt: skip
#: Who is younger is a minor (42 CFR 2.14), in every state that has a site here.
ADULT = 18  # years


def phone_key(phone: str) -> str:
    """The key of a telephone number however it is written; empty where there are too few digits to be one.

    >>> phone_key("+1 (304) 555-0142") == phone_key("304.555.0142")
    True
    """
    digits = re.sub(r"\D", "", phone)
    if len(digits) == 11:
        digits = digits.removeprefix("1")
    return f"p:{digits}" if len(digits) >= 7 else ""


def years_old(born: date, day: date) -> int:
    """Whole years on that day of somebody born then."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def band_on(day: date, born: date) -> AgeBand:
    """The band of somebody's age on that day."""
    age = years_old(born, day)
    return next((band for band, years in _BEGINS.items() if age >= years), AgeBand.UNDER_18)


def require_one_age(born: date | None, band: str, day: date) -> None:
    """Raises `Incomplete` for a birth date and a band that cannot both be true.

    `day` is that of UTC, which can be one ahead of the site's: on the eve of a birthday the younger band is right as well.
    """
    if born is None or band in ("", AgeBand.UNKNOWN):
        return
    if band not in {band_on(day, born), band_on(day - timedelta(days=1), born)}:
        raise Incomplete(
            "With that birth date the age is %(years)s, and here it says %(band)s. Correct the one that is wrong.",
            field="age_band", years=years_old(born, day), band=(band,),
        )  # fmt: skip


def likeness(one: Named, other: Named) -> float:
    """How alike two people's names and birth dates are, from 0 to 1. It ranks candidates; it decides nothing."""
    ways = _ways_to_write(one, other) | {_whole(one.family, one.given)}
    names = max(JaroWinkler.similarity(a, b) for a in ways for b in _ways_to_write(other, one))
    if one.born is None or other.born is None:
        return names
    return (2 * names + (1.0 if _readings(one.born) & _readings(other.born) else 0.0)) / 3


def is_certainly(said: Named, known: Named) -> bool:
    """Whether what was said is this person beyond doubt: both names in one way to write them, and the birth date.

    >>> is_certainly(Named("Liz", "Smith", date(1988, 4, 9)), Named("Elizabeth", "Smith", date(1988, 4, 9)))
    True
    """
    has_all = all(plain(name) for one in (said, known) for name in (one.given, one.family))
    return has_all and None not in (said.born, known.born) and likeness(said, known) >= 1


def may_be(said: Named, known: Named) -> bool:
    """Whether a code that was said with this name may be of this record: the two are alike, or one of them has no name."""
    has_names = all(plain(f"{one.given} {one.family}") for one in (said, known))
    return not has_names or likeness(said, known) >= ALIKE


def joined(records: Iterable[Record], linked: Iterable[tuple[Record, Record]]) -> frozenset[Record]:
    """These records and all that are held to be one of the same people, through however many of the `linked` pairs.

    >>> sorted(joined(["a"], [("b", "c"), ("a", "b"), ("d", "e")]))
    ['a', 'b', 'c']
    """
    found, pairs = frozenset(records), list(linked)
    while more := {other for pair in pairs if found & set(pair) for other in pair} - found:
        found |= more
    return found


def _ways_to_write(someone: Named, beside: Named) -> set[str]:
    """The whole name as written; with each full name it may be short for; and no longer than the one beside it.

    “María García López” beside “María López” is María López too. Beside “María Pérez López” she is not: whoever is
    written with two surnames is known by both.
    """
    given, family = plain(someone.given), plain(someone.family)
    givens = {given} | full_names(given)
    families = {family}
    if len(plain(beside.given).split()) == 1:
        givens |= set(given.split())
    if len(_surnames(plain(beside.family))) == 1:
        families |= _surnames(family)
    return {f"{first} {last}".strip() for first in givens for last in families}


def _surnames(family: str) -> set[str]:
    """Each surname by itself, without the little words before it; and “de la Cruz” as the one word it is also written."""
    words = family.split()
    parts = {word for word in words if word not in _LITTLE_WORDS} or set(words)
    return parts | {"".join(words)} if len(parts) == 1 else parts


def _sound(name: str) -> str:
    return jellyfish.metaphone(name)[:12]  # a key has room for no more


def _whole(first: str, last: str) -> str:
    return f"{plain(first)} {plain(last)}".strip()


def _readings(born: date) -> frozenset[date]:
    if born.day > 12:
        return frozenset({born})
    return frozenset({born, date(born.year, born.day, born.month)})


def how_many(records: Collection[Hashable], linked: Iterable[tuple[Hashable, Hashable]]) -> int:
    """How many people these records are, where two `linked` ones are one person, in whichever direction.

    >>> how_many(["a", "b", "d"], [("a", "c"), ("b", "c")])
    2
    """
    stands_for: dict[Hashable, Hashable] = {}

    def first_of(record: Hashable) -> Hashable:
        while record in stands_for:
            record = stands_for[record]
        return record

    for one, other in linked:
        if (a := first_of(one)) != (b := first_of(other)):
            stands_for[a] = b
    return len({first_of(record) for record in records})


#: Names that any county has.
_GIVEN = ("Amy", "Brian", "Carlos", "Denise", "Eric", "Gloria", "Keith", "Maria", "Tanya", "Wayne")
_FAMILY = ("Adkins", "Barnes", "Castillo", "Fields", "Graham", "Mullins", "Ortiz", "Porter", "Sutton", "Watts")


def invented(seed: bytes) -> dict[str, Any]:
    """What stands in an invented record: a name and a birth date as anybody could have them, the same for the same seed."""
    return {
        "given_name": _GIVEN[seed[0] % len(_GIVEN)],
        "family_name": _FAMILY[seed[1] % len(_FAMILY)],
        "birth_date": date(1962 + seed[2] % 40, 1 + seed[3] % 12, 1 + seed[4] % 28),
    }
