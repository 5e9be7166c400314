"""Who gets through a door, and what the others are told: nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils import timezone

from offramp.directory import doors
from offramp.directory.models import Membership, Site, User
from offramp.directory.states import Role

Enroll = Callable[..., Membership]
AsMember = Callable[[Membership], Client]


@doors.desk(Role.OFFICER)
def officers_only(request: doors.MemberRequest) -> HttpResponse:
    return HttpResponse(f"{request.member.role} {timezone.localtime().tzname()}")


@doors.desk(Role.CASE_MANAGER)
def case_managers_only(request: doors.MemberRequest) -> HttpResponse:
    return HttpResponse(request.member.role)


@doors.desk(*Role)
def somebody_elses(request: doors.MemberRequest) -> HttpResponse:
    doors.find(Membership.objects.all(), name="Nobody of that name")
    raise AssertionError


@doors.open_to_all("a test")
def everybody(request: HttpRequest) -> HttpResponse:
    return HttpResponse("come in")


urlpatterns = [
    path("officers/", officers_only),
    path("case-managers/", case_managers_only),
    path("somebody-elses/", somebody_elses),
    path("everybody/", everybody),
    path("", include("offramp.desks.account.urls")),
]
handler404 = "offramp.design.pages.cannot_show"
pytestmark = pytest.mark.urls(__name__)


def test_a_desk_opens_for_its_role_and_shows_the_clocks_of_the_site(enroll: Enroll, as_member: AsMember) -> None:
    answer = as_member(enroll(Role.OFFICER)).get("/officers/")
    assert answer.status_code == 200
    assert answer.content in (b"officer EST", b"officer EDT")


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/officers/")["Location"].startswith("/sign-in/")


def test_a_page_open_to_all_needs_no_sign_in(client: Client) -> None:
    assert client.get("/everybody/").content == b"come in"


def test_a_door_says_whom_it_lets_in_or_why_everybody() -> None:
    assert officers_only.roles == (Role.OFFICER,)
    assert (everybody.roles, everybody.reason) == ((), "a test")


def test_every_thing_that_cannot_be_shown_looks_the_same(enroll: Enroll, as_member: AsMember) -> None:
    browser = as_member(enroll(Role.OFFICER))
    browser.get("/officers/")
    answers = [browser.get(address) for address in ("/case-managers/", "/nowhere/at/all/", "/somebody-elses/")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1
    assert "(304) 555-0142" in answers[0].content.decode()


def test_everyone_at_a_site_gets_the_same_refusal(enroll: Enroll, as_member: AsMember) -> None:
    officer, peer = as_member(enroll(Role.OFFICER)), as_member(enroll(Role.PEER))
    assert officer.get("/case-managers/").content == peer.get("/officers/").content


def test_two_roles_are_never_mixed(enroll: Enroll, as_member: AsMember) -> None:
    officer = enroll(Role.OFFICER)
    manager = enroll(Role.CASE_MANAGER, user=officer.user)
    browser = as_member(officer)
    assert browser.get("/officers/")["Location"] == "/acting-as/"
    browser.post("/acting-as/", {"member": str(manager.pk)})
    assert browser.get("/case-managers/").status_code == 200
    assert browser.get("/officers/").status_code == 404


def test_nobody_acts_as_somebody_else(enroll: Enroll, as_member: AsMember) -> None:
    browser, other = as_member(enroll(Role.OFFICER)), enroll(Role.CASE_MANAGER)
    assert browser.post("/acting-as/", {"member": str(other.pk)}).status_code == 404
    assert browser.get("/case-managers/").status_code == 404


@pytest.mark.parametrize("chosen", [pytest.param(True, id="chosen"), pytest.param(False, id="the only one")])
def test_a_role_that_ends_is_gone_at_the_next_request(chosen: bool, enroll: Enroll, as_member: AsMember) -> None:
    officer = enroll(Role.OFFICER)
    browser = as_member(officer)
    if chosen:
        browser.post("/acting-as/", {"member": str(officer.pk)})
    assert browser.get("/officers/").status_code == 200
    Membership.objects.filter(pk=officer.pk).update(is_active=False)
    assert browser.get("/officers/").status_code == 404
    assert browser.get("/")["Location"] == "/acting-as/"
    assert "No role is open for you" in browser.get("/acting-as/").content.decode()


def test_an_account_that_is_closed_is_signed_out_at_the_next_request(enroll: Enroll, as_member: AsMember) -> None:
    officer = enroll(Role.OFFICER)
    browser = as_member(officer)
    User.objects.filter(pk=officer.user_id).update(is_active=False)
    assert browser.get("/officers/")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(("days", "status"), [(89, 200), (91, 404)])
def test_an_account_idle_for_90_days_opens_nothing(days: int, status: int, enroll: Enroll, as_member: AsMember) -> None:
    officer = enroll(Role.OFFICER)
    browser = as_member(officer)
    User.objects.filter(pk=officer.user_id).update(last_login=timezone.now() - timedelta(days=days))
    assert browser.get("/officers/").status_code == status


def test_a_temporary_account_opens_nothing_after_its_end(enroll: Enroll, as_member: AsMember) -> None:
    officer = enroll(Role.OFFICER)
    browser = as_member(officer)
    for ends_in, status in ((timedelta(hours=1), 200), (timedelta(0), 404)):
        User.objects.filter(pk=officer.user_id).update(ends_at=timezone.now() + ends_in)
        assert browser.get("/officers/").status_code == status


def test_outside_the_demonstration_no_desk_opens_without_a_second_factor(
    enroll: Enroll, as_member: AsMember, settings: Any
) -> None:
    officer = enroll(Role.OFFICER)
    browser = as_member(officer)
    settings.DEMO = False
    assert browser.get("/officers/")["Location"] == "/second-factor/"
    Authenticator.objects.create(user=officer.user, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert browser.get("/officers/")["Location"] == "/second-factor/"
    Authenticator.objects.create(user=officer.user, type=Authenticator.Type.TOTP, data={})
    assert browser.get("/officers/").status_code == 200


def test_what_one_may_not_see_is_what_does_not_exist(site: Site) -> None:
    assert doors.find(Site.objects.all(), slug="rivertown") == site
    with pytest.raises(Http404):
        doors.find(Site.objects.none(), slug="rivertown")
