"""What can be done to a protocol: adopt it. A version is never changed; the next one takes its place."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import ngettext

from offramp.directory.models import Membership, Site
from offramp.directory.states import Role
from offramp.kernel import trail
from offramp.kernel.clocks import local_date
from offramp.kernel.refusals import Incomplete, NotYours
from offramp.kernel.verbs import verb
from offramp.protocols import document
from offramp.protocols.models import LONGEST_DECISION, ProtocolVersion, mark

#: The group decides; one of these records what it decided.
ADOPTERS = frozenset({Role.PROJECT_MANAGER, Role.OPERATOR})


@verb
def adopt(
    site_id: UUID,
    text: str,
    *,
    by: trail.Actor,
    at: datetime,
    effective_from: date,
    decision: str,
    decided_on: date,
    signers: list[str],
) -> ProtocolVersion:
    """Make `text` the site's protocol from a day on, under a decision that was taken and signed.

    Only the first version may begin in the past: what was judged yesterday stays judged. Raises `NotYours` for whoever
    does not record this site's decisions, and `Incomplete` with the field for a file or a date that will not do.
    """
    if by.role not in ADOPTERS or by.site_id != site_id:
        raise NotYours("Only the project manager or the operator of this site records a protocol.")
    site = Site.objects.select_for_update().get(pk=site_id)
    newest = ProtocolVersion.objects.filter(site=site).order_by("-number").first()
    _require_a_sound_file(text)
    _require_a_decision(decision, signers)
    _require_days(effective_from, decided_on, today=local_date(at, site.time_zone), is_first=newest is None)
    version = ProtocolVersion(
        site=site, number=newest.number + 1 if newest else 1, effective_from=effective_from, text=text,
        sha256=mark(text), decision=decision.strip(), decided_on=decided_on, signers=signers,
        adopted_by=_member(by), adopted_at=at,
    )  # fmt: skip
    version.save()
    trail.record("adopt", version, by=by, at=at, number=version.number, sha256=version.sha256)
    return version


def _member(by: Any) -> Membership | None:
    return by if isinstance(by, Membership) else None


def _require_a_sound_file(text: str) -> None:
    try:
        document.load(text)
    except document.Faults as wrong:
        more = len(wrong.faults) - 1
        rest = ngettext("and %(more)s more fault", "and %(more)s more faults", more) % {"more": more} if more else ""
        raise Incomplete(
            "This protocol cannot be adopted. %(fault)s %(rest)s",
            field="text", fault=_said(wrong.faults[0]), rest=rest,
        ) from wrong  # fmt: skip


def _said(fault: document.Fault) -> str:
    words = str(fault)
    return words[:1].upper() + words[1:]


def _require_a_decision(decision: str, signers: list[str]) -> None:
    if not decision.strip():
        raise Incomplete("Name the decision that adopts this protocol, like “PCG decision 14”.", field="decision")
    if len(decision.strip()) > LONGEST_DECISION:
        raise Incomplete(
            "A decision has at most %(most)s characters. Shorten its name.", field="decision", most=LONGEST_DECISION
        )
    if not signers or not all(signer.strip() for signer in signers):
        raise Incomplete("Name at least one person who signed it, with their agency.", field="signers")


def _require_days(effective_from: date, decided_on: date, *, today: date, is_first: bool) -> None:
    if decided_on > today:
        raise Incomplete("That decision lies in the future. Adopt the protocol once it is decided.", field="decided_on")
    if effective_from < today and not is_first:
        raise Incomplete(
            "Referrals were already judged by the version before. Let the new one begin today or on a later day.",
            field="effective_from",
        )  # fmt: skip
