"""What a protocol asks besides the two steps: recorded by the care team, counted by the clock, told to nobody else."""

from datetime import timedelta

import pytest

from offramp.justice import actions as justice
from offramp.justice import reads
from offramp.justice.models import Condition, Diversion
from offramp.kernel.refusals import NotNow, NotYours
from offramp.people import actions as people
from offramp.people.states import Duty
from offramp.protocols import reads as protocols
from tests import cast as play
from tests.cast import NOON

pytestmark = pytest.mark.django_db
PARTICIPATION = ("participation", "participation")
ORIENTATION = ("intake_due", "orientation")
STOPS = "    stops: [intake_completed, release_signed"
DAYS = "    days: 30\n    count: calendar\n    extension"
MEANS = "    means:\n      orientation: The person came to one orientation.\n"
DONE = NOON + timedelta(days=10)
LAST = DONE + timedelta(days=30)


@pytest.fixture
def cast():
    return play.at_site("rochester-monroe")


@pytest.fixture
def matter(cast):
    return play.at_work(cast).diversion


def enroll(cast, matter):
    play.sign(cast, matter.person)
    play.complete_intake(cast, matter.person, at=DONE)


def record(cast, matter, asked=PARTICIPATION, *, by=None, at=LAST):
    return justice.record_condition(matter.pk, *asked, by=by or cast.kim, at=at)


def test_the_clock_of_participation_starts_at_enrollment_and_counts_to_its_last_day(cast, matter):
    (before,) = reads.running(cast.kim, matter, DONE)
    assert (before.started_on, before.due_on, before.day) == (None, None, 0)
    enroll(cast, matter)
    days = [reads.running(cast.kim, matter, DONE + timedelta(days=n))[0].day for n in (0, 1, 29, 30, 45)]
    assert days == [0, 1, 29, 30, 30]
    (running,) = reads.running(cast.kim, matter, DONE)
    assert (running.started_on, running.due_on) == (DONE.date(), LAST.date())
    (asked,) = running.asked
    assert asked.means == "The person is enrolled and has been in touch with the case manager in these days."


def test_participation_is_not_recorded_before_its_days_are_over_and_the_refusal_says_from_when(cast, matter):
    with pytest.raises(NotNow, match="begin at enrollment"):
        record(cast, matter)
    enroll(cast, matter)
    with pytest.raises(NotNow, match="recorded from April 11, 2026 on"):
        record(cast, matter, at=LAST - timedelta(days=1))
    made = record(cast, matter)
    assert (made.recorded_at, made.recorded_by) == (LAST, cast.kim)
    assert record(cast, matter, at=LAST + timedelta(days=3)) == made


def test_a_condition_that_the_protocol_does_not_name_is_not_there(cast, matter):
    enroll(cast, matter)
    for asked in (ORIENTATION, ("intake_due", "intake_completed"), ("participation", "release_signed")):
        with pytest.raises(Diversion.DoesNotExist):
            record(cast, matter, asked)


def test_it_can_be_taken_back_for_ten_minutes_and_recorded_anew(cast, matter):
    enroll(cast, matter)
    made = record(cast, matter)
    undone = justice.undo_condition(made.pk, by=cast.kim, at=LAST + timedelta(minutes=9, seconds=59))
    assert undone.undone_by == cast.kim
    assert justice.undo_condition(made.pk, by=cast.kim, at=LAST + timedelta(days=2)) == made
    assert reads.running(cast.kim, matter, LAST)[0].asked[0].recorded is None
    again = record(cast, matter, at=LAST + timedelta(days=1))
    with pytest.raises(NotNow, match="ten minutes are over"):
        justice.undo_condition(again.pk, by=cast.kim, at=LAST + timedelta(days=1, minutes=10))
    assert Condition.objects.count() == 2


@pytest.mark.parametrize("name", ["lou", "rosa", "pat", "dana", "ames", "vance", "ito"])
def test_nobody_but_a_case_manager_who_works_with_the_person_records_it(cast, matter, name):
    enroll(cast, matter)
    with pytest.raises((NotYours, Diversion.DoesNotExist)):
        record(cast, matter, by=cast.members[name])
    made = record(cast, matter)
    with pytest.raises((NotYours, Diversion.DoesNotExist)):
        justice.undo_condition(made.pk, by=cast.members[name], at=LAST)


def test_a_peer_who_works_with_the_person_reads_it_and_does_not_record_it(cast, matter):
    enroll(cast, matter)
    people.assign(matter.person, cast.lou, duty=Duty.PEER, by=cast.kim, at=DONE)
    assert reads.running(cast.lou, matter, LAST)
    with pytest.raises(NotYours, match="Only a case manager who works with this person"):
        record(cast, matter, by=cast.lou)


@pytest.mark.parametrize("name", ["dana", "ames", "vance", "pat", "ito"])
def test_nobody_outside_care_can_ask_for_it(cast, matter, name):
    with pytest.raises(Diversion.DoesNotExist):
        reads.running(cast.members[name], matter, LAST)


def test_participation_changes_nothing_that_a_partner_is_told(cast, matter):
    enroll(cast, matter)
    before = [(one.kind, one.text) for one in reads.arrivals(cast.vance, LAST + timedelta(days=1))]
    record(cast, matter)
    assert [(one.kind, one.text) for one in reads.arrivals(cast.vance, LAST + timedelta(days=1))] == before


def test_a_clock_with_a_condition_of_its_own_is_met_when_that_happened_too_and_only_then_is_there_a_certificate():
    cast = play.at_site("bureau")
    play.adopt(cast, {f"{STOPS}]\n{DAYS}": f"{STOPS}, orientation]\n{MEANS}{DAYS}"}, on=NOON.date())
    matter = play.at_work(cast).diversion
    enroll(cast, matter)
    late = DONE + timedelta(days=5)
    assert reads.progress(cast.kim, matter).missing == ("orientation",)
    assert reads.arrivals(cast.vance, late) == []
    made = record(cast, matter, ORIENTATION, at=late)
    assert reads.progress(cast.kim, matter).done_at == late
    assert reads.arrivals(cast.vance, late + timedelta(minutes=9)) == []
    justice.undo_condition(made.pk, by=cast.kim, at=late + timedelta(minutes=9))
    assert reads.arrivals(cast.vance, late + timedelta(minutes=11)) == []
    record(cast, matter, ORIENTATION, at=late + timedelta(hours=1))
    (certificate,) = reads.arrivals(cast.vance, late + timedelta(hours=2))
    assert certificate.text == "All that this site's protocol asks was completed on Mar 17, 2026."


SIGNED = NOON + timedelta(days=3)
ALL = "All that this site's protocol asks was completed on"


@pytest.mark.parametrize(
    ("stops", "signed", "done", "says"),
    [
        ("intake_completed, release_signed", SIGNED, DONE, "Intake and release completed on Mar 12, 2026."),
        ("release_signed, intake_completed", DONE, SIGNED, "Intake and release completed on Mar 12, 2026."),
        ("release_signed", SIGNED, DONE, f"{ALL} Mar 5, 2026."),
        ("release_signed", DONE, SIGNED, f"{ALL} Mar 12, 2026."),
        ("intake_completed", SIGNED, DONE, f"{ALL} Mar 12, 2026."),
        ("intake_completed", DONE, SIGNED, f"{ALL} Mar 5, 2026."),
        ("orientation", SIGNED, DONE, f"{ALL} Mar 4, 2026."),
        ("release_signed, orientation", SIGNED, DONE, f"{ALL} Mar 5, 2026."),
        ("intake_completed, orientation", DONE, SIGNED, f"{ALL} Mar 5, 2026."),
    ],
)
def test_whatever_stops_the_clock_nothing_is_told_before_both_steps_and_then_the_day_is_the_clock_s(
    stops, signed, done, says
):
    cast = play.at_site("bureau")
    means = MEANS if "orientation" in stops else ""
    play.adopt(cast, {f"{STOPS}]\n{DAYS}": f"    stops: [{stops}]\n{means}{DAYS}"}, on=NOON.date())
    matter = play.at_work(cast).diversion
    if means:
        record(cast, matter, ORIENTATION, at=NOON + timedelta(days=2))
    steps = {
        signed: lambda: play.sign(cast, matter.person, at=signed),
        done: lambda: play.complete_intake(cast, matter.person, at=done),
    }
    steps[SIGNED]()
    assert reads.arrivals(cast.vance, DONE - timedelta(hours=1)) == []
    steps[DONE]()
    assert reads.arrivals(cast.vance, DONE + timedelta(minutes=9)) == []
    assert [one.text for one in reads.arrivals(cast.vance, DONE + timedelta(minutes=10))] == [says]


def test_a_clock_that_starts_at_the_referral_does_not_wait_for_the_hand_off():
    cast = play.at_site("bureau")
    play.adopt(cast, {"starts: hand_off": "starts: referral"}, on=NOON.date())
    referral = play.offer(cast)
    play.hand_over(cast, referral, at=NOON + timedelta(days=2))
    matter = Diversion.objects.get()
    days = protocols.in_force(cast.kim, NOON.date()).protocol.clock("intake_due").days
    assert (matter.started_on, matter.due_on) == (NOON.date(), NOON.date() + timedelta(days=days))
