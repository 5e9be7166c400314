"""What a neighbor, relative or business tells us, and what anyone complains of."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from offramp.design.forms import Form, LongText, NeededChoice, NeededText, Options, Ticks
from offramp.oversight.states import COMPLAINT_LENGTH, About
from offramp.referrals.actions import Who
from offramp.referrals.states import PLACE_LENGTH, Concern, Relation

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
#: What the last two pages need, and what is said where it is missing.
ABOUT_ANOTHER = {
    "person": _("Write a few words so we can find the person."), "contact": _("Enter a phone or an email."),
    "call_back": _("Choose yes or no."), "knows": _("Choose yes or no."),
}  # fmt: skip
ABOUT_MYSELF = {
    "called": _("Write what we should call you."),
    "found": _("Write how a worker can find you. A place and a time of day is enough."),
}


class TellUsForm(Form):
    """Five pages in one form. Nothing is kept before the last.

    Whoever asks for themself is asked other things on the last two pages, and needs no phone to be found.
    """

    as_written = frozenset({"contact"})
    words_may_stay = True

    relation = forms.ChoiceField(
        label=_("Who are you to this person?"), choices=list(RELATIONS.items()), widget=Options(goes_on=True),
        error_messages={"required": _("Choose who you are to this person.")},
    )  # fmt: skip
    concerns = forms.MultipleChoiceField(
        label=_("What worries you? Tick any"), choices=list(CONCERNS.items()), widget=Ticks,
        error_messages={"required": _("Tick at least one.")},
    )  # fmt: skip
    person = NeededText(
        label=_("How can we know who it is?"), max_length=200, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What they look like or are called. No photos. No crimes."),
    )  # fmt: skip
    place = forms.CharField(
        label=_("Where and at what time of day are they usually seen?"), max_length=120, required=False
    )  # fmt: skip
    contact = NeededText(
        label=_("Your phone or email"), max_length=120, help_text=_("Only the project manager of this site sees it.")
    )
    call_back = NeededChoice(label=_("Call me back?"), choices=YES_OR_NO, widget=Options)
    knows = NeededChoice(label=_("Does the person know?"), choices=YES_OR_NO, widget=Options)
    called = NeededText(
        label=_("What should we call you?"), max_length=200,
        help_text=_("Any name, or what you look like. It need not be your whole name."),
    )  # fmt: skip
    found = NeededText(
        label=_("How can a worker find you?"), max_length=PLACE_LENGTH, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "A place and a time of day, somebody we can ask for you, a phone or an email: one of them is enough. Say also "
            "what we should not do, such as leave a message. Police do not see it."
        ),
    )  # fmt: skip

    def clean_contact(self) -> str:
        written = str(self.cleaned_data["contact"])
        if written and "@" not in written and len(re.findall(r"\d", written)) < 7:
            raise ValidationError(_("Enter a phone or an email."))
        return written

    def clean(self) -> dict[str, Any]:
        asked = ABOUT_MYSELF if self.cleaned_data.get("relation") == Relation.MYSELF else ABOUT_ANOTHER
        for name in {*ABOUT_MYSELF, *ABOUT_ANOTHER} - {*asked}:
            self.errors.pop(name, None)  # it was not asked
        for name, sentence in asked.items():
            if name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, sentence)
        return self.cleaned_data

    @property
    def sender(self) -> str:
        """By what somebody who sends several is known again; nothing for whoever asks for themself."""
        return "" if self._is_about_myself else str(self.cleaned_data["contact"])

    @property
    def told(self) -> dict[str, object]:
        """What was told, as the facts of a community referral."""
        said = self.cleaned_data
        is_known = self._is_about_myself or said["knows"] == "yes"
        return {
            "who": Who(description=said["called" if self._is_about_myself else "person"]),
            "concerns": (*said["concerns"], *([Concern.KNOWS] if is_known else [])),
            "place": said["found" if self._is_about_myself else "place"], "relation": said["relation"],
            "contact": self.sender, "wants_call_back": not self._is_about_myself and said["call_back"] == "yes",
        }  # fmt: skip

    @property
    def _is_about_myself(self) -> bool:
        return bool(self.cleaned_data["relation"] == Relation.MYSELF)


class ComplaintForm(Form):
    """Whom or what it is about, and what happened. Nobody need say who they are, and no participant is asked for."""

    as_written = frozenset({"words", "contact"})  # a complaint is taken however it is worded

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
