"""The documentation is held to what is there: its links, its pictures, and the commands it tells people to type."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.house.test_asvs import is_there
from tests.house.tree import ROOT, name_of

PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
PICTURES = [path for path in sorted((ROOT / "docs" / "pictures").rglob("*")) if path.is_file()]
LINK = re.compile(r"\]\(<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\)|<img[^>]*\bsrc=\"([^\"]+)\"")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


NAMED_TEST = re.compile(r"\btests/[\w/]+\.py(?:::\w+)?")


def named_tests(text: str) -> set[str]:
    """The tests that a page names, whole files or one by one."""
    return set(NAMED_TEST.findall(text))


def links(text: str) -> Iterator[str]:
    for in_text, in_image in LINK.findall(FENCE.sub("", text)):
        target = in_text or in_image
        if not re.match(r"[a-z]+:", target):  # the web is not ours to test
            yield target


def dead(target: str, page: Path) -> bool:
    file, _, heading = target.partition("#")
    pointed = (page.parent / file).resolve() if file else page
    return not pointed.exists() or bool(heading and pointed.suffix == ".md" and heading not in headings(pointed))


@cache
def headings(page: Path) -> set[str]:
    """The anchors that a forge makes of a page's headings."""
    titles = re.findall(r"^#+\s+(.*?)\s*$", FENCE.sub("", page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def commands(text: str) -> set[str]:
    """The `./run` verbs that a page tells people to type."""
    return set(re.findall(r"\./run ([a-z]+)", text))


def test_no_link_is_dead() -> None:
    found = {(name_of(page), target) for page in PAGES for target in links(page.read_text()) if dead(target, page)}
    assert found == set()


def test_every_picture_is_shown_somewhere() -> None:
    shown = {(page.parent / target).resolve() for page in PAGES for target in links(page.read_text())}
    assert [name_of(picture) for picture in PICTURES if picture not in shown] == []


def test_every_run_command_in_the_documentation_exists() -> None:
    verbs = set(re.findall(r"\w+", re.findall(r"^VERBS = \((.*?)\)", (ROOT / "run").read_text(), re.MULTILINE)[0]))
    assert {(name_of(page), verb) for page in PAGES for verb in commands(page.read_text()) - verbs} == set()


def test_every_test_that_a_page_names_is_there() -> None:
    named = {(name_of(page), test) for page in PAGES for test in named_tests(page.read_text())}
    assert len(named) > 50
    assert {
        (page, test) for page, test in named if not (is_there(test) if "::" in test else (ROOT / test).exists())
    } == set()


def test_every_threat_that_is_answered_names_the_tests_that_show_it() -> None:
    page = (ROOT / "docs" / "explanation" / "threat-model.md").read_text()
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 20
    assert [row[0] for row in rows if not any("::" in test for test in named_tests(row[3]))] == []


@pytest.mark.parametrize("target", ["nowhere.md", "#no-such-heading", "docs/pictures/gone.png"])
def test_a_dead_link_is_caught(target: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# A heading\n[here]({target})\n")
    assert [link for link in links(page.read_text()) if dead(link, page)] == [target]


def test_a_living_link_is_not(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A heading: now\n[up](#a-heading-now) and [web](https://example.org/x)\n")
    assert not any(dead(link, page) for link in links(page.read_text()))
