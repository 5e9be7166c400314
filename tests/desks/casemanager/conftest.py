"""A person who was handed over three days ago and whom Kim works with."""

from datetime import timedelta

import pytest
from django.utils import timezone

from offramp.kernel.clocks import local_time
from tests import cast as play


@pytest.fixture
def place():
    return "bureau"


def handed_over(cast, *, ago):
    """A referral whose hand-off, meeting and takeover lie `ago` back by the clock on the site's wall."""
    then = local_time(timezone.now(), cast.site.time_zone) - ago  # over a change of the hour too
    if ago >= timedelta(days=1):
        then = then.replace(hour=12)  # whatever the hour is now, what takes an hour ends on the same day
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


@pytest.fixture
def waiting(cast):
    """A meeting of a person for whom nobody is responsible yet."""
    then = timezone.now() - timedelta(hours=2)
    referral = play.hand_over(cast, play.offer(cast, at=then), at=then + timedelta(minutes=20))
    return play.meet(cast, referral, at=then + timedelta(minutes=40))
