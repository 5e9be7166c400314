"""Being rung: no name before it is taken; one tap to pass on; the way there."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from offramp.casework import actions as casework
from offramp.casework.models import Meeting
from offramp.justice import actions as justice
from offramp.justice.models import Diversion
from offramp.kernel.models import TrailRow
from offramp.people import actions as people
from offramp.referrals import actions as referrals
from offramp.referrals import calls
from offramp.referrals.models import CallPass, HandOff
from offramp.referrals.states import CloseReason, Status
from tests import cast as play
from tests.seats import said

HOME = reverse("responder:home")


def post(client, name, pk, **sent):
    return client.post(reverse(f"responder:{name}", args=[pk]), sent, follow=True)


def test_the_card_of_a_ring_carries_no_name(as_, cast, ringing):
    page = as_(cast.lou).get(HOME).content.decode()
    assert "Ringing" in page
    assert ringing.code in page
    assert "Third and Mill" in page
    assert "Jordan" not in page
    assert "Ellery" not in page


def test_it_says_how_long_it_rings(as_, cast, ringing):
    page = as_(cast.lou).get(HOME).content.decode()
    assert "0:4" in page
    assert "of 2:00" in page


def test_it_rings_only_for_whoever_is_next(as_, cast, ringing):
    assert "Ringing" not in as_(cast.kim).get(HOME).content.decode()


def test_taking_it_opens_the_record(as_, cast, ringing):
    answer = post(as_(cast.lou), "answer", ringing.hand_off.pk)
    page = answer.content.decode()
    assert "You are taking this. The record is open to you now." in page
    assert "Jordan Ellery" in page
    assert "Call officer" in page


def test_passing_it_on_rings_the_next_at_once(as_, cast, ringing):
    answer = post(as_(cast.lou), "cannot-come", ringing.hand_off.pk, reason="Too far")
    assert "Passed on. Thank you for saying so fast." in answer.content.decode()
    assert "Ringing" not in answer.content.decode()
    assert CallPass.objects.get().reason == "Too far"
    assert "Ringing" in as_(cast.kim).get(HOME).content.decode()


def test_whoever_comes_second_is_told_kindly(as_, cast, ringing):
    post(as_(cast.lou), "answer", ringing.hand_off.pk)
    answer = post(as_(cast.kim), "answer", ringing.hand_off.pk)
    assert "Somebody else has taken this call. Thank you: you are free." in answer.content.decode()


def test_on_my_way_then_arrived_then_the_meeting(as_, cast, ringing):
    lou = as_(cast.lou)
    post(lou, "answer", ringing.hand_off.pk)
    page = lou.get(reverse("responder:on-the-way", args=[ringing.pk]))
    assert "I have arrived" not in page.content.decode()
    sent = {"minutes": "15", "token": page.context["form"]["token"].value()}
    assert "I have arrived" in post(lou, "on-the-way", ringing.pk, **sent).content.decode()
    assert "Start the meeting" in post(lou, "arrived", ringing.pk).content.decode()
    assert "Meeting Jordan Ellery" in post(lou, "start", ringing.pk).content.decode()
    ringing.refresh_from_db()
    assert ringing.status == Status.HANDED_OFF
    assert ringing.diversion.held_by == cast.lou


def test_whoever_cannot_come_after_all_says_so_and_the_next_is_rung_at_once(as_, cast, ringing):
    HandOff.objects.update(called_at=timezone.now() - timedelta(minutes=50))  # long past everybody's turn
    lou = as_(cast.lou)
    page = said(post(lou, "answer", ringing.hand_off.pk))
    assert "I cannot come after all" in page
    back = reverse("responder:step-back", args=[ringing.pk])
    assert "Not safe for me" in said(lou.get(back))
    assert "Passed on. Thank you for saying so fast." in said(
        lou.post(back, {"reason": "Not safe for me"}, follow=True)
    )
    assert CallPass.objects.get().reason == "Not safe for me"
    assert lou.get(reverse("responder:on-the-way", args=[ringing.pk])).status_code == 404  # the record is closed
    waiting = said(as_(cast.dana).get(reverse("officer:wait", args=[ringing.pk])))
    assert "Whoever was on the way cannot come after all. Ringing Kim" in waiting
    assert "Not safe" not in waiting
    assert "Ringing" in as_(cast.kim).get(HOME).content.decode()
    assert "Ringing" not in as_(cast.lou).get(HOME).content.decode()


def test_a_second_tap_on_stepping_back_is_told_that_the_first_one_counts(as_, cast, ringing):
    lou, back = as_(cast.lou), reverse("responder:step-back", args=[ringing.pk])
    post(lou, "answer", ringing.hand_off.pk)
    sent = {"reason": "Not safe for me", "token": str(uuid4())}
    lou.post(back, sent)  # the record closes with it
    assert "We already have this one. Nothing was added." in said(lou.post(back, sent, follow=True))
    assert CallPass.objects.count() == 1
    assert lou.post(back, sent | {"token": str(uuid4())}).status_code == 404
    assert lou.post(back, sent | {"token": "none"}).status_code == 404


def test_whoever_has_arrived_does_not_step_back(as_, cast, ringing):
    lou = as_(cast.lou)
    post(lou, "answer", ringing.hand_off.pk)
    assert "I cannot come after all" not in said(post(lou, "arrived", ringing.pk))
    page = said(post(lou, "step-back", ringing.pk, reason="Other"))
    assert "This step is not open any more." in page
    assert not CallPass.objects.exists()


def test_when_nobody_was_there_the_whole_team_looks_and_no_charge_is_held(as_, cast, ringing):
    lou = as_(cast.lou)
    post(lou, "answer", ringing.hand_off.pk)
    assert "Nobody was there" in said(post(lou, "arrived", ringing.pk))
    assert "Written down: nobody was met." in said(post(lou, "nobody", ringing.pk))
    for worker in (cast.rosa, cast.kim):
        assert re.search(r"Jordan Ellery( Third and Mill\.)? Looking since", said(as_(worker).get(HOME)))
    assert not Diversion.objects.exists()
    assert not Meeting.objects.exists()
    assert "Meeting Jordan Ellery" in said(post(as_(cast.kim), "met", ringing.pk))
    assert Diversion.objects.get().held_by == cast.kim


def test_where_the_officer_handed_over_before_the_charge_stays_and_the_team_looks_all_the_same(as_, cast, ringing):
    post(as_(cast.lou), "answer", ringing.hand_off.pk)
    justice.hand_over(ringing.pk, by=cast.dana, at=timezone.now())
    assert "Written down: nobody was met." in said(post(as_(cast.lou), "nobody", ringing.pk))
    assert "Jordan Ellery" not in said(as_(cast.lou).get(HOME)).partition("Still looking")[0]
    assert "and nobody has met the person." in said(as_(cast.rosa).get(HOME))
    assert "Meeting Jordan Ellery" in said(post(as_(cast.kim), "met", ringing.pk))
    assert "nobody has met the person" not in said(as_(cast.rosa).get(HOME))
    assert Diversion.objects.get().held_by == cast.dana


def test_somebody_elses_call_cannot_be_shown(as_, cast, ringing):
    post(as_(cast.lou), "answer", ringing.hand_off.pk)
    assert as_(cast.kim).get(reverse("responder:on-the-way", args=[ringing.pk])).status_code == 404


def test_the_part_that_changes_speaks_of_a_ring_once(as_, cast, ringing):
    lou = as_(cast.lou)
    assert "You are being rung." in lou.get(reverse("responder:rings")).content.decode()
    again = lou.get(reverse("responder:rings"), {"seen": str(ringing.hand_off.pk)}).content.decode()
    assert "You are being rung." not in again
    assert "Ringing" in again


def rows_after(act):
    """What `act` leaves on the trail, row by row."""
    before = TrailRow.objects.count()
    act()
    return list(TrailRow.objects.order_by("-seq").values_list("action", "object_type"))[
        : TrailRow.objects.count() - before
    ]


def test_a_minute_of_waiting_with_the_page_open_leaves_nothing_on_the_trail(as_, cast, ringing):
    lou = as_(cast.lou)

    def a_minute():
        for _ in range(12):
            page = lou.get(reverse("responder:rings")).content.decode()
            assert ringing.code in page
            assert "Jordan" not in page

    assert rows_after(a_minute) == []  # it rings
    post(lou, "answer", ringing.hand_off.pk)
    assert rows_after(a_minute) == []  # it is taken


def test_taking_a_call_and_opening_its_page_are_each_on_the_trail(as_, cast, ringing):
    lou = as_(cast.lou)
    taken = rows_after(lambda: lou.post(reverse("responder:answer", args=[ringing.hand_off.pk])))
    assert ("answer_call", "referrals.HandOff") in taken
    opened = rows_after(lambda: lou.get(reverse("responder:on-the-way", args=[ringing.pk])))
    assert [kind for _action, kind in opened] == ["people.Person"]


@pytest.mark.parametrize("stranger", ["dana", "ames", "vance", "ito"])
def test_the_desk_does_not_exist_for_others(as_, cast, stranger):
    assert as_(cast.members[stranger]).get(HOME).status_code == 404


def test_home_asks_the_database_little(as_, cast, ringing, django_assert_max_num_queries):
    lou = as_(cast.lou)
    with django_assert_max_num_queries(42):
        lou.get(HOME)


def test_the_ring_is_the_one_main_action_of_the_page(as_, cast, ringing):
    play.hand_over(cast, play.offer(cast, at=timezone.now() - timedelta(minutes=20)), at=timezone.now())
    page = as_(cast.lou).get(HOME).content.decode()
    page = page.partition("<main")[2].partition("</main>")[0]
    assert page.count('class="usa-button"') == 1
    assert re.search(r'class="usa-button" id="take-', page)
    assert "Write down the meeting" in page


def test_whoever_helps_by_phone_is_asked_for_no_way_and_no_arrival(as_, cast, ringing):
    lou = as_(cast.lou)
    post(lou, "answer", ringing.hand_off.pk)
    page = said(post(lou, "on-the-way", ringing.pk, minutes="phone", token=str(uuid4())))
    assert "We are talking by phone" in page
    for untrue in ("On the way", "I have arrived", "I cannot come after all", "Directions"):
        assert untrue not in page
    assert "On the way" not in said(lou.get(HOME))
    page = said(post(lou, "arrived", ringing.pk))
    assert "Start the meeting Nobody answered" in page
    assert "Arrived" not in page


def test_whoever_took_the_call_and_taps_again_on_another_phone_goes_on_with_it(as_, cast, ringing):
    post(as_(cast.lou), "answer", ringing.hand_off.pk)
    answer = post(as_(cast.lou), "answer", ringing.hand_off.pk)
    assert answer.redirect_chain[-1][0] == reverse("responder:on-the-way", args=[ringing.pk])
    assert "You are taking this." in said(answer)
    assert TrailRow.objects.filter(action="answer_call").count() == 1
    page = said(post(as_(cast.lou), "cannot-come", ringing.hand_off.pk, reason="Too far"))
    assert "You have taken this call. Go on with it, and say there that you cannot come after all." in page
    assert "Somebody else has taken this call." in said(post(as_(cast.kim), "answer", ringing.hand_off.pk))


def test_a_call_whose_meeting_is_saved_shows_the_meeting_and_offers_no_other(as_, cast):
    met = play.hand_over(cast, play.offer(cast, at=timezone.now() - timedelta(minutes=20)), at=timezone.now())
    play.meet(cast, met, at=timezone.now())
    page = said(as_(cast.lou).get(reverse("responder:on-the-way", args=[met.pk]), follow=True))
    assert "Meeting saved" in page
    assert "×1, lot A113" in page
    assert "Start the meeting" not in page
    assert "Nobody was there" not in page


def test_whoever_took_the_call_is_not_asked_to_start_a_meeting_that_another_has_written(as_, cast):
    met = play.hand_over(cast, play.offer(cast, at=timezone.now() - timedelta(minutes=20)), at=timezone.now())
    people.assign(met.person, cast.kim, duty="case manager", by=cast.rosa, at=timezone.now())
    casework.save_meeting(met.pk, next_at=None, keeps_name=True, by=cast.kim, at=timezone.now())
    for name in ("on-the-way", "meeting"):
        page = said(as_(cast.lou).get(reverse(f"responder:{name}", args=[met.pk])))
        assert "Another worker has written down this meeting." in page
        assert not any(button in page for button in ("Start the meeting", "Nobody was there", "Save meeting"))


def test_once_a_worker_stands_beside_the_officer_nobody_else_is_rung(as_, cast, ringing):
    assert "Ringing" in said(as_(cast.lou).get(HOME))
    justice.hand_over(ringing.pk, instead="met a worker who had not answered", by=cast.dana, at=timezone.now())
    page = said(as_(cast.lou).get(HOME))
    assert "Nobody is ringing you." in page
    assert "says that a worker was there. Ask the team who it was." in page


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("met at the drop-off center", "and took the person to the drop-off center."),
        ("handed off by phone", "and handed over by phone."),
    ],
)
def test_after_nobody_was_there_whoever_looks_reads_which_way_the_officer_chose(as_, cast, ringing, choice, words):
    calls.go_another_way(ringing.hand_off.pk, choice=choice, by=cast.dana, at=timezone.now())
    post(as_(cast.lou), "answer", ringing.hand_off.pk)
    post(as_(cast.lou), "arrived", ringing.pk)
    post(as_(cast.lou), "nobody", ringing.pk)
    page = said(as_(cast.kim).get(HOME))
    assert f"The officer was at the scene, {words}" in page[page.index("Looking since") :]


def test_a_call_by_phone_is_taken_with_a_word_that_is_true(as_, cast, ringing):
    HandOff.objects.update(mode="phone")
    lou = as_(cast.lou)
    card = said(lou.get(HOME))
    assert "I will call I cannot call" in card
    assert "I am coming" not in card
    passing = said(lou.get(reverse("responder:cannot-come", args=[ringing.hand_off.pk])))
    assert "I cannot call" in passing
    assert "I cannot come" not in passing
    page = post(lou, "answer", ringing.hand_off.pk)
    assert "I am on my way" not in said(page)
    assert page.context["form"]["minutes"].value() == "phone"


def test_an_officer_who_hands_over_after_nobody_was_there_and_looking_ended_is_heard(as_, cast, ringing):
    lou = as_(cast.lou)
    post(lou, "answer", ringing.hand_off.pk)
    post(lou, "arrived", ringing.pk)
    post(lou, "nobody", ringing.pk)
    stop = reverse("responder:close", args=[ringing.pk])
    token = lou.get(stop).context["form"]["token"].value()
    lou.post(stop, {"reason": "not found", "token": token})
    assert "the officer says" not in said(lou.get(HOME))
    justice.hand_over(ringing.pk, by=cast.dana, at=timezone.now())
    page = said(as_(cast.kim).get(HOME))
    assert "Since then the officer says that they handed over" in page
    assert "Jordan Ellery" in page
    page = said(post(as_(cast.kim), "look-again", ringing.pk))
    assert "They are on the list again" in page
    assert "the officer says" not in page
    assert "Meeting Jordan Ellery" in said(post(as_(cast.kim), "met", ringing.pk))


def test_an_officer_who_was_clear_before_looking_ended_says_nothing_new(as_, cast, ringing):
    post(as_(cast.lou), "answer", ringing.hand_off.pk)
    post(as_(cast.lou), "arrived", ringing.pk)
    post(as_(cast.lou), "nobody", ringing.pk)
    justice.hand_over(ringing.pk, by=cast.dana, at=timezone.now())
    referrals.take("close", ringing.pk, reason=CloseReason.UNABLE_TO_LOCATE, by=cast.kim, at=timezone.now())
    assert "the officer says" not in said(as_(cast.kim).get(HOME))
