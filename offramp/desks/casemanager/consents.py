"""The justice consent, where the protocol allows it: its own paper of one line, and the one sentence said under it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from offramp.casework import reads as casework
from offramp.consent.actions import Choice, office_of
from offramp.design.answers import refusals_in_a_bar, refusals_on, saved
from offramp.design.texts import text_in
from offramp.desks.casemanager import forms
from offramp.desks.casemanager import release_forms as papers
from offramp.desks.casemanager.matters import matter_of
from offramp.desks.casemanager.release_words import spoken
from offramp.desks.casemanager.update_forms import ContactWord
from offramp.directory import reads as directory
from offramp.directory.doors import MemberRequest, desk
from offramp.directory.states import CASE_MANAGERS
from offramp.justice import actions as justice_actions
from offramp.justice import consents, updates
from offramp.justice.rules import contact_text
from offramp.kernel.classification import DataClass


@require_http_methods(["GET", "POST"])
@desk(*CASE_MANAGERS)
def form(request: MemberRequest, person_id: UUID, diversion_id: UUID, recipient_id: UUID) -> HttpResponse:
    """Read it through and sign exactly what was shown. Not signing leaves no trace, and is shown to nobody."""
    now = timezone.now()
    person, about = matter_of(request, person_id, diversion_id)
    recipient = next((one for one in consents.recipients(request.member, about, now) if one.pk == recipient_id), None)
    if recipient is None:
        raise Http404
    sheet = forms.Sign(
        request.POST or None,
        request.FILES or None,
        initial={"draft": _paper(request, about, recipient)},
        names=person.names,
    )
    if sheet.is_valid():
        with refusals_on(sheet):
            paper = papers.unsealed(sheet.cleaned_data["draft"], _sealed_for(about, recipient))
            justice_actions.sign_justice_consent(
                diversion_id, recipient_id, signature=sheet.signed(), text=paper.text, language=paper.language,
                no_officer_present=sheet.cleaned_data["no_officer_present"], by=request.member, at=now,
                token=sheet.cleaned_data["token"],
            )  # fmt: skip
            messages.success(request, _("Signed. Nobody has been told. Give the person a copy now."))
            return redirect("casemanager:matter", person_id, diversion_id)
    return _read_and_sign(request, person, about, recipient, sheet)


@require_http_methods(["GET", "POST"])
@desk(*CASE_MANAGERS)
def contact(request: MemberRequest, person_id: UUID, diversion_id: UUID) -> HttpResponse:
    """Say in the one fixed sentence that contact is maintained. The person saw it first; nobody can answer it here."""
    now = timezone.now()
    person, about = matter_of(request, person_id, diversion_id)
    choices = consents.contact_choices(request.member, about, now)
    sheet = ContactWord(request.POST or None, to=choices)
    if sheet.is_valid():
        with refusals_on(sheet):
            said = updates.say_contact(
                diversion_id, recipient_id=UUID(sheet.cleaned_data["to"]), next_on=sheet.cleaned_data["next_on"],
                was_seen=sheet.cleaned_data["was_seen"], by=request.member, at=now, token=sheet.cleaned_data["token"],
            )  # fmt: skip
            saved(
                request, _("It waits for %(name)s, who reads it at the next sign-in.") % {"name": said.recipient.name}
            )
            return redirect("casemanager:contact-word", person_id, diversion_id)
    return render(request, "casemanager/contact_word.html", {
        "person": person, "matter": about, "form": sheet, "choices": choices,
        "text": contact_text(timezone.localdate(now), None), "said": consents.contact_words(request.member, about),
    })  # fmt: skip


def _read_and_sign(request: MemberRequest, person: Any, about: Any, recipient: Any, sheet: forms.Sign) -> HttpResponse:
    opens_at = casework.release_opens_at(request.member, person)
    with refusals_in_a_bar(request):
        paper = papers.unsealed(sheet["draft"].value() or "", _sealed_for(about, recipient))
        return render(request, "casemanager/justice_consent.html", {
            "person": person, "matter": about, "form": sheet, "text": paper.text, "language": paper.language,
            "for_worker": "" if spoken() == paper.language else _text(request, about, recipient, spoken()),
            "worker": request.member.name, "opens_at": opens_at,
            "is_open": opens_at is None or timezone.now() >= opens_at,
        })  # fmt: skip
    return redirect("casemanager:matter", person.pk, about.pk)


def _paper(request: MemberRequest, about: Any, recipient: Any) -> str:
    language = "es" if about.person.language == "es" else "en"
    text = _text(request, about, recipient, language)
    ends_at = consents.terms(request.member, about, language).ends_at
    choice = Choice(recipient, frozenset({DataClass.PARTICIPATION}), ends_at)
    return papers.draft([choice], text, language).sealed(_sealed_for(about, recipient))


def _text(request: MemberRequest, about: Any, recipient: Any, language: str) -> str:
    terms = consents.terms(request.member, about, language)
    return text_in(
        language, "casemanager", "justice", person=about.person.name, incident=terms.incidents[0], recipient=recipient.name,
        office=office_of(recipient), discloser=office_of(request.member), date=terms.stop_from, ends=terms.ends_on,
        phone=directory.site_of(request.member).on_call_phone,
    )  # fmt: skip


def _sealed_for(about: Any, recipient: Any) -> str:
    return f"justice consent about {about.pk} to {recipient.pk}"
