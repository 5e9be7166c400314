"""The officer's forms. They turn what was tapped and typed into facts; the protocol decides, in the verbs."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offramp.design.forms import (
    TOO_LONG,
    DateText,
    Form,
    LongText,
    NeededChoice,
    NeededDate,
    NeededText,
    Options,
    Ticks,
)
from offramp.design.told import told
from offramp.desks.officer import ages, scene
from offramp.desks.officer.scene import Asked
from offramp.people.rules import band_on
from offramp.people.states import AgeBand, Language, Race, Sex
from offramp.protocols import rules
from offramp.protocols.document import Protocol
from offramp.protocols.said import Phrase, in_both
from offramp.protocols.sections import Paperwork
from offramp.protocols.states import DoorName, Mode, PaperworkMode
from offramp.referrals.actions import Seen, Who
from offramp.referrals.states import DeclineReason, NotOfferedReason

MODE_NAMES = {
    Mode.SCENE: _("Here"), Mode.STATION: _("Station"), Mode.CENTER: _("Drop-off center"), Mode.PHONE: _("By phone only"),
}  # fmt: skip
LANGUAGES = [(Language.ENGLISH, _("English")), (Language.SPANISH, _("Spanish")), (Language.OTHER, _("Another"))]
KNOWS = [("", _("Not asked")), ("knows", _("Yes")), ("knows and is willing", _("Yes, and is willing"))]
NAME_MOST = 60  # characters in each part of a name
ONLY_FACTS = _("Facts of the incident only. No health guesses, no names of other people, no tips.")


def _of(words: Any) -> list[tuple[str, Any]]:
    return [(one, _(one)) for one in words]


class SeenForm(Form):
    """What the officer sees, for fairness counts only."""

    race = forms.ChoiceField(label=_("Race/ethnicity as you see it"), choices=[("", ""), *_of(Race)], required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", ""), *_of(Sex)], required=False)
    age = forms.ChoiceField(label=_("Age"), choices=[("", ""), *_of(AgeBand)], required=False)

    @property
    def seen(self) -> Seen:
        return Seen(*(self.cleaned_data.get(name, "") for name in ("race", "sex", "age")))


class WhoForm(Form):
    """Who the person says they are, and where the worker meets them."""

    as_written = frozenset({"given_name", "family_name"})

    given_name = forms.CharField(label=_("First name"), max_length=NAME_MOST, required=False)
    family_name = NeededText(label=_("Family name"), max_length=NAME_MOST)
    birth_date = NeededDate(label=_("Birth date"))
    no_name = forms.BooleanField(label=_("Name not given"), required=False)
    no_date = forms.BooleanField(label=_("Date not known"), required=False)
    mode = forms.ChoiceField(label=_("Where does the worker meet you?"), required=False, widget=Options())
    place = forms.CharField(
        label=_("Place"),
        max_length=120,
        required=False,
        help_text=_("Or say it on the call. You will not see it again here."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)

    def __init__(self, *args: Any, protocol: Protocol, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.silence = ages.silence(protocol, DoorName.ARREST_DIVERSION, timezone.localdate())
        self.fields["mode"].choices = [(mode, MODE_NAMES[mode]) for mode in protocol.hand_off.modes]  # type: ignore[attr-defined]
        self.fields["given_name"].widget.attrs["enterkeyhint"] = "next"
        self.fields["family_name"].widget.attrs["enterkeyhint"] = "next"

    def clean_who(self) -> None:
        """A name and a date, or the tick that says that there is none; and where to meet."""
        given = self.cleaned_data
        if not (given.get("family_name") or given.get("no_name")):
            self.add_error("family_name", _("Enter a family name, or tick Name not given."))
        if given.get("no_date"):
            self.errors.pop("birth_date", None)  # what stands there does not count
        elif not (given.get("birth_date") or "birth_date" in self.errors):
            self.add_error("birth_date", _("Enter a birth date, or tick Date not known."))
        if not given.get("mode"):
            self.add_error("mode", _("Choose where the worker meets you."))

    @property
    def unsaid(self) -> str:
        """What the protocol leaves open about somebody as young as was written; usually nothing."""
        given = getattr(self, "cleaned_data", {})
        born = None if given.get("no_date") else given.get("birth_date")
        return ages.unsaid(self.silence, timezone.localdate(), born=born)

    @property
    def who(self) -> Who:
        given = self.cleaned_data
        named = not given["no_name"]
        return Who(
            given_name=given["given_name"] if named else "", family_name=given["family_name"] if named else "",
            birth_date=None if given["no_date"] else given.get("birth_date"),
            more={"language": given["language"] or Language.ENGLISH},
        )  # fmt: skip


class OfferForm(WhoForm, SeenForm):
    """The rest of an offer: what the person said, and who and where if they said yes."""

    outcome = forms.CharField(required=False, widget=forms.HiddenInput)
    decline_reason = forms.ChoiceField(label=_("Why?"), choices=_of(DeclineReason), required=False, widget=Options())
    not_offered_reason = NeededChoice(label=_("Why?"), choices=_of(NotOfferedReason), widget=Options())

    OUTCOMES: tuple[str, ...] = ("wants", "declined", "not-offered")

    def clean_outcome(self) -> str:
        if self.cleaned_data["outcome"] not in self.OUTCOMES:
            raise ValidationError(_("Choose what happened next: the protocol's answer is shown below."))
        return str(self.cleaned_data["outcome"])

    def clean(self) -> dict[str, Any]:
        outcome = self.cleaned_data.get("outcome")
        if outcome in ("wants", "agreed"):
            self.clean_who()
        if outcome == "not-offered" and not self.cleaned_data.get("not_offered_reason"):
            self.add_error("not_offered_reason", _("Choose a reason. “My discretion” is enough."))
        return self.cleaned_data


class DiversionForm(OfferForm):
    """The whole scene in one form: the protocol's questions, what happened, who and where."""

    version = forms.CharField(widget=forms.HiddenInput)
    instead_of = forms.UUIDField(required=False, widget=forms.HiddenInput)  # a question that came back
    agreed_by = forms.UUIDField(
        required=False, widget=forms.HiddenInput, error_messages={"invalid": _("Choose who agreed by phone.")}
    )
    exception = NeededText(
        label=_("Why should this be an exception?"), max_length=240,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=ONLY_FACTS,
    )  # fmt: skip

    OUTCOMES = (*OfferForm.OUTCOMES, "agreed", "agreed-declined", "send", "exception", "record")

    def __init__(self, *args: Any, protocol: Protocol, in_force: str, instead_of: str = "", **kwargs: Any) -> None:
        super().__init__(*args, protocol=protocol, initial={"version": in_force, "instead_of": instead_of}, **kwargs)
        self.protocol, self.in_force = protocol, in_force
        self.asked = scene.questions(protocol, DoorName.ARREST_DIVERSION)
        for one in self.asked:
            self.fields.update(one.fields())

    def clean_version(self) -> str:
        """What comes back is judged by the rules of today: looked over, the same page can be sent again."""
        if self.cleaned_data["version"] != self.in_force:
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data["version"] = self.in_force  # type: ignore[index]
            raise ValidationError(_("The rules of this site changed while this page was open. Look over your answers."))
        return self.in_force

    def clean(self) -> dict[str, Any]:
        super().clean()
        for one in self.asked:
            if scene.applies(one, self.cleaned_data) and not one.chosen(self.cleaned_data):
                self.add_error(
                    one.name, told(Phrase("Answer this question: %(question)s", question=one.question.question))
                )
        if self.cleaned_data.get("outcome") in ("agreed", "agreed-declined") and not (
            self.cleaned_data.get("agreed_by") or "agreed_by" in self.errors
        ):
            self.add_error("agreed_by", _("Choose who agreed by phone."))
        return self.cleaned_data

    @property
    def facts(self) -> dict[str, object]:
        """What was answered, and the age where a birth date says it and the protocol asks for it."""
        asked = [one for one in self.asked if scene.applies(one, self.cleaned_data)]
        found = {name: fact for one in asked for name, fact in one.facts(self.cleaned_data).items()}
        return found | _age(self.protocol, self.cleaned_data.get("birth_date"), DoorName.ARREST_DIVERSION)

    def bound(self) -> list[dict[str, Any]]:
        """Each question with its fields, as the page draws them."""
        return bound(self, self.asked)


class SocialContactForm(SeenForm):
    """Somebody whom the officer knows, with no charge pending. The age is asked once: the birth date, or about how old."""

    as_written = frozenset({"name"})

    name = forms.CharField(label=_("Name, or what they are called"), max_length=80)
    birth_date = DateText(label=_("Birth date"), required=False)
    age_band = forms.ChoiceField(label=_("Or about how old"), choices=[("", ""), *_of(AgeBand)], required=False)
    place = forms.CharField(
        label=_("Where they are usually found"), max_length=120, required=False,
        help_text=_("You will not see this again after sending."),
    )  # fmt: skip
    reasons = forms.MultipleChoiceField(
        label=_("Why? Tick all that apply"), widget=Ticks(), error_messages={"required": _("Tick at least one reason.")}
    )
    knows = forms.ChoiceField(
        label=_("Does the person know that you refer them?"), choices=KNOWS, required=False, widget=Options()
    )

    field_order = ("name", "birth_date", "age_band", "place", "reasons", "knows")

    def __init__(self, *args: Any, protocol: Protocol, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.protocol = protocol
        del self.fields["age"]  # the age as it is seen: asked above, with the birth date
        self.silence = ages.silence(protocol, DoorName.SOCIAL_CONTACT, timezone.localdate())
        self.asked = scene.questions(protocol, DoorName.SOCIAL_CONTACT)
        for one in self.asked:
            self.fields.update(one.fields())
        self.fields["name"].error_messages["required"] = _("Write a name, or what they are called.")
        reasons = [(one.label, told(in_both(one, "label"))) for one in protocol.social_contact_reasons.reasons]
        self.fields["reasons"].choices = reasons  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """Each of the two parts that are kept has room for as much as the form at the scene."""
        name = str(self.cleaned_data["name"])
        if max(map(len, _parts(name))) > NAME_MOST:
            raise ValidationError(TOO_LONG % {"limit": NAME_MOST})
        return name

    @property
    def facts(self) -> dict[str, object]:
        found = {name: fact for one in self.asked for name, fact in one.facts(self.cleaned_data).items()}
        return found | _age(self.protocol, self.cleaned_data.get("birth_date"), DoorName.SOCIAL_CONTACT)

    @property
    def seen(self) -> Seen:
        """The age that is counted for fairness is the one that was written; a birth date says its band."""
        given, born = self.cleaned_data, self.cleaned_data["birth_date"]
        band = given["age_band"] or (band_on(timezone.localdate(), born) if born else "")
        return Seen(race=given["race"], sex=given["sex"], age=band)

    @property
    def unsaid(self) -> str:
        """What the protocol leaves open about somebody as young as was written; usually nothing."""
        given = getattr(self, "cleaned_data", {})
        today = timezone.localdate()
        return ages.unsaid(self.silence, today, born=given.get("birth_date"), band=given.get("age_band", ""))

    @property
    def who(self) -> Who:
        given, family = _parts(self.cleaned_data["name"])
        band = self.cleaned_data["age_band"]
        return Who(
            given_name=given, family_name=family, birth_date=self.cleaned_data["birth_date"],
            more={"age_band": band} if band else {},
        )  # fmt: skip

    @property
    def concerns(self) -> tuple[str, ...]:
        """Why, and whether the person knows: all that the worker is told beforehand."""
        return (*self.cleaned_data["reasons"], *filter(None, [self.cleaned_data["knows"]]))

    def bound(self) -> list[dict[str, Any]]:
        return bound(self, self.asked)


class FinishForm(Form):
    """What could wait until the end of the shift."""

    KEPT = ("incident_number", "statute", "report_reference", "property_reference", "report_note")

    incident_number = forms.CharField(label=_("Incident number"), max_length=40, required=False)
    statute = forms.CharField(label=_("Statute"), max_length=60, required=False)
    report_reference = forms.CharField(label=_("Report reference"), max_length=40, required=False)
    property_reference = forms.CharField(label=_("Property note reference"), max_length=40, required=False)
    report_note = LongText(
        label=_("Report note"), required=False, help_text=ONLY_FACTS,
        readers=_("you, the prosecutor, the case manager and their supervisor"),
    )  # fmt: skip
    is_all = forms.BooleanField(
        label=_("That is all I have"), required=False,
        help_text=_("If you tick this, it leaves your list “To finish” with a box still empty. A note is never needed."),
    )  # fmt: skip

    def __init__(self, *args: Any, paperwork: Paperwork, is_finished: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if paperwork.mode == PaperworkMode.NONE:  # where no report is written, it has no reference
            del self.fields["report_reference"]
        if is_finished:
            del self.fields["is_all"]

    @property
    def written(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.KEPT if name in self.fields}


class StarsForm(Form):
    """The hand-off, rated: the service, never the person."""

    stars = forms.TypedChoiceField(
        label=_("How was the hand-off?"), coerce=int, choices=[(n, str(n)) for n in range(1, 6)], widget=scene.Chips(),
        help_text=_("1 is poor, 5 is very good. It is about the service, never about the person."),
    )  # fmt: skip


def _parts(name: str) -> tuple[str, str]:
    given, _space, family = name.strip().rpartition(" ")
    return given, family


def bound(form: forms.Form, asked: tuple[Asked, ...]) -> list[dict[str, Any]]:
    """Each question with its own fields, for the template."""
    return [{"asked": one, "field": form[one.name], "lines": [form[line.name] for line in one.lines]} for one in asked]


def _age(protocol: Protocol, born: date | None, door: DoorName) -> dict[str, object]:
    """The birth date, under the name by which the protocol asks for the age."""
    return {question.id: born for question in rules.facts(protocol, door) if question.type == "age"} if born else {}
