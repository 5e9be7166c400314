"""The whole path, from an officer's offer to a kept promise, at each of the five sites, verb by verb."""

from datetime import timedelta

import pytest

from offramp.consent.models import Disclosure
from offramp.justice import actions as justice
from offramp.justice import charges
from offramp.justice import reads as justice_reads
from offramp.justice.models import Diversion
from offramp.justice.states import Status
from tests import cast as play
from tests.cast import BY_PLACE, NOON

#: Where the protocol's consequence is that the officer may charge.
LEFT_TO_THE_OFFICER = {"fayette"}

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
    to_review = justice_reads.queue(cast.vance, later).rows
    own = [charge.referral for charge in charges.own(cast.dana, later)]
    is_officers = cast.site.slug in LEFT_TO_THE_OFFICER
    assert ([row.referral_id for row in to_review], own) == (([], [referral]) if is_officers else ([referral.pk], []))
    delivered = justice.deliver(by=cast.vance, at=later)
    assert [arrival.text for arrival, _ in delivered] == ["Intake and release completed on Mar 12, 2026."]
    justice.take_into_file(delivered[0][1].pk, by=cast.vance, at=later)
    if is_officers:
        justice.decide_own("do_not_charge", referral.pk, by=cast.dana, at=later)
    else:
        justice.decide("do_not_file", referral.diversion.pk, by=cast.vance, at=later)

    assert Diversion.objects.get().status == Status.NOT_FILED
    assert justice.deliver(by=cast.vance, at=later) == []
    assert [arrival.text for arrival, _ in justice.deliver(by=cast.dana, at=later)] == [delivered[0][0].text]
    assert Disclosure.objects.count() == 2
    assert justice_reads.taken_on(cast.vance, Diversion.objects.get()) == later
