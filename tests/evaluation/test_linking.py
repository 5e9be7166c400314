"""`offramp link`, on the Febrl files of invented people with known partners, and on files that cannot be linked."""

import json
from pathlib import Path

import polars as pl
import pytest

from offramp.evaluation.linking import records
from tests.evaluation.febrl import NAME_AND_BIRTH, f1, febrl, linked, offramp


def test_people_who_are_in_one_file_alone_are_not_linked(tmp_path: Path) -> None:
    """The same two files, with the partners of all but the first thousand taken away."""
    left, right = febrl("4a", NAME_AND_BIRTH).sort("id"), febrl("4b", NAME_AND_BIRTH).sort("id")
    links, said = linked(tmp_path, left[:3000], right[2000:], "--json")
    sure = links.filter(band="link")
    partners = pl.col("left").str.split("-").list.get(1) == pl.col("right").str.split("-").list.get(1)
    wrong = sure.filter(~partners).height
    assert sure.height > 850
    assert wrong <= 0.02 * sure.height
    assert json.loads(said)["links_likely_wrong"] <= 0.01 * sure.height


PEOPLE = pl.DataFrame(
    {
        "id": ["a", "b", "c", "d"],
        "given_name": ["Beatriz", "William", "Ana", "Jordan"],
        "surname": ["Núñez Ortiz", "Ellery", "Vega", "Sole"],
        "date_of_birth": ["1988-04-09", "1990-12-31", "1979-02-03", "2001-07-04"],
    }
)


def test_small_files_link_what_agrees_and_leave_the_rest_to_a_person(tmp_path: Path) -> None:
    others = pl.DataFrame(
        {
            "id": ["1", "2", "3"],
            "given_name": ["BEATRIZ", "Bill", "Ana"],
            "surname": ["Nunez-Ortiz", "Ellery", "Luna"],
            "date_of_birth": ["04/09/1988", "12/31/1990", "1979-02-03"],
        }
    )
    links, said = linked(tmp_path, PEOPLE, others)
    assert links.filter(band="link").select("left", "right").rows() == [("a", "1")]
    assert ("b", "2") in links.filter(band="review").select("left", "right").rows()
    assert "1 of 4 people were found among 3" in said


def test_twins_of_one_name_are_left_to_a_person(tmp_path: Path) -> None:
    twice = pl.concat([PEOPLE, PEOPLE[:1].with_columns(id=pl.lit("twin"))])
    links, _ = linked(tmp_path, PEOPLE, twice)
    assert set(links.filter(band="link")["left"]) == {"b", "c", "d"}
    assert links.filter(band="review")["left"].to_list() == ["a"]


def test_how_many_of_each_group_were_found_is_told_and_small_groups_are_not(tmp_path: Path) -> None:
    left = febrl("4a", NAME_AND_BIRTH).sort("id")[:40].with_columns(race=pl.Series(["Black"] * 30 + ["White"] * 10))
    _, said = linked(tmp_path, left, febrl("4b", NAME_AND_BIRTH).sort("id")[:400], "--by", "race")
    assert "of 30 (" in said.split("black:")[1].splitlines()[0]
    assert said.split("white:")[1].splitlines()[0] == " fewer than 11 people, not shown"


def test_a_column_that_both_files_have_helps_whatever_it_is_called(tmp_path: Path) -> None:
    odd = "tag'; DROP TABLE side_0 --"
    left, right = (febrl(name).select(*NAME_AND_BIRTH, pl.col("soc_sec_id").alias(odd)) for name in ("4a", "4b"))
    links, said = linked(tmp_path, left.sort("id")[:600], right.sort("id")[:600], "--json")
    assert odd in json.loads(said)["compared"]
    assert f1(links.filter(band="link"), 600) > 0.97


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This file is empty. It needs a first line with the names of its columns."),
        ("id,given_name,surname\n1,Ana,Vega\n", 'The column "date_of_birth" is missing. It is needed to link.'),
        ("id,given_name,surname,date_of_birth\n", "There is nobody in this file. It needs one line for each person."),
        (
            "id,given_name,surname,date_of_birth\n1,Ana,Vega,1979-02-03\n1,Bo,Ellery,1990-01-01\n",
            "line 3: This id is on more than one line. Keep one line for each person.",
        ),
        ("id,given_name,surname,date_of_birth\n,Ana,Vega,1979-02-03\n", "line 2: The id is empty."),
        ("id,given_name,surname,date_of_birth\n=1+1,Ana,Vega,1979-02-03\n", "line 2: The id begins with a sign"),
        (
            "id,given_name,surname,date_of_birth\n1,Ana,Vega,12/31/1990\n2,Bo,Ellery,31/12/1990\n",
            "line 3: This date of birth begins with the day.",
        ),
        ("id,given_name,surname,date_of_birth\n1,Ana,Vega\n2,Bo,Ellery,1990-01-01,9,9,9\n", "This file cannot be read."),
        ("id, id,given_name,surname,date_of_birth\n1,2,Ana,Vega,1979-02-03\n", 'Two columns are called "id".'),
    ],
    ids=["empty", "column", "nobody", "twice", "no_id", "formula", "day_first", "torn", "two_columns"],
)  # fmt: skip
def test_a_bad_file_is_told_in_one_sentence_and_nothing_is_written(tmp_path: Path, text: str, sentence: str) -> None:
    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    bad.write_text(text)
    PEOPLE.write_csv(good)
    said = offramp("link", good, bad, "--out", tmp_path / "links.csv", code=2)
    assert sentence in said
    assert said.startswith("bad.csv")
    assert "Ellery" not in said
    assert not (tmp_path / "links.csv").exists()


def test_a_file_in_another_encoding_and_one_that_is_not_there(tmp_path: Path) -> None:
    PEOPLE.write_csv(tmp_path / "good.csv")
    (tmp_path / "latin.csv").write_bytes(
        "id,given_name,surname,date_of_birth\n1,Ana,Núñez,1979-02-03\n".encode("latin-1")
    )
    out = ("--out", tmp_path / "links.csv")
    assert "cannot be read" in offramp("link", tmp_path / "good.csv", tmp_path / "latin.csv", *out, code=2)
    assert "no such file" in offramp("link", tmp_path / "good.csv", tmp_path / "none.csv", *out, code=2)
    assert "is read here" in offramp(
        "link", tmp_path / "good.csv", tmp_path / "latin.csv", "--out", tmp_path / "good.csv", code=2
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1988-04-09", "19880409"), ("19880409", "19880409"), ("4/9/1988", "19880409"), ("1988/4/9", "19880409"),
        ("1900-01-01", None), ("", None), ("Feb 31", "31"), ("1990-02-31", "19900231"),
    ],
)  # fmt: skip
def test_dates_are_read_as_they_are_written(written: str, read: str | None) -> None:
    assert records.digits(written) == read


def test_a_sample_that_somebody_decided_moves_the_bands_and_says_how_sure_they_were(tmp_path: Path) -> None:
    """The first 1,500 people against 1,500 of whom they are half: a sample is drawn, decided by who they are, and used."""
    left, right = febrl("4a", NAME_AND_BIRTH).sort("id")[:1500], febrl("4b", NAME_AND_BIRTH).sort("id")[750:2250]
    sample = tmp_path / "sample.csv"
    before, _ = linked(tmp_path, left, right, "--sample", str(sample))
    to_decide = pl.read_csv(sample, infer_schema=False)
    assert sample.stat().st_mode & 0o077 == 0
    person = [pl.col(side).str.split("-").list.get(1) for side in ("left", "right")]
    decided = to_decide.with_columns(same=pl.when(person[0] == person[1]).then(pl.lit("Yes")).otherwise(pl.lit("no")))
    decided.write_csv(tmp_path / "decided.csv")
    after, said = linked(tmp_path, left, right, "--reviewed", str(tmp_path / "decided.csv"), "--json")
    told = json.loads(said)
    assert told["reviewed"]["looked_at"] == len(decided)
    for share, true in (("precision", precision(before)), ("recall", recall(before, 750))):
        assert told["reviewed"][share]["lo"] - 0.02 <= true <= told["reviewed"][share]["hi"]
    by_ids = {(row["left"], row["right"]): row["band"] for row in after.iter_rows(named=True)}
    for row in decided.iter_rows(named=True):
        assert by_ids.get((row["left"], row["right"])) == ("link" if row["same"] == "Yes" else None)
    assert precision(after) >= 0.98
    assert recall(after, 750) >= recall(before, 750)


def precision(links: pl.DataFrame) -> float:
    sure = links.filter(band="link")
    return len(partners(sure)) / len(sure)


def recall(links: pl.DataFrame, true: int) -> float:
    return len(partners(links.filter(band="link"))) / true


def partners(links: pl.DataFrame) -> pl.DataFrame:
    return links.filter(pl.col("left").str.split("-").list.get(1) == pl.col("right").str.split("-").list.get(1))


def test_a_sample_is_decided_in_two_words(tmp_path: Path) -> None:
    PEOPLE.write_csv(tmp_path / "people.csv")
    (tmp_path / "decided.csv").write_text("left,right,same\na,a,maybe\n")
    files = (tmp_path / "people.csv", tmp_path / "people.csv")
    said = offramp("link", *files, "--out", tmp_path / "l.csv", "--reviewed", tmp_path / "decided.csv", code=2)
    assert said == 'decided.csv, line 2: Write "yes" or "no" into the column "same".\n'


def test_records_of_one_person_in_one_file_are_put_together(tmp_path: Path) -> None:
    frame = febrl("3").with_columns(person=pl.col("id").str.split("-").list.get(1)).sort("person", "id")[:400]
    frame.drop("person").write_csv(tmp_path / "records.csv")
    said = offramp("deduplicate", tmp_path / "records.csv", "--out", tmp_path / "people.csv", "--json")
    found = pl.read_csv(tmp_path / "people.csv").join(frame.select("id", "person"), on="id", suffix="_true")
    assert found.height == 400
    assert found.group_by("person").agg(pl.col("person_true").n_unique())["person_true"].max() == 1
    assert json.loads(said)["people"] <= 1.1 * frame["person"].n_unique()


def test_nobody_twice_in_a_small_file(tmp_path: Path) -> None:
    PEOPLE.write_csv(tmp_path / "people.csv")
    said = offramp("deduplicate", tmp_path / "people.csv", "--out", tmp_path / "out.csv")
    assert "4 records are likely of 4 people." in said
