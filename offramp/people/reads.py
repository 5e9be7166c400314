"""Questions about people. The reader is always the first argument, and only care staff get answers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from offramp.directory.models import Membership
from offramp.directory.states import CARE_ROLES
from offramp.people import rules
from offramp.people.models import Assignment, Link, Person, PersonKey
from offramp.people.rules import Named


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be the same person, and how alike the two are, from 0 to 1."""

    person: Person
    likeness: float


def person(reader: Membership, person_id: UUID, at: datetime) -> Person:
    """One person whom the reader works with, or `Person.DoesNotExist`."""
    return Person.objects.visible_to(reader, at).get(pk=person_id)


def mine(reader: Membership, at: datetime) -> QuerySet[Person]:
    """The people whom the reader works with, by name."""
    return Person.objects.visible_to(reader, at).order_by("family_name", "given_name", "pk")


def same_person_candidates(reader: Membership, about: Person) -> list[Candidate]:
    """Records of the same site that may be this person, most alike first. Always empty for anyone outside care."""
    if reader.role not in CARE_ROLES or reader.site_id != about.site_id:
        return []
    me = _named(about)
    answered = Q(undone_at__isnull=True) | Q(undone_at=F("linked_at"))
    settled = Link.objects.filter(answered, Q(person=about) | Q(same_as=about))
    others = (
        Person.objects.exclude(pk__in=settled.values("same_as"))
        .exclude(pk__in=settled.values("person"))
        .filter(
            pk__in=PersonKey.objects.filter(site=about.site_id, key__in=rules.keys(me))
            .exclude(person=about)
            .values("person")
        )
        .order_by("pk")[:200]
    )
    found = [Candidate(other, rules.likeness(me, _named(other))) for other in others]
    return sorted((c for c in found if c.likeness >= rules.ALIKE), key=lambda c: -c.likeness)[:20]


def linked(reader: Membership, about: Person) -> QuerySet[Person]:
    """Records that a care worker linked with this one."""
    if reader.role not in CARE_ROLES or reader.site_id != about.site_id:
        return Person.objects.none()
    pairs = about.links.filter(undone_at__isnull=True).values("same_as")
    return Person.objects.filter(site=about.site_id, pk__in=pairs).order_by("pk")


def links(reader: Membership, about: Person) -> QuerySet[Link]:
    """The links that hold this record and others to be one person, newest first. Empty for anyone outside its care."""
    if reader.role not in CARE_ROLES or reader.site_id != about.site_id:
        return Link.objects.none()
    return about.links.filter(undone_at__isnull=True).select_related("same_as").order_by("-linked_at", "pk")


def team(reader: Membership, about: Person, at: datetime) -> QuerySet[Assignment]:
    """Who works with this person now, for those who do."""
    return (
        Assignment.objects.current(at)
        .filter(person=about, person__in=Person.objects.visible_to(reader, at))
        .select_related("member")
        .order_by("starts_at", "pk")
    )


def _named(someone: Person) -> Named:
    return Named(someone.given_name, someone.family_name, someone.birth_date)
