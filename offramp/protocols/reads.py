"""Which protocol a site goes by. Every question is about the reader's own site."""

from datetime import date, datetime
from typing import Protocol as Shape
from uuid import UUID

from django.db.models import Q, QuerySet

from offramp.directory import reads as directory
from offramp.kernel import clocks
from offramp.kernel.refusals import NotNow
from offramp.kernel.trail import Actor
from offramp.protocols.models import ProtocolVersion


class Reader(Shape):
    """Whoever asks: a member, or one of the program's own."""

    @property
    def site_id(self) -> UUID | None: ...


def versions(reader: Reader) -> QuerySet[ProtocolVersion]:
    """Every version of the reader's site, the newest first."""
    return ProtocolVersion.objects.filter(site=reader.site_id).order_by("-number")


def version(reader: Reader, version_id: UUID) -> ProtocolVersion:
    """One version of the reader's site, in force or not. Raises `ProtocolVersion.DoesNotExist` for any other."""
    return versions(reader).get(pk=version_id)


def in_force(reader: Reader, on: date) -> ProtocolVersion:
    """The version in force on the day `on`: the latest begun by then, and of two begun on one day the newer.

    Raises `NotNow` where none is. A referral keeps the id of the version it was made under and is judged by that one
    for ever; ask `version` for it, not this.
    """
    begun = in_force_or_none(reader, on)
    if begun is None:
        raise NotNow("This site has no protocol in force on that day. Ask the project manager to have one adopted.")
    return begun


def in_force_or_none(reader: Reader, on: date) -> ProtocolVersion | None:
    """The same, for the first page of a desk, which opens also where nothing has been adopted or begun yet."""
    return versions(reader).filter(effective_from__lte=on).order_by("-effective_from", "-number").first()


def in_force_at(reader: Actor, at: datetime) -> ProtocolVersion:
    """The version in force at an instant, by the calendar of the reader's own site. Raises `NotNow` where none is."""
    return in_force(reader, clocks.local_date(at, directory.zone_of(reader)))


def in_force_since(reader: Reader, one: ProtocolVersion, on: date) -> QuerySet[ProtocolVersion]:
    """A version and every version of the reader's site that began after it, up to the day `on`."""
    same_day = Q(effective_from=one.effective_from, number__gte=one.number)
    begun = versions(reader).filter(effective_from__lte=on)
    return begun.filter(same_day | Q(effective_from__gt=one.effective_from)).order_by("effective_from", "number")
