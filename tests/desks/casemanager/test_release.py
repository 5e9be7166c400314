"""The release: not within a day of the stop, each line a real choice, signed as it was shown, stopped in two taps."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from offramp.consent.models import Disclosure, ReleaseLine, ReleaseOfInformation
from offramp.consent.states import EndsWith
from offramp.justice import actions as justice
from offramp.people import actions as people
from offramp.people.models import Person
from tests import cast as play
from tests.seats import said

from .conftest import handed_over

TYPED = {"signer": "the person", "signer_name": "Jordan Ellery", "how": "pen", "signature_typed": "Jordan Ellery",
         "no_officer_present": "on"}  # fmt: skip
YES_TO_VANCE = {"answer-0": "no", "answer-1": "yes", "told-1": ["C5"], "ends-0": "12", "ends-1": "12",
                "language": "en"}  # fmt: skip


def address(name, person, *args):
    return reverse(f"casemanager:{name}", args=[person.pk, *args])


def asked(client, person, **answers):
    """Go through the panels; what comes back is the paper to sign, or the panels with what is missing."""
    token = client.get(address("release-ask", person)).context["form"]["token"].value()
    return client.post(address("release-ask", person), {"token": token, **YES_TO_VANCE, **answers}, follow=True)


def signed(client, person, *, answers=None, **how):
    paper = asked(client, person, **(answers or {}))
    sent = {"token": paper.context["form"]["token"].value(), "draft": paper.context["form"]["draft"].value()}
    return client.post(address("release-sign", person), {**sent, **TYPED, **how}, follow=True)


def test_it_is_closed_for_a_day_and_says_until_when_and_why(as_, cast):
    person = handed_over(cast, ago=timedelta(hours=3)).person
    kim = as_(cast.kim)
    page = kim.get(address("release", person)).content.decode()
    assert "Closed until" in page
    assert "So that nobody signs to get out of handcuffs." in page
    assert kim.get(address("release-ask", person)).status_code == 302


def test_nothing_is_ticked_and_a_no_costs_what_the_page_says(as_, cast, person):
    answer = as_(cast.kim).get(address("release-ask", person))
    page = answer.content.decode()
    assert "checked" not in page.split("In which language")[0]
    assert "We cannot tell the prosecutor that you are done. The charge may be filed. You still get help here." in page
    assert answer.context["form"].panels()[0].said[0].cost == "Nothing else changes."
    assert page.count("health, drug use, notes, where you are") == 2


@pytest.mark.parametrize(
    ("language", "page", "paper"),
    [("en", "A yes without “That both steps are done, and the date” costs the same.",
      "Your yes leaves out that both steps are done, and the date. That costs the same."),
     ("es", "Un sí sin “Que ya hizo los dos pasos, y la fecha” cuesta lo mismo.",
      "Su sí no incluye que ya hizo los dos pasos, y la fecha. Eso cuesta lo mismo.")],
)  # fmt: skip
def test_a_yes_that_leaves_out_what_the_clock_needs_costs_as_much_as_a_no_and_page_and_paper_say_so(
    as_, cast, person, language, page, paper
):
    type(person).objects.filter(pk=person.pk).update(language=language)
    kim = as_(cast.kim)
    panels = kim.get(address("release-ask", person)).context["form"].panels()
    assert {panel.recipient.role: page in panel.said[0].cost for panel in panels} == {
        "officer": False,
        "prosecutor": True,
    }
    one_sentence = {"answer-0": "yes", "told-0": ["C5u"], "told-1": ["C5u"], "language": language}
    assert asked(kim, person, **one_sentence).context["text"].count(paper) == 1
    assert paper not in asked(kim, person, language=language).context["text"]


def test_nobody_is_asked_for_a_yes_that_nothing_can_follow(as_, cast, person):
    panels = as_(cast.kim).get(address("release-ask", person)).context["form"].panels()
    offered = {panel.recipient.role: {value for value, _ in panel.told.field.choices} for panel in panels}
    assert offered == {"officer": {"C5", "C5u"}, "prosecutor": {"C5", "C5u"}}


@pytest.mark.parametrize(
    ("news", "classes"),
    [
        ("[received]", None),
        ("[received, certificate]", {"C5"}),
        ("[received, certificate, shared_update]", {"C5", "C5u"}),
    ],
)
def test_an_officer_is_asked_about_for_what_the_protocol_tells_them_and_for_nothing_else(as_, cast, news, classes):
    change = {"news: [received, certificate, shared_update]": f"news: {news}"}
    now = timezone.now()
    today = play.today(cast, now)
    play.adopt(cast, change, on=today - timedelta(days=4), at=now - timedelta(days=5))
    person = handed_over(cast, ago=timedelta(days=3)).person
    panels = as_(cast.kim).get(address("release-ask", person)).context["form"].panels()
    offered = {panel.recipient.role: {value for value, _ in panel.told.field.choices} for panel in panels}
    assert offered.get("officer") == classes


def test_a_yes_to_nothing_and_an_open_line_come_back(as_, cast, person):
    page = asked(as_(cast.kim), person, **{"told-1": [], "answer-0": ""}).content.decode()
    assert "R. Vance: tick what they may be told, or choose No." in page
    assert "Ofc. Dana R.: choose Yes or No." in page


def test_the_questions_are_read_aloud_in_the_persons_language_and_the_worker_follows_in_theirs(as_, cast, person):
    Person.objects.filter(pk=person.pk).update(language="es")
    kim = as_(cast.kim)
    answer = kim.get(address("release-ask", person))
    shown = said(answer)
    assert shown.index("No le podemos decir al fiscal") < shown.index("We cannot tell the prosecutor")
    assert '<span lang="es">Sí, solo esto</span> / <span lang="en">Yes, these only</span>' in answer.content.decode()
    paper = asked(kim, person, language="es")
    assert paper.context["text"].startswith(
        "Esta hoja es sobre Jordan Ellery y nadie más.\n\nUsted elige con quién hablamos de usted."
    )
    assert "You choose who we talk to about you." in said(paper)
    signed(kim, person, answers={"language": "es"})
    assert "You choose" not in ReleaseOfInformation.objects.get(kind="release").text


def test_what_is_stored_is_exactly_what_was_shown(as_, cast, person):
    kim = as_(cast.kim)
    paper = asked(kim, person)
    shown = paper.context["text"]
    page = signed(kim, person).content.decode()
    release = ReleaseOfInformation.objects.get(kind="release")
    assert release.text == shown
    assert "Your answer: no, nothing." in shown
    assert "What they may be told: that both steps are done, and the date." in shown
    assert "Signed: 1 yes, 1 no. Nobody has been told. Give the copy now." in page
    assert "How to stop" in page
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    ("language", "words", "written"),
    [("en", "Signed by Jordan Ellery (the person, ", "M j, Y, g:i A"),
     ("es", "Firmado por Jordan Ellery (la persona, ", "j b Y, g:i A")],
)  # fmt: skip
def test_the_copy_says_who_signed_in_its_own_language_and_in_which_year(as_, cast, person, language, words, written):
    kim = as_(cast.kim)
    signed(kim, person, answers={"language": language})
    paper = ReleaseOfInformation.objects.get(kind="release")
    copy = said(kim.get(address("release-copy", person, paper.pk)))
    with translation.override(language):
        when = date_format(timezone.localtime(paper.signed_at, ZoneInfo(cast.site.time_zone)), written)
    assert words in copy
    assert f"), {when}." in copy
    assert {"en": "The copy", "es": "La copia"}[language] in copy


def test_where_somebody_else_signs_the_paper_and_its_copy_say_whose_it_is(as_, cast, person):
    page = signed(
        as_(cast.kim), person, signer="a guardian", signer_name="Robin Ellery", signature_typed="Robin Ellery"
    ).content.decode()
    release = ReleaseOfInformation.objects.get(kind="release")
    assert (release.person_name, release.signer_name) == ("Jordan Ellery", "Robin Ellery")
    assert release.text.startswith("This paper is about Jordan Ellery and nobody else.")
    assert page.count("This paper is about Jordan Ellery and nobody else.") == 1
    assert "Signed by Robin Ellery (a guardian" in " ".join(page.split())


@pytest.mark.parametrize(
    ("language", "ways", "no_such_button"),
    [("en", "Tell any worker or call (", "press Stop"), ("es", "Dígale a su trabajador o llame al (", "toque Parar")],
)
def test_a_paper_names_only_ways_to_stop_that_there_are(as_, cast, person, language, ways, no_such_button):
    signed(as_(cast.kim), person, answers={"language": language})
    text = ReleaseOfInformation.objects.get(kind="release").text
    assert ways in text
    assert no_such_button not in text


def test_a_paper_in_spanish_is_spanish_to_the_date(as_, cast, person):
    signed(as_(cast.kim), person, answers={"language": "es"})
    text = ReleaseOfInformation.objects.get(kind="release").text
    assert text.startswith("Esta hoja es sobre Jordan Ellery y nadie más.\n\nUsted elige con quién hablamos de usted.")
    assert "Termina el" in text
    assert " de 20" in text
    assert "Who may be told" not in text


def test_a_changed_paper_cannot_be_signed(as_, cast, person):
    kim = as_(cast.kim)
    paper = asked(kim, person)
    sent = {
        "token": paper.context["form"]["token"].value(),
        "draft": paper.context["form"]["draft"].value()[:-3] + "abc",
    }
    page = kim.post(address("release-sign", person), sent | TYPED, follow=True).content.decode()
    assert "This paper was open for too long. Go through it again, then sign." in page
    assert not ReleaseOfInformation.objects.filter(kind="release").exists()


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"no_officer_present": ""}, "A release is signed only when no officer is present."),
        ({"signature_typed": ""}, "Sign with a finger, or type the name."),
        ({"signer_name": ""}, "Write the name of the person who signs."),
        ({"how": "mark"}, "A mark needs a witness."),
        ({"how": "paper"}, "Add the photo or scan of the signed paper."),
    ],
)  # fmt: skip
def test_a_missing_element_is_named_and_nothing_is_signed(as_, cast, person, missing, sentence):
    assert sentence in signed(as_(cast.kim), person, **missing).content.decode()
    assert not ReleaseOfInformation.objects.filter(kind="release").exists()


def test_everything_that_is_missing_is_said_at_once_and_nothing_is_called_optional_that_may_be_needed(
    as_, cast, person
):
    answer = signed(as_(cast.kim), person, no_officer_present="", signature_typed="", signer_name="")
    assert set(answer.context["form"].errors) == {"signer_name", "signature", "no_officer_present"}
    assert "Fix 3 things" in said(answer)
    assert "(optional)" not in said(answer)


def test_a_typed_signature_is_the_name_of_whoever_signs(as_, cast, person):
    signed(as_(cast.kim), person)
    page = said(signed(as_(cast.kim), person, signature_typed="Zzz"))
    assert "The typed name is not the name of the person who signs: type that name, or sign with a finger." in page
    assert ReleaseOfInformation.objects.filter(kind="release").count() == 1


def test_another_name_than_that_of_the_record_is_asked_about_once_and_may_stay(as_, cast, person):
    other = {"signer_name": "Sky Moreno", "signature_typed": "Sky Moreno"}
    page = said(signed(as_(cast.kim), person, **other))
    assert "This is not the name on the record. Does the person sign with it?" in page
    assert not ReleaseOfInformation.objects.filter(kind="release").exists()
    signed(as_(cast.kim), person, **other, **{"signer_name-stays": "on"})
    assert ReleaseOfInformation.objects.get(kind="release").signer_name == "Sky Moreno"


def test_another_name_that_the_person_goes_by_is_not_asked_about(as_, cast, person):
    people.add_alias(person, given_name="Sky", by=cast.kim, at=timezone.now())
    signed(as_(cast.kim), person, signer_name="Sky Ellery", signature_typed="sky ellery")
    assert ReleaseOfInformation.objects.get(kind="release").signer_name == "Sky Ellery"


def test_a_mark_with_a_witness_is_a_signature(as_, cast, person):
    signed(as_(cast.kim), person, how="mark", witness="Ana R.", signature_typed="")
    assert ReleaseOfInformation.objects.get(kind="release").witness_name == "Ana R."


def test_a_scan_is_kept_and_something_else_is_not(as_, cast, person):
    kim = as_(cast.kim)
    wrong = signed(kim, person, how="paper", scan=SimpleUploadedFile("a.png", b"<html>", "image/png"))
    assert "This is not a photo or PDF that we can keep." in wrong.content.decode()
    signed(kim, person, how="paper", scan=SimpleUploadedFile("a.bin", b"%PDF-1.7 paper %%EOF"))
    assert bytes(ReleaseOfInformation.objects.get(kind="release").scan) == b"%PDF-1.7 paper %%EOF"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"%PDF-1.7 trailer <</Encrypt 4 0 R>> %%EOF", "This PDF is locked, so nobody could", id="locked"),
        pytest.param(b"%PDF-1.7 half of it", "This file is damaged or cut off, so nobody could", id="PDF cut off"),
        pytest.param(b"\x89PNG\r\n\x1a\n half", "This file is damaged or cut off, so nobody could", id="PNG cut off"),
        pytest.param(b"\xff\xd8\xff half", "This file is damaged or cut off, so nobody could", id="JPEG cut off"),
    ],
)
def test_a_scan_that_nobody_could_open_later_is_not_taken_for_the_signed_paper(as_, cast, person, content, says):
    answer = signed(as_(cast.kim), person, how="paper", scan=SimpleUploadedFile("a.pdf", content))
    assert says in said(answer)
    assert not ReleaseOfInformation.objects.filter(kind="release").exists()


def test_the_copy_shows_what_was_drawn_and_nothing_where_a_name_was_typed(as_, cast, person):
    drawn = {"signature_typed": "", "signature": '{"paths":[[20,40,150,60],[5,5,6,5]]}'}
    copy = signed(as_(cast.kim), person, **drawn).content.decode()
    assert 'aria-label="Signature of Jordan Ellery, as it was drawn"' in copy
    assert '<polyline points="20,40 150,60"/><polyline points="5,5 6,5"/>' in copy
    assert "<polyline" not in signed(as_(cast.kim), person).content.decode()


def test_too_large_a_scan_is_told_kindly(as_, cast, person):
    large = SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * (4 * 1024 * 1024))
    assert "larger than 4 MB" in signed(as_(cast.kim), person, how="paper", scan=large).content.decode()


def test_sent_twice_it_is_one_release(as_, cast, person):
    kim = as_(cast.kim)
    paper = asked(kim, person)
    sent = {"token": paper.context["form"]["token"].value(), "draft": paper.context["form"]["draft"].value(), **TYPED}
    first, second = (kim.post(address("release-sign", person), sent) for _ in range(2))
    assert first.url == second.url


def test_the_paper_can_be_loaded_again_until_it_is_signed_and_then_back_asks_for_nothing(as_, cast, person):
    kim = as_(cast.kim)
    assert kim.get(address("release-sign", person))["Location"] == address("release", person)  # nothing to sign yet
    asked(kim, person)
    assert kim.get(address("release-sign", person)).status_code == 200
    signed(kim, person)
    assert kim.get(address("release-sign", person))["Location"] == address("release", person)


@pytest.fixture
def both_done(cast, person):
    """Both steps are done since an hour, and nobody has looked yet."""
    now = timezone.now()
    play.sign(cast, person, at=now - timedelta(hours=2))
    play.complete_intake(cast, person, at=now - timedelta(hours=1))


@pytest.mark.parametrize("reader", ["vance", "dana"])
def test_after_a_stop_the_next_request_shows_nothing_and_no_message_exists(as_, cast, person, both_done, reader):
    recipient = cast.members[reader]
    line = ReleaseLine.objects.get(recipient=recipient, is_yes=True)
    kim = as_(cast.kim)
    asks = kim.get(address("release-stop", person, line.pk)).content.decode()
    assert f"Stop telling {recipient.name} about you?" in asks
    assert "hy" not in [word.strip(".,?") for word in asks.split()]  # nobody asks why
    page = kim.post(address("release-stop", person, line.pk), follow=True).content.decode()
    assert f"{recipient.name} gets no message about it. What they already know stays known." in page
    assert justice.deliver(by=recipient, at=timezone.now()) == []
    assert not Disclosure.objects.filter(recipient=recipient).exists()


def test_before_the_stop_the_same_request_shows_it(cast, both_done):
    assert len(justice.deliver(by=cast.vance, at=timezone.now())) == 1


@pytest.mark.parametrize("stranger", ["lou", "rosa", "dana", "vance"])
def test_nobody_else_reaches_the_release(as_, cast, person, stranger):
    assert as_(cast.members[stranger]).get(address("release-ask", person)).status_code == 404


SOONER = {"sooner-1": [EndsWith.NO_HELD_CHARGE.value]}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "or as soon as no charge is held for you any more, whichever is first."),
        ("es", "o en cuanto usted ya no tenga ningún cargo en espera, lo que pase primero."),
    ],
)
def test_a_line_can_end_with_the_charge_and_the_paper_says_so(as_, cast, person, language, words):
    kim = as_(cast.kim)
    assert words not in said(asked(kim, person, language=language))
    assert said(asked(kim, person, language=language, **SOONER)).count(words) == 1
    signed(kim, person, answers={"language": language, **SOONER})
    assert words in ReleaseOfInformation.objects.get().text
    assert list(ReleaseLine.objects.filter(is_yes=True).values_list("ends_with", flat=True)) == [SOONER["sooner-1"][0]]


def test_the_person_reads_when_it_ends_and_later_that_it_did(as_, cast, person):
    kim = as_(cast.kim)
    signed(kim, person, answers=SOONER)
    assert "or until no charge is held for you any more, whichever is first." in said(
        kim.get(address("shared", person))
    )
    assert "It ends before if no charge is held any more." in said(kim.get(address("release", person)))
    justice.decide("do_not_file", person.diversions.get().pk, by=cast.vance, at=timezone.now())
    assert "Nothing any more. It has ended." in said(kim.get(address("shared", person)))
    assert "R. Vance: Ended" in said(kim.get(address("release", person)))


def test_where_no_charge_is_held_nobody_is_asked_about_one(as_, cast, person):
    justice.decide("do_not_file", person.diversions.get().pk, by=cast.vance, at=timezone.now())
    kim = as_(cast.kim)
    assert "no charge is held" not in said(kim.get(address("release-ask", person)))
    signed(kim, person, answers=SOONER)
    assert set(ReleaseLine.objects.values_list("ends_with", flat=True)) == {""}
