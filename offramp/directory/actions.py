"""Setting up: states, sites, partners, members and the roster. Operators and the demonstration call these."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from allauth.mfa.models import Authenticator
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from offramp.directory import rules, sessions
from offramp.directory.models import Agency, County, Membership, Region, Shift, Site, State, Unit, User
from offramp.directory.states import ON_CALL_ROLES, ROLE_NAMES, AgencyKind, Role, SiteMode
from offramp.kernel import trail
from offramp.kernel.refusals import Incomplete, NotNow
from offramp.kernel.trail import Actor
from offramp.kernel.verbs import verb

AnyRow = TypeVar("AnyRow", bound=models.Model)


@verb
def add_state(
    *, fips: str, name: str, postal: str, counties: Iterable[tuple[str, str]], by: Actor, at: datetime
) -> State:
    """Add a state with all its counties, each as (FIPS code, name)."""
    state = State.objects.create(fips=fips, name=name, postal=postal)
    County.objects.bulk_create(County(state=state, fips=code, name=called) for code, called in counties)
    trail.record("add_state", state, by=by, at=at)
    return state


@verb
def add_region(*, state: State, name: str, counties: Iterable[str], by: Actor, at: datetime) -> Region:
    """Add a region of `state` from the FIPS codes of its counties."""
    codes = set(counties)
    region = _kept(Region(state=state, name=name.strip()))
    if County.objects.filter(state=state, fips__in=codes).update(region=region) != len(codes):
        raise Incomplete("One of these counties is not a county of this state. Check the five-digit FIPS codes.")
    trail.record("add_region", region, by=by, at=at)
    return region


@verb
def open_site(
    *, slug: str, name: str, mode: SiteMode, state: State, counties: Iterable[str], time_zone: str, on_call_phone: str,
    by: Actor, at: datetime,
) -> Site:  # fmt: skip
    """Set up a site. Nobody can refer to it before it has a protocol and members."""
    if Site.objects.filter(slug=slug).exists():
        raise Incomplete(
            "There is a site called “%(slug)s” already. Choose another short name.", field="slug", slug=slug
        )
    codes = set(counties)
    places = County.objects.filter(state=state, fips__in=codes)
    if not codes or places.count() != len(codes):
        raise Incomplete(
            "Name the counties of %(state)s by their five-digit FIPS codes.", field="counties", state=state.name
        )
    site = _kept(Site(
        slug=slug, name=name.strip(), mode=mode, state=state, time_zone=time_zone, on_call_phone=on_call_phone.strip()
    ))  # fmt: skip
    site.counties.set(places)
    trail.record("open_site", site, by=by, at=at, site_id=site.pk)
    return site


@verb
def add_agency(
    *, site: Site, name: str, kind: AgencyKind, units: Iterable[str] = (), by: Actor, at: datetime
) -> Agency:
    """Add a partner organisation and its units."""
    name = name.strip()
    if Agency.objects.filter(site=site, name=name).exists():
        raise Incomplete("This site has an agency called “%(name)s” already.", field="name", name=name)
    agency = _kept(Agency(site=site, name=name, kind=kind))
    for unit in units:
        _kept(Unit(site=site, agency=agency, name=unit.strip()))
    trail.record("add_agency", agency, by=by, at=at)
    return agency


@verb
def add_user(*, username: str, password: str | None, is_temporary: bool = False, by: Actor, at: datetime) -> User:
    """Make an account. Without a password it can only be entered with a passkey or, in demonstration, by one click.

    A temporary one ends by itself after `rules.TEMPORARY`; nothing makes it longer. The password is a first one: its owner
    replaces it within `rules.FIRST_PASSWORD`.
    """
    if User.objects.filter(username=username).exists():
        raise Incomplete("There is an account called “%(name)s” already.", field="username", name=username)
    user = User(username=username, ends_at=at + rules.TEMPORARY if is_temporary else None)
    user.password_ends_at = at + rules.FIRST_PASSWORD if password else None
    user.set_password(password) if password else user.set_unusable_password()
    trail.record("add_user", _kept(user), by=by, at=at, is_temporary=is_temporary)
    return user


@verb
def give_first_password(
    user: User, *, password: str, lost_second_factor: bool = False, by: Actor, at: datetime
) -> User:
    """Give an account a first password anew, for somebody who forgot theirs or lost the phone, and sign it out everywhere.

    The second factor stays what is asked after it; where it is lost, all of it is taken away, recovery codes too, and
    another one is set up before any desk opens. Raises `NotNow` for a temporary account that is over.
    """
    if user.ends_at is not None and at >= user.ends_at:
        raise NotNow("This account was temporary, and it is over. Make another one.")
    user.set_password(password)
    user.password_ends_at = at + rules.FIRST_PASSWORD
    user.save(update_fields=["password", "password_ends_at"])
    if lost_second_factor:
        Authenticator.objects.filter(user=user.pk).delete()
    sessions.end(user)
    trail.record("give_first_password", user, by=by, at=at, lost_second_factor=lost_second_factor)
    return user


@verb
def choose_password(user: User, *, password: str, by: Actor, at: datetime) -> User:
    """Give an account the password that its owner chose, which only they know and which has no end."""
    user.set_password(password)
    user.password_ends_at = None
    user.save(update_fields=["password", "password_ends_at"])
    trail.record("choose_password", user, by=by, at=at)
    return user


@verb
def sign_out(user: User, *, by: Actor, at: datetime) -> User:
    """End every session of an account, at once."""
    trail.record("sign_out", user, by=by, at=at, sessions=sessions.end(user))
    return user


def sign_out_everybody(*, by: Actor, at: datetime) -> int:
    """End every session there is, and return of how many accounts."""
    everybody = User.objects.filter(pk__in=sessions.accounts()).order_by("pk")
    signed_out = len([sign_out(user, by=by, at=at) for user in everybody])
    sessions.end_all()
    return signed_out


@verb
def add_member(
    *, user: User, role: Role, name: str, site: Site | None = None, state: State | None = None, agency: Agency | None = None,
    unit: Unit | None = None, phone: str = "", by: Actor, at: datetime,
) -> Membership:  # fmt: skip
    """Give a user one role at one site, or over one state."""
    if agency and agency.kind == AgencyKind.POLICE and role not in _SWORN:
        raise Incomplete("Sworn staff cannot hold a care role: nobody works under cover in a program.", field="role")
    if agency is None and role in (Role.OFFICER, Role.SUPERVISOR):
        raise Incomplete("Police belong to an agency. Name it.", field="agency")
    if Membership.objects.filter(user=user, site=site, state=state, role=role).exists():
        raise Incomplete("“%(name)s” has this role here already.", field="role", name=user.username)
    if agency and (site is None or agency.site_id != site.pk):
        raise Incomplete("This organization is a partner of another site. Choose one of this site.", field="agency")
    member = _kept(Membership(
        user=user, site=site, state=state, agency=agency, unit=unit, role=role, name=name.strip(), phone=phone.strip()
    ))  # fmt: skip
    trail.record("add_member", member, by=by, at=at, given=role)
    return member


@verb
def end_member(member: Membership, *, by: Actor, at: datetime) -> Membership:
    """Take the role away. It counts from the member's next request."""
    member.is_active = False
    member.save(update_fields=["is_active"])
    trail.record("end_member", member, by=by, at=at)
    return member


def end_temporary(*, by: Actor, at: datetime) -> int:
    """Take away the roles, at the actor's site, of accounts whose hours are over, and return how many they were.

    Nobody gets in with such an account from the first second on; this takes its name off the lists of who works here.
    """
    over = Membership.objects.filter(site=by.site_id, is_active=True, user__ends_at__lte=at).order_by("pk")
    return len([end_member(member, by=by, at=at) for member in over])


@verb
def put_on_call(
    member: Membership, *, place: int, starts_at: datetime, ends_at: datetime, by: Actor, at: datetime
) -> Shift:
    """Put a member on the roster. Place 1 is rung first."""
    if Role(member.role) not in ON_CALL_ROLES:
        raise Incomplete(
            "This role cannot be put on call: %(role)s.", field="member", role=(ROLE_NAMES[Role(member.role)],)
        )
    if member.user.ends_at is not None and ends_at > member.user.ends_at:
        raise Incomplete("This account is temporary, and it ends before the shift does. Put somebody else on call.")
    rules.require_order(starts_at, ends_at)
    shift = Shift.objects.create(
        site_id=_site_id(member), member=member, place=place, starts_at=starts_at, ends_at=ends_at
    )
    trail.record("put_on_call", shift, by=by, at=at)
    return shift


def _kept(row: AnyRow) -> AnyRow:
    """Save a row whose words fit. Raises `ValidationError` that says of which field of what; SQLite would keep anything."""
    try:
        row.full_clean(exclude=[field.name for field in row._meta.fields if field.null])
    except ValidationError as wrong:
        raise ValidationError({_of(row, field): said for field, said in wrong.message_dict.items()}) from wrong
    row.save()
    return row


def _of(row: models.Model, field: str) -> str:
    if field == NON_FIELD_ERRORS:
        return field
    return f"{row._meta.verbose_name} {row._meta.get_field(field).verbose_name}"  # type: ignore[union-attr]


def _site_id(member: Membership) -> Any:
    if member.site_id is None:
        raise Incomplete("Only a member of a site can be put on call.", field="member")
    return member.site_id


_SWORN = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.LE_LIAISON, Role.OWG_MEMBER, Role.PCG_MEMBER})
