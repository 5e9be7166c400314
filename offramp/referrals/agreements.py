"""What somebody agreed to by telephone, as an officer wrote it: they confirm it, or deny it and it is settled."""

from datetime import datetime
from uuid import UUID

from offramp.directory.models import Membership
from offramp.directory.states import Role
from offramp.kernel import trail
from offramp.kernel.refusals import Incomplete, NotNow, NotYours
from offramp.kernel.verbs import verb
from offramp.referrals import states
from offramp.referrals.actions import write_answer
from offramp.referrals.models import Approval, Referral
from offramp.referrals.states import DeniedReason


@verb
def confirm(referral_id: UUID, *, by: Membership, at: datetime) -> Approval:
    """Confirm what one agreed to by telephone. It stays open to confirm whatever became of the referral since."""
    said = _said_by_phone(referral_id, by)
    made = write_answer(said.referral, "confirm", by, by=by, at=at)
    trail.record("confirm", said.referral, by=by, at=at)
    return made


@verb
def deny(referral_id: UUID, *, reason: str, by: Membership, at: datetime) -> Approval:
    """Say that one did not agree although an officer wrote so. The project manager settles it; the person feels nothing."""
    said = _said_by_phone(referral_id, by)
    if reason not in set(DeniedReason):
        raise Incomplete("Choose a reason from the list.", field="reason")
    made = write_answer(said.referral, "deny", by, by=by, at=at, reason=reason)
    trail.record("deny", said.referral, by=by, at=at)
    return made


@verb
def settle(referral_id: UUID, *, by: Membership, at: datetime) -> Approval:
    """The project manager talked with both: what one says that they agreed to and the other denies is settled."""
    if by.role != Role.PROJECT_MANAGER:
        raise NotYours("Only the project manager can do this.")
    referral = Referral.objects.select_for_update().visible_to(by, at).get(pk=referral_id)
    if not referral.approvals.filter(answer="deny").exists() or referral.approvals.filter(answer="settle").exists():
        raise NotNow(states.NOT_OPEN)
    made = write_answer(referral, "settle", by, by=by, at=at)
    trail.record("settle", referral, by=by, at=at)
    return made


def _said_by_phone(referral_id: UUID, by: Membership) -> Approval:
    """What an officer wrote that this member agreed to by telephone, and that they have neither confirmed nor denied."""
    Referral.objects.select_for_update(no_key=True).filter(pk=referral_id, site=by.site_id).first()  # two at once queue
    by_phone = Approval.objects.filter(site=by.site_id, referral=referral_id, agreed_member=by, was_by_phone=True)
    said = by_phone.select_related("referral").first()
    if said is None:
        raise NotYours("Only the person who agreed by telephone can confirm it.")
    if said.referral.approvals.filter(made_by=by, answer="confirm").exists():
        raise NotNow("You confirmed this already.")
    if said.referral.approvals.filter(made_by=by, answer="deny").exists():
        raise NotNow("You said already that you did not agree. The project manager settles it.")
    return said
