"""A site whose first protocol has not begun: every desk opens, says what does not work yet, and who can change it."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from offramp.design.words import desk_home
from offramp.protocols import document
from offramp.protocols.models import ProtocolVersion
from tests.seats import said, seat, the_time_is

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(cast):
    begins = ProtocolVersion.objects.get().effective_from
    with the_time_is(datetime.combine(begins - timedelta(days=9), time(18), UTC)):
        yield cast


@pytest.mark.parametrize("name", ["dana", "ames", "lou", "kim", "rosa", "vance", "pat", "noor", "imani"])
def test_every_desk_opens(cast, name):
    member = cast.members[name]
    assert seat(member).get(desk_home(member.role)).status_code == 200


def test_the_officer_is_told_to_go_on_as_usual_and_offered_no_button_that_leads_nowhere(cast):
    shown = said(seat(cast.dana).get(reverse("officer:home")))
    assert "nobody can be offered a diversion here. Go on as usual." in shown
    assert "New diversion" not in shown
    assert "My referrals" in shown


def test_a_kept_address_says_why_it_cannot_be_done_and_its_way_home_opens(cast):
    dana = seat(cast.dana)
    assert "This site has no protocol in force" in said(dana.get(reverse("officer:diversion")))
    assert dana.get("/", follow=True).status_code == 200


@pytest.mark.parametrize("route", ["home", "protocol"])
def test_the_project_manager_is_led_to_the_first_protocol(cast, route):
    shown = said(seat(cast.pat).get(reverse(f"projectmanager:{route}")))
    assert "Until one is, nobody can be offered a diversion" in shown
    assert "Version 1 is adopted and begins on" in shown


def test_the_first_protocol_is_looked_over_like_any_other(cast):
    pat = seat(cast.pat)
    text = document.shipped_text("national-support-bureau").encode()
    file = SimpleUploadedFile("ours.yaml", text)
    shown = said(pat.post(reverse("projectmanager:adopt"), {"file": file, "token": str(uuid4())}, follow=True))
    assert "No protocol was in force before this one:" in shown
    assert "Adopt this version" in shown
