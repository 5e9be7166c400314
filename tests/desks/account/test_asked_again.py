"""Before what opens more than usual or changes the rules, a session alone is not enough: it can be somebody else's by now."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from offramp.directory.models import Membership
from offramp.directory.states import Role
from tests.desks.account.test_signing_in import PASSWORD, code, code_app
from tests.routes import all_routes

Enroll = Callable[..., Membership]
EMERGENCY = reverse("casemanager:emergency")


@pytest.fixture
def supervisor(enroll: Enroll) -> Membership:
    return enroll(Role.CM_SUPERVISOR)


def signed_in(client: Client, member: Membership) -> Client:
    code_app(member.user)
    client.force_login(member.user)
    return client


def test_the_steps_that_ask_again_are_these_and_no_others() -> None:
    asking = {route.name for route in all_routes() if getattr(route.view, "asks_again", False)}
    assert asking == {
        "casemanager:emergency", "privacyofficer:ask", "privacyofficer:list", "privacyofficer:produce",
        "privacyofficer:produced", "privacyofficer:remove", "oversight:listed", "projectmanager:look_over",
        "usersessions_list",
    }  # fmt: skip


def test_an_old_session_shows_once_more_that_it_is_you_and_then_goes_on(client: Client, supervisor: Membership) -> None:
    browser = signed_in(client, supervisor)
    asked = browser.get(EMERGENCY)
    assert asked.status_code == 302
    page = browser.get(asked["Location"])
    assert "Please show once more that it is you." in page.content.decode()
    gone_on = browser.post(asked["Location"], {"password": PASSWORD}, follow=True)
    assert gone_on.redirect_chain[-1][0] == EMERGENCY
    assert "What happened?" in gone_on.content.decode()
    assert browser.get(EMERGENCY).status_code == 200  # not at every step


def test_after_a_while_it_is_asked_anew_and_what_was_written_is_not_lost(
    client: Client, supervisor: Membership
) -> None:
    browser = signed_in(client, supervisor)
    browser.post(browser.get(EMERGENCY)["Location"], {"password": PASSWORD})
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        asked = browser.post(EMERGENCY, {"code": "K7-434", "reason": "Ambulance crew asks about allergies."})
        assert asked.status_code == 302
        page = browser.post(asked["Location"], {"password": PASSWORD}, follow=True).content.decode()
    assert "Ambulance crew asks about allergies." in page


def test_a_wrong_password_opens_nothing(client: Client, supervisor: Membership) -> None:
    browser = signed_in(client, supervisor)
    again = browser.get(EMERGENCY)["Location"]
    assert "Fix 1 thing" in browser.post(again, {"password": "not the password"}).content.decode()
    assert browser.get(EMERGENCY).status_code == 302


def test_whoever_may_not_open_it_is_asked_nothing(client: Client, enroll: Enroll) -> None:
    assert signed_in(client, enroll(Role.OFFICER)).get(EMERGENCY).status_code == 404


def test_whoever_shows_that_it_is_them_gets_a_new_key_and_the_old_one_opens_nothing(
    client: Client, supervisor: Membership
) -> None:
    browser = signed_in(client, supervisor)
    asked, before = browser.get(EMERGENCY)["Location"], browser.cookies["sessionid"].value
    browser.post(asked, {"password": "not the password"})
    assert browser.session.session_key == before
    browser.post(asked, {"password": PASSWORD})
    assert browser.session.session_key != before
    thief = Client()
    thief.cookies["sessionid"] = before
    assert thief.get(EMERGENCY)["Location"].startswith("/sign-in/")
    assert "(this one)" in browser.get("/my-sign-in/sessions/").content.decode()


def test_a_code_gives_the_session_a_new_key_too(client: Client, supervisor: Membership) -> None:
    secret = code_app(supervisor.user)
    client.force_login(supervisor.user)
    before = client.session.session_key
    client.post("/my-sign-in/again/code/", {"code": code(secret)})
    assert client.session.session_key != before
