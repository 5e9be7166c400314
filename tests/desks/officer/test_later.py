"""What can wait until the end of the shift, social contacts, the rating and the rules."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.html import escape

from offramp.justice import actions as justice
from offramp.kernel.refusals import NotNow
from offramp.protocols.clauses import clauses_in
from offramp.referrals import actions as referrals
from offramp.referrals.models import HandOff, Referral
from tests import cast as play

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_over(cast):
    sent = play.offer(cast, at=timezone.now())
    return justice.hand_over(sent.pk, instead="followed the site rule", by=cast.dana, at=timezone.now())


def finish(dana, referral, **written):
    return dana.post(f"/officer/referrals/{referral.pk}/finish/", {"token": str(uuid4())} | written, follow=True)


ALL = {"incident_number": "26-4471", "statute": "195.211", "report_reference": "R-1", "property_reference": "P-1"}


def test_what_is_written_later_is_kept_and_leaves_the_list(dana, handed_over):
    page = finish(dana, handed_over, **ALL)
    assert f"Nothing is left to finish for {handed_over.code}." in page.content.decode()
    assert "Who can see this: you, the prosecutor, the case manager and their supervisor." in page.content.decode()
    handed_over.refresh_from_db()
    assert (handed_over.incident_number, handed_over.is_finished) == ("26-4471", True)
    assert "Nothing is left to finish." in dana.get("/officer/to-finish/").content.decode()


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({}, "4 boxes are still empty."),
        ({"report_note": "Cooperative."}, "4 boxes are still empty."),
        (ALL | {"statute": " "}, "1 box is still empty."),
    ],
)
def test_with_a_box_still_empty_it_stays_in_the_list_and_says_so(dana, handed_over, written, words):
    page = finish(dana, handed_over, **written).content.decode()
    assert f"It stays in your list “To finish”: {words}" in page
    assert handed_over.code in dana.get("/officer/to-finish/").content.decode()


def test_an_officer_who_has_nothing_more_says_so_and_it_stays_finished(dana, handed_over):
    page = finish(dana, handed_over, incident_number="26-4471", is_all="on").content.decode()
    assert f"Nothing is left to finish for {handed_over.code}." in page
    assert "That is all I have" not in dana.get(f"/officer/referrals/{handed_over.pk}/finish/").content.decode()
    finish(dana, handed_over, incident_number="26-4472")
    handed_over.refresh_from_db()
    assert (handed_over.incident_number, handed_over.is_finished) == ("26-4472", True)
    assert "Nothing is left to finish." in dana.get("/officer/to-finish/").content.decode()


def test_where_no_report_is_written_none_is_asked_for_and_none_is_kept(cast, dana):
    play.adopt(cast, {"mode: report_to_prosecutor": "mode: none"}, on=play.NOON.date())
    sent = play.offer(cast, at=timezone.now())
    held = justice.hand_over(sent.pk, instead="followed the site rule", by=cast.dana, at=timezone.now())
    assert "report_reference" not in dana.get(f"/officer/referrals/{held.pk}/finish/").content.decode()
    finish(dana, held, incident_number="26-4471", report_reference="R-1")
    held.refresh_from_db()
    assert (held.incident_number, held.report_reference, held.left_to_write) == ("26-4471", "", 2)
    with pytest.raises(NotNow, match="No report is written at this site"):
        referrals.finish(held.pk, report_reference="R-1", by=cast.dana, at=timezone.now())


@pytest.mark.parametrize(
    "words", ["SSN 123-45-6789", "123-45-6789", "NCIC hit", "FBI no. 12345AB6", "A 012345678", "his rap sheet"]
)
def test_numbers_and_files_that_may_not_be_kept_are_refused(dana, handed_over, words):
    page = finish(dana, handed_over, report_note=f"Found {words} today").content.decode()
    assert "Take it out: it is not needed here and may not be kept." in page
    handed_over.refresh_from_db()
    assert not handed_over.is_finished


@pytest.mark.parametrize(
    "words", ["Two grams of a white powder.", "Case 26-4471, third and Mill", "Call 304-555-0142", "Aiii, he said"]
)
def test_plain_facts_are_not_refused(dana, handed_over, words):
    finish(dana, handed_over, report_note=words)
    handed_over.refresh_from_db()
    assert handed_over.report_note == words


def test_the_note_says_who_reads_it_and_what_it_is_for(dana, handed_over):
    page = dana.get(f"/officer/referrals/{handed_over.pk}/finish/").content.decode()
    assert "Facts of the incident only. No health guesses, no names of other people, no tips." in page
    assert "Who can see this:" in page


def test_the_hand_off_is_rated_once(dana, handed_over):
    address = f"/officer/referrals/{handed_over.pk}/rate/"
    assert "Choose a number from 1 to 5." in dana.post(address, {"token": str(uuid4())}, follow=True).content.decode()
    dana.post(address, {"stars": "4", "token": str(uuid4())})
    assert HandOff.objects.get().rating == 4
    assert "You gave it 4 of 5." in dana.get(f"/officer/referrals/{handed_over.pk}/").content.decode()


def test_a_social_contact_gets_the_receipt_that_everybody_gets(dana):
    given = {
        "name": "Ray Boone",
        "reasons": ["Substance use"],
        "knows": "knows and is willing",
        "place": "Under the bridge",
    }
    page = dana.post("/officer/social-contact/", given | {"token": str(uuid4())}, follow=True).content.decode()
    referral = Referral.objects.get()
    assert f"Code {referral.code}. Thank you. Everyone you refer gets this same receipt." in page
    assert referral.concerns == ["Substance use", "knows and is willing"]
    assert (referral.person.given_name, referral.person.family_name) == ("Ray", "Boone")
    assert "Ray" not in page


BOONE = {"name": "Ray Boone", "reasons": ["Substance use"]}


def test_what_an_officer_sees_is_asked_for_with_the_reason_why(dana):
    reason = "It counts for fairness and is never shown with a name."
    assert reason in dana.get("/officer/social-contact/").content.decode()
    assert reason in dana.get("/officer/diversion/").content.decode()  # where they said no
    assert "Does the person know that you refer them?" in dana.get("/officer/social-contact/").content.decode()


def test_a_social_contact_asks_for_the_age_once(dana):
    page = dana.get("/officer/social-contact/").content.decode()
    assert (page.count("under 18</option>"), 'name="age"' in page) == (1, False)


@pytest.mark.parametrize(
    ("written", "band"),
    [({"age_band": "35-44"}, "35-44"), ({"birth_date": "04 09 1950"}, "65 or older"), ({}, "")],
)
def test_the_age_of_a_social_contact_is_counted_however_it_was_written(dana, written, band):
    dana.post("/officer/social-contact/", BOONE | written | {"race": "White", "token": str(uuid4())})
    referral = Referral.objects.get()
    assert (referral.seen_age, referral.seen_race) == (band, "White")


def test_a_social_contact_whose_two_ages_contradict_each_other_is_not_sent(dana):
    born = (timezone.localdate() - timedelta(days=365 * 30 + 100)).strftime("%m %d %Y")
    given = BOONE | {"birth_date": born, "age_band": "55-64", "race": "White", "token": str(uuid4())}
    answer = dana.post("/officer/social-contact/", given)
    assert "With that birth date the age is 30, and here it says 55-64." in answer.context["form"].errors["age_band"][0]
    assert not Referral.objects.exists()


def test_where_the_protocol_is_silent_a_young_social_contact_is_sent_and_that_is_said(dana):
    given = BOONE | {"age_band": "under 18", "token": str(uuid4())}
    page = dana.post("/officer/social-contact/", given, follow=True).content.decode()
    assert Referral.objects.get().person.age_band == "under 18"
    assert "says nothing about people under 18: neither yes nor no. Talk to" in page


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"name": ""}, "Write a name, or what they are called."),
        ({"name": "Ray " + "Boone" * 13}, "This is too long. Shorten it to 60 characters."),
        ({"reasons": []}, "Tick at least one reason."),
    ],
)
def test_a_social_contact_says_what_is_missing(dana, missing, sentence):
    given = {"name": "Ray Boone", "reasons": ["Substance use"], "token": str(uuid4())}
    assert sentence in dana.post("/officer/social-contact/", given | missing).content.decode()
    assert not Referral.objects.exists()


def test_where_the_door_is_closed_the_page_does_not_exist(sign_in):
    dana = sign_in(play.at_site("fayette").dana)
    assert "New social contact" not in dana.get("/officer/").content.decode()
    assert dana.get("/officer/social-contact/").status_code == 404


def test_the_rules_are_there_in_plain_words(dana):
    page = dana.get("/officer/rules/").content.decode()
    assert "Version 1, in force since" in page
    assert "Drug possession can be diverted." in page


def test_on_a_spanish_page_a_rule_is_the_files_own_spanish_and_what_it_has_in_english_alone_is_marked(dana, cast):
    left_out = {"      says_in_spanish: La posesión de drogas se puede desviar.\n": ""}
    version = play.adopt(cast, left_out, on=play.today(cast, timezone.now()), at=timezone.now())
    page = dana.get("/officer/rules/", headers={"accept-language": "es"}).content.decode()
    clauses = clauses_in(version.protocol)
    assert [clause.says for clause in clauses if clause.says_in_spanish is None] == ["Drug possession can be diverted."]
    for clause in clauses:
        assert escape(clause.says_in_spanish or clause.says) in page
        assert (f'<span lang="en">{escape(clause.says)}</span>' in page) is (clause.says_in_spanish is None)


def test_pages_ask_the_database_little(dana, handed_over, django_assert_max_num_queries):
    dana.get("/officer/")
    for address in ("", "diversion/", "referrals/", "to-finish/", "rules/", f"referrals/{handed_over.pk}/"):
        with django_assert_max_num_queries(32):
            dana.get(f"/officer/{address}")
