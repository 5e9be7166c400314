"""No small fault in the code that decides about disclosure goes unnoticed."""

import ast
import json
import subprocess
import sys

import pytest

from tests.proof import mutants

MADE_UP = "def may(a, b):\n    if a < b and not b in {1, 2}:\n        return Answer.YES\n    return Answer.NO\n"


def test_every_kind_of_fault_is_planted_once_and_each_is_python():
    planted = dict(mutants.mutants(MADE_UP))
    assert len(planted) == len({*planted.values(), MADE_UP}) - 1 + (len(planted) - len(set(planted.values())))
    assert {"line 2: Lt is LtE", "line 2: and is or", "line 3: YES is NO", "line 2: 1 is gone"} <= set(planted)
    assert all(ast.parse(source) for source in planted.values())


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_no_fault_in_the_code_that_decides_survives_the_tests_of_the_rules(figures):
    done = subprocess.run(
        [sys.executable, "-m", "tests.proof.mutants"], cwd=mutants.ROOT, capture_output=True, text=True, check=True
    )
    said = json.loads(done.stdout)
    figures(mutants=said["tried"], mutants_surviving=len(said["alive"]))
    assert said["sound"]  # the tests pass where nothing is wrong, so what they notice is the fault
    assert said["tried"] > 300
    assert said["alive"] == []
