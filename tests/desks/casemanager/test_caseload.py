"""With how many people each worker works: marked where they are many, and a reason for one more than the limit."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from offramp.casework import reads as casework_reads
from offramp.people import actions as people
from offramp.people.models import Assignment
from offramp.people.states import Duty
from tests.seats import said


def carry(cast, count):
    for _each in range(count):
        one = people.record_person(site_id=cast.site.pk, given_name="Ash", by=cast.lou, at=timezone.now())
        for duty in (Duty.CASE_MANAGER, Duty.PEER):  # one person, whatever one does for them
            people.assign(one, cast.kim, duty=duty, by=cast.rosa, at=timezone.now())


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "Kim O. (0)"),
        (14, "Kim O. (14)"),
        (15, "Kim O. (15 full)"),
        (21, "Kim O. (21 high)"),
        (25, "Kim O. (25 limit)"),
    ],
)
def test_each_worker_stands_with_the_people_they_have_and_the_mark(as_, cast, waiting, count, shown):
    carry(cast, count)
    page = said(as_(cast.rosa).get(reverse("casemanager:unassigned")))
    assert shown in page
    assert ("This is person 26 for Kim O. The limit is 25." in page) == (count == 25)


def assigned(as_, cast, waiting, **said_so):
    sent = {"meeting": waiting.pk, "worker": cast.kim.pk, "token": uuid4(), **said_so}
    return said(as_(cast.rosa).post(reverse("casemanager:unassigned"), sent, follow=True))


def test_the_26th_person_needs_a_reason_that_the_leads_read_while_it_lasts(as_, cast, waiting):
    carry(cast, 25)
    assert "Why one more" in said(as_(cast.rosa).get(reverse("casemanager:unassigned")))
    page = assigned(as_, cast, waiting)
    assert "For Kim O. this is person 26, and the limit is 25. Say why, or choose somebody else." in page
    assert waiting.referral.code in page
    assert "Kim O. takes over." in assigned(as_, cast, waiting, reason="Ash comes back next week.")
    reads = [("rosa", "casemanager:team"), ("pat", "projectmanager:home")]
    for name, route in reads:
        assert "Ash comes back next week." in said(as_(cast.members[name]).get(reverse(route)))
    people.end_assignment(
        Assignment.objects.get(person=waiting.person, member=cast.kim), by=cast.rosa, at=timezone.now()
    )
    for name, route in reads:
        assert "Ash comes back next week." not in said(as_(cast.members[name]).get(reverse(route)))


def test_below_the_limit_nobody_is_asked_for_a_reason_and_none_is_kept(as_, cast, waiting):
    carry(cast, 24)
    assert "Why one more" not in said(as_(cast.rosa).get(reverse("casemanager:unassigned")))
    assert "Kim O. takes over." in assigned(as_, cast, waiting, reason="Because")
    assert Assignment.objects.get(person=waiting.person, member=cast.kim).beyond_limit == ""


def test_a_reason_that_should_not_be_on_file_assigns_nobody(as_, cast, waiting):
    carry(cast, 25)
    assert "Take it out" in assigned(as_, cast, waiting, reason="SSN 123-45-6789")
    assert not Assignment.objects.filter(person=waiting.person, member=cast.kim).exists()


def test_a_case_manager_at_the_limit_is_warned_and_never_held_up(as_, cast):
    carry(cast, 25)
    page = said(as_(cast.kim).get(reverse("casemanager:people")))
    assert "25 limit: ask your supervisor before you take over one more" in page
    assert "reason" not in page
    found = people.record_person(site_id=cast.site.pk, given_name="Bo", by=cast.kim, at=timezone.now())
    people.assign(found, cast.kim, duty=Duty.ON_CALL, by=cast.kim, at=timezone.now())
    page = as_(cast.kim).post(reverse("casemanager:take-over", args=[found.pk]), {"token": uuid4()}, follow=True)
    assert "You are the case manager now." in said(page)


def test_whoever_only_took_the_call_does_not_carry_the_person_yet(as_, cast, waiting):
    carry(cast, 24)
    people.assign(waiting.person, cast.kim, duty=Duty.ON_CALL, by=cast.kim, at=timezone.now())
    assert "Kim O. (24 high)" in said(as_(cast.rosa).get(reverse("casemanager:unassigned")))
    assert "Kim O. takes over." in assigned(as_, cast, waiting)


def test_the_people_of_every_worker_are_counted_in_one_query(cast, waiting, django_assert_num_queries):
    with django_assert_num_queries(1):
        counted = casework_reads.caseloads(cast.rosa, timezone.now())
    carry(cast, 2)
    assert counted.get(cast.kim.pk, 0) == 0
    assert casework_reads.caseloads(cast.rosa, timezone.now()) == {**counted, cast.kim.pk: 2}
    assert casework_reads.caseloads(cast.kim, timezone.now()) == {}
