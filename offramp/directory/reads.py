"""Questions about sites, members and who is on call. The reader is always the first argument."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from offramp.directory import rules
from offramp.directory.models import Agency, County, Membership, Region, Shift, Site, State, Unit, User
from offramp.directory.rules import Gap
from offramp.directory.states import MADE_UP_MODES, Role, SiteMode
from offramp.kernel.refusals import Incomplete
from offramp.kernel.trail import Actor


def site_of(reader: Actor) -> Site:
    """The site at which the reader acts. A member of a state has none: that is a fault of the caller."""
    if reader.site_id is None:
        raise TypeError("This member belongs to a state, not to a site.")
    if isinstance(reader, Membership) and reader.site is not None:  # came with the member
        return reader.site
    return Site.objects.select_related("state").get(pk=reader.site_id)


def zone_of(reader: Actor) -> str:
    """The time zone of the site at which the reader acts."""
    if isinstance(reader, Membership) and reader.site is not None:  # came with the member
        return reader.site.time_zone
    return Site.objects.values_list("time_zone", flat=True).get(pk=reader.site_id)


def is_open(reader: Actor) -> bool:
    """Whether the reader's site takes in anybody yet: a site that is being planned does not."""
    return not Site.objects.filter(pk=reader.site_id, mode=SiteMode.PLANNING).exists()


def members(reader: Membership, *roles: Role) -> QuerySet[Membership]:
    """Active members of the reader's site in any of `roles` (all, when none are named), by name."""
    found = Membership.objects.at_the_site_of(reader).select_related("agency", "unit")
    return (found.in_role(*roles) if roles else found).order_by("name", "pk")


def divides_the_work(reader: Actor) -> bool:
    """Whether the reader says who works with whom: a case management supervisor, or, where none works here, whoever manages
    the project."""
    if reader.role != Role.PROJECT_MANAGER:
        return reader.role == Role.CM_SUPERVISOR
    return not Membership.objects.filter(site=reader.site_id, is_active=True, role=Role.CM_SUPERVISOR).exists()


def everybody(reader: Membership) -> QuerySet[Membership]:
    """Every member that the reader's site has or had, by name: who left may have done something before."""
    return Membership.objects.filter(site=reader.site_id).order_by("name", "pk")


def member(reader: Membership, member_id: UUID) -> Membership:
    """One active member of the reader's site, or `Membership.DoesNotExist`."""
    return Membership.objects.at_the_site_of(reader).select_related("agency", "unit").get(pk=member_id)


def on_call(reader: Actor, at: datetime) -> list[Membership]:
    """Who is on call at the reader's site at that moment, in the order in which they are rung."""
    shifts = (
        Shift.objects.filter(site=reader.site_id, starts_at__lte=at, ends_at__gt=at, member__is_active=True)
        .select_related("member")
        .order_by("place", "starts_at", "pk")
    )
    return [shift.member for shift in shifts]


def roster(reader: Membership, at: datetime) -> QuerySet[Shift]:
    """The shifts of the reader's site that are not over yet, soonest first."""
    return (
        Shift.objects.filter(site=reader.site_id, ends_at__gt=at)
        .select_related("member")
        .order_by("starts_at", "place")
    )


def gaps_on_call(reader: Membership, at: datetime, *, days: int = 7) -> list[Gap]:
    """When nobody is on call at the reader's site in the coming days."""
    shifts = roster(reader, at).filter(member__is_active=True).values_list("starts_at", "ends_at")
    return list(rules.gaps(shifts, at, at + timedelta(days=days)))


def public_site(reader: None, slug: str) -> Site:
    """What a stranger may know of a site: that it exists. Raises `Site.DoesNotExist`."""
    return Site.objects.get(slug=slug)


def public_sites(reader: None) -> QuerySet[Site]:
    """Every site, by name: which sites exist is public."""
    return Site.objects.select_related("state").order_by("name")


def holds_a_live_site(reader: None) -> bool:
    """True when some site here is no made-up one: then nobody may be let in as the demonstration does."""
    return Site.objects.exclude(mode__in=MADE_UP_MODES).exists()


def site_called(reader: Actor, slug: str) -> Site:
    """The site an operator means. Raises `Incomplete` with the names there are."""
    found = Site.objects.select_related("state").filter(slug=slug).first()
    if found is None:
        known = ", ".join(Site.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise Incomplete("There is no site called “%(slug)s”. Sites: %(known)s.", field="site", slug=slug, known=known)
    return found


def agency_called(reader: Actor, name: str) -> Agency:
    """A partner of the reader's site. Raises `Incomplete` with the names there are."""
    found = Agency.objects.filter(site=reader.site_id, name=name).first()
    if found is None:
        known = ", ".join(agencies(reader).values_list("name", flat=True)) or "none yet"
        raise Incomplete(
            "This site has no agency called “%(name)s”. Agencies: %(known)s.", field="agency", name=name, known=known
        )
    return found


def unit_called(reader: Actor, agency: Agency, name: str) -> Unit:
    """A unit of an agency. Raises `Incomplete` with the names there are."""
    found = agency.units.filter(name=name).first()
    if found is None:
        known = ", ".join(agency.units.order_by("name").values_list("name", flat=True)) or "none"
        raise Incomplete(
            "%(agency)s has no unit called “%(name)s”. Units: %(known)s.",
            field="unit", agency=agency.name, name=name, known=known,
        )  # fmt: skip
    return found


def state_called(reader: Actor, postal: str) -> State | None:
    """A state by its two letters; None where it was not set up here."""
    return State.objects.filter(postal=postal.upper()).first()


def user_called(reader: Actor, username: str) -> User | None:
    """An account by its user name; None where there is none."""
    return User.objects.filter(username=username).first()


def member_called(reader: Actor, username: str, role: Role) -> Membership:
    """The active member of the reader's site with this user name and role. Raises `Incomplete`."""
    here = Membership.objects.filter(site=reader.site_id, is_active=True, user__username=username)
    if found := here.filter(role=role).select_related("user").first():
        return found
    held = ", ".join(here.order_by("role").values_list("role", flat=True)) or "none"
    raise Incomplete(
        "“%(name)s” does not have the role %(role)s at this site. Roles: %(held)s.",
        field="username", name=username, role=role, held=held,
    )  # fmt: skip


def agencies(reader: Actor) -> QuerySet[Agency]:
    """The partner organisations of the reader's site, by name."""
    return Agency.objects.filter(site=reader.site_id).order_by("name")


def sites_of_state(reader: Membership) -> QuerySet[Site]:
    """The sites of a state coordinator's state, with their counties, by name."""
    return Site.objects.filter(state=reader.state_id).prefetch_related("counties__region").order_by("name")


def regions_of_state(reader: Membership) -> QuerySet[Region]:
    """The regions of a state coordinator's state, with their counties, by name."""
    return Region.objects.filter(state=reader.state_id).prefetch_related("counties__sites").order_by("name")


def counties_of_state(reader: Membership) -> QuerySet[County]:
    """The counties of a state coordinator's state, by name."""
    return (
        County.objects.filter(state=reader.state_id).select_related("region").prefetch_related("sites").order_by("name")
    )


def states(reader: None) -> QuerySet[State]:
    """Every state that was set up here, by name."""
    return State.objects.order_by("name")
