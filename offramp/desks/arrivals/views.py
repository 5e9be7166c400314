"""After signing in, everything that a live release lets the reader have is drawn whole, once. There is no inbox."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from offramp.consent import actions as consent
from offramp.consent.statements import STATEMENT
from offramp.design.words import desk_home
from offramp.directory import reads as directory
from offramp.directory.doors import MemberRequest, desk
from offramp.directory.sessions import ARRIVALS_PASSED
from offramp.directory.states import JUSTICE_ROLES, Role
from offramp.justice import actions as justice
from offramp.justice import promises, relief


@require_http_methods(["GET", "POST"])
@desk(*sorted(JUSTICE_ROLES))
def home(request: MemberRequest) -> HttpResponse:
    """Draw what there is; the button is the only way on. With nothing to show, straight to the desk, as ever."""
    if request.method == "POST":
        return _go_on(request)
    if request.session.get(ARRIVALS_PASSED) == str(request.member.pk):
        return redirect(_wanted(request))
    now, days = timezone.now(), directory.site_of(request.member).referral_days
    delivered = justice.deliver(by=request.member, at=now)
    recalls = promises.recalls(request.member)
    if not delivered and not recalls:
        return _to_the_desk(request)
    return render(request, "arrivals/home.html", {
        "delivered": delivered, "recalls": recalls, "statement": STATEMENT, "takes": request.member.role == Role.PROSECUTOR,
        "office": consent.office_of(request.member), "days": days, "listed_since": now - timedelta(days=days),
    })  # fmt: skip


def _go_on(request: MemberRequest) -> HttpResponse:
    member, now = request.member, timezone.now()
    for recall in _ids(request, "recall"):
        relief.see_recall(recall, by=member, at=now)
    for read in (told := _ids(request, "read")):
        if member.role == Role.PROSECUTOR:
            justice.take_into_file(read, by=member, at=now)
        else:
            consent.mark_read(read, by=member, at=now)
    if told and member.role == Role.PROSECUTOR:
        today = date_format(timezone.localdate(), _("M j, Y"))
        messages.success(request, _("Taken into your file %(day)s. It is not shown here again.") % {"day": today})
    return _to_the_desk(request)


def _ids(request: HttpRequest, name: str) -> list[UUID]:
    try:
        return [UUID(one) for one in request.POST.getlist(name)]
    except ValueError as mangled:
        raise Http404 from mangled


def _to_the_desk(request: MemberRequest) -> HttpResponse:
    request.session[ARRIVALS_PASSED] = str(request.member.pk)
    return redirect(_wanted(request))


def _wanted(request: MemberRequest) -> str:
    """The page of their own desk that they had asked for, or else where it begins."""
    home, asked = desk_home(request.member.role), request.GET.get("next", "")
    return asked if home and asked.startswith(home) else home or "home"
