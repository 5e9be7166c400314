"""The compliance notice (T12): when it leaves, under which conditions, and what stops it."""

from datetime import timedelta

import pytest

from offramp.consent import actions as consent
from offramp.consent.actions import Signature
from offramp.consent.models import Disclosure, ReleaseLine
from offramp.consent.states import SignatureKind
from offramp.directory import actions as directory
from offramp.justice import actions as justice
from offramp.justice import notices, reads
from offramp.justice.models import Diversion, Notice
from offramp.justice.states import Answered
from offramp.kernel.refusals import NotNow, NotYours
from offramp.people import actions as people
from offramp.people.states import Duty
from offramp.protocols import reads as protocols
from offramp.referrals import actions as referrals
from offramp.referrals.actions import Who
from offramp.referrals.states import Mode
from tests import cast as play
from tests.cast import JORDAN, LATE, NOON
from tests.state import everything
from tests.verbs import OPERATOR

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return play.at_site("fayette")


def test_t12_previewed_then_told_then_sent_once_to_the_officer_named_and_accounted_for(cast):
    matter = play.late_matter(cast)
    kept = play.tell(cast, matter)
    sent = justice.send_notice(kept.pk, by=cast.kim, at=LATE + timedelta(hours=1))
    again = justice.send_notice(kept.pk, by=cast.kim, at=LATE + timedelta(hours=2))

    assert sent.sent_at == again.sent_at
    assert not Disclosure.objects.exists()  # nothing has left before it is shown
    ((arrival, told),) = justice.deliver(by=cast.dana, at=LATE + timedelta(hours=3))
    assert arrival.text == kept.text == told.text
    assert arrival.text.splitlines()[2] == "Requirement not met by its due date."
    assert Disclosure.objects.count() == 1
    assert justice.deliver(by=cast.vance, at=LATE + timedelta(hours=3)) == []
    for step in (
        lambda: justice.preview_notice(matter.pk, cast.dana.pk, by=cast.kim, at=LATE + timedelta(hours=4)),
        lambda: justice.tell_person(kept.pk, how="x", answer="x", by=cast.kim, at=LATE + timedelta(hours=4)),
    ):
        with pytest.raises(NotNow, match="sent already"):
            step()


def test_t12_it_is_accounted_for_when_it_is_shown_and_no_stop_calls_it_back(cast):
    matter = play.late_matter(cast)
    shown = LATE + timedelta(hours=3)
    justice.send_notice(play.tell(cast, matter).pk, by=cast.kim, at=LATE + timedelta(hours=1))
    justice.deliver(by=cast.dana, at=shown)
    consent.stop(ReleaseLine.objects.get(data_class="C5n"), by=cast.kim, at=shown + timedelta(hours=1))
    assert Disclosure.objects.get().made_at == shown
    assert became(cast, matter, shown + timedelta(hours=2)) == (shown, False)


def test_t12_what_became_of_a_notice_is_not_said_to_whoever_only_took_the_call(cast):
    matter = play.late_matter(cast)
    people.assign(matter.person, cast.lou, duty=Duty.ON_CALL, by=cast.kim, at=NOON + timedelta(days=2))
    justice.send_notice(play.tell(cast, matter).pk, by=cast.kim, at=LATE + timedelta(hours=1))
    assert notices.sent(cast.lou, matter.person, LATE + timedelta(hours=2)) is None


def became(cast, matter, at):
    """When the one notice was shown, and whether it still waits, as its case manager reads it."""
    (one,) = notices.sent(cast.kim, matter.person, at)
    return one.shown_at, one.waits


def _withdraw(cast, matter):
    text = protocols.in_force(cast.pat, LATE.date()).text
    assert "compliance_notice: adopted" in text
    play.adopt(cast, {new: old for old, new in play.NOTICE_ADOPTED.items()}, on=LATE.date(), at=LATE)


def _withdraw_and_adopt_anew(cast, matter):
    _withdraw(cast, matter)
    play.adopt(cast, play.NOTICE_ADOPTED, on=LATE.date(), at=LATE)


def _stop(cast, matter):
    consent.stop(ReleaseLine.objects.get(data_class="C5n"), by=cast.kim, at=LATE + timedelta(minutes=59))


def _decide(cast, matter):
    justice.decide_own("do_not_charge", matter.referral_id, by=cast.dana, at=LATE)


def _meet_it(cast, matter):
    play.sign(cast, matter.person, at=LATE)
    play.complete_intake(cast, matter.person, at=LATE)


def _extend(cast, matter):
    justice.extend(matter.pk, until=LATE.date() + timedelta(days=1), reason="In hospital", by=cast.pat, at=LATE)


def _number(cast, matter):
    referrals.finish(matter.referral_id, incident_number="26-4471", by=cast.dana, at=LATE)


def _leave(cast, matter):
    directory.end_member(cast.dana, by=OPERATOR, at=LATE)


def _end_work(cast, matter):
    people.end_assignment(matter.person.assignments.get(member=cast.kim), by=cast.rosa, at=LATE)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_decide, id="the matter was decided"),
        pytest.param(_withdraw, id="the policy was withdrawn"),
        pytest.param(_withdraw_and_adopt_anew, id="the policy was withdrawn, and adopted again for later matters"),
        pytest.param(_extend, id="an extension is open"),
        pytest.param(_meet_it, id="the requirement was met after all"),
        pytest.param(_stop, id="the release was stopped one minute before"),
        pytest.param(_number, id="the text is not what was previewed"),
        pytest.param(_leave, id="the officer has left"),
        pytest.param(_end_work, id="the case manager does not work with the person any more"),
    ],
)
def test_t12_what_changes_between_telling_and_sending_stops_the_notice(cast, change):
    matter = play.late_matter(cast)
    kept = play.tell(cast, matter)
    change(cast, matter)
    before = everything()
    with pytest.raises((NotNow, NotYours)) as refused:
        justice.send_notice(kept.pk, by=cast.kim, at=LATE + timedelta(hours=1))
    assert refused.value.sentence.endswith(".")
    assert everything() == before
    assert not any(
        arrival.kind == "compliance notice" for arrival in reads.arrivals(cast.dana, LATE + timedelta(hours=2))
    )


@pytest.mark.parametrize("ends_it", [_stop, _decide, _withdraw, _withdraw_and_adopt_anew, _extend, _meet_it])
def test_t12_what_was_sent_and_held_back_before_it_was_shown_is_in_no_accounting(cast, ends_it):
    matter = play.late_matter(cast)
    held_back = LATE + timedelta(hours=1)
    told = play.tell(cast, matter, at=LATE - timedelta(minutes=10))
    justice.send_notice(told.pk, by=cast.kim, at=LATE - timedelta(minutes=1))
    assert became(cast, matter, LATE - timedelta(minutes=1)) == (None, True)
    ends_it(cast, matter)
    drawn = justice.deliver(by=cast.dana, at=held_back)
    assert "compliance notice" not in {arrival.kind for arrival, _told in drawn}
    assert became(cast, matter, held_back) == (None, False)
    assert not Disclosure.objects.filter(kind="compliance notice").exists()


@pytest.mark.parametrize(
    ("signed", "adopts", "at"),
    [
        pytest.param({"recipient": "vance"}, True, LATE, id="the release names somebody else"),
        *(
            pytest.param({"drop": (term,)}, True, LATE, id=f"the paper does not print the {term}")
            for term in ("recipient", "may", "incident", "due")
        ),
        pytest.param(
            {"put": ("may charge the original offense", "may not do a thing")}, True, LATE, id="another consequence"
        ),
        pytest.param({"recipient": "dana"}, False, LATE, id="the policy is not adopted"),
        pytest.param({"recipient": "dana"}, True, NOON + timedelta(days=20), id="the due date has not passed"),
        pytest.param(None, True, LATE, id="no release was signed"),
    ],
)  # fmt: skip
def test_t12_with_a_condition_missing_from_the_start_nothing_is_even_previewed(cast, signed, adopts, at):
    if adopts:
        play.adopt(cast, play.NOTICE_ADOPTED, on=NOON.date())
    matter = play.at_work(cast).diversion
    if signed is not None:
        play.sign_notice_release(cast, matter, **signed)
    before = everything()
    with pytest.raises(NotNow):
        justice.preview_notice(matter.pk, cast.dana.pk, by=cast.kim, at=at)
    assert everything() == before


def test_t12_the_notice_bears_the_day_on_which_it_is_sent(cast):
    matter = play.late_matter(cast)
    kept, next_day = play.tell(cast, matter), LATE + timedelta(days=1)
    with pytest.raises(NotNow, match="Preview it again, and tell the person again"):
        justice.send_notice(kept.pk, by=cast.kim, at=next_day)
    play.tell(cast, matter, at=next_day)
    sent = justice.send_notice(kept.pk, by=cast.kim, at=next_day + timedelta(hours=1))
    assert sent.text.endswith(f"Dated Apr {next_day.day}, 2026.")
    ((_arrival, told),) = justice.deliver(by=cast.dana, at=next_day + timedelta(hours=2))
    assert told.text == sent.text


def test_t12_a_paper_about_one_matter_says_nothing_about_another_of_the_same_person(cast):
    matter = play.late_matter(cast)
    again = referrals.divert(
        facts=play.divertible(cast), who=JORDAN, mode=Mode.SCENE, by=cast.dana, at=NOON + timedelta(days=1)
    )
    play.hand_over(cast, again, at=NOON + timedelta(days=1, minutes=20))
    Diversion.objects.filter(pk=again.diversion.pk).update(person=matter.person)
    with pytest.raises(NotNow, match="names this recipient, this matter and this message"):
        justice.preview_notice(again.diversion.pk, cast.dana.pk, by=cast.kim, at=LATE)
    assert justice.preview_notice(matter.pk, cast.dana.pk, by=cast.kim, at=LATE).text


@pytest.mark.parametrize("language", ["en", "es"])
def test_t12_the_paper_prints_the_due_date_that_was_in_force_when_it_was_signed(cast, language):
    play.adopt(cast, play.NOTICE_ADOPTED, on=NOON.date())
    matter = play.at_work(cast).diversion
    until = matter.due_on + timedelta(days=5)
    first = play.notice_paper(cast, matter, cast.dana, language)
    justice.extend(matter.pk, until=until, reason="In hospital", by=cast.pat, at=NOON + timedelta(days=4))
    play.sign_notice_release(cast, matter, text=first, language=language, at=NOON + timedelta(days=5))
    with pytest.raises(NotNow, match="The person needs a new paper"):
        justice.preview_notice(matter.pk, cast.dana.pk, by=cast.kim, at=LATE)
    play.sign_notice_release(cast, matter, language=language, at=NOON + timedelta(days=6))
    assert justice.preview_notice(matter.pk, cast.dana.pk, by=cast.kim, at=LATE)


def test_t12_after_more_time_the_person_needs_a_new_paper_and_the_notice_names_the_day_that_it_prints(cast):
    matter = play.late_matter(cast)
    until = matter.due_on + timedelta(days=8)
    justice.extend(matter.pk, until=until, reason="In hospital", by=cast.pat, at=NOON + timedelta(days=9))
    with pytest.raises(NotNow, match="has not passed"):
        justice.preview_notice(matter.pk, cast.dana.pk, by=cast.kim, at=LATE - timedelta(days=3))
    with pytest.raises(NotNow, match="More time was given after this paper was signed"):
        justice.preview_notice(matter.pk, cast.dana.pk, by=cast.kim, at=LATE)
    paper = play.sign_notice_release(cast, matter, at=NOON + timedelta(days=10))
    said = justice.preview_notice(matter.pk, cast.dana.pk, by=cast.kim, at=LATE).text
    assert f"Due date: Apr {until.day}, 2026." in said
    assert f"April {until.day}, 2026" in paper.text
    assert matter.due_on.day != until.day


def test_t12_a_paper_with_the_code_still_counts_when_the_report_has_its_number(cast):
    matter = play.late_matter(cast)
    _number(cast, matter)
    assert "26-4471" in justice.preview_notice(matter.pk, cast.dana.pk, by=cast.kim, at=LATE).text


def test_t12_the_paper_is_signed_only_as_the_matter_stands_and_where_the_notice_is_adopted(cast):
    matter = play.at_work(cast).diversion
    at = NOON + timedelta(days=3)
    asked = {
        "signature": Signature("Jordan Ellery", SignatureKind.TYPED, "Jordan Ellery"), "language": "en",
        "text": play.notice_paper(cast, matter, cast.dana), "ends_at": LATE, "no_officer_present": True,
    }  # fmt: skip
    with pytest.raises(NotNow, match="has not adopted"):
        justice.sign_notice_paper(matter.pk, cast.dana.pk, **asked, by=cast.kim, at=at)
    play.adopt(cast, play.NOTICE_ADOPTED, on=NOON.date())
    later = play.offer(cast, at=NOON + timedelta(minutes=1), who=Who(given_name="Sam"))
    play.hand_over(cast, later, at=NOON + timedelta(minutes=21))
    play.take_over(cast, later.person)
    with pytest.raises(NotNow, match="changed since this paper was opened"):
        justice.sign_notice_paper(later.diversion.pk, cast.dana.pk, **asked, by=cast.kim, at=at)
    asked["text"] = play.notice_paper(cast, later.diversion, cast.dana)
    signed = justice.sign_notice_paper(later.diversion.pk, cast.dana.pk, **asked, by=cast.kim, at=at)
    assert signed.about == later.diversion.pk


def test_t12_once_the_matter_is_decided_no_paper_is_signed_nobody_is_told_and_what_was_sent_unread_is_not_shown(cast):
    matter = play.late_matter(cast)
    kept = play.tell(cast, matter)
    justice.send_notice(kept.pk, by=cast.kim, at=LATE + timedelta(hours=1))
    play.sign_notice_release(cast, matter, recipient="vance")
    other = justice.preview_notice(matter.pk, cast.vance.pk, by=cast.kim, at=LATE)
    assert len(reads.arrivals(cast.dana, LATE + timedelta(hours=2))) == 1
    decided = LATE + timedelta(hours=2)
    justice.decide_own("do_not_charge", matter.referral_id, by=cast.dana, at=decided)
    assert reads.arrivals(cast.dana, decided) == []
    papers = ReleaseLine.objects.filter(data_class="C5n")
    assert {(line.ends_at, line.stopped_at) for line in papers} == {(decided, None)}
    paper = {
        "signature": Signature("Jordan Ellery", SignatureKind.TYPED, "Jordan Ellery"), "language": "en",
        "text": play.notice_paper(cast, matter, cast.dana), "ends_at": decided + timedelta(days=9),
        "no_officer_present": True,
    }  # fmt: skip
    for refused in (
        lambda: justice.sign_notice_paper(matter.pk, cast.dana.pk, **paper, by=cast.kim, at=decided),
        lambda: justice.tell_person(other.pk, how="face to face", answer="ok", by=cast.kim, at=decided),
    ):
        with pytest.raises(NotNow, match="This matter is decided"):
            refused()


@pytest.mark.parametrize("answer", [None, Answered.STOP_IT])
def test_t12_a_notice_is_not_sent_untold_nor_against_the_person_s_word(cast, answer):
    matter = play.late_matter(cast)
    kept = justice.preview_notice(matter.pk, cast.dana.pk, by=cast.kim, at=LATE)
    if answer:
        justice.tell_person(kept.pk, how="face to face", answer=answer, by=cast.kim, at=LATE)
    with pytest.raises(NotNow):
        justice.send_notice(kept.pk, by=cast.kim, at=LATE + timedelta(hours=1))
    assert Notice.objects.get().sent_at is None


def test_t12_whoever_only_took_the_call_takes_no_step_towards_a_notice_and_an_assigned_supervisor_may(cast):
    matter = play.late_matter(cast)
    person, before = matter.person, NOON + timedelta(days=2)
    people.assign(person, cast.rosa, duty=Duty.ON_CALL, by=cast.kim, at=before)
    with pytest.raises(NotYours, match="Only the assigned case manager"):
        justice.preview_notice(matter.pk, cast.dana.pk, by=cast.rosa, at=LATE)
    kept = justice.preview_notice(matter.pk, cast.dana.pk, by=cast.kim, at=LATE)
    for step in (
        lambda: justice.tell_person(kept.pk, how="face to face", answer="ok", by=cast.rosa, at=LATE),
        lambda: justice.send_notice(kept.pk, by=cast.rosa, at=LATE),
    ):
        with pytest.raises(NotYours, match="Only the assigned case manager"):
            step()
    people.assign(person, cast.rosa, duty=Duty.SUPERVISION, by=cast.kim, at=before)
    assert justice.preview_notice(matter.pk, cast.dana.pk, by=cast.rosa, at=LATE).previewed_by == cast.rosa


def test_t12_a_notice_needs_the_case_manager_and_one_of_two_recipients(cast):
    matter = play.late_matter(cast)
    with pytest.raises(NotYours, match="referring officer or the prosecutor"):
        justice.preview_notice(matter.pk, cast.marcus.pk, by=cast.kim, at=LATE)
    for name in ("lou", "rosa", "pat", "vance", "dana"):
        with pytest.raises((NotYours, Diversion.DoesNotExist)):
            justice.preview_notice(matter.pk, cast.dana.pk, by=cast.members[name], at=LATE)
