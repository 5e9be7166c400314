"""Builds the scratch site, measures the verbs alone and then the real server, and prints both beside their floors."""

import gc
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.database import NONE_FOUND, PrivatePostgres, find_programs

DURABLE = "-c shared_buffers=128MB"  # commits reach the disk, as on a real server


def main() -> None:
    if sys.argv[1:2] == ["evaluation"]:
        from tests.bench import evaluation

        evaluation.main(*sys.argv[2:])
        return
    if sys.argv[1:2] == ["linking"]:
        from tests.bench import linking

        linking.main()
        return
    with scratch() as database:
        import django

        django.setup()
        from tests.bench import in_process, over_http, table, town

        start = time.monotonic()
        here = town.build()
        gc.freeze()  # as the server does once its code is loaded
        said = f"{town.REFERRALS:,} referrals at one site on {database}, set up in {time.monotonic() - start:.0f} s"
        print(f"{said}. Times are milliseconds.\n", flush=True)
        table.show(
            "The verbs and reads alone, one after the other, each with its check and its trail row",
            in_process.measure(here),
        )
        title = f"The same list, read by {in_process.PROCESSES} processes of {in_process.THREADS} threads at once"
        table.show(title, in_process.measure_at_once(here))
        with over_http.serve() as server:
            for connections in (1, 8, 32):
                title = f"The officer's pages through 2 workers of 4 threads, {connections} at a time"
                table.show(title, over_http.measure(server, here, connections))
            print(f"Memory of the server: {server.memory():.0f} MB in all, what its processes share counted once.")


@contextmanager
def scratch() -> Iterator[str]:
    """A folder and a database that are gone afterwards, as the environment names them; which database it is."""
    folder = tempfile.mkdtemp(prefix="offramp-bench-")
    on_postgres = os.environ.get("OFFRAMP_TEST_DB") == "postgres"
    server = PrivatePostgres(_programs()) if on_postgres else None
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "offramp.config.settings", "OFFRAMP_DATA": folder,
        "OFFRAMP_SECRET_KEY": "for the bench " * 4, "OFFRAMP_TRAIL_KEY": "for its trail " * 4,
    }  # fmt: skip
    os.environ.pop("OFFRAMP_DEMO", None)
    os.environ["OFFRAMP_DATABASE_URL"] = server.start(DURABLE) if server else f"sqlite:///{folder}/bench.sqlite3"
    try:
        yield "PostgreSQL" if server else "SQLite"
    finally:
        _let_go_of_the_database()
        if server:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> object:
    return find_programs() or sys.exit(NONE_FOUND)


def _let_go_of_the_database() -> None:
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    main()
