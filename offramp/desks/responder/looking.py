"""People whom somebody is still looking for: found, closed with a reason, and looked for again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from offramp.design.answers import refusals_in_a_bar, refusals_on
from offramp.design.forms import token_from
from offramp.desks.responder import forms
from offramp.directory.doors import MemberRequest, desk, posted
from offramp.directory.states import CARE_ROLES
from offramp.justice import actions as justice
from offramp.referrals import actions as referrals
from offramp.referrals import reads as referral_reads


@desk(*CARE_ROLES)
@posted()
def met(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """Somebody found the person they were looking for."""
    with refusals_in_a_bar(request):
        justice.hand_over(referral_id, by=request.member, at=timezone.now(), token=token_from(request))
        return redirect("responder:meeting", referral_id)
    return redirect("responder:home")


@require_http_methods(["GET", "POST"])
@desk(*CARE_ROLES)
def close(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """Stop looking, with the reason. The door stays open."""
    now = timezone.now()
    form = forms.Close(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            referrals.take(
                "close", referral_id, reason=form.cleaned_data["reason"], by=request.member, at=now,
                token=form.cleaned_data["token"],
            )  # fmt: skip
            messages.success(request, _("Closed on our list. The door stays open: they can come back any day."))
            return redirect("responder:home")
    referral = referral_reads.referral(request.member, referral_id, now)
    return render(request, "responder/close.html", {"referral": referral, "form": form})


@require_GET
@desk(*CARE_ROLES)
def closed(request: MemberRequest) -> HttpResponse:
    """For whom looking ended, and whoever comes back: the door stays open."""
    page = referral_reads.closed_lately(request.member, timezone.now(), after=request.GET.get("after", ""))
    return render(request, "responder/closed.html", {"page": page})


@desk(*CARE_ROLES)
@posted("responder:closed")
def look_again(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    with refusals_in_a_bar(request):
        referrals.take("look_again", referral_id, by=request.member, at=timezone.now(), token=token_from(request))
        messages.success(request, _("They are on the list again: “Still looking” on this page."))
    return redirect("responder:home")
