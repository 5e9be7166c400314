"""One site with 53,000 referrals of two years. They are written in bulk, which only this place may do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from offramp.demo import scenes
from offramp.demo.build import build_place
from offramp.demo.invented import people
from offramp.demo.places import PLACES
from offramp.kernel import context
from offramp.people import rules
from offramp.people.models import Person, PersonKey
from offramp.people.rules import Named
from offramp.protocols import reads as protocols
from offramp.referrals.actions import Who
from offramp.referrals.models import HandOff, Referral
from offramp.referrals.states import CloseReason, Door, Mode, Status

REFERRALS = 53_000
AT_ONCE = 2_000
ENDS = (Status.HANDED_OFF, Status.HANDED_OFF, Status.CLOSED, Status.LOOKING)


@dataclass(frozen=True, slots=True)
class Town:
    """Who works there, by which protocol version, with which facts an offer is made, and some of the officer's referrals."""

    cast: dict[str, Any]
    version: Any
    facts: scenes.Facts
    recent: list[Any]  # identifiers of the officer's own referrals of the last days


def build() -> Town:
    """Migrate an empty database, build one site with its cast, and fill it."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    now = timezone.now()
    place = next(place for place in PLACES if place.slug == "bureau")
    built = build_place(place, {}, at=now - timedelta(days=731))
    version = protocols.in_force(built.cast["dana"], now.date())
    with context.acting(built.cast["dana"], built.cast["dana"].purpose):
        recent = _fill(built, version, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Town(built.cast, version, scenes.divertible(version.protocol), recent)


def _fill(built: Any, version: Any, now: datetime) -> list[Any]:
    dice = Random(53_000)
    strangers = people(dice, now.date())
    names = [(who, _keys(who)) for who in (next(strangers).who for _ in range(400))]
    recent: list[Any] = []
    for first in range(0, REFERRALS, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, REFERRALS))
        recent += _write(
            [_row(built, version, now, number, dice, names) for number in numbers], built.cast["dana"], now
        )
    return recent


def _write(rows: list[tuple[Referral, frozenset[str]]], officer: Any, now: datetime) -> list[Any]:
    """Write these referrals with their people and calls; which of them are the officer's own of the last days."""
    Person.objects.bulk_create(row.person for row, _ in rows)
    # One key a person instead of five: no verb or read that is measured looks any up, and each takes its time to write.
    PersonKey.objects.bulk_create(
        PersonKey(site_id=row.site_id, person=row.person, key=min(keys)) for row, keys in rows
    )
    Referral.objects.bulk_create(row for row, _ in rows)
    called = [row for row, _ in rows if row.door == Door.ARREST_DIVERSION]
    HandOff.objects.bulk_create(
        HandOff(site_id=row.site_id, referral=row, mode=Mode.SCENE, called_at=row.received_at, called_by=row.officer)
        for row in called
    )
    return [row.pk for row in called if row.officer == officer and now - row.received_at < timedelta(days=20)]


def _row(
    built: Any, version: Any, now: datetime, number: int, dice: Random, names: list[Any]
) -> tuple[Referral, frozenset[str]]:
    at = now - timedelta(days=730) * (1 - number / REFERRALS)
    officer, (who, keys), status = built.cast[dice.choice(("dana", "marcus"))], dice.choice(names), dice.choice(ENDS)
    person = Person(site=built.site, given_name=who.given_name, family_name=who.family_name, birth_date=who.birth_date)
    row = Referral(
        site=built.site, code=f"N{number}", status=status, status_since=at, received_at=at, protocol_version=version,
        door=Door.ARREST_DIVERSION if status is Status.HANDED_OFF else Door.SOCIAL_CONTACT,
        close_reason=CloseReason.UNABLE_TO_LOCATE if status is Status.CLOSED else "",
        officer=officer, unit_id=officer.unit_id, person=person, place="Depot Street", concerns=["Substance use"],
        findings=[{"clause": "2(b)", "answer": "yes", "reason": "This door is open.", "authority": "protocol"}],
    )  # fmt: skip
    return row, keys


def _keys(who: Who) -> frozenset[str]:
    return rules.keys(Named(who.given_name, who.family_name, who.birth_date))
