"""The pages of notes: written, kept as a draft, signed, read, added to, and counted."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from offramp.casework import actions as casework
from offramp.casework.actions import Kit
from offramp.casework.models import Contact, ContactAddendum, SupplyGiven
from offramp.kernel.clocks import local_date
from offramp.people import actions as people
from offramp.people.states import Duty
from tests import cast as play
from tests.seats import said

WRITTEN = {"kind": "phone", "is_substantive": "yes", "words": "Called about the bed."}


def address(name, person, *args):
    return reverse(f"casemanager:{name}", args=[person.pk, *args])


def drawn(client, where):
    """What the form of a page holds as it is drawn, as a browser would send it."""
    form = client.get(where).context["form"]
    values = {name: form[name].value() for name in form.fields}
    shown = {name: form.fields[name].prepare_value(value) for name, value in values.items() if value not in (None, "")}
    return {name: str(value)[:5] if name == "hour" else value for name, value in shown.items() if value is not False}


def send(client, where, **said_so):
    return client.post(where, drawn(client, where) | said_so, follow=True)


def signed(cast, person, **said_so):
    return play.note(cast, person, at=timezone.now() - timedelta(hours=1), **said_so)


def test_a_note_is_signed_in_one_go_and_stands_on_the_person_s_page(as_, cast, person):
    page = said(send(as_(cast.kim), address("note-new", person), **WRITTEN, signs="on"))
    assert "Signed and locked. Who can see this: only you, until somebody else works with this person." in page
    assert "Note: Phone, 15 min" in page
    made = Contact.objects.get()
    assert (made.words, made.is_substantive, made.signed_by) == ("Called about the bed.", True, cast.kim)
    assert timezone.now() - made.happened_at < timedelta(minutes=2)


def test_a_draft_is_thrown_away_and_what_was_handed_out_stays(as_, cast, person):
    draft = play.note(cast, person, at=timezone.now() - timedelta(hours=1), signs=False)
    casework.give_supply(Kit(2, "B200"), person=person, contact=draft, by=cast.kim, at=timezone.now())
    kim = as_(cast.kim)
    assert "Throw this draft away" in said(kim.get(address("note", person, draft.pk)))
    page = said(kim.post(address("note-throw-away", person, draft.pk), {"token": uuid4()}, follow=True))
    assert "The draft is thrown away." in page
    assert not Contact.objects.exists()
    given = SupplyGiven.objects.get(lot="B200")
    assert (given.person, given.contact) == (person, None)
    assert kim.get(address("note", person, draft.pk)).status_code == 404


def test_a_signed_note_and_a_draft_of_somebody_else_are_not_thrown_away(as_, cast, person):
    made, draft = signed(cast, person), play.note(cast, person, signs=False, at=timezone.now())
    people.assign(person, cast.lou, duty=Duty.PEER, by=cast.kim, at=timezone.now())
    page = said(as_(cast.kim).post(address("note-throw-away", person, made.pk), {"token": uuid4()}, follow=True))
    assert "This note is signed and stays as it is." in page
    theirs = as_(cast.lou).post(address("note-throw-away", person, draft.pk), {"token": uuid4()})
    assert theirs.status_code == 404
    assert Contact.objects.count() == 2


def test_a_draft_is_kept_waits_on_the_list_and_is_signed_later(as_, cast, person):
    kim = as_(cast.kim)
    page = said(send(kim, address("note-new", person), kind="field", words="Half a thought"))
    assert "It is a draft: nobody else reads it until you sign it." in page
    draft = Contact.objects.get()
    waiting = kim.get(reverse("casemanager:unsigned-notes"))
    assert "Jordan Ellery" in said(waiting)
    where = address("note", person, draft.pk)
    assert where in waiting.content.decode()
    page = said(send(kim, where, is_substantive="no", signs="on"))
    assert "Signed and locked." in page
    draft.refresh_from_db()
    assert (draft.words, draft.is_substantive, draft.signed_by) == ("Half a thought", False, cast.kim)
    assert "All your notes are signed." in said(kim.get(reverse("casemanager:unsigned-notes")))


def test_what_is_missing_is_said_at_once_and_nothing_that_was_typed_is_lost(as_, cast, person):
    answer = send(as_(cast.kim), address("note-new", person), kind="phone", next_step="Ride to court", signs="on")
    errors = answer.context["form"].errors
    assert set(errors) == {"is_substantive", "words", "next_when"}
    assert "Ride to court" in said(answer)
    assert not Contact.objects.exists()


def test_an_attempt_takes_one_answer(as_, cast, person):
    send(as_(cast.kim), address("note-new", person), kind="attempt", signs="on")
    assert Contact.objects.get().signed_by == cast.kim


def test_what_harms_on_file_is_looked_at_twice(as_, cast, person):
    number = WRITTEN | {"words": "His number is 123-45-6789.", "signs": "on"}
    answer = send(as_(cast.kim), address("note-new", person), **number)
    assert "This looks like a Social Security" in said(answer)
    assert not Contact.objects.exists()


def test_a_kit_with_its_lot_and_its_day_is_given_once_however_often_the_draft_is_saved(as_, cast, person):
    kim, day = as_(cast.kim), timezone.localdate() + timedelta(days=300)
    kit = {"kits": "1", "other_lot": "B207", "expires_on": day.strftime("%m %d %Y"), "was_shown_how": "on"}
    send(kim, address("note-new", person), **WRITTEN, **kit)
    given = SupplyGiven.objects.get(lot="B207")
    assert (given.quantity, given.expires_on, given.person, given.was_shown_how) == (1, day, person, True)
    where = address("note", person, Contact.objects.get().pk)
    assert "Naloxone ×1, lot B207: written down." in said(kim.get(where))
    send(kim, where, **kit, signs="on")
    assert SupplyGiven.objects.filter(lot="B207").count() == 1


def test_a_kit_without_a_lot_is_asked_for_it(as_, cast, person):
    answer = send(as_(cast.kim), address("note-new", person), **WRITTEN, kits="1", signs="on")
    assert answer.context["form"].errors["other_lot"] == ["Choose or write the lot of the kit."]


def test_the_next_step_has_its_day(as_, cast, person):
    send(as_(cast.kim), address("note-new", person), **WRITTEN, next_when="1", next_step="Ride to court", signs="on")
    made = Contact.objects.get()
    assert (made.next_step, made.next_on) == (
        "Ride to court",
        local_date(timezone.now(), cast.site.time_zone) + timedelta(days=1),
    )


def test_a_signed_note_is_read_and_added_to(as_, cast, person):
    made = signed(cast, person, talked_safer_use=True, domains=("court", "home"))
    kim, where = as_(cast.kim), address("note", person, made.pk)
    page = said(kim.get(where))
    assert "Went to court" in page
    assert "Signed by Kim O." in page
    assert "What it was about Court and Home" in page
    assert "Safer use talked about it" in page
    assert "And a ride home" in said(send(kim, where, words="And a ride home"))
    assert ContactAddendum.objects.get().added_by == cast.kim
    assert "Write what you want to add." in said(kim.post(where, {"words": ""}))


def test_others_of_the_team_read_what_is_theirs_to_read_and_can_add_nothing(as_, cast, person):
    now = timezone.now() - timedelta(hours=2)
    people.assign(person, cast.rosa, duty=Duty.SUPERVISION, by=cast.kim, at=now)
    people.assign(person, cast.lou, duty=Duty.PEER, by=cast.kim, at=now)
    made, close = signed(cast, person), signed(cast, person, sensitivity="close")
    page = as_(cast.rosa).get(address("note", person, made.pk))
    assert "Went to court" in said(page)
    assert page.context["form"] is None
    assert as_(cast.rosa).get(address("note", person, close.pk)).status_code == 404
    for one in (made, close):
        assert as_(cast.lou).get(address("note", person, one.pk)).status_code == 404
    assert "No note that you can read is written here yet." in said(as_(cast.lou).get(address("notes", person)))


@pytest.mark.parametrize("who", ["dana", "ames", "vance", "pat", "noor", "imani"])
def test_nobody_outside_the_care_team_has_a_page_of_notes(as_, cast, person, who):
    made = signed(cast, person)
    pages = [address("notes", person), address("note-new", person), address("note", person, made.pk)]
    for where in [*pages, reverse("casemanager:unsigned-notes")]:
        answer = as_(cast.members[who]).get(where)
        assert answer.status_code == 404
        assert "Went to court" not in answer.content.decode()


def test_the_list_is_paged(as_, cast, person):
    for many in range(26):
        signed(cast, person, words=f"Touch {many}")
    page = as_(cast.kim).get(address("notes", person))
    assert len(page.context["rows"]) == 25
    more = as_(cast.kim).get(f"{address('notes', person)}?after={page.context['page'].next}")
    assert [note.words for note, _short in more.context["rows"]] == ["Touch 0"]


def test_a_note_is_one_tap_away_from_the_people_one_works_with(as_, cast, person):
    assert address("note-new", person) in as_(cast.kim).get(reverse("casemanager:people")).content.decode()


def test_the_pages_ask_the_database_little(as_, cast, person, django_assert_max_num_queries):
    made, draft = signed(cast, person), signed(cast, person, signs=False)
    for _many in range(20):
        signed(cast, person)
    kim = as_(cast.kim)
    pages = [address("notes", person), address("note-new", person), reverse("casemanager:unsigned-notes")]
    for where in [*pages, address("note", person, made.pk), address("note", person, draft.pk)]:
        with django_assert_max_num_queries(35):
            kim.get(where)


def test_in_spanish_the_note_is_asked_for_in_spanish(as_, cast, person):
    page = as_(cast.kim).get(address("note-new", person), headers={"accept-language": "es"})
    assert "Firmar la nota" in said(page)
    assert "¿Sirvió de algo?" in said(page)
