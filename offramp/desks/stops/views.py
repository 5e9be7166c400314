"""A stop that somebody says aloud: written down by any member of staff, for anybody, and answered in one way for all."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from offramp.casework import actions as casework
from offramp.consent import reads as consent
from offramp.design.answers import refusals_on, saved
from offramp.design.words import desk_home
from offramp.desks.stops.forms import PlaceForm, StopForm
from offramp.directory.doors import MemberRequest, desk
from offramp.directory.states import TAKE_STOPS, Role


@require_http_methods(["GET", "POST"])
@desk(*TAKE_STOPS)
def home(request: MemberRequest) -> HttpResponse:
    """Write it down. What comes back is the same whoever it was, known here or not."""
    form = StopForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            casework.write_down_stop(**form.said, by=request.member, at=timezone.now())
            saved(request, _(
                "If we keep a paper of this person, it is stopped now. Where it is not clear whose it is, the privacy officer "
                "looks."
            ))  # fmt: skip
            return redirect("stops:home")
    page = {"form": form, "back": desk_home(request.member.role), "places": request.member.role == Role.PRIVACY_OFFICER}
    return render(request, "stops/home.html", page)


@require_GET
@desk(Role.PRIVACY_OFFICER)
def waiting(request: MemberRequest) -> HttpResponse:
    """What was said and could not be placed, the longest waiting first."""
    return render(request, "stops/waiting.html", {"stops": consent.said_stops(request.member, timezone.now())})


@require_http_methods(["GET", "POST"])
@desk(Role.PRIVACY_OFFICER)
def place(request: MemberRequest, stop_id: UUID) -> HttpResponse:
    """Say whose it is, by code, or that nothing is kept here. The name is forgotten either way."""
    now = timezone.now()
    form = PlaceForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            casework.place_stop(stop_id, **form.placed, by=request.member, at=now, token=form.cleaned_data["token"])
            saved(request, _("The name is not kept here any more."))
            return redirect("stops:waiting")
    found = consent.said_stop(request.member, stop_id, now)
    form.initial = {"meant": found.meant, "words": found.words, "code": found.code}
    return render(request, "stops/place.html", {"stop": found, "form": form})
