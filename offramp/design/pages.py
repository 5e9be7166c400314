"""The pages shown instead of a page: one for everything that cannot be shown, one for each fault of ours."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext

from offramp.directory.doors import acting_as
from offramp.kernel.refusals import Refusal


def cannot_show(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Unknown, not yours, no release, ended, removed, other site, wrong role: the same bytes for everyone at a site."""
    return _bare("design/cannot_show.html", _phone(request), status=404)


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose cross-site token does not match: nearly always a page that was left open."""
    return _bare("design/too_old.html", _phone(request), status=403)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """What a read or a verb refused and no form of the page could show: its sentence, alone on a page."""
    return _bare("design/refused.html", _phone(request), status=409, sentence=refusal.said(gettext))


def only_a_page(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Something was sent to an address that only shows, or asked in a way that none answers; `answer` lists the others.

    The answer stays the one that the log has a line of, and only gets words: another one would be logged again.
    """
    words = gettext(
        "Nothing was done: this address is a page to look at, and nothing can be sent to it. Open it again, and press a "
        "button on it."
    )
    answer.content = _bare("design/refused.html", _phone(request), status=405, sentence=words).content
    return answer


def too_many(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """The library of the sign-in counts tries, and would answer with a line of its own."""
    words = gettext("Too many tries from here. Wait a few minutes, then try again.")
    return _bare("design/refused.html", _phone(request), status=429, sentence=words)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours. The database may be the fault, so nothing is asked of it if it does not answer."""
    try:
        phone = _phone(request)
    except Exception:  # noqa: BLE001  (whatever broke the page may break this too)
        phone = ""
    return _bare("design/broken.html", phone, status=500)


def _bare(template: str, phone: str, *, status: int, **said: str) -> HttpResponse:
    return HttpResponse(render_to_string(template, {"phone": phone} | said), status=status)


def _phone(request: HttpRequest) -> str:
    if not hasattr(request, "user"):  # turned away before anybody was asked who they are: under a name that is not ours
        return ""
    member = acting_as(request)
    return member.site.on_call_phone if member and member.site else ""
