"""The chain of the trail: whatever is changed afterwards, it says where."""

from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import models, transaction

from offramp.kernel import trail
from offramp.kernel.models import TrailHead, TrailRow
from offramp.kernel.refusals import NotNow
from offramp.kernel.trail import Nobody
from tests.cast import NOON
from tests.state import take_off_the_lock

pytestmark = pytest.mark.django_db
HERE, THERE = uuid4(), uuid4()


@pytest.fixture(autouse=True)
def five_rows():
    for site in (HERE, THERE):
        for minute in range(5):
            trail.record(
                "look", TrailHead(pk=site), by=Nobody("clock", site), at=NOON + timedelta(minutes=minute), n=minute
            )
    take_off_the_lock()


def rows():
    """The rows of a chain as somebody sees them who goes past the program."""
    return models.QuerySet(TrailRow).filter(site_id=HERE)


def faults():
    return list(trail.faults(HERE))


def look(what):
    return trail.record(what, TrailHead(pk=HERE), by=Nobody("clock", HERE), at=NOON)


def test_rows_that_are_held_together_follow_the_others_in_their_order():
    with transaction.atomic(), trail.together():
        look("first")
        look("second")
        assert rows().count() == 5
    assert list(rows().filter(seq__gt=5).order_by("seq").values_list("action", flat=True)) == ["first", "second"]
    assert faults() == []


def test_of_a_part_that_was_refused_and_undone_there_is_no_row():
    with transaction.atomic(), trail.together():
        look("before")
        with suppress(NotNow), transaction.atomic(), trail.together():
            look("undone")
            raise NotNow("Not now.")
        look("after")
    assert list(rows().filter(seq__gt=5).order_by("seq").values_list("action", flat=True)) == ["before", "after"]
    assert faults() == []


def test_after_an_act_that_broke_the_next_row_is_written_at_once():
    with suppress(ValueError), transaction.atomic(), trail.together():
        look("undone")
        raise ValueError("the act broke")
    assert look("next").seq == 6
    assert faults() == []


CHANGED = {
    "at": NOON, "actor_id": uuid4(), "role": "officer", "action": "other", "purpose": "care", "object_type": "x",
    "object_id": uuid4(), "detail": {"n": 99}, "site_id": uuid4(), "seq": 77, "previous_mac": "0" * 64, "mac": "0" * 64,
}  # fmt: skip


def test_a_chain_that_nobody_touched_has_no_fault_and_each_site_has_its_own():
    assert faults() == []
    assert [row.seq for row in rows().order_by("seq")] == [1, 2, 3, 4, 5]
    assert {HERE, THERE} <= set(trail.chains())


@pytest.mark.parametrize("field", sorted(CHANGED))
def test_a_change_of_any_field_is_found(field):
    rows().filter(seq=3).update(**{field: CHANGED[field]})
    assert any("3" in fault for fault in faults())
    assert list(trail.faults(THERE)) == []


def test_every_field_but_the_row_s_own_name_is_tried():
    assert {field.name for field in TrailRow._meta.concrete_fields} - {"id"} == set(CHANGED)


def test_a_row_that_is_gone_is_missed():
    rows().filter(seq=3)._raw_delete("default")
    assert faults()[0] == "Row 3 is missing: row 4 follows row 2."


def test_a_row_that_was_slipped_in_is_found():
    slipped = rows().get(seq=5)
    slipped.pk, slipped.seq, slipped._state.adding = uuid4(), 6, True
    slipped.save()
    assert "Row 6 was changed after it was written." in faults()


def test_rows_in_another_order_are_found():
    rows().filter(seq=2).update(seq=99)
    rows().filter(seq=3).update(seq=2)
    rows().filter(seq=99).update(seq=3)
    assert {"Row 2 was changed after it was written.", "Row 3 was changed after it was written."} <= set(faults())


def test_a_chain_that_was_cut_short_is_found():
    rows().filter(seq__gt=3)._raw_delete("default")
    assert faults() == ["The chain ends at row 3, but 5 rows were written."]


def test_a_head_that_was_changed_or_taken_away_is_found():
    TrailHead.objects.filter(pk=HERE).update(mac="0" * 64)
    assert faults() == ["The head of the chain was changed: it does not name row 5."]
    TrailHead.objects.filter(pk=HERE).delete()
    assert faults() == ["The head of the chain is gone: nothing says whether row 5 is the last."]


def test_who_does_not_have_the_key_cannot_write_history_anew(settings):
    settings.TRAIL_KEY = "another key"
    assert len(faults()) == 5


@pytest.mark.parametrize("attempt", [lambda: TrailRow.objects.update(role="x"), lambda: TrailRow.objects.all().delete(),
                                     lambda: TrailRow.objects.first().save(), lambda: TrailRow.objects.first().delete()],
                         ids=["update", "delete all", "save", "delete one"])  # fmt: skip
def test_a_row_that_is_written_cannot_be_touched_through_the_program(attempt):
    with pytest.raises(TypeError, match="written once"):
        attempt()
