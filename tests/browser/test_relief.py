"""Rochester's promise, on the screens: thirty days, a request, two signs of a code, and nobody finds it any more."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from offramp.consent.models import ReleaseOfInformation
from offramp.justice import actions as justice
from offramp.referrals import actions as referrals
from offramp.referrals.models import Referral
from tests import cast as play
from tests.browser.people import keep_picture, signed_in, tap
from tests.moulds import emptied_of_tombstones

INCIDENT = "26-0417-88"
DAY = timedelta(days=1)


@pytest.fixture
def cast(transactional_db, settings, tmp_path):
    settings.DEMO, settings.ERASURES = True, tmp_path / "removed-by-law.txt"
    yield play.at_site("rochester-monroe")
    emptied_of_tombstones()


@pytest.fixture
def matter(cast):
    """Diverted seven weeks ago, enrolled ten days later, told of, and not filed."""
    then = timezone.now() - 49 * DAY
    referral = play.at_work(cast, at=then)
    referrals.finish(referral.pk, by=cast.dana, at=then + timedelta(hours=2), incident_number=INCIDENT)
    play.sign(cast, referral.person, at=then + 3 * DAY)
    play.complete_intake(cast, referral.person, at=then + 10 * DAY)
    for reader in (cast.vance, cast.dana):
        justice.deliver(by=reader, at=then + 11 * DAY)
    return justice.decide("do_not_file", referral.diversion.pk, by=cast.vance, at=then + 12 * DAY)


def test_the_promise_is_kept_from_the_thirtieth_day_to_the_last_address(cast, matter, phone, axe):
    kim = signed_in(phone(viewport={"width": 390, "height": 844}), cast.kim, "/casemanager/")
    expect(kim.get_by_text("30 days of taking part reached: ask for relief.")).to_be_visible()
    expect(kim.get_by_text("The person is enrolled and has been in touch")).to_be_visible()
    keep_picture(kim, "relief-today")
    kim.get_by_role("link", name="Ask for relief").tap()
    expect(kim.get_by_role("heading", name="This will be removed")).to_be_visible()
    expect(kim.get_by_label("Law, order or clause")).to_have_value("Protocol 10(b)")
    expect(kim.get_by_text("2 people outside the program were sent something about it.")).to_be_visible()
    axe(kim)
    keep_picture(kim, "relief-ask")
    tap(kim, "Ask the privacy officer to remove")
    expect(kim.get_by_text("Nothing is removed yet.").first).to_be_visible()
    keep_picture(kim, "relief-asked")

    noor = signed_in(phone(viewport={"width": 390, "height": 844}), cast.noor, "/oversight/")
    noor.get_by_role("link", name="Records to remove (1)").tap()
    keep_picture(noor, "relief-waiting")
    noor.get_by_role("link", name=matter.referral.code).tap()
    expect(noor.get_by_text("This cannot be undone.")).to_be_visible()
    axe(noor)
    keep_picture(noor, "relief-remove")
    noor.get_by_label("The last two signs of the code").fill("??")
    tap(noor, "Remove it for good")
    expect(noor.get_by_text("These are not the last two signs of the code.").first).to_be_visible()
    assert Referral.objects.exists()
    noor.get_by_label("The last two signs of the code").fill(matter.referral.code[-2:].lower())
    tap(noor, "Remove it for good")
    expect(noor.get_by_role("heading", name="Removed by law")).to_be_visible()
    expect(noor.get_by_text("Older backup copies are kept locked").first).to_be_visible()
    axe(noor)
    keep_picture(noor, "relief-paper")

    dana = signed_in(phone(viewport={"width": 390, "height": 844}), cast.dana)
    expect(dana.get_by_text("A record you received has been removed by law. Delete your copy.")).to_be_visible()
    axe(dana)
    keep_picture(dana, "relief-recalled")
    tap(dana, "I have read this")
    dana.wait_for_url(re.compile("/officer/$"))
    dana.goto("/officer/referrals/")
    expect(dana.get_by_text(matter.referral.code)).to_have_count(0)
    gone = dana.goto(f"/officer/referrals/{matter.referral_id}/")
    assert gone is not None
    assert gone.status == 404
    kim.goto(f"/casemanager/p/{matter.person_id}/")
    expect(kim.get_by_role("heading", name=re.compile("Jordan"))).to_be_visible()
    assert INCIDENT not in kim.content()
    assert ReleaseOfInformation.objects.filter(person=matter.person).exists()
