"""The wait for a worker: what stays open while nobody answers, and what each choice asks of the officer."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from offramp.referrals import actions as referrals
from offramp.referrals import calls
from offramp.referrals.models import HandOff, Referral
from tests.desks.conftest import SCENE, WHO
from tests.seats import said, the_time_is

pytestmark = pytest.mark.django_db


def nobody_answers(send, **who):
    """A call that has rung through every step of the protocol."""
    send(**SCENE, **WHO | who, outcome="wants")
    HandOff.objects.update(called_at=timezone.now() - timedelta(minutes=6))
    return Referral.objects.get()


def taken(cast, send, *, minutes):
    """A call that Lou has taken, and said in how many minutes they are there: None is by phone."""
    send(**SCENE, **WHO, outcome="wants")
    referral = Referral.objects.get()
    calls.answer(referral.hand_off.pk, by=cast.lou, at=timezone.now())
    calls.set_out(referral.hand_off.pk, minutes=minutes, by=cast.lou, at=timezone.now())
    return referral


def tap(officer, referral, word):
    return said(officer.post(f"/officer/referrals/{referral.pk}/go-on/", {"word": word}, follow=True))


def test_who_waits_keeps_every_other_choice(dana, send):
    referral = nobody_answers(send)
    tap(dana, referral, "waited")
    page = said(dana.get(f"/officer/referrals/{referral.pk}/wait/"))
    assert "If nobody comes, hand off by phone" in page
    assert "You are waiting, and the call goes on. You can still:" in page
    assert "Wait Meet at the drop-off center Hand off by phone Follow the site rule" in page
    assert "They have arrived" in page
    assert "Handed over, I am clear" in tap(dana, referral, "handed off by phone")


def test_where_the_offer_was_by_phone_already_nobody_is_offered_the_phone_instead(dana, send):
    referral = nobody_answers(send, mode="phone")
    waiting = f"/officer/referrals/{referral.pk}/wait/"
    assert "Wait Meet at the drop-off center Follow the site rule" in said(dana.get(waiting))
    tap(dana, referral, "met at the drop-off center")
    assert "Hand off by phone" in said(dana.get(waiting))  # whoever chose another way can go back


def test_a_worker_who_will_phone_is_announced_as_that_and_nobody_is_said_to_come(cast, dana, send):
    referral = taken(cast, send, minutes=None)
    page = said(dana.get(f"/officer/referrals/{referral.pk}/wait/"))
    assert "Lou P. will call you." in page
    for untrue in ("is coming", "on the way", "They have arrived"):
        assert untrue not in page
    assert "You are clear at" in tap(dana, referral, "clear")


def test_where_the_offer_was_by_phone_whoever_answers_will_call(cast, dana, send):
    send(**SCENE, **WHO | {"mode": "phone"}, outcome="wants")
    referral = Referral.objects.get()
    waiting = f"/officer/referrals/{referral.pk}/wait/"
    assert "They have called" in said(dana.get(waiting))
    calls.answer(referral.hand_off.pk, by=cast.lou, at=timezone.now())
    assert "Lou P. will call you." in said(dana.get(waiting))
    calls.set_out(referral.hand_off.pk, minutes=10, by=cast.lou, at=timezone.now())
    assert "Lou P. is coming, about 10 min (said" in said(dana.get(waiting))


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("handed off by phone", "You chose: by phone. Call {phone} , say the code, and give the person the phone."),
        (
            "met at the drop-off center",
            "You chose: the drop-off center. Take the person there and say the code.",
        ),
        ("followed the site rule", "You chose: the site rule. It says: If nobody comes, hand off by phone"),
    ],
)
def test_after_a_choice_the_page_says_what_to_do_now(cast, dana, send, word, told):
    page = tap(dana, nobody_answers(send), word)
    assert told.format(phone=cast.site.on_call_phone) in page
    assert page.count("You chose") == 1


def test_the_page_of_an_older_call_names_its_day(cast, dana, sign_in, send):
    morning = datetime(2026, 11, 3, 12, 55, tzinfo=UTC)  # 6:55 AM at the site
    with the_time_is(morning):
        send(**SCENE, **WHO, outcome="wants")
    waiting = f"/officer/referrals/{Referral.objects.get().pk}/wait/"
    with the_time_is(morning + timedelta(minutes=3)):
        assert "Received 6:55 AM . Code" in said(dana.get(waiting))
    with the_time_is(morning + timedelta(days=2)):
        assert "Received Nov 3, 6:55 AM . Code" in said(sign_in(cast.dana).get(waiting))


def test_a_worker_who_stands_there_unannounced_is_no_miss_and_the_team_says_who_it_was(cast, sign_in, send):
    send(**SCENE, **WHO, outcome="wants")
    referral = Referral.objects.get()
    dana = sign_in(cast.dana)
    assert "A worker is here with me, I am clear" in tap(dana, referral, "arrived")
    assert "You are clear at" in tap(dana, referral, "worker")
    call = HandOff.objects.get()
    assert (call.nobody_came, call.went_another_way) == ("met a worker who had not answered", False)
    assert (call.arrived_by, call.answered_by) == (cast.dana, None)
    assert "says that a worker was there. Ask the team who it was." in said(sign_in(cast.rosa).get("/responder/"))
    lou = sign_in(cast.lou)
    assert "Meeting Jordan Ellery" in said(lou.post(f"/responder/looking/{referral.pk}/met/", follow=True))
    assert HandOff.objects.get().answered_by == cast.lou
    assert "a worker was there" not in said(sign_in(cast.rosa).get("/responder/"))


def test_the_worker_who_stood_there_may_still_take_the_call_and_starts_the_meeting(cast, sign_in, send):
    send(**SCENE, **WHO, outcome="wants")
    referral = Referral.objects.get()
    tap(sign_in(cast.dana), referral, "worker")
    lou = sign_in(cast.lou)
    assert "Start the meeting" in said(lou.post(f"/responder/rings/{referral.hand_off.pk}/answer/", follow=True))


@pytest.mark.parametrize(
    ("step", "words", "way_on"),
    [
        ("", "No answer yet.", "Back to the question"),
        ("send_back", "Sent back to you.", "See why"),
        ("agree", "You may offer.", "Make the offer"),
    ],
)
def test_while_somebody_stands_there_home_leads_on_from_the_question(cast, dana, step, words, way_on):
    asked = referrals.ask(facts={}, by=cast.dana, at=timezone.now())
    if step:
        reason = "Call me first" if step == "send_back" else ""
        referrals.take(step, asked.pk, reason=reason, by=cast.ames, at=timezone.now())
    home = dana.get("/officer/")
    assert all(one in said(home) for one in (words, f"Code {asked.code}."))
    address = re.search(rf'href="([^"]*)">{way_on}', home.content.decode())[1]
    assert dana.get(address).status_code == 200
    Referral.objects.update(received_at=timezone.now() - timedelta(days=2))
    assert words not in said(dana.get("/officer/"))


def lou_answers(cast, referral, **said_by_lou):
    calls.answer(referral.hand_off.pk, by=cast.lou, at=timezone.now())
    if said_by_lou:
        calls.set_out(referral.hand_off.pk, by=cast.lou, at=timezone.now(), **said_by_lou)


@pytest.mark.parametrize(
    ("word", "said_by_lou", "told", "untrue"),
    [
        ("met at the drop-off center", {}, "You meet Lou P. at the drop-off center.", "You chose"),
        ("met at the drop-off center", {"minutes": 10}, "You meet Lou P. at the drop-off center.", "You chose"),
        ("met at the drop-off center", {"minutes": None}, "Lou P. will call you.", "drop-off center"),
        ("handed off by phone", {}, "Lou P. will call you.", "You chose"),
        ("handed off by phone", {"minutes": 10}, "Lou P. is coming, about 10 min (said", "You chose"),
        ("followed the site rule", {}, "Lou P. has taken the call.", "is coming"),
        ("followed the site rule", {"minutes": 10}, "Lou P. is coming, about 10 min (said", "You chose"),
    ],
)
def test_once_somebody_has_answered_one_thing_alone_is_asked_of_the_officer(
    cast, dana, send, word, said_by_lou, told, untrue
):
    referral = nobody_answers(send)
    tap(dana, referral, word)
    lou_answers(cast, referral, **said_by_lou)
    page = said(dana.get(f"/officer/referrals/{referral.pk}/wait/"))
    assert told in page
    assert untrue not in page


def test_an_offer_by_phone_that_became_the_drop_off_center_is_a_call_no_more(cast, dana, send):
    send(**SCENE, **WHO | {"mode": "phone"}, outcome="wants")
    HandOff.objects.update(called_at=timezone.now() - timedelta(minutes=6))
    referral = Referral.objects.get()
    tap(dana, referral, "met at the drop-off center")
    lou_answers(cast, referral)
    page = said(dana.get(f"/officer/referrals/{referral.pk}/wait/"))
    assert "will call you" not in page
    assert "You meet Lou P. at the drop-off center. Take the person there and say the code." in page


def test_the_waiting_page_is_drawn_anew_when_the_worker_says_another_way(cast, dana, send):
    referral = nobody_answers(send)
    tap(dana, referral, "followed the site rule")
    lou_answers(cast, referral)
    seen = dana.get(f"/officer/referrals/{referral.pk}/wait/").context["seen"]
    calls.set_out(referral.hand_off.pk, minutes=None, by=cast.lou, at=timezone.now())
    answer = dana.get(f"/officer/referrals/{referral.pk}/steps/", {"seen": seen})
    assert "Lou P. will call you." in answer.content.decode()


def test_who_tapped_the_wrong_way_out_chooses_another_and_the_last_one_counts(cast, dana, send):
    referral = nobody_answers(send)
    page = tap(dana, referral, "handed off by phone")
    assert "Choose another way" in page
    page = tap(dana, referral, "met at the drop-off center")
    assert "You chose: the drop-off center." in page
    assert "Hand off by phone" in page
    assert HandOff.objects.get().nobody_came == "met at the drop-off center"
    assert "They have arrived" in tap(dana, referral, "waited")
    assert HandOff.objects.get().meets == "scene"


def test_once_somebody_has_answered_a_choice_made_on_an_older_page_does_not_send_the_officer_elsewhere(
    cast, dana, send
):
    referral = nobody_answers(send)
    tap(dana, referral, "handed off by phone")
    lou_answers(cast, referral)
    assert "Choose another way" not in said(dana.get(f"/officer/referrals/{referral.pk}/wait/"))
    page = tap(dana, referral, "met at the drop-off center")
    assert "A worker has answered since. Read here how they come, and go by that." in page
    assert HandOff.objects.get().nobody_came == "handed off by phone"


def test_whoever_is_clear_on_an_older_page_reads_first_that_somebody_has_answered(cast, dana, send):
    referral = nobody_answers(send)
    lou_answers(cast, referral, minutes=10)
    page = tap(dana, referral, "anyway")
    assert "A worker has answered since." in page
    assert "Lou P. is coming, about 10 min (said" in page
    assert HandOff.objects.get().custody_ended_at is None


def test_a_worker_who_took_the_call_standing_beside_the_officer_is_there(cast, dana, send):
    referral = nobody_answers(send)
    lou_answers(cast, referral)
    assert "You are clear at" in tap(dana, referral, "worker")
    assert HandOff.objects.get().arrived_by == cast.dana


def test_the_worker_s_minutes_say_when_they_were_said(cast, sign_in, send):
    morning = datetime(2026, 11, 3, 14, 29, tzinfo=UTC)  # 8:29 AM at the site
    with the_time_is(morning):
        referral = taken(cast, send, minutes=10)
    with the_time_is(morning + timedelta(minutes=37)):
        page = said(sign_in(cast.dana).get(f"/officer/referrals/{referral.pk}/wait/"))
    assert "Lou P. is coming, about 10 min (said 8:29 AM)." in page


def test_where_the_offer_was_by_phone_the_officer_says_that_they_called(cast, dana, send):
    send(**SCENE, **WHO | {"mode": "phone"}, outcome="wants")
    referral = Referral.objects.get()
    page = said(dana.get(f"/officer/referrals/{referral.pk}/wait/"))
    assert "They have called" in page
    assert "They have arrived" not in page
    page = tap(dana, referral, "arrived")
    assert "A worker is on the phone with us, I am clear" in page
    assert "is here with me" not in page
