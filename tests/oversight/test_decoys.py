"""Two invented records at each site: normal work never comes to one, and whoever does stands on the privacy officer's desk."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from offramp.casework import reads as casework
from offramp.directory.states import Role
from offramp.kernel import decoys, trail
from offramp.kernel.models import TrailRow
from offramp.kernel.refusals import NotYours
from offramp.kernel.trail import Nobody
from offramp.oversight import reads as oversight
from offramp.people import actions as people
from offramp.people import reads as people_reads
from offramp.people.models import Assignment, Person, PersonKey
from offramp.people.rules import Named
from tests import cast as play
from tests.cast import NOON
from tests.proof.walk import got, opened
from tests.routes import addresses, all_routes
from tests.seats import said, seat, the_time_is

pytestmark = pytest.mark.django_db
NOW = NOON + timedelta(days=3)


@pytest.fixture
def cast():
    return play.at_site("bureau")


@pytest.fixture(autouse=True)
def demonstration(settings):
    """As in the demonstration, a seat is taken without a second factor."""
    settings.DEMO = True


@pytest.fixture
def planted(cast):
    people.plant_decoys(by=Nobody("clock", cast.site.pk), at=NOON)
    return list(Person.objects.filter(pk__in=decoys.of(cast.site.pk)).order_by("pk"))


def alarms(cast, at=NOW):
    return oversight.alarms(cast.noor, at)


def test_each_site_has_two_and_planting_again_adds_none(cast, planted):
    before = Person.objects.count()
    people.plant_decoys(by=Nobody("clock", cast.site.pk), at=NOW)
    assert (len(planted), Person.objects.count()) == (2, before)
    assert not set(decoys.of(cast.site.pk)) & set(decoys.of(uuid4()))


def test_nobody_but_the_program_plants_them(cast):
    with pytest.raises(NotYours):
        people.plant_decoys(by=cast.kim, at=NOW)


def test_which_they_are_does_not_follow_from_the_database(cast, planted, settings):
    real = people.record_person(site_id=cast.site.pk, given_name="Sam", by=cast.kim, at=NOON)
    for one in planted:
        assert (one.pk.version, one.pk.variant) == (real.pk.version, real.pk.variant)
        assert one.name
        assert one.birth_date
    assert not TrailRow.objects.filter(object_id__in=decoys.of(cast.site.pk)).exists()
    settings.TRAIL_KEY = "another key"
    assert not set(decoys.of(cast.site.pk)) & {one.pk for one in planted}


def test_an_address_that_is_tried_is_an_alarm_at_once_and_shows_the_one_page(cast, planted):
    with the_time_is(NOW):
        browser = seat(cast.kim)
        browser.get(reverse("casemanager:home"))
        tried = got(browser.get(reverse("casemanager:person", args=[planted[0].pk])))
        never = got(browser.get(reverse("casemanager:person", args=[uuid4()])))
    assert tried.status == 404
    assert tried == never
    assert [(one.name, one.was_refused) for one in alarms(cast)] == [(cast.kim.name, True)]


def test_a_list_that_would_show_one_is_an_alarm(cast, planted):
    trail.record_read("people.Person", by=cast.rosa, at=NOW, purpose="care", ids=[uuid4(), planted[1].pk])
    trail.record_read("people.Person", by=cast.rosa, at=NOW, purpose="care", ids=[uuid4(), uuid4()])
    assert [(one.name, one.was_refused) for one in alarms(cast)] == [(cast.rosa.name, False)]


def test_whoever_gives_themself_one_by_a_side_door_rings_at_each_look(cast, planted):
    Assignment.objects.create(site=cast.site, person=planted[0], member=cast.kim, duty="case manager", starts_at=NOON)
    casework.open_person(cast.kim, planted[0].pk, NOW)
    assert alarms(cast)
    people.assign(planted[0], cast.rosa, duty="supervision", by=cast.kim, at=NOW)
    assert len(alarms(cast)) == 2


def test_the_chain_holds_with_alarms_in_it(cast, planted):
    with pytest.raises(Person.DoesNotExist):
        people_reads.person(cast.kim, planted[0].pk, NOW)
    assert list(trail.faults(cast.site.pk)) == []


def test_the_privacy_officer_s_first_page_asks_every_half_minute_and_leads_to_who_it_was(cast, planted):
    with the_time_is(timezone.now()):
        noor = seat(cast.noor)
        page = noor.get(reverse("oversight:home")).content.decode()
        assert 'hx-trigger="every 30s"' in page
        assert "that is invented" not in page
        seat(cast.kim).get(reverse("casemanager:person", args=[planted[0].pk]))
        bell = noor.get(reverse("privacyofficer:bell"))
        assert "somebody asked 1 time for a record" in said(bell)
        assert cast.kim.name not in said(bell)
        assert cast.kim.name in said(noor.get(reverse("privacyofficer:alarms")))
        assert "that is invented" not in said(seat(cast.imani).get(reverse("oversight:home")))


def test_other_readers_and_another_site_learn_of_no_alarm(cast, planted):
    with pytest.raises(Person.DoesNotExist):
        people_reads.person(cast.kim, planted[0].pk, NOW)
    elsewhere = play.at_site("fayette")
    assert all(oversight.alarms(one, NOW) == [] for one in (cast.imani, cast.kim, cast.rosa, cast.pat, elsewhere.noor))
    assert oversight.how_many_alarms(cast.imani, NOW) == oversight.how_many_alarms(elsewhere.noor, NOW) == 0


def test_a_try_that_was_refused_is_no_opening_and_touches_nobody(cast, planted):
    other = play.at_work(cast).person
    people.end_assignment(other.assignments.get(member=cast.kim), by=cast.rosa, at=NOON + timedelta(days=2))
    for pk in (other.pk, planted[0].pk):
        with pytest.raises(Person.DoesNotExist):
            people_reads.person(cast.kim, pk, NOW)
    people.assign(other, cast.lou, duty="peer", by=cast.rosa, at=NOW)
    assert cast.kim not in [one.member for one in people_reads.openings(cast.lou, other, NOW)]
    seen = oversight.touched(cast.noor, cast.kim.pk, NOW, NOW + timedelta(hours=1), NOW)
    assert (seen.people, seen.gone) == ([], 0)


def test_no_page_and_no_question_changes_by_a_byte_when_they_are_planted(cast):
    """Every page without a subject, for everybody at the site; the same names, said aloud or alike, find nobody."""
    play.at_work(cast)
    seats = cast.members
    before = {name: opened(member, lists(member), at=NOW) for name, member in seats.items()}
    people.plant_decoys(by=Nobody("clock", cast.site.pk), at=NOON)
    after = {name: opened(member, lists(member), at=NOW) for name, member in seats.items()}
    assert [(name, page) for name in before for page in before[name] if after[name][page] != before[name][page]] == []
    decoy = Person.objects.get(pk=decoys.of(cast.site.pk)[0])
    same_name = people.record_person(
        site_id=cast.site.pk, given_name=decoy.given_name, family_name=decoy.family_name, birth_date=decoy.birth_date,
        by=cast.kim, at=NOW,
    )  # fmt: skip
    assert people_reads.same_person_candidates(cast.kim, same_name, NOW) == []
    said_aloud = Named(decoy.given_name, decoy.family_name, decoy.birth_date)
    assert people.whose(said_aloud, None, by=cast.kim) == {same_name.pk}
    assert not PersonKey.objects.filter(person=decoy).exists()
    assert alarms(cast) == []


def lists(member):
    """Every page of a desk that is about nobody in particular, but for the mark of the trail, which moves with each row.

    Of those that are for other roles one: at every other the same door refuses before anybody is looked for.
    """
    on_desks = [
        route for route in all_routes() if ":" in route.name and not route.takes and route.name != "oversight:mark"
    ]
    shut = [route for route in on_desks if member.role not in (getattr(route.view, "roles", ()) or Role)]
    return [addresses(route, {})[0] for route in on_desks if route not in shut[1:]]
