"""What calls for the care team about a charge: the due date, whether whoever decides can be told, and what they decided.

No page of a justice partner may ask this: the answer would tell them that a paper was stopped, or that somebody was seen.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from offramp.consent import reads as consent
from offramp.consent.models import Disclosure, ReleaseLine
from offramp.consent.states import ReleaseKind, Sent
from offramp.directory.models import Membership
from offramp.directory.states import CARE_ROLES, CASE_MANAGERS, Role
from offramp.justice import reads
from offramp.justice.models import Diversion, DiversionQuerySet
from offramp.justice.reads import Progress
from offramp.justice.rules import RELEASE
from offramp.justice.states import Status
from offramp.kernel import trail
from offramp.kernel.classification import DataClass
from offramp.kernel.purposes import Purpose
from offramp.people.models import Person


def due(reader: Membership, at: datetime) -> list[tuple[Diversion, Progress, Role | None]]:
    """The clocks of the reader's own people that call for somebody, nearest due date first: for the care team's home page.

    They are those still open; and those where all is done, and whoever decides, who stands third, cannot be told so.
    """
    held = of_own_people(reader, at).held().filter(due_on__isnull=False)
    rows = held.select_related(*reads.WITH_ALL).prefetch_related("extensions").order_by("due_on", "pk")
    found = [(row, progress) for row in rows if (progress := reads.progress(reader, row))]
    untold = _cut_off(reader, found, at)
    waiting = [
        (row, progress, untold.get(row.pk)) for row, progress in found if not progress.done_at or row.pk in untold
    ]
    seen = [row.person_id for row, *_ in waiting]
    trail.record_read(Person._meta.label, by=reader, at=at, purpose=Purpose.CARE, ids=seen)
    return sorted(waiting, key=lambda one: one[1].requirement.due_on)


def to_tell(reader: Membership, at: datetime) -> list[Diversion]:
    """The decided matters of the reader's own people that nobody has told them about, first decided first."""
    found = list(
        of_own_people(reader, at)
        .filter(told_at__isnull=True)
        .exclude(status=Status.HELD)
        .select_related(*reads.WITH_ALL)
        .order_by("decided_at", "pk")
    )
    seen = [one.person_id for one in found]
    trail.record_read(Person._meta.label, by=reader, at=at, purpose=Purpose.CARE, ids=seen)
    return found


def of_own_people(reader: Membership, at: datetime) -> DiversionQuerySet:
    """The matters of whom a case manager works with. Raises `Diversion.DoesNotExist` for whoever is none."""
    if reader.role not in CASE_MANAGERS:
        raise Diversion.DoesNotExist
    return Diversion.objects.visible_to(reader).filter(person__in=Person.objects.visible_to(reader, at))


def cut_off(reader: Membership, about: Diversion, progress: Progress | None, at: datetime) -> Role | None:
    """Whoever decides about a held matter, where nobody may tell them now although the release was signed, and nobody did.

    None where they can be told, were told, or nothing was signed yet. The record was opened with `look`.
    """
    if reader.role not in CARE_ROLES or reader.site_id != about.site_id:
        raise Diversion.DoesNotExist
    return None if progress is None else _cut_off(reader, [(about, progress)], at).get(about.pk)


def lacking(reader: Membership, about: Diversion, progress: Progress | None) -> tuple[Role | None, ...]:
    """Whose line the clock still needs a yes to, though a release was signed; None in it for anybody's at all.

    Nothing where that yes was given, and where nothing was signed yet. The record was opened with `look`.
    """
    if reader.role not in CARE_ROLES or reader.site_id != about.site_id:
        raise Diversion.DoesNotExist
    papers = about.person.releases.filter(site=about.site_id, kind=ReleaseKind.RELEASE)
    if progress is None or progress.happened[RELEASE] is not None or not papers.exists():
        return ()
    yes = papers.filter(lines__is_yes=True, lines__data_class=DataClass.PARTICIPATION)
    given = set(yes.values_list("lines__recipient_role", flat=True))
    needs = about.referral.protocol_version.protocol.release.needs
    return tuple(Role(role) for role in needs if role not in given) or (None,)


def _cut_off(reader: Membership, held: Iterable[tuple[Diversion, Progress]], at: datetime) -> dict[UUID, Role]:
    signed = [
        (about, decides) for about, progress in held
        if about.status == Status.HELD and progress.happened[RELEASE] is not None
        and (decides := about.referral.protocol_version.protocol.may_charge) is not None
    ]  # fmt: skip
    if not signed:
        return {}
    told = Disclosure.objects.filter(
        site=reader.site_id, kind=Sent.CERTIFICATE, about_id__in=[about.pk for about, _ in signed]
    )
    were_told = set(told.values_list("about_id", "recipient__role"))
    lines = consent.lines_to(reader, [about.person_id for about, _ in signed], DataClass.PARTICIPATION)
    return {
        about.pk: decides for about, decides in signed
        if (about.pk, decides) not in were_told and not any(_tells(line, about, decides, at) for line in lines)
    }  # fmt: skip


def _tells(line: ReleaseLine, about: Diversion, decides: Role, at: datetime) -> bool:
    to = line.recipient
    if line.release.person_id != about.person_id or to.role != decides:
        return False
    is_theirs = decides is not Role.OFFICER or to.pk == about.referral.officer_id
    return is_theirs and reads.may_be_told(to, about, DataClass.PARTICIPATION, at, lines=[line.as_line()])
