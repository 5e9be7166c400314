"""Diverted matters: who decides, once; what may be said of them (T10, T11, T13), and what may not."""

from datetime import UTC, date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offramp.justice import actions as justice
from offramp.justice import deciders, policies, reads, states
from offramp.justice.models import Diversion
from offramp.justice.states import STEPS, Holder, Status
from offramp.kernel.refusals import Incomplete, NotNow, NotYours
from offramp.referrals import actions as referrals
from offramp.referrals.actions import Who
from offramp.referrals.models import Referral
from offramp.referrals.states import Mode
from tests import cast as play
from tests.cast import JORDAN, LATE, NOON

VERBS = sorted({step.verb for step in STEPS})


@pytest.mark.parametrize(("verb", "status"), list(product([*VERBS, "forget"], Status)))
def test_only_the_listed_steps_exist(verb, status):
    listed = [step for step in STEPS if (step.verb, step.source) == (verb, status)]
    if listed:
        assert [states.find_step(verb, status)] == listed
    else:
        with pytest.raises(NotNow, match="decided already"):
            states.find_step(verb, status)


@given(st.lists(st.sampled_from(VERBS), max_size=8))
def test_no_order_of_steps_decides_a_matter_twice_or_undoes_a_decision(verbs):
    status, decisions = Status.HELD, []
    for verb in verbs:
        try:
            status = states.find_step(verb, status).target
        except NotNow:
            continue
        decisions.append(status)
    assert len(decisions) == min(len(verbs), 1)
    assert Status.HELD not in decisions


@pytest.fixture
def cast(request):
    slug = request.node.get_closest_marker("site")
    return play.at_site(slug.args[0] if slug else "bureau")


@pytest.fixture
def matter(cast):
    return play.at_work(cast).diversion


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["dana", "ames", "lou", "kim", "rosa", "ito", "pat"])
def test_only_a_prosecutor_of_the_site_decides(cast, matter, name):
    for member in (cast.members[name], play.at_site("fayette").vance):
        with pytest.raises((NotYours, Diversion.DoesNotExist)):
            justice.decide("do_not_file", matter.pk, by=member, at=LATE)
        with pytest.raises(NotYours):
            policies.require(member, Holder.PROSECUTOR, matter.referral, LATE)
    policies.require(cast.vance, Holder.PROSECUTOR, matter.referral, LATE)


@pytest.mark.django_db
@pytest.mark.parametrize("verb", sorted(step.verb for step in STEPS if step.holder is Holder.PROSECUTOR))
def test_a_decision_says_who_and_when_and_any_but_not_filing_says_why(cast, matter, verb):
    if verb != "do_not_file":
        with pytest.raises(Incomplete, match="reason"):
            justice.decide(verb, matter.pk, reason=" ", by=cast.vance, at=LATE)
    decided = justice.decide(verb, matter.pk, reason="From my file", by=cast.vance, at=LATE)
    assert (decided.decided_at, decided.decided_by) == (LATE, cast.vance)
    with pytest.raises(NotNow, match="decided already"):
        justice.decide("file", matter.pk, reason="Again", by=cast.vance, at=LATE)


@pytest.mark.django_db
@pytest.mark.site("rochester-monroe")
def test_t10_when_the_harmed_party_disagrees_nothing_is_diverted_and_it_is_counted_without_a_name(cast):
    facts = play.divertible(cast) | {"aggrieved_party": "disagrees"}
    with pytest.raises(NotNow, match="cannot be diverted"):
        referrals.divert(facts=facts, who=JORDAN, mode=Mode.SCENE, by=cast.dana, at=NOON)
    counted = referrals.record_not_divertible(facts=facts, by=cast.dana, at=NOON)
    assert (counted.status, counted.aggrieved_party, counted.person) == ("not divertible", "disagrees", None)
    assert [found["answer"] for found in counted.findings if found["clause"] == "4"] == ["no"]
    assert Referral.objects.count() == 1


@pytest.mark.django_db
def test_t11_where_nothing_can_be_filed_no_charge_is_held_and_nobody_is_asked_to_decide(cast):
    play.adopt_without_a_clock(cast, on=NOON.date(), also=play.NOTHING_TO_FILE)
    referral = play.at_work(cast)
    referral.refresh_from_db()
    assert (referral.status, Diversion.objects.count()) == ("handed off", 0)
    assert reads.queue(cast.vance, LATE).rows == []
    assert deciders.due(cast.kim, LATE) == []


@pytest.mark.django_db
def test_a_protocol_without_a_clock_has_no_due_date_and_no_notice(cast):
    play.adopt_without_a_clock(cast, on=NOON.date())
    matter = play.at_work(cast).diversion
    assert matter.due_on is None
    assert reads.progress(cast.kim, matter) is None
    assert deciders.due(cast.kim, LATE) == []
    assert [row.pk for row in reads.queue(cast.vance, LATE).rows] == [matter.pk]
    with pytest.raises(NotNow):
        justice.preview_notice(matter.pk, cast.dana.pk, by=cast.kim, at=LATE)
    with pytest.raises(NotNow, match="no extension"):
        justice.extend(matter.pk, until=date(2027, 1, 1), reason="x", by=cast.pat, at=LATE)


@pytest.mark.django_db
def test_t15_a_matter_is_judged_for_ever_by_the_version_of_its_day(cast):
    old = play.at_work(cast).diversion
    play.adopt(cast, {"days: 30\n    count": "days: 10\n    count"}, on=NOON.date() + timedelta(days=5), at=NOON)
    new = play.offer(cast, at=NOON + timedelta(days=6), who=Who(given_name="Sam"))
    play.hand_over(cast, new, at=NOON + timedelta(days=6, minutes=20))
    assert [matter.due_on - matter.started_on for matter in (old, new.diversion)] == [timedelta(30), timedelta(10)]
    requirement = reads.progress(cast.kim, old).requirement
    assert requirement.due_on == old.due_on


@pytest.mark.django_db
def test_what_is_not_due_at_any_time_comes_last_in_the_queue(cast):
    first = play.at_work(cast).diversion
    play.adopt_without_a_clock(cast, on=NOON.date() + timedelta(days=2))
    for days, name in ((3, "Sam"), (0, "Ana")):
        at = NOON + timedelta(days=days, hours=2)
        play.hand_over(cast, play.offer(cast, at=at, who=Who(given_name=name)), at=at + timedelta(minutes=20))
    due = [row.due_on for row in reads.queue(cast.vance, LATE).rows]
    assert due == [first.due_on, first.due_on, None]


@pytest.mark.django_db
def test_t13_by_the_bureau_s_default_nothing_is_sent_and_the_matter_stays_open(cast):
    matter = play.at_work(cast).diversion
    play.sign_notice_release(cast, matter)
    with pytest.raises(NotNow, match="not adopted"):
        justice.preview_notice(matter.pk, cast.dana.pk, by=cast.kim, at=LATE)
    (row,) = reads.queue(cast.vance, LATE).rows
    assert (row.due_on, row.status) == (matter.due_on, Status.HELD)
    assert justice.deliver(by=cast.vance, at=LATE) == justice.deliver(by=cast.dana, at=LATE) == []
    with pytest.raises(Diversion.DoesNotExist):
        reads.progress(cast.vance, matter)


@pytest.mark.django_db
@pytest.mark.parametrize(("signed", "completed"), [(True, False), (False, True), (False, False)])
def test_t3_without_both_steps_no_certificate_exists_on_any_day(cast, matter, signed, completed):
    if signed:
        play.sign(cast, matter.person)
    if completed:
        play.complete_intake(cast, matter.person)
    assert [reads.arrivals(cast.vance, NOON + timedelta(days=day)) for day in (11, 30, 40)] == [[], [], []]


@pytest.mark.django_db
def test_t4_done_at_ten_to_midnight_of_the_last_day_is_in_time(cast, matter):
    play.sign(cast, matter.person)
    last = reads.progress(cast.kim, matter).requirement.due_before
    play.complete_intake(cast, matter.person, at=last - timedelta(minutes=10))
    assert reads.progress(cast.kim, matter).is_met


@pytest.mark.django_db
def test_a_completion_can_be_taken_back_for_ten_minutes_and_until_then_nothing_leaves(cast, matter):
    play.sign(cast, matter.person)
    done = NOON + timedelta(days=10)
    intake = play.complete_intake(cast, matter.person, at=done)
    assert justice.deliver(by=cast.vance, at=done + timedelta(minutes=9, seconds=59)) == []
    justice.undo_intake(intake.pk, by=cast.kim, at=done + timedelta(minutes=9, seconds=59))
    assert justice.deliver(by=cast.vance, at=done + timedelta(days=1)) == []
    play.complete_intake(cast, matter.person, at=done)
    with pytest.raises(NotNow, match="ten minutes are over"):
        justice.undo_intake(intake.pk, by=cast.kim, at=done + timedelta(minutes=10))


ONLY_A_RECEIPT = {"news: [received, certificate, shared_update]": "news: [received]"}


@pytest.mark.django_db
@pytest.mark.parametrize(("change", "told"), [({}, 1), (ONLY_A_RECEIPT, 0)], ids=["certificate", "a receipt alone"])
def test_the_officer_is_told_what_the_protocol_of_the_referral_lists_whatever_a_release_says(cast, change, told):
    if change:
        play.adopt(cast, change, on=NOON.date())
    person = play.at_work(cast).person
    play.sign(cast, person)
    play.complete_intake(cast, person)
    assert len(justice.deliver(by=cast.dana, at=LATE)) == told
    assert len(justice.deliver(by=cast.vance, at=LATE)) == 1


@pytest.mark.django_db
def test_a_later_protocol_takes_nothing_from_the_officer_of_an_earlier_referral(cast, matter):
    play.sign(cast, matter.person)
    play.complete_intake(cast, matter.person)
    day = NOON + timedelta(days=12)
    play.adopt(cast, ONLY_A_RECEIPT, on=day.date(), at=day - timedelta(days=1))
    assert len(justice.deliver(by=cast.dana, at=LATE)) == 1


@pytest.mark.django_db
def test_more_time_is_given_by_the_role_that_the_protocol_names_with_a_reason_and_once(cast, matter):
    until = LATE.date() + timedelta(days=1)
    with pytest.raises((NotYours, Diversion.DoesNotExist)):
        justice.extend(matter.pk, until=until, reason="x", by=cast.kim, at=LATE)
    for wrong in ({"reason": " "}, {"until": matter.due_on}, {"until": matter.due_on + timedelta(days=31)}):
        with pytest.raises(Incomplete):
            justice.extend(matter.pk, **{"until": until, "reason": "In hospital"} | wrong, by=cast.pat, at=LATE)
    justice.extend(matter.pk, until=until, reason="In hospital", by=cast.pat, at=LATE)
    assert reads.progress(cast.kim, matter).requirement.due_on == until
    with pytest.raises(NotNow, match="no further extension"):
        justice.extend(matter.pk, until=until + timedelta(days=1), reason="x", by=cast.pat, at=LATE)


@pytest.mark.django_db
def test_where_all_is_done_no_more_time_is_given_and_no_way_to_it_is_shown(cast, matter):
    assert reads.extension_open(cast.pat, matter, LATE)
    play.sign(cast, matter.person)
    play.complete_intake(cast, matter.person)
    assert reads.extension_open(cast.pat, matter, LATE) is None
    assert [until for _due, _matter, until in reads.open_clocks(cast.pat, LATE)] == [None]
    with pytest.raises(NotNow, match="No more time is needed here"):
        justice.extend(matter.pk, until=LATE.date(), reason="In hospital", by=cast.pat, at=LATE)
    assert not matter.extensions.exists()


@pytest.mark.django_db
def test_a_prosecutor_may_give_more_time_whatever_is_done_and_reads_nothing_from_it(cast):
    day = NOON + timedelta(minutes=1)
    play.adopt(cast, {"by: project_manager, days: 30": "by: prosecutor, days: 30"}, on=NOON.date())
    done, open_one = play.at_work(cast).diversion, play.at_work(cast, at=day).diversion
    play.sign(cast, done.person)
    play.complete_intake(cast, done.person)
    for matter in (done, open_one):
        until = reads.extension_open(cast.vance, matter, LATE)
        assert justice.extend(matter.pk, until=until, reason="They asked", by=cast.vance, at=LATE).until == until


@pytest.mark.django_db
def test_more_time_ends_today_or_later_and_where_no_such_day_is_left_that_is_said(cast, matter):
    def extend(until, at):
        return justice.extend(matter.pk, until=until, reason="In hospital", by=cast.pat, at=at)

    late = NOON + (matter.due_on - NOON.date()) + timedelta(days=15)
    with pytest.raises(Incomplete, match="That day is past"):
        extend(late.date() - timedelta(days=1), late)
    with pytest.raises(NotNow, match="No more time can be given here"):
        extend(late.date() + timedelta(days=16), late + timedelta(days=16))
    assert not matter.extensions.exists()
    # Still the same evening at the site, where it is tomorrow already in London.
    assert extend(late.date(), late.astimezone(UTC).replace(hour=0) + timedelta(days=1)).until == late.date()


def test_every_holder_of_a_step_has_its_row_in_the_policy():
    assert {step.holder for step in STEPS} == set(Holder) == set(policies.MAY_TAKE)


@pytest.mark.django_db
def test_once_a_matter_is_decided_more_time_is_refused_because_of_that(cast):
    matter = play.at_work(cast).diversion
    justice.decide("do_not_file", matter.pk, by=cast.vance, at=NOON + timedelta(days=5))
    with pytest.raises(NotNow, match="This matter is decided already"):
        justice.extend(
            matter.pk,
            until=matter.due_on + timedelta(days=1),
            reason="Was ill",
            by=cast.pat,
            at=NOON + timedelta(days=6),
        )
