"""The state coordinator's pages: places and counts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from offramp.desks.state import atlas
from offramp.directory.doors import MemberRequest, desk
from offramp.directory.states import Role
from offramp.reporting import reads
from offramp.reporting.reads import Place
from offramp.reporting.states import Standing


@require_GET
@desk(Role.STATE_COORDINATOR)
def home(request: MemberRequest) -> HttpResponse:
    """V1: the regions and counties as a list and as a map; both say the same."""
    counties = [place for _fips, place in reads.counties(request.member)]
    shown = {
        "regions": [_region(region, counties) for region in reads.regions(request.member)], "counties": counties,
        "begun": [county for county in counties if county.standing is not Standing.NOT_YET], "open": _open(counties),
        "tab": "home",
    }  # fmt: skip
    return render(request, "state/home.html", shown)


@require_GET
@desk(Role.STATE_COORDINATOR)
def picture(request: MemberRequest) -> HttpResponse:
    """The map, for day or night."""
    standings = tuple((fips, place.standing) for fips, place in reads.counties(request.member))
    drawn = atlas.draw(request.member.state.fips, standings, by_night=_by_night(request))  # type: ignore[union-attr]
    return HttpResponse(drawn, content_type="image/svg+xml")


@require_GET
@desk(Role.STATE_COORDINATOR)
def counts(request: MemberRequest) -> HttpResponse:
    """Redirections by year and region."""
    at = timezone.now()
    shown = {
        "years": reads.redirections(request.member, at), "until": reads.counted_until(request.member, at), "tab": "counts"
    }  # fmt: skip
    return render(request, "state/counts.html", shown)


def _region(region: Place, counties: list[Place]) -> dict[str, Any]:
    """A region, and how many of its counties stand as it does, so that the list says what the map shows."""
    own = [county for county in counties if county.name in region.counties]
    return {"place": region, "of": len(own), "n": sum(county.standing is region.standing for county in own)}


def _open(counties: list[Place]) -> list[str]:
    return [county.name for county in counties if county.standing is Standing.OPEN]


def _by_night(request: HttpRequest) -> bool:
    return request.GET.get("ground") == "night"
