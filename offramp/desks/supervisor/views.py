"""The sergeant's desk: what waits for an answer, without a name; what was agreed to by telephone; the unit's uptake."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from offramp.directory.doors import MemberRequest, desk
from offramp.directory.states import Role
from offramp.referrals import reads as referral_reads


@require_GET
@desk(Role.SUPERVISOR)
def home(request: MemberRequest) -> HttpResponse:
    """Waiting for you, agreed by phone, what you decided, and how many referrals the unit sent this quarter."""
    member, now = request.member, timezone.now()
    page = {
        "waiting": referral_reads.waiting_for_a_yes(member, now, after=request.GET.get("after", "")),
        "by_phone": referral_reads.agreed_by_phone(member, now),
        "decided": referral_reads.decided_by(member, now),
        "unit": referral_reads.sent_by_unit(member, _quarter(now)) if member.unit_id else [],
    }
    return render(request, "supervisor/home.html", page)


def _quarter(now: datetime) -> datetime:
    today = timezone.localtime(now)
    first = today.month - (today.month - 1) % 3
    return today.replace(month=first, day=1, hour=0, minute=0, second=0, microsecond=0)
