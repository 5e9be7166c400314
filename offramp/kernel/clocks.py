"""When a number of days is over. Time is always passed in; nothing here reads a clock."""

from collections.abc import Container
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class DayCount(StrEnum):
    CALENDAR = "calendar"
    BUSINESS = "business"


def due_date(start: date, days: int, count: DayCount, holidays: Container[date] = ()) -> date:
    """The last day of a clock of `days` days that starts on `start`. The start day itself is day 0.

    A business day is Monday to Friday and not among `holidays`.

    >>> due_date(date(2025, 1, 31), 30, DayCount.CALENDAR)
    datetime.date(2025, 3, 2)
    >>> due_date(date(2025, 1, 31), 1, DayCount.BUSINESS)  # a Friday
    datetime.date(2025, 2, 3)
    """
    if count is DayCount.CALENDAR:
        return start + timedelta(days=days)
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_counted(day, count, holidays)
    return day


def is_counted(day: date, count: DayCount, holidays: Container[date] = ()) -> bool:
    """Whether a clock counts this day: every day of the calendar, or Monday to Friday without `holidays`."""
    return count is DayCount.CALENDAR or (day.weekday() < 5 and day not in holidays)


def end_of_day(day: date, zone: str) -> datetime:
    """The instant at which `day` is over where the site is: midnight, so a thing done at 23:59:59 is in time."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))


def in_words(day: date) -> str:
    """A day as a sentence of the program writes it.

    >>> in_words(date(2026, 3, 5))
    'Mar 5, 2026'
    """
    return f"{day:%b} {day.day}, {day.year}"


def local_time(at: datetime, zone: str) -> datetime:
    """The instant `at` as the clock on the wall shows it where the site is."""
    return at.astimezone(ZoneInfo(zone))


def local_date(at: datetime, zone: str) -> date:
    """The calendar day of the instant `at` where the site is."""
    return local_time(at, zone).date()
