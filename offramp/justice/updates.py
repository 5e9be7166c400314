"""Updates: a sentence that a worker chooses to write to somebody whom the person's release names."""

from datetime import datetime
from uuid import UUID

from offramp.directory.models import Membership
from offramp.justice import reads
from offramp.justice.models import SharedUpdate
from offramp.justice.states import UPDATE_LENGTH
from offramp.kernel import trail
from offramp.kernel.refusals import Incomplete, NotNow, require_words
from offramp.kernel.verbs import verb
from offramp.people.models import Person


@verb
def share_update(
    person: Person, *, recipient_id: UUID, referral_id: UUID, text: str, was_seen: bool, by: Membership, at: datetime
) -> SharedUpdate:
    """Write one sentence to one recipient about one referral. It is shown to them at sign-in, while a release allows it.

    Raises `NotNow` where no live release lets this recipient be told updates, and `Incomplete` for an empty or long
    sentence and for one that the person has not seen.
    """
    open_now = reads.update_choices(by, person, at)
    pair = next(((who, about) for who, about in open_now if (who.pk, about.pk) == (recipient_id, referral_id)), None)
    if pair is None:
        raise NotNow("No release in force lets them be told this. Ask the person for a new release first.")
    missing = Incomplete("Write the sentence.", field="text")
    said = require_words(" ".join(text.split()), most=UPDATE_LENGTH, missing=missing)
    if not was_seen:
        raise Incomplete("Show it or read it to the person first, then tick this.", field="was_seen")
    recipient, about = pair
    written = SharedUpdate.objects.create(
        site_id=person.site_id,
        referral=about,
        person=person,
        recipient=recipient,
        text=said,
        written_at=at,
        written_by=by,
    )
    trail.record("share_update", written, by=by, at=at)
    return written
