"""What this program has no use for: text that runs as code, SQL made of text, other machines, markup put together by hand."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.tree import PACKAGE, name_of, parsed, python_files, templates

#: Modules that run commands, speak to other machines, or read what can carry more than data.
NEVER_IMPORTED = {
    "subprocess", "pty", "pickle", "marshal", "shelve", "dill", "ctypes", "xml", "lxml", "defusedxml", "http.client",
    "urllib.request", "requests", "httpx", "aiohttp", "urllib3", "smtplib", "imaplib", "ftplib", "ldap", "ldap3", "socket",
    "memcache", "pymemcache", "redis", "paramiko", "jwt", "jose", "yaml", "django.core.mail", "graphene", "strawberry",
    "channels", "websockets", "oauthlib", "authlib", "aiortc", "zipfile", "tarfile", "gzip", "PIL",
}  # fmt: skip
ALLOWED = {
    ("offramp/cli/main.py", "socket"): "whether the port is free, before anything is served",
    (
        "offramp/design/templatetags/design.py",
        "SafeString",
    ): "what our own component templates rendered, each value escaped",
}
#: Names of functions by which text becomes code, a statement, or markup that nobody escapes.
NEVER_CALLED = {"eval", "exec", "__import__", "system", "popen", "mark_safe", "SafeString", "raw", "extra", "RawSQL"}
#: The locks of the database, in constants; and what DuckDB is asked about files, which is no database of the program.
SQL_BY_HAND = {"offramp/kernel/postgresql", "offramp/kernel/sqlite3", "offramp/evaluation/zone"}
IN_TEMPLATES = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|{%\s*autoescape\s+off|{%\s*debug\b")
IN_SCRIPTS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|set(?:Timeout|Interval)\(['\"]|"
    r"document\.cookie|localStorage|sessionStorage|indexedDB|\bcaches\b|serviceWorker|window\.open|(?:window|self)\.(?:on|addEventListener\(['\"])message|"
    r"__proto__|https?://(?!www\.w3\.org/)"
)
SCRIPTS = sorted((PACKAGE / "static" / "offramp").glob("*.js"))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (node.module or "", *(f"{node.module}.{one.name}" for one in node.names))


def dangers(tree: ast.Module) -> set[str]:
    """What in this code should not be there, by its name."""
    modules = {
        name for whole in imported(tree) for name in NEVER_IMPORTED if whole == name or whole.startswith(f"{name}.")
    }
    called = {
        getattr(node.func, "id", getattr(node.func, "attr", ""))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
    return modules | called & NEVER_CALLED


def statements(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("execute", "executemany", "cursor"):
            yield node


def test_no_code_runs_text_speaks_to_others_or_marks_text_as_safe() -> None:
    found = {(name_of(path), danger) for path in python_files(PACKAGE) for danger in dangers(parsed(path))}
    assert found == set(ALLOWED)


def test_sql_is_written_only_where_the_database_is_locked() -> None:
    found = {name_of(path) for path in python_files(PACKAGE) if any(statements(parsed(path)))}
    assert {place for place in found if place.rpartition("/")[0] not in SQL_BY_HAND} == set()


def test_no_form_writes_a_table_by_itself() -> None:
    """What a page may set is what its form names; a form made from a table would offer all that is in it."""
    made_of_tables = re.compile(r"\bModelForm\b|modelform_factory|model_to_dict|\*\*request\.|request\.POST\.dict")
    assert [name_of(path) for path in python_files(PACKAGE) if made_of_tables.search(path.read_text())] == []


def test_no_template_leaves_off_escaping() -> None:
    assert [
        name_of(path) for path in templates() if path.suffix == ".html" and IN_TEMPLATES.search(path.read_text())
    ] == []


def test_no_script_of_ours_writes_markup_runs_text_or_keeps_anything() -> None:
    assert len(SCRIPTS) > 4
    found = {path.name: IN_SCRIPTS.findall(path.read_text()) for path in SCRIPTS}
    assert {name: signs for name, signs in found.items() if signs} == {}


@pytest.mark.parametrize(
    "code",
    [
        "import subprocess", "from urllib.request import urlopen", "from urllib import request", "import yaml as y",
        "eval(said)", "rows.raw('SELECT 1')", "mark_safe(said)", "os.system('ls')",
    ],
)  # fmt: skip
def test_a_danger_in_code_is_caught(code: str) -> None:
    assert dangers(ast.parse(code))


@pytest.mark.parametrize(
    "line", ["box.innerHTML = said", "localStorage.setItem(1, 2)", "fetch('https://elsewhere.example')"]
)
def test_a_danger_in_a_script_is_caught(line: str) -> None:
    assert IN_SCRIPTS.search(line)


@pytest.mark.parametrize("line", ["{{ said|safe }}", "{% autoescape off %}"])
def test_a_template_that_does_not_escape_is_caught(line: str) -> None:
    assert IN_TEMPLATES.search(line)
