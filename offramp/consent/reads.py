"""What is released to whom, and the one way in which a person's record is opened."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Min, Prefetch, QuerySet

from offramp.consent import rules
from offramp.consent.models import Disclosure, EmergencyAccess, ReleaseLine, ReleaseOfInformation, SaidStop
from offramp.consent.rules import Ask, Grounds, Line
from offramp.consent.states import ReleaseKind
from offramp.directory.models import Membership
from offramp.directory.states import CARE_ROLES, Role
from offramp.kernel import trail
from offramp.kernel.classification import DataClass
from offramp.kernel.purposes import Purpose
from offramp.people.models import Assignment, KeptOut, Person
from offramp.people.states import Duty


def look(
    reader: Membership, person: Person, *, classes: Iterable[DataClass], purpose: Purpose, at: datetime
) -> frozenset[DataClass]:
    """Open a record: which of `classes` the reader may see now. The look is on the trail before anything is shown.

    Raises `Person.DoesNotExist` when nothing is open, in the same words as for somebody who never existed.
    """
    row, grounds = _row_and_grounds(reader, person, at)
    asked = {c: rules.may_disclose(Ask(reader.pk, row, c, purpose, at), grounds) for c in classes}
    opened = frozenset(c for c, decision in asked.items() if decision)
    trail.record_read(
        "people.Person", by=reader, at=at, purpose=purpose, ids=[person.pk], site_id=person.site_id,
        opened=sorted(opened), refused=sorted(set(asked) - opened),
    )  # fmt: skip
    if not opened:
        raise Person.DoesNotExist
    return opened


def opens(reader: Membership, person: Person, data_class: DataClass, at: datetime) -> bool:
    """Whether the reader's work with this person opens this class to them now: asked by a verb, which shows nothing.

    Whoever only took the call of an on-call duty has the row of that duty, not of their role.
    """
    row, grounds = _row_and_grounds(reader, person, at)
    return bool(rules.may_disclose(Ask(reader.pk, row, data_class, Purpose.CARE, at), grounds))


def emergencies(reader: Membership, at: datetime) -> QuerySet[EmergencyAccess]:
    """The records that the reader holds open in an emergency at this instant, the last one opened first."""
    mine = EmergencyAccess.objects.filter(site=reader.site_id, opened_by=reader, opened_at__lte=at, ends_at__gt=at)
    out = KeptOut.objects.of(reader).values("person")
    return mine.exclude(person__in=out).select_related("person").order_by("-opened_at", "-pk")


def readers(reader: Membership, person: Person, data_class: DataClass, at: datetime) -> list[Membership]:
    """Who else may read what the reader writes of this class about a person now, because they work with them, by name.

    An emergency is not counted, nor what a release opens: what a worker writes in a record is told to nobody by itself.
    """
    out = KeptOut.objects.filter(person=person, undone_at__isnull=True).values("member__user")
    work = Assignment.objects.at_work(at).filter(person=person, site=reader.site_id)
    work = work.exclude(member__user=reader.user_id).exclude(member__user__in=out)
    members, duties = {}, defaultdict[UUID, set[str]](set)
    for one in work.select_related("member").order_by("member__name", "member_id", "pk"):
        members[one.member_id] = one.member
        duties[one.member_id].add(one.duty)
    return [
        member for pk, member in members.items()
        if rules.opens_by_work(_row(member, duties[pk]), data_class, reader=pk, kept_by=person.contact_kept_by_id)
    ]  # fmt: skip


def lines_for(reader: Membership, person: Person) -> tuple[Line, ...]:
    """The yes-lines of this person's releases that name the reader, live or not."""
    named = ReleaseLine.objects.filter(is_yes=True, site=person.site_id, release__person=person, recipient=reader)
    return tuple(line.as_line() for line in named.select_related("release"))


def lines_naming(reader: Membership) -> QuerySet[ReleaseLine]:
    """Every yes-line that names the reader, oldest first: without its release, which is not the reader's to see."""
    named = ReleaseLine.objects.filter(is_yes=True, site=reader.site_id, recipient=reader)
    return named.order_by("release__signed_at", "pk")


def told(reader: Membership, person: Person, data_class: DataClass, at: datetime) -> list[Membership]:
    """Who may be told this class of fact about a person now, by name. The caller has opened the record with `look`."""
    named = lines_to(reader, [person.pk], data_class)
    return list({line.recipient_id: line.recipient for line in named if line.as_line().is_live(at)}.values())


def lines_to(reader: Membership, records: Iterable[UUID], data_class: DataClass) -> list[ReleaseLine]:
    """The yes-lines of records that the reader works with, to whoever may be told this class, live or not, by name."""
    named = ReleaseLine.objects.filter(
        site=reader.site_id, release__person__in=list(records), is_yes=True, data_class=data_class,
        recipient__is_active=True,
    ).filter(release__person__in=Person.objects.open_to(reader))  # fmt: skip
    return list(named.select_related("release", "recipient").order_by("recipient__name", "pk"))


def live_line(
    reader: Membership, person: Person, recipient: Membership, data_class: DataClass, at: datetime
) -> ReleaseLine | None:
    """The newest line that lets this recipient be told this class now. The caller has opened the record with `look`."""
    named = ReleaseLine.objects.filter(
        site=reader.site_id, release__person=person, release__person__in=Person.objects.open_to(reader),
        is_yes=True, data_class=data_class, recipient=recipient,
    ).select_related("release").order_by("-release__signed_at", "-pk")  # fmt: skip
    return next((line for line in named if line.as_line().is_live(at)), None)


def releases(reader: Membership, person: Person) -> QuerySet[ReleaseOfInformation]:
    """A person's releases with their lines, newest first. The caller has opened the record with `look`."""
    return (
        ReleaseOfInformation.objects.filter(person=person, person__in=Person.objects.open_to(reader))
        .defer("scan")
        .prefetch_related(
            Prefetch("lines", ReleaseLine.objects.select_related("recipient", "stopped_by").order_by("pk"))
        )
        .order_by("-signed_at", "-pk")
    )


def ending(reader: Membership, at: datetime) -> dict[UUID, datetime]:
    """By person, when the first line of a release ends that is on now and ends soon: of those whom the reader works with."""
    if reader.role not in CARE_ROLES:
        return {}
    soon = ReleaseLine.objects.filter(
        site=reader.site_id, release__person__in=Person.objects.visible_to(reader, at), release__kind=ReleaseKind.RELEASE,
        is_yes=True, stopped_at__isnull=True, happened_at__isnull=True, ends_at__gt=at, ends_at__lt=at + rules.ENDS_SOON,
    )  # fmt: skip
    return dict(soon.values("release__person").annotate(first=Min("ends_at")).values_list("release__person", "first"))


def line(reader: Membership, line_id: UUID, at: datetime) -> ReleaseLine:
    """One line of a release of somebody whom the reader works with, or `ReleaseLine.DoesNotExist`."""
    mine = Person.objects.visible_to(reader, at)
    return ReleaseLine.objects.select_related("release__person").get(pk=line_id, release__person__in=mine)


def said_stops(reader: Membership, at: datetime) -> list[SaidStop]:
    """The stops said aloud that nobody could place yet, the longest waiting first, for the privacy officer of the site."""
    waiting = list(SaidStop.objects.visible_to(reader).select_related("said_by").order_by("said_at", "pk"))
    trail.record_read(SaidStop._meta.label, by=reader, at=at, purpose=reader.purpose, ids=[one.pk for one in waiting])
    return waiting


def stops_to_place(reader: Membership) -> int:
    """How many of them wait for the reader. It says nothing of any, so it leaves no trail."""
    return SaidStop.objects.visible_to(reader).count()


def said_stop(reader: Membership, stop_id: UUID, at: datetime) -> SaidStop:
    """One stop said aloud that waits to be placed, or `SaidStop.DoesNotExist`."""
    found = SaidStop.objects.visible_to(reader).select_related("said_by").get(pk=stop_id)
    trail.record_read(SaidStop._meta.label, by=reader, at=at, purpose=reader.purpose, ids=[found.pk])
    return found


def accounting(reader: Membership, person: Person) -> QuerySet[Disclosure]:
    """What was told to whom about this person, newest first. The caller has opened the record with `look`."""
    opened = Person.objects.open_to(reader)
    return Disclosure.objects.filter(person=person, person__in=opened).order_by("-made_at", "-pk")


def signed_at(reader: trail.Actor, person: Person, *, needs: Iterable[str]) -> datetime | None:
    """When the release was signed that the protocol's clock needs: one with a yes-line to each of the roles in `needs`.

    With nothing needed, any release with a yes. A later stop does not undo the signing; None when it never happened.
    """
    told = ReleaseLine.objects.filter(
        site=person.site_id, release__person=person, release__kind=ReleaseKind.RELEASE, is_yes=True
    ).order_by("release__signed_at")
    wanted = list(needs)
    if not wanted:
        return told.values_list("release__signed_at", flat=True).first()
    firsts = [
        told.filter(recipient_role=role, data_class=DataClass.PARTICIPATION)
        .values_list("release__signed_at", flat=True)
        .first()
        for role in wanted
    ]
    return max((first for first in firsts if first), default=None) if all(firsts) else None


def _row_and_grounds(reader: Membership, person: Person, at: datetime) -> tuple[str, Grounds]:
    current = Assignment.objects.current(at).filter(person=person, member=reader, site=reader.site_id)
    duties = set(current.values_list("duty", flat=True))
    return _row(reader, duties), Grounds(
        is_assigned=bool(duties),
        is_emergency=reader.role == Role.CM_SUPERVISOR and emergencies(reader, at).filter(person=person).exists(),
        kept_by=person.contact_kept_by_id,
        lines=lines_for(reader, person),
    )


def _row(member: Membership, duties: Collection[str]) -> str:
    """The row of the matrix of somebody who works with a person in these duties: whoever only took the call has its own."""
    return rules.ON_CALL if set(duties) == {Duty.ON_CALL} else member.role
