"""What a compliance notice rests on at one instant. Nothing is written here, and no page of a justice partner asks."""

from datetime import datetime

from offramp.consent.models import ReleaseLine
from offramp.consent.states import ReleaseKind
from offramp.directory.models import Membership
from offramp.directory.states import CARE_ROLES
from offramp.justice import reads, rules
from offramp.justice.models import Diversion, Notice
from offramp.justice.states import Answered, Status
from offramp.kernel.classification import DataClass


def facts(
    reader: Membership, diversion: Diversion, recipient: Membership, kept: Notice | None, *, at: datetime
) -> rules.NoticeFacts:
    """The facts on which a compliance notice to this recipient would rest at this instant, for the care team alone."""
    found = reads.progress(reader, diversion)
    paper = line(reader, diversion, recipient, at)
    return rules.NoticeFacts(
        is_held=diversion.status == Status.HELD,
        is_adopted=reads.is_notice_adopted(reader, diversion, at),
        is_past_due=found is not None and found.requirement.is_past(at),
        is_met=found is not None and found.done_at is not None,
        is_extended=found is not None and not found.requirement.is_past(at) and diversion.extensions.exists(),
        names_recipient=paper is not None,
        prints_consequence=paper is not None and _prints_terms(reader, paper, diversion),
        is_before_more_time=paper is not None and _is_before_more_time(paper, diversion),
        is_previewed=kept is not None,
        is_current=kept is None or kept.text == reads.notice_text(kept.previewed_by, diversion, at),
        is_told=kept is not None and kept.told_at is not None and kept.answer == Answered.OK,
        is_already_sent=kept is not None and kept.sent_at is not None,
    )


def line(reader: Membership, about: Diversion, recipient: Membership, at: datetime) -> ReleaseLine | None:
    """The line of the person's paper by which this recipient may get the one message about this matter, if one is on."""
    if reader.role not in CARE_ROLES or reader.site_id != about.site_id:
        raise Diversion.DoesNotExist
    return ReleaseLine.objects.select_related("release").filter(
        site=about.site_id, release__person=about.person_id, release__kind=ReleaseKind.COMPLIANCE_NOTICE,
        release__about=about.pk, recipient=recipient, data_class=DataClass.COMPLIANCE_NOTICE, is_yes=True,
        stopped_at__isnull=True, ends_at__gt=at,
    ).order_by("-release__signed_at").first()  # fmt: skip


def _prints_terms(reader: Membership, paper: ReleaseLine, about: Diversion) -> bool:
    signed = paper.release
    return reads.notice_terms(reader, about, signed.language).are_printed(signed.text, paper.recipient_name)


def _is_before_more_time(paper: ReleaseLine, about: Diversion) -> bool:
    return about.extensions.filter(given_at__gt=paper.release.signed_at).exists()
