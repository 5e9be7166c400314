"""How fast an extract is evaluated, beside its floor: decoding the same three columns of the Parquet file of events."""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet

from offramp.evaluation.engine import inputs, outcomes, release, report, sites, study, whole
from offramp.evaluation.engine.synthetic import Recipe

STATE = """\
offramp_study: 1
key: invented-state
title: An invented state
about: Invented.
files: {people: people.parquet, events: events.parquet, coverage: coverage.parquet, costs: costs.parquet}
groups: {column: group, treated: [offered], comparison: [usual], design: waiting_sites}
covariates:
  - {name: age, kind: number}
  - {name: sex, kind: category}
  - {name: prior_arrests, kind: history, events: [arrest], days: 365}
windows: [183, 365]
outcomes:
  - {name: any_arrest, version: 1, kind: any, label: Arrested, events: [arrest]}
  - {name: any_booking, version: 1, kind: any, label: Booked, events: [booking]}
  - {name: arrests, version: 1, kind: count, label: Arrests, events: [arrest]}
  - {name: cost, version: 1, kind: cost, label: Cost}
"""


def main(*arguments: str) -> None:
    """A site of 2,000 people; with `state`, also 200,000 people with 20,000,000 events."""
    with tempfile.TemporaryDirectory(prefix="offramp-bench-") as folder:
        site = Path(folder) / "site"
        sites.write(Recipe(people=2000), site)
        _measure("A site of 2,000 people", site)
        if "state" in arguments:
            state = Path(folder) / "state"
            state.mkdir()
            _make_a_state(state, 200_000, 20_000_000)
            _measure("A state of 200,000 people and 20,000,000 events", state)


def _measure(title: str, folder: Path) -> None:
    file = folder / "events.parquet"
    plan = study.load((folder / "study.yaml").read_text())
    floor = _best(lambda: pyarrow.parquet.read_table(file, columns=["person_id", "date", "type"]))
    reading = time.perf_counter()
    tables = inputs.read(plan, folder)
    reading = time.perf_counter() - reading
    windows = _best(lambda: outcomes._events(plan, tables))
    start, worked = time.perf_counter(), time.process_time()
    found = whole.evaluate(plan, tables)
    report.write(found, release.release(found), folder / "out")
    lasted, worked = time.perf_counter() - start + reading, time.process_time() - worked
    print(f"{title}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"  decoding three columns of the events   {floor:8.3f} s   the floor")
    print(f"  every event outcome in every window    {windows:8.3f} s   {windows / floor:6.1f} x the floor")
    print(f"  reading and checking the tables        {reading:8.3f} s   {reading / floor:6.1f} x")
    print(f"  whole evaluation with its report       {lasted:8.3f} s   {lasted / floor:6.1f} x")
    print(f"    of which the processor worked        {worked:8.3f} s, all cores together")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {len(found.results)} estimates; the most memory so far {peak:,.0f} MB\n", flush=True)


def _best(work: Callable[[], object], times: int = 3) -> float:
    """The shortest of so many turns, in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def _make_a_state(folder: Path, people: int, events: int) -> None:
    """Events in no order, as agencies deliver them, in ten parts so that making them takes little memory."""
    rng = np.random.default_rng(1)
    zero = np.datetime64("2021-01-01") + rng.integers(0, 700, people)
    offered = rng.random(people) < 0.4
    pl.DataFrame({
        "person_id": np.arange(people, dtype=np.int32), "group": np.where(offered, "offered", "usual"), "day_zero": zero,
        "age": rng.integers(18, 70, people), "sex": rng.choice(["woman", "man"], people),
    }).write_parquet(folder / "people.parquet")  # fmt: skip
    parts = [_events(rng, people, events // 10) for _ in range(10)]
    pl.concat(parts).write_parquet(folder / "events.parquet", compression="zstd")
    costs = _events(rng, people, people * 4).select("person_id", "date", amount=pl.lit(250.0))
    costs.write_parquet(folder / "costs.parquet")
    what = ["arrest", "booking", "cost"]
    days = {"from": [date(2018, 1, 1)] * 3, "to": [date(2025, 1, 1)] * 3}
    pl.DataFrame({"type": what, **days}).write_parquet(folder / "coverage.parquet")
    (folder / "study.yaml").write_text(STATE)


def _events(rng: np.random.Generator, people: int, rows: int) -> pl.DataFrame:
    types = pl.Series(["arrest", "booking", "citation", "warrant"], dtype=pl.String)
    return pl.DataFrame({
        "person_id": rng.integers(0, people, rows).astype(np.int32),
        "date": np.datetime64("2018-01-01") + rng.integers(0, 2500, rows),
        "type": types.gather(rng.choice(4, rows, p=[0.06, 0.06, 0.58, 0.3])),
    })  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
