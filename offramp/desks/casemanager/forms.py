"""What the case manager's pages turn into facts."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offramp.consent import actions as consent
from offramp.consent.actions import Signature as Signed
from offramp.consent.rules import NOT_ON_RECORD, is_name_on_record
from offramp.consent.states import SignatureKind, Signer
from offramp.design.forms import DateText, Form, NeededFile, NeededSignature, NeededText, Options
from offramp.design.spoken import PhoneText
from offramp.desks.casemanager import scans
from offramp.justice.states import Answered, ToldHow
from offramp.people.rules import Named
from offramp.people.states import BEYOND_LIMIT_LENGTH, Language

#: What a browser offers to choose; a telephone that keeps photos in a kind of its own then gives a JPEG of it.
ACCEPTED = "image/jpeg,image/png,application/pdf"
PEN, MARK, PAPER = "pen", "mark", "paper"


def lines_on(releases: Iterable[Any], now: datetime) -> list[Any]:
    """The lines that are on now, one for each recipient and paper: what a person sees as one line."""
    found: dict[tuple[UUID, str, UUID | None], Any] = {}
    for line in live_lines(releases, now):
        found.setdefault(_of_paper(line), line)
    return list(found.values())


def live_lines(releases: Iterable[Any], now: datetime) -> Iterator[Any]:
    """Every line that opens something now, the newest paper first: one for each recipient and class of fact."""
    every = (line for release in releases for line in release.lines.all())
    return (line for line in every if line.is_yes and line.as_line().is_live(now))


def stopped_lines(releases: Iterable[Any]) -> list[Any]:
    """Every line that was stopped on the person's word, the newest paper first: not what ended with a newer paper."""
    every = [line for release in releases for line in release.lines.all()]
    replaced = {(*_of_paper(line), line.release.signed_at) for line in every}
    return [line for line in every if line.stopped_at and (*_of_paper(line), line.stopped_at) not in replaced]


def _of_paper(line: Any) -> tuple[UUID, str, UUID | None]:
    return line.recipient_id, line.release.kind, line.release.about


def a_uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


class Contact(Form):
    as_written = frozenset({"given_name", "family_name", "phone"})
    words_may_stay = True
    KEPT = ("given_name", "family_name", "language", "phone", "contact_hours", "contact_words")

    given_name = forms.CharField(label=_("First name"), max_length=60, required=False)
    family_name = forms.CharField(label=_("Last name"), max_length=60, required=False)
    language = forms.ChoiceField(label=_("Language"), widget=Options, choices=[
        (Language.ENGLISH, _("English")), (Language.SPANISH, _("Spanish")), (Language.OTHER, _("Another language")),
    ])  # fmt: skip
    phone = PhoneText(label=_("Phone"))
    contact_hours = forms.CharField(label=_("When we may call"), max_length=60, required=False)
    contact_words = forms.CharField(
        label=_("What we may say"), max_length=120, required=False,
        help_text=_("Who we say we are, if somebody else picks up. Never the program's name."),
    )  # fmt: skip

    def without_contact(self) -> None:
        """For a reader from whom somebody keeps how the person is reached."""
        for name in ("phone", "contact_hours", "contact_words"):
            del self.fields[name]

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.KEPT if name in self.fields}


class OneMore(Form):
    """Why somebody works with one more than the limit; asked by whoever divides the work, and needed only then."""

    reason = forms.CharField(label=_("Why one more"), required=False, max_length=BEYOND_LIMIT_LENGTH, help_text=_(
        "Only for somebody who is at the limit. Write no name: whoever manages the project reads it too."
    ))  # fmt: skip


class Extend(Form):
    until = DateText(
        label=_("New due date"), past_only=False,
        error_messages={"required": _("Write the new due date. The last day that can be given stands above.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why more time is given"),
        max_length=240,
        error_messages={"required": _("Say why more time is given.")},
    )


class Tell(Form):
    how = forms.ChoiceField(label=_("How"), widget=Options, choices=[
        (ToldHow.FACE_TO_FACE, _("Face to face")), (ToldHow.ON_THE_PHONE, _("On the phone, and spoke with them")),
    ], error_messages={"required": _("Choose how. Only what reached the person counts.")})  # fmt: skip
    answer = forms.ChoiceField(label=_("What the person said"), widget=Options, choices=[
        (Answered.STOP_IT, _("Stop it")), (Answered.OK, _("OK")), (Answered.DO_IT_FIRST, _("Wants to do it first")),
    ], error_messages={"required": _("Choose what the person said.")})  # fmt: skip


class Sign(Form):
    """How and by whom a paper is signed. `draft` carries, sealed, exactly the text that was shown."""

    as_written = frozenset({"signer_name", "witness"})

    draft = forms.CharField(widget=forms.HiddenInput)
    signer = forms.ChoiceField(label=_("Signing for"), widget=Options, initial=Signer.SELF, choices=[
        (Signer.SELF, _("Myself")), (Signer.GUARDIAN, _("As guardian")),
        (Signer.REPRESENTATIVE, _("As legal representative")),
    ])  # fmt: skip
    signer_name = forms.CharField(
        label=_("Name of the person who signs"), max_length=120,
        error_messages={"required": _("Write the name of the person who signs.")},
    )  # fmt: skip
    how = forms.ChoiceField(label=_("How do you sign?"), widget=Options, initial=PEN, choices=[
        (PEN, _("With a finger, or typing my name")), (MARK, _("With a mark or out loud, and a witness")),
        (PAPER, _("On paper, and we add a photo")),
    ])  # fmt: skip
    signature = NeededSignature(label=_("Signature"))
    witness = NeededText(
        label=_("Witness"), max_length=120, help_text=_("For a mark or spoken word only. Never an officer.")
    )
    scan = NeededFile(
        label=_("Photo or scan of the paper"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        help_text=_("JPEG, PNG or PDF, at most 4 MB."),
    )
    was_read_aloud = forms.BooleanField(label=_("Someone read it to me"), required=False)
    no_officer_present = forms.BooleanField(label=_("No officer is here"), required=False)

    def __init__(self, *args: Any, names: Iterable[Named], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names  # every one that the person goes by

    def clean_scan(self) -> bytes | None:
        given = self.cleaned_data["scan"]
        if not given:
            return None
        if given.size > scans.LARGEST:
            raise ValidationError(scans.TOO_LARGE)
        content = bytes(given.read())
        if fault := scans.fault(content):
            raise ValidationError(fault)
        return content

    def clean(self) -> dict[str, Any]:
        """Everything that is missing, at once. What was given and cannot be read has its own sentence already."""
        given = super().clean() or {}
        if "how" in self.errors or "signer" in self.errors:
            return given
        for lack in consent.missing(self.signed(), no_officer_present=given["no_officer_present"]):
            if lack.field not in self.errors:
                self.add_error(lack.field, lack.said(gettext))
        signer = given.get("signer_name")
        if signer and given["signer"] == Signer.SELF and not is_name_on_record(signer, self.names):
            self.look_twice("signer_name", gettext(NOT_ON_RECORD))
        return given

    def signed(self) -> Signed:
        given = self.cleaned_data
        signature = given.get("signature", "")
        how = {MARK: SignatureKind.MARK, PAPER: SignatureKind.PAPER}.get(given["how"], _pen(signature))
        return Signed(
            given.get("signer_name", ""), how, signature if given["how"] == PEN else "", given.get("scan"),
            Signer(given["signer"]), given.get("witness", ""), given["was_read_aloud"],
        )  # fmt: skip


def strokes(release: Any) -> list[str]:
    """A drawn signature, each stroke as the points of a line in a box of 1000 by 360; nothing of any other one."""
    if release.signature_kind != SignatureKind.DRAWN:
        return []
    try:
        paths = json.loads(release.signature)["paths"]
    except (
        ValueError,
        KeyError,
        TypeError,
    ):  # what no screen of ours drew: the paper stands, without the picture of a hand
        return []
    return [" ".join(f"{x},{y}" for x, y in zip(path[::2], path[1::2], strict=True)) for path in paths]


def _pen(signature: str) -> SignatureKind:
    return SignatureKind.TYPED if signature and "typed" in json.loads(signature) else SignatureKind.DRAWN
