"""`offramp site`, `agency`, `member` and `roster`: what an operator sets up before the first referral."""

import secrets
from datetime import datetime
from typing import Annotated, Any

import typer

from offramp.cli.terminal import AsJson, SiteName, answer, kindly, refuse, wake_django
from offramp.directory.states import LAST_PLACE, AgencyKind, Role, SiteMode

site = typer.Typer(help="Sites.", no_args_is_help=True)
agency = typer.Typer(help="Partner agencies of a site.", no_args_is_help=True)
member = typer.Typer(help="Who works at a site, and in which role.", no_args_is_help=True)
roster = typer.Typer(help="Who is on call.", no_args_is_help=True)

UserName = Annotated[str, typer.Argument(metavar="USERNAME", help="What the member signs in with.")]
RoleOption = Annotated[Role, typer.Option(help="One role; give a second one with a second command.")]


@site.command("add")
def add_site(
    slug: SiteName,
    name: Annotated[str, typer.Option(help="The name people know.")],
    state: Annotated[str, typer.Option(help="Two letters, like WV.")],
    county: Annotated[list[str], typer.Option(help="A five-digit FIPS code. Repeat for each county.")],
    phone: Annotated[str, typer.Option(help="The number that always reaches somebody on call.")],
    time_zone: Annotated[str, typer.Option(help="Like America/New_York.")],
    mode: Annotated[SiteMode, typer.Option(help="In planning, everyone is made up.")] = SiteMode.LIVE,
    as_json: AsJson = False,
) -> None:
    """Open a site. Nobody can refer to it before it has a protocol and members."""
    wake_django()
    from offramp.directory import actions

    with kindly():
        made = actions.open_site(
            slug=slug, name=name, mode=mode, state=_state(state), counties=county, time_zone=time_zone,
            on_call_phone=phone, **by_operator(),
        )  # fmt: skip
    answer(f"{made.name} is set up. Next: its agencies.", {"site": made.slug, "id": made.pk}, as_json=as_json)


@site.command("list")
def list_sites(as_json: AsJson = False) -> None:
    """List the sites of this installation."""
    wake_django()
    from offramp.directory import reads

    found = [
        {"site": one.slug, "name": one.name, "state": one.state.postal, "mode": one.mode}
        for one in reads.public_sites(None)
    ]
    lines = [f"{one['site']}  {one['name']}, {one['state']} ({one['mode']})" for one in found]
    answer("\n".join(lines) or "There is no site yet.", found, as_json=as_json)


@agency.command("add")
def add_agency(
    slug: SiteName,
    name: Annotated[str, typer.Argument(help="The name people know.")],
    kind: Annotated[AgencyKind, typer.Option(help="What the agency does.")],
    unit: Annotated[list[str] | None, typer.Option(help="A precinct, zone or squad. Repeat for each.")] = None,
    as_json: AsJson = False,
) -> None:
    """Add a partner agency, with its units if it has any."""
    wake_django()
    from offramp.directory import actions, reads

    with kindly():
        here = reads.site_called(_operator(), slug)
        made = actions.add_agency(site=here, name=name, kind=kind, units=unit or (), **by_operator())
    answer(f"{made.name} is a partner of {here.name}.", {"agency": made.name, "id": made.pk}, as_json=as_json)


@member.command("add")
def add_member(
    slug: Annotated[str, typer.Argument(metavar="SITE", help="A site; for a state coordinator two letters, like WV.")],
    username: UserName,
    role: RoleOption,
    name: Annotated[str, typer.Option(help='As partners say it, like "Ofc. Dana R."')],
    agency: Annotated[str | None, typer.Option(help="Whom they work for.")] = None,
    unit: Annotated[str | None, typer.Option(help="The unit, for police.")] = None,
    phone: Annotated[str, typer.Option(help="For partners of the same site.")] = "",
    temporary: Annotated[bool, typer.Option("--temporary", help="A new account that ends after 72 hours.")] = False,
    as_json: AsJson = False,
) -> None:
    """Give somebody a role. A new account's first password is printed once, here, and kept nowhere."""
    wake_django()
    from offramp.directory import actions

    with kindly():
        user, password = _account(username, is_temporary=temporary)
        made = actions.add_member(
            user=user, role=role, name=name, phone=phone, **_where(slug, role, agency, unit), **by_operator()
        )
    said = f"{made.name} is {role.replace('_', ' ')} at {slug}."
    if password:
        said += f"\nThe account ends by itself at {user.ends_at:%Y-%m-%d %H:%M} UTC." if user.ends_at else ""
        said += f"\n{said_of_first_password(username, password, user.password_ends_at)}"
        said += "\nA second factor is set up at the first sign-in."
    answer(said, {"member": made.pk, "username": username, "first_password": password}, as_json=as_json)


@member.command("end")
def end_member(slug: SiteName, username: UserName, role: RoleOption, as_json: AsJson = False) -> None:
    """Take a role away. It counts from the member's next request."""
    wake_django()
    from offramp.directory import actions, reads

    with kindly():
        here = reads.site_called(_operator(), slug)
        gone = actions.end_member(reads.member_called(_operator(here), username, role), **by_operator())
    answer(f"{gone.name} is {role.replace('_', ' ')} at {slug} no more.", {"member": gone.pk}, as_json=as_json)


@roster.command("add")
def put_on_call(
    slug: SiteName,
    username: UserName,
    role: RoleOption,
    place: Annotated[int, typer.Option(min=1, max=LAST_PLACE, help="1 is rung first.")],
    starts: Annotated[datetime, typer.Option("--from", help="In the site's own time, like 2026-06-01T18:00.")],
    ends: Annotated[datetime, typer.Option("--to", help="In the site's own time.")],
    as_json: AsJson = False,
) -> None:
    """Put a member on call."""
    wake_django()
    from offramp.directory import actions, reads, rules

    with kindly():
        here = reads.site_called(_operator(), slug)
        worker = reads.member_called(_operator(here), username, role)
        shift = actions.put_on_call(
            worker, place=place, starts_at=rules.shift_time(starts, here.time_zone, is_end=False),
            ends_at=rules.shift_time(ends, here.time_zone, is_end=True), **by_operator(),
        )  # fmt: skip
    said = (
        f"{worker.name} is on call at {here.name} from {starts:%Y-%m-%d %H:%M} to {ends:%Y-%m-%d %H:%M}, place {place}."
    )
    answer(said, {"shift": shift.pk, "starts_at": shift.starts_at, "ends_at": shift.ends_at}, as_json=as_json)


def _operator(here: Any = None) -> Any:
    from offramp.kernel.trail import Nobody

    return Nobody("operator", here.pk if here else None)


def by_operator() -> dict[str, Any]:
    from django.utils.timezone import now

    return {"by": _operator(), "at": now()}


def _state(postal: str) -> Any:
    """The state, set up with all its counties where this is its first site."""
    from offramp.directory import actions, atlas, reads

    if known := reads.state_called(_operator(), postal):
        return known
    fips, name, letters = atlas.state(postal)
    return actions.add_state(fips=fips, name=name, postal=letters, counties=atlas.counties(fips), **by_operator())


def _account(username: str, *, is_temporary: bool) -> tuple[Any, str | None]:
    """The account of that name, and its first password where it is made now."""
    from offramp.directory import actions, reads

    known = reads.user_called(_operator(), username)
    if known and is_temporary:
        refuse(
            f"There is an account called “{username}” already, and only a new one is temporary. Choose another name."
        )
    if known:
        return known, None
    password = secrets.token_urlsafe(15)
    made = actions.add_user(username=username, password=password, is_temporary=is_temporary, **by_operator())
    return made, password


def said_of_first_password(username: str, password: str, ends_at: datetime | None) -> str:
    return (
        f"First password of {username}, shown only now: {password}\n"
        f"It ends at {ends_at:%Y-%m-%d %H:%M} UTC, and is replaced at the first sign-in."
    )


def _where(slug: str, role: Role, agency: str | None, unit: str | None) -> dict[str, Any]:
    from offramp.directory import reads

    if role is Role.STATE_COORDINATOR:
        state = reads.state_called(_operator(), slug)
        if state is None:
            refuse(f"No site of “{slug}” is set up here yet. Add the site first.")
        return {"state": state}
    here = reads.site_called(_operator(), slug)
    office = reads.agency_called(_operator(here), agency) if agency else None
    squad = reads.unit_called(_operator(here), office, unit) if office and unit else None
    return {"site": here, "agency": office, "unit": squad}
