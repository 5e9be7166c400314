"""What the responder's pages turn into facts. They decide nothing."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offramp.casework import rules
from offramp.casework.actions import Kit, Paper
from offramp.casework.states import Naloxone, Need, Overdose, Reach
from offramp.consent.actions import Signature as Signed
from offramp.consent.states import SignatureKind
from offramp.design.forms import (
    Form,
    NeededChoice,
    NeededDate,
    NeededSignature,
    NeededText,
    Options,
    Ticks,
)  # fmt: skip
from offramp.design.texts import LANGUAGES
from offramp.kernel.refusals import Refusal
from offramp.referrals.states import CloseReason, PassReason

NEEDS = {
    Need.MEDICAL: _("Medical"), Need.WITHDRAWAL: _("Withdrawal"), Need.BED: _("Bed tonight"), Need.FOOD: _("Food"),
    Need.CLOTHES: _("Clothes"), Need.PHONE: _("Phone"), Need.RIDE: _("Ride"), Need.SAFETY: _("Safety"),
    Need.CHILDREN_OR_PETS: _("Children or pets"), Need.NOTHING: _("Nothing now"),
}  # fmt: skip
KITS = {"1": _("1 kit"), "2": _("2 kits"), Naloxone.HAS_ONE: _("Has one"), Naloxone.NOT_WANTED: _("Not wanted")}
OVERDOSED = {Overdose.YES: _("Yes"), Overdose.NO: _("No"), Overdose.NOT_ASKED: _("Not asked")}
TOMORROW, IN_TWO_DAYS, PICK, STILL_LOOKING = "1", "2", "pick", "looking"
NEXT = {
    TOMORROW: _("Tomorrow"), IN_TWO_DAYS: _("In 2 days"), PICK: _("Pick a day"), STILL_LOOKING: _("Still looking")
}  # fmt: skip
REACH = {Reach.PHONE: _("Phone"), Reach.TEXT: _("Text"), Reach.FIND: _("Find them")}
MINUTES = {"10": _("10 min"), "15": _("15 min"), "20": _("20 min"), "30": _("30 min"), "phone": _("By phone")}
PASSING = {
    PassReason.WITH_SOMEONE: _("With someone"), PassReason.TOO_FAR: _("Too far"),
    PassReason.NOT_SAFE: _("Not safe for me"), PassReason.OTHER: _("Other"),
}  # fmt: skip
CLOSING = {
    CloseReason.UNABLE_TO_LOCATE: _("Not found"), CloseReason.DECLINED: _("Said no"), CloseReason.MOVED: _("Moved"),
    CloseReason.DUPLICATE: _("Joined with another referral"), CloseReason.CAPACITY: _("No room"),
    CloseReason.DECEASED: _("Died"),
}  # fmt: skip


class OnTheWay(Form):
    minutes = forms.ChoiceField(
        label=_("I will be there in about"), choices=list(MINUTES.items()), widget=Options,
        error_messages={"required": _("Choose about how long, or By phone.")},
    )  # fmt: skip

    @property
    def minutes_away(self) -> int | None:
        given = self.cleaned_data["minutes"]
        return None if given == "phone" else int(given)


class Close(Form):
    reason = forms.ChoiceField(
        label=_("Why does looking end?"), choices=list(CLOSING.items()), widget=Options,
        error_messages={"required": _("Choose a reason.")},
    )  # fmt: skip


class Meeting(Form):
    """The meeting at the scene. Everything but the next time may stay open."""

    needs = forms.MultipleChoiceField(
        label=_("Right now needs"), choices=list(NEEDS.items()), widget=Ticks, required=False
    )
    naloxone = forms.ChoiceField(
        label=_("Naloxone kit given?"), choices=list(KITS.items()), widget=Options, required=False
    )
    lot = NeededChoice(label=_("Lot of the kit"), widget=Options)
    other_lot = NeededText(label=_("Another lot"), max_length=20)
    was_shown_how = forms.BooleanField(label=_("Showed how to use it"), required=False)
    has_overdosed = forms.ChoiceField(
        label=_("Ever overdosed?"), choices=list(OVERDOSED.items()), widget=Options, required=False
    )
    next_time = forms.ChoiceField(
        label=_("Next time we meet"), choices=list(NEXT.items()), widget=Options,
        error_messages={"required": _("Choose when you meet next, or Still looking.")},
    )  # fmt: skip
    next_day = NeededDate(label=_("On what day"), past_only=False)
    next_hour = forms.TimeField(
        label=_("At what time"), required=False, initial=time(10),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Write a time like 10:00.")},
    )  # fmt: skip
    next_place = forms.CharField(label=_("Where"), max_length=120, required=False)
    reach = forms.ChoiceField(label=_("Best way to reach"), choices=list(REACH.items()), widget=Options, required=False)
    keeps_name = forms.ChoiceField(
        label=_("May we keep your name and phone for 72 hours?"), widget=Options,
        choices=[("yes", _("Yes, keep it for 72 hours")), ("no", _("No, keep no name"))],
        error_messages={"required": _("Ask, and choose Yes or No. A no is fine: you help all the same.")},
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Phone"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    language = forms.ChoiceField(label=_("Read in"), choices=LANGUAGES, widget=Options)
    signer_name = NeededText(label=_("Name of the person who signs"), max_length=120)
    signature = NeededSignature(label=_("Signature"))

    def __init__(self, *args: Any, lots: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lot"].choices = [(lot, lot) for lot in lots]  # type: ignore[attr-defined]
        if not lots:
            del self.fields["lot"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("naloxone", "").isdigit() and not (given.get("lot") or given.get("other_lot")):
            self.add_error("other_lot", _("Choose or write the lot of the kit."))
        if given.get("next_time") == PICK and not given.get("next_day") and "next_day" not in self.errors:
            self.add_error("next_day", _("Write the day you meet, like 04 09 2027."))
        self._look_at_the_next_time(given)
        if given.get("keeps_name") == "yes":
            self._ask_for_paper(given)
        return given

    def _look_at_the_next_time(self, given: dict[str, Any]) -> None:
        """What the verb would refuse about the next time, said together with everything else, and where it was chosen."""
        if not given.get("next_time") or {"next_day", "next_hour"} & set(self.errors):
            return
        try:
            rules.require_next_time(self._next_at(), timezone.now())
        except Refusal as refusal:
            self.add_error("next_day" if given["next_time"] == PICK else "next_hour", refusal.sentence)

    def _ask_for_paper(self, given: dict[str, Any]) -> None:
        if not given.get("signer_name"):
            self.add_error("signer_name", _("Write the name of the person who signs."))
        if not given.get("signature") and "signature" not in self.errors:
            self.add_error("signature", _("Sign with a finger, or type the name. Or choose No: then no name is kept."))

    def facts(self) -> dict[str, Any]:
        """What `casework.actions.save_meeting` takes, but for the paper."""
        given = self.cleaned_data
        return {
            "needs": given["needs"], "naloxone": self._naloxone(), "kit": self._kit(),
            "has_overdosed": Overdose(given["has_overdosed"] or Overdose.NOT_ASKED), "next_at": self._next_at(),
            "next_place": given["next_place"], "reach": given["reach"], "keeps_name": given["keeps_name"] == "yes",
        }  # fmt: skip

    def paper(self, texts: dict[str, str]) -> Paper | None:
        """What was signed; nothing when the answer is no."""
        given = self.cleaned_data
        if given["keeps_name"] != "yes":
            return None
        kind = SignatureKind.TYPED if "typed" in json.loads(given["signature"]) else SignatureKind.DRAWN
        signed = Signed(given["signer_name"], kind, given["signature"])
        return Paper(texts[given["language"]], given["language"], signed, phone=given["phone"])

    def _naloxone(self) -> Naloxone:
        given = self.cleaned_data["naloxone"]
        return Naloxone.GIVEN if given.isdigit() else Naloxone(given or Naloxone.NOT_ASKED)

    def _kit(self) -> Kit | None:
        given = self.cleaned_data
        if not given["naloxone"].isdigit():
            return None
        return Kit(int(given["naloxone"]), given["other_lot"] or given.get("lot", ""), given["was_shown_how"])

    def _next_at(self) -> datetime | None:
        given = self.cleaned_data
        if given["next_time"] == STILL_LOOKING:
            return None
        day: date = given["next_day"] if given["next_time"] == PICK else _in_days(int(given["next_time"]))
        return timezone.make_aware(datetime.combine(day, given["next_hour"] or time(10)))


def _in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)
