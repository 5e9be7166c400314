"""What is shared about a person: a page for the person's own eyes, and the sentence a worker writes to somebody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from offramp.casework import reads as casework
from offramp.casework.reads import Opened
from offramp.consent import reads as consent
from offramp.consent.rules import CLASS_OF
from offramp.consent.statements import STATEMENT
from offramp.consent.states import Sent
from offramp.design.answers import carried, carry, put_down, refusals_in_a_bar, refusals_on, saved
from offramp.design.forms import token_from
from offramp.design.texts import LANGUAGES, text_in
from offramp.desks.casemanager import release_words as words
from offramp.desks.casemanager.forms import a_uuid, live_lines, stopped_lines
from offramp.desks.casemanager.telling import Paper, card_of, is_used_up, language_of, papers_on
from offramp.desks.casemanager.update_forms import Update
from offramp.directory import reads as directory
from offramp.directory.doors import MemberRequest, desk
from offramp.directory.states import CARE_ROLES
from offramp.justice import notices, rules, updates
from offramp.justice import reads as justice
from offramp.justice.notices import SentNotice
from offramp.justice.states import Opener
from offramp.kernel.classification import DataClass
from offramp.kernel.purposes import Purpose
from offramp.people import reads as people

ACCOUNTED = timedelta(days=3 * 366)  # three years back, by 42 CFR 2.25


@dataclass(frozen=True, slots=True)
class On:
    """A paper that is on, as the person reads it: what it lets be told, if anything any more, and why."""

    paper: Paper
    told: list[str]
    why: str
    became: str  # what became of the notice that it let be sent


@dataclass(frozen=True, slots=True)
class Said:
    """The newest answer about one recipient: what they may be told now, if anything."""

    name: str
    office: str
    papers: list[On]  # one Stop ends all of them
    said_no: bool
    stopped_at: datetime | None
    held_until: datetime | None  # of a justice consent: from when it can be stopped, while that lies ahead


@require_GET
@desk(*CARE_ROLES)
def shared(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """What is shared about the person, what was told, and who opened the record: in their language, and on paper."""
    now = timezone.now()
    opened = casework.open_person(request.member, person_id, now)
    language = language_of(request, opened)
    openings = people.openings(request.member, opened.person, now)
    # What happened in an emergency stands on top.
    openings.sort(key=lambda one: one.purpose != Purpose.EMERGENCY_MEDICAL)
    releases = list(consent.releases(request.member, opened.person))
    on = papers_on(releases, now)
    sent = notices.sent(request.member, opened.person, now) or []
    told = consent.accounting(request.member, opened.person).filter(made_at__gte=now - ACCOUNTED)
    with translation.override(language):
        return render(request, "casemanager/shared.html", {
            "person": opened.person, "text": text_in(language, "casemanager", "shared"), "languages": LANGUAGES,
            "said": _answers(releases, _papers(request, opened, on, sent, language), now),
            "waiting": _waiting(justice.updates(request.member, opened.person, now), on, sent),
            "told": [_as_told(opened, one, language) for one in told],
            "openings": [(one, words.OPENED[Purpose(one.purpose)][language]) for one in openings],
            "times": sum(one.times for one in openings),
            "people": len({one.member.pk for one in openings}), "never": words.NEVER[language],
            "site": directory.site_of(request.member), "language": language, "now": now,
        })  # fmt: skip


def _as_told(opened: Opened, one: Any, language: str) -> tuple[Any, bool, str]:
    """Something that was sent, whether the reader may see its words, and what they say in the person's own language."""
    kind = CLASS_OF[Sent(one.kind)]
    meaning = words.MAY_BE_TOLD.get(kind, {}).get(language, "") if language != "en" else ""
    return one, opened.shows(kind), meaning


@require_http_methods(["GET", "POST"])
@desk(*CARE_ROLES)
def update(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """Write one sentence to somebody whom a live release names, then look at what leaves. The person saw it first."""
    now = timezone.now()
    opened = casework.open_person(request.member, person_id, now)
    choices = justice.update_choices(request.member, opened.person, now)
    form = _update_form(request, opened.person, choices)
    if form.is_valid():
        if form.says_nothing:
            return _nobody_told(request, opened.person)
        with refusals_on(form):
            said = {name: form.cleaned_data[name] for name in ("to", "opener", "words")}
            said["text"] = rules.require_update(
                opened.person.given_name, Opener[said["opener"]], said["words"], request.member.name
            )
            return carry(request, said, to=reverse("casemanager:update-confirm", args=[person_id]))
    return _update_page(request, opened.person, form, choices, now)


@require_http_methods(["GET", "POST"])
@desk(*CARE_ROLES)
def update_confirm(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """Exactly what leaves, to whom and under which line; and the one button that keeps it for them."""
    now = timezone.now()
    opened = casework.open_person(request.member, person_id, now)
    choices = justice.update_choices(request.member, opened.person, now)
    if request.method == "POST":
        form = _update_form(request, opened.person, choices)
        if form.is_valid():
            if form.says_nothing:
                return _nobody_told(request, opened.person)
            with refusals_on(form):
                return _keep(request, opened.person, form, now)
        elif _was_stopped(request, opened, form):
            messages.error(request, _(
                "Nothing was kept: the release was stopped. Tell the person. Should it be told after all, ask them for a new "
                "release first."
            ))  # fmt: skip
            if not choices:
                return redirect("casemanager:update", person_id)
        return _update_page(request, opened.person, form, choices, now)
    said = carried(request) or {}
    form = _update_form(request, opened.person, choices)
    recipient, about = form.choice(said.get("to", "")) or (None, None)
    line = recipient and consent.live_line(request.member, opened.person, recipient, DataClass.SHARED_UPDATE, now)
    if line is None:
        return redirect("casemanager:update", person_id)
    return render(request, "casemanager/update_confirm.html", {
        "person": opened.person, "said": said, "line": line, "about": about, "statement": STATEMENT,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@desk(*CARE_ROLES)
def update_take_back(request: MemberRequest, person_id: UUID, update_id: UUID) -> HttpResponse:
    """Take an update back that nobody was shown yet; where it was shown, what can be done instead."""
    now = timezone.now()
    opened = casework.open_person(request.member, person_id, now)
    written = {one.pk: (one, shown_at) for one, shown_at in justice.updates(request.member, opened.person, now)}
    if update_id not in written:
        raise Http404
    one, shown_at = written[update_id]
    if request.method == "POST":
        with refusals_in_a_bar(request):
            updates.take_back(update_id, by=request.member, at=now, token=token_from(request))
            saved(request, _("Taken back. %(name)s is not shown it. Tell the person.") % {"name": one.recipient.name})
        return redirect("casemanager:update", person_id)
    if one.is_taken_back:
        return redirect("casemanager:update", person_id)
    shown = {"person": opened.person, "update": one, "shown_at": shown_at}
    return render(request, "casemanager/update_take_back.html", shown)


def _update_form(request: MemberRequest, person: Any, choices: Any) -> Update:
    given = request.POST if request.method == "POST" else None
    return Update(given, to=choices, name=person.given_name, worker=request.member.name)


def _was_stopped(request: MemberRequest, opened: Opened, form: Update) -> bool:
    """Whether nothing is on any more for whom the sentence was for, because the person stopped it."""
    recipient = a_uuid((form["to"].value() or "").partition(" ")[0])
    now, releases = timezone.now(), list(consent.releases(request.member, opened.person))
    on = {line.recipient_id for line in live_lines(releases, now) if line.data_class == DataClass.SHARED_UPDATE}
    return recipient not in on and recipient in {line.recipient_id for line in stopped_lines(releases)}


def _nobody_told(request: MemberRequest, person: Any) -> HttpResponse:
    messages.info(request, _("Nothing helpful to share. Nobody is told."))
    return redirect("casemanager:person", person.pk)


def _update_page(request: MemberRequest, person: Any, form: Update, choices: Any, now: datetime) -> HttpResponse:
    return render(request, "casemanager/update.html", {
        "person": person, "form": form, "choices": choices, "updates": justice.updates(request.member, person, now),
    })  # fmt: skip


def _keep(request: MemberRequest, person: Any, form: Update, now: datetime) -> HttpResponse:
    recipient, about = form.chosen()
    updates.share_update(
        person, recipient_id=recipient.pk, referral_id=about.pk, opener=Opener[form.cleaned_data["opener"]],
        words=form.cleaned_data["words"], was_seen=form.cleaned_data["was_seen"], by=request.member, at=now,
        token=form.cleaned_data["token"],
    )  # fmt: skip
    put_down(request)
    kept = _(
        "Kept for %(names)s until the next sign-in. Until then you can take it back. %(name)s saw it first. It is on "
        "their page."
    )
    saved(request, kept % {"names": recipient.name.rstrip("."), "name": person.given_name or _("The person")})
    return redirect("casemanager:update", person.pk)


def _papers(request: MemberRequest, opened: Opened, on: list[Paper], sent: list[SentNotice], language: str) -> list[On]:
    """Each paper that is on: what it lets be told and why, unless nothing follows from it any more; and its notice."""
    matters = list(justice.diversions_of(request.member, opened.person))
    found = []
    for paper in on:
        notice, is_over = paper.notice(sent), is_used_up(request, paper, matters, sent)
        done = _("You did what was asked. Nothing follows from this paper any more.") if is_over else ""
        became = words.notice_became(notice) if notice else done
        found.append(On(paper, [] if is_over else paper.told(language), paper.why(matters, language), became))
    return found


def _answers(releases: list[Any], on: list[On], now: datetime) -> list[Said]:
    """One card for each recipient who was ever asked about, the live ones first; a justice consent stands by itself."""
    lines: dict[tuple[UUID, UUID | None], list[Any]] = {}
    for line in (line for release in releases for line in release.lines.all()):
        lines.setdefault(card_of(line), []).append(line)
    stopped = stopped_lines(releases)
    answers = (
        _answer(of_one, [one for one in on if card_of(one.paper.line) == card], now, stopped)
        for card, of_one in lines.items()
    )
    return sorted(answers, key=lambda said: not said.papers)


def _waiting(updates: list[Any], on: list[Paper], sent: list[SentNotice]) -> list[tuple[datetime, str, str]]:
    """What was kept for somebody and not shown yet, as far as what is on now lets it be shown: when, to whom, what."""
    may = {paper.line.recipient_id for paper in on if DataClass.SHARED_UPDATE in paper.classes}
    kept = [
        (one.written_at, one.recipient.name, one.text) for one, shown_at in updates
        if not (shown_at or one.is_taken_back) and one.recipient_id in may
    ]  # fmt: skip
    return kept + [(one.sent_at, one.notice.recipient.name, one.notice.text) for one in sent if one.waits]


def _answer(lines: list[Any], on: list[On], now: datetime, stopped: list[Any]) -> Said:
    held = next((one.paper.line.revocable_from for one in on if one.paper.line.revocable_from), None)
    newest = lines[0]
    return Said(
        newest.recipient_name,
        newest.recipient_office,
        on,
        not newest.is_yes,
        max(
            (line.stopped_at for line in stopped if line in lines and line.stopped_at > newest.release.signed_at),
            default=None,
        ),
        held if held is not None and now < held else None,
    )
