"""Every list with somebody in it leaves one row on the trail that names whom it showed."""

from datetime import timedelta

import pytest

from offramp.casework import reads as casework
from offramp.justice import deciders
from offramp.kernel.models import TrailRow
from offramp.kernel.purposes import Purpose
from offramp.people import actions as people_actions
from offramp.people import reads as people
from offramp.referrals import actions, calls
from offramp.referrals import reads as referrals
from tests import cast as play
from tests.cast import NOON

LATER = NOON + timedelta(days=3)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return play.at_site("bureau")


def seen(look):
    """What the one row says that `look` leaves: the kind, why, and whom or what it showed."""
    before = TrailRow.objects.count()
    look()
    row = TrailRow.objects.filter(action="read").latest("seq")
    assert TrailRow.objects.count() == before + 1
    return row.object_type, row.purpose, [str(row.object_id)] if row.object_id else row.detail["ids"]


def test_the_people_one_works_with_are_on_the_trail(cast):
    person = str(play.at_work(cast).person.pk)
    wanted = ("people.Person", Purpose.CARE, [person])
    assert seen(lambda: people.mine(cast.kim, LATER)) == wanted
    assert seen(lambda: casework.caseload(cast.kim, LATER)) == wanted
    assert seen(lambda: deciders.due(cast.kim, LATER)) == wanted


def test_records_that_look_alike_or_are_linked_are_on_the_trail(cast):
    person = play.at_work(cast).person
    twin = people_actions.record_person(
        site_id=cast.site.pk, given_name="Jordon", family_name="Ellery", by=cast.kim, at=NOON
    )
    wanted = ("people.Person", Purpose.CARE, [str(twin.pk)])
    assert seen(lambda: people.same_person_candidates(cast.kim, person, LATER)) == wanted
    people_actions.link(person, twin, by=cast.kim, at=LATER)
    assert seen(lambda: people.links(cast.kim, person, LATER)) == wanted


def test_the_calls_and_meetings_of_a_hand_off_are_on_the_trail(cast):
    referral = play.offer(cast)
    call, person = ("referrals.HandOff", Purpose.HANDOFF, [str(referral.hand_off.pk)]), str(referral.person.pk)
    calls.answer(referral.hand_off.pk, by=cast.lou, at=NOON + timedelta(minutes=1))
    assert seen(lambda: referrals.call_log(cast.pat, LATER)) == call
    play.justice.hand_over(referral.pk, by=cast.dana, at=NOON + timedelta(minutes=20))
    assert seen(lambda: casework.to_meet(cast.lou, LATER)) == ("people.Person", Purpose.HANDOFF, [person])
    held = play.meet(cast, referral)
    assert seen(lambda: casework.unassigned(cast.rosa, LATER)) == ("people.Person", Purpose.HANDOFF, [person])
    shown = seen(lambda: casework.meeting(cast.lou, held.pk, LATER))
    assert shown == ("casework.Meeting", Purpose.CARE, [str(held.pk)])


def test_whoever_is_looked_for_is_on_the_trail_beside_the_referral(cast):
    referral = actions.refer_social_contact(
        facts=play.social(cast), who=play.Who(given_name="Sam", description="blue tent"), by=cast.dana, at=NOON
    )
    play.sent_out(cast, referral, at=NOON)
    referrals.looking_for(cast.lou, LATER)
    rows = TrailRow.objects.filter(action="read", actor_id=cast.lou.pk).values_list("object_type", "object_id")
    assert set(rows) == {("people.Person", referral.person.pk), ("referrals.Referral", referral.pk)}


def test_what_a_sergeant_answered_is_on_the_trail(cast):
    asked = actions.ask(facts={}, by=cast.dana, at=NOON)
    actions.take("refuse", asked.pk, reason="not today", by=cast.ames, at=NOON)
    answer = str(asked.approvals.get().pk)
    assert seen(lambda: referrals.decided_by(cast.ames, LATER)) == ("referrals.Approval", Purpose.HANDOFF, [answer])
