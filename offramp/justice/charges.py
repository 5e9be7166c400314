"""Questions of an officer about the charges that their site's protocol leaves to them.

What is answered here rests on the officer's own acts alone: whom they offered it, that they were clear, what they decided.
Nothing that the person or the care team did can be read from it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from offramp.directory import reads as directory
from offramp.directory.models import Membership
from offramp.justice import reads
from offramp.justice.models import OfficerDecision, left_to_officers
from offramp.kernel import trail
from offramp.kernel.purposes import Purpose
from offramp.protocols.models import ProtocolVersion
from offramp.referrals.models import Referral
from offramp.referrals.states import Door


@dataclass(frozen=True, slots=True)
class Charge:
    """An officer's own diversion, and what they decided about its charge; None where nothing yet.

    Its due date is counted from the officer's own hand-off, and no later step moves it: a day that moved would tell of one.
    """

    referral: Referral
    decision: OfficerDecision | None
    due_on: date | None


def own(reader: Membership, at: datetime) -> list[Charge]:
    """The reader's own diversions whose charge is theirs to decide on, oldest first.

    Each stays until it is decided, however long that is, and then for the site's days for a referral.
    """
    since = at - timedelta(days=directory.site_of(reader).referral_days)
    is_shown = Q(officer_decision__isnull=True) | Q(officer_decision__decided_at__gte=since)
    return _recorded(reader, list(_own(reader, at).filter(is_shown).order_by("received_at", "pk")), at)


def to_decide(reader: Membership, at: datetime) -> int:
    """How many of them wait for the reader. It says nothing of any referral, so it leaves no trail."""
    return _own(reader, at).filter(officer_decision__isnull=True).count()


def one(reader: Membership, referral_id: UUID, at: datetime) -> Charge:
    """One of them, decided or not. Raises `Referral.DoesNotExist` for any other referral."""
    return _recorded(reader, [_own(reader, at).get(pk=referral_id)], at)[0]


def _own(reader: Membership, at: datetime) -> QuerySet[Referral]:
    clear = Referral.objects.visible_to(reader, at).filter(
        officer=reader, door=Door.ARREST_DIVERSION, hand_off__custody_ended_at__isnull=False
    )
    versions = ProtocolVersion.objects.filter(pk__in=clear.values("protocol_version"))
    left = clear.filter(protocol_version__in=left_to_officers(versions))
    return left.select_related("protocol_version", "hand_off", "officer_decision")


def _recorded(reader: Membership, found: list[Referral], at: datetime) -> list[Charge]:
    ids = [referral.pk for referral in found]
    trail.record_read(Referral._meta.label, by=reader, at=at, purpose=Purpose.OWN_SUBMISSION, ids=ids)
    return [Charge(one, getattr(one, "officer_decision", None), _due_on(reader, one)) for one in found]


def _due_on(reader: Membership, referral: Referral) -> date | None:
    protocol, clear_at = referral.protocol_version.protocol, referral.hand_off.custody_ended_at
    assert clear_at  # only these are asked for
    return reads.due_if_handed_over(reader, protocol, clear_at, received_at=referral.received_at)
