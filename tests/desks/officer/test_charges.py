"""Where the protocol leaves the charge to the officer: their pages, and what the prosecutor's pages say instead."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from offramp.casework import actions as casework
from offramp.consent import actions as consent
from offramp.consent.models import ReleaseLine
from offramp.justice import actions as justice
from offramp.justice.models import Diversion, OfficerDecision
from offramp.referrals import calls
from tests import cast as play
from tests.cast import LATE, NOON
from tests.seats import page, said, seat, text, the_time_is

pytestmark = pytest.mark.django_db
CLEAR = NOON + timedelta(minutes=20)
DAYS = [LATE, NOON + timedelta(days=90)]
OFFICER_DECIDES = "Here the officer who made the arrest decides about the charge. Nothing is asked of you."


@pytest.fixture
def cast():
    return play.at_site("fayette")


def called(cast):
    referral = play.offer(cast)
    calls.answer(referral.hand_off.pk, by=cast.lou, at=NOON)
    return referral


def met_and_done(cast):
    referral = called(cast)
    justice.hand_over(referral.pk, by=cast.dana, at=CLEAR)
    play.meet(cast, referral)
    play.take_over(cast, referral.person)
    play.sign(cast, referral.person)
    play.complete_intake(cast, referral.person)
    return referral


def met_and_nothing_since(cast):
    referral = called(cast)
    justice.hand_over(referral.pk, by=cast.dana, at=CLEAR)
    play.meet(cast, referral)
    return referral


def done_and_the_release_stopped(cast):
    referral = met_and_done(cast)
    for line in ReleaseLine.objects.filter(is_yes=True):
        consent.stop(line, by=cast.kim, at=NOON + timedelta(days=11))
    return referral


def nobody_was_there(cast):
    referral = called(cast)
    casework.find_nobody(referral.pk, by=cast.lou, at=CLEAR)
    justice.hand_over(referral.pk, by=cast.dana, at=CLEAR)
    return referral


WORLDS = [met_and_nothing_since, met_and_done, done_and_the_release_stopped, nobody_was_there]


def looks(cast, referral):
    """What the officer reads before and after deciding, with what differs for every referral taken out."""
    one, all_of_them = reverse("officer:charge", args=[referral.pk]), reverse("officer:charges")
    shown = [text(page(cast.dana, address, at=day)) for day in DAYS for address in (all_of_them, one)]
    shown.append(text(page(cast.dana, reverse("officer:home"), at=DAYS[1])))
    shown.append(said(decide(cast, referral, "charge", at=DAYS[1])))
    shown.append(text(page(cast.dana, all_of_them, at=DAYS[1])))
    return [one.replace(referral.code, "CODE").replace(str(referral.pk), "ID") for one in shown]


def decide(cast, referral, decision, *, at=LATE, token=""):
    fields = {"decision": decision, "token": token or str(uuid4())}
    with the_time_is(at):
        return seat(cast.dana).post(reverse("officer:confirm-charge", args=[referral.pk]), fields, follow=True)


@pytest.fixture(scope="module")
def of_somebody_who_came():
    return []


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.__name__)
def test_the_officer_reads_the_same_whatever_the_person_did(cast, world, of_somebody_who_came):
    referral = world(cast)
    shown = looks(cast, referral)
    assert "Recorded: charged. Help goes on and is not part of this case." in shown[-2]
    assert not any(word in " ".join(shown) for word in ("Jordan", "Ellery", "completed on", "overdue", "days left"))
    of_somebody_who_came.append(shown)
    assert shown == of_somebody_who_came[0]


def test_the_page_says_the_rules_and_that_silence_says_nothing(cast):
    referral = met_and_nothing_since(cast)
    shown = said(page(cast.dana, reverse("officer:charge", args=[referral.pk]), at=LATE))
    assert (
        "Protocol 9(a): The arresting officer may charge the original offense if the requirements are not met." in shown
    )
    assert "Protocol 10: When the two steps are done, the charge is not filed." in shown
    assert "If nothing comes, that says nothing about why, and no one here can say why." in shown


def test_the_officer_reads_until_when_they_have_time_and_is_not_urged_before(cast):
    referral = met_and_nothing_since(cast)
    until = "they have time until Wed, Apr 1, 2026"
    shown = said(page(cast.dana, reverse("officer:charges"), at=LATE))
    assert until in shown
    assert "Your turn" not in shown
    assert until in said(page(cast.dana, reverse("officer:charge", args=[referral.pk]), at=LATE))


def test_an_officer_finds_the_charge_from_home_and_records_it_once(cast):
    referral, token = met_and_nothing_since(cast), str(uuid4())
    assert "Held charges 1" in said(page(cast.dana, reverse("officer:home"), at=LATE))
    for _ in range(2):  # a double tap
        shown = said(decide(cast, referral, "do_not_charge", token=token))
        assert "Recorded: not charged." in shown
    assert (OfficerDecision.objects.count(), Diversion.objects.get().status) == (1, "not filed")
    assert "Held charges" not in said(page(cast.dana, reverse("officer:home"), at=LATE))
    again = page(cast.dana, reverse("officer:charge", args=[referral.pk]), at=LATE)
    assert again["Location"] == reverse("officer:charges")
    assert "Not charged" in said(page(cast.dana, again["Location"], at=LATE))
    assert "This matter is decided already." in said(decide(cast, referral, "charge"))


def test_what_is_recorded_is_looked_at_first_and_can_be_left(cast):
    referral = met_and_nothing_since(cast)
    choose = reverse("officer:charge", args=[referral.pk])
    dana = seat(cast.dana)
    with the_time_is(LATE):
        looked_at = dana.post(choose, {"decision": "charge", "token": str(uuid4())}, follow=True)
        again = dana.get(reverse("officer:confirm-charge", args=[referral.pk]))
    for shown in (looked_at, again):
        assert f"{referral.incident_number}: Charge the offense" in said(shown)
        assert "What you record cannot be changed here." in said(shown)
        assert f'href="{choose}"' in shown.content.decode()
    assert not OfficerDecision.objects.exists()
    without = seat(cast.dana)  # another sitting, to which nothing was carried
    with the_time_is(LATE):
        assert "What do you decide?" in said(without.get(reverse("officer:confirm-charge", args=[referral.pk])))


def test_nothing_chosen_says_what_to_do(cast):
    assert "Choose what you decide." in said(decide(cast, met_and_nothing_since(cast), ""))
    assert not OfficerDecision.objects.exists()


@pytest.mark.parametrize("name", ["marcus", "ames", "vance", "lou", "kim", "pat", "ito"])
def test_the_page_does_not_exist_for_anybody_else(cast, name):
    referral = met_and_nothing_since(cast)
    for route in ("charge", "confirm-charge"):
        assert page(cast.members[name], reverse(f"officer:{route}", args=[referral.pk]), at=LATE).status_code == 404


def test_where_the_prosecutor_decides_an_officer_has_no_such_page():
    cast = play.at_site("bureau")
    referral = met_and_nothing_since(cast)
    assert "Held charges" not in said(page(cast.dana, reverse("officer:home"), at=LATE))
    assert page(cast.dana, reverse("officer:charge", args=[referral.pk]), at=LATE).status_code == 404
    assert "No charge waits for you." in said(page(cast.dana, reverse("officer:charges"), at=LATE))
    assert OFFICER_DECIDES not in said(page(cast.vance, reverse("prosecutor:home"), at=LATE))


def test_the_prosecutor_s_pages_say_that_the_officer_decides_and_ask_for_nothing(cast):
    referral = met_and_nothing_since(cast)
    matter = Diversion.objects.get()
    queue = said(page(cast.vance, reverse("prosecutor:home"), at=LATE))
    assert OFFICER_DECIDES in queue
    assert referral.code not in queue
    address = reverse("prosecutor:matter", args=[matter.pk])
    shown = said(page(cast.vance, address, at=LATE))
    assert OFFICER_DECIDES in shown
    assert reverse("prosecutor:decide", args=[matter.pk]) not in page(cast.vance, address, at=LATE).content.decode()
    for route in ("decide", "confirm"):
        answer = page(cast.vance, reverse(f"prosecutor:{route}", args=[matter.pk]), at=LATE)
        assert answer.status_code == 302
    fields = {"decision": "file", "reason": "Own file", "token": str(uuid4())}
    with the_time_is(LATE):
        refused = seat(cast.vance).post(reverse("prosecutor:confirm", args=[matter.pk]), fields, follow=True)
    assert OFFICER_DECIDES in said(refused)
    assert not Diversion.objects.filter(decided_at__isnull=False).exists()


def test_the_case_manager_sees_what_the_officer_decided(cast):
    referral = met_and_done(cast)
    decide(cast, referral, "do_not_charge")
    shown = said(page(cast.kim, reverse("casemanager:person", args=[referral.person_id]), at=LATE)).lower()
    assert "the officer decided: not charged." in shown
