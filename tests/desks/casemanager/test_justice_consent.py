"""The paper of 42 CFR 2.35 on its own page: where it can be asked for, in the person's language, and what they see of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from offramp.consent.models import ReleaseOfInformation
from offramp.justice import actions as justice
from offramp.people import actions as people
from tests import cast as play
from tests.seats import seat

from .conftest import handed_over

TYPED = {"signer": "the person", "signer_name": "Jordan Ellery", "how": "pen", "signature_typed": "Jordan Ellery",
         "no_officer_present": "on"}  # fmt: skip
SENTENCE = "It can only ever say that the two steps are done, yes for contact, and your next date."


@pytest.fixture
def cast(db):
    """The Bureau's protocol as if counsel had cleared the consent and the group had decided on it."""
    made = play.at_site("bureau")
    then = timezone.now() - timedelta(days=10)
    play.adopt(made, play.JUSTICE_CONSENT_ALLOWED, on=then.date(), at=then)
    return made


@pytest.fixture
def matter(referral):
    return referral.diversion


def at(name, matter, *more):
    return reverse(f"casemanager:{name}", args=[matter.person_id, *more])


def the_form(matter, recipient):
    return at("justice-consent", matter, matter.pk, recipient.pk)


def signs(client, matter, recipient, **how):
    form = client.get(the_form(matter, recipient)).context["form"]
    sent = {"token": form["token"].value(), "draft": form["draft"].value(), **TYPED, **how}
    return client.post(the_form(matter, recipient), sent, follow=True)


def said(client, address):
    return client.get(address).content.decode()


def test_the_link_stands_only_where_it_can_be_asked_for(as_, cast, matter):
    kim, page = as_(cast.kim), at("matter", matter, matter.pk)
    assert the_form(matter, cast.vance) in said(kim, page)
    assert the_form(matter, cast.dana) not in said(kim, page)
    assert kim.get(the_form(matter, cast.dana)).status_code == 404
    justice.decide("do_not_file", matter.pk, by=cast.vance, at=timezone.now())
    assert "Justice consent" not in said(kim, page)
    assert kim.get(the_form(matter, cast.vance)).status_code == 404


def test_a_site_that_did_not_allow_it_shows_nothing_of_it(as_, db):
    cast = play.at_site("bureau")
    matter = handed_over(cast, ago=timedelta(days=3)).diversion
    assert "Justice consent" not in said(as_(cast.kim), at("matter", matter, matter.pk))
    assert as_(cast.kim).get(the_form(matter, cast.vance)).status_code == 404


def test_the_paper_says_what_it_can_ever_say_until_when_it_holds_and_that_no_officer_is_here(as_, cast, matter):
    kim = as_(cast.kim)
    page = said(kim, the_form(matter, cast.vance))
    day = date_format(matter.due_on, "DATE_FORMAT")
    assert f"You cannot stop this one before {day}." in page
    assert SENTENCE in page
    assert "No officer is here" in page
    assert "This departs from the LEAD model" in page
    assert "Signed. Nobody has been told." in signs(kim, matter, cast.vance).content.decode()
    kept = ReleaseOfInformation.objects.get(kind="justice consent")
    assert SENTENCE in kept.text
    assert kept.about == matter.pk
    assert kim.get(the_form(matter, cast.vance)).status_code == 404  # it is on: nobody is asked twice


def test_a_second_tap_on_signing_is_told_that_the_first_one_counts(as_, cast, matter):
    kim, address = as_(cast.kim), the_form(matter, cast.vance)
    form = kim.get(address).context["form"]
    sent = {"token": form["token"].value(), "draft": form["draft"].value(), **TYPED}
    kim.post(address, sent)
    assert "We already have this one. Nothing was added." in kim.post(address, sent, follow=True).content.decode()
    assert ReleaseOfInformation.objects.filter(kind="justice consent").count() == 1


def test_its_copy_says_from_when_it_can_be_stopped_and_whose_it_is(as_, cast, matter):
    kim = as_(cast.kim)
    signs(kim, matter, cast.vance)
    paper = ReleaseOfInformation.objects.get(kind="justice consent")
    copy = said(kim, at("release-copy", matter, paper.pk))
    assert f"You can stop this from {date_format(matter.due_on, 'DATE_FORMAT')} on." in copy
    assert "You can stop this at any time" not in copy
    assert paper.text.startswith("This paper is about Jordan Ellery and nobody else. It is only about incident ")


def test_it_is_read_in_the_language_of_the_person_beside_the_worker_s(as_, cast, matter):
    people.update_person(matter.person, language="es", by=cast.kim, at=timezone.now())
    page = said(as_(cast.kim), the_form(matter, cast.vance))
    assert "Esta no la puede parar antes del" in page
    assert "The same in your language, to follow it." in page
    assert SENTENCE in page
    signs(as_(cast.kim), matter, cast.vance)
    kept = ReleaseOfInformation.objects.get(kind="justice consent")
    assert (kept.language, "Lo único que puede decir" in kept.text) == ("es", True)


def test_without_the_tick_that_no_officer_is_here_nothing_is_signed(as_, cast, matter):
    answer = signs(as_(cast.kim), matter, cast.vance, no_officer_present="")
    assert "only when no officer is present" in answer.content.decode()
    assert not ReleaseOfInformation.objects.filter(kind="justice consent").exists()


def test_it_waits_a_day_after_the_stop(as_, cast):
    matter = handed_over(cast, ago=timedelta(hours=2)).diversion
    page = said(as_(cast.kim), the_form(matter, cast.vance))
    assert "Closed until" in page
    assert "So that nobody signs to get out of handcuffs." in page
    assert "not before" in signs(as_(cast.kim), matter, cast.vance).content.decode()
    assert not ReleaseOfInformation.objects.filter(kind="justice consent").exists()


def test_the_person_s_page_says_from_when_it_can_be_stopped_and_the_release_beside_it_now(as_, cast, matter):
    kim = as_(cast.kim)
    signs(kim, matter, cast.vance)
    play.sign(cast, matter.person, recipients=("vance",), at=timezone.now())
    page = said(kim, at("shared", matter))
    day = date_format(matter.due_on, "DATE_FORMAT")
    assert f"You can stop it from {day}." in page
    assert "that both steps are done, yes for contact, and your next date" in page
    binding = ReleaseOfInformation.objects.get(kind="justice consent").lines.get()
    other = ReleaseOfInformation.objects.get(kind="release").lines.get()
    assert at("shared-stop", matter, binding.pk) not in page
    assert at("shared-stop", matter, other.pk) in page
    assert "It can be stopped from" in said(kim, at("person", matter))
    refused = kim.post(at("release-stop", matter, binding.pk), {}, follow=True).content.decode()
    assert "Every other release can be stopped today." in refused


def test_their_page_says_it_in_spanish_too(as_, cast, matter):
    signs(as_(cast.kim), matter, cast.vance)
    page = said(as_(cast.kim), at("shared", matter) + "?language=es")
    assert "que ya hizo los dos pasos, que sí hay contacto, y su próxima fecha" in page
    assert "La puede parar desde el" in page


def test_the_standing_warning_is_on_the_page_of_the_rules(cast):
    assert "Every release can be stopped on any day." in said(seat(cast.vance), reverse("prosecutor:rules"))


def test_contact_is_said_from_the_matter_in_fixed_words_once_the_person_saw_them(as_, cast, matter):
    kim, page = as_(cast.kim), at("contact-word", matter, matter.pk)
    assert page not in said(kim, at("matter", matter, matter.pk))
    assert "No justice consent about this matter" in said(kim, page)
    signs(kim, matter, cast.vance)
    assert page in said(kim, at("matter", matter, matter.pk))
    assert "contact maintained: yes." in said(kim, page)
    form = kim.get(page).context["form"]
    assert set(form.fields) == {"to", "next_on", "was_seen", "token"}  # nothing to write in
    sent = {"token": form["token"].value(), "to": str(cast.vance.pk), "next_on": ""}
    assert "Show it or read it to the person first" in kim.post(page, sent).content.decode()
    done = kim.post(page, sent | {"was_seen": "on"}, follow=True).content.decode()
    assert "It waits for R. Vance" in done
    assert "contact maintained: yes." in as_(cast.vance).get(reverse("arrivals:home")).content.decode()
