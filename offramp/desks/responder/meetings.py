"""The meeting at the scene, one short page, and the card that goes with a kit."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from offramp.casework import actions as casework
from offramp.casework import reads as casework_reads
from offramp.casework.reads import Opened
from offramp.casework.states import Overdose
from offramp.consent import reads as consent
from offramp.consent.states import ReleaseKind
from offramp.design.answers import refusals_on
from offramp.design.readers import who_reads
from offramp.design.templatetags.design import in_words, site_time
from offramp.design.texts import LANGUAGES, text_in
from offramp.design.words import ended
from offramp.desks.responder import forms
from offramp.directory.doors import MemberRequest, desk
from offramp.directory.states import ASSIGNABLE_ROLES
from offramp.justice import holding
from offramp.kernel.classification import DataClass
from offramp.people.states import KEEPERS
from offramp.referrals import reads as referrals


@require_http_methods(["GET", "POST"])
@desk(*ASSIGNABLE_ROLES)
def meeting(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """What is needed now, the kit, the next time, and whether the name may be kept."""
    now = timezone.now()
    written = casework_reads.written_down(request.member, referral_id)
    if request.method == "GET" and written is not None:
        return redirect("responder:saved-meeting", written.pk)
    referral = referrals.referral(request.member, referral_id, now)
    if request.method == "GET" and casework_reads.is_written_down(request.member, referral_id):
        return render(request, "responder/written_already.html", {"code": referral.code})
    opened = casework_reads.open_person(request.member, referral.person_id, now)
    is_held = holding.keeps_name(request.member, opened.person)
    texts = {language: text_in(language, "responder", "keep_name", is_held=is_held) for language, _name in LANGUAGES}
    form = forms.Meeting(
        request.POST or None, lots=casework_reads.lots_used(request.member), is_held=is_held,
        names=opened.person.names,
        initial={
            "language": "es" if opened.person.language == "es" else "en",
            "phone": "" if opened.keeper else opened.person.phone,
        },
    )  # fmt: skip
    if request.member.role not in KEEPERS:
        del form.fields["keeps_contact_alone"]
    if form.is_valid():
        with refusals_on(form):
            held = casework.save_meeting(
                referral_id, **form.facts(), paper=form.paper(texts), by=request.member, at=now,
                token=form.cleaned_data["token"],
            )  # fmt: skip
            messages.success(request, _said(request, held))
            return redirect("responder:saved-meeting", held.pk)
    return render(request, "responder/meeting.html", {
        "referral": referral, "person": opened.person, "form": form, "texts": texts,
        "opens_at": casework_reads.release_opens_at(request.member, opened.person),
    })  # fmt: skip


@require_GET
@desk(*ASSIGNABLE_ROLES)
def saved_meeting(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """What was written down, by whom and when, to read: after the meeting, and whenever it is opened again."""
    now = timezone.now()
    held = casework_reads.meeting(request.member, meeting_id, now)
    opened = casework_reads.open_person(request.member, held.person_id, now) if held.person_id else None
    facts = _facts(held, opened) + (_signed(request, opened) if opened else [])
    return render(request, "responder/saved_meeting.html", {"meeting": held, "facts": facts})


def _signed(request: MemberRequest, opened: Opened) -> list[tuple[str, str]]:
    """That the 72-hour paper was signed, and until when it holds: who asked for it sees that it is there."""
    papers = consent.releases(request.member, opened.person).filter(kind=ReleaseKind.HANDOFF)
    return [
        (_("72-hour paper"), _("Signed %(from)s, holds until %(until)s") % {
            "from": site_time(paper.signed_at), "until": site_time(paper.ends_at)})
        for paper in papers[:1]
    ]  # fmt: skip


def _facts(held: Any, opened: Opened | None) -> list[tuple[str, str]]:
    """The meeting in pairs of words: the needs only where a name was kept and the record is still open to the reader."""
    kits = [_("×%(n)s, lot %(lot)s") % {"n": one.quantity, "lot": one.lot} for one in held.supplies.all()]
    found = [
        (_("Met"), site_time(held.met_at)), (_("Written down by"), held.met_by.name),
        (_("Naloxone kit"), ", ".join(kits) or str(forms.KITS.get(held.naloxone, ""))),
    ]  # fmt: skip
    if opened is None:
        if held.person_id is None:
            found.append((_("Next time we meet"), site_time(held.next_at) or _("Still looking")))
        return [(word, value) for word, value in found if value]
    place = held.next_place if opened.shows(DataClass.LOCATION) else ""
    found += [
        (str(_("Right now needs")), in_words([str(forms.NEEDS.get(need, need)) for need in held.needs])),
        (_("Ever overdosed?"), "" if held.has_overdosed == Overdose.NOT_ASKED else str(forms.OVERDOSED[held.has_overdosed])),
        (_("Next time we meet"), ", ".join(filter(None, [site_time(held.next_at) or _("Still looking"), place]))),
        (_("Best way to reach"), "" if opened.keeper else str(forms.REACH.get(held.reach, ""))),
    ]  # fmt: skip
    return [(word, value) for word, value in found if value]


@require_GET
@desk(*ASSIGNABLE_ROLES)
def naloxone_card(request: MemberRequest) -> HttpResponse:
    """A card to print, step by step, in both languages. It names no program: whoever finds it learns nothing of its owner."""
    texts = [(language, text_in(language, "responder", "naloxone").splitlines()) for language, _name in LANGUAGES]
    return render(request, "responder/naloxone_card.html", {"texts": texts})


def _said(request: MemberRequest, held: object) -> str:
    person = held.person  # type: ignore[attr-defined]
    if person is None:
        is_counted = held.naloxone == "given"  # type: ignore[attr-defined]
        return _("Saved without a name. The kit is counted.") if is_counted else _("Saved without a name.")
    when = site_time(held.next_at) or _("still looking")  # type: ignore[attr-defined]
    said = _("Meeting saved. Next time: %(when)s. Who can see this: %(readers)s") % {
        "when": when, "readers": ended(who_reads(request.member, person, DataClass.CLINICAL, timezone.now())),
    }  # fmt: skip
    is_kept = person.contact_kept_by_id == request.member.pk
    return f"{said} {_('Only you see the phone, the hours and the place.')}" if is_kept else said
