"""What every test stands on. The suite is hostile to silent mistakes: each thing here makes one of them loud."""

import os
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler
from django.template import engines
from django.utils import translation
from whitenoise.middleware import WhiteNoiseMiddleware

from offramp.kernel import context

TEST_NUMBERS = count()
PACKAGE = Path(__file__).resolve().parent.parent / "offramp"


def pytest_configure() -> None:
    # A GET that writes is a fault wherever it is asked from: test client, browser or link checker.
    settings.MIDDLEWARE = ["tests.stillness.Stillness", *settings.MIDDLEWARE]


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """SQLite in a file: a browser test's server has threads, and threads cannot share one connection to memory."""
    database = settings.DATABASES["default"]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = f"{settings.DATA_FOLDER}/test-{worker}.sqlite3"
        # Data that is thrown away need not survive a power cut.
        database["OPTIONS"]["init_command"] = database["OPTIONS"]["init_command"].replace("=FULL", "=OFF")
    else:
        database["TEST"]["NAME"] = f"test_offramp_{worker}"


@pytest.fixture(scope="session", autouse=True)
def tests_may_look() -> Iterator[None]:
    """Tests look at tables directly, at every site. What they call acts as in production: see `kernel.context`."""
    looker = context.Nobody("test")
    with context.across_sites(looker, looker.purpose, "a test compares what the tables hold"):
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files_are_looked_for_once() -> Iterator[None]:
    """Every browser and test client makes the middleware anew, and its walk through the folders tells the same."""
    found: dict[str, Any] = {}
    walk = WhiteNoiseMiddleware.add_files_from_finders

    def add(self: WhiteNoiseMiddleware) -> None:
        if not found:
            walk(self)
            found.update(self.files)
        self.files.update(found)

    with mock.patch.object(WhiteNoiseMiddleware, "add_files_from_finders", add):
        yield


@pytest.fixture(autouse=True)
def published_marks_of_this_test_alone(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that this program only adds to would tell the next test of the last one's trail."""
    # A name of its own, and no folder: most tests publish nothing, and thousands of folders take their time.
    published = tmp_path_factory.getbasetemp() / f"trail-heads-{next(TEST_NUMBERS)}.txt"
    monkeypatch.setattr(settings, "TRAIL_HEADS", published)


@pytest.fixture
def nobody_acts() -> Iterator[None]:
    """The test stands where a careless line of the program would: without the leave that tests have."""
    with context.nobody():
        yield


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """One language, whatever the machine or the test before speaks."""
    with translation.override("en"):
        yield


class UnknownVariable(Exception):
    """A template of ours names something that its view does not give it."""


class LoudIfUnknown(str):
    """Django's `string_if_invalid`, which it fills with `%`: here that raises, for our own templates alone."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, variable: Any) -> str:
        context = sys._getframe(1).f_locals["context"]
        template = context.render_context.template or context.template
        if Path(str(template.origin.name)).is_relative_to(PACKAGE):
            raise UnknownVariable(f"{template.origin.name} names “{variable}”, which its view does not give it.")
        return ""


@pytest.fixture(autouse=True)
def unknown_template_variables_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", LoudIfUnknown("unknown"))


@pytest.fixture(autouse=True)
def rows_without_an_order_are_shuffled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that owes its order to luck shows it here, not on the day the database changes its mind."""
    ordered, combined = SQLCompiler._order_by_pairs, SQLCompiler.get_combinator_sql

    def pairs(self: SQLCompiler) -> Iterator[tuple[Any, bool]]:
        given = list(ordered(self))
        yield from given
        query = self.query
        bound = query.distinct or query.combinator or query.subquery or hasattr(query, "is_part_of_a_union")
        if not (given or bound or query.group_by is not None):
            yield OrderBy(Random()), False

    def mark_parts(self: SQLCompiler, *arguments: Any) -> Any:
        for query in self.query.combined_queries:
            query.is_part_of_a_union = True
        return combined(self, *arguments)

    monkeypatch.setattr(SQLCompiler, "_order_by_pairs", pairs)
    monkeypatch.setattr(SQLCompiler, "get_combinator_sql", mark_parts)
