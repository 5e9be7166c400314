"""The charges that the protocol leaves to the officer. Each page is the same whatever the person did since."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from offramp.design.answers import refusals_on, saved
from offramp.design.forms import Form, Options
from offramp.desks.officer.diversion import ON_DUTY
from offramp.directory.doors import MemberRequest, desk
from offramp.justice import actions as justice
from offramp.justice import charges as reads

RECORDED = {
    "do_not_charge": _("Recorded: not charged."),
    "charge": _("Recorded: charged. Help goes on and is not part of this case."),
}


class ChargeForm(Form):
    """What the officer decides about one charge."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"), widget=Options,
        choices=[("do_not_charge", _("Do not charge")), ("charge", _("Charge the offense"))],
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
    """Decide about one charge, once."""
    now = timezone.now()
    asked = reads.one(request.member, referral_id, now)
    form = ChargeForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            said = form.cleaned_data
            justice.decide_own(said["decision"], referral_id, by=request.member, at=now, token=said["token"])
            saved(request, str(RECORDED[said["decision"]]))
            return redirect("officer:charges")
    if request.method == "GET" and asked.decision:
        return redirect("officer:charges")
    protocol = asked.referral.protocol_version.protocol
    clauses = [one for one in (protocol.held_charge_clock, *protocol.relief, protocol.consequence) if one]
    shown = {"referral": asked.referral, "due_on": asked.due_on, "form": form, "clauses": clauses}
    return render(request, "officer/charge.html", shown)
