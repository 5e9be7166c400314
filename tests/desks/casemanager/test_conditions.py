"""What the protocol asks besides the two steps, on the page of a person: what it means, one button, and a way back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from offramp.justice.models import Condition
from tests import cast as play

from .conftest import handed_over

PARTICIPATION = "The person is enrolled and has been in touch with the case manager in these days."


@pytest.fixture
def cast(db):
    return play.at_site("rochester-monroe")


def enrolled(cast, *, ago):
    """A matter whose person was enrolled so long ago."""
    matter = handed_over(cast, ago=ago + timedelta(days=2)).diversion
    play.sign(cast, matter.person, at=timezone.now() - ago)
    play.complete_intake(cast, matter.person, at=timezone.now() - ago)
    return matter


def happened(matter):
    return reverse("casemanager:happened", args=[matter.person_id, matter.pk, "participation", "participation"])


def page_of(client, matter):
    return client.get(reverse("casemanager:person", args=[matter.person_id])).content.decode()


def test_before_enrollment_the_page_says_when_the_days_begin(as_, cast):
    matter = handed_over(cast, ago=timedelta(days=3)).diversion
    page = page_of(as_(cast.kim), matter)
    assert f"What counts here: {PARTICIPATION}" in page  # it is not said of the person, who is not enrolled yet
    assert "These days begin at enrollment" in page
    assert happened(matter) not in page


def test_while_the_days_run_the_page_counts_them_and_has_no_button(as_, cast):
    matter = enrolled(cast, ago=timedelta(days=12))
    kim = as_(cast.kim)
    page = page_of(kim, matter)
    assert "Day 12 of 30: from " in page
    assert "This can be recorded from " in page
    assert happened(matter) not in page
    refused = kim.post(happened(matter), follow=True).content.decode()
    assert "These days are not over. This can be recorded from " in refused
    assert not Condition.objects.exists()


def test_one_button_a_confirmation_and_a_way_back(as_, cast):
    matter = enrolled(cast, ago=timedelta(days=31))
    kim = as_(cast.kim)
    assert happened(matter) in page_of(kim, matter)
    asked = kim.get(happened(matter)).content.decode()
    assert PARTICIPATION in asked
    assert "Nobody outside care is told of it." in asked
    assert "Go back, nothing is recorded" in asked
    after = kim.post(happened(matter), follow=True).content.decode()
    assert "This happened, written down " in after
    assert "What counts here:" not in after
    assert happened(matter) not in after
    undo = reverse("casemanager:happened-undo", args=[matter.person_id, Condition.objects.get().pk])
    assert undo in after
    assert "Taken back. It is open again." in kim.post(undo, follow=True).content.decode()
    assert happened(matter) in page_of(kim, matter)


def test_it_stands_beside_the_clock_too_and_nowhere_else_is_a_page_of_it(as_, cast):
    matter = enrolled(cast, ago=timedelta(days=31))
    why = reverse("casemanager:matter", args=[matter.person_id, matter.pk])
    assert happened(matter) in as_(cast.kim).get(why).content.decode()
    other = reverse("casemanager:happened", args=[matter.person_id, matter.pk, "intake_due", "intake_completed"])
    assert as_(cast.kim).get(other).status_code == 404


@pytest.mark.parametrize("name", ["lou", "rosa", "dana", "ames", "vance", "pat", "ito"])
def test_nobody_else_reaches_it(as_, cast, name):
    matter = enrolled(cast, ago=timedelta(days=31))
    client = as_(cast.members[name])
    assert client.get(happened(matter)).status_code == client.post(happened(matter)).status_code == 404
    assert not Condition.objects.exists()


def test_on_a_spanish_page_what_the_protocol_means_is_in_its_own_spanish(as_, cast):
    matter = enrolled(cast, ago=timedelta(days=31))
    kim, spanish = as_(cast.kim), {"accept-language": "es"}
    for address in (reverse("casemanager:matter", args=[matter.person_id, matter.pk]), happened(matter)):
        page = kim.get(address, headers=spanish).content.decode()
        assert "ha estado en contacto con su coordinador de casos en estos días" in page
        assert PARTICIPATION not in page


@pytest.mark.parametrize(
    ("count", "english", "spanish"),
    [("calendar", "60 days", "60 días"), ("business", "60 business days", "60 días hábiles")],
)
def test_the_clock_in_plain_words_counts_the_days_of_the_protocol_whatever_its_clock_is_called(
    as_, cast, count, english, spanish
):
    its_clock = {
        "days: 30\n    count: calendar\n\nrelease": f"days: 60\n    count: {count}\n\nrelease",
        "name: participation": "name: staying_in_touch", "after: participation": "after: staying_in_touch",
    }  # fmt: skip
    play.adopt(cast, its_clock, on=play.NOON.date())
    matter = enrolled(cast, ago=timedelta(days=3))
    page = as_(cast.kim).get(reverse("casemanager:clock", args=[matter.person_id, matter.pk])).content.decode()
    assert f"After {english} of taking part you can ask for your record" in page
    assert f"Después de {spanish} de participar puede pedir" in page


def test_the_clock_in_plain_words_promises_in_each_language_what_the_protocol_calls_it(as_, cast):
    matter = enrolled(cast, ago=timedelta(days=3))
    page = as_(cast.kim).get(reverse("casemanager:clock", args=[matter.person_id, matter.pk])).content.decode()
    assert "you can ask for your record to be expunged." in page
    assert "puede pedir que su registro quede borrado." in page
    assert "The rule here says: “When the two steps are done, the charge is not filed.”" in page
    assert "La regla aquí dice: “Cuando se hacen los dos pasos, el cargo no se presenta.”" in page
