"""What a court order lists, on the screens of the two who agree to it: written, agreed, let out once, on one page."""

from uuid import uuid4

import pytest

from offramp.consent.statements import STATEMENT
from offramp.oversight import actions, orders
from offramp.oversight.models import LegalItem, LegalList, LegalProcess
from offramp.oversight.states import Paper, PaperStatus
from tests import cast as play
from tests.seats import said, text

pytestmark = pytest.mark.django_db
HERE = "/privacy/legal/"


@pytest.fixture
def referral(cast):
    return play.at_work(cast)


@pytest.fixture
def paper(cast):
    asked = {"issuer": "District Court", "order_number": "O-7", "process_number": "S-8"}
    made = actions.receive_paper(paper=Paper.ORDER, **asked, by=cast.noor, at=play.NOON)
    orders.read_paper(made.pk, counsel="J. Reed, memo 12", by=cast.noor, at=play.NOON)
    return made


def write_list(browser, paper, referral, **changes):
    fields = {"code": referral.code, "items": ["people.Person.family_name"], "covers_confidential": "no"} | changes
    return browser.post(f"{HERE}{paper.pk}/list/", {"token": str(uuid4())} | fields, follow=True)


def second(browser, listed, **answer):
    return browser.post(f"/oversight/lists/{listed.pk}/", {"token": str(uuid4())} | answer, follow=True)


def test_from_the_list_to_the_page_that_goes_to_the_court(as_, cast, referral, paper):
    noor = as_(cast.noor)
    assert "Write down what the order lists" in said(noor.get(f"{HERE}{paper.pk}/"))
    shown = said(write_list(noor, paper, referral))
    assert "The civil-rights reviewer must agree before anything leaves." in shown
    assert "Let out what is listed" not in shown

    listed, imani = LegalList.objects.get(), as_(cast.imani)
    assert "What a court order lists" in said(imani.get("/oversight/"))
    page = said(imani.get(f"/oversight/lists/{listed.pk}/"))
    assert "last name" in page
    assert not [word for word in ("Ellery", referral.code) if word in page]
    second(imani, listed, answer="agree")
    assert "What a court order lists" not in said(imani.get("/oversight/"))

    noor = as_(cast.noor)
    assert "Let out what is listed" in said(noor.get(f"{HERE}{paper.pk}/"))
    assert "Ellery" not in said(noor.get(f"{HERE}lists/{listed.pk}/"))
    out = noor.post(f"{HERE}lists/{listed.pk}/", {"token": str(uuid4())}, follow=True)
    for words in ("last name: Ellery", "To: District Court", "Court order: O-7", STATEMENT):
        assert words in said(out)
    assert "Jordan" not in said(out)
    assert LegalItem.objects.count() == 1
    assert "The page that was let out" in said(noor.get(f"{HERE}{paper.pk}/"))


def test_the_page_can_be_printed_again_and_a_second_tap_lets_nothing_out_again(as_, cast, referral):
    listed, noor, token = play.listed_under_an_order(cast, referral), as_(cast.noor), str(uuid4())
    orders.agree_to_list(listed.pk, by=cast.imani, at=play.LATE)
    address = f"{HERE}lists/{listed.pk}/"
    first = noor.post(address, {"token": token}, follow=True)
    assert text(noor.post(address, {"token": token}, follow=True)) == text(first)
    assert text(noor.get(f"{address}page/")) == text(first)
    assert LegalItem.objects.count() == 2


def test_before_two_agreed_nothing_leaves_by_any_address(as_, cast, referral):
    listed, noor = play.listed_under_an_order(cast, referral), as_(cast.noor)
    assert "This paper is not at that step." in said(noor.post(f"{HERE}lists/{listed.pk}/", {"token": str(uuid4())}))
    assert noor.get(f"{HERE}lists/{listed.pk}/page/").status_code == 404
    assert not LegalItem.objects.exists()


def test_the_second_sends_a_list_back_with_what_must_change(as_, cast, referral):
    listed, imani = play.listed_under_an_order(cast, referral), as_(cast.imani)
    assert "Write what must change." in said(second(imani, listed, answer="send_back", reason=""))
    second(imani, listed, answer="send_back", reason="The order lists no dates.")
    assert LegalProcess.objects.get().status == PaperStatus.READ
    shown = said(as_(cast.noor).get(f"{HERE}{listed.paper_id}/"))
    assert "The order lists no dates." in shown
    assert "Write down what the order lists" in shown


def test_what_is_missing_in_a_list_is_said_and_nothing_is_kept(as_, cast, referral, paper):
    noor = as_(cast.noor)
    for changes, sentence in (
        ({"items": []}, "Choose what the order lists, word for word."),
        ({"code": ""}, "Write the code."),
        ({"code": "K7-434"}, "We find no record by that code."),
        ({"covers_confidential": ""}, "Choose Yes or No."),
        ({"items": ["casework.SupplyGiven.item"]}, "Counsel must say that it does."),
    ):
        assert sentence in said(write_list(noor, paper, referral, **changes))
    assert not LegalList.objects.exists()


@pytest.mark.parametrize("name", ["dana", "ames", "vance", "ito", "lou", "kim", "rosa", "pat", "imani"])
def test_for_every_other_role_these_pages_cannot_be_shown(as_, cast, referral, name):
    made, browser = play.produced(cast, referral), as_(cast.members[name])
    for address in (f"{HERE}{made.paper_id}/list/", f"{HERE}lists/{made.pk}/", f"{HERE}lists/{made.pk}/page/"):
        assert browser.get(address).status_code == 404


def test_the_second_s_page_is_not_the_privacy_officer_s(as_, cast, referral):
    listed = play.listed_under_an_order(cast, referral)
    assert as_(cast.noor).get(f"/oversight/lists/{listed.pk}/").status_code == 404
