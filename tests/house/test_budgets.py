"""The page: functions that can be read once, aloud, without scrolling; files that fit a head."""

import math
from datetime import UTC, date, datetime

from tests.house.tree import PACKAGE, ROOT, TESTS, functions, name_of, python_files

FUNCTION_MEDIAN, FUNCTION_P90, FUNCTION_MOST = 8, 25, 60
FILE_P90, FILE_MOST = 250, 500
TEST_FUNCTION_P90 = 20

# file, or file:function -> (mend it by, why it is over today).
OVER_FOR_NOW: dict[str, tuple[date, str]] = {}

HOUSE = [*python_files(PACKAGE), ROOT / "run"]
SUITE = python_files(TESTS)


def at_fraction(fraction: float, sizes: list[int]) -> int:
    """The smallest size that this fraction of all sizes does not exceed."""
    ordered = sorted(sizes)
    return ordered[math.ceil(fraction * len(ordered)) - 1]


def lines_of(files: list) -> dict[str, int]:
    return {name_of(path): len(path.read_text().splitlines()) for path in files}


def over(sizes: dict[str, int], most: int) -> dict[str, int]:
    return {name: size for name, size in sizes.items() if size > most and name not in OVER_FOR_NOW}


def test_no_function_is_longer_than_a_screen() -> None:
    sizes = {found.where: found.lines for path in HOUSE + SUITE for found in functions(path)}
    assert over(sizes, FUNCTION_MOST) == {}


def test_most_functions_are_short() -> None:
    sizes = [found.lines for path in HOUSE for found in functions(path)]
    assert at_fraction(0.5, sizes) <= FUNCTION_MEDIAN
    assert at_fraction(0.9, sizes) <= FUNCTION_P90


def test_no_file_is_too_long_to_hold_in_the_head() -> None:
    assert over(lines_of(HOUSE + SUITE), FILE_MOST) == {}


def test_most_files_are_short() -> None:
    assert at_fraction(0.9, list(lines_of(HOUSE).values())) <= FILE_P90


def test_most_tests_are_short() -> None:
    found = [found.lines for path in SUITE for found in functions(path) if found.name.startswith("test_")]
    assert at_fraction(0.9, found) <= TEST_FUNCTION_P90


def test_no_exception_outlives_its_date_or_its_reason() -> None:
    sizes = lines_of(HOUSE + SUITE) | {found.where: found.lines for path in HOUSE + SUITE for found in functions(path)}
    stale = [
        name
        for name, (until, _) in OVER_FOR_NOW.items()
        if until < datetime.now(tz=UTC).date() or sizes.get(name, 0) <= (FUNCTION_MOST if ":" in name else FILE_MOST)
    ]
    assert stale == []


def test_the_ninetieth_percentile_is_counted_from_below() -> None:
    assert at_fraction(0.9, list(range(1, 11))) == 9
    assert at_fraction(0.5, [1, 100, 2]) == 2
