"""Anybody of the staff writes down a stop; it counts from the next look, opens nothing, and is answered alike for all."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from offramp.casework import actions as casework
from offramp.consent import reads
from offramp.consent.models import ReleaseLine, SaidStop
from offramp.consent.states import Meant
from offramp.directory.states import TAKE_STOPS
from offramp.justice import actions as justice
from offramp.kernel import trail
from offramp.kernel.models import TrailRow
from offramp.kernel.refusals import Incomplete, NotNow, NotYours
from offramp.people import actions as people
from tests import cast as play
from tests.cast import NOON
from tests.state import everything
from tests.verbs_of_oversight import said_by_jordan

pytestmark = pytest.mark.django_db
SAID = NOON + timedelta(days=11)


@pytest.fixture
def cast():
    return play.at_site("bureau")


@pytest.fixture
def referral(cast):
    return play.at_work(cast)


@pytest.fixture
def person(cast, referral):
    """Jordan, done with both steps, signed for the prosecutor and the officer; Lou does not work with them."""
    play.sign(cast, referral.person)
    play.complete_intake(cast, referral.person)
    return referral.person


def say(cast, *, by=None, at=SAID, **said):
    return casework.write_down_stop(**(said or said_by_jordan()), by=by or cast.lou, at=at)


def told(cast, at=SAID):
    return {name for name in ("vance", "dana") if justice.deliver(by=cast.members[name], at=at)}


def on(at=SAID):
    return {line.recipient_role for line in ReleaseLine.objects.filter(is_yes=True) if line.as_line().is_live(at)}


def test_it_counts_from_the_next_look_and_says_who_wrote_it_down(cast, person):
    made = say(cast)
    assert told(cast) == set()
    assert {(line.stopped_at, line.stopped_by) for line in ReleaseLine.objects.all()} == {(SAID, cast.lou)}
    assert (made.said_by, made.placed_at, made.placed_by) == (cast.lou, SAID, cast.lou)
    rows = TrailRow.objects.filter(actor_id=cast.lou.pk, at=SAID).order_by("seq")
    assert [row.action for row in rows] == ["stop_release", "stop_release", "write_down_stop"]
    assert list(trail.faults(cast.site.pk)) == []


@pytest.mark.parametrize("name", ["lou", "rosa", "kim", "noor"])
def test_everybody_of_the_care_staff_and_the_privacy_officer_can(cast, person, name):
    assert cast.members[name].role in TAKE_STOPS
    say(cast, by=cast.members[name])
    assert on() == set()


@pytest.mark.parametrize("name", ["dana", "marcus", "ames", "vance", "pat", "imani"])
def test_nobody_else_can(cast, person, name):
    before = everything()
    with pytest.raises(NotYours):
        say(cast, by=cast.members[name])
    assert everything() == before


@pytest.mark.parametrize(
    ("meant", "words", "left"),
    [
        (Meant.POLICE, "", {"prosecutor"}), (Meant.PROSECUTION, "", {"officer"}), (Meant.EVERYBODY, "", set()),
        (Meant.NAMED, "Mr. Vance", {"officer"}),
    ],
)  # fmt: skip
def test_whom_they_mean_is_stopped_and_the_others_are_left_as_they_are(cast, person, meant, words, left):
    say(cast, **said_by_jordan(meant=meant, words=words))
    assert on() == left


@pytest.mark.parametrize("typed", play.WAYS_TO_TYPE_A_CODE)
def test_by_the_code_they_carry_no_name_is_needed_however_it_is_typed(cast, referral, person, typed):
    say(cast, code=typed(referral.code), meant=Meant.EVERYBODY)
    assert on() == set()


def test_a_code_that_comes_with_another_name_waits(cast, referral, person):
    waits = say(cast, code=referral.code, given_name="Sam", family_name="Okafor", meant=Meant.EVERYBODY)
    assert on() == {"prosecutor", "officer"}
    assert waits.placed_at is None


def test_under_another_name_they_go_by_it_is_them_too(cast, person):
    people.add_alias(person, given_name="Jo", family_name="Reyes", by=cast.kim, at=SAID)
    say(cast, **said_by_jordan(given_name="Jo", family_name="Reyes"))
    assert on() == set()


def test_every_record_that_fits_is_stopped_and_every_one_held_to_be_the_same(cast, person):
    """Two records of one name and birth date, and a third without any, which was linked to one of them."""
    twice, third = (play.at_work(cast, at=NOON + timedelta(hours=n)).person for n in (1, 2))
    people.update_person(third, given_name="J", family_name="", birth_date=None, by=cast.kim, at=SAID)
    people.link(twice, third, by=cast.kim, at=SAID)
    for one in (twice, third):
        play.sign(cast, one)
    say(cast)
    assert not ReleaseLine.objects.filter(stopped_at=None).exists()


def test_a_link_that_was_taken_back_stops_nobody(cast, person):
    other = play.at_work(cast, at=NOON + timedelta(hours=1)).person
    people.update_person(other, given_name="Sam", family_name="Okafor", birth_date=None, by=cast.kim, at=SAID)
    people.take_back(person, people.link(person, other, by=cast.kim, at=SAID).pk, by=cast.kim, at=SAID)
    play.sign(cast, other)
    say(cast)
    assert set(ReleaseLine.objects.filter(stopped_at=None).values_list("release__person", flat=True)) == {other.pk}


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(said_by_jordan(birth_date=None), id="no birth date"),
        pytest.param(said_by_jordan(given_name="Jordon"), id="a slip"),
        pytest.param(said_by_jordan(given_name="Nobody", family_name="Here"), id="somebody who is not known"),
        pytest.param(said_by_jordan(meant=Meant.NAMED, words="Officer Krupke"), id="a name on none of the papers"),
        pytest.param({"code": "A3-AAA", "meant": Meant.EVERYBODY}, id="a code of nobody"),
    ],
)
def test_what_is_in_doubt_stops_nothing_and_waits_for_the_privacy_officer(cast, person, said):
    waits = say(cast, **said)
    assert on() == {"prosecutor", "officer"}
    assert [one.pk for one in reads.said_stops(cast.noor, SAID)] == [waits.pk]
    for name in ("lou", "kim", "rosa", "imani", "dana", "vance", "pat"):
        assert reads.said_stops(cast.members[name], SAID) == []


def test_a_justice_consent_is_stopped_only_from_its_day(cast):
    play.adopt(cast, play.JUSTICE_CONSENT_ALLOWED, on=(NOON - timedelta(days=1)).date())
    referral = play.at_work(cast)
    play.sign(cast, referral.person, recipients=("dana",))
    day = play.sign_justice_consent(cast, referral.diversion).revocable_from
    say(cast, at=day - timedelta(seconds=1))
    assert on(day) == {"prosecutor"}
    say(cast, at=day)
    assert on(day) == set()


def test_what_was_stopped_or_over_before_keeps_its_moment(cast, person):
    say(cast)
    say(cast, at=SAID + timedelta(days=1))
    assert {line.stopped_at for line in ReleaseLine.objects.all()} == {SAID}


def test_at_another_site_nothing_is_stopped(cast, person):
    elsewhere = play.at_site("fayette", {cast.site.state.fips: cast.site.state})
    waits = say(elsewhere)
    assert on() == {"prosecutor", "officer"}
    assert reads.said_stops(cast.noor, SAID) == []
    with pytest.raises(NotNow, match="not waiting"):
        casework.place_stop(waits.pk, code="", meant=Meant.EVERYBODY, by=cast.noor, at=SAID)


def test_the_same_is_asked_of_the_database_whoever_it_is(cast, person):
    """As far as a stopwatch goes: as many statements for somebody with papers as for somebody nobody knows."""
    asked = []
    for said in (said_by_jordan(), said_by_jordan(given_name="Nobody", family_name="Here")):
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            say(cast, **said)
            transaction.set_rollback(True)
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert asked[0] <= 20


def test_once_it_is_placed_nobody_is_named_on_it(cast, referral, person):
    waits = say(cast, **said_by_jordan(birth_date=None, meant=Meant.NAMED, words="Krupke"))
    assert (waits.given_name, waits.family_name, waits.words) == ("Jordan", "Ellery", "Krupke")
    casework.place_stop(waits.pk, code=referral.code, meant=Meant.EVERYBODY, by=cast.noor, at=SAID)
    assert on() == set()
    for one in (SaidStop.objects.get(), say(cast)):
        assert not any((one.given_name, one.family_name, one.birth_date, one.code, one.words))
    with pytest.raises(IntegrityError), transaction.atomic():
        SaidStop.objects.update(given_name="Jordan")


def test_where_nothing_is_kept_it_is_answered_without_a_code_and_stops_nothing(cast, person):
    waits = say(cast, given_name="Sam", meant=Meant.EVERYBODY)
    casework.place_stop(waits.pk, code="", meant=Meant.EVERYBODY, by=cast.noor, at=SAID)
    assert on() == {"prosecutor", "officer"}
    assert reads.said_stops(cast.noor, SAID) == []
    assert SaidStop.objects.get().given_name == ""


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"code": "A3-AAA", "meant": Meant.EVERYBODY}, "code"),
        ({"meant": Meant.NAMED, "words": "Krupke"}, "meant"), ({"meant": Meant.NAMED, "words": " "}, "words"),
    ],
)  # fmt: skip
def test_what_does_not_place_it_leaves_it_waiting(cast, referral, person, given, field):
    waits = say(cast, given_name="Jo", meant=Meant.EVERYBODY)
    before = everything()
    with pytest.raises(Incomplete) as refused:
        casework.place_stop(waits.pk, **{"code": referral.code} | given, by=cast.noor, at=SAID)
    assert refused.value.field == field
    assert everything() == before


@pytest.mark.parametrize("name", ["lou", "kim", "rosa", "imani", "dana", "vance"])
def test_only_the_privacy_officer_places(cast, referral, person, name):
    waits = say(cast, given_name="Jo", meant=Meant.EVERYBODY)
    with pytest.raises(NotNow):
        casework.place_stop(waits.pk, code=referral.code, meant=Meant.EVERYBODY, by=cast.members[name], at=SAID)


@pytest.mark.parametrize(
    ("said", "field"),
    [({"meant": Meant.EVERYBODY}, "given_name"), (said_by_jordan(meant=Meant.NAMED), "words")],
)
def test_who_says_it_and_whom_they_mean_is_written_down(cast, said, field):
    with pytest.raises(Incomplete) as refused:
        say(cast, **said)
    assert refused.value.field == field
