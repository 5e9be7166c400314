"""Questions about care. The reader is always the first argument; a record opens only through `consent.reads.look`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from offramp.casework.models import Intake, Meeting, SupplyGiven
from offramp.casework.states import Part
from offramp.consent import reads as consent
from offramp.consent.states import Purpose
from offramp.directory.models import Membership
from offramp.directory.states import ASSIGNABLE_ROLES
from offramp.kernel.classification import DataClass
from offramp.people import reads as people
from offramp.people.models import Person

_PAGE = (
    DataClass.IDENTITY, DataClass.CONTACT, DataClass.LOCATION, DataClass.JUSTICE_EVENT, DataClass.PARTICIPATION,
    DataClass.CLINICAL, DataClass.SERVICES, DataClass.LEGAL_NEEDS, DataClass.DEMOGRAPHICS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """A person's record as one reader may see it now. What is not in `classes` is not fetched for the page."""

    person: Person
    classes: frozenset[DataClass]

    def shows(self, data_class: str) -> bool:
        return DataClass(data_class) in self.classes


def open_person(reader: Membership, person_id: UUID, at: datetime) -> Opened:
    """Open a person's record. Raises `Person.DoesNotExist`, the same for absent, foreign and not assigned."""
    person = people.person(reader, person_id, at)
    return Opened(person, consent.look(reader, person, classes=_PAGE, purpose=Purpose.CARE, at=at))


def meeting_of(reader: Membership, opened: Opened) -> Meeting | None:
    """The newest meeting, if this reader may see health or wrote it themself."""
    mine = Person.objects.open_to(reader)
    meetings = Meeting.objects.filter(person=opened.person, person__in=mine).order_by("-met_at", "-pk")
    if not opened.shows(DataClass.CLINICAL):
        meetings = meetings.filter(met_by=reader)
    return meetings.first()


def supplies(reader: Membership, opened: Opened) -> QuerySet[SupplyGiven]:
    """What was handed to this person, newest first, for readers who may see it."""
    mine = Person.objects.open_to(reader)
    given = SupplyGiven.objects.filter(person=opened.person, person__in=mine).order_by("-given_at", "-pk")
    return given if opened.shows(DataClass.CLINICAL) else given.filter(given_by=reader)


def intake_of(reader: Membership, person: Person) -> Intake | None:
    """The intake of a person whom the reader works with; its parts are read with `part_answers`."""
    opened = Person.objects.open_to(reader)
    return Intake.objects.filter(person=person, person__in=opened).select_related("protocol_version").first()


def touched_parts(reader: Membership, intake: Intake) -> frozenset[str]:
    """Which parts somebody has touched. That they are touched is no health fact; their answers are."""
    mine = intake.parts.filter(intake__person__in=Person.objects.open_to(reader))
    return frozenset(mine.values_list("part", flat=True))


def part_answers(reader: Membership, opened: Opened, intake: Intake, part: Part) -> dict[str, str]:
    """The answers of one part, where the reader may see health or wrote them; otherwise nothing."""
    rows = intake.parts.filter(part=part, intake__person__in=Person.objects.open_to(reader))
    if not opened.shows(DataClass.CLINICAL):
        rows = rows.filter(saved_by=reader)
    found = rows.first()
    return dict(found.answers) if found else {}


def unassigned(reader: Membership) -> QuerySet[Meeting]:
    """Meetings whose person nobody but the worker on call has taken over yet, longest ago first. Care and project staff."""
    if reader.role not in ASSIGNABLE_ROLES:
        return Meeting.objects.none()
    return (
        Meeting.objects.filter(site=reader.site_id, person__isnull=False)
        .exclude(person__assignments__duty__in=["case manager"], person__assignments__ended_at__isnull=True)
        .select_related("referral", "met_by")
        .order_by("met_at", "pk")
    )


def lots_used(reader: Membership) -> list[str]:
    """Lot numbers that the reader handed out last, newest first: one tap instead of typing."""
    rows = (
        SupplyGiven.objects.filter(site=reader.site_id, given_by=reader)
        .order_by("-given_at")
        .values_list("lot", flat=True)
    )
    return list(dict.fromkeys(rows[:50]))[:5]
