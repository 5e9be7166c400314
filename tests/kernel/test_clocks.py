"""Test vectors T1 and T2 of the field, and what a business day is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offramp.kernel.clocks import DayCount, due_date, end_of_day, local_date


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        pytest.param(date(2025, 1, 31), 7, date(2025, 2, 7), id="T1: seven days"),
        pytest.param(date(2025, 1, 31), 21, date(2025, 2, 21), id="T1: twenty-one days"),
        pytest.param(date(2025, 1, 31), 30, date(2025, 3, 2), id="T1: thirty days over a short February"),
        pytest.param(date(2024, 1, 31), 30, date(2024, 3, 1), id="T2: thirty days in a leap year"),
    ],
)
def test_calendar_days_count_every_day(start, days, due):
    assert due_date(start, days, DayCount.CALENDAR) == due


def test_business_days_leave_out_weekends_and_holidays():
    thanksgiving = {date(2025, 11, 27), date(2025, 11, 28)}
    assert due_date(date(2025, 11, 26), 1, DayCount.BUSINESS, thanksgiving) == date(2025, 12, 1)


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(1, 400))
def test_a_business_clock_never_ends_on_a_weekend_and_never_before_the_calendar_clock(start, days):
    due = due_date(start, days, DayCount.BUSINESS)
    assert due.weekday() < 5
    assert due >= due_date(start, days, DayCount.CALENDAR)


def test_a_day_is_over_at_midnight_where_the_site_is_also_when_clocks_change():
    zone = "America/New_York"
    over = end_of_day(date(2025, 11, 2), zone)  # the day has 25 hours there
    assert over == datetime(2025, 11, 3, 5, tzinfo=UTC)
    assert local_date(over - timedelta(seconds=1), zone) == date(2025, 11, 2)
    assert local_date(over, zone) == date(2025, 11, 3)
    assert over.tzinfo == ZoneInfo(zone)
