"""What everybody in a browser test does: open a page as somebody, sign in, and tap what is written on the page."""

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from tests.seats import seat


def signed_in(page: Page, member: Any, first: str = "/") -> Page:
    """Somebody who signed in before opens Offramp: what comes first for them, or a page they kept the address of."""
    take_seat(page, member)
    page.goto(first)
    return page


def take_seat(page: Page, member: Any) -> None:
    """From now on the pages of this browser are those of a member who signed in before."""
    cookie = seat(member).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "domain": "localhost", "path": "/"}])


def signs_in(page: Page, member: Any) -> Page:
    """Sign in with one tap, as the demonstration allows, and see what comes first."""
    page.goto("/try/")
    page.locator(f'button[value="{member.pk}"]').click()
    page.wait_for_load_state()
    return page


def tap(page: Page, words: str) -> None:
    """Tap the link or button that says exactly this and can be seen."""
    page.get_by_text(words, exact=True).locator("visible=true").first.tap()


def choose(where: Page | Locator, words: str) -> None:
    """Tap the answer that reads exactly this and can be seen."""
    where.get_by_label(words, exact=True).locator("visible=true").first.tap()


def sign_with_a_finger(page: Page) -> None:
    """Draw a line in the box to sign in."""
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 60, steps=8)
    page.mouse.up()


def keep_picture(page: Page, name: str) -> None:
    """Keep what the phone shows, for the documentation, where OFFRAMP_PICTURES names a folder."""
    if folder := os.environ.get("OFFRAMP_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")
