"""What the case manager's pages turn into facts, and the few words that stand for a fact on several pages."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from offramp.consent.actions import Signature as Signed
from offramp.consent.states import SignatureKind, Signer
from offramp.design.forms import DateText, Form, Options, Signature
from offramp.design.templatetags.design import weekday
from offramp.justice.reads import Progress
from offramp.justice.states import Answered, ToldHow
from offramp.people.states import Language

LARGEST_SCAN = 4 * 1024 * 1024  # bytes
#: How the files begin that a scan may be: JPEG, PNG, PDF. What a browser says they are is not asked.
SCANS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-")
PEN, MARK, PAPER = "pen", "mark", "paper"
SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Tag:
    """A clock in a few words: the tag's fill and word, and the sentence below it."""

    kind: str
    word: str
    sentence: str = ""


def clock_tag(progress: Progress | None, now: datetime) -> Tag | None:
    """What the clock says today; nothing where none runs."""
    if progress is None:
        return None
    due = progress.requirement.due_on
    if progress.done_at is not None:
        return Tag("plain", _("Both done %(day)s") % {"day": weekday(timezone.localdate(progress.done_at))})
    if progress.requirement.is_past(now):
        return Tag("solid", _("Past %(day)s: decide together") % {"day": weekday(due)}, _(
            "The due date has passed. Nothing was sent to anyone. Decide with the person what comes next."
        ))  # fmt: skip
    left = (due - timezone.localdate(now)).days
    word = _("Due today") if left == 0 else _("Due %(day)s") % {"day": weekday(due)}
    return Tag("solid", word, _soon(left, due, progress))


def _soon(left: int, due: date, progress: Progress) -> str:
    if left > SOON.days:
        return ""
    names = {"intake_completed": _("intake"), "release_signed": _("release")}
    missing = names.get(progress.missing[0], _("both")) if len(progress.missing) == 1 else _("both")
    when = _("Due today (%(day)s).") if left == 0 else _("Due in %(n)s days (%(day)s).")
    said = when % {"n": left, "day": weekday(due)}
    return said + " " + _("Missing: %(what)s. You can ask for more time.") % {"what": missing}


def lines_on(releases: Iterable[Any], now: datetime) -> list[Any]:
    """The lines that are on now, one for each recipient and paper: what a person sees as one line."""
    found: dict[tuple[UUID, str], Any] = {}
    for release in releases:
        for line in release.lines.all():
            if line.is_yes and line.stopped_at is None and now < line.ends_at:
                found.setdefault((line.recipient_id, release.kind), line)
    return list(found.values())


def a_uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


class Contact(Form):
    KEPT = ("given_name", "family_name", "language", "phone", "contact_hours", "contact_words")

    given_name = forms.CharField(label=__("First name"), max_length=60, required=False)
    family_name = forms.CharField(label=__("Last name"), max_length=60, required=False)
    language = forms.ChoiceField(label=__("Language"), widget=Options, choices=[
        (Language.ENGLISH, __("English")), (Language.SPANISH, __("Spanish")), (Language.OTHER, __("Another language")),
    ])  # fmt: skip
    phone = forms.CharField(
        label=__("Phone"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    contact_hours = forms.CharField(label=__("When we may call"), max_length=60, required=False)
    contact_words = forms.CharField(
        label=__("What we may say"), max_length=120, required=False,
        help_text=__("Who we say we are, if somebody else picks up. Never the program's name."),
    )  # fmt: skip

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.KEPT}


class Extend(Form):
    until = DateText(label=__("New due date"), past_only=False)
    reason = forms.CharField(
        label=__("Why more time is given"),
        max_length=240,
        error_messages={"required": __("Say why more time is given.")},
    )


class Tell(Form):
    how = forms.ChoiceField(label=__("How"), widget=Options, choices=[
        (ToldHow.FACE_TO_FACE, __("Face to face")), (ToldHow.ON_THE_PHONE, __("On the phone, and spoke with them")),
    ], error_messages={"required": __("Choose how. Only what reached the person counts.")})  # fmt: skip
    answer = forms.ChoiceField(label=__("What the person said"), widget=Options, choices=[
        (Answered.STOP_IT, __("Stop it")), (Answered.OK, __("OK")), (Answered.DO_IT_FIRST, __("Wants to do it first")),
    ], error_messages={"required": __("Choose what the person said.")})  # fmt: skip


class Sign(Form):
    """How and by whom a paper is signed. `draft` carries, sealed, exactly the text that was shown."""

    draft = forms.CharField(widget=forms.HiddenInput)
    signer = forms.ChoiceField(label=__("Signing for"), widget=Options, initial=Signer.SELF, choices=[
        (Signer.SELF, __("Myself")), (Signer.GUARDIAN, __("As guardian")),
        (Signer.REPRESENTATIVE, __("As legal representative")),
    ])  # fmt: skip
    signer_name = forms.CharField(
        label=__("Name of the person who signs"), max_length=120,
        error_messages={"required": __("Write the name of the person who signs.")},
    )  # fmt: skip
    how = forms.ChoiceField(label=__("How do you sign?"), widget=Options, initial=PEN, choices=[
        (PEN, __("With a finger, or typing my name")), (MARK, __("With a mark or out loud, and a witness")),
        (PAPER, __("On paper, and we add a photo")),
    ])  # fmt: skip
    signature = Signature(label=__("Signature"), required=False)
    witness = forms.CharField(
        label=__("Witness"),
        max_length=120,
        required=False,
        help_text=__("For a mark or spoken word only. Never an officer."),
    )
    scan = forms.FileField(
        label=__("Photo or scan of the paper"), required=False, help_text=__("JPEG, PNG or PDF, at most 4 MB.")
    )
    was_read_aloud = forms.BooleanField(label=__("Someone read it to me"), required=False)
    no_officer_present = forms.BooleanField(label=__("No officer is here"), required=False)

    def clean_scan(self) -> bytes | None:
        given = self.cleaned_data["scan"]
        if not given:
            return None
        if given.size > LARGEST_SCAN:
            raise ValidationError(_("This file is larger than 4 MB. Take the photo again with a smaller size."))
        content = bytes(given.read())
        if not content.startswith(SCANS):
            raise ValidationError(_("This is not a photo or PDF that we can keep. Add a JPEG, a PNG or a PDF."))
        return content

    def signed(self) -> Signed:
        given = self.cleaned_data
        how = {MARK: SignatureKind.MARK, PAPER: SignatureKind.PAPER}.get(given["how"], _pen(given["signature"]))
        return Signed(
            given["signer_name"], how, given["signature"] if given["how"] == PEN else "", given["scan"],
            Signer(given["signer"]), given["witness"], given["was_read_aloud"],
        )  # fmt: skip


def _pen(signature: str) -> SignatureKind:
    return SignatureKind.TYPED if signature and "typed" in json.loads(signature) else SignatureKind.DRAWN
