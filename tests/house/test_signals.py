"""No side doors: what happens is written where it happens. No signals, no admin, no hand-written SQL."""

import ast

import pytest

from tests.house.tree import PACKAGE, name_of, parsed, python_files

FORBIDDEN_MODULES = {
    "django.dispatch": "a signal calls back up; call the verb",
    "django.db.models.signals": "a signal calls back up; call the verb",
    "django.core.signals": "a signal calls back up; call the verb",
    "django.contrib.admin": "the admin writes past the verbs and their trail",
    "django.db.models.expressions.RawSQL": "hand-written SQL",
}
FORBIDDEN_CALLS = {"raw", "extra", "cursor", "RawSQL", "execute", "executemany", "receiver"}


#: The lock on rows of PostgreSQL is SQL by hand, and asks for nothing about anyone (docs/adr/0021). The zone reads files with
#: DuckDB, whose language it is, and reaches no database of the program (docs/adr/0024). What SQLite's log holds of removed
#: pages goes by a statement that only SQLite has (docs/adr/0025).
HAND_WRITTEN = {
    *(f"offramp/kernel/postgresql/{name}.py" for name in ("base", "rows", "roles")),
    "offramp/kernel/sqlite3/log.py",
    "offramp/evaluation/zone/reading.py",
}


def side_doors(tree: ast.Module) -> list[str]:
    return [fault for node in ast.walk(tree) for fault in faults_of(node)]


def faults_of(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [forbidden(alias.name) for alias in node.names if forbidden(alias.name)]
    if isinstance(node, ast.ImportFrom):
        names = [f"{node.module}.{alias.name}" for alias in node.names]
        return [forbidden(name) for name in names if forbidden(name)]
    if isinstance(node, ast.Call):
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        return [f"line {node.lineno}: {called}()"] if called in FORBIDDEN_CALLS else []
    return []


def forbidden(name: str) -> str:
    for module, reason in FORBIDDEN_MODULES.items():
        if name == module or name.startswith(f"{module}."):
            return f"{name}: {reason}"
    return ""


def test_nothing_is_written_or_called_by_a_side_door() -> None:
    found = {name_of(path): faults for path in python_files(PACKAGE) if (faults := side_doors(parsed(path)))}
    assert {where: faults for where, faults in found.items() if where not in HAND_WRITTEN} == {}
    assert set(found) >= HAND_WRITTEN


@pytest.mark.parametrize(
    "line",
    [
        "from django.db.models.signals import post_save",
        "from django.db.models import signals",
        "from django.contrib import admin",
        "connection.cursor()",
        "Person.objects.raw('SELECT 1')",
        "@receiver(saved)\ndef tell(): ...",
    ],
)
def test_a_side_door_is_caught(line: str) -> None:
    assert side_doors(ast.parse(line))
