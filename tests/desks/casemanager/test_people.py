"""My people: what is next and what is overdue with each, and how to reach them in one tap."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from offramp.casework import reads
from offramp.casework.states import ContactKind
from offramp.consent import reads as consent
from offramp.kernel.clocks import local_date
from offramp.people import actions as people
from offramp.people.models import Person
from offramp.people.states import Duty
from tests import cast as play
from tests.desks.casemanager.test_caseload import carry
from tests.seats import said

DAY = timedelta(days=1)
PEOPLE = "casemanager:people"


def my_people(client):
    return said(client.get(reverse(PEOPLE)))


def noted(cast, person, *, ago, **said_so):
    return play.note(cast, person, at=timezone.now() - ago, **said_so)


@pytest.fixture
def today(cast):
    return local_date(timezone.now(), cast.site.time_zone)


def test_the_next_step_stands_there_and_is_overdue_once_its_day_has_passed(as_, cast, person, today):
    made = noted(cast, person, ago=DAY, next_step="Ride to court", next_on=today)
    assert "Ride to court" in my_people(as_(cast.kim))
    assert "Overdue" not in my_people(as_(cast.kim))
    type(made).objects.filter(pk=made.pk).update(next_on=today - DAY)
    assert "Overdue Next step by" in my_people(as_(cast.kim))


def test_a_newer_touch_takes_the_step_away_and_an_attempt_does_not(as_, cast, person, today):
    noted(cast, person, ago=2 * DAY, next_step="Ride to court", next_on=today)
    noted(cast, person, ago=DAY, kind=ContactKind.ATTEMPT)
    assert "Ride to court" in my_people(as_(cast.kim))
    noted(cast, person, ago=DAY / 2)
    assert "Ride to court" not in my_people(as_(cast.kim))


def test_how_long_ago_somebody_was_in_touch_counts_the_meeting_and_no_attempt(as_, cast, person):
    noted(cast, person, ago=DAY, kind=ContactKind.ATTEMPT)
    assert "Last in touch 3 days ago" in my_people(as_(cast.kim))
    noted(cast, person, ago=DAY)
    assert "Last in touch 1 day ago" in my_people(as_(cast.kim))


def test_one_tap_calls_unless_somebody_else_keeps_the_number(as_, cast, person):
    Person.objects.filter(pk=person.pk).update(phone="(206) 555-0142")
    assert "tel:" in as_(cast.kim).get(reverse(PEOPLE)).content.decode().partition("<main")[2]
    Person.objects.filter(pk=person.pk).update(contact_kept_by=cast.lou)
    assert "555-0142" not in as_(cast.kim).get(reverse(PEOPLE)).content.decode()


def test_a_release_that_ends_soon_is_said_and_one_that_was_stopped_is_not(as_, cast, person):
    now = timezone.now()
    play.sign(cast, person, at=now - DAY)
    assert consent.ending(cast.kim, now) == {}
    later = now + timedelta(days=350)
    assert set(consent.ending(cast.kim, later)) == {person.pk}
    assert consent.ending(cast.dana, later) == {}
    assert consent.ending(cast.lou, later) == {}
    assert "A release ends" not in my_people(as_(cast.kim))


def test_a_supervisor_reads_no_step_of_a_note_that_is_kept_close(cast, person, today):
    now = timezone.now()
    people.assign(person, cast.rosa, duty=Duty.SUPERVISION, by=cast.kim, at=now)
    noted(cast, person, ago=DAY, next_step="Ride to court", next_on=today, sensitivity="close")
    assert reads.touches(cast.kim, now)[person.pk].step is not None
    assert reads.touches(cast.rosa, now)[person.pk].step is None


def test_whoever_only_took_the_call_reads_no_step_of_somebody_else(cast, person, today):
    now = timezone.now()
    noted(cast, person, ago=DAY, next_step="Ride to court", next_on=today)
    people.assign(person, cast.rosa, duty=Duty.ON_CALL, by=cast.kim, at=now)
    assert reads.touches(cast.rosa, now)[person.pk].step is None


def test_many_people_ask_the_database_no_more_than_few(as_, cast, person, django_assert_max_num_queries):
    noted(cast, person, ago=DAY)
    carry(cast, 25)
    kim = as_(cast.kim)
    with django_assert_max_num_queries(35):
        kim.get(reverse(PEOPLE))
