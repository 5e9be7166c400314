"""The whole path at each of the five sites, every step on the phone of whoever takes it.

An officer offers, a peer comes, a case manager asks and listens, a prosecutor (at Fayette the officer) does not file, and the
officer is told what the person signed for. Nobody waits: the clock that the site reads is moved on.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import cast as play
from tests.browser.people import choose, keep_picture, signed_in, tap
from tests.cast import BY_PLACE, NOON

#: What the officer taps at the scene: the first offense that can be diverted, then whatever else this protocol asks.
SCENES = {
    "wv-region-4": ["Low level, from substance use"],
    "st-louis-county": ["Drug possession", "Not sure"],  # asks the sergeant
    "rochester-monroe": ["Related to drug use", "Yes, and they agree"],
    "fayette": ["Drug activity"],
    "bureau": ["Drug possession"],
}
SENTENCE = "Intake and release completed on Mar 3, 2026."
KEPT_FROM_JUSTICE = re.compile("Jordan|Ellery|A113|naloxone|food|Third and Mill", re.IGNORECASE)
PICTURED = "bureau"

Enter = Callable[[str], Page]


@pytest.fixture(params=sorted(BY_PLACE))
def cast(request: Any, settings: Any, transactional_db: None, time_machine: Any) -> Any:
    settings.DEMO = True
    time_machine.move_to(NOON)
    return play.at_site(request.param)


@pytest.fixture
def enter(cast: Any, phone: Callable[..., Page]) -> Enter:
    """Another person, on a phone of their own, signs in."""
    return lambda username: signed_in(phone(device_scale_factor=1.5), cast.members[username])


@pytest.fixture
def picture(cast: Any) -> Callable[[Page, str], None]:
    """Pictures for the documentation are taken at one site."""
    return keep_picture if cast.site.slug == PICTURED else lambda page, name: None


def offer(dana: Page, cast: Any, picture: Callable[[Page, str], None]) -> None:
    """The protocol answers, the person says yes, and a worker is being called."""
    tap(dana, "New diversion")
    for words in SCENES[cast.site.slug]:
        choose(dana, words)
    if "Not sure" in SCENES[cast.site.slug]:
        tap(dana, "Continue")
    expect(dana.get_by_role("heading", name=re.compile("^(YES|ASK)"))).to_be_visible()
    if dana.get_by_role("heading", name="YES - you may offer").is_visible():
        picture(dana, "officer-offer")
        choose(dana, "They want to talk to a worker")
    else:
        agreed_by_phone(dana)
    dana.get_by_label("First name").fill("Jordan")
    dana.get_by_label("Family name").fill("Ellery")
    dana.get_by_label("Birth date").fill("04091988")
    tap(dana, "Continue")
    choose(dana, "Here")
    tap(dana, "Place and language")
    dana.locator("[name=place]").fill("Third and Mill")
    tap(dana, "Send referral")
    dana.wait_for_url("**/wait/")
    expect(dana.get_by_role("heading", name=re.compile("^Received"))).to_be_visible()
    expect(dana.get_by_role("link", name=re.compile(r"^CALL \(")).first).to_have_attribute("href", re.compile("^tel:"))


def agreed_by_phone(dana: Page) -> None:
    """Whom the protocol asks was called and agreed; the offer is made, and a tap says who it was."""
    dana.locator("[name=outcome][value=agreed]").locator("visible=true").tap()
    dana.locator("[id^=by-]").locator("visible=true").first.tap()


def come(lou: Page, picture: Callable[[Page, str], None]) -> None:
    """A ring without a name; the name opens to whoever takes it."""
    expect(lou.get_by_text("Ringing")).to_be_visible()
    expect(lou.get_by_text("Third and Mill")).to_be_visible()
    expect(lou.get_by_text("Jordan")).to_have_count(0)
    picture(lou, "responder-ring")
    tap(lou, "I am coming")
    expect(lou.get_by_role("heading", name="Jordan Ellery")).to_be_visible()
    choose(lou, "15 min")
    tap(lou, "I am on my way")


def arrive(lou: Page, dana: Page) -> None:
    tap(dana, "Refresh")
    expect(dana.get_by_text("Lou P.").first).to_be_visible()
    tap(lou, "I have arrived")
    expect(lou.get_by_role("button", name="Start the meeting")).to_be_visible()
    tap(dana, "Refresh")
    tap(dana, "Handed over, I am clear")
    expect(dana.get_by_text("The rest can wait until the end of your shift")).to_be_visible()


def meet(lou: Page, picture: Callable[[Page, str], None]) -> None:
    """Something to eat, a kit, tomorrow, and a name that may be kept for 72 hours."""
    tap(lou, "Start the meeting")
    choose(lou, "Food")
    choose(lou, "1 kit")
    lou.get_by_label("Another lot").fill("A113")
    lou.evaluate("window.scrollTo(0, 0)")
    picture(lou, "meeting")
    tap(lou, "Continue")
    choose(lou, "Tomorrow")
    tap(lou, "Continue")
    lou.get_by_label("Yes, keep it for 72 hours").tap()  # the same words in Spanish stand beside it
    lou.get_by_label("Name of the person who signs").fill("Jordan Ellery")
    lou.get_by_label("Type my name instead").fill("Jordan Ellery")
    tap(lou, "Save meeting")
    expect(lou.get_by_text("Meeting saved. Next time:")).to_be_visible()


def assign(rosa: Page) -> None:
    rosa.goto("/casemanager/unassigned/")
    expect(rosa.get_by_text("Jordan")).to_have_count(0)
    kim = rosa.locator("option", has_text="Kim O.").get_attribute("value")
    rosa.get_by_label("Case manager").select_option(kim)
    rosa.get_by_role("button", name=re.compile("^Assign")).tap()
    expect(rosa.get_by_text("No one is waiting for a case manager.")).to_be_visible()


def open_person(kim: Page) -> None:
    kim.get_by_role("link", name="Jordan Ellery").first.tap()
    expect(kim.get_by_role("heading", name="Jordan Ellery")).to_be_visible()


def sign_release(kim: Page, picture: Callable[[Page, str], None]) -> None:
    """The officer and the prosecutor may hear that both steps are done."""
    tap(kim, "Who may we talk to?")
    tap(kim, "Start with the first")
    for number, office in enumerate(("Ofc. Dana R.", "R. Vance"), start=1):
        panel = kim.locator(f"[data-panel=line-{number}]")
        expect(panel.get_by_role("heading", name=office)).to_be_visible()
        panel.get_by_label("That both steps are done, and the date").click()
        kim.evaluate("window.scrollTo(0, 0)")
        picture(kim, "release")
        choose(panel, "Yes, these only")
    tap(kim, "Read the whole paper")
    kim.get_by_label("Name of the person who signs").fill("Jordan Ellery")
    kim.get_by_label("Type my name instead").fill("Jordan Ellery")
    kim.get_by_label("No officer is here").click()
    tap(kim, "Sign")
    expect(kim.get_by_text("Signed: 2 yes, 0 no. Nobody has been told.")).to_be_visible()


def complete_intake(kim: Page) -> None:
    """Part after part, each asked with nothing to write; then one act says that it is complete."""
    tap(kim, "Back to the person")
    tap(kim, "Open the intake")
    kim.wait_for_url("**/intake/")
    while kim.get_by_text("Complete intake: off").is_visible():
        kim.get_by_role("link", name=re.compile("^Continue with")).tap()
        choose(kim, "Asked, nothing to write")
        tap(kim, "Save this part")
        kim.wait_for_url("**/intake/")
    tap(kim, "Complete intake")
    for told in ("Ofc. Dana R.", "R. Vance"):
        expect(kim.get_by_text("in 10 minutes")).to_contain_text(told)
    kim.get_by_role("button", name="Complete intake").tap()
    expect(kim.get_by_role("button", name="Undo, within 10 minutes").first).to_be_visible()


def told_once(page: Page) -> None:
    """One signed sentence, and no more about the person."""
    expect(page.get_by_role("heading", name="Before you go on. This is for you.")).to_be_visible()
    expect(page.get_by_text(SENTENCE)).to_have_count(1)
    expect(page.get_by_role("main")).not_to_contain_text(KEPT_FROM_JUSTICE)


def do_not_file(vance: Page) -> None:
    tap(vance, "Take into our file")
    expect(vance.get_by_text("It is not shown here again.")).to_be_visible()
    vance.locator(".choices a").first.tap()
    expect(vance.get_by_text("You took a delivery into your file on Mar 3, 2026.")).to_be_visible()
    tap(vance, "Decide")
    vance.get_by_label("Do not file").first.tap()
    tap(vance, "Look at what will be recorded")
    tap(vance, "Record: Do not file")
    expect(vance.get_by_text("Recorded: not filed.")).to_be_visible()


def do_not_charge(dana: Page) -> None:
    """Where the charge is left to the officer, it waits on their own page until they decide."""
    dana.get_by_role("link", name=re.compile("^Held charges")).tap()
    dana.locator(".choices a").first.tap()
    choose(dana, "Do not charge")
    tap(dana, "Look at what will be recorded")
    tap(dana, "Record: Do not charge")
    expect(dana.get_by_text("Recorded: not charged.")).to_be_visible()


def test_an_offer_becomes_a_kept_promise(cast: Any, enter: Enter, picture: Any, time_machine: Any) -> None:
    dana, lou = enter("dana"), enter("lou")
    offer(dana, cast, picture)
    lou.reload()
    come(lou, picture)
    arrive(lou, dana)
    meet(lou, picture)
    assign(enter("rosa"))

    time_machine.shift(timedelta(hours=25))
    kim = enter("kim")
    open_person(kim)
    sign_release(kim, picture)
    complete_intake(kim)
    expect(enter("vance").get_by_role("heading", name="To review")).to_be_visible()  # it could still be undone

    time_machine.shift(timedelta(minutes=11))
    vance = enter("vance")
    told_once(vance)
    picture(vance, "prosecutor-arrival")
    is_officers = cast.site.slug == "fayette"
    if is_officers:
        tap(vance, "Take into our file")
        expect(vance.get_by_text("Here the officer who made the arrest decides about the charge.")).to_be_visible()
    else:
        do_not_file(vance)

    dana = enter("dana")
    told_once(dana)
    tap(dana, "I have read this")
    dana.wait_for_url("**/officer/")
    if is_officers:
        do_not_charge(dana)

    expect(enter("dana").get_by_role("link", name="New diversion")).to_be_visible()
    expect(enter("vance").get_by_text("Nothing waits for your review.")).to_be_visible()
