"""`offramp zone` and `offramp extract`: where agencies' records lie under an approval, how they get in, and their end."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from offramp.cli.evaluation import refuse_without_the_engine
from offramp.cli.terminal import AsJson, answer, refuse
from offramp.protocols.faults import Faults

if TYPE_CHECKING:
    from offramp.evaluation.zone.extracts import Brought

app = typer.Typer(no_args_is_help=True, help="The protected zone: a folder with agencies' records under one approval.")

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The zone's folder.")]


@app.command("open")
def open_zone(
    folder: Folder,
    approval: Annotated[Path, typer.Option(help="The approval of the study: what may lie here, and until when.")],
    as_json: AsJson = False,
) -> None:
    """Make a zone. Nothing can be imported without one. Exits 2 where the approval does not do."""
    refuse_without_the_engine()
    from offramp.evaluation.zone import store

    try:
        zone = store.make(folder, _text(approval), today=_today())
    except Faults as wrong:
        refuse(*(f"{approval.name}, {fault}" for fault in wrong.faults))
    except store.NotHere as wrong:
        refuse(str(wrong))
    answer(
        f"The zone is open in {folder}. Everything in it is to be destroyed by {zone.approval.destroy_by}.\n"
        "Keep the folder on an encrypted disk, and out of every backup that outlives that day.",
        {"folder": str(folder), "key": zone.approval.key, "destroy_by": str(zone.approval.destroy_by)}, as_json=as_json,
    )  # fmt: skip


@app.command()
def show(folder: Folder, as_json: AsJson = False) -> None:
    """What lies in a zone, from when to when, and what was done there. Names nobody."""
    refuse_without_the_engine()
    from offramp.evaluation.zone import store

    try:
        zone, acts = store.open_at(folder), list(store.acts(folder))
    except store.NotHere as wrong:
        refuse(str(wrong))
    said: dict[str, Any] = {
        "key": zone.approval.key, "title": zone.approval.title, "destroy_by": str(zone.approval.destroy_by),
        "is_over": zone.is_over(_today()), "acts": acts,
        "records": [
            {"agency": one["agency"], "type": one["type"], "from": one["from"], "to": one["to"], "rows": one["rows"],
             "people": one["brought"]["people"], "delivered_on": one["delivered_on"]}
            for one in zone.imports.values()
        ],
    }  # fmt: skip
    answer(_in_words(said), said, as_json=as_json)


@app.command()
def destroy(
    folder: Folder,
    statement: Annotated[Path, typer.Option(help="The new file that says what was destroyed, outside the folder.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    as_json: AsJson = False,
) -> None:
    """Destroy a zone with everything in it, and write down what is gone."""
    refuse_without_the_engine()
    from offramp.evaluation.zone import store

    try:
        zone = store.open_at(folder)
        rows = sum(one["rows"] for one in zone.imports.values())
        if not yes:
            typer.confirm(f"Destroy {rows:,} records of “{zone.approval.title}” for good?", abort=True)
        with store.alone(folder) as zone:
            said = store.destroy(zone, statement)
    except store.NotHere as wrong:
        refuse(str(wrong))
    answer(
        f"{rows:,} records in {len(said['removed'])} files are destroyed; {statement} says which.\n"
        f"Not reached: {said['not_reached'][0].lower()}{said['not_reached'][1:]}", said, as_json=as_json,
    )  # fmt: skip


def extract(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV or Parquet file, as the agency delivered it.")],
    zone: Annotated[Path, typer.Option(help="The zone's folder.")],
    mapping: Annotated[Path, typer.Option(help="How this agency writes these records.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check every record, and import nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Import an agency's records into a zone: all of them, or none. Exits 2 with what is wrong, record by record."""
    refuse_without_the_engine()
    from offramp.evaluation.zone import extracts, store
    from offramp.evaluation.zone import mapping as mappings

    text = _text(mapping)
    try:
        read_by = mappings.load(text)
        brought = extracts.bring_in(zone, file, read_by, text, today=_today(), dry_run=dry_run, said=_said)
    except Faults as wrong:
        refuse(*(f"{mapping.name}, {fault}" for fault in wrong.faults))
    except store.NotHere as wrong:
        refuse(str(wrong))
    except extracts.BadExtract as wrong:
        refuse(*wrong.faults, "Nothing was imported.")
    said = {name: getattr(brought, name) for name in brought.__slots__} | {"dry_run": dry_run}
    answer(_brought(brought, dry_run=dry_run), said, as_json=as_json)


def _said(step: str) -> None:
    """What a long import is at, for whoever sits before it."""
    if sys.stderr.isatty():
        print(step, file=sys.stderr, flush=True)


def _brought(brought: "Brought", *, dry_run: bool) -> str:
    if brought.was_there:
        return "This file was imported before, by the same mapping. Nothing changed."
    would = "Every record can be read. Nothing was imported: " if dry_run else "Imported: "
    lines = [f"{would}{brought.rows:,} records of {brought.people:,} people."]
    if brought.replaces:
        lines.append(f"They {'would take' if dry_run else 'took'} the place of those delivered on {brought.replaces}.")
    if brought.outside:
        lines.append(f"{brought.outside:,} records lie outside the days that the mapping covers, and were left out.")
    if brought.odd_births:
        lines.append(f"{brought.odd_births:,} dates of birth are no day. They were kept as written, to link by.")
    return "\n".join(lines)


def _in_words(said: dict[str, Any]) -> str:
    lines = [f"{said['title']} ({said['key']}), to be destroyed by {said['destroy_by']}."]
    if said["is_over"]:
        lines.append("That day is over: offramp zone destroy. Nothing more can be imported.")
    for one in said["records"]:
        counted = f"{one['rows']:,} {one['type']} records of {one['people']:,} people"
        lines.append(f"  {one['agency']}: {counted}, {one['from']} to {one['to']}, delivered {one['delivered_on']}")
    if not said["records"]:
        lines.append("Nothing lies in it yet: offramp extract")
    lines.append(f"{len(said['acts'])} acts are in its journal, and each follows from the one before it.")
    return "\n".join(lines)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        refuse(f"There is no file {file} that can be read. Check its name.")
    except UnicodeDecodeError:
        refuse(f"{file} is not text in UTF-8. Write it anew.")


def _today() -> Any:
    return datetime.now(UTC).date()
