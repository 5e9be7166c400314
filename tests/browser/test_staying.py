"""Nobody loses what they wrote: writing counts, a bar comes before the end, and after it a form waits on its page."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import APIResponse, Page, Route, expect

from tests import cast as play
from tests.browser.people import signed_in, signs_in

ENDING = "You will be signed out in 2 minutes."
OUT = "You were signed out. What you wrote is still on this page."
BACK = "You are signed in again. What you wrote is still on this page: send it now."
OTHER = "Somebody else, or you in another role, is signed in now."
TYPED = "A friend from the library"
DESK = {"viewport": {"width": 1280, "height": 900}, "is_mobile": False, "has_touch": False}


@pytest.fixture
def cast(transactional_db: None, settings: Any) -> Any:
    settings.DEMO = True
    return play.at_site("bureau")


@pytest.fixture
def person(cast: Any) -> Any:
    return play.at_work(cast, at=timezone.now() - timedelta(days=3)).person


@pytest.fixture
def server(person: Any) -> Iterator[Any]:
    """The server's clock."""
    with time_machine.travel(timezone.now(), tick=True) as clock:
        yield clock


@pytest.fixture
def kim(cast: Any, person: Any, phone: Callable[..., Page], server: Any) -> Page:
    """The case manager, at a desk, with a form open and something written in it."""
    page = phone(**DESK)
    page.context.clock.install()
    return writing(page, cast.kim, person)


def writing(page: Page, member: Any, person: Any) -> Page:
    signed_in(page, member, reverse("casemanager:contact", args=[person.pk]))
    page.get_by_label("What we may say").fill(TYPED)
    page.evaluate("document.activeElement.blur()")
    return page


def bar(page: Page) -> Any:
    return page.locator(".staying .bar")


def pass_minutes(page: Page, server: Any, minutes: float) -> None:
    """On the server and in every open page of this browser; a phone that slept wakes up like this too."""
    server.shift(timedelta(minutes=minutes))
    page.context.clock.fast_forward(int(minutes * 60_000))


def another_tab(page: Page, member: Any) -> Page:
    return signs_in(page.context.new_page(), member)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save contact").click()


def test_the_bar_comes_at_twelve_and_a_half_minutes_and_one_key_stays(
    kim: Page, server: Any, axe: Callable[[Page], None]
) -> None:
    pass_minutes(kim, server, 12.2)
    expect(bar(kim)).to_have_count(0)
    pass_minutes(kim, server, 0.4)
    expect(bar(kim)).to_contain_text(ENDING)
    expect(bar(kim)).to_have_attribute("role", "alertdialog")
    assert kim.evaluate("document.activeElement === document.body")
    axe(kim)
    kim.keyboard.press("Shift")
    expect(bar(kim)).to_have_count(0)
    pass_minutes(kim, server, 12)
    save(kim)
    expect(kim.get_by_text("Saved")).to_be_visible()


def test_the_last_minutes_of_the_longest_day_are_said_and_no_key_adds_any(
    kim: Page, server: Any, settings: Any
) -> None:
    settings.SESSION_LONGEST_HOURS = 0.2  # twelve minutes
    for _ in range(2):
        pass_minutes(kim, server, 5)
        with kim.expect_response("**/staying/"):
            kim.keyboard.press("Shift")
    expect(bar(kim)).to_contain_text("Send what you wrote before that.")
    expect(bar(kim).get_by_role("button")).to_have_count(0)


def test_whoever_is_in_a_field_stays_in_it_and_is_told_politely(kim: Page, server: Any) -> None:
    kim.get_by_label("When we may call").focus()
    pass_minutes(kim, server, 12.6)
    expect(bar(kim)).to_have_attribute("role", "status")
    expect(kim.locator(":focus")).to_have_attribute("name", "contact_hours")
    kim.get_by_role("button", name="Stay signed in").click()
    expect(bar(kim)).to_have_count(0)
    expect(kim.locator(":focus")).to_have_attribute("name", "contact_hours")


def test_where_there_is_no_signal_what_was_written_stays_and_is_sent_later(kim: Page, server: Any) -> None:
    kim.context.set_offline(True)
    save(kim)
    expect(bar(kim)).to_contain_text("Not sent. No signal. Everything is still here.")
    assert kim.get_by_label("What we may say").input_value() == TYPED
    kim.context.set_offline(False)
    save(kim)
    expect(kim.get_by_text("Saved")).to_be_visible()


def test_a_page_to_be_printed_has_no_form_and_its_reader_stays_all_the_same(
    kim: Page, server: Any, person: Any
) -> None:
    kim.goto(reverse("casemanager:shared", args=[person.pk]))
    assert kim.locator("form").count() == 0
    pass_minutes(kim, server, 12.6)
    expect(bar(kim)).to_contain_text(ENDING)
    kim.keyboard.press("Shift")
    expect(bar(kim)).to_have_count(0)


def test_whoever_writes_for_an_hour_saves_it(kim: Page, server: Any) -> None:
    for _ in range(6):
        pass_minutes(kim, server, 10)
        with kim.expect_response("**/staying/"):
            kim.get_by_label("When we may call").press("x")
    save(kim)
    expect(kim.get_by_text("Saved")).to_be_visible()


def test_the_server_hears_of_writing_only_every_few_minutes(kim: Page) -> None:
    asked: list[str] = []
    kim.on("request", lambda request: asked.append(request.method) if request.url.endswith("/staying/") else None)
    kim.get_by_label("When we may call").press_sequentially("after six")
    assert asked == []
    kim.context.clock.fast_forward(3 * 60_000)
    with kim.expect_response("**/staying/"):
        kim.get_by_label("When we may call").press_sequentially(", not on Sundays")
    assert asked == ["POST"]


def test_nothing_is_told_beside_a_form_on_its_way(kim: Page) -> None:
    asked: list[str] = []
    kim.on("request", lambda request: asked.append(request.url) if request.url.endswith("/staying/") else None)
    kim.evaluate("document.addEventListener('submit', (event) => event.preventDefault())")  # it never arrives
    kim.context.clock.fast_forward(3 * 60_000)
    save(kim)
    expect(kim.locator("form[data-sent]")).to_have_count(1)
    kim.context.clock.run_for(3000)
    assert asked == []


def test_work_in_one_tab_silences_the_other(kim: Page, server: Any, cast: Any, person: Any) -> None:
    other = kim.context.new_page()
    other.goto(reverse("casemanager:people"))
    pass_minutes(kim, server, 12.6)
    for page in (kim, other):
        expect(bar(page)).to_contain_text(ENDING)
    other.keyboard.press("Shift")
    for page in (kim, other):
        expect(bar(page)).to_have_count(0)


def test_a_form_of_a_session_that_is_over_waits_until_one_is_signed_in_again(
    kim: Page, server: Any, cast: Any, person: Any
) -> None:
    pass_minutes(kim, server, 20)
    save(kim)
    expect(bar(kim)).to_contain_text(OUT)
    assert kim.get_by_label("What we may say").input_value() == TYPED
    with kim.context.expect_page() as opened:
        kim.get_by_role("link", name="Sign in in a new tab").click()
    signs_in(opened.value, cast.kim)
    expect(bar(kim)).to_contain_text(BACK)
    save(kim)
    expect(kim.get_by_text("Saved")).to_be_visible()
    person.refresh_from_db()
    assert person.contact_words == TYPED


def test_an_answer_that_a_sign_in_overtook_is_not_believed(kim: Page, server: Any, cast: Any) -> None:
    """What a page asked before the sign-in comes back after it, on a slow line, and says that nobody is signed in."""
    pass_minutes(kim, server, 20)
    expect(bar(kim)).to_contain_text(OUT)
    held: list[tuple[Route, APIResponse]] = []
    kim.evaluate("AbortSignal.timeout = () => new AbortController().signal")  # how slow this machine is does not matter
    kim.route("**/staying/", lambda route: held.append((route, route.fetch(max_redirects=0))), times=1)
    other = kim.context.new_page()
    with kim.expect_request("**/staying/"):
        other.goto("/try/")
    other.locator(f'button[value="{cast.kim.pk}"]').click()
    expect(bar(kim)).to_contain_text(BACK)
    [(route, answer)] = held
    with kim.expect_response("**/staying/"):
        route.fulfill(response=answer)
    kim.context.clock.run_for(1000)
    expect(bar(kim)).to_contain_text(BACK)


def test_what_one_wrote_is_not_sent_as_somebody_else(kim: Page, server: Any, cast: Any, person: Any) -> None:
    pass_minutes(kim, server, 20)
    expect(bar(kim)).to_contain_text(OUT)
    another_tab(kim, cast.rosa)
    expect(bar(kim)).to_contain_text(OTHER)
    save(kim)
    expect(bar(kim)).to_contain_text(OTHER)
    assert kim.get_by_label("What we may say").input_value() == TYPED
    another_tab(kim, cast.kim)
    expect(bar(kim)).to_contain_text(BACK)
    person.refresh_from_db()
    assert person.contact_words != TYPED


def test_signing_out_in_another_tab_is_said_before_anything_is_sent(kim: Page, cast: Any) -> None:
    other = kim.context.new_page()
    other.goto(reverse("casemanager:people"))
    other.get_by_role("button", name="Sign out").click()
    expect(bar(kim)).to_contain_text(OUT)
    save(kim)
    assert kim.get_by_label("What we may say").input_value() == TYPED


def test_without_an_answer_nothing_is_sent_and_nothing_is_gone(kim: Page, server: Any) -> None:
    pass_minutes(kim, server, 20)
    expect(bar(kim)).to_contain_text(OUT)
    kim.route("**/staying/", lambda route: route.abort())
    save(kim)
    expect(bar(kim)).to_contain_text("There is no answer")
    assert kim.get_by_label("What we may say").input_value() == TYPED


def test_a_phone_that_nobody_touches_is_covered_and_goes_on_where_it_was(
    cast: Any, person: Any, phone: Callable[..., Page], server: Any, axe: Callable[[Page], None]
) -> None:
    page = phone()
    page.context.clock.install()
    writing(page, cast.kim, person)
    page.get_by_label("When we may call").focus()
    pass_minutes(page, server, 9)
    cover = page.get_by_role("button", name="Covered. Touch to go on.")
    expect(cover).to_have_count(0)
    pass_minutes(page, server, 1.2)
    expect(cover).to_be_visible()
    assert cover.bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 740}
    axe(page)
    page.touchscreen.tap(180, 300)
    expect(cover).to_have_count(0)
    expect(page.locator(":focus")).to_have_attribute("name", "contact_hours")
    assert page.get_by_label("What we may say").input_value() == TYPED


def test_a_phone_that_waits_for_a_ring_is_not_covered(cast: Any, phone: Callable[..., Page], server: Any) -> None:
    page = phone()
    page.context.clock.install()
    signed_in(page, cast.lou, reverse("responder:home"))
    pass_minutes(page, server, 11)
    page.context.clock.run_for(6000)
    assert page.evaluate("document.querySelector('.cover').open") is False


def test_an_on_call_page_whose_session_is_over_says_that_no_call_is_seen_and_shows_nobody(
    cast: Any, person: Any, phone: Callable[..., Page], server: Any, axe: Callable[[Page], None]
) -> None:
    page = phone()
    page.context.clock.install()
    signed_in(page, cast.lou, reverse("responder:home"))
    expect(page.get_by_text("Nobody is ringing you.")).to_be_visible()
    pass_minutes(page, server, 16)
    expect(bar(page)).to_contain_text("You are signed out. You will not see a call here. Sign in.")
    expect(page.get_by_text("Nobody is ringing you.")).to_be_hidden()
    expect(page.locator(".head-duty")).to_be_hidden()
    axe(page)
    another_tab(page, cast.lou)
    expect(bar(page)).to_have_count(0)
    expect(page.get_by_text("Nobody is ringing you.")).to_be_visible()


def test_a_page_in_which_nothing_was_written_shows_nobody_once_it_is_over_even_without_a_signal(
    kim: Page, server: Any, person: Any
) -> None:
    kim.goto(reverse("casemanager:person", args=[person.pk]))
    kim.route("**/staying/", lambda route: route.abort())
    pass_minutes(kim, server, 16)
    expect(kim.locator("h1")).to_be_hidden()
    kim.unroute("**/staying/")
    kim.context.clock.run_for(6000)
    expect(bar(kim)).to_contain_text("You are signed out. Sign in to go on.")
    expect(kim.locator("h1")).to_be_hidden()


def test_an_officer_who_waits_for_the_worker_is_told_before_it_ends_and_one_tap_stays(
    cast: Any, phone: Callable[..., Page], server: Any
) -> None:
    page = phone(**DESK)
    page.context.clock.install()
    referral = play.offer(cast, at=timezone.now())
    signed_in(page, cast.dana, reverse("officer:wait", args=[referral.pk]))
    pass_minutes(page, server, 6)
    with page.expect_response("**/steps/**"):  # the page asks by itself, and that is no sign of life
        page.context.clock.fast_forward(11_000)
    pass_minutes(page, server, 6.5)
    expect(bar(page)).to_contain_text(ENDING)
    page.get_by_role("button", name="Stay signed in").click()
    expect(bar(page)).to_have_count(0)
    with page.expect_response("**/steps/**") as asked:
        pass_minutes(page, server, 16)
    assert asked.value.status == 204
    expect(bar(page)).to_contain_text("You are signed out. Sign in to go on.")
    expect(page.get_by_role("button", name="Hand off by phone")).to_be_visible()
