"""What whoever is asked answers: a yes has no reason to give; anything else has one from a list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from offramp.design.forms import Form, Options
from offramp.referrals.states import DeniedReason, NotAgreedReason, SendBackReason

REASONS: dict[str, Any] = {"agree": (), "send_back": SendBackReason, "refuse": NotAgreedReason}


class AnswerForm(Form):
    """The reason of an answer, where it has one."""

    reason = forms.ChoiceField(
        label=_("Why?"), widget=Options(), error_messages={"required": _("Choose a reason. The officer reads it.")}
    )

    def __init__(self, *args: Any, step: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if reasons := REASONS[step]:
            self.fields["reason"].choices = [(one, _(one)) for one in reasons]  # type: ignore[attr-defined]
        else:
            del self.fields["reason"]


class DenyForm(Form):
    """Why one did not agree by telephone."""

    reason = forms.ChoiceField(
        label=_("Why?"), choices=[(one, _(one)) for one in DeniedReason], widget=Options(),
        error_messages={"required": _("Choose a reason. The project manager reads it.")},
    )  # fmt: skip
