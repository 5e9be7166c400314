"""Notes after each touch: what a draft may lack, what a signature locks, who reads which, and what is forgotten."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from offramp.casework import actions as casework
from offramp.casework import contacts, reads
from offramp.casework.actions import Kit
from offramp.casework.models import Contact, ContactAddendum, SupplyGiven
from offramp.casework.rules import Noted
from offramp.casework.states import ContactKind
from offramp.justice import actions as justice
from offramp.kernel.models import TrailRow
from offramp.kernel.refusals import Incomplete, NotNow, NotYours
from offramp.people import actions as people
from offramp.people.models import Person
from offramp.people.states import Duty
from offramp.referrals import actions as referrals
from tests import cast as play
from tests.cast import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=2)


@pytest.fixture
def cast():
    return play.at_site("bureau")


@pytest.fixture
def person(cast):
    person = play.at_work(cast).person
    people.assign(person, cast.lou, duty=Duty.PEER, by=cast.kim, at=LATER)
    people.assign(person, cast.rosa, duty=Duty.SUPERVISION, by=cast.kim, at=LATER)
    return person


def read_by(member, person, at=LATER):
    return [one.words for one in reads.contacts(member, reads.open_person(member, person.pk, at)).rows]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"is_substantive": None}, "is_substantive"),
        ({"words": "  "}, "words"),
        ({"happened_at": LATER + timedelta(minutes=1)}, "day"),
        ({"happened_at": LATER - timedelta(days=367)}, "day"),
        ({"next_step": "Ride to court"}, "next_when"),
        ({"next_on": LATER.date() - timedelta(days=1)}, "next_day"),
        ({"next_on": LATER.date() + timedelta(days=367)}, "next_day"),
    ],
    ids=["moved or not", "no words", "to come", "last year", "no day", "a day past", "a day too far"],
)
def test_what_a_note_still_has_to_say_before_it_is_signed(cast, person, said, field):
    with pytest.raises(Incomplete) as refused:
        play.note(cast, person, **said)
    assert refused.value.field == field
    assert not Contact.objects.exists()


def test_a_draft_may_lack_its_words_and_whether_it_moved_something(cast, person):
    draft = play.note(cast, person, signs=False, words="", is_substantive=None)
    assert (draft.signed_at, draft.is_substantive) == (None, None)
    noted = Noted(ContactKind.PHONE, LATER, True, words="Found a bed")
    signed = contacts.save_contact(person, noted, draft=draft.pk, signs=True, by=cast.kim, at=LATER)
    assert (signed.pk, signed.words, signed.signed_at) == (draft.pk, "Found a bed", LATER)
    assert Contact.objects.count() == 1


def test_an_attempt_says_enough_by_itself_and_moved_nothing(cast, person):
    made = play.note(cast, person, kind=ContactKind.ATTEMPT, is_substantive=True, words="")
    assert made.is_substantive is False


def test_a_signed_note_is_locked_and_only_added_to(cast, person):
    made = play.note(cast, person)
    with pytest.raises(NotNow, match="signed and stays as it is"):
        contacts.save_contact(person, Noted(ContactKind.TEXT, LATER), draft=made.pk, by=cast.kim, at=LATER)
    contacts.add_to_contact(person, made.pk, " And a ride ", by=cast.kim, at=LATER)
    opened = reads.open_person(cast.kim, person.pk, LATER)
    found = reads.contact(cast.kim, opened, made.pk)
    assert (found.words, [one.words for one in found.addenda.all()]) == ("Went to court", ["And a ride"])
    with pytest.raises(TypeError):
        ContactAddendum.objects.get().save()


def test_nothing_is_added_to_a_draft_nor_by_anybody_but_its_writer(cast, person):
    draft = play.note(cast, person, signs=False)
    with pytest.raises(NotNow, match="not signed yet"):
        contacts.add_to_contact(person, draft.pk, "more", by=cast.kim, at=LATER)
    signed = play.note(cast, person)
    for act in (
        lambda: contacts.add_to_contact(person, signed.pk, "more", by=cast.lou, at=LATER),
        lambda: contacts.save_contact(person, Noted(ContactKind.TEXT, LATER), draft=draft.pk, by=cast.lou, at=LATER),
    ):
        with pytest.raises(Contact.DoesNotExist):
            act()


def test_a_note_is_written_by_care_staff_who_work_with_the_person(cast, person):
    people.assign(person, cast.pat, duty=Duty.ON_CALL, by=cast.kim, at=LATER)
    elsewhere = play.at_site("fayette")
    noted = Noted(ContactKind.PHONE, LATER, True, words="x")
    for member in (cast.pat, cast.dana, cast.vance, elsewhere.kim):
        with pytest.raises(NotYours):
            contacts.save_contact(person, noted, signs=True, by=member, at=LATER)


def test_who_reads_which_note(cast, person):
    play.note(cast, person, words="for the team")
    play.note(cast, person, words="kept close", sensitivity="close")
    play.note(cast, person, words="a draft", signs=False)
    play.note(cast, person, words="of the peer", by="lou")
    play.note(cast, person, words="of the peer, close", by="lou", sensitivity="close")
    assert set(read_by(cast.kim, person)) == {
        "for the team", "kept close", "a draft", "of the peer", "of the peer, close"
    }  # fmt: skip
    assert set(read_by(cast.lou, person)) == {"of the peer", "of the peer, close"}
    assert set(read_by(cast.rosa, person)) == {"for the team", "of the peer"}


def test_whoever_no_longer_works_with_the_person_reads_nothing_they_wrote(cast, person):
    play.note(cast, person, by="lou", signs=False)
    opened = reads.open_person(cast.lou, person.pk, LATER)
    people.end_assignment(person.assignments.get(member=cast.lou, duty=Duty.PEER), by=cast.rosa, at=LATER)
    assert reads.contacts(cast.lou, opened).rows == []
    assert reads.drafts(cast.lou, LATER) == []


def test_the_newest_touch_stands_first_and_pages_go_on_by_key(cast, person):
    for many in range(30):
        play.note(cast, person, words=str(many), at=LATER - timedelta(minutes=30 - many))
    opened = reads.open_person(cast.kim, person.pk, LATER)
    first = reads.contacts(cast.kim, opened)
    rest = reads.contacts(cast.kim, opened, after=first.next)
    assert [one.words for one in first.rows + rest.rows] == [str(many) for many in reversed(range(30))]
    assert (len(first.rows), rest.next) == (25, "")


def test_a_kit_given_at_a_touch_is_the_one_record_of_kits(cast, person):
    noted = Noted(ContactKind.FIELD, LATER, True, words="x")
    made = contacts.save_contact(person, noted, kit=Kit(2, "A113"), signs=True, by=cast.kim, at=LATER)
    given = SupplyGiven.objects.get(contact=made)
    assert (given.person, given.quantity, given.lot) == (person, 2, "A113")
    with pytest.raises(Incomplete):
        contacts.save_contact(person, noted, kit=Kit(1, " "), signs=True, by=cast.kim, at=LATER)
    assert Contact.objects.count() == 1


def test_the_supervisor_learns_who_has_notes_to_sign_and_about_whom_nothing(cast, person):
    play.note(cast, person, signs=False)
    play.note(cast, person, signs=False, by="lou", at=LATER + timedelta(hours=1))
    play.note(cast, person)
    assert [(one.member, one.many, one.since) for one in reads.unsigned(cast.rosa)] == [
        (cast.kim, 1, LATER), (cast.lou, 1, LATER + timedelta(hours=1)),
    ]  # fmt: skip
    assert [reads.unsigned(who) for who in (cast.kim, cast.lou, cast.pat, cast.dana)] == [[], [], [], []]
    assert [one.person for one in reads.drafts(cast.kim, LATER)] == [person]


def test_the_list_of_drafts_is_on_the_trail_with_whom_it_showed(cast, person):
    play.note(cast, person, signs=False)
    reads.drafts(cast.kim, LATER)
    row = TrailRow.objects.filter(action="read").latest("seq")
    assert (row.object_type, row.object_id) == ("people.Person", person.pk)


def test_no_word_of_a_note_is_on_the_trail(cast, person):
    play.note(cast, person, words="Zanzibar", next_step="Quito", next_on=LATER.date())
    assert not [row for row in TrailRow.objects.all() if "Zanzibar" in str(row.detail) or "Quito" in str(row.detail)]


def test_a_signed_note_without_an_answer_cannot_be_on_file(cast, person):
    draft = play.note(cast, person, signs=False, is_substantive=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=draft.pk).update(signed_at=LATER, signed_by=cast.kim)


def test_what_was_written_about_somebody_who_is_forgotten_goes_with_them(cast):
    looked_for = referrals.refer_social_contact(facts={}, who=play.JORDAN, by=cast.dana, at=NOON)
    person = justice.hand_over(looked_for.pk, by=cast.lou, at=NOON).person
    noted = Noted(ContactKind.FIELD, NOON, True, words="x")
    made = contacts.save_contact(person, noted, kit=Kit(1, "A113"), signs=True, by=cast.lou, at=LATER)
    contacts.add_to_contact(person, made.pk, "y", by=cast.lou, at=LATER)
    casework.forget(person.pk, held=Person.objects.none(), by=cast.lou, at=NOON + timedelta(days=400))
    assert not Contact.objects.exists()
    assert not ContactAddendum.objects.exists()
    given = SupplyGiven.objects.get()
    assert (given.person, given.contact, given.lot) == (None, None, "A113")
