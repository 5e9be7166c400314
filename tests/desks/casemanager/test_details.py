"""What a person says of themself: the other names they go by, and the page about the person."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from offramp.kernel.models import TrailRow
from offramp.people import actions as people
from offramp.people.models import Alias, Person
from offramp.people.states import RATHER_NOT_SAY, Duty
from offramp.referrals import actions as referrals
from offramp.referrals.actions import Seen
from tests.seats import said


def address(name, person, *args):
    return reverse(f"casemanager:{name}", args=[person.pk, *args])


def send(client, name, person, **answers):
    token = client.get(address(name, person)).context["form"]["token"].value()
    return client.post(address(name, person), {"token": token, **answers}, follow=True)


def about(client, person, **answers):
    """Send the page as it is drawn, with some answers changed."""
    form = client.get(address("about", person)).context["form"]
    drawn = {name: form[name].value() for name in ("token", "age_band", "race", "sex")}
    return client.post(address("about", person), drawn | {"birth_date": "04 09 1988"} | answers, follow=True)


def contact(client, person, **answers):
    """The same of the page on how somebody is reached."""
    form = client.get(address("contact", person)).context["form"]
    drawn = {name: form[name].value() for name in ("token", *form.KEPT)}
    return client.post(address("contact", person), drawn | answers, follow=True)


def born(years):
    """Some months after the last birthday: of this age on either side of midnight, also on the last night of a year."""
    return timezone.localdate() - timedelta(days=365 * years + 100)


CHILD = born(11)


def test_the_birth_date_of_a_child_is_looked_at_twice_before_it_is_kept(as_, cast, person):
    kim, written = as_(cast.kim), CHILD.strftime("%m %d %Y")
    shown = said(about(kim, person, birth_date=written))
    assert "With this date the age is 11. Look at the year again." in shown
    assert "For somebody under 18, state law says who signs a release" in shown
    assert Person.objects.get(pk=person.pk).birth_date == date(1988, 4, 9)
    about(kim, person, **{"birth_date": written, "birth_date-stays": "on"})
    assert Person.objects.get(pk=person.pk).birth_date == CHILD
    assert "This person is under 18." in said(kim.get(address("release", person)))


def test_what_was_looked_at_twice_is_not_asked_again_and_a_grown_person_never(as_, cast, person):
    kim = as_(cast.kim)
    assert "This person is under 18." not in said(kim.get(address("release", person)))
    about(kim, person, birth_date="05 05 1990")
    assert Person.objects.get(pk=person.pk).birth_date == date(1990, 5, 5)
    Person.objects.filter(pk=person.pk).update(birth_date=CHILD)
    about(kim, person, birth_date=CHILD.strftime("%m %d %Y"), sex="another")
    assert Person.objects.get(pk=person.pk).sex == "another"


def test_a_birth_date_and_an_age_that_contradict_each_other_are_not_both_kept(as_, cast, person):
    kim, written = as_(cast.kim), born(30).strftime("%m %d %Y")
    answer = about(kim, person, birth_date=written, age_band="65 or older")
    sentence = "With that birth date the age is 30, and here it says 65 or older. Correct the one that is wrong."
    assert answer.context["form"].errors["age_band"] == [sentence]
    assert Person.objects.get(pk=person.pk).birth_date == date(1988, 4, 9)
    about(kim, person, birth_date=written, age_band="25-34")
    assert Person.objects.get(pk=person.pk).age_band == "25-34"


def test_who_grew_older_than_the_age_on_record_can_have_anything_else_written(as_, cast, person):
    Person.objects.filter(pk=person.pk).update(age_band="18-24")
    about(as_(cast.kim), person, sex="another")
    assert Person.objects.get(pk=person.pk).sex == "another"


def test_in_spanish_the_second_look_is_asked_for_in_spanish(as_, cast, person):
    token = as_(cast.kim).get(address("about", person)).context["form"]["token"].value()
    fields = {"token": token, "birth_date": CHILD.strftime("%m %d %Y"), "age_band": "not known", "sex": "not known"}
    page = as_(cast.kim).post(address("about", person), fields, headers={"accept-language": "es"})
    assert "Con esta fecha la edad es 11. Revise el año." in said(page)


@pytest.mark.parametrize("phone", ["abc", "555-01", "12345678901234567", "call 304 555 0142"])
def test_what_is_no_phone_number_is_said_at_its_field_and_not_kept(as_, cast, person, phone):
    shown = said(contact(as_(cast.kim), person, phone=phone))
    assert "Write a phone number in figures, like (304) 555-0142, or leave it empty." in shown
    assert Person.objects.get(pk=person.pk).phone == ""


@pytest.mark.parametrize("phone", ["304.555.0142", "+1 (304) 555-0142", "304 555 0142 x12", ""])
def test_a_phone_number_is_taken_as_it_is_written(as_, cast, person, phone):
    contact(as_(cast.kim), person, phone=phone)
    assert Person.objects.get(pk=person.pk).phone == phone


@pytest.fixture
def twin(cast):
    """Somebody on whom the site has a record under another name only."""
    return people.record_person(
        site_id=cast.site.pk, given_name="Ace", family_name="Quill", by=cast.dana, at=timezone.now()
    )


def test_another_name_stands_on_the_page_and_finds_a_second_record(as_, cast, person, twin):
    kim = as_(cast.kim)
    assert "Look: these may be" not in kim.get(address("person", person)).content.decode()
    page = send(kim, "names", person, given_name="Ace", family_name="Quill").content.decode()
    assert "Saved" in page
    assert "Who can see this: only you, until somebody else works with this person." in page
    page = kim.get(address("person", person)).content.decode()
    assert "Also called: Ace Quill" in page
    assert "Look: these may be the same person" in page


def test_a_candidate_that_was_found_by_another_name_shows_it(as_, cast, person, twin):
    people.assign(twin, cast.kim, duty=Duty.CASE_MANAGER, by=cast.rosa, at=timezone.now())
    people.add_alias(twin, given_name="Jordan", family_name="Ellery", by=cast.kim, at=timezone.now())
    page = as_(cast.kim).get(address("person", person)).content.decode()
    assert "Ace Quill, also called Jordan Ellery" in page


def test_a_name_is_taken_back_with_one_button_and_from_the_bar(as_, cast, person):
    kim = as_(cast.kim)
    page = send(kim, "names", person, given_name="Ace").content.decode()
    remove = address("name-remove", person, Alias.objects.get().pk)
    assert page.count(f'action="{remove}"') == 2
    page = kim.post(remove, follow=True).content.decode()
    assert "The name is deleted. The record is not found under it any more." in page
    assert not Alias.objects.exists()
    assert "Also called" not in kim.get(address("person", person)).content.decode()
    assert kim.post(remove).status_code == 404


def test_a_second_tap_on_taking_a_name_back_is_answered_like_the_first(as_, cast, person):
    kim = as_(cast.kim)
    send(kim, "names", person, given_name="Ace")
    remove, token = address("name-remove", person, Alias.objects.get().pk), {"token": str(uuid4())}
    for _tap in range(2):
        page = kim.post(remove, token, follow=True).content.decode()
        assert "The name is deleted. The record is not found under it any more." in page
    assert TrailRow.objects.filter(action="remove_alias").count() == 1


def test_a_form_without_a_name_says_what_to_write(as_, cast, person):
    assert "Write at least one of the two names." in send(as_(cast.kim), "names", person).content.decode()


def test_a_known_name_is_not_emptied(as_, cast, person):
    nothing = {"given_name": "", "family_name": "", "language": "en"}
    page = send(as_(cast.kim), "contact", person, **nothing).content.decode()
    assert "The name is known here. Keep or correct it: write at least one of the two." in page
    assert Person.objects.get(pk=person.pk).name == person.name


@pytest.mark.parametrize(
    ("born", "words"), [(None, "Name not known"), (date(1988, 4, 9), "Name not known, born April 9, 1988")]
)
def test_who_has_no_name_on_record_is_still_a_link_on_every_list(as_, cast, person, born, words):
    Person.objects.filter(pk=person.pk).update(given_name="", family_name="", description="", birth_date=born)
    kim = as_(cast.kim)
    today = kim.get(reverse("casemanager:home")).content.decode()
    assert f'<a href="{address("person", person)}">{words}</a>' in today
    assert f"<h1>{words}" in kim.get(address("person", person)).content.decode()


@pytest.mark.parametrize("stranger", ["dana", "ames", "vance", "ito", "pat", "rosa", "lou"])
def test_nobody_else_reaches_these_pages(as_, cast, person, stranger):
    alias = people.add_alias(person, given_name="Ace", by=cast.kim, at=timezone.now())
    client = as_(cast.members[stranger])
    for page in (address("names", person), address("about", person)):
        answer = client.get(page)
        assert answer.status_code == 404
        assert "Ace" not in answer.content.decode()
    assert client.post(address("name-remove", person, alias.pk)).status_code == 404
    assert Alias.objects.exists()


def test_several_answers_are_kept_as_the_person_gives_them(as_, cast, person):
    about(as_(cast.kim), person, race=["White", "Hispanic or Latino"], sex="another", birth_date="04 10 1987")
    kept = Person.objects.get(pk=person.pk)
    assert kept.race == ["White", "Hispanic or Latino"]
    assert (kept.sex, kept.birth_date) == ("another", date(1987, 4, 10))
    row = TrailRow.objects.get(action="update_person")
    assert row.detail == {"fields": ["age_band", "birth_date", "race", "sex"]}


def test_a_person_may_rather_not_say_and_then_nothing_else_is_said(as_, cast, person):
    kim = as_(cast.kim)
    page = about(kim, person, race=[RATHER_NOT_SAY, "White"]).content.decode()
    assert "Choose what the person says, or that they would rather not say." in page
    assert Person.objects.get(pk=person.pk).race == []
    about(kim, person, race=[RATHER_NOT_SAY])
    assert Person.objects.get(pk=person.pk).race == [RATHER_NOT_SAY]
    assert kim.get(address("about", person)).context["form"]["race"].value() == [RATHER_NOT_SAY]


def test_nothing_has_to_be_answered(as_, cast, person):
    page = about(as_(cast.kim), person, race=[], birth_date="").content.decode()
    assert "Saved" in page
    assert Person.objects.get(pk=person.pk).birth_date is None


def test_what_the_officer_saw_is_not_on_the_page_and_is_not_changed_by_it(as_, cast, person, referral):
    referrals.record_seen(referral.pk, seen=Seen("Asian", "female", "55-64"), by=cast.dana, at=timezone.now())
    kim = as_(cast.kim)
    form = kim.get(address("about", person)).context["form"]
    assert (form["race"].value(), form["sex"].value(), form["age_band"].value()) == ([], "not known", "not known")
    about(kim, person, race=["White"])
    referral.refresh_from_db()
    assert referral.seen_race == "Asian"


def test_a_page_about_demographics_is_not_shown_to_whoever_is_only_on_call(as_, cast, person):
    people.assign(person, cast.lou, duty=Duty.ON_CALL, by=cast.kim, at=timezone.now() - timedelta(minutes=1))
    lou = as_(cast.lou)
    page = lou.get(address("person", person)).content.decode()
    assert "Other names they go by" in page
    assert "About the person" not in page
    assert lou.get(address("about", person)).status_code == 404


@pytest.mark.parametrize("name", ["names", "about"])
def test_the_pages_ask_the_database_little(as_, cast, person, name, django_assert_max_num_queries):
    kim = as_(cast.kim)
    with django_assert_max_num_queries(35):
        kim.get(address(name, person))
