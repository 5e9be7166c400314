"""Who may be told what: one recipient at a time, signed with the worker and no officer present."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from offramp.casework import actions as casework_actions
from offramp.casework import reads as casework
from offramp.casework.reads import Opened
from offramp.consent import actions as consent_actions
from offramp.consent import reads as consent
from offramp.consent.actions import Choice
from offramp.consent.states import ReleaseKind
from offramp.design.answers import carried, carry, put_down, refusals_in_a_bar, refusals_on
from offramp.design.texts import text_in
from offramp.desks.casemanager import forms
from offramp.desks.casemanager import release_forms as papers
from offramp.desks.casemanager.release_words import spoken
from offramp.directory import reads as directory
from offramp.directory.doors import MemberRequest, desk, find
from offramp.directory.states import CASE_MANAGERS
from offramp.justice import reads as justice


@require_GET
@desk(*CASE_MANAGERS)
def who(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """Who may we talk to? Everybody who can be asked about, and what was answered so far."""
    opened, now = casework.open_person(request.member, person_id, timezone.now()), timezone.now()
    releases = list(consent.releases(request.member, opened.person))
    said = _said(releases, now)
    opens_at = casework.release_opens_at(request.member, opened.person)
    return render(request, "casemanager/release_who.html", {
        "person": opened.person, "opens_at": opens_at, "is_open": opens_at is None or now >= opens_at,
        "rows": [(one, said.get(one.pk, "")) for one in _recipients(request, opened)],
        "lines": forms.lines_on(releases, now), "now": now, "papers": _answers(releases, now),
        "is_minor": opened.person.is_minor_on(timezone.localdate(now)),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@desk(*CASE_MANAGERS)
def ask(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """One document with a page for each recipient; after the last one, the whole paper to read and sign."""
    now = timezone.now()
    opened = casework.open_person(request.member, person_id, now)
    opens_at = casework.release_opens_at(request.member, opened.person)
    if opens_at is not None and now < opens_at:
        return redirect("casemanager:release", person_id)
    form = papers.Ask(
        request.POST or None, recipients=casework.release_recipients(request.member, opened), rules=_rules(request, opened),
        language="es" if opened.person.language == "es" else "en",
    )  # fmt: skip
    if form.is_valid():
        paper = _draft(request, opened, form, now)
        return carry(request, paper, to=reverse("casemanager:release-sign", args=[person_id]))
    return render(request, "casemanager/release_ask.html", {"person": opened.person, "form": form})


@require_http_methods(["GET", "POST"])
@desk(*CASE_MANAGERS)
def sign(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """Read the whole paper, and sign exactly what was shown."""
    now = timezone.now()
    opened = casework.open_person(request.member, person_id, now)
    paper = carried(request)
    if request.method == "GET" and paper is None:
        return redirect("casemanager:release", person_id)
    form = forms.Sign(request.POST or None, request.FILES or None, initial={"draft": paper}, names=opened.person.names)
    if form.is_valid():
        with refusals_on(form):
            paper = papers.unsealed(form.cleaned_data["draft"], person_id)
            release = casework_actions.sign_release(
                opened.person, choices=paper.chosen(_recipients(request, opened)),
                signature=form.signed(), discloser=consent_actions.office_of(request.member), purpose=PURPOSE,
                text=paper.text, language=paper.language, no_officer_present=form.cleaned_data["no_officer_present"],
                by=request.member, at=now, token=form.cleaned_data["token"],
            )  # fmt: skip
            put_down(request)
            messages.success(request, _signed(paper))
            return redirect("casemanager:release-copy", person_id, release.pk)
    return _read_and_sign(request, opened, form)


PURPOSE = "What is named on each line"


@require_GET
@desk(*CASE_MANAGERS)
def copy(request: MemberRequest, person_id: UUID, release_id: UUID) -> HttpResponse:
    """The signed paper as the person read it, and the card that says how to stop."""
    opened = casework.open_person(request.member, person_id, timezone.now())
    release = find(consent.releases(request.member, opened.person), pk=release_id)
    how = text_in(
        release.language, "casemanager", "how_to_stop", day=release.revocable_from,
        phone=directory.site_of(request.member).on_call_phone,
    )  # fmt: skip
    page = {
        "person": opened.person, "release": release, "how_to_stop": how, "strokes": forms.strokes(release),
    }  # fmt: skip
    return render(request, "casemanager/release_copy.html", page)


def _read_and_sign(request: MemberRequest, opened: Opened, form: forms.Sign) -> HttpResponse:
    with refusals_in_a_bar(request):
        paper = papers.unsealed(form["draft"].value() or "", opened.person.pk)
        return render(request, "casemanager/release_sign.html", {
            "person": opened.person, "form": form, "text": paper.text, "language": paper.language,
            "worker": request.member.name, "for_worker": _for_worker(request, opened, paper),
        })  # fmt: skip
    return redirect("casemanager:release", opened.person.pk)


def _for_worker(request: MemberRequest, opened: Opened, paper: papers.Draft) -> str:
    """The same paper in the language of the page, where that is another one: to follow it, not to sign it."""
    if spoken() == paper.language:
        return ""
    choices = paper.chosen(_recipients(request, opened))
    return _text(request, opened, choices, spoken(), _rules(request, opened))


def _draft(request: MemberRequest, opened: Opened, form: papers.Ask, now: datetime) -> str:
    choices, language = form.choices(now), form.cleaned_data["language"]
    return papers.draft(choices, _text(request, opened, choices, language, form.rules), language).sealed(
        opened.person.pk
    )


def _text(request: MemberRequest, opened: Opened, choices: list[Choice], language: str, rules: papers.Rules) -> str:
    return papers.release_text(
        choices, language, person=opened.person.name, rules=rules, discloser=consent_actions.office_of(request.member),
        phone=directory.site_of(request.member).on_call_phone,
    )  # fmt: skip


def _recipients(request: MemberRequest, opened: Opened) -> list[Any]:
    return [one.member for one in casework.release_recipients(request.member, opened)]


def _rules(request: MemberRequest, opened: Opened) -> papers.Rules:
    """What the newest matter's protocol asks of a release. Where no charge is held, a no costs nothing."""
    matters = list(justice.diversions_of(request.member, opened.person))
    if not matters:
        return papers.Rules()
    protocol = matters[0].referral.protocol_version.protocol
    is_held = any(matter.status == "held" for matter in matters)
    return papers.Rules(tuple(protocol.release.needs), protocol.may_charge, is_held)


def _said(releases: Iterable[Any], now: datetime) -> dict[UUID, str]:
    """What was last answered about each recipient."""
    said: dict[UUID, str] = {}
    for release in releases:
        if release.kind != ReleaseKind.RELEASE:
            continue
        for line in release.lines.all():
            said.setdefault(line.recipient_id, _answer(line, now, is_stopped=True))
    return said


def _answers(releases: Iterable[Any], now: datetime) -> list[tuple[Any, dict[str, str]]]:
    """Each paper, with what it says of each recipient, by name."""
    stopped = {line.pk for line in forms.stopped_lines(releases)}
    return [
        (one, {line.recipient_name: _answer(line, now, line.pk in stopped) for line in one.lines.all()})
        for one in releases
    ]  # fmt: skip


def _answer(line: Any, now: datetime, is_stopped: bool) -> str:
    if not line.is_yes:
        return _("No")
    if line.stopped_at:
        return _("Stopped") if is_stopped else _("A newer paper took its place")
    return _("On") if line.as_line().is_live(now) else _("Ended")


def _signed(paper: papers.Draft) -> str:
    yes = sum(bool(classes) for _who, classes, *_ends in paper.choices)
    no = len(paper.choices) - yes
    return _("Signed: %(yes)s yes, %(no)s no. Nobody has been told. Give the copy now.") % {"yes": yes, "no": no}
