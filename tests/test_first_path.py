"""The whole path, from an officer's offer to a kept promise, at each of the five sites, verb by verb."""

from datetime import timedelta

import pytest

from offramp.consent.models import Disclosure
from offramp.justice import actions as justice
from offramp.justice import reads as justice_reads
from offramp.justice.models import Diversion
from offramp.justice.states import Status
from tests import cast as play
from tests.cast import BY_PLACE, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(params=sorted(BY_PLACE))
def cast(request):
    return play.at_site(request.param)


def test_from_offer_to_not_filed(cast):
    referral = play.offer(cast)
    play.hand_over(cast, referral)
    play.meet(cast, referral)
    person = referral.person
    play.take_over(cast, person)
    play.sign(cast, person)
    play.complete_intake(cast, person)

    later = NOON + timedelta(days=11)
    held = justice_reads.queue(cast.vance, later).rows
    assert [row.referral_id for row in held] == [referral.pk]
    delivered = justice.deliver(by=cast.vance, at=later)
    assert [arrival.text for arrival, _ in delivered] == ["Intake and release completed on Mar 12, 2026."]
    justice.take_into_file(delivered[0][1].pk, by=cast.vance, at=later)
    decided = justice.decide("do_not_file", held[0].pk, by=cast.vance, at=later)

    assert decided.status == Status.NOT_FILED
    assert justice.deliver(by=cast.vance, at=later) == []
    assert [arrival.text for arrival, _ in justice.deliver(by=cast.dana, at=later)] == [delivered[0][0].text]
    assert Disclosure.objects.count() == 2
    assert justice_reads.taken_on(cast.vance, Diversion.objects.get()) == later
