"""Where things are and who works there."""

from typing import ClassVar, Self
from zoneinfo import available_timezones

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from offramp.directory.states import PURPOSES, ROLE_NAMES, AgencyKind, Role, SiteMode
from offramp.kernel.models import Row
from offramp.kernel.purposes import Purpose


def is_a_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(f"“{name}” is not a time zone. Write it like America/New_York.")


class User(Row, AbstractUser):
    """Somebody who can sign in. What they may do is in their memberships."""

    ends_at = models.DateTimeField(null=True)  # of a temporary account; the others end when nobody uses them
    password_ends_at = models.DateTimeField(null=True)  # of a first password, until its owner replaces it

    class Privacy:
        C13 = (
            "username", "first_name", "last_name", "email", "password", "last_login", "is_superuser", "is_staff",
            "is_active", "date_joined", "groups", "user_permissions", "ends_at", "password_ends_at",
        )  # fmt: skip
        T = ("id",)


class State(Row):
    """A state of the union."""

    fips = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=60)
    postal = models.CharField(max_length=2, unique=True)

    class Privacy:
        T = ("id", "fips", "name", "postal")


class Region(Row):
    """A part of a state that starts LEAD together."""

    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="regions")
    name = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["state", "name"], name="region_named_once")]

    class Privacy:
        T = ("id", "state", "name")


class County(Row):
    """A county or its equivalent, by its FIPS code (five digits, kept as text)."""

    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="counties")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="counties", null=True)
    fips = models.CharField(max_length=5, unique=True)
    name = models.CharField(max_length=60)

    class Privacy:
        T = ("id", "state", "region", "fips", "name")


class Site(Row):
    """One LEAD initiative with its own Policy Coordinating Group and its own protocol."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    mode = models.CharField(max_length=10, choices=[(mode, mode) for mode in SiteMode], default=SiteMode.LIVE)
    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="sites")
    counties = models.ManyToManyField(County, related_name="sites")
    time_zone = models.CharField(max_length=40, default="America/New_York", validators=[is_a_time_zone])
    on_call_phone = models.CharField(max_length=20)
    referral_days = models.PositiveSmallIntegerField(default=30)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="site_mode_is_known", condition=Q(mode__in=list(SiteMode))),
            models.CheckConstraint(name="site_has_an_on_call_phone", condition=~Q(on_call_phone="")),
        ]

    class Privacy:
        C13 = ("on_call_phone",)
        T = ("id", "slug", "name", "mode", "state", "counties", "time_zone", "referral_days")


class Agency(Row):
    """A partner organisation of one site."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="agencies")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in AgencyKind])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "name"], name="agency_named_once"),
            models.CheckConstraint(name="agency_kind_is_known", condition=Q(kind__in=list(AgencyKind))),
        ]

    class Privacy:
        T = ("id", "site", "name", "kind")


class Unit(Row):
    """A precinct, zone or squad. One town may have several; one unit may police several towns."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "agency", "name"], name="unit_named_once")]

    class Privacy:
        T = ("id", "site", "agency", "name")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def at_the_site_of(self, member: "Membership") -> Self:
        return self.filter(site=member.site_id, is_active=True)

    def in_role(self, *roles: Role) -> Self:
        return self.filter(role__in=roles)


class Membership(Row):
    """One role of one user at one site (or over a state). Whoever acts in Offramp acts as one of these."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="members", null=True)
    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="members", null=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="members", null=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="members", null=True)
    role = models.CharField(max_length=30, choices=[(role, ROLE_NAMES[role]) for role in Role])
    name = models.CharField(max_length=60)  # as partners say it: "Ofc. Dana R."
    phone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "user", "role"], name="member_once_per_role"),
            models.CheckConstraint(name="member_role_is_known", condition=Q(role__in=list(Role))),
            models.CheckConstraint(
                name="member_of_a_site_or_a_state",
                condition=Q(site__isnull=False, state__isnull=True) | Q(site__isnull=True, state__isnull=False),
            ),
            models.CheckConstraint(
                name="sworn_staff_have_an_agency",
                condition=~Q(role__in=[Role.OFFICER, Role.SUPERVISOR]) | Q(agency__isnull=False),
            ),
        ]

    class Privacy:
        C13 = ("user", "agency", "unit", "role", "name", "phone", "is_active")
        T = ("id", "site", "state")

    @property
    def purpose(self) -> Purpose:
        """Why whoever acts as this asks for facts."""
        return PURPOSES[Role(self.role)]


class Shift(Row):
    """A stretch of time in which a member is on call, and in which place on the roster they are rung."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="shifts")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="shifts")
    place = models.PositiveSmallIntegerField()  # 1 is rung first
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="shift_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="shift_place_counts_from_one", condition=Q(place__gte=1)),
        ]
        indexes: ClassVar = [models.Index(fields=["site", "ends_at"], name="shifts_of_a_site")]

    class Privacy:
        C13 = ("member", "place", "starts_at", "ends_at")
        T = ("id", "site")
