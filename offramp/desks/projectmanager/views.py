"""The project manager's Monday page, approvals, call-backs, the on-call log and the roster."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from offramp.casework import reads as casework
from offramp.design.answers import answered_already, own_answer, refusals_in_a_bar, refusals_on, saved
from offramp.design.forms import token_from
from offramp.desks.projectmanager.forms import APPROVE, ApprovalForm, ShiftForm, WhichReferrals
from offramp.desks.projectmanager.protocol import first_protocol
from offramp.desks.projectmanager.words import BECAME, HOW_FAR
from offramp.directory import actions as directory_actions
from offramp.directory import reads as directory
from offramp.directory.doors import MemberRequest, desk, posted
from offramp.directory.states import Role
from offramp.justice import reads as justice
from offramp.protocols import reads as protocols
from offramp.protocols.reasons import concerns, retold
from offramp.referrals import actions as referrals
from offramp.referrals import agreements, policies, reads, rules
from offramp.referrals.statements import RECEIPT
from offramp.referrals.states import Holder, Status
from offramp.reporting import reads as reporting

DUE_SOON = timedelta(days=7)


@require_GET
@desk(Role.PROJECT_MANAGER)
def home(request: MemberRequest) -> HttpResponse:
    """R1: what blocks a person today, then the service, then room and clocks."""
    member, at = request.member, timezone.now()
    if (version := protocols.in_force_or_none(member, timezone.localdate(at))) is None:
        return first_protocol(request, tab="home")
    protocol = version.protocol
    shown = {
        "missed": reads.not_answered(member, at), "waiting": reads.approvals_in_order(member, at, protocol=protocol),
        "by_phone": reads.agreed_by_phone(member, at), "to_settle": reads.to_settle(member, at),
        "call_backs": reads.call_backs(member, at), "at": at,
        "unassigned": casework.unassigned(member, at), "gaps": directory.gaps_on_call(member, at),
        "beyond": casework.beyond_limit(member, at),
        "room": reads.room(member, at, protocol=protocol), "protocol": protocol, "tab": "home",
        "doors": [door for door in protocol.capacity.order if protocol.doors[door].open],
    }  # fmt: skip
    calls, clocks = _calls(member, at, protocol), justice.open_clocks(member, at)
    this_week = timezone.localdate(at) + DUE_SOON
    shown |= {
        "calls": calls, "to_look_at": [one for one in calls if one["is_slow"] or one["is_going_on"]],
        "in_order": [one for one in calls if not one["is_slow"] and not one["is_going_on"]],
        "clocks": clocks, "due_soon": [one for one in clocks if one[0] <= this_week],
        "due_later": [one for one in clocks if one[0] > this_week],
    }  # fmt: skip
    return render(request, "projectmanager/monday.html", shown)


@require_http_methods(["GET", "POST"])
@desk(Role.PROJECT_MANAGER)
def approval(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """One social contact or community referral: approve it, or say why it is not a fit here.

    The sharing matrix opens neither who it is (C1) nor where (C3) to a project manager before they work with the
    person, so the card says only whether there is something to find the person by.
    """
    at = timezone.now()
    referral = reads.referral(request.member, referral_id, at)
    if request.method == "GET" and (
        referral.status != Status.ASKED or not policies.may(request.member, Holder.APPROVER, referral, at)
    ):
        return own_answer(request, referral_id)
    form = ApprovalForm(request.POST or None)
    if form.is_valid():
        answer, reason = form.cleaned_data["answer"], ""
        if answer != APPROVE:
            answer, reason = "refuse", answer
        with refusals_on(form):
            referrals.take(
                answer, referral.pk, reason=reason, by=request.member, at=at, token=form.cleaned_data["token"]
            )
            saved(request, _("Whoever sent it is not told."), readers=_("you and the care team"))
            return redirect("projectmanager:home")
        if said := reads.answered(request.member, referral.pk, at):
            answered_already(request, said, answer)
            return redirect("projectmanager:home")
    protocol = referral.protocol_version.protocol
    return render(request, "projectmanager/approval.html", {
        "referral": referral, "found_by": reads.found_by(request.member, referral.pk, at), "form": form, "tab": "home",
        "findings": [one | {"authority": one["clause"]} for one in retold(protocol, referral.findings)],
        "concerns": concerns(protocol, referral.concerns),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@desk(Role.PROJECT_MANAGER)
def call_back(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """A call-back: whom to call, and the only words to say."""
    at = timezone.now()
    referral = reads.referral(request.member, referral_id, at)
    if request.method == "POST":
        with refusals_in_a_bar(request):
            referrals.call_back_made(referral.pk, by=request.member, at=at, token=token_from(request))
            saved(request, _("The call is made."))
        return redirect("projectmanager:home")
    if not referral.wants_call_back:
        raise Http404
    words = RECEIPT.get(get_language() or "en", RECEIPT["en"])
    return render(request, "projectmanager/call_back.html", {"referral": referral, "words": words, "tab": "home"})


@desk(Role.PROJECT_MANAGER)
@posted("projectmanager:home")
def settle(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """Both were talked with: what one wrote and the other denies is settled."""
    with refusals_in_a_bar(request):
        agreements.settle(referral_id, by=request.member, at=timezone.now(), token=token_from(request))
        saved(request, _("It is settled."))
    return redirect("projectmanager:home")


@require_GET
@desk(Role.PROJECT_MANAGER)
def all_referrals(request: MemberRequest) -> HttpResponse:
    """Every referral of the site by its code: how far it is, through which door, since when. It names nobody."""
    wanted = WhichReferrals(request.GET)
    chosen = wanted.cleaned_data if wanted.is_valid() else {}
    page = reads.of_the_site(
        request.member, timezone.now(), status=chosen.get("how_far", ""),
        oldest_first=chosen.get("order") == "oldest", after=request.GET.get("after", ""),
    )  # fmt: skip
    rows = [(referral, HOW_FAR[Status(referral.status)]) for referral in page.rows]
    return render(
        request,
        "projectmanager/referrals.html",
        {"page": page, "rows": rows, "form": wanted if chosen else WhichReferrals(), "tab": "referrals"},
    )


@require_GET
@desk(Role.PROJECT_MANAGER)
def counts(request: MemberRequest) -> HttpResponse:
    """What became of the stops that were weighed for a diversion, year by year. It names nobody."""
    at = timezone.now()
    years = [
        (one.year, [*((BECAME[became], numbers) for became, numbers in one.lines), (_("All"), one.total)])
        for one in reporting.offers(request.member, at)
    ]
    shown = {"years": years, "until": reporting.site_counted_until(request.member, at), "tab": "counts"}
    return render(request, "projectmanager/counts.html", shown)


@require_GET
@desk(Role.PROJECT_MANAGER)
def on_call_log(request: MemberRequest) -> HttpResponse:
    """The hand-offs of the last 28 days: times and minutes, no person."""
    at = timezone.now()
    protocol = protocols.in_force_at(request.member, at).protocol
    shown = {"calls": _calls(request.member, at, protocol, days=28), "protocol": protocol, "tab": "log"}
    return render(request, "projectmanager/on_call_log.html", shown)


@require_http_methods(["GET", "POST"])
@desk(Role.PROJECT_MANAGER)
def roster(request: MemberRequest) -> HttpResponse:
    """Who is on call when, where the gaps are, and one more shift."""
    member, at = request.member, timezone.now()
    form = ShiftForm(request.POST or None, members=directory.members(member))
    if form.is_valid():
        with refusals_on(form):
            directory_actions.put_on_call(
                form.members[form.cleaned_data["member"]], place=form.cleaned_data["place"],
                starts_at=form.cleaned_data["from"], ends_at=form.cleaned_data["to"], by=member, at=at,
                token=form.cleaned_data["token"],
            )  # fmt: skip
            saved(request, _("The roster is changed."), readers=_("everyone on the roster"))
            return redirect("projectmanager:roster")
    shown = {
        "form": form, "shifts": directory.roster(member, at)[:50], "gaps": directory.gaps_on_call(member, at), "tab": "roster"
    }  # fmt: skip
    return render(request, "projectmanager/roster.html", shown)


def _calls(member: Any, at: Any, protocol: Any, *, days: int = 7) -> list[dict[str, Any]]:
    return [_logged(call, at, protocol.hand_off.target_minutes) for call in reads.call_log(member, at, days=days)]


def _logged(call: Any, at: Any, wanted: int | None) -> dict[str, Any]:
    """A call as the log shows it. While it is within the protocol's time, nobody is late and nothing is over."""
    minutes, waited = call.minutes_to_arrival, int((at - call.called_at).total_seconds() // 60)
    is_going_on = minutes is None and wanted is not None and waited <= wanted
    is_slow = rules.is_slow(minutes, wanted, waited=waited)
    return {"call": call, "minutes": minutes, "is_slow": is_slow, "is_going_on": is_going_on}
