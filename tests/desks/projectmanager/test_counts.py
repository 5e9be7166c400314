"""What became of stops: the person harmed who did not agree counts apart, and nobody who was not asked is in that share."""

from datetime import timedelta

import pytest
from django.urls import reverse

from offramp.referrals import actions as referrals
from offramp.referrals.models import Referral
from offramp.referrals.states import DeclineReason, NotAgreedReason, NotOfferedReason
from offramp.reporting import reads
from offramp.reporting.states import Harmed, Outcome, Shown
from tests import cast as play
from tests.cast import NOON
from tests.seats import page, said, seat, the_time_is

pytestmark = pytest.mark.django_db
NEXT_QUARTER, ENOUGH = NOON + timedelta(days=60), 11  # the fewest of which the number is shown
ANOTHER_OFFENSE = {"offense": "other"}


@pytest.fixture
def cast():
    """A site whose protocol lets anybody harmed say no, and says no itself to every offense that it does not list."""
    cast = play.at_site("rochester-monroe")
    play.adopt(cast, {"unlisted: ask prosecutor": "unlisted: no"}, on=NOON.date() - timedelta(days=1))
    return cast


@pytest.fixture
def stops(cast):
    """Many stops of one kind: the verb with which they ended, and what the person harmed said."""

    def stops(verb, harmed, times=ENOUGH, also=(), **more):
        facts = play.divertible(cast) | {"aggrieved_party": harmed} | dict(also)
        return [verb(facts=facts, by=cast.dana, at=NOON, **more) for _ in range(times)]

    return stops


def counted(cast):
    """What is shown as a number for the one year that is counted, by outcome and what the person harmed said."""
    (year,) = reads.offers(cast.pat, NEXT_QUARTER)
    heads = [*Harmed, "all"]
    lines = [*year.lines, ("all", year.total)]
    found = {(name, head): one for name, row in lines for head, one in zip(heads, row, strict=True)}
    return {where: number.value for where, number in found.items() if number.value}


def test_t10_a_person_harmed_who_does_not_agree_counts_apart_from_every_other_no(cast, stops):
    stops(referrals.record_not_divertible, "disagrees")
    stops(referrals.record_not_divertible, "disagrees", 12, also=ANOTHER_OFFENSE)
    stops(referrals.record_not_divertible, "agrees", 13, also=ANOTHER_OFFENSE)
    stops(referrals.record_decline, "agrees", 14, reason=DeclineReason.NO_REASON)
    stops(referrals.record_not_offered, "none_present", 15, reason=NotOfferedReason.DISCRETION)
    assert counted(cast) == {
        (Outcome.HARMED_DID_NOT_AGREE, Harmed.DID_NOT_AGREE): 11, (Outcome.HARMED_DID_NOT_AGREE, "all"): 11,
        (Outcome.PROTOCOL_SAID_NO, Harmed.DID_NOT_AGREE): 12, (Outcome.PROTOCOL_SAID_NO, Harmed.AGREED): 13,
        (Outcome.PROTOCOL_SAID_NO, "all"): 25,
        (Outcome.SAID_NO, Harmed.AGREED): 14, (Outcome.SAID_NO, "all"): 14,
        (Outcome.NOT_OFFERED, Harmed.NOT_ASKED): 15, (Outcome.NOT_OFFERED, "all"): 15,
        ("all", Harmed.NOT_ASKED): 15, ("all", Harmed.AGREED): 27, ("all", Harmed.DID_NOT_AGREE): 23, ("all", "all"): 65,
    }  # fmt: skip


def test_a_stop_counts_once_it_is_settled_and_whoever_said_yes_goes_on_counting_whatever_comes_later(cast, stops):
    for _ in range(ENOUGH):
        play.offer(cast)
    Referral.objects.update(status="closed", close_reason="joined with another referral")
    assert counted(cast)[Outcome.SAID_YES, "all"] == ENOUGH
    waiting = stops(referrals.ask, "unknown", 12)
    assert counted(cast)["all", "all"] == ENOUGH
    for referral in waiting:
        referrals.take("refuse", referral.pk, reason=NotAgreedReason.SITUATION, by=cast.ames, at=NOON)
    assert counted(cast)[Outcome.NOT_AGREED_TO, Harmed.NOT_ASKED] == 12
    Referral.objects.filter(status="not agreed").update(status="closed", close_reason="did not complete intake in time")
    assert counted(cast)[Outcome.NO_ANSWER, "all"] == 12


def test_a_question_that_another_one_replaced_is_not_counted_twice(cast, stops):
    for referral in stops(referrals.ask, "unknown"):
        referrals.take("send_back", referral.pk, reason="Call me first", by=cast.ames, at=NOON)
        stops(referrals.record_not_divertible, "disagrees", 1, instead_of=referral.pk)
    assert counted(cast)["all", "all"] == ENOUGH


def test_a_count_of_ten_or_fewer_is_not_shown_and_the_page_names_nobody(cast, stops):
    stops(referrals.record_not_divertible, "disagrees", 10)
    stops(referrals.record_decline, "agrees", reason=DeclineReason.NO_REASON)
    referral = play.offer(cast)
    answer = page(cast.pat, reverse("projectmanager:counts"), at=NEXT_QUARTER)
    shown = said(answer)
    assert "The person harmed did not agree Nobody harmed was asked 0" in shown
    assert "10 or fewer" in shown
    assert not any(word in shown for word in ("Jordan", referral.code, cast.dana.name))
    (year,) = reads.offers(cast.pat, NEXT_QUARTER)
    row = dict(year.lines)[Outcome.HARMED_DID_NOT_AGREE]
    assert [number.shown for number in row] == [Shown.EXACT, Shown.EXACT, Shown.SMALL, Shown.SMALL]


def test_nothing_is_counted_before_its_quarter_is_over_and_the_page_is_in_spanish_too(cast, stops):
    stops(referrals.record_not_divertible, "disagrees")
    address = reverse("projectmanager:counts")
    assert "Nothing is counted yet." in said(page(cast.pat, address, at=NOON + timedelta(days=1)))
    with the_time_is(NEXT_QUARTER):
        spanish = said(seat(cast.pat).get(address, headers={"accept-language": "es"}))
    assert "La persona que sufrió el daño no estuvo de acuerdo" in spanish


@pytest.mark.parametrize("name", ["dana", "ames", "vance", "kim", "rosa", "lou"])
def test_nobody_else_reads_these_counts(cast, stops, name):
    stops(referrals.record_not_divertible, "disagrees")
    assert reads.offers(cast.members[name], NEXT_QUARTER) == []
    assert page(cast.members[name], reverse("projectmanager:counts"), at=NEXT_QUARTER).status_code == 404
