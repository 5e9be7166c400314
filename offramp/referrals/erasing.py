"""Removing the record of a referral by law. It is a part of a verb of the floors above, inside its transaction."""

from datetime import date, datetime

from offramp.kernel import clocks
from offramp.referrals.models import CallPass, HandOff, Referral, StillCounted


def erase(referral: Referral) -> None:
    """Delete a referral that was handed off, with its answers and its call; the counts keep its unit and its months.

    Whatever else names it must be gone before: the database refuses it otherwise.
    """
    call, zone = referral.hand_off, referral.site.time_zone
    StillCounted.objects.create(
        site_id=referral.site_id, unit=referral.unit, aggrieved_party=referral.aggrieved_party,
        received_in=_month(referral.received_at, zone), called_in=_month(call.called_at, zone),
        handed_off_in=_month(referral.status_since, zone),
    )  # fmt: skip
    referral.approvals.all().forget()
    CallPass.objects.filter(hand_off=call).forget()
    HandOff.objects.filter(pk=call.pk).delete()
    Referral.objects.filter(pk=referral.pk).delete()


def _month(moment: datetime, zone: str) -> date:
    return clocks.local_date(moment, zone).replace(day=1)
