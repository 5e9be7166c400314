"""A first password: it ends, and is replaced before anything else. And what an operator does for whoever is locked out."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.utils import timezone
from typer.testing import CliRunner

from offramp.cli.main import app
from offramp.directory.actions import add_user
from offramp.directory.models import Membership, User
from offramp.directory.states import Role
from offramp.kernel.models import TrailRow
from offramp.kernel.trail import Nobody
from tests.desks.account.test_signing_in import PASSWORD, code, code_app, is_signed_in, with_password

FIRST, OWN, CHANGE = "as printed by the command", "chosen by its owner alone", "/my-sign-in/password/"


def offramp(*words: str) -> Any:
    done = CliRunner().invoke(app, [*words, "--json"])
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def peer(enroll: Callable[..., Membership]) -> User:
    user = add_user(username="kim", password=FIRST, by=Nobody("operator"), at=timezone.now())
    return enroll(Role.PEER, user=user).user


@pytest.fixture
def officer(enroll: Callable[..., Membership]) -> User:
    return enroll(Role.OFFICER).user


def replace(browser: Client, first: str, own: str) -> Any:
    return browser.post(CHANGE, {"oldpassword": first, "password1": own, "password2": own})


@pytest.mark.parametrize("address", ["/", "/responder/"])
def test_it_is_replaced_before_the_second_factor_and_before_any_desk(client: Client, peer: User, address: str) -> None:
    with_password(client, "kim", FIRST)
    assert client.get(address)["Location"] == CHANGE
    assert "whoever gave it to you knows it too" in client.get(CHANGE).content.decode()
    assert replace(client, FIRST, OWN)["Location"] == "/"
    assert client.get("/")["Location"] == "/second-factor/"
    assert "This is your first password" not in client.get(CHANGE).content.decode()


def test_it_cannot_be_replaced_by_itself(client: Client, peer: User) -> None:
    with_password(client, "kim", FIRST)
    assert "Choose another one." in replace(client, FIRST, FIRST).content.decode()
    assert client.get("/")["Location"] == CHANGE


def test_in_spanish_too_it_is_said_what_to_do(client: Client, peer: User) -> None:
    with_password(client, "kim", FIRST)
    client.cookies["language"] = "es"
    assert "Elija una que solo usted sepa, antes de" in client.get(CHANGE).content.decode()


@pytest.mark.parametrize(("minutes", "gets_in"), [(-1, True), (0, False)])
def test_it_lets_in_for_72_hours(minutes: int, gets_in: bool, enroll: Callable[..., Membership]) -> None:
    with time_machine.travel("2026-11-03T19:00:00Z", tick=False) as clock:
        user = add_user(username="kim", password=FIRST, by=Nobody("operator"), at=timezone.now())
        enroll(Role.PEER, user=user)
        clock.shift(timedelta(hours=72, minutes=minutes))
        browser = Client()
        with_password(browser, "kim", FIRST)
        assert is_signed_in(browser) is gets_in


def test_what_its_owner_chose_has_no_end(client: Client, peer: User) -> None:
    with_password(client, "kim", FIRST)
    replace(client, FIRST, OWN)
    assert TrailRow.objects.filter(action="choose_password", object_id=peer.pk).count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        later = Client()
        with_password(later, "kim", OWN)
        assert is_signed_in(later)


def test_after_its_end_its_owner_reads_what_to_do(peer: User) -> None:
    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        browser = Client()
        assert with_password(browser, "kim", FIRST)["Location"] == "/sign-in/closed/"
        assert "its first password was not replaced within 72 hours" in browser.get("/sign-in/closed/").content.decode()


def test_whoever_forgot_theirs_gets_a_first_one_and_is_asked_for_the_second_factor(officer: User) -> None:
    secret, open_one, elsewhere = code_app(officer), Client(), Client()
    open_one.force_login(officer)
    first = offramp("member", "new-password", officer.username)["first_password"]
    assert open_one.get("/my-sign-in/")["Location"].startswith("/sign-in/")
    with_password(elsewhere, officer.username, PASSWORD)
    assert not is_signed_in(elsewhere)
    assert with_password(elsewhere, officer.username, first)["Location"] == "/sign-in/code/"
    elsewhere.post("/sign-in/code/", {"code": code(secret)})
    assert elsewhere.get("/")["Location"] == CHANGE
    assert TrailRow.objects.get(action="give_first_password").object_id == officer.pk


def test_whoever_lost_the_second_factor_sets_up_another_before_any_desk(client: Client, officer: User) -> None:
    code_app(officer)
    RecoveryCodes.activate(officer)
    first = offramp("member", "new-password", officer.username, "--lost-second-factor")["first_password"]
    assert not Authenticator.objects.filter(user=officer).exists()
    with_password(client, officer.username, first)
    replace(client, first, OWN)
    assert client.get("/officer/")["Location"] == "/second-factor/"
    assert TrailRow.objects.get(action="give_first_password").detail == {"lost_second_factor": True}


def test_whoever_is_halfway_in_with_the_old_password_is_out_too(client: Client, officer: User) -> None:
    secret = code_app(officer)
    with_password(client, officer.username)
    offramp("member", "new-password", officer.username)
    client.post("/sign-in/code/", {"code": code(secret)})
    assert not is_signed_in(client)


def test_a_first_password_opens_an_account_again_that_nobody_used_for_90_days(client: Client, officer: User) -> None:
    User.objects.update(date_joined=timezone.now() - timedelta(days=91))
    with_password(client, officer.username, offramp("member", "new-password", officer.username)["first_password"])
    assert is_signed_in(client)


def test_a_temporary_account_that_is_over_gets_none(peer: User) -> None:
    User.objects.update(ends_at=timezone.now())
    done = CliRunner().invoke(app, ["member", "new-password", "kim"])
    assert (done.exit_code, done.stderr) == (2, "This account was temporary, and it is over. Make another one.\n")


def test_an_operator_ends_the_sessions_of_one(officer: User, peer: User) -> None:
    theirs, another = Client(), Client()
    theirs.force_login(officer)
    another.force_login(peer)
    assert offramp("member", "sign-out", officer.username) == {"accounts": 1}
    assert theirs.get("/my-sign-in/")["Location"].startswith("/sign-in/")
    assert another.get("/my-sign-in/").status_code == 200
    row = TrailRow.objects.get(action="sign_out")
    assert (row.object_id, row.role, row.detail) == (officer.pk, "operator", {"sessions": 1})


def test_an_operator_ends_all_sessions(officer: User, peer: User) -> None:
    browsers = [Client(), Client()]
    for browser, user in zip(browsers, (officer, peer), strict=True):
        browser.force_login(user)
    assert offramp("member", "sign-out", "--all") == {"accounts": 2}
    assert all(browser.get("/my-sign-in/")["Location"].startswith("/sign-in/") for browser in browsers)
    assert TrailRow.objects.filter(action="sign_out").count() == 2
