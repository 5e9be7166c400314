"""A person who was handed over three days ago and whom Kim works with."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import cast as play


@pytest.fixture
def place():
    return "bureau"


def handed_over(cast, *, ago):
    """A referral whose hand-off, meeting and takeover lie `ago` back."""
    then = timezone.now() - ago
    referral = play.offer(cast, at=then)
    play.hand_over(cast, referral, at=then + timedelta(minutes=20))
    play.meet(cast, referral, at=then + timedelta(minutes=50))
    play.take_over(cast, referral.person, at=then + timedelta(minutes=60))
    return referral


@pytest.fixture
def referral(cast):
    return handed_over(cast, ago=timedelta(days=3))


@pytest.fixture
def person(referral):
    return referral.person
