"""`offramp trail`: the record of who did and saw what."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from offramp.cli.terminal import AsJson, answer, refuse, wake_django

app = typer.Typer(help="The record of who did and saw what.", no_args_is_help=True)


Heads = Annotated[
    Path | None, typer.Option(help="Published marks to compare with. Without it: the file OFFRAMP_TRAIL_HEADS.")
]


@app.command()
def verify(heads: Heads = None, as_json: AsJson = False) -> None:
    """Check that no row of any site's trail was changed, removed, added or written anew. Exit 1 if one was."""
    wake_django()
    from offramp.kernel import published, trail

    kept = _published(heads)
    names = _names()
    with _every_chain():
        faults = {
            _name(names, chain): [*trail.faults(chain), *published.faults(chain, kept)]
            for chain in sorted({*trail.chains(), *(mark.chain for mark in kept)})
        }
    count = sum(len(found) for found in faults.values())
    said = [f"{name}: {fault}" for name, found in faults.items() for fault in found]
    verdict = (
        f"{count} faults. Keep this output and a copy of the database, and tell the privacy officer."
        if count
        else f"The trail holds. Chains checked: {len(faults)}. Published marks compared: {len(kept)}."
    )
    answer("\n".join([*said, verdict]), {"holds": not count, "published": len(kept), "faults": faults}, as_json=as_json)
    raise typer.Exit(1 if count else 0)


def _published(file: Path | None) -> list[Any]:
    from django.conf import settings

    from offramp.kernel import published

    if file is not None and not file.exists():
        refuse(f"There is no file {file}. Check where the copy of the published marks lies.")
    try:
        return published.read(file or settings.TRAIL_HEADS)
    except (OSError, ValueError) as wrong:
        refuse(f"{file or settings.TRAIL_HEADS} cannot be read: {wrong}")


@app.command()
def publish(as_json: AsJson = False) -> None:
    """Add the newest mark of each chain to the file OFFRAMP_TRAIL_HEADS. The clock does it too, every hour."""
    wake_django()
    new = add_heads()
    answer("\n".join(map(str, new)) or "Nothing has moved since.", [str(mark) for mark in new], as_json=as_json)


def add_heads() -> list[Any]:
    """Add what has moved to the file of published marks; a file that cannot be added to ends the command."""
    from django.conf import settings
    from django.utils.timezone import now

    from offramp.kernel import published, trail

    try:
        return published.add(settings.TRAIL_HEADS, trail.heads(), now())
    except (OSError, ValueError) as wrong:
        refuse(
            f"The marks of the trail were not published: {wrong}. Everything else that was due is done. Let this account "
            f"add to {settings.TRAIL_HEADS}, then run it again: offramp trail publish"
        )


@app.command()
def heads(as_json: AsJson = False) -> None:
    """Print the newest mark of each chain, as `offramp trail publish` would add it."""
    wake_django()
    from offramp.kernel import trail

    names = _names()
    found: list[dict[str, Any]] = [
        {"chain": _name(names, head.site_id), "row": head.seq, "mark": head.mac} for head in trail.heads()
    ]
    answer("\n".join(f"{one['chain']} {one['row']} {one['mark']}" for one in found), found, as_json=as_json)


def _every_chain() -> AbstractContextManager[None]:
    from offramp.kernel import context
    from offramp.kernel.purposes import Purpose

    operator = context.Nobody("operator")
    return context.across_sites(operator, Purpose.SECURITY_REVIEW, "the marks of every chain are compared")


def _names() -> dict[UUID, str]:
    from offramp.directory import reads

    return {site.pk: site.slug for site in reads.public_sites(None)}


def _name(names: dict[UUID, str], chain: UUID) -> str:
    """A site's short name; `program` for the chain of those who act for no single site."""
    from offramp.kernel.identifiers import NO_SITE

    return "program" if chain == NO_SITE else names.get(chain, str(chain))
