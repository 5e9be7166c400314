"""Two at once, on a real database: exactly one gets it, the other gets the sentence, and nothing is done twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction

from offramp.casework import actions as casework
from offramp.consent import actions as consent
from offramp.consent.models import Disclosure, ReleaseLine
from offramp.justice import actions as justice
from offramp.justice import notices
from offramp.kernel import context, trail
from offramp.kernel.models import TrailHead, TrailRow
from offramp.kernel.refusals import NotNow, Refusal
from offramp.people import actions as people
from offramp.people.models import Assignment
from offramp.people.states import Duty
from offramp.referrals import calls
from offramp.referrals.models import Referral
from tests import cast as play
from tests.cast import LATE, NOON
from tests.state import trail_is_whole
from tests.verbs import PREPARED, SITE, TYPED

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run all `acts` at the same moment, each on its own connection; what each returned, or the refusal it met."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(timeout=20)
            return act()
        except Refusal as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def cast():
    with transaction.atomic():
        return play.at_site("bureau")


def refusals(outcomes):
    return [outcome.sentence for outcome in outcomes if isinstance(outcome, Refusal)]


def test_a_double_tap_is_one_referral(cast):
    token, act = uuid4(), PREPARED["referrals.actions.divert"](cast)
    one, other = at_once(lambda: act(token=token), lambda: act(token=token))
    assert one == other
    assert Referral.objects.count() == 1
    assert trail_is_whole()


@pytest.mark.parametrize(
    "name",
    [
        "referrals.calls.answer", "referrals.actions.take", "justice.actions.hand_over", "justice.actions.decide",
        "consent.actions.sign", "casework.actions.save_meeting", "casework.actions.complete_intake",
        "people.actions.update_person",
    ],
)  # fmt: skip
def test_a_double_tap_gets_the_same_answer_twice_and_no_refusal(cast, name):
    assert name not in SITE
    with transaction.atomic():
        act = PREPARED[name](cast)
    token = uuid4()
    one, other = at_once(lambda: act(token=token), lambda: act(token=token))
    assert one == other
    assert trail_is_whole()


def test_of_two_workers_who_take_a_call_one_gets_it_and_the_other_is_thanked(cast):
    call = play.offer(cast).hand_off
    outcomes = at_once(*(lambda who=who: calls.answer(call.pk, by=who, at=NOON) for who in (cast.lou, cast.kim)))
    assert refusals(outcomes) == ["Somebody else has taken this call. Thank you: you are free."]
    call.refresh_from_db()
    assert [assigned.member for assigned in Assignment.objects.all()] == [call.answered_by]


def test_of_two_prosecutors_who_decide_one_wins_and_the_other_reads_that_it_is_decided(cast):
    with transaction.atomic():
        matter = play.at_work(cast).diversion
        second = play.second_prosecutor(cast)
    later = NOON + timedelta(days=1)
    outcomes = at_once(
        lambda: justice.decide("do_not_file", matter.pk, by=cast.vance, at=later),
        lambda: justice.decide("file", matter.pk, reason="New facts", by=second, at=later),
    )
    assert refusals(outcomes) == ["This matter is decided already. Its decision is on the page."]
    assert TrailRow.objects.filter(action__in=["do_not_file", "file"]).count() == 1


def test_when_worker_and_officer_say_it_at_once_the_charge_is_held_once(cast):
    with transaction.atomic():
        referral = play.offer(cast)
        calls.answer(referral.hand_off.pk, by=cast.lou, at=NOON)
    outcomes = at_once(
        *(lambda who=who: justice.hand_over(referral.pk, by=who, at=NOON) for who in (cast.lou, cast.dana))
    )
    assert refusals(outcomes) == []
    assert TrailRow.objects.filter(action="hold_charge").count() == 1


def test_a_stop_and_a_telling_at_once_never_tell_after_the_stop(cast):
    with transaction.atomic():
        person = play.at_work(cast).person
        play.sign(cast, person, recipients=("vance",))
        play.complete_intake(cast, person)
    line, at = ReleaseLine.objects.get(), NOON + timedelta(days=11)

    def deliver():
        with context.acting(cast.vance, cast.vance.purpose):  # as at the prosecutor's desk
            return justice.deliver(by=cast.vance, at=at)

    _, drawn = at_once(lambda: consent.stop(line, by=cast.kim, at=at), deliver)
    told_and_stopped = TrailRow.objects.filter(action__in=["stop_release", "disclose"]).order_by("seq")
    acts = [row.action for row in told_and_stopped]
    assert acts in (["stop_release"], ["disclose", "stop_release"])
    assert len(drawn) == Disclosure.objects.count() == acts.count("disclose")
    assert justice.deliver(by=cast.vance, at=at) == []


def test_a_preview_while_the_notice_is_on_its_way_is_refused_and_the_notice_stays_as_it_was_sent(monkeypatch):
    with transaction.atomic():
        cast = play.at_site("fayette")
        matter = play.late_matter(cast)
        kept = play.tell(cast, matter)
    at, on_its_way, facts = LATE + timedelta(minutes=6), Event(), notices.facts

    def look_slowly(*args, **asked):
        on_its_way.set()
        Event().wait(timeout=1)  # long enough for the preview to look
        return facts(*args, **asked)

    def preview():
        on_its_way.wait(timeout=20)
        return justice.preview_notice(matter.pk, cast.dana.pk, by=cast.kim, at=at)

    monkeypatch.setattr(notices, "facts", look_slowly)
    outcomes = at_once(lambda: justice.send_notice(kept.pk, by=cast.kim, at=at), preview)
    assert refusals(outcomes) == ["It was sent already, and is sent only once."]
    kept.refresh_from_db()
    assert (kept.sent_at, kept.told_by) == (at, cast.kim)


def test_a_paper_of_a_notice_that_is_signed_while_the_matter_is_decided_opens_nothing(monkeypatch):
    with transaction.atomic():
        cast = play.at_site("fayette")
        play.adopt(cast, play.NOTICE_ADOPTED, on=NOON.date())
        matter = play.at_work(cast).diversion
        text = play.notice_paper(cast, matter, cast.dana)
    is_signing, sign = Event(), casework.sign_release

    def sign_slowly(*args, **asked):
        is_signing.set()
        Event().wait(timeout=1)  # long enough for the officer to decide
        return sign(*args, **asked)

    def decide():
        is_signing.wait(timeout=20)
        return justice.decide_own("do_not_charge", matter.referral_id, by=cast.dana, at=LATE)

    monkeypatch.setattr(casework, "sign_release", sign_slowly)
    outcomes = at_once(
        lambda: justice.sign_notice_paper(
            matter.pk, cast.dana.pk, signature=TYPED, text=text, language="en", ends_at=LATE + timedelta(days=90),
            no_officer_present=True, by=cast.kim, at=LATE - timedelta(minutes=1),
        ),
        decide,
    )  # fmt: skip
    assert refusals(outcomes) == []
    assert ReleaseLine.objects.get().ends_at == LATE


def test_two_who_write_down_one_meeting_write_one(cast):
    with transaction.atomic():
        referral = play.offer(cast)
        play.hand_over(cast, referral)
        people.assign(referral.person, cast.kim, duty=Duty.CASE_MANAGER, by=cast.rosa, at=NOON)

    def write(who):
        return casework.save_meeting(referral.pk, next_at=None, keeps_name=True, by=who, at=NOON + timedelta(hours=1))

    outcomes = at_once(lambda: write(cast.lou), lambda: write(cast.kim))
    assert [type(outcome) for outcome in outcomes].count(NotNow) == 1


def test_four_who_append_at_once_keep_one_chain(cast):
    def append():
        return [trail.record("look", cast.site, by=cast.kim, at=NOON, site_id=cast.site.pk).seq for _ in range(5)]

    before = TrailHead.objects.get(pk=cast.site.pk).seq
    numbers = [number for seqs in at_once(append, append, append, append) for number in seqs]
    assert sorted(numbers) == list(range(before + 1, before + 21))
    assert trail_is_whole()


def test_the_first_four_rows_of_a_chain_at_once_find_one_head(cast):
    site = uuid4()

    def look():
        return trail.record("look", cast.site, by=cast.kim, at=NOON, site_id=site).seq

    assert sorted(at_once(look, look, look, look)) == [1, 2, 3, 4]
    assert trail_is_whole()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL lets its writers queue by itself")
def test_who_waits_longer_than_sqlite_would_let_them_gets_their_turn_all_the_same(cast):
    """Before there was a queue this was “database is locked”, and the page of whoever had no luck broke."""
    is_writing = Event()

    def write_for_long():
        with transaction.atomic():
            is_writing.set()
            has_looked.wait(timeout=1)  # nobody can look meanwhile: this only lasts

    def look():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 1")  # milliseconds
        is_writing.wait(timeout=20)
        row = trail.record("look", cast.site, by=cast.kim, at=NOON)
        has_looked.set()
        return row.action

    has_looked = Event()
    assert at_once(write_for_long, look) == [None, "look"]
    assert trail_is_whole()
