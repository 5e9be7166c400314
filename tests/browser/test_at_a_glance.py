"""What somebody must find on a phone without looking for it."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from offramp.referrals import actions as referrals
from tests import cast as play
from tests.browser.people import signed_in

PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def cast(settings):
    settings.DEMO = True
    return play.at_site("st-louis-county")


def test_a_new_diversion_needs_no_scrolling_however_much_is_under_way(phone, cast):
    for _ in range(3):
        play.offer(cast, at=timezone.now())
        referrals.ask(facts={}, by=cast.dana, at=timezone.now())
    home = signed_in(phone(**PHONE), cast.dana, reverse("officer:home"))
    expect(home.get_by_role("link", name="New diversion", exact=True)).to_be_in_viewport(ratio=1)
    expect(home.get_by_role("link", name="Back to the call").first).to_be_in_viewport(ratio=1)
    assert home.locator("main a").first.inner_text() == "New diversion"


def test_the_tabs_of_the_prosecutor_stand_in_one_line(phone, cast):
    tabs = signed_in(phone(**PHONE), cast.vance, reverse("prosecutor:home")).locator(".menu a")
    assert tabs.count() == 4
    assert len({box["y"] for box in (tab.bounding_box() for tab in tabs.all())}) == 1
