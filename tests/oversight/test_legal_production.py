"""What leaves under a court order: nothing without both papers and two people, and then exactly what is listed, once."""

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.db import Error, IntegrityError, connection, transaction

from offramp.consent.rules import MATRIX
from offramp.consent.statements import STATEMENT_VERSION
from offramp.directory.models import Membership
from offramp.directory.states import Role
from offramp.kernel import trail
from offramp.kernel.classification import DataClass
from offramp.kernel.models import TrailRow
from offramp.kernel.purposes import Purpose
from offramp.kernel.refusals import Incomplete, NotNow, NotYours, Refusal
from offramp.oversight import actions, orders, papers, rules
from offramp.oversight.items import NAMES, Item
from offramp.oversight.models import LegalItem, LegalList, LegalProcess, LegalStep
from offramp.oversight.states import PAPER_STEPS, Paper, PaperStatus
from offramp.people import actions as people
from offramp.people.models import Person
from tests import cast as play
from tests.cast import NOON

THEN = NOON + timedelta(days=2)
LISTED = ("people.Person.family_name", "casework.Intake.completed_at")
VERBS = sorted({step.verb for step in PAPER_STEPS})


@pytest.fixture
def cast(db):
    return play.at_site("bureau")


@pytest.fixture
def referral(cast):
    return play.at_work(cast)


def paper(cast, *, order="O-7", process="S-8", kind=Paper.ORDER):
    return actions.receive_paper(
        paper=kind, issuer="District Court", order_number=order, process_number=process, by=cast.noor, at=THEN
    )


def read(cast, made=None, **papers):
    made = made or paper(cast, **papers)
    orders.read_paper(made.pk, counsel="J. Reed, memo 12", by=cast.noor, at=THEN)
    return made


def list_it(cast, referral, *, made=None, by=None, **more):
    asked = {"code": referral.code, "fields": LISTED, "covers_confidential": False} | more
    return orders.list_items((made or read(cast)).pk, **asked, by=by or cast.noor, at=THEN)


def agreed(cast, referral, **more):
    return orders.agree_to_list(list_it(cast, referral, **more).pk, by=cast.imani, at=THEN)


def status_of(made):
    return LegalProcess.objects.get(pk=made.pk).status


def test_12_exactly_what_is_listed_leaves_each_with_its_row_of_the_accounting(cast, referral):
    play.complete_intake(cast, referral.person)
    done = orders.produce(agreed(cast, referral).pk, by=cast.noor, at=THEN)
    told = {item.field: item.text for item in papers.produced(cast.noor, done.pk, THEN)}
    assert set(told) == set(LISTED)
    assert told["people.Person.family_name"] == "Ellery"
    assert told["casework.Intake.completed_at"]
    rows = LegalItem.objects.filter(listed=done)
    assert {(row.recipient, row.statement, row.made_at) for row in rows} == {
        ("District Court", STATEMENT_VERSION, THEN)
    }
    assert {row.data_class for row in rows} == {"C1", "C5"}
    assert status_of(done.paper) == PaperStatus.PRODUCED


def test_each_step_is_on_the_trail_without_a_name_a_code_or_a_number(cast, referral):
    made = agreed(cast, referral)
    orders.produce(made.pk, by=cast.noor, at=THEN)
    steps = list(TrailRow.objects.filter(object_id=made.paper_id).order_by("seq").values_list("action", flat=True))
    assert steps == ["receive_paper", "read_paper", "list_items", "agree_to_list", "produce"]
    looks = TrailRow.objects.filter(purpose=Purpose.LEGAL_PROCESS)
    said = " ".join(str(row.detail) for row in looks)
    assert not [word for word in ("Ellery", referral.code, "O-7", "S-8", "J. Reed") if word in said]
    opened = looks.get(object_type="people.Person")
    assert (opened.object_id, opened.detail["opened"], opened.detail["items"]) == (referral.person_id, ["C1", "C5"], 2)


@pytest.mark.parametrize(
    ("kind", "order", "process"),
    [case for case in product(Paper, ["O-7", ""], ["S-8", ""]) if not all(case[1:]) or case[0] is Paper.ADMINISTRATIVE],
)
def test_12_without_both_papers_nothing_can_be_listed_and_the_answer_is_the_letter(
    cast, referral, kind, order, process
):
    made = read(cast, kind=kind, order=order, process=process)
    with pytest.raises(NotNow) as refused:
        list_it(cast, referral, made=made)
    assert str(refused.value) == made.decision.reason
    assert not LegalList.objects.exists()
    orders.answer_paper(made.pk, by=cast.noor, at=THEN)
    assert status_of(made) == PaperStatus.NOTHING


@pytest.mark.parametrize("missing", ["order_number", "process_number"])
def test_12_the_database_has_no_list_without_both_papers(cast, referral, missing):
    listed = list_it(cast, referral)
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalList.objects.filter(pk=listed.pk).update(**{missing: ""})


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", PaperStatus)
def test_out_of_each_state_there_are_the_steps_of_the_table_and_no_other(cast, referral, status, verb):
    made = paper(cast)
    listed = _bring_to(cast, referral, made, status)
    is_a_step = any((step.verb, step.source) == (verb, status) for step in PAPER_STEPS)
    before = LegalStep.objects.count()
    if is_a_step:
        _take(cast, referral, verb, made, listed)
        target = next(step.target for step in PAPER_STEPS if (step.verb, step.source) == (verb, status))
        assert status_of(made) == target
        return
    with pytest.raises((Refusal, LegalList.DoesNotExist)):
        _take(cast, referral, verb, made, listed)
    assert (LegalStep.objects.count(), status_of(made)) == (before, status)


def _bring_to(cast, referral, made, status):
    ways = {
        PaperStatus.RECEIVED: [], PaperStatus.READ: ["read_paper"], PaperStatus.NOTHING: ["read_paper", "answer_paper"],
        PaperStatus.LISTED: ["read_paper", "list_items"], PaperStatus.AGREED: ["read_paper", "list_items", "agree_to_list"],
        PaperStatus.PRODUCED: ["read_paper", "list_items", "agree_to_list", "produce"],
    }  # fmt: skip
    for verb in ways[status]:
        _take(cast, referral, verb, made, made.lists.last())
    return made.lists.last()


def _take(cast, referral, verb, made, listed):
    listed_id = listed.pk if listed else uuid4()
    return {
        "read_paper": lambda: read(cast, made),
        "answer_paper": lambda: orders.answer_paper(made.pk, by=cast.noor, at=THEN),
        "list_items": lambda: list_it(cast, referral, made=made),
        "agree_to_list": lambda: orders.agree_to_list(listed_id, by=cast.imani, at=THEN),
        "send_list_back": lambda: orders.send_list_back(listed_id, reason="Not the dates.", by=cast.imani, at=THEN),
        "produce": lambda: orders.produce(listed_id, by=cast.noor, at=THEN),
    }[verb]()


def test_12_whoever_wrote_the_list_is_not_the_second_in_any_role(cast, referral):
    both = Membership.objects.create(site=cast.site, user=cast.noor.user, role=Role.CIVIL_RIGHTS, name="Noor A.")
    listed = list_it(cast, referral)
    for who in (cast.noor, both):
        with pytest.raises(NotYours, match="not whoever wrote the list"):
            orders.agree_to_list(listed.pk, by=who, at=THEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalList.objects.filter(pk=listed.pk).update(agreed_at=THEN, agreed_by=both, agreed_user_id=cast.noor.user_id)
    with pytest.raises(NotNow):
        orders.produce(listed.pk, by=cast.noor, at=THEN)


def test_12_the_database_lets_nothing_out_that_two_people_did_not_agree_to(cast, referral):
    listed = list_it(cast, referral)
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalList.objects.filter(pk=listed.pk).update(produced_at=THEN, produced_by=cast.noor)


def test_a_list_that_went_back_opens_nothing_and_another_takes_its_place(cast, referral):
    made = read(cast)
    first = list_it(cast, referral, made=made)
    orders.send_list_back(first.pk, reason="Not the dates.", by=cast.imani, at=THEN)
    second = list_it(cast, referral, made=made, fields=["people.Person.family_name"])
    with pytest.raises(NotNow, match="took the place"):
        orders.agree_to_list(first.pk, by=cast.imani, at=THEN)
    orders.agree_to_list(second.pk, by=cast.imani, at=THEN)
    orders.produce(second.pk, by=cast.noor, at=THEN)
    assert [item.field for item in LegalItem.objects.all()] == ["people.Person.family_name"]


def test_the_same_token_produces_once(cast, referral):
    made, token = agreed(cast, referral), uuid4()
    first = orders.produce(made.pk, by=cast.noor, at=THEN, token=token)
    assert orders.produce(made.pk, by=cast.noor, at=THEN, token=token) == first
    with pytest.raises(NotNow):
        orders.produce(made.pk, by=cast.noor, at=THEN, token=uuid4())
    assert LegalItem.objects.count() == len(LISTED)


def test_9_where_the_trail_cannot_be_written_nothing_leaves(cast, referral, monkeypatch):
    made = agreed(cast, referral)

    def broken(*_, **__):
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(trail, "record_read", broken)
        with pytest.raises(OSError, match="disk"):
            orders.produce(made.pk, by=cast.noor, at=THEN)
    assert not LegalItem.objects.exists()
    assert status_of(made.paper) == PaperStatus.AGREED
    orders.produce(made.pk, by=cast.noor, at=THEN)
    assert LegalItem.objects.count() == len(LISTED)


@pytest.mark.parametrize("data_class", DataClass)
@pytest.mark.parametrize("covers", [True, False])
def test_what_the_matrix_closes_to_the_privacy_officer_never_leaves_and_what_was_said_to_get_help_needs_its_own_word(
    data_class, covers
):
    answer = rules.may_leave(data_class, reader=uuid4(), kept_by=None, covers_confidential=covers, at=THEN)
    is_open = MATRIX.get((Role.PRIVACY_OFFICER, data_class)) == "P"
    assert bool(answer) is (is_open and (covers or data_class not in {"C6", "C7", "C8"}))


def test_a_place_or_the_notice_can_be_no_row_of_the_accounting_not_by_sql_either(cast, referral):
    made = agreed(cast, referral)
    for data_class in ("C3", "C5n", "C13"):
        with pytest.raises(IntegrityError), transaction.atomic():
            LegalItem.objects.create(
                site=cast.site,
                listed=made,
                recipient="x",
                field="x",
                data_class=data_class,
                statement="x",
                made_at=THEN,
            )


def test_every_field_that_can_be_listed_exists_and_may_leave_by_its_own_class():
    for item in map(Item, NAMES):
        assert item.data_class in rules.PRODUCIBLE, item.name


@pytest.mark.parametrize(
    "fields", [(), ("people.Person.pk",), ("referrals.Referral.place",), ("casework.Meeting.next_place",)]
)
def test_only_what_is_on_the_list_of_fields_can_be_listed(cast, referral, fields):
    with pytest.raises(Incomplete, match="word for word"):
        list_it(cast, referral, fields=fields)


def test_health_is_listed_only_where_counsel_says_that_the_order_covers_it(cast, referral):
    made = read(cast)
    with pytest.raises(NotNow, match="Counsel must say"):
        list_it(cast, referral, made=made, fields=["casework.SupplyGiven.item"])
    assert list_it(cast, referral, made=made, fields=["casework.SupplyGiven.item"], covers_confidential=True)


def test_what_a_worker_keeps_alone_since_stops_all_of_it(cast, referral):
    made = agreed(cast, referral, fields=["people.Person.family_name", "people.Person.phone"])
    people.keep_contact(referral.person, by=cast.kim, at=THEN)
    with pytest.raises(NotNow, match="keeps this to themself"):
        orders.produce(made.pk, by=cast.noor, at=THEN)
    assert not LegalItem.objects.exists()


def test_an_unknown_code_and_one_of_another_site_are_answered_alike(cast, referral):
    elsewhere = play.at_site("fayette")
    theirs = play.at_work(elsewhere)
    made, said = read(cast), set()
    for code in ("ZZ-999", theirs.code):
        with pytest.raises(Incomplete) as refused:
            list_it(cast, referral, made=made, code=code)
        said.add(str(refused.value))
    assert len(said) == 1


@pytest.mark.parametrize("name", ["dana", "ames", "vance", "ito", "lou", "kim", "rosa", "pat"])
def test_no_other_role_takes_a_step_or_reads_anything(cast, referral, name):
    who, made = cast.members[name], read(cast)
    listed = list_it(cast, referral, made=made)
    assert not papers.legal_lists(who).exists()
    for act in (
        lambda: orders.answer_paper(made.pk, by=who, at=THEN),
        lambda: orders.agree_to_list(listed.pk, by=who, at=THEN),
        lambda: orders.produce(listed.pk, by=who, at=THEN),
        lambda: papers.produced(who, listed.pk, THEN),
        lambda: papers.legal_list(who, listed.pk, THEN),
    ):
        with pytest.raises((Refusal, LegalProcess.DoesNotExist, LegalList.DoesNotExist)):
            act()
    assert status_of(made) == PaperStatus.LISTED


def test_the_second_reads_no_value_and_produces_nothing(cast, referral):
    made = agreed(cast, referral)
    with pytest.raises(NotYours):
        orders.produce(made.pk, by=cast.imani, at=THEN)
    orders.produce(made.pk, by=cast.noor, at=THEN)
    with pytest.raises(LegalList.DoesNotExist):
        papers.produced(cast.imani, made.pk, THEN)
    assert "person_id" in papers.legal_list(cast.imani, made.pk, THEN).get_deferred_fields()


def test_another_site_s_overseers_reach_none_of_it(cast, referral):
    made, elsewhere = agreed(cast, referral), play.at_site("fayette")
    for who in (elsewhere.noor, elsewhere.imani):
        assert not papers.legal_lists(who).exists()
        with pytest.raises(LegalList.DoesNotExist):
            orders.produce(made.pk, by=who, at=THEN)
        with pytest.raises(LegalList.DoesNotExist):
            orders.agree_to_list(made.pk, by=who, at=THEN)


def test_the_accounting_and_the_steps_are_written_once(cast, referral):
    orders.produce(agreed(cast, referral).pk, by=cast.noor, at=THEN)
    for table in ("oversight_legalitem", "oversight_legalstep"):
        with pytest.raises(Error, match="written once"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")


def test_of_a_record_that_was_deleted_nothing_leaves(cast, referral):
    made = agreed(cast, referral)
    LegalList.objects.filter(pk=made.pk).update(person=None)
    with pytest.raises(NotNow, match="was deleted"):
        orders.produce(made.pk, by=cast.noor, at=THEN)
    assert Person.objects.filter(pk=referral.person_id).exists()
