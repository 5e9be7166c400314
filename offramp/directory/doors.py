"""The door of every page. tests/house fails for a route whose view has none.

Three doors: `desk` lets in some roles, `signed_in` any signed-in user, `open_to_all` everybody. The last two give a
reason, which is what a reviewer reads. Inside the first two somebody acts (`kernel.context`): the member, for the reason
of their desk. A stranger acts as nobody until a page of a site says where they are.
"""

from collections.abc import Callable
from contextlib import nullcontext, suppress
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from allauth.account.decorators import reauthentication_required
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from offramp.directory import rules
from offramp.directory.models import Membership, User
from offramp.directory.states import MADE_UP_MODES, Role
from offramp.kernel import context
from offramp.kernel.verbs import was_answered

View = Callable[..., HttpResponseBase]
AnyRow = TypeVar("AnyRow", bound=Model)

ACTING_AS = "acting_as"  # the session's key for the membership it acts as
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class MemberRequest(HttpRequest):
    """A request that came through `desk`: somebody acts as `member`."""

    member: Membership


class SignedInRequest(HttpRequest):
    """A request that came through `signed_in`: perhaps nobody is acted as yet."""

    member: Membership | None


def desk(*roles: Role) -> Callable[[View], View]:
    """Let in whoever acts as one of `roles`, in their site's time zone. For others the page does not exist."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            member = acting_as(request)
            if elsewhere := before_any_desk(request, member):
                return redirect(elsewhere)
            if member is None or member.role not in roles:
                raise Http404  # do not tell a stranger what exists
            request.member = member
            with timezone.override(_zone(member)), context.acting(member, member.purpose):
                return _or_cannot_show(view, request, *args, **kwargs)

        inner.roles = roles  # type: ignore[attr-defined]
        return inner

    return decorate


def _or_cannot_show(view: View, request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Whatever a read does not find, for whatever cause, is the one page that cannot be shown.

    A page that its own sender closed by sending it is none of that: a second tap is told that the first one counts.
    """
    try:
        return view(request, *args, **kwargs)
    except (Http404, ObjectDoesNotExist) as not_found:
        if request.method == "POST" and was_answered(request.member, request.POST.get("token", "")):
            messages.info(request, _("We already have this one. Nothing was added."))
            return redirect("home")
        raise Http404 from not_found


def signed_in(reason: str) -> Callable[[View], View]:
    """Let in any signed-in user, whatever their role: pages about their own account."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.member = member = acting_as(request)
            with timezone.override(_zone(member)), context.acting(member, member.purpose) if member else nullcontext():
                answer = view(request, *args, **kwargs)
                if isinstance(answer, SimpleTemplateResponse):
                    answer.render()  # allauth leaves that for later, when nobody acts any more
                return answer

        inner.roles, inner.reason, inner.login_required = (), reason, True  # type: ignore[attr-defined]
        return inner

    return decorate


def open_to_all(reason: str) -> Callable[[View], View]:
    """Let in everybody, signed in or not."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(request, *args, **kwargs)

        inner.roles, inner.reason, inner.login_required = (), reason, False  # type: ignore[attr-defined]
        return inner

    return decorate


def posted(back: str = "") -> Callable[[View], View]:
    """A button's address: it answers to POST alone, and stands inside the door of its page.

    Whoever opens it as a page (a reload after signing in again, a kept address) is told that nothing was done, and sent
    to the route `back`, or else to the nearest page above this address.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            messages.error(request, _("Nothing was done: that address belongs to a button. Press it on this page."))
            return redirect(back or page_above(request.path))

        inner.is_button = True  # type: ignore[attr-defined]
        return require_http_methods(["GET", "HEAD", "POST"])(inner)

    return decorate


def page_above(address: str) -> str:
    """The nearest address above this one that is a page and not a button."""
    while address != "/":
        address = address.rstrip("/").rpartition("/")[0] + "/"
        with suppress(Resolver404):
            if not getattr(resolve(address).func, "is_button", False):
                return address
    return "/"


def asks_again(view: View, *, looking_is_free: bool = False) -> View:
    """Show once more that it is you, before what opens more than usual or changes the rules; inside the door of its page.

    A session can be somebody else's by now. Recent is what ACCOUNT_REAUTHENTICATION_TIMEOUT says. Whoever has no password
    and no second factor, as in the demonstration, has nothing to show. (Trust reference, requirement 29.)
    """
    inner = reauthentication_required(view, allow_get=looking_is_free)
    inner.asks_again = True
    return wraps(view)(inner)


def asked_by_pages(view: View) -> View:
    """What an open page asks for by itself, again and again: no sign that somebody is there (`desks.middleware`)."""
    view.is_asked_by_pages = True  # type: ignore[attr-defined]
    return view


def find(rows: QuerySet[AnyRow], **which: Any) -> AnyRow:
    """The one row, or the page that says nothing. `rows` are those the reader may see."""
    row = rows.filter(**which).first()
    if row is None:
        raise Http404
    return row


def memberships_of(user: Any) -> QuerySet[Membership]:
    """What a user may act as today, in a steady order."""
    mine = Membership.objects.filter(user=user.pk, user__is_active=True, is_active=True)
    return mine.select_related("site", "state", "user").order_by("site__name", "state__name", "role")


def acting_as(request: HttpRequest) -> Membership | None:
    """The membership this session acts as: the chosen one, or the only one. Asked anew at every request."""
    if not request.user.is_authenticated or is_closed(request.user, timezone.now()):
        return None
    mine = memberships_of(request.user)
    if chosen := request.session.get(ACTING_AS):
        return mine.filter(pk=chosen).first()
    first_two = list(mine[:2])
    return first_two[0] if len(first_two) == 1 else None


def is_closed(user: User, at: datetime) -> bool:
    """True when nobody signed in with this account for 90 days, or its hours or those of its first password are over."""
    return rules.is_closed(
        used_at=user.last_login or user.date_joined,
        ends_at=user.ends_at, password_ends_at=user.password_ends_at, at=at,
    )  # fmt: skip


def address_of(request: HttpRequest) -> str:
    """Where a visitor comes from, as sign-in counts its tries too: an IPv4 address, or the network of an IPv6 one.

    What X-Forwarded-For says of it counts as far as our own proxies wrote it (OFFRAMP_TRUSTED_PROXIES).
    """
    return str(get_ip(request))


def has_second_factor(user: Any) -> bool:
    """True when the user has a code app or a passkey, or when this is the demonstration, where nobody needs one."""
    return settings.DEMO or is_mfa_enabled(user, SECOND_FACTORS)


def before_any_desk(request: HttpRequest, member: Membership | None) -> str:
    """The route that must be passed before `member` comes to any desk; empty when nothing stands in the way."""
    if request.user.password_ends_at is not None:  # type: ignore[union-attr]  # the doors let only users in
        return "account_change_password"
    if not has_second_factor(request.user):
        return "second-factor"
    if member is None and ACTING_AS not in request.session and memberships_of(request.user)[1:2]:
        return "acting-as"
    return ""


def demonstration_memberships() -> list[Membership]:
    """Who can be tried with one tap: members of made-up sites and of their states. Nobody outside DEMO."""
    if not settings.DEMO:
        return []
    everyone = Membership.objects.filter(is_active=True, user__is_active=True).select_related("site", "state", "user")
    at_sites = everyone.filter(site__mode__in=MADE_UP_MODES)
    over_states = everyone.filter(state__sites__mode__in=MADE_UP_MODES)
    return sorted((at_sites | over_states).distinct(), key=_by_site_and_story)


def _zone(member: Membership | None) -> ZoneInfo:
    return ZoneInfo(member.site.time_zone if member and member.site else settings.TIME_ZONE)


def _by_site_and_story(member: Membership) -> tuple[bool, str, int, str]:
    """Sites by name, states last; in each, roles in the order in which a referral meets them."""
    place = member.site.name if member.site else ""
    return member.site is None, place, list(Role).index(Role(member.role)), member.name
