"""The trail: who did or saw what, in a chain per site that shows any later change.

Each row's mark is HMAC-SHA-256(key, mark of the row before + the row as canonical JSON). The key is not in the database.
Whoever holds both the key and the database can write history anew; the heads published elsewhere bound that.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models, transaction

from offramp.kernel import context, decoys
from offramp.kernel.context import Actor as Actor
from offramp.kernel.context import Nobody as Nobody
from offramp.kernel.identifiers import NO_SITE
from offramp.kernel.models import TrailHead, TrailRow

_CHAINED = ("site_id", "seq", "at", "actor_id", "role", "action", "purpose", "object_type", "object_id", "detail")
_SAME_ON_AN_ALARM = ("site_id", "actor_id", "role", "at", "purpose", "object_type")
REFUSED, KEPT_OUT = "refused", "kept_out"  # not shown; and: to somebody who must not see it
_held: ContextVar[list[TrailRow] | None] = ContextVar("held", default=None)


def record(
    action: str,
    about: models.Model,
    *,
    by: Actor,
    at: datetime,
    purpose: str = "",
    site_id: UUID | None = None,
    **detail: Any,
) -> TrailRow:
    """Append one row to the chain of the site of `about` (or `site_id`, or the actor's own).

    Inside a verb it has its number and its mark only when the verb ends (`together`).

    `detail` holds states, classes, counts and identifiers; never a name or a value that someone wrote.
    """
    return _append(
        site_id or getattr(about, "site_id", None) or by.site_id or NO_SITE,
        at=at, by=by, action=action, purpose=purpose,
        object_type=about._meta.label, object_id=about.pk, detail=detail,
    )  # fmt: skip


def record_read(
    what: str, *, by: Actor, at: datetime, purpose: str, ids: list[UUID], site_id: UUID | None = None, **detail: Any
) -> TrailRow:
    """Append one row for a look at `ids`, which are all of the kind `what`."""
    one = ids[0] if len(ids) == 1 else None
    seen = {} if one else {"ids": [str(pk) for pk in ids]}
    return _append(
        site_id or by.site_id or NO_SITE,
        at=at, by=by, action="read", purpose=purpose,
        object_type=what, object_id=one, detail=detail | seen,
    )  # fmt: skip


def record_refusal(what: str, pk: UUID, *, by: Actor, at: datetime, purpose: str, action: str) -> TrailRow:
    """Append one row for a record that somebody asked for by its address and was not shown, whether or not it exists."""
    return _append(
        by.site_id or NO_SITE, at=at, by=by, action=action, purpose=purpose, object_type=what, object_id=pk, detail={}
    )


@contextmanager
def together() -> Iterator[None]:
    """Append at the end, in one go, what is recorded inside: others wait for the chain a moment, not the whole verb.

    It belongs inside a transaction. Nothing is appended for a part that ends with an exception.
    """
    outer, mine = _held.get(), list[TrailRow]()
    token = _held.set(mine)
    try:
        yield
    finally:
        _held.reset(token)
    if outer is not None:
        outer += mine
        return
    for site_id in sorted({row.site_id for row in mine}):  # in one order, so that no two acts wait for each other
        _chain(site_id, [row for row in mine if row.site_id == site_id])


def _append(site_id: UUID, *, by: Actor, **fields: Any) -> TrailRow:
    row = TrailRow(site_id=site_id, actor_id=by.pk, role=by.role, **fields)
    rows = [row, *_alarms(row)]
    held = _held.get()
    if held is None:
        _chain(site_id, rows)
    else:
        held += rows
    return row


def _alarms(row: TrailRow) -> list[TrailRow]:
    """A row of its own for each invented record that is named: with an identifier by which it is found at once."""
    same: dict[str, Any] = {name: getattr(row, name) for name in _SAME_ON_AN_ALARM}
    return [
        TrailRow(**same, action=decoys.ALARM, object_id=decoy, detail={"act": row.action})
        for decoy in decoys.named_in(row.site_id, row.object_id, row.detail)
    ]


def _chain(site_id: UUID, rows: list[TrailRow]) -> None:
    with context.at_site(site_id), transaction.atomic(savepoint=False):  # the rows stand or fall with what they tell
        seq, mac = _lock_head(site_id)
        for row in rows:
            row.seq = seq = seq + 1
            row.previous_mac = mac
            row.mac = mac = mark(row)
        TrailRow.objects.bulk_create(rows)
        TrailHead.objects.filter(pk=site_id).update(seq=seq, mac=mac)


def _lock_head(site_id: UUID) -> tuple[int, str]:
    # Values, not a model: every look and every verb passes here.
    heads = TrailHead.objects.select_for_update().filter(pk=site_id).values_list("seq", "mac")
    for head in heads:
        return head
    TrailHead.objects.get_or_create(pk=site_id)
    return _lock_head(site_id)


def mark(row: TrailRow) -> str:
    """The mark that chains `row` to the one before it, as 64 hexadecimal digits."""
    said = {name: _plain(getattr(row, name)) for name in _CHAINED}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hmac.new(settings.TRAIL_KEY.encode(), (row.previous_mac + text).encode(), hashlib.sha256).hexdigest()


def chains() -> list[UUID]:
    """The sites that have a chain, `NO_SITE` among them, including one whose head is gone."""
    of_heads = TrailHead.objects.values_list("site_id", flat=True)
    of_rows = TrailRow.objects.order_by("site_id").values_list("site_id", flat=True).distinct()
    return sorted({*of_heads, *of_rows})


def heads() -> list[TrailHead]:
    """The newest mark of each chain. Whoever keeps it elsewhere can show later that history was not rewritten."""
    return list(TrailHead.objects.order_by("site_id"))


def faults(site_id: UUID) -> Iterator[str]:
    """Each place where a site's chain does not hold, in words; nothing where it does."""
    last_seq, last_mac = 0, ""
    for row in TrailRow.objects.filter(site_id=site_id).order_by("seq").iterator():
        if row.seq != last_seq + 1:
            yield f"Row {last_seq + 1} is missing: row {row.seq} follows row {last_seq}."
        if row.previous_mac != last_mac:
            yield f"Row {row.seq} does not follow the row before it."
        if row.mac != mark(row):
            yield f"Row {row.seq} was changed after it was written."
        last_seq, last_mac = row.seq, row.mac
    yield from _faults_of_head(TrailHead.objects.filter(pk=site_id).first(), last_seq, last_mac)


def _faults_of_head(head: TrailHead | None, last_seq: int, last_mac: str) -> Iterator[str]:
    if head is None:
        if last_seq:
            yield f"The head of the chain is gone: nothing says whether row {last_seq} is the last."
    elif head.seq != last_seq:
        yield f"The chain ends at row {last_seq}, but {head.seq} rows were written."
    elif head.mac != last_mac:
        yield f"The head of the chain was changed: it does not name row {last_seq}."


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if isinstance(value, UUID) else value
