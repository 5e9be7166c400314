"""The register of what courts and offices sent, and the letter that neither confirms nor denies."""

from uuid import uuid4

import pytest

from offramp.oversight.models import LegalProcess
from tests import cast as play
from tests.seats import said, text

pytestmark = pytest.mark.django_db
HERE = "/privacy/legal/"


def write_down(browser, **changes):
    fields = {"paper": "subpoena", "issuer": "District Court, part 4", "process_number": "S-26-118", "order_number": ""}
    return browser.post(HERE, {**fields, "token": str(uuid4())} | changes, follow=True)


def letter(browser):
    return browser.get(f"{HERE}{LegalProcess.objects.get().pk}/letter/")


def test_a_subpoena_alone_is_answered_with_its_sentence_and_the_letter(as_, cast):
    noor = as_(cast.noor)
    shown = said(write_down(noor))
    assert "No court order permits it." in shown
    assert "District Court, part 4" in said(noor.get(HERE))
    made = LegalProcess.objects.get()
    assert "The letter to send back" not in shown
    shown = said(noor.post(f"{HERE}{made.pk}/", {"token": str(uuid4()), "counsel": "J. Reed, memo 12"}, follow=True))
    assert "Write down what the order lists" not in shown
    answered = noor.post(f"{HERE}{made.pk}/answer/", {"token": str(uuid4())}, follow=True)
    assert "We can neither confirm nor deny" in said(answered)
    assert "The letter to send back" in said(noor.get(f"{HERE}{made.pk}/"))


def test_an_administrative_warrant_is_answered_with_its_own_sentence_whatever_numbers_it_has(as_, cast):
    shown = said(write_down(as_(cast.noor), paper="administrative warrant", order_number="O-7"))
    assert "An administrative warrant is not a court order. It opens nothing." in shown


def test_both_papers_are_for_counsel_and_nothing_is_listed_before_they_were_read(as_, cast):
    shown = said(write_down(as_(cast.noor), order_number="O-7"))
    assert "Counsel must read them." in shown
    assert "Write down what the order lists" not in shown
    assert "The letter to send back" not in shown


def test_the_letter_neither_confirms_nor_denies_and_is_the_same_whoever_is_known(as_, cast):
    noor = as_(cast.noor)
    write_down(noor)
    before = letter(noor)
    play.at_work(cast)
    assert text(letter(noor)) == text(before)
    shown = said(before)
    assert (
        "We can neither confirm nor deny that any person you may have named, or anybody else, is or was known" in shown
    )
    assert "To: District Court, part 4" in shown
    assert "Your number: S-26-118" in shown
    assert "<nav" not in before.content.decode()


def test_a_double_tap_is_one_entry(as_, cast):
    noor, token = as_(cast.noor), str(uuid4())
    assert text(write_down(noor, token=token)) == text(write_down(noor, token=token))
    assert LegalProcess.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "sentence"), [("paper", "Choose what came."), ("issuer", "Write which court or office it is from.")]
)
def test_what_is_missing_is_said(as_, cast, field, sentence):
    assert sentence in said(write_down(as_(cast.noor), **{field: ""}))
    assert not LegalProcess.objects.exists()


@pytest.mark.parametrize("name", ["dana", "marcus", "ames", "vance", "ito", "lou", "kim", "rosa", "pat", "imani"])
def test_for_every_other_role_it_is_the_page_that_cannot_be_shown(as_, cast, name):
    write_down(as_(cast.noor))
    made, browser = LegalProcess.objects.get(), as_(cast.members[name])
    nothing = browser.get("/oversight/complaints/00000000-0000-7000-8000-000000000000/")
    for address in (HERE, f"{HERE}{made.pk}/", f"{HERE}{made.pk}/letter/", f"{HERE}{uuid4()}/"):
        shown = browser.get(address)
        assert (shown.status_code, shown.content) == (404, nothing.content)
    assert write_down(browser).status_code == 404
    assert LegalProcess.objects.count() == 1
