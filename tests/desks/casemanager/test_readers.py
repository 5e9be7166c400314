"""Who reads what is written in the intake: said above each box and after each save, to whoever writes it, in plain words."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from offramp.casework.models import IntakePart
from offramp.people import actions as people
from offramp.people.states import Duty
from tests.seats import said


def part_of(person, part):
    return reverse("casemanager:intake-part", args=[person.pk, part])


def save(client, person, part, **answers):
    form = client.get(part_of(person, part)).context["form"]
    hidden = {field.name: field.value() or "" for field in form.hidden_fields()}
    return client.post(part_of(person, part), hidden | {"token": str(uuid4())} | answers, follow=True)


def joined_by(cast, person, name, duty):
    people.assign(person, cast.members[name], duty=duty, by=cast.kim, at=timezone.now())


def test_a_worker_alone_with_a_person_is_told_that_only_they_read_it_yet(as_, cast, person):
    kim, says = as_(cast.kim), "Who can see this: only you, until somebody else works with this person"
    assert said(kim.get(part_of(person, "health"))).count(says) == 2  # one above each box to write in
    assert f"{says}." in said(save(kim, person, "health", now="asthma"))


def test_the_supervisor_who_works_with_the_person_is_named_and_a_peer_who_may_not_read_it_is_not(as_, cast, person):
    joined_by(cast, person, "rosa", Duty.SUPERVISION)
    joined_by(cast, person, "lou", Duty.PEER)
    assert "Who can see this: you and Rosa V., who supervises you " in said(
        as_(cast.kim).get(part_of(person, "health"))
    )
    assert "Who can see this: you and Kim O. (case manager) " in said(as_(cast.rosa).get(part_of(person, "health")))
    peers = said(as_(cast.lou).get(part_of(person, "health")))
    assert "Who can see this: you, Kim O. (case manager) and Rosa V., who supervises you " in peers


def test_whoever_alone_keeps_how_the_person_is_reached_is_told_so_where_that_is_asked(as_, cast, person):
    joined_by(cast, person, "rosa", Duty.SUPERVISION)
    people.keep_contact(person, by=cast.kim, at=timezone.now())
    kim = as_(cast.kim)
    assert "Who can see this: only you " in said(kim.get(part_of(person, "reaching_you")))
    assert "Who can see this: you and Rosa V." in said(kim.get(part_of(person, "health")))


def test_in_spanish_too(as_, cast, person):
    joined_by(cast, person, "rosa", Duty.SUPERVISION)
    kim = as_(cast.kim)
    kim.defaults["HTTP_ACCEPT_LANGUAGE"] = "es"
    assert "Quién puede ver esto: usted y Rosa V., quien le supervisa " in said(kim.get(part_of(person, "health")))


@pytest.mark.parametrize(("instead", "chosen"), [("skip", "“Skip”"), ("prefer not to say", "“Prefer not to say”")])
def test_words_and_a_skip_together_save_nothing_and_the_words_can_be_kept_with_one_more_tap(
    as_, cast, person, instead, chosen
):
    kim = as_(cast.kim)
    both = save(kim, person, "health", now="asthma", **{"now-instead": instead})
    assert f"You wrote an answer and chose {chosen}. Nothing was saved." in said(both)
    assert not IntakePart.objects.exists()
    form = both.context["form"]
    assert (form["now"].value(), form["now-instead"].value()) == ("asthma", None)
    sent = {name: form[name].value() for name in form.fields if form[name].value()}
    kim.post(part_of(person, "health"), sent | {"token": str(uuid4())})
    assert IntakePart.objects.get().answers == {"now": "asthma"}


def test_a_skip_alone_or_words_alone_are_saved_as_they_are(as_, cast, person):
    save(as_(cast.kim), person, "health", **{"now-instead": "skip", "medicines": "insulin"})
    assert IntakePart.objects.get().answers == {"now": "skip", "medicines": "insulin"}
