"""Everything the database holds, to compare before and after; and a wire that can be cut at any statement."""

from contextlib import contextmanager
from itertools import count

from django.db import connection

from offramp.kernel import trail
from tests.house.tree import our_models


def everything():
    """Every row of every table of ours, as plain values."""
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in our_models()}


def trail_is_whole():
    return [fault for chain in trail.chains() for fault in trail.faults(chain)] == []


class Cut(Exception):
    """The power went out between two statements."""


@contextmanager
def cut_at(number):
    """Let `number` statements through; the next one never reaches the database."""
    passed = count()

    def wire(execute, sql, params, many, context):
        if next(passed) == number:
            raise Cut
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wire):
        yield


def take_off_the_lock():
    """What the owner of the database can do, and the program cannot: rows of the trail can be changed in this test."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE kernel_trailrow NO FORCE ROW LEVEL SECURITY")
