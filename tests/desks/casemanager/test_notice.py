"""The compliance notice at an adopting site (T12), and no trace of it anywhere else (T13)."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from offramp.consent import actions as consent
from offramp.consent.models import Disclosure, ReleaseOfInformation
from offramp.design.templatetags.design import day_in_words
from offramp.directory.doors import ACTING_AS
from offramp.justice import actions as justice
from offramp.justice.models import Notice
from offramp.kernel import clocks
from offramp.people import actions as people
from offramp.people.states import Duty
from tests import cast as play
from tests.seats import said

from .conftest import handed_over

TYPED = {"signer": "the person", "signer_name": "Jordan Ellery", "how": "pen", "signature_typed": "Jordan Ellery",
         "no_officer_present": "on"}  # fmt: skip
LONG_AGO, LATE = timedelta(days=40), timedelta(days=33)


@pytest.fixture
def cast(db):
    """Fayette County as if it had adopted the notice."""
    made = play.at_site("fayette")
    then = timezone.now() - LONG_AGO
    play.adopt(made, play.NOTICE_ADOPTED, on=then.date() + timedelta(days=1), at=then)
    return made


@pytest.fixture
def late(cast):
    """A matter whose due date has passed with nothing done."""
    return handed_over(cast, ago=LATE).diversion


def at(name, matter, recipient):
    return reverse(f"casemanager:{name}", args=[matter.person_id, matter.pk, recipient.pk])


def signs_the_form(client, matter, recipient, **how):
    form = client.get(at("notice-form", matter, recipient)).context["form"]
    sent = {"token": form["token"].value(), "draft": form["draft"].value(), **TYPED, **how}
    return client.post(at("notice-form", matter, recipient), sent, follow=True)


def tells(client, matter, recipient, answer="ok"):
    token = client.get(at("notice-tell", matter, recipient)).context["form"]["token"].value()
    sent = {"token": token, "how": "face to face", "answer": answer}
    return client.post(at("notice-tell", matter, recipient), sent, follow=True)


def previews(client, matter, recipient):
    return client.post(at("notice-preview", matter, recipient), follow=True)


def sends(client, matter, recipient):
    return client.post(at("notice-send", matter, recipient), follow=True)


def test_every_condition_is_a_row_and_doing_nothing_is_the_default(as_, cast, late):
    page = as_(cast.kim).get(at("notice", late, cast.dana)).content.decode()
    assert page.count('class="finding"') == 10
    assert "Do nothing. This is the default." in page
    assert "This departs from the LEAD model, in which no one fails and help has no stick." in page
    assert "No release that names this recipient, this matter and this message is on. No notice can be sent." in page
    assert "Preview the message" not in page


def test_it_stands_only_inside_the_matter(as_, cast, late):
    kim = as_(cast.kim)
    person = reverse("casemanager:person", args=[late.person_id])
    for elsewhere in (reverse("casemanager:home"), reverse("casemanager:people"), person):
        assert "ompliance notice" not in kim.get(elsewhere).content.decode()
    matter = reverse("casemanager:matter", args=[late.person_id, late.pk])
    assert "Compliance notice" in kim.get(matter).content.decode()


def test_all_steps_in_order_send_one_minimal_message_once(as_, cast, late):
    kim = as_(cast.kim)
    signs_the_form(kim, late, cast.dana)
    shown = kim.get(at("notice-preview", late, cast.dana)).content.decode()
    assert "Requirement not met by its due date." in shown
    previews(kim, late, cast.dana)
    last = tells(kim, late, cast.dana).content.decode()
    assert "Send this notice" in last
    after = sends(kim, late, cast.dana).content.decode()
    assert "It waits for Ofc. Dana R., and is shown once, at the next sign-in." in after
    assert re.search(r" Waits</span>\s*<span>The compliance notice waits for Ofc. Dana R.", after)
    assert "Not yet" not in after
    assert not Disclosure.objects.exists()
    ((_arrival, told),) = justice.deliver(by=cast.dana, at=timezone.now())
    assert told.recipient == cast.dana
    assert [line.split(".")[0] for line in told.text.splitlines()][2] == "Requirement not met by its due date"
    assert "Jordan" not in told.text
    sends(kim, late, cast.dana)
    assert Disclosure.objects.count() == 1


WAITS = (
    "The compliance notice waits for Ofc. Dana R., and is shown once, at the next sign-in. A stop still holds it back."
)
SHOWN = "Ofc. Dana R. was shown the compliance notice"
HELD_BACK = "The compliance notice for Ofc. Dana R. was held back, and is never shown."
IN_PLAIN_WORDS = {
    WAITS: "One message waits for Ofc. Dana R.: that it was not done by its day. You can still stop it",
    SHOWN: "Ofc. Dana R. was told in one message that it was not done by its day. We cannot take that back.",
    HELD_BACK: "The message for Ofc. Dana R. was held back. They never see it.",
}
TO_THE_PERSON = {
    WAITS: "The message waits for Ofc. Dana R., who was not shown it yet. You can still stop it.",
    SHOWN: "Used: Ofc. Dana R. was shown this message on",
    HELD_BACK: "Nothing. You stopped it on",
}


def sent_and(kim, late, cast, became):
    ready(kim, late, cast)
    sends(kim, late, cast.dana)
    if became == SHOWN:
        justice.deliver(by=cast.dana, at=timezone.now())
    elif became == HELD_BACK:
        stopped(kim, late, cast)


@pytest.mark.parametrize("became", [WAITS, SHOWN, HELD_BACK])
def test_once_it_was_sent_every_page_of_the_clock_says_what_became_of_it(as_, cast, late, became):
    kim = as_(cast.kim)
    sent_and(kim, late, cast, became)
    of_person, of_matter = [late.person_id], [late.person_id, late.pk]
    pages = [reverse("casemanager:home"), reverse("casemanager:person", args=of_person),
             reverse("casemanager:matter", args=of_matter), at("notice", late, cast.dana)]  # fmt: skip
    for address in pages:
        assert became in said(kim.get(address))
    assert IN_PLAIN_WORDS[became] in said(kim.get(reverse("casemanager:clock", args=of_matter)))
    assert TO_THE_PERSON[became] in said(kim.get(reverse("casemanager:shared", args=of_person)))


@pytest.mark.parametrize("became", [WAITS, SHOWN, HELD_BACK])
def test_only_what_was_shown_stands_as_sent_and_what_waits_stands_as_waiting(as_, cast, late, became):
    kim, its_words = as_(cast.kim), "Requirement not met by its due date."
    sent_and(kim, late, cast, became)
    mine = said(kim.get(reverse("casemanager:shared", args=[late.person_id])))
    assert ("Nothing was sent to anyone." in mine) is (became != SHOWN)
    assert ("Kept, and shown to nobody yet." in mine) is (became == WAITS)
    assert (its_words in mine) is (became != HELD_BACK)
    timeline = [
        (one.words, one.left)
        for one in kim.get(reverse("casemanager:person", args=[late.person_id])).context["timeline"]
    ]
    assert any(left and its_words in words for words, left in timeline) is (became == SHOWN)
    assert ((became, False) in timeline) is (became != SHOWN)


def test_a_paper_whose_notice_was_shown_lets_nothing_more_be_told(as_, cast, late):
    kim, may = as_(cast.kim), "May be told: one message, if the two steps are not done by their day"
    signs_the_form(kim, late, cast.dana)
    address = reverse("casemanager:shared", args=[late.person_id])
    assert may in said(kim.get(address))
    previews(kim, late, cast.dana)
    tells(kim, late, cast.dana)
    sends(kim, late, cast.dana)
    assert may in said(kim.get(address))
    justice.deliver(by=cast.dana, at=timezone.now())
    assert may not in said(kim.get(address))


def test_a_paper_of_what_was_done_after_all_lets_nothing_more_be_told(as_, cast, late):
    kim = as_(cast.kim)
    signs_the_form(kim, late, cast.dana)
    done_after_all(kim, late, cast)
    mine = said(kim.get(reverse("casemanager:shared", args=[late.person_id])))
    assert "You did what was asked. Nothing follows from this paper any more." in mine
    assert "one message, if the two steps" not in mine


@pytest.mark.parametrize(("became", "says", "in_spanish"), [
    (WAITS, "Ofc. Dana R. was not shown the message yet. If you press Stop now, it is never shown.",
     "Ofc. Dana R. todavía no vio el aviso. Si toca Parar ahora, nunca lo verá."),
    (SHOWN, "We cannot call it back.", "Ya no lo podemos retirar."),
])  # fmt: skip
def test_whoever_stops_the_paper_reads_what_the_stop_still_does(as_, cast, late, became, says, in_spanish):
    kim = as_(cast.kim)
    sent_and(kim, late, cast, became)
    line = ReleaseOfInformation.objects.get(kind="compliance notice").lines.get()
    for name in ("release-stop", "shared-stop"):
        address = reverse(f"casemanager:{name}", args=[late.person_id, line.pk])
        assert says in said(kim.get(address))
        assert in_spanish in said(kim.get(address, {"language": "es"}))


@pytest.mark.parametrize(("became", "is_listed"), [(WAITS, True), (SHOWN, False)])
def test_among_what_a_stop_of_all_stops_a_message_that_was_shown_is_not_listed(as_, cast, late, became, is_listed):
    kim = as_(cast.kim)
    play.sign(cast, late.person, at=timezone.now() - timedelta(hours=1), recipients=("dana",))
    sent_and(kim, late, cast, became)
    line = ReleaseOfInformation.objects.get(kind="compliance notice").lines.get()
    page = said(kim.get(reverse("casemanager:shared-stop", args=[late.person_id, line.pk])))
    assert "that both steps are done, and the date" in page
    assert ("one message, if the two steps are not done by their day" in page) is is_listed


@pytest.mark.parametrize(("became", "stays"), [(WAITS, True), (SHOWN, False)])
def test_a_paper_whose_message_was_shown_is_not_what_stays_on_after_a_stop(as_, cast, late, became, stays):
    kim = as_(cast.kim)
    release = play.sign(cast, late.person, at=timezone.now() - timedelta(hours=1), recipients=("dana",))
    sent_and(kim, late, cast, became)
    address = reverse("casemanager:release-stop", args=[late.person_id, release.lines.get().pk])
    asks = said(kim.get(address))
    assert ("This stays on: one message, if the two steps are not done" in asks) is stays
    done = said(kim.post(address, follow=True))
    assert ("This stays on" in done) is stays


def test_where_no_more_time_is_left_nobody_is_sent_to_ask_for_some(as_, cast, late):
    kim, now = as_(cast.kim), timezone.now()
    ready(kim, late, cast)
    says = said(tells(kim, late, cast.dana, answer="wants to do it first"))
    assert "Ask for more time now: this page says whom." in says
    until = clocks.local_date(now, cast.site.time_zone) - timedelta(days=1)
    justice.extend(late.pk, until=until, reason="Was ill", by=cast.pat, at=now - timedelta(days=2))
    ready(kim, late, cast)
    says = said(tells(kim, late, cast.dana, answer="wants to do it first"))
    assert "Nothing is sent. No more time can be given, but it can still be done." in says
    assert "Ask for more time" not in says


def test_after_it_was_sent_no_page_says_that_nothing_was(as_, cast, late):
    kim = as_(cast.kim)
    ready(kim, late, cast)
    addresses = [reverse("casemanager:home"), reverse("casemanager:person", args=[late.person_id]),
                 reverse("casemanager:matter", args=[late.person_id, late.pk])]  # fmt: skip
    nothing = "The due date has passed. Nothing was sent to anyone. Decide with the person what comes next."
    assert all(nothing in kim.get(address).content.decode() for address in addresses)
    sends(kim, late, cast.dana)
    for address in addresses:
        page = kim.get(address).content.decode()
        assert "Nothing was sent to anyone" not in page
        assert f"The due date has passed. {WAITS} Decide with the person what comes next." in page


def test_once_it_was_sent_every_step_before_leads_to_what_became_of_it(as_, cast, late):
    kim = as_(cast.kim)
    opened = kim.get(at("notice-form", late, cast.dana)).context["form"]
    ready(kim, late, cast)
    sends(kim, late, cast.dana)
    page = at("notice", late, cast.dana)
    for step in ("notice-form", "notice-preview", "notice-tell", "notice-send"):
        assert kim.get(at(step, late, cast.dana))["Location"] == page
    papers = ReleaseOfInformation.objects.count()
    sent = {"token": opened["token"].value(), "draft": opened["draft"].value(), **TYPED}
    again = kim.post(at("notice-form", late, cast.dana), sent, follow=True).content.decode()
    assert "It was sent already, and is sent only once." in again
    assert ReleaseOfInformation.objects.count() == papers
    assert "Do nothing. This is the default." not in kim.get(page).content.decode()


def test_after_the_preview_the_way_on_is_to_tell_the_person(as_, cast, late):
    kim = as_(cast.kim)
    signs_the_form(kim, late, cast.dana)
    page = at("notice", late, cast.dana)
    assert "Tell the person" not in kim.get(page).content.decode()
    previews(kim, late, cast.dana)
    assert at("notice-tell", late, cast.dana) in kim.get(page).content.decode()


def test_where_all_was_done_after_all_one_line_says_so_and_nothing_is_previewed(as_, cast, late):
    kim = as_(cast.kim)
    signs_the_form(kim, late, cast.dana)
    done_after_all(kim, late, cast)
    page = kim.get(at("notice", late, cast.dana)).content.decode()
    assert page.count('class="finding"') == 1
    assert "The requirement is met. No notice can be sent." in page
    assert kim.get(at("notice-preview", late, cast.dana)).status_code == 302


def test_the_form_prints_what_it_can_lead_to_and_when_it_ends(as_, cast, late):
    signs_the_form(as_(cast.kim), late, cast.dana)
    text = ReleaseOfInformation.objects.get(kind="compliance notice").text
    assert "Ofc. Dana R. may then charge you for what happened on" in text
    assert "If you do not sign, this message can never be sent." in text
    assert "This paper ends on" in text
    assert f"for incident {late.referral.code}" in text
    assert "The arresting officer may charge the original offense if the requirements are not met." in text


def test_what_is_read_aloud_first_is_one_sentence_in_the_language_of_the_page(as_, cast, late):
    kim = as_(cast.kim)
    signs_the_form(kim, late, cast.dana)
    page = previews(kim, late, cast.dana).content.decode()
    assert "We are about to tell Ofc. Dana R. that “Complete the intake and sign the release” was not done by" in page
    assert "blockquote" not in page
    spanish = kim.get(at("notice-tell", late, cast.dana), headers={"accept-language": "es"}).content.decode()
    assert "“Completar la entrevista inicial y firmar el permiso para compartir”" in spanish


def test_the_plain_words_say_what_a_signed_paper_allows_until_it_is_stopped(as_, cast, late):
    kim, plain = as_(cast.kim), reverse("casemanager:clock", args=[late.person_id, late.pk])
    allows = "You signed a paper that lets us tell Ofc. Dana R., in one message, that it was not done."
    assert allows not in said(kim.get(plain))
    signs_the_form(kim, late, cast.dana)
    assert allows in said(kim.get(plain))
    assert "Usted firmó una hoja que nos deja decirle a Ofc. Dana R." in said(kim.get(plain))
    stopped(kim, late, cast)
    assert allows not in said(kim.get(plain))


def test_whoever_did_one_of_the_two_is_told_which_is_left(as_, cast, late):
    kim = as_(cast.kim)
    play.sign(cast, late.person, at=timezone.now() - timedelta(days=1))
    signs_the_form(kim, late, cast.dana)
    page = previews(kim, late, cast.dana).content.decode()
    assert "What is left to do: intake." in page


def test_the_form_too_waits_a_day(as_, cast):
    matter = handed_over(cast, ago=timedelta(hours=2)).diversion
    assert "Closed until" in as_(cast.kim).get(at("notice-form", matter, cast.dana)).content.decode()
    assert "not before" in signs_the_form(as_(cast.kim), matter, cast.dana).content.decode()
    assert not ReleaseOfInformation.objects.filter(kind="compliance notice").exists()


def ready(kim, late, cast):
    signs_the_form(kim, late, cast.dana)
    previews(kim, late, cast.dana)
    tells(kim, late, cast.dana)


def stopped(kim, late, cast):
    line = ReleaseOfInformation.objects.get(kind="compliance notice").lines.get()
    consent.stop(line, by=cast.kim, at=timezone.now())


def done_after_all(kim, late, cast):
    now = timezone.now()
    play.sign(cast, late.person, at=now)
    play.complete_intake(cast, late.person, at=now)


def extended(kim, late, cast):
    justice.extend(
        late.pk, until=timezone.now().date() + timedelta(days=5), reason="Was ill", by=cast.pat, at=timezone.now()
    )


def decided(kim, late, cast):
    justice.decide_own("do_not_charge", late.referral_id, by=cast.dana, at=timezone.now())


def withdrawn(kim, late, cast):
    back = {new: old for old, new in play.NOTICE_ADOPTED.items()}
    now = timezone.now()
    play.adopt(cast, back, on=clocks.local_date(now, cast.site.time_zone), at=now)


def said_stop(kim, late, cast):
    tells(kim, late, cast.dana, answer="stop it")


def wants_to_do_it_first(kim, late, cast):
    tells(kim, late, cast.dana, answer="wants to do it first")


def previewed_again(kim, late, cast):
    previews(kim, late, cast.dana)


@pytest.mark.parametrize(
    "missing",
    [stopped, done_after_all, extended, decided, withdrawn, said_stop, wants_to_do_it_first, previewed_again],
    ids=lambda one: one.__name__,
)
def test_with_one_condition_gone_nothing_is_sent_and_no_trace_is_left(as_, cast, late, missing):
    kim = as_(cast.kim)
    ready(kim, late, cast)
    missing(kim, late, cast)
    sends(kim, late, cast.dana)
    assert not Disclosure.objects.exists()
    assert justice.deliver(by=cast.dana, at=timezone.now()) == []


def test_before_the_due_date_it_cannot_even_be_previewed(as_, cast):
    matter = handed_over(cast, ago=timedelta(days=20)).diversion
    kim = as_(cast.kim)
    signs_the_form(kim, matter, cast.dana)
    assert "The due date has not passed." in previews(kim, matter, cast.dana).content.decode()


def test_after_more_time_a_new_paper_is_asked_for_and_what_is_read_aloud_and_sent_names_its_day(as_, cast, late):
    kim, now = as_(cast.kim), timezone.now()
    until = clocks.local_date(now, cast.site.time_zone) - timedelta(days=1)
    play.sign_notice_release(cast, late, at=now - timedelta(days=20))
    justice.extend(late.pk, until=until, reason="Was ill", by=cast.pat, at=now - timedelta(days=2))
    page = kim.get(at("notice", late, cast.dana)).content.decode()
    assert "More time was given after this paper was signed. The person needs a new paper" in page
    assert reverse("casemanager:notice-form", args=[late.person_id, late.pk, cast.dana.pk]) in page
    signs_the_form(kim, late, cast.dana)
    read_aloud = previews(kim, late, cast.dana).content.decode()
    assert f"was not done by {day_in_words(until)}." in read_aloud
    assert day_in_words(late.due_on) not in read_aloud
    tells(kim, late, cast.dana)
    sends(kim, late, cast.dana)
    assert f"Due date: {clocks.in_words(until)}." in Notice.objects.get(sent_at__isnull=False).text


def test_once_the_matter_is_decided_its_page_names_no_notice_and_whoever_stands_on_its_pages_reads_why(as_, cast, late):
    kim = as_(cast.kim)
    ready(kim, late, cast)
    decided(kim, late, cast)
    page = kim.get(reverse("casemanager:matter", args=[late.person_id, late.pk])).content.decode()
    assert "Compliance notice" not in page
    for asked in (kim.get(at("notice-form", late, cast.dana), follow=True), sends(kim, late, cast.dana)):
        page = asked.content.decode()
        assert "This matter is decided. No notice can be sent." in page
        assert "Preview the message" not in page
        assert "Ask for more time" not in page


def test_a_release_for_one_recipient_is_none_for_another(as_, cast, late):
    kim = as_(cast.kim)
    signs_the_form(kim, late, cast.dana)
    page = previews(kim, late, cast.vance).content.decode()
    assert "No release that names this recipient, this matter and this message is on." in page


def test_a_paper_that_does_not_print_the_consequence_opens_nothing(as_, cast, late):
    play.sign_notice_release(cast, late, text="We may talk to the police.", at=timezone.now())
    page = previews(as_(cast.kim), late, cast.dana).content.decode()
    assert "It does not say what it can lead to, for which incident and by which day." in page


def test_stop_it_stops_the_paper_of_this_message_at_once(as_, cast, late):
    kim = as_(cast.kim)
    signs_the_form(kim, late, cast.dana)
    previews(kim, late, cast.dana)
    page = tells(kim, late, cast.dana, answer="stop it").content.decode()
    assert "the release of this message is stopped. No notice can be sent." in page
    assert ReleaseOfInformation.objects.get(kind="compliance notice").lines.get().stopped_at


def test_for_whoever_only_took_the_call_there_is_no_way_to_a_notice(as_, cast, late):
    people.assign(late.person, cast.rosa, duty=Duty.ON_CALL, by=cast.kim, at=timezone.now() - timedelta(days=1))
    rosa = as_(cast.rosa)
    matter = rosa.get(reverse("casemanager:matter", args=[late.person_id, late.pk]))
    assert matter.status_code == 200
    assert "Compliance notice" not in matter.content.decode()
    assert rosa.get(at("notice", late, cast.dana)).status_code == 404


@pytest.mark.parametrize("stranger", ["lou", "rosa", "dana", "vance", "pat"])
def test_nobody_but_the_assigned_case_manager_reaches_it(as_, cast, late, stranger):
    assert as_(cast.members[stranger]).get(at("notice", late, cast.dana)).status_code == 404


@pytest.mark.parametrize("site", ["bureau", "fayette"])
def test_where_it_is_not_adopted_there_is_no_trace_of_it(db, client, site):
    """T13: the prosecutor decides, care goes on, and no page of a notice exists."""
    cast = play.at_site(site)
    matter = handed_over(cast, ago=LATE).diversion
    client.force_login(cast.kim.user)
    session = client.session
    session[ACTING_AS] = str(cast.kim.pk)
    session.save()
    for name in ("notice", "notice-preview", "notice-tell", "notice-send", "notice-form"):
        assert client.get(at(name, matter, cast.dana)).status_code == 404
    page = client.get(reverse("casemanager:matter", args=[matter.person_id, matter.pk])).content.decode()
    assert "ompliance" not in page
    assert not Disclosure.objects.exists()
