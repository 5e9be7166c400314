"""A study file says what is wrong with it, line by line, and what was decided can be told from what was changed."""

import jsonschema
import pytest
from ruamel.yaml import YAML

from offramp.evaluation.engine import study
from tests.evaluation.extract import PLAN


def faults(old: str, new: str) -> list[str]:
    with pytest.raises(study.Faults) as wrong:
        study.load(PLAN.replace(old, new))
    return [str(fault) for fault in wrong.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("[183, 365]", "[180]", 'line 10: "180" is not a word Offramp knows', id="a window of its own"),
        pytest.param(
            "title:", "titel:", 'line 3: "titel" is not a word for this place. Did you mean "title"?', id="slip"
        ),
        pytest.param(
            "comparison: [usual]", "comparison: [offered]", 'line 6: "offered" stands in both', id="both groups"
        ),
        pytest.param(
            ", spells: spells.csv", "", 'line 13: The outcome "jail_days" needs a table of spells', id="table"
        ),
        pytest.param(
            ", days: 183}", "}", 'line 9: The covariate "prior_arrests" does not say', id="history of no days"
        ),
        pytest.param("name: cost", "name: jail_days", 'line 14: "jail_days" is there twice', id="one name for two"),
        pytest.param("windows:", "smallest_cell: 5\nwindows:", "line 10", id="a smaller cell than the rule"),
        pytest.param("windows:", "trim: {below: 0.9, above: 0.1}\nwindows:", "Nobody lies between", id="trim"),
        pytest.param("windows:", "estimators: [magic]\nwindows:", 'There is no estimator "magic"', id="estimator"),
        pytest.param("windows:", "negative_control: sleep\nwindows:", "not an outcome of this study", id="control"),
    ],
)
def test_a_fault_names_its_line_and_what_to_do(old: str, new: str, said: str) -> None:
    found = faults(old, new)
    assert any(said in line for line in found), found


def test_every_fault_is_told_at_once() -> None:
    assert len(faults("[183, 365]", "[180]\nseed: many")) == 2


def test_what_is_no_study_says_how_to_start_one() -> None:
    with pytest.raises(study.Faults, match=r"This is not a study. Start from a copy: offramp synthesize"):
        study.load("- a list\n")


def test_the_hash_is_of_what_is_decided_not_of_how_it_is_written() -> None:
    plain = study.load(PLAN)
    assert study.load("# a comment\n" + PLAN).hash == plain.hash
    assert study.load(PLAN.replace("version: 1, kind: any", "version: 2, kind: any")).hash != plain.hash


def test_a_later_change_is_named() -> None:
    registered = study.load(PLAN).model_dump(mode="json")
    later = study.load(PLAN.replace("[183, 365]", "[365]"))
    assert study.changed(registered, later) == ("windows",)
    assert study.changed(registered, study.load(PLAN)) == ()


def test_the_schema_agrees_with_the_reader() -> None:
    checker = jsonschema.Draft202012Validator(study.schema())
    plan = YAML(typ="safe").load(PLAN)
    assert list(checker.iter_errors(plan)) == []
    assert list(checker.iter_errors({**plan, "windows": [180]})) != []
