"""What a worker chooses to say to somebody whom the person named: a sentence of their own, or that contact is maintained."""

from datetime import date, datetime
from uuid import UUID

from offramp.consent import actions as consent
from offramp.consent import reads as consent_reads
from offramp.consent.models import Disclosure
from offramp.consent.states import Sent
from offramp.directory.models import Membership
from offramp.justice import consents, reads, rules
from offramp.justice.models import ContactWord, Diversion, SharedUpdate, TakenBack
from offramp.justice.states import Opener
from offramp.kernel import clocks, trail
from offramp.kernel.classification import DataClass
from offramp.kernel.refusals import Incomplete, NotNow
from offramp.kernel.verbs import verb
from offramp.people.models import Person


@verb
def share_update(
    person: Person, *, recipient_id: UUID, referral_id: UUID, opener: Opener, words: str = "", was_seen: bool,
    by: Membership, at: datetime,
) -> SharedUpdate:  # fmt: skip
    """Write one sentence to one recipient about one referral. It is shown to them at sign-in, while a release allows it.

    It begins with an opener; `words` are the worker's own after it. Raises `NotNow` where no live release lets this
    recipient be told updates, and `Incomplete` for a sentence that is too long, for words that no release opens, and for
    a sentence that the person has not seen.
    """
    open_now = reads.update_choices(by, person, at)
    pair = next(((who, about) for who, about in open_now if (who.pk, about.pk) == (recipient_id, referral_id)), None)
    if pair is None:
        raise NotNow("No release in force lets them be told this. Ask the person for a new release first.")
    said = rules.require_update(person.given_name, opener, words, by.name)
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


@verb
def take_back(update_id: UUID, *, by: Membership, at: datetime) -> TakenBack:
    """Take back an update that its recipient was not shown yet: they never are. Twice is once.

    Raises `SharedUpdate.DoesNotExist` for whoever could not write one about this person, and `NotNow` once it was shown.
    """
    written = SharedUpdate.objects.select_related("person", "recipient").get(pk=update_id, site=by.site_id)
    if not consent_reads.opens(by, written.person, DataClass.SHARED_UPDATE, at):
        raise SharedUpdate.DoesNotExist
    consent.hold_lines([written.person.pk], to=written.recipient)  # nobody is shown it between our look and our word
    if Disclosure.objects.filter(site=by.site_id, kind=Sent.SHARED_UPDATE, about_id=written.pk).exists():
        raise NotNow(
            "%(name)s was shown this update, so it cannot be taken back. Write a new one that puts it right.",
            name=written.recipient.name,
        )
    taken, is_new = TakenBack.objects.get_or_create(
        site_id=written.site_id, update=written, defaults={"taken_back_at": at, "taken_back_by": by}
    )
    if is_new:
        trail.record("take_back", written, by=by, at=at)
    return taken


@verb
def say_contact(
    diversion_id: UUID, *, recipient_id: UUID, next_on: date | None, was_seen: bool, by: Membership, at: datetime
) -> ContactWord:
    """Say to one prosecutor, in fixed words, that contact is maintained. It is shown at sign-in, under the justice consent.

    Raises `NotNow` where no justice consent about this matter names them and is on, or the due date is over, and
    `Incomplete` for a next date that lies back and for a sentence that the person has not seen.
    """
    diversion = Diversion.objects.select_related(
        "referral__protocol_version", "person", "site__state"
    ).visible_to(by).get(pk=diversion_id)  # fmt: skip
    to = next((one for one in consents.contact_choices(by, diversion, at) if one.pk == recipient_id), None)
    if to is None:
        raise NotNow("No justice consent about this matter lets them be told this now.")
    today = clocks.local_date(at, diversion.site.time_zone)
    if next_on is not None and next_on < today:
        raise Incomplete("The next date lies ahead. Leave it empty if there is none.", field="next_on")
    if not was_seen:
        raise Incomplete("Show it or read it to the person first, then tick this.", field="was_seen")
    said = ContactWord.objects.create(
        site_id=diversion.site_id, diversion=diversion, recipient=to, next_on=next_on,
        text=rules.contact_text(today, next_on), written_at=at, written_by=by,
    )  # fmt: skip
    trail.record("say_contact", said, by=by, at=at)
    return said
