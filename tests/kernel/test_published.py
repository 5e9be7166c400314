"""The published marks: what somebody with the key and the database does to the trail, and where the marks say it was."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import models

from offramp.kernel import published, trail
from offramp.kernel.models import TrailHead, TrailRow
from offramp.kernel.published import Unreadable
from offramp.kernel.trail import Nobody
from tests.cast import NOON
from tests.state import take_off_the_lock

pytestmark = pytest.mark.django_db
HERE, THERE = UUID(int=1), UUID(int=2)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "heads.txt"


@pytest.fixture(autouse=True)
def nine_rows_published_every_three(file):
    for n in range(9):
        trail.record("look", TrailHead(pk=HERE), by=Nobody("clock", HERE), at=NOON, n=n)
        if n % 3 == 2:
            published.add(file, trail.heads(), NOON + timedelta(hours=n))
    take_off_the_lock()


def rows():
    return models.QuerySet(TrailRow).filter(site_id=HERE)


def faults(file):
    return list(published.faults(HERE, published.read(file)))


def write_anew(from_seq):
    """Every row from this one on says something else, with good marks and a good head: whoever does it has the key."""
    before = rows().get(seq=from_seq - 1).mac if from_seq > 1 else ""
    for row in rows().filter(seq__gte=from_seq).order_by("seq"):
        row.action, row.previous_mac = "never happened", before
        before = trail.mark(row)
        rows().filter(pk=row.pk).update(action=row.action, previous_mac=row.previous_mac, mac=before)
    TrailHead.objects.filter(pk=HERE).update(mac=before)
    assert list(trail.faults(HERE)) == []


def cut_off(after_seq):
    rows().filter(seq__gt=after_seq)._raw_delete("default")
    mac = rows().get(seq=after_seq).mac if after_seq else ""
    TrailHead.objects.filter(pk=HERE).update(seq=after_seq, mac=mac)
    assert list(trail.faults(HERE)) == []


def test_what_nobody_touched_is_as_it_was_published(file):
    assert [mark.seq for mark in published.read(file)] == [3, 6, 9]
    assert faults(file) == []
    assert list(published.faults(THERE, published.read(file))) == []


@pytest.mark.parametrize(
    ("from_seq", "between"), [(1, (1, 3)), (3, (1, 3)), (4, (4, 6)), (6, (4, 6)), (7, (7, 9)), (9, (7, 9))]
)
def test_a_history_written_anew_with_the_key_is_found_between_two_published_rows(file, from_seq, between):
    write_anew(from_seq)
    assert f"written anew somewhere from row {between[0]} to row {between[1]}." in faults(file)[0]


@pytest.mark.parametrize("after", range(9))
def test_a_chain_cut_off_with_its_head_is_found_where_it_ends(file, after):
    cut_off(after)
    said = faults(file)
    assert len(said) == 3 - after // 3
    assert all(f"the trail was cut off after row {after}." in one for one in said)


def test_a_chain_that_grew_anew_after_a_cut_is_found(file):
    cut_off(4)
    for n in range(9):
        trail.record("another", TrailHead(pk=HERE), by=Nobody("clock", HERE), at=NOON, n=n)
    assert list(trail.faults(HERE)) == []
    assert "written anew somewhere from row 4 to row 6." in faults(file)[0]


def test_what_was_written_after_the_last_published_mark_is_bounded_by_nothing(file):
    trail.record("look", TrailHead(pk=HERE), by=Nobody("clock", HERE), at=NOON)
    cut_off(9)
    assert faults(file) == []


def test_publishing_adds_what_moved_and_changes_nothing_that_stands_there(file):
    before = file.read_text()
    assert published.add(file, trail.heads(), NOON) == []
    assert file.read_text() == before
    trail.record("look", TrailHead(pk=THERE), by=Nobody("clock", THERE), at=NOON)
    assert [mark.chain for mark in published.add(file, trail.heads(), NOON)] == [THERE]
    assert file.read_text().startswith(before)


def test_a_published_mark_names_nobody(file):
    line = file.read_text().splitlines()[-1]
    assert line == f"2026-03-03T01:00:00Z {HERE} 9 {rows().get(seq=9).mac}"


@pytest.mark.parametrize("line", ["nonsense", "2026-03-03T01:00:00Z x 9 abc", f"yesterday {HERE} 9 abc"])
def test_a_line_that_is_no_mark_is_not_passed_over(file, line):
    file.write_text(f"{file.read_text()}{line}\n")
    with pytest.raises(Unreadable, match="Line 4 is no published mark"):
        published.read(file)
