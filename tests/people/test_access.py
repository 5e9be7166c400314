"""Who opens a person's record to whom, and when it closes again by itself."""

from datetime import timedelta

import pytest

from offramp.casework import actions as casework
from offramp.justice import actions as justice
from offramp.kernel.refusals import NotYours
from offramp.kernel.trail import Nobody
from offramp.people import actions as people
from offramp.people.models import Assignment
from offramp.people.states import Duty
from offramp.referrals import actions as referrals
from offramp.referrals import calls
from offramp.referrals.states import CloseReason
from tests import cast as play
from tests.cast import NOON

LATER = NOON + timedelta(hours=2)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return play.at_site("bureau")


@pytest.fixture
def answered(cast):
    """Lou took the call."""
    referral = play.offer(cast)
    calls.answer(referral.hand_off.pk, by=cast.lou, at=NOON + timedelta(minutes=1))
    return referral


def works_with(referral):
    return {one.member.name for one in Assignment.objects.filter(person=referral.person, ended_at__isnull=True)}


def test_closing_a_referral_ends_the_work_of_whoever_was_on_call(cast, answered):
    referrals.take("close", answered.pk, reason=next(iter(CloseReason)), by=cast.lou, at=LATER)
    assert works_with(answered) == set()


def test_when_the_days_are_over_the_clock_ends_it_and_nobody_is_named_for_it(cast, answered):
    referrals.lapse(answered.pk, by=Nobody("clock", cast.site.pk), at=LATER)
    ended = Assignment.objects.get(person=answered.person)
    assert (ended.ended_at, ended.ended_by) == (LATER, None)


def test_a_meeting_without_a_name_ends_it(cast, answered):
    justice.hand_over(answered.pk, by=cast.lou, at=LATER)
    casework.save_meeting(answered.pk, next_at=None, keeps_name=False, by=cast.lou, at=LATER)
    assert works_with(answered) == set()


def test_a_meeting_with_a_name_does_not_end_it(cast, answered):
    justice.hand_over(answered.pk, by=cast.lou, at=LATER)
    casework.save_meeting(answered.pk, next_at=None, keeps_name=True, by=cast.lou, at=LATER)
    assert works_with(answered) == {"Lou P."}


def test_whoever_finds_a_person_after_a_closed_call_works_with_them(cast, answered):
    referrals.take("close", answered.pk, reason=next(iter(CloseReason)), by=cast.lou, at=LATER)
    referrals.take("look_again", answered.pk, by=cast.lou, at=LATER)
    justice.hand_over(answered.pk, by=cast.kim, at=LATER)
    assert works_with(answered) == {"Kim O."}


def test_nobody_takes_a_person_whom_they_do_not_work_with(cast, answered):
    with pytest.raises(NotYours, match="Ask the supervisor"):
        people.assign(answered.person, cast.kim, duty=Duty.CASE_MANAGER, by=cast.kim, at=LATER)
    with pytest.raises(NotYours, match="Ask the supervisor"):
        casework.take_over(answered.person, case_manager=cast.kim, by=cast.kim, at=LATER)
    assert works_with(answered) == {"Lou P."}


@pytest.mark.parametrize("name", ["rosa", "pat", "lou"])
def test_a_lead_or_whoever_works_with_the_person_brings_somebody_in(cast, answered, name):
    people.assign(answered.person, cast.kim, duty=Duty.CASE_MANAGER, by=cast.members[name], at=LATER)
    assert works_with(answered) == {"Kim O.", "Lou P."}
