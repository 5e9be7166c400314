"""What a compliance notice rests on at one instant, and what became of those that were sent.

Nothing is written here, and no page of a justice partner asks.
"""

from dataclasses import dataclass
from datetime import datetime

from offramp.consent import reads as consent
from offramp.consent.models import Disclosure, ReleaseLine
from offramp.consent.states import Sent
from offramp.directory.models import Membership
from offramp.directory.states import CARE_ROLES
from offramp.justice import reads, rules
from offramp.justice.models import Diversion, Notice
from offramp.justice.states import Answered, Status
from offramp.kernel.classification import DataClass
from offramp.people.models import Person
from offramp.protocols.states import NoticePolicy


@dataclass(frozen=True, slots=True)
class SentNotice:
    """A notice that was sent, and what became of it: it was shown, or it waits, or it was held back and never is shown.

    Held back it is by the person's stop, by the decision, and by all that makes it untrue before anybody saw it.
    """

    notice: Notice
    sent_at: datetime
    shown_at: datetime | None
    waits: bool


def sent(reader: Membership, person: Person, at: datetime) -> list[SentNotice] | None:
    """The notices about a person that were sent, first sent first. None where there are some that the reader may not see."""
    kept = Notice.objects.filter(site=reader.site_id, diversion__person=person, sent_at__isnull=False)
    found = list(
        kept.select_related("recipient", "sent_by", *(f"diversion__{name}" for name in reads.WITH_ALL)).order_by(
            "sent_at", "pk"
        )
    )
    if found and not consent.opens(reader, person, DataClass.COMPLIANCE_NOTICE, at):
        return None
    told = Disclosure.objects.filter(site=reader.site_id, person=person, kind=Sent.COMPLIANCE_NOTICE) if found else ()
    shown = {(one.about_id, one.recipient_id): one.made_at for one in told}
    return [_became(one, shown.get((one.diversion_id, one.recipient_id)), at) for one in found]


def sent_about(reader: Membership, about: Diversion, at: datetime) -> list[SentNotice] | None:
    """Those of one matter, by whose protocol there can be any."""
    policy = about.referral.protocol_version.protocol.consequence.compliance_notice
    every = sent(reader, about.person, at) if policy == NoticePolicy.ADOPTED else []
    return every and [one for one in every if one.notice.diversion_id == about.pk]


def _became(kept: Notice, shown_at: datetime | None, at: datetime) -> SentNotice:
    assert kept.sent_at
    is_on = shown_at is None and reads.is_notice_on(kept.recipient, kept.diversion, at, since=kept.sent_at)
    return SentNotice(kept, kept.sent_at, shown_at, waits=is_on)


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
    signed = ReleaseLine.objects.select_related("release").filter(
        site=about.site_id, release__about=about.pk, recipient=recipient, data_class=DataClass.COMPLIANCE_NOTICE,
        is_yes=True,
    ).order_by("-release__signed_at")  # fmt: skip
    return next((one for one in signed if one.as_line().is_live(at)), None)


def _prints_terms(reader: Membership, paper: ReleaseLine, about: Diversion) -> bool:
    signed = paper.release
    return reads.notice_terms(reader, about, signed.language).are_printed(signed.text, paper.recipient_name)


def _is_before_more_time(paper: ReleaseLine, about: Diversion) -> bool:
    return about.extensions.filter(given_at__gt=paper.release.signed_at).exists()
