"""Help: one page, open to all; signed in it is that of one's own desk, the same whatever happened to anybody."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from offramp.design.words import desk_name
from offramp.directory.models import Membership, Site
from offramp.directory.states import Role
from tests import cast as play
from tests.house.test_reading import assert_easy
from tests.proof.world import everybody
from tests.seats import said, text

Enroll = Callable[..., Membership]
AsMember = Callable[[Membership], Client]
AT_THE_FOOT = ["Something is wrong here", "Your question is not here"]
DESKS = [role for role in Role if desk_name(role)]


def questions(page: Any) -> list[str]:
    return re.findall(r"<h2>([^<]+)</h2>", page.content.decode())


def links(page: Any) -> list[str]:
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.findall(r'href="(/[^"]*)"', main)


def test_a_stranger_reads_whom_to_reach_and_where_to_sign_in(client: Client, site: Site) -> None:
    page = client.get("/help/")
    assert page.status_code == 200
    assert "call 911" in said(page)
    assert {"/sites/", "/sign-in/", "/complaint/"} <= set(links(page))
    assert {client.get(address).status_code for address in links(page)} == {200}


def test_every_page_leads_there(client: Client, enroll: Enroll, as_member: AsMember) -> None:
    for browser, address in ((client, "/sign-in/"), (as_member(enroll(Role.OFFICER)), "/my-sign-in/")):
        assert '<a href="/help/">Help</a>' in browser.get(address).content.decode()


def test_every_desk_has_answers_of_its_own_and_each_link_in_them_opens(as_member: AsMember) -> None:
    seats = everybody(play.at_site("bureau"))
    members = [member for member in seats.values() if member.role in DESKS]
    assert {member.role for member in members} == set(DESKS)
    for member in members:
        browser = as_member(member)
        page = browser.get("/help/")
        assert 4 <= len(questions(page)) - len(AT_THE_FOOT) <= 7
        assert questions(page)[-2:] == AT_THE_FOOT
        answers = {address: browser.get(address, follow=True).status_code for address in links(page)}
        assert {address: status for address, status in answers.items() if status != 200} == {}, member.role


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("role", DESKS)
def test_it_is_easy_to_read(role: Role, language: str, enroll: Enroll, as_member: AsMember) -> None:
    browser = as_member(enroll(role))
    browser.post("/language/", {"language": language})
    main = browser.get("/help/").content.decode().partition("<main")[2].partition("</main>")[0]
    assert_easy(re.sub(r"<[^>]+>", "", re.sub(r"</(?:p|h1|h2)>", "\n", main)), language)


def test_officers_and_prosecutors_are_answered_what_they_ask_most(enroll: Enroll, as_member: AsMember) -> None:
    officer, prosecutor = as_member(enroll(Role.OFFICER)), as_member(enroll(Role.PROSECUTOR))
    assert {"Nobody answers the call", "I sent it twice", "The person said no", "I have no signal"} <= set(
        questions(officer.get("/help/"))
    )
    assert "The due date is past and nothing came" in questions(prosecutor.get("/help/"))


@pytest.mark.parametrize("reader", ["dana", "ames", "vance"])
def test_the_help_of_justice_desks_is_the_same_whatever_happened_to_anybody(reader: str, as_member: AsMember) -> None:
    cast = play.at_site("bureau")
    browser = as_member(cast.members[reader])
    before = text(browser.get("/help/"))
    person = play.at_work(cast).person
    play.sign(cast, person, at=timezone.now() - timedelta(hours=1))
    assert text(browser.get("/help/")) == before


def test_what_only_one_role_of_a_desk_may_open_is_not_named_to_the_other(enroll: Enroll, as_member: AsMember) -> None:
    assert "/casemanager/emergency/" in links(as_member(enroll(Role.CM_SUPERVISOR)).get("/help/"))
    assert "/casemanager/emergency/" not in links(as_member(enroll(Role.CASE_MANAGER)).get("/help/"))


def test_whoever_has_no_desk_reads_what_a_stranger_reads(enroll: Enroll, as_member: AsMember) -> None:
    assert questions(as_member(enroll(Role.DEFENDER)).get("/help/")) == ["I need to reach somebody", *AT_THE_FOOT]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.CASE_MANAGER, Role.STATE_COORDINATOR])
def test_the_page_asks_the_database_little(
    role: Role, enroll: Enroll, as_member: AsMember, django_assert_max_num_queries: Any
) -> None:
    browser = as_member(enroll(role))
    browser.get("/help/")
    with django_assert_max_num_queries(9):
        browser.get("/help/")
