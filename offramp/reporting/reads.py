"""Counts for those who may never see a person. The reader is always the first argument; no person leaves here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractQuarter, ExtractYear
from django.utils.translation import gettext as _

from offramp.directory import reads as directory
from offramp.directory.models import Membership, Site
from offramp.directory.states import Role, SiteMode
from offramp.justice.models import Diversion
from offramp.kernel import clocks, context, trail
from offramp.kernel.purposes import Purpose
from offramp.referrals.models import Referral
from offramp.referrals.states import Door, Status
from offramp.reporting import rules
from offramp.reporting.rules import Number
from offramp.reporting.states import Standing

Counts = dict[tuple[int, int, str], list[int]]  # (year, quarter, region) to [arrest diversions, social contacts]


@dataclass(frozen=True, slots=True)
class Place:
    """A region or county: its name, its counties, the sites that work there, and whether one is open."""

    name: str
    counties: tuple[str, ...]
    sites: tuple[str, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table of redirections: both parts and their sum, as they may be shown."""

    name: str
    diversions: Number
    social_contacts: Number
    redirections: Number


@dataclass(frozen=True, slots=True)
class Year:
    """The redirections of a calendar year, region by region, and of the whole state."""

    year: int
    lines: tuple[Line, ...]
    total: Line


def regions(reader: Membership) -> list[Place]:
    """The regions of a state coordinator's state, and whether a site is open there."""
    return [_place(region.name, region.counties.all()) for region in directory.regions_of_state(_coordinator(reader))]


def counties(reader: Membership) -> list[tuple[str, Place]]:
    """Every county of the state with its FIPS code, by name."""
    return [
        (county.fips, _place(county.name, [county])) for county in directory.counties_of_state(_coordinator(reader))
    ]


def counted_until(reader: Membership, at: datetime) -> date:
    """The last day that is counted."""
    return _until(directory.sites_of_state(_coordinator(reader)), at)


def redirections(reader: Membership, at: datetime) -> list[Year]:
    """Redirections by year and region up to the end of the last quarter, the newest year first.

    An arrest diversion counts when the person accepted and was handed off, on that day. A social contact counts when the
    person has met a worker, on that day. Events are counted, not people. Planning sites are not counted.
    """
    sites = list(directory.sites_of_state(_coordinator(reader)))
    until = _until(sites, at)
    with context.across_sites(reader, Purpose.OVERSIGHT_AGGREGATE, "counts of a whole state, without a person"):
        counts = _counts([site for site in sites if site.mode != SiteMode.PLANNING], until)
    years = sorted({year for year, _quarter, _region in counts}, reverse=True)
    trail.record_read(
        Referral._meta.label, by=reader, at=at, purpose=Purpose.OVERSIGHT_AGGREGATE, ids=[], years=len(years)
    )
    return [_year(year, counts, quarters=until.month // 3 if year == until.year else 4) for year in years]


def _coordinator(reader: Membership) -> Membership:
    if reader.role != Role.STATE_COORDINATOR:
        raise Site.DoesNotExist
    return reader


def _place(name: str, of: Iterable[Any]) -> Place:
    found = list(of)
    sites = {site.pk: site for county in found for site in county.sites.all()}.values()
    return Place(
        name, tuple(sorted(county.name for county in found)), tuple(sorted(site.name for site in sites)),
        rules.standing([site.mode for site in sites]),
    )  # fmt: skip


def _year(year: int, counts: Counts, *, quarters: int) -> Year:
    names = sorted({region for of_year, _quarter, region in counts if of_year == year})
    numbers = rules.protect_year(
        [[counts.get((year, quarter, name), [0, 0]) for name in names] for quarter in range(1, quarters + 1)]
    )
    lines = [Line(name, *row) for name, row in zip([*names, _("The whole state")], numbers, strict=True)]
    return Year(year, tuple(lines[:-1]), lines[-1])


def _until(sites: Iterable[Site], at: datetime) -> date:
    zones = [site.time_zone for site in sites] or ["UTC"]
    return rules.counted_until(min(clocks.local_date(at, zone) for zone in zones))


def _counts(sites: list[Site], until: date) -> Counts:
    counts: Counts = defaultdict(lambda: [0, 0])
    for zone in {site.time_zone for site in sites}:
        here = {site.pk: _region(site) for site in sites if site.time_zone == zone}
        for part, (rows, moment) in enumerate(_parts()):
            counted = rows.filter(site__in=here, **{f"{moment}__lt": clocks.end_of_day(until, zone)})
            for site_id, year, quarter, count in _by_site_and_quarter(counted, moment, zone):
                counts[year, quarter, here[site_id]][part] += count
    return counts


def _parts() -> tuple[tuple[QuerySet[Any], str], ...]:
    """The two parts of redirections, and the moment at which each counts."""
    met = Referral.objects.filter(door=Door.SOCIAL_CONTACT, status=Status.HANDED_OFF)
    return (Diversion.objects.all(), "held_at"), (met, "status_since")


def _by_site_and_quarter(rows: QuerySet[Any], moment: str, zone: str) -> Iterable[tuple[UUID, int, int, int]]:
    when = {
        "year": ExtractYear(moment, tzinfo=ZoneInfo(zone)),
        "quarter": ExtractQuarter(moment, tzinfo=ZoneInfo(zone)),
    }
    dated = rows.annotate(**when).values_list("site_id", "year", "quarter")
    yield from dated.annotate(count=Count("pk")).order_by("site_id", "year", "quarter")


def _region(site: Site) -> str:
    names = {county.region.name if county.region else "" for county in site.counties.all()}
    if len(names) == 1:
        return names.pop() or _("No region yet")
    return _("Several regions")
