"""Pages by key: every row once, whatever ties there are and whatever arrives in between."""

import base64
import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from offramp.kernel import paging
from offramp.kernel.identifiers import NO_SITE
from offramp.kernel.models import TrailRow
from tests.cast import NOON


def write(minutes):
    rows = [
        TrailRow(site_id=NO_SITE, seq=n, at=NOON + timedelta(minutes=m), role="x", action="x",
                 object_type="x", previous_mac="", mac="")
        for n, m in enumerate(minutes, start=TrailRow.objects.count() + 1)
    ]  # fmt: skip
    return TrailRow.objects.bulk_create(rows)


def walk(by, size, between=lambda: None):
    """All rows, page after page; `between` is done before each next page."""
    seen, after = [], ""
    while True:
        page = paging.page(TrailRow.objects.all(), by=by, after=after, size=size)
        seen += page.rows
        if not page.next:
            return seen
        after = page.next
        between()


class TestPages(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.integers(0, 3), max_size=12), st.integers(1, 5), st.sampled_from(["at", "-at"]))
    def test_every_row_is_on_exactly_one_page_in_order_also_where_times_tie(self, minutes, size, by):
        TrailRow.objects.all()._raw_delete("default")
        written = write(minutes)
        seen = walk(by, size)
        assert seen == sorted(written, key=lambda row: (row.at, row.pk), reverse=by.startswith("-"))

    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.integers(0, 3), min_size=2, max_size=8), st.integers(1, 3), st.integers(0, 3))
    def test_what_arrives_while_somebody_pages_repeats_and_hides_nothing(self, minutes, size, later):
        TrailRow.objects.all()._raw_delete("default")
        written = write(minutes)
        arriving = iter([later] * 2)
        seen = walk("-at", size, between=lambda: write([next(arriving)]) if next(arriving, None) is not None else None)
        assert len(seen) == len(set(seen))
        assert set(written) <= set(seen)


def cursor(*said):
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "torn",
    [
        "x", "é", "====", "AAAA", cursor(), cursor(1), cursor(NOON.isoformat()), cursor(NOON.isoformat(), "x"),
        cursor(NOON.isoformat(), 7), cursor("yesterday", "0" * 32), cursor(None, "0" * 32), cursor({}, "0" * 32),
        cursor(date(2026, 3, 2).isoformat(), "0" * 32), cursor("2026-03-02T17:00:00", "0" * 32), cursor("9" * 99, "0" * 32),
        base64.urlsafe_b64encode(b"5").decode(), base64.urlsafe_b64encode(b"[[[[").decode(),
    ],
)  # fmt: skip
def test_a_cursor_that_is_torn_or_made_up_starts_from_the_top(torn):
    written = write([0, 1, 2])
    assert list(paging.page(TrailRow.objects.all(), by="at", after=torn).rows) == written


@pytest.mark.django_db
def test_a_page_says_what_follows_only_when_something_does():
    written = write([0, 1, 2, 3])
    first = paging.page(TrailRow.objects.all(), by="at", size=2)
    assert first.ids == [row.pk for row in written[:2]]
    assert paging.page(TrailRow.objects.all(), by="at", after=first.next, size=2).next == ""
