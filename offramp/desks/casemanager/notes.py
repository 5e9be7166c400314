"""Notes: written after each touch in a few taps, signed and locked, added to; and those that wait to be signed."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from offramp.casework import contacts
from offramp.casework import reads as casework
from offramp.casework.reads import Opened
from offramp.casework.states import ContactKind, Sensitivity
from offramp.design.answers import refusals_in_a_bar, refusals_on, saved
from offramp.design.forms import token_from
from offramp.design.readers import who_reads
from offramp.design.templatetags.design import day_in_words, in_words
from offramp.desks.casemanager import note_forms as forms
from offramp.directory.doors import MemberRequest, desk, posted
from offramp.directory.states import CARE_ROLES, Role
from offramp.kernel.classification import DataClass


@require_GET
@desk(*CARE_ROLES)
def listed(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """The notes of a person that are for this reader, the newest touch first."""
    opened = casework.open_person(request.member, person_id, timezone.now())
    page = casework.contacts(request.member, opened, after=request.GET.get("after", ""))
    return render(request, "casemanager/notes.html", {
        "person": opened.person, "page": page, "rows": [(one, in_short(one)) for one in page.rows],
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@desk(*CARE_ROLES)
def write(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """A new note: signed at once, or kept as a draft."""
    return _written(request, casework.open_person(request.member, person_id, timezone.now()))


@require_http_methods(["GET", "POST"])
@desk(*CARE_ROLES)
def note(request: MemberRequest, person_id: UUID, contact_id: UUID) -> HttpResponse:
    """One note: a draft to go on with, or a signed one to read, to which its writer can add."""
    now = timezone.now()
    opened = casework.open_person(request.member, person_id, now)
    found = casework.contact(request.member, opened, contact_id)
    if found.signed_at is None:
        return _written(request, opened, found)
    is_mine = found.written_by_id == request.member.pk
    form = forms.Addendum(request.POST or None, readers=_readers(request, opened)) if is_mine else None
    if form is not None and form.is_valid():
        with refusals_on(form):
            contacts.add_to_contact(
                opened.person, contact_id, form.cleaned_data["words"], by=request.member, at=now,
                token=form.cleaned_data["token"],
            )  # fmt: skip
            saved(request, readers=_said_readers(request, opened, found))
            return redirect("casemanager:note", person_id, contact_id)
    return render(request, "casemanager/note.html", {
        "person": opened.person, "note": found, "short": in_short(found), "facts": _facts(found), "form": form,
    })  # fmt: skip


@desk(*CARE_ROLES)
@posted()
def throw_away(request: MemberRequest, person_id: UUID, contact_id: UUID) -> HttpResponse:
    """A draft of one's own is not needed: it is gone."""
    now = timezone.now()
    about = casework.open_person(request.member, person_id, now).person
    with refusals_in_a_bar(request):
        contacts.throw_away(about, contact_id, by=request.member, at=now, token=token_from(request))
        saved(request, _("The draft is thrown away."))
    return redirect("casemanager:person", person_id)


@require_GET
@desk(*CARE_ROLES)
def unsigned(request: MemberRequest) -> HttpResponse:
    """One's own notes that wait to be signed."""
    return render(request, "casemanager/unsigned.html", {
        "rows": [(one, in_short(one)) for one in casework.drafts(request.member, timezone.now())],
    })  # fmt: skip


@require_GET
@desk(Role.CM_SUPERVISOR)
def team(request: MemberRequest) -> HttpResponse:
    """What each worker carries: how many people, which notes wait to be signed, and how far back a touch lies."""
    now = timezone.now()
    today = timezone.localdate(now)
    return render(request, "casemanager/team.html", {
        "rows": [
            (one, (today - timezone.localdate(one.longest_since)).days if one.longest_since else None)
            for one in casework.loads(request.member, now)
        ],
        "beyond": casework.beyond_limit(request.member, now),
    })  # fmt: skip


def _written(request: MemberRequest, opened: Opened, draft: Any = None) -> HttpResponse:
    form = forms.Note(
        request.POST or None, readers=_readers(request, opened), lots=casework.lots_used(request.member), written=draft
    )
    if form.is_valid():
        with refusals_on(form):
            made = contacts.save_contact(
                opened.person, form.noted(), draft=draft.pk if draft else None, kit=form.kit(),
                signs=form.cleaned_data["signs"], by=request.member, at=timezone.now(), token=form.cleaned_data["token"],
            )  # fmt: skip
            if made.signed_at is None:
                saved(request, _("It is a draft: nobody else reads it until you sign it."))
            else:
                saved(request, _("Signed and locked."), readers=_said_readers(request, opened, made))
            return redirect("casemanager:person", opened.person.pk)
    return render(request, "casemanager/note_form.html", {
        "person": opened.person, "form": form, "draft": draft, "kits": draft.supplies.all() if draft else (),
    })  # fmt: skip


def _readers(request: MemberRequest, opened: Opened) -> str:
    """Who reads a usual note, and that the person can."""
    others = who_reads(request.member, opened.person, DataClass.NOTES, timezone.now())
    return _("%(readers)s. The person can ask to read it.") % {"readers": others}


def _said_readers(request: MemberRequest, opened: Opened, made: Any) -> str:
    if made.sensitivity == Sensitivity.CLOSE:
        return _("only you and their case manager")
    return who_reads(request.member, opened.person, DataClass.NOTES, timezone.now())


def in_short(one: Any) -> str:
    """A note in a few words, as a line of a list says it: how, and how long."""
    kind = str(forms.KINDS[ContactKind(one.kind)])
    if one.minutes is None or one.kind == ContactKind.ATTEMPT:
        return kind
    return _("%(kind)s, %(n)s min") % {"kind": kind, "n": one.minutes}


def _facts(one: Any) -> list[tuple[str, str]]:
    """What a signed note says besides its words, in pairs of words; nothing where nothing was said."""
    moved = "" if one.kind == ContactKind.ATTEMPT else _("Yes") if one.is_substantive else _("No")
    kits = [_("×%(n)s, lot %(lot)s") % {"n": given.quantity, "lot": given.lot} for given in one.supplies.all()]
    step = ", ".join(filter(None, [one.next_step, day_in_words(one.next_on) if one.next_on else ""]))
    found = [
        (_("Did it move something?"), moved),
        (_("Where"), str(forms.PLACES.get(one.place, ""))),
        (_("Who else was there"), in_words([str(forms.PRESENT[which]) for which in one.present])),
        (_("What it was about"), in_words([str(forms.DOMAINS[which]) for which in one.domains])),
        (_("Naloxone kit"), ", ".join(kits)),
        (_("Safer use"), _("talked about it") if one.talked_safer_use else ""),
        (_("Next step"), step),
        (_("Who may read it"), str(forms.SENSITIVITY[Sensitivity(one.sensitivity)])),
    ]  # fmt: skip
    return [(word, value) for word, value in found if value]
