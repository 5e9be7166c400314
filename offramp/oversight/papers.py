"""Questions about papers from courts and offices, and about what an order lists. The reader is always the first argument."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from offramp.directory.models import Membership
from offramp.directory.states import Role
from offramp.kernel import trail
from offramp.kernel.purposes import Purpose
from offramp.oversight import policies
from offramp.oversight.models import LegalItem, LegalList, LegalProcess, Tombstone
from offramp.oversight.states import Holder, PaperStatus


def legal_papers(reader: Membership) -> QuerySet[LegalProcess]:
    """The register of papers from courts and offices, the newest first, for the privacy officer."""
    return (
        LegalProcess.objects.visible_to(reader)
        .select_related("received_by")
        .prefetch_related("steps")
        .order_by("-received_at", "-pk")
    )


def legal_paper(reader: Membership, paper_id: UUID) -> LegalProcess:
    """One paper of the register, or `LegalProcess.DoesNotExist`."""
    return legal_papers(reader).get(pk=paper_id)


def legal_lists(reader: Membership) -> QuerySet[LegalList]:
    """What orders list, the newest first, for the two who agree to it. Whose record it is stands in none of it."""
    lists = LegalList.objects.visible_to(reader).defer("person").select_related("paper", "listed_by", "agreed_by")
    return lists.prefetch_related("paper__steps").order_by("-listed_at", "-pk")


def legal_list(reader: Membership, list_id: UUID, at: datetime) -> LegalList:
    """One list, or `LegalList.DoesNotExist`. The look is on the trail."""
    found = legal_lists(reader).get(pk=list_id)
    trail.record_read(LegalList._meta.label, by=reader, at=at, purpose=Purpose.LEGAL_PROCESS, ids=[found.pk])
    return found


def may_agree(reader: Membership, listed: LegalList, at: datetime) -> bool:
    """Whether the reader is the second whose yes this list waits for."""
    return listed.paper.status == PaperStatus.LISTED and policies.may(reader, Holder.SECOND, listed, at)


def lists_to_agree(reader: Membership, at: datetime) -> list[LegalList]:
    """The lists that wait for the reader's yes. Only the civil-rights reviewer is ever the second."""
    if reader.role != Role.CIVIL_RIGHTS:
        return []
    waiting = list(legal_lists(reader).filter(agreed_at__isnull=True))
    newest = {one.paper_id: one for one in reversed(waiting)}  # another may have taken the place of one that went back
    return [one for one in newest.values() if may_agree(reader, one, at)]


def produced(reader: Membership, list_id: UUID, at: datetime) -> list[LegalItem]:
    """What left under a list, in its words, for the privacy officer; `LegalList.DoesNotExist` where nothing did."""
    if reader.role != Role.PRIVACY_OFFICER:
        raise LegalList.DoesNotExist
    found = LegalList.objects.visible_to(reader).get(pk=list_id, produced_at__isnull=False)
    items = list(found.items.order_by("pk"))
    trail.record_read(LegalItem._meta.label, by=reader, at=at, purpose=Purpose.LEGAL_PROCESS, ids=[i.pk for i in items])
    return items


def tombstones(reader: Membership) -> QuerySet[Tombstone]:
    """What is left of records removed by law, the newest first. Of two on one day nobody can say which came first."""
    return Tombstone.objects.visible_to(reader).order_by("-removed_on", "pk")


def tombstone(reader: Membership, tombstone_id: UUID) -> Tombstone:
    """One of them, for the paper that the person gets; or `Tombstone.DoesNotExist`."""
    return tombstones(reader).get(pk=tombstone_id)
