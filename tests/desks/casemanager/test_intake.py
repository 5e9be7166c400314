"""The intake in parts, the explicit completion, ten minutes to undo it, and the clock (T3, T4)."""

import logging
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from offramp.casework.models import Intake, IntakePart
from offramp.casework.questions import QUESTIONS
from offramp.casework.states import Part
from offramp.consent import actions as consent
from offramp.justice import actions as justice
from offramp.justice import deciders
from offramp.kernel.classification import DataClass
from offramp.kernel.models import TrailRow
from offramp.people import actions as people
from offramp.people.states import Duty
from tests import cast as play
from tests.seats import said

from .conftest import handed_over


def address(name, person, *args):
    return reverse(f"casemanager:{name}", args=[person.pk, *args])


def save(client, person, part, **answers):
    return client.post(address("intake-part", person, part), opened(client, person, part) | answers, follow=True)


def opened(client, person, part):
    """What an open page sends along of itself: its token, and when the part was last saved as it was read."""
    return sent_by(client.get(address("intake-part", person, part)))


def sent_by(page):
    form = page.context["form"]
    return {field.name: field.value() or "" for field in form.hidden_fields()}


def fill(client, person, *, but=()):
    for part in ("reaching_you", "home_and_family", "health", "substance_use", "legal", "what_you_want"):
        if part not in but:
            save(client, person, part, **{"left-open": "skip"})


def test_a_part_saved_empty_stays_open_and_says_so(as_, cast, person):
    kim = as_(cast.kim)
    assert "Nothing is written yet, so this part stays open." in save(kim, person, "health").content.decode()
    assert not IntakePart.objects.exists()
    page = kim.get(address("intake", person)).content.decode()
    assert "0 of 11 parts touched" in page
    assert page.count("needed, nothing written yet") == 6
    assert "done" not in page


def test_in_spanish_a_part_saved_empty_says_the_same(as_, cast, person):
    kim = as_(cast.kim)
    kim.defaults["HTTP_ACCEPT_LANGUAGE"] = "es"
    assert "así que esta parte sigue abierta" in save(kim, person, "health").content.decode()
    assert "Se preguntó, nada que anotar" in kim.get(address("intake-part", person, "health")).content.decode()
    assert "nada escrito todavía" in kim.get(address("intake", person)).content.decode()


def test_what_may_do_harm_on_file_is_looked_at_again_and_is_never_logged(as_, cast, person, caplog):
    kim, question = as_(cast.kim), next(one.name for one in QUESTIONS[Part.LEGAL] if not one.answers)
    words = {question: "Zebulon is afraid to be deported"}
    with caplog.at_level(logging.DEBUG):
        warned = said(save(kim, person, "legal", **words))
        assert "If it must stay, tick the box below it." in warned
        assert "I looked again: it must stay as it is" in warned
        assert not IntakePart.objects.exists()
        save(kim, person, "legal", **words, **{f"{question}-stays": "on"})
    assert IntakePart.objects.get().answers[question] == "Zebulon is afraid to be deported"
    assert "Zebulon" not in caplog.text
    assert "Zebulon" not in str(list(TrailRow.objects.values()))


@pytest.mark.parametrize("said", ["skip", "prefer not to say"])
def test_that_a_part_was_asked_in_vain_is_said_in_one_tap_and_counts(as_, cast, person, said):
    page = save(as_(cast.kim), person, "health", **{"left-open": said}).content.decode()
    assert "1 of 11 parts touched" in page
    assert "Still needed: Reaching you, Home and family, Substance use, Legal and What you want." in page
    assert set(IntakePart.objects.get().answers.values()) == {said}


def test_a_question_left_open_is_no_answer_while_another_has_one(as_, cast, person):
    save(as_(cast.kim), person, "health", now="a cut hand")
    assert IntakePart.objects.get().answers == {"now": "a cut hand"}


def test_an_older_page_does_not_write_over_newer_answers_without_a_word(as_, cast, person):
    kim = as_(cast.kim)
    save(kim, person, "health", now="a cut hand")
    older = opened(kim, person, "health")
    save(kim, person, "health", now="the hand is healed", doctor="yes")
    page = kim.post(address("intake-part", person, "health"), older | {"now": "a cut finger"})
    assert "This part was saved again after you opened it, and nothing was changed now." in said(page)
    assert "Kept now, written by Kim O." in said(page)
    assert "the hand is healed" in said(page)
    assert "a cut finger" in page.content.decode()
    assert IntakePart.objects.get().answers["now"] == "the hand is healed"
    kim.post(address("intake-part", person, "health"), sent_by(page) | {"now": "a cut finger"})
    assert IntakePart.objects.get().answers == {"now": "a cut finger"}


def test_two_pages_of_an_empty_part_do_not_lose_what_the_first_one_saved(as_, cast, person):
    kim = as_(cast.kim)
    first, second = opened(kim, person, "health"), opened(kim, person, "health")
    kim.post(address("intake-part", person, "health"), first | {"now": "a cut hand"})
    kim.post(address("intake-part", person, "health"), second | {"now": "asthma"})
    assert IntakePart.objects.get().answers == {"now": "a cut hand"}


def test_a_part_sent_twice_by_a_double_tap_is_answered_once(as_, cast, person):
    kim = as_(cast.kim)
    save(kim, person, "health", now="a cut hand")
    typed = opened(kim, person, "health") | {"now": "healed"}
    for _tap in range(2):
        assert kim.post(address("intake-part", person, "health"), typed).status_code == 302
    assert TrailRow.objects.filter(action="save_intake_part").count() == 1


def test_prefer_not_to_say_is_kept_as_an_answer(as_, cast, person):
    kim = as_(cast.kim)
    save(kim, person, "substance_use", **{"what-instead": "prefer not to say", "how_often": "prefer not to say"})
    assert IntakePart.objects.get().answers["what"] == "prefer not to say"
    again = kim.get(address("intake-part", person, "substance_use")).context["form"].initial
    assert again["what-instead"] == "prefer not to say"
    assert "what" not in again


def test_what_the_meeting_said_is_filled_in(as_, cast):
    then = timezone.now() - timedelta(days=2)
    referral = play.hand_over(cast, play.offer(cast, at=then), at=then + timedelta(minutes=20))
    from offramp.casework import actions as casework

    casework.save_meeting(
        referral.pk, has_overdosed="yes", next_at=None, keeps_name=True, by=cast.lou, at=then + timedelta(hours=1)
    )
    play.take_over(cast, referral.person, at=then + timedelta(hours=2))
    page = as_(cast.kim).get(address("intake-part", referral.person, "substance_use"))
    assert page.context["form"].initial == {"has_overdosed": "yes"}
    assert "From the meeting" in page.content.decode()


def test_a_peer_asks_the_brief_parts_and_cannot_complete(as_, cast, person):
    people.assign(person, cast.lou, duty=Duty.PEER, by=cast.kim, at=timezone.now())
    lou = as_(cast.lou)
    save(lou, person, "health", now="a cut hand")
    assert Intake.objects.get().stage == "brief"
    assert "Only the assigned case manager can ask this part." in save(lou, person, "legal").content.decode()
    assert "Only the assigned case manager can complete intake." in lou.get(address("intake", person)).content.decode()
    assert lou.get(address("intake-complete", person)).status_code == 404


def test_while_a_part_is_needed_there_is_no_way_to_complete(as_, cast, person):
    kim = as_(cast.kim)
    fill(kim, person, but=["legal"])
    page = kim.get(address("intake", person)).content.decode()
    assert "Complete intake: off, 1 needed." in page
    forced = kim.post(address("intake-complete", person), follow=True).content.decode()
    assert "Still needed: Legal." in forced
    assert Intake.objects.get().completed_at is None


def test_completing_without_a_release_says_that_the_clock_still_runs(as_, cast, person):
    """T4: intake alone does not stop the clock."""
    kim = as_(cast.kim)
    fill(kim, person)
    asks = kim.get(address("intake-complete", person)).content.decode()
    assert "You say that the intake is complete. This is one of the two steps." in asks
    assert "The other: release signed (not yet)." in asks
    page = kim.post(address("intake-complete", person), follow=True).content.decode()
    assert "The clock still runs: no release is signed." in page
    assert len(deciders.due(cast.kim, timezone.now())) == 1


def test_with_the_release_both_steps_are_done_and_the_delivery_waits_ten_minutes(as_, cast, person):
    """T3: both done in time, and the certificate goes to whom the release names."""
    play.sign(cast, person, at=timezone.now() - timedelta(hours=1))
    kim = as_(cast.kim)
    fill(kim, person)
    asks = kim.get(address("intake-complete", person)).content.decode()
    assert "this goes to Ofc. Dana R. and R. Vance in 10 minutes" in asks or "R. Vance and Ofc. Dana R." in asks
    page = kim.post(address("intake-complete", person), follow=True).content.decode()
    assert "Both steps are done. The delivery goes in 10 minutes." in page
    assert justice.deliver(by=cast.vance, at=timezone.now()) == []
    assert len(justice.deliver(by=cast.vance, at=timezone.now() + timedelta(minutes=10))) == 1
    assert deciders.due(cast.kim, timezone.now()) == []


def test_within_ten_minutes_it_can_be_taken_back(as_, cast, person):
    kim = as_(cast.kim)
    fill(kim, person)
    kim.post(address("intake-complete", person))
    page = kim.post(address("intake-undo", person), follow=True).content.decode()
    assert "The intake is open again. Nothing was sent." in page
    assert Intake.objects.get().completed_at is None


def test_after_ten_minutes_it_cannot(as_, cast, person):
    play.complete_intake(cast, person, at=timezone.now() - timedelta(minutes=11))
    page = as_(cast.kim).post(address("intake-undo", person), follow=True).content.decode()
    assert "The ten minutes are over" in page
    assert Intake.objects.get().completed_at is not None


def test_the_clock_in_plain_words_stands_in_both_languages(as_, cast, referral):
    page = as_(cast.kim).get(address("clock", referral.person, referral.diversion.pk)).content.decode()
    assert "You have two things to do by" in page
    assert "Tiene que hacer dos cosas antes del fin del día" in page


def promised(referral):
    return referral.protocol_version.protocol.promised_when_met.says


def paper(kim, referral):
    return said(kim.get(address("clock", referral.person, referral.diversion.pk)))


def test_once_both_steps_are_done_the_paper_says_so_and_asks_for_nothing(as_, cast, referral):
    play.sign(cast, referral.person, at=timezone.now() - timedelta(hours=3))
    assert "tell the prosecutor you are done. That is done already." in paper(as_(cast.kim), referral)
    play.complete_intake(cast, referral.person, at=timezone.now() - timedelta(hours=2))
    page = paper(as_(cast.kim), referral)
    assert "You did what was asked for the charge." in page
    assert f"That was in time. The rule here says: “{promised(referral)}” The prosecutor makes that choice." in page
    assert "Usted hizo lo que se pedía por el cargo." in page
    assert "You have two things to do" not in page
    assert "Tiene que hacer dos cosas" not in page


ONE_STEP = {"stops: [intake_completed, release_signed]": "stops: [intake_completed]"}
THREE_STEPS = {
    "    stops: [intake_completed, release_signed]\n": (
        "    stops: [intake_completed, release_signed, amends]\n"
        "    means: {amends: You said sorry to the person.}\n"
        "    means_in_spanish: {amends: Usted le pidió perdón a la persona.}\n"
    )
}


def asks(cast, steps, *, ago=timedelta()):
    """A referral judged by a protocol that asks for these steps."""
    then = timezone.now() - ago - timedelta(days=1)
    play.adopt(cast, steps, on=(then - timedelta(days=1)).date(), at=then - timedelta(days=1))
    return handed_over(cast, ago=ago or timedelta(hours=1))


def test_a_protocol_of_three_steps_has_three_things_on_its_paper(as_, cast):
    referral = asks(cast, THREE_STEPS)
    page = paper(as_(cast.kim), referral)
    assert "You have three things to do by" in page
    assert "Two: sign the paper that lets us tell the prosecutor you are done. Three: this has to happen:" in page
    assert "this has to happen: “You said sorry to the person.” When all are done, we tell the prosecutor" in page
    assert "If they are not all done by" in page
    assert "Tiene que hacer tres cosas antes del fin del día" in page
    assert "Una: terminar la primera plática larga con su trabajador. Dos: firmar" in page
    assert "Tres: tiene que pasar esto: “Usted le pidió perdón a la persona.” Cuando están hechas todas," in page
    assert "Si no están hechas todas, le pueden poner el cargo." in page
    justice.record_condition(referral.diversion.pk, "intake_due", "amends", by=cast.kim, at=timezone.now())
    assert "“You said sorry to the person.” That is done already." in paper(as_(cast.kim), referral)


def test_a_protocol_of_one_step_has_one_thing_on_its_paper(as_, cast):
    page = paper(as_(cast.kim), asks(cast, ONE_STEP))
    assert "You have one thing to do by" in page
    assert ". Finish your first long talk with your worker. When it is done, and you signed the paper" in page
    assert "If it is not done by" in page
    assert "Tiene que hacer una cosa antes del fin del día" in page
    assert ". Terminar la primera plática larga con su trabajador. Cuando está hecha, y firmó la hoja" in page
    assert "Si no está hecha, le pueden poner el cargo." in page
    assert not any(word in page for word in ("One:", "Two:", "Una:", "both", "las dos"))


HELD_ORIENTATION = """    stops: [{}]
    means: {{orientation: You came to one orientation.}}
    means_in_spanish: {{orientation: Usted vino a una orientación.}}
"""
TWO, GOES = "intake_completed, release_signed", "The delivery goes in 10 minutes."
GOES_TO = "in 10 minutes: All that this site's protocol asks was completed on"


@pytest.mark.parametrize(
    ("stops", "is_signed", "before", "after"),
    [
        ("intake_completed", False, ["This clock waits for it.", "Nothing more is missing: the clock stops."],
         "The clock has stopped. Nobody is told before a release is signed."),
        ("intake_completed", True, ["This clock waits for it.", GOES_TO], f"Both steps are done. {GOES}"),
        ("release_signed", False, ["This clock does not wait for it.", "The clock still runs: no release is signed."],
         "The clock still runs: no release is signed."),
        ("release_signed", True, ["This clock does not wait for it.", "This clock has stopped already.", GOES_TO],
         f"Both steps are done. {GOES}"),
        (f"{TWO}, orientation", True, ["The clock still runs: the protocol asks for something more."],
         "The clock still runs: the protocol asks for something more."),
        ("orientation", False, ["The clock still runs: the protocol asks for something more."],
         "The clock still runs: the protocol asks for something more."),
    ],
)  # fmt: skip
def test_what_a_completed_intake_does_is_said_by_what_stops_the_clock(as_, cast, stops, is_signed, before, after):
    lines = HELD_ORIENTATION if "orientation" in stops else "    stops: [{}]\n"
    person = asks(cast, {f"    stops: [{TWO}]\n": lines.format(stops)}).person
    if is_signed:
        play.sign(cast, person, at=timezone.now())
    kim = as_(cast.kim)
    fill(kim, person)
    page = said(kim.get(address("intake-complete", person)))
    assert all(words in page for words in before)
    assert "two steps" not in page
    assert ("in 10 minutes" in page) is (GOES in after)
    assert after in said(kim.post(address("intake-complete", person), follow=True))
    sent = justice.deliver(by=cast.vance, at=timezone.now() + timedelta(minutes=11))
    assert len(sent) == (GOES in after)


def test_before_and_after_everybody_who_may_be_told_is_named_whatever_else_they_may_be_told(as_, cast):
    person = handed_over(cast, ago=timedelta(hours=1)).person
    both = (DataClass.SHARED_UPDATE, DataClass.PARTICIPATION)
    signed = play.sign(cast, person, at=timezone.now(), recipients=("dana", "vance"), classes=both)
    kim = as_(cast.kim)
    fill(kim, person)
    page = said(kim.get(address("intake-complete", person)))
    named = page.split("this goes to")[1].split("in 10 minutes")[0]
    assert all(one.name in named for one in (cast.dana, cast.vance))
    for line in signed.lines.filter(data_class=DataClass.PARTICIPATION):
        consent.stop(line, by=cast.kim, at=timezone.now())
    assert "nothing goes to anyone" in said(kim.get(address("intake-complete", person)))
    assert GOES not in said(kim.post(address("intake-complete", person), follow=True))


def test_the_paper_of_a_clock_that_does_not_wait_for_the_intake_says_that_nothing_is_told_before_it(as_, cast):
    page = paper(as_(cast.kim), asks(cast, {f"stops: [{TWO}]": "stops: [release_signed]"}))
    assert "When it is done, and you finished your first long talk with your worker, we tell the prosecutor" in page
    assert "Cuando está hecha, y terminó la primera plática larga con su trabajador, le decimos al fiscal" in page


@pytest.mark.parametrize(
    ("steps", "english", "spanish"),
    [(ONE_STEP, "The last day for it was", "El último día para eso era"),
     (THREE_STEPS, "The last day for the three things was", "El último día para las tres cosas era")],
)  # fmt: skip
def test_past_the_day_the_paper_counts_as_the_protocol_does(as_, cast, steps, english, spanish):
    page = paper(as_(cast.kim), asks(cast, steps, ago=timedelta(days=45)))
    assert english in page
    assert spanish in page


def test_once_the_day_has_passed_the_paper_says_what_is_true_and_what_comes_now(as_, cast):
    late = handed_over(cast, ago=timedelta(days=45))
    page = paper(as_(cast.kim), late)
    assert "That day is over. The charge may be filed now. The prosecutor makes that choice." in page
    assert "Talk with your worker today about what comes next. You can still ask for more time." in page
    assert "Ese día ya pasó. Ahora le pueden poner el cargo. El fiscal decide." in page
    assert "You have two things to do" not in page
    play.sign(cast, late.person, at=timezone.now() - timedelta(hours=3))
    play.complete_intake(cast, late.person, at=timezone.now() - timedelta(hours=2))
    done_late = paper(as_(cast.kim), late)
    assert "so the charge may still be filed" in done_late
    assert "That was in time." not in done_late


def test_long_after_the_day_nobody_is_told_that_more_time_can_still_be_had(as_, cast):
    page = paper(as_(cast.kim), handed_over(cast, ago=timedelta(days=90)))
    assert "That day is over." in page
    assert "You can still ask for more time." not in page


NOTHING_LEFT = "There is nothing left to do for it. The help does not end."
ASK = "Ask your worker or a lawyer what comes next. The help does not end."


@pytest.mark.parametrize(
    ("decision", "english", "spanish"),
    [
        ("do_not_file", f"The charge is not filed. {NOTHING_LEFT}", "No le pusieron el cargo. No queda nada que hacer"),
        ("decline", f"The prosecutor will not bring the charge to court. {NOTHING_LEFT}",
         "El fiscal no va a llevar el cargo a la corte. No queda nada que hacer"),
        ("file", f"The charge was filed. It goes to court now. {ASK}", "Le pusieron el cargo. Ahora va a la corte."),
        ("find_ineligible", f"It may be filed, and then it goes to court. {ASK}", "el cargo ya no está en espera."),
    ],
)  # fmt: skip
def test_once_the_charge_is_decided_the_paper_says_how_and_whether_a_court_waits(
    as_, cast, referral, decision, english, spanish
):
    justice.decide(decision, referral.diversion.pk, reason="Own file.", by=cast.vance, at=timezone.now())
    page = paper(as_(cast.kim), referral)
    assert english in page
    assert spanish in page
    assert ("court now" in page) is (decision == "file")


def test_why_the_date_is_what_it_is(as_, cast, referral):
    page = as_(cast.kim).get(address("matter", referral.person, referral.diversion.pk)).content.decode()
    for words in ("calendar days", "day 0", "30", "Only the project manager can give more time here.", "Pat M."):
        assert words in page


def test_once_all_is_done_its_page_says_that_no_more_time_is_needed(as_, cast, referral):
    play.sign(cast, referral.person, at=timezone.now() - timedelta(hours=3))
    play.complete_intake(cast, referral.person, at=timezone.now() - timedelta(hours=2))
    page = said(as_(cast.kim).get(address("matter", referral.person, referral.diversion.pk)))
    assert "All is done. No more time is needed." in page
    assert "has no extension" not in page


def test_the_role_that_the_protocol_names_gives_more_time_once(as_, cast, referral):
    where = reverse("casemanager:extend", args=[referral.diversion.pk])
    pat = as_(cast.pat)
    until = referral.diversion.due_on + timedelta(days=7)
    sent = {"token": pat.get(where).context["form"]["token"].value(), "until": until.isoformat(), "reason": "Was ill"}
    page = pat.post(where, sent, follow=True).content.decode()
    assert "Nobody outside care is told." in page
    assert "Jordan" not in page
    assert (
        until.strftime("%B")
        in as_(cast.kim).get(address("matter", referral.person, referral.diversion.pk)).content.decode()
    )


def test_more_time_without_a_new_due_date_says_what_to_write(as_, cast, referral):
    where = reverse("casemanager:extend", args=[referral.diversion.pk])
    page = said(as_(cast.pat).post(where, {"token": str(uuid4()), "until": "", "reason": "Was ill"}))
    assert "Write the new due date. The last day that can be given stands above." in page


@pytest.mark.parametrize("ago", [timedelta(days=33)])
def test_a_case_manager_cannot_give_more_time(as_, cast, ago):
    referral = handed_over(cast, ago=ago)
    assert as_(cast.kim).get(reverse("casemanager:extend", args=[referral.diversion.pk])).status_code == 404


def completed(cast, person, kim, **answers):
    save(kim, person, "health", now="a cut hand", doctor="skip", medicines="", hepatitis_c="yes")
    save(kim, person, "home_and_family", **answers)
    fill(kim, person, but=("health", "home_and_family"))
    kim.post(address("intake-complete", person))


def test_a_completed_part_is_read_with_its_answers_and_who_wrote_it(as_, cast, person):
    kim = as_(cast.kim)
    completed(cast, person, kim, housing="street")
    assert address("intake-part", person, "health") in kim.get(address("intake", person)).content.decode()
    page = said(kim.get(address("intake-part", person, "health")))
    assert "Is there anything about your body that should be seen to now? a cut hand" in page
    assert "Is there a doctor or clinic you go to? Skipped" in page
    assert "Have you been tested for hepatitis C? Yes" in page
    assert "Do you take medicines? Left open" in page
    assert "Written by Kim O." in page
    assert "Save this part" not in page
    assert "Outside or in a car" in said(kim.get(address("intake-part", person, "home_and_family")))


def test_a_completed_intake_leads_only_to_what_there_is_to_read(as_, cast, person):
    kim = as_(cast.kim)
    completed(cast, person, kim, housing="street")
    page = kim.get(address("intake", person)).content.decode()
    assert address("intake-part", person, "change") not in page
    assert "Nothing is written here for you to read." in said(kim.get(address("intake-part", person, "change")))
    people.assign(person, cast.lou, duty=Duty.PEER, by=cast.kim, at=timezone.now())
    lou = as_(cast.lou)
    assert address("intake-part", person, "health") not in lou.get(address("intake", person)).content.decode()
    assert "a cut hand" not in said(lou.get(address("intake-part", person, "health")))


def test_what_is_sent_to_a_completed_part_stays_typed_and_cannot_be_saved(as_, cast, person):
    kim = as_(cast.kim)
    token = kim.get(address("intake-part", person, "health")).context["form"]["token"].value()
    completed(cast, person, kim, housing="street")
    page = kim.post(address("intake-part", person, "health"), {"token": token, "now": "a new cut"}).content.decode()
    assert "This intake is complete, and stays as it is." in page
    assert "a new cut" in page
    assert "Save this part" not in page


def test_only_about_substances_is_it_asked_whether_somebody_used_again(as_, cast, person):
    questions = {one.name: dict(one.answers) for one in QUESTIONS[Part.CHANGE]}
    assert [name for name, answers in questions.items() if "recurrence" in answers] == ["use"]
