"""What is shared about a person: a page for the person's own eyes, and the sentence a worker writes to somebody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from offramp.casework import reads as casework
from offramp.consent import reads as consent
from offramp.consent.rules import CLASS_OF
from offramp.consent.states import ReleaseKind, Sent
from offramp.design.answers import refusals_on, saved
from offramp.design.texts import LANGUAGES, text_in
from offramp.desks.casemanager import forms
from offramp.desks.casemanager import release_words as words
from offramp.directory import reads as directory
from offramp.directory.doors import MemberRequest, desk
from offramp.directory.states import CARE_ROLES
from offramp.justice import reads as justice
from offramp.justice import updates
from offramp.kernel.classification import DataClass
from offramp.kernel.purposes import Purpose
from offramp.people import reads as people

ACCOUNTED = timedelta(days=3 * 366)  # three years back, by 42 CFR 2.25


@dataclass(frozen=True, slots=True)
class Said:
    """The newest answer about one recipient: what they may be told now, if anything."""

    name: str
    office: str
    may_be_told: list[str]
    line: Any  # one that can be stopped, now or from its day on
    said_no: bool
    stopped_at: datetime | None
    held_until: datetime | None  # of a justice consent: from when it can be stopped, while that lies ahead


@require_GET
@desk(*CARE_ROLES)
def shared(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """What is shared about the person, what was told, and who opened the record: in their language, and on paper."""
    now = timezone.now()
    opened = casework.open_person(request.member, person_id, now)
    language = _language(request.GET.get("language") or opened.person.language)
    openings = people.openings(request.member, opened.person, now)
    # What happened in an emergency stands on top.
    openings.sort(key=lambda one: one.purpose != Purpose.EMERGENCY_MEDICAL)
    told = consent.accounting(request.member, opened.person).filter(made_at__gte=now - ACCOUNTED)
    with translation.override(language):
        return render(request, "casemanager/shared.html", {
            "person": opened.person, "text": text_in(language, "casemanager", "shared"), "languages": LANGUAGES,
            "said": _answers(consent.releases(request.member, opened.person), now, language),
            "told": [(one, opened.shows(CLASS_OF[Sent(one.kind)])) for one in told],
            "openings": [(one, words.OPENED[Purpose(one.purpose)][language]) for one in openings],
            "times": sum(one.times for one in openings),
            "people": len({one.member.pk for one in openings}), "never": words.NEVER[language],
            "site": directory.site_of(request.member), "language": language, "now": now,
        })  # fmt: skip


@require_http_methods(["GET", "POST"])
@desk(*CARE_ROLES)
def update(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """Write one sentence to somebody whom a live release names. The person saw it first."""
    now = timezone.now()
    opened = casework.open_person(request.member, person_id, now)
    choices = justice.update_choices(request.member, opened.person, now)
    form = forms.Update(request.POST or None, to=choices)
    if form.is_valid():
        with refusals_on(form):
            recipient, about = form.chosen()
            updates.share_update(
                opened.person, recipient_id=recipient.pk, referral_id=about.pk, text=form.cleaned_data["text"],
                was_seen=form.cleaned_data["was_seen"], by=request.member, at=now, token=form.cleaned_data["token"],
            )  # fmt: skip
            saved(request, _("It waits for %(name)s, who reads it at the next sign-in.") % {"name": recipient.name})
            return redirect("casemanager:update", person_id)
    return render(request, "casemanager/update.html", {
        "person": opened.person, "form": form, "choices": choices,
        "updates": justice.updates(request.member, opened.person, now),
    })  # fmt: skip


def _language(wanted: str) -> str:
    return wanted if wanted in dict(LANGUAGES) else "en"


def _answers(releases: Iterable[Any], now: datetime, language: str) -> list[Said]:
    """One line for each recipient who was ever asked about, the live ones first; a justice consent stands by itself."""
    lines: dict[tuple[UUID, bool], list[Any]] = {}
    for release in releases:
        for line in release.lines.all():
            lines.setdefault((line.recipient_id, release.kind == ReleaseKind.JUSTICE), []).append(line)
    return sorted((_answer(of_one, now, language) for of_one in lines.values()), key=lambda said: not said.may_be_told)


def _answer(lines: list[Any], now: datetime, language: str) -> Said:
    live = [line for line in lines if line.is_yes and line.as_line().is_live(now)]
    told = [words.MAY_BE_TOLD[one][language] for one in sorted(DataClass(line.data_class) for line in live)]
    held = next((line.revocable_from for line in live if line.revocable_from), None)
    if held is not None:
        told = [words.MAY_BE_TOLD_IN_JUSTICE[language]]
    stopped = max((line.stopped_at for line in lines if line.stopped_at), default=None)
    newest = lines[0]
    return Said(
        newest.recipient_name,
        newest.recipient_office,
        told,
        live[0] if live else None,
        not newest.is_yes,
        stopped,
        held if held is not None and now < held else None,
    )
