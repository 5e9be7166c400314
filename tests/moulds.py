"""A demonstration site as it was built once in this run, put into the database of each test that plays at it.

Building one takes its verbs some 700 queries, and most tests begin with one. What stands here is what those verbs
wrote, row for row and with the same keys; tests/demo proves the building itself.
"""

import pickle
from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from offramp.oversight.migrations import _written_once


class Mould:
    """What `build` gives and what it wrote, taken once: as the statements that write it, so that none is made again."""

    def __init__(self, build: Callable[[], Any]) -> None:
        before = {model: set(_keys(model)) for model in _models()}
        with transaction.atomic():
            built = build()
            rows = [[row for row in _all(model) if row.pk not in before[model]] for model in _models()]
            self._built = pickle.dumps(built)
            transaction.set_rollback(True)
        self._statements: list[tuple[str, Any]] = []
        with transaction.atomic(), connection.execute_wrapper(self._keep):
            for some in filter(None, rows):
                some[0].__class__._base_manager.bulk_create(some)
            transaction.set_rollback(True)

    def _keep(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT"):
            self._statements.append((sql, params))
        return execute(sql, params, many, context)

    def pour(self) -> Any:
        """Write the rows into the database, and give what `build` gave: objects that nobody else holds."""
        with transaction.atomic(savepoint=False), connection.cursor() as cursor:
            for sql, params in self._statements:
                cursor.execute(sql, params)
        return pickle.loads(self._built)


def emptied_of_tombstones() -> None:
    """A table that is written once cannot be emptied between tests, unless its lock is off for a moment."""
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        _written_once.unguard_tombstones(None, editor)
        cursor.execute("DELETE FROM oversight_tombstone")
        _written_once.guard_tombstones(None, editor)


def _all(model: type[models.Model]) -> models.QuerySet[Any]:
    return model._base_manager.order_by("pk")


def _keys(model: type[models.Model]) -> models.QuerySet[Any]:
    return _all(model).values_list("pk", flat=True)


@cache
def _models() -> list[type[models.Model]]:
    """Every table, those first that others point to."""
    waiting, ordered = list(apps.get_models(include_auto_created=True)), list[type[models.Model]]()
    while waiting:
        ready = [model for model in waiting if not _points_to(model) & set(waiting) - {model}]
        ordered += ready
        waiting = [model for model in waiting if model not in ready]
    return ordered


def _points_to(model: type[models.Model]) -> set[type[models.Model]]:
    return {field.related_model for field in model._meta.concrete_fields if field.related_model}
