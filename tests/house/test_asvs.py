"""The ledger of the ASVS: every requirement in scope once, every test that it names is there, every other row has a reason."""

import ast
import csv
from collections import Counter
from functools import cache

import pytest

from docs.reference import draw
from tests.house.tree import ROOT, parsed

LEDGER = ROOT / "docs" / "reference" / "asvs.csv"
#: The requirements of ASVS 5.0.0 at levels 1 and 2 by section, without chapters 10 (OAuth, OIDC) and 17 (WebRTC).
SCOPE = {
    "1.1": "1 2", "1.2": "1 2 3 4 5 6 7 8 9", "1.3": "1 2 3 4 5 6 7 8 9 10 11", "1.4": "1 2 3", "1.5": "1 2",
    "2.1": "1 2 3", "2.2": "1 2 3", "2.3": "1 2 3 4", "2.4": "1",
    "3.2": "1 2", "3.3": "1 2 3 4", "3.4": "1 2 3 4 5 6", "3.5": "1 2 3 4 5", "3.7": "1 2",
    "4.1": "1 2 3", "4.2": "1", "4.3": "1 2", "4.4": "1 2 3 4",
    "5.1": "1", "5.2": "1 2 3", "5.3": "1 2", "5.4": "1 2 3",
    "6.1": "1 2 3", "6.2": "1 2 3 4 5 6 7 8 9 10 11 12", "6.3": "1 2 3 4", "6.4": "1 2 3 4", "6.5": "1 2 3 4 5",
    "6.6": "1 2 3", "6.8": "1 2 3 4",
    "7.1": "1 2 3", "7.2": "1 2 3 4", "7.3": "1 2", "7.4": "1 2 3 4 5", "7.5": "1 2", "7.6": "1 2",
    "8.1": "1 2", "8.2": "1 2 3", "8.3": "1", "8.4": "1",
    "9.1": "1 2 3", "9.2": "1 2 3 4",
    "11.1": "1 2", "11.2": "1 2 3", "11.3": "1 2 3", "11.4": "1 2 3 4", "11.5": "1", "11.6": "1",
    "12.1": "1 2 3", "12.2": "1 2", "12.3": "1 2 3 4",
    "13.1": "1", "13.2": "1 2 3 4 5", "13.3": "1 2", "13.4": "1 2 3 4 5",
    "14.1": "1 2", "14.2": "1 2 3 4", "14.3": "1 2 3",
    "15.1": "1 2 3", "15.2": "1 2 3", "15.3": "1 2 3 4 5 6 7",
    "16.1": "1", "16.2": "1 2 3 4 5", "16.3": "1 2 3 4", "16.4": "1 2 3", "16.5": "1 2 3",
}  # fmt: skip
#: Of level 3, those that the project took on.
TAKEN_ON = {"7.5.3", "8.3.2", "14.2.6", "14.2.7"}
SIGNERS = {"maintainers", "privacy officer", "counsel"}

ROWS = draw.ledger_rows()


@cache
def names_in(file: str) -> frozenset[str]:
    """The names of a file's tests, those in classes too; nothing for a file that is not there."""
    path = ROOT / file
    if not path.exists():
        return frozenset()
    return frozenset(node.name for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef))


def is_there(test: str) -> bool:
    file, _, name = test.partition("::")
    return name.startswith("test_") and name in names_in(file)


def faults_of(row: dict[str, str]) -> list[str]:
    """What is wrong with a row, in words."""
    tests, standing = row["tests"].split(), row["standing"]
    wrong = [f"no test {test}" for test in tests if not is_there(test)]
    if standing not in draw.STANDINGS:
        wrong.append("no such standing")
    if standing == "shown" and not tests:
        wrong.append("shown by nothing")
    if standing != "shown" and not (len(row["reason"]) > 5 and row["signed"] in SIGNERS):
        wrong.append("no signed reason")
    return wrong if row["asks"] else [*wrong, "asks nothing"]


def test_every_requirement_in_scope_has_one_row_and_no_other() -> None:
    scope = [f"{section}.{number}" for section, numbers in SCOPE.items() for number in numbers.split()]
    assert len(scope) == 217
    wanted = Counter([*scope, *TAKEN_ON])
    assert Counter(row["id"] for row in ROWS) == wanted
    assert Counter(row["level"] for row in ROWS) == {"1": 65, "2": 152, "3": 4}
    assert {row["id"] for row in ROWS if row["level"] == "3"} == TAKEN_ON


def test_every_row_names_tests_that_are_there_or_a_signed_reason() -> None:
    assert {row["id"]: faults for row in ROWS if (faults := faults_of(row))} == {}


def test_the_counts_on_top_are_those_of_the_rows() -> None:
    page = (ROOT / "docs" / "reference" / "asvs.md").read_text()
    for standing in draw.STANDINGS:
        line = next(line for line in page.splitlines() if line.startswith(f"| **{standing}**"))
        assert line.endswith(f"| {sum(row['standing'] == standing for row in ROWS)} |")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"tests": "tests/house/test_asvs.py::test_nothing"}, "no test tests/house/test_asvs.py::test_nothing"),
        ({"tests": "tests/nowhere.py::test_x"}, "no test tests/nowhere.py::test_x"),
        ({"standing": "met"}, "no such standing"), ({"tests": ""}, "shown by nothing"),
        ({"standing": "not met"}, "no signed reason"), ({"asks": ""}, "asks nothing"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_hold_is_caught(change: dict[str, str], fault: str) -> None:
    row = {"id": "1.1.1", "level": "2", "asks": "x", "standing": "shown", "reason": "", "signed": ""}
    row["tests"] = "tests/house/test_asvs.py::test_a_row_that_does_not_hold_is_caught"
    assert faults_of(row) == []
    assert fault in faults_of(row | change)


def test_the_file_is_one_line_for_each_requirement() -> None:
    with LEDGER.open(newline="") as file:
        assert len(list(csv.reader(file))) == len(LEDGER.read_text().splitlines()) == len(ROWS) + 1
