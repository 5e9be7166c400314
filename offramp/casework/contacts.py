"""Contacts: what a worker writes down after each touch. A draft, then signed and locked, then only added to."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from offramp.casework import actions, rules
from offramp.casework.actions import Kit
from offramp.casework.models import Contact, ContactAddendum
from offramp.casework.rules import Noted
from offramp.casework.states import ContactKind
from offramp.directory import reads as directory
from offramp.directory.models import Membership
from offramp.directory.states import CARE_ROLES
from offramp.kernel import clocks, trail
from offramp.kernel.refusals import Incomplete, NotNow, NotYours
from offramp.kernel.verbs import verb
from offramp.people.models import Person
from offramp.people.reads import require_works_with


@verb
def save_contact(
    person: Person, noted: Noted, *, draft: UUID | None = None, kit: Kit | None = None, signs: bool = False,
    by: Membership, at: datetime,
) -> Contact:  # fmt: skip
    """Write a contact down as a draft, or over one's own `draft`; with `signs`, sign it, and from then on it is locked.

    Naloxone is handed out the moment it is written down, also where the note waits to be signed.
    """
    _require_writer(person, by=by, at=at)
    today = clocks.local_date(at, directory.site_of(by).time_zone)
    if lacks := rules.lacks_of_note(noted, at, today) + (rules.lacks_to_sign(noted) if signs else []):
        raise lacks[0]
    written = Contact(site_id=person.site_id, person=person, written_at=at, written_by=by)
    if draft is not None:
        written = _own_draft(person, draft, by)
    for name, value in asdict(noted).items():
        setattr(written, name, list(value) if isinstance(value, tuple) else value)
    if noted.kind == ContactKind.ATTEMPT:
        written.is_substantive = False
    if signs:
        written.signed_at, written.signed_by = at, by
    written.save()
    if kit is not None:
        actions.give_supply(kit, person=person, contact=written, by=by, at=at)
    trail.record("sign_contact" if signs else "save_contact", written, by=by, at=at)
    return written


@verb
def add_to_contact(person: Person, contact_id: UUID, words: str, *, by: Membership, at: datetime) -> ContactAddendum:
    """Add to a signed note of one's own what was forgotten or has changed. The note itself stays as it was signed."""
    _require_writer(person, by=by, at=at)
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact_id, person=person, written_by=by)
    if contact.signed_at is None:
        raise NotNow("This note is not signed yet. Write it into the note itself.")
    if not words.strip():
        raise Incomplete("Write what you want to add.", field="words")
    added = ContactAddendum(site_id=person.site_id, contact=contact, words=words.strip(), added_at=at, added_by=by)
    added.save()
    trail.record("add_to_contact", added, by=by, at=at)
    return added


@verb
def throw_away(person: Person, contact_id: UUID, *, by: Membership, at: datetime) -> Person:
    """Throw a draft of one's own away. What was handed out with it was handed out, and stays written down."""
    _require_writer(person, by=by, at=at)
    draft = _own_draft(person, contact_id, by)
    draft.supplies.update(contact=None)
    trail.record("throw_away_draft", draft, by=by, at=at)
    draft.delete()
    return person


def _require_writer(person: Person, *, by: Membership, at: datetime) -> None:
    if by.role not in CARE_ROLES:
        raise NotYours("Only the care team can do this.")
    require_works_with(by, person, at)


def _own_draft(person: Person, draft: UUID, by: Membership) -> Contact:
    mine = Contact.objects.select_for_update(of=("self",))
    found = mine.get(pk=draft, person=person, written_by=by)
    if found.signed_at is not None:
        raise NotNow("This note is signed and stays as it is. What is new is added below it.")
    return found
