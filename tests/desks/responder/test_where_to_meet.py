"""What the officer chose while nobody answered, and what the worker reads of it: one place, the same for both."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from offramp.justice import actions as justice
from offramp.referrals import calls
from offramp.referrals.states import InsteadOfWaiting
from tests.seats import said

HOME = reverse("responder:home")


def choose(cast, ringing, choice):
    return calls.go_another_way(ringing.hand_off.pk, choice=choice, by=cast.dana, at=timezone.now())


def answer(cast, ringing):
    return calls.answer(ringing.hand_off.pk, by=cast.lou, at=timezone.now())


def way(client, ringing):
    return said(client.get(reverse("responder:on-the-way", args=[ringing.pk])))


@pytest.mark.parametrize(
    ("choice", "meet"),
    [
        (InsteadOfWaiting.WAITED, "Meet Here, at the scene"),
        (InsteadOfWaiting.CENTER, "Meet At the center"),
        (InsteadOfWaiting.PHONE, "Meet By phone"),
        (InsteadOfWaiting.SITE_RULE, "Meet By the site rule: "),
    ],
)
def test_the_ring_and_the_call_say_where_the_officer_chose_to_meet(as_, cast, ringing, choice, meet):
    choose(cast, ringing, choice)
    lou = as_(cast.lou)
    assert meet in said(lou.get(HOME))
    answer(cast, ringing)
    assert meet in way(lou, ringing)


def test_the_site_rule_is_said_in_the_words_of_the_protocol(as_, cast, ringing):
    choose(cast, ringing, InsteadOfWaiting.SITE_RULE)
    rule = ringing.protocol_version.protocol.hand_off.nobody_comes
    assert f"Meet By the site rule: {rule}" in said(as_(cast.lou).get(HOME))


def test_whoever_says_that_they_phone_or_come_meets_in_that_way(as_, cast, ringing):
    choose(cast, ringing, InsteadOfWaiting.PHONE)
    call, lou = answer(cast, ringing), as_(cast.lou)
    calls.set_out(call.pk, minutes=10, by=cast.lou, at=timezone.now())
    assert "Meet Here, at the scene" in way(lou, ringing)
    calls.set_out(call.pk, minutes=None, by=cast.lou, at=timezone.now() + timedelta(seconds=1))
    assert "Meet By phone" in way(lou, ringing)


@pytest.mark.parametrize(
    ("choice", "left"),
    [
        (InsteadOfWaiting.CENTER, "The officer was at the scene, and took the person to the drop-off center."),
        (InsteadOfWaiting.PHONE, "The officer was at the scene, and handed over by phone."),
        (InsteadOfWaiting.WORKER_CAME, "The officer was at the scene."),
    ],
)
def test_whoever_looks_reads_where_the_officer_left_the_person(as_, cast, ringing, choice, left):
    justice.hand_over(ringing.pk, instead=choice, by=cast.dana, at=timezone.now())
    assert left in said(as_(cast.kim).get(HOME))


def test_whoever_looks_reads_the_site_rule_that_the_officer_followed(as_, cast, ringing):
    justice.hand_over(ringing.pk, instead=InsteadOfWaiting.SITE_RULE, by=cast.dana, at=timezone.now())
    rule = ringing.protocol_version.protocol.hand_off.nobody_comes
    assert f"The officer was at the scene, and followed the site rule: {rule}" in said(as_(cast.kim).get(HOME))


def test_where_the_person_was_left_is_kept_with_the_place(as_, cast, ringing):
    person = ringing.person
    justice.hand_over(ringing.pk, instead=InsteadOfWaiting.CENTER, by=cast.dana, at=timezone.now())
    type(person).objects.filter(pk=person.pk).update(contact_kept_by=cast.lou)
    page = said(as_(cast.kim).get(HOME))
    assert "nobody has met the person" in page
    assert "drop-off center" not in page
