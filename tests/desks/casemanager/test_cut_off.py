"""Where nobody may tell whoever decides about the charge, the care team reads it in time, and so does the person."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from offramp.casework.models import Intake
from offramp.consent import actions as consent
from offramp.consent.models import ReleaseLine
from offramp.justice import actions as justice
from offramp.justice import deciders, reads
from offramp.kernel.classification import DataClass
from tests import cast as play
from tests.seats import said

from .conftest import handed_over

SITES = pytest.mark.parametrize(("place", "decides", "to"), [
    ("bureau", "prosecutor", ("the prosecutor", "al fiscal")), ("fayette", "officer", ("the officer", "al agente")),
])  # fmt: skip
MEMBER = {"prosecutor": "vance", "officer": "dana"}


def pages(client, referral):
    """What the worker and the person read of the clock: the card, and the paper in plain words."""
    card = client.get(reverse("casemanager:person", args=[referral.person.pk]))
    paper = client.get(reverse("casemanager:clock", args=[referral.person.pk, referral.diversion.pk]))
    return said(card), said(paper)


def stop(cast, decides):
    line = ReleaseLine.objects.get(recipient=cast.members[MEMBER[decides]])
    consent.stop(line, by=cast.kim, at=timezone.now() - timedelta(hours=2))


@pytest.fixture
def signed(cast, referral):
    play.sign(cast, referral.person, at=timezone.now() - timedelta(hours=3))
    return referral


@SITES
def test_after_a_stop_the_card_and_the_paper_say_that_whoever_decides_cannot_be_told(as_, cast, signed, decides, to):
    kim = as_(cast.kim)
    card, paper = pages(kim, signed)
    assert "No release lets us tell" not in card
    assert f"When both are done, we tell {to[0]} just that, and the date." in paper
    stop(cast, decides)
    card, paper = pages(kim, signed)
    assert f"No release lets us tell {to[0]} now that all is done. The person can sign one again." in card
    assert "Release signed" in card
    assert "You signed one. It was stopped or has ended." in paper
    assert f"Right now no paper lets us tell {to[0]} that you are done." in paper
    assert f"Ahora ninguna hoja nos deja decirle {to[1]} que usted ya terminó." in paper
    assert "When both are done" not in paper
    assert "Cuando están hechas las dos" not in paper


@SITES
def test_it_stands_on_the_row_of_today_before_and_after_all_is_done(as_, cast, signed, decides, to):
    kim, untold = as_(cast.kim), f"No release lets us tell {to[0]} now that all is done."
    today = reverse("casemanager:home")
    assert untold not in said(kim.get(today))
    stop(cast, decides)
    assert untold in said(kim.get(today))
    play.complete_intake(cast, signed.person, at=timezone.now())
    page = said(kim.get(today))
    assert "Both done" in page
    assert untold in page
    play.sign(cast, signed.person, at=timezone.now())
    assert "Both done" not in said(kim.get(today))


def test_today_asks_no_more_of_the_database_however_many_are_cut_off(cast, signed, django_assert_num_queries):
    lines = ReleaseLine.objects.filter(release__person=signed.person)
    others = [handed_over(cast, ago=timedelta(days=days)) for days in (2, 1)]
    for other in others:
        play.sign(cast, other.person, at=timezone.now() - timedelta(hours=3))
    found = [(one.diversion, reads.progress(cast.kim, one.diversion)) for one in (signed, *others)]
    lines.update(stopped_at=timezone.now(), stopped_by=cast.kim)
    with django_assert_num_queries(2):
        assert deciders._cut_off(cast.kim, found, timezone.now()) == {signed.diversion.pk: "prosecutor"}


@SITES
def test_completing_the_intake_says_so_before_and_after_and_no_paper_promises_a_telling(as_, cast, signed, decides, to):
    stop(cast, decides)
    now, kim = timezone.now(), as_(cast.kim)
    play.fill_intake(cast, signed.person, at=now)
    untold = f"No release lets us tell {to[0]} now that all is done."
    address = reverse("casemanager:intake-complete", args=[signed.person.pk])
    assert untold in said(kim.get(address))
    assert untold in said(kim.post(address, follow=True))
    assert Intake.objects.get().completed_at
    paper = pages(kim, signed)[1]
    assert "You did what was asked for the charge." in paper
    assert f"Right now no paper lets us tell {to[0]} that you are done. So we cannot say it" in paper
    assert f"decirle {to[1]} que usted ya terminó. Así que no se lo podemos decir" in paper


@SITES
def test_whoever_signs_again_or_was_told_before_the_stop_is_told_nothing_of_it(as_, cast, signed, decides, to):
    kim = as_(cast.kim)
    stop(cast, decides)
    play.sign(cast, signed.person, at=timezone.now() - timedelta(hours=1))
    assert "o release lets us" not in pages(kim, signed)[0]
    play.complete_intake(cast, signed.person, at=timezone.now() - timedelta(minutes=50))
    member = cast.members[MEMBER[decides]]
    assert justice.deliver(by=member, at=timezone.now())
    for line in ReleaseLine.objects.filter(recipient=member, stopped_at=None):
        consent.stop(line, by=cast.kim, at=timezone.now())
    card, paper = pages(kim, signed)
    assert "No release lets us tell" not in card
    assert "Right now no paper" not in paper


@pytest.mark.parametrize("decided", [False, True])
def test_past_the_day_it_is_said_too_and_once_it_is_decided_no_more(as_, cast, decided):
    late = handed_over(cast, ago=timedelta(days=45))
    play.sign(cast, late.person, at=timezone.now() - timedelta(hours=3))
    stop(cast, "prosecutor")
    if decided:
        justice.decide("do_not_file", late.diversion.pk, by=cast.vance, at=timezone.now())
    card, paper = pages(as_(cast.kim), late)
    assert ("No release lets us tell the prosecutor" in card) is not decided
    assert ("Right now no paper lets us tell the prosecutor" in paper) is not decided
    assert ("Ahora ninguna hoja nos deja" in paper) is not decided


def test_a_justice_consent_is_a_paper_too(as_, cast):
    then = timezone.now() - timedelta(days=4)
    play.adopt(cast, play.JUSTICE_CONSENT_ALLOWED, on=then.date() - timedelta(days=1), at=then - timedelta(days=1))
    referral = handed_over(cast, ago=timedelta(days=3))
    play.sign(cast, referral.person, at=timezone.now() - timedelta(hours=3))
    stop(cast, "prosecutor")
    play.sign_justice_consent(cast, referral.diversion, at=timezone.now() - timedelta(hours=1))
    assert "No release lets us tell" not in pages(as_(cast.kim), referral)[0]


SENTENCE_ONLY, BOTH = (DataClass.SHARED_UPDATE,), (DataClass.PARTICIPATION, DataClass.SHARED_UPDATE)


@SITES
def test_a_release_without_the_yes_that_the_clock_needs_is_not_called_unsigned_and_what_it_lacks_is_said(
    as_, cast, referral, decides, to
):
    now, kim = timezone.now(), as_(cast.kim)
    other = {"prosecutor": "dana", "officer": "vance"}[decides]
    lacks = f"A release is signed, but no yes in it lets us tell {to[0]} that all is done."
    assert "Release: not signed yet" in pages(kim, referral)[0]
    for hours, recipients, classes in ((3, (MEMBER[decides],), SENTENCE_ONLY), (2, (other,), BOTH)):
        play.sign(cast, referral.person, at=now - timedelta(hours=hours), recipients=recipients, classes=classes)
        card = pages(kim, referral)[0]
        assert lacks in card
        assert "not signed yet" not in card
    play.fill_intake(cast, referral.person, at=now)
    address = reverse("casemanager:intake-complete", args=[referral.person.pk])
    for page in (said(kim.get(address)), said(kim.post(address, follow=True))):
        assert f"The clock still runs. {lacks}" in page
        assert "no release is signed" not in page
    play.sign(cast, referral.person, at=now, recipients=(MEMBER[decides],))
    assert lacks not in pages(kim, referral)[0]


def test_in_spanish_it_is_said_in_spanish(as_, cast, referral):
    play.sign(cast, referral.person, at=timezone.now() - timedelta(hours=1), recipients=("dana",))
    address = reverse("casemanager:person", args=[referral.person.pk])
    card = said(as_(cast.kim).get(address, headers={"accept-language": "es"}))
    assert (
        "Hay un permiso para compartir firmado, pero ningún sí en él nos deja decirle al fiscal que todo está hecho."
        in card
    )
