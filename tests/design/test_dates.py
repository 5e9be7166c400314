"""Dates as people write them."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from offramp.design.dates import read_date
from offramp.design.forms import DateText

TODAY = date(2026, 11, 3)
APRIL_9 = date(1988, 4, 9)


@pytest.mark.parametrize(
    "text",
    [
        "04 09 1988", "4/9/1988", "4/9/88", "04091988", "040988", "4-9-88", "4.9.1988", " 04 / 09 / 1988 ",
        "1988-04-09", "April 9, 1988", "apr 9 88", "9 de abril de 1988", "Apr. 9th, 1988",
    ],
)  # fmt: skip
def test_one_day_written_in_many_ways(text: str) -> None:
    assert read_date(text, today=TODAY) == APRIL_9


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "1988", "04 09", "13 09 1988", "02 30 2001", "04 09 198", "0409198", "4/9/1899", "04 09 19 88",
        "0 0 0", "２ ３", "99999999", "zzz 9 1988", "4/9/11988",
    ],
)  # fmt: skip
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError):
        read_date(text, today=TODAY)


@pytest.mark.parametrize(("year", "meant"), [("26", 2026), ("27", 1927), ("00", 2000), ("99", 1999)])
def test_two_digits_mean_the_last_such_year(year: str, meant: int) -> None:
    assert read_date(f"1/2/{year}", today=TODAY).year == meant


@given(
    st.dates(min_value=date(1900, 1, 1)), st.sampled_from(["%m %d %Y", "%m%d%Y", "%m/%d/%Y", "%Y-%m-%d", "%B %d, %Y"])
)
def test_every_day_can_be_written_and_read_back(day: date, way: str) -> None:
    written = day.strftime(way).replace(day.strftime("%Y"), f"{day.year:04}")
    assert read_date(written, today=TODAY) == day


@given(st.text(max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    try:
        assert read_date(text, today=TODAY).year >= 1900
    except ValueError:
        return


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("13 09 1988", "That date is not real. Write it like 12 31 2000."),
        ("11 04 2026", "That date is in the future. Write the year with four digits, like 2000."),
        ("", "Write a date like 12 31 2000."),
    ],
)
@time_machine.travel("2026-11-03T12:00:00Z")
def test_what_is_wrong_is_said_kindly(text: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        DateText().clean(text)
    assert wrong.value.messages == [sentence]


@time_machine.travel("2026-11-03T12:00:00Z")
def test_today_is_not_the_future_and_some_dates_may_be() -> None:
    assert DateText().clean("11 03 2026") == date(2026, 11, 3)
    assert DateText(past_only=False).clean("11 04 2026") == date(2026, 11, 4)
