"""The prosecutor's, project manager's, state's and public pages, by thumb and by eye."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from offramp.demo.build import _build_state_coordinator
from offramp.directory.models import Membership
from offramp.directory.states import Role
from offramp.kernel.trail import Nobody
from offramp.referrals import actions as referrals
from offramp.referrals.actions import Who
from offramp.referrals.models import Referral
from offramp.referrals.statements import EMERGENCY, RECEIPT
from tests import cast as play
from tests.browser.conftest import CONTRAST
from tests.browser.people import signed_in, take_seat

DESKTOP = {"viewport": {"width": 1280, "height": 900}, "has_touch": False, "is_mobile": False}


@pytest.fixture(autouse=True)
def demonstration(settings, transactional_db):
    settings.DEMO = True
    cache.clear()


@pytest.fixture
def cast():
    states = {}
    cast = play.at_site("wv-region-4", states)
    play.at_site("fayette", states)
    _build_state_coordinator(states, at=play.NOON)
    at = timezone.now() - timedelta(days=100)
    for number in range(13):
        play.hand_over(cast, play.offer(cast, at=at), at=at + timedelta(minutes=20 + number))
    recent = timezone.now() - timedelta(days=2)
    play.hand_over(cast, play.offer(cast, at=recent), at=recent + timedelta(minutes=52))
    referrals.refer_from_community(
        who=Who(description="Tall, green coat"), concerns=("Asks for help", "No place to stay"), place="Mill St, mornings",
        relation="Neighbor", contact="(304) 555-0100", wants_call_back=True, by=Nobody("stranger", cast.site.pk), at=recent,
    )  # fmt: skip
    return cast


def pages(cast):
    """(desk, member, its pages), of which each has to stand the same looks."""
    home = reverse("prosecutor:home")
    public = [reverse(f"public:{name}", args=["wv-region-4"]) for name in ("site", "tell_us", "received")]
    referral = Referral.objects.get(door="community")
    coordinator = Membership.objects.get(role=Role.STATE_COORDINATOR)
    held = Referral.objects.exclude(pk=referral.pk).order_by("received_at").first().diversion
    return [
        (cast.vance, [home, *(reverse(f"prosecutor:{n}", args=[held.pk]) for n in ("matter", "decide"))]),
        (cast.vance, [reverse(f"prosecutor:{name}") for name in ("decided", "clock", "rules")]),
        (
            cast.pat,
            [
                reverse(f"projectmanager:{n}")
                for n in ("home", "referrals", "on_call_log", "roster", "protocol", "adopt")
            ],
        ),
        (cast.pat, [reverse(f"projectmanager:{n}", args=[referral.pk]) for n in ("approval", "call_back")]),
        (coordinator, [reverse("state:home"), reverse("state:counts")]),
        (None, [reverse("public:home"), *public]),
    ]


@pytest.mark.parametrize("night", ["off", "on"], ids=["day", "night"])
def test_every_page_is_clean_and_never_scrolls_sideways(cast, phone, axe, base_url, night):
    for member, addresses in pages(cast):
        page = phone(viewport={"width": 320, "height": 740})
        page.context.add_cookies([{"name": "night", "value": night, "url": base_url}])
        if member is not None:
            take_seat(page, member)
        for address in addresses:
            page.goto(base_url + address)
            axe(page, rule=CONTRAST if night == "on" else "")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_a_button_that_calls_somebody_says_their_name_in_one_line(cast, phone):
    play.offer(cast, at=timezone.now() - timedelta(minutes=30))  # nobody has answered
    page = signed_in(phone(viewport={"width": 320, "height": 740}), cast.pat, reverse("projectmanager:home"))
    lines = page.get_by_role("link", name="Call Ofc.").evaluate(
        "one => { const words = document.createRange(); words.selectNodeContents(one.firstChild);"
        " return new Set([...words.getClientRects()].map(line => line.top)).size; }"
    )
    assert lines == 1


@pytest.mark.parametrize("width", [1280, 320])
def test_numbers_in_a_table_of_counts_end_under_each_other(cast, phone, width):
    coordinator = Membership.objects.get(role=Role.STATE_COORDINATOR)
    page = signed_in(phone(viewport={"width": width, "height": 900}), coordinator, reverse("state:counts"))
    ends = page.locator("tbody td:last-child").evaluate_all(
        "cells => cells.map(cell => { const words = document.createRange(); words.selectNodeContents(cell.lastChild);"
        " return [words.getBoundingClientRect().right, cell.getBoundingClientRect().right]; })"
    )
    assert len(ends) > 1
    assert all(abs(number - cell) < 2 for number, cell in ends)


def test_a_neighbor_tells_us_in_five_pages_in_spanish(cast, phone, base_url):
    page = phone(locale="es-US")
    page.goto(base_url + reverse("public:tell_us", args=["wv-region-4"]))
    assert EMERGENCY["es"] in page.locator("main").inner_text()
    page.locator("[data-panel=before] [data-next]").tap()
    page.locator("[data-panel=you] .option").first.tap()
    page.locator("[data-panel=worry] .option").first.tap()
    page.locator("[data-panel=worry] [data-next]").tap()
    page.locator("textarea[name=person]").fill("Alto, abrigo rojo")
    page.locator("[data-panel=person] [data-next]").tap()
    page.locator("input[name=contact]").fill("(304) 555-0177")
    page.locator("input[name=call_back][value=no]").check(force=True)
    page.locator("input[name=knows][value=no]").check(force=True)
    page.locator("[data-panel=contact] .usa-button").tap()
    page.wait_for_url("**/received/")
    assert RECEIPT["es"] in page.locator("main").inner_text()


def test_somebody_without_a_phone_asks_for_themself_in_five_pages(cast, phone, base_url):
    page = phone()
    page.goto(base_url + reverse("public:tell_us", args=["wv-region-4"]))
    page.locator("[data-panel=before] [data-next]").tap()
    page.locator("[data-panel=you] .option", has_text="Myself").tap()
    page.locator("[data-panel=worry] .option").first.tap()
    page.locator("[data-panel=worry] [data-next]").tap()
    assert "4 of 5" in page.locator("main").inner_text()
    page.get_by_label("What should we call you?").fill("Ray")
    page.locator("[data-panel=myself] [data-next]").tap()
    assert not page.get_by_label("Your phone or email").is_visible()
    page.get_by_role("button", name="Send").tap()
    assert "Write how a worker can find you." in page.locator("main").inner_text()
    page.get_by_label("How can a worker find you?").fill("Under the Mill St bridge, mornings")
    page.get_by_role("button", name="Send").tap()
    page.wait_for_url("**/received/")
    assert RECEIPT["en"] in page.locator("main").inner_text()


@pytest.mark.parametrize(
    ("locale", "said"), [("en-US", "Not sent. No signal."), ("es-US", "No hay señal.")], ids=["en", "es"]
)
def test_a_complaint_written_where_there_is_no_signal_stays_on_its_page(cast, phone, base_url, locale, said):
    page = phone(locale=locale)
    page.goto(base_url + reverse("public:complain", args=["wv-region-4"]))
    page.locator(".option", has=page.locator("[name=about]")).first.tap()
    page.locator("[name=words]").fill("He would not say his name.")
    send = page.locator(".buttons button")
    page.context.set_offline(True)
    send.tap()
    send.tap()
    expect(page.get_by_role("status").filter(has_text=said)).to_have_count(1)
    assert page.locator("[name=words]").input_value() == "He would not say his name."
    page.context.set_offline(False)
    page.route("**/complaint/", lambda route: route.fulfill(body="It has arrived."))  # its table is written once
    with page.expect_request(lambda request: request.method == "POST"):
        send.tap()
    expect(page.get_by_text("It has arrived.")).to_be_visible()


def test_a_neighbor_without_script_sends_one_long_page(cast, phone, base_url):
    page = phone(java_script_enabled=False)
    page.goto(base_url + reverse("public:tell_us", args=["wv-region-4"]))
    page.locator("input[name=relation][value=Family]").check(force=True)
    page.locator("input[name=concerns]").first.check(force=True)
    page.locator("textarea[name=person]").fill("Short, red hat")
    page.locator("input[name=contact]").fill("me@example.org")
    page.locator("input[name=call_back][value=yes]").check(force=True)
    page.locator("input[name=knows][value=no]").check(force=True)
    page.get_by_role("button", name="Send").tap()
    page.wait_for_url("**/received/")
    assert RECEIPT["en"] in page.locator("main").inner_text()


def test_the_prosecutor_decides_with_the_keyboard_alone(cast, phone):
    page = signed_in(phone(**DESKTOP), cast.vance, reverse("prosecutor:home"))
    page.locator(".choices a").first.press("Enter")
    page.get_by_role("link", name="Decide", exact=True).press("Enter")
    page.locator("input[name=decision][value=do_not_file]").press("Space")
    page.get_by_role("button", name="Look at what will be recorded").press("Enter")
    page.get_by_role("button", name="Record: Do not file").press("Enter")
    page.get_by_text("Recorded: not filed.").wait_for()
    decided = page.url
    page.go_back()  # to no form that could be sent a second time, but to what was decided
    page.wait_for_url(decided)
