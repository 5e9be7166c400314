"""What whoever is asked answers: a yes has no reason to give; anything else has one from a list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from offramp.design.forms import Form, Options
from offramp.protocols.document import Protocol
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

    def offer_under(self, protocol: Protocol) -> None:
        """Leave out what this protocol asks of nobody."""
        if "reason" in self.fields and protocol.aggrieved_party.rule == "not_asked":
            field = self.fields["reason"]
            field.choices = [one for one in field.choices if one[0] != SendBackReason.ASK_WHO_WAS_HARMED]  # type: ignore[attr-defined]


class DenyForm(Form):
    """Why one did not agree by telephone."""

    reason = forms.ChoiceField(
        label=_("Why?"), choices=[(one, _(one)) for one in DeniedReason], widget=Options(),
        error_messages={"required": _("Choose a reason. The project manager reads it.")},
    )  # fmt: skip
