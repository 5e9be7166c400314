"""The verbs and reads without the web. The floor is the query alone: no check, no trail, no state, no rule."""

from collections.abc import Callable, Iterator
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from offramp.people.models import Person
from offramp.referrals import actions, reads
from offramp.referrals.actions import Who
from offramp.referrals.models import Referral
from offramp.referrals.states import Door, Mode, Status
from tests.bench.table import Line, timed
from tests.bench.town import Town

COUNT = 300
SIZE = 50


def measure(town: Town) -> Iterator[Line]:
    """One line for each of the four things that everybody does."""
    for name, (ours, floor) in _pairs(town).items():
        yield Line(name, timed(ours, COUNT), timed(floor, COUNT))


def _pairs(town: Town) -> dict[str, tuple[Callable[[int], object], Callable[[int], object]]]:
    kim, dana = town.cast["kim"], town.cast["dana"]
    some = town.recent
    return {
        "create": (lambda number: _divert(town, number), lambda number: _insert(town, number)),
        "list 50": (
            lambda _: reads.newest(kim, timezone.now(), status=Status.LOOKING, size=SIZE).rows,
            lambda _: list(_looking(town)[:SIZE]),
        ),
        "get": (
            lambda number: reads.referral(dana, some[number % len(some)], timezone.now()),
            lambda number: Referral.objects.get(pk=some[number % len(some)]),
        ),
        "update": (
            lambda number: actions.finish(
                some[number % len(some)], incident_number=f"26-{number}", by=dana, at=timezone.now(), token=uuid4()
            ),
            lambda number: Referral.objects.filter(pk=some[number % len(some)]).update(incident_number=f"26-{number}"),
        ),
    }


def _divert(town: Town, number: int) -> Referral:
    who = Who("Wren", f"Hollowell {number}", timezone.now().date().replace(year=1990))
    return actions.divert(
        facts=town.facts, who=who, mode=Mode.SCENE, place="Mill", by=town.cast["dana"], at=timezone.now(), token=uuid4()
    )


def _insert(town: Town, number: int) -> None:
    now, dana = timezone.now(), town.cast["dana"]
    with transaction.atomic():
        person = Person.objects.create(site_id=dana.site_id, given_name="Wren", family_name=f"Floor {number}")
        Referral.objects.create(
            site_id=dana.site_id, code=f"F{number}", door=Door.SOCIAL_CONTACT, status=Status.LOOKING, status_since=now,
            received_at=now, protocol_version=town.version, officer=dana, person=person,
        )  # fmt: skip


def _looking(town: Town) -> object:
    return Referral.objects.filter(site=town.cast["kim"].site_id, status=Status.LOOKING).order_by("-received_at", "-pk")
