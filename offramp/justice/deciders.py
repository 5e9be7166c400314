"""Whether whoever decides about a held charge can be told that all is done: for the care team, who say it in time.

No page of a justice partner may ask this: the answer would tell them that a paper was stopped.
"""

from datetime import datetime

from offramp.consent import reads as consent
from offramp.consent.models import Disclosure
from offramp.consent.states import ReleaseKind, Sent
from offramp.directory.models import Membership
from offramp.directory.states import CARE_ROLES, Role
from offramp.justice import reads
from offramp.justice.models import Diversion
from offramp.justice.reads import Progress
from offramp.justice.rules import RELEASE
from offramp.justice.states import Status
from offramp.kernel.classification import DataClass


def cut_off(reader: Membership, about: Diversion, progress: Progress | None, at: datetime) -> Role | None:
    """Whoever decides about a held matter, where nobody may tell them now although the release was signed, and nobody did.

    None where they can be told, were told, or nothing was signed yet. The record was opened with `look`.
    """
    if reader.role not in CARE_ROLES or reader.site_id != about.site_id:
        raise Diversion.DoesNotExist
    decides = about.referral.protocol_version.protocol.may_charge
    if about.status != Status.HELD or progress is None or progress.happened[RELEASE] is None or decides is None:
        return None
    return None if _can_be_told(reader, about, decides, at) or _was_told(about, decides) else decides


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


def _can_be_told(reader: Membership, about: Diversion, decides: Role, at: datetime) -> bool:
    named = consent.told(reader, about.person, DataClass.PARTICIPATION, at)
    theirs = (one for one in named if one.role == decides)
    return any(
        (decides is not Role.OFFICER or one.pk == about.referral.officer_id)
        and reads.may_be_told(one, about, DataClass.PARTICIPATION, at)
        for one in theirs
    )


def _was_told(about: Diversion, decides: Role) -> bool:
    told = Disclosure.objects.filter(site=about.site_id, kind=Sent.CERTIFICATE, about_id=about.pk)
    return told.filter(recipient__role=decides).exists()
