"""The team, for its supervisor: what each worker carries and what waits with them, and nobody's name."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from offramp.casework import reads
from offramp.casework.states import ContactKind
from tests import cast as play
from tests.desks.casemanager.test_caseload import carry
from tests.seats import said

DAY = timedelta(days=1)
TEAM = "casemanager:team"


def of_kim(cast):
    return next(one for one in reads.loads(cast.rosa, timezone.now()) if one.member == cast.kim)


def test_the_supervisor_reads_what_each_worker_carries_and_about_nobody(as_, cast, person):
    play.note(cast, person, at=timezone.now() - DAY, signs=False)
    page = said(as_(cast.rosa).get(reverse(TEAM)))
    assert "Kim O. Works with 1 person Notes to sign 1, the first written" in page
    assert "Longest since anybody was in touch 3 days" in page
    assert "Jordan" not in page
    assert "Went to court" not in page


def test_a_touch_counts_once_it_is_signed_and_an_attempt_never(cast, person):
    met = of_kim(cast).longest_since
    play.note(cast, person, at=timezone.now() - DAY, signs=False)
    play.note(cast, person, at=timezone.now() - DAY, kind=ContactKind.ATTEMPT)
    assert of_kim(cast).longest_since == met
    made = play.note(cast, person, at=timezone.now() - DAY)
    assert of_kim(cast).longest_since == made.happened_at


def test_who_works_with_most_people_stands_first(cast, person):
    carry(cast, 3)
    first, *others = reads.loads(cast.rosa, timezone.now())
    assert (first.member, first.people) == (cast.kim, 4)
    assert {one.people for one in others} == {0}


@pytest.mark.parametrize("who", ["kim", "lou", "pat", "dana", "vance", "imani"])
def test_nobody_else_has_the_page(as_, cast, person, who):
    assert as_(cast.members[who]).get(reverse(TEAM)).status_code == 404
    assert reads.loads(cast.members[who], timezone.now()) == []


def test_many_people_ask_the_database_no_more_than_few(as_, cast, person, django_assert_max_num_queries):
    carry(cast, 20)
    rosa = as_(cast.rosa)
    with django_assert_max_num_queries(30):
        rosa.get(reverse(TEAM))
