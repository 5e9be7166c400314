"""Lists page by key: a page costs the same on the first day and after ten years."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

PAGE = 25
AnyModel = TypeVar("AnyModel", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[AnyModel]):
    """Some rows of a list, and the cursor from which the next ones follow (empty at the end)."""

    rows: Sequence[AnyModel]
    next: str = ""

    @property
    def ids(self) -> list[UUID]:
        return [row.pk for row in self.rows]


def page(rows: "models.QuerySet[AnyModel]", *, by: str, after: str = "", size: int = PAGE) -> Page[AnyModel]:
    """The next `size` rows in the order of the field `by` ("-" in front: newest first), and then of the identifier.

    `after` is a cursor from an earlier page. One that is torn or made up starts again from the top.
    """
    name, newest_first = by.lstrip("-"), by.startswith("-")
    sign = "-" if newest_first else ""
    ordered = rows.order_by(f"{sign}{name}", f"{sign}pk")
    if mark := _read(after, _field(rows, name)):
        ordered = ordered.filter(_beyond(name, "lt" if newest_first else "gt", *mark))
    found = list(ordered[: size + 1])
    more = len(found) > size
    return Page(found[:size], _write(getattr(found[size - 1], name), found[size - 1].pk) if more else "")


def _field(rows: "models.QuerySet[AnyModel]", name: str) -> Any:
    annotated = rows.query.annotations.get(name)
    return annotated.output_field if annotated else rows.model._meta.get_field(name)


def _beyond(name: str, side: str, value: Any, pk: Any) -> Q:
    return Q(**{f"{name}__{side}": value}) | Q(**{name: value, f"pk__{side}": pk})


def _write(value: Any, pk: Any) -> str:
    said = value.isoformat() if isinstance(value, date | datetime) else value
    return base64.urlsafe_b64encode(json.dumps([said, str(pk)]).encode()).decode().rstrip("=")


def _read(cursor: str, field: Any) -> tuple[Any, UUID] | None:
    try:
        said, pk = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        value = field.to_python(said)
        is_whole = value is not None and not (isinstance(value, datetime) and value.tzinfo is None)
        return (value, UUID(str(pk))) if is_whole else None
    except (ValueError, TypeError, ValidationError, RecursionError):
        return None
