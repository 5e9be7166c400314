"""A page that is sent again: the same words are answered like the first time, and another name is told what happened."""

from uuid import uuid4

import pytest
from django.utils import timezone

from offramp.referrals import actions as referrals
from offramp.referrals.models import Referral
from tests.desks.conftest import SCENE, WHO

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(dana):
    """A scene that is filled in and not sent yet."""
    form = dana.get("/officer/diversion/").context["form"]
    return SCENE | WHO | {"outcome": "wants", "version": form.in_force, "token": str(uuid4())}


def test_sending_twice_is_sending_once(dana, send, scene):
    send(**SCENE, **WHO, outcome="wants")
    first, second = (dana.post("/officer/diversion/", scene)["Location"] for _ in range(2))
    assert first == second
    assert Referral.objects.count() == 2


def test_back_another_name_and_send_is_told_so_and_nobody_is_mixed_up(dana, scene):
    first = dana.post("/officer/diversion/", scene)["Location"]
    other = dana.post("/officer/diversion/", scene | {"given_name": "Sam", "family_name": "Okafor"})
    page = other.content.decode()
    assert "This page was already sent, and what it said then stands." in page
    assert "start a new form" in page
    assert 'value="Okafor"' in page
    assert Referral.objects.get().person.family_name == "Ellery"
    assert dana.post("/officer/diversion/", scene)["Location"] == first


def test_in_spanish_it_is_told_in_spanish(dana, scene):
    dana.post("/officer/diversion/", scene)
    other = dana.post("/officer/diversion/", scene | {"given_name": "Sam"}, headers={"accept-language": "es"})
    assert "Esta página ya se envió, y vale lo que decía entonces." in other.content.decode()


def test_an_offer_that_is_sent_again_is_answered_again_and_another_name_is_refused(cast, dana):
    now = timezone.now()
    referral = referrals.ask(facts={}, by=cast.dana, at=now)
    referrals.take("agree", referral.pk, by=cast.ames, at=now)
    address, sent = f"/officer/referrals/{referral.pk}/offer/", WHO | {"outcome": "wants", "token": str(uuid4())}
    first, again = (dana.post(address, sent)["Location"] for _ in range(2))
    assert first == again == f"/officer/referrals/{referral.pk}/wait/"
    assert "This page was already sent" in dana.post(address, sent | {"given_name": "Sam"}).content.decode()
    referral.refresh_from_db()
    assert referral.person.given_name == "Jordan"
