"""What holds for every page: nothing is kept by the browser, no session outlives a working day, a no has its sentence."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils import timezone

from offramp.design import pages
from offramp.directory.sessions import SEEN_AT, SIGNED_IN_AT
from offramp.kernel.refusals import Refusal

Answer = Callable[[HttpRequest], HttpResponseBase]
SEEN_EVERY = timedelta(minutes=1)


class SessionsEnd:
    """Sign out a session that is older than SESSION_LONGEST_HOURS, however busy it is; keep a busy one alive until then."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now = timezone.now()
            began = request.session.setdefault(SIGNED_IN_AT, now.isoformat())
            if now - datetime.fromisoformat(began) > timedelta(hours=settings.SESSION_LONGEST_HOURS):
                logout(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Answer, *_given: Any) -> HttpResponseBase | None:
        """Whatever somebody asks for is a sign of life; what an open page asks for by itself is none.

        Once the session has ended, the part of a page that asks again stays as it is: the sign-in page does not belong
        in its place, and the bar of `staying.js` says what happened.
        """
        asks_by_itself = request.method == "GET" and getattr(view, "is_asked_by_pages", False)
        if request.user.is_authenticated and not asks_by_itself:
            _keep_alive(request, timezone.now())
        if asks_by_itself and not request.user.is_authenticated:
            # An answer on its way while somebody signs in in another tab would throw their new cookie away.
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        is_part = asks_by_itself and "HX-Request" in request.headers
        return HttpResponse(status=204) if is_part and not request.user.is_authenticated else None


def _keep_alive(request: HttpRequest, now: datetime) -> None:
    """Fifteen more minutes, written at most once a minute: everybody's next request waits for each writing."""
    seen = request.session.get(SEEN_AT)
    if seen is None or now - datetime.fromisoformat(seen) >= SEEN_EVERY:
        request.session[SEEN_AT] = now.isoformat()
        UserSession.objects.create_from_request(request)


class NothingIsKept:
    """No page is stored by a browser or proxy; signing out empties what the browser holds of us."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        response["Cache-Control"] = "no-store, private"
        response["X-Content-Type-Options"] = "nosniff"
        response["Referrer-Policy"] = "same-origin"
        if was_signed_in and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


class RefusalsSpeak:
    """A refusal that no form caught is a page with its sentence, not a fault of ours; so is a form sent to a mere page."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        return pages.only_a_page(request, response) if isinstance(response, HttpResponseNotAllowed) else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        return pages.refused(request, exception) if isinstance(exception, Refusal) else None
