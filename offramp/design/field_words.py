"""What a field says that was not filled in as it should be. Django's own sentences name the fault and not what to do."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

#: Nobody sees a hidden field, so nothing in it can be put right on the page.
CHANGED = _("This page is old or was changed. Open it again.")
UNREADABLE = _("This cannot be read. Write it another way.")
_CHOOSE = _("Choose one of the answers.")
_TICK = _("Tick at least one.")
_NUMBER = _("Write a whole number, like 2.")
_TIME = _("Write a time like 07:30.")
_FILE = _("Choose a file.")

#: By the kind of field, the narrower first, and by Django's name of the fault.
OUR_WORDS = (
    (forms.MultipleChoiceField, {"required": _TICK, "invalid_list": _TICK, "invalid_choice": _("Tick the answers again.")}),
    (forms.ChoiceField, {"required": _CHOOSE, "invalid_choice": _CHOOSE}),
    (forms.BooleanField, {"required": _("Tick this box to go on.")}),
    (forms.IntegerField, {
        "required": _NUMBER, "invalid": _NUMBER,
        "min_value": _("Write %(limit_value)s or more."), "max_value": _("Write %(limit_value)s or less."),
    }),
    (forms.TimeField, {"required": _TIME, "invalid": _TIME}),
    (forms.FileField, {
        "required": _FILE, "invalid": _FILE, "missing": _FILE,
        "empty": _("This file is empty. Choose another one."),
    }),
    (forms.CharField, {
        # Nobody types a null character: it comes with what was pasted, and cannot be seen.
        "null_characters_not_allowed": _(
            "A character that cannot be seen came with these words. Delete them, and type them instead of pasting."
        ),
    }),
    (forms.Field, {"required": _("Fill this in.")}),
)  # fmt: skip


def say_it_in_our_words(field: forms.Field) -> None:
    """Put ours wherever the field, or a check of it, would answer with a sentence of Django's."""
    checks = [
        getattr(check, "code", "")
        for check in field.validators
        if getattr(check, "message", "") is _djangos(type(check))
    ]
    theirs = [code for code, said in field.error_messages.items() if any(said is one for one in _defaults(field, code))]
    for code in (*checks, *theirs):
        field.error_messages[code] = _ours(field, code)


def _djangos(check: type) -> object:
    return getattr(check, "message", None) if check.__module__.startswith("django.") else None


def _defaults(field: forms.Field, code: str) -> list[object]:
    kinds = [kind for kind in type(field).__mro__ if kind.__module__.startswith("django.")]
    return [vars(kind).get("default_error_messages", {}).get(code) for kind in kinds]


def _ours(field: forms.Field, code: str) -> Any:
    if field.widget.is_hidden:
        return CHANGED
    words = [words[code] for kind, words in OUR_WORDS if isinstance(field, kind) and code in words]
    return words[0] if words else UNREADABLE
