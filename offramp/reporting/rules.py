"""Which counts may be shown beside each other.

No count from 1 to 10 is shown, and none can be worked out. A count that small reads "10 or fewer". Where a total minus
its other parts would tell more than that, one more number is hidden, and again, until nothing that is shown narrows a
small count further than its label already does. Nought is shown: it is about nobody.

The audit is exact. Think of the table with its totals, the totals taken as negative: every row and column then sums to
nought. Whoever reads it may change the numbers they cannot see as long as all sums stay nought, each stays within its
label and each number shown stays as it is. How far a small count can be changed in that way is what they do not know.

A year grows on the page quarter by quarter, and whoever kept an earlier page can subtract it from a later one. What came
in between is a table too, and its small counts are protected like any other: where they would show, the later page hides.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import accumulate
from operator import add, sub

from offramp.referrals.states import Status
from offramp.reporting.states import Outcome, Shown, Standing

SMALL = 10  # people; the Centers for Medicare & Medicaid Services' rule: no cell from 1 to 10

Grid = tuple[tuple[int, ...], ...]
Place = tuple[int, int]  # row, column
Labels = dict[Place, Shown]


@dataclass(frozen=True, slots=True)
class Number:
    """A count as it may be shown. The value of one that is not shown is not even here."""

    shown: Shown
    value: int | None = None


def protect(rows: Sequence[Sequence[int]], *, small: int = SMALL) -> list[list[Number]]:
    """The counts with a total for each row, each column and all, safe to be shown together."""
    grid = with_totals(rows)
    return _numbers(grid, labels_for(grid, small))


def protect_year(quarters: Sequence[Sequence[Sequence[int]]], *, small: int = SMALL) -> list[list[Number]]:
    """The counts of a year so far with their totals, from one table of counts for each of its quarters, in order.

    Safe to be shown together, and beside what was shown at the end of each quarter before.
    """
    pages: list[tuple[Grid, Labels]] = []
    for now in accumulate((with_totals(rows) for rows in quarters), partial(_each, add)):
        labels = labels_for(now, small)
        for then, shown in pages:
            for place in _given_away(now, then, shown, small):
                labels[place] = _if_hidden(now, place, labels[place])
        pages.append((now, labels))
    return _numbers(*pages[-1])


def with_totals(rows: Sequence[Sequence[int]]) -> Grid:
    """The same counts with a column of row totals at the right and a row of column totals below."""
    wide = [(*row, sum(row)) for row in rows]
    return (*wide, tuple(sum(column) for column in zip(*wide, strict=True)))


def labels_for(grid: Grid, small: int = SMALL) -> Labels:
    """How each number of a table with its totals may be shown."""
    labels = {(r, c): _own_label(value, small) for r, row in enumerate(grid) for c, value in enumerate(row)}
    most_hidden = {place: _if_hidden(grid, place, label) for place, label in labels.items()}
    for place in [place for place, label in labels.items() if label is Shown.SMALL]:
        wanted = room(grid, most_hidden, place, small)
        while room(grid, labels, place, small) < wanted:
            labels[_best_to_hide(grid, labels, place, small)] = Shown.HIDDEN
    return labels


def room(grid: Grid, labels: Labels, place: Place, small: int = SMALL) -> int:
    """By how much in all the number at `place` could be larger or smaller, for all that the labels tell."""
    return _Audit(grid, labels, small).reach(place, 1) + _Audit(grid, labels, small).reach(place, -1)


def standing(modes: Sequence[str]) -> Standing:
    """Whether somewhere is open, from the modes of the sites there. A demonstration counts as open: it shows how it is."""
    if any(mode != "planning" for mode in modes):
        return Standing.OPEN
    return Standing.PLANNING if modes else Standing.NOT_YET


def outcome(status: str, *, was_called: bool, is_replaced: bool, harmed_alone: bool) -> Outcome | None:
    """What became of a stop weighed for a diversion; None while that is open, and where another one took its place.

    `was_called`: a worker was called, so the person had said yes, whatever came later. `harmed_alone`: that the person
    harmed did not agree is all that stood against it.
    """
    if was_called:
        return Outcome.SAID_YES
    if status == Status.NOT_DIVERTIBLE and harmed_alone:
        return Outcome.HARMED_DID_NOT_AGREE
    return None if is_replaced else _OUTCOMES.get(status)


_OUTCOMES: dict[str, Outcome] = {
    Status.DECLINED: Outcome.SAID_NO,
    Status.NOT_OFFERED: Outcome.NOT_OFFERED,
    Status.NOT_DIVERTIBLE: Outcome.PROTOCOL_SAID_NO,
    Status.NOT_AGREED: Outcome.NOT_AGREED_TO,
    Status.CLOSED: Outcome.NO_ANSWER,
}


def counted_until(today: date) -> date:
    """The last day of the last full quarter. What came later is not counted yet, so that no day's change can be seen."""
    return date(today.year, 3 * ((today.month - 1) // 3) + 1, 1) - timedelta(days=1)


def _own_label(value: int, small: int) -> Shown:
    return Shown.SMALL if 1 <= value <= small else Shown.EXACT


def _if_hidden(grid: Grid, place: Place, label: Shown) -> Shown:
    return Shown.HIDDEN if label is Shown.EXACT and grid[place[0]][place[1]] else label


def _best_to_hide(grid: Grid, labels: Labels, place: Place, small: int) -> Place:
    """The number whose hiding gives the most room: among equals a part before a total, and the smallest."""

    def cost(other: Place) -> tuple[int, bool, int]:
        gained = room(grid, {**labels, other: Shown.HIDDEN}, place, small)
        return -gained, _is_total(grid, other), grid[other[0]][other[1]]

    return min((other for other in labels if _if_hidden(grid, other, labels[other]) is not labels[other]), key=cost)


def _is_total(grid: Grid, place: Place) -> bool:
    return place[0] == len(grid) - 1 or place[1] == len(grid[0]) - 1


def _given_away(now: Grid, then: Grid, shown: Labels, small: int) -> list[Place]:
    """Where the page `now` must not be exact, so that it does not tell a small count of the time since `then`.

    Those are the numbers that hide in the table of that time, unless then they and all whom they hide with were hidden.
    """
    since = labels_for(_each(sub, now, then), small)
    hidden = [place for place, label in since.items() if label is not Shown.EXACT]
    found = [place for place in hidden if shown[place] is Shown.EXACT]
    for row, column in found:  # grows while it is walked: whoever shares a row or column hides along
        found += [other for other in hidden if (other[0] == row or other[1] == column) and other not in found]
    return found


def _each(what: Callable[[int, int], int], left: Grid, right: Grid) -> Grid:
    return tuple(tuple(map(what, *rows)) for rows in zip(left, right, strict=True))


def _numbers(grid: Grid, labels: Labels) -> list[list[Number]]:
    return [[_number(value, labels[r, c]) for c, value in enumerate(row)] for r, row in enumerate(grid)]


def _number(value: int, label: Shown) -> Number:
    return Number(label, value if label is Shown.EXACT else None)


class _Audit:
    """The table as somebody may imagine it who sees only the labels and the numbers shown."""

    def __init__(self, grid: Grid, labels: Labels, small: int) -> None:
        self.labels, self.small = labels, small
        self.imagined = {(r, c): grid[r][c] for r, c in labels}
        self.last_row, self.last_column = len(grid) - 1, len(grid[0]) - 1

    def reach(self, place: Place, step: int) -> int:
        """How often the number at `place` can be changed by `step` so that everything still adds up."""
        taken = 0
        while self._may_change(place, step) and (around := self._way_around(place, step * self._sign(place))):
            self.imagined[place] += step
            for other, change in around:
                self.imagined[other] += change * self._sign(other)
            taken += 1
        return taken

    def _way_around(self, place: Place, change: int) -> list[tuple[Place, int]]:
        """Changes by one that undo, in sums, a change at `place`: along its row, then a column, and so on back to it."""
        row, column = place
        paths: list[tuple[int, list[tuple[Place, int]]]] = [(row, [])]
        seen = {row}
        for at_row, path in paths:
            for across in self._changeable([(at_row, c) for c in range(self.last_column + 1)], -change, but=place):
                if across[1] == column:
                    return [*path, (across, -change)]
                for down in self._changeable([(r, across[1]) for r in range(self.last_row + 1)], change, but=place):
                    if down[0] not in seen:
                        seen.add(down[0])
                        paths.append((down[0], [*path, (across, -change), (down, change)]))
        return []

    def _changeable(self, places: list[Place], change: int, *, but: Place) -> list[Place]:
        return [place for place in places if place != but and self._may_change(place, change * self._sign(place))]

    def _may_change(self, place: Place, step: int) -> bool:
        after, label = self.imagined[place] + step, self.labels[place]
        if label is Shown.SMALL:
            return 1 <= after <= self.small
        return label is Shown.HIDDEN and after > self.small

    def _sign(self, place: Place) -> int:
        return 1 if (place[0] == self.last_row) == (place[1] == self.last_column) else -1
