"""The life of a referral: only the listed steps exist, each is taken by whose turn it is, each refusal says so."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from offramp.kernel.refusals import Incomplete, NotNow, NotYours
from offramp.people.models import Person
from offramp.referrals import actions as referrals
from offramp.referrals import agreements, calls, reads, states
from offramp.referrals.actions import Who
from offramp.referrals.models import Approval, Referral
from offramp.referrals.states import STEPS, CloseReason, Holder, Mode, NotOfferedReason, Status
from tests import cast as play
from tests.cast import JORDAN, NOON

VERBS = sorted({step.verb for step in STEPS})
LISTED = {(step.verb, step.source): step for step in STEPS}


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("verb", [*VERBS, "forget"])
def test_only_the_listed_steps_exist(verb, status):
    if (verb, status) in LISTED:
        assert states.find_step(verb, status) is LISTED[verb, status]
    else:
        with pytest.raises(NotNow, match="not open any more"):
            states.find_step(verb, status)


def test_no_step_is_listed_twice():
    assert len(LISTED) == len(STEPS)


@given(st.lists(st.sampled_from(STEPS), max_size=12))
def test_nobody_who_declined_or_was_not_offered_is_ever_called_or_looked_for(steps):
    status = Status.MAY_OFFER
    seen = [status]
    for step in steps:
        if step.source is status:
            status = step.target
            seen.append(status)
    ended = [n for n, s in enumerate(seen) if s in (Status.DECLINED, Status.NOT_OFFERED)]
    assert all(seen[n:] == [seen[n]] for n in ended)


@pytest.fixture
def cast():
    return play.at_site("bureau")


def asked(cast):
    return referrals.ask(facts={}, by=cast.dana, at=NOON)


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["accept", "hand_over", "meet", "find_nobody", "replace"])
def test_a_step_that_does_more_than_move_cannot_be_taken_alone(cast, verb):
    referral = play.offer(cast)
    calls.answer(referral.hand_off.pk, by=cast.lou, at=NOON)
    for who in (cast.lou, cast.dana):
        with pytest.raises(NotNow):
            referrals.take(verb, referral.pk, by=who, at=NOON)


@pytest.mark.django_db
def test_an_agreed_arrest_diversion_waits_for_the_offer_and_never_for_a_search(cast):
    for verb in ("agree", "send_out"):
        assert referrals.take(verb, asked(cast).pk, by=cast.ames, at=NOON).status == Status.MAY_OFFER


@pytest.mark.django_db
def test_an_agreed_community_referral_is_looked_for(cast):
    found = referrals.refer_from_community(
        who=Who(description="Blue coat"), concerns=(), place="Mill", relation="neighbor", contact="(206) 555-0177",
        by=play.stranger(cast), at=NOON,
    )  # fmt: skip
    assert referrals.take("agree", found.pk, by=cast.pat, at=NOON).status == Status.LOOKING


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["dana", "marcus", "vance", "kim", "lou", "pat"])
def test_only_whom_the_protocol_asks_can_agree(cast, name):
    with pytest.raises((NotYours, Referral.DoesNotExist)):
        referrals.take("agree", asked(cast).pk, by=cast.members[name], at=NOON)


@pytest.mark.django_db
def test_a_yes_by_telephone_is_confirmed_once_by_whoever_gave_it_also_after_the_hand_off(cast):
    referral = referrals.divert(facts={}, who=JORDAN, mode=Mode.SCENE, agreed_by=cast.ames, by=cast.dana, at=NOON)
    play.hand_over(cast, referral)
    assert len(reads.agreed_by_phone(cast.ames, NOON)) == 1
    before = Referral.objects.get().status_since
    agreements.confirm(referral.pk, by=cast.ames, at=NOON + timedelta(hours=6))
    assert reads.agreed_by_phone(cast.ames, NOON) == []
    assert Referral.objects.get().status_since == before
    with pytest.raises(NotNow, match="confirmed this already"):
        agreements.confirm(referral.pk, by=cast.ames, at=NOON + timedelta(hours=6))


@pytest.mark.django_db
def test_the_table_itself_knows_what_can_be_done_instead_of_waiting(cast):
    referral = referrals.divert(facts={}, who=JORDAN, mode=Mode.SCENE, agreed_by=cast.ames, by=cast.dana, at=NOON)
    with pytest.raises(IntegrityError):
        calls.go_another_way(referral.hand_off.pk, choice="phone", by=cast.dana, at=NOON)


@pytest.mark.django_db
def test_the_table_itself_holds_one_confirmation_of_each_who_agreed(cast):
    referral = referrals.divert(facts={}, who=JORDAN, mode=Mode.SCENE, agreed_by=cast.ames, by=cast.dana, at=NOON)
    made = agreements.confirm(referral.pk, by=cast.ames, at=NOON)
    with pytest.raises(IntegrityError):
        Approval.objects.create(
            site=cast.site,
            referral=referral,
            answer="confirm",
            agreed_member=cast.ames,
            made_at=NOON,
            made_by=cast.ames,
        )
    assert made.made_by == cast.ames


@pytest.mark.django_db
def test_nobody_names_themselves_as_who_agreed(cast):
    with pytest.raises(Incomplete, match="Somebody else than you must agree"):
        referrals.divert(facts={}, who=JORDAN, mode=Mode.SCENE, agreed_by=cast.ames, by=cast.ames, at=NOON)


@pytest.mark.django_db
def test_a_sergeant_does_not_answer_their_own_question(cast):
    own = referrals.ask(facts={}, by=cast.ames, at=NOON)
    with pytest.raises(NotYours, match="somebody else must agree"):
        referrals.take("agree", own.pk, by=cast.ames, at=NOON)
    assert list(reads.waiting_for_a_yes(cast.ames, NOON).rows) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "said"),
    [({}, "a sergeant must agree"), ({"offense": "other"}, "the prosecutor must agree")],
)
def test_an_offer_that_needs_a_yes_says_whose(cast, facts, said):
    with pytest.raises(NotNow, match=said):
        referrals.divert(facts=facts, who=JORDAN, mode=Mode.SCENE, by=cast.dana, at=NOON)


@pytest.mark.django_db
def test_nobody_can_have_agreed_who_is_of_another_site(cast):
    elsewhere = play.at_site("fayette")
    with pytest.raises(Incomplete, match="of this site"):
        referrals.divert(facts={}, who=JORDAN, mode=Mode.SCENE, agreed_by=elsewhere.ames, by=cast.dana, at=NOON)


@pytest.mark.django_db
def test_an_ask_without_a_yes_is_no_offer(cast):
    with pytest.raises(NotNow, match="must agree"):
        referrals.divert(facts={}, who=JORDAN, mode=Mode.SCENE, by=cast.dana, at=NOON)


@pytest.mark.django_db
def test_a_person_of_whom_nothing_is_known_cannot_be_found_and_is_not_sent(cast):
    with pytest.raises(Incomplete, match="a few words so we can find the person"):
        referrals.refer_social_contact(facts={}, who=Who(given_name=" \u200b"), by=cast.dana, at=NOON)
    assert play.offer(cast, who=Who(given_name=" ")).hand_off, "at the scene the worker meets the person"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("verb", "reason", "status"),
    [("decline", "", Status.DECLINED), ("do_not_offer", NotOfferedReason.DISCRETION, Status.NOT_OFFERED)],
)
def test_without_a_yes_no_name_is_kept(cast, verb, reason, status):
    referral = referrals.take("agree", asked(cast).pk, by=cast.ames, at=NOON)
    assert referrals.take(verb, referral.pk, reason=reason, by=cast.dana, at=NOON).status == status
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_a_reason_comes_from_the_list(cast):
    referral = play.offer(cast)
    for reason in ("", "he is a liar"):
        with pytest.raises(Incomplete, match="from the list"):
            referrals.take("close", referral.pk, reason=reason, by=cast.kim, at=NOON)
    assert referrals.take("close", referral.pk, reason=CloseReason.MOVED, by=cast.kim, at=NOON).status == Status.CLOSED


@pytest.mark.django_db
def test_what_follows_a_referral_is_five_things_and_no_others(cast):
    referral = play.offer(cast)
    referrals.finish(referral.pk, incident_number=" 26-4471 ", by=cast.dana, at=NOON)
    assert Referral.objects.get().incident_number == "26-4471"
    with pytest.raises(TypeError, match="status"):
        referrals.finish(referral.pk, status="closed", by=cast.dana, at=NOON)
    with pytest.raises(Referral.DoesNotExist):
        referrals.finish(referral.pk, incident_number="1", by=cast.marcus, at=NOON)


@pytest.mark.django_db
def test_codes_are_never_given_twice(cast, monkeypatch):
    codes = iter(["K7-434", "K7-434", "K7-434", "A3-999"])
    monkeypatch.setattr("offramp.kernel.identifiers.spoken_code", lambda: next(codes))
    assert [asked(cast).code, asked(cast).code] == ["K7-434", "A3-999"]


@pytest.mark.django_db
def test_what_the_officer_must_finish_does_not_depend_on_what_became_of_the_person(cast):
    play.hand_over(cast, play.offer(cast))
    closed = play.offer(cast)
    referrals.take("close", closed.pk, reason=CloseReason.UNABLE_TO_LOCATE, by=cast.kim, at=NOON)
    assert len(reads.to_finish(cast.dana, NOON).rows) == 2


@pytest.mark.django_db
def test_only_who_can_be_on_call_answers_or_passes_on(cast):
    call = play.offer(cast).hand_off.pk
    for name in ("dana", "ames", "vance", "ito"):
        with pytest.raises(NotYours, match="on call"):
            calls.answer(call, by=cast.members[name], at=NOON)
        with pytest.raises(NotYours, match="on call"):
            calls.pass_on(call, reason="Too far", by=cast.members[name], at=NOON)


def test_each_holder_has_its_policy_row():
    from offramp.referrals.policies import MAY_TAKE

    assert set(MAY_TAKE) == set(Holder)
