"""Who is rung, minute by minute, when nobody stores anything about it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from offramp.referrals.rules import Ringing, RingStep, nobody_came, ringing

CALL = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
LOU, KIM, ANA = UUID(int=1), UUID(int=2), UUID(int=3)
LINE = [RingStep(timedelta(minutes=m), who) for m, who in ((0, LOU), (2, KIM), (4, ANA))]


def after(minutes):
    return CALL + timedelta(minutes=minutes)


def rung(minutes, passed=()):
    return ringing(LINE, set(passed), CALL, after(minutes)).member


def test_the_call_goes_along_the_roster_and_stays_with_the_last():
    assert [rung(m) for m in (0, 1.9, 2, 3.9, 4, 60)] == [LOU, LOU, KIM, KIM, ANA, ANA]


def test_whoever_passes_it_on_frees_the_next_at_once():
    assert rung(0.5, [LOU]) == KIM
    assert ringing(LINE, {LOU}, CALL, after(0.5)) == Ringing(KIM, CALL, after(2))


def test_when_all_have_passed_it_on_nobody_is_rung():
    assert rung(1, [LOU, KIM, ANA]) is None
    assert ringing([], set(), CALL, CALL).member is None


def test_nobody_is_rung_twice():
    line = [*LINE, RingStep(timedelta(minutes=6), LOU)]
    assert ringing(line, {LOU}, CALL, after(60)).member == ANA


def test_the_officer_hears_that_no_one_has_answered_from_the_minute_the_site_set():
    assert not nobody_came(CALL, None, 6, after(5.9))
    assert nobody_came(CALL, None, 6, after(6))
    assert not nobody_came(CALL, after(1), 6, after(60))


@given(st.sets(st.sampled_from([LOU, KIM, ANA])), st.floats(0, 1000))
def test_somebody_is_always_rung_unless_all_have_passed_it_on(passed, minutes):
    assert (rung(minutes, passed) is None) is (passed == {LOU, KIM, ANA})
    assert rung(minutes, passed) not in passed
