"""The desks of the privacy officer and the civil-rights reviewer; for everybody else there are none."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from offramp.oversight import actions
from offramp.oversight.models import ComplaintAnswer
from offramp.oversight.states import About
from tests import cast as play
from tests.seats import said

pytestmark = pytest.mark.django_db
HOME = "/oversight/"
OTHERS = ["dana", "marcus", "ames", "vance", "ito", "lou", "kim", "rosa", "pat"]
WORDS = "He read my papers in front of everybody."


@pytest.fixture
def complaint(cast):
    return complain(cast)


def complain(cast, about=About.WORKER):
    return actions.complain(
        about=about, words=WORDS, contact="me@example.org", by=play.stranger(cast), at=timezone.now()
    )


def page(complaint):
    return reverse("oversight:complaint", args=[complaint.pk])


def answer(browser, complaint, **changes):
    fields = {"sentence": "We asked the team.", "step": "answer", "token": str(uuid4())} | changes
    return browser.post(page(complaint), fields, follow=True)


@pytest.mark.parametrize("name", ["noor", "imani"])
def test_after_signing_in_the_desk_is_theirs_and_lists_what_waits(as_, cast, complaint, name):
    browser = as_(cast.members[name])
    shown = browser.get("/", follow=True)
    assert shown.request["PATH_INFO"] == HOME
    assert complaint.code in said(shown)
    assert WORDS in said(browser.get(page(complaint)))


def test_the_tag_says_whose_turn_it_is(as_, cast, complaint):
    assert "Waiting for you" in said(as_(cast.noor).get(HOME))
    assert "Waiting for the privacy officer" in said(as_(cast.imani).get(HOME))


def test_an_empty_desk_says_so(as_, cast):
    assert "No complaint has come in." in said(as_(cast.noor).get(HOME))


def test_what_is_the_privacy_officer_s_alone_is_on_no_other_desk(as_, cast):
    alone = {"/privacy/breach/", "/privacy/legal/"}
    assert all(address in as_(cast.noor).get(HOME).content.decode() for address in alone)
    assert not any(address in as_(cast.imani).get(HOME).content.decode() for address in alone)


def test_the_privacy_officer_answers_and_closes(as_, cast, complaint):
    noor = as_(cast.noor)
    assert "We asked the team." in said(answer(noor, complaint))
    shown = said(answer(noor, complaint, step="close", sentence="Agreed with them."))
    assert "Closed" in shown
    assert "What do you say to it?" not in shown
    assert [said.sentence for said in ComplaintAnswer.objects.all()] == ["We asked the team.", "Agreed with them."]


def test_what_is_missing_stands_at_its_field(as_, cast, complaint):
    shown = said(answer(as_(cast.noor), complaint, sentence="", step=""))
    assert "Write what you say to it." in shown
    assert "Choose whether it stays open." in shown


def test_the_reviewer_has_no_form_where_the_privacy_officer_answers(as_, cast, complaint):
    imani = as_(cast.imani)
    assert "What do you say to it?" not in said(imani.get(page(complaint)))
    assert "Only whoever answers this complaint can do this." in answer(imani, complaint).content.decode()
    assert not ComplaintAnswer.objects.exists()


def test_about_the_privacy_officer_it_is_nowhere_on_their_desk(as_, cast):
    about_noor = complain(cast, About.PRIVACY_OFFICER)
    noor = as_(cast.noor)
    assert about_noor.code not in noor.get(HOME).content.decode()
    assert noor.get(page(about_noor)).status_code == 404
    assert "What do you say to it?" in said(as_(cast.imani).get(page(about_noor)))


@pytest.mark.parametrize("name", OTHERS)
def test_34_for_every_other_role_it_is_the_same_page_as_one_that_never_was(as_, cast, complaint, name):
    browser = as_(cast.members[name])
    nothing = browser.get("/oversight/complaints/00000000-0000-7000-8000-000000000000/")
    for address in (page(complaint), HOME):
        shown = browser.get(address)
        assert (shown.status_code, shown.content) == (nothing.status_code, nothing.content) == (404, nothing.content)
    assert answer(browser, complaint).status_code == 404
    assert not ComplaintAnswer.objects.exists()


def test_the_desks_ask_the_database_little(as_, cast, django_assert_max_num_queries):
    for _ in range(5):
        complain(cast)
    noor = as_(cast.noor)
    with django_assert_max_num_queries(25):
        noor.get(HOME)
