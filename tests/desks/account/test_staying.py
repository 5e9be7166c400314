"""Staying signed in: what an open page may ask, what asking does not do, and whose page it is."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from offramp.directory.models import Membership
from offramp.directory.states import Role
from offramp.kernel.identifiers import NO_SITE

Enroll = Callable[..., Membership]
AsMember = Callable[[Membership], Client]
STAYING = "/staying/"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-11-03T19:00:00Z", tick=False) as clock:
        yield clock


@pytest.fixture
def dana(clock: Any, enroll: Enroll, as_member: AsMember) -> Client:
    """An officer who has just opened a page."""
    browser = as_member(enroll(Role.OFFICER))
    browser.get("/my-sign-in/")
    return browser


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_asking_how_long_is_left_keeps_nobody_signed_in(dana: Client, clock: Any) -> None:
    assert dana.get(STAYING).json()["left"] == 15 * 60
    clock.shift(timedelta(minutes=14))
    assert dana.get(STAYING).json()["left"] == 60
    clock.shift(timedelta(minutes=2))
    assert dana.get(STAYING)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    ("role", "address"),
    [
        pytest.param(Role.PEER, "/responder/rings/", id="the rings"),
        pytest.param(Role.OFFICER, f"/officer/referrals/{NO_SITE}/steps/", id="the worker's steps"),
    ],
)
def test_a_page_that_waits_for_a_call_keeps_nobody_signed_in(
    clock: Any, enroll: Enroll, as_member: AsMember, role: Role, address: str
) -> None:
    browser, asks = as_member(enroll(role)), {"HX-Request": "true"}
    browser.get("/my-sign-in/")
    for _ in range(14):
        clock.shift(timedelta(minutes=1))
        browser.get(address, headers=asks)
    assert browser.get(STAYING).json()["left"] == 60
    clock.shift(timedelta(minutes=2))
    nothing_new = browser.get(address, headers=asks)
    assert (nothing_new.status_code, nothing_new.content) == (204, b"")
    assert browser.get("/my-sign-in/")["Location"].startswith("/sign-in/")
    assert not is_signed_in(browser)


def test_saying_that_somebody_is_there_gives_fifteen_more_minutes(dana: Client, clock: Any) -> None:
    for _ in range(4):
        clock.shift(timedelta(minutes=14))
        assert dana.post(STAYING).json()["left"] == 15 * 60
    assert dana.get("/my-sign-in/").status_code == 200


def test_nobody_writes_past_the_twelfth_hour(dana: Client, clock: Any) -> None:
    for _ in range(71):
        clock.shift(timedelta(minutes=10))
        assert dana.post(STAYING).status_code == 200
    said = dana.post(STAYING).json()
    assert (said["left"], said["is_last"]) == (10 * 60, True)
    clock.shift(timedelta(minutes=11))
    assert dana.post(STAYING)["Location"].startswith("/sign-in/")
    assert not is_signed_in(dana)


def test_the_mark_is_the_members_own_in_every_session_and_says_nothing(
    dana: Client, enroll: Enroll, as_member: AsMember
) -> None:
    member = Membership.objects.get()
    mark = dana.get(STAYING).json()["whose"]
    assert as_member(member).get(STAYING).json()["whose"] == mark
    assert as_member(enroll(Role.OFFICER)).get(STAYING).json()["whose"] != mark
    assert str(member.pk) not in mark


def test_another_role_of_the_same_user_is_another(dana: Client, enroll: Enroll) -> None:
    officer = Membership.objects.get()
    manager = enroll(Role.PROJECT_MANAGER, user=officer.user)
    assert dana.get(STAYING).json() == {"left": 0}  # acting as nobody until one is chosen
    marks = set()
    for one in (officer, manager):
        dana.post("/acting-as/", {"member": str(one.pk)})
        marks.add(dana.get(STAYING).json()["whose"])
    assert len(marks) == 2


def test_whoever_signs_in_for_a_form_is_led_back_to_the_tab_where_it_waits(dana: Client) -> None:
    wants_it = f'href="{reverse("account_login")}?next={reverse("form-waits")}"'
    assert wants_it in dana.get("/my-sign-in/").content.decode()
    page = dana.get(reverse("form-waits")).content.decode()
    assert "What you wrote waits in the other tab. Go back there and send it" in page
    assert reverse("account_login") in Client().get(reverse("form-waits"))["Location"]


def test_after_a_new_sign_in_the_answer_brings_the_token_that_a_form_needs(dana: Client) -> None:
    user = Membership.objects.get().user
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    old = strict.get(STAYING).json()["csrf"]
    del strict.cookies["csrftoken"]  # what signing in does: a new secret
    strict.get("/my-sign-in/")
    assert strict.post(STAYING, headers={"X-CSRFToken": old}).status_code == 403
    fresh = strict.get(STAYING).json()["csrf"]
    assert strict.post(STAYING, headers={"X-CSRFToken": fresh}).status_code == 200


def test_a_page_carries_the_settings_numbers_and_only_for_whoever_is_signed_in(dana: Client, settings: Any) -> None:
    settings.SESSION_WARNING, settings.SCREEN_COVERED_AFTER = 180, 420
    page = dana.get("/my-sign-in/").content.decode()
    assert 'data-warning="180"' in page
    assert "You will be signed out in 3 minutes." in page
    assert 'data-after="420"' in page
    assert "data-staying" not in Client().get(reverse("account_login")).content.decode()


def test_the_bar_stands_before_the_foot_of_the_page_where_its_reader_looks(dana: Client) -> None:
    page = dana.get("/my-sign-in/").content.decode()
    assert page.index("</main>") < page.index("data-staying") < page.index('class="foot"')
