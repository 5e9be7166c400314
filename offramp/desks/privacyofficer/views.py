"""What waits for the privacy officer."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from offramp.directory.doors import MemberRequest, desk
from offramp.directory.states import Role
from offramp.oversight import reads as oversight


@require_GET
@desk(Role.PRIVACY_OFFICER)
def home(request: MemberRequest) -> HttpResponse:
    """Weeks to be signed, what was opened in an emergency, and complaints, those that wait first."""
    now = timezone.now()
    return render(request, "privacyofficer/home.html", {
        "weeks": oversight.weeks(request.member, now), "reviews": oversight.reviews(request.member)[:8],
        "emergencies": oversight.emergencies(request.member, now),
        "complaints": oversight.complaints(request.member, now),
    })  # fmt: skip
