"""The prosecutor's pages. Nothing on them says whether a step is done: that arrives once, under a release, or never."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from offramp.design.answers import carried, carry, put_down, refusals_on, saved
from offramp.desks.prosecutor.forms import EXTEND, DecisionForm
from offramp.desks.prosecutor.words import RECORDED, steps_of
from offramp.directory.doors import MemberRequest, desk
from offramp.directory.sessions import ARRIVALS_PASSED
from offramp.directory.states import Role
from offramp.justice import actions as justice
from offramp.justice import reads
from offramp.justice import rules as justice_rules
from offramp.protocols import reads as protocols
from offramp.protocols.clauses import clauses_in
from offramp.referrals import reads as referrals


def arrivals_first(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever comes by an address has not gone on from the arrivals page: it stands before every page of this desk."""

    @wraps(view)
    def inner(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" or request.session.get(ARRIVALS_PASSED) == str(request.member.pk):
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('arrivals:home')}?{urlencode({'next': request.get_full_path()})}")

    return inner


@require_GET
@desk(Role.PROSECUTOR)
@arrivals_first
def home(request: MemberRequest) -> HttpResponse:
    """K1: what is to review, by due date, and the way to what waits for an answer before anything is offered."""
    now = timezone.now()
    page = reads.queue(request.member, now, after=request.GET.get("after", ""))
    protocol = _protocol_today(request)
    is_asked = referrals.is_asked(request.member, now)
    shown = {"page": page, "is_asked": is_asked, "protocol": protocol, "tab": "home"}
    return render(request, "prosecutor/to_review.html", shown)


@require_GET
@desk(Role.PROSECUTOR)
@arrivals_first
def decided(request: MemberRequest) -> HttpResponse:
    """What was decided, newest first."""
    now = timezone.now()
    page = reads.decided(request.member, now, after=request.GET.get("after", ""))
    protocol = _protocol_today(request)
    return render(request, "prosecutor/decided.html", {"page": page, "protocol": protocol, "tab": "decided"})


@require_GET
@desk(Role.PROSECUTOR)
@arrivals_first
def matter(request: MemberRequest, matter_id: UUID) -> HttpResponse:
    """K2: one matter. It is the same page on every day until the prosecutor does something."""
    return render(request, "prosecutor/matter.html", _shown(request.member, matter_id, timezone.now()))


@require_http_methods(["GET", "POST"])
@desk(Role.PROSECUTOR)
@arrivals_first
def decide(request: MemberRequest, matter_id: UUID) -> HttpResponse:
    """K3: decide, then look at what is recorded."""
    shown = _shown(request.member, matter_id, timezone.now())
    if request.method == "GET" and (shown["matter"].decided_at or shown["protocol"].officer_decides):
        return redirect("prosecutor:matter", matter_id)
    if shown["matter"].decided_at:
        return _decided_already(request, matter_id)
    form = _form(request, shown, request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            said = {name: form.cleaned_data[name] for name in ("decision", "reason")}
            justice_rules.require_reason(said["decision"], said["reason"])
            return carry(request, said, to=reverse("prosecutor:confirm", args=[matter_id]))
    return render(request, "prosecutor/decide.html", {**shown, "form": form})


@require_http_methods(["GET", "POST"])
@desk(Role.PROSECUTOR)
@arrivals_first
def confirm(request: MemberRequest, matter_id: UUID) -> HttpResponse:
    """Exactly what is recorded, and the one button that records it."""
    at = timezone.now()
    shown = _shown(request.member, matter_id, at)
    if request.method == "POST":
        form = _form(request, shown, request.POST)
        if form.is_valid():
            with refusals_on(form):
                return _take(request, form, shown["matter"], at)
        if reads.diversion(request.member, matter_id, at).decided_at:
            return _decided_already(request, matter_id)
        return render(request, "prosecutor/decide.html", {**shown, "form": form})
    said = carried(request) or {"decision": ""}
    words = _form(request, shown).words(said["decision"])
    if not words or shown["matter"].decided_at or shown["protocol"].officer_decides:
        return redirect("prosecutor:decide", matter_id)
    return render(request, "prosecutor/confirm.html", {**shown, **said, "words": words})


@require_GET
@desk(Role.PROSECUTOR)
@arrivals_first
def clock(request: MemberRequest) -> HttpResponse:
    """How the clock of this site runs, from the protocol in force."""
    protocol = protocols.in_force_at(request.member, timezone.now()).protocol
    of_site = protocol.held_charge_clock
    shown = {"protocol": protocol, "clock": of_site, "steps": steps_of(of_site), "tab": "clock"}
    return render(request, "prosecutor/clock.html", shown)


@require_GET
@desk(Role.PROSECUTOR)
@arrivals_first
def rules(request: MemberRequest) -> HttpResponse:
    """The protocol in force, clause by clause, in its own words."""
    version = protocols.in_force_at(request.member, timezone.now())
    shown = {"version": version, "clauses": clauses_in(version.protocol), "tab": "rules"}
    return render(request, "prosecutor/rules.html", shown)


def _protocol_today(request: MemberRequest) -> Any:
    """The protocol in force; None where none is yet, for what was held before is there to review all the same."""
    version = protocols.in_force_or_none(request.member, timezone.localdate())
    return version.protocol if version else None


def _form(request: MemberRequest, shown: dict[str, Any], sent: Any = None) -> DecisionForm:
    longer = reads.extension_open(request.member, shown["matter"], timezone.now())
    # Sent twice, the first one gave the time: the choice stands, and the verb answers as before.
    if sent and sent.get("decision") == EXTEND:
        longer = longer or shown["matter"].due_on
    return DecisionForm(sent, extension=longer)


def _take(request: MemberRequest, form: DecisionForm, about: Any, at: datetime) -> HttpResponse:
    said = form.cleaned_data
    justice_rules.require_reason(said["decision"], said["reason"])
    again = {"reason": said["reason"], "by": request.member, "at": at, "token": said["token"]}
    if said["decision"] == EXTEND:
        justice.extend(about.pk, until=reads.extension_open(request.member, about, at) or about.due_on, **again)
    else:
        justice.decide(said["decision"], about.pk, **again)
    put_down(request)
    saved(request, str(RECORDED[said["decision"]]))
    return redirect("prosecutor:matter", about.pk)


def _decided_already(request: MemberRequest, matter_id: UUID) -> HttpResponse:
    messages.error(request, _("This matter is decided already. Its decision is on the page."))
    return redirect("prosecutor:matter", matter_id)


def _shown(member: Any, matter_id: UUID, at: datetime) -> dict[str, Any]:
    about = reads.diversion(member, matter_id, at)
    protocol = about.referral.protocol_version.protocol
    of_site = protocol.held_charge_clock
    offense = justice_rules.offense_label(protocol.offences.categories, about.referral.offense)
    return {
        "matter": about, "protocol": protocol, "clock": of_site, "steps": steps_of(of_site), "offense": offense,
        "taken_on": reads.taken_on(member, about),
    }  # fmt: skip
