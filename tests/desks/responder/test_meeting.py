"""The meeting at the scene: what may be kept, what may not, and what cannot be reached from here."""

import json
import re
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from offramp.casework import actions as casework
from offramp.casework.actions import Kit
from offramp.casework.models import Meeting, SupplyGiven
from offramp.consent.models import ReleaseOfInformation
from offramp.consent.states import ReleaseKind
from offramp.justice import actions as justice
from offramp.kernel import paging
from offramp.referrals import actions as referrals
from offramp.referrals.models import Referral
from tests import cast as play
from tests.seats import on_one_line, said, seat, the_time_is

A_WHILE, A_DAY = timedelta(minutes=20), timedelta(days=1)
SCENE = {"naloxone": "1", "other_lot": "A113", "was_shown_how": "on", "needs": ["food", "ride"]}
SIGNED = {"keeps_name": "yes", "language": "es", "signer_name": "Jordan Ellery", "signature_typed": "Jordan Ellery",
          "phone": "(206) 555-0199"}  # fmt: skip
NO_NAME = {"keeps_name": "no", "language": "en"}


@pytest.fixture
def met(cast):
    """The referral of somebody whom Lou has just met."""
    return play.hand_over(cast, play.offer(cast, at=timezone.now() - A_WHILE), at=timezone.now())


def sent_from(client, address, *, tomorrow=True, **sent):
    """What the page of the meeting sends, with its token; of the days that it offers, the first."""
    form = client.get(address).context["form"]
    days = {"next_time": form.fields["next_time"].choices[0][0]} if tomorrow else {}
    return {"token": form["token"].value(), **days, **sent}


def write_down(client, referral, **sent):
    address = reverse("responder:meeting", args=[referral.pk])
    return client.post(address, sent_from(client, address, **sent), follow=True)


def test_a_yes_keeps_name_and_phone_for_72_hours(as_, cast, met):
    page = write_down(as_(cast.lou), met, **SCENE, **SIGNED).content.decode()
    paper = ReleaseOfInformation.objects.get()
    assert "Meeting saved. Next time:" in page
    assert "Who can see this: only you, until somebody else works with this person." in page
    assert paper.kind == ReleaseKind.HANDOFF
    assert paper.text.startswith("¿Puede este trabajador guardar su nombre")
    assert (paper.ends_at - paper.signed_at).total_seconds() == 72 * 3600
    assert Meeting.objects.get().person.phone == "(206) 555-0199"


def test_a_no_keeps_no_name_and_the_kit_is_counted(as_, cast, met):
    page = write_down(as_(cast.lou), met, **SCENE, **NO_NAME).content.decode()
    assert "Saved without a name. The kit is counted." in page
    assert Meeting.objects.get().person is None
    assert SupplyGiven.objects.get().person is None
    assert not ReleaseOfInformation.objects.exists()


def test_a_second_tap_after_a_no_is_told_that_the_first_one_counts(as_, cast, met):
    lou, address = as_(cast.lou), reverse("responder:meeting", args=[met.pk])
    sent = sent_from(lou, address, **SCENE, **NO_NAME)
    lou.post(address, sent)
    assert "We already have this one. Nothing was added." in said(lou.post(address, sent, follow=True))
    assert Meeting.objects.count() == SupplyGiven.objects.count() == 1


def test_tomorrow_is_the_same_day_when_a_lost_answer_is_asked_for_again_after_midnight(cast):
    zone = ZoneInfo(cast.site.time_zone)
    night = timezone.localtime(timezone=zone).replace(hour=23, minute=59, second=58)
    with the_time_is(night):
        met = play.hand_over(cast, play.offer(cast, at=night - A_WHILE), at=night)
        lou, address = seat(cast.lou), reverse("responder:meeting", args=[met.pk])
        sent = sent_from(lou, address, **SCENE, **SIGNED)
        first = lou.post(address, sent)
    with the_time_is(night + timedelta(seconds=7)):
        again = lou.post(address, sent)
    assert (again.status_code, again.url) == (302, first.url)
    assert timezone.localtime(Meeting.objects.get().next_at, zone).date() == (night + A_DAY).date()


def by_no_charge(cast):
    """Somebody whom Lou was asked to look for, and has found."""
    sent = referrals.refer_social_contact(
        facts=play.social(cast), who=play.JORDAN, place="Depot Street", by=cast.dana, at=timezone.now() - A_WHILE
    )
    found = play.sent_out(cast, sent, at=timezone.now() - A_WHILE)
    return justice.hand_over(found.pk, by=cast.lou, at=timezone.now())


def where_nothing_can_be_filed(cast):
    play.adopt_without_a_clock(cast, on=timezone.localdate() - A_DAY, also=play.NOTHING_TO_FILE)
    return play.hand_over(cast, play.offer(cast, at=timezone.now() - A_WHILE), at=timezone.now())


def asked_of(client, referral):
    return said(client.get(reverse("responder:meeting", args=[referral.pk])))


def test_whoever_signs_is_told_that_the_held_charge_keeps_the_name(as_, cast, met):
    shown = asked_of(as_(cast.lou), met)
    assert "After 72 hours we delete your phone, unless you want to go on." in shown
    assert "Your name and birth date stay with the held charge, signed or not." in shown
    assert "Su nombre y su fecha de nacimiento quedan con el cargo en espera, con firma o sin firma." in shown
    assert "No, only the held charge keeps the name" in shown
    assert not any(words in shown for words in ("we delete it", "lo borramos", "keep no name", "no name is kept"))
    write_down(as_(cast.lou), met, **SCENE, **SIGNED)
    assert "quedan con el cargo en espera" in ReleaseOfInformation.objects.get().text


@pytest.mark.parametrize("made", [by_no_charge, where_nothing_can_be_filed])
def test_where_no_charge_is_held_nothing_is_said_of_one(as_, cast, made):
    shown = asked_of(as_(cast.lou), made(cast))
    assert "After 72 hours we delete it, unless you want to go on." in shown
    assert "A las 72 horas lo borramos, a menos que usted quiera seguir." in shown
    assert "No, keep no name" in shown
    assert not any(words in shown for words in ("held charge", "cargo en espera"))


def test_a_yes_without_a_signature_keeps_nothing(as_, cast, met):
    page = write_down(as_(cast.lou), met, **SCENE, keeps_name="yes", language="en").content.decode()
    assert "Write the name of the person who signs." in page
    assert "Sign with a finger, or type the name. Or choose No: then only the held charge keeps the name." in page
    assert not Meeting.objects.exists()


def test_a_typed_name_that_is_not_the_signers_keeps_nothing(as_, cast, met):
    page = said(write_down(as_(cast.lou), met, **SCENE, **SIGNED | {"signature_typed": "Somebody Else"}))
    assert "The typed name is not the name of the person who signs: type that name, or sign with a finger." in page
    assert not Meeting.objects.exists()


def test_another_name_than_that_of_the_record_is_asked_about_once_and_may_stay(as_, cast, met):
    other = SIGNED | {"signer_name": "Mickey Mouse", "signature_typed": "Mickey Mouse"}
    page = said(write_down(as_(cast.lou), met, **SCENE, **other))
    assert "This is not the name on the record. Does the person sign with it?" in page
    assert not Meeting.objects.exists()
    write_down(as_(cast.lou), met, **SCENE, **other, **{"signer_name-stays": "on"})
    assert ReleaseOfInformation.objects.get().signer_name == "Mickey Mouse"


def test_only_the_next_time_and_the_name_must_be_answered(as_, cast, met):
    page = write_down(as_(cast.lou), met, tomorrow=False, language="en").content.decode()
    assert "Choose when you meet next, or Still looking." in page
    assert "Ask, and choose Yes or No." in page
    assert "Fix 2 things" in page


def test_everything_wrong_is_said_at_once_linked_from_the_summary_and_nothing_typed_is_lost(as_, cast, met):
    sent = {
        "naloxone": "1", "next_time": "pick", "next_day": "03 02 2020", "next_place": "Library", "keeps_name": "yes",
        "language": "en", "phone": "(206) 555-0199",
        "signature": json.dumps({"paths": [[1, 2, 3, 4]]}), "needs": ["food"],
    }  # fmt: skip
    page = write_down(as_(cast.lou), met, **sent).content.decode()
    assert "Fix 3 things" in page
    for field, sentence in {
        "other_lot": "Choose or write the lot of the kit.",
        "next_day": "Choose a time that is still to come",
        "signer_name": "Write the name of the person who signs.",
    }.items():
        assert re.search(rf'<a href="#id_{field}">{sentence}', page)
        assert re.search(rf'id="id_{field}_error">.*{sentence}', page)
        control = re.search(rf'<input[^>]*id="id_{field}"[^>]*>', page).group()
        assert 'aria-invalid="true"' in control
        assert re.search(rf'aria-describedby="[^"]*id_{field}_error', control)
    assert 'value="Library"' in page
    assert 'value="(206) 555-0199"' in page
    assert 'value="03 02 2020"' in page
    assert "[[1, 2, 3, 4]]" in page
    assert re.search(r'value="food"[^>]*checked', page)
    assert not Meeting.objects.exists()


def test_a_signature_that_is_missing_is_said_at_the_line_where_one_types(as_, cast, met):
    page = write_down(as_(cast.lou), met, **SCENE, keeps_name="yes", language="en").content.decode()
    line = re.search(r'<input[^>]*id="id_signature_typed"[^>]*>', page).group()
    assert '<a href="#id_signature_typed">Sign with a finger' in page
    assert 'aria-invalid="true"' in line
    assert 'aria-describedby="id_signature_error"' in line


def test_no_field_that_an_answer_needs_is_called_optional(as_, cast, met):
    page = as_(cast.lou).get(reverse("responder:meeting", args=[met.pk])).content.decode()
    for label in ("On what day", "Name of the person who signs", "Another lot"):
        assert re.search(rf"{label}( <span class=\"beside[^<]*</span>)?\s*</label>", page)


def test_a_day_that_was_written_before_tomorrow_was_chosen_stands_in_no_way(as_, cast, met):
    write_down(as_(cast.lou), met, **SCENE | NO_NAME, next_day="13 45 2027")
    assert Meeting.objects.exists()


def test_nothing_now_stands_alone(as_, cast, met):
    page = said(write_down(as_(cast.lou), met, **SCENE | NO_NAME | {"needs": ["withdrawal", "nothing now"]}))
    assert "Choose what is needed, or “Nothing now” alone." in page
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("words", ["call my mom maybe 😀", "555", "555-0199 or 555-0198"])
def test_words_are_no_phone_number(words, as_, cast, met):
    page = said(write_down(as_(cast.lou), met, **SCENE | SIGNED | {"phone": words}))
    assert "Write a phone number in figures, like (304) 555-0142, or leave it empty." in page
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("number", ["304.555.0142", "(304) 5550142 ext. 7", "555-0142", ""])
def test_a_phone_number_may_be_written_in_many_ways(number, as_, cast, met):
    write_down(as_(cast.lou), met, **SCENE | SIGNED | {"phone": number})
    assert Meeting.objects.exists()


def test_the_saved_page_says_that_the_paper_was_signed_and_until_when(as_, cast, met):
    assert "72-hour paper Signed" in said(write_down(as_(cast.lou), met, **SCENE, **SIGNED))


def test_a_saved_page_without_a_name_names_no_paper(as_, cast, met):
    assert "72-hour paper" not in said(write_down(as_(cast.lou), met, **SCENE, **NO_NAME))


def test_a_kit_needs_its_lot(as_, cast, met):
    page = write_down(as_(cast.lou), met, naloxone="2", next_time="looking", **NO_NAME).content.decode()
    assert "Choose or write the lot of the kit." in page
    assert not Meeting.objects.exists()


def test_the_last_lot_is_one_tap(as_, cast, met):
    play.meet(cast, met, at=timezone.now())
    second = play.hand_over(cast, play.offer(cast, at=timezone.now() - A_WHILE), at=timezone.now())
    write_down(as_(cast.lou), second, naloxone="1", lot="A113", **NO_NAME)
    assert [given.lot for given in SupplyGiven.objects.order_by("given_at")] == ["A113", "A113"]


def test_the_release_is_a_day_away_and_no_link_leads_to_it(as_, cast, met):
    page = as_(cast.lou).get(reverse("responder:meeting", args=[met.pk])).content.decode()
    assert "Release: can be signed from" in page
    assert "with your worker and no officer present." in page
    assert "/release/" not in page


def test_sent_twice_it_is_one_meeting(as_, cast, met):
    lou = as_(cast.lou)
    address = reverse("responder:meeting", args=[met.pk])
    sent = sent_from(lou, address, **SCENE, **SIGNED)
    first, second = lou.post(address, sent), lou.post(address, sent)
    assert first.url == second.url
    assert Meeting.objects.count() == 1


def test_a_drawn_signature_is_kept_as_drawn(as_, cast, met):
    drawn = SIGNED | {"signature_typed": "", "signature": json.dumps({"paths": [[1, 2, 3, 4]]})}
    write_down(as_(cast.lou), met, **SCENE, **drawn)
    assert ReleaseOfInformation.objects.get().signature_kind == "drawn"


def test_a_saved_meeting_opened_again_shows_what_was_written_by_whom_and_when(as_, cast, met):
    lou = as_(cast.lou)
    write_down(lou, met, **SCENE, **SIGNED, next_place="Library", reach="text", has_overdosed="yes")
    again = said(lou.get(reverse("responder:meeting", args=[met.pk]), follow=True))
    for words in ("Food and Ride", "×1, lot A113", "Written down by Lou P.", "Library", "Best way to reach Text"):
        assert words in again
    assert "<form" not in again


def test_a_saved_meeting_without_a_name_shows_the_code_and_the_kit_and_no_needs(as_, cast, met):
    lou = as_(cast.lou)
    write_down(lou, met, **SCENE, **NO_NAME)
    again = said(lou.get(reverse("responder:meeting", args=[met.pk]), follow=True))
    assert f"Only the code {met.code} stands on it." in again
    assert "×1, lot A113" in again
    assert not any(word in again for word in ("Food", "Jordan", "Ellery"))


def test_a_time_agreed_without_a_name_is_shown_with_what_is_not_kept(as_, cast, met):
    page = said(write_down(as_(cast.lou), met, **SCENE | {"next_place": "Library"}, **NO_NAME))
    with timezone.override(ZoneInfo(cast.site.time_zone)):
        assert f"Next time we meet {on_one_line(Meeting.objects.get().next_at)}" in page
    assert "Where you meet and how to reach the person is not kept here." in page
    assert not any(word in page for word in ("Library", "Jordan", "Ellery"))


def test_without_a_name_and_a_time_there_is_nothing_to_remember(as_, cast, met):
    page = said(write_down(as_(cast.lou), met, **SCENE | {"next_time": "looking"}, **NO_NAME))
    assert "Next time we meet Still looking" in page
    assert "Remember the next time" not in page


def test_a_saved_meeting_closes_with_the_record_of_whoever_took_the_call(as_, cast, met):
    lou = as_(cast.lou)
    write_down(lou, met, **SCENE, **SIGNED)
    held = Meeting.objects.get()
    play.take_over(cast, held.person, at=timezone.now())
    assert lou.get(reverse("responder:saved-meeting", args=[held.pk])).status_code == 404


def test_the_card_names_no_program_and_no_person(as_, cast):
    answer = as_(cast.lou).get(reverse("responder:naloxone-card"))
    texts = " ".join(step for _, steps in answer.context["texts"] for step in steps)
    assert "Call 911" in texts
    assert "Llame al 911" in texts
    assert "LEAD" not in texts
    assert cast.site.name not in texts
    assert max(len(step) for _, steps in answer.context["texts"] for step in steps) < 90  # read while somebody does it


@pytest.fixture
def looked_for(cast):
    facts = play.social(cast)
    sent = referrals.refer_social_contact(
        facts=facts, who=play.JORDAN, place="Mill St", by=cast.dana, at=timezone.now()
    )
    return play.sent_out(cast, sent, at=timezone.now())


def test_somebody_who_was_found_is_met(as_, cast, looked_for):
    lou = as_(cast.lou)
    assert "Mill St" in lou.get(reverse("responder:home")).content.decode()
    page = lou.post(reverse("responder:met", args=[looked_for.pk]), follow=True).content.decode()
    assert "Meeting Jordan Ellery" in page
    assert "Release: can be signed with your worker, and no officer present." in page


def sought(cast, door, name, at):
    """Somebody of that name for whom a worker is looking, since then, by that door."""
    sent = referrals.refer_social_contact(facts=play.social(cast), who=play.Who(given_name=name), by=cast.dana, at=at)
    sent = play.sent_out(cast, sent, at=at)
    is_community = {"officer": None, "unit": None, "offense": ""} if door == "community" else {}
    Referral.objects.filter(pk=sent.pk).update(door=door, **is_community)


ORDER, OTHER = "[arrest_diversion, social_contact, community]", "[social_contact, arrest_diversion, community]"


@pytest.mark.parametrize(
    ("places", "in_order", "says"),
    [
        (2, ["Alba", "Bren", "Cruz", "Dale"], "Sorted by longest wait first."),
        (1, ["Bren", "Dale", "Cruz", "Alba"], "The site is full, so doors come in the order of the protocol."),
    ],
)
def test_while_the_site_is_full_people_are_looked_for_door_by_door_as_the_protocol_orders_them(
    as_, cast, met, monkeypatch, places, in_order, says
):
    play.adopt(
        cast, {f"  order: {ORDER}": f"  places: {places}\n  order: {OTHER}"}, on=play.today(cast, timezone.now())
    )
    doors = {"Alba": "community", "Bren": "social_contact", "Cruz": "arrest_diversion", "Dale": "social_contact"}
    for number, (name, door) in enumerate(doors.items()):
        sought(cast, door, name, timezone.now() - timedelta(minutes=9 - number))
    monkeypatch.setattr(paging, "page", partial(paging.page, size=3))
    first = as_(cast.lou).get(reverse("responder:home"))
    rest = as_(cast.lou).get(reverse("responder:home"), {"after": first.context["looking"].next})
    shown = said(first).partition("Still looking")[2] + said(rest).partition("Still looking")[2]
    assert sorted(doors, key=shown.index) == in_order
    assert says in said(first)


def test_looking_ends_with_a_reason(as_, cast, looked_for):
    lou = as_(cast.lou)
    address = reverse("responder:close", args=[looked_for.pk])
    token = lou.get(address).context["form"]["token"].value()
    assert "Choose a reason." in lou.post(address, {"token": token}).content.decode()
    lou.post(address, {"token": token, "reason": "not found"})
    assert Referral.objects.get(pk=looked_for.pk).close_reason == "not found"


def test_whoever_comes_back_is_looked_for_again_without_a_new_referral(as_, cast, looked_for):
    referrals.take("close", looked_for.pk, reason="not found", by=cast.lou, at=timezone.now())
    kim = as_(cast.kim)
    closed = said(kim.get(reverse("responder:closed")))
    assert "Jordan Ellery Closed" in closed
    assert f"not found. Code {looked_for.code}." in closed
    page = said(kim.post(reverse("responder:look-again", args=[looked_for.pk]), follow=True))
    assert "Jordan Ellery Mill St. Looking since" in page
    assert "Nobody is here." in said(kim.get(reverse("responder:closed")))


def test_nobody_is_asked_to_look_again_for_somebody_who_died(as_, cast, looked_for):
    referrals.take("close", looked_for.pk, reason="died", by=cast.lou, at=timezone.now())
    assert "Jordan" not in said(as_(cast.lou).get(reverse("responder:closed")))


def home_of(client):
    return said(client.get(reverse("responder:home")))


def test_whoever_agreed_a_next_time_finds_it_at_home_with_its_place(as_, cast, met):
    lou = as_(cast.lou)
    write_down(lou, met, **SCENE | SIGNED, next_place="Library")
    with timezone.override(ZoneInfo(cast.site.time_zone)):
        agreed = on_one_line(Meeting.objects.get().next_at)
    assert f"Jordan Ellery {agreed}, Library" in home_of(lou)


def test_a_next_time_is_for_whoever_agreed_it_as_long_as_the_record_is_open_to_them(as_, cast, met):
    write_down(as_(cast.lou), met, **SCENE | SIGNED, next_place="Library")
    assert "Library" not in home_of(as_(cast.kim))
    play.take_over(cast, Meeting.objects.get().person, at=timezone.now())
    assert "Library" not in home_of(as_(cast.lou))


def test_a_next_time_stays_through_its_day_and_no_longer(as_, cast, met):
    write_down(as_(cast.lou), met, **SCENE | SIGNED, next_place="Library")
    next_at = Meeting.objects.get().next_at
    local = next_at.astimezone(ZoneInfo(cast.site.time_zone))
    with the_time_is(local.replace(hour=23, minute=50)):
        assert "Library" in home_of(as_(cast.lou))
    with the_time_is(local.replace(hour=0, minute=10) + A_DAY):
        assert "Library" not in home_of(as_(cast.lou))


def test_a_next_time_that_has_passed_is_said_to_be_past(as_, cast, met):
    write_down(as_(cast.lou), met, **SCENE | SIGNED, next_place="Library")
    next_at = Meeting.objects.get().next_at
    local = next_at.astimezone(ZoneInfo(cast.site.time_zone))
    assert "The last agreed time was" not in home_of(as_(cast.lou))
    with the_time_is(local.replace(hour=23, minute=50)):
        assert "Jordan Ellery The last agreed time was " in home_of(as_(cast.lou))


def test_whoever_agreed_the_next_time_reads_it_on_the_person_s_page_and_nobody_else_on_call_does(as_, cast, met):
    write_down(as_(cast.lou), met, **SCENE | SIGNED, next_place="Library")
    address = reverse("casemanager:person", args=[Meeting.objects.get().person_id])
    with timezone.override(ZoneInfo(cast.site.time_zone)):
        agreed = on_one_line(Meeting.objects.get().next_at)
    page = said(as_(cast.lou).get(address))
    assert f"Next {agreed}, Library" in page
    assert "Change the next time" not in page  # that is for whoever takes over
    Meeting.objects.update(met_by=cast.kim, agreed_by=cast.kim)
    assert agreed not in said(as_(cast.lou).get(address))


def test_the_one_lot_in_stock_is_chosen_already(as_, cast, met):
    play.meet(cast, met, at=timezone.now())
    second = play.hand_over(cast, play.offer(cast, at=timezone.now() - A_WHILE), at=timezone.now())
    page = as_(cast.lou).get(reverse("responder:meeting", args=[second.pk])).content.decode()
    assert re.search(r'<input type="radio" name="lot" value="A113"[^>]* checked', page)


def test_of_two_lots_none_is_chosen_and_what_is_missing_is_said_at_them(as_, cast, met):
    play.meet(cast, met, at=timezone.now())
    casework.give_supply(Kit(1, "B207"), person=None, by=cast.lou, at=timezone.now())
    second = play.hand_over(cast, play.offer(cast, at=timezone.now() - A_WHILE), at=timezone.now())
    page = write_down(as_(cast.lou), second, naloxone="1", **NO_NAME)
    assert not re.search(r'name="lot"[^>]* checked', page.content.decode())
    assert list(page.context["form"].errors) == ["lot"]
    assert "Choose or write the lot of the kit." in said(page)
