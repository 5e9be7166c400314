"""Record relief for one matter: what would go, what would stay, and asking the privacy officer to remove it."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from offramp.design.answers import refusals_in_a_bar, refusals_on, saved
from offramp.design.forms import DateText, Form, NeededText, token_from
from offramp.desks.casemanager.matters import matter_of
from offramp.directory.doors import MemberRequest, desk, posted
from offramp.directory.states import CASE_MANAGERS
from offramp.justice import promises
from offramp.justice import relief as reliefs
from offramp.justice.states import BASIS_LENGTH
from offramp.protocols.said import in_both
from offramp.protocols.states import RELIEF_NAMES, ReliefKind


class ReliefForm(Form):
    """The kind of relief and what it rests on. A kind that the protocol promises is called as the site calls it."""

    kind = forms.ChoiceField(label=gettext_lazy("What the law or the order says"))
    basis = NeededText(
        label=gettext_lazy("Law, order or clause"), max_length=BASIS_LENGTH,
        help_text=gettext_lazy("Like “State code 61-11-25”. It outlives the record, so write no number of the case."),
        error_messages={"required": gettext_lazy("Write the law, the order or the clause that says so.")},
    )  # fmt: skip
    ordered_on = DateText(label=gettext_lazy("Day of the order, or today"))

    def __init__(self, *args: Any, protocol: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        called = {one.promised: in_both(one, "label") for one in protocol.relief}
        kinds = cast(forms.ChoiceField, self.fields["kind"])
        kinds.choices = [(kind, called.get(kind) or capfirst(_(name))) for kind, name in RELIEF_NAMES.items()]


@require_http_methods(["GET", "POST"])
@desk(*CASE_MANAGERS)
def relief(request: MemberRequest, person_id: UUID, diversion_id: UUID) -> HttpResponse:
    """Both lists, and the request. Asking removes nothing."""
    now = timezone.now()
    person, about = matter_of(request, person_id, diversion_id)
    protocol = about.referral.protocol_version.protocol
    form = ReliefForm(request.POST or None, protocol=protocol, initial=_first(protocol, timezone.localdate(now)))
    if form.is_valid():
        given = form.cleaned_data
        with refusals_on(form):
            reliefs.ask_relief(
                about.pk, kind=ReliefKind(given["kind"]), basis=given["basis"], ordered_on=given["ordered_on"],
                by=request.member, at=now, token=given["token"],
            )  # fmt: skip
            saved(request, _("The privacy officer is asked. Nothing is removed yet."))
            return redirect("casemanager:relief", person_id, diversion_id)
    return render(request, "casemanager/relief.html", {
        "person": person, "matter": about, "form": form, "asked": promises.relief_of(request.member, about),
        "going": promises.going(request.member, about),
    })  # fmt: skip


@desk(*CASE_MANAGERS)
@posted()
def take_back(request: MemberRequest, person_id: UUID, diversion_id: UUID) -> HttpResponse:
    """Take the request back while the privacy officer has not answered."""
    _person, about = matter_of(request, person_id, diversion_id)
    with refusals_in_a_bar(request):
        reliefs.take_back_relief(about.pk, by=request.member, at=timezone.now(), token=token_from(request))
        saved(request, _("Taken back. Nothing is removed."))
    return redirect("casemanager:relief", person_id, diversion_id)


def _first(protocol: Any, today: Any) -> dict[str, Any]:
    """What the protocol itself promises stands there already."""
    promise = next((one for one, _clock in protocol.promised_later), None)
    basis = _("Protocol %(clause)s") % {"clause": promise.id} if promise else ""
    return {"kind": promise.promised if promise else ReliefKind.EXPUNGED, "basis": basis, "ordered_on": today}
