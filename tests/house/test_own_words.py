"""Wherever somebody writes in their own words, what should not be kept is looked for. A box without it does not ship."""

import importlib
from collections.abc import Iterable

from django import forms

from offramp.casework.questions import QUESTIONS
from offramp.design.forms import Form
from offramp.desks.casemanager.parts import PartForm
from tests.house.tree import PACKAGE, ROOT, python_files

#: Boxes that are not looked at, and why. A new one is written down here, or it is looked at.
NOT_LOOKED_AT = {
    "OtherName": {"given_name", "family_name"},  # names: somebody may be called Gang
    "WhoForm": {"given_name", "family_name"}, "OfferForm": {"given_name", "family_name"},
    "DiversionForm": {"given_name", "family_name"}, "SocialContactForm": {"name"},
    "Contact": {"given_name", "family_name", "phone"},  # and a telephone may look like any number
    "Note": {"other_lot"}, "Meeting": {"other_lot", "phone", "signer_name"},  # as may the number of a lot
    "Sign": {"signer_name", "witness"},
    "StopForm": {"given_name", "family_name", "code", "words"}, "PlaceForm": {"code", "words"},  # names, and codes
    "EmergencyForm": {"code"},
    "TellUsForm": {"contact"},
    "ComplaintForm": {"words", "contact"},  # a complaint is never turned away for how it is worded
    "PaperForm": {"issuer", "order_number", "process_number"},  # the paper's own numbers, and who sent it
    "RemoveForm": {"last_signs"},  # of a code
    "ReadForm": {"counsel"}, "ListForm": {"code"},  # who of counsel; a code
    "MarkForm": {"mark"},  # the digits of a mark
    "AdoptionForm": {"signers"},  # names and agencies
    "AddPasskey": {"name"}, "NamePasskey": {"name"},  # what somebody calls their own telephone; the form is a library's
    "SignIn": {"password"}, "PasswordAgain": {"password"}, "TypeCode": {"code"}, "CodeAgain": {"code"},
    "SetUpCodeApp": {"code"}, "ChangePassword": {"oldpassword", "password1", "password2"},  # never kept as they are typed
}  # fmt: skip


def our_forms() -> set[type[forms.BaseForm]]:
    """Every form of the house, once its file was read."""
    for path in python_files(PACKAGE):
        if "forms" in path.read_text() and "migrations" not in path.parts:
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return {one for one in _below(forms.BaseForm) if one.__module__.startswith("offramp.")}


def _below(above: type) -> Iterable[type]:
    for one in above.__subclasses__():
        yield one
        yield from _below(one)


def unlooked(form: type[forms.BaseForm]) -> set[str]:
    """The boxes of a form that can be seen and take any sentence, and that nobody looks at."""
    boxes = {
        name for name, field in form.base_fields.items()  # type: ignore[attr-defined]
        if isinstance(field, forms.CharField) and not field.widget.is_hidden
    }  # fmt: skip
    if not issubclass(form, Form):
        return boxes
    filled = type("Filled", (form,), {"__init__": lambda self, given: Form.__init__(self, given)})(
        dict.fromkeys(boxes, "NCIC")
    )
    filled._errors, filled.cleaned_data = forms.utils.ErrorDict(), {}
    filled._clean_fields()
    return {name for name in boxes if not any("federal file" in said for said in filled.errors.get(name, []))}


def test_every_box_for_own_words_is_looked_at() -> None:
    found = {form.__name__: boxes for form in our_forms() if (boxes := unlooked(form))}
    assert found == NOT_LOOKED_AT


def test_the_boxes_of_the_intake_are_looked_at_though_the_protocol_asks_the_questions() -> None:
    for questions in QUESTIONS.values():
        open_ones = [one.name for one in questions if not one.answers]
        form = PartForm(dict.fromkeys(open_ones, "NCIC"), questions=questions)
        assert [name for name in open_ones if name not in form.errors] == []


def test_a_box_that_nobody_looks_at_is_caught() -> None:
    class OutOfTheHouse(forms.Form):
        note = forms.CharField()

    class Unlooked(Form):
        as_written = frozenset({"note"})
        note, other = forms.CharField(), forms.CharField()
        hidden = forms.CharField(widget=forms.HiddenInput)

    class AfterItsOwnMind(Form):
        note = forms.CharField()

        def _clean_fields(self) -> None:
            forms.Form._clean_fields(self)

    assert unlooked(OutOfTheHouse) == unlooked(Unlooked) == unlooked(AfterItsOwnMind) == {"note"}


def test_nothing_is_read_from_a_request_past_the_forms_but_answers_from_a_list() -> None:
    """A view that takes words straight from the request would go round every form."""
    desks = PACKAGE / "desks"
    found = {str(path.relative_to(desks)) for path in python_files(desks) if "POST.get(" in path.read_text()}
    assert found == {"account/views.py", "casemanager/views.py", "officer/diversion.py", "responder/views.py"}
