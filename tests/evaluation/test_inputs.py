"""Bad tables: one clear line for each fault, and nothing is computed."""

from pathlib import Path

import polars as pl
import pytest

from offramp.evaluation.engine import inputs, study
from tests.evaluation.extract import COVERAGE, HEADS, PEOPLE, PLAN, on, read, write


def faults(folder: Path, **rows: list[str]) -> list[str]:
    with pytest.raises(inputs.BadInput) as wrong:
        read(folder, **rows)
    return [str(fault) for fault in wrong.value.faults]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param(
            {"events": ["ann,1/5/2024,arrest,no"]},
            'events.csv, line 2: "1/5/2024" in "date" is not a day, year first, like 2026-06-01.', id="a day",
        ),
        pytest.param(
            {"people": [*PEOPLE, ",usual,2024-01-01,50"]}, 'people.csv, line 4: "person_id" is empty.', id="empty"
        ),
        pytest.param(
            {"people": [*PEOPLE, "cy,usual,2024-01-01,old"]}, '"old" in "age" is not a number', id="no number"
        ),
        pytest.param(
            {"people": [*PEOPLE, "ann,usual,2024-01-01,50"]}, 'line 4: The person "ann" is there twice.', id="twice"
        ),
        pytest.param({"people": [*PEOPLE, "cy,new,2024-01-01,50"]}, 'line 4: "new" is in no group', id="no group"),
        pytest.param({"people": PEOPLE[:1]}, "Nobody is in the comparison group", id="nobody to compare with"),
        pytest.param({"events": [f"zoe,{on(3)},arrest,no"]}, "1 people here are not in the table of people: zoe", id="who"),
        pytest.param({"events": [f"ann,{on(3)},arrest,maybe"]}, '"maybe" in "index" is not yes or no', id="maybe"),
        pytest.param({"spells": [f"ann,jail,{on(9)},{on(3)}"]}, 'line 2: "end" is before "start"', id="backwards"),
        pytest.param({"costs": [f"ann,{on(9)},NaN"]}, '"NaN" in "amount" is not a number', id="not a number"),
        pytest.param(
            {"coverage": COVERAGE[1:]}, 'Nothing says from when to when "arrest" is in the extract', id="coverage"
        ),
    ],
)  # fmt: skip
def test_a_fault_is_one_line_with_its_remedy(tmp_path: Path, rows: dict[str, list[str]], said: str) -> None:
    found = faults(tmp_path, **rows)
    assert [line for line in found if said in line], found


def test_a_missing_column_is_named_with_what_it_holds(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "people.csv").write_text("person_id,group,age\nann,offered,30\n")
    with pytest.raises(inputs.BadInput, match=r'The column "day_zero" is missing\. It holds a day, year first'):
        inputs.read(study.load(PLAN), tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    (write(tmp_path) / "costs.csv").unlink()
    with pytest.raises(inputs.BadInput, match=r"costs.csv: There is no such file"):
        inputs.read(study.load(PLAN), tmp_path)


def test_many_wrong_rows_are_counted_not_listed(tmp_path: Path) -> None:
    found = faults(tmp_path, events=[f"ann,day {n},arrest,no" for n in range(40)])
    assert len(found) == 6
    assert '35 more rows are wrong in "date"' in found[-1]


def test_a_parquet_table_reads_the_same(tmp_path: Path) -> None:
    _, from_csv = read(tmp_path, events=[f"ann,{on(3)},arrest,no"])
    for name in HEADS:
        file = tmp_path / name
        pl.read_csv(file, try_parse_dates=True).write_parquet(file.with_suffix(".parquet"))
    from_parquet = inputs.read(study.load(PLAN.replace(".csv", ".parquet")), tmp_path)
    assert from_parquet.people.equals(from_csv.people)
    columns = ["person_id", "date", "type"]
    assert from_parquet.events.select(columns).collect().equals(from_csv.events.select(columns).collect())


def test_the_hash_of_the_data_changes_with_one_byte(tmp_path: Path) -> None:
    _, first = read(tmp_path)
    _, second = read(tmp_path, people=["ann,offered,2024-01-01,31", PEOPLE[1]])
    assert first.hash != second.hash
