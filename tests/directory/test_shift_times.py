"""The times of a shift are what the clock on the wall shows, in the two nights of the year in which it is set anew too."""

from datetime import UTC, datetime, timedelta

import pytest

from offramp.directory import actions
from offramp.directory.rules import shift_time
from offramp.kernel.refusals import Incomplete
from offramp.kernel.trail import Nobody
from tests import cast as play

EAST = "America/New_York"


def test_an_ordinary_time_is_the_same_for_a_start_and_an_end():
    written = datetime(2026, 11, 3, 18)
    assert {shift_time(written, EAST, is_end=is_end).isoformat() for is_end in (True, False)} == {
        "2026-11-03T18:00:00-05:00"
    }


def test_where_an_hour_comes_twice_a_shift_begins_at_the_first_and_ends_at_the_second():
    first = shift_time(datetime(2026, 11, 1, 1, 45), EAST, is_end=False)
    last = shift_time(datetime(2026, 11, 1, 1, 15), EAST, is_end=True)
    assert (first.isoformat(), last.isoformat()) == ("2026-11-01T01:45:00-04:00", "2026-11-01T01:15:00-05:00")


@pytest.mark.parametrize("is_end", [True, False])
def test_a_time_that_the_clock_leaps_over_is_refused(is_end):
    with pytest.raises(Incomplete, match="There is no 02:30 on March 14, 2027"):
        shift_time(datetime(2027, 3, 14, 2, 30), EAST, is_end=is_end)


@pytest.mark.parametrize(("year", "zone"), [(1, "Asia/Tokyo"), (9999, EAST)])
def test_a_time_at_the_end_of_the_calendar_is_a_slip(year, zone):
    month, day, hour = (1, 1, 0) if year == 1 else (12, 31, 23)
    with pytest.raises(Incomplete, match="Look at the year"):
        shift_time(datetime(year, month, day, hour), zone, is_end=False)


@pytest.mark.django_db
def test_a_shift_ends_after_it_starts_by_the_time_that_passes_and_not_by_the_wall():
    first = shift_time(datetime(2026, 11, 1, 1, 45), EAST, is_end=False)
    last = shift_time(datetime(2026, 11, 1, 1, 15), EAST, is_end=True)
    kim = play.at_site("bureau").kim
    made = actions.put_on_call(kim, place=1, starts_at=first, ends_at=last, by=Nobody("operator"), at=first)
    assert made.ends_at.astimezone(UTC) - made.starts_at.astimezone(UTC) == timedelta(minutes=30)
