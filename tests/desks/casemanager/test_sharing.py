"""What is shared about a person, on a page for their own eyes; and the sentence a worker writes to somebody."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from offramp.consent import actions as consent
from offramp.consent.models import ReleaseLine
from offramp.justice import actions as justice
from offramp.justice.models import SharedUpdate
from offramp.kernel.classification import DataClass
from offramp.kernel.clocks import local_date
from offramp.kernel.models import TrailRow
from tests import cast as play
from tests.seats import said

pytestmark = pytest.mark.django_db
BOTH = (DataClass.PARTICIPATION, DataClass.SHARED_UPDATE)
WORDS = "Jordan has met with us."


@pytest.fixture
def signed(cast, person):
    """Both may be told both things, since yesterday."""
    play.sign(cast, person, at=timezone.now() - timedelta(days=1), classes=BOTH)
    return person


def at(name, person):
    return reverse(f"casemanager:{name}", args=[person.pk])


def ask(browser, person, referral, to, **changes):
    """Fill in the update, and come to the page that shows what leaves."""
    return browser.post(at("update", person), written(to, referral) | changes, follow=True)


def written(to, referral, **changes):
    fields = {"to": f"{to.pk} {referral.pk}", "opener": "HAS_MET", "words": "", "was_seen": "on"}
    return fields | {"token": str(uuid4())} | changes


def post(browser, person, referral, to, **changes):
    """Fill it in, look at what leaves, and confirm."""
    page = ask(browser, person, referral, to, **changes).content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(to|opener|words|was_seen|token)" value="([^"]*)"', page))
    return browser.post(at("update-confirm", person), fields, follow=True)


def test_each_line_says_who_may_be_told_what_and_until_when(as_, cast, signed):
    shown = said(as_(cast.kim).get(at("shared", signed)))
    assert f"R. Vance {cast.vance.agency.name}" in shown
    assert "that both steps are done, and the date; a sentence that your worker writes, and you see first" in shown
    assert "On until" in shown
    assert "Nothing was sent to anyone." in shown


def test_a_stopped_line_and_a_no_say_so(as_, cast, person):
    play.sign(cast, person, at=timezone.now() - timedelta(days=1), recipients=("vance",))
    consent.stop(ReleaseLine.objects.get(), by=cast.kim, at=timezone.now())
    assert "Nothing. You stopped it on" in said(as_(cast.kim).get(at("shared", person)))


def test_with_no_release_nobody_outside_may_be_told_anything(as_, cast, person):
    assert "Nobody outside may be told anything about you." in said(as_(cast.kim).get(at("shared", person)))


def test_it_says_what_was_sent_and_who_opened_the_file(as_, cast, signed, referral):
    kim = as_(cast.kim)
    kim.get(at("person", signed))
    post(kim, signed, referral, cast.vance)
    justice.deliver(by=cast.vance, at=timezone.now())
    shown = said(kim.get(at("shared", signed)))
    assert f"R. Vance, {cast.vance.agency.name}: “{WORDS}”" in shown
    assert f"{cast.kim.name}, Case manager, to work with you" in shown
    assert f"{cast.dana.name}, Officer" not in shown  # an officer can open no file


def test_in_spanish_all_of_it_is_spanish(as_, cast, signed):
    shown = said(as_(cast.kim).get(at("shared", signed), {"language": "es"}))
    assert "Esta página dice quién puede saber cosas de usted ahora." in shown
    assert "que ya hizo los dos pasos, y la fecha" in shown
    assert "para trabajar con usted" in shown
    assert not any(english in shown for english in ("May be told", "Who opened", "On until"))


def test_in_spanish_what_was_sent_keeps_its_own_words_and_says_what_they_mean(as_, cast, signed):
    play.complete_intake(cast, signed, at=timezone.now() - timedelta(hours=1))
    justice.deliver(by=cast.vance, at=timezone.now())
    shown = as_(cast.kim).get(at("shared", signed), {"language": "es"}).content.decode()
    meaning = "\\(que ya hizo los dos pasos, y la fecha\\)"
    assert re.search(rf'<span lang="en">“Intake and release completed on [^<]*</span> {meaning}', shown)
    assert "(that both" not in as_(cast.kim).get(at("shared", signed)).content.decode()


def test_nothing_else_of_the_program_stands_on_the_page(as_, cast, signed):
    page = as_(cast.kim).get(at("shared", signed)).content.decode()
    assert "<nav" not in page
    assert reverse("casemanager:people") not in page


def test_the_person_can_complain_from_here(as_, cast, signed):
    assert f'href="/sites/{cast.site.slug}/complaint/"' in as_(cast.kim).get(at("shared", signed)).content.decode()


@pytest.mark.parametrize("stranger", ["marcus", "dana", "vance", "pat"])
@pytest.mark.parametrize("name", ["shared", "update"])
def test_for_whoever_does_not_work_with_the_person_there_is_no_such_page(as_, cast, signed, stranger, name):
    assert as_(cast.members[stranger]).get(at(name, signed)).status_code == 404


def test_an_update_is_kept_for_its_recipient(as_, cast, signed, referral):
    shown = said(post(as_(cast.kim), signed, referral, cast.vance))
    assert "Kept for R. Vance until the next sign-in. Until then you can take it back. Jordan saw it first." in shown
    assert "Sent to" not in shown
    assert f"“{WORDS}” not shown yet" in shown
    assert SharedUpdate.objects.get().recipient == cast.vance


def test_what_is_kept_stands_on_the_person_s_page_as_waiting_until_it_is_shown(as_, cast, signed, referral):
    kim, waits = as_(cast.kim), f"R. Vance: “{WORDS}”"
    post(kim, signed, referral, cast.vance)
    shown = said(kim.get(at("shared", signed)))
    assert "Kept, and shown to nobody yet. It is shown once, at the next sign-in, if this is still on then:" in shown
    assert waits in shown
    justice.deliver(by=cast.vance, at=timezone.now())
    assert waits not in said(kim.get(at("shared", signed)))


@pytest.mark.parametrize("ended", ["taken back", "stopped"])
def test_what_will_not_be_shown_does_not_stand_there_as_waiting(as_, cast, signed, referral, ended):
    kim = as_(cast.kim)
    post(kim, signed, referral, cast.vance)
    if ended == "stopped":
        consent.stop(ReleaseLine.objects.filter(recipient=cast.vance).first(), by=cast.kim, at=timezone.now())
    else:
        address = reverse("casemanager:update-take-back", args=[signed.pk, SharedUpdate.objects.get().pk])
        kim.post(address, {"token": str(uuid4())})
    assert "Kept, and shown to nobody yet" not in said(kim.get(at("shared", signed)))


def test_what_is_missing_stands_at_its_field_and_nothing_typed_is_lost(as_, cast, signed, referral):
    shown = ask(as_(cast.kim), signed, referral, cast.vance, words="and says thank you", was_seen="")
    assert "Show it or read it to the person first, then tick this." in said(shown)
    assert "and says thank you" in said(shown)
    assert not SharedUpdate.objects.exists()


def test_before_it_leaves_the_page_shows_what_leaves_to_whom_and_under_which_line_and_nothing_is_kept(
    as_, cast, signed, referral
):
    line = ReleaseLine.objects.get(recipient=cast.vance, data_class=DataClass.SHARED_UPDATE)
    shown = said(ask(as_(cast.kim), signed, referral, cast.vance))
    zone = cast.site.time_zone
    for words in (
        f"To: R. Vance, {cast.vance.agency.name}", f"({referral.code})", WORDS,
        "42 CFR part 2 prohibits unauthorized use or disclosure of these records.",
        f"Under the release of {date_format(local_date(line.release.signed_at, zone), 'M j, Y')}:",
        f"This line ends on {date_format(local_date(line.ends_at, zone), 'M j, Y')}.",
        "Go back, nothing is sent",
    ):  # fmt: skip
        assert words in shown
    assert not SharedUpdate.objects.exists()
    assert justice.deliver(by=cast.vance, at=timezone.now()) == []


def test_it_begins_with_nothing_to_share_and_then_nobody_is_told_and_nothing_is_kept(as_, cast, signed):
    kim = as_(cast.kim)
    page = kim.get(at("update", signed)).content.decode()
    chosen = re.findall(r'name="opener" value="(\w+)"[^>]*checked', page)
    assert chosen == ["nothing"]
    button = re.search(r"<button[^>]*>.*?</button>", page[page.index('class="update"') :], re.DOTALL)[0]
    assert "Nothing helpful to share. Nobody is told." in button
    rows = TrailRow.objects.filter(action="share_update").count()
    done = kim.post(at("update", signed), {"opener": "nothing", "token": str(uuid4())}, follow=True)
    assert done.redirect_chain == [(at("person", signed), 302)]
    assert "Nothing helpful to share. Nobody is told." in said(done)
    assert (SharedUpdate.objects.count(), TrailRow.objects.filter(action="share_update").count()) == (0, rows)
    assert kim.get(at("update-confirm", signed))["Location"] == at("update", signed)


def test_words_under_nothing_to_share_are_told_to_nobody(as_, cast, signed, referral):
    post(as_(cast.kim), signed, referral, cast.vance, opener="nothing", words="and says thank you")
    fields = written(cast.vance, referral, opener="nothing")
    as_(cast.kim).post(at("update-confirm", signed), fields)
    assert not SharedUpdate.objects.exists()


@pytest.mark.parametrize("opener", ["", "ABSCONDED", "has met with us"])
def test_a_sentence_begins_with_one_of_the_openers(as_, cast, signed, referral, opener):
    shown = said(ask(as_(cast.kim), signed, referral, cast.vance, opener=opener))
    assert "Choose how the sentence begins, or that there is nothing helpful to share." in shown
    assert not SharedUpdate.objects.exists()


def test_openers_are_read_in_spanish_and_sent_in_english(as_, cast, signed, referral):
    kim, spanish = as_(cast.kim), {"accept-language": "es"}
    assert "Jordan se ha reunido con nosotros" in said(kim.get(at("update", signed), headers=spanish))
    assert WORDS in said(ask(kim, signed, referral, cast.vance))


def test_with_nothing_written_there_is_nothing_to_confirm(as_, cast, signed):
    assert as_(cast.kim).get(at("update-confirm", signed))["Location"] == at("update", signed)


def test_what_is_stopped_before_the_confirmation_is_neither_shown_nor_kept(as_, cast, signed, referral):
    kim = as_(cast.kim)
    ask(kim, signed, referral, cast.vance)
    consent.stop(
        ReleaseLine.objects.get(recipient=cast.vance, data_class=DataClass.SHARED_UPDATE),
        by=cast.kim,
        at=timezone.now(),
    )
    assert kim.get(at("update-confirm", signed))["Location"] == at("update", signed)
    fields = written(cast.vance, referral)
    page = said(kim.post(at("update-confirm", signed), fields))
    assert "No release in force lets them be told this." in page
    assert "Nothing was kept: the release was stopped." in page
    assert not SharedUpdate.objects.exists()


def test_where_the_last_release_is_stopped_before_the_confirmation_the_page_says_that_nothing_was_kept(
    as_, cast, signed, referral
):
    kim = as_(cast.kim)
    for line in ReleaseLine.objects.filter(data_class=DataClass.SHARED_UPDATE):
        consent.stop(line, by=cast.kim, at=timezone.now())
    page = said(kim.post(at("update-confirm", signed), written(cast.vance, referral), follow=True))
    assert "Nothing was kept: the release was stopped. Tell the person." in page


def test_words_that_no_release_opens_are_named_at_the_field_on_both_pages(as_, cast, signed, referral):
    kim, words = as_(cast.kim), "and is in treatment at the clinic."
    fields = written(cast.vance, referral, words=words)
    for page in ("update", "update-confirm"):
        shown = said(kim.post(at(page, signed), fields))
        assert "Write it without these words: “treatment”, “clinic”." in shown
        assert words in shown
    assert not SharedUpdate.objects.exists()


def test_in_spanish_the_words_are_named_in_spanish(as_, cast, signed, referral):
    fields = {"to": f"{cast.vance.pk} {referral.pk}", "opener": "HAS_MET", "words": "y vive en Mill.", "was_seen": "on"}
    page = as_(cast.kim).post(at("update", signed), fields | {"token": str(uuid4())}, headers={"accept-language": "es"})
    assert "Escríbala sin estas palabras: “vive en”." in said(page)


def test_an_update_that_nobody_was_shown_is_taken_back_with_one_button(as_, cast, signed, referral):
    kim = as_(cast.kim)
    post(kim, signed, referral, cast.vance)
    address = reverse("casemanager:update-take-back", args=[signed.pk, SharedUpdate.objects.get().pk])
    assert f'href="{address}"' in kim.get(at("update", signed)).content.decode()
    assert "R. Vance was not shown it yet." in said(kim.get(address))
    shown = said(kim.post(address, {"token": str(uuid4())}, follow=True))
    assert "Taken back. R. Vance is not shown it. Tell the person." in shown
    assert f"“{WORDS}” taken back" in shown
    assert "Take it back" not in shown
    assert justice.deliver(by=cast.vance, at=timezone.now()) == []


def test_an_update_that_was_shown_stays_and_the_page_says_what_can_be_done(as_, cast, signed, referral):
    kim = as_(cast.kim)
    post(kim, signed, referral, cast.vance)
    address = reverse("casemanager:update-take-back", args=[signed.pk, SharedUpdate.objects.get().pk])
    justice.deliver(by=cast.vance, at=timezone.now())
    assert "Take it back" not in said(kim.get(at("update", signed)))
    assert "write a new update that puts it right" in said(kim.get(address))
    told = said(kim.post(address, {"token": str(uuid4())}, follow=True))
    assert "R. Vance was shown this update, so it cannot be taken back. Write a new one that puts it right." in told


def test_an_update_about_somebody_else_is_not_taken_back_from_here(as_, cast, signed, referral):
    kim = as_(cast.kim)
    address = reverse("casemanager:update-take-back", args=[signed.pk, uuid4()])
    assert kim.get(address).status_code == kim.post(address).status_code == 404


def test_where_nobody_may_be_told_the_page_says_what_to_do(as_, cast, person):
    shown = said(as_(cast.kim).get(at("update", person)))
    assert "No release names anybody who may be told an update. Ask, call together, or give Jordan the number." in shown


def test_the_pages_ask_the_database_little(as_, cast, signed, referral, django_assert_max_num_queries):
    kim = as_(cast.kim)
    for _ in range(3):
        post(kim, signed, referral, cast.vance)
    with django_assert_max_num_queries(32):
        kim.get(at("shared", signed))
    with django_assert_max_num_queries(32):
        kim.get(at("update", signed))
