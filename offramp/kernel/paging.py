"""Pages of a list, 25 at a time, by key: quick at any depth, and no row is skipped or shown twice.

The mark in the address names the last row that was shown, signed. It holds no value of the row, because addresses end
up in histories and logs.
"""

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


def page(rows: QuerySet[AnyRow], *, by: str, after: str = "", size: int = PAGE) -> Page[AnyRow]:
    """The rows after the mark `after`, in the order of the field `by` ("-sent_at": newest first), then of their id.

    `by` must not be null. A mark that is not ours, or whose row is gone, shows the first page.
    """
    falling, field = by.startswith("-"), by.removeprefix("-")
    ordered = rows.order_by(by, "-pk" if falling else "pk")
    if last := _last_shown(rows, field, after):
        ordered = ordered.filter(_beyond(field, *last, falling=falling))
    found = list(ordered[: size + 1])
    following = _signer.sign(str(found[size - 1].pk)) if len(found) > size else ""
    return Page(found[:size], following)


def _last_shown(rows: QuerySet[AnyRow], field: str, after: str) -> tuple[Any, UUID] | None:
    try:
        pk = UUID(_signer.unsign(after))
    except (signing.BadSignature, ValueError):
        return None
    # Not `rows`: a row that was shown may have left the list since, and the list goes on after its place.
    shown = rows.model._base_manager.filter(pk=pk)
    if (computed := rows.query.annotations.get(field)) is not None:
        shown = shown.annotate(**{field: computed})
    return shown.values_list(field, "pk").first()


def _beyond(field: str, value: Any, pk: UUID, *, falling: bool) -> Q:
    side = "lt" if falling else "gt"
    return Q(**{f"{field}__{side}": value}) | Q(**{field: value, f"pk__{side}": pk})
