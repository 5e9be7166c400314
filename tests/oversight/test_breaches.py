"""Exactly the people whose records an account touched: by code first, by name after a reason that is kept."""

from datetime import timedelta
from random import Random

import pytest

from offramp.casework import reads as casework
from offramp.consent.models import SaidStop
from offramp.directory.models import Membership
from offramp.kernel.models import TrailRow
from offramp.kernel.purposes import Purpose
from offramp.kernel.refusals import Incomplete
from offramp.oversight import actions, reads
from offramp.oversight.models import BreachInquiry, ways_to_a_person
from offramp.people import actions as people
from offramp.people import reads as people_reads
from offramp.people.models import Person
from offramp.people.states import Duty
from tests import cast as play
from tests.cast import NOON
from tests.house.tree import our_models
from tests.test_isolation import ABOUT_SOMEBODY

pytestmark = pytest.mark.django_db
SINCE, UNTIL = NOON + timedelta(days=1), NOON + timedelta(days=3)
LATER = NOON + timedelta(days=9)
REASON = "Kim's phone was taken from her car on Tuesday."


@pytest.fixture
def cast():
    return play.at_site("bureau")


def somebody(cast, *names):
    """People whom Kim works with since before the time in question."""
    made = [
        people.record_person(site_id=cast.site.pk, given_name=name, by=play.stranger(cast), at=NOON) for name in names
    ]
    for person in made:
        people.assign(person, cast.kim, duty=Duty.CASE_MANAGER, by=cast.rosa, at=NOON)
    return made


def touched(cast, account="kim", *, since=SINCE, until=UNTIL):
    return reads.touched(cast.noor, cast.members[account].pk, since, until, LATER)


def ids(found):
    return {one.person_id for one in found.people}


def test_36_it_lists_exactly_whom_a_simulated_thief_saw(cast):
    everybody, dice = somebody(cast, *"ABCDEFGH"), Random(36)
    seen = set()
    for minute in range(40):
        person, at = dice.choice(everybody), NOON + timedelta(hours=2 * minute)
        casework.open_person(cast.kim, person.pk, at)
        if SINCE <= at < UNTIL:
            seen.add(person.pk)
    assert ids(touched(cast)) == seen
    assert ids(touched(cast, since=NOON, until=LATER)) >= seen


def test_36_a_list_a_change_and_a_row_about_somebody_count_and_another_account_s_do_not(cast):
    first, second = somebody(cast, "A", "B")
    people_reads.mine(cast.kim, SINCE)
    assert ids(touched(cast)) == {first.pk, second.pk}
    people.add_alias(first, given_name="Z", by=cast.kim, at=NOON + timedelta(days=5))
    assert ids(touched(cast, since=NOON + timedelta(days=4), until=LATER)) == {first.pk}
    assert ids(touched(cast, "lou")) == set()


def test_36_the_first_moment_counts_and_the_last_does_not(cast):
    (person,) = somebody(cast, "A")
    casework.open_person(cast.kim, person.pk, UNTIL)
    assert ids(touched(cast)) == set()
    casework.open_person(cast.kim, person.pk, SINCE)
    (touch,) = touched(cast).people
    assert (touch.times, touch.first_at, touch.last_at) == (1, SINCE, SINCE)


def test_whoever_was_deleted_since_is_counted(cast):
    (person,) = somebody(cast, "A")
    casework.open_person(cast.kim, person.pk, SINCE)
    people.forget_person(person, by=play.stranger(cast), at=UNTIL)
    assert (ids(touched(cast)), touched(cast).gone) == (set(), 1)


def test_36_every_table_about_somebody_leads_to_them():
    without = {model.__name__ for model in our_models() if not ways_to_a_person(model)}
    may_be_of_nobody_here = SaidStop  # whoever said it may have no record
    of_the_rest = [model for model in ABOUT_SOMEBODY if model is not may_be_of_nobody_here]
    about_people = [model for model in of_the_rest if model._meta.app_label != "oversight"]
    assert not without & {model.__name__ for model in about_people}
    assert {"Membership", "Site", "TrailRow", "Complaint"} <= without


def test_by_code_first_and_no_name(cast):
    person = play.at_work(cast).person
    casework.open_person(cast.kim, person.pk, SINCE)
    found = touched(cast)
    assert person.referrals.get().code in {one.code for one in found.people}
    assert "Jordan" not in str(found)


def test_names_need_a_reason_of_twenty_characters_and_it_is_kept(cast):
    (person,) = somebody(cast, "Ana")
    casework.open_person(cast.kim, person.pk, SINCE)
    asked = {"since": SINCE, "until": UNTIL, "by": cast.noor, "at": LATER}
    with pytest.raises(Incomplete, match="20 characters"):
        actions.ask_for_names(cast.kim.pk, reason="curious", **asked)
    made = actions.ask_for_names(cast.kim.pk, reason=REASON, **asked)
    assert (made.reason, made.people, made.asked_by, made.account) == (REASON, 1, cast.noor, cast.kim)
    _, ((named, touch),) = reads.inquiry(cast.noor, made.pk, LATER)
    assert (named, touch.times) == (person, 1)
    look = TrailRow.objects.filter(actor_id=cast.noor.pk, object_id=person.pk).get()
    assert (look.action, look.purpose) == ("read", Purpose.SECURITY_REVIEW)
    assert "car" not in str(look.detail)
    opened = people_reads.openings(cast.kim, person, LATER)
    assert [one.member for one in opened if one.purpose == Purpose.SECURITY_REVIEW] == [cast.noor]


@pytest.mark.parametrize("name", ["dana", "ames", "vance", "ito", "lou", "kim", "rosa", "pat", "imani"])
def test_nobody_but_the_privacy_officer_counts_or_names(cast, name):
    who = cast.members[name]
    with pytest.raises(Membership.DoesNotExist):
        reads.touched(who, cast.kim.pk, SINCE, UNTIL, LATER)
    with pytest.raises(Membership.DoesNotExist):
        actions.ask_for_names(cast.kim.pk, since=SINCE, until=UNTIL, reason=REASON, by=who, at=LATER)
    made = actions.ask_for_names(cast.kim.pk, since=SINCE, until=UNTIL, reason=REASON, by=cast.noor, at=LATER)
    with pytest.raises(BreachInquiry.DoesNotExist):
        reads.inquiry(who, made.pk, LATER)


def test_an_account_of_another_site_does_not_exist(cast):
    elsewhere = play.at_site("fayette")
    with pytest.raises(Membership.DoesNotExist):
        reads.touched(elsewhere.noor, cast.kim.pk, SINCE, UNTIL, LATER)
    assert Person.objects.count() == 0
