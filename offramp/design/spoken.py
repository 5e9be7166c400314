"""Fields for what is said on the telephone or read off a paper, and so is typed in many ways."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from offramp.design.forms import WhereItApplies
from offramp.kernel.identifiers import CODE_LENGTH, read_code

#: Seven figures or more, in whatever way they are set apart, and perhaps an extension.
PHONE = re.compile(r"\+?[\s(]*(?:\d[\s().\-/]*){7,15}(?:(?:x|ext\.?)\s*\d+)?", re.IGNORECASE)
NO_PHONE = _("Write a phone number in figures, like (304) 555-0142, or leave it empty.")


class CodeText(forms.CharField):
    """The code of a referral, as somebody says it or reads it off a paper: `kernel.identifiers` reads it forgivingly."""

    default_error_messages = {
        "invalid": _("A code has five letters and digits, like K7-434. Look at each of them."),
        "required": _("Write the code."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 20} | kwargs)  # as typed, with whatever stands between its five

    def to_python(self, value: Any) -> str:
        code = read_code(super().to_python(value) or "")
        if code and len(code) != CODE_LENGTH:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return code


class PhoneText(forms.CharField):
    """A phone number by which somebody is reached, written as people write one."""

    widget = forms.TextInput(attrs={"inputmode": "tel"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 20, "required": False} | kwargs)

    def to_python(self, value: Any) -> str:
        written = super().to_python(value) or ""
        if written and not PHONE.fullmatch(written):
            raise ValidationError(NO_PHONE, code="invalid")
        return written


class NeededCode(WhereItApplies, CodeText):
    pass
