"""What goes on once somebody is cared for: a note after each touch, and a next time that is agreed."""

from datetime import datetime
from itertools import cycle
from typing import Any

from offramp.casework import actions as casework
from offramp.casework import contacts
from offramp.casework.rules import Noted
from offramp.casework.states import ContactKind, ContactPlace, Domain
from offramp.demo.steps import DAY, HOUR, Life, Town

#: What a worker writes: facts, in words fit to be read by whom they are about.
NOTES = (
    (
        ContactKind.FIELD,
        ContactPlace.CLINIC,
        Domain.HEALTH,
        "Went to the clinic together. The next visit is on Thursday.",
    ),
    (ContactKind.PHONE, "", Domain.HOME, "Called about the room on Depot Street. It is free from the first."),
    (ContactKind.FIELD, ContactPlace.OUTSIDE, Domain.PAPERS, "Met at the library and sent for the birth certificate."),
    (ContactKind.TEXT, "", Domain.FAMILY, "Wrote that the visit with the sister went well."),
    (ContactKind.OFFICE, ContactPlace.OFFICE, Domain.MONEY, "Filled in the form for food benefits together."),
)
EVERY = 9 * DAY


def in_touch(town: Town, person: Any, *, since: datetime, meets_in: int) -> Life:
    """Touches every few days from `since` on, and a next time so many days from today."""
    kim, notes, at = town.cast["kim"], cycle(NOTES), since + EVERY
    while at < town.ago(days=1):
        yield at
        kind, place, domain, words = next(notes)
        noted = Noted(kind, at - HOUR, True, minutes=25, place=place, domains=(domain,), words=words)
        contacts.save_contact(person, noted, signs=True, by=kim, at=at)
        at += EVERY
    at = max(since, town.ago(days=1))
    yield at
    casework.agree_next_time(person, next_at=town.noon(days=-meets_in) + HOUR, by=kim, at=at)
