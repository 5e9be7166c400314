"""The `offramp` command: an operator's door. Django wakes only for the commands that need it."""

import io
import os
import socket
import sys
from typing import Annotated

import typer

from offramp import __version__
from offramp.cli import protocol

app = typer.Typer(
    name="offramp",
    help="Runs a Law Enforcement Assisted Diversion (LEAD) site.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
trail_app = typer.Typer(help="The record of who did and saw what.", no_args_is_help=True)
clock_app = typer.Typer(help="What falls due with time.", no_args_is_help=True)
app.add_typer(protocol.app, name="protocol")
app.add_typer(trail_app, name="trail")
app.add_typer(clock_app, name="clock")

Host = Annotated[str, typer.Option(envvar="OFFRAMP_HOST", help="The address to listen on.")]
Port = Annotated[int, typer.Option(envvar="OFFRAMP_PORT", help="The port to listen on.")]


def run() -> None:
    """The entry point of the installed command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "offramp.config.settings")
    app()


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
    _wake_django()
    _serve(host, port)


@app.command()
def migrate() -> None:
    """Bring the database to this version's shape. Safe to repeat."""
    _wake_django()
    _migrate(verbosity=1)


@app.command()
def demo(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve five demonstration sites with invented people. The first start builds them; later starts keep them."""
    os.environ["OFFRAMP_DEMO"] = "1"
    _refuse_a_taken_port(host, port)
    _wake_django()
    from offramp.demo import build

    if not _is_up_to_date():
        typer.echo("Building the demonstration sites ...")
        _migrate(verbosity=0)
    build.build()
    typer.echo(
        f"\nOfframp is at http://{host}:{port}/ with made-up people only. Sign in with one tap as anyone of these:\n"
    )
    for line in build.sign_ins():
        typer.echo(f"  {line}")
    typer.echo(f"\nAll of them: http://{host}:{port}/try/   Ctrl-C stops it. What you do is kept for the next start.\n")
    _serve(host, port)


@clock_app.command("run")
def run_clock() -> None:
    """Do what falls due: reminders, lapses, deliveries. Call it every few minutes; calling twice does nothing twice."""
    _wake_django()
    from django.core.management import call_command

    call_command("run_clock")


@trail_app.command()
def verify() -> None:
    """Check that no row of any site's trail was changed, removed or added by a side door. Exit 1 if one was."""
    _wake_django()
    from offramp.kernel import trail

    chains = list(trail.chains())
    faults = [f"{site_id}: {fault}" for site_id in chains for fault in trail.faults(site_id)]
    for fault in faults:
        typer.echo(fault)
    if faults:
        typer.echo(f"{len(faults)} faults. Keep this output and a copy of the database, and tell the privacy officer.")
        raise typer.Exit(1)
    typer.echo(f"The trail holds. Chains checked: {len(chains)}.")


def _wake_django() -> None:
    import django
    from django.conf import settings

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # below the data folder
    django.setup()
    _check_settings()


def _check_settings() -> None:
    """A missing or dangerous setting stops the start, with its hint."""
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    try:
        call_command("check", stdout=io.StringIO())
    except SystemCheckError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _migrate(verbosity: int) -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=verbosity)
    call_command("createcachetable", verbosity=verbosity)


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
            typer.echo(
                f"Cannot listen on {host}:{port} ({error.strerror}). "
                f"Stop what is running there, or choose another port: OFFRAMP_PORT={port + 1}",
                err=True,
            )
            raise typer.Exit(1) from error


def _serve(host: str, port: int) -> None:
    """Become the server: Django is awake already, and the workers share it."""
    from django.db import connections
    from gunicorn.app.wsgiapp import WSGIApplication

    _refuse_a_taken_port(host, port)
    connections.close_all()  # a connection must not be shared by two processes
    options = ["--workers=2", "--threads=4", "--preload", f"--bind={host}:{port}", "--log-level=warning"]
    sys.argv = ["gunicorn", *options, "offramp.config.wsgi:application"]
    WSGIApplication("%(prog)s").run()
