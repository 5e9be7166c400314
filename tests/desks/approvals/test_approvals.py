"""Whoever the protocol asks is reached: the prosecutor, the project manager, and nobody about their own question."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from offramp.directory.models import Membership, User
from offramp.kernel.refusals import NotNow, NotYours
from offramp.kernel.trail import Nobody
from offramp.referrals import actions as referrals
from offramp.referrals import agreements, reads
from offramp.referrals.models import Approval, Referral
from offramp.referrals.states import Status
from tests import cast as play
from tests.cast import JORDAN, NOON
from tests.seats import page, said, seat, text, the_time_is

pytestmark = pytest.mark.django_db
UNLISTED = {"offense": "other"}
HOMES = {"vance": "prosecutor:home", "pat": "projectmanager:home"}
TO_THE_MORNING = timedelta(hours=17)
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def cast():
    return play.at_site("bureau")


@pytest.fixture
def asked(cast):
    return referrals.ask(facts=UNLISTED, by=cast.dana, at=NOON)


def by_phone(cast, who):
    """Dana says that `who`, whose role the protocol asks, agreed by telephone."""
    if who.role != "prosecutor":
        play.adopt(cast, {"unlisted: ask prosecutor": f"unlisted: ask {who.role}"}, on=NOON.date())
    return referrals.divert(facts=UNLISTED, who=JORDAN, mode="scene", agreed_by=who, by=cast.dana, at=NOON)


def at(route, *which):
    return reverse(f"approvals:{route}", args=which)


def post(member, address, **fields):
    with the_time_is(LATER):
        return said(seat(member).post(address, {"token": str(uuid4())} | fields, follow=True))


def test_what_is_sent_to_the_prosecutor_arrives_there_without_a_name(cast, asked):
    assert asked.asked_role == "prosecutor"
    assert "Waiting for your answer" in said(page(cast.vance, reverse("prosecutor:home"), at=LATER))
    assert asked.code in said(page(cast.vance, at("home"), at=LATER))
    shown = said(page(cast.vance, at("approval", asked.pk), at=LATER))
    assert cast.dana.name in shown
    assert "Send back" in shown


def test_the_prosecutor_agrees_and_the_officer_may_offer(cast, asked):
    assert f"{cast.dana.name} sees it now." in post(cast.vance, at("answer", asked.pk, "agree"))
    asked.refresh_from_db()
    assert asked.status == Status.MAY_OFFER
    shown = said(page(cast.dana, reverse("officer:referral", args=[asked.pk]), at=LATER))
    assert f"{cast.vance.name} agreed" in shown


def test_whoever_agreed_and_presses_again_in_another_tab_is_told_that_nothing_changed(cast, asked):
    post(cast.vance, at("answer", asked.pk, "agree"))
    again = post(cast.vance, at("answer", asked.pk, "agree"))
    assert f"You already agreed to {asked.code} (Mar 2, 10:00 AM). Nothing changed." in again
    assert "call" not in again.split("Nothing changed.")[1].split(".")[0]
    assert Approval.objects.count() == 1


def test_another_answer_in_another_tab_is_told_what_was_answered_and_whom_to_call(cast, asked):
    post(cast.vance, at("answer", asked.pk, "agree"))
    for fields in ({"reason": "Call me first"}, {}):
        again = post(cast.vance, at("answer", asked.pk, "send-back"), **fields)
        assert f"You already agreed to {asked.code} (Mar 2, 10:00 AM). Nothing changed." in again
        assert f"If it should be another answer, call {cast.dana.name}" in again
    asked.refresh_from_db()
    assert asked.status == Status.MAY_OFFER


@pytest.mark.parametrize(
    ("answer", "fields", "words"),
    [("agree", {}, "You agreed"), ("send-back", {"reason": "Call me first"}, "You sent it back")],
)
def test_back_to_what_a_sergeant_answered_says_what_and_when_for_a_day_and_to_nobody_else(cast, answer, fields, words):
    question, colleague = referrals.ask(facts={}, by=cast.dana, at=NOON), colleague_of(cast.ames)
    post(cast.ames, at("answer", question.pk, answer), **fields)
    for address in (at("approval", question.pk), at("answer", question.pk, answer)):
        shown = said(page(cast.ames, address, at=LATER))
        assert f"{words} Mar 2, 10:00 AM" in shown
        assert f"If it should be another answer, call {cast.dana.name}" in shown
        assert page(colleague, address, at=LATER).status_code == 404
        assert page(cast.vance, address, at=LATER).status_code == 404
        assert page(cast.ames, address, at=LATER + timedelta(days=2)).status_code == 404


def test_in_spanish_a_second_press_is_answered_in_spanish(cast, asked):
    post(cast.vance, at("answer", asked.pk, "agree"))
    spanish = seat(cast.vance)
    spanish.defaults["HTTP_ACCEPT_LANGUAGE"] = "es"
    with the_time_is(LATER):
        again = spanish.post(at("answer", asked.pk, "agree"), {"token": str(uuid4())}, follow=True)
    assert f"Usted ya dio su acuerdo a {asked.code}" in said(again)
    assert "No cambió nada." in said(again)


def colleague_of(member):
    """Somebody else at the site in the same role."""
    user = User.objects.create(username=f"colleague-of-{member.pk}")
    return Membership.objects.create(
        user=user, site=member.site, role=member.role, name="A. Colleague", agency=member.agency, unit=member.unit
    )


def test_a_sergeant_after_another_sergeant_is_told_who_answered(cast):
    asked = referrals.ask(facts={}, by=cast.dana, at=NOON)
    assert asked.asked_role == "supervisor"
    post(cast.ames, at("answer", asked.pk, "do-not-agree"), reason="Not in this situation")
    late = post(colleague_of(cast.ames), at("answer", asked.pk, "agree"))
    assert f"{cast.ames.name} already said that they do not agree to {asked.code}" in late
    asked.refresh_from_db()
    assert asked.status == Status.NOT_AGREED


def test_a_prosecutor_learns_nothing_of_what_a_colleague_answered_by_pressing(cast, asked):
    post(cast.vance, at("answer", asked.pk, "agree"))
    with the_time_is(LATER):
        other = seat(colleague_of(cast.vance)).post(at("answer", asked.pk, "agree"), {"token": str(uuid4())})
    assert other.status_code == 404


def test_the_project_manager_who_approves_twice_is_told_that_nothing_changed(cast):
    told = referrals.refer_from_community(
        who=JORDAN, concerns=("asks",), place="", relation="Family", contact="(206) 555-0100",
        by=Nobody("stranger", cast.site.pk), at=NOON,
    )  # fmt: skip
    address = reverse("projectmanager:approval", args=[told.pk])
    post(cast.pat, address, answer="agree")
    assert f"You already agreed to {told.code} (Mar 2, 10:00 AM). Nothing changed." in post(
        cast.pat, address, answer="agree"
    )
    another = post(cast.pat, address, answer="Outside our area")
    assert f"You already agreed to {told.code}" in another
    told.refresh_from_db()
    assert told.status == Status.LOOKING


@pytest.mark.parametrize("name", ["Sgt. {A}", "Sgt. 100%"])
def test_whatever_stands_in_a_name_is_shown_as_it_stands(cast, asked, name):
    Membership.objects.filter(pk=cast.vance.pk).update(name=name)
    vance = Membership.objects.get(pk=cast.vance.pk)
    shown = said(page(vance, at("answer", asked.pk, "send-back"), at=LATER))
    assert f"{name} sent this back: (the reason you choose). Change it, or call." in shown


def test_once_it_is_answered_the_prosecutor_is_shown_nothing_of_it_whatever_follows(cast, asked):
    before = text(page(cast.vance, reverse("prosecutor:home"), at=LATER))
    referrals.take("agree", asked.pk, by=cast.vance, at=LATER)
    here = (reverse("prosecutor:home"), at("approval", asked.pk))
    answered = [text(page(cast.vance, address, at=LATER)) for address in here]
    assert answered[0] != before
    assert "You agreed" in answered[1]  # their own act, for a day
    referrals.offer_agreed(asked.pk, who=JORDAN, mode="scene", by=cast.dana, at=LATER)
    assert [text(page(cast.vance, address, at=LATER)) for address in here] == answered
    assert page(cast.vance, at("approval", asked.pk), at=LATER + timedelta(days=2)).status_code == 404
    assert not Referral.objects.visible_to(cast.vance, LATER).exists()


def test_what_is_asked_of_others_is_not_the_prosecutor_s(cast):
    asked = referrals.ask(facts={}, by=cast.dana, at=NOON)
    assert asked.asked_role == "supervisor"
    assert page(cast.vance, at("approval", asked.pk), at=LATER).status_code == 404
    assert "Waiting for your answer" not in said(page(cast.vance, reverse("prosecutor:home"), at=LATER))


@pytest.mark.parametrize("name", sorted(HOMES))
def test_a_yes_by_telephone_is_found_from_the_first_page_and_confirmed(cast, name):
    member = cast.members[name]
    sent = by_phone(cast, member)
    assert at("home") in page(member, reverse(HOMES[name]), at=LATER).content.decode()
    shown = said(page(member, at("home"), at=LATER))
    assert f"Confirm {sent.code}" in shown
    assert "Ellery" not in shown
    assert "Confirmed. It was recorded as you said it." in post(member, at("confirm", sent.pk))
    assert Approval.objects.get(answer="confirm").made_by == member
    assert at("home") not in page(member, reverse(HOMES[name]), at=LATER).content.decode()


@pytest.mark.parametrize("name", sorted(HOMES))
def test_who_did_not_agree_by_telephone_says_so_and_the_project_manager_settles_it(cast, name):
    member = cast.members[name]
    sent = by_phone(cast, member)
    assert at("deny", sent.pk) in page(member, at("home"), at=LATER).content.decode()
    assert "no charge is filed by this" in said(page(member, at("deny", sent.pk), at=LATER))
    assert "Choose a reason. The project manager reads it." in post(member, at("deny", sent.pk))
    told = post(member, at("deny", sent.pk), reason="Nobody asked me")
    assert "The project manager sees it today. Nothing changes for the person." in told
    assert at("deny", sent.pk) not in page(member, at("home"), at=LATER).content.decode()
    monday = said(page(cast.pat, reverse("projectmanager:home"), at=LATER))
    assert f"To settle {sent.code}" in monday
    assert f"{member.name} says: Nobody asked me." in monday
    assert "Ellery" not in monday
    sent.refresh_from_db()
    assert sent.status == "accepted"
    settled = post(cast.pat, reverse("projectmanager:settle", args=[sent.pk]))
    assert "It is settled." in settled
    assert "To settle" not in settled


def test_what_was_denied_is_not_confirmed_afterwards(cast):
    sent = by_phone(cast, cast.ames)
    post(cast.ames, at("deny", sent.pk), reason="I said no")
    assert "You said already that you did not agree." in post(cast.ames, at("confirm", sent.pk))
    assert not Approval.objects.filter(answer="confirm").exists()


@pytest.mark.parametrize(("rule", "is_offered"), [("not_asked", False), ("must_agree", True)])
def test_whether_to_ask_who_was_harmed_is_offered_only_where_the_protocol_asks_them(cast, rule, is_offered):
    play.adopt(cast, {"rule: not_asked": f"rule: {rule}"}, on=NOON.date())
    asked = referrals.ask(facts=UNLISTED, by=cast.dana, at=NOON)
    shown = said(page(cast.vance, at("answer", asked.pk, "send-back"), at=LATER))
    assert ("Ask the person who was harmed" in shown) is is_offered
    assert "Call me first" in shown


def test_the_project_manager_who_is_asked_about_a_diversion_can_send_it_back(cast):
    play.adopt(cast, {"unlisted: ask prosecutor": "unlisted: ask project_manager"}, on=NOON.date())
    asked = referrals.ask(facts=UNLISTED, by=cast.dana, at=NOON)
    assert at("approval", asked.pk) in page(cast.pat, reverse("projectmanager:home"), at=LATER).content.decode()
    post(cast.pat, at("answer", asked.pk, "send-back"), reason="Call me first")
    asked.refresh_from_db()
    assert asked.status == Status.RETURNED


@pytest.mark.parametrize(("word", "given"), [("agree", {}), ("send-back", {"reason": "Call me first"})])
def test_an_answer_that_is_sent_twice_is_answered_twice_with_the_same_page(cast, asked, word, given):
    given = {"token": str(uuid4())} | given
    first, second = (post(cast.vance, at("answer", asked.pk, word), **given) for _ in range(2))
    assert first == second
    assert f"{cast.dana.name} sees it now." in second
    assert Approval.objects.count() == 1


def test_what_was_not_asked_about_a_charge_is_not_sent_back(cast):
    told = referrals.refer_from_community(
        who=JORDAN, concerns=(), place="Mill", relation="neighbor", contact="(206) 555-0177", by=play.stranger(cast),
        at=NOON,
    )  # fmt: skip
    with the_time_is(LATER):
        address, given = at("answer", told.pk, "send-back"), {"token": str(uuid4()), "reason": "Call me first"}
        assert seat(cast.pat).post(address, given).status_code == 404
    told.refresh_from_db()
    assert told.status == Status.ASKED


def test_going_back_says_that_nothing_is_recorded_where_nothing_would_be_sent(cast, asked):
    told = referrals.refer_from_community(
        who=JORDAN, concerns=(), place="Mill", relation="neighbor", contact="(206) 555-0177", by=play.stranger(cast),
        at=NOON,
    )  # fmt: skip
    shown = said(page(cast.pat, at("answer", told.pk, "agree"), at=LATER))
    assert "Go back, nothing is recorded" in shown
    assert "nothing is sent" not in shown
    assert "Go back, nothing is sent" in said(page(cast.vance, at("answer", asked.pk, "agree"), at=LATER))


def test_a_sergeant_s_own_question_waits_for_somebody_else(cast):
    own = referrals.ask(facts={}, by=cast.ames, at=NOON)
    assert own.asked_role == "supervisor"
    assert own.code not in said(page(cast.ames, reverse("supervisor:home"), at=LATER))
    assert page(cast.ames, at("approval", own.pk), at=LATER).status_code == 404


@pytest.mark.parametrize("role", ["supervisor", "prosecutor", "le_liaison", "officer"])
@pytest.mark.parametrize("named", ["asked_role", "stand_in_role"])
def test_what_the_public_told_us_never_reaches_police_or_prosecutors_whomever_a_protocol_names(cast, role, named):
    told = referrals.refer_from_community(
        who=JORDAN, concerns=(), place="Mill", relation="neighbor", contact="(206) 555-0177", by=play.stranger(cast),
        at=NOON,
    )  # fmt: skip
    Referral.objects.filter(pk=told.pk).update(**{named: role})
    Membership.objects.filter(pk=cast.ames.pk).update(role=role)
    member = Membership.objects.get(pk=cast.ames.pk)
    assert not Referral.objects.visible_to(member, LATER).exists()
    assert reads.waiting_for_a_yes(member, LATER).rows == []
    assert not reads.is_asked(member, LATER)
    for address in (at("approval", told.pk), at("answer", told.pk, "agree")):
        assert page(member, address, at=LATER).status_code == 404
    with pytest.raises(Referral.DoesNotExist):
        referrals.take("agree", told.pk, by=member, at=LATER)


def test_a_sergeant_who_once_answered_what_the_public_told_us_does_not_keep_it(cast):
    told = referrals.refer_from_community(
        who=JORDAN, concerns=(), place="Mill", relation="neighbor", contact="(206) 555-0177", by=play.stranger(cast),
        at=NOON,
    )  # fmt: skip
    Approval.objects.create(
        site=cast.site, referral=told, answer="agree", agreed_member=cast.ames, made_at=NOON, made_by=cast.ames
    )
    assert not Referral.objects.visible_to(cast.ames, LATER).exists()
    assert reads.decided_by(cast.ames, LATER) == []


OFFICE_HOURS = """
office_hours:
  id: 2(d)
  says: The prosecutor is reached Monday to Friday from 8 AM to 5 PM.
  authority: PCG decision 15
  hours:
    - {days: [monday, tuesday, wednesday, thursday, friday], from: "08:00", to: "17:00"}

offenses:
"""
STAND_IN = {"first line\n    open: yes": "first line\n    open: yes\n    out_of_hours: supervisor"}
AT_NOON, AT_NIGHT, ON_SATURDAY = ({"days": 0, "hours": 12}, {"days": 0, "hours": 17}, {"days": 5, "hours": 12})


def local(cast, *, days, hours):
    """The Monday of the play, and so many days and hours after its midnight, at the site."""
    return datetime(2026, 3, 2 + days, hours, tzinfo=ZoneInfo(cast.site.time_zone))


def ask_the_prosecutor(cast, more=None):
    """Dana asks the prosecutor at a site where the sergeant stands in out of hours."""
    play.adopt(cast, STAND_IN | (more or {}), on=NOON.date())
    asked = referrals.ask(facts=UNLISTED, by=cast.dana, at=NOON)
    assert (asked.asked_role, asked.stand_in_role) == ("prosecutor", "supervisor")
    return asked


def test_in_the_office_hours_the_stand_in_is_asked_and_shown_nothing(cast):
    asked, at_noon = ask_the_prosecutor(cast, {"\noffenses:\n": OFFICE_HOURS}), local(cast, **AT_NOON)
    assert asked.code not in said(page(cast.ames, reverse("supervisor:home"), at=at_noon))
    for address in (at("approval", asked.pk), at("answer", asked.pk, "agree")):
        assert page(cast.ames, address, at=at_noon).status_code == 404
    with pytest.raises(Referral.DoesNotExist):
        referrals.take("agree", asked.pk, by=cast.ames, at=at_noon)
    assert referrals.take("agree", asked.pk, by=cast.vance, at=at_noon).status == Status.MAY_OFFER


@pytest.mark.parametrize("moment", [AT_NIGHT, ON_SATURDAY])
def test_out_of_hours_the_stand_in_is_asked_too_and_reads_why(cast, moment):
    asked, moment = ask_the_prosecutor(cast, {"\noffenses:\n": OFFICE_HOURS}), local(cast, **moment)
    assert asked.code in said(page(cast.ames, reverse("supervisor:home"), at=moment))
    shown = said(page(cast.ames, at("approval", asked.pk), at=moment))
    assert (
        "You stand in for the prosecutor, out of hours. The prosecutor is reached Monday to Friday from 8 AM to 5 PM. "
        "(clause 2(d))"
    ) in shown
    assert "You stand in" not in said(page(cast.vance, at("approval", asked.pk), at=moment))
    assert referrals.take("agree", asked.pk, by=cast.ames, at=moment).status == Status.MAY_OFFER
    next_noon = local(cast, **AT_NOON) + timedelta(days=1)
    assert Referral.objects.visible_to(cast.ames, next_noon).get() == asked  # what one answered stays one's own
    assert reads.waiting_for_a_yes(cast.ames, moment).rows == []


def test_out_of_hours_the_stand_in_can_agree_by_telephone_and_in_hours_cannot(cast):
    play.adopt(cast, STAND_IN | {"\noffenses:\n": OFFICE_HOURS}, on=NOON.date())
    said_yes = {"facts": UNLISTED, "who": JORDAN, "mode": "scene", "agreed_by": cast.ames, "by": cast.dana}
    with pytest.raises(NotNow, match="the prosecutor must agree"):
        referrals.divert(**said_yes, at=local(cast, **AT_NOON))
    at_night = local(cast, **AT_NIGHT)
    assert f"{cast.ames.name} (stands in)" in said(page(cast.dana, reverse("officer:diversion"), at=at_night))
    assert f"{cast.ames.name} (stands in)" not in said(
        page(cast.dana, reverse("officer:diversion"), at=at_night + TO_THE_MORNING)
    )
    referral = referrals.divert(**said_yes, at=at_night)
    assert (referral.status, referral.asked_role) == (Status.ACCEPTED, "prosecutor")
    assert agreements.confirm(referral.pk, by=cast.ames, at=at_night + TO_THE_MORNING).agreed_member == cast.ames


def test_what_another_answered_is_not_the_stand_in_s_to_see_at_any_hour(cast):
    asked = ask_the_prosecutor(cast, {"\noffenses:\n": OFFICE_HOURS})
    referrals.take("agree", asked.pk, by=cast.vance, at=LATER)
    assert not Referral.objects.visible_to(cast.ames, local(cast, **AT_NIGHT)).exists()


def test_where_the_protocol_names_no_hours_the_stand_in_may_answer_at_any_time_and_the_pages_say_so(cast):
    asked = ask_the_prosecutor(cast)
    shown = said(page(cast.ames, at("approval", asked.pk), at=local(cast, **AT_NOON)))
    assert "This protocol names no office hours, so you may answer at any time." in shown
    rules_page = said(page(cast.pat, reverse("projectmanager:protocol"), at=LATER))
    assert "No office hours are named here: whoever decides out of hours may answer at any time." in rules_page


def test_a_protocol_without_a_stand_in_says_nothing_of_hours(cast):
    assert "office hours" not in said(page(cast.pat, reverse("projectmanager:protocol"), at=LATER))


def test_a_referral_keeps_the_hours_of_its_own_protocol(cast):
    asked = ask_the_prosecutor(cast)
    play.adopt(cast, {"\noffenses:\n": OFFICE_HOURS}, on=NOON.date(), at=NOON)
    assert asked.code in said(page(cast.ames, reverse("supervisor:home"), at=local(cast, **AT_NOON)))
    later = referrals.ask(facts=UNLISTED, by=cast.dana, at=LATER)
    assert later.code not in said(page(cast.ames, reverse("supervisor:home"), at=local(cast, **AT_NOON)))


def test_the_project_manager_who_stands_in_is_told_when_it_is_not_their_turn(cast):
    stand_in = {old: new.replace("supervisor", "project_manager") for old, new in STAND_IN.items()}
    play.adopt(cast, stand_in | {"\noffenses:\n": OFFICE_HOURS}, on=NOON.date())
    asked = referrals.ask(facts=UNLISTED, by=cast.dana, at=NOON)
    with pytest.raises(NotYours, match="whoever the protocol names"):
        referrals.take("agree", asked.pk, by=cast.pat, at=local(cast, **AT_NOON))
    assert asked.code not in said(page(cast.pat, reverse("projectmanager:home"), at=local(cast, **AT_NOON)))
    assert asked.code in said(page(cast.pat, reverse("projectmanager:home"), at=local(cast, **AT_NIGHT)))


@pytest.mark.parametrize("name", ["dana", "lou", "kim", "ito"])
def test_for_whom_no_protocol_can_ask_the_pages_do_not_exist(cast, asked, name):
    for address in (at("home"), at("approval", asked.pk)):
        assert page(cast.members[name], address, at=LATER).status_code == 404


def test_the_list_asks_the_database_little(cast, asked, django_assert_max_num_queries):
    with the_time_is(LATER):
        browser = seat(cast.vance)
        with django_assert_max_num_queries(24):
            browser.get(at("home"))
