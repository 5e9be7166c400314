"""The site's protocol: in plain words, its earlier versions, and a new one, looked at before it is adopted."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from offramp.design.answers import carried, carry, put_down, refusals_on, saved
from offramp.desks.projectmanager.forms import AdoptionForm, ProtocolFile
from offramp.directory import reads as directory
from offramp.directory.doors import MemberRequest, asks_again, desk
from offramp.directory.states import Role
from offramp.protocols import actions, document, reads
from offramp.protocols.clauses import clauses_in


@require_GET
@desk(Role.PROJECT_MANAGER)
def in_force(request: MemberRequest) -> HttpResponse:
    """The version in force, with the standing warnings of its departures from the model."""
    version = _current(request.member)
    return _show(request, version) if version else first_protocol(request, tab="protocol")


def first_protocol(request: MemberRequest, *, tab: str) -> HttpResponse:
    """Where no version has begun: what does not work without one, those that begin later, and the way to the first."""
    versions = reads.versions(request.member)
    shown = {"form": ProtocolFile(), "is_first": True, "versions": versions, "tab": tab}
    return render(request, "projectmanager/adopt.html", shown)


@require_GET
@desk(Role.PROJECT_MANAGER)
def earlier(request: MemberRequest, version_id: UUID) -> HttpResponse:
    """Another version of the site's own."""
    return _show(request, reads.version(request.member, version_id))


@require_http_methods(["GET", "POST"])
@desk(Role.PROJECT_MANAGER)
def adopt(request: MemberRequest) -> HttpResponse:
    """Choose a file and see its faults, or go on to what it changes."""
    form = ProtocolFile(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return render(request, "projectmanager/adopt.html", {"form": form, "tab": "protocol"})
    text = form.cleaned_data["file"]
    try:
        document.load(text)
    except document.Faults as wrong:
        return render(request, "projectmanager/adopt.html", {"form": form, "wrong": wrong, "tab": "protocol"})
    return carry(request, text, to=reverse("projectmanager:look_over"))


@require_http_methods(["GET", "POST"])
@desk(Role.PROJECT_MANAGER)
@asks_again
def look_over(request: MemberRequest) -> HttpResponse:
    """What the file changes, and the decision that adopts it."""
    text = carried(request)
    if text is None:
        return _not_waiting(request)
    form = AdoptionForm(request.POST or None, text=text)
    if form.is_valid():
        with refusals_on(form):
            made = actions.adopt(
                directory.site_of(request.member).pk, text, by=request.member, at=timezone.now(), **form.cleaned_data
            )
            words = _("Adopted. Version %(n)s applies to referrals from %(day)s. Earlier ones keep their version.")
            put_down(request)
            saved(request, words % {"n": made.number, "day": date_format(made.effective_from, _("M j, Y"))})
            return redirect("projectmanager:protocol")
    return _look_over(request, form, text)


def _not_waiting(request: MemberRequest) -> HttpResponse:
    """No file waits here: nothing was chosen, or it was adopted, perhaps by the first of two taps."""
    if request.method == "GET":
        return redirect("projectmanager:adopt")
    words = _(
        "No file waits to be adopted. If you adopted it, it is among the versions; if not, choose the file again."
    )
    messages.info(request, words)
    return redirect("projectmanager:protocol")


def _look_over(request: MemberRequest, form: AdoptionForm, text: str) -> HttpResponse:
    new = document.load(text)
    before = _current(request.member)
    changes = document.compare(before.protocol, new) if before else []
    shown = {"form": form, "changes": changes, "new": new, "is_first": before is None, "tab": "protocol"}
    return render(request, "projectmanager/look_over.html", shown)


def _show(request: MemberRequest, version: Any) -> HttpResponse:
    shown = {
        "version": version, "clauses": clauses_in(version.protocol), "versions": reads.versions(request.member),
        "tab": "protocol",
    }  # fmt: skip
    return render(request, "projectmanager/protocol.html", shown)


def _current(member: Any) -> Any:
    return reads.in_force_or_none(member, timezone.localdate())
