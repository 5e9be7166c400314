"""What standard error says of attempts to sign in and of noes: one line of JSON each, without a name or what was typed."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from offramp.directory.models import Membership
from offramp.directory.states import Role
from offramp.kernel.lines import Line
from offramp.kernel.models import TrailRow
from tests.desks.account.test_signing_in import code, code_app, from_address, with_password

Said = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def said(settings: Any) -> Iterator[Said]:
    """Everything that went to standard error, in the format of the settings."""
    into = io.StringIO()
    console, handler = settings.LOGGING["handlers"]["console"], logging.StreamHandler(into)
    handler.setFormatter(import_string(settings.LOGGING["formatters"][console["formatter"]]["()"])())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in into.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def officer(enroll: Callable[..., Membership]) -> Membership:
    return enroll(Role.OFFICER)


def attempts(said: Said) -> list[tuple[str, str | None]]:
    return [(line["said"], line["account"]) for line in said() if line["from"] == "offramp.sign_in"]


def test_whoever_signs_in_is_told_with_when_where_and_which_account(officer: Membership, said: Said) -> None:
    with_password(from_address("203.0.113.1"), officer.user.username)
    (line,) = said()
    assert (line["said"], line["account"], line["address"]) == ("signed in", str(officer.user.pk), "203.0.113.1")
    assert datetime.fromisoformat(line["at"]).utcoffset() is not None


def test_a_wrong_password_is_told_without_the_name_or_what_was_typed(officer: Membership, said: Said) -> None:
    with_password(Client(), officer.user.username, "a guess")
    with_password(Client(), "somebody-else", "another guess")
    not_fitting = "password, code or key did not fit"
    assert attempts(said) == [(not_fitting, str(officer.user.pk)), (not_fitting, None)]
    whole = json.dumps(said())
    assert not [word for word in (officer.user.username, "somebody-else", "guess") if word in whole]


def test_a_known_and_an_unknown_name_cost_the_same_queries(officer: Membership) -> None:
    def asked(username: str) -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            with_password(Client(), username, "a guess")
        of_accounts = [query["sql"] for query in queries.captured_queries if "directory_user" in query["sql"]]
        return [sql.partition("WHERE")[0] for sql in of_accounts]

    assert asked(officer.user.username) == asked("somebody-else") != []


def test_whoever_is_held_back_is_told_and_the_database_gets_no_row_for_it(officer: Membership, said: Said) -> None:
    rows = TrailRow.objects.count()
    for _ in range(7):
        with_password(from_address("203.0.113.1"), officer.user.username, "a guess")
    assert attempts(said)[5:] == [("held back: too many tries", str(officer.user.pk))] * 2
    assert TrailRow.objects.count() == rows


def test_a_right_password_of_a_closed_account_is_told(officer: Membership, said: Said) -> None:
    Membership.objects.update(is_active=False)
    with_password(Client(), officer.user.username)
    assert attempts(said) == [("the account is closed", str(officer.user.pk))]


def test_a_wrong_code_is_told_at_sign_in_and_when_asked_again(officer: Membership, said: Said) -> None:
    secret, browser = code_app(officer.user), Client()
    with_password(browser, officer.user.username)
    browser.post("/sign-in/code/", {"code": "000000"})
    browser.post("/sign-in/code/", {"code": code(secret)})
    browser.post("/my-sign-in/again/code/", {"code": "000000"})
    browser.post("/my-sign-in/again/", {"password": "a guess"})
    wrong, mine = "password, code or key did not fit", str(officer.user.pk)
    assert attempts(said) == [(wrong, mine), ("signed in", mine), (wrong, mine), (wrong, mine)]


@pytest.mark.parametrize("address", ["/sign-in/passkey/", "/sign-in/code/", "/my-sign-in/again/passkey/"])
def test_a_key_that_does_not_fit_is_told(officer: Membership, said: Said, address: str) -> None:
    browser = Client()
    if "again" in address:
        Authenticator.objects.create(user=officer.user, type="webauthn", data={"name": "My phone"})
        browser.force_login(officer.user)
    elif "code" in address:
        code_app(officer.user)
        with_password(browser, officer.user.username)
    browser.post(address, {"credential": "{}"})
    account = None if address == "/sign-in/passkey/" else str(officer.user.pk)
    assert attempts(said) == [("password, code or key did not fit", account)]


def test_a_no_is_told_with_who_and_which_page_and_without_the_address(
    as_member: Callable[[Membership], Client], officer: Membership, said: Said
) -> None:
    browser, person = as_member(officer), uuid4()
    browser.get(f"/casemanager/p/{person}/")
    browser.get("/jordan-ellery/")
    asked = [(line["status"], line["route"], line["account"]) for line in said()]
    assert asked == [(404, "casemanager:person", str(officer.user.pk)), (404, "", str(officer.user.pk))]
    assert not [word for word in (str(person), "jordan") if word in json.dumps(said())]


def test_what_is_sent_where_nothing_can_be_is_told(client: Client, officer: Membership, said: Said) -> None:
    client.force_login(officer.user)
    client.post("/second-factor/")
    assert [(line["status"], line["route"]) for line in said()] == [(405, "second-factor")]


def test_a_form_of_another_site_is_told(said: Said) -> None:
    Client(enforce_csrf_checks=True).post("/sign-in/", {"login": "x"})
    assert [(line["from"], line["status"]) for line in said()] == [("django.security.csrf", 403)]


def test_too_many_from_one_address_are_told(db: None, said: Said) -> None:
    for _ in range(31):
        from_address("203.0.113.1").post("/sign-in/", {"login": "", "password": ""})
    assert [(line["status"], line["route"]) for line in said()] == [(429, "account_login")]


def test_a_fault_is_one_line_too(db: None, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: Any) -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr("offramp.desks.account.views.render", breaks)
    Client(raise_request_exception=False).get("/help/")
    (line,) = said()
    assert (line["status"], line["route"], line["level"]) == (500, "help", "ERROR")
    assert "RuntimeError: two\nlines" in line["fault"]


def test_the_server_says_its_own_in_the_same_format() -> None:
    from gunicorn.config import Config

    config = Config()
    config.set("logger_class", "offramp.cli.server_log.InOneFormat")
    log = config.logger_class(config)
    assert [type(handler.formatter) for handler in log.error_log.handlers] == [Line]
