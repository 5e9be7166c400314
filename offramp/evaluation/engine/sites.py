"""An invented site as an extract: the same tables that a real site's agencies would supply, a study file, and the truth."""

import json
from dataclasses import asdict
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

import numpy as np
import polars as pl

from offramp.evaluation.engine.synthetic import HOUSING, MONTH, MONTHS, RACES, Population, Recipe, population, truth

FIRST_DAY = date(2020, 1, 1)  # of referrals; they come over two years
EXTRACT = (date(2016, 6, 1), date(2024, 12, 31))
RATES = {"booking": 320.0, "jail day": 118.0, "charge": 1450.0, "prison day": 125.0}  # dollars, invented


def write(recipe: Recipe, folder: Path) -> Population:
    """Make the site and write its tables, its study file and the truth. Gives back the people with both their worlds."""
    made = population(recipe)
    tables = extract(made)
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        table.write_parquet(folder / f"{name}.parquet")
    (folder / "study.yaml").write_text(study_text(), encoding="utf-8")
    (folder / "truth.json").write_text(json.dumps(truths(made), indent=2))
    return made


def study_text() -> str:
    """The study file that fits such a site."""
    return resources.files("offramp.evaluation.engine").joinpath("synthetic-study.yaml").read_text(encoding="utf-8")


def truths(made: Population) -> dict[str, object]:
    """The recipe, and the true risks of an arrest for each window and estimand."""
    found = [truth(made, window, estimand) for window in (183, 365, 730) for estimand in ("ATE", "ATT")]
    return {
        "recipe": asdict(made.recipe),
        "any_arrest": [{**asdict(one), "odds_ratio": one.odds_ratio} for one in found],
    }


def extract(made: Population) -> dict[str, pl.DataFrame]:
    """The tables as the agencies would supply them: of each person only the world that happened, if linked."""
    rng = np.random.default_rng(made.recipe.seed + 1)
    zero = _day_zeros(rng, made)
    arrests = _arrests(made, zero)
    stays = _stays(rng, arrests)
    return {
        "people": _people(rng, made, zero), "events": _events(made, zero, arrests), "spells": _spells(rng, made, zero, stays),
        "costs": _costs(arrests, stays), "coverage": _coverage(),
    }  # fmt: skip


def _day_zeros(rng: np.random.Generator, made: Population) -> pl.Series:
    return pl.Series("day_zero", [FIRST_DAY + timedelta(days=int(day)) for day in rng.integers(0, 730, made.people)])


def _people(rng: np.random.Generator, made: Population, zero: pl.Series) -> pl.DataFrame:
    n = made.people
    seen = np.where(
        rng.random(n) < 0.05, rng.integers(0, 5, n), made.race
    )  # what police recorded errs for one in twenty
    officers = np.minimum(rng.zipf(1.6, n), 80)
    return pl.DataFrame({
        "person_id": np.arange(n), "group": np.where(made.offered, "offered", "usual"), "day_zero": zero,
        "age": np.floor(made.age), "sex": np.where(made.woman, "woman", "man"),
        "race": np.array(RACES)[made.race], "race_by_police": np.array(RACES)[seen],
        "housing": np.array(HOUSING)[made.housing], "pathway": np.where(made.by_arrest, "arrest", "social contact"),
        "offense": rng.choice(["drugs", "theft", "sex work", "trespass"], n, p=[0.45, 0.3, 0.1, 0.15]),
        "officer": [f"officer {one}" for one in officers], "linked": made.linked,
    })  # fmt: skip


def _arrests(made: Population, zero: pl.Series) -> pl.DataFrame:
    happened = np.where(made.offered[made.who], made.kept, True) & made.linked[made.who]
    marks = made.marks[happened]
    found = pl.DataFrame({
        "person_id": made.who[happened], "day": made.day[happened].astype(np.int64), "felony": marks[:, 0] < 0.25,
        "warrant_only": marks[:, 1] < 0.2, "charged": marks[:, 2] < 0.6, "fate": marks[:, 3],
    })  # fmt: skip
    days = pl.DataFrame({"person_id": np.arange(made.people), "day_zero": zero})
    dated = found.join(days, on="person_id", maintain_order="left")
    return dated.with_columns(date=pl.col("day_zero") + pl.duration(days="day")).drop("day_zero")


def _events(made: Population, zero: pl.Series, arrests: pl.DataFrame) -> pl.DataFrame:
    grade = pl.when("felony").then(pl.lit("felony")).otherwise(pl.lit("misdemeanor"))
    plain = arrests.select("person_id", "date", type=pl.lit("arrest"), grade=grade, warrant_only="warrant_only")
    charges = arrests.filter("charged").select(
        "person_id",
        pl.col("date") + pl.duration(days=3),
        type=pl.lit("charge"),
        grade=grade,
        warrant_only=pl.lit(value=False),
    )
    prison = arrests.filter(pl.col("fate") > 0.985).select(
        "person_id", pl.col("date") + pl.duration(days=60), type=pl.lit("prison_admission"), grade=grade,
        warrant_only=pl.lit(value=False),
    )  # fmt: skip
    rows = pl.concat([plain, charges, prison]).with_columns(index=pl.lit(value=False))
    return pl.concat([rows, _index_events(made, zero), *_exits(made, zero)]).sort("person_id", "date", "type")


def _index_events(made: Population, zero: pl.Series) -> pl.DataFrame:
    """The arrest that brought somebody here: in the extract, and in no window."""
    rows = _bare(np.flatnonzero(made.by_arrest & made.linked), zero, 0, "arrest")
    return rows.with_columns(index=pl.lit(value=True))


def _exits(made: Population, zero: pl.Series) -> list[pl.DataFrame]:
    last = MONTHS * MONTH
    return [
        _bare(np.flatnonzero(when < last), zero, when[when < last].astype(np.int64) + 1, what)
        for what, when in (("death", made.death), ("move_out", made.move))
    ]


def _bare(who: np.ndarray, zero: pl.Series, days: np.ndarray | int, what: str) -> pl.DataFrame:
    frame = pl.DataFrame({"person_id": who, "day_zero": zero.gather(who), "days": np.broadcast_to(days, who.shape)})
    return frame.select(
        "person_id", date=pl.col("day_zero") + pl.duration(days="days"), type=pl.lit(what), grade=pl.lit(None, pl.String),
        warrant_only=pl.lit(value=False), index=pl.lit(value=False),
    )  # fmt: skip


def _stays(rng: np.random.Generator, arrests: pl.DataFrame) -> pl.DataFrame:
    """Jail after six of ten arrests, with overlaps as real bookings have; prison after few."""
    booked = rng.random(len(arrests)) < 0.6
    days = rng.negative_binomial(0.6, 0.06, len(arrests))
    to_prison = arrests["fate"].to_numpy() > 0.985
    jail = arrests.with_columns(days=pl.Series(days)).filter(pl.Series(booked)).with_columns(
        type=pl.lit("jail"), start=pl.col("date")
    )  # fmt: skip
    prison = arrests.with_columns(days=pl.Series(200 + days)).filter(pl.Series(to_prison)).with_columns(
        type=pl.lit("prison"), start=pl.col("date") + pl.duration(days=60)
    )  # fmt: skip
    both = pl.concat([jail, prison])
    return both.select("person_id", "type", "start", end=pl.col("start") + pl.duration(days="days"), days="days")


def _spells(rng: np.random.Generator, made: Population, zero: pl.Series, stays: pl.DataFrame) -> pl.DataFrame:
    columns = ["person_id", "type", "start", "end", "state"]
    inside = stays.with_columns(state=pl.lit(None, pl.String)).select(columns)
    return pl.concat([inside, _housing(rng, made, zero).select(columns)]).sort("person_id", "type", "start")


def _housing(rng: np.random.Generator, made: Population, zero: pl.Series) -> pl.DataFrame:
    """Month by month for those who were offered: from the month before, whoever works with somebody finds a home sooner."""
    who = np.flatnonzero(made.offered)
    now, rows = made.housing[who], []
    for month in range(-1, 19):
        rows.append(
            pl.DataFrame({"person_id": who, "month": np.full(len(who), month), "state": np.array(HOUSING)[now]})
        )
        leaves = rng.random(len(who)) < np.where(made.dropout[who] > month * MONTH, 0.05, 0.025)
        now = np.where(leaves, np.where(rng.random(len(who)) < 0.6, 3, rng.integers(0, 5, len(who))), now)
    days = pl.DataFrame({"person_id": np.arange(made.people), "day_zero": zero})
    found = pl.concat(rows).join(days, on="person_id").sort("person_id", "month")
    first = pl.col("day_zero") + pl.duration(days=(pl.col("month") * MONTH).floor().cast(pl.Int64))
    last = pl.col("day_zero") + pl.duration(days=((pl.col("month") + 1) * MONTH).floor().cast(pl.Int64) - 1)
    return found.with_columns(type=pl.lit("housing"), start=first, end=last)


def _costs(arrests: pl.DataFrame, stays: pl.DataFrame) -> pl.DataFrame:
    def priced(rows: pl.DataFrame, day: str, kind: str, times: pl.Expr) -> pl.DataFrame:
        return rows.select("person_id", date=pl.col(day), kind=pl.lit(kind), amount=times * RATES[kind])

    one = pl.lit(1.0)
    return pl.concat([
        priced(stays.filter(type="jail"), "start", "booking", one),
        priced(stays.filter(type="jail"), "start", "jail day", (pl.col("days") + 1).cast(pl.Float64)),
        priced(stays.filter(type="prison"), "start", "prison day", (pl.col("days") + 1).cast(pl.Float64)),
        priced(arrests.filter("charged"), "date", "charge", one),
    ]).sort("person_id", "date", "kind")  # fmt: skip


def _coverage() -> pl.DataFrame:
    what = ["arrest", "charge", "prison_admission", "jail", "prison", "housing", "cost"]
    who = ["police", "court", "state", "county jail", "state", "program", "county"]
    return pl.DataFrame({"type": what, "agency": who, "from": [EXTRACT[0]] * 7, "to": [EXTRACT[1]] * 7})
