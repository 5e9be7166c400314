"""The verbs and reads without the web. The floor is the query alone: no check, no trail, no state, no rule."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager
from multiprocessing import get_context
from uuid import uuid4

from django.db import connections, transaction
from django.utils import timezone

from offramp.kernel import context
from offramp.people.models import Person
from offramp.referrals import actions, reads
from offramp.referrals.actions import Who
from offramp.referrals.models import Referral
from offramp.referrals.states import Door, Mode, Status
from tests.bench.table import Line, timed
from tests.bench.town import Town

COUNT = 300
SIZE = 50
PROCESSES, THREADS = 2, 4  # as the server runs them


def measure(town: Town) -> Iterator[Line]:
    """One line for each of the four things that everybody does."""
    for name, (ours, floor) in _pairs(town).items():
        with _somebody_of(town):
            line = Line(name, timed(ours, COUNT), timed(floor, COUNT))
        yield line


def measure_at_once(town: Town) -> Iterator[Line]:
    """The list of 50 as eight connections ask for it at once, and the query alone in the same way."""
    connections.close_all()  # a connection belongs to the process that opened it
    ours, lasted = _at_once(_lists, town)
    floor, _lasted = _at_once(_queries, town)
    yield Line("list 50", ours, floor, lasted)


def _at_once(work: Callable[[Town], list[float]], town: Town) -> tuple[list[float], float]:
    """How long each look took, and all of them together, beginning when every process is awake."""
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork")) as processes:
        list(processes.map(work, [town] * PROCESSES))
        start = time.perf_counter()
        times = [one for found in processes.map(work, [town] * PROCESSES) for one in found]
        return times, time.perf_counter() - start


def _lists(town: Town) -> list[float]:
    kim = town.cast["kim"]
    return _in_threads(town, lambda _: reads.of_the_site(kim, timezone.now(), status=Status.LOOKING, size=SIZE).rows)


def _queries(town: Town) -> list[float]:
    return _in_threads(town, lambda _: list(_looking(town)[:SIZE]))


def _in_threads(town: Town, act: Callable[[int], object]) -> list[float]:
    def look(_: int) -> list[float]:
        with _somebody_of(town):
            return timed(act, COUNT // THREADS)

    with ThreadPoolExecutor(THREADS) as threads:
        return [one for found in threads.map(look, range(THREADS)) for one in found]


def _somebody_of(town: Town) -> AbstractContextManager[None]:
    return context.acting(town.cast["kim"], town.cast["kim"].purpose)


def _pairs(town: Town) -> dict[str, tuple[Callable[[int], object], Callable[[int], object]]]:
    kim, dana = town.cast["kim"], town.cast["dana"]
    some = town.recent
    return {
        "create": (lambda number: _divert(town, number), lambda number: _insert(town, number)),
        "list 50": (
            lambda _: reads.of_the_site(kim, timezone.now(), status=Status.LOOKING, size=SIZE).rows,
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
