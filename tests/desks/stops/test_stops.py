"""The page on which anybody of the staff writes down a stop, and the two of the privacy officer."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from offramp.consent.models import ReleaseLine, SaidStop
from tests import cast as play
from tests.seats import said, text

pytestmark = pytest.mark.django_db
HERE, WAITING = "/stops/", "/stops/waiting/"
JORDAN = {"given_name": "Jordan", "family_name": "Ellery", "birth_date": "04 09 1988", "meant": "everybody"}


@pytest.fixture
def place():
    return "bureau"


@pytest.fixture
def signed(cast):
    """Jordan signed yesterday; of Lou, Noor and Rosa nobody works with them."""
    now = timezone.now()
    referral = play.at_work(cast, at=now - timedelta(days=3))
    play.sign(cast, referral.person, at=now - timedelta(days=1))
    return referral


def send(browser, address=HERE, **given):
    return browser.post(address, {"token": str(uuid4())} | given, follow=True)


def stopped():
    return ReleaseLine.objects.filter(stopped_at__isnull=False).count()


@pytest.mark.parametrize("name", ["lou", "rosa", "noor"])
def test_who_does_not_work_with_them_stops_it_all_the_same(as_, cast, signed, name):
    assert "If we keep a paper of this person, it is stopped now." in said(send(as_(cast.members[name]), **JORDAN))
    assert stopped() == 2


@pytest.mark.parametrize("typed", play.WAYS_TO_TYPE_A_CODE)
def test_a_code_stops_however_it_is_typed_and_the_page_says_the_same(as_, cast, signed, typed):
    code = typed(signed.code)
    assert "it is stopped now." in said(send(as_(cast.lou), code=code, meant="everybody"))
    assert stopped() == 2


@pytest.mark.parametrize("typed", play.WAYS_TO_TYPE_A_CODE)
def test_the_privacy_officer_places_it_by_the_code_however_it_is_typed(as_, cast, signed, typed):
    send(as_(cast.lou), **JORDAN | {"birth_date": ""})
    waits = SaidStop.objects.get()
    code = typed(signed.code)
    send(as_(cast.noor), f"{WAITING}{waits.pk}/", is_known="yes", code=code, meant="everybody")
    assert stopped() == 2


@pytest.mark.parametrize("code", ["P9", "P9-9FGA", "Jordan Ellery"])
def test_what_cannot_be_a_code_is_said_at_its_field_and_nothing_waits(as_, cast, signed, code):
    shown = said(send(as_(cast.lou), **JORDAN | {"code": code}))
    assert "A code has five letters and digits, like K7-434. Look at each of them." in shown
    assert not SaidStop.objects.exists()


def test_known_unknown_and_in_doubt_are_answered_in_the_same_bytes(as_, cast, signed, monkeypatch):
    lou, now = as_(cast.lou), timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    answers = [
        text(send(lou, **JORDAN | change))
        for change in ({}, {"given_name": "Nobody"}, {"birth_date": ""}, {"code": signed.code}, {"code": "A3-AAA"})
    ]
    assert len(set(answers)) == 1
    assert stopped() == 2


def test_the_page_knows_nobody_and_shows_no_release(as_, cast, signed):
    lou = as_(cast.lou)
    before = text(lou.get(HERE))
    send(lou, **JORDAN)
    assert text(lou.get(HERE)) == before
    assert as_(cast.lou).get(f"/casemanager/p/{signed.person_id}/").status_code == 404


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"given_name": "", "family_name": ""}, "Write the name and the birth date, or the code."),
        ({"meant": ""}, "Choose what they said."), ({"meant": "somebody by name"}, "Write the name that was said."),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_written_down(as_, cast, signed, change, sentence):
    assert sentence in said(send(as_(cast.lou), **JORDAN | change))
    assert not SaidStop.objects.exists()


def test_a_name_beside_another_choice_is_left_out(as_, cast, signed):
    send(as_(cast.lou), **JORDAN | {"given_name": "Jo", "meant": "the police", "words": "Krupke"})
    assert SaidStop.objects.get().words == ""


def test_the_way_there_stands_on_every_desk_that_has_it(as_, cast):
    for name, home in (
        ("lou", "/responder/"),
        ("kim", "/casemanager/"),
        ("rosa", "/casemanager/"),
        ("noor", "/oversight/"),
    ):
        assert f'href="{HERE}"' in as_(cast.members[name]).get(home).content.decode()
    for name, home in (("pat", "/responder/"), ("imani", "/oversight/")):
        assert HERE not in as_(cast.members[name]).get(home).content.decode()


@pytest.mark.parametrize("name", ["dana", "marcus", "ames", "vance", "ito", "pat", "imani"])
def test_for_every_other_role_it_is_the_page_that_cannot_be_shown(as_, cast, signed, name):
    browser = as_(cast.members[name])
    nothing = browser.get(f"{WAITING}{uuid4()}/")
    for shown in (browser.get(HERE), browser.get(WAITING), send(browser, **JORDAN)):
        assert (shown.status_code, shown.content) == (404, nothing.content)
    assert stopped() == 0


def test_what_is_in_doubt_waits_on_the_privacy_officer_s_list_and_is_placed_by_code(as_, cast, signed):
    send(as_(cast.lou), **JORDAN | {"birth_date": ""})
    noor = as_(cast.noor)
    assert "Jordan Ellery" in said(noor.get(WAITING))
    address = f"{WAITING}{SaidStop.objects.get().pk}/"
    assert "Lou" in said(noor.get(address))
    assert "Write the code." in said(send(noor, address, is_known="yes", meant="everybody"))
    wrong = said(send(noor, address, is_known="yes", code="A3-AAA", meant="everybody"))
    assert "We find no record by that code." in wrong
    assert stopped() == 0
    shown = said(send(noor, address, is_known="yes", code=signed.code, meant="the police"))
    assert "No stop waits." in shown
    assert list(ReleaseLine.objects.filter(stopped_at__isnull=False).values_list("recipient_role", flat=True)) == [
        "officer"
    ]
    assert noor.get(address).status_code == 404


def test_the_privacy_officer_s_first_page_says_how_many_wait_and_that_it_is_their_turn(as_, cast, signed):
    assert "No stop waits." in said(as_(cast.noor).get("/oversight/"))
    for given_name in ("Jordan", "Jo"):
        send(as_(cast.lou), **JORDAN | {"given_name": given_name, "birth_date": ""})
    page = said(as_(cast.noor).get("/oversight/"))
    assert "2 stops wait to be placed ▸ Your turn: Waiting for you" in page
    assert "stops wait" not in said(as_(cast.imani).get("/oversight/"))


def test_a_code_beside_a_no_stops_nothing(as_, cast, signed):
    send(as_(cast.lou), **JORDAN | {"birth_date": ""})
    send(as_(cast.noor), f"{WAITING}{SaidStop.objects.get().pk}/", is_known="no", code=signed.code, meant="everybody")
    assert stopped() == 0
    assert SaidStop.objects.get().placed_by == cast.noor


def test_a_second_tap_changes_nothing_and_is_answered_like_the_first(as_, cast, signed):
    token = str(uuid4())
    for _ in range(2):
        send(as_(cast.lou), **JORDAN | {"birth_date": "", "token": token})
    assert SaidStop.objects.count() == 1


def test_the_page_promises_no_stop_at_once_for_a_name_alone(as_, cast, signed):
    page = said(as_(cast.lou).get(HERE))
    assert "It counts at once where we are sure whose paper it is. A birth date or the code makes us sure." in page
    assert "With the name, it makes us sure whose paper it is." in page
    send(as_(cast.lou), **JORDAN | {"birth_date": ""})
    assert stopped() == 0


def test_in_spanish(as_, cast):
    lou = as_(cast.lou)
    lou.post("/language/", {"language": "es"})
    assert "Anotar que alguien dijo que paremos" in said(lou.get(HERE))
