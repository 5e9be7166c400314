"""A release: every element of 42 CFR 2.31 or none of it, and what follows from each line, until it is stopped."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from offramp.consent import actions as consent
from offramp.consent import reads
from offramp.consent.actions import Choice, Signature
from offramp.consent.models import Disclosure, ReleaseLine, ReleaseOfInformation
from offramp.consent.states import ReleaseKind, Sent, SignatureKind, Signer
from offramp.justice import actions as justice
from offramp.justice import reads as justice_reads
from offramp.kernel import trail
from offramp.kernel.classification import DataClass
from offramp.kernel.models import TrailRow
from offramp.kernel.refusals import Incomplete, NotNow, NotYours
from offramp.kernel.trail import Nobody
from offramp.people import actions as people
from tests import cast as play
from tests.cast import NOON
from tests.state import everything

pytestmark = pytest.mark.django_db
SIGNED = NOON + timedelta(days=3)
YEAR = timedelta(days=365)
LATER = NOON + timedelta(days=11)
TYPED = Signature("Jordan Ellery", SignatureKind.TYPED, "Jordan Ellery")


@pytest.fixture
def cast():
    return play.at_site("bureau")


@pytest.fixture
def person(cast):
    return play.at_work(cast).person


def yes(member, *classes, ends_at=SIGNED + YEAR):
    return Choice(member, frozenset(classes or {DataClass.PARTICIPATION}), ends_at)


def sign(cast, person, **changed):
    whole = {
        "choices": [yes(cast.vance)], "signature": TYPED, "discloser": cast.site.name, "purpose": "to hold the charge",
        "text": "You choose who we talk to.", "language": "en", "no_officer_present": True, "by": cast.kim, "at": SIGNED,
    }  # fmt: skip
    return consent.sign(person, **whole | changed)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        pytest.param("discloser", {"discloser": " "}, id="who may tell"),
        pytest.param("purpose", {"purpose": ""}, id="what for"),
        pytest.param("text", {"text": "\n"}, id="what the person read"),
        pytest.param("language", {"language": ""}, id="in which language"),
        pytest.param("choices", {"choices": []}, id="whom to tell"),
        pytest.param("no_officer_present", {"no_officer_present": False}, id="that no officer stands by"),
        pytest.param("signer_name", {"signature": replace(TYPED, name="  ")}, id="who signs"),
        pytest.param("signature", {"signature": replace(TYPED, drawn_or_typed=" ")}, id="the signature"),
        pytest.param("scan", {"signature": Signature("J", SignatureKind.PAPER)}, id="the signed paper"),
        pytest.param("witness", {"signature": Signature("J", SignatureKind.MARK)}, id="the witness of a mark"),
    ],
)
def test_a_release_without_one_of_its_elements_is_refused_by_its_name(cast, person, field, change):
    before = everything()
    with pytest.raises(Incomplete) as refused:
        sign(cast, person, **change)
    assert refused.value.field == field
    assert refused.value.sentence.endswith(".")
    assert everything() == before


def test_a_line_without_an_end_in_the_future_is_refused(cast, person):
    with pytest.raises(Incomplete, match="no end date in the future"):
        sign(cast, person, choices=[yes(cast.vance, ends_at=SIGNED)])


def test_nobody_is_named_twice_and_nobody_of_another_site(cast, person):
    with pytest.raises(Incomplete, match="named twice"):
        sign(cast, person, choices=[yes(cast.vance), Choice(cast.vance, frozenset(), SIGNED + YEAR)])
    elsewhere = play.at_site("fayette")
    with pytest.raises(Incomplete, match="another site"):
        sign(cast, person, choices=[yes(elsewhere.vance)])


@pytest.mark.parametrize("data_class", ["C2", "C3", "C4", "C5n", "C6", "C7", "C8", "C9", "C11", "C12"])
@pytest.mark.parametrize("name", ["dana", "vance"])
def test_a_justice_partner_is_never_offered_what_they_can_never_be_told(cast, person, name, data_class):
    if (name, data_class) == ("vance", "C1"):
        return
    with pytest.raises(Incomplete, match="can never be told this"):
        sign(cast, person, choices=[yes(cast.members[name], DataClass(data_class))])


def test_only_somebody_who_works_with_the_person_can_have_a_release_signed(cast, person):
    for name in ("rosa", "pat", "dana", "vance"):
        with pytest.raises(NotYours):
            sign(cast, person, by=cast.members[name])


WHOLE = {
    "kind": "release", "discloser": "x", "purpose": "x", "language": "en", "text": "x", "text_sha256": "x",
    "person_name": "x", "signer": Signer.SELF, "signer_name": "x", "signature_kind": "typed", "signature": "x", "scan": None,
    "witness_name": "", "was_read_aloud": False, "no_officer_present": True,
}  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"person_name": ""},
        {"discloser": ""}, {"purpose": ""}, {"text": ""}, {"text_sha256": ""}, {"signer_name": ""}, {"signature": ""},
        {"kind": "secret"}, {"signer": "a stranger"}, {"signature_kind": "paper"}, {"signature_kind": "mark"},
        {"no_officer_present": False}, {"ends_at": SIGNED}, {"signature_kind": "none"},
    ],
    ids=lambda change: "{}={!r}".format(*next(iter(change.items()))),
)  # fmt: skip
def test_the_database_itself_refuses_a_release_with_a_missing_element(cast, person, change):
    row = WHOLE | {"ends_at": SIGNED + YEAR, "signed_at": SIGNED} | change
    _insert(ReleaseOfInformation, WHOLE | {"ends_at": SIGNED + YEAR, "signed_at": SIGNED}, cast, person)
    with pytest.raises(IntegrityError), transaction.atomic():
        _insert(ReleaseOfInformation, row, cast, person)


def _insert(model, row, cast, person):
    """A row written past the program, with plain SQL."""
    row = row | {"id": uuid4(), "site": cast.site.pk, "person": person.pk, "signed_by": cast.kim.pk}
    fields = [model._meta.get_field(name) for name in row]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [field.get_db_prep_save(value, connection) for field, value in zip(fields, row.values(), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({marks})", values)


@pytest.mark.parametrize("data_class", ["C2", "C3", "C6", "C7", "C8", "C9", "C11", "C12"])
def test_the_database_itself_refuses_a_line_that_tells_justice_of_care(cast, person, data_class):
    line = sign(cast, person).lines.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleaseLine.objects.filter(pk=line.pk).update(data_class=data_class)


def test_the_paper_of_the_scene_keeps_a_name_for_72_hours_and_tells_nobody(cast, person):
    kept = consent.keep_name_72_hours(
        person, signature=TYPED, discloser="us", text="We keep your name.", language="en", by=cast.kim, at=SIGNED
    )
    assert kept.ends_at == SIGNED + timedelta(hours=72)
    assert not kept.lines.exists()
    assert reads.signed_at(Nobody("clock", cast.site.pk), person, needs=[]) is None


def test_a_no_is_kept_and_opens_nothing(cast, person):
    sign(cast, person, choices=[Choice(cast.vance, frozenset(), SIGNED + YEAR)])
    play.complete_intake(cast, person)
    assert ReleaseLine.objects.get().is_yes is False
    assert justice.deliver(by=cast.vance, at=LATER) == []


@pytest.mark.parametrize(
    ("needs", "names", "is_signed"),
    [
        ((), ("dana",), True), (("prosecutor",), ("vance",), True), (("prosecutor",), ("dana",), False),
        (("officer",), ("dana", "vance"), True), (("officer", "prosecutor"), ("vance",), False),
        (("officer", "prosecutor"), ("vance", "dana"), True),
    ],
)  # fmt: skip
def test_the_clock_counts_a_release_as_signed_with_a_yes_to_each_line_it_needs(cast, person, needs, names, is_signed):
    sign(cast, person, choices=[yes(cast.members[name]) for name in names])
    signed = reads.signed_at(Nobody("clock", cast.site.pk), person, needs=needs)
    assert signed == (SIGNED if is_signed else None)


def test_stopping_later_does_not_undo_that_it_was_signed(cast, person):
    release = sign(cast, person)
    consent.stop(release.lines.get(), by=cast.kim, at=SIGNED + timedelta(days=1))
    assert reads.signed_at(Nobody("clock", cast.site.pk), person, needs=["prosecutor"]) == SIGNED


def test_t14_after_a_stop_the_next_look_is_empty_and_what_was_told_stays_on_the_account(cast, person):
    play.sign(cast, person)
    play.complete_intake(cast, person)
    assert len(justice.deliver(by=cast.vance, at=LATER)) == 1
    rows = TrailRow.objects.count()

    for line in ReleaseLine.objects.all():
        consent.stop(line, by=cast.kim, at=LATER + timedelta(seconds=1))
    for name in ("vance", "dana"):
        assert justice.deliver(by=cast.members[name], at=LATER + timedelta(seconds=1)) == []
    assert [told.recipient_name for told in reads.accounting(cast.kim, person)] == ["R. Vance"]
    new = TrailRow.objects.order_by("seq").filter(site_id=cast.site.pk)[rows:]
    assert {row.action for row in new} <= {"stop_release"}


def test_the_newest_answer_about_a_recipient_counts_and_leaves_the_others_alone(cast, person):
    play.sign(cast, person, recipients=("vance", "dana"))
    play.complete_intake(cast, person)
    sign(cast, person, choices=[Choice(cast.vance, frozenset(), LATER + YEAR)], at=LATER)
    assert justice.deliver(by=cast.vance, at=LATER) == []
    assert len(justice.deliver(by=cast.dana, at=LATER)) == 1
    sign(cast, person, choices=[yes(cast.vance)], at=LATER + timedelta(hours=1))
    assert len(justice.deliver(by=cast.vance, at=LATER + timedelta(hours=1))) == 1


def test_a_second_stop_keeps_the_first_moment(cast, person):
    line = sign(cast, person).lines.get()
    consent.stop(line, by=cast.kim, at=LATER)
    line.stopped_at = None  # a worker's page that was opened before
    assert consent.stop(line, by=cast.kim, at=LATER + timedelta(hours=1)).stopped_at == LATER


def test_a_line_that_has_ended_tells_nothing_from_that_second_on(cast, person):
    sign(cast, person, choices=[yes(cast.vance, ends_at=LATER)])
    play.complete_intake(cast, person)
    assert len(justice_reads.arrivals(cast.vance, LATER - timedelta(seconds=1))) == 1
    assert justice.deliver(by=cast.vance, at=LATER) == []


def test_each_arrival_is_one_row_of_the_account_however_often_it_is_drawn(cast, person):
    play.sign(cast, person)
    play.complete_intake(cast, person)
    drawn = [justice.deliver(by=cast.members[name], at=LATER) for name in ("vance", "dana", "vance", "dana")]
    assert [len(arrivals) for arrivals in drawn] == [1, 1, 1, 1]
    assert Disclosure.objects.count() == TrailRow.objects.filter(action="disclose").count() == 2
    for told in Disclosure.objects.all():
        assert told.text == drawn[0][0][0].text
        assert told.line.recipient == told.recipient
        assert told.statement


def test_when_the_account_cannot_be_written_nothing_is_drawn(cast, person, monkeypatch):
    play.sign(cast, person)
    play.complete_intake(cast, person)
    before = everything()

    def full(*args, **fields):
        raise OSError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(trail, "record", full)
        with pytest.raises(OSError, match="no space"):
            justice.deliver(by=cast.vance, at=LATER)
    assert everything() == before
    assert len(justice.deliver(by=cast.vance, at=LATER)) == 1


def test_without_a_live_line_nothing_is_told_and_nothing_is_written(cast, person):
    before = everything()
    with pytest.raises(NotNow, match="No release in force"):
        consent.disclose(
            person, to=cast.vance, kind=Sent.CERTIFICATE, about_id=uuid4(), text="Done.", by=cast.vance, at=LATER
        )
    assert everything() == before


def test_what_was_read_is_not_drawn_again_and_only_by_its_recipient(cast, person):
    play.sign(cast, person)
    play.complete_intake(cast, person)
    ((_, told),) = justice.deliver(by=cast.dana, at=LATER)
    with pytest.raises(Disclosure.DoesNotExist):
        consent.mark_read(told.pk, by=cast.vance, at=LATER)
    consent.mark_read(told.pk, by=cast.dana, at=LATER)
    assert justice.deliver(by=cast.dana, at=LATER) == []


def test_when_the_work_with_a_person_ends_their_papers_close_at_the_next_look(cast, person):
    sign(cast, person)
    assert reads.releases(cast.kim, person).count() == 1
    people.end_assignment(person.assignments.get(member=cast.kim), by=cast.rosa, at=LATER)
    assert not reads.releases(cast.kim, person).exists()
    assert not reads.accounting(cast.kim, person).exists()
    with pytest.raises(type(person).DoesNotExist):
        reads.look(cast.kim, person, classes=[DataClass.IDENTITY], purpose="care", at=LATER)


def test_a_release_is_never_changed_or_deleted(cast, person):
    release = sign(cast, person)
    for attempt in (release.save, release.delete, lambda: ReleaseOfInformation.objects.update(text="x")):
        with pytest.raises(TypeError, match="written once"):
            attempt()


def test_the_notice_has_a_paper_of_its_own_which_names_nothing_else(cast, person):
    with pytest.raises(Incomplete, match="can never be told this"):
        sign_notice_paper(cast, person, uuid4(), choices=[yes(cast.dana)])
    kept = sign_notice_paper(cast, person, uuid4())
    assert [line.data_class for line in kept.lines.all()] == ["C5n"]


def sign_notice_paper(cast, person, about, **more):
    choices = [yes(cast.dana, DataClass.COMPLIANCE_NOTICE)]
    return sign(cast, person, **{"kind": ReleaseKind.COMPLIANCE_NOTICE, "choices": choices, "about": about} | more)


@pytest.mark.parametrize("wrong", [{"about": None}, {"kind": ReleaseKind.RELEASE}])
def test_the_paper_of_a_notice_names_one_matter_and_no_other_paper_does(cast, person, wrong):
    choices = [yes(cast.dana)] if "kind" in wrong else [yes(cast.dana, DataClass.COMPLIANCE_NOTICE)]
    with pytest.raises(Incomplete, match="names one matter"):
        sign_notice_paper(cast, person, **{"about": uuid4(), "choices": choices} | wrong)


def test_the_paper_about_one_matter_opens_ends_and_stops_nothing_of_another(cast, person):
    one, other = uuid4(), uuid4()
    papers = {about: sign_notice_paper(cast, person, about) for about in (one, other)}
    asked = {"to": cast.dana, "kind": Sent.COMPLIANCE_NOTICE, "text": "Not met.", "by": cast.kim, "at": LATER}
    with pytest.raises(NotNow):
        consent.disclose(person, about_id=uuid4(), **asked)
    consent.stop(papers[one].lines.get(), by=cast.kim, at=LATER)
    with pytest.raises(NotNow):
        consent.disclose(person, about_id=one, **asked)
    told = consent.disclose(person, about_id=other, **asked)
    assert told.line.release == papers[other]


def test_a_release_is_not_signed_with_a_typed_name_that_is_not_the_signers(cast, person):
    with pytest.raises(Incomplete) as refused:
        sign(cast, person, signature=replace(TYPED, drawn_or_typed='{"typed":"Zzz"}'))
    assert refused.value.field == "signature"
