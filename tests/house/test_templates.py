"""Templates are linted, used, and hold no script or style of their own: the content security policy would drop it."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist, engines

from tests.house.tree import PACKAGE, ROOT, name_of, parsed, python_files, templates

# Asked for under names that are put together at run time, with the place that does.
ASKED_FOR_BY_NAME: dict[str, str] = {}
# Django asks for these by itself.
ERROR_PAGES = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}

INLINE = re.compile(
    r"<style\b|\sstyle=|\son[a-z]+=|href=\"javascript:|<script(?![^>]*\b(?:src=|type=\"application/json\"))",
    re.IGNORECASE,
)
LOAD = re.compile(r"{%\s*load\s+([^%]+?)\s*%}")


def called(path: Path) -> str:
    """The name by which Django finds a template."""
    return path.as_posix().rpartition("/templates/")[2]


def asked_for() -> set[str]:
    """Every text in code or template that could be a template's name. A part filled in at run time becomes `*`."""
    of_code = {text for path in python_files(PACKAGE) for text in texts(parsed(path))}
    of_templates = {text for path in templates() for text in re.findall(r"[\"']([\w/.-]+)[\"']", path.read_text())}
    return of_code | of_templates


def texts(tree: ast.AST) -> set[str]:
    constants = {
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    joined = {pattern(node) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)}
    return constants | joined


def pattern(text: ast.JoinedStr) -> str:
    return "".join(part.value if isinstance(part, ast.Constant) else "*" for part in text.values)


def belongs_to_a_library(name: str) -> bool:
    """Does an installed library ship a template of this name, which ours replaces?"""
    for loader in engines["django"].engine.template_loaders:
        for origin in loader.get_template_sources(name):
            if not Path(str(origin.name)).is_relative_to(PACKAGE) and Path(str(origin.name)).exists():
                return True
    return False


def unsorted_loads(text: str) -> list[str]:
    libraries = [names.split() for names in LOAD.findall(text) if " from " not in names]
    return [" ".join(names) for names in libraries if names != sorted(names)]


def test_djlint_finds_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "djlint", "offramp", "--lint", "--quiet"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_template_compiles() -> None:
    broken = {}
    for path in templates():
        try:
            engines["django"].get_template(called(path))
        except TemplateDoesNotExist as error:
            broken[called(path)] = f"asks for {error}"
    assert broken == {}


def test_every_template_is_used() -> None:
    names = asked_for() | ERROR_PAGES | set(ASKED_FOR_BY_NAME)
    patterns = [name for name in names if "*" in name and name.endswith((".html", ".txt"))]
    unused = [
        name
        for path in templates()
        if (name := called(path)) not in names
        and not any(Path(name).match(one) for one in patterns)
        and not belongs_to_a_library(name)
    ]
    assert unused == []


def test_tags_are_loaded_in_order() -> None:
    assert {name_of(path): found for path in templates() if (found := unsorted_loads(path.read_text()))} == {}


def test_no_template_holds_script_or_style() -> None:
    assert {name_of(path): found[0] for path in templates() if (found := INLINE.search(path.read_text()))} == {}


@pytest.mark.parametrize(
    "line", ["<script>go()</script>", '<p style="color:red">', '<a onclick="go()">', "<style>p{}</style>"]
)
def test_script_and_style_are_caught(line: str) -> None:
    assert INLINE.search(line)


@pytest.mark.parametrize(
    "line", ['<script src="a.js"></script>', '<script type="application/json">{}</script>', "<p>on"]
)
def test_what_the_policy_allows_is_not(line: str) -> None:
    assert not INLINE.search(line)


def test_an_unsorted_load_is_caught() -> None:
    assert unsorted_loads("{% load static i18n %}{% load humanize static %}{% load b a from c %}") == ["static i18n"]
