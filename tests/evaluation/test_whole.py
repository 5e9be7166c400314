"""Whole evaluations of invented sites: what a reader is told where linkage, chance or a hidden cause made the numbers."""

from pathlib import Path

import pytest

from offramp.evaluation.engine import inputs, release, report, sites, study, whole, words
from offramp.evaluation.engine.release import Released
from offramp.evaluation.engine.synthetic import Recipe
from offramp.evaluation.engine.whole import Findings

QUICK = "bootstrap: 100\nestimators: [group_by_period, after_only, before_only]\n"


def evaluated(folder: Path, recipe: Recipe, more: str = QUICK) -> tuple[Findings, Released]:
    sites.write(recipe, folder)
    plan = study.load(sites.study_text().replace("subgroups: [sex]\n", "") + more)
    found = whole.evaluate(plan, inputs.read(plan, folder))
    return found, release.release(found)


def odds(found: Findings, estimator: str) -> tuple[float, float]:
    one = found.of(estimator=estimator, outcome="any_arrest", window=183, estimand="ATE", measure="odds_ratio")[0]
    return one.estimate.lo, one.estimate.hi


def test_unequal_linkage_makes_an_effect_out_of_nothing_and_the_report_says_so(tmp_path: Path) -> None:
    recipe = Recipe(people=3000, seed=5, rate_ratio=1.0, linked_offered=0.64, linked_usual=0.94)
    found, shown = evaluated(tmp_path, recipe)
    assert odds(found, "after_only")[1] < 0.95  # the histories, missing too, take a part of it away
    lo, hi = odds(found, "group_by_period")
    assert lo < 1 < hi
    told = " ".join(words.conclusion(found, shown))
    assert "that alone can make a result" in told
    assert "The groups differed before day 0 already" in told


def test_without_an_effect_the_reader_is_not_told_of_one(tmp_path: Path) -> None:
    found, shown = evaluated(tmp_path, Recipe(people=1500, seed=6, rate_ratio=1.0))
    told = words.conclusion(found, shown)
    assert "they do not say that LEAD made a difference" in told[0]


def test_a_negative_control_that_moved_is_told(tmp_path: Path) -> None:
    found, shown = evaluated(tmp_path, Recipe(people=3000, seed=7), QUICK + "negative_control: any_arrest\n")
    assert "though LEAD cannot have changed it" in " ".join(words.conclusion(found, shown))


def test_the_tables_that_sites_are_known_for_come_out(tmp_path: Path) -> None:
    """Odds of arrest, felony and prison; housing within people; both cost changes, their difference and what is left."""
    found, shown = evaluated(tmp_path, Recipe(people=2500, seed=8), "bootstrap: 100\n")
    table = report.table(found, shown)
    there = set(zip(table["outcome"], table["measure"], strict=True))
    for outcome in ("any_arrest", "non_warrant_arrest", "felony_charge"):
        assert {(outcome, "odds_ratio"), (outcome, "risk_difference"), (outcome, "hazard_ratio")} <= there
    assert ("housing", "odds_ratio_within") in there
    for measure in ("change_offered", "change_usual", "difference", "net_low", "net_high", "break_even_a_month"):
        assert ("cost", f"dollars_{measure}") in there
    assert ("jail_days", "days_difference") in there
    assert set(table.filter(outcome="housing")["claim"]) == {"within"}
    saved, net = (table.filter(outcome="cost", window=365, estimand="ATE", measure=f"dollars_{name}")["est"][0]
                  for name in ("difference", "net_middle"))  # fmt: skip
    assert net == pytest.approx(-saved - 12 * 532)


def test_nobody_s_small_number_is_in_the_report(tmp_path: Path) -> None:
    found, shown = evaluated(tmp_path, Recipe(people=250, seed=9))
    for one in shown.results:
        assert not any(1 <= count <= 10 for row in one.counts for count in row)
    assert shown.withheld
    assert report.page(found, shown).count("not shown") >= 1
