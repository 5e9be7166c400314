"""After 72 hours we delete it; after the site's days an un-enrolled referral has no name. And what is kept, and why."""

from datetime import timedelta

import pytest
from django.apps import apps

from offramp.casework import actions as casework
from offramp.casework.models import Meeting, SupplyGiven
from offramp.casework.states import Part, Reach
from offramp.consent import actions as consent
from offramp.consent.actions import Signature
from offramp.consent.models import ReleaseOfInformation
from offramp.consent.states import SignatureKind
from offramp.justice import actions as justice
from offramp.justice import holding
from offramp.justice.models import Diversion
from offramp.kernel.models import TrailRow
from offramp.kernel.refusals import NotNow
from offramp.kernel.trail import Nobody
from offramp.people import actions as people
from offramp.people.models import Assignment, Person
from offramp.protocols import reads as protocols
from offramp.referrals import actions as referrals
from offramp.referrals import calls
from offramp.referrals.actions import Who
from offramp.referrals.models import Approval, Referral
from offramp.referrals.states import CloseReason, Status
from tests import cast as play
from tests.cast import NOON

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PHONE = "(206) 555-0188"
WREN = Who("Wren", "Hollowell", description="called Birdie", more={"phone": PHONE})


@pytest.fixture
def cast():
    return play.at_site("bureau")


@pytest.fixture
def clock(cast):
    return Nobody("clock", cast.site.pk)


def search_for(cast, who=WREN):
    """A social contact for whom a worker is looking."""
    return referrals.refer_social_contact(
        facts={},
        who=who,
        place="Depot Street",
        concerns=("no place to sleep", "sleeps at Ines's"),
        by=cast.dana,
        at=NOON,
    )


def find(cast, referral):
    """Lou finds the person, who lets Lou keep name and phone for 72 hours."""
    referral = justice.hand_over(referral.pk, by=cast.lou, at=NOON)
    keep_name(cast, referral.person)
    play.meet(cast, referral, at=NOON)
    return referral


def keep_name(cast, person, at=NOON):
    signature = Signature(person.name, SignatureKind.TYPED, person.name)
    return consent.keep_name_72_hours(
        person, signature=signature, discloser="Open Door", text="May we keep your name?", language="en", by=cast.lou,
        at=at,
    )  # fmt: skip


def everything_written():
    """All that any table holds, as text: what a name would be looked for in."""
    return str([row for model in apps.get_models() for row in model._base_manager.values()])


def test_the_name_is_there_until_the_72_hours_are_over(cast, clock):
    referral = find(cast, search_for(cast))
    justice.run_clock(by=clock, at=NOON + 72 * HOUR - timedelta(seconds=1))
    assert referral.person.name == "Wren Hollowell"
    assert Person.objects.filter(given_name="Wren").exists()


def test_after_72_hours_no_table_holds_the_name_or_the_phone(cast, clock):
    find(cast, search_for(cast))
    assert justice.run_clock(by=clock, at=NOON + 72 * HOUR)["people_forgotten"] == 1
    written = everything_written()
    assert [
        word for word in ("Wren", "Hollowell", "hollowell", "Birdie", PHONE, "Depot", "Ines") if word in written
    ] == []
    assert not Assignment.objects.exists()


def test_the_meeting_and_the_kit_are_still_counted(cast, clock):
    find(cast, search_for(cast))
    justice.run_clock(by=clock, at=NOON + 72 * HOUR)
    assert Meeting.objects.get().needs == ["food"]
    assert SupplyGiven.objects.get().quantity == 1
    assert Referral.objects.get().status == Status.HANDED_OFF


def test_the_trail_says_that_it_happened_and_holds_no_value(cast, clock):
    find(cast, search_for(cast))
    justice.run_clock(by=clock, at=NOON + 72 * HOUR)
    row = TrailRow.objects.get(action="forget_person")
    assert (row.role, row.actor_id, row.detail) == ("clock", None, {})


def test_running_the_clock_twice_forgets_once(cast, clock):
    find(cast, search_for(cast))
    late = NOON + 500 * DAY
    justice.run_clock(by=clock, at=late)
    rows = TrailRow.objects.count()
    assert set(justice.run_clock(by=clock, at=late).values()) == {0}
    assert TrailRow.objects.count() == rows


@pytest.mark.parametrize(
    "goes_on",
    [
        pytest.param(lambda cast, person: play.take_over(cast, person), id="a case manager took over"),
        pytest.param(lambda cast, person: begin_intake(cast, person), id="the intake began"),
    ],
)
def test_whoever_went_on_is_not_forgotten(cast, clock, goes_on):
    referral = find(cast, search_for(cast))
    goes_on(cast, referral.person)
    justice.run_clock(by=clock, at=NOON + 500 * DAY)
    assert Person.objects.get().name == "Wren Hollowell"


def begin_intake(cast, person):
    version = protocols.in_force(cast.lou, NOON.date())
    return casework.save_part(
        person, Part.HEALTH, {"note": "skip"}, protocol_version=version, by=cast.lou, at=NOON + HOUR
    )


def test_a_held_charge_keeps_the_name_and_not_the_phone(cast, clock):
    referral = play.offer(cast, who=Who("Wren", "Hollowell", more={"phone": PHONE}))
    play.hand_over(cast, referral)
    keep_name(cast, referral.person, at=NOON + HOUR)
    assert justice.run_clock(by=clock, at=NOON + 90 * DAY) == {
        "referrals_closed": 0, "people_forgotten": 0, "contacts_forgotten": 1,
    }  # fmt: skip
    person = Diversion.objects.get().person
    assert (person.name, person.phone) == ("Wren Hollowell", "")
    assert not ReleaseOfInformation.objects.exists()


def test_where_nothing_can_be_filed_a_hand_off_keeps_nobody_s_name(cast, clock):
    play.adopt_without_a_clock(cast, on=NOON.date(), also=play.NOTHING_TO_FILE)
    play.hand_over(cast, play.offer(cast, who=WREN))
    assert justice.run_clock(by=clock, at=NOON + 30 * DAY - timedelta(seconds=1))["people_forgotten"] == 0
    assert justice.run_clock(by=clock, at=NOON + 30 * DAY)["people_forgotten"] == 1
    written = everything_written()
    assert [word for word in ("Wren", "Hollowell", PHONE, "Third and Mill") if word in written] == []
    assert Referral.objects.get().status == Status.HANDED_OFF


def test_whoever_is_found_after_the_officer_decided_is_forgotten_too():
    cast = play.at_site("fayette")
    referral = play.offer(cast, who=WREN)
    calls.answer(referral.hand_off.pk, by=cast.lou, at=NOON)
    casework.find_nobody(referral.pk, by=cast.lou, at=NOON + HOUR)
    justice.hand_over(referral.pk, by=cast.dana, at=NOON + HOUR)
    justice.decide_own("do_not_charge", referral.pk, by=cast.dana, at=NOON + 2 * HOUR)
    referral = justice.hand_over(referral.pk, by=cast.lou, at=NOON + DAY)
    keep_name(cast, referral.person, at=NOON + DAY)
    clock = Nobody("clock", cast.site.pk)
    assert justice.run_clock(by=clock, at=NOON + 4 * DAY)["people_forgotten"] == 1
    assert "Wren" not in everything_written()


def test_a_decided_matter_keeps_the_name_as_well(cast, clock):
    play.hand_over(cast, play.offer(cast, who=WREN))
    matter = Diversion.objects.get()
    justice.decide("do_not_file", matter.pk, by=cast.vance, at=NOON + 10 * DAY)
    assert justice.run_clock(by=clock, at=NOON + 400 * DAY)["people_forgotten"] == 0
    assert Person.objects.get().name == "Wren Hollowell"


def test_nobody_of_a_held_charge_is_forgotten_by_asking_for_it(cast, clock):
    person = play.hand_over(cast, play.offer(cast, who=WREN)).person
    with pytest.raises(NotNow, match="not to be forgotten"):
        casework.forget(person.pk, held=holding.people(clock), by=clock, at=NOON + 400 * DAY)


def test_a_search_ends_with_the_sites_days_and_the_name_is_gone(cast, clock):
    referral = search_for(cast)
    justice.run_clock(by=clock, at=NOON + 30 * DAY - timedelta(seconds=1))
    assert Person.objects.count() == 1
    justice.run_clock(by=clock, at=NOON + 30 * DAY)
    referral.refresh_from_db()
    assert (referral.status, referral.close_reason) == (Status.CLOSED, CloseReason.NO_INTAKE_IN_TIME)
    assert not Person.objects.exists()


def test_nobody_looks_again_for_a_name_that_was_deleted(cast, clock):
    referral = search_for(cast)
    justice.run_clock(by=clock, at=NOON + 30 * DAY)
    with pytest.raises(NotNow, match="make a new referral"):
        referrals.take("look_again", referral.pk, by=cast.lou, at=NOON + 31 * DAY)


def test_no_number_of_the_police_file_outlives_the_name(cast, clock):
    """Nobody came, so nothing was handed over and no charge is held. Who has the police file could look the name up."""
    referral = play.offer(cast, who=WREN)
    numbers = {"incident_number": "26-01420", "statute": "60A-4-401", "report_reference": "R-7731"}
    numbers |= {"property_reference": "P-5501", "report_note": "brother of Wren"}
    referrals.finish(referral.pk, **numbers, by=cast.dana, at=NOON)
    justice.run_clock(by=clock, at=NOON + 30 * DAY)
    written = everything_written()
    assert [word for word in ("Wren", "Third and Mill", *numbers.values()) if word in written] == []
    referral.refresh_from_db()
    assert (referral.offense, referral.is_finished) == ("drug_possession", True)


def test_a_number_is_not_written_to_a_name_that_was_deleted(cast, clock):
    referral = play.offer(cast, who=WREN)
    justice.run_clock(by=clock, at=NOON + 30 * DAY)
    with pytest.raises(NotNow, match="deleted"):
        referrals.finish(referral.pk, incident_number="26-01420", by=cast.dana, at=NOON + 31 * DAY)
    assert "26-01420" not in everything_written()


def test_why_an_exception_was_asked_for_goes_and_that_it_was_stays(cast, clock):
    referral = play.offer(cast, who=WREN)
    Approval.objects.create(
        site=cast.site, referral=referral, answer="ask_exception", reason="Wren's mother asked", is_exception=True,
        agreed_member=cast.dana, made_at=NOON, made_by=cast.dana,
    )  # fmt: skip
    justice.run_clock(by=clock, at=NOON + 30 * DAY)
    assert "mother" not in everything_written()
    assert Approval.objects.filter(is_exception=True, made_by=cast.dana, made_at=NOON).count() == 1


def test_where_to_meet_is_not_kept_for_whoever_said_no(cast):
    referral = justice.hand_over(search_for(cast).pk, by=cast.lou, at=NOON)
    casework.save_meeting(
        referral.pk, next_at=NOON + DAY, next_place="under the Mill bridge", reach=Reach.FIND, keeps_name=False,
        by=cast.lou, at=NOON,
    )  # fmt: skip
    assert Meeting.objects.values_list("person", "next_place", "reach", "next_at").get() == (None, "", "", NOON + DAY)


def test_a_held_charge_keeps_no_phone_of_whoever_signed_nothing(cast, clock):
    play.hand_over(cast, play.offer(cast, who=Who("Wren", "Hollowell", more={"phone": PHONE})))
    justice.run_clock(by=clock, at=NOON + 30 * DAY - timedelta(seconds=1))
    assert PHONE in everything_written()
    assert justice.run_clock(by=clock, at=NOON + 30 * DAY)["contacts_forgotten"] == 1
    assert PHONE not in everything_written()
    assert Diversion.objects.get().person.name == "Wren Hollowell"
    assert justice.run_clock(by=clock, at=NOON + 31 * DAY)["contacts_forgotten"] == 0


def test_a_neighbors_phone_goes_with_the_name(cast, clock):
    referral = referrals.refer_from_community(
        who=WREN, concerns=(), place="Depot Street", relation="neighbor", contact="(206) 555-0199",
        by=Nobody("stranger", cast.site.pk), at=NOON,
    )  # fmt: skip
    justice.run_clock(by=clock, at=NOON + 30 * DAY)
    referral.refresh_from_db()
    assert (referral.referrer_contact, referral.place, referral.person) == ("", "", None)


def test_the_clock_of_one_site_leaves_another_alone(cast):
    find(cast, search_for(cast))
    elsewhere = play.at_site("fayette")
    justice.run_clock(by=Nobody("clock", elsewhere.site.pk), at=NOON + 500 * DAY)
    assert Person.objects.count() == 1


def test_nobody_is_forgotten_by_asking_early(cast, clock):
    referral = find(cast, search_for(cast))
    with pytest.raises(NotNow):
        casework.forget(referral.person.pk, held=holding.people(clock), by=clock, at=NOON + HOUR)
    assert Person.objects.count() == 1


def test_what_a_worker_kept_alone_is_forgotten_like_any_contact(cast, clock):
    referral = play.offer(cast, who=Who("Wren", "Hollowell", more={"phone": PHONE}))
    play.hand_over(cast, referral)
    people.keep_contact(referral.person, by=cast.lou, at=NOON + HOUR)
    assert justice.run_clock(by=clock, at=NOON + 30 * DAY)["contacts_forgotten"] == 1
    kept = Person.objects.get()
    assert (kept.name, kept.phone, kept.contact_kept_by) == ("Wren Hollowell", "", None)


def test_a_keeper_of_nothing_more_is_forgotten_too(cast, clock):
    referral = play.offer(cast, who=Who("Wren", "Hollowell"))
    play.hand_over(cast, referral)
    people.keep_contact(referral.person, by=cast.lou, at=NOON + HOUR)
    assert justice.run_clock(by=clock, at=NOON + 30 * DAY)["contacts_forgotten"] == 1
    assert Person.objects.get().contact_kept_by is None
