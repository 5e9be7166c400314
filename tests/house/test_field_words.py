"""Whatever a form of the house is sent, it answers in our own words, and cuts nothing."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import fields as djangos
from django.utils.translation import override

from offramp.casework.questions import QUESTIONS
from offramp.casework.states import Part
from offramp.design.field_words import OUR_WORDS
from offramp.design.forms import Form
from offramp.desks.casemanager.parts import PartForm
from tests.house.test_own_words import our_forms

#: Forms whose faults are shown nowhere, and a library's own, whose fields say it themselves.
SHOWS_NO_FAULT = {"WhichReferrals", "OwnWords", "Form"}
SENT: list[Any] = [
    "", None, [], [""], ["nonsense"], "nonsense", "\x00", "x" * 100_000, "-1", "999999999", "25:99",
    SimpleUploadedFile("empty", b""),
]  # fmt: skip
THEIRS = [
    *(said for kind in vars(djangos).values() if isinstance(kind, type) and issubclass(kind, forms.Field)
      for said in kind.default_error_messages.values() if kind.__module__.startswith("django.")),
    *(kind.message for kind in vars(validators).values() if isinstance(kind, type) and hasattr(kind, "message")),
]  # fmt: skip


def made(form: type[forms.BaseForm]) -> forms.BaseForm:
    """The form as it stands, without what its own page hands it."""
    return type("Made", (form,), {"__init__": lambda self: Form.__init__(self)})()


def our_fields() -> Iterator[tuple[str, forms.Field]]:
    whole = [made(one) for one in our_forms() if issubclass(one, Form) and one.__name__ not in SHOWS_NO_FAULT]
    parts = [PartForm(questions=questions) for questions in QUESTIONS.values()]
    for form in [*whole, *parts]:
        for name, field in form.fields.items():
            yield f"{type(form).__mro__[1].__name__}.{name}", field


def answers(field: forms.Field) -> Iterator[Any]:
    for value in SENT:
        try:
            field.clean(value)
        except ValidationError as fault:
            yield from (one.message for one in fault.error_list)
        except (TypeError, AttributeError):
            continue  # a browser cannot send this to that kind of field


def is_theirs(said: Any) -> bool:
    return any(said is one for one in THEIRS)


def test_no_form_answers_with_a_sentence_of_djangos() -> None:
    found = {name: str(said) for name, field in our_fields() for said in answers(field) if is_theirs(said)}
    assert found == {}


def test_a_sentence_of_djangos_is_caught() -> None:
    plain = [
        forms.CharField(max_length=3),
        forms.TimeField(),
        forms.UUIDField(),
        forms.FileField(),
        forms.IntegerField(),
    ]
    assert [field for field in plain if not any(is_theirs(said) for said in answers(field))] == []


def test_no_box_is_cut_by_the_browser_and_each_says_how_much_it_takes() -> None:
    boxes = [(name, field) for name, field in our_fields() if getattr(field, "max_length", None)]
    seen = [(name, field.widget.attrs) for name, field in boxes if not field.widget.is_hidden]
    assert [name for name, attrs in seen if "maxlength" in attrs or "data-most" not in attrs] == []
    assert any(name.startswith("Form.") for name, _attrs in seen)  # those that a part of the intake adds at the end


def test_a_long_answer_of_the_intake_is_said_and_not_cut() -> None:
    question = next(one for questions in QUESTIONS.values() for one in questions if not one.answers)
    form = PartForm({"token": str(uuid4()), question.name: "a" * 600}, questions=(question,))
    assert form.errors == {question.name: ["This is too long. Shorten it to 500 characters."]}
    assert 'data-most="500"' in str(form)
    assert "maxlength" not in str(form)
    assert len(Part) == len(QUESTIONS)


@pytest.mark.parametrize("token", ["", "mangled"])
def test_a_page_whose_hidden_token_is_mangled_says_so_once_and_can_be_sent_again(token: str) -> None:
    question = next(one for questions in QUESTIONS.values() for one in questions if not one.answers)
    form = PartForm({"token": token, question.name: "By bus"}, questions=(question,))
    page = str(form)
    assert page.count("This page was open for too long, or was changed.") == 1
    again = PartForm({"token": form["token"].value(), question.name: "By bus"}, questions=(question,))
    assert again.is_valid()


def test_each_of_our_sentences_is_there_in_spanish() -> None:
    english = {str(said) for _kind, words in OUR_WORDS for said in words.values()}
    with override("es"):
        spanish = {str(said) for _kind, words in OUR_WORDS for said in words.values()}
    assert not english & spanish
