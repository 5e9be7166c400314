"""What a release allows is drawn once, whole, after signing in, and never hinted at."""

from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from offramp.consent import actions as consent
from offramp.consent.models import Disclosure, ReleaseLine
from offramp.consent.statements import STATEMENT
from offramp.justice import reads as justice
from offramp.justice.models import Diversion
from offramp.kernel.clocks import local_time
from tests import cast as play

pytestmark = pytest.mark.django_db
WORDS = "Intake and release completed on"


@pytest.fixture
def done(cast):
    """Somebody who did both steps yesterday, with a release that names the prosecutor and the officer."""
    return play.both_steps(cast, at=timezone.now() - timedelta(days=12))


def sign_in_as(sign_in, member):
    client = sign_in(member)
    return client, client.get("/", follow=True)


def test_after_signing_in_it_stands_before_the_desk(done, cast, sign_in):
    _, page = sign_in_as(sign_in, cast.dana)
    said = page.content.decode()
    for words in (
        "Before you go on. This is for you.",
        WORDS,
        STATEMENT,
        "You can read this once.",
        "I have read this",
        done.code,
    ):
        assert words in said
    assert Disclosure.objects.get().recipient == cast.dana


IS_OLDER = "This one is older, so its code is not in the list any more."


@pytest.mark.parametrize(("ago", "is_listed"), [(29, True), (31, False)])
def test_of_a_code_that_left_the_officers_list_it_says_so_and_gives_the_day_with_its_year(
    cast, sign_in, ago, is_listed
):
    sent = play.both_steps(cast, at=timezone.now() - timedelta(days=ago))
    dana, page = sign_in_as(sign_in, cast.dana)
    said = page.content.decode()
    day = date_format(local_time(sent.received_at, cast.site.time_zone), "M j, Y")
    assert f"About the referral of {day} ({sent.code})" in said
    assert (IS_OLDER in said) is not is_listed
    assert (sent.code in dana.get("/officer/referrals/").content.decode()) is is_listed


def test_a_prosecutor_whose_matters_stay_is_told_nothing_about_a_list(cast, sign_in):
    play.both_steps(cast, at=timezone.now() - timedelta(days=31))
    page = sign_in(cast.vance).get("/arrivals/").content.decode()
    assert WORDS in page
    assert IS_OLDER not in page


def test_having_read_it_one_goes_on_and_it_is_gone(done, cast, sign_in):
    dana, page = sign_in_as(sign_in, cast.dana)
    reads = [told.pk for _, told in page.context["delivered"]]
    assert dana.post("/arrivals/", {"read": reads})["Location"] == "/officer/"
    assert dana.get("/arrivals/")["Location"] == "/officer/"
    dana.logout()
    _, again = sign_in_as(sign_in, cast.dana)
    assert WORDS not in again.content.decode()


def test_the_prosecutor_takes_it_into_the_file(done, cast, sign_in):
    vance = sign_in(cast.vance)
    page = vance.get("/arrivals/")
    assert "Take into our file" in page.content.decode()
    vance.post("/arrivals/", {"read": [told.pk for _, told in page.context["delivered"]]})
    assert justice.taken_on(cast.vance, Diversion.objects.get())


@pytest.mark.parametrize("route", ["home", "decided", "clock", "rules", "matter", "decide", "confirm"])
def test_no_page_of_the_prosecutors_desk_is_opened_by_its_address_before_what_arrived(done, cast, sign_in, route):
    about = [Diversion.objects.get().pk] if route in ("matter", "decide", "confirm") else []
    vance, address = sign_in(cast.vance), reverse(f"prosecutor:{route}", args=about)
    page = vance.get(address, follow=True)
    assert "Before you go on. This is for you." in page.content.decode()
    assert page.redirect_chain == [(f"/arrivals/?{urlencode({'next': address})}", 302)]
    reads = [told.pk for _, told in page.context["delivered"]]
    assert vance.post(page.redirect_chain[0][0], {"read": reads})["Location"] == address


def test_with_nothing_to_show_the_address_that_was_asked_for_opens(done, cast, sign_in):
    consent.stop(ReleaseLine.objects.get(recipient=cast.vance), by=cast.kim, at=timezone.now())
    address = reverse("prosecutor:matter", args=[Diversion.objects.get().pk])
    page = sign_in(cast.vance).get(address, follow=True)
    assert (page.status_code, page.redirect_chain[-1][0]) == (200, address)


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/prosecutor/", "/officer/", "prosecutor"])
def test_from_there_nobody_is_led_off_their_own_desk(cast, sign_in, elsewhere):
    assert sign_in(cast.vance).get("/arrivals/", {"next": elsewhere})["Location"] == "/prosecutor/"


def test_what_the_prosecutor_takes_is_one_paper_with_the_statement_in_full(done, cast, sign_in):
    page = unescape(sign_in(cast.vance).get("/arrivals/").content.decode())
    assert f"For the file of {cast.vance.name}, {cast.vance.agency.name}" in page
    assert "print this page before you take it" in page
    assert '<details class="redisclosure" open>' in page
    assert page.index(WORDS) < page.index("These rules prohibit you from using or disclosing this record")


def test_an_officer_has_no_file_and_is_offered_no_paper(done, cast, sign_in):
    _, page = sign_in_as(sign_in, cast.dana)
    assert "For the file of" not in page.content.decode()
    assert "print this page" not in page.content.decode()


def test_a_stop_before_the_sign_in_leaves_nothing_to_see(done, cast, sign_in):
    for line in ReleaseLine.objects.select_related("release__person").order_by("pk"):
        consent.stop(line, by=cast.kim, at=timezone.now())
    _, page = sign_in_as(sign_in, cast.dana)
    assert page.redirect_chain[-1][0] == "/officer/"
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("name", ["dana", "vance"])
def test_with_nothing_to_show_it_is_straight_to_the_desk(cast, sign_in, name):
    member = cast.members[name]
    client = sign_in(member)
    assert client.get("/arrivals/")["Location"] in ("/officer/", "/prosecutor/", "/")


def test_it_never_stands_in_front_of_the_scene(done, cast, sign_in):
    page = sign_in(cast.dana).get("/officer/diversion/")
    assert page.status_code == 200
    assert WORDS not in page.content.decode()


def test_in_the_middle_of_a_shift_nothing_arrives(cast, sign_in, request):
    dana, _ = sign_in_as(sign_in, cast.dana)
    request.getfixturevalue("done")
    assert dana.get("/", follow=True).redirect_chain[-1][0] == "/officer/"
    assert not Disclosure.objects.exists()


def test_somebody_elses_message_cannot_be_marked(done, cast, sign_in):
    sign_in_as(sign_in, cast.dana)
    told = Disclosure.objects.get()
    vance = sign_in(cast.vance)
    assert vance.post("/arrivals/", {"read": [told.pk]}).status_code == 404
    assert vance.post("/arrivals/", {"read": ["mangled"]}).status_code == 404


@pytest.mark.parametrize("role", ["peer", "case_manager", "project_manager"])
def test_for_care_roles_the_page_does_not_exist(cast, sign_in, role):
    member = next(member for member in cast.members.values() if member.role == role)
    assert sign_in(member).get("/arrivals/").status_code == 404
