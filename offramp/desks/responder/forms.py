"""What the responder's pages turn into facts. They decide nothing."""

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offramp.casework.actions import Kit, Paper
from offramp.casework.states import Naloxone, Need, Overdose, Reach
from offramp.consent import actions as consent
from offramp.consent.actions import Signature as Signed
from offramp.consent.rules import NOT_ON_RECORD, is_name_on_record
from offramp.consent.states import SignatureKind
from offramp.design.forms import Form, NeededChoice, NeededSignature, NeededText, Options, Ticks
from offramp.design.next_time import NextTime
from offramp.design.spoken import NO_PHONE, PHONE
from offramp.design.texts import LANGUAGES, beside
from offramp.people.rules import Named
from offramp.referrals.states import CloseReason, PassReason

NEEDS = {
    Need.MEDICAL: _("Medical"), Need.WITHDRAWAL: _("Withdrawal"), Need.BED: _("Bed tonight"), Need.FOOD: _("Food"),
    Need.CLOTHES: _("Clothes"), Need.PHONE: _("Phone"), Need.RIDE: _("Ride"), Need.SAFETY: _("Safety"),
    Need.CHILDREN_OR_PETS: _("Children or pets"), Need.NOTHING: _("Nothing now"),
}  # fmt: skip
KITS = {"1": _("1 kit"), "2": _("2 kits"), Naloxone.HAS_ONE: _("Has one"), Naloxone.NOT_WANTED: _("Not wanted")}
OVERDOSED = {Overdose.YES: _("Yes"), Overdose.NO: _("No"), Overdose.NOT_ASKED: _("Not asked")}
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


class Meeting(NextTime):
    """The meeting at the scene. Everything but the next time may stay open."""

    as_written = frozenset({"other_lot", "phone", "signer_name"})
    field_order = (
        "needs", "naloxone", "lot", "other_lot", "was_shown_how", "has_overdosed", "next_time", "next_day", "next_hour",
        "next_place", "reach", "keeps_name",
    )  # fmt: skip

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
    reach = forms.ChoiceField(label=_("Best way to reach"), choices=list(REACH.items()), widget=Options, required=False)
    keeps_name = forms.ChoiceField(
        label=beside(_("May we keep your name and phone for 72 hours?")), widget=Options,
        choices=[("yes", beside(_("Yes, keep it for 72 hours"))), ("no", beside(_("No, keep no name")))],
        error_messages={"required": _("Ask, and choose Yes or No. A no is fine: you help all the same.")},
    )  # fmt: skip
    phone = forms.CharField(
        label=beside(_("Phone")), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    keeps_contact_alone = forms.BooleanField(
        label=_("Keep contact and place to me alone"), required=False,
        help_text=_(
            "If you tick this, only you see the phone, the hours and the place. The team sees who keeps it."
        ),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Read in"), choices=LANGUAGES, widget=Options)
    signer_name = NeededText(label=beside(_("Name of the person who signs")), max_length=120)
    signature = NeededSignature(label=beside(_("Signature")))

    def __init__(self, *args: Any, lots: list[str], is_held: bool, names: Iterable[Named], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names  # every one that the person goes by
        self.unsigned = _("Sign with a finger, or type the name. Or choose No: then no name is kept.")
        if is_held:  # whatever the answer is, the charge keeps the name
            self.unsigned = _(
                "Sign with a finger, or type the name. Or choose No: then only the held charge keeps the name."
            )
            yes, (no, _none) = self.fields["keeps_name"].choices  # type: ignore[attr-defined]
            self.fields["keeps_name"].choices = [yes, (no, beside(_("No, only the held charge keeps the name")))]  # type: ignore[attr-defined]
        self.fields["lot"].choices = [(lot, lot) for lot in lots]  # type: ignore[attr-defined]
        if not lots:
            del self.fields["lot"]
        elif len(lots) == 1:  # a kit is one tap
            self.fields["lot"].initial = lots[0]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("naloxone", "").isdigit() and not (given.get("lot") or given.get("other_lot")):
            self.add_error("lot" if "lot" in self.fields else "other_lot", _("Choose or write the lot of the kit."))
        if Need.NOTHING in given.get("needs", []) and len(given["needs"]) > 1:
            self.add_error("needs", _("Choose what is needed, or “Nothing now” alone."))
        if given.get("keeps_name") == "yes":
            self._ask_for_paper(given)
        return given

    def _ask_for_paper(self, given: dict[str, Any]) -> None:
        if given.get("phone") and not PHONE.fullmatch(given["phone"]):
            self.add_error("phone", NO_PHONE)
        for lack in consent.lacks(self._signed()):
            if lack.field not in self.errors:
                is_unsigned = lack.field == "signature" and not given.get("signature")
                self.add_error(lack.field, self.unsigned if is_unsigned else lack.said(gettext))
        signer = given.get("signer_name")
        if signer and not is_name_on_record(signer, self.names):
            self.look_twice("signer_name", gettext(NOT_ON_RECORD))

    def facts(self) -> dict[str, Any]:
        """What `casework.actions.save_meeting` takes, but for the paper."""
        given = self.cleaned_data
        return {
            "needs": given["needs"], "naloxone": self._naloxone(), "kit": self._kit(),
            "has_overdosed": Overdose(given["has_overdosed"] or Overdose.NOT_ASKED), "next_at": self.next_at(),
            "next_place": given["next_place"], "reach": given["reach"], "keeps_name": given["keeps_name"] == "yes",
            "keeps_contact_alone": given.get("keeps_contact_alone", False),
        }  # fmt: skip

    def paper(self, texts: dict[str, str]) -> Paper | None:
        """What was signed; nothing when the answer is no."""
        given = self.cleaned_data
        if given["keeps_name"] != "yes":
            return None
        return Paper(texts[given["language"]], given["language"], self._signed(), phone=given["phone"])

    def _signed(self) -> Signed:
        signature = self.cleaned_data.get("signature", "")
        is_typed = signature and "typed" in json.loads(signature)
        kind = SignatureKind.TYPED if is_typed else SignatureKind.DRAWN
        return Signed(self.cleaned_data.get("signer_name", ""), kind, signature)

    def _naloxone(self) -> Naloxone:
        given = self.cleaned_data["naloxone"]
        return Naloxone.GIVEN if given.isdigit() else Naloxone(given or Naloxone.NOT_ASKED)

    def _kit(self) -> Kit | None:
        given = self.cleaned_data
        if not given["naloxone"].isdigit():
            return None
        return Kit(int(given["naloxone"]), given["other_lot"] or given.get("lot", ""), given["was_shown_how"])
