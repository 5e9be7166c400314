"""A long chain of which every field of every row is changed in turn: the trail says each time at which row."""

import random
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import models, transaction

from offramp.kernel import trail
from offramp.kernel.models import TrailHead, TrailRow
from offramp.kernel.trail import Nobody
from tests.cast import NOON
from tests.state import take_off_the_lock

pytestmark = pytest.mark.django_db
HERE = uuid4()
OTHERWISE = {
    "at": NOON - timedelta(days=9), "actor_id": uuid4(), "role": "another", "action": "another", "purpose": "another",
    "object_type": "another", "object_id": uuid4(), "detail": {"n": -1}, "site_id": uuid4(), "seq": 10_000_000,
    "previous_mac": "0" * 64, "mac": "0" * 64,
}  # fmt: skip


def chain_of(length):
    with transaction.atomic(), trail.together():
        for n in range(length):
            trail.record(
                "look",
                TrailHead(pk=HERE),
                by=Nobody("clock", HERE),
                at=NOON + timedelta(seconds=n),
                n=n,
                purpose="care",
            )
    take_off_the_lock()
    assert faults() == []


def rows():
    """The rows as somebody sees them who goes past the program."""
    return models.QuerySet(TrailRow).filter(site_id=HERE)


def faults():
    return list(trail.faults(HERE))


def after(meddle):
    """What the trail says after somebody meddled with it; then it is as it was."""
    with transaction.atomic():
        meddle()
        said = faults()
        transaction.set_rollback(True)
    return said


def names(said, *numbers):
    """Whether the first fault is at one of these rows: that is where whoever reads it begins to look."""
    return bool(said) and bool({str(number) for number in numbers} & set(re.findall(r"\d+", said[0])))


def edits(seqs):
    for seq in seqs:
        for field, value in OTHERWISE.items():
            yield (
                f"{field} of row {seq}",
                (seq,),
                lambda seq=seq, field=field, value=value: rows().filter(seq=seq).update(**{field: value}),
            )


def larger_mutations(length, dice):
    """Rows taken out, slipped in, put in another order, cut off, and a second history from some row on."""
    middle = dice.randint(2, length - 1)
    yield "a row taken out", (middle,), lambda: rows().filter(seq=middle)._raw_delete("default")
    yield "cut short", (middle,), lambda: rows().filter(seq__gt=middle)._raw_delete("default")
    yield "two rows exchanged", (middle, middle - 1), lambda: exchange(middle - 1, middle)
    yield "one slipped in", (middle + 1,), lambda: slip_in(middle)
    yield (
        "the head set back",
        (length,),
        lambda: TrailHead.objects.filter(pk=HERE).update(seq=middle, mac=rows().get(seq=middle).mac),
    )
    yield "another history from there on", (middle,), lambda: fork(middle)


def exchange(one, other):
    rows().filter(seq=one).update(seq=0)
    rows().filter(seq=other).update(seq=one)
    rows().filter(seq=0).update(seq=other)


def slip_in(after_seq):
    """Room is made by moving every later row up; the new one is chained to its neighbor with a made-up mark."""
    for row in rows().filter(seq__gt=after_seq).order_by("-seq"):
        rows().filter(pk=row.pk).update(seq=row.seq + 1)
    copied = rows().get(seq=after_seq)
    copied.pk, copied.seq, copied.previous_mac, copied._state.adding = uuid4(), after_seq + 1, copied.mac, True
    copied.mac = "f" * 64
    models.Model.save_base(copied, force_insert=True)


def fork(at_seq):
    """All of it written anew from one row on, in good order, by somebody who does not have the key."""
    before = rows().get(seq=at_seq - 1).mac
    for row in rows().filter(seq__gte=at_seq).order_by("seq"):
        row.action, row.previous_mac = "never happened", before
        row.mac = before = f"{row.seq:064x}"
        rows().filter(pk=row.pk).update(action=row.action, previous_mac=row.previous_mac, mac=row.mac)
    TrailHead.objects.filter(pk=HERE).update(mac=before)


def assert_every_one_is_found(mutations, figures):
    missed = [what for what, numbers, meddle in mutations if not names(after(meddle), *numbers)]
    figures(mutants=len(mutations), mutants_not_found_or_misplaced=len(missed))
    assert missed == []


def test_each_change_of_a_short_chain_is_found_where_it_is(figures):
    chain_of(12)
    dice = random.Random(1)
    assert_every_one_is_found([*edits([1, 7, 12]), *larger_mutations(12, dice)], figures)


@pytest.mark.prove
@pytest.mark.timeout(7200)
def test_each_field_of_a_thousand_rows_is_watched(figures):
    chain_of(1000)
    dice = random.Random(2)
    larger = [one for _ in range(50) for one in larger_mutations(1000, dice)]
    assert_every_one_is_found([*edits(range(1, 1001)), *larger], figures)


def test_who_has_the_key_and_the_database_is_found_by_the_published_head():
    """A history written anew with the key holds in itself: only the mark that was published elsewhere tells."""
    chain_of(6)
    published = {head.site_id: (head.seq, head.mac) for head in trail.heads()}
    before = rows().get(seq=3).mac
    for row in rows().filter(seq__gt=3).order_by("seq"):
        row.action, row.previous_mac = "never happened", before
        before = trail.mark(row)
        rows().filter(pk=row.pk).update(action=row.action, previous_mac=row.previous_mac, mac=before)
    TrailHead.objects.filter(pk=HERE).update(mac=before)
    assert faults() == []
    assert rows().get(seq=published[HERE][0]).mac != published[HERE][1]
