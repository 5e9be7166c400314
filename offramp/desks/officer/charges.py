"""The charges that the protocol leaves to the officer. Each page is the same whatever the person did since."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from offramp.design.answers import carried, carry, put_down, refusals_on, saved
from offramp.design.forms import Form, Options
from offramp.desks.officer.diversion import ON_DUTY
from offramp.directory.doors import MemberRequest, desk
from offramp.justice import actions as justice
from offramp.justice import charges as reads

DECISIONS = {"do_not_charge": _("Do not charge"), "charge": _("Charge the offense")}
RECORDED = {
    "do_not_charge": _("Recorded: not charged."),
    "charge": _("Recorded: charged. Help goes on and is not part of this case."),
}


class ChargeForm(Form):
    """What the officer decides about one charge."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"), widget=Options, choices=list(DECISIONS.items()),
        error_messages={"required": _("Choose what you decide.")},
    )  # fmt: skip


@require_GET
@desk(*ON_DUTY)
def charges(request: MemberRequest) -> HttpResponse:
    """The reader's own diversions whose charge is theirs, and what they decided lately."""
    return render(request, "officer/charges.html", {"rows": reads.own(request.member, timezone.now())})


@require_http_methods(["GET", "POST"])
@desk(*ON_DUTY)
def charge(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """Decide about one charge, then look at what is recorded."""
    asked = reads.one(request.member, referral_id, timezone.now())
    if asked.decision:
        return _decided_already(request)
    form = ChargeForm(request.POST or None)
    if form.is_valid():
        decided = form.cleaned_data["decision"]
        return carry(request, decided, to=reverse("officer:confirm-charge", args=[referral_id]))
    return _deciding(request, asked, form)


@require_http_methods(["GET", "POST"])
@desk(*ON_DUTY)
def confirm(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """Exactly what is recorded, and the one button that records it, once."""
    now = timezone.now()
    asked = reads.one(request.member, referral_id, now)
    form = ChargeForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            said = form.cleaned_data
            justice.decide_own(said["decision"], referral_id, by=request.member, at=now, token=said["token"])
            put_down(request)
            saved(request, str(RECORDED[said["decision"]]))
            return redirect("officer:charges")
    if asked.decision:
        return _decided_already(request)
    decision = carried(request)
    if request.method == "POST" or decision is None:
        return _deciding(request, asked, form)
    shown = {"referral": asked.referral, "decision": decision, "words": DECISIONS[decision]}
    return render(request, "officer/confirm_charge.html", shown)


def _deciding(request: MemberRequest, asked: reads.Charge, form: ChargeForm) -> HttpResponse:
    protocol = asked.referral.protocol_version.protocol
    clauses = [one for one in (protocol.held_charge_clock, *protocol.relief, protocol.consequence) if one]
    shown = {"referral": asked.referral, "due_on": asked.due_on, "form": form, "clauses": clauses}
    return render(request, "officer/charge.html", shown)


def _decided_already(request: MemberRequest) -> HttpResponse:
    if request.method == "POST":
        messages.error(request, _("This matter is decided already. Its decision is on the page."))
    return redirect("officer:charges")
