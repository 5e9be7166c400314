"""Records that may be one person: found in spite of slips, shown to care staff only, joined and parted by hand."""

import random
import sys
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from importlib import resources

import pytest
from django.db import IntegrityError

from offramp.kernel.models import TrailRow
from offramp.kernel.refusals import Incomplete, NotYours
from offramp.people import actions as people
from offramp.people import reads, rules
from offramp.people.models import Alias, Link, Person, PersonKey
from offramp.people.nicknames import full_names
from offramp.people.rules import Named, keys, likeness
from offramp.people.states import RATHER_NOT_SAY
from tests import cast as play
from tests.cast import NOON

TABLE = resources.files("offramp.people") / "nicknames.txt"
JORDAN = Named("Jordan", "Ellery", date(1988, 4, 9))


def is_found(one, other):
    return bool(keys(one) & keys(other)) and likeness(one, other) >= rules.ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(JORDAN, Named("Jordon", "Ellery", date(1988, 4, 9)), id="a slip in the given name"),
        pytest.param(JORDAN, Named("Jordan", "Elery", date(1988, 4, 9)), id="a letter left out"),
        pytest.param(JORDAN, Named("Ellery", "Jordan", date(1988, 4, 9)), id="the two names swapped"),
        pytest.param(JORDAN, Named("Jordan", "Ellery", date(1988, 9, 4)), id="day and month swapped"),
        pytest.param(JORDAN, Named("Jordan", "Ellery"), id="no birth date"),
        pytest.param(JORDAN, Named("JORDAN", "ELLERY", date(1988, 4, 9)), id="in capitals"),
        pytest.param(Named("María", "García López"), Named("Maria", "Lopez"), id="one of two Spanish surnames"),
        pytest.param(Named("María", "García López"), Named("Maria", "García-López"), id="surnames with a hyphen"),
        pytest.param(Named("José Luis", "García López"), Named("José", "López"), id="one of two given names too"),
        pytest.param(Named("Guadalupe", "de la Cruz"), Named("Guadalupe", "Delacruz"), id="little words joined"),
        pytest.param(Named("Rosa", "García de López"), Named("Rosa", "García"), id="a married name"),
        pytest.param(Named("Bill", "Hart"), Named("William", "Hart"), id="a nickname"),
        pytest.param(Named("Peggy", "Sizemore"), Named("Maggie", "Sizemore"), id="two nicknames of one name"),
        pytest.param(Named("Cathy", "Prater"), Named("Kathryn", "Prater"), id="a nickname of another spelling"),
        pytest.param(
            Named("Pepe", "García"), Named("José", "García López"), id="a Spanish nickname, one of two surnames"
        ),
        pytest.param(
            Named("Lupita", "Cruz"), Named("Guadalupe", "de la Cruz"), id="a Spanish nickname, no little words"
        ),
        pytest.param(Named("Chema", "Ruiz"), Named("José María", "Ruiz Peña"), id="a nickname of two given names"),
        pytest.param(Named("Memo", "Núñez"), Named("William", "Nunez"), id="an English form of a Spanish name"),
        pytest.param(
            Named("Bill", "", date(1970, 5, 20)), Named("William", "Hart", date(1970, 5, 20)), id="no family name"
        ),
        pytest.param(
            Named("Bob", "Stone", date(1970, 5, 6)),
            Named("Robert", "Stown", date(1970, 6, 5)),
            id="three slips at once",
        ),
        pytest.param(Named("José", "Núñez"), Named("Jose", "Nunez"), id="without accents"),
        pytest.param(Named("Shaun", "O'Brien"), Named("Shaun", "OBrien"), id="without the apostrophe"),
    ],
)
def test_the_same_person_written_differently_is_found(one, other):
    assert is_found(one, other)
    assert is_found(other, one)


@pytest.mark.parametrize(
    "other", [Named("Marta", "Quill", date(1990, 1, 2)), Named("Jordan", "Banks", date(1962, 12, 30))]
)
def test_somebody_else_is_not_offered(other):
    assert not is_found(JORDAN, other)


def test_somebody_without_a_name_cannot_be_found_and_finds_nobody():
    assert keys(Named("", "")) == frozenset()
    assert keys(Named("", "", date(1988, 4, 9))) == frozenset()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(Named("Bill", "Hart"), Named("Richard", "Hart"), id="a nickname of another name"),
        pytest.param(Named("Bill", "Hart"), Named("William", "Stone"), id="another family name"),
        pytest.param(Named("Pepe", "García"), Named("Ramón", "García López"), id="one surname alone"),
    ],
)
def test_a_nickname_alone_does_not_make_two_people_one(one, other):
    assert not is_found(one, other)
    assert not is_found(other, one)


@pytest.mark.parametrize(
    "written", ["304-555-0142", "304.555.0142", "+1 304 555 0142", "1 (304) 555-0142", "3045550142"]
)
def test_a_phone_has_one_key_however_it_is_written(written):
    assert rules.phone_key(written) == rules.phone_key("(304) 555-0142") != rules.phone_key("(304) 555-0143")


@pytest.mark.parametrize("written", ["", "none", "911", "ext. 12", "at the shelter"])
def test_what_is_no_phone_has_no_key(written):
    assert rules.phone_key(written) == ""


def test_of_two_surnames_each_is_compared_only_with_somebody_who_has_one():
    garcia_lopez = Named("María", "García López")
    assert likeness(garcia_lopez, Named("María", "López")) == 1
    assert likeness(garcia_lopez, Named("María", "Pérez López")) < 0.9


def test_no_key_is_longer_than_its_column():
    longest = Named("Maria del Carmen", "Xixa" * 15, date(1970, 5, 6))
    assert max(len(key) for key in keys(longest)) <= PersonKey._meta.get_field("key").max_length


def test_every_line_of_the_table_is_a_full_name_once_and_what_it_is_called():
    lines = [line.split(", ") for line in TABLE.read_text("utf-8").splitlines() if line and line[0] != "#"]
    lines_of = Counter(line[0] for line in lines)
    assert {name for line in lines for name in line if rules.plain(name) != name} == set()
    assert [line for line in lines if len(line) < 2 or len(set(line)) < len(line)] == []
    assert max(lines_of.values()) == 1
    assert {"william", "guillermo"} <= full_names("bill")
    assert full_names("jordan") == frozenset()


def slips(rng, someone):
    """One error as it happens at a keyboard at night."""
    given, family, born = someone.given, someone.family, someone.born
    place = rng.randrange(1, len(family))
    return rng.choice(
        [
            Named(given, family[:place] + family[place + 1 :], born),
            Named(given, family[: place - 1] + family[place] + family[place - 1] + family[place + 1 :], born),
            Named(given, family[:place] + rng.choice("aeiourstn") + family[place:], born),
            Named(given[:-1], family, born),
            Named(family, given, born),
            Named(given, family, date(born.year, born.day, born.month) if born.day < 13 else born),
            Named(given, f"{family} Reyes", born),
        ]
    )


@pytest.mark.parametrize(("knows_birth_date", "at_least"), [(True, 990), (False, 950)])
def test_of_a_thousand_slips_nearly_all_are_found(capsys, knows_birth_date, at_least):
    rng = random.Random(11)
    given = ["Jordan", "Maria", "Dwayne", "Alicia", "Trevor", "Keisha", "Samuel", "Rosalind", "Hector", "Bethany"]
    family = [
        "Ellery",
        "Martinez",
        "Whitlock",
        "Okafor",
        "Sizemore",
        "Delgado",
        "Prater",
        "Hensley",
        "Castellano",
        "Nguyen",
    ]
    found = 0
    for _ in range(1000):
        born = date(1950, 1, 1) + timedelta(days=rng.randrange(20_000))
        someone = Named(rng.choice(given), rng.choice(family), born)
        again = slips(rng, someone)
        if not knows_birth_date:
            someone, again = replace(someone, born=None), replace(again, born=None)
        found += is_found(someone, again)
    with capsys.disabled():
        known = "with" if knows_birth_date else "without"
        sys.stdout.write(f"\nfound again after one slip, {known} a birth date: {found / 10:.1f} % of 1000\n")
    assert found >= at_least


@pytest.fixture
def cast():
    return play.at_site("bureau")


@pytest.fixture
def pair(cast):
    """Two records of Jordan at one site, and a third at another."""
    elsewhere = play.at_site("fayette")
    for site, name in ((cast, "Jordan"), (cast, "Jordon"), (elsewhere, "Jordan")):
        people.record_person(
            site_id=site.site.pk, given_name=name, family_name="Ellery", birth_date=JORDAN.born, by=site.kim, at=NOON
        )
    one, other = Person.objects.filter(site=cast.site).order_by("given_name")
    return one, other, elsewhere


@pytest.mark.django_db
def test_candidates_are_of_the_same_site_only(cast, pair):
    one, other, elsewhere = pair
    assert [found.person for found in reads.same_person_candidates(cast.kim, one, NOON)] == [other]
    assert reads.same_person_candidates(elsewhere.kim, one, NOON) == []


@pytest.mark.django_db
def test_a_changed_name_is_found_under_the_new_one_at_once(cast):
    person = play.at_work(cast).person
    people.update_person(person, given_name="Alexandra", family_name="Quill", by=cast.kim, at=NOON + timedelta(days=2))
    twin = people.record_person(site_id=cast.site.pk, given_name="Alexandra", family_name="Quil", by=cast.kim, at=NOON)
    assert [found.person for found in reads.same_person_candidates(cast.kim, twin, NOON)] == [person]


ON_DAY_TWO = NOON + timedelta(days=2)


def found_for(cast, person):
    return [found.person for found in reads.same_person_candidates(cast.kim, person, ON_DAY_TWO)]


@pytest.fixture
def other_name(cast):
    """Jordan Ellery, whom Kim works with, and a record under the name Jordan goes by; they share nothing else."""
    person = play.at_work(cast).person
    street = people.record_person(site_id=cast.site.pk, given_name="Ace", family_name="Quill", by=cast.dana, at=NOON)
    return person, street


@pytest.mark.django_db
def test_a_record_is_found_under_another_name_until_the_name_is_taken_back(cast, other_name):
    person, street = other_name
    assert found_for(cast, person) == found_for(cast, street) == []
    alias = people.add_alias(person, given_name=" Ace ", family_name="Quil", by=cast.kim, at=ON_DAY_TWO)
    assert (found_for(cast, person), found_for(cast, street)) == ([street], [person])
    people.update_person(person, phone="(206) 555-0100", by=cast.kim, at=ON_DAY_TWO)
    assert found_for(cast, person) == [street]
    assert people.remove_alias(person, alias.pk, by=cast.kim, at=ON_DAY_TWO) == person
    assert found_for(cast, person) == found_for(cast, street) == []
    with pytest.raises(Alias.DoesNotExist):
        people.remove_alias(person, alias.pk, by=cast.kim, at=ON_DAY_TWO)


SHARED = "(206) 555-0100"


@pytest.fixture
def same_phone(cast, other_name):
    """Jordan Ellery and Ace Quill, who have nothing in common but the phone, which is written in two ways."""
    person, street = other_name
    people.update_person(person, phone=SHARED, by=cast.kim, at=ON_DAY_TWO)
    people.assign(street, cast.lou, duty="outreach", by=cast.rosa, at=NOON)
    people.update_person(street, phone="+1 206-555-0100", by=cast.lou, at=ON_DAY_TWO)
    return person, street


@pytest.mark.django_db
def test_two_records_with_one_phone_are_found_from_either_side_until_it_changes(cast, same_phone):
    person, street = same_phone
    (found,) = reads.same_person_candidates(cast.kim, person, ON_DAY_TWO)
    assert (found.person, found.same_phone, found.is_alike) == (street, True, False)
    assert found_for(cast, street) == [person]
    people.update_person(street, phone="(206) 555-0101", by=cast.lou, at=ON_DAY_TWO)
    assert found_for(cast, person) == found_for(cast, street) == []


@pytest.mark.django_db
def test_a_phone_that_is_forgotten_finds_nobody(cast, same_phone):
    person, street = same_phone
    street = people.forget_contact(street, by=cast.kim, at=ON_DAY_TWO)
    assert found_for(cast, person) == found_for(cast, street) == []
    assert not PersonKey.objects.filter(person=street, key__startswith="p:").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["dana", "ames", "vance", "ito", "pat"])
def test_one_phone_is_no_hint_to_anybody_outside_care(cast, same_phone, name):
    assert [reads.same_person_candidates(cast.members[name], one, ON_DAY_TWO) for one in same_phone] == [[], []]


@pytest.mark.django_db
def test_a_phone_that_one_worker_keeps_alone_is_a_hint_to_that_worker_alone(cast, same_phone):
    person, street = same_phone
    people.keep_contact(street, by=cast.lou, at=ON_DAY_TWO)
    for member, sees in ((cast.kim, False), (cast.rosa, False), (cast.lou, True)):
        for one, other in ((person, street), (street, person)):
            one.refresh_from_db()
            found = [each.person for each in reads.same_person_candidates(member, one, ON_DAY_TWO)]
            assert found == ([other] if sees else [])
    people.share_contact(street, by=cast.lou, at=ON_DAY_TWO)
    assert found_for(cast, person) == [street]


@pytest.mark.django_db
def test_of_two_who_look_alike_by_name_nobody_is_told_that_the_kept_phone_is_the_same(cast, same_phone):
    person, street = same_phone
    people.update_person(street, given_name="Jordon", family_name="Ellery", by=cast.lou, at=ON_DAY_TWO)
    assert [one.same_phone for one in reads.same_person_candidates(cast.kim, person, ON_DAY_TWO)] == [True]
    people.keep_contact(street, by=cast.lou, at=ON_DAY_TWO)
    assert [one.same_phone for one in reads.same_person_candidates(cast.kim, person, ON_DAY_TWO)] == [False]


@pytest.mark.django_db
def test_who_has_only_the_phone_in_common_comes_after_whoever_is_alike_by_name(cast, same_phone):
    person, street = same_phone
    twin = people.record_person(site_id=cast.site.pk, given_name="Jordon", family_name="Ellery", by=cast.dana, at=NOON)
    again = people.record_person(
        site_id=cast.site.pk, given_name="Jordan", family_name="Elery", phone=SHARED, by=cast.dana, at=NOON
    )
    assert found_for(cast, person) == [again, twin, street]


@pytest.mark.django_db
def test_the_same_other_name_is_kept_once_and_the_trail_holds_no_name(cast, other_name):
    person, _street = other_name
    one = people.add_alias(person, given_name="Ace", by=cast.kim, at=ON_DAY_TWO)
    assert people.add_alias(person, given_name="Ace", by=cast.kim, at=ON_DAY_TWO) == one
    assert [alias.name for alias in reads.aliases(cast.kim, person, ON_DAY_TWO)] == ["Ace"]
    row = TrailRow.objects.get(action="add_alias")
    assert (row.object_id, row.actor_id, row.detail) == (person.pk, cast.kim.pk, {"alias": str(one.pk)})


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["rosa", "lou", "dana", "ames", "vance", "ito", "pat"])
def test_another_name_is_written_and_read_only_by_who_works_with_the_person(cast, other_name, name):
    person, _street = other_name
    member = cast.members[name]
    alias = people.add_alias(person, given_name="Ace", by=cast.kim, at=ON_DAY_TWO)
    with pytest.raises(NotYours):
        people.add_alias(person, given_name="Al", by=member, at=ON_DAY_TWO)
    with pytest.raises(NotYours):
        people.remove_alias(person, alias.pk, by=member, at=ON_DAY_TWO)
    assert reads.aliases(member, person, ON_DAY_TWO) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("names", "says"),
    [({}, "at least one"), ({"given_name": "  "}, "at least one"),
     ({"given_name": "Jordan", "family_name": "Ellery"}, "has this name already")],
)  # fmt: skip
def test_a_name_that_says_nothing_new_is_not_kept(cast, other_name, names, says):
    with pytest.raises(Incomplete, match=says):
        people.add_alias(other_name[0], **names, by=cast.kim, at=ON_DAY_TWO)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("\u200b", ""), ("\u3164", ""), ("\u2800\u00a0", ""), ("\u202e\u0301", ""), ("\u200bElle\u200dry\ufeff", "Ellery"),
     ("  de\u00a0la  Cruz\t", "de la Cruz"),
     ("N\u00fa\u00f1ez-O\u2019Brien", "N\u00fa\u00f1ez-O\u2019Brien"), ("\u674e", "\u674e")],
)  # fmt: skip
def test_a_name_is_kept_as_it_can_be_read(typed, kept):
    assert rules.readable(typed) == kept


@pytest.mark.django_db
def test_no_verb_keeps_a_name_that_cannot_be_seen(cast, other_name):
    unseen = {"given_name": "\u200b", "family_name": "\u3164"}
    with pytest.raises(Incomplete, match="at least one"):
        people.add_alias(other_name[0], **unseen, by=cast.kim, at=ON_DAY_TWO)
    known = other_name[0].name
    with pytest.raises(Incomplete, match="at least one"):
        people.update_person(other_name[0], **unseen, by=cast.kim, at=ON_DAY_TWO)
    changed = people.update_person(other_name[0], description="\u200bAce", by=cast.kim, at=ON_DAY_TWO)
    new = people.record_person(site_id=cast.site.pk, **unseen, description="Ace\u2060", by=cast.dana, at=NOON)
    for pk, name in ((changed.pk, known), (new.pk, "")):
        held = Person.objects.get(pk=pk)
        assert (held.name, held.description) == (name, "Ace")


@pytest.mark.django_db
def test_whoever_shares_the_most_comes_first_and_the_number_of_questions_stays_the_same(
    cast, other_name, django_assert_max_num_queries
):
    person, _street = other_name
    people.add_alias(person, given_name="Ace", family_name="Quill", by=cast.kim, at=ON_DAY_TWO)
    for given in ("Jo", "Jordon", "Jordann"):
        people.record_person(site_id=cast.site.pk, given_name=given, family_name="Ellery", by=cast.dana, at=NOON)
    with django_assert_max_num_queries(8):
        found = found_for(cast, person)
    assert {one.name for one in found[:2]} == {"Ace Quill", "Jordann Ellery"}
    assert len(found) == 4


@pytest.mark.django_db
@pytest.mark.parametrize("race", [[], ["White"], ["White", "Hispanic or Latino"], [RATHER_NOT_SAY]])
def test_race_and_ethnicity_are_kept_as_the_person_says_them(cast, other_name, race):
    person = people.update_person(other_name[0], race=race, by=cast.kim, at=ON_DAY_TWO)
    assert Person.objects.get(pk=person.pk).race == race


@pytest.mark.django_db
@pytest.mark.parametrize(
    "race", [["not known"], ["Martian"], [RATHER_NOT_SAY, "White"], [RATHER_NOT_SAY, RATHER_NOT_SAY]]
)
def test_what_nobody_can_say_is_not_kept(cast, other_name, race):
    with pytest.raises(Incomplete, match="would rather not say"):
        people.update_person(other_name[0], race=race, by=cast.kim, at=ON_DAY_TWO)
    with pytest.raises(Incomplete, match="in the future"):
        people.update_person(other_name[0], birth_date=date(2030, 1, 1), by=cast.kim, at=ON_DAY_TWO)


@pytest.mark.django_db
def test_two_people_held_apart_are_not_asked_about_again_from_either_side(cast, pair):
    one, other, _elsewhere = pair
    assert [found.person for found in reads.same_person_candidates(cast.kim, other, NOON)] == [one]
    people.hold_apart(one, other, by=cast.kim, at=NOON)
    assert reads.same_person_candidates(cast.kim, one, NOON) == []
    assert reads.same_person_candidates(cast.kim, other, NOON) == []


@pytest.mark.django_db
def test_two_records_are_joined_and_parted_by_care_staff_and_stay_as_they_are(cast, pair):
    one, other, elsewhere = pair
    for member in (cast.dana, cast.vance, cast.pat, elsewhere.kim):
        with pytest.raises(NotYours):
            people.link(one, other, by=member, at=NOON)
    made = people.link(one, other, by=cast.kim, at=NOON)
    assert people.link(one, other, by=cast.kim, at=NOON) == people.link(other, one, by=cast.rosa, at=NOON) == made
    assert [found.called for found in reads.links(cast.kim, one, NOON)] == [other.name]
    assert [found.called for found in reads.links(cast.kim, other, NOON)] == [one.name]
    people.take_back(other, made.pk, by=cast.rosa, at=NOON)
    assert people.take_back(one, made.pk, by=cast.kim, at=NOON).undone_by == cast.rosa
    assert reads.links(cast.kim, one, NOON) == reads.links(cast.kim, other, NOON) == []
    assert (Person.objects.filter(site=cast.site).count(), Link.objects.count()) == (2, 1)
    with pytest.raises(Incomplete, match="same record"):
        people.link(one, one, by=cast.kim, at=NOON)


@pytest.mark.django_db
def test_the_table_takes_a_pair_in_one_order_only(cast, pair):
    second, first = sorted(pair[:2], key=lambda one: one.pk, reverse=True)
    row = {"site": cast.site, "is_same": True, "linked_at": NOON, "linked_by": cast.kim}
    with pytest.raises(IntegrityError, match="in_order"):
        Link.objects.create(person=second, same_as=first, **row)


@pytest.mark.django_db
def test_what_was_said_last_of_two_records_holds_and_each_answer_is_on_the_trail(cast, pair):
    one, other, _elsewhere = pair
    people.link(one, other, by=cast.kim, at=NOON)
    apart = people.hold_apart(other, one, by=cast.rosa, at=NOON)
    assert reads.links(cast.kim, one, NOON) == []
    people.take_back(one, apart.pk, by=cast.kim, at=NOON)
    assert people.take_back(other, apart.pk, by=cast.rosa, at=NOON).undone_by == cast.kim
    assert [found.person for found in reads.same_person_candidates(cast.kim, one, NOON)] == [other]
    said = TrailRow.objects.filter(object_type="people.Link").order_by("seq")
    assert [row.action for row in said] == ["link", "unlink", "hold_apart", "ask_again"]


@pytest.mark.django_db
def test_only_what_is_known_of_a_person_can_be_changed_and_only_by_who_works_with_them(cast):
    person = play.at_work(cast).person
    with pytest.raises(TypeError, match="site"):
        people.update_person(person, site=play.at_site("fayette").site, by=cast.kim, at=NOON + timedelta(days=2))
    for name in ("rosa", "dana", "vance", "pat"):
        with pytest.raises(NotYours):
            people.update_person(person, phone="(206) 555-0100", by=cast.members[name], at=NOON + timedelta(days=2))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["dana", "ames", "vance", "ito"])
def test_nobody_outside_care_gives_or_takes_access(cast, name):
    person = play.at_work(cast).person
    with pytest.raises(NotYours):
        people.assign(person, cast.rosa, duty="supervision", by=cast.members[name], at=NOON)
    with pytest.raises(NotYours):
        people.end_assignment(person.assignments.first(), by=cast.members[name], at=NOON + timedelta(days=2))
    with pytest.raises(Incomplete, match="Only care staff"):
        people.assign(person, cast.members[name], duty="supervision", by=cast.kim, at=NOON)


@pytest.mark.django_db
def test_an_end_that_was_written_stays_as_it_was_written(cast):
    assigned = play.at_work(cast).person.assignments.get(member=cast.lou)
    first = people.end_assignment(assigned, by=cast.kim, at=NOON + timedelta(days=2))
    assert people.end_assignment(assigned, by=cast.rosa, at=NOON + timedelta(days=9)).ended_at == first.ended_at
