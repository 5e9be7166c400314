"""The ledger of what was removed by law: a file beside the database that this program only adds to.

It is not restored with a backup. What a restored database holds again of it is removed again before anybody is served. A
line has no name and no word of a record: identifiers that lead nowhere once the record is gone.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Erasure:
    """That the record of a referral was removed on a day, on a legal basis, and what stands in its place."""

    site: UUID
    referral: UUID
    tombstone: UUID
    on: date
    basis: str

    def __str__(self) -> str:
        return json.dumps({name: str(value) for name, value in asdict(self).items()}, sort_keys=True)


class Unreadable(ValueError):  # noqa: N818  (what a line is, not an error of somebody)
    """A line of the ledger is none of ours."""


def add(file: Path, erasure: Erasure) -> None:
    """Write one line, and return once it is on the disk. Writing it twice does no harm."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = not file.exists()
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        # Whatever was torn off before by a loss of power ends there: this line begins a new one.
        os.write(descriptor, f"{'' if fresh else chr(10)}{erasure}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(file: Path) -> Iterator[Erasure]:
    """Every removal in the ledger, oldest first; none where there is no file. Raises `Unreadable` for any other line.

    A line that was torn off is passed over: no removal was final before its whole line was on the disk.
    """
    if not file.exists():
        return
    lines = file.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if line.strip().endswith("}"):
            yield _erasure(number, line)


def _erasure(number: int, line: str) -> Erasure:
    try:
        said = json.loads(line)
        return Erasure(
            UUID(said["site"]),
            UUID(said["referral"]),
            UUID(said["tombstone"]),
            date.fromisoformat(said["on"]),
            said["basis"],
        )
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise Unreadable(f"Line {number} of the ledger of removals is not one of ours.") from wrong
