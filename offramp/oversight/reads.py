"""Questions of whoever watches. The reader is always the first argument; every look at a complaint is on the trail."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from string import ascii_uppercase
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import transaction
from django.db.models import Q, QuerySet

from offramp.casework.models import IntakePart, Meeting, SupplyGiven
from offramp.casework.states import Part
from offramp.consent import reads as consent_reads
from offramp.consent import rules as consent
from offramp.consent.models import EmergencyAccess
from offramp.directory import reads as directory
from offramp.directory.models import Membership
from offramp.directory.states import Role
from offramp.kernel import clocks, decoys, trail
from offramp.kernel.classification import DataClass
from offramp.kernel.identifiers import read_code
from offramp.kernel.models import TrailHead, TrailRow
from offramp.kernel.purposes import Purpose
from offramp.oversight import policies, rules
from offramp.oversight.models import AccessReview, BreachInquiry, Complaint, ways_to_a_person
from offramp.oversight.rules import Look
from offramp.oversight.states import ComplaintStatus, Holder, Why
from offramp.people import reads as people_reads
from offramp.people.models import Assignment, KeptOut, Person
from offramp.referrals.models import Referral

#: How far back emergencies are listed.
LOOK_BACK = timedelta(weeks=8)


def complaints(reader: Membership, at: datetime) -> list[Complaint]:
    """The complaints that the reader may read, those that wait first, the oldest of them on top."""
    found = list(Complaint.objects.visible_to(reader).prefetch_related("answers").order_by("received_at", "pk"))
    _seen(reader, found, at)
    return sorted(found, key=lambda complaint: complaint.status == ComplaintStatus.CLOSED)


def complaint(reader: Membership, complaint_id: UUID, at: datetime) -> Complaint:
    """One complaint with what was said to it, or `Complaint.DoesNotExist`."""
    found = Complaint.objects.visible_to(reader).prefetch_related("answers__answered_by").get(pk=complaint_id)
    _seen(reader, [found], at)
    return found


def may_answer(reader: Membership, about: Complaint, at: datetime) -> bool:
    """Whether it is the reader's turn to answer this complaint."""
    return about.status != ComplaintStatus.CLOSED and policies.may(reader, Holder.ANSWERER, about, at)


# Weeks ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seen:
    """The openings of one record by one member on one day, as who reviews reads them.

    The privacy officer reads a name and a code, the civil-rights reviewer a letter and a number.
    """

    seqs: tuple[int, ...]
    at: datetime  # the first of them
    name: str
    letter: str
    role: str
    duty: str  # why the record stood open to them then; empty where nothing but an emergency did
    code: str
    number: int
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """A week's openings of records: how many by whom, those to be reviewed, and what was signed."""

    site_id: UUID
    week: date  # its Monday
    is_over: bool
    openings: int
    members: list[tuple[str, str, str, int]]  # name, letter, role, how many; the most first
    looked_by: frozenset[UUID]  # users
    chosen: list[Seen]
    review: AccessReview | None


def weeks(reader: Membership, at: datetime) -> list[date]:
    """The weeks that are over and wait for a signature, by their Mondays, the oldest first. Empty but for overseers.

    A week waits however old it is. They begin with the first opening; nothing of the trail after it is read.
    """
    if reader.role not in rules.OVERSEERS:
        return []
    of_site = TrailRow.objects.filter(site_id=directory.site_of(reader).pk).order_by("seq")
    first = _openings(of_site).values_list("at", flat=True).first()
    if first is None:
        return []
    zone = directory.zone_of(reader)
    begins, this_week = (rules.week_of(clocks.local_date(when, zone)) for when in (first, at))
    signed = set(AccessReview.objects.filter(site=reader.site_id).values_list("week", flat=True))
    mondays = (begins + timedelta(weeks=n) for n in range((this_week - begins).days // 7))
    return [monday for monday in mondays if monday not in signed]


def reviews(reader: Membership) -> QuerySet[AccessReview]:
    """The weeks that were signed, the newest first, for the overseers of the site."""
    signed = AccessReview.objects.filter(site=reader.site_id) if reader.role in rules.OVERSEERS else _no_review()
    return signed.select_related("signed_by").order_by("-week")


def week(reader: Membership, week: date, at: datetime) -> Week:
    """One week's openings, with those to be reviewed: emergencies first, then whoever had no assignment.

    Raises `AccessReview.DoesNotExist` but for overseers, and for a week that has not begun.
    """
    if reader.role not in rules.OVERSEERS:
        raise AccessReview.DoesNotExist
    site, monday = directory.site_of(reader), rules.week_of(week)
    zone = ZoneInfo(site.time_zone)
    if monday > clocks.local_date(at, site.time_zone):
        raise AccessReview.DoesNotExist
    begins, ends = (datetime.combine(day, time(), zone) for day in (monday, monday + timedelta(weeks=1)))
    in_it = TrailRow.objects.filter(site_id=site.pk, at__gte=begins, at__lt=ends).order_by("seq")
    rows = {row.seq: row for row in _openings(in_it)}
    looks = [_look(row, zone) for row in rows.values()]
    why = rules.to_review(looks, seed=_seed(in_it))
    members = Membership.objects.in_bulk({row.actor_id for row in rows.values() if row.actor_id})
    trail.record_read(
        TrailRow._meta.label, by=reader, at=at, purpose=Purpose.SECURITY_REVIEW, ids=[rows[seq].pk for seq in why]
    )
    return Week(
        site_id=site.pk, week=monday, is_over=ends <= at, openings=len(rows),
        members=_by_member(reader, rows.values(), members), looked_by=frozenset(one.user_id for one in members.values()),
        chosen=_chosen(reader, [rows[seq] for seq in why], why, members, zone),
        review=AccessReview.objects.filter(site=site, week=monday).select_related("signed_by").first(),
    )  # fmt: skip


def may_sign(reader: Membership, seen: Week, at: datetime) -> bool:
    """Whether the reader may sign this week once it is over: not one of its openings is theirs."""
    return policies.may(reader, Holder.REVIEWER, seen, at)


def _openings(rows: QuerySet[TrailRow]) -> QuerySet[TrailRow]:
    """The looks by which a record was opened. A list on which somebody stood among others is none."""
    return rows.filter(action="read", object_type=Person._meta.label, object_id__isnull=False, detail__has_key="opened")


def _look(row: TrailRow, zone: ZoneInfo) -> Look:
    is_emergency = row.purpose == Purpose.EMERGENCY_MEDICAL
    return Look(row.seq, row.at.astimezone(zone), row.actor_id or row.pk, is_emergency)


def _seed(rows: QuerySet[TrailRow]) -> str:
    """Nobody can know it while the week lasts, and it never changes after: the mark of the week's last row."""
    last = rows.reverse().values_list("mac", flat=True).first()
    return last or ""


def _by_member(
    reader: Membership, rows: Iterable[TrailRow], members: dict[Any, Membership]
) -> list[tuple[str, str, str, int]]:
    times = Counter(row.actor_id for row in rows)
    return [
        (*_who(reader, members, who), n) for who, n in sorted(times.items(), key=lambda one: (-one[1], str(one[0])))
    ]


def _who(reader: Membership, members: dict[Any, Membership], member_id: UUID | None) -> tuple[str, str, str]:
    """A member's name, for the privacy officer alone; the letter that stands for them; and their role."""
    member = members.get(member_id)
    number = sorted(members, key=str).index(member_id) if member else 0
    letter = ascii_uppercase[number % 26] * (number // 26 + 1)
    named = member.name if member and reader.role == Role.PRIVACY_OFFICER else ""
    return named, letter, member.get_role_display() if member else ""


def _chosen(
    reader: Membership, rows: list[TrailRow], why: dict[int, frozenset[Why]], members: dict[Any, Membership],
    zone: ZoneInfo,
) -> list[Seen]:  # fmt: skip
    people = {row.object_id: number for number, row in enumerate(rows, start=1)}
    codes = _codes(reader, people) if reader.role == Role.PRIVACY_OFFICER else {}
    duties = _duties(reader, people)
    alike: dict[Any, list[TrailRow]] = defaultdict(list)
    for row in rows:
        day, is_emergency = row.at.astimezone(zone).date(), Why.EMERGENCY in why[row.seq]
        alike[row.actor_id, day, row.object_id, _duty(duties, row), is_emergency].append(row)
    seen = [
        Seen(
            tuple(row.seq for row in some), some[0].at, *_who(reader, members, actor), duty=duty,
            code=codes.get(person, ""), number=people[person],
            why=tuple(one for one in Why if any(one in why[row.seq] for row in some)),
        )
        for (actor, _, person, duty, _), some in alike.items()
    ]  # fmt: skip
    return sorted(seen, key=lambda one: (Why.EMERGENCY not in one.why, bool(one.duty)))


def _duties(reader: Membership, people: Iterable[Any]) -> dict[Any, list[Assignment]]:
    found: dict[Any, list[Assignment]] = defaultdict(list)
    for one in Assignment.objects.filter(site=reader.site_id, person__in=list(people)).order_by("starts_at", "pk"):
        found[one.person_id].append(one)
    return found


def _duty(duties: dict[Any, list[Assignment]], row: TrailRow) -> str:
    for one in duties[row.object_id]:
        if (
            one.member_id == row.actor_id
            and one.starts_at <= row.at
            and (one.ended_at is None or one.ended_at > row.at)
        ):
            return one.duty
    return ""


def _codes(reader: Membership, people: Iterable[Any]) -> dict[Any, str]:
    """The code of each person's newest referral: what can be said of somebody without a name."""
    of_them = Referral.objects.filter(site=reader.site_id, person__in=list(people)).order_by("received_at", "pk")
    return dict(of_them.values_list("person", "code"))


def _no_review() -> QuerySet[AccessReview]:
    return AccessReview.objects.none()


# The mark that an overseer keeps elsewhere ---------------------------------------------------------------------------


def newest_mark(reader: Membership) -> TrailHead | None:
    """The newest row of the site's trail with its mark, for overseers to keep on paper. It says nothing of anybody."""
    if reader.role not in rules.OVERSEERS:
        return None
    return TrailHead.objects.filter(pk=directory.site_of(reader).pk, seq__gt=0).first()


def still_holds(reader: Membership, seq: int, mark: str, at: datetime) -> bool:
    """Whether the site's trail has, in row `seq`, the mark that begins like this. Each try is on the trail itself."""
    if reader.role not in rules.OVERSEERS:
        return False
    row = TrailRow.objects.filter(site_id=directory.site_of(reader).pk, seq=seq).first()
    trail.record_read(
        TrailRow._meta.label, by=reader, at=at, purpose=Purpose.SECURITY_REVIEW, ids=[row.pk] if row else []
    )
    return row is not None and row.mac.startswith(mark)


# Emergencies ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Emergency:
    """One opening in an emergency, as an overseer reads it: the reviewer without a name, a code and a reason."""

    opened_at: datetime
    ends_at: datetime
    is_open: bool
    name: str
    letter: str
    code: str
    reason: str


def emergencies(reader: Membership, at: datetime) -> list[Emergency]:
    """What was opened in an emergency in the last weeks, the newest first. It is here at once. Empty but for overseers."""
    if reader.role not in rules.OVERSEERS:
        return []
    recent = EmergencyAccess.objects.filter(site=reader.site_id, opened_at__gt=at - LOOK_BACK)
    found = list(recent.select_related("opened_by").order_by("-opened_at", "-pk"))
    is_named = reader.role == Role.PRIVACY_OFFICER
    codes = _codes(reader, {one.person_id for one in found}) if is_named else {}
    members = {one.opened_by_id: one.opened_by for one in found}
    trail.record_read(
        EmergencyAccess._meta.label, by=reader, at=at, purpose=Purpose.SECURITY_REVIEW, ids=[one.pk for one in found]
    )
    return [
        Emergency(
            one.opened_at, one.ends_at, one.ends_at > at, *_who(reader, members, one.opened_by_id)[:2],
            code=codes.get(one.person_id, ""), reason=one.reason if is_named else "",
        )
        for one in found
    ]  # fmt: skip


def emergencies_and_complaints(reader: Membership, at: datetime) -> tuple[list[Emergency], list[Complaint]]:
    """Both of them for the first page, with what was seen written down in one go."""
    with transaction.atomic(), trail.together():
        return emergencies(reader, at), complaints(reader, at)


@dataclass(frozen=True, slots=True)
class EmergencyFile:
    """What medical staff may need to know now. What is not in `classes` was not fetched."""

    access: EmergencyAccess
    person: Person
    classes: frozenset[DataClass]
    aliases: list[str]
    meeting: Meeting | None
    supplies: list[SupplyGiven]
    parts: list[IntakePart]


#: Parts of the intake that medical staff may need.
_MEDICAL_PARTS = (Part.HEALTH, Part.SUBSTANCE_USE, Part.MIND_AND_MOOD)


def by_code(reader: Membership, code: str, at: datetime) -> Person:
    """The person whose referral has this code, for a supervisor in an emergency, or `Person.DoesNotExist`.

    There is no look by name. Each try is on the trail, also one that finds nobody.
    """
    if reader.role != Role.CM_SUPERVISOR:
        raise Person.DoesNotExist
    coded = Referral.objects.filter(site=reader.site_id, code=read_code(code))
    found = coded.select_related("person").first()
    trail.record_read(
        Referral._meta.label, by=reader, at=at, purpose=Purpose.EMERGENCY_MEDICAL, ids=[found.pk] if found else []
    )
    if found is None or found.person is None:
        raise Person.DoesNotExist
    if people_reads.is_kept_out(reader, found.person):
        people_reads.refuse(reader, found.person.pk, at, Purpose.EMERGENCY_MEDICAL)
        raise Person.DoesNotExist
    return found.person


def emergency_file(reader: Membership, access_id: UUID, at: datetime) -> EmergencyFile:
    """A record that the reader holds open in an emergency. `EmergencyAccess.DoesNotExist` once the hour is over."""
    access = consent_reads.emergencies(reader, at).filter(person__isnull=False).get(pk=access_id)
    person: Any = access.person
    asked = consent.REACH[Purpose.EMERGENCY_MEDICAL]
    opened = consent_reads.look(reader, person, classes=asked, purpose=Purpose.EMERGENCY_MEDICAL, at=at)
    is_medical = DataClass.CLINICAL in opened
    met = Meeting.objects.filter(person=person).order_by("-met_at", "-pk")
    given = SupplyGiven.objects.filter(person=person).order_by("-given_at", "-pk")
    parts = IntakePart.objects.filter(intake__person=person, part__in=_MEDICAL_PARTS).order_by("part")
    return EmergencyFile(
        access, person, opened, [alias.name for alias in person.aliases.order_by("given_name", "family_name", "pk")],
        meeting=met.first() if is_medical else None,
        supplies=list(given) if is_medical else [], parts=list(parts) if is_medical else [],
    )  # fmt: skip


# Breaches ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Touch:
    """One person whose record was touched: by code, how many times, when first and last."""

    person_id: UUID
    code: str
    times: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Touched:
    """Everybody whose record one account read or changed in a stretch of time, in whatever role."""

    account: Membership
    people: list[Touch]  # the last touched first
    gone: int  # records that were deleted since


def touched(reader: Membership, account_id: UUID, since: datetime, until: datetime, at: datetime) -> Touched:
    """Exactly the people whose records the account touched from `since` up to `until`, as the trail has it, by code.

    For the privacy officer of the site alone: for anybody else there is no such account (`Membership.DoesNotExist`).
    """
    if reader.role != Role.PRIVACY_OFFICER:
        raise Membership.DoesNotExist
    account = Membership.objects.get(pk=account_id, site=reader.site_id)
    roles = Membership.objects.filter(site=reader.site_id, user=account.user_id)
    rows = TrailRow.objects.filter(
        site_id=directory.site_of(reader).pk,
        actor_id__in=list(roles.values_list("pk", flat=True)),
        at__gte=since,
        at__lt=until,
    ).order_by("seq")
    found, gone = _people_in(rows.exclude(action__in=(trail.REFUSED, trail.KEPT_OUT, decoys.ALARM)))
    for decoy in decoys.of(directory.site_of(reader).pk):
        found.pop(decoy, None)  # nobody is behind it; it has its own list
    codes = _codes(reader, found)
    trail.record_read(
        Membership._meta.label, by=reader, at=at, purpose=Purpose.SECURITY_REVIEW, ids=[account.pk], people=len(found)
    )
    touches = [Touch(pk, codes.get(pk, ""), len(times), min(times), max(times)) for pk, times in found.items()]
    return Touched(account, sorted(touches, key=lambda one: (one.last_at, one.code), reverse=True), gone)


def inquiry(reader: Membership, inquiry_id: UUID, at: datetime) -> tuple[BreachInquiry, list[tuple[Person, Touch]]]:
    """The names for which the reader gave a reason, or `BreachInquiry.DoesNotExist`. Each look at them is on the trail."""
    asked = BreachInquiry.objects.select_related("account").get(pk=inquiry_id, site=reader.site_id, asked_by=reader)
    ask = consent.Ask(reader.pk, reader.role, DataClass.IDENTITY, Purpose.SECURITY_REVIEW, at)
    if not consent.may_disclose(ask, consent.Grounds(is_in_process=True)):
        raise BreachInquiry.DoesNotExist
    found = touched(reader, asked.account_id, asked.since, asked.until, at).people
    people = Person.objects.filter(site=reader.site_id).in_bulk([one.person_id for one in found])
    with transaction.atomic(), trail.together():  # a row for each of them: each can see that this look was at theirs
        for pk in sorted(people):
            trail.record_read(Person._meta.label, by=reader, at=at, purpose=Purpose.SECURITY_REVIEW, ids=[pk])
    return asked, [(people[one.person_id], one) for one in found]


@dataclass(frozen=True, slots=True)
class Alarm:
    """That somebody came to one of the site's invented records, or asked for a record that they are kept out of."""

    at: datetime
    name: str  # empty where it was the program itself, or somebody who is no member of the site
    role: str
    was_refused: bool  # they asked for it by its address and were shown nothing
    is_of_a_person: bool  # of somebody from whom they are kept out, and not of an invented record


def alarms(reader: Membership, at: datetime) -> list[Alarm]:
    """Who asked in the last weeks for what they must not open, the newest first, for the privacy officer."""
    rows = list(_alarms(reader, at).order_by("-seq"))
    members = Membership.objects.filter(site=reader.site_id).in_bulk({row.actor_id for row in rows if row.actor_id})
    trail.record_read(
        TrailRow._meta.label, by=reader, at=at, purpose=Purpose.SECURITY_REVIEW, ids=[row.pk for row in rows]
    )
    return [
        Alarm(
            row.at, *_who_rang(members.get(row.actor_id)), was_refused=row.detail.get("act") in (None, trail.REFUSED),
            is_of_a_person=row.action == trail.KEPT_OUT,
        )
        for row in rows
    ]  # fmt: skip


def how_many_alarms(reader: Membership, at: datetime) -> int:
    """How often that was. It says nothing of anybody, so a page may ask again and again, and it leaves no trail."""
    return _alarms(reader, at).count()


def _alarms(reader: Membership, at: datetime) -> QuerySet[TrailRow]:
    if reader.role != Role.PRIVACY_OFFICER:
        return TrailRow.objects.none()
    site_id = directory.site_of(reader).pk
    came_to = Q(object_id__in=decoys.of(site_id), action=decoys.ALARM)
    kept_from = Q(object_id__in=KeptOut.objects.filter(site=site_id).values("person"), action=trail.KEPT_OUT)
    return TrailRow.objects.filter(came_to | kept_from, site_id=site_id, at__gt=at - LOOK_BACK)


def _who_rang(member: Membership | None) -> tuple[str, str]:
    return (member.name, member.get_role_display()) if member else ("", "")


def _people_in(rows: QuerySet[TrailRow]) -> tuple[dict[UUID, list[datetime]], int]:
    """Each person behind these rows with the times of their touches, and how many people are deleted by now."""
    times: dict[str, dict[UUID, list[datetime]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        ids = [row.object_id] if row.object_id else [UUID(pk) for pk in row.detail.get("ids", ())]
        for pk in ids:
            times[row.object_type][pk].append(row.at)
    found: dict[UUID, list[datetime]] = defaultdict(list)
    for label, touches in times.items():
        for pk, person_id in _behind(label, touches):
            found[person_id] += touches[pk]
    return found, len(set(times[Person._meta.label]) - set(found))


def _behind(label: str, ids: Iterable[UUID]) -> Iterator[tuple[UUID, UUID]]:
    """The id of each row of a kind, with the person it is about. A kind that is about nobody has none."""
    model: Any = apps.get_model(label)
    wanted = list(ids)
    for way in ways_to_a_person(model):
        for start in range(0, len(wanted), 500):  # a database takes only so many in one question
            some = model._base_manager.filter(pk__in=wanted[start : start + 500], **{f"{way}__isnull": False})
            yield from some.values_list("pk", way)


def _seen(reader: Membership, found: list[Complaint], at: datetime) -> None:
    ids = [complaint.pk for complaint in found]
    trail.record_read(Complaint._meta.label, by=reader, at=at, purpose=Purpose.SECURITY_REVIEW, ids=ids)
