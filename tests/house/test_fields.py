"""Every field is classified, once. What is not classified does not ship; some things are never asked at all."""

from collections import Counter

import pytest
from django.db import models

from offramp.kernel.classification import DataClass, classes_of
from tests.house.tree import our_models

# trust.md's own list: what would harm a person by being on file. Whole words of a field's name.
NEVER_KEPT = [
    {"immigration"}, {"nationality"}, {"citizenship"}, {"citizen"}, {"alien"}, {"birthplace"}, {"place", "birth"},
    {"country", "birth"}, {"ssn"}, {"social", "security"}, {"informant"}, {"gang"}, {"lineup"}, {"photo"}, {"mugshot"},
]  # fmt: skip


def fields_of(model: type[models.Model]) -> set[str]:
    return {field.name for field in [*model._meta.concrete_fields, *model._meta.local_many_to_many]}


def faults_of(privacy: type, fields: set[str]) -> list[str]:
    """What is unclassified, classified twice, or classified without being there."""
    listed = Counter(field for data_class in DataClass for field in getattr(privacy, data_class.value, ()))
    classes = {name for name in vars(privacy) if not name.startswith("_")} - {member.value for member in DataClass}
    return sorted(
        [f"{name} has no class" for name in fields - set(classes_of(privacy))]
        + [f"{name} has {times} classes" for name, times in listed.items() if times > 1]
        + [f"{name} is classified but does not exist" for name in set(listed) - fields]
        + [f"{name} is not a data class" for name in classes]
    )


def never_kept(name: str) -> bool:
    return any(words <= set(name.split("_")) for words in NEVER_KEPT)


def test_every_field_has_exactly_one_data_class() -> None:
    unlisted = type("Privacy", (), {})
    found = {
        model._meta.label: faults
        for model in our_models()
        if (faults := faults_of(model.__dict__.get("Privacy", unlisted), fields_of(model)))
    }
    assert found == {}


def test_no_table_has_a_field_that_would_harm_by_being_there() -> None:
    found = [f"{model._meta.label}.{name}" for model in our_models() for name in fields_of(model) if never_kept(name)]
    assert found == []


def test_each_kind_of_fault_is_caught() -> None:
    planted = type("Privacy", (), {"C1": ("name", "name"), "C2": ("gone",), "C99": ("age",)})
    assert faults_of(planted, {"name", "age"}) == [
        "C99 is not a data class", "age has no class", "gone is classified but does not exist", "name has 2 classes",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["immigration_status", "place_of_birth", "ssn", "is_informant", "photo_lineup"])
def test_a_field_of_the_deny_list_is_caught(name: str) -> None:
    assert never_kept(name)


@pytest.mark.parametrize("name", ["date_of_birth", "place", "security_question"])
def test_a_field_that_only_resembles_one_is_not(name: str) -> None:
    assert not never_kept(name)
