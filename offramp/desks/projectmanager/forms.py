"""What a project manager fills in."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offramp.design.forms import DateText, Form, Options
from offramp.desks.projectmanager.words import HOW_FAR
from offramp.directory.rules import shift_time
from offramp.directory.states import LAST_PLACE, ON_CALL_ROLES, Role
from offramp.kernel.refusals import Refusal
from offramp.referrals.states import NotAFitReason

APPROVE = "agree"


def _answers() -> list[tuple[str, str]]:
    """Asked for at each reading: a sentence put together once would stay in the language of that moment."""
    not_a_fit = [(str(one), gettext("Not a fit here: %s") % gettext(one).lower()) for one in NotAFitReason]
    return [(APPROVE, gettext("Approve")), *not_a_fit]


class ApprovalForm(Form):
    """Approve, or say why it is not a fit here. Whoever sent it is not asked back: that would tell them something."""

    answer = forms.ChoiceField(
        label=_("Your answer"), widget=Options,
        choices=_answers,
        error_messages={"required": _("Approve, or choose why it is not a fit here.")},
    )  # fmt: skip


class WhichReferrals(forms.Form):
    """Which referrals a list shows, and in what order. Kept in the address, which names nobody."""

    how_far = forms.ChoiceField(label=_("How far"), required=False, choices=[("", _("All")), *HOW_FAR.items()])
    order = forms.ChoiceField(
        label=_("Order"), required=False, choices=[("", _("Newest first")), ("oldest", _("Oldest first"))]
    )


class ShiftForm(Form):
    """Somebody goes on call, from then until then."""

    member = forms.ChoiceField(label=_("Who"), error_messages={"required": _("Choose who is on call.")})
    place = forms.IntegerField(
        label=_("Place on the roster"), initial=1, min_value=1, max_value=LAST_PLACE, help_text=_("1 is rung first.")
    )
    from_day = DateText(
        label=_("From"), past_only=False, error_messages={"required": _("Write the day on which it begins.")}
    )
    from_time = forms.TimeField(label=_("At"), initial="07:00", widget=forms.TimeInput(attrs={"type": "time"}))
    to_day = DateText(
        label=_("Until"), past_only=False, error_messages={"required": _("Write the day on which it ends.")}
    )
    to_time = forms.TimeField(label=_("At"), initial="07:00", widget=forms.TimeInput(attrs={"type": "time"}))

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(member.pk): member for member in members if Role(member.role) in ON_CALL_ROLES}
        self.fields["member"].choices = [(pk, member.name) for pk, member in self.members.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for which in ("from", "to"):
            if {f"{which}_day", f"{which}_time"} <= set(given):
                self._look_at_the_time(which, datetime.combine(given[f"{which}_day"], given[f"{which}_time"]))
        return given

    def _look_at_the_time(self, which: str, written: datetime) -> None:
        try:
            self.cleaned_data[which] = shift_time(written, timezone.get_current_timezone_name(), is_end=which == "to")
        except Refusal as refusal:
            self.add_error(f"{which}_time", refusal.said(gettext))


class ProtocolFile(Form):
    """A protocol file to look at. Nothing is adopted by it."""

    file = forms.FileField(
        label=_("Protocol file"), help_text=_("The YAML file that the Policy Coordinating Group decided on."),
        error_messages={"required": _("Choose the protocol file.")},
    )  # fmt: skip

    def clean_file(self) -> str:
        """The text of the file."""
        try:
            return self.cleaned_data["file"].read().decode("utf-8")  # type: ignore[no-any-return]
        except UnicodeDecodeError:
            raise ValidationError(_("This is not a text file. Save it as UTF-8 and choose it again.")) from None


class AdoptionForm(Form):
    """The decision by which a protocol is adopted.

    The text stays with the server, for browsers change the line ends of what they send. The page holds its fingerprint, so
    that nobody adopts another file than the one they looked over.
    """

    as_written = frozenset({"signers"})

    decision = forms.CharField(
        label=_("Decision"), max_length=200, help_text=_("Like: PCG decision 14."),
        error_messages={"required": _("Name the decision that adopts this protocol, like “PCG decision 14”.")},
    )  # fmt: skip
    decided_on = DateText(label=_("Decided on"))
    effective_from = DateText(label=_("In force from"), past_only=False)
    signers = forms.CharField(
        label=_("Signed by"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("One a line: name, agency."),
        error_messages={"required": _("Name at least one person who signed it, with their agency.")},
    )  # fmt: skip

    def __init__(self, *args: Any, text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.looked_over = sha256(text.encode()).hexdigest()

    def clean(self) -> dict[str, Any]:
        if self.data.get("looked_over") != self.looked_over:
            raise ValidationError(_("Another file was chosen since. Read what this one changes, and send it again."))
        return self.cleaned_data

    def clean_signers(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["signers"].splitlines() if line.strip()]
