"""What must not be guessed, forged, worn down or overheard: sessions, passwords, papers, marks of the trail, the database."""

import runpy
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from offramp.desks.casemanager.release_forms import A_SITTING, draft, unsealed
from offramp.kernel import trail
from offramp.kernel.models import TrailRow
from offramp.kernel.refusals import NotNow
from tests.house.tree import PACKAGE

PAPER = draft([], "What was read aloud.", "en")


@pytest.mark.django_db
def test_a_session_s_name_is_long_and_never_the_same() -> None:
    names = {SessionStore()._get_new_session_key() for _ in range(100)}
    assert len(names) == 100
    assert {len(name) for name in names} == {32}  # of 36 signs: 165 bits


def test_a_password_is_kept_by_a_slow_hash() -> None:
    kind, rounds, salt, _ = make_password("four unlikely words together").split("$")
    assert kind == "pbkdf2_sha256"
    assert int(rounds) >= 600_000
    assert len(salt) >= 22  # of 62 signs: 128 bits


def test_the_mark_of_a_row_of_the_trail_has_256_bits() -> None:
    row = TrailRow(site_id=uuid4(), seq=1, at=timezone.now(), actor_id=uuid4(), previous_mac="")
    mark = trail.mark(row)
    assert len(bytes.fromhex(mark)) * 8 == 256


def test_a_paper_comes_back_as_it_was_shown() -> None:
    whose = uuid4()
    assert unsealed(PAPER.sealed(whose), whose) == PAPER


def test_a_paper_that_was_open_for_too_long_cannot_be_signed() -> None:
    whose = uuid4()
    sealed = PAPER.sealed(whose)
    with time_machine.travel(timezone.now() + A_SITTING + timedelta(seconds=2), tick=False), pytest.raises(NotNow):
        unsealed(sealed, whose)


def test_a_paper_about_one_person_is_none_about_another() -> None:
    with pytest.raises(NotNow):
        unsealed(PAPER.sealed(uuid4()), uuid4())


@pytest.mark.parametrize(
    ("address", "mode"),
    [
        ("postgres://role:word@db.example.org/offramp", "verify-full"),
        ("postgres://role:word@10.0.0.7/offramp", "verify-full"),
        ("postgres://role:word@db.example.org/offramp?sslmode=require", "require"),
        ("postgres://role:word@127.0.0.1/offramp", None), ("postgres://role:word@localhost/offramp", None),
        ("postgresql://%2Fvar%2Frun%2Fpostgresql/offramp", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("which", ["OFFRAMP_DATABASE_URL", "OFFRAMP_OWNER_DATABASE_URL"])
def test_a_database_elsewhere_is_asked_by_tls_alone(
    monkeypatch: pytest.MonkeyPatch, which: str, address: str, mode: str | None
) -> None:
    monkeypatch.setenv("OFFRAMP_DATABASE_URL", "postgres:///offramp")
    monkeypatch.setenv(which, address)
    databases = runpy.run_path(str(PACKAGE / "config" / "settings.py"))["DATABASES"]
    assert databases["owner" if "OWNER" in which else "default"]["OPTIONS"].get("sslmode") == mode


@pytest.mark.parametrize("place", [0, 10, -1])
def test_a_paper_with_one_sign_changed_is_none(place: int) -> None:
    whose = uuid4()
    signs = list(PAPER.sealed(whose))
    signs[place] = "A" if signs[place] != "A" else "B"
    with pytest.raises(NotNow):
        unsealed("".join(signs), whose)
