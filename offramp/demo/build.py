"""Builds the demonstration sites, only through the verbs that everybody uses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

# from offramp.demo.history import play
from offramp.demo.places import PLACES, SEATS, WEST_VIRGINIA, Place, Seat
from offramp.directory import actions as directory
from offramp.directory import atlas
from offramp.directory import reads as directory_reads
from offramp.directory.states import AgencyKind, Role
from offramp.kernel.trail import Nobody
from offramp.protocols import actions as protocols
from offramp.protocols import document

OPERATOR = Nobody("operator")
REGIONS = {"Region 4": ("54081", "54055", "54089"), "Region 5": ("54019", "54025", "54075")}
SHIFTS_LAST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Built:
    """A site as it was built: its identifier, and each seat's membership by user name ("dana", "kim", …)."""

    site_id: UUID
    cast: dict[str, object]


def build() -> None:
    """Build all five sites with their people, and the state coordinator of West Virginia."""
    now = timezone.now()
    states: dict[str, object] = {}
    for place in PLACES:
        play(build_place(place, states, at=now - timedelta(days=120)), place, until=now)
    _build_state_coordinator(states, at=now)


def sign_ins() -> Iterator[str]:
    """One line for each ready sign-in, site by site."""
    for site in directory_reads.public_sites(None):
        names = ", ".join(f"{site.slug}-{seat.username} ({seat.name}, {seat.role.replace('_', ' ')})" for seat in SEATS)
        yield f"{site.name}: {names}"
    yield "West Virginia: wv-state (state coordinator)"


def build_place(place: Place, states: dict[str, object], *, at: datetime) -> Built:
    """Build one site with its partners, its cast, its roster and its protocol in force; without any referral."""
    site = directory.open_site(
        slug=place.slug, name=place.name, mode=place.mode, state=_state(place, states, at), counties=place.counties,
        time_zone=place.time_zone, on_call_phone=place.phone, by=OPERATOR, at=at,
    )  # fmt: skip
    agencies = {
        kind: directory.add_agency(
            site=site, name=name, kind=kind, units=place.units if kind is AgencyKind.POLICE else (), by=OPERATOR, at=at
        )
        for kind, name in place.agencies.items()
    }
    cast = {seat.username: _seat(seat, place, site, agencies[seat.kind], at) for seat in SEATS}
    protocols.adopt(
        site.pk, document.shipped_text(place.protocol), effective_from=at.date(), decision="Founding decision",
        decided_on=at.date(), signers=[f"{cast['pat'].name}, {place.name}"], by=cast["pat"], at=at,
    )  # fmt: skip
    return Built(site.pk, cast)


def _seat(seat: Seat, place: Place, site: object, agency: object, at: datetime) -> object:
    user = directory.add_user(username=f"{place.slug}-{seat.username}", password=None, by=OPERATOR, at=at)
    units = {"first": 0, "second": 1}
    unit = agency.units.order_by("pk")[units[seat.unit]] if seat.unit else None
    member = directory.add_member(
        user=user,
        role=seat.role,
        name=seat.name,
        site=site,
        agency=agency,
        unit=unit,
        phone=place.phone,
        by=OPERATOR,
        at=at,
    )
    if seat.on_call:
        directory.put_on_call(member, place=seat.on_call, starts_at=at, ends_at=at + SHIFTS_LAST, by=OPERATOR, at=at)
    return member


def _state(place: Place, states: dict[str, object], at: datetime) -> object:
    fips, name, postal = place.state
    if fips not in states:
        states[fips] = directory.add_state(
            fips=fips, name=name, postal=postal, counties=atlas.counties(fips), by=OPERATOR, at=at
        )
    return states[fips]


def _build_state_coordinator(states: dict[str, object], *, at: datetime) -> None:
    state = states[WEST_VIRGINIA[0]]
    for region, counties in REGIONS.items():
        directory.add_region(state=state, name=region, counties=counties, by=OPERATOR, at=at)
    user = directory.add_user(username="wv-state", password=None, by=OPERATOR, at=at)
    directory.add_member(user=user, role=Role.STATE_COORDINATOR, name="State desk", state=state, by=OPERATOR, at=at)
