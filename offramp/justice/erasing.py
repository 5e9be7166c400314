"""Removing a matter by law, with all that hangs on it: a part of a verb of the floor above, inside its transaction."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from offramp.casework import erasing as casework
from offramp.consent import erasing as consent
from offramp.directory.models import Membership
from offramp.justice.models import (
    Condition,
    ContactWord,
    Diversion,
    Extension,
    Notice,
    OfficerDecision,
    Recall,
    RecordRelief,
    SharedUpdate,
    TakenBack,
)
from offramp.kernel import clocks
from offramp.kernel.trail import Actor
from offramp.referrals.models import Referral


@dataclass(frozen=True, slots=True)
class Going:
    """What goes with a matter besides the incident: signed papers and updates, and whom the accounting names."""

    papers: int
    updates: int
    recipients: tuple[Membership, ...]


def going(about: Diversion) -> Going:
    """What would go with this matter now."""
    abouts = _abouts(about)
    return Going(
        consent.papers(about.person, abouts), SharedUpdate.objects.filter(referral=about.referral_id).count(),
        tuple(consent.recipients(about.person, abouts)),
    )  # fmt: skip


def erase(referral: Referral, *, by: Actor, at: datetime) -> None:
    """Delete the matter of a referral and the referral itself, and recall what was sent of it from whoever was sent it.

    The care record stays, without the incident that it came from; the counts stay as they are.
    """
    matter = Diversion.objects.select_related("person", "referral__officer", "site").get(referral=referral)
    abouts = _abouts(matter)
    _recall(matter, consent.recipients(matter.person, abouts), at)
    consent.erase(matter.person, abouts, officer=_officer_of_this_alone(matter))
    updates = SharedUpdate.objects.filter(referral=referral)
    TakenBack.objects.filter(update__in=updates).forget()
    updates.forget()
    for kept in (ContactWord, Extension):
        kept.objects.filter(diversion=matter).forget()
    for changed in (Notice, Condition, RecordRelief):
        changed.objects.filter(diversion=matter).delete()
    OfficerDecision.objects.filter(referral=referral).forget()
    Diversion.objects.filter(pk=matter.pk).delete()
    casework.erase_referral(referral, by=by, at=at)


def _abouts(matter: Diversion) -> set[UUID]:
    """Under what the accounting and the papers name the matter: itself, and each thing that was told of it."""
    told = [
        *SharedUpdate.objects.filter(referral=matter.referral_id).values_list("pk", flat=True),
        *ContactWord.objects.filter(diversion=matter).values_list("pk", flat=True),
        *Notice.objects.filter(diversion=matter).values_list("pk", flat=True),
    ]
    return {matter.pk, *told}


def _recall(matter: Diversion, recipients: list[Membership], at: datetime) -> None:
    today = clocks.local_date(at, matter.site.time_zone)
    for recipient in recipients:
        Recall.objects.create(site_id=matter.site_id, recipient=recipient, recalled_on=today)


def _officer_of_this_alone(matter: Diversion) -> Membership | None:
    """The referring officer, unless they referred the person another time too."""
    others = Referral.objects.filter(person=matter.person, officer=matter.referral.officer).exclude(
        pk=matter.referral_id
    )
    return None if others.exists() else matter.referral.officer
