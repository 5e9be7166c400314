"""A complaint reaches whoever watches, never whom it is about, and nobody can make it go away."""

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction

from offramp.directory.states import JUSTICE_ROLES, Role
from offramp.kernel.models import TrailRow
from offramp.kernel.refusals import Incomplete, NotNow, NotYours
from offramp.oversight import actions, reads, rules
from offramp.oversight.models import Complaint, ComplaintAnswer
from offramp.oversight.states import COMPLAINT_LENGTH, About
from tests import cast as play
from tests.cast import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
WORDS = "He read my papers in front of everybody."


@pytest.fixture
def cast():
    return play.at_site("bureau")


def complain(cast, about=About.WORKER, **more):
    return actions.complain(**{"about": about, "words": WORDS, "by": play.stranger(cast), "at": NOON} | more)


def answer(complaint, *, by, step="answer", sentence="We asked the team, and papers stay in the office now."):
    return actions.answer_complaint(step, complaint.pk, sentence=sentence, by=by, at=LATER)


def read_by(cast, complaint):
    return {who.role for who in cast.members.values() if reads.complaints(who, LATER) == [complaint]}


@pytest.mark.parametrize("about", About)
def test_both_overseers_read_it_except_whom_it_is_about_and_nobody_else_does(cast, about):
    overseers = {Role.PRIVACY_OFFICER, Role.CIVIL_RIGHTS}
    concerned = {About.PRIVACY_OFFICER: {Role.PRIVACY_OFFICER}, About.CIVIL_RIGHTS: {Role.CIVIL_RIGHTS}}
    assert read_by(cast, complain(cast, about)) == overseers - concerned.get(about, set())


@pytest.mark.parametrize("about", About)
def test_no_justice_role_and_no_care_role_is_ever_among_its_readers(about):
    assert rules.readers(about)
    assert rules.readers(about) <= {Role.PRIVACY_OFFICER, Role.CIVIL_RIGHTS}
    assert not rules.readers(about) & JUSTICE_ROLES
    assert rules.answerer(about) in rules.readers(about)


def test_the_overseers_of_another_site_read_nothing(cast):
    made, elsewhere = complain(cast), play.at_site("fayette")
    assert read_by(elsewhere, made) == set()
    with pytest.raises(Complaint.DoesNotExist):
        reads.complaint(elsewhere.noor, made.pk, LATER)


def test_whoever_complains_stays_unknown_on_the_trail_and_their_words_are_not_on_it(cast):
    made = complain(cast, contact="(206) 555-0100")
    row = TrailRow.objects.get(action="complain")
    assert (row.actor_id, row.role, row.object_id) == (None, "stranger", made.pk)
    assert "papers" not in str(row.detail)
    assert "555" not in str(row.detail)


def test_each_look_at_a_complaint_is_on_the_trail(cast):
    made = complain(cast)
    reads.complaint(cast.imani, made.pk, LATER)
    row = TrailRow.objects.filter(action="read").latest("seq")
    assert (row.actor_id, row.object_type, row.object_id) == (cast.imani.pk, "oversight.Complaint", made.pk)


def test_the_privacy_officer_answers_and_closes_it_and_then_it_is_closed(cast):
    made = complain(cast)
    assert reads.may_answer(cast.noor, made, LATER)
    answer(made, by=cast.noor)
    answer(made, by=cast.noor, step="close", sentence="The person who complained is content with this.")
    shown = reads.complaint(cast.noor, made.pk, LATER)
    assert [said.status for said in shown.answers.all()] == ["answered", "closed"]
    assert not reads.may_answer(cast.noor, shown, LATER)
    with pytest.raises(NotNow, match="closed already"):
        answer(made, by=cast.noor)


def test_about_the_privacy_officer_the_reviewer_answers(cast):
    made = complain(cast, About.PRIVACY_OFFICER)
    with pytest.raises(Complaint.DoesNotExist):
        answer(made, by=cast.noor)
    assert answer(made, by=cast.imani).answered_by == cast.imani


def test_the_reviewer_reads_along_but_does_not_answer_for_the_privacy_officer(cast):
    with pytest.raises(NotYours, match="Only whoever answers this complaint can do this"):
        answer(complain(cast), by=cast.imani)


@pytest.mark.parametrize("name", ["dana", "ames", "vance", "ito", "lou", "kim", "rosa", "pat"])
def test_for_everybody_else_there_is_no_complaint_to_answer(cast, name):
    made = complain(cast)
    with pytest.raises(Complaint.DoesNotExist):
        answer(made, by=cast.members[name])


def test_nothing_is_kept_without_words_and_nothing_too_long(cast):
    for words, sentence in (("  ", "Write what happened."), ("x" * (COMPLAINT_LENGTH + 1), "at most 2000")):
        with pytest.raises(Incomplete, match=sentence):
            complain(cast, words=words)
    made = complain(cast)
    for sentence in ("", "x" * 601):
        with pytest.raises(Incomplete):
            answer(made, by=cast.noor, sentence=sentence)
    assert not ComplaintAnswer.objects.exists()


@pytest.mark.parametrize("table", ["oversight_complaint", "oversight_complaintanswer"])
@pytest.mark.parametrize("act", ["DELETE FROM {}", "UPDATE {} SET site_id = site_id"])
def test_34_the_database_itself_refuses_to_delete_or_change_it(cast, table, act):
    answer(complain(cast), by=cast.noor)
    with pytest.raises(Error, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table))
    assert (Complaint.objects.count(), ComplaintAnswer.objects.count()) == (1, 1)


def test_34_neither_does_the_code(cast):
    made = complain(cast)
    for act in (made.delete, made.save, Complaint.objects.all().delete, lambda: Complaint.objects.update(words="x")):
        with pytest.raises(TypeError, match="written once"):
            act()
