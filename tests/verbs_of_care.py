"""The verbs of what is written down after a touch: `tests.verbs` takes them in."""

from datetime import timedelta

from offramp.casework import contacts
from offramp.casework.rules import Noted
from offramp.casework.states import ContactKind
from tests import cast as play
from tests.cast import NOON


def save_contact(cast):
    noted = Noted(ContactKind.PHONE, NOON, is_substantive=True, words="Talked about a bed")
    return contacts.save_contact, (play.at_work(cast).person, noted), cast.kim, {"signs": True}


def add_to_contact(cast):
    person = play.at_work(cast).person
    return (
        contacts.add_to_contact,
        (person, play.note(cast, person, at=NOON + timedelta(hours=21)).pk, "And a ride"),
        cast.kim,
    )


def throw_away(cast):
    person = play.at_work(cast).person
    draft = play.note(cast, person, at=NOON + timedelta(hours=21), signs=False)
    return contacts.throw_away, (person, draft.pk), cast.kim


PREPARED = {
    "casework.contacts.save_contact": save_contact,
    "casework.contacts.add_to_contact": add_to_contact,
    "casework.contacts.throw_away": throw_away,
}
