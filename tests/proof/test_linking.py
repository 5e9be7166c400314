"""How many known partners `offramp link` finds, in all the columns of the Febrl files and by name and date of birth alone."""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from tests.evaluation.febrl import NAME_AND_BIRTH, f1, febrl, linked

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
