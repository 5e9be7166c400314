"""Anyone may complain, signed in or not; everybody gets the same receipt, and it is nowhere to be found later."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from offramp.desks.public import limits
from offramp.oversight.models import Complaint
from tests import cast as play
from tests.seats import said, text

pytestmark = pytest.mark.django_db
SENT = {"about": "an officer", "words": "He read my papers in front of everybody.", "contact": ""}
FORM = "/sites/bureau/complaint/"


@pytest.fixture(autouse=True)
def nobody_has_complained_today():
    cache.clear()


@pytest.fixture
def cast():
    return play.at_site("bureau")


def send(browser=None, **changes):
    return (browser or Client()).post(FORM, {**SENT, "token": str(uuid4())} | changes)


def without_code(answer):
    code = answer.context["code"]
    assert code in said(answer)
    return text(answer).replace(code, "")


def test_it_works_signed_out_and_without_saying_who_one_is(cast):
    shown = said(send())
    assert "We have your complaint." in shown
    kept = Complaint.objects.get()
    assert (kept.about, kept.words, kept.contact, kept.site) == ("an officer", SENT["words"], "", cast.site)
    assert kept.code in shown


@pytest.mark.parametrize(("proxies", "are_told_apart"), [(1, True), (0, False)])
def test_only_a_proxy_of_ours_says_which_address_it_is(cast, settings, monkeypatch, proxies, are_told_apart):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    monkeypatch.setattr(limits, "FROM_ONE_ADDRESS", 1)
    shown = [said(send(Client(headers={"x-forwarded-for": f"198.51.100.{number}"}))) for number in (1, 1, 2)]
    assert ["You have sent several." in one for one in shown] == [False, True, not are_told_apart]


def test_everyone_gets_the_same_receipt_whatever_they_complain_of(cast):
    play.at_work(cast)
    about = [{}, {"about": "privacy"}, {"words": "About Jordan Ellery."}, {"contact": "me@example.org"}]
    assert len({without_code(send(**one)) for one in about}) == 1


def test_a_signed_in_officer_complains_as_anybody_else(cast, sign_in):
    send(sign_in(cast.dana))
    kept = Complaint.objects.get()
    assert str(cast.dana.pk) not in str(vars(kept))


def test_the_receipt_has_no_address_of_its_own(cast):
    browser = Client()
    send(browser)
    assert Complaint.objects.get().code not in browser.get(FORM).content.decode()
    assert browser.get(f"{FORM}received/").status_code == 404


def test_a_double_tap_is_one_complaint_with_one_code(cast):
    token = str(uuid4())
    assert text(send(token=token)) == text(send(token=token))
    assert Complaint.objects.count() == 1


def test_one_contact_may_send_a_few_and_nothing_typed_is_gone(cast):
    for _ in range(3):
        send(contact="(206) 555-0100")
    shown = send(contact="206 555 0100")
    assert "Send the next one tomorrow." in said(shown)
    assert SENT["words"] in said(shown)
    assert "We have your complaint." in said(send())  # without a contact nobody is held up


def test_one_address_may_not_send_without_end_and_community_referrals_are_counted_apart(cast):
    for _ in range(20):
        send()
    assert "Send the next one tomorrow." in said(send())
    assert Complaint.objects.count() == 20


@pytest.mark.parametrize(
    ("field", "sentence"), [("about", "Choose what it is about."), ("words", "Write what happened.")]
)
def test_what_is_missing_is_said(cast, field, sentence):
    assert sentence in said(send(**{field: ""}))
    assert not Complaint.objects.exists()


def test_hhs_may_be_told_directly_and_nobody_gives_up_a_right(cast):
    shown = said(Client().get(FORM))
    assert "straight to the U.S. Department of Health and Human Services (HHS)" in shown
    assert "You give up no right by it" in shown


def test_in_spanish_it_is_spanish(cast):
    browser = Client(headers={"accept-language": "es"})
    assert "Diga qué está mal." in said(browser.get(FORM))
    assert "Tenemos su queja." in said(send(browser))
    assert Complaint.objects.get().language == "es"


def test_the_foot_of_every_page_leads_there(cast, sign_in):
    link = f'href="{reverse("public:complaint")}"'
    assert link in Client().get(reverse("public:home")).content.decode()
    dana = sign_in(cast.dana)
    assert link in dana.get("/officer/").content.decode()
    assert dana.get(reverse("public:complaint")).url == FORM


def test_whoever_is_not_signed_in_chooses_the_site(cast):
    assert f'href="{FORM}"' in Client().get(reverse("public:complaint")).content.decode()


def test_an_unknown_site_is_the_page_that_cannot_be_shown(cast):
    assert Client().get("/sites/nowhere/complaint/").status_code == 404


def test_a_complaint_is_taken_however_it_is_worded(cast):
    words = "The officer asked for my immigration status, called me an informant and took down 123-45-6789."
    assert "We have your complaint." in said(send(words=words))
    assert Complaint.objects.get().words == words
