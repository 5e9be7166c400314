"""The closed form of the weighted GEE is that of statsmodels, and risk, difference, ratio and odds come together."""

import warnings

import numpy as np
import pytest
import statsmodels.api as sm

from offramp.evaluation.engine import risks, sensitivity
from offramp.evaluation.engine.estimates import Estimate

MEASURES = ["risk_offered", "risk_without", "risk_difference", "risk_ratio", "odds_ratio"]


def site(n: int, seed: int = 2) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Before, after, treated and weights of n people whose two periods go together."""
    rng = np.random.default_rng(seed)
    treated = rng.random(n) < 0.6
    lasting = rng.normal(size=n)
    before = (lasting + rng.normal(size=n) > -0.4).astype(float)
    after = (lasting + rng.normal(size=n) > -0.1 + 0.5 * treated).astype(float)
    return before, after, treated, rng.uniform(0.4, 2.5, n)


def by_statsmodels(
    before: np.ndarray, after: np.ndarray, treated: np.ndarray, weights: np.ndarray | None, cov: str
) -> tuple[float, float]:
    n = len(before)
    group, period = np.repeat(treated, 2).astype(float), np.tile([0.0, 1.0], n)
    x = np.column_stack([np.ones(2 * n), group, period, group * period])
    y = np.column_stack([before, after]).ravel()
    more = {} if weights is None else {"weights": np.repeat(weights, 2)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = sm.GEE(y, x, np.repeat(np.arange(n), 2), family=sm.families.Binomial(), **more)
        fitted = model.fit(cov_type=cov, ctol=1e-12, maxiter=40)
    return float(fitted.params[3]), float(fitted.bse[3])


def test_it_is_the_weighted_gee_of_statsmodels_to_twelve_digits() -> None:
    before, after, treated, weights = site(318)
    ours = risks.group_by_period(before, after, treated, weights)
    est, se = by_statsmodels(before, after, treated, weights, "robust")
    assert ours.log_odds_ratio == pytest.approx(est, rel=1e-12)
    assert ours.se == pytest.approx(se, rel=1e-12)


def test_the_small_sample_variance_is_that_of_statsmodels_without_weights() -> None:
    before, after, treated, _ = site(80)
    ours = risks.group_by_period(before, after, treated, np.ones(80))
    est, se = by_statsmodels(before, after, treated, None, "bias_reduced")
    assert ours.log_odds_ratio == pytest.approx(est, rel=1e-12)
    assert ours.se == pytest.approx(se, rel=1e-12)
    assert ours.se > risks.group_by_period(before, after, treated, np.ones(80), small_sample=False).se


def test_the_five_measures_agree_with_each_other() -> None:
    found = {one.measure: one for one in risks.side_by_side(risks.group_by_period(*site(1000)))}
    assert list(found) == MEASURES
    offered, without = found["risk_offered"].est, found["risk_without"].est
    assert found["risk_difference"].est == pytest.approx(offered - without)
    assert found["risk_ratio"].est == pytest.approx(offered / without)
    assert found["odds_ratio"].est == pytest.approx(offered / (1 - offered) / (without / (1 - without)))
    assert all(one.lo < one.est < one.hi for one in found.values())


def test_after_alone_is_the_weighted_two_by_two_table() -> None:
    _, after, treated, weights = site(1000)
    found = {one.measure: one.est for one in risks.after_only(after, treated, weights)}
    assert list(found) == MEASURES
    assert found["risk_offered"] == pytest.approx(np.average(after[treated], weights=weights[treated]))


def test_where_everybody_was_arrested_before_there_is_no_odds_ratio() -> None:
    _, after, treated, weights = site(100)
    assert risks.side_by_side(risks.group_by_period(np.ones(100), after, treated, weights)) == []


@pytest.mark.parametrize(
    ("comparison", "offered", "fewer"),
    [(0.3, 15.3, 49.2), (0.5, 29.6, 40.8), (0.7, 49.5, 29.3), (0.8, 62.7, 21.6), (0.9, 79.1, 12.1)],
)
def test_an_odds_ratio_of_0_42_is_no_58_percent_fewer(comparison: float, offered: float, fewer: float) -> None:
    risk = risks.risk_under(0.42, comparison)
    assert round(100 * risk, 1) == offered
    assert round(100 * (1 - risk / comparison), 1) == fewer


def test_the_smallest_effect_that_can_be_seen_shrinks_with_people() -> None:
    small, large = (sensitivity.detectable(0.7, n * 0.6, n * 0.4) for n in (318, 1000))
    assert small.odds_ratio < large.odds_ratio < 1
    assert large.risk_offered == pytest.approx(risks.risk_under(large.odds_ratio, 0.7))


def test_the_e_value_is_that_of_its_authors() -> None:
    smoking = sensitivity.e_value(Estimate("risk_ratio", 10.73, 8.02, 14.36))  # Hammond and Horn, as in their paper
    assert (round(smoking.est, 2), round(smoking.lo, 2)) == (20.95, 15.52)
    assert sensitivity.e_value(Estimate("risk_ratio", 0.8, 0.6, 1.1)).lo == 1.0


def test_unequal_linkage_alone_can_make_a_result_and_the_tipping_point_says_from_where() -> None:
    """Zero effect, everybody arrested as often; the treated group's events are found at 64 of 94."""
    rng = np.random.default_rng(3)
    rate = 1.2
    truth = rng.poisson(rate, 400_000)
    treated = np.arange(400_000) % 2 == 0
    seen = rng.binomial(truth, np.where(treated, 0.64 / 0.94, 1.0)) > 0
    offered, without = seen[treated].mean(), seen[~treated].mean()
    assert offered < without - 0.1
    assert sensitivity.tipping_point(offered, without) == pytest.approx(0.64 / 0.94, abs=0.01)


def test_persons_who_are_not_linked_at_all_cancel_in_group_by_period_and_not_in_after_alone() -> None:
    rng = np.random.default_rng(4)
    n = 400_000
    treated, lasting = np.arange(n) % 2 == 0, rng.normal(size=n)
    before, after = ((lasting + rng.normal(size=n) > -0.6) for _ in range(2))
    linked = rng.random(n) < np.where(treated, 0.64, 0.94)
    seen_before, seen_after = (before & linked).astype(float), (after & linked).astype(float)
    alone = {one.measure: one.est for one in risks.after_only(seen_after, treated, np.ones(n))}
    assert alone["odds_ratio"] < 0.5
    both = risks.group_by_period(seen_before, seen_after, treated, np.ones(n))
    assert np.exp(both.log_odds_ratio) == pytest.approx(1, abs=0.03)
