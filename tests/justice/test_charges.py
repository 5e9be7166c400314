"""Where the protocol leaves the charge to the officer: who decides, once, and what nobody can read from it."""

from datetime import timedelta

import pytest

from offramp.casework import actions as casework
from offramp.justice import actions as justice
from offramp.justice import charges, reads
from offramp.justice.models import Diversion, OfficerDecision
from offramp.kernel.refusals import NotNow, NotYours
from offramp.referrals import actions as referrals
from offramp.referrals import calls
from offramp.referrals.models import Referral
from offramp.referrals.states import CloseReason
from tests import cast as play
from tests.cast import LATE, NOON

pytestmark = pytest.mark.django_db
SOON, LONG_AFTER = NOON + timedelta(minutes=50), NOON + timedelta(days=200)


@pytest.fixture
def cast():
    return play.at_site("fayette")


@pytest.fixture
def referral(cast):
    return play.hand_over(cast, play.offer(cast))


def waiting(cast, at):
    return [charge.referral for charge in charges.own(cast.dana, at)]


@pytest.mark.parametrize(("verb", "status"), [("do_not_charge", "not filed"), ("charge", "filed")])
def test_the_referring_officer_decides_and_the_matter_ends_with_it(cast, referral, verb, status):
    made = justice.decide_own(verb, referral.pk, by=cast.dana, at=LATE)
    matter = Diversion.objects.get()
    assert (made.status, matter.status, matter.decided_at, matter.decided_by) == (status, status, LATE, cast.dana)
    for again in ("charge", "do_not_charge"):
        with pytest.raises(NotNow, match="decided already"):
            justice.decide_own(again, referral.pk, by=cast.dana, at=LATE)


@pytest.mark.parametrize("name", ["marcus", "ames", "vance", "lou", "kim", "pat", "ito"])
def test_nobody_else_decides_there(cast, referral, name):
    with pytest.raises((NotYours, Referral.DoesNotExist)):
        justice.decide_own("charge", referral.pk, by=cast.members[name], at=LATE)
    assert not OfficerDecision.objects.exists()


def test_the_prosecutor_is_not_asked_and_is_told_who_decides(cast, referral):
    assert reads.queue(cast.vance, LATE).rows == []
    with pytest.raises(NotYours, match="the officer who made the arrest decides"):
        justice.decide("do_not_file", Diversion.objects.get().pk, by=cast.vance, at=LATE)
    justice.decide_own("charge", referral.pk, by=cast.dana, at=LATE)
    assert reads.decided(cast.vance, LATE).rows == []


def test_where_the_prosecutor_decides_the_officer_does_not():
    cast = play.at_site("bureau")
    referral = play.hand_over(cast, play.offer(cast))
    with pytest.raises(NotYours, match="Only the referring officer"):
        justice.decide_own("charge", referral.pk, by=cast.dana, at=LATE)
    assert (charges.own(cast.dana, LATE), charges.to_decide(cast.dana, LATE)) == ([], 0)
    assert [row.referral_id for row in reads.queue(cast.vance, LATE).rows] == [referral.pk]


def test_a_matter_is_decided_by_whom_its_own_protocol_names(cast, referral):
    play.adopt(cast, {"if_not_met: officer_may_file": "if_not_met: prosecutor_may_file"}, on=LATE.date(), at=LATE)
    later = play.hand_over(cast, play.offer(cast, at=LATE), at=LATE + timedelta(minutes=20))
    assert waiting(cast, LATE) == [referral]
    assert [row.referral_id for row in reads.queue(cast.vance, LATE).rows] == [later.pk]


def test_it_waits_for_the_officer_beyond_the_days_of_a_referral_and_leaves_after_them(cast, referral):
    assert waiting(cast, LONG_AFTER) == [referral]
    justice.decide_own("do_not_charge", referral.pk, by=cast.dana, at=LONG_AFTER)
    assert waiting(cast, LONG_AFTER + timedelta(days=29)) == [referral]
    assert charges.own(cast.dana, LONG_AFTER + timedelta(days=31)) == []
    assert charges.to_decide(cast.dana, LONG_AFTER) == 0


def test_before_the_officer_is_clear_there_is_nothing_to_decide(cast):
    referral = play.offer(cast)
    calls.answer(referral.hand_off.pk, by=cast.lou, at=NOON)
    justice.hand_over(referral.pk, by=cast.lou, at=SOON)
    assert charges.own(cast.dana, SOON) == []
    with pytest.raises(NotNow, match="Say first that you handed over"):
        justice.decide_own("charge", referral.pk, by=cast.dana, at=SOON)


def nobody_was_there(cast):
    """The worker found nobody before the officer was clear: no charge is held."""
    referral = play.offer(cast)
    calls.answer(referral.hand_off.pk, by=cast.lou, at=NOON)
    casework.find_nobody(referral.pk, by=cast.lou, at=SOON)
    justice.hand_over(referral.pk, by=cast.dana, at=SOON)
    assert not Diversion.objects.exists()
    return referral


def test_where_nobody_was_met_the_officer_s_act_is_the_same(cast):
    referral = nobody_was_there(cast)
    assert waiting(cast, LATE) == [referral]
    assert justice.decide_own("charge", referral.pk, by=cast.dana, at=LATE).status == "filed"


def test_whoever_is_found_after_the_decision_has_no_charge_held_over_them(cast):
    referral = nobody_was_there(cast)
    justice.decide_own("do_not_charge", referral.pk, by=cast.dana, at=LATE)
    justice.hand_over(referral.pk, by=cast.lou, at=LATE + timedelta(hours=1))
    assert not Diversion.objects.exists()


def test_somebody_who_is_forgotten_leaves_the_officer_s_list_as_it_is(cast):
    referral = nobody_was_there(cast)
    referrals.take("close", referral.pk, reason=CloseReason.UNABLE_TO_LOCATE, by=cast.rosa, at=LATE)
    before = waiting(cast, LONG_AFTER)
    assert justice.run_clock(by=play.Nobody("clock", cast.site.pk), at=LONG_AFTER)["people_forgotten"] == 1
    assert waiting(cast, LONG_AFTER) == before == [referral]
