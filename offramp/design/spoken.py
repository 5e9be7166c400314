"""Fields for what is said on the telephone or read off a paper, and so is typed in many ways."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from offramp.design.forms import WhereItApplies
from offramp.kernel.identifiers import CODE_LENGTH, read_code


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


class NeededCode(WhereItApplies, CodeText):
    pass
