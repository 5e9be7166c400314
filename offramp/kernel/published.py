"""The newest marks of the trail, kept in a file that this program only adds to, and compared with the trail later.

Whoever has the database and the key can write a chain anew that holds in itself. It cannot end in a mark that was kept
elsewhere before: so a copy of this file, where this server cannot write, bounds what can be rewritten to one hour.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from offramp.kernel.models import TrailHead, TrailRow

_AT_ONCE = 500  # a database takes only so many in one question


@dataclass(frozen=True, slots=True)
class Mark:
    """That a chain ended, at a moment, with this row and this mark."""

    at: datetime
    chain: UUID
    seq: int
    mac: str

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {self.chain} {self.seq} {self.mac}"


class Unreadable(ValueError):  # noqa: N818  (what a line is, not an error of somebody)
    """A line of the file is none of ours."""


def marks(heads: Iterable[TrailHead], at: datetime) -> list[Mark]:
    """The heads as they are published: a chain that has a row, with its newest mark."""
    return [Mark(at, head.site_id, head.seq, head.mac) for head in heads if head.seq]


def read(file: Path) -> list[Mark]:
    """Every mark that was published into a file, oldest first; none where there is no file. Raises `Unreadable`."""
    if not file.exists():
        return []
    lines = file.read_text(encoding="utf-8").splitlines()
    return [_mark(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def add(file: Path, heads: Iterable[TrailHead], at: datetime) -> list[Mark]:
    """Add the heads that have moved since they were added last, and return them. Nothing that stands there changes."""
    last = {mark.chain: (mark.seq, mark.mac) for mark in read(file)}
    new = [mark for mark in marks(heads, at) if last.get(mark.chain) != (mark.seq, mark.mac)]
    written = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(written, "".join(f"{mark}\n" for mark in new).encode())
        os.fsync(written)
    finally:
        os.close(written)
    return new


def faults(chain: UUID, kept: Iterable[Mark]) -> Iterator[str]:
    """Each published mark of a chain that the trail does not bear out, in words that say where it left its history."""
    of_chain = sorted((mark for mark in kept if mark.chain == chain), key=lambda mark: (mark.seq, mark.at))
    now = _marks_of(chain, {mark.seq for mark in of_chain})
    since = 0  # the last published row that is still the same
    for mark in of_chain:
        if mark.seq not in now:
            yield (
                f"Row {mark.seq} was published on {mark.at:%Y-%m-%d %H:%M} UTC and is gone: the trail was cut off after "
                f"row {_last_before(chain, mark.seq)}."
            )
        elif now[mark.seq] != mark.mac:
            yield (
                f"Row {mark.seq} is not the one that was published on {mark.at:%Y-%m-%d %H:%M} UTC: the trail was "
                f"written anew somewhere from row {since + 1} to row {mark.seq}."
            )
        else:
            since = mark.seq


def _marks_of(chain: UUID, numbers: set[int]) -> Mapping[int, str]:
    wanted, found = sorted(numbers), dict[int, str]()
    for start in range(0, len(wanted), _AT_ONCE):
        some = TrailRow.objects.filter(site_id=chain, seq__in=wanted[start : start + _AT_ONCE])
        found |= dict(some.values_list("seq", "mac"))
    return found


def _last_before(chain: UUID, seq: int) -> int:
    before = TrailRow.objects.filter(site_id=chain, seq__lt=seq).order_by("-seq")
    return before.values_list("seq", flat=True).first() or 0


def _mark(number: int, line: str) -> Mark:
    try:
        at, chain, seq, mac = line.split()[:4]
        return Mark(datetime.fromisoformat(at), UUID(chain), int(seq), mac)
    except ValueError:
        raise Unreadable(
            f"Line {number} is no published mark. Such a line is a time, a chain, a number and a mark."
        ) from None
