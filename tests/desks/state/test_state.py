"""The state coordinator sees places and counts, and never a person."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from offramp.demo.build import _build_state_coordinator
from offramp.directory.models import Membership
from offramp.directory.states import Role
from offramp.justice import actions as justice
from offramp.justice.models import Diversion
from offramp.kernel.trail import Nobody
from offramp.referrals.models import Referral
from offramp.reporting import reads
from tests import cast as play
from tests.cast import NOON
from tests.seats import page, said, seat, the_time_is

pytestmark = pytest.mark.django_db
NEXT_QUARTER = NOON + timedelta(days=60)


@pytest.fixture
def cast():
    states = {}
    cast = play.at_site("wv-region-4", states)
    play.at_site("fayette", states)
    _build_state_coordinator(states, at=NOON)
    return cast


@pytest.fixture
def coordinator(cast):
    return Membership.objects.get(role=Role.STATE_COORDINATOR)


def test_every_county_is_on_the_list_with_its_state_of_things_in_words(coordinator):
    shown = said(page(coordinator, reverse("state:home"), at=NOON))
    assert "All 55 counties" in shown
    assert "LEAD is open in 4 of 55 counties: Fayette, Mercer, Raleigh, Summers." in shown
    assert "Not open yet" in shown
    assert "Region 4" in shown


def test_the_list_says_of_a_region_what_the_map_shows_of_its_counties(coordinator):
    shown = said(page(coordinator, reverse("state:home"), at=NOON))
    assert "Region 4 Counties Mercer, Raleigh, Summers Sites New River Region Open? ✓ Open" in shown
    assert (
        "Region 5 Counties Fayette, Greenbrier, Pocahontas Sites Fayette County Open? Open in 1 of 3 counties" in shown
    )


def test_beside_the_map_a_table_names_each_county_with_a_site(coordinator):
    beside = said(page(coordinator, reverse("state:home"), at=NOON)).partition("Counties with a site")[2]
    beside = beside.partition("All 55 counties")[0]
    assert all(f"{name} " in beside for name in ("Fayette", "Mercer", "Raleigh", "Summers"))
    assert beside.count("Open?") == 5  # the column's head, and a word in each of four rows
    assert "Greenbrier" not in beside


def test_the_map_is_drawn_here_with_patterns_and_words(coordinator):
    answer = page(coordinator, reverse("state:map"), at=NOON)
    drawn = answer.content.decode()
    assert answer["Content-Type"] == "image/svg+xml"
    assert drawn.startswith("<svg")
    assert drawn.count('aria-roledescription="geoshape"') == 55
    assert 'fill="url(#open)"' in drawn
    assert "Not open yet" in drawn


def test_the_map_at_night_is_drawn_in_light_lines(coordinator):
    drawn = page(coordinator, reverse("state:map") + "?ground=night", at=NOON).content.decode()
    assert "#dfe1e2" in drawn
    assert "#1b1b1b" not in drawn


def test_a_redirection_is_counted_when_its_quarter_is_over_and_a_small_count_is_not_shown(cast, coordinator):
    play.hand_over(cast, play.offer(cast))
    assert "Nothing is counted yet." in said(page(coordinator, reverse("state:counts"), at=NOON + timedelta(days=2)))
    shown = said(page(coordinator, reverse("state:counts"), at=NEXT_QUARTER))
    assert "Counted to the end of Mar 31, 2026." in shown
    assert "10 or fewer redirections Redirections in 2026 by region" in shown
    assert "Hidden: 10 people or fewer, or a number that would give them away." in shown


@pytest.mark.parametrize(
    ("quarters", "headline"),
    [
        ([{"Region 4": [40, 30]}], "70 = 40 + 30 redirections = arrest diversions + social contacts"),
        ([{"Region 4": [12, 0]}], "12 = 12 + 0 redirections = arrest diversions + social contacts"),
        ([{"Region 4": [40, 4], "Region 5": [50, 5]}], "99 redirections"),
        ([{"Region 4": [3, 4]}], "10 or fewer redirections"),
        ([{"Region 4": [40, 30]}, {"Region 4": [3, 0]}], "The number of redirections is hidden."),
    ],
)
def test_an_equation_stands_only_where_each_of_its_numbers_is_shown(coordinator, monkeypatch, quarters, headline):
    counts = {(2026, n, region): both for n, rows in enumerate(quarters, 1) for region, both in rows.items()}
    year = reads._year(2026, counts, quarters=len(quarters))
    monkeypatch.setattr(reads, "redirections", lambda _reader, _at: [year])
    shown = said(page(coordinator, reverse("state:counts"), at=NEXT_QUARTER))
    assert f" 2026 {headline} Redirections in 2026 by region" in shown


def test_both_parts_are_counted_and_an_offer_that_was_declined_is_not(cast, coordinator):
    for _ in range(12):
        play.hand_over(cast, play.offer(cast))
    play.offer(cast)  # nobody came yet
    year = reads.redirections(coordinator, NEXT_QUARTER)[0]
    assert (year.total.diversions.value, year.total.social_contacts.value, year.total.redirections.value) == (12, 0, 12)
    assert [line.name for line in year.lines] == ["Region 4"]


def test_where_nothing_can_be_filed_a_hand_off_is_a_redirection_too_and_stays_one_when_the_name_is_forgotten(
    cast, coordinator
):
    play.adopt_without_a_clock(cast, on=NOON.date(), also=play.NOTHING_TO_FILE)
    for _ in range(12):
        play.hand_over(cast, play.offer(cast))
    assert not Diversion.objects.exists()
    assert reads.redirections(coordinator, NEXT_QUARTER)[0].total.diversions.value == 12
    assert justice.run_clock(by=Nobody("clock", cast.site.pk), at=NEXT_QUARTER)["people_forgotten"] == 12
    assert reads.redirections(coordinator, NEXT_QUARTER)[0].total.diversions.value == 12


def test_a_year_ends_at_midnight_where_the_site_is(cast, coordinator):
    for _ in range(11):
        play.hand_over(cast, play.offer(cast))
    new_year = datetime.fromisoformat("2026-01-01T04:59:00+00:00")  # one minute to midnight in New York
    Referral.objects.update(status_since=new_year)
    assert [year.year for year in reads.redirections(coordinator, NEXT_QUARTER)] == [2025]


def test_no_person_is_on_any_page_or_at_any_address(cast, coordinator):
    referral = play.offer(cast)
    play.hand_over(cast, referral)
    play.meet(cast, referral)
    pages = [page(coordinator, reverse(f"state:{name}"), at=NEXT_QUARTER) for name in ("home", "counts")]
    assert not any(word in said(one) for one in pages for word in ("Jordan", "Ellery", referral.code))
    matter = Diversion.objects.get()
    addresses = [reverse("prosecutor:matter", args=[matter.pk]), reverse("prosecutor:home")]
    addresses += [
        f"/{desk}/{what}/{pk}/"
        for desk in ("state", "officer", "casemanager", "responder", "projectmanager", "prosecutor")
        for what in ("person", "referral", "matter", "diversion")
        for pk in (referral.person_id, referral.pk, matter.pk, uuid4())
    ]
    with the_time_is(NEXT_QUARTER):
        browser = seat(coordinator)
        assert {browser.get(address).status_code for address in addresses} == {404}


@pytest.mark.parametrize("name", ["dana", "ames", "lou", "kim", "vance", "pat"])
def test_the_desk_does_not_exist_for_anyone_else(cast, name):
    for route in ("home", "map", "counts"):
        assert page(cast.members[name], reverse(f"state:{route}"), at=NOON).status_code == 404


@pytest.mark.parametrize(("route", "most"), [("home", 18), ("map", 16), ("counts", 26)])
def test_a_page_asks_the_database_little(coordinator, django_assert_max_num_queries, route, most):
    with the_time_is(NEXT_QUARTER):
        browser = seat(coordinator)
        with django_assert_max_num_queries(most):
            browser.get(reverse(f"state:{route}"))
