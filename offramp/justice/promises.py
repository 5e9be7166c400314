"""What was promised about a record, whether its day has come, and what was asked, turned down or recalled of it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from offramp.directory.models import Membership
from offramp.directory.states import CASE_MANAGERS, JUSTICE_ROLES, Role
from offramp.justice import deciders, erasing, reads
from offramp.justice.erasing import Going
from offramp.justice.models import Diversion, Recall, RecordRelief
from offramp.justice.reads import Running
from offramp.justice.states import Status
from offramp.kernel import clocks, trail
from offramp.kernel.purposes import Purpose
from offramp.people.models import Person
from offramp.protocols.models import ProtocolVersion
from offramp.protocols.sections import Relief

#: So long the first page says that something was not removed.
TOLD_FOR = timedelta(days=14)


def reached(reader: Membership, at: datetime) -> list[tuple[Diversion, Relief, Running]]:
    """The decided matters of the reader's own people for which a later promise's days are over, and nobody has asked yet.

    Each with the promise and its clock. What the site means by taking part stands in the clock; whether it was so is for
    the case manager to say.
    """
    of_own = deciders.of_own_people(reader, at)
    with_promise = [
        version.pk
        for version in ProtocolVersion.objects.filter(pk__in=of_own.values("referral__protocol_version"))
        if version.protocol.promised_later
    ]
    if not with_promise:
        return []
    decided = of_own.filter(referral__protocol_version__in=with_promise, reliefs__isnull=True).exclude(
        status=Status.HELD
    )
    rows = decided.select_related(*reads.WITH_ALL).order_by("decided_at", "pk")
    found = [(row, *promise) for row in rows if (promise := _reached(reader, row, at))]
    seen = [row.person_id for row, *_ in found]
    trail.record_read(Person._meta.label, by=reader, at=at, purpose=Purpose.CARE, ids=seen)
    return found


def _reached(reader: Membership, about: Diversion, at: datetime) -> tuple[Relief, Running] | None:
    today = clocks.local_date(at, about.site.time_zone)
    running = {one.clock.name: one for one in reads.running(reader, about, at)}
    for promise, clock in about.referral.protocol_version.protocol.promised_later:
        runs = running.get(clock.name)
        if runs is not None and runs.due_on is not None and runs.due_on <= today:
            return promise, runs
    return None


def turned_down(reader: Membership, at: datetime) -> list[RecordRelief]:
    """What the privacy officer did not remove for the reader's own people in the last two weeks, the newest first."""
    theirs = RecordRelief.objects.visible_to(reader).filter(
        diversion__in=deciders.of_own_people(reader, at), turned_down_at__gt=at - TOLD_FOR
    )
    again = RecordRelief.objects.waiting().filter(diversion=OuterRef("diversion"))
    found = theirs.exclude(Exists(again)).select_related("diversion__person").order_by("-turned_down_at", "-pk")
    return list(found)


def relief_of(reader: Membership, about: Diversion) -> RecordRelief | None:
    """What was asked last for a matter that the reader has opened; None where nobody asked. For case managers alone."""
    if reader.role not in CASE_MANAGERS:
        raise Diversion.DoesNotExist
    theirs = RecordRelief.objects.visible_to(reader).filter(diversion__person__in=Person.objects.open_to(reader))
    asked = theirs.filter(diversion=about).select_related("asked_by", "turned_down_by")
    return asked.order_by("asked_at", "pk").last()


def going(reader: Membership, about: Diversion) -> Going:
    """What goes with a matter that the reader has opened, besides the incident itself."""
    if reader.site_id != about.site_id or reader.role not in {*CASE_MANAGERS, Role.PRIVACY_OFFICER}:
        raise Diversion.DoesNotExist
    return erasing.going(about)


def waiting(reader: Membership, at: datetime) -> list[RecordRelief]:
    """What waits for the privacy officer, first asked first: by code, without a name."""
    found = list(_for_the_privacy_officer(reader).order_by("asked_at", "pk"))
    _seen(reader, found, at)
    return found


def how_many_wait(reader: Membership) -> int:
    """How many of them wait; none for anybody else."""
    return _for_the_privacy_officer(reader).count()


def relief(reader: Membership, relief_id: UUID, at: datetime) -> RecordRelief:
    """One that waits for the privacy officer, or `RecordRelief.DoesNotExist`."""
    found = _for_the_privacy_officer(reader).get(pk=relief_id)
    _seen(reader, [found], at)
    return found


def recalls(reader: Membership) -> QuerySet[Recall]:
    """What the reader was sent, was removed by law since, and has not been read about yet. It names no record."""
    mine = Recall.objects.filter(site=reader.site_id, recipient=reader, seen_on__isnull=True)
    return mine.order_by("recalled_on", "pk") if reader.role in JUSTICE_ROLES else mine.none()


def _for_the_privacy_officer(reader: Membership) -> QuerySet[RecordRelief]:
    mine = RecordRelief.objects.visible_to(reader).waiting()
    found = mine if reader.role == Role.PRIVACY_OFFICER else mine.none()
    return found.select_related("asked_by", "diversion__referral", "diversion__person", "diversion__site")


def _seen(reader: Membership, found: list[RecordRelief], at: datetime) -> None:
    ids = [one.diversion_id for one in found]
    trail.record_read(Diversion._meta.label, by=reader, at=at, purpose=Purpose.SECURITY_REVIEW, ids=ids)
