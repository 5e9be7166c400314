"""The power can go out between any two statements: then all of it has happened, or nothing."""

from contextlib import suppress
from itertools import count
from uuid import uuid4

import pytest
from django.db import transaction

from offramp.justice import actions as justice
from tests import cast as play
from tests.cast import NOON
from tests.state import Cut, cut_at, everything, trail_is_whole
from tests.verbs import LATER, Act, prepare

pytestmark = pytest.mark.django_db(transaction=True)

VERBS = [
    "referrals.actions.divert", "justice.actions.hand_over", "casework.actions.save_meeting", "consent.actions.sign",
    "casework.actions.complete_intake", "justice.actions.decide", "justice.actions.send_notice",
]  # fmt: skip


def crash_everywhere(act):
    """Cut `act` at each of its statements in turn. Returns how many there were once it gets through."""
    before = everything()
    for number in count():
        with suppress(Cut), cut_at(number):
            act()
            return number
        assert everything() == before, f"statement {number} left something behind"
    raise AssertionError


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_that_is_cut_anywhere_leaves_nothing_behind(name):
    with transaction.atomic():
        _, act = prepare(name)
    before, token = everything(), uuid4()
    statements = crash_everywhere(lambda: act(token=token))
    assert statements > 5
    assert everything() != before
    assert trail_is_whole()


def test_an_arrival_that_is_cut_anywhere_is_neither_shown_nor_accounted_for():
    with transaction.atomic():
        cast = play.at_site("bureau")
        person = play.at_work(cast).person
        play.sign(cast, person)
        play.complete_intake(cast, person)
    drawn = Act(justice.deliver, (), cast.vance, at=NOON + (LATER - NOON) * 10)
    assert crash_everywhere(drawn) > 5
    assert len(drawn()) == 1
    assert trail_is_whole()
