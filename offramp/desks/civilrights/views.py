"""What waits for the civil-rights reviewer."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from offramp.directory.doors import MemberRequest, desk
from offramp.directory.states import Role
from offramp.oversight import reads as oversight


@require_GET
@desk(Role.CIVIL_RIGHTS)
def home(request: MemberRequest) -> HttpResponse:
    """The complaints, those that wait for an answer first."""
    return render(request, "civilrights/home.html", {
        "complaints": oversight.complaints(request.member, timezone.now()),
    })  # fmt: skip
