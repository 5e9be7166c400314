"""On a Spanish page the site's own words are Spanish, and what the site has in English alone is marked as English."""

import html
import json
import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from offramp.protocols import reads as protocols
from offramp.protocols import rules
from offramp.referrals import actions as referrals
from offramp.referrals.models import Referral
from tests import cast as play
from tests.cast import JORDAN

pytestmark = pytest.mark.django_db
SPANISH = {"accept-language": "es"}
PAGES = {"arrest_diversion": "/officer/diversion/", "social_contact": "/officer/social-contact/"}
#: Fayette has no social contacts.
OPEN = [(slug, door) for slug in play.BY_PLACE for door in PAGES if (slug, door) != ("fayette", "social_contact")]
UNSURE = {"offense": "drug_sales", "violent_history": "unknown"}

#: The site's protocol as it was before anybody wrote its Spanish: here of one label, one question and one sentence.
ENGLISH_ALONE = {
    "      label_in_spanish: Posesión de drogas\n": "",
    "    question_in_spanish: ¿Tiene la persona algún antecedente de delitos violentos?\n": "",
    "    label_in_spanish: Algún antecedente de delitos violentos\n": "",
    "      says_in_spanish: La posesión de drogas se puede desviar.\n": "",
}


def scene_words(protocol, door):
    """Everything of the protocol that the page of a door carries: questions, answers, lines and reasons."""
    for question in rules.scene(protocol, door):
        yield question.question
        for option in question.options:
            yield from (option.label, *([option.line] if option.line else []))
            yield from (finding.reason for finding in option.findings)


def shown(client, address, **more):
    return client.get(address, headers=SPANISH, **more).content.decode()


def carried(page):
    return json.loads(re.search(r'<script id="carried"[^>]*>(.*?)</script>', page, re.S)[1])


@pytest.mark.parametrize(("slug", "door"), OPEN)
def test_on_a_spanish_page_of_the_scene_nothing_of_the_protocol_is_english(sign_in, slug, door):
    cast = play.at_site(slug)
    protocol = protocols.in_force(cast.dana, play.today(cast, timezone.now())).protocol
    page = html.unescape(shown(sign_in(cast.dana), PAGES[door]))
    words = set(scene_words(protocol, door))
    told = {one for one in words if len(one) > len("Yes")}
    assert [one for one in told if re.search(rf"[>\"]{re.escape(one)}[<\"]", page)] == []
    assert '<span lang="en">' not in page
    for question in rules.scene(protocol, door):
        assert question.question.spanish is None or question.question.spanish in page
        assert all(option.label.spanish in page for option in question.options if option.label.spanish)


@pytest.mark.parametrize("slug", list(play.BY_PLACE))
def test_the_reasons_that_the_page_carries_for_the_phone_are_spanish(sign_in, slug):
    cast = play.at_site(slug)
    found = carried(shown(sign_in(cast.dana), PAGES["arrest_diversion"]))
    protocol = protocols.in_force(cast.dana, play.today(cast, timezone.now())).protocol
    english = {str(one) for one in scene_words(protocol, "arrest_diversion")}
    reasons = [one for question in found["questions"] for option in question["findings"] for one in option]
    assert reasons
    assert [one["reason"] for one in [*reasons, *found["base"]] if one["reason"] in english or one["tongue"]] == []


def test_an_english_page_is_the_english_of_the_file(dana):
    page = dana.get(PAGES["arrest_diversion"]).content.decode()
    assert "Drug possession" in page
    assert "Posesión de drogas" not in page


def test_a_question_that_was_left_open_is_named_in_spanish(dana):
    page = dana.get(PAGES["arrest_diversion"]).context["form"]
    sent = {"token": str(uuid4()), "version": page.in_force, "outcome": "record"}
    answer = dana.post(PAGES["arrest_diversion"], sent, headers=SPANISH).content.decode()
    assert "Conteste esta pregunta: ¿Cuál es el delito?" in answer


# What was kept with a referral -----------------------------------------------------------------------------------------


@pytest.fixture
def asked(cast):
    """Sales need the prosecutor here, and nothing is known of the person's past."""
    return referrals.ask(facts=UNSURE, by=cast.dana, at=timezone.now())


KEPT = (
    (
        "La venta de drogas se puede desviar si la fiscalía está de acuerdo.",
        "Drug sales can be diverted if the prosecutor",
    ),
    ("Todavía no se sabe: algún antecedente de delitos violentos.", "Not known yet: any history of violent crime."),
)


@pytest.mark.parametrize(("spanish", "english"), KEPT)
def test_a_kept_reason_is_spanish_for_one_officer_and_english_for_another(dana, asked, spanish, english):
    address = f"/officer/referrals/{asked.pk}/"
    in_spanish, in_english = shown(dana, address), dana.get(address).content.decode()
    assert (spanish in in_spanish, english in in_spanish) == (True, False)
    assert (spanish in in_english, english in in_english) == (False, True)


@pytest.mark.parametrize(("spanish", "english"), KEPT)
def test_whoever_is_asked_reads_the_reasons_in_their_own_language_too(sign_in, cast, asked, spanish, english):
    address = f"/approvals/{asked.pk}/"
    vance = sign_in(cast.vance)
    assert spanish in shown(vance, address)
    assert english in vance.get(address).content.decode()


def test_a_reason_is_kept_once_and_as_it_was_said(asked):
    kept = Referral.objects.get(pk=asked.pk).findings
    assert all(set(one) == {"clause", "answer", "reason", "authority"} for one in kept)
    assert "Not known yet: any history of violent crime." in [one["reason"] for one in kept]


def test_why_somebody_was_referred_is_told_to_whoever_answers_in_their_language(sign_in, cast):
    play.adopt(cast, {
        "    says: Officers may also refer people they know, without an arrest.":
            "    decides: project_manager\n    says: Officers may also refer people they know, without an arrest.",
    }, on=play.today(cast, timezone.now()), at=timezone.now())  # fmt: skip
    sent = referrals.refer_social_contact(
        facts={}, who=JORDAN, concerns=("Poverty", "knows"), by=cast.dana, at=timezone.now()
    )
    pat = sign_in(cast.pat)
    address = reverse("projectmanager:approval", args=[sent.pk])
    assert "Pobreza y lo sabe" in shown(pat, address)
    assert "Poverty and knows" in pat.get(address).content.decode()


# What the file has in English alone ------------------------------------------------------------------------------------


@pytest.fixture
def half(cast):
    return play.adopt(cast, ENGLISH_ALONE, on=play.today(cast, timezone.now()), at=timezone.now())


def test_what_has_no_spanish_is_english_and_marked(dana, half):
    page = shown(dana, PAGES["arrest_diversion"])
    for words in ("Drug possession", "Any history of violent crime"):
        assert f'<span lang="en">{escape(words)}</span>' in page
    assert "Venta de drogas" in page
    marked = {(one["reason"], one["tongue"]) for option in carried(page)["questions"][0]["findings"] for one in option}
    assert ("Drug possession can be diverted.", "en") in marked
    assert ("Se puede desviar otro delito no violento relacionado con drogas.", "") in marked


def test_an_english_page_marks_nothing(dana, half):
    assert '<span lang="en">' not in dana.get(PAGES["arrest_diversion"]).content.decode()


def test_a_kept_reason_without_spanish_is_english_and_marked(dana, cast, half):
    asked = referrals.ask(facts=UNSURE, by=cast.dana, at=timezone.now())
    page = shown(dana, f"/officer/referrals/{asked.pk}/")
    assert '<span lang="en">Not known yet: any history of violent crime.</span>' in page


def test_what_a_site_writes_is_never_markup(dana, cast):
    change = {
        "label_in_spanish: Posesión de drogas": 'label_in_spanish: "<b>Posesión</b>"',
        "label: Drug sales\n      label_in_spanish: Venta de drogas": 'label: "<i>Sales</i>"',
    }
    play.adopt(cast, change, on=play.today(cast, timezone.now()), at=timezone.now())
    page = shown(dana, PAGES["arrest_diversion"])
    assert "&lt;b&gt;Posesión&lt;/b&gt;" in page
    assert '<span lang="en">&lt;i&gt;Sales&lt;/i&gt;</span>' in page


@pytest.mark.parametrize("headers", [{}, SPANISH])
def test_neither_language_asks_the_database_more(dana, asked, django_assert_max_num_queries, headers):
    dana.get("/officer/", headers=headers)
    for address in (PAGES["arrest_diversion"], f"/officer/referrals/{asked.pk}/"):
        with django_assert_max_num_queries(32):
            dana.get(address, headers=headers)
