"""The project manager: approvals in order, call-backs in fixed words, gaps on call, and the protocol."""

import re
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from offramp.design.templatetags.design import day_in_words, phone_link
from offramp.directory import reads as directory
from offramp.directory.models import Shift
from offramp.kernel.trail import Nobody
from offramp.people import actions as people
from offramp.protocols import document
from offramp.protocols import reads as protocols
from offramp.referrals import actions as referrals
from offramp.referrals import calls, reads
from offramp.referrals.actions import Who
from offramp.referrals.models import Referral
from offramp.referrals.statements import RECEIPT
from offramp.referrals.states import PassReason
from tests import cast as play
from tests.cast import NOON
from tests.seats import page, said, seat, the_time_is

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=3)
SEED = document.shipped_text("national-support-bureau")


@pytest.fixture
def cast():
    return play.at_site("bureau")


@pytest.fixture
def pat(cast):
    with the_time_is(LATER):
        yield seat(cast.pat)


@pytest.fixture
def told(cast):
    return tell(cast)


def tell(cast, at=NOON, **more):
    said_of = {"who": Who(description="Tall, green coat"), "concerns": ("Asks for help",), "place": "Mill St, mornings"}
    by = {"relation": "Neighbor", "contact": "(206) 555-0100", "wants_call_back": True}
    return referrals.refer_from_community(**(said_of | by | more), by=Nobody("stranger", cast.site.pk), at=at)


def test_of_the_doors_only_the_open_ones_have_an_order():
    shown = said(page(play.at_site("fayette").pat, reverse("projectmanager:home"), at=LATER))
    assert "Order when full: Arrest diversion (clause 5)." in shown


def answer(pat, referral, choice, token=None):
    fields = {"answer": choice, "token": str(token or uuid4())}
    return pat.post(reverse("projectmanager:approval", args=[referral.pk]), fields, follow=True)


def test_monday_says_what_waits_and_names_nobody(cast, pat, told):
    play.hand_over(cast, play.offer(cast))
    shown = said(pat.get(reverse("projectmanager:home")))
    assert f"Community referral {told.code}" in shown
    assert f"Call-back {told.code} due Mar 4" in shown
    assert "20 min" in shown
    assert "Order when full: Arrest diversion, Social contact, Community referral" in shown
    assert not any(word in shown for word in ("Jordan", "Ellery", "green coat", "555-0100"))


def test_a_call_that_everybody_let_ring_stands_first_with_a_number_to_call(cast, told):
    referral, home = play.offer(cast), reverse("projectmanager:home")
    assert "No one has answered" not in said(page(cast.pat, home, at=NOON + timedelta(minutes=5)))
    answer = page(cast.pat, home, at=NOON + timedelta(minutes=7))
    shown = said(answer)
    assert shown.index(f"No one has answered {referral.code}") < shown.index(f"Community referral {told.code}")
    assert f'href="{phone_link(cast.dana.phone)}"' in answer.content.decode()
    assert not any(word in shown for word in ("Jordan", "Ellery", "Third and Mill"))


def test_somebody_put_on_call_for_a_call_that_nobody_answered_is_rung_for_it(cast, pat):
    Shift.objects.all().delete()
    referral, late = play.offer(cast, at=LATER - timedelta(minutes=30)), LATER + timedelta(minutes=1)
    assert "It rings for you now." in said(pat.get(reverse("projectmanager:home")))
    Shift.objects.create(
        site=cast.site,
        member=cast.lou,
        place=1,
        starts_at=LATER - timedelta(minutes=5),
        ends_at=LATER + timedelta(hours=8),
    )
    assert [ring.hand_off for ring in reads.ringing_for(cast.lou, late)] == [referral.hand_off]
    assert "It rings for Lou P. now." in said(pat.get(reverse("projectmanager:home")))
    calls.answer(referral.hand_off.pk, by=cast.lou, at=late)
    assert "No one has answered" not in said(pat.get(reverse("projectmanager:home")))


def test_when_all_have_passed_a_call_on_the_project_manager_and_the_officer_see_it_at_once(cast):
    referral, soon = play.offer(cast), NOON + timedelta(minutes=1)
    while (rung := reads.ring_of(cast.pat, referral.hand_off, soon).member) is not None:
        calls.pass_on(referral.hand_off.pk, reason=PassReason.TOO_FAR, by=directory.member(cast.pat, rung), at=soon)
    assert "It rings for nobody now." in said(page(cast.pat, reverse("projectmanager:home"), at=soon))
    assert "You can:" in said(page(cast.dana, reverse("officer:wait", args=[referral.pk]), at=soon))


def test_with_nothing_to_do_it_says_so(cast):
    assert "No one is waiting for you." in said(page(cast.pat, reverse("projectmanager:home"), at=NOON))


def test_the_card_shows_worries_and_whether_there_is_something_to_find_the_person_by(cast, pat, told):
    shown = said(pat.get(reverse("projectmanager:approval", args=[told.pk])))
    assert "Asks for help" in shown
    assert "To find the person by a name or description, a place" in shown
    little = tell(cast, contact="(206) 555-0101", place="")
    shown = said(pat.get(reverse("projectmanager:approval", args=[little.pk])))
    assert "a name or description" in shown
    assert "a place" not in shown


def test_the_card_says_neither_who_nor_where_for_the_sharing_matrix_opens_neither(pat, told):
    whole = pat.get(reverse("projectmanager:approval", args=[told.pk])).content.decode()
    assert not any(word in whole for word in ("green coat", "Mill St", "555-0100"))


def test_the_card_of_a_social_contact_shows_the_officer_and_the_protocols_answer(cast, pat):
    contact = referrals.refer_social_contact(
        facts=play.social(cast), who=play.JORDAN, place="Mill St", by=cast.dana, at=NOON
    )
    Referral.objects.filter(pk=contact.pk).update(status="asked", asked_role="project_manager")
    shown = said(pat.get(reverse("projectmanager:approval", args=[contact.pk])))
    assert "Officer Ofc. Dana R." in shown
    assert all(finding["reason"] in shown for finding in contact.findings)
    assert contact.findings
    assert not any(word in shown for word in ("Jordan", "Ellery", "Mill St"))


def test_monday_shows_what_needs_a_look_and_folds_what_is_in_order(cast):
    for minutes in (20, 52):
        play.hand_over(cast, play.offer(cast), at=NOON + timedelta(minutes=minutes))
    met_late = Referral.objects.get(hand_off__arrived_at=NOON + timedelta(minutes=52))
    shown = said(page(cast.pat, reverse("projectmanager:home"), at=LATER))
    unfolded, folded = shown.split("1 hand-off in good time")
    assert f"{met_late.code} Taken by Lou P. To arrival 52 min · slow" in unfolded
    assert "20 min" in folded
    assert "20 min" not in unfolded
    assert "Nothing is due in the next 7 days. 2 are due later" in folded
    week_before = met_late.diversion.due_on - timedelta(days=7)
    near = said(page(cast.pat, reverse("projectmanager:home"), at=NOON + (week_before - NOON.date())))
    assert "Nothing is due" not in near


@pytest.mark.parametrize(("minutes", "is_slow"), [(1, False), (29, False), (31, True)])
def test_a_call_without_an_arrival_is_slow_only_once_the_protocols_minutes_are_over(cast, minutes, is_slow):
    play.offer(cast, at=NOON)
    shown = said(page(cast.pat, reverse("projectmanager:on_call_log"), at=NOON + timedelta(minutes=minutes)))
    assert ("slow" in shown) is is_slow
    assert ("no arrival" in shown) is is_slow
    assert ("not there yet" in shown) is not is_slow


def test_all_referrals_stand_in_one_list_by_their_codes_and_name_nobody(cast, pat, told):
    met = play.offer(cast)
    play.hand_over(cast, met)
    shown = said(pat.get(reverse("projectmanager:referrals")))
    assert f"{told.code} How far Waits for a yes Door Community referral" in shown
    assert f"{met.code} How far Handed off to a worker Door Arrest diversion" in shown
    assert not any(word in shown for word in ("Jordan", "Ellery", "green coat", "Mill St", "555-0100"))


def test_the_list_of_referrals_shows_what_is_chosen_in_the_chosen_order(cast, pat, told):
    later = tell(cast, at=NOON + timedelta(hours=1), contact="(206) 555-0101")
    play.hand_over(cast, play.offer(cast))

    def codes(**chosen):
        return [row.code for row, _ in pat.get(reverse("projectmanager:referrals"), chosen).context["rows"]]

    assert codes(how_far="asked") == [later.code, told.code]
    assert codes(how_far="asked", order="oldest") == [told.code, later.code]
    assert len(codes(how_far="nonsense")) == 3
    assert codes(how_far="declined") == []


def test_where_no_referral_is_as_chosen_the_page_says_so(pat, told):
    shown = said(pat.get(reverse("projectmanager:referrals"), {"how_far": "declined"}))
    assert "There is no referral like this." in shown


def test_an_approved_referral_is_looked_for(pat, told):
    assert "Whoever sent it is not told." in said(answer(pat, told, "agree"))
    told.refresh_from_db()
    assert told.status == "looking"
    assert "You agreed" in said(pat.get(reverse("projectmanager:approval", args=[told.pk])))


def test_what_is_not_a_fit_says_why_and_nobody_is_asked_back(pat, told):
    answer(pat, told, "Another service fits better")
    told.refresh_from_db()
    assert told.status == "not agreed"
    assert told.approvals.get().reason == "Another service fits better"


def test_a_double_tap_is_one_answer_and_a_second_answer_is_told_so(pat, told):
    token = uuid4()
    answer(pat, told, "agree", token)
    assert "Whoever sent it is not told." in said(answer(pat, told, "agree", token))
    assert f"You already agreed to {told.code}" in said(answer(pat, told, "agree"))


def test_the_caller_hears_the_receipt_again_word_for_word(pat, told):
    address = reverse("projectmanager:call_back", args=[told.pk])
    answer = pat.get(address)
    assert RECEIPT["en"] in said(answer)
    assert f'href="{phone_link("(206) 555-0100")}">(206) 555-0100</a>' in answer.content.decode()
    assert "Call-back" not in said(pat.post(address, {"token": str(uuid4())}, follow=True))
    assert pat.get(address).status_code == 404


def test_when_the_site_is_full_doors_come_in_the_order_of_the_protocol(cast, told, monkeypatch):
    contact = referrals.refer_social_contact(
        facts={}, who=Who(description="By the bridge"), by=cast.dana, at=NOON + timedelta(hours=1)
    )
    Referral.objects.filter(pk=contact.pk).update(status="asked", asked_role="project_manager")
    assert [one.pk for one in reads.approvals_in_order(cast.pat, LATER)] == [told.pk, contact.pk]
    monkeypatch.setattr(reads, "is_full", lambda reader, at, protocol: True)
    assert [one.pk for one in reads.approvals_in_order(cast.pat, LATER)] == [contact.pk, told.pk]


def somebody(cast, name, at=NOON):
    """Somebody who said yes, was handed over and has a case manager."""
    sent = play.hand_over(cast, play.offer(cast, at=at, who=Who(given_name=name)), at=at + timedelta(minutes=20))
    play.meet(cast, sent, at=at + timedelta(minutes=50))
    return play.take_over(cast, sent.person, at=at + timedelta(minutes=60))


def test_room_counts_whom_somebody_works_with_and_whoever_said_yes_and_is_not_taken_over_yet(cast):
    somebody(cast, "Alba")
    play.hand_over(cast, play.offer(cast, who=Who(given_name="Bren")))
    play.offer(cast, who=Who(given_name="Cruz"))
    referrals.refer_social_contact(facts=play.social(cast), who=Who(given_name="Dale"), by=cast.dana, at=NOON)
    assert reads.room(cast.pat, LATER).taken == 3


def test_a_place_is_free_again_once_nobody_works_with_the_person(cast):
    people.end_assignment(somebody(cast, "Alba"), by=cast.kim, at=LATER)
    assert reads.room(cast.pat, LATER).taken == 0


def test_somebody_nobody_took_over_holds_a_place_for_the_sites_days_and_not_for_ever(cast):
    sent = play.offer(cast)
    taken = [reads.room(cast.pat, sent.received_at + timedelta(days=days)).taken for days in (29, 30)]
    assert taken == [1, 0]


@pytest.mark.parametrize("reverse_link", [False, True])
def test_records_linked_to_be_one_person_take_one_place(cast, reverse_link):
    one, other = (somebody(cast, name).person for name in ("Alba", "Alva"))
    pair = (other, one) if reverse_link else (one, other)
    made = people.link(*pair, by=cast.kim, at=LATER)
    assert reads.room(cast.pat, LATER).taken == 1
    people.take_back(one, made.pk, by=cast.kim, at=LATER)
    assert reads.room(cast.pat, LATER).taken == 2


def test_a_gap_on_call_is_said_and_closed_by_a_shift(cast, pat):
    Shift.objects.all().delete()
    assert "No one is on call:" in said(pat.get(reverse("projectmanager:roster")))
    fields = {
        "member": str(cast.lou.pk), "place": 1, "from_day": "03 02 2026", "from_time": "07:00", "to_day": "03 12 2026",
        "to_time": "07:00", "token": str(uuid4()),
    }  # fmt: skip
    shown = said(pat.post(reverse("projectmanager:roster"), fields, follow=True))
    assert "Somebody is on call at every hour of the next 7 days." in shown
    backwards = fields | {"to_day": "03 01 2026", "token": str(uuid4())}
    errors = pat.post(reverse("projectmanager:roster"), backwards).context["form"].errors
    assert errors == {"to_time": ["A shift ends after it starts. Check the two times."]}


@pytest.mark.parametrize("which", ["from_day", "to_day"])
def test_a_shift_at_the_end_of_the_calendar_is_a_slip_and_is_said_at_its_day(cast, pat, which):
    fields = {
        "member": str(cast.lou.pk), "place": 1, "from_day": "03 02 2026", "from_time": "07:00", "to_day": "03 12 2026",
        "to_time": "23:00", "token": str(uuid4()),
    }  # fmt: skip
    answer = pat.post(reverse("projectmanager:roster"), fields | {which: "12 31 9999"})
    assert answer.status_code == 200
    assert answer.context["form"].errors == {which: ["That date is too far away. Look at the year."]}
    assert "12 31 9999" in answer.content.decode()


def test_a_time_that_the_clock_leaps_over_is_said_where_it_was_written(cast, pat):
    fields = {
        "member": str(cast.lou.pk), "place": 1, "from_day": "03 08 2026", "from_time": "02:30", "to_day": "03 08 2026",
        "to_time": "03:00", "token": str(uuid4()),
    }  # fmt: skip
    answer = pat.post(reverse("projectmanager:roster"), fields)
    assert answer.context["form"].errors == {
        "from_time": [
            "There is no 02:30 on March 8, 2026: the clock is set forward then. Write an earlier or a later time."
        ]
    }
    pat.defaults["HTTP_ACCEPT_LANGUAGE"] = "es"
    spanish = pat.post(reverse("projectmanager:roster"), fields)
    assert "El 8 de marzo de 2026 no hay 02:30" in spanish.context["form"].errors["from_time"][0]
    end = pat.post(reverse("projectmanager:roster"), fields | {"from_time": "01:00", "to_time": "02:30"})
    assert list(end.context["form"].errors) == ["to_time"]


def upload(pat, text):
    file = SimpleUploadedFile("protocol.yaml", text.encode())
    return pat.post(reverse("projectmanager:adopt"), {"file": file, "token": str(uuid4())}, follow=True)


def test_a_faulty_file_says_line_clause_and_remedy_and_nothing_is_adopted(cast, pat):
    shown = said(upload(pat, SEED.replace("open: yes", "open: perhaps", 1)))
    assert "This file has 1 fault" in shown
    assert "Line " in shown
    assert "Write yes or no." in shown
    assert protocols.versions(cast.pat).count() == 1


@pytest.mark.parametrize(
    ("lines", "heading"), [(50, "This file has 50 faults"), (51, "This file has more than 50 faults")]
)
def test_of_very_many_faults_the_page_does_not_pretend_to_have_counted_them(cast, pat, lines, heading):
    assert heading in said(upload(pat, SEED + "".join(f"line_{n}: a\n" for n in range(lines))))


def decided(pat, **changed):
    """What the page that looks a file over sends, filled in."""
    seen = re.search(r'name="looked_over" value="(\w+)"', pat.get(reverse("projectmanager:look_over")).content.decode())
    return {
        "looked_over": seen[1], "decision": "PCG decision 7", "decided_on": "03 01 2026", "effective_from": "03 09 2026",
        "signers": "Pat M., Rivertown LEAD office", "token": str(uuid4()),
    } | changed  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_is_adopted_is_the_file_word_for_word_with_its_own_line_ends(cast, pat, end):
    text = SEED.replace("by: project_manager, days: 30", "by: project_manager, days: 14").replace("\n", end)
    upload(pat, text)
    as_a_browser_sends_it = decided(pat) | {"text": SEED.replace("\n", "\r\n"), "signers": "Pat M.\r\nRosa B."}
    pat.post(reverse("projectmanager:look_over"), as_a_browser_sends_it)
    made = protocols.versions(cast.pat).first()
    assert (made.number, made.text) == (2, text)
    assert made.sha256 == sha256(text.encode()).hexdigest()


def test_a_file_chosen_since_in_another_tab_is_not_adopted_unread(cast, pat):
    upload(pat, SEED)
    first = decided(pat)
    upload(pat, SEED.replace("by: project_manager, days: 30", "by: project_manager, days: 14"))
    answer = pat.post(reverse("projectmanager:look_over"), first)
    assert "Another file was chosen since." in said(answer)
    assert "added: 14" in said(answer)
    assert protocols.versions(cast.pat).count() == 1


def test_a_second_tap_on_adopt_adopts_nothing_more_and_says_where_it_is(cast, pat):
    upload(pat, SEED)
    fields = decided(pat)
    pat.post(reverse("projectmanager:look_over"), fields)
    assert "No file waits to be adopted." in said(pat.post(reverse("projectmanager:look_over"), fields, follow=True))
    assert protocols.versions(cast.pat).count() == 2


def test_what_a_file_changes_is_shown_in_words_and_then_adopted(cast, pat):
    changed = SEED.replace("by: project_manager, days: 30", "by: project_manager, days: 14")
    shown = said(upload(pat, changed))
    assert "removed: 30" in shown
    assert "added: 14" in shown
    fields = decided(pat)
    done = said(pat.post(reverse("projectmanager:look_over"), fields, follow=True))
    assert "Adopted. Version 2 applies to referrals from Mar 9, 2026." in done
    assert protocols.versions(cast.pat).first().decision == "PCG decision 7"
    adopted = pat.get(reverse("projectmanager:look_over"))  # Back: nothing waits there any more
    assert adopted["Location"] == reverse("projectmanager:adopt")


def test_a_file_with_another_title_does_not_say_the_same_as_the_version_in_force(cast, pat):
    shown = said(upload(pat, re.sub(r"(?m)^title: .*$", "title: Another title", SEED)))
    assert "added: Another title" in shown
    assert "says the same" not in shown
    assert "says the same" in said(upload(pat, SEED))


def test_a_day_that_is_over_is_refused_and_nothing_typed_is_gone(cast, pat):
    upload(pat, SEED)
    answer = pat.post(reverse("projectmanager:look_over"), decided(pat, effective_from="02 01 2026"))
    assert "Let the new one begin today or on a later day." in said(answer)
    assert "PCG decision 7" in answer.content.decode()


def test_the_protocol_page_says_how_care_may_end_here(cast):
    address = reverse("projectmanager:protocol")
    says = "It may end with: moved on by choice, moved away, left, not found, no intake in time and died."
    assert says in said(page(cast.pat, address, at=NOON))


def test_standing_warnings_are_on_the_protocol_page():
    cast = play.at_site("fayette")
    assert "Departs from the model" in said(page(cast.pat, reverse("projectmanager:protocol"), at=NOON))


@pytest.mark.parametrize("name", ["dana", "ames", "lou", "kim", "vance"])
def test_the_desk_does_not_exist_for_anyone_else(cast, told, name):
    for route in ("home", "referrals", "on_call_log", "roster", "protocol", "adopt", "look_over"):
        assert page(cast.members[name], reverse(f"projectmanager:{route}"), at=NOON).status_code == 404
    for route in ("approval", "call_back"):
        address = reverse(f"projectmanager:{route}", args=[told.pk])
        assert page(cast.members[name], address, at=NOON).status_code == 404


@pytest.mark.parametrize(
    ("route", "most"), [("home", 45), ("referrals", 17), ("on_call_log", 19), ("roster", 18), ("protocol", 18)]
)
def test_a_page_asks_the_database_little(cast, pat, told, django_assert_max_num_queries, route, most):
    with django_assert_max_num_queries(most):
        pat.get(reverse(f"projectmanager:{route}"))


def test_more_time_is_given_from_the_list_of_charges_still_held_and_then_not_again(cast, pat):
    referral = play.offer(cast)
    play.hand_over(cast, referral)
    home = pat.get(reverse("projectmanager:home"))
    where = reverse("casemanager:extend", args=[referral.diversion.pk])
    assert f'href="{where}"' in home.content.decode()
    form = pat.get(where)
    until = referral.diversion.due_on + timedelta(days=30)
    assert f"until {day_in_words(until)} at most" in said(form)
    sent = {"token": form.context["form"]["token"].value(), "until": until.isoformat(), "reason": "In hospital"}
    given = pat.post(where, sent, follow=True)
    assert f"More time is given for {referral.code}, until {day_in_words(until)}." in said(given)
    assert f"{until:%b} {until.day}: {referral.code}" in said(given)
    assert where not in given.content.decode()
    assert "You can give no more time here" in said(pat.get(where))


@pytest.mark.parametrize(
    ("relation", "english", "spanish"),
    [("Neighbor", "Neighbor", "Vecino"), ("Works with people", "Works with people", "Trabaja con gente"),
     ("Myself", "The person themself", "La persona misma")],
)  # fmt: skip
def test_who_sent_it_is_said_in_the_reader_s_language(cast, pat, relation, english, spanish):
    address = reverse("projectmanager:approval", args=[tell(cast, relation=relation).pk])
    assert f"Sent by {english}" in said(pat.get(address))
    assert spanish in said(pat.get(address, headers={"accept-language": "es"}))
