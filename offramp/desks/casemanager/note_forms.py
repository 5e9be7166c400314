"""The note after a touch as a short form, and its words on every page that shows one."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offramp.casework import rules
from offramp.casework.actions import Kit
from offramp.casework.rules import Noted
from offramp.casework.states import ContactKind, ContactPlace, Domain, Present, Sensitivity
from offramp.design.forms import DateText, Form, LongText, NeededChoice, NeededDate, NeededText, Options, Ticks

KINDS = {
    ContactKind.FIELD: _("In person, out"), ContactKind.OFFICE: _("Office"), ContactKind.PHONE: _("Phone"),
    ContactKind.TEXT: _("Text"), ContactKind.PARTNER: _("With partner"), ContactKind.ATTEMPT: _("Tried, not reached"),
}  # fmt: skip
PLACES = {
    ContactPlace.OUTSIDE: _("Outside"), ContactPlace.HOME: _("Where they stay"), ContactPlace.OFFICE: _("Our office"),
    ContactPlace.SERVICE: _("Another service"), ContactPlace.CLINIC: _("Clinic or hospital"), ContactPlace.COURT: _("Court"),
    ContactPlace.JAIL: _("Jail"), ContactPlace.OTHER: _("Somewhere else"),
}  # fmt: skip
PRESENT = {
    Present.FAMILY: _("Family or friend"), Present.COLLEAGUE: _("A colleague of mine"),
    Present.SERVICE: _("Another service"), Present.INTERPRETER: _("Interpreter"), Present.OFFICER: _("Officer"),
}  # fmt: skip
DOMAINS = {
    Domain.HOME: _("Home"), Domain.MONEY: _("Money"), Domain.PAPERS: _("Papers"), Domain.FAMILY: _("Family"),
    Domain.HEALTH: _("Health"), Domain.USE: _("Substance use"), Domain.COURT: _("Court"), Domain.WORK: _("Work"),
    Domain.OTHER: _("Other"),
}  # fmt: skip
SENSITIVITY = {
    Sensitivity.USUAL: _("Whoever may read notes of this person"),
    Sensitivity.CLOSE: _("Only me and their case manager"),
}
YES, NO, PICK = "yes", "no", "pick"
NEXT = {"1": _("Tomorrow"), "2": _("In 2 days"), "7": _("In a week"), PICK: _("Pick a day")}
KITS = {"1": _("1 kit"), "2": _("2 kits")}
LONGEST = 600


class Note(Form):
    """One short page: how, whether it moved something, a few words. Everything else may stay as it is."""

    as_written = frozenset({"other_lot"})
    words_may_stay = True

    signs = forms.BooleanField(required=False, widget=forms.HiddenInput)  # by the button that is pressed
    kind = forms.ChoiceField(
        label=_("How were you in touch?"), choices=list(KINDS.items()), widget=Options,
        error_messages={"required": _("Choose how you were in touch.")},
    )  # fmt: skip
    is_substantive = NeededChoice(
        label=_("Did it move something?"), choices=[(YES, _("Yes")), (NO, _("No"))], widget=Options
    )
    kits = forms.ChoiceField(label=_("Naloxone kit given?"), choices=list(KITS.items()), widget=Options, required=False)
    lot = NeededChoice(label=_("Lot of the kit"), widget=Options)
    other_lot = NeededText(label=_("Another lot"), max_length=20)
    expires_on = NeededDate(label=_("Good until"), past_only=False)
    was_shown_how = forms.BooleanField(label=_("Showed how to use it"), required=False)
    talked_safer_use = forms.BooleanField(label=_("Talked about safer use"), required=False)
    next_when = forms.ChoiceField(
        label=_("By when is the next step?"), choices=list(NEXT.items()), widget=Options, required=False
    )
    next_day = NeededDate(label=_("On what day"), past_only=False)
    next_step = forms.CharField(  # several lines high: in a box of one line the key Go of a telephone would sign
        label=_("Next step"), max_length=120, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    day = DateText(label=_("When it was"))
    hour = forms.TimeField(
        label=_("At what time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages=dict.fromkeys(["required", "invalid"], _("Write a time like 10:00.")),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("How many minutes"), required=False, min_value=1, max_value=720, initial=15,
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], _("Write minutes, from 1 to 720.")),
    )  # fmt: skip
    place = forms.ChoiceField(label=_("Where"), choices=list(PLACES.items()), widget=Options, required=False)
    present = forms.MultipleChoiceField(
        label=_("Who else was there"), choices=list(PRESENT.items()), widget=Ticks, required=False
    )
    domains = forms.MultipleChoiceField(
        label=_("What it was about"), choices=list(DOMAINS.items()), widget=Ticks, required=False
    )
    sensitivity = forms.ChoiceField(
        label=_("Who may read it once it is signed?"), choices=list(SENSITIVITY.items()), widget=Options,
        initial=Sensitivity.USUAL,
    )  # fmt: skip

    def __init__(self, *args: Any, readers: str, lots: list[str], written: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = _initial(written)
        self.fields["words"] = NeededText(
            label=gettext("What was said or done"), readers=readers, max_length=LONGEST,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=gettext("A few words. Keep counseling notes in your own system."),
        )  # fmt: skip
        self.fields["lot"].choices = [(lot, lot) for lot in lots]  # type: ignore[attr-defined]
        if not lots:
            del self.fields["lot"]
        elif len(lots) == 1:  # a kit is one tap
            self.fields["lot"].initial = lots[0]
        if written is not None and written.supplies.all():  # what was handed out is written down already
            for name in ("kits", "lot", "other_lot", "expires_on", "was_shown_how"):
                self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        """Everything that the verb would refuse, said at once and where it was written."""
        given = super().clean() or {}
        if given.get("next_when") != PICK:
            self.errors.pop("next_day", None)
        elif not given.get("next_day") and "next_day" not in self.errors:
            self.add_error("next_day", _("Write the day, like 04 09 2027."))
        if given.get("kits") and not self._lot():
            self.add_error("lot" if "lot" in self.fields else "other_lot", _("Choose or write the lot of the kit."))
        if not {"kind", "day", "hour", "next_day"} & set(self.errors):
            self._look_at_the_note(given)
        return given

    def _look_at_the_note(self, given: dict[str, Any]) -> None:
        noted = self.noted()
        lacks = rules.lacks_of_note(noted, timezone.now(), timezone.localdate())
        for lack in lacks + (rules.lacks_to_sign(noted) if given.get("signs") else []):
            if lack.field not in self.errors:
                field = "next_when" if lack.field == "next_day" and given["next_when"] != PICK else lack.field
                self.add_error(field, lack.said(gettext))

    def noted(self) -> Noted:
        """What `contacts.save_contact` takes."""
        given = self.cleaned_data
        said = given.get("is_substantive")
        return Noted(
            ContactKind(given["kind"]), self._happened_at(), {YES: True, NO: False}.get(said or ""),
            given.get("minutes"), given.get("place", ""), tuple(given.get("present", ())), tuple(given.get("domains", ())),
            given.get("talked_safer_use", False), given.get("words", "").strip(), given.get("next_step", "").strip(),
            self._next_on(), Sensitivity(given.get("sensitivity") or Sensitivity.USUAL),
        )  # fmt: skip

    def kit(self) -> Kit | None:
        given = self.cleaned_data
        if not given.get("kits"):
            return None
        return Kit(int(given["kits"]), self._lot(), given["was_shown_how"], given.get("expires_on"))

    def _lot(self) -> str:
        given = self.cleaned_data
        return given.get("other_lot") or given.get("lot") or ""

    def _happened_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"]))

    def _next_on(self) -> date | None:
        when = self.cleaned_data.get("next_when")
        if when == PICK:
            return self.cleaned_data.get("next_day")
        return timezone.localdate() + timedelta(days=int(when)) if when else None


class Addendum(Form):
    words_may_stay = True

    def __init__(self, *args: Any, readers: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = LongText(
            label=gettext("Add to this note"), readers=readers, max_length=LONGEST,
            error_messages={"required": gettext("Write what you want to add.")},
        )  # fmt: skip


def _initial(written: Any) -> dict[str, Any]:
    """A draft as it was left; a new note is about now."""
    if written is None:
        now = timezone.localtime()
        return {"day": now.date(), "hour": now.time().replace(second=0, microsecond=0)}
    then = timezone.localtime(written.happened_at)
    kept = ("kind", "minutes", "place", "present", "domains", "talked_safer_use", "words", "next_step", "sensitivity")
    return {name: getattr(written, name) for name in kept} | {
        "day": then.date(), "hour": then.time(), "is_substantive": {True: YES, False: NO}.get(written.is_substantive, ""),
        "next_when": PICK if written.next_on else "", "next_day": written.next_on,
    }  # fmt: skip
