"""How long somebody stays signed in, and what an open page may know of it: whether it is still the same one, never who.

And how sessions end before their time.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.utils.crypto import salted_hmac

from offramp.directory.models import Membership, Site, User

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
ARRIVALS_PASSED = "arrivals_passed"  # the membership that has gone on from what stood before its desk


def staying(session: SessionBase, member: Membership, at: datetime) -> dict[str, Any]:
    """Seconds left of a session that goes on, whether acting would give more, and a mark of whoever acts in it.

    The mark is the same for one membership in all its sessions, so that a page knows its reader after a new sign-in. The
    duty is one for all who hold the same role at the same site.
    """
    began, seen = (datetime.fromisoformat(session.get(key, at.isoformat())) for key in (SIGNED_IN_AT, SEEN_AT))
    idle = seen + timedelta(seconds=settings.SESSION_COOKIE_AGE) - at
    longest = began + timedelta(hours=settings.SESSION_LONGEST_HOURS) - at
    left = max(1, int(min(idle, longest).total_seconds()))
    whose = salted_hmac("whose page", str(member.pk), algorithm="sha256").hexdigest()
    return {"left": left, "is_last": longest < idle, "whose": whose, "duty": _duty(member.role, member.site_id)}


def before_sign_in(site: Site, roles: Iterable[str], is_signed_in: bool) -> dict[str, Any]:
    """The same for a page that is nobody's yet: it becomes that of the first who signs in as one of `roles` at the site."""
    return {"left": int(is_signed_in), "whose": "", "duties": [_duty(role, site.pk) for role in roles]}


def _duty(role: str, site_id: UUID | None) -> str:
    return salted_hmac("duty", f"{role} at {site_id}", algorithm="sha256").hexdigest()


def renew(session: SessionBase) -> None:
    """Give a session a new key: whoever had the old one has nothing."""
    before = session.session_key
    session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=session.session_key)


def end(user: User) -> int:
    """End an account's sessions, those too where the password was shown and the second factor not yet; return how many."""
    theirs = [one.pk for one in Session.objects.order_by("pk").iterator() if str(user.pk) in str(one.get_decoded())]
    UserSession.objects.filter(user=user.pk).delete()
    Session.objects.filter(pk__in=theirs).delete()
    return len(theirs)


def end_all() -> None:
    UserSession.objects.all().delete()
    Session.objects.all().delete()


def accounts() -> set[str]:
    """The identifiers of the accounts that are signed in somewhere."""
    signed_in = (one.get_decoded().get(SESSION_KEY) for one in Session.objects.order_by("pk").iterator())
    return {account for account in signed_in if account}
