"""Where whoever the protocol asks answers, without a name, and confirms what they agreed to by telephone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from offramp.design.answers import answered_already, own_answer, refusals_in_a_bar, refusals_on
from offramp.design.forms import token_from
from offramp.design.templatetags.design import time_of_day
from offramp.design.words import desk_home
from offramp.desks.approvals.forms import AnswerForm, DenyForm
from offramp.directory.doors import MemberRequest, desk, posted
from offramp.directory.states import Role
from offramp.protocols.reasons import concerns, retold
from offramp.referrals import actions as referrals
from offramp.referrals import agreements, policies
from offramp.referrals import reads as referral_reads
from offramp.referrals.states import Door, Holder, Status

#: The addresses of the three answers, the step that each takes, and what the page and the officer read.
ANSWERS = {
    "agree": ("agree", gettext_lazy("Agree"), gettext_lazy("%(name)s agreed. You may offer.")),
    "send-back": (
        "send_back", gettext_lazy("Send back"), gettext_lazy("%(name)s sent this back: %(reason)s. Change it, or call.")
    ),
    "do-not-agree": (
        "refuse", gettext_lazy("Do not agree"), gettext_lazy("%(name)s did not agree: %(reason)s. Go on as usual.")
    ),
}  # fmt: skip

#: Whom a protocol can name to agree.
ASKED = (Role.SUPERVISOR, Role.PROSECUTOR, Role.PROJECT_MANAGER)


@require_GET
@desk(*ASKED)
def home(request: MemberRequest) -> HttpResponse:
    """What waits for the reader's answer, and what officers say that they agreed to by telephone."""
    member, now = request.member, timezone.now()
    page = {
        "waiting": referral_reads.waiting_for_a_yes(member, now, after=request.GET.get("after", "")),
        "by_phone": referral_reads.agreed_by_phone(member, now),
    }
    return render(request, "approvals/home.html", page)


@require_GET
@desk(*ASKED)
def approval(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """What the protocol finds, when, and who asks. No name: the decision does not need it."""
    try:
        asked = _waiting(request, referral_id)
    except (Http404, ObjectDoesNotExist):
        return own_answer(request, referral_id)
    return render(request, "approvals/approval.html", {"asked": asked, "answers": ANSWERS})


def _waiting(request: MemberRequest, referral_id: UUID) -> dict[str, Any]:
    """What the page may show of a referral that waits for the reader. Anything else is not there."""
    now = timezone.now()
    found = referral_reads.referral(request.member, referral_id, now)
    if found.status != Status.ASKED or not policies.may(request.member, Holder.APPROVER, found, now):
        raise Http404
    order = ["ask", "no", "yes"]
    protocol = found.protocol_version.protocol
    findings = [one | {"authority": one["clause"]} for one in retold(protocol, found.findings)]
    said = referral_reads.answers(request.member, referral_id, now)
    return {
        "id": found.pk, "code": found.code, "received_at": found.received_at, "officer": found.officer, "unit": found.unit,
        "is_diversion": found.door == Door.ARREST_DIVERSION, "is_community": found.door == Door.COMMUNITY,
        "concerns": concerns(protocol, found.concerns), "asked_role": found.asked_role, "protocol": protocol,
        "findings": sorted(findings, key=lambda one: order.index(one["answer"])),
        "exceptions": [one.reason for one in said if one.is_exception],
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
@desk(*ASKED)
def answer(request: MemberRequest, referral_id: UUID, answer: str) -> HttpResponse:
    """The exact words that the officer reads, and the one button that sends them."""
    if answer not in ANSWERS:
        raise Http404
    step, verb, words = ANSWERS[answer]
    form = AnswerForm(request.POST or None, step=step)
    try:
        if request.method == "POST" and form.is_valid():
            # Before any look: a second tap finds nothing waiting and is answered like the first one.
            with refusals_on(form):
                return _take(request, step, referral_id, form.cleaned_data)
        asked = _waiting(request, referral_id)
    except (Http404, ObjectDoesNotExist):
        return _over(request, referral_id, step) if request.method == "POST" else own_answer(request, referral_id)
    if answer == "send-back" and not asked["is_diversion"]:
        raise Http404
    form.offer_under(asked["protocol"])
    leaves = words % {"name": request.member.name, "reason": _("(the reason you choose)")}
    page = {"asked": asked, "form": form, "verb": verb, "leaves": leaves}
    return render(request, "approvals/answer.html", page)


def _over(request: MemberRequest, referral_id: UUID, step: str) -> HttpResponse:
    """Pressed where the question is over, in a second tab or after a colleague: what was answered, and the way on."""
    said = referral_reads.answered(request.member, referral_id, timezone.now())
    if said is None:
        raise Http404
    answered_already(request, said, step)
    return redirect(desk_home(request.member.role))


def _take(request: MemberRequest, step: str, referral_id: UUID, given: dict[str, Any]) -> HttpResponse:
    answered = referrals.take(
        step, referral_id, reason=given.get("reason", ""), by=request.member, at=timezone.now(), token=given["token"]
    )
    words = {
        "agree": _("Agreed %(time)s. %(officer)s sees it now."),
        "send_back": _("Sent back %(time)s. %(officer)s sees it now."),
        "refuse": _("Not agreed, %(time)s. %(officer)s sees it now."),
    }
    is_diversion = answered.door == Door.ARREST_DIVERSION
    told = words[step] if is_diversion else _("Recorded %(time)s. Nothing is sent to the officer.")
    time = time_of_day(answered.status_since)
    messages.success(request, told % {"time": time, "officer": answered.officer.name if answered.officer else ""})
    return redirect(desk_home(request.member.role))


@desk(*ASKED)
@posted()
def confirm(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """Confirm what one agreed to by telephone."""
    with refusals_in_a_bar(request):
        agreements.confirm(referral_id, by=request.member, at=timezone.now(), token=token_from(request))
        messages.success(request, _("Confirmed. It was recorded as you said it."))
    return redirect(desk_home(request.member.role))


@require_http_methods(["GET", "POST"])
@desk(*ASKED)
def deny(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """Say that one did not agree, and why. It changes nothing for the person."""
    form = DenyForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            given = form.cleaned_data
            agreements.deny(
                referral_id, reason=given["reason"], by=request.member, at=timezone.now(), token=given["token"]
            )
            messages.success(request, _("Recorded. The project manager sees it today. Nothing changes for the person."))
            return redirect(desk_home(request.member.role))
    by_phone = referral_reads.agreed_by_phone(request.member, timezone.now())
    said = next((one for one in by_phone if one.referral_id == referral_id), None)
    if said is None:
        raise Http404
    return render(request, "approvals/deny.html", {"said": said, "form": form})
