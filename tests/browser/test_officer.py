"""The officer's phone. A practised officer needs 12 taps, a name and a birth date until a worker is being called."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from offramp.kernel import clocks
from offramp.referrals import actions as referrals
from offramp.referrals import calls
from offramp.referrals.models import HandOff, Referral
from tests import cast as play
from tests.browser.people import signed_in, signs_in

# The time model of the screens' legend, in seconds: think, tap, one character with one finger; waiting in a page, for a
# page on weak signal, for a send. Talking with people is not counted.
THINK, TAP, CHARACTER, IN_PAGE, SENDING, SIGN_IN, DIAL = 1.35, 0.6, 0.41, 0.1, 2.0, 2.5, 1.0
MOST_TAPS, MOST_SECONDS = 14, 60
PASSKEY_AND_DIALING = 1 + 1  # one for the passkey if signed out, one for the phone's own Call


class Counter:
    """An officer's thumb: every tap and character is counted, every thought is added."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.characters, self.seconds = page, 0, 0, 0.0

    def tap(self, words: str, *, thoughts: float = 1, waiting: float = IN_PAGE) -> None:
        where = self.page.get_by_text(words, exact=True).locator("visible=true").first
        where.scroll_into_view_if_needed()
        box = where.bounding_box()
        assert box
        self.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.taps += 1
        self.seconds += thoughts * THINK + TAP + waiting

    def type(self, text: str) -> None:
        """Into whatever has the focus; the keyboard's Next counts as a character."""
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        self.characters += len(text) + 1
        self.seconds += (len(text) + 1) * CHARACTER


@pytest.fixture
def site(settings: Any) -> Iterator[Any]:
    settings.DEMO = True
    return play.at_site("st-louis-county")


@pytest.fixture
def dana(site: Any, phone: Callable[..., Page]) -> Page:
    return signed_in(phone(), site.dana)


AMOUNT = """eligibility:
  - id: 99(a)
    says: The amount must be within the limit.
    authority: a test
    doors: [arrest_diversion]
    kind: quantity
    fact: amount
    question: How much?
    label: The amount
    too_much: [{more_than: 3, unit: g}]
    otherwise: no
"""
#: The fullest scene a protocol can ask for: an amount, a list of exclusions, somebody who was harmed.
EVERYTHING = {
    "\neligibility:\n": f"\n{AMOUNT}",
    "rule: not_asked": "rule: must_agree\n  doors: [arrest_diversion]",
}


def the_scene(thumb: Counter) -> None:
    thumb.tap("New diversion")
    thumb.tap("Drug possession")
    thumb.tap("3 g or less")
    thumb.tap("No", thoughts=4)
    thumb.tap("No one else is here")
    thumb.tap("They want to talk to a worker", thoughts=2)
    thumb.seconds += 2 * THINK
    expect(thumb.page.get_by_label("First name")).to_be_focused()  # by itself
    thumb.type("Jordan")
    thumb.type("Ellery")
    thumb.page.keyboard.type("04091988")
    thumb.characters += 8
    thumb.seconds += 8 * CHARACTER
    thumb.tap("Continue", thoughts=0)
    thumb.tap("Here")
    thumb.tap("Send referral", waiting=SENDING)


def test_a_worker_is_called_within_fourteen_taps_and_a_minute(site: Any, dana: Page, capsys: Any) -> None:
    play.adopt(site, EVERYTHING, on=clocks.local_date(timezone.now(), site.site.time_zone), at=timezone.now())
    dana.goto("/officer/")
    thumb = Counter(dana)
    the_scene(thumb)
    dana.wait_for_url(re.compile("/wait/"))
    call = dana.get_by_role("link", name=re.compile(r"^CALL \(")).first
    expect(call).to_have_attribute("href", re.compile("^tel:"))
    thumb.taps += 1 + PASSKEY_AND_DIALING  # the page's CALL, the passkey, the phone's own Call
    thumb.seconds += TAP + SIGN_IN + THINK + 2 * TAP + DIAL
    called = (thumb.taps, thumb.seconds)
    calls.answer(HandOff.objects.get().pk, by=site.lou, at=timezone.now())
    thumb.tap("They have arrived")
    dana.wait_for_load_state()
    thumb.tap("Handed over, I am clear")
    expect(dana.get_by_text("The rest can wait until the end of your shift")).to_be_visible()
    with capsys.disabled():
        print(  # noqa: T201  (the figures are what the test is for)
            f"\nOfficer: {called[0]} taps and {thumb.characters} characters, {called[1]:.1f} s until a worker is called; "
            f"{thumb.taps} taps, {thumb.seconds:.1f} s to the end of the hand-off."
        )
    assert called[0] <= MOST_TAPS
    assert thumb.taps <= MOST_TAPS
    assert called[1] <= MOST_SECONDS
    referral = Referral.objects.get()
    assert (referral.person.given_name, referral.person.family_name) == ("Jordan", "Ellery")
    assert str(referral.person.birth_date) == "1988-04-09"
    assert {finding["answer"] for finding in referral.findings} == {"yes"}


def test_what_the_phone_says_is_what_is_sent_and_the_server_keeps(
    site: Any, dana: Page, axe: Callable[[Page], None]
) -> None:
    dana.goto("/officer/diversion/")
    thumb = Counter(dana)
    thumb.tap("Drug possession")
    thumb.tap("Not sure")
    thumb.tap("Continue")
    expect(dana.get_by_role("heading", name="ASK - a sergeant must agree")).to_be_visible()
    said = dana.locator("[data-panel=answer] .finding-reason").all_inner_texts()
    expect(dana.get_by_text("Say:").locator("visible=true")).to_have_count(0)
    thumb.tap("Send to the sergeant")
    expect(dana.get_by_role("heading", name="Send this question")).to_be_visible()
    assert dana.locator("[data-panel=send] .finding-reason").all_inner_texts() == said  # nothing has left yet
    assert dana.locator(".usa-button:visible", has_not_text="CALL").all_inner_texts() == ["Send to the sergeant"]
    assert not Referral.objects.exists()
    axe(dana)
    dana.get_by_role("button", name="Send to the sergeant").tap()
    expect(dana.get_by_text("Sent without a name.")).to_be_visible()
    assert sorted(said) == sorted(finding["reason"] for finding in Referral.objects.get().findings)


def test_in_spanish_the_phone_says_the_files_own_spanish_and_marks_what_is_english_alone(
    site: Any, phone: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    half = {"    label_in_spanish: Algún antecedente de delitos violentos\n": ""}
    play.adopt(site, half, on=clocks.local_date(timezone.now(), site.site.time_zone), at=timezone.now())
    dana = signed_in(phone(locale="es-US"), site.dana)
    dana.goto("/officer/diversion/")
    thumb = Counter(dana)
    thumb.tap("Posesión de drogas")
    axe(dana)
    thumb.tap("No se sabe con seguridad")
    thumb.tap("Continuar")
    answer = dana.locator("[data-panel=answer] .finding-reason")
    expect(answer.filter(has_text="La posesión de drogas se puede desviar.")).to_be_visible()
    english = dana.locator("[data-panel=answer] .finding-reason[lang=en]")
    assert english.all_inner_texts() == ["Not known yet: any history of violent crime."]
    axe(dana)


def test_a_no_gives_every_reason_and_one_way_on(site: Any, dana: Page, axe: Callable[[Page], None]) -> None:
    dana.goto("/officer/diversion/")
    thumb = Counter(dana)
    thumb.tap("Another offense")
    thumb.tap("Yes")
    thumb.tap("Continue")
    expect(dana.get_by_role("heading", name="NO - this cannot be diverted here")).to_be_visible()
    assert dana.locator(".finding-no").count() == 2
    expect(dana.locator("label", has_text="Ask for an exception")).to_be_hidden()
    axe(dana)
    thumb.tap("Finish without an offer. No name is kept")
    assert Referral.objects.count() == 0  # a choice; the button records
    thumb.tap("Record and finish")
    expect(dana.get_by_text("Saved. No name was kept.")).to_be_visible()


def test_changing_an_answer_takes_back_what_followed_from_it(site: Any, dana: Page) -> None:
    dana.goto("/officer/diversion/")
    thumb = Counter(dana)
    thumb.tap("Another offense")
    thumb.tap("No")
    expect(dana.get_by_role("heading", name="NO - this cannot be diverted here")).to_be_visible()
    dana.go_back()
    dana.go_back()
    thumb.tap("Sex work")
    thumb.tap("No")
    expect(dana.get_by_role("heading", name="YES - you may offer")).to_be_visible()
    assert dana.locator("[name=outcome]:checked").count() == 0


def test_every_panel_is_read_out_well(site: Any, dana: Page, axe: Callable[[Page], None]) -> None:
    dana.goto("/officer/diversion/")
    thumb = Counter(dana)
    axe(dana)
    for words in ("Drug possession", "No", "They want to talk to a worker"):
        thumb.tap(words)
        axe(dana)
    expect(dana.locator(":focus")).to_have_attribute("name", "given_name")
    dana.get_by_label("Name not given").check()
    dana.get_by_label("Date not known").check()
    thumb.tap("Continue")
    axe(dana)
    thumb.tap("Here")
    thumb.tap("Send referral")
    dana.wait_for_url(re.compile("/wait/"))
    axe(dana)


def test_without_script_it_is_one_long_page(site: Any, phone: Callable[..., Page]) -> None:
    page = signed_in(phone(java_script_enabled=False), site.dana)
    page.goto("/officer/diversion/")
    page.get_by_label("Sex work").check(force=True)
    page.get_by_label("No", exact=True).check(force=True)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="YES - you may offer")).to_be_visible()
    page.get_by_label("They want to talk to a worker").check(force=True)
    page.get_by_label("First name").fill("Jordan")
    page.get_by_label("Family name").fill("Ellery")
    page.get_by_label("Date not known").check(force=True)
    page.get_by_label("By phone only").check(force=True)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("The on-call worker is being reached.")).to_be_visible()
    page.get_by_role("button", name="Refresh").click()
    expect(page.get_by_text("They have called")).to_be_visible()


@pytest.mark.parametrize("address", ["", "social-contact/", "referrals/", "to-finish/", "rules/"])
def test_the_other_pages_are_read_out_well(site: Any, dana: Page, axe: Callable[[Page], None], address: str) -> None:
    dana.goto(f"/officer/{address}")
    axe(dana)
    assert dana.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_what_is_missing_is_said_before_anything_is_sent(site: Any, dana: Page) -> None:
    dana.goto("/officer/diversion/")
    thumb = Counter(dana)
    for words in ("Sex work", "No", "They want to talk to a worker", "Continue"):
        thumb.tap(words)
    expect(dana.get_by_text("Enter a family name, or tick Name not given.")).to_be_visible()
    expect(dana.get_by_text("Enter a birth date, or tick Date not known.")).to_be_visible()
    expect(dana.get_by_text("Where does the worker meet you?").first).to_be_hidden()
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("13 09 1988", "That date is not real."), ("04 09 2199", "That date is in the future."), ("04 09", "not real")],
)
def test_a_birth_date_is_looked_at_before_the_next_question_and_its_mistake_goes_when_it_is_mended(
    site: Any, dana: Page, axe: Callable[[Page], None], typed: str, sentence: str
) -> None:
    who_is_it(dana)
    dana.keyboard.type(typed)
    Counter(dana).tap("Continue")
    expect(dana.locator("#id_birth_date_error")).to_contain_text(sentence)
    expect(dana.get_by_label("Birth date")).to_be_focused()
    axe(dana)
    dana.get_by_label("Birth date").fill("04 09 1988")
    expect(dana.locator("#id_birth_date_error")).to_be_visible()  # not while typing
    dana.get_by_label("Birth date").blur()
    expect(dana.locator(".usa-error-message")).to_have_count(0)
    Counter(dana).tap("Continue")
    expect(dana.get_by_role("heading", name="Where does the worker meet you?")).to_be_visible()


def test_a_young_birth_date_is_met_with_what_the_protocol_leaves_open(site: Any, dana: Page) -> None:
    line = dana.get_by_text("This site's protocol says nothing about people under 18")
    dana.goto(reverse("officer:social-contact"))
    expect(line).to_be_hidden()
    dana.get_by_label("Birth date").fill(f"04 09 {timezone.localdate().year - 15}")
    dana.get_by_label("Birth date").blur()
    expect(line).to_be_visible()
    dana.get_by_label("Birth date").fill("04 09 1988")
    dana.get_by_label("Birth date").blur()
    expect(line).to_be_hidden()
    dana.get_by_label("Or about how old").select_option("under 18")
    expect(line).to_be_visible()


def test_a_complaint_stands_at_its_own_field_and_goes_with_the_tick_that_answers_it(site: Any, dana: Page) -> None:
    who_is_it(dana, family="")
    Counter(dana).tap("Continue")
    for name in ("family_name", "birth_date"):
        expect(dana.locator(f".usa-form-group:has(#id_{name}) > #id_{name}_error")).to_be_visible()
        assert f"id_{name}_error" in dana.locator(f"#id_{name}").get_attribute("aria-describedby")
    dana.get_by_label("Name not given").check(force=True)
    expect(dana.locator("#id_family_name_error")).to_have_count(0)
    expect(dana.locator("#id_birth_date_error")).to_be_visible()
    dana.get_by_label("Date not known").check(force=True)
    expect(dana.locator(".usa-error-message")).to_have_count(0)


def test_a_mistake_that_the_server_finds_is_read_out_first_and_goes_when_it_is_mended(site: Any, dana: Page) -> None:
    who_is_it(dana)
    dana.keyboard.type("blue moon 1988")
    for words in ("Continue", "Here", "Send referral"):
        Counter(dana).tap(words)
    expect(dana.locator("[data-error-panel]")).to_be_focused()  # not the first field of the panel
    expect(dana.get_by_label("First name")).to_have_value("Jordan")
    dana.get_by_role("link", name=re.compile("That date is not real")).tap()
    expect(dana.get_by_label("Birth date")).to_be_focused()
    expect(dana.get_by_label("Birth date")).to_have_value("blue moon 1988")
    dana.get_by_label("Birth date").fill("04 09 1988")
    dana.get_by_label("Birth date").blur()
    expect(dana.locator("[data-error-panel], .usa-error-message")).to_have_count(0)


def test_a_mark_of_a_slipped_thumb_is_cleared_with_one_tap(site: Any, dana: Page, axe: Callable[[Page], None]) -> None:
    dana.goto("/officer/diversion/")
    thumb = Counter(dana)
    thumb.tap("Drug possession")
    thumb.tap("Yes")
    none = dana.get_by_label("No", exact=True).locator("visible=true")
    expect(none).to_have_count(0)
    axe(dana)
    thumb.tap("Clear what I marked")
    expect(none).to_have_count(1)
    assert dana.locator(".scene-line input:checked").count() == 0
    thumb.tap("No")
    expect(dana.get_by_role("heading", name="YES - you may offer")).to_be_visible()


def test_a_mistake_in_a_folded_box_opens_it(site: Any, dana: Page) -> None:
    who_is_it(dana)
    dana.keyboard.type("04091988")
    for words in ("Continue", "Here", "Place and language"):
        Counter(dana).tap(words)
    dana.locator("[name=place]").fill("Mill Street " * 30)
    Counter(dana).tap("Place and language")
    expect(dana.locator("[name=place]")).to_be_hidden()
    Counter(dana).tap("Send referral")
    expect(dana.locator("#id_place_error")).to_be_visible()
    expect(dana.locator("[name=place]")).to_be_focused()


def who_is_it(page: Page, *, family: str = "Ellery") -> None:
    """Go on to the panel that asks who it is, and type the name."""
    page.goto("/officer/diversion/")
    thumb = Counter(page)
    for words in ("Sex work", "No", "They want to talk to a worker"):
        thumb.tap(words)
    expect(page.get_by_label("First name")).to_be_focused()
    thumb.type("Jordan")
    thumb.type(family)


def test_the_sergeants_pages_are_read_out_well(
    site: Any, phone: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    facts = {"offense": "drug_possession", "violent_history": "unknown"}
    asked = referrals.ask(facts=facts, by=site.dana, at=timezone.now())
    sergeant = next(member for member in site.members.values() if member.role == "supervisor")
    page = signed_in(phone(color_scheme="dark"), sergeant)
    for address in ("/supervisor/", f"/approvals/{asked.pk}/", f"/approvals/{asked.pk}/send-back/"):
        page.goto(address)
        axe(page)
    page.get_by_label("Call me first").check(force=True)
    page.get_by_role("button", name="Send back").click()
    expect(page.get_by_text("sees it now.")).to_be_visible()


def test_an_arrival_is_read_once_and_is_gone(
    site: Any, phone: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    play.both_steps(site, at=timezone.now() - timedelta(days=12))
    page = signed_in(phone(), site.dana)
    expect(page.get_by_role("heading", name="Before you go on. This is for you.")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="I have read this").click()
    page.wait_for_url(re.compile("/officer/$"))
    page.go_back()
    expect(page.get_by_text("Intake and release completed")).to_be_hidden()


def a_name_ready_to_send(dana: Page) -> Counter:
    """Everything but the last tap of a new diversion."""
    dana.goto("/officer/diversion/")
    thumb = Counter(dana)
    for answer in ("Drug possession", "No", "They want to talk to a worker"):
        thumb.tap(answer)
    expect(dana.get_by_label("First name")).to_be_focused()
    thumb.type("Jordan")
    thumb.type("Ellery")
    dana.keyboard.type("04091988")
    thumb.tap("Continue")
    thumb.tap("Here")
    return thumb


def test_without_a_signal_nothing_is_sent_nothing_is_gone_and_the_number_stands_there(site: Any, dana: Page) -> None:
    thumb = a_name_ready_to_send(dana)
    dana.context.set_offline(True)
    thumb.tap("Send referral")
    bar = dana.locator(".staying .bar")
    expect(bar).to_contain_text("Not sent. No signal. Everything is still here.")
    expect(bar.get_by_role("link")).to_have_attribute("href", re.compile("^tel:"))
    assert dana.get_by_label("First name").input_value() == "Jordan"
    assert Referral.objects.count() == 0
    dana.context.set_offline(False)
    thumb.tap("Send referral")
    dana.wait_for_url(re.compile("/wait/"))
    assert Referral.objects.count() == 1


def test_whoever_lost_the_session_keeps_the_form_and_sends_it_after_signing_in(site: Any, dana: Page) -> None:
    thumb = a_name_ready_to_send(dana)
    dana.context.clear_cookies()
    thumb.tap("Send referral")
    expect(dana.locator(".staying .bar")).to_contain_text("You were signed out. What you wrote is still on this page.")
    signs_in(dana.context.new_page(), site.dana)
    expect(dana.locator(".staying .bar")).to_contain_text("You are signed in again.")
    thumb.tap("Send referral")
    dana.wait_for_url(re.compile("/wait/"))
    assert Referral.objects.get().person.given_name == "Jordan"


def test_another_language_in_the_middle_of_the_questions_is_asked_about_first(site: Any, dana: Page) -> None:
    asked: list[str] = []
    dana.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    dana.goto("/officer/diversion/")
    thumb = Counter(dana)
    thumb.tap("Drug possession")
    thumb.tap("Español")
    assert asked == ["Your answers are not kept when you change the language. Change it all the same?"]
    expect(dana.get_by_role("heading", name="Does this apply?")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390])
def test_the_call_button_keeps_its_place_beside_longer_words(width: int, site: Any, dana: Page) -> None:
    dana.set_viewport_size({"width": width, "height": 800})
    dana.goto("/officer/")
    Counter(dana).tap("Español")
    line, call = dana.locator(".head-call").bounding_box(), dana.locator(".head-button.call").bounding_box()
    assert line
    assert call
    assert line["x"] + line["width"] <= call["x"]
    assert call["y"] < line["y"] + line["height"]


def test_the_naloxone_card_prints_both_languages_side_by_side_on_one_sheet(
    site: Any, phone: Callable[..., Page]
) -> None:
    lou = signed_in(phone(), site.lou)
    lou.goto("/responder/card/")
    assert lou.pdf(format="Letter").count(b"/Type /Page\n") == 1


@pytest.mark.parametrize("page", ["diversion", "wait", "my-referrals"])
def test_text_of_twice_the_size_needs_no_sideways_scroll_and_covers_no_number(page: str, site: Any, dana: Page) -> None:
    referral = play.offer(site, at=timezone.now())
    dana.goto(reverse(f"officer:{page}", args=[referral.pk] if page == "wait" else []))
    if page == "diversion":
        Counter(dana).tap("Drug possession")
    dana.evaluate("document.documentElement.style.fontSize = '200%'")
    assert dana.evaluate("document.documentElement.scrollWidth <= innerWidth")
    number = dana.locator(".head-call .no-break").bounding_box()
    call = dana.locator(".head-button.call").bounding_box()
    assert number
    assert call
    assert number["x"] + number["width"] <= call["x"] or number["y"] + number["height"] <= call["y"]
