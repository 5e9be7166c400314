"""Pages of a list, 25 at a time, by key: quick at any depth, and no row is skipped or shown twice.

The mark in the address names the last row that was shown, signed. It holds no value of the row, because addresses end
up in histories and logs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core import signing
from django.db.models import Model, Q, QuerySet

PAGE = 25
AnyRow = TypeVar("AnyRow", bound=Model)
_signer = signing.Signer(salt="paging")


@dataclass(frozen=True, slots=True)
class Page(Generic[AnyRow]):
    """Some rows of a list, and the mark after which the next ones begin; no mark on the last page."""

    rows: list[AnyRow]
    next: str = ""

    @property
    def ids(self) -> list[UUID]:
        return [row.pk for row in self.rows]


def page(rows: QuerySet[AnyRow], *, by: str, groups: str = "", after: str = "", size: int = PAGE) -> Page[AnyRow]:
    """The rows after the mark `after`, in the order of the field `by` ("-sent_at": newest first), then of their id.

    With `groups`, a field or annotation, its values come first, in the same direction. Neither may be null. A mark that is
    not ours, or whose row is gone, shows the first page.
    """
    falling = by.startswith("-")
    fields = [*filter(None, [groups]), by.removeprefix("-"), "pk"]
    ordered = rows.order_by(*(f"-{field}" if falling else field for field in fields))
    if last := _last_shown(rows, fields, after):
        ordered = ordered.filter(_beyond(fields, last, side="lt" if falling else "gt"))
    found = list(ordered[: size + 1])
    following = _signer.sign(str(found[size - 1].pk)) if len(found) > size else ""
    return Page(found[:size], following)


def _last_shown(rows: QuerySet[AnyRow], fields: Sequence[str], after: str) -> tuple[Any, ...] | None:
    try:
        pk = UUID(_signer.unsign(after))
    except (signing.BadSignature, ValueError):
        return None
    # Not `rows`: a row that was shown may have left the list since, and the list goes on after its place.
    computed = {field: how for field, how in rows.query.annotations.items() if field in fields}
    shown: tuple[Any, ...] | None = (
        rows.model._base_manager.filter(pk=pk).annotate(**computed).values_list(*fields).first()
    )
    return shown


def _beyond(fields: Sequence[str], values: Sequence[Any], *, side: str) -> Q:
    """Beyond the value in the first field; or level with it, and beyond in those that follow."""
    (field, *others), (value, *rest) = fields, values
    further = Q(**{f"{field}__{side}": value})
    return further | Q(**{field: value}) & _beyond(others, rest, side=side) if others else further
