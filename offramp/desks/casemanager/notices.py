"""The one negative message, at sites that adopted it: every condition in sight, doing nothing is the default."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from offramp.casework import reads as casework
from offramp.consent.actions import Choice
from offramp.design.answers import refusals_in_a_bar, refusals_on
from offramp.design.forms import token_from
from offramp.design.texts import text_in
from offramp.desks.casemanager import clock_words, forms
from offramp.desks.casemanager import release_forms as papers
from offramp.desks.casemanager.matters import is_notifiable, matter_of
from offramp.desks.casemanager.release_words import spoken, who_charges
from offramp.directory.doors import MemberRequest, desk
from offramp.directory.states import CASE_MANAGERS
from offramp.justice import actions as justice_actions
from offramp.justice import notices as noticing
from offramp.justice import reads as justice
from offramp.justice import rules
from offramp.justice.states import Answered
from offramp.kernel.classification import DataClass
from offramp.protocols.said import in_language

#: How long after the due date the form can still be used.
NOTICE_LASTS = timedelta(days=90)


@require_GET
@desk(*CASE_MANAGERS)
def before(request: MemberRequest, person_id: UUID, diversion_id: UUID, recipient_id: UUID) -> HttpResponse:
    """W1: every condition as a row. Doing nothing is the default."""
    person, about, recipient = _notifiable(request, person_id, diversion_id, recipient_id)
    kept = justice.notice(request.member, about, recipient)
    facts = noticing.facts(request.member, about, recipient, kept, at=timezone.now())
    rows, ended = rules.notice_conditions(facts), rules.what_ended(facts)
    steps = {name for name, decision in rows if not decision}
    sent = [one for one in noticing.sent_about(request.member, about, timezone.now()) or () if one.notice == kept]
    return render(request, "casemanager/notice_before.html", {
        **_names(person, about, recipient), "rows": [ended] if ended else rows, "is_over": ended is not None, "sent": sent,
        "can_preview": not steps - {"previewed", "told"}, "can_tell": steps == {"told"}, "can_send": not steps,
        "has_more_time": not ended and justice.extension_left(request.member, about, timezone.now()),
        "needs_form": not ended and not _has_paper(rows), "became": clock_words.became(sent),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@desk(*CASE_MANAGERS)
def preview(request: MemberRequest, person_id: UUID, diversion_id: UUID, recipient_id: UUID) -> HttpResponse:
    """W2: exactly this, to exactly this person."""
    person, about, recipient = _notifiable(request, person_id, diversion_id, recipient_id)
    here = (person_id, diversion_id, recipient_id)
    if request.method == "POST":
        with refusals_in_a_bar(request):
            justice_actions.preview_notice(
                diversion_id, recipient_id, by=request.member, at=timezone.now(), token=token_from(request)
            )
            return redirect("casemanager:notice-tell", *here)
        return redirect("casemanager:notice", *here)
    if _is_over(request, about, recipient):
        return redirect("casemanager:notice", *here)
    text = justice.notice_text(request.member, about, timezone.now())
    return render(request, "casemanager/notice_preview.html", {**_names(person, about, recipient), "text": text})


@require_http_methods(["GET", "POST"])
@desk(*CASE_MANAGERS)
def tell(request: MemberRequest, person_id: UUID, diversion_id: UUID, recipient_id: UUID) -> HttpResponse:
    """W3: tell the person first, and write down what they said."""
    person, about, recipient = _notifiable(request, person_id, diversion_id, recipient_id)
    kept = justice.notice(request.member, about, recipient)
    if kept is None:
        raise Http404
    if request.method == "GET" and _is_over(request, about, recipient):
        return redirect("casemanager:notice", person_id, diversion_id, recipient_id)
    form = forms.Tell(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            told = justice_actions.tell_person(
                kept.pk, **{name: form.cleaned_data[name] for name in ("how", "answer")}, by=request.member,
                at=timezone.now(), token=form.cleaned_data["token"],
            )  # fmt: skip
            return _after_telling(request, told.answer, about, recipient)
    charges = _who_charges(about, recipient, spoken())
    due_on = justice.due_with_extensions(request.member, about)
    page = {
        **_names(person, about, recipient), "form": form, "charges": charges, "due_on": due_on,
        "requirement": _requirement(about, spoken()),
        "left": clock_words.left_to_do(progress) if (progress := justice.progress(request.member, about)) else "",
    }  # fmt: skip
    return render(request, "casemanager/notice_tell.html", page)


@require_http_methods(["GET", "POST"])
@desk(*CASE_MANAGERS)
def send(request: MemberRequest, person_id: UUID, diversion_id: UUID, recipient_id: UUID) -> HttpResponse:
    """W4: sent only if every condition holds at this second; it is checked again here."""
    person, about, recipient = _notifiable(request, person_id, diversion_id, recipient_id)
    kept = justice.notice(request.member, about, recipient)
    if kept is None:
        raise Http404
    if request.method == "POST":
        with refusals_in_a_bar(request):
            justice_actions.send_notice(kept.pk, by=request.member, at=timezone.now(), token=token_from(request))
            messages.success(request, _(
                "It waits for %(name)s, and is shown once, at the next sign-in. Until then a stop still holds it back. If "
                "%(person)s finishes later, the certificate still goes."
            ) % {"name": recipient.name, "person": person.given_name or person.name})  # fmt: skip
        return redirect("casemanager:notice", person_id, diversion_id, recipient_id)
    if _is_over(request, about, recipient):
        return redirect("casemanager:notice", person_id, diversion_id, recipient_id)
    may = rules.may_send_notice(noticing.facts(request.member, about, recipient, kept, at=timezone.now()))
    return render(
        request, "casemanager/notice_send.html", {**_names(person, about, recipient), "kept": kept, "may": may}
    )


@require_http_methods(["GET", "POST"])
@desk(*CASE_MANAGERS)
def form(request: MemberRequest, person_id: UUID, diversion_id: UUID, recipient_id: UUID) -> HttpResponse:
    """The person's own paper about this one message. Not signing is never shown to anyone outside care."""
    person, about, recipient = _notifiable(request, person_id, diversion_id, recipient_id)
    if request.method == "GET" and _is_over(request, about, recipient):
        return redirect("casemanager:notice", person_id, diversion_id, recipient_id)
    now = timezone.now()
    sheet = forms.Sign(
        request.POST or None,
        request.FILES or None,
        initial={"draft": _paper(request, about, recipient, now)},
        names=person.names,
    )
    if sheet.is_valid():
        with refusals_on(sheet):
            paper = papers.unsealed(sheet.cleaned_data["draft"], _sealed_for(about, recipient))
            (choice,) = paper.chosen([recipient])
            justice_actions.sign_notice_paper(
                diversion_id, recipient_id, signature=sheet.signed(), text=paper.text, language=paper.language,
                ends_at=choice.ends_at, no_officer_present=sheet.cleaned_data["no_officer_present"], by=request.member,
                at=now, token=sheet.cleaned_data["token"],
            )  # fmt: skip
            messages.success(
                request, _("Signed. Nobody has been told. It can be stopped at any time before it is sent.")
            )
            return redirect("casemanager:notice", person_id, diversion_id, recipient_id)
    opens_at = casework.release_opens_at(request.member, person)
    with refusals_in_a_bar(request):
        text = papers.unsealed(sheet["draft"].value() or "", _sealed_for(about, recipient))
        return render(request, "casemanager/notice_form.html", {
            **_names(person, about, recipient), "form": sheet, "text": text.text, "language": text.language,
            "opens_at": opens_at, "is_open": opens_at is None or now >= opens_at,
        })  # fmt: skip
    return redirect("casemanager:notice", person_id, diversion_id, recipient_id)


def _notifiable(
    request: MemberRequest, person_id: UUID, diversion_id: UUID, recipient_id: UUID
) -> tuple[Any, Any, Any]:
    """The person, the matter and the recipient.

    At a site that did not adopt the notice, and for whoever only took the call, these pages do not exist.
    """
    person, about = matter_of(request, person_id, diversion_id)
    if not is_notifiable(request, about):
        raise Http404
    for recipient in justice.notice_recipients(request.member, about, timezone.now()):
        if recipient.pk == recipient_id:
            return person, about, recipient
    raise Http404


def _is_over(request: MemberRequest, about: Any, recipient: Any) -> bool:
    """Whether no step can follow: opened again by Back, such a page leads to what became of the notice."""
    kept = justice.notice(request.member, about, recipient)
    return rules.what_ended(noticing.facts(request.member, about, recipient, kept, at=timezone.now())) is not None


def _has_paper(rows: Iterable[tuple[str, Any]]) -> bool:
    """Whether the person signed a paper that counts today."""
    return all(decision for name, decision in rows if name in ("release", "consequence"))


def _names(person: Any, about: Any, recipient: Any) -> dict[str, Any]:
    consequence = about.referral.protocol_version.protocol.consequence
    return {"person": person, "matter": about, "recipient": recipient, "consequence": consequence}


def _paper(request: MemberRequest, about: Any, recipient: Any, now: datetime) -> str:
    consequence = about.referral.protocol_version.protocol.consequence
    language = "es" if about.person.language == "es" else "en"
    terms = justice.notice_terms(request.member, about, language)
    due_on = justice.due_with_extensions(request.member, about)
    ends_at = max(now, timezone.make_aware(datetime.combine(due_on or about.due_on, time()))) + NOTICE_LASTS
    text = text_in(
        language, "casemanager", "notice", person=about.person.name,
        requirement=_requirement(about, language),
        date=terms.due_on, officer=recipient.name, stop_date=about.started_on, ends=ends_at, incident=terms.incidents[0],
        clause=consequence.id, consequence=terms.consequence, who_charges=_who_charges(about, recipient, language),
    )  # fmt: skip
    choice = Choice(recipient, frozenset({DataClass.COMPLIANCE_NOTICE}), ends_at)
    return papers.draft([choice], text, language).sealed(_sealed_for(about, recipient))


def _requirement(about: Any, language: str) -> str:
    """What was asked, without its full stop: it stands inside another sentence."""
    return in_language(language, about.referral.protocol_version.protocol.consequence, "requirement").rstrip(".")


def _who_charges(about: Any, recipient: Any, language: str) -> str:
    return who_charges(about.referral.protocol_version.protocol, recipient.name, recipient.role, language)


def _sealed_for(about: Any, recipient: Any) -> str:
    return f"{about.pk} to {recipient.pk}"


def _after_telling(request: MemberRequest, answer: str, about: Any, recipient: Any) -> HttpResponse:
    here = (about.person_id, about.pk, recipient.pk)
    if answer == Answered.OK:
        return redirect("casemanager:notice-send", *here)
    if answer == Answered.STOP_IT:
        messages.success(request, _("Recorded, and the release of this message is stopped. No notice can be sent."))
        return redirect("casemanager:notice", *here)
    if justice.extension_left(request.member, about, timezone.now()) is None:
        messages.success(request, _("Recorded. Nothing is sent. No more time can be given, but it can still be done."))
        return redirect("casemanager:notice", *here)
    messages.success(request, _("Recorded. Nothing is sent. Ask for more time now: this page says whom."))
    return redirect("casemanager:matter", *here[:2])
