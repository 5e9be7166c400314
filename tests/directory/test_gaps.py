"""When nobody is on call."""

from datetime import UTC, datetime

from offramp.directory.rules import Gap, gaps


def hour(n):
    return datetime(2026, 3, 2, n, tzinfo=UTC)


def test_without_a_shift_all_of_it_is_a_gap():
    assert list(gaps([], hour(1), hour(9))) == [Gap(hour(1), hour(9))]


def test_shifts_that_touch_or_overlap_leave_no_gap():
    assert list(gaps([(hour(4), hour(9)), (hour(0), hour(4)), (hour(3), hour(5))], hour(1), hour(9))) == []


def test_a_gap_before_between_and_after():
    found = list(gaps([(hour(2), hour(3)), (hour(5), hour(6))], hour(1), hour(9)))
    assert found == [Gap(hour(1), hour(2)), Gap(hour(3), hour(5)), Gap(hour(6), hour(9))]


def test_a_shift_beyond_the_span_does_not_matter():
    assert list(gaps([(hour(10), hour(12))], hour(1), hour(9))) == [Gap(hour(1), hour(9))]
