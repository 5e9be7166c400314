"""The traps of fixed windows: each test fails for a wrong rule that is easily written."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from offramp.evaluation.engine import outcomes, windows
from offramp.evaluation.engine.inputs import Inputs
from offramp.evaluation.engine.study import Study
from tests.evaluation.extract import COVERAGE, PEOPLE, ZERO, on, read


def enters(loaded: tuple[Study, Inputs], window: int = 183) -> list[bool]:
    return windows.entrants(*loaded, ["arrest"], window).tolist()


def rate_of_many(tmp_path: Path, *, whole: bool) -> float:
    """400 people over a year of referrals, half of them arrested on day 90, in an extract that ends with the year."""
    people, events = ["bo,usual,2024-01-01,40"], []
    for n in range(400):
        zero = ZERO + timedelta(days=n % 365)
        people.append(f"p{n},offered,{zero},30")
        arrest = zero + timedelta(days=90)
        if n % 2 and arrest <= date(2024, 12, 31):
            events.append(f"p{n},{arrest},arrest,no")
    until = ["arrest,2020-01-01,2024-12-31,all", *COVERAGE[1:]]
    loaded = read(tmp_path, people=people, events=events, coverage=until)
    happened = outcomes.measure(*loaded)["any_arrest", 183, "after"] > 0
    enter = windows.entrants(*loaded, ["arrest"], 183)
    return float(np.mean(happened[enter if whole else enter | happened]))


def test_a_late_entrant_stays_out_also_when_the_event_was_seen_already(tmp_path: Path) -> None:
    assert rate_of_many(tmp_path, whole=True) == pytest.approx(0.5, abs=0.02)


def test_keeping_late_entrants_with_an_event_would_raise_the_rate(tmp_path: Path) -> None:
    assert rate_of_many(tmp_path, whole=False) > 0.57


@pytest.mark.parametrize(
    ("last", "expected"), [pytest.param(183, True, id="just covered"), pytest.param(182, False, id="a day short")]
)
def test_the_window_after_must_be_covered_to_its_last_day(tmp_path: Path, last: int, expected: bool) -> None:
    coverage = [f"arrest,2020-01-01,{on(last)},all", *COVERAGE[1:]]
    assert enters(read(tmp_path, coverage=coverage)) == [expected, expected]


@pytest.mark.parametrize(
    ("first", "expected"), [pytest.param(-183, True, id="just covered"), pytest.param(-182, False, id="a day short")]
)
def test_the_window_before_must_be_covered_from_its_first_day(tmp_path: Path, first: int, expected: bool) -> None:
    coverage = [f"arrest,{on(first)},2026-01-01,all", *COVERAGE[1:]]
    assert enters(read(tmp_path, coverage=coverage)) == [expected, expected]


def test_every_agency_must_cover_it(tmp_path: Path) -> None:
    coverage = [*COVERAGE, "arrest,2020-01-01,2024-03-01,sheriff"]
    assert enters(read(tmp_path, coverage=coverage)) == [False, False]


def test_a_gap_between_two_deliveries_is_no_coverage(tmp_path: Path) -> None:
    halves = [f"arrest,2020-01-01,{on(50)},all", f"arrest,{on(52)},2026-01-01,all", *COVERAGE[1:]]
    assert enters(read(tmp_path, coverage=halves)) == [False, False]
    touching = [f"arrest,2020-01-01,{on(50)},all", f"arrest,{on(51)},2026-01-01,all", *COVERAGE[1:]]
    assert enters(read(tmp_path, coverage=touching)) == [True, True]


def test_whoever_moved_away_is_not_counted_as_not_arrested(tmp_path: Path) -> None:
    assert enters(read(tmp_path, events=[f"ann,{on(100)},move_out,no"])) == [False, True]


def test_whoever_died_stays_in_with_fewer_days_at_risk(tmp_path: Path) -> None:
    loaded = read(tmp_path, events=[f"ann,{on(100)},death,no"])
    assert enters(loaded) == [True, True]
    assert outcomes.measure(*loaded)["at_risk", 183, "after"].tolist() == [100, 183]


def test_the_index_event_is_in_no_window(tmp_path: Path) -> None:
    events = [f"ann,{on(-2)},arrest,yes", f"ann,{on(0)},arrest,no", f"bo,{on(2)},arrest,yes"]
    found = outcomes.measure(*read(tmp_path, events=events))
    assert found["any_arrest", 183, "before"].tolist() == [0, 0]
    assert found["any_arrest", 183, "after"].tolist() == [0, 0]


def test_each_side_has_as_many_days_as_the_window(tmp_path: Path) -> None:
    events = [f"ann,{on(day)},arrest,no" for day in (-184, -183, -1, 1, 183, 184)]
    found = outcomes.measure(*read(tmp_path, events=events))
    assert found["any_arrest", 183, "before"].tolist() == [2, 0]
    assert found["any_arrest", 183, "after"].tolist() == [2, 0]


def test_overlapping_stays_are_one(tmp_path: Path) -> None:
    stays = [f"ann,jail,{on(10)},{on(19)}", f"ann,jail,{on(15)},{on(24)}", f"ann,jail,{on(16)},{on(17)}"]
    found = outcomes.measure(*read(tmp_path, spells=stays))
    assert found["jail_days", 183, "after"].tolist() == [15, 0]


def test_a_stay_over_day_0_counts_on_both_sides_without_day_0(tmp_path: Path) -> None:
    found = outcomes.measure(*read(tmp_path, spells=[f"ann,jail,{on(-3)},{on(4)}"]))
    assert found["jail_days", 183, "before"].tolist() == [3, 0]
    assert found["jail_days", 183, "after"].tolist() == [4, 0]


def test_a_stay_without_an_end_lasts_to_the_end_of_the_window(tmp_path: Path) -> None:
    found = outcomes.measure(*read(tmp_path, spells=[f"ann,jail,{on(180)},"]))
    assert found["jail_days", 183, "after"].tolist() == [4, 0]
    assert found["at_risk", 183, "after"].tolist() == [179, 183]


def test_costs_are_a_yearly_amount(tmp_path: Path) -> None:
    found = outcomes.measure(*read(tmp_path, costs=[f"ann,{on(10)},100.50", f"ann,{on(364)},100"]))
    assert found["cost", 365, "after"].tolist() == [200.5, 0]
    assert found["cost", 183, "after"].tolist() == pytest.approx([100.5 * 365 / 183, 0])


def test_a_wash_out_moves_the_window_after(tmp_path: Path) -> None:
    from tests.evaluation.extract import PLAN

    plan = PLAN.replace("windows:", "wash_out_days: 30\nwindows:")
    found = outcomes.measure(
        *read(tmp_path, plan, people=PEOPLE, events=[f"ann,{on(d)},arrest,no" for d in (30, 31, 213)])
    )
    assert found["any_arrest", 183, "after"].tolist() == [2, 0]


def test_a_history_counts_the_days_before(tmp_path: Path) -> None:
    loaded, tables = read(tmp_path, events=[f"ann,{on(day)},arrest,no" for day in (-184, -183, -1, 5)])
    assert outcomes.histories(tables, loaded.covariates)["prior_arrests"].tolist() == [2, 0]
