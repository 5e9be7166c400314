"""In a medical emergency a supervisor opens a record for an hour; those who watch, and the person, see it."""

from datetime import timedelta

import pytest

from offramp.consent import actions, rules
from offramp.consent.models import EmergencyAccess
from offramp.consent.rules import MATRIX, Ask, Grounds, may_disclose
from offramp.directory.states import Role
from offramp.kernel.classification import DataClass
from offramp.kernel.models import TrailRow
from offramp.kernel.purposes import Purpose
from offramp.kernel.refusals import Incomplete, NotYours
from offramp.oversight import reads
from offramp.oversight.states import Why
from offramp.people.models import Person
from tests import cast as play
from tests.cast import NOON

THEN = NOON + timedelta(days=2)
REASON = "County hospital treats them and asks what they take."
EVERYBODY_ELSE = ["dana", "marcus", "ames", "vance", "ito", "lou", "kim", "pat", "noor", "imani"]


@pytest.fixture
def cast(db):
    return play.at_site("bureau")


@pytest.fixture
def person(cast):
    return play.at_work(cast).person


def open_it(cast, person, *, by=None, reason=REASON, at=THEN):
    return actions.open_in_emergency(person, reason=reason, by=by or cast.rosa, at=at)


@pytest.mark.parametrize("data_class", DataClass)
@pytest.mark.parametrize("row", [*Role, rules.ON_CALL])
def test_an_emergency_opens_the_cells_of_the_matrix_that_say_so_for_that_purpose_alone(row, data_class):
    opened = {
        purpose
        for purpose in Purpose
        if may_disclose(Ask(play.NOON, row, data_class, purpose, NOON), Grounds(is_emergency=True))
    }
    says_so = "E" in MATRIX.get((row, data_class), "").split("/")
    assert opened == ({Purpose.EMERGENCY_MEDICAL} if says_so else set())
    assert not says_so or row == Role.CM_SUPERVISOR


def test_the_supervisor_s_row_is_the_one_of_the_reference():
    cells = {c.value: MATRIX[Role.CM_SUPERVISOR, c] for c in DataClass if (Role.CM_SUPERVISOR, c) in MATRIX}
    either = dict.fromkeys(["C1", "C2", "C4", "C5", "C6", "C7"], "A/E")
    only = dict.fromkeys(["C3", "C8", "C11"], "E")
    assert cells == either | only | dict.fromkeys(["C5u", "C5n", "C9", "C10", "C12"], "A")


def test_27_it_opens_the_file_for_an_hour_and_not_a_second_longer(cast, person):
    access = open_it(cast, person)
    last = THEN + timedelta(minutes=59, seconds=59)
    file = reads.emergency_file(cast.rosa, access.pk, last)
    assert file.person == person
    assert {DataClass.IDENTITY, DataClass.CLINICAL} <= file.classes
    assert file.meeting is not None
    for at in (THEN + timedelta(hours=1), THEN - timedelta(seconds=1)):
        with pytest.raises(EmergencyAccess.DoesNotExist):
            reads.emergency_file(cast.rosa, access.pk, at)


def test_what_the_matrix_does_not_open_is_not_fetched(cast, person, monkeypatch, django_assert_max_num_queries):
    access = open_it(cast, person)
    monkeypatch.setitem(MATRIX, (Role.CM_SUPERVISOR, DataClass.CLINICAL), ".")
    with django_assert_max_num_queries(20) as asked:
        file = reads.emergency_file(cast.rosa, access.pk, THEN)
    assert DataClass.CLINICAL not in file.classes
    assert (file.meeting, file.supplies, file.parts) == (None, [], [])
    assert [query["sql"] for query in asked.captured_queries if 'FROM "casework_' in query["sql"]] == []


def test_27_a_reason_has_twenty_characters(cast, person):
    for reason in ("", "x" * 19, "x" * 10 + " " * 20):
        with pytest.raises(Incomplete, match="20 characters"):
            open_it(cast, person, reason=reason)
    assert open_it(cast, person, reason="x" * 20)


@pytest.mark.parametrize("name", EVERYBODY_ELSE)
def test_27_nobody_but_the_supervisor_of_care_opens_one_or_reads_it(cast, person, name):
    who = cast.members[name]
    with pytest.raises(NotYours):
        open_it(cast, person, by=who)
    with pytest.raises(Person.DoesNotExist):
        reads.by_code(who, person.referrals.get().code, THEN)
    with pytest.raises(EmergencyAccess.DoesNotExist):
        reads.emergency_file(who, open_it(cast, person).pk, THEN)


def test_the_supervisor_of_another_site_finds_and_opens_nobody(cast, person):
    elsewhere = play.at_site("fayette")
    with pytest.raises(Person.DoesNotExist):
        reads.by_code(elsewhere.rosa, person.referrals.get().code, THEN)
    with pytest.raises(NotYours):
        open_it(cast, person, by=elsewhere.rosa)


def test_a_person_is_found_by_code_alone_and_each_try_is_on_the_trail(cast, person):
    code = person.referrals.get().code
    assert reads.by_code(cast.rosa, f" {code.lower()}", THEN) == person
    with pytest.raises(Person.DoesNotExist):
        reads.by_code(cast.rosa, "A3-AAA", THEN)
    tries = TrailRow.objects.filter(actor_id=cast.rosa.pk, action="read", purpose=Purpose.EMERGENCY_MEDICAL)
    assert [row.object_id for row in tries.order_by("seq")] == [person.referrals.get().pk, None]


def test_27_both_overseers_see_it_at_once_the_reviewer_without_a_name(cast, person):
    open_it(cast, person)
    (noor,), (imani,) = (reads.emergencies(who, THEN) for who in (cast.noor, cast.imani))
    assert (noor.name, noor.code, noor.reason, noor.is_open) == (
        cast.rosa.name, person.referrals.get().code, REASON, True,
    )  # fmt: skip
    assert (imani.name, imani.code, imani.reason, imani.is_open) == ("", "", "", True)
    assert not reads.emergencies(cast.noor, THEN + timedelta(hours=1))[0].is_open
    others = [cast.members[name] for name in EVERYBODY_ELSE if name not in ("noor", "imani")]
    assert [reads.emergencies(who, THEN) for who in others] == [[]] * len(others)


def test_27_it_is_in_the_next_weekly_review(cast, person):
    reads.emergency_file(cast.rosa, open_it(cast, person).pk, THEN)
    chosen = reads.week(cast.noor, NOON.date(), NOON + timedelta(days=8)).chosen
    assert [(one.name, one.duty) for one in chosen if Why.EMERGENCY in one.why] == [(cast.rosa.name, "")]


def test_nothing_else_of_the_record_opens_with_it(cast, person):
    open_it(cast, person)
    assert not Person.objects.visible_to(cast.rosa, THEN).exists()
    assert not Person.objects.open_to(cast.rosa).exists()
