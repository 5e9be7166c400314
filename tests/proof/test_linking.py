"""How many known partners `offramp link` finds, in all the columns of the Febrl files and by name and date of birth alone."""

import json
from collections import defaultdict
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest

from tests.evaluation.febrl import NAME_AND_BIRTH, f1, febrl, linked, offramp

BANDS = {"link": ["link"], "both": ["link", "review"]}


@pytest.mark.parametrize(
    ("columns", "least"),
    [pytest.param(None, 0.999, marks=pytest.mark.prove), (NAME_AND_BIRTH, 0.95)], ids=["all", "name_and_birth"],
)  # fmt: skip
def test_known_partners_are_found(
    tmp_path: Path, columns: list[str] | None, least: float, figures: Callable[..., None]
) -> None:
    links, said = linked(tmp_path, febrl("4a", columns), febrl("4b", columns), "--json")
    told = json.loads(said)
    found = {band: f1(links.filter(pl.col("band").is_in(bands)), 5000) for band, bands in BANDS.items()}
    columns_are = "all" if columns is None else "name_and_birth"
    figures(**{f"febrl4_{columns_are}_F1_{band}": round(score, 4) for band, score in found.items()})
    assert min(found.values()) >= least
    assert links["left"].is_unique().all()
    assert links["right"].is_unique().all()
    assert (told["links"], told["to_review"]) == (links.filter(band="link").height, links.filter(band="review").height)
    assert told["dates_of_birth_that_are_no_day"] == {"left": 0, "right": 64}


@pytest.mark.prove
def test_records_of_one_person_are_put_together(tmp_path: Path, figures: Callable[..., None]) -> None:
    """The third Febrl file: 5,000 records of 2,000 people. F1 over pairs of records."""
    frame = febrl("3")
    frame.write_csv(tmp_path / "records.csv")
    offramp("deduplicate", tmp_path / "records.csv", "--out", tmp_path / "people.csv")
    found = dict(pl.read_csv(tmp_path / "people.csv").iter_rows())
    true = {name: name.split("-")[1] for name in frame["id"]}
    pairs, known = pairs_of(found), pairs_of(true)
    score = 2 * len(pairs & known) / (len(pairs) + len(known))
    figures(febrl3_all_F1_deduplicated=round(score, 4))
    assert score >= 0.99


def pairs_of(person: dict[str, str]) -> set[tuple[str, str]]:
    together = defaultdict(list)
    for name, whose in person.items():
        together[whose].append(name)
    return {pair for names in together.values() for pair in combinations(sorted(names), 2)}
