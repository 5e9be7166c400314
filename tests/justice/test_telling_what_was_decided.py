"""What was decided waits on the worker's page until the person knows it; no partner learns that somebody told them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.urls import reverse

from offramp.justice import actions as justice
from offramp.justice import deciders, telling
from offramp.justice.models import Diversion
from offramp.kernel.refusals import NotNow
from tests import cast as play
from tests.cast import LATE, NOON
from tests.seats import every_page_of, page, said, seat, text, the_time_is

pytestmark = pytest.mark.django_db
TODAY = reverse("casemanager:home")
WAITS = "Decided: tell them"
THE_DAY_AFTER = LATE + timedelta(days=1)


@pytest.fixture(autouse=True)
def demonstration(settings):
    """As in the demonstration, a seat is taken without a second factor."""
    settings.DEMO = True


@pytest.fixture
def cast():
    return play.at_site("bureau")


@pytest.fixture
def matter(cast):
    """Kim works with the person; the prosecutor has filed."""
    held = play.at_work(cast).diversion
    return justice.decide("file", held.pk, reason="From my own file", by=cast.vance, at=LATE)


def press(cast, matter, *, by="kim", at=THE_DAY_AFTER):
    with the_time_is(at):
        return seat(cast.members[by]).post(
            reverse("casemanager:told", args=[matter.person_id, matter.pk]), {"token": str(uuid4())}, follow=True
        )


def test_a_decision_stays_on_today_until_the_person_was_told(cast, matter):
    shown = said(page(cast.kim, TODAY, at=THE_DAY_AFTER))
    assert WAITS in shown
    assert "The prosecutor decided: filed." in shown
    plain = reverse("casemanager:clock", args=[matter.person_id, matter.pk])
    words = said(page(cast.kim, plain, at=THE_DAY_AFTER))
    assert "The charge was filed. It goes to court now." in words
    assert "Le pusieron el cargo." in words
    assert "You told them how it was decided." in said(press(cast, matter))
    assert WAITS not in said(page(cast.kim, TODAY, at=THE_DAY_AFTER))
    assert "I told them" not in said(page(cast.kim, plain, at=THE_DAY_AFTER))


def test_the_record_says_when_it_was_decided_and_when_they_were_told(cast, matter):
    address = reverse("casemanager:person", args=[matter.person_id])
    before = said(page(cast.kim, address, at=THE_DAY_AFTER))
    assert "Tell them, in plain words" in before
    assert before.count("The prosecutor decided: filed.") == 2  # beside the charge, and in the timeline
    press(cast, matter)
    after = said(page(cast.kim, address, at=THE_DAY_AFTER))
    assert "Tell them, in plain words" not in after
    assert "Told how it was decided" in after


def test_the_first_word_counts(cast, matter):
    press(cast, matter)
    press(cast, matter, at=THE_DAY_AFTER + timedelta(days=1))
    assert Diversion.objects.get().told_at == THE_DAY_AFTER


def test_nothing_is_to_be_told_while_the_charge_is_held(cast):
    held = play.at_work(cast).diversion
    assert WAITS not in said(page(cast.kim, TODAY, at=LATE))
    with pytest.raises(NotNow, match="Nothing is decided yet"):
        telling.tell_decision(held.pk, by=cast.kim, at=LATE)
    with pytest.raises(IntegrityError):
        Diversion.objects.update(told_at=LATE, told_by=cast.kim)


@pytest.mark.parametrize("name", ["rosa", "lou", "vance", "dana", "pat"])
def test_only_a_case_manager_who_works_with_the_person_says_it(cast, matter, name):
    with pytest.raises(Diversion.DoesNotExist):
        telling.tell_decision(matter.pk, by=cast.members[name], at=THE_DAY_AFTER)
    assert press(cast, matter, by=name).status_code == 404


@pytest.mark.parametrize("name", ["vance", "dana", "pat", "ito"])
def test_no_partner_can_tell_whether_the_person_was_told(cast, matter, name):
    def looked_at():
        own = [reverse("prosecutor:matter", args=[matter.pk])] if name == "vance" else []
        pages = [page(cast.members[name], address, at=THE_DAY_AFTER) for address in own]
        return [text(one) for one in [*every_page_of(cast.members[name], at=THE_DAY_AFTER), *pages]]

    before = looked_at()
    press(cast, matter)
    assert looked_at() == before


def test_where_no_clock_runs_a_decision_has_its_plain_words_too(cast):
    play.adopt_without_a_clock(cast, NOON.date())
    held = play.at_work(cast).diversion
    justice.decide("do_not_file", held.pk, by=cast.vance, at=LATE)
    words = said(page(cast.kim, reverse("casemanager:clock", args=[held.person_id, held.pk]), at=LATE))
    assert "The charge is not filed. There is nothing left to do for it." in words


def test_a_worker_s_first_page_asks_once_however_many_are_to_be_told(cast, matter, django_assert_num_queries):
    with django_assert_num_queries(4):  # the matters, and the trail of having looked
        deciders.to_tell(cast.kim, THE_DAY_AFTER)
