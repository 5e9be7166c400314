"""Weeks to be signed, emergencies and the breach tool, on the desks of the two who watch."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from offramp.casework import reads as casework
from offramp.consent import actions as consent
from offramp.oversight.models import AccessReview, BreachInquiry
from offramp.oversight.rules import week_of
from tests import cast as play
from tests.seats import said

pytestmark = pytest.mark.django_db
OTHERS = ["dana", "marcus", "ames", "vance", "ito", "lou", "kim", "rosa", "pat"]
REASON = "County hospital treats them and asks what they take."


@pytest.fixture
def person(cast):
    """Somebody whose record was opened a week ago."""
    then = timezone.now() - timedelta(days=9)
    person = play.at_work(cast, at=then).person
    casework.open_person(cast.kim, person.pk, timezone.now() - timedelta(days=7))
    return person


@pytest.fixture
def week(cast, person):
    return f"/oversight/weeks/{week_of(play.today(cast, timezone.now() - timedelta(days=7)))}/"


def sign(browser, week, found="Each of these has its reason."):
    return browser.post(week, {"found": found, "token": str(uuid4())}, follow=True)


def test_a_week_waits_on_both_desks_and_is_signed_once(as_, cast, week):
    imani = as_(cast.imani)
    assert week in imani.get("/oversight/").content.decode()
    assert "signed by Imani B." in said(sign(imani, week))
    noor = as_(cast.noor)
    assert "signed by Imani B." in said(noor.get("/oversight/"))
    assert "Sign this week" not in said(noor.get(week))
    assert AccessReview.objects.get().found == "Each of these has its reason."


def test_the_privacy_officer_reads_a_name_and_a_code_and_the_reviewer_neither(as_, cast, week, person):
    code, names = person.referrals.get().code, said(as_(cast.noor).get(week))
    assert cast.kim.name in names
    assert code in names
    shown = said(as_(cast.imani).get(week))
    assert "Worker " in shown
    assert not any(word in shown for word in (cast.kim.name, code, "Jordan"))


def test_35_whoever_is_in_it_has_no_form_and_is_refused(as_, cast, week):
    cast.noor.user = cast.kim.user
    cast.noor.save()
    noor = as_(cast.noor)
    session = noor.session
    session["acting_as"] = str(cast.noor.pk)
    session.save()
    assert "Sign this week" not in said(noor.get(week))
    assert "so somebody else must sign it" in said(sign(noor, week))
    assert not AccessReview.objects.exists()


def test_what_is_missing_is_said(as_, cast, week):
    assert "Write what you found, or that everything has its reason." in said(sign(as_(cast.noor), week, found=""))


def test_an_emergency_stands_on_both_desks_at_once(as_, cast, person):
    consent.open_in_emergency(person, reason=REASON, by=cast.rosa, at=timezone.now())
    noor, imani = said(as_(cast.noor).get("/oversight/")), said(as_(cast.imani).get("/oversight/"))
    assert "Rosa V." in noor
    assert REASON in noor
    assert "Open now" in noor
    assert "Supervisor A" in imani
    assert "Open now" in imani
    assert not any(word in imani for word in ("Rosa", REASON, person.referrals.get().code))


def breach(browser, cast, **changes):
    asked = {"account": str(cast.kim.pk), "first": _written(9), "last": _written(1)} | changes
    return browser.get("/privacy/breach/", asked), asked


def _written(days):
    return (timezone.localdate() - timedelta(days=days)).strftime("%m %d %Y")


def test_36_first_the_count_and_codes_then_a_reason_then_the_names(as_, cast, person):
    noor = as_(cast.noor)
    shown, asked = breach(noor, cast)
    assert "1 person" in said(shown)
    assert person.referrals.get().code in said(shown)
    assert "Jordan" not in shown.content.decode()
    assert "I need their names" in said(shown)
    ask = noor.get("/privacy/breach/names/", asked)
    kept = {name: ask.context["form"][name].value() for name in ("account", "first", "last")}
    refused = noor.post("/privacy/breach/names/", {**kept, "reason": "curious", "token": str(uuid4())})
    assert "Write why, in 20 characters or more." in said(refused)
    assert not BreachInquiry.objects.exists()
    names = noor.post("/privacy/breach/names/", {**kept, "reason": REASON, "token": str(uuid4())}, follow=True)
    assert "Jordan Ellery" in said(names)
    assert REASON in said(names)


def test_days_the_wrong_way_round_are_said(as_, cast, person):
    shown, _ = breach(as_(cast.noor), cast, first=_written(2), last=_written(3))
    assert "The last day lies before the first." in said(shown)


@pytest.mark.parametrize("name", [*OTHERS, "imani"])
def test_for_every_other_role_these_are_the_page_that_cannot_be_shown(as_, cast, week, name):
    browser = as_(cast.members[name])
    nothing = browser.get("/oversight/complaints/00000000-0000-7000-8000-000000000000/")
    theirs = [] if name == "imani" else ["/oversight/", week]
    for address in ["/privacy/breach/", "/privacy/breach/names/", f"/privacy/breach/{uuid4()}/", *theirs]:
        shown = browser.get(address)
        assert (shown.status_code, shown.content) == (404, nothing.content)


def test_a_week_asks_the_database_little(as_, cast, week, person, django_assert_max_num_queries):
    for minutes in range(12):
        casework.open_person(cast.kim, person.pk, timezone.now() - timedelta(days=7, minutes=minutes))
    noor = as_(cast.noor)
    with django_assert_max_num_queries(24):
        noor.get(week)


@pytest.mark.parametrize("name", ["noor", "imani"])
def test_the_week_that_runs_can_be_read_from_the_desk_and_is_signed_once_it_is_over(as_, cast, name):
    overseer = as_(cast.members[name])
    home = overseer.get("/oversight/")
    assert "No week waits to be signed." in said(home)
    assert "This week so far It can be signed from Monday on." in said(home)
    running = f"/oversight/weeks/{week_of(play.today(cast, timezone.now()))}/"
    assert f'href="{running}"' in home.content.decode()
    assert "This week is not over yet. Sign it from Monday on." in said(overseer.get(running))
