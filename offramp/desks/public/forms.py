"""What a neighbor, relative or business tells us, and what anyone complains of."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from offramp.design.forms import Form, LongText, Options, Ticks
from offramp.oversight.states import COMPLAINT_LENGTH, About
from offramp.referrals.actions import Who
from offramp.referrals.states import Concern, Relation

RELATIONS = {
    Relation.NEIGHBOR: _("Neighbor"),
    Relation.FAMILY: _("Family"),
    Relation.BUSINESS: _("Business"),
    Relation.WORKS_WITH_PEOPLE: _("I work with people"),
    Relation.MYSELF: _("Myself"),
    Relation.OTHER: _("Other"),
}
CONCERNS = {
    Concern.NO_PLACE: _("No place to stay"),
    Concern.NOT_EATING: _("Not eating or ill"),
    Concern.UPSET: _("Confused or upset"),
    Concern.SUBSTANCES: _("Drug or alcohol use"),
    Concern.ASKS_FOR_HELP: _("Asks for help"),
}
ABOUT = {
    About.WORKER: _("A worker"),
    About.OFFICER: _("An officer"),
    About.PROGRAM: _("How this site works"),
    About.PRIVACY: _("What was told or looked at"),
    About.PRIVACY_OFFICER: _("The privacy officer"),
    About.CIVIL_RIGHTS: _("The civil-rights reviewer"),
}
YES_OR_NO = [("yes", _("Yes")), ("no", _("No"))]


class TellUsForm(Form):
    """Five pages in one form. Nothing is kept before the last."""

    relation = forms.ChoiceField(
        label=_("Who are you to this person?"), choices=list(RELATIONS.items()), widget=Options(goes_on=True),
        error_messages={"required": _("Choose who you are to this person.")},
    )  # fmt: skip
    concerns = forms.MultipleChoiceField(
        label=_("What worries you? Tick any"), choices=list(CONCERNS.items()), widget=Ticks,
        error_messages={"required": _("Tick at least one.")},
    )  # fmt: skip
    person = forms.CharField(
        label=_("How can we know who it is?"), max_length=200, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What they look like or are called. No photos. No crimes."),
        error_messages={"required": _("Write a few words so we can find the person.")},
    )  # fmt: skip
    place = forms.CharField(
        label=_("Where and at what time of day are they usually seen?"), max_length=120, required=False
    )  # fmt: skip
    contact = forms.CharField(
        label=_("Your phone or email"), max_length=120, help_text=_("Only the project manager of this site sees it."),
        error_messages={"required": _("Enter a phone or an email.")},
    )  # fmt: skip
    call_back = forms.ChoiceField(
        label=_("Call me back?"), choices=YES_OR_NO, widget=Options,
        error_messages={"required": _("Choose yes or no.")},
    )  # fmt: skip
    knows = forms.ChoiceField(
        label=_("Does the person know?"), choices=YES_OR_NO, widget=Options,
        error_messages={"required": _("Choose yes or no.")},
    )  # fmt: skip

    def clean_contact(self) -> str:
        written = str(self.cleaned_data["contact"])
        if "@" not in written and len(re.findall(r"\d", written)) < 7:
            raise ValidationError(_("Enter a phone or an email."))
        return written

    @property
    def told(self) -> dict[str, object]:
        """What was told, as the facts of a community referral."""
        said = self.cleaned_data
        knows = [Concern.KNOWS] if said["knows"] == "yes" else []
        return {
            "who": Who(description=said["person"]), "concerns": (*said["concerns"], *knows), "place": said["place"],
            "relation": said["relation"], "contact": said["contact"], "wants_call_back": said["call_back"] == "yes",
        }  # fmt: skip


class ComplaintForm(Form):
    """Whom or what it is about, and what happened. Nobody need say who they are, and no participant is asked for."""

    about = forms.ChoiceField(
        label=_("What is it about?"), choices=list(ABOUT.items()), widget=Options,
        error_messages={"required": _("Choose what it is about.")},
    )  # fmt: skip
    words = LongText(
        label=_("What happened?"), max_length=COMPLAINT_LENGTH,
        readers=_("the privacy officer and the civil-rights reviewer, except one it is about"),
        help_text=_("You do not need to write any names."), error_messages={"required": _("Write what happened.")},
    )  # fmt: skip
    contact = forms.CharField(
        label=_("Your phone or email"), max_length=120, required=False,
        help_text=_("Only if you want an answer. You need not say who you are."),
    )  # fmt: skip
