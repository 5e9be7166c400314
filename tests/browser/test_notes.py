"""A note after a touch, on a phone: how many taps it takes, and what a page asks for once an answer needs it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from offramp.casework.models import Contact
from offramp.kernel.clocks import local_date
from offramp.people import actions as people
from tests import cast as play
from tests.browser.people import keep_picture, signed_in

COUNT = "addEventListener('pointerdown', () => tapped(), true)"


@pytest.fixture
def cast(transactional_db, settings):
    settings.DEMO = True
    return play.at_site("bureau")


@pytest.fixture
def person(cast):
    then = timezone.now() - timedelta(days=3)
    return play.at_work(cast, at=then).person


@pytest.fixture(params=[320, 390])
def kim(phone, cast, person, request):
    return signed_in(phone(viewport={"width": request.param, "height": 844}), cast.kim, "/casemanager/people/")


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_note_is_signed_in_six_taps_from_the_people_one_works_with(kim, person, axe):
    taps = []
    kim.expose_function("tapped", lambda: taps.append(1))
    kim.add_init_script(COUNT)
    kim.reload()
    kim.get_by_role("link", name="Write a note").tap()
    kim.get_by_label("In person, out", exact=True).tap()
    kim.get_by_label("Yes", exact=True).tap()
    words = kim.get_by_label("What was said or done")
    words.tap()
    words.press_sequentially("Went to the bed at Harbor House. Start is Tuesday.")
    kim.get_by_label("Tomorrow", exact=True).tap()
    axe(kim)
    assert fits(kim)
    keep_picture(kim, "note")
    kim.get_by_role("button", name="Sign note").tap()
    expect(kim.get_by_text("Signed and locked.")).to_be_visible()
    assert len(taps) == 6
    made = Contact.objects.get()
    assert made.signed_at is not None
    assert made.words.startswith("Went to the bed")


def test_what_an_answer_does_not_need_is_not_asked(kim, person):
    kim.goto(f"/casemanager/p/{person.pk}/notes/new/")
    moved, lot = kim.get_by_text("Did it move something?"), kim.get_by_label("Another lot")
    assert moved.is_visible()
    assert lot.is_hidden()
    kim.get_by_label("Tried, not reached", exact=True).tap()
    assert moved.is_hidden()
    kim.get_by_label("1 kit", exact=True).tap()
    assert lot.is_visible()


def test_the_pages_of_notes_can_be_used_by_everybody_and_fit(kim, cast, person, axe):
    made = play.note(cast, person, at=timezone.now() - timedelta(hours=1))
    play.note(cast, person, at=timezone.now() - timedelta(hours=2), signs=False)
    for where in (f"p/{person.pk}/notes/", f"p/{person.pk}/notes/{made.pk}/", "notes-to-sign/", f"p/{person.pk}/"):
        kim.goto(f"/casemanager/{where}")
        axe(kim)
        assert fits(kim), where
        keep_picture(kim, where.replace("/", "-").replace(str(person.pk), "").replace(str(made.pk), "one"))


def test_my_people_say_what_is_next_and_fit(kim, cast, person, axe):
    now = timezone.now()
    people.update_person(person, phone="(206) 555-0142", by=cast.kim, at=now)
    step = {"next_step": "Ride to court", "next_on": local_date(now, cast.site.time_zone)}
    play.note(cast, person, at=now - timedelta(days=2), **step)
    Contact.objects.update(next_on=step["next_on"] - timedelta(days=1))
    kim.goto("/casemanager/people/")
    expect(kim.get_by_text("Overdue")).to_be_visible()
    expect(kim.locator("main").get_by_role("link", name="Call")).to_have_attribute("href", re.compile("^tel:"))
    axe(kim)
    assert fits(kim)
    keep_picture(kim, "people")


def test_the_team_page_fits(phone, cast, person, axe):
    play.note(cast, person, at=timezone.now() - timedelta(hours=1), signs=False)
    rosa = signed_in(phone(viewport={"width": 320, "height": 844}), cast.rosa, "/casemanager/team/")
    expect(rosa.get_by_role("heading", name="The team")).to_be_visible()
    axe(rosa)
    assert fits(rosa)
    keep_picture(rosa, "team")


def test_a_draft_is_thrown_away_in_two_taps(kim, cast, person, axe):
    draft = play.note(cast, person, at=timezone.now() - timedelta(hours=1), signs=False)
    kim.goto(f"/casemanager/p/{person.pk}/notes/{draft.pk}/")
    kim.get_by_text("Throw this draft away").tap()
    axe(kim)
    assert fits(kim)
    keep_picture(kim, "draft")
    kim.get_by_role("button", name="Throw away").tap()
    expect(kim.get_by_text("The draft is thrown away.")).to_be_visible()
    assert not Contact.objects.exists()
