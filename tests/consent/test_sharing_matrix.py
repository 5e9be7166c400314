"""The matrix in the code opens at most what was decided. What was decided stands here a second time, in its own letters.

A   by assignment (with its limits)     c   by a live release          J   by a consent for proceedings
o   own submission or own matter        w   what they wrote            E   break-glass
k   counts only                         x   an extract                 X   never, by no consent
P   by complaint, order or request      .   no
"""

import pytest

from offramp.consent.rules import MATRIX
from offramp.kernel.classification import DataClass

DECIDED = """
role               C1   C2   C3   C4   C5   C5u  C5n  C6   C7   C8   C9   C10  C11  C12
case_manager       A    A    A    A    A    A    A    A    A    A    A    A    A    A
peer               A    A    A    .    A    A    .    cw   w    A    A    .    Aw   .
cm_supervisor      AE   AE   E    AE   AE   A    A    AE   AE   E    A    A    E    A
on_call            A    A    A    .    A    .    .    w    w    o    .    .    Aw   .
outreach           A    A    A    .    A    .    .    .    w    o    .    .    Aw   .
provider           c    c    .    .    c    c    .    c    X    c    c    .    .    c
project_manager    Ac   .    .    A    A    c    .    X    X    .    .    .    X    k
officer            o    .    X    o    c    c    c    X    X    X    X    X    X    o
supervisor         o    .    X    o    c    c    c    X    X    X    X    X    X    o
le_liaison         c    .    X    c    c    c    c    X    X    X    X    c    X    .
prosecutor         cJ   .    X    o    cJ   c    c    X    X    X    X    c    X    .
defender           c    c    .    c    c    c    .    c    c    .    c    c    .    .
civil_rights       .    .    X    .    .    .    .    X    X    X    .    .    X    k
privacy_officer    P    P    .    P    P    P    .    P    P    P    P    P    P    P
state_coordinator  X    X    X    X    X    X    X    X    X    X    X    X    X    k
evaluator          X    X    X    x    x    X    X    x    X    X    x    x    X    x
operator           X    X    X    X    X    X    X    X    X    X    X    X    X    X
"""

#: Which letters of the code each decided letter allows. What is not built (extracts) is a no.
ALLOWS = {
    "A": {"A", "wrote"},
    "c": {"c", "wrote"},
    "J": {"J"},
    "o": {"own"},
    "w": {"wrote"},
    "E": {"E"},
    "P": {"P"},
    "k": set(),
    "x": set(),
}


def decided():
    head, *rows = (line.split() for line in DECIDED.strip().splitlines())
    return {(row[0], DataClass(name)): cell for row in rows for name, cell in zip(head[1:], row[1:], strict=True)}


def allowed(cell):
    both = {two for two in ("A/E", "c/J") if set(two) - {"/"} <= set(cell)}
    return {"."} | both.union(*(ALLOWS.get(letter, set()) for letter in cell))


def test_every_role_of_the_matrix_was_decided_and_none_is_missing():
    assert {role for role, _ in MATRIX} == {role for role, _ in decided()}


@pytest.mark.parametrize("role", sorted({role for role, _ in decided()}))
def test_no_cell_opens_more_than_was_decided(role):
    more = {
        data_class: (MATRIX[role, data_class], cell)
        for (who, data_class), cell in decided().items()
        if who == role and cell != "X" and MATRIX[role, data_class] not in allowed(cell) | {"X"}
    }
    assert more == {}


def test_what_no_consent_can_open_is_a_never_in_the_code_too():
    assert {key: MATRIX[key] for key, cell in decided().items() if cell == "X" and MATRIX[key] != "X"} == {}
