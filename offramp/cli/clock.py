"""`offramp clock`: the promises that fall due with time."""

import typer

from offramp.cli.terminal import AsJson, answer, wake_django
from offramp.cli.trail import add_heads

app = typer.Typer(help="What falls due with time.", no_args_is_help=True)


@app.callback()
def clock() -> None:
    """What falls due with time."""


@app.command()
def run(as_json: AsJson = False) -> None:
    """Delete what its day has come for, at every site, and publish the trail's marks.

    Call it every hour; late or twice does no harm.
    """
    wake_django()
    from django.core.management import call_command
    from django.utils.timezone import now

    from offramp.directory import actions as directory
    from offramp.directory import reads
    from offramp.justice import actions as justice
    from offramp.kernel.sqlite3 import log
    from offramp.kernel.trail import Nobody
    from offramp.people import actions as people

    done = {}
    for site in reads.public_sites(None):
        by, at = Nobody("clock", site.pk), now()
        people.plant_decoys(by=by, at=at)
        done[site.slug] = justice.run_clock(by=by, at=at) | {"roles_ended": directory.end_temporary(by=by, at=at)}
    log.empty()  # of what was removed by law while somebody was reading
    call_command("clearsessions")  # what a page had still to say goes with the session that is over
    lines = [
        f"{slug}: {kept['referrals_closed']} referrals closed, {kept['people_forgotten']} people forgotten, "
        f"{kept['contacts_forgotten']} contacts forgotten, {kept['roles_ended']} roles of temporary accounts ended."
        for slug, kept in done.items()
    ]
    add_heads()
    answer("\n".join(lines) or "There is no site yet.", done, as_json=as_json)
