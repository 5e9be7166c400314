"""No number of people from 1 to 10 leaves, and none that can be worked out."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from offramp.evaluation.engine.release import far_apart, safe_subgroups

BIG = ((400, 300, 350, 350), (200, 150, 180, 170))


def split(part: tuple[tuple[int, ...], ...], whole: tuple[tuple[int, ...], ...] = BIG) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(a - b for a, b in zip(x, y, strict=True)) for x, y in zip(whole, part, strict=True))


def test_an_estimate_that_rests_on_a_small_count_is_withheld() -> None:
    assert safe_subgroups({"": BIG}, 10) == {""}
    assert safe_subgroups({"": ((400, 10, 350, 60), BIG[1])}, 10) == set()


def test_nought_is_about_nobody() -> None:
    assert safe_subgroups({"": ((400, 0, 350, 50), BIG[1])}, 10) == {""}


def test_a_small_subgroup_takes_a_sister_along_so_that_nobody_can_subtract() -> None:
    small = ((30, 20, 25, 25), (8, 12, 10, 10))
    counts = {"": BIG, "sex: woman": small, "sex: man": split(small)}
    assert safe_subgroups(counts, 10) == {""}


def test_large_subgroups_are_shown() -> None:
    woman = ((100, 80, 90, 90), (60, 40, 50, 50))
    counts = {"": BIG, "sex: woman": woman, "sex: man": split(woman)}
    assert safe_subgroups(counts, 10) == set(counts)


COUNT = st.integers(0, 60)
ROW = st.tuples(COUNT, COUNT, COUNT, COUNT)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.tuples(ROW, ROW), min_size=2, max_size=4))
def test_what_is_hidden_cannot_be_worked_out_from_what_is_shown(parts: list[tuple[tuple[int, ...], ...]]) -> None:
    whole = tuple(tuple(map(sum, zip(*rows, strict=True))) for rows in zip(*parts, strict=True))
    counts = {"": whole} | {f"race: {n}": part for n, part in enumerate(parts)}
    safe = safe_subgroups(counts, 10)
    shown = [counts[word] for word in safe]
    assert not any(1 <= count <= 10 for part in shown for row in part for count in row)
    hidden = [word for word in counts if word and word not in safe]
    if "" in safe and len(hidden) == 1:  # then it is the whole minus the others
        assert not any(1 <= count <= 10 for row in counts[hidden[0]] for count in row)


def test_sizes_that_tell_a_few_people_by_their_difference_do_not_stand_together() -> None:
    kept = far_apart([500, 495, 480, 500, 300], 10)
    assert kept == {500, 480, 300}
    assert all(abs(a - b) > 10 for a, b in itertools.combinations(kept, 2))
