"""Every verb: done whole or not at all, and done once for one token."""

from contextlib import contextmanager
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from offramp.kernel import context, trail
from offramp.kernel.models import TrailRow
from offramp.kernel.refusals import NotNow
from offramp.kernel.trail import Nobody
from offramp.people import actions as people
from offramp.referrals import actions as referrals
from offramp.referrals.actions import Who
from tests import cast as play
from tests.cast import NOON
from tests.state import everything, trail_is_whole
from tests.verbs import DELETES_ITS_ANSWER, PREPARED, prepare

pytestmark = pytest.mark.django_db


class TrailBroken(Exception):
    pass


@pytest.fixture
def broken_trail(monkeypatch):
    """While this holds, nothing can be written on the trail."""

    def broken(row):
        raise TrailBroken

    @contextmanager
    def held():
        with monkeypatch.context() as patched:
            patched.setattr(trail, "mark", broken)
            yield

    return held


@pytest.mark.parametrize("name", sorted(PREPARED))
def test_a_verb_stands_or_falls_with_its_trail_and_is_done_once_for_one_token(name, broken_trail):
    cast, act = prepare(name)
    before, written, token = everything(), TrailRow.objects.count(), uuid4()

    with broken_trail(), pytest.raises(TrailBroken):
        act(token=token)
    assert everything() == before

    with context.nobody():  # who acts is said by the verb itself
        made = act(token=token)
    after = everything()
    assert TrailRow.objects.count() > written
    assert trail_is_whole()
    if name in DELETES_ITS_ANSWER:
        with pytest.raises(NotNow, match="deleted since"):
            act(token=token)
    else:
        assert act(token=token) == made
    with pytest.raises(NotNow, match="This page was already sent"):
        another_verb(cast, name, by=act.by)(token=token)
    assert everything() == after


def test_the_same_page_with_another_name_is_told_so_and_changes_nothing():
    cast, token = play.at_site("bureau"), uuid4()

    def refer(name, hours=0):
        who = Who(given_name=name, birth_date=date(1988, 4, 9), more={"language": "en"})
        facts = {"concerns": frozenset(["cold", "hunger"])}
        return referrals.refer_social_contact(
            facts=facts, who=who, by=cast.dana, at=NOON + timedelta(hours=hours), token=token
        )

    first, before = refer("Jordan"), everything()
    with pytest.raises(NotNow, match="To refer somebody else, or to do something else, start a new form"):
        refer("Sam", hours=1)
    assert refer("Jordan", hours=2) == first
    assert everything() == before


def test_what_is_kept_of_a_page_that_was_sent_cannot_be_tried_with_a_name():
    _, act = prepare("referrals.actions.divert")
    token = uuid4()
    act(token=token)
    kept = str(everything())
    assert (str(token) in kept, token.hex in kept) == (False, False)


def test_others_wait_for_the_chain_of_a_site_once_a_verb_however_many_rows_it_writes():
    _, act = prepare("referrals.actions.divert")
    before = TrailRow.objects.count()
    with CaptureQueriesContext(connection) as asked:
        act(token=uuid4())
    about_the_head = [query["sql"].split()[0] for query in asked if "kernel_trailhead" in query["sql"]]
    assert TrailRow.objects.count() == before + 3
    assert about_the_head == ["SELECT", "UPDATE"]


def another_verb(cast, name, *, by):
    """A verb that is not the one called `name`, by the same actor."""
    if name == "people.actions.record_person":
        return lambda token: PREPARED["referrals.actions.ask"](cast)(by=by, token=token)
    return lambda token: people.record_person(site_id=cast.site.pk, given_name="Sam", by=by, at=NOON, token=token)


def test_the_same_token_of_somebody_else_is_another_act():
    cast, token = play.at_site("bureau"), uuid4()

    def write(by):
        return people.record_person(site_id=cast.site.pk, given_name="Sam", by=by, at=NOON, token=token)

    assert write(cast.dana) == write(cast.dana)
    assert write(cast.dana) != write(cast.marcus)
    assert write(Nobody("stranger", cast.site.pk)) not in (write(cast.dana), write(cast.marcus))
