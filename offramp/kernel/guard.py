"""No record is read while nobody acts: asked before each statement, at the connection, so that no query goes round it.

A manager would miss `raw()`, a cursor, and every query that does not begin at the model. What is a record follows from
the data classes of the models, and is worked out once.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from django.apps import apps
from django.db.models import Model

from offramp.kernel import context
from offramp.kernel.classification import RECORD_CLASSES, classes_of

Execute = Callable[[Any, Any, bool, dict[str, Any]], Any]

#: They name a record by its identifier alone, so no foreign key shows it.
_BY_IDENTIFIER = frozenset({"kernel_trailrow", "kernel_answered"})

# What shapes tables or empties a whole one shows nothing; a view or a table made from a SELECT would.
_SHAPES = re.compile(
    r"\s*(?:CREATE|ALTER|DROP|TRUNCATE|COMMENT|GRANT|REVOKE|PRAGMA|ANALYZE|VACUUM|REINDEX)\b(?!.*\bSELECT\b)"
    r'|\s*DELETE FROM "?\w+"?\s*;?\s*$',
    re.IGNORECASE | re.DOTALL,
)
_OPERATOR = context.Nobody("operator")
_REMEMBERED = 4096  # statements; a busy site's pages ask a few hundred different ones


class Guarded:
    """Part of a database connection: each statement passes here."""

    execute_wrappers: list[Any]

    def __init__(self, *settings: Any, **more: Any) -> None:
        super().__init__(*settings, **more)
        self.execute_wrappers.append(self._guard)

    def _guard(self, go_on: Execute, sql: Any, params: Any, many: bool, more: dict[str, Any]) -> Any:
        if reaches_records(sql if isinstance(sql, str) else str(sql)):
            self.tell(context.current())
        return go_on(sql, params, many, more)

    def tell(self, acting: context.Acting) -> None:
        """Let the database know who acts, where it can use that."""


class ShapesTables:
    """Part of a schema editor: a migration may move what tables hold."""

    def __enter__(self) -> Any:
        self._moves = context.across_sites(_OPERATOR, _OPERATOR.purpose, "a migration moves what tables hold")
        self._moves.__enter__()
        return super().__enter__()  # type: ignore[misc]

    def __exit__(self, *problem: Any) -> None:
        try:
            super().__exit__(*problem)  # type: ignore[misc]
        finally:
            self._moves.__exit__(None, None, None)


@lru_cache(maxsize=_REMEMBERED)
def reaches_records(sql: str) -> bool:
    """Whether a statement names a table of records and does more than shape it."""
    return bool(_names().search(sql)) and not _SHAPES.match(sql)


@cache
def record_tables() -> frozenset[str]:
    """The tables that hold a class of a person's facts, or point to one that does."""
    ours = [model for model in apps.get_models() if hasattr(model, "Privacy")]
    found = {model for model in ours if RECORD_CLASSES & set(classes_of(model.Privacy).values())}
    while more := {model for model in ours if _points_to(model) & found} - found:
        found |= more
    return frozenset({model._meta.db_table for model in found} | _BY_IDENTIFIER)


def _points_to(model: type[Model]) -> set[Any]:
    return {field.related_model for field in model._meta.concrete_fields if field.related_model}


@cache
def _names() -> re.Pattern[str]:
    # Longest first, and no backing out of a name that only begins like one of ours.
    return re.compile(rf"\b(?:{'|'.join(sorted(record_tables(), key=len, reverse=True))})\b", re.IGNORECASE)
