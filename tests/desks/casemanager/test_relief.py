"""Asking that a record be removed, and what the pages of the person show once it is."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from offramp.justice import actions as justice
from offramp.justice.models import RecordRelief
from offramp.oversight.models import Tombstone
from offramp.people.models import Person
from offramp.referrals import actions as referrals
from offramp.referrals.models import Referral
from tests import cast as play
from tests.routes import addresses, all_routes
from tests.seats import said

pytestmark = pytest.mark.django_db
INCIDENT = "26-0417-88"
DAY = timedelta(days=1)


@pytest.fixture
def place():
    return "rochester-monroe"


@pytest.fixture(autouse=True)
def ledger(settings, tmp_path):
    settings.ERASURES = tmp_path / "removed-by-law.txt"


@pytest.fixture
def matter(cast):
    then = timezone.now() - 49 * DAY
    referral = play.at_work(cast, at=then)
    referrals.finish(referral.pk, by=cast.dana, at=then + timedelta(hours=2), incident_number=INCIDENT)
    play.sign(cast, referral.person, at=then + 3 * DAY)
    play.complete_intake(cast, referral.person, at=then + 10 * DAY)
    justice.deliver(by=cast.dana, at=then + 11 * DAY)
    return justice.decide("do_not_file", referral.diversion.pk, by=cast.vance, at=then + 12 * DAY)


def page_of(matter):
    return f"/casemanager/p/{matter.person_id}/matter/{matter.pk}/relief/"


def ask(browser, matter, **instead):
    today = timezone.localdate()
    fields = {"kind": "expunged", "basis": "Protocol 10(b)", "ordered_on": f"{today:%m %d %Y}", "token": str(uuid4())}
    return browser.post(page_of(matter), fields | instead, follow=True)


def answer(browser, relief, step="", **fields):
    return browser.post(f"/privacy/removals/{relief.pk}/{step}", {"token": str(uuid4())} | fields, follow=True)


def remove(as_, cast, matter):
    ask(as_(cast.kim), matter)
    relief = RecordRelief.objects.get()
    return answer(as_(cast.noor), relief, last_signs=matter.referral.code[-2:])


def test_the_kind_is_called_as_the_site_calls_it_and_the_promise_stands_there_already(as_, cast, matter):
    page = as_(cast.kim).get(page_of(matter)).content.decode()
    assert '<option value="expunged" selected>Expunged</option>' in page
    assert '<option value="sealed">Sealed</option>' in page
    assert 'value="Protocol 10(b)"' in page


def test_what_is_missing_is_said_and_nothing_is_asked(as_, cast, matter):
    kim = as_(cast.kim)
    assert "Write the law, the order or the clause that says so." in said(ask(kim, matter, basis=""))
    assert "This is a number of the record itself." in said(ask(kim, matter, basis=f"Order {INCIDENT}"))
    assert not RecordRelief.objects.exists()


def test_it_can_be_taken_back_and_asked_again(as_, cast, matter):
    kim = as_(cast.kim)
    assert "The privacy officer is asked. Nothing is removed yet." in said(ask(kim, matter))
    back = kim.post(f"{page_of(matter)}take-back/", {"token": str(uuid4())}, follow=True)
    assert "Taken back. Nothing is removed." in said(back)
    assert not RecordRelief.objects.exists()
    ask(kim, matter)
    assert RecordRelief.objects.exists()


def test_a_no_is_read_by_whoever_asked(as_, cast, matter):
    ask(as_(cast.kim), matter)
    relief, noor = RecordRelief.objects.get(), as_(cast.noor)
    assert "Write why, for the case manager who asked." in said(answer(noor, relief, "not/", reason=""))
    assert "Nothing is removed." in said(answer(noor, relief, "not/", reason="The order names somebody else"))
    kim = as_(cast.kim)
    for page in (kim.get("/casemanager/"), kim.get(page_of(matter))):
        assert "The order names somebody else." in said(page)
    assert Referral.objects.exists()


def test_the_paper_for_the_person_is_in_both_languages_and_names_nobody(as_, cast, matter):
    shown = said(remove(as_, cast, matter))
    for words in (
        "A record about you was removed",
        "Se eliminó un registro sobre usted",
        "Expunged: Protocol 10(b)",
        "We cannot reach"[3:],
    ):
        assert words in shown
    assert not [word for word in ("Jordan", "Ellery", INCIDENT, matter.referral.code) if word in shown]
    paper = f"/privacy/removed/{Tombstone.objects.get().pk}/"
    assert "A record about you was removed" in said(as_(cast.noor).get(paper))
    for member in (cast.kim, cast.dana):
        assert as_(member).get(paper).status_code == 404


def test_every_page_of_the_person_opens_afterwards_and_none_knows_the_incident(as_, cast, matter):
    remove(as_, cast, matter)
    person = Person.objects.get(pk=matter.person_id)
    release = person.releases.get()
    lines = [line.pk for line in release.lines.all()]
    ids = {"person_id": [person.pk], "release_id": [release.pk], "line_id": lines, "part": ["health"]}
    of_a_person = [one for one in all_routes() if "person_id" in one.takes and set(one.takes) <= set(ids)]
    opened, gone = 0, (matter.referral.code, INCIDENT, cast.dana.name)
    for member in cast.members.values():
        browser = as_(member)
        for route in of_a_person:
            for address in addresses(route, ids):
                page = browser.get(address)
                opened += page.status_code == 200
                assert page.status_code < 500, address
                assert [word for word in gone if word in said(page)] == [], address
        assert browser.get("/", follow=True).status_code == 200
    assert opened > 15


def test_the_pages_ask_the_database_little(as_, cast, matter, django_assert_max_num_queries):
    kim = as_(cast.kim)
    with django_assert_max_num_queries(40):
        kim.get(page_of(matter))
    ask(kim, matter)
    noor, relief = as_(cast.noor), RecordRelief.objects.get()
    for address in ("/privacy/removals/", f"/privacy/removals/{relief.pk}/", f"/privacy/removals/{relief.pk}/not/"):
        with django_assert_max_num_queries(25):
            noor.get(address)
