"""Who decides the charge is the protocol's to say: the prosecutor at the Bureau's site, the officer in Fayette County."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from offramp.consent.models import ReleaseLine
from offramp.justice import actions as justice
from tests import cast as play
from tests.seats import said

from .conftest import handed_over

SITES = pytest.mark.parametrize(("place", "decides"), [("bureau", "prosecutor"), ("fayette", "officer")])


@pytest.fixture
def referral(cast):
    return handed_over(cast, ago=timedelta(days=3))


def look(client, name, person, *args):
    return client.get(reverse(f"casemanager:{name}", args=[person.pk, *args]))


@SITES
def test_the_paper_about_the_clock_names_whoever_decides(as_, cast, referral, decides):
    page = said(look(as_(cast.kim), "clock", referral.person, referral.diversion.pk))
    assert f"The {decides} makes that choice." in page
    assert {"prosecutor": "El fiscal decide.", "officer": "El agente decide."}[decides] in page


@pytest.mark.parametrize("place", ["fayette"])
@pytest.mark.parametrize(
    ("decision", "english", "spanish"),
    [
        ("do_not_charge", "You are not charged. There is nothing left to do", "El agente no le puso el cargo."),
        ("charge", "You were charged. It goes to court now.", "El agente le puso el cargo. Ahora va a la corte."),
    ],
)
def test_after_the_officer_s_decision_the_paper_says_whether_they_are_charged(
    as_, cast, referral, decision, english, spanish
):
    justice.decide_own(decision, referral.pk, by=cast.dana, at=timezone.now())
    page = said(look(as_(cast.kim), "clock", referral.person, referral.diversion.pk))
    assert english in page
    assert spanish in page


@SITES
def test_once_it_is_decided_the_page_of_the_date_says_by_whom_and_that_nothing_is_due(as_, cast, referral, decides):
    kim = as_(cast.kim)
    before = said(look(kim, "matter", referral.person, referral.diversion.pk))
    assert "What may follow" in before
    if decides == "officer":
        justice.decide_own("do_not_charge", referral.pk, by=cast.dana, at=timezone.now())
    else:
        justice.decide("decline", referral.diversion.pk, reason="Own file.", by=cast.vance, at=timezone.now())
    page = said(look(kim, "matter", referral.person, referral.diversion.pk))
    assert f"The {decides} has decided. Nothing is due any more." in page
    assert not any(words in page for words in ("What may follow", "has no extension", "can give more time"))


@SITES
@pytest.mark.parametrize(
    ("language", "to_decide"), [("en", "to decide your charge"), ("es", "para decidir su cargo")], ids=["en", "es"]
)
def test_a_release_says_to_decide_your_charge_of_whoever_decides_it_alone(
    as_, cast, referral, decides, language, to_decide
):
    type(referral.person).objects.filter(pk=referral.person.pk).update(language=language)
    panels = look(as_(cast.kim), "release-ask", referral.person).context["form"].panels()
    assert {panel.recipient.role for panel in panels if panel.said[0].why == to_decide} == {decides}


@SITES
def test_what_a_stop_can_cost_is_said_of_the_line_that_the_clock_needs(as_, cast, referral, decides):
    play.sign(cast, referral.person, at=timezone.now() - timedelta(hours=3))
    for line in ReleaseLine.objects.filter(is_yes=True):
        page = said(look(as_(cast.kim), "release-stop", referral.person, line.pk))
        address = reverse("casemanager:release-stop", args=[referral.person.pk, line.pk])
        spanish = said(as_(cast.kim).get(address, {"language": "es"}))
        is_needed = line.recipient.role == decides
        assert (f"If {line.recipient.name} has not been told that you are done," in page) is is_needed
        assert (f"Si {line.recipient.name} no sabe todavía que usted terminó," in spanish) is is_needed
        assert ("Then the charge may be filed." in page) is is_needed


def test_a_notice_to_a_prosecutor_says_that_the_officer_may_charge(db, as_):
    cast = play.at_site("fayette")
    then = timezone.now() - timedelta(days=40)
    play.adopt(cast, play.NOTICE_ADOPTED, on=then.date() + timedelta(days=1), at=then)
    late = handed_over(cast, ago=timedelta(days=33)).diversion
    kim = as_(cast.kim)
    to = {who: said(look(kim, "notice-form", late.person, late.pk, who.pk)) for who in (cast.dana, cast.vance)}
    assert "Ofc. Dana R. may then charge you" in to[cast.dana]
    assert "The officer may then charge you" in to[cast.vance]
    assert "R. Vance may then charge you" not in to[cast.vance]
