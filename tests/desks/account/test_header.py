"""What stands on top of every page, by role."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from offramp.directory.models import Membership, Shift, Site
from offramp.directory.states import Role, SiteMode

Enroll = Callable[..., Membership]
AsMember = Callable[[Membership], Client]
PART_2 = "Federal law (42 CFR Part 2)"
TEL = 'href="tel:+13045550142"'


def page_of(client: Client) -> str:
    return client.get("/my-sign-in/").content.decode()


@pytest.mark.parametrize(
    ("role", "calls", "is_warned"),
    [
        (Role.OFFICER, True, True),
        (Role.SUPERVISOR, True, True),
        (Role.PROSECUTOR, False, True),
        (Role.PEER, True, False),
        (Role.CASE_MANAGER, True, False),
        (Role.PROJECT_MANAGER, False, False),
    ],
)
def test_each_desk_has_its_own_lines(
    role: Role, calls: bool, is_warned: bool, enroll: Enroll, as_member: AsMember
) -> None:
    page = page_of(as_member(enroll(role)))
    assert "Rivertown ·" in page
    assert "Acting as <strong>Dana R.</strong>" in page
    assert (TEL in page) is calls
    assert (PART_2 in page) is is_warned


def test_only_who_has_two_roles_can_change(enroll: Enroll, as_member: AsMember) -> None:
    officer = enroll(Role.OFFICER)
    browser = as_member(officer)
    assert 'href="/acting-as/"' not in page_of(browser)
    enroll(Role.PROJECT_MANAGER, user=officer.user)
    browser.post("/acting-as/", {"member": str(officer.pk)})
    assert 'href="/acting-as/"' in page_of(browser)


def test_who_is_on_call_reads_until_when(enroll: Enroll, as_member: AsMember, site: Site) -> None:
    peer, now = enroll(Role.PEER), timezone.now()
    browser = as_member(peer)
    Shift.objects.create(
        site=site, member=peer, place=1, starts_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=2)
    )
    assert "On call until" not in page_of(browser)
    Shift.objects.create(
        site=site, member=peer, place=1, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    assert "On call until" in page_of(browser)


def test_an_end_that_is_far_away_is_no_date_to_read_on_every_page(
    enroll: Enroll, as_member: AsMember, site: Site
) -> None:
    peer, now = enroll(Role.PEER), timezone.now()
    Shift.objects.create(site=site, member=peer, place=1, starts_at=now, ends_at=now + timedelta(days=280))
    page = page_of(as_member(peer))
    assert ">On call</span>" in page
    assert "On call until" not in page


@pytest.mark.parametrize(
    ("is_demo", "mode", "band"),
    [
        (True, SiteMode.DEMO, "DEMO."),
        (False, SiteMode.DEMO, "DEMO."),
        (False, SiteMode.PLANNING, "PLANNING SITE."),
        (True, SiteMode.PLANNING, "PLANNING SITE."),
        (False, SiteMode.LIVE, ""),
    ],
)
def test_a_page_of_made_up_people_says_so(
    is_demo: bool, mode: SiteMode, band: str, enroll: Enroll, as_member: AsMember, settings: Any
) -> None:
    member = enroll(Role.OFFICER)
    Site.objects.update(mode=mode)
    browser = as_member(member)
    settings.DEMO = is_demo
    page = page_of(browser)
    assert ("Everyone here is made up." in page) is bool(band)
    assert band in page


def test_night_needs_no_script_and_brings_one_back(client: Client) -> None:
    answer = client.post("/night/", {"night": "on", "next": "/sign-in/?next=/x/"})
    assert answer["Location"] == "/sign-in/?next=/x/"
    assert 'data-night="on"' in client.get("/sign-in/").content.decode()
    client.post("/night/", {"night": "off", "next": "/sign-in/"})
    assert 'data-night="off"' in client.get("/sign-in/").content.decode()


def test_night_leads_nobody_to_another_site(client: Client) -> None:
    assert client.post("/night/", {"night": "on", "next": "https://elsewhere.example/"})["Location"] == "/"


def test_the_language_is_kept(client: Client) -> None:
    client.post("/language/", {"language": "es", "next": "/sign-in/"})
    assert '<html lang="es"' in client.get("/sign-in/").content.decode()


def test_a_title_names_the_page_and_the_site_and_nobody(enroll: Enroll, as_member: AsMember) -> None:
    page = page_of(as_member(enroll(Role.OFFICER)))
    assert "<title>DEMO · My sign-in · Rivertown</title>" in page
    assert page.count("<h1>") == 1
