"""T16: what the law says is to be forgotten is gone, from every table and page, for good, and the counts stay as they were."""

import hashlib
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction

from offramp.casework.models import Contact, Intake, Meeting
from offramp.consent.models import Disclosure, ReleaseOfInformation
from offramp.directory import actions as directory
from offramp.directory.states import Role
from offramp.justice import actions as justice
from offramp.justice import promises, updates
from offramp.justice import relief as reliefs
from offramp.justice.models import Diversion, Recall, RecordRelief
from offramp.justice.states import Opener
from offramp.kernel import context, erasures
from offramp.kernel.classification import DataClass
from offramp.kernel.refusals import Incomplete, NotNow, NotYours
from offramp.kernel.trail import Nobody
from offramp.oversight import orders, papers, removals
from offramp.oversight.models import LegalItem, Tombstone
from offramp.people.models import Person
from offramp.protocols.states import ReliefKind
from offramp.referrals import actions as referrals
from offramp.referrals import reads
from offramp.referrals.models import Referral, StillCounted
from offramp.reporting import reads as reporting
from offramp.reporting.states import Harmed, Outcome
from tests import cast as play
from tests.cast import LATE, NOON
from tests.moulds import emptied_of_tombstones

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
INCIDENT, STATUTE, NOTE, PLACE = "26-0417-88", "PL 155.25", "Steel thermos by the loading dock", "Third and Mill"
TOLD = (DataClass.PARTICIPATION, DataClass.SHARED_UPDATE)


@pytest.fixture(autouse=True)
def ledger(settings, tmp_path):
    settings.ERASURES = tmp_path / "removed-by-law.txt"
    return settings.ERASURES


@pytest.fixture
def cast():
    return play.at_site("rochester-monroe")


def decided(cast, at=NOON):
    """Diverted, cared for, told of, written up by the officer and not filed: everything that can hang on a matter."""
    referral = play.at_work(cast, at=at)
    written = {"incident_number": INCIDENT, "statute": STATUTE, "report_note": NOTE, "report_reference": "R-7781"}
    referrals.finish(referral.pk, by=cast.dana, at=at + timedelta(hours=2), **written)
    play.note(cast, referral.person, at=at + 2 * DAY)
    play.sign(cast, referral.person, at=at + 3 * DAY, classes=TOLD)
    updates.share_update(
        referral.person, recipient_id=cast.vance.pk, referral_id=referral.pk, opener=Opener.HAS_MET, was_seen=True,
        by=cast.kim, at=at + 4 * DAY,
    )  # fmt: skip
    play.complete_intake(cast, referral.person, at=at + 10 * DAY)
    for reader in (cast.vance, cast.dana):
        justice.deliver(by=reader, at=at + 11 * DAY)
    referral.refresh_from_db()
    return justice.decide("do_not_file", referral.diversion.pk, by=cast.vance, at=at + 12 * DAY)


def asked(cast, matter, *, at=LATE, **instead):
    said = {"kind": ReliefKind.EXPUNGED, "basis": "Protocol 10(b)", "ordered_on": at.date()} | instead
    return reliefs.ask_relief(matter.pk, by=cast.kim, at=at, **said)


def last_signs(matter):
    return matter.referral.code[-2:]


def remove(cast, relief, *, by=None, at=LATE + timedelta(hours=1)):
    return removals.remove(relief.pk, last_signs=last_signs(relief.diversion), by=by or cast.noor, at=at)


def everything():
    """Every value of every table of ours but the trail's marks, as text."""
    with context.across_sites(Nobody("operator"), context.Purpose.SECURITY_REVIEW, "a test looks at every row"):
        return [
            f"{model._meta.label}: {row}"
            for model in apps.get_models()
            if model._meta.managed
            for row in model._base_manager.values_list()
        ]


def where(*words):
    return [row[:200] for row in everything() for word in words if word in row]


def test_nothing_is_left_of_the_incident_in_any_table(cast):
    matter = decided(cast)
    referral, code = matter.referral, matter.referral.code
    assert all(where(word) for word in (INCIDENT, STATUTE, NOTE, PLACE, code))
    tombstone = remove(cast, asked(cast, matter))
    assert where(INCIDENT, STATUTE, NOTE, PLACE, code) == []
    leads = [
        row
        for row in where(str(referral.pk), repr(referral.pk))
        if not row.startswith(("kernel.TrailRow", "kernel.Answered"))
    ]
    assert leads == []  # the trail keeps identifiers that lead nowhere
    assert (tombstone.basis, str(tombstone.removed_on)) == ("expunged: Protocol 10(b)", str(LATE.date()))
    assert {field.name for field in Tombstone._meta.fields} == {"id", "site", "removed_on", "basis"}
    for kept in (Referral, Diversion, Disclosure, RecordRelief):
        assert not kept._base_manager.exists()


def test_the_officer_is_gone_from_beside_the_person_and_the_care_stays(cast):
    matter = decided(cast)
    person, dana = matter.person, cast.dana
    name = ReleaseOfInformation.objects.get(person=person).lines.filter(recipient=dana).first().recipient_name
    said = f"Who may be told: {name}, Rochester Police. Who may be told: R. Vance."
    ReleaseOfInformation.objects.filter(person=person).forget_words(text=said)
    remove(cast, asked(cast, matter))
    paper = ReleaseOfInformation.objects.get(person=person)
    assert not paper.lines.filter(recipient=dana).exists()
    assert paper.lines.filter(recipient=cast.vance).exists()
    assert paper.text == "Who may be told: (removed by law), Rochester Police. Who may be told: R. Vance."
    assert paper.text_sha256 == hashlib.sha256(paper.text.encode()).hexdigest()
    assert Meeting.objects.get(person=person).referral is None
    assert Contact.objects.filter(person=person).exists()
    assert Intake.objects.get(person=person).completed_at
    assert list(Person.objects.filter(given_name="Jordan")) == [person]


def test_an_officer_who_referred_the_person_another_time_stays_named_for_that(cast):
    matter = decided(cast)
    Referral.objects.filter(pk=play.offer(cast, at=LATE - DAY).pk).update(person=matter.person)
    remove(cast, asked(cast, matter))
    assert ReleaseOfInformation.objects.get(person=matter.person).lines.filter(recipient=cast.dana).exists()


def test_the_counts_are_the_same_before_and_after(cast):
    matter = decided(cast)
    Referral.objects.update(aggrieved_party="agrees")
    pat, then = cast.pat, NOON + timedelta(days=200)
    before = reporting._stops(pat, reporting.site_counted_until(pat, then))
    site = matter.site
    state = reporting._counts([site], reporting.site_counted_until(pat, then))
    assert before[2026, 1] == {(Outcome.SAID_YES, Harmed.AGREED): 1}
    assert [sum(count) for count in state.values()] == [1]
    sergeant = next(one for one in cast.members.values() if one.role == Role.SUPERVISOR)
    of_unit = reads.sent_by_unit(sergeant, NOON.replace(month=1, day=1, hour=5))
    assert dict(of_unit)["arrest_diversion"] == 1
    remove(cast, asked(cast, matter))
    assert reporting._stops(pat, reporting.site_counted_until(pat, then)) == before
    assert reporting._counts([site], reporting.site_counted_until(pat, then)) == state
    assert reads.sent_by_unit(sergeant, NOON.replace(month=1, day=1, hour=5)) == of_unit
    counted = StillCounted.objects.get()
    assert (counted.called_in, counted.handed_off_in) == (NOON.date().replace(day=1),) * 2


def test_whoever_the_accounting_named_is_told_once_in_one_sentence_and_nobody_else(cast):
    matter = decided(cast)
    named = set(Disclosure.objects.values_list("recipient", flat=True))
    assert named == {cast.vance.pk, cast.dana.pk}
    remove(cast, asked(cast, matter))
    assert set(Recall.objects.values_list("recipient", flat=True)) == named
    assert Recall.objects.count() == 2
    recall = promises.recalls(cast.vance).get()
    assert not promises.recalls(cast.kim).exists()
    with pytest.raises(ObjectDoesNotExist):
        reliefs.see_recall(recall.pk, by=cast.dana, at=LATE + DAY)
    reliefs.see_recall(recall.pk, by=cast.vance, at=LATE + DAY)
    assert not promises.recalls(cast.vance).exists()
    assert promises.recalls(cast.dana).exists()


def test_what_a_court_was_given_of_it_goes_too_and_that_it_was_given_stays(cast):
    matter = decided(cast)
    listed = play.listed_under_an_order(cast, matter.referral, at=LATE)
    listed.fields = ["referrals.Referral.incident_number", "people.Person.family_name"]
    listed.save()
    orders.agree_to_list(listed.pk, by=cast.imani, at=LATE)
    orders.produce(listed.pk, by=cast.noor, at=LATE)
    assert LegalItem.objects.filter(text=INCIDENT).exists()
    remove(cast, asked(cast, matter))
    assert dict(LegalItem.objects.values_list("field", "text")) == {
        "referrals.Referral.incident_number": "(removed by law)", "people.Person.family_name": "Ellery",
    }  # fmt: skip


def test_two_people_remove_a_record(cast):
    relief = asked(cast, decided(cast))
    signs = last_signs(relief.diversion)
    for somebody in (cast.kim, cast.rosa):
        with pytest.raises(NotYours, match="Only the privacy officer, and not whoever asked for it"):
            removals.remove(relief.pk, last_signs=signs, by=somebody, at=LATE)
    for somebody in (cast.dana, cast.vance, cast.pat, cast.imani, cast.lou):
        with pytest.raises(NotNow):
            removals.remove(relief.pk, last_signs=signs, by=somebody, at=LATE)
    both = directory.add_member(
        user=cast.kim.user, role=Role.PRIVACY_OFFICER, name="Kim", site=cast.site, agency=cast.kim.agency,
        by=Nobody("operator"), at=LATE,
    )  # fmt: skip
    with pytest.raises(NotYours):
        removals.remove(relief.pk, last_signs=signs, by=both, at=LATE)
    with pytest.raises(Incomplete, match="not the last two signs"):
        removals.remove(relief.pk, last_signs="00" if signs != "00" else "11", by=cast.noor, at=LATE)
    assert Referral.objects.exists()
    removals.remove(relief.pk, last_signs=signs.lower(), by=cast.noor, at=LATE)
    assert not Referral.objects.exists()
    with pytest.raises(NotNow):
        removals.remove(relief.pk, last_signs=signs, by=cast.noor, at=LATE)


def test_it_is_asked_for_with_a_basis_that_outlives_the_record(cast):
    matter = decided(cast)
    for basis, said in (("", "Write the law"), (f"Order {INCIDENT}", "a number of the record itself"),
                        (f"order {matter.referral.code.lower()}", "a number of the record itself")):  # fmt: skip
        with pytest.raises(Incomplete, match=said):
            asked(cast, matter, basis=basis)
    with pytest.raises(Incomplete, match="still to come"):
        asked(cast, matter, ordered_on=LATE.date() + 2 * DAY)
    first = asked(cast, matter)
    with pytest.raises(NotNow, match="asked for already"):
        asked(cast, matter)
    reliefs.take_back_relief(matter.pk, by=cast.kim, at=LATE)
    assert not RecordRelief.objects.exists()
    second = asked(cast, matter)
    assert second.pk != first.pk
    with pytest.raises(Incomplete, match="Write why"):
        reliefs.turn_down_relief(second.pk, reason=" ", by=cast.noor, at=LATE)
    reliefs.turn_down_relief(second.pk, reason="The order names somebody else.", by=cast.noor, at=LATE)
    assert [one.pk for one in promises.turned_down(cast.kim, LATE + DAY)] == [second.pk]
    assert promises.waiting(cast.noor, LATE) == []
    with pytest.raises(NotNow):
        reliefs.take_back_relief(matter.pk, by=cast.kim, at=LATE)
    assert asked(cast, matter, at=LATE + DAY).pk not in (first.pk, second.pk)
    assert promises.turned_down(cast.kim, LATE + DAY) == []


def test_a_held_charge_is_not_removed(cast):
    referral = play.at_work(cast)
    with pytest.raises(NotNow, match="still held"):
        asked(cast, referral.diversion)


def test_only_whoever_works_with_the_person_asks(cast):
    matter = decided(cast)
    for somebody in (cast.lou, cast.noor, cast.vance, cast.dana, cast.pat):
        with pytest.raises(ObjectDoesNotExist):
            reliefs.ask_relief(
                matter.pk, kind=ReliefKind.SEALED, basis="State code", ordered_on=LATE.date(), by=somebody, at=LATE
            )


def test_the_promise_of_the_protocol_comes_up_by_itself_on_its_day_and_until_somebody_asked(cast):
    matter = decided(cast)
    enrolled = NOON + 10 * DAY
    assert promises.reached(cast.kim, enrolled + 29 * DAY) == []
    ((about, promise, running),) = promises.reached(cast.kim, enrolled + 30 * DAY)
    assert (about.pk, promise.id, running.clock.days) == (matter.pk, "10(b)", 30)
    assert promises.reached(cast.rosa, enrolled + 30 * DAY) == []
    asked(cast, matter, at=enrolled + 30 * DAY)
    assert promises.reached(cast.kim, enrolled + 31 * DAY) == []


def test_somebody_who_did_not_go_on_is_forgotten_with_it(cast):
    """Their name was kept for the charge alone, and there is none any more."""
    referral = play.offer(cast)
    play.hand_over(cast, referral)
    play.meet(cast, referral)
    matter = justice.decide("do_not_file", referral.diversion.pk, by=cast.vance, at=NOON + 20 * DAY)
    play.take_over(cast, referral.person, at=NOON + 21 * DAY)
    relief = asked(cast, matter)
    referral.person.assignments.filter(member=cast.kim).delete()
    remove(cast, relief)
    assert not Person.objects.filter(given_name="Jordan").exists()
    assert Meeting.objects.get().person is None


def test_a_tombstone_says_nothing_of_whose_it_was_and_is_read_by_the_privacy_officer_alone(cast):
    tombstone = remove(cast, asked(cast, decided(cast)))
    assert tombstone.pk.version == 4
    assert papers.tombstone(cast.noor, tombstone.pk) == tombstone
    for reader in (cast.kim, cast.rosa, cast.dana, cast.vance, cast.lou, cast.pat, cast.imani):
        with pytest.raises(ObjectDoesNotExist):
            papers.tombstone(reader, tombstone.pk)
    with pytest.raises(Exception, match="written once"):
        connection.cursor().execute("UPDATE oversight_tombstone SET basis = 'x'")


def test_the_ledger_has_it_and_removes_again_what_a_restore_brings_back(cast, ledger):
    matter = decided(cast)
    referral = matter.referral.pk
    relief = asked(cast, matter)
    before = transaction.savepoint()  # the backup
    tombstone = remove(cast, relief)
    transaction.savepoint_rollback(before)  # the restore
    assert Referral.objects.filter(pk=referral).exists()
    (line,) = erasures.read(ledger)
    assert (line.referral, line.tombstone, line.site) == (referral, tombstone.pk, cast.site.pk)
    assert not any(word in ledger.read_text() for word in ("Jordan", "Ellery", INCIDENT, matter.referral.code, "Dana"))
    assert removals.replay(erasures.read(ledger), LATE + 5 * DAY) == {cast.site.pk: 1}
    assert not Referral.objects.exists()
    assert where(INCIDENT, NOTE, PLACE) == []
    assert Tombstone.objects.get() == tombstone
    assert Recall.objects.count() == 2
    assert removals.replay(erasures.read(ledger), LATE + 5 * DAY) == {}


def test_only_the_program_replays(cast, ledger):
    remove(cast, asked(cast, decided(cast)))
    with pytest.raises(NotYours, match="Only the program itself"):
        removals.remove_again(next(erasures.read(ledger)), by=cast.noor, at=LATE)


def test_a_line_that_a_loss_of_power_tore_off_was_never_final_and_stops_nobody(ledger):
    line = erasures.Erasure(uuid4(), uuid4(), uuid4(), NOON.date(), "sealed: State code")
    ledger.write_text('{"basis": "sea')
    erasures.add(ledger, line)
    assert list(erasures.read(ledger)) == [line]


def test_a_line_of_somebody_else_is_named(ledger):
    ledger.write_text('{"basis": "sealed"}\n')
    with pytest.raises(erasures.Unreadable, match="Line 1 of the ledger"):
        list(erasures.read(ledger))


@pytest.fixture
def emptied(transactional_db):
    yield
    emptied_of_tombstones()


class Killed(BaseException):
    """As if the machine had stopped there: nothing in the program catches it."""


def killed_at(number):
    """A wrapper of the database that dies at the statement of that number."""
    many = iter(range(1, 10_000))

    def execute(run, *statement):
        if next(many) == number:
            raise Killed
        return run(*statement)

    return execute


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("emptied")
def test_killed_at_any_statement_nothing_has_happened_and_it_can_be_done_again(cast, ledger):
    relief = asked(cast, decided(cast))
    referral = relief.diversion.referral_id
    whole, number = len(where(INCIDENT, STATUTE, NOTE, PLACE)), 0
    while Referral.objects.exists():
        number += 1
        try:
            with connection.execute_wrapper(killed_at(number)):
                remove(cast, relief)
        except Killed:
            is_gone = not Referral.objects.exists()  # killed in what follows the last step
            assert len(where(INCIDENT, STATUTE, NOTE, PLACE)) == (0 if is_gone else whole)
            written = (Tombstone.objects.count(), Recall.objects.count(), StillCounted.objects.count())
            assert written == ((1, 2, 1) if is_gone else (0, 0, 0))
    assert number > 40
    assert where(INCIDENT, STATUTE, NOTE, PLACE) == []
    assert (Tombstone.objects.count(), Recall.objects.count(), StillCounted.objects.count()) == (1, 2, 1)
    assert {line.referral for line in erasures.read(ledger)} == {
        referral
    }  # each that came so far is in it, with its own line
    assert removals.replay(erasures.read(ledger), LATE + DAY).total() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("emptied")
def test_killed_after_the_ledger_has_it_the_next_start_finishes(cast, ledger, monkeypatch):
    relief, add = asked(cast, decided(cast)), erasures.add

    def and_then_it_dies(*line):
        add(*line)
        raise Killed

    monkeypatch.setattr(erasures, "add", and_then_it_dies)
    with pytest.raises(Killed):
        remove(cast, relief)
    assert where(INCIDENT)
    assert removals.replay(erasures.read(ledger), LATE + DAY).total() == 1
    assert where(INCIDENT, STATUTE, NOTE, PLACE) == []
    assert (Tombstone.objects.count(), Recall.objects.count()) == (1, 2)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps rows until a vacuum, and says so")
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("emptied")
def test_neither_the_file_nor_its_log_holds_what_was_removed(cast):
    relief = asked(cast, decided(cast))
    signs = [word.encode() for word in (INCIDENT, STATUTE, NOTE, PLACE, relief.diversion.referral.code)]
    file = Path(connection.settings_dict["NAME"])
    parts = [file, file.with_name(f"{file.name}-wal")]
    assert all(any(sign in part.read_bytes() for part in parts) for sign in signs)
    remove(cast, relief)
    assert [sign for part in parts for sign in signs if sign in part.read_bytes()] == []
