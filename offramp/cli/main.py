"""The `offramp` command: an operator's door. Django wakes only for the commands that need it."""

import os
import socket
import sys
from typing import Annotated

import typer

from offramp import __version__
from offramp.cli import clock, contact, evaluation, link, locked_out, protocol, setting_up, trail, zone
from offramp.cli.terminal import NO_TABLES, clearly, refuse, wake_django

app = typer.Typer(
    name="offramp",
    help="Runs a Law Enforcement Assisted Diversion (LEAD) site.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(protocol.app, name="protocol")
app.add_typer(setting_up.site, name="site")
app.add_typer(setting_up.agency, name="agency")
app.add_typer(setting_up.member, name="member")
setting_up.member.command("new-password")(locked_out.give_new_password)
setting_up.member.command("sign-out")(locked_out.sign_out)
app.add_typer(setting_up.roster, name="roster")
app.add_typer(contact.app, name="contact")
app.add_typer(clock.app, name="clock")
app.add_typer(trail.app, name="trail")
app.command()(evaluation.evaluate)
app.command()(evaluation.synthesize)
app.command()(link.link)
app.command()(link.deduplicate)
app.command()(zone.extract)
app.add_typer(zone.app, name="zone")

Host = Annotated[str, typer.Option(envvar="OFFRAMP_HOST", help="The address to listen on.")]
Port = Annotated[int, typer.Option(envvar="OFFRAMP_PORT", help="The port to listen on.")]


def run() -> None:
    """The entry point of the installed command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "offramp.config.settings")
    with clearly():
        raise SystemExit(app(standalone_mode=False))


@app.callback(invoke_without_command=True)
def offramp(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


@app.command()
def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the site with gunicorn, 2 workers of 4 threads. Put a buffering proxy with HTTPS in front of it."""
    wake_django()
    from django.conf import settings
    from django.db import connection

    from offramp.directory import reads
    from offramp.kernel.checks import visitors_are_told_apart
    from offramp.kernel.postgresql.roles import why_not_to_serve

    if reason := why_not_to_serve(connection):
        refuse(reason)
    if not _is_up_to_date():
        refuse(NO_TABLES)
    if settings.DEMO and reads.holds_a_live_site(None):
        refuse(
            "OFFRAMP_DEMO is on, which lets people in without a second factor, and this database holds a live site. "
            "Take OFFRAMP_DEMO out of the settings, then start again."
        )
    _remove_again()
    for doubt in visitors_are_told_apart(None):
        typer.echo(f"{doubt.msg} {doubt.hint}", err=True)
    _serve(host, port)


@app.command()
def migrate() -> None:
    """Bring the database to this version's shape, as the role that owns it. Safe to repeat."""
    wake_django()
    _migrate(verbosity=1)


@app.command()
def demo(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve five demonstration sites with invented people. The first start builds them; later starts keep them."""
    os.environ["OFFRAMP_DEMO"] = "1"
    _refuse_a_taken_port(host, port)
    wake_django()
    from offramp.demo import build
    from offramp.directory import reads

    if not _is_up_to_date():
        typer.echo("Building the demonstration sites ...")
        _migrate(verbosity=0)
    if reads.holds_a_live_site(None):
        refuse(
            "This database holds a live site. The demonstration needs its own: choose another folder in OFFRAMP_DATA."
        )
    build.build()
    _remove_again()
    typer.echo(
        f"\nOfframp is at http://{host}:{port}/ with made-up people only. Sign in with one tap as anyone of these:\n"
    )
    for line in build.sign_ins():
        typer.echo(f"  {line}")
    typer.echo(f"\nAll of them: http://{host}:{port}/try/   Ctrl-C stops it. What you do is kept for the next start.\n")
    _serve(host, port)


def _migrate(verbosity: int) -> None:
    from django.core.management import call_command
    from django.db import connections

    from offramp.kernel.postgresql.roles import let_serve, role_of

    owner = "owner" if "owner" in connections else "default"
    call_command("migrate", interactive=False, verbosity=verbosity, database=owner)
    call_command("createcachetable", verbosity=verbosity, database=owner)
    let_serve(role_of(connections["default"]), connections[owner])


def _remove_again() -> None:
    """What the law had removed and a backup brought back goes before anybody is served."""
    from django.conf import settings
    from django.utils.timezone import now

    from offramp.kernel import erasures
    from offramp.oversight import removals

    try:
        done = removals.replay(erasures.read(settings.ERASURES), now()).total()
    except (OSError, ValueError) as wrong:
        refuse(f"{settings.ERASURES} cannot be read: {wrong} Nobody is served without it.")
    if done:
        typer.echo(f"{done} records that the law had removed were in this database again. They are removed.", err=True)


def _is_up_to_date() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _refuse_a_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            refuse(
                f"Cannot listen on {host}:{port} ({error.strerror}). "
                f"Stop what is running there, or choose another port: OFFRAMP_PORT={port + 1}"
            )


def _serve(host: str, port: int) -> None:
    """Become the server: Django is awake already, and the workers share it."""
    import gc

    from django.db import connections
    from gunicorn.app.wsgiapp import WSGIApplication

    _refuse_a_taken_port(host, port)
    connections.close_all()  # a connection must not be shared by two processes
    gc.freeze()  # what is loaded now stays for ever: looking through it for garbage costs time, and unshares it
    options = ["--workers=2", "--threads=4", "--preload", f"--bind={host}:{port}", "--log-level=warning"]
    options.append("--logger-class=offramp.cli.server_log.InOneFormat")
    sys.argv = ["gunicorn", *options, "offramp.config.wsgi:application"]
    WSGIApplication("%(prog)s").run()
