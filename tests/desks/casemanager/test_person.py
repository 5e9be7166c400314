"""The case manager's home, the people, and the page of one person: drawn by what each reader may see."""

import re
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from offramp.casework import actions as casework
from offramp.casework.models import Meeting
from offramp.justice import actions as justice
from offramp.kernel.models import TrailRow
from offramp.people import actions as people
from offramp.people.models import Link, Person
from offramp.people.states import Duty
from offramp.referrals import actions as referrals
from offramp.referrals import calls
from tests import cast as play
from tests.seats import on_one_line, said, seat, the_time_is

from .conftest import handed_over


def page_of(client, name="person", *args):
    return client.get(reverse(f"casemanager:{name}", args=args)).content.decode()


def test_home_says_whose_clock_runs_and_until_when(as_, cast, person):
    page = page_of(as_(cast.kim), "home")
    assert "Jordan Ellery" in page
    assert "Due " in page


def test_three_days_before_it_says_what_is_missing(as_, cast):
    handed_over(cast, ago=timedelta(days=28))
    page = page_of(as_(cast.kim), "home")
    assert "Due in 2 days" in page
    assert "Missing: intake, release. You can ask for more time." in page


def test_past_the_date_nothing_was_sent_and_one_decides_together(as_, cast):
    handed_over(cast, ago=timedelta(days=33))
    page = page_of(as_(cast.kim), "home")
    assert "decide together" in page
    assert "The due date has passed. Nothing was sent to anyone." in page


def test_once_the_prosecutor_has_decided_nothing_is_due_any_more(as_, cast):
    late = handed_over(cast, ago=timedelta(days=33))
    matter = late.person.diversions.get()
    justice.decide("do_not_file", matter.pk, by=cast.vance, at=timezone.now())
    kim = as_(cast.kim)
    for page in (page_of(kim, "person", late.person.pk), page_of(kim, "matter", late.person.pk, matter.pk)):
        assert "Ended with the decision" in page
        assert "decide together" not in page


def test_the_person_page_holds_the_boxes(as_, cast, person):
    page = page_of(as_(cast.kim), "person", person.pk)
    for words in (
        "Jordan Ellery, ",
        "Clock",
        "Legal",
        "Releases",
        "Handed out",
        "lot A113",
        "Timeline",
        "Who works with them",
    ):
        assert words in page


def agree_on(person, *, at):
    Meeting.objects.filter(person=person).update(next_at=at)


def test_a_time_that_has_passed_is_said_to_be_past_and_a_next_one_is_asked_for(as_, cast, person):
    agree_on(person, at=timezone.now() - timedelta(hours=1))
    kim = as_(cast.kim)
    for page in (page_of(kim, "person", person.pk), page_of(kim, "people")):
        assert "The last agreed time was " in page
        assert "Agree on a next time" in page
        assert "Next meetings" not in page
    home = page_of(kim, "home")
    assert "1 person has no next meeting to come." in home
    assert f"{reverse('casemanager:people')}#agree" in home


def test_a_next_time_is_set_from_the_list_and_the_person_is_not_asked_about_again(as_, cast, person):
    agree_on(person, at=timezone.now() - timedelta(hours=1))
    kim, address = as_(cast.kim), reverse("casemanager:next-time", args=[person.pk])
    assert f'href="{address}"' in page_of(kim, "people")
    in_two_days = str(timezone.localdate(timezone=ZoneInfo(cast.site.time_zone)) + timedelta(days=2))
    assert f'value="{in_two_days}"' in kim.get(address).content.decode()
    sent = {"token": str(uuid4()), "next_time": in_two_days, "next_hour": "14:30", "next_place": "Library"}
    page = said(kim.post(address, sent, follow=True))
    assert "Who can see this: only you, until somebody else works with this person." in page
    assert "2:30 PM, Library" in page
    assert "Agree on a next time" not in page_of(kim, "people")
    assert kim.post(address, sent).status_code == 302  # sent twice, it is set once


def test_the_page_of_the_next_time_names_the_person_and_then_says_what_was_agreed_last(as_, cast, person):
    Meeting.objects.filter(person=person).update(next_at=timezone.now() - timedelta(hours=1), next_place="Library")
    page = said(as_(cast.kim).get(reverse("casemanager:next-time", args=[person.pk])))
    assert re.search(r"Jordan Ellery The last agreed time was [^.]+ [AP]M, Library ", page)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose when you meet next, or Still looking."),
        ({"next_time": "pick"}, "Write the day you meet, like 04 09 2027."),
        ({"next_time": "pick", "next_day": "03 02 2020"}, "Choose a time that is still to come"),
        ({"next_time": "1"}, "Choose when you meet next, or Still looking."),
        ({"next_time": "2020-03-02"}, "Choose when you meet next, or Still looking."),
        ({"next_time": "9999-12-31"}, "Choose when you meet next, or Still looking."),
    ],
)
def test_a_next_time_that_cannot_be_is_said_at_its_field(as_, cast, person, sent, sentence):
    before = Meeting.objects.get(person=person).next_at
    address = reverse("casemanager:next-time", args=[person.pk])
    assert sentence in said(as_(cast.kim).post(address, {"token": str(uuid4()), **sent}))
    assert Meeting.objects.get(person=person).next_at == before


def test_what_was_tomorrow_before_midnight_stays_chosen_and_is_called_today(cast, person):
    night = timezone.localtime(timezone=ZoneInfo(cast.site.time_zone)).replace(hour=23, minute=59, second=58)
    address = reverse("casemanager:next-time", args=[person.pk])
    with the_time_is(night):
        kim = seat(cast.kim)
        tomorrow = kim.get(address).context["form"].fields["next_time"].choices[0][0]
    sent = {"token": str(uuid4()), "next_time": tomorrow, "next_hour": "half past"}
    with the_time_is(night + timedelta(seconds=7)):
        page = kim.post(address, sent)
        kim.post(address, sent | {"next_hour": "10:00"})
    chosen = re.search(r'value="([^"]*)"[^>]*checked[^>]*><label[^>]*>([^<]*)<', page.content.decode())
    assert chosen.groups() == (tomorrow, "Today")
    agreed = Meeting.objects.get(person=person).next_at
    assert str(timezone.localtime(agreed, ZoneInfo(cast.site.time_zone)).date()) == tomorrow


@pytest.mark.parametrize("stranger", ["dana", "vance", "lou", "rosa"])
def test_nobody_else_sets_a_next_time(as_, cast, person, stranger):
    address = reverse("casemanager:next-time", args=[person.pk])
    assert as_(cast.members[stranger]).get(address).status_code == 404


def test_two_papers_for_one_officer_say_which_is_which_and_from_when(as_, cast, person):
    matter = person.diversions.get()
    play.sign(cast, person, at=timezone.now() - timedelta(hours=2))
    play.sign_notice_release(cast, matter, at=timezone.now() - timedelta(hours=1))
    kim = as_(cast.kim)
    for page in (said(kim.get(reverse("casemanager:person", args=[person.pk]))), page_of_release(kim, person)):
        assert "Paper: release, signed " in page
        assert "Paper: compliance notice, signed " in page
        assert page.count("Ofc. Dana R. , Officer (") == 2
    assert "Ofc. Dana R.: On" in page_of_release(kim, person)


def page_of_release(client, person):
    return said(client.get(reverse("casemanager:release", args=[person.pk])))


def test_a_time_to_come_is_the_next_meeting(as_, cast, person):
    agree_on(person, at=timezone.now() + timedelta(hours=1))
    kim = as_(cast.kim)
    for page in (page_of(kim, "person", person.pk), page_of(kim, "people"), page_of(kim, "home")):
        assert "The last agreed time" not in page
        assert "Agree on a next time" not in page


def test_a_call_that_one_took_is_one_tap_from_home(as_, cast):
    ringing = play.offer(cast, at=timezone.now() - timedelta(minutes=2))
    kim = as_(cast.kim)
    assert "Back to the call" not in page_of(kim, "home")
    calls.answer(ringing.hand_off.pk, by=cast.kim, at=timezone.now())
    page = page_of(kim, "home")
    assert "Back to the call" in page
    assert reverse("responder:on-the-way", args=[ringing.pk]) in page


def test_the_officer_s_note_is_shown_to_whoever_may_see_the_charge_and_to_no_other(as_, cast, referral, person):
    note = "Two grams of a white powder."
    referrals.finish(referral.pk, report_note=note, by=cast.dana, at=timezone.now())
    people.assign(person, cast.lou, duty=Duty.PEER, by=cast.kim, at=timezone.now())
    people.assign(person, cast.rosa, duty=Duty.SUPERVISION, by=cast.rosa, at=timezone.now())
    readers = {name for name in ("kim", "rosa", "lou") if note in page_of(as_(cast.members[name]), "person", person.pk)}
    assert readers == {"kim", "rosa"}


def test_a_peer_sees_no_charge_and_no_gap_where_it_would_be(as_, cast, person):
    people.assign(person, cast.lou, duty=Duty.PEER, by=cast.kim, at=timezone.now())
    page = page_of(as_(cast.lou), "person", person.pk)
    assert "Jordan Ellery" in page
    for words in ("Clock", "Legal", "charge", "Dana", "Look: these may be"):
        assert words not in page


def test_after_the_takeover_the_page_is_closed_to_whoever_took_the_call(as_, cast, person):
    assert as_(cast.lou).get(reverse("casemanager:person", args=[person.pk])).status_code == 404


@pytest.mark.parametrize("stranger", ["dana", "vance", "ito", "pat", "rosa"])
def test_a_page_of_somebody_one_does_not_work_with_cannot_be_shown(as_, cast, person, stranger):
    answer = as_(cast.members[stranger]).get(reverse("casemanager:person", args=[person.pk]))
    assert answer.status_code == 404
    assert "Jordan" not in answer.content.decode()


def test_how_to_reach_them_safely_stands_on_top(as_, cast, person):
    kim = as_(cast.kim)
    address = reverse("casemanager:contact", args=[person.pk])
    token = kim.get(address).context["form"]["token"].value()
    sent = {"token": token, "given_name": "Jordan", "family_name": "Ellery", "language": "es",
            "contact_hours": "9-12", "contact_words": "Lou from work"}  # fmt: skip
    page = kim.post(address, sent, follow=True).content.decode()
    assert "Call 9-12 only." in page
    assert "Say “Lou from work”." in page


@pytest.fixture
def twin(cast, person):
    """A record that looks like Jordan's, of somebody whom nobody works with yet."""
    who = play.Who(given_name="Jordon", family_name="Ellery", birth_date=person.birth_date, description="red jacket")
    play.offer(cast, at=timezone.now(), who=who)
    return Person.objects.get(given_name="Jordon")


def answer_of_two(client, person, other, **sent):
    return client.post(reverse("casemanager:same", args=[person.pk, other.pk]), sent, follow=True)


def test_records_that_look_alike_are_linked_and_apart_again(as_, cast, person, twin):
    kim = as_(cast.kim)
    assert "Look: these may be the same person" in page_of(kim, "person", person.pk)
    linked = answer_of_two(kim, person, twin, answer="link")
    assert (
        "Linked. Each record now names the other to its case managers, and opens to nobody new."
        in linked.content.decode()
    )
    link = linked.context["links"][0]
    apart = kim.post(reverse("casemanager:take-back", args=[person.pk, link.pk]), follow=True).content.decode()
    assert "Apart again, exactly as before." in apart
    assert "Look: these may be the same person" in apart


def test_the_other_record_names_the_first_one_too_tells_no_more_of_it_and_undoes_the_link(as_, cast, person, twin):
    people.update_person(person, phone="(206) 555-0188", by=cast.kim, at=timezone.now())
    people.add_alias(person, given_name="Ace", by=cast.kim, at=timezone.now())
    answer_of_two(as_(cast.kim), person, twin, answer="link")
    people.assign(twin, cast.rosa, duty=Duty.SUPERVISION, by=cast.rosa, at=timezone.now())
    rosa = as_(cast.rosa)
    page = rosa.get(reverse("casemanager:person", args=[twin.pk]))
    shown = page.content.decode()
    assert "Linked" in shown
    assert "Jordan Ellery" in shown
    for word in ("555-0188", "Ace", reverse("casemanager:person", args=[person.pk])):
        assert word not in shown
    assert rosa.get(reverse("casemanager:person", args=[person.pk])).status_code == 404
    rosa.post(reverse("casemanager:take-back", args=[twin.pk, page.context["links"][0].pk]))
    assert as_(cast.kim).get(reverse("casemanager:person", args=[person.pk])).context["links"] == []


def test_whoever_works_with_both_goes_from_one_record_to_the_other(as_, cast, person, twin):
    people.assign(twin, cast.kim, duty=Duty.CASE_MANAGER, by=cast.rosa, at=timezone.now())
    page = answer_of_two(as_(cast.kim), person, twin, answer="link").content.decode()
    assert f'href="{reverse("casemanager:person", args=[twin.pk])}"' in page


def test_of_a_record_without_a_name_its_description_is_only_for_whoever_works_with_it(as_, cast, person, twin):
    people.link(person, twin, by=cast.kim, at=timezone.now())
    Person.objects.filter(pk=twin.pk).update(given_name="", family_name="")
    assert "red jacket" not in page_of(as_(cast.kim), "person", person.pk)
    people.assign(twin, cast.kim, duty=Duty.CASE_MANAGER, by=cast.rosa, at=timezone.now())
    assert "red jacket" in page_of(as_(cast.kim), "person", person.pk)


@pytest.mark.parametrize(
    ("answer", "says"), [("link", "Linked. Each record now names"), ("apart", "Two people. We do not ask again.")]
)
def test_a_second_tap_on_an_answer_about_two_records_is_answered_like_the_first(as_, cast, person, twin, answer, says):
    kim, token = as_(cast.kim), str(uuid4())
    for _tap in range(2):
        assert says in answer_of_two(kim, person, twin, answer=answer, token=token).content.decode()
    assert TrailRow.objects.filter(object_type="people.Link").count() == 1


@pytest.mark.parametrize(
    ("verb", "says"),
    [(people.link, "Apart again, exactly as before."), (people.hold_apart, "Taken back. It is asked again.")],
)
def test_a_second_tap_on_taking_the_answer_back_is_answered_like_the_first(as_, cast, person, twin, verb, says):
    made, token = verb(person, twin, by=cast.kim, at=timezone.now()), str(uuid4())
    address = reverse("casemanager:take-back", args=[person.pk, made.pk])
    for _tap in range(2):
        assert says in as_(cast.kim).post(address, {"token": token}, follow=True).content.decode()
    assert TrailRow.objects.filter(object_type="people.Link").count() == 2


def test_two_people_are_not_asked_about_again_until_that_is_taken_back_from_the_bar(as_, cast, person, twin):
    kim = as_(cast.kim)
    page = answer_of_two(kim, person, twin, answer="apart").content.decode()
    assert "Look: these may be the same person" not in page
    undo = reverse("casemanager:take-back", args=[person.pk, Link.objects.get().pk])
    assert f'action="{undo}"' in page
    assert "Look: these may be the same person" in kim.post(undo, follow=True).content.decode()
    assert TrailRow.objects.filter(action="ask_again").count() == 1


def test_that_two_people_are_two_can_be_taken_back_later_from_the_page_of_either(as_, cast, person, twin):
    people.hold_apart(person, twin, by=cast.rosa, at=timezone.now())
    kim = as_(cast.kim)
    page = page_of(kim, "person", person.pk)
    undo = reverse("casemanager:take-back", args=[person.pk, Link.objects.get().pk])
    assert f"A record that looks like this one is somebody else's, said {cast.rosa.name}" in page
    assert f'action="{undo}"' in page
    assert twin.given_name not in page
    assert not TrailRow.objects.filter(action="read", object_id=twin.pk).exists()
    page = kim.post(undo, follow=True).content.decode()
    assert "Look: these may be the same person" in page
    assert "Not the same person" not in page


@pytest.mark.parametrize("sent", [{}, {"answer": ""}, {"answer": "perhaps"}])
def test_no_answer_or_another_changes_nothing_and_says_so(as_, cast, person, twin, sent):
    page = answer_of_two(as_(cast.kim), person, twin, **sent).content.decode()
    assert "Nothing was changed: no answer came with it." in page
    assert "Look: these may be the same person" in page
    assert not Link.objects.exists()


def test_the_supervisor_sees_a_code_and_no_name_until_somebody_is_assigned(as_, cast, waiting):
    page = page_of(as_(cast.rosa), "unassigned")
    assert waiting.referral.code in page
    assert "Jordan" not in page


def test_assigning_opens_the_record_to_whoever_was_chosen(as_, cast, waiting):
    sent = {"meeting": waiting.pk, "worker": cast.kim.pk, "token": uuid4()}
    as_(cast.rosa).post(reverse("casemanager:unassigned"), sent)
    assert "Jordan Ellery" in page_of(as_(cast.kim), "people")
    assert waiting.referral.code not in page_of(as_(cast.rosa), "unassigned")


def test_the_supervisor_reads_that_a_next_time_is_agreed_and_by_whom_and_not_where(as_, cast, waiting):
    rosa = as_(cast.rosa)
    Meeting.objects.update(next_place="Library")
    with timezone.override(ZoneInfo(cast.site.time_zone)):
        agreed = on_one_line(waiting.next_at)
    page = said(rosa.get(reverse("casemanager:unassigned")))
    assert f"Next {agreed}, agreed by Lou P." in page
    assert "Library" not in page
    Meeting.objects.update(next_at=timezone.now() - timedelta(hours=1))
    assert "The last agreed time was " in said(rosa.get(reverse("casemanager:unassigned")))
    Meeting.objects.update(next_at=None)
    assert "agreed" not in said(rosa.get(reverse("casemanager:unassigned")))


def test_whoever_takes_over_reads_who_agreed_the_next_time_until_they_agree_one_themself(as_, cast, person):
    kim, in_two_days = as_(cast.kim), timezone.now() + timedelta(days=2)
    Meeting.objects.filter(person=person).update(next_at=in_two_days)
    assert re.search(
        r"Next [^.]+ [AP]M, agreed by Lou P\.", said(kim.get(reverse("casemanager:person", args=[person.pk])))
    )
    casework.agree_next_time(person, next_at=in_two_days, by=cast.kim, at=timezone.now())
    assert "agreed by" not in page_of(kim, "person", person.pk)


def test_nobody_is_chosen_beforehand_and_choosing_nobody_assigns_nobody(as_, cast, waiting):
    rosa = as_(cast.rosa)
    assert '<option value="" selected>Choose who takes over</option>' in page_of(rosa, "unassigned")
    page = rosa.post(reverse("casemanager:unassigned"), {"meeting": waiting.pk, "worker": ""}, follow=True)
    assert "Nobody was assigned: choose who takes over, then press “Assign”." in said(page)
    assert waiting.referral.code in said(page)


def test_the_person_page_asks_the_database_little(as_, cast, person, django_assert_max_num_queries):
    kim = as_(cast.kim)
    with django_assert_max_num_queries(55):
        kim.get(reverse("casemanager:person", args=[person.pk]))


def test_what_the_person_needed_at_the_meeting_is_on_their_page(as_, cast, person):
    Meeting.objects.filter(person=person).update(needs=["food", "bed tonight"])
    page = as_(cast.kim).get(reverse("casemanager:person", args=[person.pk])).content.decode()
    assert "<strong>food, bed tonight</strong>" in page
    page = as_(cast.pat).get(reverse("casemanager:person", args=[person.pk])).content.decode()
    assert "bed tonight" not in page


def test_one_link_leads_to_how_the_person_is_reached(as_, cast, person):
    here, there = (reverse(f"casemanager:{name}", args=[person.pk]) for name in ("person", "contact"))
    page = as_(cast.kim).get(here).content.decode()
    assert "Agree on a next time" in page  # the last one agreed is past
    assert page.count(f'href="{there}"') == 1


@pytest.mark.parametrize(("ago", "given", "why"), [
    (timedelta(days=20), 0, ""),
    (timedelta(days=70), 0, "The last day to which more time could be given is past. No more time can be given here."),
    (timedelta(days=28), 1, "The protocol allows no further extension."),
])  # fmt: skip
def test_more_time_is_named_only_where_some_is_left(as_, cast, ago, given, why):
    matter, kim = handed_over(cast, ago=ago).diversion, as_(cast.kim)
    if given:
        more = {"until": matter.due_on + timedelta(days=given), "reason": "Was ill"}
        justice.extend(matter.pk, **more, by=cast.pat, at=timezone.now())
    card = said(kim.get(reverse("casemanager:person", args=[matter.person_id])))
    paper = said(kim.get(reverse("casemanager:clock", args=[matter.person_id, matter.pk])))
    of_matter = said(kim.get(reverse("casemanager:matter", args=[matter.person_id, matter.pk])))
    assert ("more time" in card) is (why == "")
    assert ("more time" in paper) is (why == "")
    assert ("can give more time here" in of_matter) is (why == "")
    assert why in of_matter


@pytest.mark.parametrize(("place", "step", "says"), [
    ("bureau", "do_not_file", "The prosecutor decided: not filed."),
    ("bureau", "decline", "The prosecutor declined to prosecute."),
    ("fayette", "do_not_charge", "The officer decided: not charged."),
    ("fayette", "charge", "The officer decided: charged."),
])  # fmt: skip
def test_once_it_is_decided_the_page_says_who_decided_what(as_, cast, referral, step, says):
    if step in ("charge", "do_not_charge"):
        justice.decide_own(step, referral.pk, by=cast.dana, at=timezone.now())
    else:
        justice.decide(step, referral.diversion.pk, reason="In my file", by=cast.vance, at=timezone.now())
    assert says in said(as_(cast.kim).get(reverse("casemanager:person", args=[referral.person.pk])))
