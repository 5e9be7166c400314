"""The operator's door: what each command says, and how it ends."""

import os
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.models import QuerySet
from typer.testing import CliRunner

from offramp import __version__
from offramp.cli import main
from offramp.cli.main import app
from offramp.directory.models import Site
from offramp.directory.states import SiteMode
from offramp.kernel import trail
from offramp.kernel.identifiers import new_id
from offramp.kernel.models import TrailHead, TrailRow
from offramp.kernel.postgresql import roles
from tests import cast as play
from tests.state import take_off_the_lock

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def two_rows(db: None) -> TrailRow:
    """A chain of two rows at one site; the newer of them."""
    clock, about = trail.Nobody("clock", new_id()), TrailHead(pk=new_id())
    take_off_the_lock()
    trail.record("first", about, by=clock, at=NOON)
    return trail.record("second", about, by=clock, at=NOON)


def said(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, words)
    return done.exit_code, done.output


def alone(*words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """The command as an operator runs it: in a process of its own, with these settings and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OFFRAMP_")}
    command = [sys.executable, "-c", "from offramp.cli.main import run; run()", *words]
    return subprocess.run(command, capture_output=True, text=True, env=kept | settings, check=False)


def test_it_says_its_version() -> None:
    assert said("--version") == (0, f"{__version__}\n")


def test_a_whole_trail_is_reported_as_whole(two_rows: TrailRow) -> None:
    assert said("trail", "verify") == (0, "The trail holds. Chains checked: 1. Published marks compared: 0.\n")


def test_a_changed_row_is_reported_with_its_place(two_rows: TrailRow) -> None:
    QuerySet(TrailRow).filter(pk=two_rows.pk).update(action="something else")
    code, report = said("trail", "verify")
    assert code == 1
    assert f"{two_rows.site_id}: Row 2 was changed after it was written." in report
    assert "tell the privacy officer" in report


def test_a_trail_that_was_cut_off_with_its_head_is_found_by_what_was_published(
    two_rows: TrailRow, tmp_path: Path
) -> None:
    assert str(two_rows.site_id) in said("trail", "publish")[1]
    assert said("trail", "publish") == (0, "Nothing has moved since.\n")
    elsewhere = tmp_path / "copy.txt"
    elsewhere.write_text(settings.TRAIL_HEADS.read_text())
    settings.TRAIL_HEADS.unlink()
    first = QuerySet(TrailRow).get(seq=1)
    QuerySet(TrailRow).filter(seq=2).delete()
    TrailHead.objects.update(seq=1, mac=first.mac)
    assert said("trail", "verify")[0] == 0
    code, report = said("trail", "verify", "--heads", str(elsewhere))
    assert code == 1
    assert "and is gone: the trail was cut off after row 1." in report
    assert said("trail", "verify", "--heads", str(tmp_path / "nowhere"))[0] == 2


def test_a_file_of_marks_that_cannot_be_read_is_said(two_rows: TrailRow) -> None:
    settings.TRAIL_HEADS.write_text("no mark\n")
    for command in ("verify", "publish"):
        code, report = said("trail", command)
        assert (code, "Line 1 is no published mark" in report) == (2, True)
    assert settings.TRAIL_HEADS.read_text() == "no mark\n"


def test_the_clock_publishes_and_says_when_it_cannot(two_rows: TrailRow) -> None:
    assert said("clock", "run")[0] == 0
    assert two_rows.mac in settings.TRAIL_HEADS.read_text()
    settings.TRAIL_HEADS.unlink()
    settings.TRAIL_HEADS.mkdir()
    code, report = said("clock", "run")
    assert (code, "The marks of the trail were not published" in report) == (2, True)


def test_a_chain_whose_head_was_taken_away_is_still_looked_at(two_rows: TrailRow) -> None:
    TrailHead.objects.all().delete()
    QuerySet(TrailRow).filter(seq=1).delete()
    code, report = said("trail", "verify")
    assert code == 1
    assert "Row 1 is missing" in report


def test_a_taken_port_is_answered_with_another(db: None) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, report = said("serve", "--port", str(port))
    assert code == 2
    assert f"choose another port: OFFRAMP_PORT={port + 1}" in report


def test_nobody_is_served_with_a_database_role_that_reads_past_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "why_not_to_serve", lambda connection: "Not with this role. Make it an ordinary one.")
    assert said("serve", "--port", "0") == (2, "Not with this role. Make it an ordinary one.\n")


@pytest.mark.parametrize(("proxies", "is_said"), [(0, True), (1, False)])
def test_serving_behind_a_proxy_that_is_not_counted_is_said(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch, proxies: int, is_said: bool
) -> None:
    settings.HTTPS, settings.ALLAUTH_TRUSTED_PROXY_COUNT = True, proxies
    monkeypatch.setattr(main, "_serve", lambda host, port: None)
    assert ("set OFFRAMP_TRUSTED_PROXIES=1" in said("serve")[1]) is is_said


def test_protocol_commands_do_not_wake_django() -> None:
    program = "import sys, offramp.cli.main; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    ("secret", "trail_key", "sentence"),
    [
        pytest.param(None, None, "OFFRAMP_SECRET_KEY and OFFRAMP_TRAIL_KEY are not both set.", id="no keys"),
        pytest.param("s" * 50, None, "OFFRAMP_SECRET_KEY and OFFRAMP_TRAIL_KEY are not both set.", id="one key"),
        pytest.param("s" * 50, "", "OFFRAMP_SECRET_KEY and OFFRAMP_TRAIL_KEY are not both set.", id="one key is empty"),
        pytest.param("s" * 50, "s" * 50, "OFFRAMP_SECRET_KEY and OFFRAMP_TRAIL_KEY are the same.", id="one key twice"),
    ],
)
def test_a_start_without_keys_of_its_own_is_refused(
    secret: str | None, trail_key: str | None, sentence: str, tmp_path: Path
) -> None:
    given = {"OFFRAMP_SECRET_KEY": secret, "OFFRAMP_TRAIL_KEY": trail_key}
    keys = {name: key for name, key in given.items() if key is not None}
    done = alone("migrate", OFFRAMP_DATA=str(tmp_path), **keys)
    assert done.returncode == 2
    assert sentence in done.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("protocol assess wv-regional", "Missing argument 'FACTS.json'. See: "),
        ("trail verify --nope", "No such option: --nope. See: "),
        ("nope", "No such command 'nope'. See: "),
    ],
)
def test_what_was_mistyped_is_one_line_that_says_where_to_look(words: str, sentence: str) -> None:
    done = alone(*words.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(sentence)
    assert done.stderr.endswith("--help\n")
    assert done.stderr.count("\n") == 1


MIGRATE = "The database does not have this version's tables yet. Make them with: offramp migrate\n"
NO_DATABASE = "OFFRAMP_DATABASE_URL names no database that Offramp can use: write it like postgres://role:password@host"


@pytest.mark.parametrize(
    ("words", "setting", "sentence"),
    [
        pytest.param("protocol export gorge", {}, MIGRATE, id="export from an empty folder"),
        pytest.param("clock run", {}, MIGRATE, id="the clock before the tables"),
        pytest.param("trail verify", {}, MIGRATE, id="the trail before the tables"),
        pytest.param("serve --port 0", {}, MIGRATE, id="serving before the tables"),
        pytest.param(
            "clock run", {"OFFRAMP_DATABASE_URL": "postgres://a:b@127.0.0.1:1/x"}, "The database cannot be used: ",
            id="a server that does not run",
        ),
        pytest.param("clock run", {"OFFRAMP_DATABASE_URL": "mysql://x"}, NO_DATABASE, id="another kind of database"),
        pytest.param("clock run", {"OFFRAMP_DATABASE_URL": "postgres://"}, NO_DATABASE, id="a database without a name"),
        pytest.param("clock run", {"OFFRAMP_HTTPS": "maybe"}, 'Environment variable "OFFRAMP_HTTPS"', id="neither yes nor no"),
        pytest.param("migrate", {"OFFRAMP_DATA": "/dev/null/x"}, "The folder /dev/null/x cannot be", id="no such folder"),
    ],
)  # fmt: skip
def test_what_an_operator_can_mend_is_one_line_with_the_remedy(
    words: str, setting: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    keys = {"OFFRAMP_SECRET_KEY": "s" * 50, "OFFRAMP_TRAIL_KEY": "t" * 50, "OFFRAMP_DATA": str(tmp_path / "new")}
    done = alone(*words.split(), **keys | setting)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("mode", "is_refused"), [(SiteMode.LIVE, True), (SiteMode.PLANNING, False), (SiteMode.DEMO, False)]
)
def test_nobody_is_served_as_in_a_demonstration_beside_a_live_site(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch, mode: SiteMode, is_refused: bool
) -> None:
    site, started = play.at_site("bureau").site, []
    Site.objects.filter(pk=site.pk).update(mode=mode)
    settings.DEMO = True
    monkeypatch.setattr(main, "_serve", lambda host, port: started.append(port))
    code, report = said("serve")
    assert (code, bool(started)) == ((2, False) if is_refused else (0, True))
    assert ("Take OFFRAMP_DEMO out of the settings" in report) is is_refused


def test_the_demonstration_refuses_a_database_with_a_live_site(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFRAMP_DEMO", "0")
    site = play.at_site("bureau").site
    Site.objects.filter(pk=site.pk).update(mode=SiteMode.LIVE)
    code, report = said("demo", "--port", "0")
    assert code == 2
    assert report.startswith("This database holds a live site.")
