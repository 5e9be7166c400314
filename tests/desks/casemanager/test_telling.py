"""Each paper that is on, on the page for its person's eyes; and what a stop stops, exactly, and what stays on."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from offramp.consent import actions as consent
from offramp.consent.actions import Choice, Signature
from offramp.consent.models import ReleaseLine
from offramp.consent.states import ReleaseKind, SignatureKind
from offramp.design.templatetags.design import day_in_words
from offramp.justice import actions as justice
from offramp.kernel.classification import DataClass
from offramp.kernel.clocks import local_date, local_time
from offramp.kernel.models import TrailRow
from tests import cast as play
from tests.seats import said

pytestmark = pytest.mark.django_db
DONE = "that both steps are done, and the date"
WHY = {
    DONE: "to know that you did what you set out to do.",  # the officer does not decide this charge
    "one message, if the two steps are not done by their day": (
        "so that your charge can be decided, if the two steps are not done by their day."
    ),
}
NOTICE = "one message, if the two steps are not done by their day"


def at(name, person, *rest):
    return reverse(f"casemanager:{name}", args=[person.pk, *rest])


def signs_notice(cast, referral, *, to, ends):
    """The paper of a compliance notice to one person, by the person's own hand."""
    return consent.sign(
        referral.person, choices=[Choice(to, frozenset({DataClass.COMPLIANCE_NOTICE}), ends)],
        signature=Signature("Jordan Ellery", SignatureKind.TYPED, "Jordan Ellery"), discloser=cast.site.name,
        purpose="one message, if the requirement is not met", text="This paper is only about one message.",
        language="en", no_officer_present=True, kind=ReleaseKind.COMPLIANCE_NOTICE, about=referral.diversion.pk,
        by=cast.kim, at=timezone.now() - timedelta(hours=2),
    )  # fmt: skip


@pytest.fixture
def two_papers(cast, person, referral):
    """A release that names the officer and the prosecutor, and a notice's paper that names the officer."""
    now = timezone.now()
    release = play.sign(cast, person, at=now - timedelta(hours=3))
    return release, signs_notice(cast, referral, to=cast.dana, ends=now + timedelta(days=90))


def on(recipient):
    return set(ReleaseLine.objects.filter(recipient=recipient, stopped_at=None).values_list("release__kind", flat=True))


def line_of(paper, recipient):
    return paper.lines.get(recipient=recipient)


def card_stop(kim, person, recipient):
    """Where the Stop on the card of this recipient leads."""
    page = kim.get(at("shared", person)).context["said"]
    papers = next(one.papers for one in page if one.name == recipient.name)
    return at("shared-stop", person, papers[0].paper.line.pk)


def test_a_card_says_of_each_paper_what_it_tells_and_until_when(as_, cast, person, two_papers):
    shown = said(as_(cast.kim).get(at("shared", person)))
    for paper, told in zip(two_papers, (DONE, NOTICE), strict=True):
        day = date_format(local_date(line_of(paper, cast.dana).ends_at, cast.site.time_zone), "DATE_FORMAT")
        assert f"May be told: {told} Why: {WHY[told]} On until {day}." in shown
    assert f"Stop all of this , {cast.dana.name}" in shown


def test_why_is_what_the_paper_says_in_the_language_of_the_person(as_, cast, person, two_papers):
    shown = said(as_(cast.kim).get(at("shared", person), {"language": "es"}))
    assert "Para qué: para decidir su cargo." in shown  # the prosecutor, who decides it
    assert "Para qué: para saber que usted cumplió." in shown
    assert "Para qué: para que se decida su cargo, si los dos pasos no se hacen para su fecha." in shown


def test_the_stop_of_a_card_stops_all_that_it_lists_and_nothing_of_anybody_else(as_, cast, person, two_papers):
    kim = as_(cast.kim)
    address = card_stop(kim, person, cast.dana)
    asks = said(kim.get(address))
    assert f"Stop telling {cast.dana.name} about you? If you press Stop, we stop now." in asks
    assert f"All of this stops: {NOTICE}; {DONE}." in asks
    assert (
        "Todo esto para: un solo aviso, si los dos pasos no se hacen para su fecha; que ya hizo los dos pasos"
        in said(kim.get(address, {"language": "es"}))
    )
    done = kim.post(address, {"token": str(uuid4())}, follow=True)
    assert done.redirect_chain == [(at("shared", person), 302)]
    assert f"{cast.dana.name} gets no message about it." in said(done)
    assert "Nothing. You stopped it on" in said(done)
    assert (on(cast.dana), on(cast.vance)) == (set(), {"release"})


def test_pressed_twice_under_one_token_it_stops_once(as_, cast, person, two_papers):
    kim, token = as_(cast.kim), str(uuid4())
    address = card_stop(kim, person, cast.dana)
    for _ in range(2):
        kim.post(address, {"token": token})
    assert TrailRow.objects.filter(action="stop_release").count() == 2  # one for each paper


def test_the_stop_of_one_paper_says_what_stays_on_and_leaves_it(as_, cast, person, two_papers):
    kim = as_(cast.kim)
    address = at("release-stop", person, line_of(two_papers[1], cast.dana).pk)
    asks = said(kim.get(address))
    assert f"Stop telling {cast.dana.name} this about you: {NOTICE}?" in asks
    assert f"This stays on: {DONE}." in asks
    assert "Esto sigue: que ya hizo los dos pasos, y la fecha." in said(kim.get(address, {"language": "es"}))
    bar = said(kim.post(address, {"token": str(uuid4())}, follow=True))
    assert on(cast.dana) == {"release"}
    assert (
        f"{cast.dana.name} gets no message about it. What they already know stays known. This stays on: {DONE}." in bar
    )


def history(kim, person):
    """The rows of the person's timeline, newest first: what, and who did it."""
    return [(one.words, one.who) for one in kim.get(at("person", person)).context["timeline"]]


def test_a_stop_stands_in_the_timeline_once_for_each_paper_and_what_a_newer_paper_replaced_does_not(
    as_, cast, person, two_papers
):
    kim, name = as_(cast.kim), cast.dana.name
    play.sign(cast, person, at=timezone.now() - timedelta(hours=1), recipients=("dana", "vance"))
    assert not any("stopped" in words for words, _who in history(kim, person))
    consent.stop_telling(ReleaseLine.objects.filter(recipient=cast.dana).last(), by=cast.kim, at=timezone.now())
    stops = [row for row in history(kim, person) if "stopped" in row[0]]
    assert stops == [(f"Release stopped for {name}", "You"), (f"Notice form stopped for {name}", "You")]


def test_more_time_stands_in_the_timeline_with_its_day_and_who_gave_it(as_, cast, person, referral):
    until = referral.diversion.due_on + timedelta(days=3)
    justice.extend(referral.diversion.pk, until=until, reason="Was ill", by=cast.pat, at=timezone.now())
    assert (f"More time, until {day_in_words(until)}", cast.pat.name) in history(as_(cast.kim), person)


def card_of(kim, person, recipient):
    """What the person's page says of one recipient."""
    page = said(kim.get(at("shared", person)))
    return page[page.index(recipient.name) :].split("What was sent")[0]


def test_the_card_says_that_the_person_stopped_it_only_where_they_did(as_, cast, person):
    kim, now = as_(cast.kim), timezone.now()
    first = play.sign(cast, person, at=now - timedelta(hours=9), recipients=("vance",))
    no = play.sign(cast, person, at=now - timedelta(hours=8), recipients=("vance",), classes=())
    assert line_of(first, cast.vance).stopped_at == no.signed_at
    assert "Nothing. You said no." in card_of(kim, person, cast.vance)
    again = play.sign(cast, person, at=now - timedelta(hours=7), recipients=("vance",))
    consent.stop(line_of(again, cast.vance), by=cast.kim, at=now - timedelta(hours=6))
    assert "Nothing. You stopped it on" in card_of(kim, person, cast.vance)
    last = play.sign(cast, person, at=now - timedelta(hours=5), recipients=("vance",))
    last.lines.update(ends_at=now - timedelta(hours=1))
    assert "Nothing any more. It has ended." in card_of(kim, person, cast.vance)


def test_the_list_of_papers_says_of_each_line_whether_it_was_stopped_or_replaced(as_, cast, person):
    kim, now = as_(cast.kim), timezone.now()
    for hours in (3, 2):
        play.sign(cast, person, at=now - timedelta(hours=hours), recipients=("vance",))
    answers = [answers["R. Vance"] for _paper, answers in kim.get(at("release", person)).context["papers"][:2]]
    assert answers == ["On", "A newer paper took its place"]


@pytest.mark.parametrize("name", ["release-stop", "shared-stop"])
def test_the_page_that_the_person_reads_before_a_stop_shows_nothing_else_of_the_program(
    as_, cast, person, two_papers, name
):
    page = as_(cast.kim).get(at(name, person, line_of(two_papers[0], cast.dana).pk)).content.decode()
    assert "<nav" not in page
    assert reverse("casemanager:people") not in page
    assert "<footer" not in page
    assert "Leave this page" in page


def test_what_a_stop_can_cost_is_not_said_of_the_notice_alone(as_, cast, person, referral):
    now = timezone.now()
    release = play.sign(cast, person, at=now - timedelta(hours=3))
    notice = signs_notice(cast, referral, to=cast.vance, ends=now + timedelta(days=90))
    kim, cost = as_(cast.kim), "Then the charge may be filed."
    assert cost not in said(kim.get(at("release-stop", person, line_of(notice, cast.vance).pk)))
    assert cost in said(kim.get(at("release-stop", person, line_of(release, cast.vance).pk)))
    assert cost in said(kim.get(at("shared-stop", person, line_of(notice, cast.vance).pk)))


def test_a_stop_of_somebody_else_s_paper_is_not_at_this_person_s_address(as_, cast, person, two_papers):
    other = play.at_work(cast).person
    line = line_of(play.sign(cast, other, at=timezone.now()), cast.dana)
    for name in ("release-stop", "shared-stop"):
        assert as_(cast.kim).get(at(name, person, line.pk)).status_code == 404


@pytest.mark.parametrize("name", ["release-stop", "shared-stop"])
def test_what_is_stopped_says_since_when_and_is_not_stopped_again(as_, cast, person, two_papers, name):
    line = line_of(two_papers[0], cast.vance)
    first = timezone.now() - timedelta(hours=1)
    consent.stop(line, by=cast.kim, at=first)
    kim = as_(cast.kim)
    hour = date_format(local_time(first, cast.site.time_zone), "g:i A")
    page = kim.get(at(name, person, line.pk))
    assert f"{hour}. {cast.vance.name} is told nothing by it." in said(page)
    assert "<button" not in page.content.decode().split("<main")[1].split("</main>")[0]
    again = said(kim.post(at(name, person, line.pk), {"token": str(uuid4())}, follow=True))
    assert f"{hour}. {cast.vance.name} gets no message about it." in again
    assert ReleaseLine.objects.get(pk=line.pk).stopped_at == first


def test_after_the_card_s_stop_no_paper_delivers_anything(cast, person, two_papers):
    now = timezone.now()
    play.complete_intake(cast, person, at=now - timedelta(hours=1))
    consent.stop_telling(line_of(two_papers[1], cast.dana), by=cast.kim, at=now)
    assert justice.deliver(by=cast.dana, at=now) == []
    assert len(justice.deliver(by=cast.vance, at=now)) == 1


def test_the_language_chosen_on_the_page_goes_with_the_stop_and_back(as_, cast, person, two_papers):
    kim = as_(cast.kim)
    stop = f"{card_stop(kim, person, cast.dana)}?language=es"
    assert stop in kim.get(at("shared", person) + "?language=es").content.decode()
    page = kim.get(stop)
    for words in ("Parar esto", "Regresar, no cambia nada"):
        assert words in said(page)
    back = f"{at('shared', person)}?language=es"
    assert f'href="{back}"' in page.content.decode()
    done = kim.post(stop, {"token": str(uuid4())}, follow=True)
    assert done.redirect_chain == [(back, 302)]
    assert "Qué se comparte de mí" in said(done)


@pytest.mark.parametrize("name", ["release-stop", "shared-stop"])
def test_the_stop_is_asked_in_the_language_of_the_person_and_in_the_other_one_a_tap_away(
    as_, cast, person, two_papers, name
):
    type(person).objects.filter(pk=person.pk).update(language="es")
    kim, address = as_(cast.kim), at(name, person, line_of(two_papers[0], cast.dana).pk)
    page = kim.get(address)
    assert f"de usted a {cast.dana.name}" in said(page)
    assert "Stop telling" not in said(page)
    assert 'href="?language=en" lang="en">English</a>' in page.content.decode()
    english = kim.get(address, {"language": "en"})
    assert f"Stop telling {cast.dana.name}" in said(english)
    assert "de usted a" not in said(english)
    assert 'href="?language=es" lang="es">Español</a>' in english.content.decode()
