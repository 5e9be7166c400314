"""Who came to one of the site's invented records, which nobody has a reason to open."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from offramp.directory.doors import MemberRequest, asked_by_pages, desk
from offramp.directory.states import Role
from offramp.oversight import reads as oversight


@require_GET
@desk(Role.PRIVACY_OFFICER)
def alarms(request: MemberRequest) -> HttpResponse:
    """Each time, who it was and when. Looking at it is on the trail too."""
    return render(request, "privacyofficer/alarms.html", {"alarms": oversight.alarms(request.member, timezone.now())})


@require_GET
@desk(Role.PRIVACY_OFFICER)
@asked_by_pages
def bell(request: MemberRequest) -> HttpResponse:
    """The part of the privacy officer's first page that asks again by itself: how often it was, and nobody's name."""
    return render(
        request, "privacyofficer/bell.html", {"alarms": oversight.how_many_alarms(request.member, timezone.now())}
    )
