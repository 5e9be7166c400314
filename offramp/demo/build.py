"""Builds the demonstration sites, only through the verbs that everybody uses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from offramp.demo.history import play
from offramp.demo.places import PLACES, SEATS, WEST_VIRGINIA, Place, Seat, phone_of
from offramp.design.words import desk_home
from offramp.directory import actions as directory
from offramp.directory import atlas
from offramp.directory import reads as directory_reads
from offramp.directory.states import ROLE_NAMES, AgencyKind, Role
from offramp.justice import actions as justice
from offramp.kernel import context
from offramp.kernel.clocks import local_date
from offramp.kernel.trail import Nobody
from offramp.protocols import actions as protocols
from offramp.protocols import document
from offramp.protocols import reads as protocol_reads

OPERATOR = Nobody("operator")
REGIONS = {"Region 4": ("54081", "54055", "54089"), "Region 5": ("54019", "54025", "54075")}
OPEN_SINCE = timedelta(days=290)  # before the first quarter of `past`
NOTICE_SINCE = timedelta(days=285)
NOTICE_DECISION = "Made-up PCG decision 2, for this demonstration"
NOTICE_ADOPTED = {
    "compliance_notice: prepared": "compliance_notice: adopted\n  decision: {decision}\n  decided_on: {decided_on}",
    "That notice is prepared here and not adopted: only a recorded decision can turn it on.": (
        "The shipped protocol has that notice prepared and not adopted; here a made-up decision has turned it on."
    ),
    "own, and no decision has adopted it": "own, and a made-up decision has adopted it here",
}
SHIFTS_LAST = timedelta(days=570)

States = dict[str, Any]  # by FIPS code


@dataclass(frozen=True, slots=True)
class Built:
    """A site as it was built, and each seat's membership by user name ("dana", "kim", …)."""

    site: Any
    cast: dict[str, Any]


def build() -> bool:
    """Build all five sites with an invented history, and the state coordinator of West Virginia: all of it or nothing.

    Builds nothing and says so with False where the database has a site already.
    """
    now = timezone.now()
    states: States = {}
    with transaction.atomic():
        if directory_reads.public_sites(None).exists():
            return False
        for place in PLACES:
            built = build_place(place, states, at=now - OPEN_SINCE)
            adopt_notice(built, at=now - NOTICE_SINCE)
            teller = Nobody("operator", built.site.pk)
            with context.acting(teller, teller.purpose):
                play(built.site, built.cast, until=now)
            justice.run_clock(by=Nobody("clock", built.site.pk), at=now)
        _build_state_coordinator(states, at=now - OPEN_SINCE)
    return True


def sign_ins() -> Iterator[str]:
    """One line for each site: who is ready to be signed in as, one for each role that has a desk."""
    firsts = {seat.role: seat for seat in reversed(SEATS) if desk_home(seat.role)}
    ready = ", ".join(f"{seat.name} ({ROLE_NAMES[seat.role].lower()})" for seat in reversed(firsts.values()))
    for place in PLACES:
        yield f"{place.name}: {ready}"
    if desk_home(Role.STATE_COORDINATOR):
        yield f"{WEST_VIRGINIA[1]}: State desk ({ROLE_NAMES[Role.STATE_COORDINATOR].lower()})"


def build_place(place: Place, states: States, *, at: datetime) -> Built:
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
    cast = {seat.username: _seat(seat, place, site, agencies[seat.kind] if seat.kind else None, at) for seat in SEATS}
    today = local_date(at, place.time_zone)
    protocols.adopt(
        site_id=site.pk, text=document.shipped_text(place.protocol), effective_from=today, decision="Founding decision",
        decided_on=today, signers=[f"{cast['pat'].name}, {place.name}"], by=cast["pat"], at=at,
    )  # fmt: skip
    return Built(site, cast)


def adopt_notice(built: Built, *, at: datetime) -> None:
    """Adopt the compliance notice where the shipped protocol has it prepared, so that somebody can walk its pages.

    The shipped file stays as it is: this is the site's second version, by a decision that says that it is made up.
    """
    site, pat, today = built.site, built.cast["pat"], local_date(at, built.site.time_zone)
    text = protocol_reads.in_force(pat, today).text
    if "compliance_notice: prepared" not in text:
        return
    for shipped, adopted in NOTICE_ADOPTED.items():
        text = text.replace(shipped, adopted.format(decision=NOTICE_DECISION, decided_on=today))
    protocols.adopt(
        site_id=site.pk, text=text, effective_from=today, decision=NOTICE_DECISION, decided_on=today,
        signers=[f"{pat.name}, {site.name}"], by=pat, at=at,
    )  # fmt: skip


def _seat(seat: Seat, place: Place, site: Any, agency: Any, at: datetime) -> Any:
    user = directory.add_user(username=f"{place.slug}-{seat.username}", password=None, by=OPERATOR, at=at)
    unit = agency.units.get(name=place.units[seat.unit]) if seat.unit is not None else None
    member = directory.add_member(
        user=user, role=seat.role, name=seat.name, site=site, agency=agency, unit=unit, phone=phone_of(place, seat),
        by=OPERATOR, at=at,
    )  # fmt: skip
    if seat.on_call:
        directory.put_on_call(
            member, place=seat.on_call, starts_at=at, ends_at=at + SHIFTS_LAST, by=OPERATOR, at=at
        )  # fmt: skip
    return member


def _state(place: Place, states: States, at: datetime) -> Any:
    fips, name, postal = place.state
    if fips not in states:
        states[fips] = directory.add_state(
            fips=fips, name=name, postal=postal, counties=atlas.counties(fips), by=OPERATOR, at=at
        )
    return states[fips]


def _build_state_coordinator(states: States, *, at: datetime) -> None:
    state = states[WEST_VIRGINIA[0]]
    for region, counties in REGIONS.items():
        directory.add_region(state=state, name=region, counties=counties, by=OPERATOR, at=at)
    user = directory.add_user(username="wv-state", password=None, by=OPERATOR, at=at)
    directory.add_member(user=user, role=Role.STATE_COORDINATOR, name="State desk", state=state, by=OPERATOR, at=at)
