"""Deleting a person, and the incident that a meeting came from: parts of verbs, inside their transaction."""

from datetime import datetime

from django.db.models import Q

from offramp.casework import forgetting
from offramp.casework.models import Contact, Meeting, SupplyGiven
from offramp.consent import actions as consent
from offramp.kernel.trail import Actor
from offramp.people import actions as people
from offramp.people.models import Person
from offramp.referrals import actions as referrals
from offramp.referrals import erasing
from offramp.referrals.models import Referral


def forget_person(person: Person, *, by: Actor, at: datetime) -> Person:
    """Delete a person with every paper and word that names them; what else is kept stands under the referral's code."""
    met = Q(person=person) | Q(referral__person=person)
    Meeting.objects.filter(met).update(person=None, next_place="", reach="")
    SupplyGiven.objects.filter(person=person).update(person=None, contact=None)
    Contact.objects.filter(person=person).delete()
    for referral in person.referrals.order_by("pk"):
        referrals.part_from_person(referral, by=by, at=at)
    consent.forget_hand_off_papers(person, by=by, at=at)
    return people.forget_person(person, by=by, at=at)


def erase_referral(referral: Referral, *, by: Actor, at: datetime) -> None:
    """Delete a referral by law. The meeting that came of it stays with the care record, and knows no incident any more.

    Whoever did not go on is deleted with it: nothing keeps their name now.
    """
    person = referral.person
    Meeting.objects.filter(referral=referral).update(referral=None)
    erasing.erase(referral)
    if person is not None and forgetting.is_left_over(by, person, at):
        forget_person(person, by=by, at=at)
