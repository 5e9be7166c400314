"""The help of every desk, on a phone and at a desk."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from offramp.design.words import desk_name
from tests import cast as play
from tests.browser.people import take_seat
from tests.proof.world import everybody

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = os.environ.get("LOOK_AT")  # a folder for pictures to look at
DESKTOP = {"viewport": {"width": 1280, "height": 900}, "has_touch": False, "is_mobile": False}


@pytest.mark.parametrize("options", [pytest.param({}, id="phone"), pytest.param(DESKTOP, id="desktop")])
def test_the_help_of_every_desk_stands_in_nobodys_way(
    options: dict[str, Any], phone: Callable[..., Page], axe: Callable[..., None], base_url: str, settings: Any
) -> None:
    settings.DEMO = True
    desks = {desk_name(one.role): one for one in everybody(play.at_site("bureau")).values()} | {"": None}
    assert len(desks) == 9
    for desk, member in desks.items():
        page = phone(**options)
        if member is not None:
            take_seat(page, member)
        page.goto(f"{base_url}/help/")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if KEPT:
            page.screenshot(path=Path(KEPT) / f"help-{desk}-{page.viewport_size['width']}.png", full_page=True)
        page.context.close()
