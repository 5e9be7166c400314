"""Questions about referrals and hand-offs. The reader is always the first argument; every look is on the trail."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When

from offramp.directory import reads as directory
from offramp.directory.models import Membership
from offramp.directory.states import CARE_ROLES, JUSTICE_ROLES, Role
from offramp.kernel import paging, trail
from offramp.kernel.paging import Page
from offramp.kernel.purposes import Purpose
from offramp.kernel.refusals import NotNow
from offramp.kernel.trail import Actor
from offramp.people import reads as people
from offramp.people.models import Assignment, Person
from offramp.people.states import Duty
from offramp.protocols import reads as protocols
from offramp.protocols.document import Protocol
from offramp.protocols.sections import RingStep as ProtocolStep
from offramp.protocols.states import Rung
from offramp.referrals import rules, states
from offramp.referrals.models import Approval, HandOff, Referral, StillCounted
from offramp.referrals.rules import Ringing, RingStep, Room
from offramp.referrals.states import STILL_RINGS, CloseReason, Door, InsteadOfWaiting, Status


@dataclass(frozen=True, slots=True)
class Ring:
    """A call that is ringing: for whom, since when. It carries no name."""

    hand_off: HandOff
    ringing: Ringing


@dataclass(frozen=True, slots=True)
class Wait:
    """What an officer may know while waiting: the worker's own journey, the same for every person."""

    call: HandOff
    rung: Membership | None
    nobody_came: bool


@dataclass(frozen=True, slots=True)
class Missed:
    """A call that nobody answered although everybody was rung, and who is being rung for it now, if anybody is."""

    call: HandOff
    rung: Membership | None


@dataclass(frozen=True, slots=True)
class FoundBy:
    """What there is to find a person by: `somebody`, a name or description; `somewhere`, a place. Not what they say."""

    somebody: bool
    somewhere: bool


def sent_by(reader: Membership, at: datetime, *, after: str = "") -> Page[Referral]:
    """What the reader sent, newest first. Each row leaves as many days after it was sent, whatever became of it."""
    since = at - timedelta(days=directory.site_of(reader).referral_days)
    mine = Referral.objects.filter(site=reader.site_id, officer=reader).sent_since(since).select_related("hand_off")
    return _recorded(reader, paging.page(mine, by="-received_at", after=after), Purpose.OWN_SUBMISSION, at)


def to_finish(reader: Membership, at: datetime) -> Page[Referral]:
    """The reader's own diversions for which something is still to be written, or that came back, oldest first.

    Nothing but the reader's own acts and the sergeant's answer moves a row: what the care team does never shows here.
    """
    since = at - timedelta(days=directory.site_of(reader).referral_days)
    mine = Referral.objects.filter(
        site=reader.site_id, officer=reader, received_at__gte=since, door=Door.ARREST_DIVERSION
    )
    open_ones = mine.filter(
        Q(hand_off__isnull=False, finished_at__isnull=True) | Q(status__in=[Status.RETURNED, Status.MAY_OFFER])
    ).select_related("hand_off")
    return _recorded(reader, paging.page(open_ones, by="received_at"), Purpose.OWN_SUBMISSION, at)


def referral(reader: Membership, referral_id: UUID, at: datetime) -> Referral:
    """One referral that the reader may open, or `Referral.DoesNotExist`: the same for absent, foreign and past ones."""
    rows = Referral.objects.visible_to(reader, at).select_related("officer", "unit", "protocol_version")
    if reader.role in JUSTICE_ROLES:
        rows = rows.filter(received_at__gte=at - timedelta(days=directory.site_of(reader).referral_days))
    found = rows.get(pk=referral_id)
    purpose = Purpose.OWN_SUBMISSION if found.officer_id == reader.pk else Purpose.HANDOFF
    trail.record_read(Referral._meta.label, by=reader, at=at, purpose=purpose, ids=[found.pk])
    return found


def found_by(reader: Membership, referral_id: UUID, at: datetime) -> FoundBy:
    """Whether a name or description and a place were given: that they were, never what they say.

    Raises `Referral.DoesNotExist` for a referral that the reader may not open.
    """
    referral = Referral.objects.visible_to(reader, at).select_related("person").get(pk=referral_id)
    who = referral.person
    somebody = who is not None and bool(who.given_name or who.family_name or who.description)
    return FoundBy(somebody, somewhere=bool(referral.place))


def waiting_for_a_yes(reader: Membership, at: datetime, *, after: str = "") -> Page[Referral]:
    """Referrals that wait for the reader to agree, or for somebody else in their role, oldest first."""
    rows = Referral.objects.waiting_for(reader, at).select_related("officer", "unit")
    return _recorded(reader, paging.page(rows, by="received_at", after=after), Purpose.HANDOFF, at)


def approvals_in_order(reader: Membership, at: datetime, *, protocol: Protocol | None = None) -> list[Referral]:
    """The first 25 of the same, as the Policy Coordinating Group orders them: by door while the site is full.

    `protocol` is the one in force, where the caller has it already.
    """
    rows = Referral.objects.waiting_for(reader, at).select_related("officer", "unit")
    if is_full(reader, at, protocol=protocol):
        rows = rows.order_by(_triage(reader, at), "received_at", "pk")
    found = list(rows[: paging.PAGE])
    trail.record_read(
        Referral._meta.label, by=reader, at=at, purpose=Purpose.HANDOFF, ids=[referral.pk for referral in found]
    )
    return found


def room(reader: Membership, at: datetime, *, protocol: Protocol | None = None) -> Room:
    """How full the site is: people somebody works with now, and people who said yes and wait to be taken over.

    Each is counted once, however many records are linked to be them. Whoever is only looked for holds no place yet.
    `protocol` is the one in force, where the caller has it already.
    """
    held = Assignment.objects.current(at).filter(site=reader.site_id).values_list("person", flat=True)
    waits = _said_yes(reader, at).values_list("person", flat=True)
    taken = people.how_many(reader, list(held.union(waits)))
    protocol = protocol or protocols.in_force_at(reader, at).protocol
    return Room(taken, protocol.capacity.places)


def is_full(reader: Membership, at: datetime, *, protocol: Protocol | None = None) -> bool:
    """Whether every place is taken, so that doors are served in the order of the protocol. Never without a protocol."""
    try:
        protocol = protocol or protocols.in_force_at(reader, at).protocol
    except NotNow:
        return False
    return protocol.capacity.places is not None and room(reader, at, protocol=protocol).is_full


def call_backs(reader: Membership, at: datetime) -> list[tuple[datetime, Referral]]:
    """Who told us about somebody and wishes a call, each with the time by which it is due, soonest first."""
    if reader.role != Role.PROJECT_MANAGER:
        return []
    wished = Referral.objects.filter(site=reader.site_id, door=Door.COMMUNITY, wants_call_back=True)
    found = [(row.received_at + rules.CALL_BACK_WITHIN, row) for row in wished.order_by("received_at", "pk")[:50]]
    trail.record_read(
        Referral._meta.label, by=reader, at=at, purpose=Purpose.HANDOFF, ids=[row.pk for _due, row in found]
    )
    return found


def agreed_by_phone(reader: Membership, at: datetime) -> list[Approval]:
    """What officers say that the reader agreed to by telephone and the reader neither confirmed nor denied, oldest first."""
    found = list(_not_confirmed(reader).select_related("referral", "made_by").order_by("made_at", "pk"))
    trail.record_read(
        Approval._meta.label, by=reader, at=at, purpose=Purpose.HANDOFF, ids=[approval.pk for approval in found]
    )
    return found


def to_settle(reader: Membership, at: datetime) -> list[tuple[Approval, Approval]]:
    """What an officer wrote that somebody agreed to, and that these deny, oldest first. For the project manager alone."""
    if reader.role != Role.PROJECT_MANAGER:
        return []
    here = Approval.objects.filter(site=reader.site_id)
    denied = here.filter(answer="deny").exclude(referral__in=here.filter(answer="settle").values("referral"))
    found = list(denied.select_related("referral", "made_by").order_by("made_at", "pk"))
    trail.record_read(Approval._meta.label, by=reader, at=at, purpose=Purpose.HANDOFF, ids=[one.pk for one in found])
    said = here.filter(was_by_phone=True, referral__in=[one.referral_id for one in found]).select_related("made_by")
    written = {one.referral_id: one for one in said}
    return [(written[one.referral_id], one) for one in found]


def is_asked(reader: Membership, at: datetime) -> bool:
    """Whether anything waits for the reader's own answer. It says nothing of any referral, so it leaves no trail."""
    return Referral.objects.waiting_for(reader, at).exists() or _not_confirmed(reader).exists()


def decided_by(reader: Membership, at: datetime) -> list[Approval]:
    """The reader's own newest answers of the last month: no more than a page of them."""
    mine = Approval.objects.filter(
        referral__in=Referral.objects.visible_to(reader, at), made_by=reader, made_at__gte=at - timedelta(days=30)
    )
    found = list(mine.select_related("referral", "referral__officer").order_by("-made_at", "-pk")[: paging.PAGE])
    trail.record_read(
        Approval._meta.label, by=reader, at=at, purpose=Purpose.HANDOFF, ids=[approval.pk for approval in found]
    )
    return found


def looking_for(reader: Membership, at: datetime, *, after: str = "") -> Page[Referral]:
    """Approved referrals for whom a worker is looking, longest wait first. Care staff only.

    While the site is full they come door by door, as the Policy Coordinating Group orders the doors. All of the care staff
    see whom to look for by name, so the trail holds the people beside the referrals.
    """
    rows = Referral.objects.visible_to(reader, at).filter(status=Status.LOOKING)
    rows = rows.select_related("person", "hand_off", "protocol_version")
    if reader.role not in CARE_ROLES:  # the project manager, who may be on call, has the list by code
        rows = rows.none()
    groups = "triage" if is_full(reader, at) else ""
    if groups:
        rows = rows.annotate(triage=_triage(reader, at))
    page = paging.page(rows, by="status_since", groups=groups, after=after)
    people_seen = [row.person_id for row in page.rows if row.person_id]
    trail.record_read(Person._meta.label, by=reader, at=at, purpose=Purpose.HANDOFF, ids=people_seen)
    return _recorded(reader, page, Purpose.HANDOFF, at)


def cleared_since_closed(reader: Membership, at: datetime) -> list[Referral]:
    """Referrals closed as not found of which the officer has said since that they handed over. Care staff only.

    The officer learns nothing of what the team did, and closing is the team's; so the team hears the newer word.
    """
    if reader.role not in CARE_ROLES:
        return []
    rows = Referral.objects.visible_to(reader, at).filter(
        status=Status.CLOSED, close_reason=CloseReason.UNABLE_TO_LOCATE, person__isnull=False,
        hand_off__custody_ended_at__gt=F("status_since"),
    )  # fmt: skip
    found = list(rows.select_related("person", "hand_off").order_by("status_since", "pk"))
    if found:
        people_seen = [row.person_id for row in found if row.person_id]
        trail.record_read(Person._meta.label, by=reader, at=at, purpose=Purpose.HANDOFF, ids=people_seen)
    return found


def closed_lately(reader: Membership, at: datetime, *, after: str = "") -> Page[Referral]:
    """Referrals that ended without a meeting and can be taken up again: the door stays open while the name is kept.

    Newest first, for care staff. Nobody is asked to look again for somebody who died, or who is looked for already.
    """
    if reader.role not in CARE_ROLES:
        return paging.page(Referral.objects.none(), by="-status_since", after=after)
    rows = Referral.objects.visible_to(reader, at).filter(status=Status.CLOSED, person__isnull=False)
    rows = rows.exclude(close_reason__in=[CloseReason.DECEASED, CloseReason.DUPLICATE]).select_related("person")
    page = paging.page(rows, by="-status_since", after=after)
    people_seen = [row.person_id for row in page.rows if row.person_id]
    trail.record_read(Person._meta.label, by=reader, at=at, purpose=Purpose.HANDOFF, ids=people_seen)
    return _recorded(reader, page, Purpose.HANDOFF, at)


def hand_off(reader: Membership, referral_id: UUID, at: datetime) -> HandOff | None:
    """The hand-off of a referral that the reader may open; None where nobody was called. Without the person for police."""
    person = () if reader.role in JUSTICE_ROLES else ("referral__person",)
    mine = HandOff.objects.filter(referral__in=Referral.objects.visible_to(reader, at).filter(pk=referral_id))
    return mine.select_related("answered_by", "called_by", "referral__protocol_version", *person).first()


def wait(reader: Membership, referral_id: UUID, at: datetime) -> Wait:
    """The reader's own call while they wait. It is gone once they are clear (`HandOff.DoesNotExist`), for every person.

    Asked every few seconds and about the worker alone, so it is not put on the trail.
    """
    since = at - timedelta(days=directory.site_of(reader).referral_days)
    call = HandOff.objects.select_related("answered_by", "referral__protocol_version").get(
        site=reader.site_id, referral=referral_id, called_by=reader, called_at__gte=since, custody_ended_at__isnull=True
    )
    rung = None if call.answered_at else ring_of(reader, call, at).member
    return Wait(call, directory.member(reader, rung) if rung else None, _is_missed(call, rung, at))


def under_way(reader: Membership, at: datetime) -> list[HandOff]:
    """The reader's own calls of the last day from which they are not clear yet, newest first.

    It says what the officer did and nothing else: being clear is their own word. So it is not put on the trail.
    """
    calls = HandOff.objects.filter(site=reader.site_id, called_by=reader, called_at__gte=at - timedelta(days=1))
    return list(calls.filter(custody_ended_at__isnull=True).select_related("referral").order_by("-called_at", "-pk"))


def questions(reader: Membership, at: datetime) -> list[Referral]:
    """The reader's own questions of the last day that wait, came back or were agreed to, newest first.

    They went out without a name. What was answered is read on each one's page, and that look is on the trail.
    """
    asked = Referral.objects.filter(
        site=reader.site_id, officer=reader, door=Door.ARREST_DIVERSION, received_at__gte=at - timedelta(days=1),
        status__in=[Status.ASKED, Status.RETURNED, Status.MAY_OFFER],
    )  # fmt: skip
    return list(asked.order_by("-received_at", "-pk"))


def answers(reader: Membership, referral_id: UUID, at: datetime) -> list[Approval]:
    """What was answered to a referral that the reader may open, newest first."""
    return list(
        Approval.objects.filter(referral__in=Referral.objects.visible_to(reader, at).filter(pk=referral_id))
        .select_related("agreed_member")
        .order_by("-made_at", "-pk")
    )


def answered(reader: Membership, referral_id: UUID, at: datetime) -> Approval | None:
    """The newest answer to a question that is over, for a second press: the reader's own, or where they may open it, any.

    Whoever may open nothing more of it once it is answered learns only what they answered themself.
    """
    may_open = Q(referral__in=Referral.objects.visible_to(reader, at).exclude(status=Status.ASKED))
    over = Approval.objects.filter(site=reader.site_id, referral=referral_id, answer__in=states.ANSWERS)
    mine = Q(made_by=reader.pk) & ~Q(referral__status=Status.ASKED)
    found = over.filter(may_open | mine).select_related("made_by", "referral__officer")
    return found.order_by("-made_at", "-pk").first()


def sent_by_unit(reader: Membership, since: datetime) -> list[tuple[str, int]]:
    """How many referrals the reader's unit sent since then, by door. What became of them is not counted anywhere."""
    rows = Referral.objects.filter(site=reader.site_id, unit=reader.unit_id, received_at__gte=since)
    counted = Counter(dict(rows.values_list("door").annotate(Count("pk")).order_by("door")))
    removed = StillCounted.objects.filter(site=reader.site_id, unit=reader.unit_id, received_in__gte=since.date())
    counted[Door.ARREST_DIVERSION] += removed.count()
    return [(door, counted[door]) for door in Door if door != Door.COMMUNITY]


def ringing_for(reader: Membership, at: datetime) -> list[Ring]:
    """The calls that are ringing for the reader right now, longest first. No name is in them.

    Asked every few seconds, so it is not put on the trail: whom a call rang when follows from the call, the roster and
    the passes, which are all kept.
    """
    rings = [(call, ring_of(reader, call, at)) for call in _unanswered(reader)]
    return [Ring(call, ring) for call, ring in rings if ring.member == reader.pk]


def not_answered(reader: Membership, at: datetime) -> list[Missed]:
    """Calls for which everybody was rung and nobody answered, oldest first, without a name. For the project manager alone."""
    if reader.role != Role.PROJECT_MANAGER:
        return []
    rings = [(call, ring_of(reader, call, at).member) for call in _unanswered(reader)]
    missed = [(call, rung) for call, rung in rings if _is_missed(call, rung, at)]
    trail.record_read(
        HandOff._meta.label, by=reader, at=at, purpose=Purpose.HANDOFF, ids=[call.pk for call, _ in missed]
    )
    return [Missed(call, directory.member(reader, rung) if rung else None) for call, rung in missed]


def ring_of(reader: Actor, call: HandOff, at: datetime) -> Ringing:
    """Who is being rung for this call now, by the roster and the protocol's own steps."""
    passed = {passed.passed_by_id for passed in call.passes.all()}
    return rules.ringing(_line(call, at), passed, call.rings_from, at)


def taken_by(reader: Membership) -> list[HandOff]:
    """Calls that the reader took and whose meeting is not over, oldest first. By code: no name is in them.

    Asked every few seconds, so it is not put on the trail: that the reader has this call, and since when, is there from
    the moment they took it, and the page with the name writes its own row.
    """
    mine = HandOff.objects.filter(site=reader.site_id, answered_by=reader, referral__status=Status.ACCEPTED)
    return list(mine.select_related("referral").order_by("answered_at", "pk"))


def call_log(reader: Membership, at: datetime, *, days: int = 7) -> list[HandOff]:
    """The hand-offs of the last days, newest first: times and modes, for whoever answers for the service."""
    if reader.role not in (Role.CM_SUPERVISOR, Role.PROJECT_MANAGER):
        return []
    calls = HandOff.objects.filter(site=reader.site_id, called_at__gte=at - timedelta(days=days))
    found = list(calls.select_related("referral", "answered_by").order_by("-called_at", "-pk"))
    trail.record_read(HandOff._meta.label, by=reader, at=at, purpose=Purpose.HANDOFF, ids=[call.pk for call in found])
    return found


def of_the_site(
    reader: Membership,
    at: datetime,
    *,
    status: str = "",
    oldest_first: bool = False,
    after: str = "",
    size: int = paging.PAGE,
) -> Page[Referral]:
    """The site's referrals by the time they came in, of one status if it is named. Care and project management only.

    Of each no more than its line in the list shows.
    """
    rows = Referral.objects.visible_to(reader, at).only("code", "door", "status", "received_at")
    if status:
        rows = rows.filter(status=status)
    by = "received_at" if oldest_first else "-received_at"
    return _recorded(reader, paging.page(rows, by=by, after=after, size=size), Purpose.HANDOFF, at)


def community_door(reader: Actor, at: datetime) -> bool:
    """Whether anyone at all may tell the reader's site about a person today, by the protocol in force."""
    try:
        return directory.is_open(reader) and protocols.in_force_at(reader, at).protocol.doors.community.open
    except NotNow:
        return False


def _said_yes(reader: Membership, at: datetime) -> QuerySet[Referral]:
    """Of the site's days for a referral: the person was called for or handed off, and nobody has taken them over since."""
    since = at - timedelta(days=directory.site_of(reader).referral_days)
    taken_over = Assignment.objects.filter(person=OuterRef("person"), starts_at__gte=OuterRef("received_at"))
    called_for = Q(status=Status.LOOKING, hand_off__isnull=False)  # nobody was there when the worker came
    return Referral.objects.filter(
        Q(status__in=[Status.ACCEPTED, Status.HANDED_OFF]) | called_for,
        ~Exists(taken_over.exclude(duty=Duty.ON_CALL)),
        site=reader.site_id, person__isnull=False, received_at__gt=since,
    )  # fmt: skip


def _triage(reader: Membership, at: datetime) -> Case:
    """The place of a referral's door in the order that the Policy Coordinating Group set for a full site."""
    order = protocols.in_force_at(reader, at).protocol.capacity.order
    return Case(*(When(door=door, then=rules.door_rank(order, door)) for door in order), default=len(order))


def _not_confirmed(reader: Membership) -> QuerySet[Approval]:
    said = Approval.objects.filter(site=reader.site_id, agreed_member=reader, was_by_phone=True)
    mine = Approval.objects.filter(site=reader.site_id, made_by=reader, answer__in=["confirm", "deny"])
    return said.exclude(referral__in=mine.values("referral"))


def _unanswered(reader: Membership) -> QuerySet[HandOff]:
    """Calls that ring. Where a worker stands beside the officer, nobody else need come: the team says who it was."""
    return (
        HandOff.objects.filter(site=reader.site_id, answered_at__isnull=True, referral__status__in=STILL_RINGS)
        .exclude(nobody_came=InsteadOfWaiting.WORKER_CAME)
        .select_related("referral__protocol_version", "called_by", "referral__person")
        .prefetch_related("passes")
        .order_by("called_at", "pk")
    )


def _is_missed(call: HandOff, rung: UUID | None, at: datetime) -> bool:
    """Whether all the protocol's steps have rung without an answer, or all whom it names have passed the call on."""
    minutes = call.referral.protocol_version.protocol.hand_off.ring[-1].after_seconds // 60
    return call.answered_at is None and (
        rung is None or rules.nobody_came(call.rings_from, call.answered_at, minutes, at)
    )


def _line(call: HandOff, at: datetime) -> list[RingStep]:
    """Whom the protocol rings, step after step: first the roster when it began to ring, then the roles behind it.

    Behind them stands whoever else is on call by now, so that somebody put on the roster for this call is rung for it.
    """
    clock = trail.Nobody("clock", call.site_id)
    rostered = iter(directory.on_call(clock, call.rings_from))
    leads = Membership.objects.filter(site=call.site_id, is_active=True).in_role(
        Role.CM_SUPERVISOR, Role.PROJECT_MANAGER
    )
    by_role = {member.role: member for member in leads.order_by("-name")}
    line, steps = [], call.referral.protocol_version.protocol.hand_off.ring
    for step in steps:
        on_roster = step.whom in (Rung.FIRST, Rung.NEXT)
        member = next(rostered, None) if on_roster else by_role.get(step.whom)
        if member is not None:
            line.append(RingStep(timedelta(seconds=step.after_seconds), member.pk))
    rung = {step.member for step in line}
    others = [member.pk for member in directory.on_call(clock, at) if member.pk not in rung]
    return [*line, *rules.steps_behind(line, others, _apart(steps))]


def _apart(steps: Sequence[ProtocolStep]) -> timedelta:
    return timedelta(seconds=steps[1].after_seconds) if len(steps) > 1 else rules.RUNG_ALONE


def _recorded(reader: Membership, page: Page[Referral], purpose: Purpose, at: datetime) -> Page[Referral]:
    trail.record_read(Referral._meta.label, by=reader, at=at, purpose=purpose, ids=page.ids)
    return page
