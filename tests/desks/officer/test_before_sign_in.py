"""The form of the scene opens before sign-in: the site's rules and its on-call line, and nobody's name or number."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from offramp.directory.models import Membership, Site
from offramp.directory.states import SiteMode
from offramp.referrals.models import Approval, Referral
from tests import cast as play
from tests.desks.conftest import SCENE, WHO
from tests.seats import the_time_is

pytestmark = pytest.mark.django_db

NOT_SURE = SCENE | {"q-exclusions": "", "q-exclusions-0": "1"}


def form_of(cast):
    return reverse("officer:scene", args=[cast.site.slug])


def said(answer):
    return answer.content.decode()


def asked_of_stranger(address):
    """The answer, without what is another one each time."""
    answer = Client().get(address)
    return answer.status_code, re.sub(r'(nonce|value)="[^"]*"', "", said(answer))


def hidden(page):
    return {name: page.context["form"][name].value() for name in ("token", "version", "instead_of")}


def test_it_opens_for_whoever_is_not_signed_in_and_is_sent_to_the_desk(cast):
    page = Client().get(form_of(cast))
    own = Client()
    own.force_login(cast.dana.user)
    signed_in = own.get("/officer/diversion/")
    assert page.status_code == 200
    assert page.context["carried"] == signed_in.context["carried"]
    assert page.context["due_on"] == signed_in.context["due_on"]
    assert page.context["form"].in_force == signed_in.context["form"].in_force
    assert '<form method="post" action="/officer/diversion/"' in said(page)
    assert f'href="tel:+1{re.sub("[^0-9]", "", cast.site.on_call_phone)}"' in said(page)


def test_it_holds_the_name_and_the_number_of_no_member(cast):
    Membership.objects.filter(site=cast.site).update(phone="(314) 555-0199")
    page = said(Client().get(form_of(cast)))
    names = [name for name in Membership.objects.filter(site=cast.site).values_list("name", flat=True) if name in page]
    assert names == []
    assert "5550199" not in page
    assert "agreed_by" not in re.findall(r'type="radio" name="(\w+)"', page)
    signed_in = Client()
    signed_in.force_login(cast.dana.user)
    assert "5550199" in said(signed_in.get("/officer/diversion/"))  # where it would stand


def test_it_keeps_no_session_and_says_to_sign_in_where_no_script_runs(cast):
    browser = Client()
    page = said(browser.get(form_of(cast)))
    assert set(browser.cookies) == {"csrftoken"}
    sign_in = '<a class="usa-button" href="/sign-in/?next=/officer/diversion/">Sign in</a>'
    assert page.count(sign_in) == 2  # before the first question, and in the place of Send
    assert "<noscript>" in page


def test_nothing_can_be_sent_to_the_open_address(cast):
    assert Client().post(form_of(cast), SCENE | WHO | {"outcome": "wants"}).status_code == 405
    assert not Referral.objects.exists()


def without_that_door(cast):
    change = {
        'presentation, "St. Louis County - LEAD", pre-arrest diversion program\n    open: yes': "a test\n    open: no"
    }
    play.adopt(cast, change, on=play.today(cast, timezone.now()), at=timezone.now())


def being_planned(cast):
    Site.objects.filter(pk=cast.site.pk).update(mode=SiteMode.PLANNING)


@pytest.mark.parametrize("closed", [being_planned, without_that_door])
def test_where_nothing_can_be_offered_it_answers_like_a_site_that_does_not_exist(cast, closed):
    assert asked_of_stranger(form_of(cast))[0] == 200
    closed(cast)
    unknown = asked_of_stranger(reverse("officer:scene", args=["nowhere"]))
    assert unknown[0] == 404
    assert asked_of_stranger(form_of(cast)) == unknown


def test_a_day_without_a_protocol_in_force_answers_like_a_site_that_does_not_exist(cast):
    with the_time_is(play.NOON - timedelta(days=3650)):
        unknown = asked_of_stranger(reverse("officer:scene", args=["nowhere"]))
        assert unknown[0] == 404
        assert asked_of_stranger(form_of(cast)) == unknown


def test_on_duty_there_it_is_ones_own_form_at_an_address_that_a_phone_can_keep(cast, dana):
    page = dana.get(form_of(cast))
    assert "Acting as <strong>" in said(page)
    assert cast.dana.name in said(page)
    assert page.context["asks"] == dana.get("/officer/diversion/").context["asks"]


@pytest.mark.parametrize("who", ["kim", "vance"])
def test_in_another_seat_it_is_the_form_of_whoever_is_not_signed_in_and_says_who_can_send_it(cast, as_, who):
    page = as_(getattr(cast, who)).get(form_of(cast))
    assert getattr(cast, who).name not in said(page)
    assert page.context["staying"]["left"] == 1
    assert page.context["staying"]["duties"]
    assert as_(getattr(cast, who)).get("/staying/").json()["duty"] not in page.context["staying"]["duties"]


def test_an_officer_of_another_site_is_told_the_same(cast, as_):
    elsewhere = play.at_site("bureau")
    page = as_(elsewhere.dana).get(form_of(cast))
    assert elsewhere.dana.name not in said(page)
    assert as_(elsewhere.dana).get("/staying/").json()["duty"] not in page.context["staying"]["duties"]
    assert as_(cast.dana).get("/staying/").json()["duty"] in page.context["staying"]["duties"]


def test_before_the_second_factor_no_form_can_be_sent(cast, as_, settings):
    settings.DEMO = False
    page = as_(cast.dana).get(form_of(cast))
    assert page.status_code == 200
    assert cast.dana.name not in said(page)
    assert as_(cast.dana).get("/staying/").json() == {"left": 0}


def test_what_was_written_before_sign_in_is_sent_as_whoever_signed_in(cast, as_):
    written = hidden(Client().get(form_of(cast)))
    as_(cast.dana).post("/officer/diversion/", SCENE | WHO | written | {"outcome": "wants"})
    assert Referral.objects.get().officer == cast.dana


def test_who_agreed_by_phone_is_asked_after_sign_in_and_everything_else_is_kept(cast, as_):
    written = hidden(Client().get(form_of(cast)))
    page = as_(cast.dana).post("/officer/diversion/", NOT_SURE | WHO | written | {"outcome": "agreed"})
    sergeant = next(member for member in cast.members.values() if member.role == "supervisor")
    assert "Choose who agreed by phone." in said(page)
    assert re.search(rf'name="agreed_by" value="{sergeant.pk}"', said(page))
    assert re.findall(r'name="outcome" value="(\S+)"[^>]* checked', said(page)) == ["agreed"]
    assert re.findall(r'data-ask="(\w+)"[^>]* hidden', said(page)).count("supervisor") == 0
    assert "prosecutor" in re.findall(r'data-ask="(\w+)"[^>]* hidden', said(page))
    assert all(value in said(page) for value in ("Jordan", "Ellery", "04 09 1988", "Third and Mill"))
    assert not Referral.objects.exists()
    chosen = {"outcome": "agreed", "agreed_by": sergeant.pk}
    as_(cast.dana).post("/officer/diversion/", NOT_SURE | WHO | hidden(page) | chosen)
    assert Approval.objects.get().agreed_member == sergeant


def test_rules_that_changed_meanwhile_are_said_and_the_form_is_sent_as_it_then_stands(cast, as_):
    written = hidden(Client().get(form_of(cast)))
    play.adopt(cast, {}, on=play.today(cast, timezone.now()), at=timezone.now())
    page = as_(cast.dana).post("/officer/diversion/", SCENE | WHO | written | {"outcome": "wants"})
    assert "The rules of this site changed while this page was open." in said(page)
    assert "Ellery" in said(page)
    as_(cast.dana).post("/officer/diversion/", SCENE | WHO | hidden(page) | {"outcome": "wants"})
    assert Referral.objects.get().person.family_name == "Ellery"


@pytest.mark.parametrize("outcome", ["record", "exception", "send"])
def test_what_was_chosen_is_still_chosen_on_the_page_that_comes_back(cast, dana, outcome):
    answers = NOT_SURE if outcome == "send" else SCENE | {"q-offense": "4"}
    page = dana.post("/officer/diversion/", answers | {"outcome": outcome, "token": str(uuid4()), "version": "old"})
    assert re.findall(r'name="outcome" value="(\S+)"[^>]* checked', said(page)) == [outcome]


def test_the_home_page_says_how_to_keep_it_where_it_opens(cast, dana):
    link = f'href="{form_of(cast)}"'
    assert link in said(dana.get("/officer/"))
    being_planned(cast)
    assert link not in said(dana.get("/officer/"))


def test_the_due_date_is_counted_on_the_sites_own_calendar(cast):
    just_before_midnight = timezone.now().replace(hour=3, minute=0)  # 9 or 10 PM of the day before, in Missouri
    with the_time_is(just_before_midnight):
        page = Client().get(form_of(cast))
        signed_in = Client()
        signed_in.force_login(cast.dana.user)
        assert page.context["due_on"] == signed_in.get("/officer/diversion/").context["due_on"]


def test_it_asks_the_database_little(cast, django_assert_max_num_queries):
    Client().get(form_of(cast))
    with django_assert_max_num_queries(8):
        Client().get(form_of(cast))
