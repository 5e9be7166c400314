"""Somebody young at the scene: what the protocol says counts, and where it says nothing, that is said."""

from datetime import date
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.html import escape

from offramp.kernel.clocks import local_date
from offramp.people.rules import band_on
from offramp.referrals.models import Referral
from offramp.referrals.states import Status
from tests import cast as play
from tests.desks.conftest import SCENE, WHO

pytestmark = pytest.mark.django_db
CHILD = f"04 09 {timezone.localdate().year - 15}"
SILENT = "This site's protocol says nothing about people under 18: neither yes nor no. Talk to a sergeant about it."


def said(answer):
    return answer.content.decode()


def test_a_person_under_eighteen_is_not_diverted_where_the_protocol_says_so(cast, dana, send):
    asks_age = """  - id: 3(f)
    says: A person under 18 is not diverted.
    authority: a test
    doors: [arrest_diversion]
    kind: age
    fact: age
    question: How old is the person?
    label: Under 18
    must_be: {at_least: 18}
    otherwise: no
"""
    play.adopt(
        cast,
        {"\naggrieved_party:": f"{asks_age}\naggrieved_party:"},
        at=timezone.now(),
        on=local_date(timezone.now(), cast.site.time_zone),
    )
    page = said(send(**(SCENE | WHO | {"q-exclusions": "4", "birth_date": CHILD, "outcome": "wants"})))
    assert "This cannot be diverted at this site." in page
    assert "says nothing about people under 18" not in page
    assert not Referral.objects.exists()


def test_where_the_protocol_is_silent_about_the_young_nothing_is_decided_and_it_is_said(send):
    page = send(**(SCENE | WHO | {"birth_date": CHILD, "outcome": "wants"}))
    assert Referral.objects.get().status == Status.ACCEPTED
    assert escape(SILENT) in said(page)


def test_in_spanish_the_silence_about_the_young_is_said_in_spanish(send, dana):
    dana.defaults["HTTP_ACCEPT_LANGUAGE"] = "es"
    page = said(send(**(SCENE | WHO | {"birth_date": CHILD, "outcome": "wants"})))
    assert "no dice nada de las personas menores de 18 años: ni sí ni no. Háblelo con un sargento." in page


def test_of_somebody_older_or_of_no_known_age_nothing_is_said(send):
    for birth_date in ({"birth_date": "04 09 1988"}, {"birth_date": CHILD, "no_date": "on"}):
        assert escape(SILENT) not in said(send(**(SCENE | WHO | {"outcome": "wants"} | birth_date)))


def test_who_looks_under_18_while_waiting_is_said_too(cast, dana):
    referral = play.offer(cast, at=timezone.now())
    address = f"/officer/referrals/{referral.pk}/seen/"
    seen = {"race": "White", "sex": "male", "token": str(uuid4())}
    assert escape(SILENT) in said(dana.post(address, seen | {"age": "under 18"}, follow=True))
    seen["token"] = str(uuid4())
    assert escape(SILENT) not in said(dana.post(address, seen | {"age": "18-24"}, follow=True))


@pytest.mark.parametrize(
    ("day", "born", "band"),
    [
        (date(2026, 3, 2), date(2008, 3, 2), "18-24"),
        (date(2026, 3, 2), date(2008, 3, 3), "under 18"),
        (date(2028, 2, 29), date(2010, 2, 28), "18-24"),
        (date(2028, 2, 29), date(2010, 3, 1), "under 18"),
        (date(2026, 3, 2), date(1961, 3, 2), "65 or older"),
    ],
)
def test_the_day_of_a_birthday_counts_for_the_new_age(day, born, band):
    assert band_on(day, born) == band
