"""Removing a record by law: what waits, the same two lists again, the second yes, and the paper for the person."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from offramp.design.answers import refusals_on, saved
from offramp.design.forms import Form, NeededText
from offramp.design.texts import LANGUAGES, text_in
from offramp.directory import reads as directory
from offramp.directory.doors import MemberRequest, asks_again, desk
from offramp.directory.states import Role
from offramp.justice import promises
from offramp.justice import relief as reliefs
from offramp.oversight import papers, removals

RECENT = 20  # tombstones on the first page


class RemoveForm(Form):
    """The last two signs of the code, typed by whoever has read what goes."""

    as_written = frozenset({"last_signs"})

    last_signs = forms.CharField(
        label=gettext_lazy("The last two signs of the code"), max_length=2,
        help_text=gettext_lazy("Typed, so that nobody removes the wrong record."),
        error_messages={"required": gettext_lazy("Type the last two signs of the code.")},
    )  # fmt: skip


class TurnDownForm(Form):
    """Why it is not removed, for the case manager who asked."""

    reason = NeededText(
        label=gettext_lazy("Why not"), max_length=240,
        error_messages={"required": gettext_lazy("Write why, for the case manager who asked.")},
    )  # fmt: skip


@require_GET
@desk(Role.PRIVACY_OFFICER)
def waiting(request: MemberRequest) -> HttpResponse:
    """What was asked for, and what was removed lately."""
    return render(request, "privacyofficer/removals.html", {
        "waiting": promises.waiting(request.member, timezone.now()), "tombstones": papers.tombstones(request.member)[:RECENT],
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@desk(Role.PRIVACY_OFFICER)
@asks_again
def remove(request: MemberRequest, relief_id: UUID) -> HttpResponse:
    """Read both lists, type two signs, and it is gone."""
    form = RemoveForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        with refusals_on(form):
            tombstone = removals.remove(
                relief_id, last_signs=given["last_signs"], by=request.member, at=timezone.now(), token=given["token"]
            )
            return redirect("privacyofficer:removed", tombstone.pk)
    return _page(request, relief_id, "privacyofficer/remove.html", form)


@require_http_methods(["GET", "POST"])
@desk(Role.PRIVACY_OFFICER)
def turn_down(request: MemberRequest, relief_id: UUID) -> HttpResponse:
    """Not to remove it, with a reason."""
    form = TurnDownForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        with refusals_on(form):
            reliefs.turn_down_relief(
                relief_id, reason=given["reason"], by=request.member, at=timezone.now(), token=given["token"]
            )
            saved(request, _("Nothing is removed. Whoever asked reads why."))
            return redirect("privacyofficer:removals")
    return _page(request, relief_id, "privacyofficer/turn_down.html", form)


@require_GET
@desk(Role.PRIVACY_OFFICER)
def removed(request: MemberRequest, tombstone_id: UUID) -> HttpResponse:
    """What can truly be said of it, and the paper for the person in both languages. No name is on either."""
    tombstone, site = papers.tombstone(request.member, tombstone_id), directory.site_of(request.member)
    texts = [
        (language, text_in(language, "privacyofficer", "removed", tombstone=tombstone, site=site))
        for language, _name in LANGUAGES
    ]
    return render(request, "privacyofficer/removed.html", {"tombstone": tombstone, "texts": texts})


def _page(request: MemberRequest, relief_id: UUID, template: str, form: Form) -> HttpResponse:
    asked = promises.relief(request.member, relief_id, timezone.now())
    going = promises.going(request.member, asked.diversion)
    return render(request, template, {"asked": asked, "going": going, "form": form})
