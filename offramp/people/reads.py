"""Questions about people. The reader is always the first argument, and only care staff get answers."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from offramp.directory import reads as directory
from offramp.directory.models import Membership
from offramp.directory.states import CARE_ROLES, LEADS
from offramp.kernel import clocks, trail
from offramp.kernel.models import TrailRow
from offramp.kernel.purposes import Purpose
from offramp.kernel.refusals import NotYours
from offramp.people import rules
from offramp.people.models import Alias, Assignment, KeptOut, Link, Person, PersonKey
from offramp.people.rules import Named


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be the same person: how alike the two names are, from 0 to 1, and whether the phone is the same."""

    person: Person
    likeness: float
    same_phone: bool = False

    @property
    def is_alike(self) -> bool:
        return self.likeness >= rules.ALIKE


@dataclass(frozen=True, slots=True)
class Linked:
    """A link seen from one of its records: what the other is called, and which it is for whoever works with it."""

    pk: UUID
    called: str
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """That somebody opened a record on a day, for one reason, so many times."""

    day: date
    member: Membership
    purpose: str
    times: int


def require_works_with(reader: Membership, person: Person, at: datetime) -> None:
    """Raise `NotYours` for anybody who does not work with this person now."""
    if not Person.objects.visible_to(reader, at).filter(pk=person.pk).exists():
        raise NotYours("Only somebody who works with this person can do this.")


def person(reader: Membership, person_id: UUID, at: datetime) -> Person:
    """One person whom the reader works with, or `Person.DoesNotExist`: that it was asked for is on the trail then."""
    mine = Person.objects.visible_to(reader, at).select_related("contact_kept_by")
    found = mine.filter(pk=person_id).first()
    if found is None:
        refuse(reader, person_id, at)
        raise Person.DoesNotExist
    return found


def refuse(reader: Membership, person_id: UUID, at: datetime, purpose: Purpose = Purpose.CARE) -> None:
    """Write down that the reader asked for this record and is not shown it, and whether they are kept out of it."""
    is_kept_out = KeptOut.objects.of(reader).filter(person=person_id).exists()
    action = trail.KEPT_OUT if is_kept_out else trail.REFUSED
    trail.record_refusal(Person._meta.label, person_id, by=reader, at=at, purpose=purpose, action=action)


def kept_out(reader: Membership, about: Person, at: datetime) -> QuerySet[KeptOut]:
    """Who is kept out of this record, for whoever works with the person, by name."""
    mine = Person.objects.visible_to(reader, at)
    rows = KeptOut.objects.filter(person=about, person__in=mine, undone_at__isnull=True)
    return rows.select_related("member").order_by("member__name", "pk")


def is_kept_out(reader: Membership, about: Person) -> bool:
    """Whether the reader must not open this record, whatever else would open it: asked where no assignment is needed."""
    return KeptOut.objects.of(reader).filter(person=about).exists()


def kept_out_of(reader: Membership, records: Collection[UUID]) -> dict[UUID, set[Any]]:
    """The accounts of those who are kept out of each of these records; for whoever assigns somebody else."""
    found: dict[UUID, set[Any]] = {record: set() for record in records}
    if reader.role in LEADS:
        rows = KeptOut.objects.filter(site=reader.site_id, person__in=records, undone_at__isnull=True)
        for record, account in rows.values_list("person", "member__user"):
            found[record].add(account)
    return found


def mine(reader: Membership, at: datetime) -> list[Person]:
    """The people whom the reader works with, by name."""
    return _seen(reader, list(Person.objects.visible_to(reader, at).order_by("family_name", "given_name", "pk")), at)


def same_person_candidates(reader: Membership, about: Person, at: datetime) -> list[Candidate]:
    """Records of the same site that may be this person. Always empty for anyone outside care.

    Most alike by name first, and last those that have nothing in common but the phone: a family may share one.
    """
    if reader.role not in CARE_ROLES or reader.site_id != about.site_id:
        return []
    names, by_phone = about.names, frozenset(_sharing_the_phone(reader, about))
    may_fit = Person.objects.filter(pk__in={*_sharing_most_keys(about, names), *by_phone})
    others = may_fit.exclude(kept_out__in=KeptOut.objects.of(reader)).prefetch_related("aliases")
    compared = [
        Candidate(other, max(rules.likeness(a, b) for a in names for b in other.names), other.pk in by_phone)
        for other in others
    ]
    found = sorted((one for one in compared if one.is_alike or one.same_phone), key=_most_alike_first)[:20]
    _seen(reader, [candidate.person for candidate in found], at)
    return found


def _most_alike_first(one: Candidate) -> tuple[bool, bool, float, UUID]:
    return not one.is_alike, not one.same_phone, -one.likeness, one.person.pk


def _sharing_most_keys(about: Person, names: list[Named]) -> list[UUID]:
    """Who shares keys of a name with this person and was not answered yet, those with the most first, at most 200."""
    wanted = frozenset[str]().union(*(rules.keys(name) for name in names))
    most_first = _not_answered(about, wanted).values("person").annotate(n=Count("pk")).order_by("-n", "person")
    return list(most_first.values_list("person", flat=True)[:200])


def _sharing_the_phone(reader: Membership, about: Person) -> list[UUID]:
    """Who has the same phone and was not answered yet, at most 200.

    Where somebody else than the reader keeps to themself alone how one of the two is reached, the phone finds nobody: that
    it is the same would tell the reader what it is.
    """
    key = rules.phone_key(about.phone)
    if not key or about.contact_kept_by_id not in (None, reader.pk):
        return []
    open_to_reader = Q(person__contact_kept_by__isnull=True) | Q(person__contact_kept_by=reader)
    shared = _not_answered(about, {key}).filter(open_to_reader)
    return list(shared.order_by("person").values_list("person", flat=True)[:200])


def _not_answered(about: Person, wanted: Collection[str]) -> QuerySet[PersonKey]:
    """These keys of other people of the site, but of nobody of whom it was said that they are the same person or not."""
    settled = _said_of(about)
    shared = PersonKey.objects.filter(site=about.site_id, key__in=wanted).exclude(person=about)
    return shared.exclude(person__in=settled.values("same_as")).exclude(person__in=settled.values("person"))


def _said_of(about: Person) -> QuerySet[Link]:
    """What holds of this record and others, whichever of the two it was said from."""
    return Link.objects.filter(Q(person=about) | Q(same_as=about), undone_at__isnull=True)


def answered(reader: Membership, about: Person, other_id: UUID, at: datetime) -> Person | None:
    """The other record of a pair of which it was said already whether they are one person, for who works with `about`."""
    if reader.role not in CARE_ROLES or not Person.objects.visible_to(reader, at).filter(pk=about.pk).exists():
        return None
    said = _said_of(about).filter(Q(person=other_id) | Q(same_as=other_id))
    return Person.objects.filter(pk=other_id).exclude(pk=about.pk).first() if said.exists() else None


def links(reader: Membership, about: Person, at: datetime) -> list[Linked]:
    """The other records that are held to be this person, newest link first. Empty for anyone outside care.

    Whoever does not work with the other record reads its name and nothing else of it: a link opens nothing.
    """
    if reader.role not in CARE_ROLES or reader.site_id != about.site_id:
        return []
    pairs = _said_of(about).filter(is_same=True).select_related("person", "same_as").order_by("-linked_at", "pk")
    found = [(link.pk, link.same_as if link.person_id == about.pk else link.person) for link in pairs]
    mine = set(
        Person.objects.visible_to(reader, at).filter(pk__in=[one.pk for _, one in found]).values_list("pk", flat=True)
    )
    _seen(reader, [one for _, one in found], at)
    return [
        Linked(pk, one.name or one.description, one.pk) if one.pk in mine else Linked(pk, one.name) for pk, one in found
    ]


def apart(reader: Membership, about: Person, at: datetime) -> QuerySet[Link]:
    """Who said, and when, that this record and another are two people, newest first; of which other it does not say.

    For care staff who work with this one. It opens nobody's record: a name stands there again once it is asked again.
    """
    if reader.role not in CARE_ROLES or not Person.objects.visible_to(reader, at).filter(pk=about.pk).exists():
        return Link.objects.none()
    return _said_of(about).filter(is_same=False).select_related("linked_by").order_by("-linked_at", "pk")


def how_many(reader: Membership, records: Collection[UUID]) -> int:
    """How many people these records of the reader's site are: records linked to be one person count once.

    It says a number and nothing of anybody, so it leaves no trail.
    """
    mine = Person.objects.filter(site=reader.site_id, pk__in=records).values_list("pk", flat=True)
    linked = Link.objects.filter(site=reader.site_id, is_same=True, undone_at__isnull=True).values_list(
        "person", "same_as"
    )
    return rules.how_many(mine, linked)


def aliases(reader: Membership, about: Person, at: datetime) -> list[Alias]:
    """The other names of this person, for whoever in care works with them and has opened the record."""
    if reader.role not in CARE_ROLES:
        return []
    mine = Person.objects.visible_to(reader, at)
    return list(Alias.objects.filter(person=about, person__in=mine).order_by("given_name", "family_name"))


def team(reader: Membership, about: Person, at: datetime) -> QuerySet[Assignment]:
    """Who works with this person now, for those who do."""
    return (
        Assignment.objects.at_work(at)
        .filter(person=about, person__in=Person.objects.visible_to(reader, at))
        .select_related("member")
        .order_by("starts_at", "pk")
    )


def openings(reader: Membership, about: Person, at: datetime) -> list[Opening]:
    """Who opened this person's record, why, and on which day of the site, newest first; for whoever works with them.

    Every opening of one day by one member for one reason is one line. A list on which the person stood among others
    is no opening of the record.
    """
    if not Person.objects.visible_to(reader, at).filter(pk=about.pk).exists():
        return []
    rows = TrailRow.objects.filter(
        site_id=about.site_id, object_id=about.pk, object_type=Person._meta.label, action="read"
    ).order_by("-seq")
    zone = directory.zone_of(reader)
    seen = Counter((clocks.local_date(row.at, zone), row.actor_id, row.purpose) for row in rows)
    members = Membership.objects.filter(site=about.site_id).in_bulk({who for _day, who, _why in seen if who})
    return [Opening(day, members[who], why, times) for (day, who, why), times in seen.items() if who in members]


def _seen(reader: Membership, found: list[Person], at: datetime) -> list[Person]:
    trail.record_read(Person._meta.label, by=reader, at=at, purpose=Purpose.CARE, ids=[person.pk for person in found])
    return found
