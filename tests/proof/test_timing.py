"""Somebody unknown and somebody who is not one's own take the same time: a stopwatch tells nothing either."""

import math
import random
import statistics
import time
from datetime import timedelta
from uuid import uuid4

import pytest

from tests import cast as play
from tests.cast import NOON
from tests.seats import seat, the_time_is

PAIRS, MOST = 500, 0.005  # seconds between the two medians

#: Who asks, and where: each of these pages is one that cannot be shown, for whoever it is about.
ASKED = {
    "an officer about a colleague's referral": ("marcus", "/officer/referrals/{referral}/"),
    "an officer about a colleague's call": ("marcus", "/officer/referrals/{referral}/wait/"),
    "a case manager about somebody else's person": ("rosa", "/casemanager/p/{person}/"),
    "a sergeant about what was not asked": ("ames", "/approvals/{referral}/"),
}


def rank_test(one, other):
    """The chance of a difference this large between two samples of the same thing (Mann-Whitney, normal approximation)."""
    ranked = sorted((value, side) for side, values in enumerate((one, other)) for value in values)
    ranks, place = [0.0, 0.0], 0
    while place < len(ranked):
        end = place
        while end < len(ranked) and ranked[end][0] == ranked[place][0]:
            end += 1
        for _, side in ranked[place:end]:
            ranks[side] += (place + 1 + end) / 2
        place = end
    n, m = len(one), len(other)
    u = ranks[0] - n * (n + 1) / 2
    z = (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(z) / math.sqrt(2))


def test_the_rank_test_tells_what_differs_from_what_does_not():
    dice = random.Random(4)
    usual = [dice.gauss(5, 1) for _ in range(500)]
    assert rank_test(usual, [dice.gauss(5, 1) for _ in range(500)]) > 0.01
    assert rank_test(usual, [dice.gauss(5.3, 1) for _ in range(500)]) < 0.01
    assert rank_test([1, 1, 1], [1, 1, 1]) == 1


@pytest.mark.prove
@pytest.mark.django_db
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("asked", ASKED)
def test_unknown_and_not_one_s_own_take_the_same_time(asked, settings, figures):
    settings.DEMO = True
    cast = play.at_site("bureau")
    referral = play.at_work(cast)
    name, address = ASKED[asked]
    there = address.format(referral=referral.pk, person=referral.person_id)
    times = {"there": [], "nowhere": []}
    with the_time_is(NOON + timedelta(days=2)):
        browser = seat(cast.members[name])
        for number in range(PAIRS + 20):
            nowhere = address.format(referral=uuid4(), person=uuid4())
            pair = [("there", there), ("nowhere", nowhere)]
            for which, where in pair if number % 2 else reversed(pair):  # neither profits from coming second
                start = time.perf_counter()
                answer = browser.get(where)
                if number >= 20:  # the first ones only warm up
                    times[which].append(time.perf_counter() - start)
                assert answer.status_code == 404
    apart = abs(statistics.median(times["there"]) - statistics.median(times["nowhere"]))
    figures(timed_pairs=PAIRS, pages_told_apart_by_time=int(rank_test(*times.values()) <= 0.01 or apart > MOST))
    assert apart < MOST
    assert rank_test(*times.values()) > 0.01
