"""Who somebody is beyond doubt, from what they say: asked before their papers are stopped on their word."""

from datetime import date

import pytest

from offramp.people import rules
from offramp.people.rules import Named

JORDAN = Named("Jordan", "Ellery", date(1988, 4, 9))


@pytest.mark.parametrize(
    ("said", "is_certain"),
    [
        pytest.param(JORDAN, True, id="as it stands"),
        pytest.param(Named("jordan", "ELLERY", JORDAN.born), True, id="in other letters"),
        pytest.param(Named("Ellery", "Jordan", JORDAN.born), True, id="the two names swapped"),
        pytest.param(Named("Jordan", "Ellery", date(1988, 9, 4)), True, id="day and month swapped"),
        pytest.param(Named("Jordan", "Ellery"), False, id="no birth date"),
        pytest.param(Named("Jordan", "Ellery", date(1988, 4, 10)), False, id="another birth date"),
        pytest.param(Named("Jordon", "Ellery", JORDAN.born), False, id="a slip"),
        pytest.param(Named("Jordan", "", JORDAN.born), False, id="no family name"),
        pytest.param(Named("", "Ellery", JORDAN.born), False, id="no given name"),
    ],
)
def test_only_both_names_and_the_birth_date_are_beyond_doubt(said, is_certain):
    assert rules.is_certainly(said, JORDAN) is is_certain
    assert rules.is_certainly(JORDAN, said) is is_certain


def test_names_in_letters_that_no_key_can_be_made_of_are_never_beyond_doubt():
    one, other = Named("王", "Smith", JORDAN.born), Named("李", "Smith", JORDAN.born)
    assert not rules.is_certainly(one, other)
    assert not rules.is_certainly(one, one)


@pytest.mark.parametrize(
    ("said", "known", "may_be"),
    [
        (JORDAN, JORDAN, True), (Named("Jordon", "Ellery"), JORDAN, True), (Named("", ""), JORDAN, True),
        (JORDAN, Named("", ""), True), (Named("Sam", "Okafor"), JORDAN, False),
        (Named("Jordan", "Ellery", date(1950, 1, 30)), JORDAN, False),
    ],
)  # fmt: skip
def test_a_code_is_of_the_record_unless_it_is_said_with_another_name(said, known, may_be):
    assert rules.may_be(said, known) is may_be
