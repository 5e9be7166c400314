"""The care desks in a browser: on a phone, by keyboard, at night, with the accessibility oracle on every page."""

import os
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from offramp.casework import actions as casework
from offramp.casework.actions import Kit
from tests import cast as play
from tests.browser.conftest import CONTRAST
from tests.browser.people import sign_with_a_finger, signed_in

DESKTOP = {"viewport": {"width": 1280, "height": 900}, "is_mobile": False, "has_touch": False}


@pytest.fixture
def cast(transactional_db, settings):
    settings.DEMO = True
    return play.at_site("bureau")


@pytest.fixture
def enter(phone):
    """Open a page as a member, on a phone of their own."""
    return lambda member, first="/", **options: signed_in(phone(**options), member, first)


def picture(page, name):
    """Keep what the page looks like, where somebody asked for pictures."""
    if folder := os.environ.get("PICTURES_TO"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def fits(page):
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def seen(page, axe, name):
    axe(page)
    fits(page)
    picture(page, name)


def test_from_the_ring_to_a_saved_meeting(cast, enter, axe):
    referral = play.offer(cast, at=timezone.now())
    lou = enter(cast.lou)
    assert lou.get_by_text("Ringing").is_visible()
    assert lou.get_by_text("Jordan").count() == 0
    seen(lou, axe, "ring")
    lou.get_by_role("button", name="I am coming").click()
    lou.get_by_label("15 min").click()
    seen(lou, axe, "on-the-way")
    lou.get_by_role("button", name="I am on my way").click()
    lou.get_by_role("button", name="I have arrived").click()
    lou.get_by_role("button", name="Start the meeting").click()
    seen(lou, axe, "meeting")
    lou.get_by_label("1 kit").click()
    lou.get_by_label("Another lot").fill("A113")
    lou.get_by_role("button", name="Continue").click()
    seen(lou, axe, "meeting-next")
    lou.get_by_label("Tomorrow").click()
    lou.get_by_role("button", name="Continue").click()
    seen(lou, axe, "meeting-name")
    lou.get_by_label("Yes, keep it for 72 hours").click()
    lou.get_by_label("Name of the person who signs").fill("Jordan Ellery")
    lou.get_by_label("Type my name instead").fill("Jordan Ellery")
    lou.get_by_role("button", name="Save meeting").click()
    lou.get_by_text("Meeting saved. Next time:").wait_for()  # the form asks first whether it is heard
    seen(lou, axe, "meeting-saved")
    referral.refresh_from_db()
    assert referral.meeting.person is not None


@pytest.fixture
def met(cast):
    """Somebody whom Lou has just met."""
    then = timezone.now() - timedelta(minutes=20)
    return play.hand_over(cast, play.offer(cast, at=then), at=timezone.now())


def test_the_meeting_shows_one_thing_at_a_time_and_what_an_answer_needs(cast, met, enter):
    lou = enter(cast.lou, f"/responder/meeting/{met.pk}/", viewport={"width": 320, "height": 700})
    assert lou.locator("[data-panel]:visible").count() == 1
    assert lou.get_by_label("Another lot").is_hidden()
    lou.get_by_label("Nothing now").click()
    lou.get_by_label("Food").click()
    assert not lou.get_by_label("Nothing now").is_checked()
    lou.get_by_label("1 kit").click()
    assert lou.get_by_label("Another lot").is_visible()
    lou.get_by_label("Another lot").fill("A113")
    fits(lou)
    lou.get_by_role("button", name="Continue").click()
    lou.get_by_role("button", name="Continue").click()  # nothing is chosen yet
    assert lou.get_by_text("Choose when you meet next, or Still looking.").is_visible()
    assert lou.get_by_label("On what day").is_hidden()
    lou.get_by_label("Pick a day").click()
    assert lou.get_by_label("On what day").is_visible()
    fits(lou)
    lou.get_by_label("Still looking").click()
    lou.get_by_role("button", name="Continue").click()
    assert lou.get_by_text("¿Puede este trabajador").is_hidden()
    lou.get_by_label("Español").click()
    assert lou.get_by_text("¿Puede este trabajador").is_visible()
    assert lou.locator("canvas").is_hidden()
    for words in (
        "Sí, guardarlos por 72 horas",
        "No, solo el cargo en espera guarda el nombre",
        "¿Podemos guardar su nombre y su teléfono",
    ):
        assert lou.get_by_text(words).is_visible()
    lou.get_by_label("Yes, keep it for 72 hours").click()
    assert lou.locator("canvas").is_visible()
    for words in ("Firma", "Nombre de la persona que firma", "Mejor escribir mi nombre"):
        assert lou.get_by_text(words, exact=True).is_visible()
    fits(lou)
    lou.get_by_label("English").click()
    assert lou.get_by_text("Firma", exact=True).is_hidden()
    assert lou.evaluate("document.documentElement.scrollHeight") < 2400


def test_with_one_lot_a_kit_is_one_tap_and_of_two_one_is_asked_for_at_them(cast, met, enter):
    lou = enter(cast.lou)
    for lot, then in {"A113": "The next time", "B207": "Needs and naloxone"}.items():
        casework.give_supply(Kit(1, lot), person=None, by=cast.lou, at=timezone.now())
        lou.goto(f"/responder/meeting/{met.pk}/")
        lou.get_by_label("1 kit").click()
        lou.get_by_role("button", name="Continue").click()
        assert lou.get_by_role("heading", name=then).is_visible()
    assert lou.get_by_text("Choose or write the lot of the kit.").is_visible()
    expect(lou.locator(":focus")).to_have_attribute("name", "lot")
    lou.get_by_label("A113").click()
    lou.get_by_role("button", name="Continue").click()
    assert lou.get_by_role("heading", name="The next time").is_visible()


def test_each_panel_of_a_meeting_says_what_is_missing_before_it_goes_on(cast, met, enter, axe):
    lou = enter(cast.lou, f"/responder/meeting/{met.pk}/")
    go_on = lou.get_by_role("button", name="Continue")
    lou.get_by_label("1 kit").click()
    go_on.click()
    assert lou.get_by_text("Choose or write the lot of the kit.").is_visible()
    expect(lou.locator(":focus")).to_have_id("id_other_lot")
    seen(lou, axe, "meeting-mistakes")
    lou.get_by_label("Another lot").fill("A113")
    go_on.click()
    lou.get_by_label("Pick a day").click()
    go_on.click()
    assert lou.get_by_text("Write the day you meet").is_visible()
    lou.get_by_label("On what day").fill("01 05 2020")
    go_on.click()
    assert lou.get_by_text("Choose a time that is still to come").is_visible()
    lou.get_by_label("Tomorrow").click()
    go_on.click()
    lou.get_by_role("button", name="Save meeting").click()
    assert lou.get_by_text("Ask, and choose Yes or No.").is_visible()
    lou.get_by_label("Yes, keep it for 72 hours").click()
    expect(lou.get_by_text("Ask, and choose Yes or No.")).to_have_count(0)
    lou.get_by_role("button", name="Save meeting").click()
    assert lou.get_by_text("Write the name of the person who signs.").is_visible()
    assert lou.get_by_text("Or choose No: then only the held charge keeps the name.").is_visible()
    lou.get_by_label("No, only the held charge keeps the name").click()
    expect(lou.locator(".usa-error-message")).to_have_count(0)
    lou.get_by_role("button", name="Save meeting").click()
    lou.get_by_text("Saved without a name.").wait_for()


def test_the_mistakes_that_the_server_finds_stand_on_top_and_lead_to_their_fields(cast, met, enter, axe):
    lou = enter(cast.lou, f"/responder/meeting/{met.pk}/")
    lou.get_by_label("Nothing now").click()
    lou.get_by_role("button", name="Continue").click()
    lou.get_by_label("Pick a day").click()
    lou.get_by_label("On what day").fill("someday")
    lou.get_by_role("button", name="Continue").click()
    lou.get_by_label("Yes, keep it for 72 hours").click()
    lou.get_by_label("Name of the person who signs").fill("Jordan Ellery")
    sign_with_a_finger(lou)
    lou.get_by_role("button", name="Save meeting").click()
    expect(lou.locator("[data-error-panel]")).to_be_focused()
    lou.locator("[data-error-panel] a", has_text="That date is not real").click()
    expect(lou.locator(":focus")).to_have_id("id_next_day")
    assert "paths" in lou.locator("[name=signature]").input_value()


def test_without_a_script_the_meeting_is_one_page_with_every_field_in_reach(cast, met, enter):
    lou = enter(cast.lou, f"/responder/meeting/{met.pk}/", java_script_enabled=False)
    assert lou.locator("[data-panel]:visible").count() == 3
    lou.get_by_label("1 kit").click()
    lou.get_by_label("Another lot").fill("A113")
    lou.get_by_label("Still looking").click()
    lou.get_by_label("Yes, keep it for 72 hours").click()
    lou.get_by_label("Name of the person who signs").fill("Jordan Ellery")
    lou.get_by_label("Type my name instead").fill("Jordan Ellery")
    lou.get_by_role("button", name="Save meeting").click()
    assert lou.get_by_text("Meeting saved.").is_visible()


def test_the_ring_comes_by_itself_and_is_spoken(cast, enter):
    lou = enter(cast.lou)
    assert lou.get_by_text("Nobody is ringing you.").is_visible()
    play.offer(cast, at=timezone.now())
    lou.get_by_role("button", name="I am coming").wait_for(timeout=9000)
    assert lou.locator("#said").inner_text() == "You are being rung."


@pytest.fixture
def person(cast):
    return play.at_work(cast, at=timezone.now() - timedelta(days=3)).person


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, DESKTOP], ids=["phone", "night", "desktop"])
def test_every_page_of_a_person_is_accessible(cast, person, enter, axe, options):
    kim = enter(cast.kim, **options)
    matter = person.diversions.get().pk
    here = f"/casemanager/p/{person.pk}"
    pages = {
        "home": "/casemanager/", "people": "/casemanager/people/", "person": f"{here}/", "contact": f"{here}/contact/",
        "release": f"{here}/release/", "intake": f"{here}/intake/", "part": f"{here}/intake/4/",
        "matter": f"{here}/matter/{matter}/", "clock": f"{here}/matter/{matter}/clock/", "card": "/responder/card/",
        "next-time": f"{here}/next-time/", "closed": "/responder/closed/",
    }  # fmt: skip
    shape = "night" if "color_scheme" in options else "desktop" if "is_mobile" in options else "phone"
    for name, address in pages.items():
        kim.goto(address)
        assert kim.locator("h1").count() == 1
        seen(kim, partial(axe, rule=CONTRAST) if shape == "night" else axe, f"{name}-{shape}")


@pytest.mark.parametrize("options", [{}, DESKTOP], ids=["phone", "desktop"])
def test_the_way_off_the_person_s_own_page_stands_where_its_words_begin(cast, person, enter, options):
    kim = enter(cast.kim, **options)
    kim.goto(f"/casemanager/p/{person.pk}/shared/")
    leave = kim.get_by_role("link", name="Leave this page").bounding_box()
    assert leave["x"] == kim.locator("h1").bounding_box()["x"] > 0
    assert leave["x"] + leave["width"] < kim.viewport_size["width"]


def test_a_release_is_asked_line_by_line_and_signed_with_a_finger(cast, person, enter, axe):
    kim = enter(cast.kim, f"/casemanager/p/{person.pk}/release/ask/")
    seen(kim, axe, "release-ask")
    officer, prosecutor = (kim.locator(f"[data-panel=line-{n}]") for n in (1, 2))
    officer.get_by_label("No, nothing").click()
    prosecutor.get_by_label("That both steps are done, and the date").click()
    prosecutor.get_by_label("Yes, these only").click()
    kim.get_by_role("button", name="Read the whole paper").click()
    seen(kim, axe, "release-sign")
    kim.locator("[name=how][value=paper]").check(force=True)
    assert kim.get_by_label("Photo or scan of the paper").is_visible()
    assert not kim.locator("canvas").is_visible()
    kim.locator("[name=how][value=pen]").check(force=True)
    assert not kim.get_by_label("Photo or scan of the paper").is_visible()
    kim.get_by_label("Name of the person who signs").fill("Jordan Ellery")
    sign_with_a_finger(kim)
    kim.get_by_label("No officer is here").click()
    kim.get_by_role("button", name="Sign", exact=True).click()
    expect(kim.get_by_text("Signed: 1 yes, 1 no. Nobody has been told.")).to_be_visible()
    seen(kim, axe, "release-copy")
    assert person.releases.get(kind="release").signature_kind == "drawn"


def test_without_a_script_the_release_is_one_long_page(cast, person, enter):
    kim = enter(cast.kim, f"/casemanager/p/{person.pk}/release/ask/", java_script_enabled=False)
    assert kim.get_by_text("If you say no:").count() == 2
    assert kim.get_by_role("button", name="Read the whole paper").is_visible()
