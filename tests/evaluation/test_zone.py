"""A zone: nothing without an approval, all of a file or nothing of it, names apart, and destroyed with a statement."""

import json
import re
from pathlib import Path

import polars as pl
import pytest

from offramp.evaluation.zone import reading, store
from tests.evaluation.febrl import offramp

#: The examples of the reference are what is tried here.
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "zone-files.md"
APPROVAL, ARRESTS, JAIL = re.findall(r"```yaml\n(.*?)```", REFERENCE.read_text(encoding="utf-8"), re.DOTALL)
HEAD = "ARREST_NO,PERSON_NO,FIRST,LAST,DOB,SEX,ARREST_DATE,LEVEL,OFFICER"
ROWS = [
    "1,P1,Beatriz,Nuñez Ortiz,04/09/1988,F,03/02/2024,F,Ofc. Nobody",
    "2,P1,Beatriz,Nunez,04/09/1988,F,07/01/2025,M,Ofc. Nobody",
    "3,P1,Beatriz,Nuñez Ortiz,04/09/1988,F,12/31/2025,M,Ofc. Nobody",
    "4,P2,Wren,Quill,02/31/1990,M,05/05/2025,M,Ofc. Nobody",
    "5,P3,Dell,Sayre,01/01/1979,M,01/01/2026,M,Ofc. Nobody",
]
SECRETS = ("Beatriz", "Nuñez", "Nunez", "Quill", "1988", "P1", "P2", "Nobody")


@pytest.fixture
def zone(tmp_path: Path) -> Path:
    (tmp_path / "approval.yaml").write_text(APPROVAL)
    (tmp_path / "arrests.yaml").write_text(ARRESTS)
    (tmp_path / "jail.yaml").write_text(JAIL)
    offramp("zone", "open", tmp_path / "zone", "--approval", tmp_path / "approval.yaml")
    return tmp_path / "zone"


def bring(zone: Path, rows: list[str], *options: str, head: str = HEAD, by: str = "arrests.yaml", code: int = 0) -> str:
    file = zone.parent / "delivered.csv"
    file.write_text("\n".join([head, *rows]) + "\n")
    return offramp("extract", file, "--zone", zone, "--mapping", zone.parent / by, *options, code=code)


def table(zone: Path, part: str = "tables") -> pl.DataFrame:
    (file,) = (zone / part).glob("*.parquet")
    return pl.read_parquet(file)


def test_names_go_to_the_identities_and_the_table_holds_pseudonyms(zone: Path) -> None:
    said = bring(zone, ROWS)
    assert "Imported: 4 records of 2 people." in said
    assert "1 records lie outside the days" in said
    assert "1 dates of birth are no day." in said
    arrests, people = table(zone), table(zone, "identities")
    assert arrests.columns == ["person_id", "date", "type", "grade"]
    assert sorted(arrests["grade"]) == ["felony", "misdemeanor", "misdemeanor", "misdemeanor"]
    assert set(arrests["person_id"]) == set(people["id"])
    assert people.sort("surname")["surname"].to_list() == ["Nuñez Ortiz", "Quill"]  # as it is written most often
    assert set(people["date_of_birth"]) == {"1988-04-09", "02/31/1990"}


def test_no_identity_is_in_any_file_but_the_identities(zone: Path) -> None:
    bring(zone, ROWS)
    elsewhere = [file for file in zone.rglob("*") if file.is_file() and file.parent.name != "identities"]
    assert len(elsewhere) > 3
    for file in elsewhere:
        raw = file.read_bytes()
        assert not any(secret.encode() in raw for secret in SECRETS), file.name
    shown = offramp("zone", "show", zone, "--json")
    assert not any(secret in shown for secret in SECRETS)
    assert zone.stat().st_mode & 0o077 == 0


def test_the_identities_are_a_file_that_is_linked_as_it_is(zone: Path) -> None:
    bring(zone, ROWS)
    (identities,) = (zone / "identities").glob("*.parquet")
    ours = zone.parent / "participants.csv"
    ours.write_text("id,given_name,surname,date_of_birth\nA,Beatriz,Nunez Ortiz,1988-04-09\nB,Ada,Moss,1971-02-03\n")
    offramp("link", ours, identities, "--out", zone.parent / "links.csv")
    links = pl.read_csv(zone.parent / "links.csv")
    assert links["left"].to_list() == ["A"]
    assert links["right"][0] in set(table(zone)["person_id"])


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("6,P4,Ann,Lee,01/01/1990,F,02/31/2025,M,x", 'record 6: "ARREST_DATE" is no day that is written as %m/%d/%Y.'),
        ("6,P4,Ann,Lee,01/01/1990,F,31/12/2025,M,x", 'record 6: "ARREST_DATE" is no day that is written as %m/%d/%Y.'),
        ("6,P4,Ann,Lee,01/01/1990,F,,M,x", 'record 6: "ARREST_DATE" is no day that is written as %m/%d/%Y.'),
        ("5,P4,Ann,Lee,01/01/1990,F,02/03/2025,M,x", 'record 5: The number in "ARREST_NO" is there twice.'),
        (",P4,Ann,Lee,01/01/1990,F,02/03/2025,M,x", 'record 6: "ARREST_NO" is empty. Each record needs its own.'),
        ("6,P4,,,01/01/1990,F,02/03/2025,M,x", "record 6: Nobody is named here."),
        ("6,P4,Ann,Lee,01/01/1990,F,02/03/2025,Q,x", 'record 6: "LEVEL" says a word that the mapping has no code for.'),
        ("6,P4,Ann,Lee,01/01/1990,F,02/03/2025,=1+1,x", 'record 6: "LEVEL" begins with a sign that a spreadsheet obeys.'),
        ("6,P4,Ann,Lee,01/01/1990", "line 7: This line has another number of cells than the first"),
        ("6,P4,Ann,Lee,01/01/1990,F,02/03/2025,M,x,y,z", "line 7: This line has another number of cells"),
    ],
)  # fmt: skip
def test_one_bad_record_is_named_and_nothing_is_imported(zone: Path, row: str, sentence: str) -> None:
    before = offramp("zone", "show", zone, "--json")
    said = bring(zone, [*ROWS, row], code=2)
    assert sentence in said
    assert "Nothing was imported." in said
    assert "Lee" not in said
    assert not list((zone / "tables").iterdir())
    assert offramp("zone", "show", zone, "--json") == before


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "cannot be read"),
        (HEAD.encode() + b"\n", "There is nothing in this file."),
        (HEAD.encode() + b"\n1,P1,Jos\xe9,Lee,01/01/1990,F,02/03/2025,M,x\n", "another number of cells"),
        (b"PK\x03\x04" + bytes(range(256)) * 9, "cannot be read"),
        (HEAD.replace("DOB", "BORN").encode() + b"\n1\n", 'The column "DOB" of the mapping is missing.'),
        (b"\x1f\x8b\x08\x00" + b"\x00" * 999, "cannot be read"),
    ],
    ids=["empty", "a head alone", "another encoding", "an archive", "another head", "packed"],
)  # fmt: skip
def test_a_file_that_is_no_table_says_so_in_one_line(zone: Path, content: bytes, sentence: str) -> None:
    file = zone.parent / "delivered.csv"
    file.write_bytes(content)
    said = offramp("extract", file, "--zone", zone, "--mapping", zone.parent / "arrests.yaml", code=2)
    assert sentence in said or "of the mapping is missing" in said
    assert "Traceback" not in said
    assert not list((zone / "tables").iterdir())


def test_of_many_faults_of_one_kind_the_first_five_are_named_and_the_rest_counted(zone: Path) -> None:
    said = bring(zone, [row.replace("/20", "/x") for row in ROWS * 2], code=2)
    assert said.count("ARREST_DATE") == 5
    assert "The same is true of 5 more records." in said


def test_the_same_file_again_changes_nothing_and_a_corrected_one_takes_its_place(zone: Path) -> None:
    bring(zone, ROWS)
    first = table(zone)
    assert "was imported before" in bring(zone, ROWS)
    said = bring(zone, ROWS[:3])
    assert "took the place of those delivered on 2026-05-20" in said
    again = table(zone)
    assert again.height == 3
    assert set(again["person_id"]) < set(first["person_id"])  # the same person has the same pseudonym


def test_a_dry_run_says_the_same_and_imports_nothing(zone: Path) -> None:
    said = json.loads(bring(zone, ROWS, "--dry-run", "--json"))
    assert (said["rows"], said["people"], said["outside"]) == (4, 2, 1)
    assert not list((zone / "tables").iterdir())


def test_stays_that_touch_are_one_and_a_night_belongs_to_the_place_s_own_day(zone: Path) -> None:
    rows = [
        "Wren,Quill,1990-02-03,2025-01-01 02:00,2025-01-05 12:00",  # the last evening of 2024 in New York
        "Wren,Quill,1990-02-03,2025-01-06 12:00,2025-01-09 12:00",
        "Wren,Quill,1990-02-03,2025-01-07 12:00,2025-01-08 12:00",
        "Wren,Quill,1990-02-03,2025-06-01 12:00,",
        "Dell,Sayre,1979-01-01,2025-01-06 12:00,2025-01-09 12:00",
    ]
    bring(zone, rows, head="FIRST,LAST,DOB,IN,OUT", by="jail.yaml")
    stays = [(str(start), str(end)) for start, end in table(zone).sort("start").select("start", "end").iter_rows()]
    assert stays == [("2024-12-31", "2025-01-09"), ("2025-01-06", "2025-01-09"), ("2025-06-01", "None")]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("agency: county_police", "agency: town_police", 'The approval has no records "arrest" of "town_police".'),
        ("records: arrest", "records: citation", 'The approval has no records "citation"'),
        ("  grade: LEVEL\n", "  grade: LEVEL\n  officer: OFFICER\n", "The approval does not allow to keep: officer."),
        ("    sex: SEX", "    race: SEX", "The approval does not allow to keep: race."),
        ("  date: ARREST_DATE\n", "", 'arrests.yaml, line 16: No column is named for "date".'),
    ],
)
def test_what_the_approval_does_not_allow_is_not_read(zone: Path, old: str, new: str, sentence: str) -> None:
    mapping = zone.parent / "arrests.yaml"
    mapping.write_text(ARRESTS.replace(old, new))
    assert sentence in bring(zone, ROWS, code=2)
    assert not list((zone / "tables").iterdir())


def test_nothing_is_imported_without_a_zone_or_after_its_day(zone: Path, tmp_path: Path) -> None:
    (zone / "approval.yaml").write_text(APPROVAL.replace("2099-06-30", "2026-06-30"))
    assert "was to be destroyed by 2026-06-30" in bring(zone, ROWS, code=2)
    said = offramp("zone", "open", tmp_path / "new", "--approval", zone / "approval.yaml", code=2)
    assert "This approval ended on 2026-06-30." in said
    assert "There is no zone in" in offramp("zone", "show", tmp_path / "new", code=2)


@pytest.mark.parametrize("at", ["stage", "count", "write", "keep"])
def test_a_crash_leaves_the_state_before(zone: Path, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    bring(zone, ROWS)
    before = table(zone)
    where = store if at == "keep" else reading.Reading
    right = getattr(where, at)

    def crash(*given: object, **more: object) -> None:
        if at == "write":
            right(*given, **more)
        raise KeyboardInterrupt

    monkeypatch.setattr(where, at, crash)
    with pytest.raises((KeyboardInterrupt, AssertionError, SystemExit)):
        bring(zone, ROWS[:2])
    monkeypatch.undo()
    assert json.loads(offramp("zone", "show", zone, "--json"))["records"][0]["rows"] == 4
    assert "was imported before" in bring(zone, ROWS)  # and the next import sweeps up
    assert table(zone).equals(before)


def test_a_zone_is_destroyed_with_a_statement_of_what_is_gone(zone: Path) -> None:
    bring(zone, ROWS)
    inside = offramp("zone", "destroy", zone, "--statement", zone / "gone.json", "--yes", code=2)
    assert "outside the zone" in inside
    statement = zone.parent / "gone.json"
    said = offramp("zone", "destroy", zone, "--statement", statement, "--yes")
    assert "4 records in" in said
    assert not zone.exists()
    written = json.loads(statement.read_text())
    assert written["records"] == {"county_police-arrest": 4}
    assert {Path(one["file"]).parts[0] for one in written["removed"]} >= {"tables", "identities", "journal.jsonl"}
    assert not any(secret in statement.read_text() for secret in SECRETS)


def test_a_journal_that_somebody_changed_says_so(zone: Path) -> None:
    bring(zone, ROWS)
    journal = zone / "journal.jsonl"
    assert [act["act"] for act in store.acts(zone)] == ["opened", "import begun", "imported"]
    journal.write_text(journal.read_text().replace('"rows": 4', '"rows": 3').replace('"opened"', '"begun"'))
    assert "does not follow from the one before it" in offramp("zone", "show", zone, code=2)


def test_while_one_imports_nobody_else_does_and_nobody_destroys(zone: Path) -> None:
    bring(zone, ROWS)
    with store.alone(zone):
        assert "Another import is at work in this zone." in bring(zone, ROWS[:2], code=2)
        gone = offramp("zone", "destroy", zone, "--statement", zone.parent / "gone.json", "--yes", code=2)
    assert "Another import is at work" in gone
    assert table(zone).height == 4


@pytest.mark.parametrize("name", ["zone.json", "approval.yaml"])
def test_a_zone_whose_own_files_were_changed_says_what_to_do(zone: Path, name: str) -> None:
    (zone / name).write_text("{")
    assert "was changed and cannot be read." in offramp("zone", "show", zone, code=2)
    assert "was changed and cannot be read." in bring(zone, ROWS, code=2)
