"""The state coordinator's pages: places and counts."""

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
    regions = reads.regions(request.member)
    counties = [place for _fips, place in reads.counties(request.member)]
    shown = {"regions": regions, "counties": counties, "open": _open(counties), "tab": "home"}
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


def _open(counties: list[Place]) -> list[str]:
    return [county.name for county in counties if county.standing is Standing.OPEN]


def _by_night(request: HttpRequest) -> bool:
    return request.GET.get("ground") == "night"
