"""How old somebody is, and what a protocol leaves open about the young: neither a yes nor a no, but it is said."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from offramp.people.rules import ADULT, band_on
from offramp.people.states import AgeBand
from offramp.protocols import rules
from offramp.protocols.document import Protocol
from offramp.protocols.findings import default_decider
from offramp.protocols.states import DECIDER_NAMES, DoorName


def years_before(day: date, years: int) -> date:
    """Whoever was born after the day returned is younger than `years` on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # February 29
        return day.replace(year=day.year - years, day=28)


@dataclass(frozen=True, slots=True)
class Silence:
    """That a protocol says nothing about people under 18. `born_after` is for the page: who was born later is younger."""

    sentence: str
    born_after: date


def silence(protocol: Protocol, door: DoorName, today: date) -> Silence | None:
    """What to say of the young at this door; None where the protocol itself judges the age."""
    if any(question.type == "age" for question in rules.facts(protocol, door)):
        return None
    words = _("This site's protocol says nothing about people under 18: neither yes nor no. Talk to %(who)s about it.")
    who = _(DECIDER_NAMES[default_decider(protocol, door)])
    return Silence(words % {"who": who}, years_before(today, ADULT))


def unsaid(found: Silence | None, today: date, *, born: date | None = None, band: str = "") -> str:
    """The sentence, where it is about somebody as young as this; otherwise nothing."""
    is_young = band == AgeBand.UNDER_18 or (born is not None and band_on(today, born) is AgeBand.UNDER_18)
    return found.sentence if found is not None and is_young else ""
