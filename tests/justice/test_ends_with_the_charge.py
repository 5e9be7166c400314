"""A line of a release may end before its day: with the last charge that is held for the person, whatever is decided."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from offramp.consent import actions as consent
from offramp.consent.actions import Choice
from offramp.consent.models import ReleaseLine
from offramp.consent.states import EndsWith
from offramp.justice import actions as justice
from offramp.justice import reads
from offramp.justice.models import Diversion
from offramp.kernel.classification import DataClass
from offramp.kernel.models import TrailRow
from tests import cast as play
from tests.cast import NOON
from tests.verbs import TYPED

pytestmark = pytest.mark.django_db
SIGNED, DECIDED = NOON + timedelta(days=3), NOON + timedelta(days=12)
YEAR = timedelta(days=365)


@pytest.fixture
def cast():
    return play.at_site("bureau")


@pytest.fixture
def matter(cast):
    return play.at_work(cast).diversion


def sign(cast, person, *, at=SIGNED, **choice):
    """To the prosecutor until a year has passed or no charge is held; to the officer for the year."""
    until = Choice(cast.vance, frozenset({DataClass.PARTICIPATION}), at + YEAR, EndsWith.NO_HELD_CHARGE)
    year = replace(until, recipient=cast.dana, ends_with=None)
    return consent.sign(
        person, choices=[replace(until, **choice), year], signature=TYPED, discloser="Open Door", purpose="to hold the charge",
        text="You choose.", language="en", no_officer_present=True, by=cast.kim, at=at,
    )  # fmt: skip


def on(at):
    return {line.recipient_role for line in ReleaseLine.objects.filter(is_yes=True) if line.as_line().is_live(at)}


def decide(cast, matter, at=DECIDED, step="do_not_file", reason=""):
    justice.decide(step, matter.pk, reason=reason, by=cast.vance, at=at)


@pytest.mark.parametrize(
    ("step", "reason"),
    [("do_not_file", ""), ("file", "As agreed."), ("decline", "No evidence."), ("find_ineligible", "Age.")],
)
def test_with_whatever_decision_it_is_over_at_that_instant_and_the_others_go_on(cast, matter, step, reason):
    sign(cast, matter.person)
    assert on(DECIDED) == {"prosecutor", "officer"}
    decide(cast, matter, step=step, reason=reason)
    assert on(DECIDED - timedelta(seconds=1)) == {"prosecutor", "officer"}
    assert on(DECIDED) == {"officer"}
    assert TrailRow.objects.filter(action="end_release", detail__event=EndsWith.NO_HELD_CHARGE).count() == 1


def test_from_then_on_nothing_is_told_under_it(cast, matter):
    sign(cast, matter.person)
    play.complete_intake(cast, matter.person)
    assert len(reads.arrivals(cast.vance, DECIDED)) == 1
    decide(cast, matter)
    assert reads.arrivals(cast.vance, DECIDED) == []
    assert justice.deliver(by=cast.vance, at=DECIDED + timedelta(days=1)) == []


def test_it_waits_for_the_last_charge_of_this_person_and_for_nobody_else_s(cast, matter):
    other = play.at_work(cast, at=NOON + timedelta(hours=2)).diversion
    Diversion.objects.filter(pk=other.pk).update(person=matter.person)
    somebody_else = play.at_work(cast, at=NOON + timedelta(hours=4)).diversion
    sign(cast, matter.person)
    sign(cast, somebody_else.person)
    decide(cast, matter)
    assert ReleaseLine.objects.filter(happened_at__isnull=False).count() == 0
    decide(cast, other, at=DECIDED + timedelta(hours=1))
    (ended,) = ReleaseLine.objects.filter(happened_at__isnull=False)
    assert (ended.release.person, ended.happened_at) == (matter.person, DECIDED + timedelta(hours=1))


def test_its_day_comes_first_where_it_does(cast, matter):
    sign(cast, matter.person, ends_at=DECIDED - timedelta(days=1))
    assert on(DECIDED - timedelta(days=1)) == {"officer"}
    decide(cast, matter)
    assert on(DECIDED) == {"officer"}


def test_what_ended_does_not_come_back_with_the_next_charge(cast, matter):
    sign(cast, matter.person)
    decide(cast, matter)
    other = play.at_work(cast, at=DECIDED + timedelta(days=1)).diversion
    Diversion.objects.filter(pk=other.pk).update(person=matter.person)
    assert on(DECIDED + timedelta(days=4)) == {"officer"}


def test_a_charge_that_the_officer_decides_ends_it_too(cast):
    referral = play.left_to_the_officer(cast)
    person = Diversion.objects.get(referral=referral).person
    play.take_over(cast, person)
    sign(cast, person)
    justice.decide_own("charge", referral, by=cast.dana, at=DECIDED)
    assert on(DECIDED) == {"officer"}


@pytest.mark.parametrize(
    "wrong", [{"ends_at": None}, {"ends_with": "the moon is full"}, {"ends_with": "", "happened_at": DECIDED}]
)
def test_the_database_refuses_a_line_without_a_day_and_an_event_that_nobody_can_know(cast, matter, wrong):
    sign(cast, matter.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleaseLine.objects.update(**wrong)
