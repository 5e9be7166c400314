"""An agency's file, read by its mapping, checked record by record, and laid into a zone: all of it, or nothing.

Analysis gets a table of pseudonyms; names and birth dates go to the file of identities alone. The pseudonyms of an agency's
records stay the same from delivery to delivery, because the key that makes them is kept with the identities.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from offramp.evaluation.zone import store
from offramp.evaluation.zone.approval import Approval
from offramp.evaluation.zone.mapping import Mapping
from offramp.evaluation.zone.reading import BadExtract, Brought, Reading
from offramp.evaluation.zone.store import NotHere, Zone

__all__ = ["BadExtract", "Brought", "bring_in"]


def bring_in(
    folder: Path, file: Path, mapping: Mapping, text: str, *, today: date, dry_run: bool = False,
    said: Callable[[str], object] = str,
) -> Brought:  # fmt: skip
    """Import `file` by `mapping`, whose text is `text`. `said` hears what is being done.

    Raises `BadExtract`, and `NotHere` where the approval says no.
    """
    with store.alone(folder) as zone:
        if zone.is_over(today):
            raise NotHere(f"Everything here was to be destroyed by {zone.approval.destroy_by}: offramp zone destroy")
        _require_approved(zone.approval, mapping)
        if not file.is_file():
            raise BadExtract(file, [": There is no such file. Check its name."])
        key = f"{mapping.agency}-{mapping.records}"
        source = {"file": store.digest(file), "mapping": hashlib.sha256(text.encode()).hexdigest()}
        before = zone.imports.get(key, {})
        if before.get("source") == source:
            return Brought(**before["brought"], was_there=True)
        with Reading(zone, file, mapping) as reading:
            said("Reading ...")
            reading.stage()
            said("Checking every record ...")
            if faults := [*reading.faults()]:
                raise BadExtract(file, faults)
            brought = reading.count()
            if not dry_run:
                said("Writing ...")
                store.note(zone.folder, "import begun", records=key)
                written = reading.write(_key(zone, before))
                zone.imports[key] = _entry(mapping, source, brought, written)
                store.keep(zone, "imported", records=key, rows=brought.rows, people=brought.people, **source)
        return Brought(brought.rows, brought.people, brought.outside, brought.odd_births,
                       replaces=before.get("delivered_on", ""))  # fmt: skip


def _require_approved(approval: Approval, mapping: Mapping) -> None:
    agency = approval.agency(mapping.agency)
    if agency is None or mapping.records not in agency.records:
        raise NotHere(f'The approval has no records "{mapping.records}" of "{mapping.agency}". Nothing was imported.')
    too_many = [name for name in mapping.kept if name not in agency.columns]
    too_many += [name for name in mapping.person.others if name not in approval.to_link_by]
    if too_many:
        raise NotHere(f"The approval does not allow to keep: {', '.join(too_many)}. Take it out of the mapping.")


def _key(zone: Zone, before: dict[str, Any]) -> str:
    """The key of the pseudonyms of these records: the one they had, else a new one."""
    if not before:
        return secrets.token_hex(32)
    return Path(zone.folder / before["key"]).read_text(encoding="utf-8")


def _entry(mapping: Mapping, source: dict[str, str], brought: Brought, written: dict[str, str]) -> dict[str, Any]:
    counts = {name: getattr(brought, name) for name in ("rows", "people", "outside", "odd_births")}
    return {
        **written, "source": source, "brought": counts, "rows": brought.rows, "type": mapping.records,
        "agency": mapping.agency, "from": str(mapping.covers.since), "to": str(mapping.covers.until),
        "delivered_on": str(mapping.delivered_on),
    }  # fmt: skip
