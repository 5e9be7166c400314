"""A password of one's own: how long, of which signs, taken to the letter, and changed by whoever knows the old one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from offramp.design.words import first_page
from offramp.directory.models import County, Membership, Site
from offramp.directory.states import Role
from tests.desks.account.test_signing_in import PASSWORD, code, code_app, is_signed_in, with_password

CHANGE = "/my-sign-in/password/"
LONG = " Zwölf Pfund 🥔, und ein\tHut — " * 4  # 120 signs of every kind, with spaces at both ends


@pytest.fixture
def officer(enroll: Callable[..., Membership]) -> Membership:
    return enroll(Role.OFFICER)


def change(browser: Client, to: str, *, old: str = PASSWORD) -> Any:
    return browser.post(CHANGE, {"oldpassword": old, "password1": to, "password2": to})


def gets_in(username: str, password: str) -> bool:
    browser = Client()
    with_password(browser, username, password)
    return is_signed_in(browser)


@pytest.fixture
def mine(client: Client, officer: Membership) -> Client:
    with_password(client, officer.user.username)
    return client


@pytest.mark.parametrize("new", ["onlylowercase", "0123987650128", LONG, "x" * 12 + "!" * 52])
def test_any_signs_are_taken_and_as_many_as_one_likes(mine: Client, officer: Membership, new: str) -> None:
    assert change(mine, new).status_code == 302
    assert gets_in(officer.user.username, new)


@pytest.mark.parametrize("slip", [LONG.strip(), LONG.upper(), LONG[:72], LONG[:-1], LONG.replace("\t", " ")])
def test_a_password_is_compared_to_the_letter(mine: Client, officer: Membership, slip: str) -> None:
    change(mine, LONG)
    assert not gets_in(officer.user.username, slip)


@pytest.mark.parametrize("new", ["eleven sign", "q1w2e3r4t5y6", "111222tianya"])
def test_a_short_one_and_one_that_everybody_uses_are_refused(mine: Client, officer: Membership, new: str) -> None:
    answer = change(mine, new)
    assert answer.status_code == 200
    assert "Fix" in answer.content.decode()
    assert gets_in(officer.user.username, PASSWORD)


@pytest.mark.parametrize("new", ["Rivertown Police 2026!", "LEAD-Offramp-WestVirginia", "fayette+diversion"])
def test_names_of_this_place_do_not_count(mine: Client, officer: Membership, site: Site, new: str) -> None:
    site.counties.add(County.objects.create(state=site.state, fips="54019", name="Fayette"))
    assert "so they do not count" in change(mine, new).content.decode()
    mine.cookies["language"] = "es"
    assert "así que no cuentan" in change(mine, new).content.decode()
    assert gets_in(officer.user.username, PASSWORD)
    change(mine, f"{new} four odd words")
    assert gets_in(officer.user.username, f"{new} four odd words")


def test_without_the_old_one_nothing_is_changed(mine: Client, officer: Membership) -> None:
    assert change(mine, LONG, old="a guess of theirs").status_code == 200
    assert gets_in(officer.user.username, PASSWORD)


def test_whoever_changes_it_stays_and_every_other_browser_is_out(mine: Client, officer: Membership) -> None:
    other = Client()
    with_password(other, officer.user.username)
    change(mine, LONG)
    assert mine.get("/second-factor/").status_code == 200
    assert other.get("/second-factor/")["Location"].startswith("/sign-in/")


def test_one_shows_that_it_is_one_and_signs_out_all_other_browsers_from_the_list(
    mine: Client, officer: Membership
) -> None:
    other = Client()
    with_password(other, officer.user.username)
    other.get("/second-factor/")
    mine.get("/second-factor/")
    asked = mine.post("/my-sign-in/sessions/")["Location"]
    assert asked.startswith("/my-sign-in/again/")
    assert other.get("/second-factor/").status_code == 200
    assert mine.post(asked, {"password": PASSWORD})["Location"] == "/my-sign-in/sessions/"
    assert mine.get("/second-factor/").status_code == 200
    assert other.get("/second-factor/")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("address", ["/sign-in/", CHANGE])
def test_the_boxes_are_masked_and_a_password_manager_can_fill_them(mine: Client, address: str) -> None:
    page = (Client() if address == "/sign-in/" else mine).get(address)
    boxes = [field for name, field in page.context["form"].fields.items() if "password" in name]
    assert boxes
    for box in boxes:
        assert box.widget.input_type == "password"
        assert box.widget.attrs.get("autocomplete") in ("current-password", "new-password")
        assert not {"onpaste", "maxlength", "readonly"} & set(box.widget.attrs)


def test_the_second_factors_are_a_code_app_and_a_passkey(settings: Any) -> None:
    """A recovery code stands in for them once; nothing is sent by telephone, text or mail."""
    assert set(settings.MFA_SUPPORTED_TYPES) == {"totp", "recovery_codes", "webauthn"}
    assert list(settings.ACCOUNT_LOGIN_METHODS) == ["username"]


@pytest.mark.parametrize(("seconds", "counts"), [(0, True), (31, False), (-31, False)])
def test_a_recovery_code_has_eight_digits_and_a_code_lives_half_a_minute(
    client: Client, officer: Membership, seconds: int, counts: bool
) -> None:
    with time_machine.travel("2026-11-03T19:00:00Z", tick=False) as clock:
        secret = code_app(officer.user)
        shown = code(secret)
        assert {len(one) for one in RecoveryCodes.activate(officer.user).get_unused_codes()} == {8}
        clock.shift(timedelta(seconds=seconds))
        with_password(client, officer.user.username)
        client.post("/sign-in/code/", {"code": shown})
        assert is_signed_in(client) is counts


FACTORS = ["code-app/", "code-app/remove/", "codes/", "codes/new/", "passkeys/add/", "passkeys/{}/remove/"]


@pytest.mark.parametrize("which", FACTORS)
def test_factors_are_changed_by_whoever_shows_that_it_is_them(client: Client, officer: Membership, which: str) -> None:
    code_app(officer.user)
    RecoveryCodes.activate(officer.user)
    key = Authenticator.objects.create(user=officer.user, type="webauthn", data={"name": "My phone"})
    client.force_login(officer.user)  # a session, and nothing shown in it
    for asked in (client.get, client.post):
        answer = asked(f"/my-sign-in/{which}".format(key.pk))
        assert answer.status_code == 405 or answer["Location"].startswith("/my-sign-in/again/")
    assert Authenticator.objects.filter(user=officer.user).count() == 3


@pytest.mark.parametrize("role", [role for role in Role if first_page(role)])
def test_every_desk_has_the_way_out(
    enroll: Callable[..., Membership], as_member: Callable[[Membership], Client], role: Role
) -> None:
    page = as_member(enroll(role)).get("/my-sign-in/").content.decode()
    assert 'action="/sign-out/"' in page or 'href="/sign-out/"' in page
