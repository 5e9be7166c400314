"""The supervisor opens a record for an hour; every page of hers says so, and the person can read it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from offramp.consent.models import EmergencyAccess
from tests import cast as play
from tests.seats import page, said

pytestmark = pytest.mark.django_db
HERE = "/casemanager/emergency/"
REASON = "County hospital treats them and asks what they take."


def send(browser, code, **changes):
    return browser.post(HERE, {"code": code, "reason": REASON, "token": str(uuid4())} | changes, follow=True)


@pytest.fixture
def code(referral):
    return referral.code


def test_before_it_is_opened_the_page_says_who_is_told(as_, cast):
    shown = said(as_(cast.rosa).get(HERE))
    assert (
        "This opens the file for 60 minutes. Noor A. and the civil-rights reviewer are told now. "
        "The participant can see it."
    ) in shown


def test_it_opens_what_medical_staff_need_and_says_how_long(as_, cast, code, person):
    play.fill_intake(cast, person, at=timezone.now() - timedelta(hours=2))
    rosa = as_(cast.rosa)
    shown = send(rosa, code)
    assert "Jordan Ellery" in said(shown)
    assert "Naloxone given" in said(shown)
    assert "Health" in said(shown)
    assert "Emergency access, 60 min left" in rosa.get("/casemanager/").content.decode()


@pytest.mark.parametrize("typed", play.WAYS_TO_TYPE_A_CODE)
def test_the_code_opens_it_however_it_is_typed(as_, cast, code, typed):
    assert "Jordan Ellery" in said(send(as_(cast.rosa), typed(code)))


def test_after_the_hour_there_is_no_such_page(as_, cast, code):
    address = send(as_(cast.rosa), code).request["PATH_INFO"]
    ends = EmergencyAccess.objects.get().ends_at
    assert page(cast.rosa, address, at=ends - timedelta(seconds=1)).status_code == 200
    over = page(cast.rosa, address, at=ends)
    assert (over.status_code, over.content) == (404, page(cast.rosa, f"{HERE}{uuid4()}/", at=ends).content)
    assert "min left" not in page(cast.rosa, "/casemanager/", at=ends).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": "A3-AAA"}, "We find no record by that code."),
        ({"code": ""}, "Write the code."),
        ({"reason": "hospital"}, "Write why, in 20 characters or more."),
        ({"reason": ""}, "Write why, in 20 characters or more."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_opened(as_, cast, code, changes, sentence):
    assert sentence in said(send(as_(cast.rosa), **{"code": code} | changes))
    assert not EmergencyAccess.objects.exists()


def test_everything_that_is_wrong_is_said_at_once_and_whom_to_call(as_, cast, code):
    rosa = cast.rosa
    shown = said(send(as_(rosa), "A3-AAA", reason="hospital"))
    assert "Fix 2 things" in shown
    assert "We find no record by that code." in shown
    assert f"call the on-call line, {rosa.site.on_call_phone}" in shown
    assert "Write why, in 20 characters or more." in shown


def test_33_the_person_reads_it_on_top(as_, cast, code, person):
    as_(cast.kim).get(reverse("casemanager:person", args=[person.pk]))
    send(as_(cast.rosa), code)
    kim = as_(cast.kim)
    shown = said(kim.get(reverse("casemanager:shared", args=[person.pk])))
    opened = shown[shown.index("Who opened my file") :]
    why = "in a medical emergency, to tell those who treated you"
    assert f"Rosa V., Case management supervisor, {why}" in opened
    assert opened.index(why) < opened.index("to work with you")
    spanish = said(kim.get(reverse("casemanager:shared", args=[person.pk]), {"language": "es"}))
    assert "en una emergencia médica" in spanish


@pytest.mark.parametrize("name", ["dana", "marcus", "ames", "vance", "ito", "lou", "kim", "pat", "noor", "imani"])
def test_27_for_every_other_role_it_is_the_page_that_cannot_be_shown(as_, cast, code, name):
    address = send(as_(cast.rosa), code).request["PATH_INFO"]
    browser = as_(cast.members[name])
    nothing = browser.get(f"{HERE}{uuid4()}/")
    for shown in (browser.get(HERE), browser.get(address), send(browser, code)):
        assert (shown.status_code, shown.content) == (404, nothing.content)
    assert EmergencyAccess.objects.count() == 1
