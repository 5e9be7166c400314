"""The gates, in short: bias and coverage on people with a planted effect. `./run simulate` is the long form."""

import numpy as np
import pytest

from offramp.evaluation.engine.synthetic import Recipe, population, truth
from tests.simulation.replicates import RUNS, gates_broken, simulate

QUICK = [name for name in RUNS if "bootstrap" not in name]


def test_estimators_cover_the_truth_as_often_as_they_say() -> None:
    broken = [sentence for line in simulate([318], 60, QUICK) for sentence in gates_broken(line)]
    assert broken == []


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_every_estimator_keeps_its_gates_over_four_hundred_sites() -> None:
    broken = [sentence for line in simulate([318], 400) for sentence in gates_broken(line)]
    assert broken == []


def test_the_truth_is_known_because_both_worlds_are_kept() -> None:
    made = population(Recipe(people=3000, seed=3))
    for window in (183, 365):
        known = truth(made, window, "ATE")
        assert known.risk_offered < known.risk_without
        assert known.odds_ratio < known.risk_offered / known.risk_without < 1
    assert (made.count(1, 365, offered=True) <= made.count(1, 365, offered=False)).all()
    assert (made.count(-365, -1, offered=True) == made.count(-365, -1, offered=False)).all()


def test_without_an_effect_both_worlds_are_one() -> None:
    made = population(Recipe(people=500, rate_ratio=1.0))
    assert made.kept.all()


def test_the_same_recipe_makes_the_same_people() -> None:
    first, second = population(Recipe(people=300)), population(Recipe(people=300))
    assert np.array_equal(first.day, second.day)
    assert not np.array_equal(first.offered, population(Recipe(people=300, seed=2)).offered)


def test_who_is_offered_had_more_arrests_and_the_groups_overlap() -> None:
    made = population(Recipe(people=4000))
    assert made.prior[made.offered].mean() > made.prior[~made.offered].mean() * 1.1
    assert 0.02 < np.quantile(made.chance, 0.01) < np.quantile(made.chance, 0.99) < 0.98


def test_arrests_fall_back_by_themselves_because_people_come_at_their_worst() -> None:
    made = population(Recipe(people=6000, rate_ratio=1.0))
    half_year_before, half_year_after = made.count(-183, -1, offered=False), made.count(1, 183, offered=False)
    assert half_year_after.mean() < 0.9 * half_year_before.mean()
