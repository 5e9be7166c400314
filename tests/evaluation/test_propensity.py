"""The weights make the groups alike in what was known on day 0, and say where nothing can."""

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from scipy.special import expit

from offramp.evaluation.engine import propensity, study
from tests.evaluation.extract import PLAN


def confounded(n: int = 2000, seed: int = 1) -> tuple[propensity.Flags, propensity.Design]:
    """Whoever has a high first column is more often treated."""
    rng = np.random.default_rng(seed)
    columns = rng.normal(size=(n, 3))
    treated = rng.random(n) < expit(0.8 * columns[:, 0] - 0.4 * columns[:, 1])
    return treated, propensity.Design(("first", "second", "third"), columns)


def test_the_logistic_regression_is_that_of_statsmodels() -> None:
    treated, given = confounded()
    ours = propensity.logistic(given.columns, treated.astype(float))
    theirs = sm.Logit(treated.astype(float), sm.add_constant(given.columns)).fit(disp=0)
    assert ours == pytest.approx(theirs.params, abs=1e-9)


def test_a_weight_of_two_is_two_people() -> None:
    treated, given = confounded(300)
    twice = np.r_[np.arange(300), np.arange(300)]
    weighted = propensity.logistic(given.columns, treated.astype(float), np.full(300, 2.0))
    assert weighted == pytest.approx(propensity.logistic(given.columns[twice], treated[twice].astype(float)), abs=1e-9)


@pytest.mark.parametrize("estimand", ["ATE", "ATT"])
def test_weighting_balances_every_covariate(estimand: str) -> None:
    treated, given = confounded()
    found = propensity.weigh(treated, given, estimand)
    kept = given.rows(found.kept)
    after = propensity.balance(treated[found.kept], kept, found.weights)
    assert abs(after[0].raw) > 0.5
    assert max(abs(one.weighted) for one in after) < 0.05


def test_att_leaves_the_treated_as_they_are() -> None:
    treated, given = confounded()
    found = propensity.weigh(treated, given, "ATT")
    assert set(found.weights[treated[found.kept]]) == {1.0}


def test_stabilized_weights_are_about_1_in_each_group() -> None:
    treated, given = confounded()
    found = propensity.weigh(treated, given, "ATE")
    for group in (True, False):
        assert found.weights[treated[found.kept] == group].mean() == pytest.approx(1, abs=0.05)


def test_whoever_nobody_is_comparable_to_is_left_out() -> None:
    treated, given = confounded()
    found = propensity.weigh(treated, given, "ATE", (0.2, 0.8))
    assert 0 < (~found.kept).sum() < len(treated)
    assert given.columns[~found.kept, 0].std() > given.columns[found.kept, 0].std()


def test_groups_that_a_covariate_tells_apart_are_not_compared() -> None:
    columns = np.r_[np.zeros(50), np.ones(50)][:, None]
    with pytest.raises(propensity.NotComparable, match="leave out a covariate"):
        propensity.weigh(columns[:, 0] > 0, propensity.Design(("site",), columns), "ATE")


def test_equal_weights_have_their_own_size() -> None:
    assert propensity.effective_size(np.ones(40)) == pytest.approx(40)
    assert propensity.effective_size(np.r_[np.full(10, 4.0), np.ones(30)]) == pytest.approx(70**2 / 190)
    assert propensity.largest_share(np.array([1.0, 3.0])) == 0.75


def test_columns_are_made_of_numbers_words_histories_and_what_is_not_known() -> None:
    plan = study.load(
        PLAN.replace("  - {name: age, kind: number}", "  - {name: age, kind: number}\n  - {name: race, kind: category}")
    )
    races = [*["a"] * 20, *["b"] * 12, *[None] * 10, "c"]
    people = pl.DataFrame({"age": [20.0, None, 40.0] + [30.0] * 40, "race": races})
    made = propensity.design(plan, people, {"prior_arrests": np.arange(43.0)})
    assert sorted(made.names) == ["age", "age: not known", "prior_arrests", "race: b", "race: not known", "race: other"]
    assert made.columns.mean(axis=0) == pytest.approx(0)
    assert made.columns.std(axis=0) == pytest.approx(1)
    assert made.columns[1, made.names.index("age")] == pytest.approx(0)
