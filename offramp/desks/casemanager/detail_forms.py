"""The forms in which care staff write what a person says of themself."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offramp.design.forms import DateText, Form, Options, Ticks
from offramp.people.rules import ADULT, years_old
from offramp.people.states import RATHER_NOT_SAY, AgeBand, Race, Sex

MINOR = _(
    "With this date the age is %(years)s. Look at the year again. For somebody under 18, state law says who signs a "
    "release: they alone, or a parent too. Ask your supervisor before anybody signs, and tell no parent before that. If the "
    "date is right, tick the box below it."
)


class OtherName(Form):
    as_written = frozenset({"given_name", "family_name"})
    KEPT = ("given_name", "family_name")

    given_name = forms.CharField(label=_("First name"), max_length=60, required=False)
    family_name = forms.CharField(label=_("Last name"), max_length=60, required=False)

    def names(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.KEPT}


class KeepOut(Form):
    """Whom, of those who work here. Why is not asked: it would be one more fact to keep."""

    member = forms.TypedChoiceField(
        label=_("Who must not open this record?"), coerce=UUID, widget=Options,
        error_messages={"required": _("Choose who."), "invalid_choice": _("Choose who.")},
    )  # fmt: skip

    def __init__(self, *args: Any, myself: Any, members: Any, out: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        again = self.data.get("member")  # a second tap is answered like the first
        others = [one for one in members if one.pk != myself.pk and (one.user_id not in out or str(one.pk) == again)]
        names = [(str(one.pk), f"{one.name}, {_(one.get_role_display())}") for one in others]
        choices = [(str(myself.pk), _("Myself: I know them")), *names]
        self.fields["member"].choices = choices  # type: ignore[attr-defined]


class About(Form):
    """Every answer may be left open. The question on race and ethnicity is worded as OMB Directive 15 words it (2024)."""

    KEPT = ("birth_date", "age_band", "race", "sex")

    birth_date = DateText(label=_("Birth date"), required=False)
    age_band = forms.ChoiceField(
        label=_("About how old, if the birth date is not known"), choices=[(age, _(age)) for age in AgeBand]
    )
    race = forms.MultipleChoiceField(
        label=_("What is your race and/or ethnicity?"), help_text=_("Choose all that apply."), required=False, widget=Ticks,
        choices=[
            *((race, _(race)) for race in Race if race is not Race.UNKNOWN),
            (RATHER_NOT_SAY, _("Would rather not say")),
        ],
    )  # fmt: skip
    sex = forms.ChoiceField(label=_("Sex"), widget=Options, choices=[(sex, _(sex)) for sex in Sex])

    def clean(self) -> dict[str, Any]:
        """A slip in the year makes a child of somebody, and for a child other people sign."""
        given = super().clean() or {}
        born = given.get("birth_date")
        years = years_old(born, timezone.localdate()) if born else ADULT
        if years < ADULT and "birth_date" in self.changed_data:
            self.look_twice("birth_date", MINOR % {"years": years})
        return given

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.KEPT}
