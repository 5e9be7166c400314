"""Questions of whoever watches. The reader is always the first argument; every look at a complaint is on the trail."""

from datetime import datetime
from uuid import UUID

from offramp.consent.states import Purpose
from offramp.directory.models import Membership
from offramp.kernel import trail
from offramp.oversight import policies
from offramp.oversight.models import Complaint
from offramp.oversight.states import ComplaintStatus, Holder


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


def _seen(reader: Membership, found: list[Complaint], at: datetime) -> None:
    ids = [complaint.pk for complaint in found]
    trail.record_read(Complaint._meta.label, by=reader, at=at, purpose=Purpose.SECURITY_REVIEW, ids=ids)
