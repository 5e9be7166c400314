"""How fast 2,000 people are found among 1,000,000, beside its floor: the same search by DuckDB for equal names and dates."""

import os
import resource
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from offramp.evaluation.linking import link
from offramp.evaluation.linking.bands import Band

FEW, MANY = 2_000, 1_000_000
TYPING_ERRORS = 0.15  # of names
EQUAL = """
    SELECT count(*) FROM read_csv($1, all_varchar = true) AS l JOIN read_csv($2, all_varchar = true) AS r
    USING (given_name, surname, date_of_birth)
"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="offramp-bench-") as folder:
        few, many = Path(folder) / "few.csv", Path(folder) / "many.csv"
        _write(few, many)
        start = time.perf_counter()
        duckdb.execute(EQUAL, [str(few), str(many)]).fetchall()
        floor = time.perf_counter() - start
        start, worked = time.perf_counter(), time.process_time()
        found = link.link(few, many).found
        lasted, worked = time.perf_counter() - start, time.process_time() - worked
    right = sum(each.left[1:] == each.right for each in found.links if each.band is Band.LINK)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{FEW:,} people among {MANY:,}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"  both files joined on equal names and dates  {floor:8.3f} s   the floor")
    print(f"  linked, from files to bands                 {lasted:8.3f} s   {lasted / floor:6.1f} x the floor")
    print(f"    of which the processor worked             {worked:8.3f} s, all cores together")
    print(f"  {right:,} of {found.count(Band.LINK):,} links are right; the most memory {peak:,.0f} MB", flush=True)


def _write(few: Path, many: Path) -> None:
    """A million people with names as common as names are, and two thousand of them again, some mistyped."""
    dice = np.random.default_rng(3)
    days = np.datetime64("1950-01-01") + dice.integers(0, 20_000, MANY)
    everybody = pl.DataFrame(
        {
            "id": [f"p{number}" for number in range(MANY)],
            "given_name": _names(dice, 3_000, 0.9),
            "surname": _names(dice, 30_000, 0.8),
            "date_of_birth": days.astype(str),
        }
    )
    everybody.write_csv(many)
    some = everybody.sample(FEW, seed=4).with_columns(id=pl.format("l{}", "id"))
    for column in ("given_name", "surname"):
        mistyped = pl.Series([_swapped(name, dice) if dice.random() < TYPING_ERRORS else name for name in some[column]])
        some = some.with_columns(mistyped.alias(column))
    some.write_csv(few)


def _names(dice: np.random.Generator, number: int, steepness: float) -> np.ndarray:
    syllables = [
        first + second for first in "bcdfghjklmnprstvw" for second in ("a", "e", "i", "o", "u", "an", "el", "or")
    ]
    names = np.array(["".join(dice.choice(syllables, dice.integers(2, 4))) for _ in range(number)])
    often = 1 / np.arange(1, number + 1) ** steepness
    return dice.choice(names, MANY, p=often / often.sum())


def _swapped(name: str, dice: np.random.Generator) -> str:
    at = int(dice.integers(0, len(name) - 1))
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
