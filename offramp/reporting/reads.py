"""Counts for those who may never see a person. The reader is always the first argument; no person leaves here."""

from collections import Counter, defaultdict
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
from offramp.kernel import clocks, context, trail
from offramp.kernel.purposes import Purpose
from offramp.referrals.models import Referral, StillCounted
from offramp.referrals.states import CloseReason, Door, Status
from offramp.reporting import rules
from offramp.reporting.rules import Number
from offramp.reporting.states import Harmed, Outcome, Standing

Stops = dict[tuple[int, int], Counter[tuple[Outcome, Harmed]]]  # (year, quarter) to how many
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


@dataclass(frozen=True, slots=True)
class Offers:
    """What became of the stops of a calendar year: for each outcome a number for each answer of `Harmed`, then their sum.

    `total` is the same for all outcomes together: what a share of a column would be a share of.
    """

    year: int
    lines: tuple[tuple[Outcome, tuple[Number, ...]], ...]
    total: tuple[Number, ...]


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

    An arrest diversion counts when the person accepted and was handed off, on that day, whether or not a charge is held
    there. A social contact counts when the person has met a worker, on that day. Events are counted, not people. Planning
    sites are not counted.
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


def site_counted_until(reader: Membership, at: datetime) -> date:
    """The last day that is counted of the reader's own site."""
    return rules.counted_until(clocks.local_date(at, directory.zone_of(reader)))


def offers(reader: Membership, at: datetime) -> list[Offers]:
    """What became of each stop that was weighed for a diversion, the newest year first. For the project manager alone.

    A stop counts once, on the day on which that was settled: the call for a worker, or the word that there is no diversion.
    What is still open is not counted. By whether somebody harmed agreed, so that nobody who was not asked is in that share.
    """
    if reader.role != Role.PROJECT_MANAGER:
        return []
    until = site_counted_until(reader, at)
    stops = _stops(reader, until)
    trail.record_read(Referral._meta.label, by=reader, at=at, purpose=Purpose.OVERSIGHT_AGGREGATE, ids=[])
    years = sorted({year for year, _quarter in stops}, reverse=True)
    return [_offers(year, stops, quarters=until.month // 3 if year == until.year else 4) for year in years]


def _offers(year: int, stops: Stops, *, quarters: int) -> Offers:
    *numbers, total = rules.protect_year(
        [
            [[stops[year, quarter][outcome, harmed] for harmed in Harmed] for outcome in Outcome]
            for quarter in range(1, quarters + 1)
        ]
    )
    return Offers(year, tuple(zip(Outcome, map(tuple, numbers), strict=True)), tuple(total))


def _stops(reader: Membership, until: date) -> Stops:
    zone, stops = directory.zone_of(reader), defaultdict[tuple[int, int], Counter[tuple[Outcome, Harmed]]](Counter)
    weighed = Referral.objects.filter(site=reader.site_id, door=Door.ARREST_DIVERSION)
    alone = _only_the_harmed(weighed)
    found = weighed.values_list(
        "pk", "status", "close_reason", "aggrieved_party", "status_since", "hand_off__called_at"
    )
    for pk, status, close_reason, said, since, called_at in found.order_by("pk"):
        day = clocks.local_date(called_at or since, zone)
        became = rules.outcome(
            status, was_called=called_at is not None, is_replaced=close_reason == CloseReason.DUPLICATE,
            harmed_alone=pk in alone,
        )  # fmt: skip
        if became and day <= until:
            stops[day.year, (day.month + 2) // 3][became, _HARMED.get(said, Harmed.NOT_ASKED)] += 1
    for removed in StillCounted.objects.filter(site=reader.site_id, called_in__lte=until):
        month, harmed = removed.called_in, _HARMED.get(removed.aggrieved_party, Harmed.NOT_ASKED)
        stops[month.year, (month.month + 2) // 3][Outcome.SAID_YES, harmed] += 1
    return stops


def _only_the_harmed(weighed: QuerySet[Referral]) -> set[UUID]:
    """Those to which the protocol said no for no other reason than that the person harmed did not agree."""
    rows = weighed.filter(status=Status.NOT_DIVERTIBLE, aggrieved_party="disagrees").select_related("protocol_version")
    return {row.pk for row in rows if _noes(row) == {row.protocol_version.protocol.aggrieved_party.id}}


def _noes(referral: Referral) -> set[str]:
    return {found["clause"] for found in referral.findings if found["answer"] == "no"}


_HARMED = {"agrees": Harmed.AGREED, "disagrees": Harmed.DID_NOT_AGREE}


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
        until_then = Referral.objects.filter(site__in=here, status_since__lt=clocks.end_of_day(until, zone))
        for part, door in enumerate((Door.ARREST_DIVERSION, Door.SOCIAL_CONTACT)):
            # No step leads out of a hand-off, so its day stays, whatever is decided or forgotten afterwards.
            redirected = until_then.filter(door=door, status=Status.HANDED_OFF)
            for site_id, year, quarter, count in _by_site_and_quarter(redirected, zone):
                counts[year, quarter, here[site_id]][part] += count
    everywhere = {site.pk: _region(site) for site in sites}
    for removed in StillCounted.objects.filter(site__in=everywhere, handed_off_in__lte=until):
        month = removed.handed_off_in
        counts[month.year, (month.month + 2) // 3, everywhere[removed.site_id]][0] += 1
    return counts


def _by_site_and_quarter(redirected: QuerySet[Any], zone: str) -> Iterable[tuple[UUID, int, int, int]]:
    when = {
        "year": ExtractYear("status_since", tzinfo=ZoneInfo(zone)),
        "quarter": ExtractQuarter("status_since", tzinfo=ZoneInfo(zone)),
    }
    dated = redirected.annotate(**when).values_list("site_id", "year", "quarter")
    yield from dated.annotate(count=Count("pk")).order_by("site_id", "year", "quarter")


def _region(site: Site) -> str:
    names = {county.region.name if county.region else "" for county in site.counties.all()}
    if len(names) == 1:
        return names.pop() or _("No region yet")
    return _("Several regions")
