"""A matter looks the same on every day until the prosecutor acts (T13, T14)."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse

from offramp.consent import actions as consent
from offramp.justice import actions as justice
from offramp.protocols import document
from offramp.referrals import actions as referrals
from tests import cast as play
from tests.cast import NOON
from tests.seats import gone_on, page, said, seat, text, the_time_is

pytestmark = pytest.mark.django_db
DUE_IN = timedelta(days=30)
DAYS = [NOON + timedelta(days=1), NOON + DUE_IN - timedelta(days=1), NOON + DUE_IN + timedelta(days=2)]


@pytest.fixture
def cast():
    return play.at_site("bureau")


@pytest.fixture
def matter(cast):
    return play.at_work(cast).diversion


def nothing(cast, matter):
    pass


def met(cast, matter):
    play.sign(cast, matter.person)
    play.complete_intake(cast, matter.person)


def intake_without_a_release(cast, matter):
    play.complete_intake(cast, matter.person)


def released_but_no_intake(cast, matter):
    play.sign(cast, matter.person)


def stopped_before_anyone_looked(cast, matter):
    met(cast, matter)
    for line in matter.person.releases.get().lines.filter(stopped_at__isnull=True):
        consent.stop(line, by=cast.kim, at=NOON + timedelta(days=11))


def more_time_given_inside(cast, matter):
    justice.extend(
        matter.pk, until=matter.due_on + timedelta(days=20), reason="A hospital stay", by=cast.pat, at=DAYS[0]
    )


WORLDS = [
    nothing, met, intake_without_a_release, released_but_no_intake, stopped_before_anyone_looked, more_time_given_inside
]  # fmt: skip


def looks(cast, matter, reader=None):
    """Every page of a prosecutor's desk that shows the matter, on every one of the days."""
    routes = [
        reverse("prosecutor:home"), reverse("prosecutor:matter", args=[matter.pk]),
        reverse("prosecutor:decide", args=[matter.pk]),
    ]  # fmt: skip
    return [{text(page(reader or cast.vance, route, at=day)) for day in DAYS} for route in routes]


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.__name__)
def test_a_matter_is_the_same_page_before_and_after_its_due_date_in_every_world(cast, matter, world):
    before = looks(cast, matter)
    world(cast, matter)
    after = looks(cast, matter)
    assert [len(of_route) for of_route in before] == [1, 1, 1]
    assert after == before


def test_taking_a_delivery_is_what_the_page_then_says(cast, matter):
    met(cast, matter)
    told = justice.deliver(by=cast.vance, at=NOON + timedelta(days=11))
    justice.take_into_file(told[0][1].pk, by=cast.vance, at=NOON + timedelta(days=11))
    shown = said(page(cast.vance, reverse("prosecutor:matter", args=[matter.pk]), at=DAYS[2]))
    assert "You took a delivery into your file on Mar 13, 2026." in shown
    assert "completed on" not in shown


def read(member, at):
    for _, told in justice.deliver(by=member, at=at):
        justice.take_into_file(told.pk, by=member, at=at)


def test_a_prosecutor_whom_no_release_names_sees_no_sign_of_what_a_colleague_took(cast, matter):
    sato = play.second_prosecutor(cast)
    met(cast, matter)
    before = looks(cast, matter, sato)
    read(cast.vance, NOON + timedelta(days=11))
    assert looks(cast, matter, sato) == before
    assert looks(cast, matter, cast.vance) != before


def test_of_two_prosecutors_who_are_named_each_has_the_day_on_which_they_took_it_themselves(cast, matter):
    sato = play.second_prosecutor(cast)
    cast.members["sato"] = sato
    play.sign(cast, matter.person, recipients=("vance", "sato"))
    play.complete_intake(cast, matter.person)
    address = reverse("prosecutor:matter", args=[matter.pk])
    for member, days in ((cast.vance, 11), (sato, 13)):
        read(member, NOON + timedelta(days=days))
    for member, day in ((cast.vance, "Mar 13"), (sato, "Mar 15")):
        assert f"You took a delivery into your file on {day}, 2026." in said(page(member, address, at=DAYS[2]))


def test_the_matter_says_its_clock_and_that_silence_says_nothing(cast, matter):
    shown = said(page(cast.vance, reverse("prosecutor:matter", args=[matter.pk]), at=DAYS[2]))
    assert "These steps stop this clock: intake completed release signed" in shown
    assert "If nothing comes, that says nothing about why, and no one here can say why." in shown
    assert "(calendar days)" in shown


def test_what_the_officer_wrote_for_the_prosecutor_is_on_the_matter(cast, matter):
    address = reverse("prosecutor:matter", args=[matter.pk])
    assert "Report note" not in said(page(cast.vance, address, at=DAYS[0]))
    referrals.finish(matter.referral_id, report_note="Two grams of a white powder.", by=cast.dana, at=NOON)
    assert "Report note Two grams of a white powder." in said(page(cast.vance, address, at=DAYS[0]))


def test_the_queue_names_no_person_and_counts_nothing(cast, matter):
    shown = said(page(cast.vance, reverse("prosecutor:home"), at=DAYS[2]))
    assert "held Mar 2, 2026" in shown
    for word in ("Jordan", "Ellery", "day left", "days left", "overdue", "not met", "of 30"):
        assert word not in shown


def test_the_queue_is_sorted_by_due_date(cast, matter):
    later = play.offer(cast, at=NOON - timedelta(days=3))
    play.hand_over(cast, later, at=NOON - timedelta(days=3) + timedelta(minutes=20))
    shown = said(page(cast.vance, reverse("prosecutor:home"), at=DAYS[0]))
    assert shown.index(later.code) < shown.index(matter.referral.code)


def test_an_empty_queue_says_so(cast):
    assert "Nothing waits for your review." in said(page(cast.vance, reverse("prosecutor:home"), at=NOON))


@pytest.mark.parametrize("name", ["dana", "ames", "lou", "kim", "pat", "ito"])
def test_the_desk_does_not_exist_for_anyone_else(cast, matter, name):
    for route in ("home", "decided", "clock", "rules"):
        answer = page(cast.members[name], reverse(f"prosecutor:{route}"), at=DAYS[0])
        assert answer.status_code == 404
    assert page(cast.members[name], reverse("prosecutor:matter", args=[matter.pk]), at=DAYS[0]).status_code == 404


def test_a_matter_of_another_site_is_the_page_that_cannot_be_shown(cast, matter):
    elsewhere = play.at_site("wv-region-4")
    answer = page(elsewhere.vance, reverse("prosecutor:matter", args=[matter.pk]), at=DAYS[0])
    assert answer.status_code == 404
    assert b"We cannot show this page" in answer.content


@pytest.mark.parametrize(("route", "most"), [("home", 22), ("decided", 22), ("clock", 16), ("rules", 16)])
def test_a_page_asks_the_database_little(cast, matter, django_assert_max_num_queries, route, most):
    with the_time_is(DAYS[0]):
        browser = seat(cast.vance)
        gone_on(browser, cast.vance)
        with django_assert_max_num_queries(most):
            assert browser.generic("GET", reverse(f"prosecutor:{route}")).status_code == 200


@pytest.mark.parametrize("place", sorted(play.BY_PLACE))
def test_the_clock_and_the_rules_are_told_at_every_site_in_its_own_words(place):
    cast = play.at_site(place)
    explained = said(page(cast.vance, reverse("prosecutor:clock"), at=NOON))
    rules = said(page(cast.vance, reverse("prosecutor:rules"), at=NOON))
    assert "The clock, explained" in explained
    is_officers = "not_met: officer" in document.shipped_text(play.BY_PLACE[place].protocol)
    assert ("You decide from your own file" in explained) != is_officers
    assert ("the officer who made the arrest decides about the charge, and not you" in explained) == is_officers
    assert ("The clock needs the person's yes to the officer's line" in html.unescape(explained)) == is_officers
    assert "Protocol v1, in force since" in rules


def test_a_prosecutor_who_reads_spanish_reads_the_protocol_in_spanish(cast, matter):
    category = matter.referral.protocol_version.protocol.offences.categories[0]
    matter.referral.offense = category.code
    matter.referral.save(update_fields=["offense"])
    address = reverse("prosecutor:matter", args=[matter.pk])
    with the_time_is(NOON + timedelta(days=1)):
        told = text(seat(cast.vance).get(address, headers={"accept-language": "es"}))
    assert category.label_in_spanish in told
    assert category.label not in told
