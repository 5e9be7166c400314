"""What the frame of every page needs to know. Templates read it as `head`."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from offramp.consent import reads as consent
from offramp.design.words import CALLING_ROLES, DESKS, ROOMY_ROLES
from offramp.directory.doors import ACTING_AS, memberships_of
from offramp.directory.models import Membership, Shift, Site
from offramp.directory.states import JUSTICE_ROLES, ON_CALL_ROLES, Role, SiteMode

#: An end that is further away is nothing to plan a day by: the header then says only that one is on call.
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Emergency:
    """A record that is held open in an emergency: where it is, and for how many minutes more."""

    access_id: UUID
    minutes: int


@dataclass(frozen=True, slots=True)
class Head:
    """Who acts, where, and what must stand on every page of theirs."""

    member: Membership | None = None
    night: str = ""  # "on", "off", or as the device has it
    can_change: bool = False
    on_call_until: datetime | None = None
    emergency: Emergency | None = None
    open_at: Site | None = None  # the site of a page that opens before sign-in

    @property
    def site(self) -> Site | None:
        return self.member.site if self.member else self.open_at

    @property
    def place(self) -> str:
        """The site's name, or the state's for those who work for a whole state."""
        if self.member is None:
            return self.open_at.name if self.open_at else ""
        return self.member.site.name if self.member.site else self.member.state.name  # type: ignore[union-attr]

    @property
    def desk(self) -> str:
        return str(DESKS.get(Role(self.member.role), "")) if self.member else ""

    @property
    def shift_ends_soon(self) -> bool:
        return bool(self.on_call_until and self.on_call_until - timezone.now() < SOON)

    @property
    def is_justice(self) -> bool:
        return bool(self.member and self.member.role in JUSTICE_ROLES)

    @property
    def is_roomy(self) -> bool:
        return bool(self.member and self.member.role in ROOMY_ROLES)

    @property
    def call(self) -> str:
        """The on-call line, on the desks that may need it at any moment, and on what opens there before sign-in."""
        if self.open_at:
            return self.open_at.on_call_phone
        if self.member is None or self.member.role not in CALLING_ROLES or self.member.site is None:
            return ""
        return self.member.site.on_call_phone

    @property
    def band(self) -> str:
        """`planning` or `demo` where everybody on the page is made up."""
        mode = self.site.mode if self.site else ""
        if mode == SiteMode.PLANNING:
            return "planning"
        return "demo" if settings.DEMO or mode == SiteMode.DEMO else ""


def header(request: HttpRequest) -> dict[str, Head]:
    """The context processor."""
    member = getattr(request, "member", None)
    night = request.COOKIES.get(settings.NIGHT_COOKIE_NAME, "")
    if member is None:
        return {"head": Head(night=night)}
    can_change = ACTING_AS in request.session and memberships_of(request.user)[1:2].exists()
    return {"head": Head(member, night, can_change, _on_call_until(member), _emergency(member))}


def before_sign_in(request: HttpRequest, site: Site) -> Head:
    """The frame of a page of one site that opens before its reader signs in: the site and its line, and nobody."""
    return Head(night=request.COOKIES.get(settings.NIGHT_COOKIE_NAME, ""), open_at=site)


def _on_call_until(member: Membership) -> datetime | None:
    if member.role not in ON_CALL_ROLES:
        return None
    now = timezone.now()
    shifts = Shift.objects.filter(member=member, starts_at__lte=now, ends_at__gt=now).order_by("-ends_at")
    return shifts.values_list("ends_at", flat=True).first()


def _emergency(member: Membership) -> Emergency | None:
    if member.role != Role.CM_SUPERVISOR:
        return None
    now = timezone.now()
    open_now = consent.emergencies(member, now).values_list("pk", "ends_at").first()
    return Emergency(open_now[0], math.ceil((open_now[1] - now).total_seconds() / 60)) if open_now else None
