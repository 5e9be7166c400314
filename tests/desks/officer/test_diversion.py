"""The scene, as a phone without script sends it: the same form, the same words, the server's own judgment."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.formats import time_format

from offramp.design.templatetags.design import weekday
from offramp.justice import actions as justice
from offramp.justice.models import Diversion
from offramp.kernel.clocks import local_time
from offramp.kernel.models import TrailRow
from offramp.kernel.refusals import NotNow
from offramp.referrals import actions as referrals
from offramp.referrals import calls, reads
from offramp.referrals.models import HandOff, Referral
from offramp.referrals.states import Status
from tests import cast as play
from tests.desks.conftest import SCENE, WHO
from tests.seats import said as main_of
from tests.seats import the_time_is

pytestmark = pytest.mark.django_db


def said(answer):
    return answer.content.decode()


def test_home_offers_the_two_forms(dana):
    page = said(dana.get("/officer/"))
    assert "New diversion" in page
    assert "New social contact" in page


def test_the_page_carries_the_finding_of_every_answer(dana):
    page = dana.get("/officer/diversion/")
    carried = page.context["carried"]
    assert carried["base"][0]["answer"] == "yes"
    by_name = {one["name"]: one for one in carried["questions"]}
    assert [found["answer"] for one in by_name["q-offense"]["findings"] for found in one] == [
        "yes",
        "ask",
        "yes",
        "yes",
        "no",
    ]
    assert by_name["q-exclusions"]["lines"] == ["q-exclusions-0"]
    assert json.loads(json.dumps(carried)) == carried


def test_a_yes_rings_a_worker_and_gives_a_code(send):
    page = send(**SCENE, **WHO, outcome="wants")
    referral = Referral.objects.get()
    assert referral.person.family_name == "Ellery"
    assert referral.code in said(page)
    assert "The on-call worker is being reached." in said(page)
    assert "Ringing Lou P., peer specialist" in said(page)


def test_the_name_is_not_on_the_page_that_waits(send):
    page = said(send(**SCENE, **WHO, outcome="wants"))
    assert "Ellery" not in page
    assert "Third and Mill" not in page


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"family_name": ""}, "Enter a family name, or tick Name not given."),
        ({"birth_date": ""}, "Enter a birth date, or tick Date not known."),
        ({"birth_date": "13 45 1988"}, "That date is not real. Write it like 12 31 2000."),
        ({"birth_date": "04 09 2999"}, "That date is in the future."),
        ({"mode": ""}, "Choose where the worker meets you."),
        ({"q-offense": ""}, "Answer this question: What is the offense?"),
        ({"outcome": ""}, "Choose what happened next: the protocol&#x27;s answer is shown below."),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(send, missing, sentence):
    page = send(**(SCENE | WHO | {"outcome": "wants"} | missing))
    assert sentence in said(page)
    assert "Jordan" in said(page)
    assert not Referral.objects.exists()


@pytest.mark.parametrize("birth_date", ["04 09 1988", "13 45 1988"])
def test_no_name_and_no_date_are_answers_too(send, birth_date):
    send(**(SCENE | WHO | {"outcome": "wants", "no_name": "on", "no_date": "on", "birth_date": birth_date}))
    person = Referral.objects.get().person
    assert (person.given_name, person.family_name, person.birth_date) == ("", "", None)


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        ({"outcome": "declined"}, "Saved. No name was kept. Go on as usual."),
        ({"outcome": "not-offered", "not_offered_reason": "My discretion"}, "This is counted for fairness only."),
        ({"outcome": "record", "q-offense": "4"}, "Saved. No name was kept."),
    ],
)
def test_without_a_yes_no_name_is_kept(send, outcome, sentence):
    page = send(**(SCENE | WHO | outcome))
    assert sentence in said(page)
    assert Referral.objects.get().person is None


def test_a_no_lists_every_reason_and_offers_nothing_else(send):
    page = said(send(**(SCENE | {"q-offense": "4", "q-exclusions": "", "q-exclusions-0": "0"})))
    assert "NO - this cannot be diverted here" in page
    assert "This protocol does not list this offense." in page
    assert "A person with any previous history of violent crime is not diverted" in page
    assert not Referral.objects.exists()


def test_an_offer_that_the_protocol_does_not_allow_is_refused_with_a_sentence(send):
    page = said(send(**(SCENE | WHO | {"q-offense": "4", "outcome": "wants"})))
    assert "This cannot be diverted at this site. All reasons are listed." in page
    assert not Referral.objects.exists()


def test_not_sure_asks_the_sergeant_and_never_says_no(send):
    page = said(send(**(SCENE | {"q-exclusions": "", "q-exclusions-0": "1", "outcome": "send"})))
    referral = Referral.objects.get()
    assert (referral.status, referral.asked_role, referral.person) == (Status.ASKED, "supervisor", None)
    assert "Sent without a name. The answer comes here." in page


def test_the_sergeant_agreed_by_phone(cast, send):
    unsure = SCENE | WHO | {"q-exclusions": "", "q-exclusions-0": "1", "outcome": "agreed"}
    assert "Choose who agreed by phone." in said(send(**unsure))
    send(**unsure, agreed_by=str(sergeant(cast).pk))
    referral = Referral.objects.get()
    assert referral.status == Status.ACCEPTED
    assert referral.approvals.get().was_by_phone


def test_the_offer_after_a_call_says_the_same_as_any_offer_and_by_which_day_the_charge_can_be_filed(dana):
    page = dana.get("/officer/diversion/")
    offered = re.findall(r"<strong>Say:</strong>(.*?)</p>", said(page), re.DOTALL)
    assert len(offered) == 2
    assert offered[0] == offered[1]
    day = weekday(page.context["due_on"])
    assert f"if this is not done by {day}: intake with a worker and a signed release." in offered[1]


def test_who_agreed_by_phone_is_kept_and_asked_to_confirm_when_the_person_then_said_no(cast, send):
    unsure = SCENE | {"q-exclusions": "", "q-exclusions-0": "1", "outcome": "agreed-declined"}
    assert "Choose who agreed by phone." in said(send(**unsure))
    assert "Saved. No name was kept." in said(send(**unsure, agreed_by=str(sergeant(cast).pk)))
    referral = Referral.objects.get()
    assert (referral.status, referral.person) == (Status.DECLINED, None)
    assert [one.agreed_member for one in referral.approvals.all()] == [sergeant(cast)]
    assert [one.referral for one in reads.agreed_by_phone(sergeant(cast), timezone.now())] == [referral]


def test_an_offer_before_anybody_agreed_is_not_counted_as_one_that_was_declined(send):
    page = said(send(**(SCENE | {"q-exclusions": "", "q-exclusions-0": "1", "outcome": "declined"})))
    assert "Before you offer, a sergeant must agree." in page
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    "outcome", [{"outcome": "declined"}, {"outcome": "not-offered", "not_offered_reason": "My discretion"}]
)
def test_where_the_protocol_says_no_nothing_is_counted_as_offered_or_held_back(send, outcome):
    page = said(send(**(SCENE | {"q-offense": "4"} | outcome)))
    assert "The protocol says no here, so there was nothing to offer." in page
    assert not Referral.objects.exists()


@pytest.mark.parametrize("agreed_by", ["zzz", "6b0d8a52-8f0f-4a1e-9d2c-1f3b5a7c9e10"])
def test_who_agreed_and_is_not_there_is_asked_again_and_nothing_typed_is_lost(send, agreed_by):
    answers = SCENE | WHO | {"q-exclusions": "", "q-exclusions-0": "1", "outcome": "agreed", "agreed_by": agreed_by}
    page = send(**answers)
    assert page.status_code == 200
    assert page.context["form"].errors == {"agreed_by": ["Choose who agreed by phone."]}
    assert all(typed in said(page) for typed in ("Jordan", "Ellery", "04 09 1988", "Third and Mill"))
    assert not Referral.objects.exists()


def test_what_is_sent_to_a_page_that_only_shows_is_answered_with_a_page(dana):
    answer = dana.post("/officer/", {"word": "clear"})
    assert (answer.status_code, answer["Allow"]) == (405, "GET")
    assert "Nothing was done: this address is a page to look at" in said(answer)
    assert "If someone is waiting for help, call" in said(answer)


def test_an_old_page_is_not_judged_by_new_rules(dana):
    page = dana.post(
        "/officer/diversion/", SCENE | WHO | {"outcome": "wants", "version": "old", "token": str(play.NOON)}
    )
    assert "The rules of this site changed while this page was open." in said(page)


def sergeant(cast):
    return next(member for member in cast.members.values() if member.role == "supervisor")


def asked(send):
    send(**(SCENE | {"q-exclusions": "", "q-exclusions-0": "1", "outcome": "send"}))
    return Referral.objects.get()


def answer(cast, referral, step, reason=""):
    from offramp.referrals import actions

    actions.take(step, referral.pk, reason=reason, by=sergeant(cast), at=timezone.now())


def test_after_a_yes_from_the_sergeant_the_officer_offers(cast, dana, send):
    referral = asked(send)
    answer(cast, referral, "agree")
    address = f"/officer/referrals/{referral.pk}/"
    assert "You may offer." in said(dana.get(address))
    page = dana.get(f"{address}offer/")
    assert "They want to talk to a worker" in said(page)
    sent = dana.post(
        f"{address}offer/", WHO | {"outcome": "wants", "token": str(page.context["form"]["token"].value())}
    )
    assert sent["Location"] == f"{address}wait/"
    referral.refresh_from_db()
    assert (referral.status, referral.person.given_name) == (Status.ACCEPTED, "Jordan")


def test_what_the_officer_saw_is_kept_with_the_answer_to_the_offer_or_not_at_all(cast, dana, send, monkeypatch):
    referral = asked(send)
    answer(cast, referral, "agree")
    given = {"outcome": "declined", "race": "White", "sex": "male", "age": "25-34", "token": str(uuid4())}

    def dies(*args, **kwargs):
        raise OSError("the machine stops here")

    with monkeypatch.context() as patched:
        patched.setattr(referrals, "_move", dies)
        with pytest.raises(OSError, match="stops here"):
            dana.post(f"/officer/referrals/{referral.pk}/offer/", given)
    referral.refresh_from_db()
    assert (referral.status, referral.seen_race) == (Status.MAY_OFFER, "")
    dana.post(f"/officer/referrals/{referral.pk}/offer/", given)
    referral.refresh_from_db()
    assert (referral.status, referral.seen_race) == (Status.DECLINED, "White")


def test_what_came_back_says_by_whom_and_why(cast, dana, send):
    referral = asked(send)
    answer(cast, referral, "send_back", "Call me first")
    page = said(dana.get(f"/officer/referrals/{referral.pk}/"))
    assert "sent this back: Call me first. Change it, or call." in page
    assert "Returned to you" in said(dana.get("/officer/referrals/"))
    dana.post(f"/officer/referrals/{referral.pk}/again/")
    referral.refresh_from_db()
    assert referral.status == Status.ASKED


def test_what_is_answered_again_takes_the_place_of_what_came_back(cast, dana, send):
    returned = asked(send)
    answer(cast, returned, "send_back", "Something is not known yet")
    again = re.search(r'href="(/officer/diversion/[^"]*)"', said(dana.get(f"/officer/referrals/{returned.pk}/")))[1]
    assert f'value="{returned.pk}"' in said(dana.get(again))
    send(**SCENE, **WHO, outcome="wants", instead_of=str(returned.pk))
    waiting = said(dana.get("/officer/to-finish/"))
    assert returned.code not in waiting
    assert Referral.objects.exclude(pk=returned.pk).get().code in waiting
    assert "Returned to you" not in said(dana.get("/officer/referrals/"))


def test_a_new_diversion_is_sent_even_where_nothing_is_left_to_replace(cast, dana, send):
    first = asked(send)
    answer(cast, first, "agree", "")
    send(**SCENE, **WHO, outcome="wants", instead_of=str(first.pk))
    assert Referral.objects.exclude(pk=first.pk).get().status == Status.ACCEPTED
    first.refresh_from_db()
    assert first.status == Status.MAY_OFFER


def test_while_the_question_waits_whom_it_asks_can_be_called(cast, dana, send):
    page = said(dana.get(f"/officer/referrals/{asked(send).pk}/"))
    assert re.search(r'href="tel:[^"]+">Call the sergeant on duty', page)


def go_on(dana, referral, word):
    return dana.post(f"/officer/referrals/{referral.pk}/go-on/", {"word": word}, follow=True)


def called(send):
    """A referral whose call rings."""
    send(**SCENE, **WHO, outcome="wants")
    return Referral.objects.get()


def answered(cast, send):
    """A referral whose call Lou has taken."""
    referral = called(send)
    calls.answer(referral.hand_off.pk, by=cast.lou, at=timezone.now())
    return referral


def test_with_something_left_to_write_it_says_where_that_waits(dana, send):
    send(**SCENE, **WHO, outcome="wants")
    Referral.objects.update(incident_number="26-1", statute="x", report_reference="y")
    assert "under “To finish”." in said(go_on(dana, Referral.objects.get(), "anyway"))


def test_with_everything_written_nothing_waits(dana, send):
    send(**SCENE, **WHO, outcome="wants")
    referral = Referral.objects.get()
    boxes = ("incident_number", "statute", "report_reference", "property_reference")
    dana.post(f"/officer/referrals/{referral.pk}/finish/", {"token": str(uuid4())} | dict.fromkeys(boxes, "26-1"))
    page = said(go_on(dana, referral, "anyway"))
    assert "You are clear at" in page
    assert "can wait" not in page


def test_while_the_call_is_under_way_home_leads_back_to_it(dana, send):
    send(**SCENE, **WHO, outcome="wants")
    referral = Referral.objects.get()
    home = dana.get("/officer/")
    assert f"Code {referral.code}." in said(home)
    assert re.search(rf'href="/officer/referrals/{referral.pk}/wait/">Back to the call', said(home))
    assert not any(word in said(home) for word in ("Jordan", "Ellery"))


def test_the_questions_are_counted_without_a_total_that_grows(dana):
    page = dana.get("/officer/diversion/").content.decode()
    assert 'data-count-words="Question {n}"' in page


def test_an_answer_that_is_missing_is_linked_from_the_summary_and_said_at_its_question(send):
    page = send(**{"q-offense": "0"}, outcome="wants").content.decode()
    linked = re.findall(r'<li data-of="[^"]+"><a href="#([^"]+)">', page)
    assert linked
    for name in linked:
        assert page.count(f'id="{name}"') == 1
        assert f'id="{name}_error"' in page


def test_they_arrive_and_the_officer_is_clear(cast, dana, send):
    referral = answered(cast, send)
    assert "Handed over, I am clear" in said(go_on(dana, referral, "arrived"))
    page = said(go_on(dana, referral, "clear"))
    assert "The rest can wait until the end of your shift, under “To finish”." in page
    assert "Back to the call" not in page
    assert "To finish" in page
    referral.refresh_from_db()
    assert referral.status == Status.HANDED_OFF


def test_until_somebody_answers_the_call_is_the_one_thing_to_do(cast, dana, send):
    send(**SCENE, **WHO, outcome="wants")
    referral = Referral.objects.get()
    waiting = f"/officer/referrals/{referral.pk}/wait/"
    page = said(dana.get(waiting)).partition("<main")[2].partition("</main>")[0]
    assert re.findall(r'class="usa-button( scene-call)?" ', page) == [" scene-call"]
    calls.answer(referral.hand_off.pk, by=cast.lou, at=timezone.now())
    assert re.findall(r'class="usa-button" name="word" value="(\w+)"', said(dana.get(waiting))) == ["arrived"]


@pytest.mark.parametrize("word", ["arrived", "clear", "handed off by phone"])
def test_a_word_that_is_tapped_twice_is_answered_twice_with_the_same_page(cast, dana, send, word):
    referral = called(send) if word == "handed off by phone" else answered(cast, send)
    address = f"/officer/referrals/{referral.pk}/go-on/"
    given = {"word": word, "token": str(uuid4())}
    pages = [dana.post(address, given, follow=True) for _ in range(2)]
    assert [page.status_code for page in pages] == [200, 200]
    assert main_of(pages[0]) == main_of(pages[1])
    done = {"arrived": "arrive", "clear": "end_custody", "handed off by phone": "go_another_way"}[word]
    assert TrailRow.objects.filter(action=done).count() == 1


def test_a_tap_that_lost_its_answer_still_says_since_when_the_officer_is_clear(cast, dana, send):
    given = {"word": "clear", "token": str(uuid4())}
    address = f"/officer/referrals/{answered(cast, send).pk}/go-on/"
    assert "You are clear at" in said(dana.post(address, given, follow=True))
    ended = HandOff.objects.get().custody_ended_at
    with the_time_is(timezone.now() + timedelta(minutes=7)):
        again = main_of(dana.post(address, given, follow=True))
    assert f"You are clear at {time_format(local_time(ended, 'America/Chicago'), 'g:i A')}." in again
    assert HandOff.objects.get().custody_ended_at == ended


@pytest.mark.parametrize("word", ["", "nonsense"])
def test_a_word_that_the_page_does_not_know_does_nothing_and_says_so(dana, send, word):
    send(**SCENE, **WHO, outcome="wants")
    page = said(go_on(dana, Referral.objects.get(), word))
    assert "Nothing was done. Tap one of the buttons on this page." in page


def test_who_is_clear_did_not_go_another_way_afterwards(cast, dana, send):
    go_on(dana, answered(cast, send), "clear")
    page = go_on(dana, Referral.objects.get(), "handed off by phone")
    assert "This step is not open any more." in said(page)
    assert HandOff.objects.get().nobody_came == ""


def test_after_hand_over_nothing_of_the_worker_is_left(cast, dana, send):
    referral = answered(cast, send)
    go_on(dana, referral, "clear")
    page = dana.get(f"/officer/referrals/{referral.pk}/wait/", follow=True)
    assert "Lou P." not in said(page)
    assert dana.get(f"/officer/referrals/{referral.pk}/steps/").status_code == 286


def test_the_steps_are_silent_until_something_is_new(cast, dana, send):
    from offramp.referrals import calls

    page = send(**SCENE, **WHO, outcome="wants")
    referral = Referral.objects.get()
    address = f"/officer/referrals/{referral.pk}/steps/"
    assert dana.get(address, {"seen": page.context["seen"]}).status_code == 204
    calls.answer(referral.hand_off.pk, by=cast.lou, at=timezone.now())
    calls.set_out(referral.hand_off.pk, minutes=15, by=cast.lou, at=timezone.now())
    fresh = dana.get(address, {"seen": page.context["seen"]})
    assert "Lou P. is coming, about 15 min (said" in said(fresh)


def test_when_nobody_answers_the_page_says_what_can_be_done(dana, send):
    send(**SCENE, **WHO, outcome="wants")
    referral = Referral.objects.get()
    HandOff.objects.update(called_at=timezone.now() - timedelta(minutes=6))
    page = said(dana.get(f"/officer/referrals/{referral.pk}/wait/"))
    assert "No one has answered yet" in page
    assert "If nobody comes, hand off by phone" in page
    assert "Handed over, I am clear" in said(go_on(dana, referral, "handed off by phone"))
    go_on(dana, referral, "clear")
    call = HandOff.objects.get()
    assert (call.nobody_came, call.arrived_at, call.custody_ended_at is not None) == ("handed off by phone", None, True)


@pytest.mark.parametrize("word", ["arrived", "clear"])
def test_to_hand_over_while_nobody_has_answered_is_a_question_and_no_arrival(cast, dana, send, word):
    send(**SCENE, **WHO, outcome="wants")
    referral = Referral.objects.get()
    page = said(go_on(dana, referral, word))
    assert "Is a worker here with you?" in page
    assert "If nobody comes, hand off by phone" in page
    assert "Once you tap that you are clear, the charge is held." in page
    assert HandOff.objects.get().custody_ended_at is None
    assert "You are clear at" in said(go_on(dana, referral, "anyway"))
    call = HandOff.objects.get()
    assert (call.nobody_came, call.arrived_at) == ("followed the site rule", None)
    assert call.custody_ended_at is not None


def test_where_nothing_can_be_filed_the_question_speaks_of_no_charge(cast, dana, send):
    play.adopt_without_a_clock(cast, on=play.NOON.date(), also=play.NOTHING_TO_FILE)
    send(**SCENE, **WHO, outcome="wants")
    page = main_of(go_on(dana, Referral.objects.get(), "clear"))
    assert "Is a worker here with you?" in page
    assert "charge" not in page


def test_an_officer_hands_over_to_nobody_only_by_the_site_rule(cast, send):
    send(**SCENE, **WHO, outcome="wants")
    referral = Referral.objects.get()
    with pytest.raises(NotNow, match="No worker has answered yet"):
        justice.hand_over(referral.pk, by=cast.dana, at=timezone.now())
    assert Diversion.objects.count() == 0
    assert HandOff.objects.get().custody_ended_at is None
    assert justice.hand_over(referral.pk, instead="followed the site rule", by=cast.dana, at=timezone.now()).diversion


def test_whoever_was_handed_over_to_nobody_stands_on_the_care_teams_list_until_somebody_met_them(cast, sign_in, send):
    send(**SCENE, **WHO, outcome="wants")
    referral = Referral.objects.get()
    go_on(sign_in(cast.dana), referral, "anyway")
    assert "nobody has met the person." in said(sign_in(cast.rosa).get("/responder/"))
    kim = sign_in(cast.kim)
    assert "Meeting Jordan Ellery" in said(kim.post(f"/responder/looking/{referral.pk}/met/", follow=True))
    assert "nobody has met the person" not in said(sign_in(cast.rosa).get("/responder/"))
    assert "Ringing" not in said(sign_in(cast.lou).get("/responder/"))


def test_what_the_officer_saw_is_kept_for_fairness(dana, send):
    page = send(**SCENE, **WHO, outcome="wants")
    referral = Referral.objects.get()
    token = page.context["form"]["token"].value()
    dana.post(
        f"/officer/referrals/{referral.pk}/seen/", {"race": "White", "sex": "male", "age": "25-34", "token": token}
    )
    referral.refresh_from_db()
    assert (referral.seen_race, referral.seen_sex, referral.seen_age) == ("White", "male", "25-34")
