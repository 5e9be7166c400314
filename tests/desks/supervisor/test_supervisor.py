"""The sergeant decides without a name, and the officer reads the answer at once."""

from uuid import uuid4

import pytest
from django.utils import timezone

from offramp.justice import actions as justice
from offramp.referrals import actions as referrals
from offramp.referrals.models import Approval
from offramp.referrals.states import Status
from tests import cast as play

pytestmark = pytest.mark.django_db
UNSURE = {"offense": "drug_possession", "violent_history": "unknown"}


@pytest.fixture
def ames(cast, sign_in):
    return sign_in(sergeant(cast))


def sergeant(cast):
    return next(member for member in cast.members.values() if member.role == "supervisor")


@pytest.fixture
def asked(cast):
    return referrals.ask(facts=UNSURE, by=cast.dana, at=timezone.now())


def answer(client, referral, answer, **reason):
    return client.post(f"/approvals/{referral.pk}/{answer}/", {"token": str(uuid4())} | reason, follow=True)


def test_what_waits_is_listed_without_a_name(ames, asked, cast):
    page = ames.get("/supervisor/").content.decode()
    assert asked.code in page
    assert cast.dana.name in page


def test_an_empty_desk_says_so(ames):
    assert "No one is waiting for you." in ames.get("/supervisor/").content.decode()


def test_the_approval_page_has_every_finding_and_no_name(ames, asked):
    page = ames.get(f"/approvals/{asked.pk}/").content.decode()
    assert all(finding["reason"] in page for finding in asked.findings)
    assert "Jordan" not in page


def test_before_it_is_sent_the_exact_words_are_shown(ames, asked, cast):
    page = ames.get(f"/approvals/{asked.pk}/agree/").content.decode()
    assert f"{sergeant(cast).name} agreed. You may offer." in page
    assert "Go back, nothing is sent" in page


@pytest.mark.parametrize(
    ("word", "reason", "status", "said"),
    [
        ("agree", {}, Status.MAY_OFFER, "Agreed"),
        ("send-back", {"reason": "Call me first"}, Status.RETURNED, "Sent back"),
        ("do-not-agree", {"reason": "Not in this situation"}, Status.NOT_AGREED, "Not agreed"),
    ],
)
def test_each_answer_is_kept_and_the_officer_sees_it(ames, asked, word, reason, status, said, cast):
    page = answer(ames, asked, word, **reason).content.decode()
    assert said in page
    assert f"{cast.dana.name} sees it now." in page
    asked.refresh_from_db()
    assert asked.status == status
    assert "You answered this" in ames.get(f"/approvals/{asked.pk}/").content.decode()


@pytest.mark.parametrize("word", ["send-back", "do-not-agree"])
def test_anything_but_a_yes_has_a_reason(ames, asked, word):
    assert "Choose a reason. The officer reads it." in answer(ames, asked, word).content.decode()
    asked.refresh_from_db()
    assert asked.status == Status.ASKED


def test_what_was_agreed_by_phone_is_confirmed_even_after_the_hand_off(ames, cast):
    sent = referrals.divert(
        facts=UNSURE, who=play.JORDAN, mode="scene", agreed_by=sergeant(cast), by=cast.dana, at=timezone.now()
    )
    justice.hand_over(sent.pk, instead="followed the site rule", by=cast.dana, at=timezone.now())
    page = ames.get("/supervisor/").content.decode()
    assert "You agreed by phone" in page
    assert "Ellery" not in page
    page = ames.post(f"/approvals/by-phone/{sent.pk}/", {"token": str(uuid4())}, follow=True).content.decode()
    assert "Confirmed. It was recorded as you said it." in page
    assert "You agreed by phone" not in page
    assert Approval.objects.filter(answer="confirm").count() == 1


def test_the_unit_is_counted_by_what_it_sent_and_by_nothing_else(ames, cast):
    play.offer(cast, at=timezone.now())
    page = ames.get("/supervisor/").content.decode()
    assert "Arrest diversions sent</dt><dd>1</dd>" in page


def test_what_does_not_wait_for_me_is_one_page(ames, cast, asked):
    elsewhere = play.at_site("bureau")
    theirs = play.offer(elsewhere, at=timezone.now())
    done = play.offer(cast, at=timezone.now())
    answers = [ames.get(f"/approvals/{one}/") for one in (theirs.pk, done.pk, uuid4())]
    assert [found.status_code for found in answers] == [404, 404, 404]
    assert len({found.content for found in answers}) == 1


@pytest.mark.parametrize("role", ["officer", "prosecutor", "case_manager", "project_manager"])
def test_for_every_other_role_the_desk_does_not_exist(cast, sign_in, role, asked):
    stranger = sign_in(next(member for member in cast.members.values() if member.role == role))
    assert stranger.get("/supervisor/").status_code == 404
    assert stranger.get(f"/approvals/{asked.pk}/").status_code == 404


def test_home_asks_the_database_little(ames, asked, django_assert_max_num_queries):
    ames.get("/supervisor/")
    with django_assert_max_num_queries(30):
        ames.get("/supervisor/")
