"""A curious officer learns nothing: no byte differs by who somebody is, was, or became."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from offramp.justice import actions as justice
from offramp.referrals import actions as referrals
from offramp.referrals.actions import Who
from offramp.referrals.models import Referral
from tests import cast as play
from tests.seats import the_time_is

pytestmark = pytest.mark.django_db
NEVER_MET = Who(given_name="Sam", family_name="Okafor")


def masked(answer):
    """The bytes of a page without codes, times, identifiers, tokens and the seconds of a session."""
    text = answer.content.decode()
    for pattern in (
        r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", r'name="csrfmiddlewaretoken" value="\w+"',
        r"[A-Z]\d-[A-Z0-9]{3}", r"\w{3} \d{1,2}(, \d{4})?, \d{1,2}:\d\d [AP]M", r'"left": \d+',
    ):  # fmt: skip
        text = re.sub(pattern, "…", text)
    return text


def send_and_hand_over(cast, who, at):
    sent = play.offer(cast, at=at, who=who)
    justice.hand_over(sent.pk, instead="followed the site rule", by=cast.dana, at=at + timedelta(minutes=20))
    return sent


def enroll(cast, sent, at):
    """All that can become of somebody: met, signed, intake completed, certificate ready."""
    play.hand_over(cast, sent, at=at + timedelta(minutes=20))
    play.meet(cast, sent, at=at + timedelta(minutes=50))
    play.take_over(cast, sent.person, at=at + timedelta(hours=20))
    play.sign(cast, sent.person, at=at + timedelta(days=3))
    play.complete_intake(cast, sent.person, at=at + timedelta(days=4))


@pytest.fixture
def three(cast):
    """Three referrals of one officer: one person enrolled, one never met, one closed by the care team."""
    at = timezone.now() - timedelta(days=6)
    enrolled = play.offer(cast, at=at)
    enroll(cast, enrolled, at)
    never_met = send_and_hand_over(cast, NEVER_MET, at)
    closed = play.offer(cast, at=at, who=NEVER_MET)
    referrals.take("close", closed.pk, reason="joined with another referral", by=cast.kim, at=at)
    justice.hand_over(closed.pk, instead="followed the site rule", by=cast.dana, at=at + timedelta(minutes=20))
    return enrolled, never_met, closed


def test_enrolled_never_met_and_closed_look_the_same(dana, three):
    pages = [masked(dana.get(f"/officer/referrals/{sent.pk}/")) for sent in three]
    assert pages[0] == pages[1] == pages[2]
    finishing = [masked(dana.get(f"/officer/referrals/{sent.pk}/finish/")) for sent in three]
    assert finishing[0] == finishing[1] == finishing[2]


def test_who_is_clear_after_the_care_team_closed_and_looked_again_reads_what_everybody_reads(cast, dana):
    at = timezone.now()
    looked_for, usual = play.offer(cast, at=at), play.offer(cast, at=at, who=NEVER_MET)
    referrals.take("close", looked_for.pk, reason="not found", by=cast.kim, at=at)
    referrals.take("look_again", looked_for.pk, by=cast.kim, at=at)
    answers = []
    for sent in (looked_for, usual):
        given = {"word": "anyway", "token": str(uuid4())}
        with the_time_is(at):
            dana.post(f"/officer/referrals/{sent.pk}/go-on/", given)
            answers.append(masked(dana.get(f"/officer/referrals/{sent.pk}/")))
    assert answers[0] == answers[1]
    assert "You are clear at" in answers[0]
    looked_for.refresh_from_db()
    assert looked_for.status == "looking"  # the care team goes on looking


@pytest.mark.parametrize(
    ("address", "row"),
    [
        ("/officer/referrals/", r'<tr role="row"><th scope="row".*?</tr>'),
        ("/officer/to-finish/", r'<li><a href="/officer/referrals.*?</li>'),
    ],
)
def test_the_rows_of_a_list_look_the_same(dana, three, address, row):
    rows = re.findall(row, masked(dana.get(address)), re.DOTALL)
    assert len(rows) == 3
    assert len(set(rows)) == 1


def test_while_waiting_the_page_is_the_same_for_somebody_known(cast, dana):
    at = timezone.now() - timedelta(days=5)
    enroll(cast, play.offer(cast, at=at), at)
    pages, now = [], timezone.now()
    for who in (play.JORDAN, NEVER_MET):
        sent = play.offer(cast, at=now, who=who)
        with the_time_is(now):  # the two are asked for in one minute
            pages.append(masked(dana.get(f"/officer/referrals/{sent.pk}/wait/")))
    assert pages[0] == pages[1]


def test_a_page_sent_again_with_another_name_is_answered_alike_for_somebody_known(cast, dana):
    at = timezone.now() - timedelta(days=5)
    enroll(cast, play.offer(cast, at=at), at)
    pages = []
    for name in ("Jordan Ellery", "Sam Okafor"):
        sent = {"name": "Ray Boone", "reasons": ["Substance use"], "token": str(uuid4())}
        dana.post("/officer/social-contact/", sent)
        answer = dana.post("/officer/social-contact/", sent | {"name": name})
        pages.append(masked(answer).replace(name, "…"))
    assert "This page was already sent" in pages[0]
    assert pages[0] == pages[1]


def test_every_row_leaves_on_the_same_day(cast, dana, three):
    day = cast.site.referral_days
    Referral.objects.update(received_at=timezone.now() - timedelta(days=day, minutes=1))
    page = dana.get("/officer/referrals/").content.decode()
    assert f"You have not sent a referral in the last {day} days." in page
    assert {dana.get(f"/officer/referrals/{sent.pk}/").status_code for sent in three} == {404}


PAGES = ("", "offer/", "wait/", "steps/", "finish/")


@pytest.fixture
def not_mine(cast):
    """Referrals that Dana did not send: a colleague's, another site's, and none at all."""
    elsewhere = play.at_site("bureau")
    now = timezone.now()
    colleague = next(member for member in cast.members.values() if member.role == "officer" and member != cast.dana)
    theirs = referrals.divert(facts=play.divertible(cast), who=NEVER_MET, mode="scene", by=colleague, at=now)
    return [theirs.pk, play.offer(elsewhere, at=now).pk, uuid4()]


@pytest.mark.parametrize("page", PAGES)
def test_whatever_is_not_mine_is_one_page(dana, not_mine, page):
    answers = [dana.get(f"/officer/referrals/{referral}/{page}") for referral in not_mine]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize("page", ["go-on/", "seen/", "again/", "finish/", "rate/"])
def test_nothing_can_be_done_to_what_is_not_mine(dana, not_mine, page):
    given = {"word": "clear", "stars": "5", "token": str(uuid4())}
    answers = [dana.post(f"/officer/referrals/{referral}/{page}", given) for referral in not_mine]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize("role", ["peer", "case_manager", "prosecutor", "project_manager"])
def test_for_every_other_role_the_desk_does_not_exist(cast, sign_in, role):
    stranger = sign_in(next(member for member in cast.members.values() if member.role == role))
    for address in ("", "diversion/", "social-contact/", "referrals/", "to-finish/", "rules/"):
        assert stranger.get(f"/officer/{address}").status_code == 404


def test_there_is_no_search_and_no_count_of_people(dana, three):
    for address in ("", "referrals/", "to-finish/", "rules/"):
        page = dana.get(f"/officer/{address}").content.decode()
        assert 'type="search"' not in page
        assert "datalist" not in page
        assert "Ellery" not in page
