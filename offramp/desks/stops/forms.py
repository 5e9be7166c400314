"""What somebody said to stop, as it was said; and whose record it is, for whoever places what could not be found."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from offramp.consent.states import Meant
from offramp.design.forms import DateText, Form, NeededText, Options
from offramp.design.spoken import CodeText, NeededCode

MEANT = {
    Meant.EVERYBODY: _("Nobody may be told anything"),
    Meant.POLICE: _("The police may not"),
    Meant.PROSECUTION: _("The prosecutor may not"),
    Meant.NAMED: _("One person may not, by name"),
}


class _MeantForm(Form):
    """Whom the stop means."""

    meant = forms.ChoiceField(
        label=_("What did they say?"), choices=list(MEANT.items()), widget=Options,
        error_messages={"required": _("Choose what they said.")},
    )  # fmt: skip
    words = NeededText(
        label=_("The name they said"), max_length=120,
        help_text=_("Only for one person: as it was said, like Officer Ruiz."),
    )  # fmt: skip

    @property
    def said(self) -> dict[str, Any]:
        """What was said, as the verbs take it. A name beside another choice is left out."""
        given = self.cleaned_data
        return given | {
            "meant": Meant(given["meant"]),
            "words": given["words"] if given["meant"] == Meant.NAMED else "",
        }


class StopForm(_MeantForm):
    """Who says it, and what they say."""

    as_written = frozenset({"given_name", "family_name", "code", "words"})
    field_order = ("given_name", "family_name", "birth_date", "code", "meant", "words")

    given_name = forms.CharField(label=_("First name"), max_length=60, required=False)
    family_name = forms.CharField(label=_("Last name"), max_length=60, required=False)
    birth_date = DateText(
        label=_("Date of birth"), required=False,
        help_text=_("mm dd yyyy. With the name, it makes us sure whose paper it is."),
    )  # fmt: skip
    code = CodeText(
        label=_("Their code"), required=False,
        help_text=_("Like K7-434, if they have it on paper. With it, no name is needed."),
    )  # fmt: skip


class PlaceForm(_MeantForm):
    """Whose record it is, by its code; or that there is none."""

    as_written = frozenset({"code", "words"})
    field_order = ("is_known", "code", "meant", "words")

    is_known = forms.ChoiceField(
        label=_("Is a paper of this person kept here?"), widget=Options,
        choices=[("yes", _("Yes, stop it")), ("no", _("No, there is nothing to stop"))],
        error_messages={"required": _("Choose Yes or No.")},
    )  # fmt: skip
    code = NeededCode(
        label=_("The code of their referral"),
        help_text=_("Like K7-434. Whoever works with the person can say it to you."),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("is_known") == "yes" and not given.get("code"):
            self.add_error("code", _("Write the code."))
        return given

    @property
    def placed(self) -> dict[str, Any]:
        """Where it belongs, as the verb takes it: no code where nothing is kept."""
        said = self.said
        return {
            "code": said["code"] if said["is_known"] == "yes" else "", "meant": said["meant"], "words": said["words"],
        }  # fmt: skip
