"""`offramp synthesize` and `offramp evaluate`, as they are typed, from an invented site to a report that needs no network."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from offramp.cli import evaluation
from offramp.cli.main import app
from tests.evaluation.extract import PLAN, write


def offramp(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == code, done.output
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of 1,500 people with a planted effect, registered and evaluated."""
    folder = tmp_path_factory.mktemp("invented") / "site"
    offramp("synthesize", "--out", folder, "--people", 1500, "--seed", 7)
    plan = folder / "study.yaml"
    plan.write_text(plan.read_text() + "bootstrap: 100\n")
    offramp("evaluate", folder / "study.yaml", "--out", folder / "out", "--register")
    offramp("evaluate", folder / "study.yaml", "--out", folder / "out")
    return folder


def test_the_planted_effect_is_found(site: Path) -> None:
    truth = json.loads((site / "truth.json").read_text())["any_arrest"]
    table = pl.read_parquet(site / "out" / "results.parquet")
    rows = table.filter(estimator="group_by_period", outcome="any_arrest", measure="odds_ratio", subgroup="")
    for row in rows.iter_rows(named=True):
        true = next(one for one in truth if (one["window"], one["estimand"]) == (row["window"], row["estimand"]))
        assert row["lo"] < true["odds_ratio"] < row["hi"] < 1


def test_every_row_says_how_it_came_about(site: Path) -> None:
    table = pl.read_parquet(site / "out" / "results.parquet")
    for column in ("estimand", "estimator", "window", "definition_hash", "data_hash", "study_hash", "code_version"):
        assert table[column].null_count() == 0
    assert table["data_hash"].n_unique() == 1
    assert (table["lo"].fill_nan(None).drop_nulls().len()) > 50


def test_json_holds_the_same_and_what_can_be_concluded(site: Path) -> None:
    told = json.loads((site / "out" / "results.json").read_text())
    assert len(told["results"]) == len(pl.read_parquet(site / "out" / "results.parquet"))
    assert told["registered"] is True
    assert told["changed_since"] == []
    assert any("of 100 people offered LEAD" in sentence for sentence in told["conclusion"])
    assert told["detectable"][0]["odds_ratio"] < 1


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.asked += [value or "" for name, value in attrs if name in ("src", "href") and tag != "use"]


def test_the_report_is_one_page_that_asks_for_nothing(site: Path) -> None:
    text = (site / "out" / "report.html").read_text()
    page = Page(text)
    assert [one for one in page.asked if not one.startswith("#")] == []
    assert "script" not in page.tags
    assert "url(http" not in text
    assert page.tags.count("h1") == 1
    assert page.tags.count("svg") >= 4
    assert 'name="viewport"' in text


def test_the_report_puts_the_four_ways_to_say_it_side_by_side(site: Path) -> None:
    text = (site / "out" / "report.html").read_text()
    rows = re.findall(r"<tr>(?:(?!</tr>).)*Of 100 people offered LEAD.*?</tr>", text, re.DOTALL)
    assert rows
    for row in rows:
        assert all(words in row for words in ("Of 100 without the offer", "Difference", "Risk ratio", "Odds ratio"))


def test_what_is_detectable_stands_before_any_result(site: Path) -> None:
    text = (site / "out" / "report.html").read_text()
    assert text.index("could have seen at all") < text.index("Change against the comparison group")


def test_a_registration_shows_nothing_of_what_came_after(site: Path) -> None:
    told = json.loads((site / "out" / "registration.json").read_text())
    assert set(told) == {"study", "study_hash", "data_hash", "code_version", "detectable", "balance"}


def test_a_registration_is_not_written_over(site: Path) -> None:
    said = offramp("evaluate", site / "study.yaml", "--out", site / "out", "--register", code=2)
    assert "has a registration already" in said


def test_a_change_after_registration_is_shown(site: Path, tmp_path: Path) -> None:
    later = site / "later.yaml"
    later.write_text((site / "study.yaml").read_text().replace("windows: [183, 365]", "windows: [365]"))
    (tmp_path / "registration.json").write_text((site / "out" / "registration.json").read_text())
    told = json.loads(offramp("evaluate", later, "--out", tmp_path, "--json"))
    assert told["changed_since"] == ["windows"]
    assert "Changed since it was registered: windows." in (tmp_path / "report.html").read_text()


def test_with_a_fault_nothing_is_computed(tmp_path: Path) -> None:
    (write(tmp_path, people=["ann,offered,soon,30"]) / "study.yaml").write_text(PLAN)
    said = offramp("evaluate", tmp_path / "study.yaml", "--out", tmp_path / "out", code=2)
    assert 'people.csv, line 2: "soon" in "day_zero" is not a day' in said
    assert not (tmp_path / "out").exists()


def test_a_fault_of_the_study_file_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text(PLAN.replace("[183, 365]", "[180]"))
    said = offramp("evaluate", tmp_path / "study.yaml", "--out", tmp_path / "out", code=2)
    assert "study.yaml: line 10:" in said


def test_a_folder_with_something_in_it_is_left_alone(site: Path) -> None:
    assert "is not empty" in offramp("synthesize", "--out", site, code=2)


def test_a_site_too_small_to_show_says_so(tmp_path: Path) -> None:
    offramp("synthesize", "--out", tmp_path / "small", "--people", 60)
    told = json.loads(offramp("evaluate", tmp_path / "small" / "study.yaml", "--out", tmp_path / "out", "--json"))
    assert told["withheld"] + len(told["not_estimated"]) > 0
    assert "That is no finding either way" in " ".join(told["conclusion"])


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(evaluation, "NEEDED", ("no_such_package",))
    said = offramp("evaluate", tmp_path / "study.yaml", "--out", tmp_path, code=2)
    assert said == 'The evaluation engine is not installed here. Install it with: pip install "offramp[evaluation]"\n'


def test_the_command_line_starts_without_the_engine() -> None:
    code = (
        "import sys, offramp.cli.main; print([n for n in ('numpy', 'polars', 'scipy', 'jinja2') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
