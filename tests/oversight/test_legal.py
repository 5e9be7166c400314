"""What a subpoena, a warrant or an order opens: nothing alone, and together a question for counsel."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import Error, IntegrityError, connection, transaction

from offramp.kernel.decisions import Answer
from offramp.kernel.models import TrailRow
from offramp.kernel.refusals import Incomplete, NotYours
from offramp.oversight import actions, papers
from offramp.oversight.models import LegalProcess
from offramp.oversight.rules import answer_to
from offramp.oversight.states import Paper
from tests import cast as play
from tests.cast import NOON

EVERYTHING = list(product(Paper, [True, False], [True, False]))


@pytest.fixture
def cast(db):
    return play.at_site("bureau")


def receive(cast, *, by=None, paper=Paper.SUBPOENA, **more):
    asked = {"issuer": "District Court, part 4", "process_number": "S-26-118"} | more
    return actions.receive_paper(paper=paper, by=by or cast.noor, at=NOON, **asked)


@pytest.mark.parametrize(("paper", "has_order", "has_process"), EVERYTHING)
def test_12_never_a_yes_and_a_question_for_counsel_only_where_an_order_and_a_process_are_there(
    paper, has_order, has_process
):
    both = has_order and has_process and paper is not Paper.ADMINISTRATIVE
    decision = answer_to(paper, has_order=has_order, has_process=has_process)
    assert decision.answer is (Answer.ASK if both else Answer.NO)
    assert not decision


def test_each_no_has_its_own_sentence():
    said = {answer_to(paper, has_order=order, has_process=process).reason for paper, order, process in EVERYTHING}
    assert len(said) == 4
    sentence = answer_to(Paper.ADMINISTRATIVE, has_order=True, has_process=True).reason
    assert sentence == "An administrative warrant is not a court order. It opens nothing."


@pytest.mark.parametrize(("paper", "has_order", "has_process"), EVERYTHING)
def test_12_the_database_holds_nothing_that_the_rule_does_not_say(cast, paper, has_order, has_process):
    numbers = {"order_number": "O-7" * has_order, "process_number": "S-8" * has_process}
    made = receive(cast, paper=paper, **numbers)
    assert made.answer == made.decision.answer
    wrong = LegalProcess(
        site=cast.site, paper=paper, issuer="x", **numbers, answer=Answer.YES, received_at=NOON, received_by=cast.noor
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save()
    if made.answer == Answer.NO:
        wrong.answer = Answer.ASK
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()


def test_the_register_is_written_once(cast):
    receive(cast)
    for act in ("DELETE FROM oversight_legalprocess", "UPDATE oversight_legalprocess SET order_number = 'O-1'"):
        with pytest.raises(Error, match="written once"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(act)
    assert LegalProcess.objects.get().order_number == ""


def test_it_has_no_place_for_a_name_and_the_trail_holds_no_number(cast):
    made = receive(cast)
    fields = {field.name for field in LegalProcess._meta.concrete_fields}
    assert not fields & {"person", "name", "about"}
    row = TrailRow.objects.get(action="receive_paper")
    assert (row.object_id, row.detail) == (made.pk, {"paper": "subpoena", "answer": "no"})


def test_a_paper_is_from_somewhere(cast):
    with pytest.raises(Incomplete, match="which court or office"):
        receive(cast, issuer=" ")


@pytest.mark.parametrize("name", ["dana", "ames", "vance", "ito", "lou", "kim", "rosa", "pat", "imani"])
def test_the_register_is_the_privacy_officer_s_alone(cast, name):
    made, who = receive(cast), cast.members[name]
    assert not papers.legal_papers(who).exists()
    with pytest.raises(LegalProcess.DoesNotExist):
        papers.legal_paper(who, made.pk)
    with pytest.raises(NotYours):
        receive(cast, by=who)


def test_another_site_s_privacy_officer_reads_none_of_it(cast):
    receive(cast)
    assert not papers.legal_papers(play.at_site("fayette").noor).exists()


def test_the_newest_stands_first(cast):
    first = receive(cast)
    second = actions.receive_paper(paper=Paper.ORDER, issuer="x", by=cast.noor, at=NOON + timedelta(days=1))
    assert list(papers.legal_papers(cast.noor)) == [second, first]
