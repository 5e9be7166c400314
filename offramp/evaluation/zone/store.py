"""A zone on disk: its approval, what lies in it, its own journal; and its destruction, with a statement of what is gone.

`zone.json` names what counts and is written last, in one step: whatever it does not name was never imported. Identities lie
in a folder of their own, apart from the tables. Only the owner of the folder may read it.
"""

import fcntl
import getpass
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from offramp.evaluation.zone import approval
from offramp.evaluation.zone.approval import Approval

APPROVAL, MANIFEST, JOURNAL = "approval.yaml", "zone.json", "journal.jsonl"
TABLES, IDENTITIES, SPILLED = "tables", "identities", ".spilled"
OURS_ALONE = 0o700


class NotHere(ValueError):  # noqa: N818  (it is what a reader is told)
    """Something that cannot be done with this folder; the sentence says what to do instead."""


@dataclass(frozen=True, slots=True)
class Zone:
    """An open zone. `imports` has one entry for each agency and kind of record."""

    folder: Path
    approval: Approval
    imports: dict[str, dict[str, Any]]

    def is_over(self, today: date) -> bool:
        """Whether the day has passed by which everything is to be destroyed."""
        return today > self.approval.destroy_by


def make(folder: Path, text: str, *, today: date) -> Zone:
    """A new zone under an approval. Raises `Faults` for the approval and `NotHere` for the folder."""
    wanted = approval.load(text)
    if today > wanted.destroy_by:
        raise NotHere(f"This approval ended on {wanted.destroy_by}. Nothing is imported under it.")
    if folder.exists() and any(folder.iterdir()):
        raise NotHere(f"The folder {folder} is not empty. Name a new one.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(OURS_ALONE)
    for inner in (TABLES, IDENTITIES):
        (folder / inner).mkdir()
    (folder / APPROVAL).write_text(text, encoding="utf-8")
    zone = Zone(folder, wanted, {})
    keep(zone, "opened")
    return zone


def open_at(folder: Path) -> Zone:
    """The zone in that folder. Raises `NotHere`."""
    if not (folder / MANIFEST).is_file():
        raise NotHere(f"There is no zone in {folder}. Open one first: offramp zone open {folder} --approval FILE")
    try:
        imports = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["imports"]
        return Zone(folder, approval.load((folder / APPROVAL).read_text(encoding="utf-8")), imports)
    except (ValueError, KeyError, OSError):  # a fault of the approval is a ValueError too
        raise NotHere(
            f"{MANIFEST} or {APPROVAL} in {folder} was changed and cannot be read. Put it back as it was, or remove the "
            "folder by hand and write down that you did."
        ) from None


@contextmanager
def alone(folder: Path) -> Iterator[Zone]:
    """The zone, while nobody else writes into it. What an interrupted import left is gone. Raises `NotHere`."""
    with open_at(folder).folder.joinpath(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NotHere("Another import is at work in this zone. Wait until it has ended.") from None
        zone = open_at(folder)
        shutil.rmtree(folder / SPILLED, ignore_errors=True)
        _sweep(zone)
        yield zone


def keep(zone: Zone, act: str, **about: Any) -> None:
    """Make what `zone` says the truth of its folder, and write the act into its journal."""
    new = zone.folder / f".{MANIFEST}"
    new.write_text(json.dumps({"offramp_zone": 1, "imports": zone.imports}, indent=2), encoding="utf-8")
    new.replace(zone.folder / MANIFEST)
    note(zone.folder, act, **about)
    _sweep(zone)


def acts(folder: Path) -> Iterator[dict[str, Any]]:
    """What was done here, first to last. Raises `NotHere` at a line that does not follow from the one before it."""
    before = ""
    for number, line in enumerate((folder / JOURNAL).read_text(encoding="utf-8").splitlines(), 1):
        act = json.loads(line)
        if act["after"] != before:
            raise NotHere(f"Line {number} of {JOURNAL} does not follow from the one before it: somebody changed it.")
        before = hashlib.sha256(line.encode()).hexdigest()
        yield act


def destroy(zone: Zone, statement: Path) -> dict[str, Any]:
    """Remove everything, prove it, and give what the statement says, which is written beside the folder.

    Raises `NotHere` where the statement would lie inside, or is there already.
    """
    if statement.exists() or statement.resolve().is_relative_to(zone.folder.resolve()):
        raise NotHere(f"The statement cannot be written to {statement}. Name a new file outside the zone.")
    gone = [{"file": str(file.relative_to(zone.folder)), "bytes": file.stat().st_size, "sha256": digest(file)}
            for file in sorted(zone.folder.rglob("*")) if file.is_file()]  # fmt: skip
    shutil.rmtree(zone.folder)
    said = {
        "key": zone.approval.key, "title": zone.approval.title, "destroy_by": str(zone.approval.destroy_by),
        "destroyed_at": _now(), "destroyed_by": _account(), "removed": gone,
        "records": {key: one["rows"] for key, one in zone.imports.items()},
        "nothing_is_left_in": str(zone.folder) if not zone.folder.exists() else None,
        "not_reached": "Copies elsewhere: backups of this disk, and the files that the agencies delivered.",
    }  # fmt: skip
    statement.write_text(json.dumps(said, indent=2), encoding="utf-8")
    return said


def digest(file: Path) -> str:
    """SHA-256 of a file."""
    with file.open("rb") as open_file:
        return hashlib.file_digest(open_file, "sha256").hexdigest()


def note(folder: Path, act: str, **about: Any) -> None:
    """Write one act into the journal, each line with the hash of the one before it."""
    journal = folder / JOURNAL
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.exists() else []
    after = hashlib.sha256(lines[-1].encode()).hexdigest() if lines else ""
    line = json.dumps({"at": _now(), "by": _account(), "act": act, **about, "after": after})
    with journal.open("a", encoding="utf-8") as open_file:
        open_file.write(line + "\n")
        open_file.flush()
        os.fsync(open_file.fileno())


def _sweep(zone: Zone) -> None:
    """Nothing lies in the two folders but what counts."""
    named = {one[part] for one in zone.imports.values() for part in (TABLES, IDENTITIES, "key")}
    for inner in (TABLES, IDENTITIES):
        for left in (zone.folder / inner).iterdir():
            if f"{inner}/{left.name}" not in named:
                left.unlink()


def _account() -> str:
    """The account of the machine that acts; its number where it has no name, as in some containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
