"""Questions about care. The reader is always the first argument; a record opens only through `consent.reads.look`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet, Subquery

from offramp.casework.models import Contact, ContactAddendum, Intake, IntakePart, Meeting, SupplyGiven
from offramp.casework.states import ContactKind, Part, Sensitivity
from offramp.consent import reads as consent
from offramp.consent import rules as consent_rules
from offramp.directory import reads as directory
from offramp.directory.models import Membership
from offramp.directory.states import CARE_ROLES, LEADS, Role
from offramp.kernel import trail
from offramp.kernel.classification import DataClass
from offramp.kernel.clocks import local_date
from offramp.kernel.paging import Page, page
from offramp.kernel.purposes import Purpose
from offramp.people import reads as people
from offramp.people.models import Assignment, Person
from offramp.people.states import Duty
from offramp.protocols.models import ProtocolVersion
from offramp.protocols.states import OfficerNews
from offramp.referrals.models import Referral
from offramp.referrals.states import Door, Status

AnyOfOne = TypeVar("AnyOfOne", Meeting, Referral)  # a row about one person, or about nobody by name

_PAGE = (
    DataClass.IDENTITY, DataClass.CONTACT, DataClass.LOCATION, DataClass.JUSTICE_EVENT, DataClass.PARTICIPATION,
    DataClass.SHARED_UPDATE, DataClass.COMPLIANCE_NOTICE, DataClass.CLINICAL, DataClass.NOTES, DataClass.SERVICES,
    DataClass.LEGAL_NEEDS, DataClass.DEMOGRAPHICS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """A person's record as one reader may see it now. What is not in `classes` is not fetched for the page.

    `keeper` is whoever keeps to themself alone how the person is reached, where that is somebody else than the reader.
    """

    person: Person
    classes: frozenset[DataClass]
    keeper: Membership | None = None

    def shows(self, data_class: str) -> bool:
        return DataClass(data_class) in self.classes


def open_person(reader: Membership, person_id: UUID | None, at: datetime) -> Opened:
    """Open a person's record. Raises `Person.DoesNotExist`, the same for absent, foreign, not assigned, and no name kept."""
    if person_id is None:
        raise Person.DoesNotExist
    person = people.person(reader, person_id, at)
    opened = consent.look(reader, person, classes=_PAGE, purpose=Purpose.CARE, at=at)
    is_kept = consent_rules.is_kept_from(reader.pk, person.contact_kept_by_id, DataClass.CONTACT)
    return Opened(person, opened, person.contact_kept_by if is_kept else None)


@dataclass(frozen=True, slots=True)
class Carried:
    """One person of a worker's caseload, and the meeting in which the next time was agreed."""

    person: Person
    meeting: Meeting | None
    shows_place: bool  # whether where they meet is for this worker to know


def caseload(reader: Membership, at: datetime) -> list[Carried]:
    """The people the reader works with, the nearest next meeting first, then those without one, by name."""
    mine = people.mine(reader, at)
    held = Meeting.objects.filter(site=reader.site_id, person__in=mine).order_by("met_at", "pk")
    newest = {meeting.person_id: meeting for meeting in held}
    carried = [Carried(person, newest.get(person.pk), knows_where(reader, person)) for person in mine]
    return sorted(carried, key=_when_next)


@dataclass(frozen=True, slots=True)
class Touched:
    """When somebody was last in touch with a person, and the newest next step that a note names; an attempt is no touch."""

    in_touch_at: datetime | None
    step: Contact | None


def touches(reader: Membership, at: datetime) -> dict[UUID, Touched]:
    """By person, what the notes and meetings that are for the reader say of each whom they work with."""
    mine = Person.objects.visible_to(reader, at)
    for_reader = _readable(reader).filter(person=OuterRef("pk")).order_by("-happened_at", "-pk")
    reached = for_reader.exclude(kind=ContactKind.ATTEMPT)
    says_next = for_reader.exclude(kind=ContactKind.ATTEMPT, next_on__isnull=True)
    met = Meeting.objects.filter(site=reader.site_id, person=OuterRef("pk")).order_by("-met_at")
    rows = mine.values_list(
        "pk", Subquery(reached.values("happened_at")[:1]), Subquery(met.values("met_at")[:1]),
        Subquery(says_next.values("pk")[:1]),
    )  # fmt: skip
    found = list(rows)
    steps = Contact.objects.filter(next_on__isnull=False).in_bulk([step for *_others, step in found if step])
    return {
        person: Touched(max(filter(None, (reached_at, met_at)), default=None), steps.get(step))
        for person, reached_at, met_at, step in found
    }


def caseloads(reader: Membership, at: datetime) -> dict[UUID, int]:
    """With how many people each member of the site works now, by member; who works with nobody is not in it.

    Whoever only took the call of a person does not carry them: it ends once somebody takes over. For whoever divides the
    work: it names nobody of whom they know nothing.
    """
    if reader.role not in LEADS:
        return {}
    work = Assignment.objects.at_work(at).filter(site=reader.site_id).exclude(duty=Duty.ON_CALL)
    return dict(work.values("member").annotate(many=Count("person", distinct=True)).values_list("member", "many"))


def beyond_limit(reader: Membership, at: datetime) -> list[Assignment]:
    """Why somebody was given more people than the limit, the newest reason first, for as long as that work lasts.

    For whoever divides the work: who it is, when and why, and nobody's name whom they work with.
    """
    if reader.role not in LEADS:
        return []
    work = Assignment.objects.at_work(at).filter(site=reader.site_id).exclude(beyond_limit="")
    return list(work.select_related("member").order_by("-starts_at", "-pk"))


def agreed_by(reader: Membership, at: datetime) -> list[Carried]:
    """The next times, today's and later, that the reader agreed themself, the nearest first.

    Each stays while the record is open to the reader and nobody has met the person since.
    """
    zone = directory.zone_of(reader)
    since = Meeting.objects.filter(person=OuterRef("person"), met_at__gt=OuterRef("met_at"))
    mine = Meeting.objects.filter(
        ~Exists(since), site=reader.site_id, agreed_by=reader, person__in=Person.objects.visible_to(reader, at),
        next_at__gt=at - timedelta(days=1),
    )  # fmt: skip
    rows = mine.select_related("person").order_by("next_at", "pk")
    found = [one for one in rows if one.next_at and local_date(one.next_at, zone) >= local_date(at, zone)]
    if found:
        _seen(reader, found, Purpose.CARE, at)
    return [Carried(one.person, one, knows_where(reader, one.person)) for one in found if one.person]


def knows_where(reader: Membership, person: Person | None) -> bool:
    """Whether working with this person lets the reader know where to look for them: asked for each line of a list."""
    kept_by = person.contact_kept_by_id if person else None
    return consent_rules.opens_by_work(reader.role, DataClass.LOCATION, reader=reader.pk, kept_by=kept_by)


def knows_how(reader: Membership, person: Person) -> bool:
    """The same of how they are reached."""
    return consent_rules.opens_by_work(
        reader.role, DataClass.CONTACT, reader=reader.pk, kept_by=person.contact_kept_by_id
    )


def _when_next(carried: Carried) -> tuple[bool, str]:
    next_at = carried.meeting.next_at if carried.meeting else None
    return next_at is None, next_at.isoformat() if next_at else ""


def meeting_of(reader: Membership, opened: Opened) -> Meeting | None:
    """The newest meeting, if this reader may see health or wrote it themself."""
    mine = Person.objects.open_to(reader)
    meetings = Meeting.objects.filter(person=opened.person, person__in=mine).select_related("agreed_by")
    meetings = meetings.order_by("-met_at", "-pk")
    if not opened.shows(DataClass.CLINICAL):
        meetings = meetings.filter(met_by=reader)
    return meetings.first()


def supplies(reader: Membership, opened: Opened) -> QuerySet[SupplyGiven]:
    """What was handed to this person, newest first, for readers who may see it."""
    mine = Person.objects.open_to(reader)
    given = SupplyGiven.objects.filter(person=opened.person, person__in=mine).order_by("-given_at", "-pk")
    return given if opened.shows(DataClass.CLINICAL) else given.filter(given_by=reader)


def intake_of(reader: Membership, person: Person) -> Intake | None:
    """The intake of a person whom the reader works with; its parts are read with `readable_parts`."""
    opened = Person.objects.open_to(reader)
    return Intake.objects.filter(person=person, person__in=opened).select_related("protocol_version").first()


def touched_parts(reader: Membership, intake: Intake) -> frozenset[str]:
    """Which parts somebody has touched. That they are touched is no health fact; their answers are."""
    mine = intake.parts.filter(intake__person__in=Person.objects.open_to(reader))
    return frozenset(mine.values_list("part", flat=True))


def readable_parts(reader: Membership, opened: Opened, intake: Intake) -> QuerySet[IntakePart]:
    """The parts whose answers are for this reader, who may see health or wrote them themself.

    Where and when to find the person is not among them for a reader from whom somebody keeps it.
    """
    rows = intake.parts.filter(intake__person__in=Person.objects.open_to(reader)).select_related("saved_by")
    if opened.keeper:
        rows = rows.exclude(part=Part.REACHING_YOU)
    return rows if opened.shows(DataClass.CLINICAL) else rows.filter(saved_by=reader)


def unassigned(reader: Membership, at: datetime) -> list[Meeting]:
    """Meetings whose person no case manager works with, longest ago first. For whoever divides the work.

    A record that a supervisor is kept out of is for another one to assign, where there is one who can.
    """
    if not directory.divides_the_work(reader):
        return []
    taken = Assignment.objects.at_work(at).filter(person=OuterRef("person"), duty=Duty.CASE_MANAGER)
    waiting = Meeting.objects.filter(~Exists(taken), site=reader.site_id, person__isnull=False)
    rows = list(waiting.select_related("referral", "person", "met_by", "agreed_by").order_by("met_at", "pk"))
    found = _not_for_another(reader, rows)
    _seen(reader, found, Purpose.HANDOFF, at)
    return found


def _not_for_another(reader: Membership, rows: Sequence[AnyOfOne]) -> list[AnyOfOne]:
    """Without what another supervisor can see to, where this one is kept out of the record."""
    out = people.kept_out_of(reader, {one.person_id for one in rows if one.person_id})
    supervisors = {one.user_id for one in directory.members(reader, Role.CM_SUPERVISOR)}
    return [
        one for one in rows
        if one.person_id and (reader.user_id not in out[one.person_id] or supervisors <= out[one.person_id])
    ]  # fmt: skip


def kept_by_nobody_here(reader: Membership, at: datetime) -> list[Referral]:
    """Referrals of people whose contact somebody keeps alone who works here, or with them, no longer; the oldest first.

    For the supervisor alone, by code: they can ask the keeper, or open the record in an emergency. Whoever is kept out of
    the record can do neither, so it is for another one, where there is one who can.
    """
    if reader.role != Role.CM_SUPERVISOR:
        return []
    keeper = Assignment.objects.at_work(at).filter(
        person=OuterRef("person"), member=OuterRef("person__contact_kept_by")
    )
    kept = Referral.objects.filter(~Exists(keeper), site=reader.site_id, person__contact_kept_by__isnull=False)
    found = _not_for_another(reader, list(kept.select_related("person__contact_kept_by").order_by("received_at", "pk")))
    _seen(reader, found, Purpose.HANDOFF, at)
    return found


def to_meet(reader: Membership, at: datetime) -> list[Referral]:
    """People who were handed to the reader and whose meeting is not written down yet, oldest first."""
    mine = Person.objects.visible_to(reader, at)
    waiting = Referral.objects.visible_to(reader, at).filter(
        status=Status.HANDED_OFF, meeting__isnull=True, person__in=mine
    )
    found = list(waiting.select_related("person").order_by("status_since", "pk"))
    _seen(reader, found, Purpose.HANDOFF, at)
    return found


def to_find(reader: Membership, at: datetime) -> list[Referral]:
    """People who were handed over and whom nobody met and nobody works with, oldest first. Care staff only.

    Nobody answered the officer's call, or nobody was there when the worker came: somebody has to find them.
    """
    found = list(
        _not_found(reader, at).select_related("person", "hand_off", "protocol_version").order_by("status_since", "pk")
    )
    _seen(reader, found, Purpose.HANDOFF, at)
    return found


def waits_for_somebody(reader: Membership, about: Referral, at: datetime) -> bool:
    """Whether this referral is one of those of `to_find`, for the verb by which somebody finds the person."""
    return _not_found(reader, at).filter(pk=about.pk).exists()


def _not_found(reader: Membership, at: datetime) -> QuerySet[Referral]:
    if reader.role not in CARE_ROLES:
        return Referral.objects.none()
    somebodys = Assignment.objects.at_work(at).filter(person=OuterRef("person"))
    return Referral.objects.visible_to(reader, at).filter(
        ~Exists(somebodys), status=Status.HANDED_OFF, meeting__isnull=True, person__isnull=False
    )


def meeting(reader: Membership, meeting_id: UUID, at: datetime) -> Meeting:
    """One meeting that the reader held, or `Meeting.DoesNotExist`."""
    mine = Meeting.objects.filter(site=reader.site_id, met_by=reader)
    found = mine.select_related("referral", "person", "met_by").prefetch_related("supplies").get(pk=meeting_id)
    trail.record_read(Meeting._meta.label, by=reader, at=at, purpose=Purpose.CARE, ids=[found.pk])
    return found


def written_down(reader: Membership, referral_id: UUID) -> Meeting | None:
    """The reader's own meeting of this referral, if it is written down: to go to `meeting`, which is put on the trail."""
    return Meeting.objects.filter(site=reader.site_id, referral=referral_id, met_by=reader).first()


def is_written_down(reader: Membership, referral_id: UUID) -> bool:
    """Whether anybody has written down the meeting of this referral of the reader's site; not by whom, nor what."""
    return Meeting.objects.filter(site=reader.site_id, referral=referral_id).exists()


def release_opens_at(reader: Membership, person: Person) -> datetime | None:
    """From when this person may sign a release: a day after the last stop; None without a stop.

    A stop that has not ended in a hand-off yet counts from the yes to the offer, so nothing is signed during it.
    """
    stops = Referral.objects.filter(
        site=reader.site_id, person=person, door=Door.ARREST_DIVERSION, status__in=[Status.ACCEPTED, Status.HANDED_OFF]
    )
    return consent_rules.release_opens_at(stops.values_list("status_since", flat=True))


@dataclass(frozen=True, slots=True)
class Nameable:
    """Somebody whom a release can name, and the classes of facts that it can let them be told."""

    member: Membership
    classes: tuple[DataClass, ...]


def release_recipients(reader: Membership, opened: Opened) -> list[Nameable]:
    """Whom a release of this person can name: who referred them, and the site's prosecutors (see `DELIVERED`).

    An officer is asked about for what the protocols of their referrals tell them: a yes that nothing could follow is not
    asked for.
    """
    told: dict[UUID, set[DataClass]] = {}
    referred = Referral.objects.filter(site=reader.site_id, person=opened.person).select_related("protocol_version")
    for one in referred:
        if one.officer_id:
            news = one.protocol_version.protocol.officer_may_be_told.news
            told.setdefault(one.officer_id, set()).update(_NEWS[name] for name in news if name in _NEWS)
    officers = directory.members(reader, Role.OFFICER).filter(pk__in=[who for who, classes in told.items() if classes])
    prosecutors = directory.members(reader, Role.PROSECUTOR)
    of_officers = consent_rules.offerable(Role.OFFICER)
    return [
        *(Nameable(one, tuple(c for c in of_officers if c in told[one.pk])) for one in officers),
        *(Nameable(one, consent_rules.offerable(Role.PROSECUTOR)) for one in prosecutors),
    ]


#: What of an officer's news a release opens. That the referral was received is theirs without one.
_NEWS = {OfficerNews.CERTIFICATE: DataClass.PARTICIPATION, OfficerNews.SHARED_UPDATE: DataClass.SHARED_UPDATE}


def protocol_version_of(reader: Membership, person: Person) -> ProtocolVersion:
    """The version of the protocol by which this person's newest referral is judged."""
    newest = Referral.objects.filter(site=reader.site_id, person=person).select_related("protocol_version")
    return newest.latest("received_at", "pk").protocol_version


def lots_used(reader: Membership) -> list[str]:
    """Lot numbers that the reader handed out last, newest first: one tap instead of typing."""
    rows = (
        SupplyGiven.objects.filter(site=reader.site_id, given_by=reader)
        .order_by("-given_at")
        .values_list("lot", flat=True)
    )
    return list(dict.fromkeys(rows[:50]))[:5]


def _seen(reader: Membership, found: Sequence[Meeting | Referral | Contact], purpose: Purpose, at: datetime) -> None:
    people_seen = [row.person_id for row in found if row.person_id]
    trail.record_read(Person._meta.label, by=reader, at=at, purpose=purpose, ids=people_seen)


def contacts(reader: Membership, opened: Opened, after: str = "") -> Page[Contact]:
    """The notes of a person that are for this reader, the newest touch first, 25 at a time."""
    return page(_notes(reader, opened).select_related("written_by"), by="-happened_at", after=after)


def newest_contacts(reader: Membership, opened: Opened, *, at_most: int = 5) -> list[Contact]:
    """The signed ones among the newest notes that are for this reader."""
    signed = _notes(reader, opened).filter(signed_at__isnull=False).select_related("written_by")
    return list(signed.order_by("-happened_at", "-pk")[:at_most])


def contact(reader: Membership, opened: Opened, contact_id: UUID) -> Contact:
    """One note with what was added to it and handed out at it, or `Contact.DoesNotExist`, for this reader."""
    rows = _notes(reader, opened).select_related("written_by").prefetch_related("supplies")
    added = ContactAddendum.objects.select_related("added_by").order_by("added_at", "pk")
    return rows.prefetch_related(Prefetch("addenda", added)).get(pk=contact_id)


def drafts(reader: Membership, at: datetime) -> list[Contact]:
    """The reader's own notes that are not signed yet, of people whom they work with, the longest waiting first."""
    mine = Contact.objects.filter(site=reader.site_id, written_by=reader, signed_at__isnull=True)
    rows = mine.filter(person__in=Person.objects.visible_to(reader, at)).select_related("person")
    found = list(rows.order_by("happened_at", "pk"))
    _seen(reader, found, Purpose.CARE, at)
    return found


@dataclass(frozen=True, slots=True)
class Unsigned:
    """How many notes one worker has not signed yet, and since when the first of them waits."""

    member: Membership
    many: int
    since: datetime


def unsigned(reader: Membership) -> list[Unsigned]:
    """Who has notes that are not signed, the longest waiting first: for the supervisor, and about no person."""
    if reader.role != Role.CM_SUPERVISOR:
        return []
    waiting = Contact.objects.filter(site=reader.site_id, signed_at__isnull=True).values_list("written_by")
    rows = list(waiting.annotate(many=Count("pk"), since=Min("written_at")).order_by("since", "written_by"))
    members = Membership.objects.in_bulk([who for who, _many, _since in rows])
    return [Unsigned(members[who], many, since) for who, many, since in rows]


@dataclass(frozen=True, slots=True)
class Load:
    """What one worker carries: with how many people they work, and what waits with them. It names nobody of those."""

    member: Membership
    people: int
    unsigned: Unsigned | None
    longest_since: datetime | None  # the touch that lies back furthest, of the people whose case manager they are


def loads(reader: Membership, at: datetime) -> list[Load]:
    """What each worker of the care team carries, most people first: for the supervisor, who divides the work."""
    if reader.role != Role.CM_SUPERVISOR:
        return []
    carried, waiting = caseloads(reader, at), {one.member.pk: one for one in unsigned(reader)}
    longest: dict[UUID, datetime] = {}
    for member, since in _last_touches(reader, at):
        longest[member] = min(longest.get(member, since), since)
    members = directory.members(reader, *CARE_ROLES)
    found = [Load(one, carried.get(one.pk, 0), waiting.get(one.pk), longest.get(one.pk)) for one in members]
    return sorted(found, key=lambda one: (-one.people, one.member.name))


def _last_touches(reader: Membership, at: datetime) -> list[tuple[UUID, datetime]]:
    """For each person, their case manager and when somebody was last in touch; since they were assigned, where nobody was."""
    touched = Contact.objects.filter(person=OuterRef("person"), signed_at__isnull=False, happened_at__lte=at)
    touched = touched.exclude(kind=ContactKind.ATTEMPT).order_by("-happened_at")
    met = Meeting.objects.filter(person=OuterRef("person")).order_by("-met_at")
    work = Assignment.objects.at_work(at).filter(site=reader.site_id, duty=Duty.CASE_MANAGER)
    rows = work.values_list(
        "member", "starts_at", Subquery(touched.values("happened_at")[:1]), Subquery(met.values("met_at")[:1])
    )
    return [(member, max(filter(None, known), default=starts_at)) for member, starts_at, *known in rows]


def _notes(reader: Membership, opened: Opened) -> QuerySet[Contact]:
    """What the reader wrote; and, where notes are open to them, what others signed. A draft is its writer's alone.

    A note that is kept close is read by whoever wrote it and by the case manager, and by nobody else of the team.
    """
    rows = _readable(reader).filter(person=opened.person)
    return rows if opened.shows(DataClass.NOTES) else rows.filter(written_by=reader)


def _readable(reader: Membership) -> QuerySet[Contact]:
    """The notes that work with their people opens to the reader, for as long as it lasts."""
    rows = Contact.objects.filter(site=reader.site_id, person__in=Person.objects.open_to(reader))
    if not consent_rules.opens_by_work(reader.role, DataClass.NOTES, reader=reader.pk, kept_by=None):
        return rows.filter(written_by=reader)
    works = Assignment.objects.filter(person=OuterRef("person"), member=reader, ended_at__isnull=True)
    is_usual = Q(Exists(works.exclude(duty=Duty.ON_CALL)), sensitivity=Sensitivity.USUAL)
    is_for_reader = is_usual | Exists(works.filter(duty=Duty.CASE_MANAGER))
    return rows.filter(Q(written_by=reader) | Q(is_for_reader, signed_at__isnull=False))
