"""Signing in and out, in the ways allauth does not know: acting as, home, and the switches in the frame."""

from functools import wraps
from typing import Any, cast

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.views import password_change
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from offramp.design.words import desk_name, first_page
from offramp.directory import doors, reads, sessions
from offramp.kernel.postgresql.roles import why_not_to_serve

A_YEAR = 365 * 24 * 3600  # seconds


def renews_session(view: doors.View) -> doors.View:
    """A page on which one shows once more that it is oneself: whoever had the session's key until then has nothing."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        shown = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY)
        answer = view(request, *args, **kwargs)
        if request.session.get(AUTHENTICATION_METHODS_SESSION_KEY) != shown:
            sessions.renew(request.session)
        return answer

    return cast(doors.View, inner)


@require_GET
@doors.signed_in("sends everybody to their own desk")
def home(request: doors.SignedInRequest) -> HttpResponse:
    """To the desk of whoever the session acts as; justice partners pass what was delivered to them first."""
    if elsewhere := doors.before_any_desk(request, request.member):
        return redirect(elsewhere)
    if request.member is None:
        return redirect("acting-as")
    if page := first_page(request.member.role):
        return redirect(page)
    return render(request, "account/no_desk.html")


@require_GET
@doors.signed_in("whoever signed in for a form in another tab is led back to it")
def form_waits(request: doors.SignedInRequest) -> HttpResponseBase:
    """The tab in which somebody signed in only to send what they wrote in another one."""
    if request.member is None or doors.before_any_desk(request, request.member):
        return home(request)
    return render(request, "account/form_waits.html")


@require_GET
@doors.open_to_all("a visitor is told what this is and which sites there are")
def front_door(request: HttpRequest) -> HttpResponseBase:
    """Whoever is signed in goes on to their desk."""
    return home(request) if request.user.is_authenticated else redirect("public:home")


@require_GET
@doors.open_to_all("whoever is stuck needs help, signed in or not")
def help_page(request: HttpRequest) -> HttpResponseBase:
    """What a desk is asked most, answered; a stranger reads whom to reach and where to sign in."""
    return _help_at_a_desk(request) if request.user.is_authenticated else render(request, "account/help.html")


@doors.signed_in("the help of one's own desk")
def _help_at_a_desk(request: doors.SignedInRequest) -> HttpResponse:
    """The page that the reader's desk has for this, the same on every day and whatever happened to anybody."""
    desk = desk_name(request.member.role) if request.member else ""
    return render(request, f"{desk}/help.html" if desk else "account/help.html")


@require_http_methods(["GET", "POST"])
@doors.signed_in("one chooses a role here, so none is acted as yet")
def acting_as(request: HttpRequest) -> HttpResponse:
    """Who are you acting as? One role of one site at a time; changing leaves nothing of the other on the page."""
    mine = doors.memberships_of(request.user)
    if request.method == "POST":
        wanted = request.POST.get("member", "")
        chosen = next((one for one in mine if str(one.pk) == wanted), None)
        if chosen is None:
            raise Http404
        request.session[doors.ACTING_AS] = str(chosen.pk)
        return redirect("home")
    last = request.session.get(doors.ACTING_AS, "")
    return render(request, "account/acting_as.html", {"memberships": sorted(mine, key=lambda one: str(one.pk) != last)})


@require_GET
@doors.signed_in("the second factor is set up before any desk opens")
def second_factor(request: HttpRequest) -> HttpResponse:
    if doors.has_second_factor(request.user):
        return redirect("home")
    return render(request, "account/second_factor.html")


@require_GET
@doors.signed_in("one's own ways of signing in")
def my_sign_in(request: HttpRequest) -> HttpResponse:
    kinds = Authenticator.objects.filter(user=request.user.pk).values_list("type", flat=True)
    return render(request, "account/my_sign_in.html", {"kinds": set(kinds)})


@doors.signed_in("one's own ways of signing in")
def password(request: doors.SignedInRequest) -> HttpResponseBase:
    """Change the password. Whoever signs in without one has none to change: back to the ways they have."""
    if not request.user.has_usable_password():  # type: ignore[union-attr]  # signed_in let only users in
        return redirect("my-sign-in")
    return password_change(request)  # type: ignore[no-any-return]


@require_http_methods(["GET", "POST"])
@doors.signed_in("a page that somebody writes in asks how long they stay signed in")
@doors.asked_by_pages
def staying(request: doors.SignedInRequest) -> JsonResponse:
    """How long is left, for whom, and the token that forms need now. A GET only asks; a POST says that somebody is there."""
    if request.member is None or doors.before_any_desk(request, request.member):
        return JsonResponse({"left": 0})  # signed in, and no desk opens yet: no form can be sent
    return JsonResponse(
        sessions.staying(request.session, request.member, timezone.now()) | {"csrf": get_token(request)}
    )


@doors.open_to_all("day or night is chosen on every page")
@doors.posted("home")
def night(request: HttpRequest) -> HttpResponse:
    """Keep day or night in a cookie that holds nothing else, and go back to where the switch was."""
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, request.get_host(), require_https=request.is_secure())
    response = redirect(back if is_ours else "/")
    response.set_cookie(
        settings.NIGHT_COOKIE_NAME,
        "on" if request.POST.get("night") == "on" else "off",
        max_age=A_YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax",
    )  # fmt: skip
    return response


@require_http_methods(["GET", "POST"])
@doors.open_to_all("the demonstration's one-tap sign-in; the page does not exist outside it")
def try_it(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the made-up members of the demonstration."""
    if not settings.DEMO:
        raise Http404
    if request.method == "GET":
        return render(request, "account/try_it.html", {"memberships": doors.demonstration_memberships()})
    wanted = request.POST.get("member", "")
    member = next((one for one in doors.demonstration_memberships() if str(one.pk) == wanted), None)
    if member is None:
        raise Http404
    request.session.flush()
    login(request, member.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[doors.ACTING_AS] = str(member.pk)
    return redirect("home")


@require_GET
@doors.open_to_all("the machine that restarts us asks whether we are alive")
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"alive": True})


@require_GET
@doors.open_to_all("the machine that sends us visitors asks whether we are ready")
def readyz(request: HttpRequest) -> JsonResponse:
    """Ready when the database answers, holds our tables, and locks their rows for us; in a demonstration, no live site."""
    try:
        connection.ensure_connection()
        get_user_model().objects.exists()
        is_ready = not (reads.holds_a_live_site(None) if settings.DEMO else why_not_to_serve(connection))
    except Exception:  # noqa: BLE001  (whatever it is: not ready)
        is_ready = False
    return JsonResponse({"ready": is_ready}, status=200 if is_ready else 503)
