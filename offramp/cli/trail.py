"""`offramp trail`: the record of who did and saw what."""

from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

import typer

from offramp.cli.terminal import AsJson, answer, wake_django

app = typer.Typer(help="The record of who did and saw what.", no_args_is_help=True)


@app.command()
def verify(as_json: AsJson = False) -> None:
    """Check that no row of any site's trail was changed, removed or added by a side door. Exit 1 if one was."""
    wake_django()
    from offramp.kernel import trail

    names = _names()
    with _every_chain():
        faults = {_name(names, chain): list(trail.faults(chain)) for chain in trail.chains()}
    count = sum(len(found) for found in faults.values())
    said = [f"{name}: {fault}" for name, found in faults.items() for fault in found]
    verdict = (
        f"{count} faults. Keep this output and a copy of the database, and tell the privacy officer."
        if count
        else f"The trail holds. Chains checked: {len(faults)}."
    )
    answer("\n".join([*said, verdict]), {"holds": not count, "faults": faults}, as_json=as_json)
    raise typer.Exit(1 if count else 0)


@app.command()
def heads(as_json: AsJson = False) -> None:
    """Print the newest mark of each chain. Publish them where this server cannot write: that bounds any rewriting."""
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
