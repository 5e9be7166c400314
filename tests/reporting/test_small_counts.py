"""No count from 1 to 10 is shown, and none can be worked out from what is."""

from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offramp.reporting import rules
from offramp.reporting.states import Shown

COUNTS = st.one_of(st.integers(0, 14), st.integers(0, 200))
TABLES = st.integers(2, 3).flatmap(
    lambda parts: st.lists(st.lists(COUNTS, min_size=parts, max_size=parts), min_size=1, max_size=5)
)


def shown(rows, small=rules.SMALL):
    return [
        ["10 or fewer" if n.shown is Shown.SMALL else n.value for n in row] for row in rules.protect(rows, small=small)
    ]


def test_large_counts_are_shown_as_they_are():
    assert shown([[40, 30], [20, 25]]) == [[40, 30, 70], [20, 25, 45], [60, 55, 115]]


def test_nought_is_shown():
    assert shown([[0, 30], [20, 25]])[0] == [0, 30, 30]


def test_a_small_count_brings_a_second_hidden_number_in_its_row_and_its_column():
    table = shown([[4, 30], [60, 70], [80, 90]])
    hidden = [(r, c) for r, row in enumerate(table) for c, value in enumerate(row) if value is None]
    assert table[0][0] == "10 or fewer"
    assert [place for place in hidden if place[0] == 0]
    assert [place for place in hidden if place[1] == 0]


def test_a_small_total_is_not_shown_either():
    assert shown([[4, 3], [60, 70], [80, 90]])[0] == ["10 or fewer"] * 3


def test_what_is_not_shown_is_not_handed_out():
    numbers = [number for row in rules.protect([[4, 30], [60, 70]]) for number in row]
    assert all((number.value is None) == (number.shown is not Shown.EXACT) for number in numbers)


@given(TABLES)
@settings(max_examples=60, deadline=None)
def test_no_small_count_is_ever_shown(rows):
    for number, value in pairs(rows):
        assert number.value in (None, value)
        assert number.value is None or not 1 <= number.value <= rules.SMALL


@given(TABLES)
@settings(max_examples=60, deadline=None)
def test_no_total_minus_its_other_parts_gives_a_small_count(rows):
    table = [[number.value for number in row] for row in rules.protect(rows)]
    for line in [*table, *zip(*table, strict=True)]:
        if line.count(None) == 1:
            *parts, total = line
            missing = sum(parts) if total is None else total - sum(part for part in parts if part is not None)
            assert not 1 <= missing <= rules.SMALL


@given(st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=2), min_size=2, max_size=2))
@settings(max_examples=40, deadline=None)
def test_trying_every_table_tells_no_more_than_the_labels_do(rows):
    """An independent oracle: every table there could be, one by one, with 2 as the largest small count."""
    grid, labels = rules.with_totals(rows), rules.labels_for(rules.with_totals(rows), small=2)
    barest = {place: rules._if_hidden(grid, place, rules._own_label(grid[place[0]][place[1]], 2)) for place in labels}
    for place, label in labels.items():
        if label is Shown.SMALL:
            assert imaginable(grid, labels, place) == imaginable(grid, barest, place)


def imaginable(grid, labels, place):
    """Every value the number at `place` could have in a table that the labels allow."""
    free = [range(10) if labels[r, c] is not Shown.EXACT else [grid[r][c]] for r, c in product(range(2), range(2))]
    tables = (rules.with_totals([(a, b), (c, d)]) for a, b, c, d in product(*free))
    return {table[place[0]][place[1]] for table in tables if allowed(grid, labels, table)}


def allowed(grid, labels, table):
    for (r, c), label in labels.items():
        value = table[r][c]
        if label is Shown.EXACT and value != grid[r][c]:
            return False
        if (label is Shown.SMALL) != (1 <= value <= 2) and label is not Shown.EXACT:
            return False
        if label is Shown.HIDDEN and value <= 2:
            return False
    return True


YEARS = st.tuples(st.integers(1, 3), st.integers(2, 4)).flatmap(
    lambda size: st.lists(
        st.lists(st.lists(COUNTS, min_size=2, max_size=2), min_size=size[0], max_size=size[0]),
        min_size=size[1], max_size=size[1],
    )
)  # fmt: skip


def pages_of(quarters):
    """What the page of the year said at the end of each quarter, one after the other."""
    return [
        [[number.value for number in row] for row in rules.protect_year(quarters[:seen])]
        for seen in range(1, len(quarters) + 1)
    ]


@given(YEARS)
@settings(max_examples=60, deadline=None)
def test_a_page_minus_an_earlier_page_never_gives_a_small_count(quarters):
    for then, now in combinations(pages_of(quarters), 2):
        for before, after in zip(chain(*then), chain(*now), strict=True):
            assert None in (before, after) or not 1 <= after - before <= rules.SMALL


@given(YEARS)
@settings(max_examples=60, deadline=None)
def test_no_sum_over_two_pages_gives_a_small_count(quarters):
    """What can be computed line by line on each page, and then by subtracting the pages, as often as it tells more."""
    for then, now in combinations(pages_of(quarters), 2):
        since = chain(*subtracted(completed(then), completed(now)))
        assert [value for value in since if value is not None and 1 <= value <= rules.SMALL] == []


def completed(page):
    """A page with every number filled in that follows from the others of its row or column."""
    page = [list(row) for row in page]
    lines = [[(r, c) for c in range(len(row))] for r, row in enumerate(page)]
    lines += [list(line) for line in zip(*lines, strict=True)]
    while found := [
        (line, places[0]) for line in lines if len(places := [p for p in line if page[p[0]][p[1]] is None]) == 1
    ]:
        line, (row, column) = found[0]
        *parts, total = line
        known = sum(page[r][c] for r, c in parts if (r, c) != (row, column))
        page[row][column] = known if (row, column) == total else page[total[0]][total[1]] - known
    return page


def subtracted(then, now):
    """What came between two pages, with every number filled in that follows from the others."""
    return completed([
        [None if None in (before, after) else after - before for before, after in zip(*rows, strict=True)]
        for rows in zip(then, now, strict=True)
    ])  # fmt: skip


def test_a_few_more_in_a_quarter_are_not_read_off_the_year():
    first, second = [[40, 30], [20, 25]], [[5, 20], [30, 20]]
    assert pages_of([first])[-1][0] == [40, 30, 70]
    assert rules.protect_year([first, second])[0][0].shown is Shown.HIDDEN
    assert rules.protect([[45, 50], [50, 45]])[0][0].value == 45


def test_whoever_was_hidden_before_is_shown_once_the_year_is_large():
    quarters = [[[8, 40]], [[9, 40]]]
    assert [page[0][0] for page in pages_of(quarters)] == [None, 17]


def pairs(rows):
    for numbers, values in zip(rules.protect(rows), rules.with_totals(rows), strict=True):
        yield from zip(numbers, values, strict=True)


@pytest.mark.parametrize(
    ("today", "last"),
    [
        ("2026-11-22", "2026-09-30"),
        ("2026-01-01", "2025-12-31"),
        ("2026-04-01", "2026-03-31"),
        ("2026-03-31", "2025-12-31"),
    ],
)
def test_counting_stops_with_the_last_full_quarter(today, last):
    assert rules.counted_until(rules.date.fromisoformat(today)).isoformat() == last
