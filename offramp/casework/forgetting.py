"""Whom a site may keep no longer: what it promised to forget, read off the rows, and due at this instant.

`actions.run_clock` keeps the promises; nothing here deletes. `held` are the people (a query of their keys) whom a held
charge names, decided or not: the floor above knows them, and asks.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from offramp.consent.models import ReleaseOfInformation
from offramp.consent.states import ReleaseKind
from offramp.directory.models import Site
from offramp.kernel.trail import Actor
from offramp.people.models import Assignment, Person
from offramp.people.states import Duty
from offramp.referrals.models import Referral
from offramp.referrals.states import Status

#: A referral that nobody has brought to an end yet.
OPEN = (Status.ASKED, Status.RETURNED, Status.MAY_OFFER, Status.ACCEPTED, Status.LOOKING)


def past_open_referrals(reader: Actor, at: datetime) -> QuerySet[Referral]:
    """Referrals of the site that are still open although its days for a referral are over, oldest first."""
    return Referral.objects.filter(
        site_id=reader.site_id, status__in=OPEN, received_at__lte=_days_ago(reader, at)
    ).order_by("received_at", "pk")


def past_their_days(reader: Actor, at: datetime, held: QuerySet[Any, Any]) -> QuerySet[Person]:
    """People who did not go on and whose name may be kept no longer: by nobody's 72 hours, and past the site's days.

    Somebody who signed for 72 hours is forgotten when those are over, even if the site's days are not. A held charge
    keeps its person, decided or not: the legal track needs the name. A hand-off by which none is held keeps nobody.
    """
    is_due = Exists(_ended_papers(at)) | _is_past(reader, at)
    return _not_gone_on(reader, at).exclude(pk__in=held).filter(is_due).order_by("pk")


def past_contact(reader: Actor, at: datetime, held: QuerySet[Any, Any]) -> QuerySet[Person]:
    """People of a held charge who did not go on and may be reached no longer: it keeps the name, nothing keeps the phone.

    By their 72 hours, or, where they signed for none and the officer wrote a phone down, by the site's days.
    """
    reachable = ~Q(phone="", contact_hours="", contact_words="", contact_kept_by=None)
    is_due = Exists(_ended_papers(at)) | _is_past(reader, at) & reachable
    return _not_gone_on(reader, at).filter(is_due, pk__in=held).order_by("pk")


def is_left_over(reader: Actor, person: Person, at: datetime) -> bool:
    """Whether no referral names the person any more, and they did not go on."""
    return _not_gone_on(reader, at).filter(pk=person.pk, referrals__isnull=True).exists()


def _not_gone_on(reader: Actor, at: datetime) -> QuerySet[Person]:
    """Nobody but the worker on call ever worked with them, no intake began, nothing but a 72-hour paper was signed."""
    taken_over = Assignment.objects.filter(person=OuterRef("pk")).exclude(duty=Duty.ON_CALL)
    live = _papers(at).filter(ends_at__gt=at)
    signed = ReleaseOfInformation.objects.filter(person=OuterRef("pk")).exclude(kind=ReleaseKind.HANDOFF)
    return Person.objects.filter(
        ~Exists(taken_over), ~Exists(live), ~Exists(signed), site_id=reader.site_id, intake__isnull=True
    )


def _papers(at: datetime) -> QuerySet[ReleaseOfInformation]:
    return ReleaseOfInformation.objects.filter(person=OuterRef("pk"), kind=ReleaseKind.HANDOFF, signed_at__lte=at)


def _ended_papers(at: datetime) -> QuerySet[ReleaseOfInformation]:
    return _papers(at).filter(ends_at__lte=at)


def _is_past(reader: Actor, at: datetime) -> Q:
    """Every referral that names the person is older than the site's days."""
    referred = Referral.objects.filter(person=OuterRef("pk"))
    return Exists(referred) & ~Exists(referred.filter(received_at__gt=_days_ago(reader, at)))


def _days_ago(reader: Actor, at: datetime) -> datetime:
    return at - timedelta(days=Site.objects.get(pk=reader.site_id).referral_days)
