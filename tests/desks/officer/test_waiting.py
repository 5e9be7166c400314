"""The wait for a worker: what stays open while nobody answers, and what each choice asks of the officer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from offramp.referrals.models import HandOff, Referral
from tests.desks.conftest import SCENE, WHO
from tests.seats import said

pytestmark = pytest.mark.django_db


def nobody_answers(send):
    """A call that has rung through every step of the protocol."""
    send(**SCENE, **WHO, outcome="wants")
    HandOff.objects.update(called_at=timezone.now() - timedelta(minutes=6))
    return Referral.objects.get()


def tap(officer, referral, word):
    return said(officer.post(f"/officer/referrals/{referral.pk}/go-on/", {"word": word}, follow=True))


def test_who_waits_keeps_every_other_choice(dana, send):
    referral = nobody_answers(send)
    tap(dana, referral, "waited")
    page = said(dana.get(f"/officer/referrals/{referral.pk}/wait/"))
    assert "If nobody comes, hand off by phone" in page
    assert "Wait Meet at the drop-off center Hand off by phone Follow the site rule" in page
    assert "They have arrived" in page
    assert "Handed over, I am clear" in tap(dana, referral, "handed off by phone")
