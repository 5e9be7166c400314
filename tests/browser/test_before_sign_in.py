"""An officer who is signed out opens the form from the phone's home screen, fills it in, and signs in to send it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from offramp.referrals.models import Approval, Referral
from tests import cast as play
from tests.browser.people import choose, keep_picture, signed_in, signs_in, tap

SIGN_IN = "Sign in to send it. What you wrote stays on this page"
SEND_NOW = "You are signed in. What you wrote is still on this page: send it now."
NOT_YOU = "You are signed in, but not for the police of this site"
#: All that a page can leave behind in a browser, read aloud.
KEPT = """async () => JSON.stringify([
  {...localStorage}, {...sessionStorage}, document.cookie, await indexedDB.databases(), await caches.keys(),
])"""

#: Until another tab has told this one who is signed in.
LISTENS = """() => { window.hasHeard = new Promise(
  (done) => new BroadcastChannel("staying").addEventListener("message", () => done(true)),
); }"""


@pytest.fixture
def site(transactional_db: None, settings: Any) -> Any:
    settings.DEMO = True
    return play.at_site("st-louis-county")


@pytest.fixture
def page(site: Any, phone: Callable[..., Page]) -> Page:
    """The form, opened by nobody in particular."""
    page = phone(viewport={"width": 390, "height": 844})
    page.goto(reverse("officer:scene", args=[site.site.slug]))
    return page


def bar(page: Page) -> Any:
    return page.locator(".staying .bar")


def somebody(page: Page) -> None:
    """From the answer of the protocol to the last tap but Send."""
    page.get_by_label("First name").fill("Jordan")
    page.get_by_label("Family name").fill("Ellery")
    page.get_by_label("Birth date").fill("04091988")
    tap(page, "Continue")
    choose(page, "Here")


def filled_in(page: Page) -> Page:
    for words in ("Drug possession", "No", "They want to talk to a worker"):
        choose(page, words)
    somebody(page)
    return page


def in_a_new_tab(page: Page, member: Any) -> Page:
    with page.context.expect_page() as opened:
        bar(page).get_by_role("link").click()
    return signs_in(opened.value, member)


def test_signed_out_it_is_filled_in_and_goes_as_whoever_signs_in(
    site: Any, page: Page, axe: Callable[[Page], None]
) -> None:
    expect(page.get_by_role("link", name="CALL the on-call line")).to_have_attribute("href", re.compile("^tel:"))
    expect(bar(page)).to_have_count(0)
    expect(page.get_by_role("link", name="Sign in")).to_have_count(0)  # the way of a browser without script
    axe(page)
    keep_picture(page, "officer-before-sign-in")
    filled_in(page)
    tap(page, "Send referral")
    expect(bar(page)).to_contain_text(SIGN_IN)
    axe(page)
    keep_picture(page, "officer-signs-in-to-send")
    assert "Ellery" not in page.evaluate(KEPT)
    assert not Referral.objects.exists()
    in_a_new_tab(page, site.dana)
    expect(bar(page)).to_contain_text(SEND_NOW)
    assert not Referral.objects.exists()  # nothing goes by itself
    page.evaluate(LISTENS)
    page.context.new_page().goto(reverse("home"))
    page.evaluate("() => window.hasHeard")
    expect(bar(page)).to_contain_text(SEND_NOW)  # nobody is told twice, in other words, that they are signed in
    tap(page, "Send referral")
    page.wait_for_url(re.compile("/wait/"))
    sent = Referral.objects.get()
    assert (sent.officer, sent.person.family_name) == (site.dana, "Ellery")
    assert "Ellery" not in page.evaluate(KEPT)


def test_what_is_missing_is_said_before_anybody_is_asked_to_sign_in(site: Any, page: Page) -> None:
    for words in ("Drug possession", "No", "They want to talk to a worker"):
        choose(page, words)
    expect(page.get_by_label("First name")).to_be_visible()  # the next part has come; what is forced does not wait
    page.get_by_label("Name not given").check(force=True)
    page.get_by_label("Date not known").check(force=True)
    tap(page, "Continue")
    tap(page, "Send referral")
    expect(page.get_by_text("Choose where the worker meets you.")).to_be_visible()
    expect(bar(page)).to_have_count(0)


def test_whoever_cannot_send_it_is_told_and_nothing_is_gone(site: Any, page: Page, axe: Callable[[Page], None]) -> None:
    filled_in(page)
    tap(page, "Send referral")
    in_a_new_tab(page, site.kim)
    expect(bar(page)).to_contain_text(NOT_YOU)
    axe(page)
    with page.expect_response(
        re.compile("/staying/")
    ):  # the same bar stands before and after: the answer is what is waited for
        tap(page, "Send referral")
    expect(bar(page)).to_contain_text(NOT_YOU)
    assert page.get_by_label("Family name").input_value() == "Ellery"
    assert not Referral.objects.exists()
    in_a_new_tab(page, site.dana)
    expect(bar(page)).to_contain_text(SEND_NOW)
    tap(page, "Send referral")
    page.wait_for_url(re.compile("/wait/"))
    assert Referral.objects.get().officer == site.dana


def test_once_somebody_signed_in_it_is_their_form_and_goes_as_nobody_else(site: Any, page: Page) -> None:
    filled_in(page)
    tap(page, "Send referral")
    in_a_new_tab(page, site.dana)
    expect(bar(page)).to_contain_text(SEND_NOW)
    sergeant = next(member for member in site.members.values() if member.role == "supervisor")
    signs_in(page.context.new_page(), sergeant)
    expect(bar(page)).to_contain_text("Somebody else, or you in another role, is signed in now.")
    tap(page, "Send referral")
    assert page.get_by_label("Family name").input_value() == "Ellery"
    assert not Referral.objects.exists()


def test_whoever_signed_in_before_sending_is_asked_nothing(site: Any, page: Page) -> None:
    filled_in(page)
    signs_in(page.context.new_page(), site.dana)
    expect(bar(page)).to_have_count(0)
    tap(page, "Send referral")
    page.wait_for_url(re.compile("/wait/"))
    assert Referral.objects.get().officer == site.dana


def test_a_signed_in_tab_beside_it_stays_as_it_is(site: Any, phone: Callable[..., Page]) -> None:
    desk = signed_in(phone(), site.kim)
    beside = desk.context.new_page()
    beside.goto(reverse("officer:scene", args=[site.site.slug]))
    expect(bar(beside)).to_contain_text(NOT_YOU)
    desk.wait_for_timeout(300)
    expect(bar(desk)).to_have_count(0)


def test_without_a_signal_the_form_stays_and_the_number_stands_there(site: Any, page: Page) -> None:
    filled_in(page)
    page.context.set_offline(True)
    tap(page, "Send referral")
    expect(bar(page)).to_contain_text("Not sent. No signal. Everything is still here.")
    expect(bar(page).get_by_role("link")).to_have_attribute("href", re.compile("^tel:"))
    page.context.set_offline(False)
    tap(page, "Send referral")
    expect(bar(page)).to_contain_text(SIGN_IN)


def test_who_agreed_by_phone_is_chosen_after_sign_in(site: Any, page: Page, axe: Callable[[Page], None]) -> None:
    choose(page, "Drug possession")
    choose(page, "Not sure")
    tap(page, "Continue")
    choose(page, "The sergeant agreed by phone")
    expect(page.get_by_text("you choose who agreed after that")).to_be_visible()
    axe(page)
    tap(page, "Continue")
    somebody(page)
    tap(page, "Send referral")
    in_a_new_tab(page, site.dana)
    expect(bar(page)).to_contain_text(SEND_NOW)
    tap(page, "Send referral")
    page.wait_for_url(re.compile("/officer/diversion/"))
    sergeant = next(member for member in site.members.values() if member.role == "supervisor")
    expect(page.get_by_role("heading", name="Who agreed by phone?")).to_be_visible()
    axe(page)
    expect(page.locator("[data-error-panel]")).to_contain_text("Choose who agreed by phone.")
    choose(page, sergeant.name)
    expect(page.locator("[data-error-panel]")).to_have_count(0)
    expect(page.get_by_label("Family name")).to_have_value("Ellery")
    tap(page, "Continue")
    tap(page, "Send referral")
    page.wait_for_url(re.compile("/wait/"))
    assert Approval.objects.get().agreed_member == sergeant


def test_it_can_be_read_in_spanish_before_sign_in(site: Any, page: Page) -> None:
    tap(page, "Español")
    expect(page.get_by_role("heading", name="¿Cuál es el delito?")).to_be_visible()


def test_without_script_one_signs_in_first(site: Any, phone: Callable[..., Page], axe: Callable[[Page], None]) -> None:
    page = phone(java_script_enabled=False)
    page.goto(reverse("officer:scene", args=[site.site.slug]))
    expect(page.get_by_text("This browser runs no script, so sign in first").first).to_be_visible()
    expect(page.get_by_role("button", name="Send", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Sign in").first.click()
    expect(page.get_by_text("You go on to it once you have signed in.")).to_be_visible()
