"""That the person is told how their charge was decided.

Only those who work with the person ask and say so: that somebody was told is a contact with them.
"""

from datetime import datetime
from uuid import UUID

from offramp.directory.models import Membership
from offramp.justice import deciders
from offramp.justice.models import Diversion
from offramp.justice.states import Status
from offramp.kernel import trail
from offramp.kernel.refusals import NotNow
from offramp.kernel.verbs import verb


@verb
def tell_decision(diversion_id: UUID, *, by: Membership, at: datetime) -> Diversion:
    """Write down that the person knows. Twice is once: the first word counts.

    Raises `Diversion.DoesNotExist` unless a case manager who works with the person says it, and `NotNow` while nothing is
    decided.
    """
    diversion = deciders.of_own_people(by, at).select_for_update(of=("self",)).get(pk=diversion_id)
    if diversion.status == Status.HELD:
        raise NotNow("Nothing is decided yet. Come back here when it is.")
    if diversion.told_at is None:
        diversion.told_at, diversion.told_by = at, by
        diversion.save(update_fields=["told_at", "told_by"])
        trail.record("tell_decision", diversion, by=by, at=at)
    return diversion
