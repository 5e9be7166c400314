"""A worker keeps to themself alone how somebody is reached: who is followed may fear a friend of theirs on the team."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from offramp.casework import actions as casework
from offramp.casework.models import Meeting
from offramp.casework.states import Part, Reach
from offramp.directory import actions as directory
from offramp.kernel.models import TrailRow
from offramp.kernel.refusals import NotNow, NotYours
from offramp.kernel.trail import Nobody
from offramp.people import actions as people
from offramp.people.models import Assignment, Person
from offramp.people.states import Duty
from offramp.protocols import reads as protocols
from tests import cast as play
from tests.seats import said, seat

PHONE, HOURS, WORDS, PLACE = "(206) 555-0177", "after nine", "It is about the bicycle", "Behind the cannery"
SCENE = {"next_hour": "09:00", "next_place": PLACE, "reach": Reach.FIND, "keeps_name": "yes",
         "language": "en", "signer_name": "Jordan Ellery", "signature_typed": "Jordan Ellery", "phone": PHONE}  # fmt: skip
KEEPS, ASK_LOU = {"keeps_contact_alone": "on"}, "Lou P. keeps how to reach them. Ask Lou P."


@pytest.fixture
def met(cast):
    """The referral of somebody whom Lou has just met."""
    now = timezone.now()
    return play.hand_over(cast, play.offer(cast, at=now - timedelta(minutes=20)), at=now)


def write_down(member, referral, **sent):
    browser, address = seat(member), reverse("responder:meeting", args=[referral.pk])
    form = browser.get(address).context["form"]
    asked = {"token": form["token"].value(), "next_time": form.fields["next_time"].choices[0][0]}  # tomorrow
    return browser.post(address, asked | SCENE | sent, follow=True)


@pytest.fixture
def kept(cast, met):
    """Lou met the person and keeps the contact; Kim is the case manager, and Rosa works with them too."""
    write_down(cast.lou, met, **KEEPS)
    person = met.person
    play.take_over(cast, person, at=timezone.now())
    people.update_person(person, contact_hours=HOURS, contact_words=WORDS, by=cast.lou, at=timezone.now())
    people.assign(person, cast.rosa, duty=Duty.SUPERVISION, by=cast.rosa, at=timezone.now())
    return person


def at(name, *args):
    return reverse(f"casemanager:{name}", args=args)


def send(member, name, person):
    return seat(member).post(at(name, person.pk), {"token": str(uuid4())}, follow=True)


def test_the_switch_on_the_meeting_page_keeps_phone_and_place_and_says_so(cast, met):
    form = said(seat(cast.lou).get(reverse("responder:meeting", args=[met.pk])))
    assert "If you tick this, only you see the phone, the hours and the place. The team sees who keeps it." in form
    page = write_down(cast.lou, met, **KEEPS).content.decode()
    assert "Only you see the phone, the hours and the place." in page
    assert Person.objects.get(pk=met.person_id).contact_kept_by == cast.lou
    assert TrailRow.objects.filter(action="keep_contact", actor_id=cast.lou.pk, object_id=met.person_id).count() == 1


def test_without_the_switch_nothing_is_kept_alone(cast, met):
    assert "Only you see" not in write_down(cast.lou, met).content.decode()
    assert Person.objects.get(pk=met.person_id).contact_kept_by is None


def test_a_no_to_the_name_keeps_no_contact_either(cast, met):
    write_down(cast.lou, met, **KEEPS, keeps_name="no")
    assert Person.objects.get(pk=met.person_id).contact_kept_by is None


def test_the_others_see_who_keeps_it_and_none_of_it(cast, kept):
    for member in (cast.kim, cast.rosa):
        pages = [seat(member).get(at(name, kept.pk)) for name in ("person", "contact", "next-time")]
        assert [ASK_LOU in said(page) for page in pages] == [True, True, False]
        for secret in (PHONE, HOURS, WORDS, PLACE):
            assert [secret in page.content.decode() for page in pages] == [False, False, False]
    mine = said(seat(cast.lou).get(at("person", kept.pk)))
    assert ASK_LOU not in mine
    for secret in (PHONE, HOURS, WORDS):
        assert secret in mine


def test_a_second_record_with_the_kept_phone_is_pointed_out_to_the_keeper_alone(cast, kept):
    now = timezone.now()
    other = people.record_person(
        site_id=cast.site.pk, description="Red scarf", phone="206.555.0177", by=cast.dana, at=now
    )
    for worker in (cast.kim, cast.lou):
        people.assign(other, worker, duty=Duty.OUTREACH, by=cast.rosa, at=now)
    for person in (kept, other):
        assert "may be the same person" not in said(seat(cast.kim).get(at("person", person.pk)))
    people.share_contact(kept, by=cast.lou, at=now)
    assert "Red scarf, the same phone" in said(seat(cast.kim).get(at("person", kept.pk)))
    spanish = seat(cast.kim).get(at("person", other.pk), headers={"accept-language": "es"})
    assert ", el mismo teléfono" in said(spanish)


def test_the_sentence_is_said_in_spanish_too(cast, kept):
    page = seat(cast.kim).get(at("person", kept.pk), headers={"accept-language": "es"})
    assert "Lou P. guarda cómo contactarle. Pregunte a Lou P." in said(page)


def test_who_wrote_the_meeting_down_no_longer_reads_the_place_once_somebody_else_keeps_it(cast, met):
    saved_at = write_down(cast.lou, met).request["PATH_INFO"]
    play.take_over(cast, met.person, at=timezone.now())
    people.assign(met.person, cast.lou, duty=Duty.PEER, by=cast.kim, at=timezone.now())
    shown = said(seat(cast.lou).get(saved_at))
    assert (PLACE in shown, "Best way to reach" in shown) == (True, True)
    people.keep_contact(met.person, by=cast.kim, at=timezone.now())
    shown = said(seat(cast.lou).get(saved_at))
    assert (PLACE in shown, "Best way to reach" in shown) == (False, False)
    assert "Third and Mill" not in said(seat(cast.lou).get(reverse("responder:on-the-way", args=[met.pk])))


def test_the_list_and_the_day_of_the_case_manager_say_when_but_not_where(cast, kept):
    Meeting.objects.filter(person=kept).update(next_at=timezone.now())
    for name in ("home", "people"):
        page = said(seat(cast.kim).get(at(name)))
        assert "Jordan Ellery" in page
        assert PLACE not in page


def test_the_others_change_the_name_but_cannot_write_over_what_they_do_not_see(cast, kept):
    browser = seat(cast.kim)
    token = browser.get(at("contact", kept.pk)).context["form"]["token"].value()
    browser.post(at("contact", kept.pk), {
        "token": token, "given_name": "Jo", "family_name": "Ellery", "language": "en", "phone": "", "contact_hours": "",
    })  # fmt: skip
    person = Person.objects.get(pk=kept.pk)
    assert (person.given_name, person.phone, person.contact_hours) == ("Jo", PHONE, HOURS)
    with pytest.raises(NotNow, match="Ask Lou P"):
        people.update_person(kept, phone="", by=cast.kim, at=timezone.now())
    with pytest.raises(NotNow, match="Ask Lou P"):
        casework.agree_next_time(person, next_at=None, next_place="", by=cast.kim, at=timezone.now())
    later = timezone.now() + timedelta(days=2)
    meeting = casework.agree_next_time(person, next_at=later, by=cast.kim, at=timezone.now())
    assert (meeting.next_at, meeting.next_place) == (later, PLACE)


def test_nobody_writes_over_the_answers_on_reaching_the_person_that_they_do_not_see(cast, kept):
    version = protocols.in_force(cast.kim, play.today(cast, timezone.now()))
    fill = {"protocol_version": version, "at": timezone.now()}
    casework.save_part(kept, Part.REACHING_YOU, {"places": PLACE}, by=cast.kim, **fill)
    page = seat(cast.kim).get(at("intake-part", kept.pk, Part.REACHING_YOU)).content.decode()
    assert ("Reaching you" in page, PLACE in page, "From the meeting" in page) == (True, False, False)
    with pytest.raises(NotNow, match="Ask Lou P"):
        casework.save_part(Person.objects.get(pk=kept.pk), Part.REACHING_YOU, {"places": "?"}, by=cast.kim, **fill)
    casework.save_part(kept, Part.HEALTH, {"now": "a tooth"}, by=cast.kim, **fill)


def test_only_the_keeper_lets_the_team_see_it_again_and_twice_is_once(cast, kept):
    refused = send(cast.kim, "contact-share", kept)
    assert "Lou P. keeps how to reach them. Ask Lou P. to change it." in refused.content.decode()
    assert Person.objects.get(pk=kept.pk).contact_kept_by == cast.lou
    browser, token = seat(cast.lou), {"token": str(uuid4())}
    for _again in range(2):
        browser.post(at("contact-share", kept.pk), token)
    assert PHONE in said(seat(cast.kim).get(at("person", kept.pk)))
    assert TrailRow.objects.filter(action="share_contact", object_id=kept.pk).count() == 1


def test_a_worker_on_call_who_keeps_it_goes_on_until_they_hand_it_over(cast, kept):
    working = Assignment.objects.filter(person=kept, member=cast.lou, ended_at__isnull=True)
    assert [one.duty for one in working] == [Duty.ON_CALL]  # Kim took over, and nobody else knows how to reach them
    send(cast.lou, "contact-share", kept)
    assert not working.all().exists()


def test_a_second_tap_on_handing_it_over_is_told_that_the_first_one_counts(cast, kept):
    lou, sent = seat(cast.lou), {"token": str(uuid4())}
    lou.post(at("contact-share", kept.pk), sent)  # the work ends with it
    assert "We already have this one. Nothing was added." in said(
        lou.post(at("contact-share", kept.pk), sent, follow=True)
    )


def test_the_page_of_the_contact_has_the_switch_for_whoever_works_with_them(cast, person):
    page = send(cast.kim, "contact-keep", person)
    assert "You keep how to reach them. Nobody else on the team sees the phone, the hours or the place." in said(page)
    assert Person.objects.get(pk=person.pk).contact_kept_by == cast.kim
    assert seat(cast.lou).get(at("contact", person.pk)).status_code == 404  # who does not work with them has no switch


def test_nobody_keeps_what_somebody_else_keeps_or_what_they_may_not_know_themself(cast, kept, person):
    with pytest.raises(NotNow, match="Ask Lou P"):
        people.keep_contact(kept, by=cast.kim, at=timezone.now())
    people.assign(person, cast.rosa, duty=Duty.SUPERVISION, by=cast.rosa, at=timezone.now())
    for member in (
        cast.rosa,
        cast.pat,
        cast.lou,
    ):  # a supervisor does not see places; Pat and Lou do not work with them
        with pytest.raises(NotYours):
            people.keep_contact(person, by=member, at=timezone.now())
    assert Person.objects.get(pk=person.pk).contact_kept_by is None


@pytest.mark.parametrize("ends", ["the work", "the membership"])
def test_when_the_keeper_is_gone_the_supervisor_is_told_by_code_and_can_open_it(cast, kept, met, ends):
    home = seat(cast.rosa).get(at("home"))
    assert "is kept by somebody who" not in said(home)
    if ends == "the work":
        people.end_assignment(Assignment.objects.get(person=kept, member=cast.lou), by=cast.rosa, at=timezone.now())
    else:
        directory.end_member(cast.lou, by=Nobody("operator"), at=timezone.now())
    home = said(seat(cast.rosa).get(at("home")))
    assert "The contact of 1 person is kept by somebody who no longer works here, or with them." in home
    assert f"{met.code} : {ASK_LOU}" in home
    assert "is kept by somebody who" not in said(seat(cast.kim).get(at("home")))
    reason = {"code": met.code, "reason": "Lou is gone and the person needs to be warned.", "token": str(uuid4())}
    opened = said(seat(cast.rosa).post(at("emergency"), reason, follow=True))
    for secret in (PHONE, HOURS, WORDS, PLACE):
        assert secret in opened


def test_a_colleague_of_a_keeper_who_left_learns_whom_to_ask(cast, kept):
    directory.end_member(cast.lou, by=Nobody("operator"), at=timezone.now())
    page = said(seat(cast.kim).get(at("person", kept.pk)))
    assert "Lou P. does not work here any more. Your supervisor can open it." in page


def test_the_keeper_is_told_who_sees_the_rest_and_who_does_not(cast, kept):
    browser = seat(cast.lou)
    form = browser.get(at("contact", kept.pk)).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    page = browser.post(at("contact", kept.pk), sent, follow=True).content.decode()
    assert (
        "you, Kim O. (case manager) and Rosa V., who supervises you; the phone, the hours and the place: only you"
        in page
    )


def test_the_supervisor_reads_how_one_other_worker_can_keep_it(cast, kept):
    assert "One other worker can keep it from now on" not in said(seat(cast.rosa).get(at("home")))
    directory.end_member(cast.lou, by=Nobody("operator"), at=timezone.now())
    assert "One other worker can keep it from now on, nobody else: you decide it" in said(
        seat(cast.rosa).get(at("home"))
    )
    spanish = seat(cast.rosa).get(at("home"), headers={"accept-language": "es"})
    assert "lo puede guardar un solo trabajador más, nadie más" in said(spanish)
    people.hand_on_contact(
        kept,
        cast.kim,
        decided_by=cast.rosa,
        agreed_by=cast.noor,
        by=Nobody("operator", cast.site.pk),
        at=timezone.now(),
    )
    assert PHONE in said(seat(cast.kim).get(at("person", kept.pk)))
    assert PHONE not in said(seat(cast.rosa).get(at("person", kept.pk)))
    assert "Nobody here can reach them" not in said(seat(cast.rosa).get(at("home")))
