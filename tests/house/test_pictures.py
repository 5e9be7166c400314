"""The pictures of the states are drawn from the tables, and fail here when they differ."""

from collections import namedtuple

from docs.reference import draw
from tests.house.tree import ROOT

REFERENCE = ROOT / "docs" / "reference"
Step = namedtuple("Step", "verb source target holder")  # the shape that every table has

STEPS = (Step("accept", "offered", "handed off", "officer"), Step("come_back", "handed off", "handed off", "clock"))


def test_every_drawn_page_says_what_the_code_says() -> None:
    drawn = draw.pages()
    on_file = {
        path.name: path.read_text() for path in REFERENCE.glob("*.md") if "Drawn by ./run pictures" in path.read_text()
    }
    assert on_file == drawn, "Draw them anew: ./run pictures"
    assert "sharing-matrix.md" in drawn


def test_a_table_of_steps_becomes_a_picture() -> None:
    assert draw.picture(STEPS).splitlines()[2:-1] == [
        '    state "offered" as offered',
        '    state "handed off" as handed_off',
        "    [*] --> offered",
        "    offered --> handed_off: accept (officer)",
        "    handed_off --> handed_off: come back (clock)",
    ]


def test_every_step_is_a_line_of_the_table() -> None:
    assert draw.table(STEPS).splitlines()[2:] == [
        "| offered | accept | handed off | officer |",
        "| handed off | come back | handed off | clock |",
    ]
