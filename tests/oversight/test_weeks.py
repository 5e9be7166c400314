"""Each week somebody looks through who opened records: what stands out, and a twentieth by lot. Nobody signs for themself."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offramp.casework import reads as casework
from offramp.consent import actions as consent
from offramp.kernel.refusals import Incomplete, NotNow, NotYours
from offramp.oversight import actions, reads, rules
from offramp.oversight.models import AccessReview
from offramp.oversight.rules import Look
from offramp.oversight.states import Why
from tests import cast as play
from tests.cast import NOON

MONDAY = NOON.date()
OVER = NOON + timedelta(days=8)
ONE, OTHER = UUID(int=1), UUID(int=2)
AT_NOON = datetime(2026, 3, 3, 12)
LOOKS = st.lists(
    st.builds(
        Look, seq=st.integers(1, 10_000), at=st.datetimes(datetime(2026, 3, 2), datetime(2026, 3, 9)),
        member=st.sampled_from([ONE, OTHER]), is_emergency=st.booleans(),
    ),
    unique_by=lambda look: look.seq, max_size=60,
)  # fmt: skip


def look(seq, at=AT_NOON, member=ONE, **more):
    return Look(seq, at, member, **more)


@given(LOOKS, st.text(max_size=8))
def test_the_same_looks_and_seed_give_the_same_and_a_twentieth_is_drawn_by_lot(looks, seed):
    chosen = rules.to_review(looks, seed)
    assert chosen == rules.to_review(list(reversed(looks)), seed)
    drawn = [seq for seq, why in chosen.items() if Why.SAMPLE in why]
    assert len(drawn) == -(-len(looks) // 20)


@given(LOOKS, st.text(max_size=8))
def test_every_emergency_is_among_them_and_nothing_without_a_reason(looks, seed):
    chosen = rules.to_review(looks, seed)
    assert {one.seq for one in looks if one.is_emergency} == {
        seq for seq, why in chosen.items() if Why.EMERGENCY in why
    }
    assert all(chosen.values())


@pytest.mark.parametrize(
    ("hour", "minute", "is_night"), [(22, 0, True), (5, 59, True), (6, 0, False), (21, 59, False), (0, 0, True)]
)
def test_night_is_from_ten_to_six(hour, minute, is_night):
    chosen = rules.to_review([look(1, AT_NOON.replace(hour=hour, minute=minute))], "x")
    assert (Why.NIGHT in chosen[1]) is is_night


def test_the_day_on_which_one_worker_opened_most_is_looked_through_whole():
    busy = [look(n, AT_NOON + timedelta(minutes=n)) for n in range(1, 6)]
    others = [look(10 + n, AT_NOON + timedelta(days=n % 3), OTHER) for n in range(6)]
    chosen = rules.to_review(busy + others, "x")
    assert {seq for seq, why in chosen.items() if Why.MOST in why} == {1, 2, 3, 4, 5}


def test_with_another_seed_another_one_is_drawn():
    looks = [look(n, AT_NOON + timedelta(hours=n % 3, days=n % 5), UUID(int=n)) for n in range(1, 41)]
    drawn = {
        tuple(seq for seq, why in rules.to_review(looks, str(seed)).items() if Why.SAMPLE in why) for seed in range(9)
    }
    assert len(drawn) > 1


@pytest.mark.parametrize(("day", "monday"), [(2, 2), (8, 2), (9, 9)])
def test_a_week_begins_on_monday(day, monday):
    assert rules.week_of(datetime(2026, 3, day).date()).day == monday


@pytest.fixture
def cast(db):
    return play.at_site("bureau")


@pytest.fixture
def person(cast):
    """Kim opened the record of somebody she works with, twice on Wednesday."""
    person = play.at_work(cast).person
    for minutes in (0, 1):
        casework.open_person(cast.kim, person.pk, NOON + timedelta(days=2, minutes=minutes))
    return person


def sign(cast, by, *, at=OVER, week=MONDAY, found="Each of these has its reason."):
    return actions.sign_review(week, found=found, by=by, at=at)


def test_the_privacy_officer_reads_names_and_codes_the_reviewer_letters_and_numbers(cast, person):
    noor, imani = (reads.week(who, MONDAY, OVER).chosen[0] for who in (cast.noor, cast.imani))
    assert (noor.name, noor.code, noor.duty) == (cast.kim.name, person.referrals.get().code, "case manager")
    assert (imani.name, imani.code, imani.letter, imani.number) == ("", "", noor.letter, noor.number)
    assert cast.kim.name not in str(reads.week(cast.imani, MONDAY, OVER))


def test_the_choice_is_the_same_at_every_look_once_the_week_is_over(cast, person):
    first, second = (reads.week(cast.noor, MONDAY, OVER + timedelta(days=n)).chosen for n in (0, 3))
    assert first == second


def test_a_week_over_waits_until_it_is_signed_once(cast, person):
    assert MONDAY in reads.weeks(cast.noor, OVER)
    made = sign(cast, cast.noor)
    week = reads.week(cast.imani, MONDAY, OVER)
    assert (made.openings, made.reviewed) == (2, sorted(seq for one in week.chosen for seq in one.seqs))
    assert week.review == made
    assert MONDAY not in reads.weeks(cast.noor, OVER)
    with pytest.raises(NotNow, match="signed already"):
        sign(cast, cast.imani)


def test_a_week_waits_however_old_it_is_and_weeks_cost_no_more_for_it(cast, person, django_assert_num_queries):
    sign(cast, cast.noor, week=MONDAY + timedelta(weeks=1), at=OVER + timedelta(weeks=1))
    with django_assert_num_queries(2):
        waiting = reads.weeks(cast.noor, NOON + timedelta(weeks=52))
    assert waiting[:2] == [MONDAY, MONDAY + timedelta(weeks=2)]
    assert waiting[-1] == MONDAY + timedelta(weeks=51)


def test_a_week_that_still_runs_cannot_be_signed(cast, person):
    with pytest.raises(NotNow, match="not over yet"):
        sign(cast, cast.noor, at=NOON + timedelta(days=3))


def test_nothing_is_signed_without_saying_what_was_found(cast, person):
    with pytest.raises(Incomplete, match="Write what you found"):
        sign(cast, cast.noor, found=" ")


def test_35_whoever_opened_a_record_in_that_week_cannot_sign_it_in_any_role(cast, person):
    noor, kim = cast.noor, cast.kim
    noor.user_id = kim.user_id  # the same human being in another role
    with pytest.raises(NotYours, match="somebody else must sign it"):
        sign(cast, noor)
    assert not AccessReview.objects.exists()
    assert sign(cast, cast.imani).signed_by == cast.imani


@pytest.mark.parametrize("name", ["dana", "ames", "vance", "ito", "lou", "kim", "rosa", "pat"])
def test_nobody_else_reads_or_signs_a_week(cast, person, name):
    who = cast.members[name]
    assert reads.weeks(who, OVER) == []
    assert not reads.reviews(who).exists()
    with pytest.raises(AccessReview.DoesNotExist):
        sign(cast, who)


def test_the_openings_of_another_site_are_not_among_them(cast, person):
    elsewhere = play.at_site("fayette")
    assert reads.week(elsewhere.noor, MONDAY, OVER).openings == 0


def test_hours_are_the_site_s_own(cast):
    person = play.at_work(cast).person  # a site three hours behind New York
    casework.open_person(cast.kim, person.pk, datetime(2026, 3, 5, 5, 30, tzinfo=UTC))  # half past nine in the evening
    casework.open_person(cast.kim, person.pk, datetime(2026, 3, 6, 6, 30, tzinfo=UTC))  # half past ten, a day later
    found = {one.at.minute + one.at.hour * 60: one.why for one in reads.week(cast.noor, MONDAY, OVER).chosen}
    assert [Why.NIGHT in why for why in found.values()] == [False, True]


def test_the_openings_of_one_record_on_one_day_are_one_line_and_an_emergency_stands_first(cast, person):
    at = NOON + timedelta(days=2, hours=1)
    access = consent.open_in_emergency(person, reason="County hospital treats them now.", by=cast.rosa, at=at)
    reads.emergency_file(cast.rosa, access.pk, at)
    first, *others = reads.week(cast.noor, MONDAY, OVER).chosen
    assert (first.name, first.duty) == (cast.rosa.name, "")
    (kims,) = [one for one in others if one.at.date() == (NOON + timedelta(days=2)).date()]
    assert (kims.name, len(kims.seqs)) == (cast.kim.name, 2)


def test_a_week_that_has_not_begun_is_not_there_and_not_signed(cast, person):
    with pytest.raises(AccessReview.DoesNotExist):
        reads.week(cast.noor, MONDAY + timedelta(weeks=30), OVER)
    with pytest.raises(AccessReview.DoesNotExist):
        sign(cast, cast.noor, week=MONDAY + timedelta(weeks=30))
