"""What the documentation explains is what the code does: the floors, who sees what, and the name of every table."""

import re
import tomllib
from collections.abc import Iterable

from offramp.consent.rules import MATRIX
from offramp.kernel.classification import DataClass
from tests.house.tree import ROOT, our_models

EXPLANATION = ROOT / "docs" / "explanation"
WORDS = {"A": "assigned", "c": "release", "own": "own", "wrote": "wrote", "X": "never", ".": "no",
         "c/J": "release, justice consent"}  # fmt: skip


def floors_of_the_contract() -> list[str]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return contracts[0]["layers"]


def floors_drawn(page: str) -> list[str]:
    return re.findall(r'^ +f\d+\["(.+?)(?:<br>.*)?"\]$', page, re.MULTILINE)


def cells_written(page: str) -> dict[tuple[str, str], str]:
    """Role and class to word, of the first table of a page."""
    lines = [line for line in page.splitlines() if line.startswith(("| class |", "| C"))]
    head, *rows = ([cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines)
    return {(role, row[0]): word for row in rows for role, word in zip(head[2:], row[2:], strict=True)}


def without_a_word(names: Iterable[str], glossary: str) -> list[str]:
    return sorted(name for name in names if f"`{name}`" not in glossary)


def test_the_drawing_has_the_floors_of_the_contract() -> None:
    assert floors_drawn((EXPLANATION / "the-house.md").read_text()) == floors_of_the_contract()


def test_the_page_on_who_sees_what_says_what_the_matrix_says() -> None:
    written = cells_written((EXPLANATION / "who-sees-what.md").read_text())
    assert written == {(role, name): WORDS[MATRIX[role, DataClass(name)]] for role, name in written}
    assert {"officer", "prosecutor", "peer"} <= {role for role, _ in written}
    assert {DataClass(name) for _, name in written} == {data_class for _, data_class in MATRIX}


def test_the_glossary_has_a_word_for_every_table() -> None:
    names = {model.__name__ for model in our_models()}
    assert without_a_word(names, (ROOT / "CONTEXT.md").read_text()) == []


def test_a_false_drawing_a_false_cell_and_a_missing_word_are_caught() -> None:
    assert floors_drawn('    f1["desks | cli<br>doors"]\n    f2["kernel"]\n') == ["desks | cli", "kernel"]
    assert cells_written("| class | what | `officer` |\n|---|---|---|\n| C6 | health | own |\n") == {
        ("officer", "C6"): "own"
    }
    assert without_a_word(["Site", "Lead"], "| `Site` | site |") == ["Lead"]
