"""People who do not exist: names and nicknames drawn by dice, the same at every build."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from offramp.people.states import AgeBand, Language, Race, Sex
from offramp.referrals.actions import Seen, Who


@dataclass(frozen=True, slots=True)
class Kin:
    """Given and family names that are heard together, in how many family names, and how an officer may see them."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    seen: Race
    surnames: int = 1
    languages: tuple[Language, ...] = (Language.ENGLISH,)


KIN = (
    Kin(
        ("Tressa", "Corbin", "Wren", "Dell", "Marlow", "Jolene", "Boone", "Ivy", "Clayton", "Opal"),
        ("Hollowell", "Brack", "Timberlake", "Sayre-Pell", "Stonebraker", "Quill", "O'Farrow", "Vandergriff"),
        Race.WHITE,
    ),
    Kin(
        ("Amari", "Deja", "Cornell", "Imani", "Roscoe", "Tamsin", "Lavelle", "Odessa"),
        ("Fairweather", "Beaumont", "Lockridge", "Merriday", "Toussant", "Greenlea"),
        Race.BLACK,
    ),
    Kin(
        ("Itzel", "Ramiro", "Luz", "Joaquín", "Nayeli", "Esteban", "Marisol", "Iván"),
        ("Núñez", "Del Valle", "Quintero", "Ibarra", "Peñaloza", "Robledo", "Yáñez", "Montes"),
        Race.HISPANIC, surnames=2, languages=(Language.SPANISH, Language.SPANISH, Language.ENGLISH),
    ),
    Kin(("Minh", "Sora", "Anjali", "Tuan"), ("Trinhvale", "Parkhouse", "Raomere"), Race.ASIAN),
    Kin(("Talia", "Ansel", "Winona"), ("Ridgewater", "Oakhurst", "Sandlake"), Race.AMERICAN_INDIAN),
)  # fmt: skip

NICKNAMES = (
    "", "", "", "called Tiny, very tall", "called Birdie, green parka", "called Duke", "red cap, walks with a cane",
    "called Flaca", "called Smoke, gray beard", "small brown dog", "called Peaches",
)  # fmt: skip

_YOUNGEST_OF = {18: AgeBand.FROM_18, 25: AgeBand.FROM_25, 35: AgeBand.FROM_35, 45: AgeBand.FROM_45, 55: AgeBand.FROM_55}


@dataclass(frozen=True, slots=True)
class Somebody:
    """One made-up person: what they say of themselves, and what an officer saw."""

    who: Who
    seen: Seen


#: Two records of one person, a surname and a slip in the birth date apart: the care team may link them.
LUPE = Who("Guadalupe", "Ortega Ruiz", date(1991, 4, 3), more={"language": Language.SPANISH})
LUPE_AGAIN = Who("Guadalupe", "Ortega", date(1991, 3, 4), "called Lupe", {"language": Language.SPANISH})


def people(dice: Random, today: date) -> Iterator[Somebody]:
    """Made-up people without end, no name twice. All are of age."""
    used = set()
    while True:
        one = _somebody(dice, today)
        if (name := (one.who.given_name, one.who.family_name)) not in used:
            used.add(name)
            yield one


def _somebody(dice: Random, today: date) -> Somebody:
    kin = dice.choices(KIN, weights=(5, 4, 4, 1, 1))[0]
    born = date(today.year - dice.randint(20, 63), dice.randint(1, 12), dice.randint(1, 28))
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    band = _YOUNGEST_OF[max(start for start in _YOUNGEST_OF if start <= age)]
    who = Who(
        given_name=dice.choice(kin.given), family_name=" ".join(dice.sample(kin.family, kin.surnames)), birth_date=born,
        description=dice.choice(NICKNAMES), more={"language": dice.choice(kin.languages)},
    )  # fmt: skip
    return Somebody(who, Seen(race=kin.seen, sex=dice.choice((Sex.FEMALE, Sex.MALE)), age=band))
