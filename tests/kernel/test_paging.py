"""Paging by key: every row once, in order, whatever happens to the list meanwhile."""

from itertools import pairwise

import pytest
from django.db.models.functions import Length
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from offramp.directory.models import State
from offramp.kernel.paging import page


def make(names: list[str]) -> None:
    State.objects.all().delete()
    State.objects.bulk_create(State(fips=f"{n:02}", name=name, postal=f"{n:02}") for n, name in enumerate(names))


def walk(by: str, size: int, groups: str = "") -> list[State]:
    seen: list[State] = []
    mark = ""
    while True:
        found = page(State.objects.annotate(letters=Length("name")), by=by, groups=groups, after=mark, size=size)
        seen += found.rows
        if not found.next:
            return seen
        mark = found.next


class TestEveryList(TestCase):
    # Few letters, so that many rows share their key.
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        names=st.lists(st.text("ab", max_size=2), max_size=20),
        by=st.sampled_from(["name", "-name"]),
        size=st.integers(1, 7),
        groups=st.sampled_from(["", "letters"]),
    )
    def test_is_walked_once_and_in_order(self, names: list[str], by: str, size: int, groups: str) -> None:
        make(names)
        seen = walk(by, size, groups)
        keys = [(len(row.name) if groups else 0, row.name, row.pk) for row in seen]
        assert len(seen) == len(names) == len({row.pk for row in seen})
        assert all((a > b) if by.startswith("-") else (a < b) for a, b in pairwise(keys))


@pytest.fixture
def five(db: None) -> None:
    make(list("abcde"))


def names_after(mark: str) -> list[str]:
    return [row.name for row in page(State.objects.all(), by="name", after=mark, size=2).rows]


def test_a_row_that_leaves_the_list_does_not_move_the_others(five: None) -> None:
    first = page(State.objects.all(), by="name", size=2)
    rest = page(State.objects.exclude(name="b"), by="name", after=first.next, size=2)
    assert [row.name for row in rest.rows] == ["c", "d"]


@pytest.mark.parametrize("mark", ["", "nonsense", "0190:forged", "00000000-0000-0000-0000-000000000000"])
def test_a_mark_that_is_not_ours_shows_the_first_page(mark: str, five: None) -> None:
    assert names_after(mark) == ["a", "b"]


def test_a_mark_whose_row_is_gone_shows_the_first_page(five: None) -> None:
    first = page(State.objects.all(), by="name", size=2)
    State.objects.filter(name="b").delete()
    assert names_after(first.next) == ["a", "c"]


def test_a_mark_holds_no_value_of_the_row(five: None) -> None:
    State.objects.filter(name="b").update(name="bertha")
    assert "bertha" not in page(State.objects.all(), by="name", size=2).next


def test_the_last_page_has_no_mark(five: None) -> None:
    assert page(State.objects.all(), by="name", size=5).next == ""
    assert page(State.objects.all(), by="name", size=4).next != ""
