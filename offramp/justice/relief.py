"""Record relief: asking that the record of one matter be removed by law. Whoever removes it is a second person, above."""

from datetime import date, datetime
from uuid import UUID

from offramp.directory import reads as directory
from offramp.directory.models import Membership
from offramp.directory.states import Role
from offramp.justice import deciders, rules
from offramp.justice.models import Recall, RecordRelief
from offramp.kernel import clocks, trail
from offramp.kernel.refusals import Incomplete, NotNow, NotYours, marked
from offramp.kernel.verbs import verb
from offramp.protocols.states import ReliefKind

DONE = marked("This is not open any more: it was taken back, turned down or done.")


@verb
def ask_relief(
    diversion_id: UUID, *, kind: ReliefKind, basis: str, ordered_on: date, by: Membership, at: datetime
) -> RecordRelief:
    """Ask the privacy officer to remove the record of a decided matter. Nothing goes before they agree.

    `basis` is the law, the order or the clause, `ordered_on` its day. Raises `Diversion.DoesNotExist` unless a case manager
    who works with the person asks, `NotNow` while the charge is held or when it was asked for already.
    """
    matter = deciders.of_own_people(by, at).select_for_update(of=("self",)).get(pk=diversion_id)
    about = matter.referral
    numbers = (about.code, about.incident_number, about.statute, about.report_reference, about.property_reference)
    today = clocks.local_date(at, directory.zone_of(by))
    rules.require_relief(matter.status, basis, ordered_on, today, numbers)
    if matter.reliefs.waiting().exists():
        raise NotNow("This was asked for already. The privacy officer has it.")
    asked = RecordRelief.objects.create(
        site_id=matter.site_id, diversion=matter, kind=kind, basis=basis.strip(), ordered_on=ordered_on, asked_at=at,
        asked_by=by,
    )  # fmt: skip
    trail.record("ask_relief", asked, by=by, at=at)
    return asked


@verb
def take_back_relief(diversion_id: UUID, *, by: Membership, at: datetime) -> RecordRelief:
    """Take back what was asked for a matter, before the privacy officer has answered. Raises `NotNow` afterwards."""
    matter = deciders.of_own_people(by, at).select_for_update(of=("self",)).get(pk=diversion_id)
    asked = matter.reliefs.waiting().first()
    if asked is None:
        raise NotNow(DONE)
    trail.record("take_back_relief", asked, by=by, at=at)
    RecordRelief.objects.filter(pk=asked.pk).delete()
    return asked


@verb
def turn_down_relief(relief_id: UUID, *, reason: str, by: Membership, at: datetime) -> RecordRelief:
    """The privacy officer does not remove it, and says why: the case manager reads it and may ask again."""
    if by.role != Role.PRIVACY_OFFICER:
        raise NotYours("Only the privacy officer can do this.")
    found = RecordRelief.objects.visible_to(by).select_for_update(of=("self",)).waiting().filter(pk=relief_id).first()
    if found is None:
        raise NotNow(DONE)
    if not reason.strip():
        raise Incomplete("Write why, for the case manager who asked.", field="reason")
    found.turned_down_at, found.turned_down_by, found.turned_down_because = at, by, reason.strip()
    found.save(update_fields=["turned_down_at", "turned_down_by", "turned_down_because"])
    trail.record("turn_down_relief", found, by=by, at=at)
    return found


@verb
def see_recall(recall_id: UUID, *, by: Membership, at: datetime) -> Recall:
    """The recipient has read that a record of theirs was removed by law. Twice is once."""
    recall = Recall.objects.select_for_update().get(pk=recall_id, site=by.site_id, recipient=by)
    if recall.seen_on is None:
        recall.seen_on = clocks.local_date(at, directory.zone_of(by))
        recall.save(update_fields=["seen_on"])
        trail.record("see_recall", recall, by=by, at=at)
    return recall
