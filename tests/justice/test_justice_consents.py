"""The consent of 42 CFR 2.35: one prosecutor, one matter whose charge is held, until its day; it ends with the decision."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from offramp.consent import actions as consent
from offramp.consent import reads as consent_reads
from offramp.consent.actions import Choice, Signature
from offramp.consent.models import Disclosure, ReleaseLine, ReleaseOfInformation
from offramp.consent.states import ReleaseKind
from offramp.directory.states import Role
from offramp.justice import actions as justice
from offramp.justice import consents, reads, states, updates
from offramp.justice.models import ContactWord, Diversion
from offramp.kernel import clocks
from offramp.kernel.classification import DataClass
from offramp.kernel.models import TrailRow
from offramp.kernel.refusals import Incomplete, NotNow, NotYours
from offramp.referrals.states import Door
from tests import cast as play
from tests.cast import NOON

pytestmark = pytest.mark.django_db
SIGNED = NOON + timedelta(days=3)
DONE = NOON + timedelta(days=11)  # both steps are done, and the ten minutes are over
ADOPTED = NOON - timedelta(days=1)
CERTIFICATE = "Intake and release completed on Mar 12, 2026."


@pytest.fixture
def cast():
    made = play.at_site("bureau")
    play.adopt(made, play.JUSTICE_CONSENT_ALLOWED, on=ADOPTED.date())
    return made


@pytest.fixture
def matter(cast):
    return play.at_work(cast).diversion


def due(cast, matter):
    """The first instant of the due date, where the site is."""
    return clocks.end_of_day(matter.due_on - timedelta(days=1), cast.site.time_zone)


def only_the_justice_consent(cast, matter):
    """Both steps are done; the release was stopped again, and what remains on is the justice consent."""
    play.sign(cast, matter.person, recipients=("vance",))
    paper = play.sign_justice_consent(cast, matter)
    play.complete_intake(cast, matter.person)
    for line in ReleaseLine.objects.exclude(release=paper):
        consent.stop(line, by=cast.kim, at=NOON + timedelta(days=10, hours=1))
    return paper


def read_by(reader, at=DONE):
    return [arrival.text for arrival, _told in justice.deliver(by=reader, at=at)]


def test_the_certificate_arrives_by_it_when_the_release_is_stopped_and_is_accounted_for(cast, matter):
    paper = only_the_justice_consent(cast, matter)
    assert read_by(cast.vance) == [CERTIFICATE]
    told = Disclosure.objects.get()
    assert (told.line.release, told.kind, told.recipient) == (paper, "certificate", cast.vance)
    assert told.statement


def test_it_tells_no_officer_no_other_prosecutor_and_nothing_of_another_matter(cast, matter):
    only_the_justice_consent(cast, matter)
    sato = play.second_prosecutor(cast)
    assert [read_by(one) for one in (cast.dana, cast.ames, sato)] == [[], [], []]
    other = play.offer(cast, at=NOON + timedelta(days=4))
    play.hand_over(cast, other, at=NOON + timedelta(days=4, hours=1))
    Diversion.objects.filter(pk=other.diversion.pk).update(person=matter.person)
    assert reads.arrivals(cast.vance, DONE)[0].about_id == matter.pk
    assert len(reads.arrivals(cast.vance, DONE)) == 1


def test_it_is_no_release_for_the_clock_and_lets_nobody_write_an_update(cast, matter):
    play.sign_justice_consent(cast, matter)
    play.complete_intake(cast, matter.person)
    assert read_by(cast.vance) == []
    assert reads.progress(cast.kim, matter).missing == ("release_signed",)
    assert reads.update_choices(cast.kim, matter.person, DONE) == []


@pytest.mark.parametrize("name", ["dana", "ames", "marcus", "ito", "kim", "pat"])
def test_only_a_prosecutor_is_ever_named_whoever_asks(cast, matter, name):
    with pytest.raises(NotNow, match="names only a prosecutor"):
        play.sign_justice_consent(cast, matter, recipient=name)
    assert not ReleaseOfInformation.objects.exists()


@pytest.mark.parametrize("by", ["dana", "vance", "marcus", "pat", "rosa"])
def test_only_the_case_manager_of_the_person_signs_it_with_them(cast, matter, by):
    with pytest.raises((NotYours, Diversion.DoesNotExist)):
        play.sign_justice_consent(cast, matter, by=by)


def test_it_waits_a_day_after_the_stop_like_every_paper(cast):
    referral = play.offer(cast, at=NOON)
    play.hand_over(cast, referral, at=NOON + timedelta(minutes=20))
    play.meet(cast, referral, at=NOON + timedelta(minutes=50))
    play.take_over(cast, referral.person, at=NOON + timedelta(minutes=60))
    with pytest.raises(NotNow, match="a day after the stop"):
        play.sign_justice_consent(cast, referral.diversion, at=NOON + timedelta(hours=3))


def test_it_is_not_signed_while_an_officer_is_there(cast, matter):
    with pytest.raises(Incomplete, match="only when no officer is present"):
        play.sign_justice_consent(cast, matter, no_officer_present=False)


def test_a_site_that_did_not_allow_it_has_none():
    cast = play.at_site("bureau")
    matter = play.at_work(cast).diversion
    assert consents.recipients(cast.kim, matter, SIGNED) == []
    with pytest.raises(NotNow, match="does not allow a justice consent"):
        play.sign_justice_consent(cast, matter)


def test_once_the_site_takes_it_back_nothing_more_arrives_by_one_that_was_signed(cast, matter):
    only_the_justice_consent(cast, matter)
    back = {new: old for old, new in play.JUSTICE_CONSENT_ALLOWED.items()}
    play.adopt(cast, back, on=(NOON + timedelta(days=10)).date(), at=NOON + timedelta(days=9))
    assert read_by(cast.vance) == []


def test_a_paper_that_does_not_print_its_days_is_not_kept(cast, matter):
    with pytest.raises(NotNow, match="The matter changed"):
        play.sign_justice_consent(cast, matter, text="R. Vance may be told.")
    assert not ReleaseOfInformation.objects.exists()


def test_nobody_is_asked_twice_nor_after_the_decision_nor_once_the_due_date_has_come(cast, matter):
    assert consents.recipients(cast.kim, matter, SIGNED) == [cast.vance]
    assert consents.recipients(cast.kim, matter, due(cast, matter)) == []
    play.sign_justice_consent(cast, matter)
    assert consents.recipients(cast.kim, matter, SIGNED + timedelta(hours=1)) == []
    decided = justice.decide("file", matter.pk, reason="Own file.", by=cast.vance, at=DONE)
    assert "decided" in consents.may_ask(cast.kim, decided, cast.vance, DONE).reason


def test_before_its_day_a_stop_is_refused_in_one_sentence_and_from_it_on_it_counts_at_once(cast, matter):
    paper = only_the_justice_consent(cast, matter)
    line, day = paper.lines.get(), due(cast, matter)
    assert paper.revocable_from == line.revocable_from == day
    with pytest.raises(NotNow, match=r"can be stopped from April 1, 2026 on\.") as refused:
        consent.stop(line, by=cast.kim, at=day - timedelta(seconds=1))
    assert "Every other release can be stopped today." in str(refused.value)
    assert read_by(cast.vance, day - timedelta(seconds=1)) == [CERTIFICATE]
    consent.stop(line, by=cast.kim, at=day)
    assert read_by(cast.vance, day) == []


@pytest.mark.parametrize("days", [0, 14])
def test_it_ends_with_the_due_date_and_the_days_that_the_protocol_gives_after_it(cast, days):
    given = {"decided_on: 2025-10-01": f"decided_on: 2025-10-01\n  days_after: {days}"}
    play.adopt(cast, given, on=ADOPTED.date() + timedelta(days=1))
    matter = play.at_work(cast).diversion
    line = only_the_justice_consent(cast, matter).lines.get()
    assert line.ends_at == due(cast, matter) + timedelta(days=1 + days)
    assert read_by(cast.vance, line.ends_at) == []
    assert read_by(cast.vance, line.ends_at - timedelta(seconds=1)) == [CERTIFICATE]


def test_every_other_release_can_be_stopped_on_any_day_beside_it(cast, matter):
    play.sign_justice_consent(cast, matter)
    play.sign(cast, matter.person)
    for line in ReleaseLine.objects.filter(release__kind=ReleaseKind.RELEASE):
        assert consent.stop(line, by=cast.kim, at=SIGNED + timedelta(hours=1)).stopped_at
    assert ReleaseLine.objects.get(release__kind=ReleaseKind.JUSTICE).stopped_at is None


@pytest.mark.parametrize("step", [step.verb for step in states.STEPS if step.holder is states.Holder.PROSECUTOR])
def test_whatever_the_prosecutor_decides_ends_it_at_the_next_request(cast, matter, step):
    paper = only_the_justice_consent(cast, matter)
    assert read_by(cast.vance) == [CERTIFICATE]
    later = DONE + timedelta(hours=1)
    justice.decide(step, matter.pk, reason="Own file.", by=cast.vance, at=later)
    assert read_by(cast.vance, later) == []
    line = paper.lines.get()
    assert (line.ends_at, line.stopped_at) == (later, None)
    assert TrailRow.objects.filter(action="end_paper").count() == 1
    assert consent.stop(line, by=cast.kim, at=later + timedelta(hours=1)).stopped_at is None


def test_a_decision_ends_nothing_else(cast, matter):
    play.sign(cast, matter.person, recipients=("vance",))
    play.sign_justice_consent(cast, matter)
    play.complete_intake(cast, matter.person)
    justice.decide("do_not_file", matter.pk, by=cast.vance, at=DONE)
    assert read_by(cast.vance, DONE + timedelta(hours=1)) == [CERTIFICATE]


def test_another_site_asks_says_and_learns_nothing(cast, matter):
    play.sign_justice_consent(cast, matter)
    say(cast, matter)
    elsewhere = play.at_site("rochester-monroe")
    assert consents.recipients(elsewhere.kim, matter, SIGNED) == []
    assert not consents.may_ask(elsewhere.kim, matter, cast.vance, SIGNED)
    assert consents.contact_choices(elsewhere.kim, matter, WRITTEN) == []
    assert consents.contact_words(elsewhere.kim, matter) == []
    assert consents.arrivals(elsewhere.vance, WRITTEN) == []
    with pytest.raises(NotNow):
        consents.terms(elsewhere.kim, matter, "en")


def test_it_is_never_asked_for_outside_an_arrest_diversion(cast, matter):
    matter.referral.door = Door.SOCIAL_CONTACT
    assert "only for a charge that is held" in consents.may_ask(cast.kim, matter, cast.vance, SIGNED).reason


def test_the_database_refuses_any_other_recipient_class_or_matter(cast, matter):
    paper = play.sign_justice_consent(cast, matter)
    line = paper.lines.get()
    wrong = [
        ("consent_releaseline", "recipient_role", role, line.pk) for role in Role if role is not Role.PROSECUTOR
    ] + [
        ("consent_releaseline", "data_class", "C5u", line.pk),
        ("consent_releaseline", "data_class", "C5n", line.pk),
        ("consent_releaseline", "data_class", "C1", line.pk),
        ("consent_releaseline", "purpose", "care", line.pk),
        ("consent_releaseline", "is_yes", False, line.pk),
        ("consent_releaseofinformation", "about", None, paper.pk),
        ("consent_releaseofinformation", "revocable_from", None, paper.pk),
        ("consent_releaseofinformation", "revocable_from", paper.ends_at, paper.pk),
        ("consent_releaseofinformation", "revocable_from", paper.signed_at, paper.pk),
        ("consent_releaseofinformation", "kind", "release", paper.pk),
    ]
    for table, column, value, pk in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            _set(table, pk, **{column: value})


def test_the_database_refuses_a_stop_before_its_day(cast, matter):
    line = play.sign_justice_consent(cast, matter).lines.get()
    before = line.revocable_from - timedelta(seconds=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        _set("consent_releaseline", line.pk, stopped_at=before, stopped_by_id=cast.kim.pk)
    _set("consent_releaseline", line.pk, stopped_at=line.revocable_from, stopped_by_id=cast.kim.pk)


def test_a_line_to_an_officer_under_such_a_paper_opens_nothing_even_if_it_were_written(cast, matter):
    """Past the verb and past the constraint: the line of the paper without its day."""
    paper = only_the_justice_consent(cast, matter)
    copy = paper.lines.get()
    copy.pk, copy.recipient, copy.recipient_role, copy.revocable_from = None, cast.dana, Role.OFFICER, None
    ReleaseLine.objects.bulk_create(
        [ReleaseLine(**{f.attname: getattr(copy, f.attname) for f in copy._meta.fields if f.name != "id"})]
    )
    assert consent_reads.lines_for(cast.dana, matter.person)
    assert read_by(cast.dana) == []


@pytest.mark.parametrize(
    "change",
    [{"about": None}, {"revocable_from": None}, {"revocable_from": SIGNED}, {"kind": ReleaseKind.RELEASE}, {"classes": ()},
     {"classes": {DataClass.SHARED_UPDATE}}, {"classes": {DataClass.IDENTITY}}, {"to": "dana"}],
)  # fmt: skip
def test_the_verb_below_refuses_a_paper_that_is_not_whole(cast, matter, change):
    to, classes = cast.members[change.pop("to", "vance")], change.pop("classes", {DataClass.PARTICIPATION})
    whole = {
        "kind": ReleaseKind.JUSTICE, "about": matter.pk, "revocable_from": due(cast, matter),
        "choices": [Choice(to, frozenset(classes), due(cast, matter) + timedelta(days=9))],
    }  # fmt: skip
    with pytest.raises(Incomplete):
        consent.sign(
            matter.person, signature=Signature("Jordan Ellery", "typed", "Jordan Ellery"), discloser="Open Door",
            purpose="to follow it", text="x", language="en", no_officer_present=True, by=cast.kim, at=SIGNED,
            **whole | change,
        )  # fmt: skip


def _set(table, pk, **columns):
    """Past every verb and model, by SQL."""
    values = [*columns.values(), pk]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {', '.join(f'{name} = %s' for name in columns)} WHERE id = %s", [*map(_stored, values)]
        )


def _stored(value):
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value.hex if isinstance(value, UUID) and connection.vendor == "sqlite" else value


WRITTEN = NOON + timedelta(days=5)
NEXT = (NOON + timedelta(days=9)).date()
KEPT = "As of Mar 7, 2026, contact maintained: yes. Next date: Mar 11, 2026."


def say(cast, matter, *, to="vance", by="kim", at=WRITTEN, next_on=NEXT, was_seen=True):
    return updates.say_contact(
        matter.pk, recipient_id=cast.members[to].pk, next_on=next_on, was_seen=was_seen, by=cast.members[by], at=at
    )


def test_contact_is_said_in_one_fixed_sentence_read_once_and_accounted_for(cast, matter):
    paper = play.sign_justice_consent(cast, matter)
    say(cast, matter)
    assert not Disclosure.objects.exists()
    [(arrival, told)] = justice.deliver(by=cast.vance, at=WRITTEN + timedelta(hours=1))
    assert (arrival.text, told.text, told.kind, told.line.release) == (KEPT, KEPT, "contact", paper)
    justice.take_into_file(told.pk, by=cast.vance, at=WRITTEN + timedelta(hours=2))
    assert read_by(cast.vance, WRITTEN + timedelta(hours=3)) == []


def test_without_a_next_date_only_the_yes_is_said(cast, matter):
    play.sign_justice_consent(cast, matter)
    assert say(cast, matter, next_on=None).text == "As of Mar 7, 2026, contact maintained: yes."


def test_of_two_words_about_a_matter_the_newest_arrives(cast, matter):
    play.sign_justice_consent(cast, matter)
    say(cast, matter)
    say(cast, matter, at=WRITTEN + timedelta(days=1), next_on=None)
    assert read_by(cast.vance) == ["As of Mar 8, 2026, contact maintained: yes."]


def test_no_release_lets_contact_be_said_whatever_it_names(cast, matter):
    play.sign(cast, matter.person, classes=(DataClass.PARTICIPATION, DataClass.SHARED_UPDATE))
    for name in ("vance", "dana"):
        with pytest.raises(NotNow, match="No justice consent about this matter"):
            say(cast, matter, to=name)


@pytest.mark.parametrize("name", ["dana", "ames", "kim"])
def test_contact_is_said_to_nobody_but_the_prosecutor_it_names(cast, matter, name):
    play.sign_justice_consent(cast, matter)
    with pytest.raises(NotNow):
        say(cast, matter, to=name)
    say(cast, matter)
    assert read_by(play.second_prosecutor(cast), WRITTEN) == read_by(cast.dana, WRITTEN) == []


@pytest.mark.parametrize("by", ["dana", "vance", "marcus", "pat", "lou"])
def test_only_the_case_manager_of_the_person_says_it(cast, matter, by):
    play.sign_justice_consent(cast, matter)
    with pytest.raises((NotNow, Diversion.DoesNotExist)):
        say(cast, matter, by=by)
    assert not ContactWord.objects.exists()


@pytest.mark.parametrize("change", [{"was_seen": False}, {"next_on": (WRITTEN - timedelta(days=1)).date()}])
def test_it_is_not_said_unseen_nor_with_a_date_that_lies_back(cast, matter, change):
    play.sign_justice_consent(cast, matter)
    with pytest.raises(Incomplete):
        say(cast, matter, **change)


def stopped(cast, matter):
    consent.stop(ReleaseLine.objects.get(), by=cast.kim, at=due(cast, matter))
    return due(cast, matter)


def decided(cast, matter):
    justice.decide("do_not_file", matter.pk, by=cast.vance, at=DONE)
    return DONE


def past_due(cast, matter):
    return due(cast, matter) + timedelta(days=1)


def withdrawn(cast, matter):
    back = {new: old for old, new in play.JUSTICE_CONSENT_ALLOWED.items()}
    play.adopt(cast, back, on=DONE.date(), at=WRITTEN)
    return DONE


@pytest.mark.parametrize("end", [stopped, decided, past_due, withdrawn])
def test_what_was_said_and_not_read_is_not_shown_once_it_may_not_be_told(cast, matter, end):
    play.sign_justice_consent(cast, matter)
    say(cast, matter)
    assert len(consents.arrivals(cast.vance, WRITTEN)) == 1
    then = end(cast, matter)
    assert read_by(cast.vance, then) == []
    assert not Disclosure.objects.exists()
    with pytest.raises(NotNow):
        say(cast, matter, at=then)
