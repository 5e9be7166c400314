"""The frame, the components and the scripts, in a real browser: on a phone, at night, by keys, and without script."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests import cast as play
from tests.browser.people import sign_with_a_finger

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, live_server: Any, settings: Any) -> Iterator[Open]:
    """Open an address of the demonstration in a fresh browser: `open_page("/design/", width=320)`."""
    settings.DEMO = True
    contexts = []

    def opened(path: str, *, width: int = 390, **how: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 844}, **how)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{live_server.url}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()


LOOKS = [
    pytest.param({"width": 320}, id="narrow phone"),
    pytest.param({"width": 1280}, id="desk"),
    pytest.param({"color_scheme": "dark"}, id="night"),
    pytest.param({"forced_colors": "active"}, id="forced colors"),
    pytest.param({"locale": "es-US"}, id="Spanish"),
]


@pytest.mark.parametrize("how", LOOKS)
@pytest.mark.parametrize("path", ["/design/?bars", "/sign-in/", "/try/", "/nowhere/"])
def test_nothing_stands_in_the_way_of_anyone(
    path: str, how: dict[str, Any], open_page: Open, axe: Callable[[Page], None]
) -> None:
    page = open_page(path, **how)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)


def test_a_page_is_light_enough_for_a_bad_signal_and_fetches_nothing_from_others(
    open_page: Open, live_server: Any
) -> None:
    page = open_page("/nowhere/")
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: faults.append(message.text))
    page.goto(f"{live_server.url}/design/", wait_until="networkidle")
    assert faults == []
    assert [url for url in asked if not url.startswith(live_server.url)] == []
    assert len(set(asked)) <= 10, "\n".join(sorted(asked))


def test_every_target_is_large_enough_for_a_thumb(open_page: Open) -> None:
    page = open_page("/design/")
    heights = page.locator(
        ".usa-button:visible, .option:visible, .head-button:visible, .foot a, .link-button"
    ).evaluate_all("all => all.map(one => Math.round(one.getBoundingClientRect().height))")
    assert len(heights) > 15
    assert min(heights) >= 48


def test_the_night_switch_keeps_what_is_typed_and_is_remembered(open_page: Open) -> None:
    page = open_page("/design/")
    page.fill("#id_first_name", "Jordan")
    with page.expect_response("**/night/"):
        page.click(".to-night")
    expect(page.locator("body")).to_have_css("background-color", "rgb(27, 27, 27)")
    assert page.input_value("#id_first_name") == "Jordan"
    page.reload()
    assert page.get_attribute("html", "data-night") == "on"


def test_the_night_switch_works_without_script(open_page: Open) -> None:
    page = open_page("/sign-in/", java_script_enabled=False)
    page.click(".to-night")
    assert page.get_attribute("html", "data-night") == "on"
    page.click(".to-day")
    assert page.get_attribute("html", "data-night") == "off"


def test_errors_get_the_focus_and_lead_to_their_fields(open_page: Open) -> None:
    page = open_page("/design/")
    page.fill("#id_born", "13 09 1988")
    page.click("text=Save the example")
    expect(page.locator("[data-error-panel]")).to_be_focused()
    page.click("[data-error-panel] a:has-text('That date is not real')")
    expect(page.locator("#id_born")).to_be_focused()
    assert page.input_value("#id_born") == "13 09 1988"


def test_one_question_at_a_time_and_back_again(open_page: Open) -> None:
    page = open_page("/design/")
    shown = page.locator("[data-panel]:visible")
    assert shown.get_attribute("data-panel") == "one"
    page.locator("#one-yes").click()
    page.wait_for_selector("[data-panel=two]:visible")
    expect(page.locator(":focus")).to_have_text("Question two?")
    assert "Question 2 of 3" in shown.inner_text()
    page.go_back()
    page.wait_for_selector("[data-panel=one]:visible")
    assert page.is_checked("#one-yes")
    page.locator("#one-yes").click()  # the same answer again goes on again
    page.wait_for_selector("[data-panel=two]:visible")


def test_a_question_waits_for_its_answer_and_the_arrow_keys_only_choose(open_page: Open) -> None:
    page = open_page("/design/")
    panel = page.locator("[data-panel=one]")
    panel.locator("[data-next]").click()
    assert "Choose an answer." in panel.inner_text()
    page.locator("#one-yes").focus()
    page.keyboard.press("ArrowDown")
    assert page.is_checked("#one-no")
    assert panel.is_visible()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-panel=two]:visible")


def test_an_answer_tapped_before_the_script_has_come_over_a_bad_line_counts(open_page: Open) -> None:
    page = open_page("/design/", java_script_enabled=True)
    waiting: list[Route] = []
    page.route("**/panels*.js", lambda route: waiting.append(route))
    page.reload(wait_until="commit")
    page.locator("#one-yes").click()
    assert page.locator("[data-panel=one]").is_visible()
    waiting[0].continue_()
    page.wait_for_selector("[data-panel=one]", state="hidden")
    assert page.locator("[data-panel]:visible").get_attribute("data-panel") == "two"


def test_without_script_all_questions_stand_in_order_with_one_button(open_page: Open) -> None:
    page = open_page("/design/", java_script_enabled=False)
    assert page.locator("[data-panel]:visible").count() == 3
    assert page.locator("[data-next]:visible").count() == 0
    assert page.is_visible("text=Send the answers")


def test_a_double_tap_sends_once(open_page: Open) -> None:
    page = open_page("/design/")
    page.fill("#id_first_name", "Jordan")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    with page.expect_navigation(wait_until="networkidle"):
        page.evaluate("""() => {
            const button = [...document.querySelectorAll("button")].find(one => one.textContent === "Save the example");
            button.click(); button.click();
        }""")
    assert len(sent) == 1


def test_a_signature_is_drawn_cleared_and_sent(open_page: Open) -> None:
    page = open_page("/design/")
    sign_with_a_finger(page)
    kept = page.locator("input[name=signature]")
    assert kept.input_value().startswith('{"paths":[[')
    page.click("[data-clear]")
    assert kept.input_value() == ""


def test_a_passkey_alone_signs_one_in(open_page: Open, settings: Any) -> None:
    user = play.at_site("bureau").dana.user
    user.set_password("four unlikely words together")
    user.save()
    page = open_page("/sign-in/")
    settings.DEMO = False
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    page.fill("#id_login", user.username)
    page.fill("#id_password", "four unlikely words together")
    page.click("text=Sign in with a password")
    page.click("text=Passkey")
    page.fill("#id_password", "four unlikely words together")
    page.click("text=Confirm with my password")
    page.click("text=Add this passkey")
    page.wait_for_selector("text=Each of these gets you in once")
    page.click("text=Sign out")
    page.click("text=Sign in with a passkey")
    page.wait_for_selector("text=My referrals")
