"""The prosecutor decides: from their own file, once, after having seen what is recorded."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from offramp.justice import actions as justice
from offramp.justice.models import Diversion, Extension
from offramp.protocols import document
from tests import cast as play
from tests.cast import NOON
from tests.seats import said, seat, the_time_is

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3)


@pytest.fixture
def cast():
    return play.at_site("bureau")


@pytest.fixture
def matter(cast):
    play.hand_over(cast, play.offer(cast))
    return Diversion.objects.get()


@pytest.fixture
def vance(cast):
    with the_time_is(LATER):
        yield seat(cast.vance)


def send(browser, matter, decision, reason="", *, to="decide", token=""):
    fields = {"decision": decision, "reason": reason, "token": token or str(uuid4())}
    return browser.post(reverse(f"prosecutor:{to}", args=[matter.pk]), fields, follow=True)


def test_before_anything_is_recorded_the_page_shows_what_will_be(vance, matter):
    shown = said(send(vance, matter, "do_not_file"))
    assert "This is recorded today. It then shows on the case manager's page." in shown
    assert "told" not in shown  # the program tells nobody by itself
    matter.refresh_from_db()
    assert matter.decided_at is None


@pytest.mark.parametrize(
    ("decision", "status", "sentence"),
    [
        ("do_not_file", "not filed", "Recorded: not filed. It shows on the case manager&#x27;s page now."),
        (
            "file",
            "filed",
            "Recorded: filed. Help goes on and is not part of this case. It shows on the case manager&#x27;s page now.",
        ),
        ("decline", "declined", "Recorded: declined to prosecute."),
        ("find_ineligible", "not eligible on review", "Recorded: not eligible on review."),
    ],
)
def test_a_confirmed_decision_is_recorded_in_these_words(vance, cast, matter, decision, status, sentence):
    shown = said(send(vance, matter, decision, reason="From our own file", to="confirm"))
    matter.refresh_from_db()
    assert (matter.status, matter.decided_by) == (status, cast.vance)
    assert sentence in shown


def test_both_pages_say_the_same_true_words_about_going_back(vance, matter):
    for page in (vance.get(reverse("prosecutor:decide", args=[matter.pk])), send(vance, matter, "do_not_file")):
        assert "Go back, nothing is recorded" in said(page)
        assert "nothing is sent" not in said(page)


def test_filing_needs_a_reason_and_what_was_chosen_stays_chosen(vance, matter):
    shown = send(vance, matter, "file")
    assert "Write the reason, from your own file." in said(shown)
    assert 'value="file"' in shown.content.decode()
    assert "checked" in shown.content.decode()
    matter.refresh_from_db()
    assert matter.decided_at is None


def test_whoever_is_about_to_file_reads_until_when_the_person_has_time_on_every_day_alike(cast, matter):
    """The offer named that day to the person; a charge before it would break the word."""
    sentence = "Before you file: the time the person was given runs to"
    for days in (3, 90):
        with the_time_is(NOON + timedelta(days=days)):
            vance = seat(cast.vance)
            shown = said(send(vance, matter, "file", reason="From our own file"))
            assert f"{sentence} {matter.due_on:%a, %b} {matter.due_on.day}, {matter.due_on.year}." in shown
            assert sentence not in said(send(vance, matter, "do_not_file"))


def test_two_ways_to_bring_no_charge_say_how_they_differ(vance, matter):
    shown = said(vance.get(reverse("prosecutor:decide", args=[matter.pk])))
    assert "Do not file The diversion is the reason: there will be no charge" in shown
    assert "Decline to prosecute There will be no charge either, for a reason that is not the diversion" in shown


def test_no_decision_chosen_says_what_to_do(vance, matter):
    assert "Choose what you decide." in said(send(vance, matter, ""))


def test_a_double_tap_is_one_decision(vance, matter):
    token = str(uuid4())
    first = send(vance, matter, "do_not_file", to="confirm", token=token)
    again = send(vance, matter, "do_not_file", to="confirm", token=token)
    assert (first.status_code, again.status_code) == (200, 200)
    assert "Recorded: not filed." in said(again)


def test_what_is_recorded_can_be_loaded_again_and_after_recording_back_shows_the_matter(vance, matter):
    address = reverse("prosecutor:confirm", args=[matter.pk])
    assert vance.get(address)["Location"] == reverse("prosecutor:decide", args=[matter.pk])  # nothing decided yet
    assert send(vance, matter, "decline", reason="From our own file").redirect_chain == [(address, 302)]
    assert "From our own file" in said(vance.get(address))
    send(vance, matter, "decline", reason="From our own file", to="confirm")
    assert vance.get(address, follow=True).redirect_chain[-1][0] == reverse("prosecutor:matter", args=[matter.pk])


@pytest.mark.parametrize("page", ["decide", "confirm"])
def test_a_second_decision_is_told_that_there_is_one_on_the_page_of_the_matter(vance, matter, page):
    send(vance, matter, "do_not_file", to="confirm")
    answer = send(vance, matter, "file", reason="Changed my mind", to=page)
    shown = said(answer)
    assert "This matter is decided already. Its decision is on the page." in shown
    assert answer.redirect_chain[-1][0] == reverse("prosecutor:matter", args=[matter.pk])
    assert "Not filed" in shown
    assert "What do you decide?" not in shown
    matter.refresh_from_db()
    assert matter.status == "not filed"


def test_the_page_of_a_decided_matter_explains_no_clock(vance, matter):
    address = reverse("prosecutor:matter", args=[matter.pk])
    assert "These steps stop this clock" in said(vance.get(address))
    send(vance, matter, "do_not_file", to="confirm")
    page = said(vance.get(address))
    assert not any(words in page for words in ("stop this clock", "shown it at sign-in", "You may decide"))


def test_a_decided_matter_is_in_the_list_of_the_decided_and_not_in_the_queue(vance, matter):
    send(vance, matter, "do_not_file", to="confirm")
    code = matter.referral.code
    assert code in said(vance.get(reverse("prosecutor:decided")))
    assert code not in said(vance.get(reverse("prosecutor:home")))
    assert vance.get(reverse("prosecutor:decide", args=[matter.pk])).status_code == 302


def test_after_a_delivery_was_taken_the_presumption_is_printed(vance, cast, matter):
    address = reverse("prosecutor:decide", args=[matter.pk])
    says = document.load(document.shipped_text("national-support-bureau")).promised_when_met.says
    assert says not in said(vance.get(address))
    play.meet(cast, matter.referral)
    play.take_over(cast, matter.person)
    play.sign(cast, matter.person, at=LATER - timedelta(days=1))
    play.complete_intake(cast, matter.person, at=LATER - timedelta(days=1))
    ((_, told),) = justice.deliver(by=cast.vance, at=LATER)
    justice.take_into_file(told.pk, by=cast.vance, at=LATER)
    assert says in said(vance.get(address))


def test_more_time_is_offered_only_where_the_protocol_lets_the_prosecutor_give_it(vance, cast, matter):
    assert "Extend the due date" not in said(vance.get(reverse("prosecutor:decide", args=[matter.pk])))
    refused = said(send(vance, matter, "extend", reason="They asked", to="confirm"))
    assert "Extension" not in refused
    assert not Extension.objects.exists()


def test_a_prosecutor_whom_the_protocol_lets_may_give_more_time_and_two_taps_are_one(cast, vance):
    play.adopt(cast, {"by: project_manager, days: 30": "by: prosecutor, days: 30"}, on=NOON.date())
    play.hand_over(cast, play.offer(cast))
    matter = Diversion.objects.get()
    shown = said(vance.get(reverse("prosecutor:decide", args=[matter.pk])))
    assert "Extend the due date to Fri, May 1" in shown
    token = str(uuid4())
    for _tap in range(2):
        answer = said(send(vance, matter, "extend", reason="They asked for it", to="confirm", token=token))
        assert "Recorded: the due date is extended." in answer
        assert "Fri, May 1, 2026" in answer
    assert Extension.objects.count() == 1


def test_the_page_says_beside_the_reason_when_it_is_needed(vance, matter):
    page = said(vance.get(reverse("prosecutor:decide", args=[matter.pk])))
    assert "Needed for every decision but “Do not file”." in page
    assert "(optional)" not in page


def test_where_the_officer_decides_the_list_of_the_decided_says_so_and_not_that_nothing_is_decided():
    cast = play.at_site("fayette")
    referral = play.hand_over(cast, play.offer(cast))
    justice.decide_own("do_not_charge", referral.pk, by=cast.dana, at=LATER)
    with the_time_is(LATER):
        page = said(seat(cast.vance).get(reverse("prosecutor:decided")))
    assert "Here the officer decides. What officers decided is not on this page." in page
    assert "No matter is decided yet." not in page
    assert referral.code not in page
