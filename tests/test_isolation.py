"""Nobody sees what is not theirs: every question of every capability, asked as everybody of another site."""

import importlib
import inspect
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Model, QuerySet

from offramp.casework import actions as cases
from offramp.casework import contacts
from offramp.casework import reads as casework
from offramp.casework.models import Contact, ContactAddendum, Intake, IntakePart, Meeting, SupplyGiven
from offramp.consent import actions
from offramp.consent.models import Disclosure, EmergencyAccess, ReleaseLine, ReleaseOfInformation, SaidStop
from offramp.directory.states import CARE_ROLES, JUSTICE_ROLES
from offramp.justice import actions as justice
from offramp.justice import deciders, promises
from offramp.justice.models import Condition, Diversion, Notice, RecordRelief
from offramp.kernel import context
from offramp.kernel.classification import DataClass
from offramp.kernel.refusals import Refusal
from offramp.oversight import actions as oversight
from offramp.oversight import papers
from offramp.oversight import reads as oversight_reads
from offramp.oversight.models import (
    AccessReview,
    BreachInquiry,
    Complaint,
    ComplaintAnswer,
    LegalItem,
    LegalList,
    LegalProcess,
    LegalStep,
    Tombstone,
)
from offramp.oversight.states import About, Paper
from offramp.people import actions as people
from offramp.people import reads as people_reads
from offramp.people.models import Alias, Assignment, Link, Person
from offramp.referrals import actions as referrals
from offramp.referrals import reads as referral_reads
from offramp.referrals.models import Approval, HandOff, Referral
from tests import cast as play
from tests.cast import JORDAN, NOON
from tests.house.tree import PACKAGE

pytestmark = pytest.mark.django_db
CAPABILITIES = ("people", "consent", "referrals", "casework", "justice", "oversight")
LATER = NOON + timedelta(days=11)
ABOUT_SOMEBODY = (
    Person, Alias, Assignment, Link, Meeting, Contact, ContactAddendum, SupplyGiven, Intake, IntakePart, ReleaseOfInformation,
    ReleaseLine, Disclosure,
    Referral, Approval, HandOff, Diversion, Condition, Notice, Complaint, ComplaintAnswer,
    EmergencyAccess, AccessReview, BreachInquiry, LegalProcess, LegalStep, LegalList, LegalItem, SaidStop, RecordRelief,
    Tombstone,
)  # fmt: skip
OF_CARE = (
    Person, Alias, Assignment, Link, Meeting, Contact, ContactAddendum, SupplyGiven, Intake, IntakePart, ReleaseOfInformation,
)  # fmt: skip


class World:
    """One site where everything has happened to Jordan, and a value for every argument a question can have."""

    def __init__(self, cast):
        referral = play.at_work(cast)
        person = referral.person
        other = people.record_person(
            site_id=cast.site.pk, given_name="Jordon", family_name="Ellery", by=cast.kim, at=NOON
        )
        people.link(person, other, by=cast.kim, at=NOON + timedelta(days=2))
        people.add_alias(person, given_name="Jo", by=cast.kim, at=NOON + timedelta(days=2))
        note = play.note(cast, person)
        contacts.add_to_contact(person, note.pk, "And a ride", by=cast.kim, at=NOON + timedelta(days=2))
        play.sign(cast, person)
        play.complete_intake(cast, person)
        justice.deliver(by=cast.vance, at=LATER)
        referrals.ask(facts={}, by=cast.dana, at=NOON)
        play.offer(cast, at=LATER - timedelta(minutes=1))
        why = "County hospital asks what they take."
        access = actions.open_in_emergency(person, reason=why, by=cast.rosa, at=LATER - timedelta(minutes=2))
        stop = cases.write_down_stop(given_name="Jo", meant="everybody", by=cast.lou, at=NOON)
        letter = oversight.receive_paper(paper=Paper.SUBPOENA, issuer="Court", by=cast.noor, at=NOON)
        listed = play.produced(cast, referral, at=LATER)
        relief = RecordRelief.objects.create(
            site=cast.site, diversion=referral.diversion, kind="sealed", basis="x", ordered_on=NOON, asked_by=cast.kim,
            asked_at=NOON,
        )  # fmt: skip
        stone = Tombstone.objects.create(site=cast.site, removed_on=NOON, basis="sealed: x")
        span = {"since": NOON, "until": LATER}
        asked = oversight.ask_for_names(cast.kim.pk, reason=why, by=cast.noor, at=LATER, **span)
        oversight.sign_review(NOON.date(), found="x", by=cast.noor, at=LATER)
        with context.acting(cast.imani, cast.imani.purpose):
            week = oversight_reads.week(cast.imani, NOON.date(), LATER)
        complaint = oversight.complain(about=About.WORKER, words="x", by=play.stranger(cast), at=NOON)
        opened = casework.Opened(person, frozenset(DataClass))
        self.values = {
            "at": LATER, "person": person, "about": person, "person_id": person.pk, "other_id": other.pk,
            "referral_id": referral.pk,
            "diversion_id": referral.diversion.pk, "line_id": ReleaseLine.objects.first().pk, "call": referral.hand_off,
            "opened": opened, "intake": person.intake, "part": "health", "classes": list(DataClass), "purpose": "care",
            "recipient": cast.dana, "needs": (), "member_id": cast.dana.pk,
            "language": "en", "signed_at": NOON, "clock_name": "participation", "condition": "participation",
            "data_class": DataClass.PARTICIPATION, "since": NOON, "meeting_id": referral.meeting.pk, "contact_id": note.pk,
            "protocol": referral.protocol_version.protocol, "complaint_id": complaint.pk,
            "week": NOON.date(), "account_id": cast.kim.pk, "until": LATER, "inquiry_id": asked.pk,
            "access_id": access.pk, "seen": week, "paper_id": letter.pk, "code": referral.code,
            "records": [referral.person_id], "seq": 1, "mark": "0" * 24, "stop_id": stop.pk,
            "list_id": listed.pk, "listed": listed, "relief_id": relief.pk, "tombstone_id": stone.pk,
        }  # fmt: skip
        matter = dict.fromkeys(("justice.reads", "justice.promises"), referral.diversion)
        self.about = matter | {"oversight.reads": complaint}

    def asked(self, question, reader, **instead):
        """The answer to a question as `reader` at their own desk, or nothing where it is refused."""
        wanted = list(inspect.signature(question).parameters.values())[1:]
        names = [p.name for p in wanted if p.default is p.empty and p.kind is not p.VAR_POSITIONAL]
        mine = self.about.get(question.__module__.removeprefix("offramp."))
        values = self.values | ({"about": mine} if mine else {}) | instead
        try:
            with context.acting(reader, reader.purpose):
                answer = question(reader, **{name: values[name] for name in names})
                return list(answer) if isinstance(answer, QuerySet) else answer
        except (ObjectDoesNotExist, Refusal):
            return None


def questions():
    """Name and function of every question about people. What a question asks for and the world has not is a KeyError."""
    for name in CAPABILITIES:
        module = importlib.import_module(f"offramp.{name}.reads")
        for called, found in inspect.getmembers(module, inspect.isfunction):
            if not called.startswith("_") and found.__module__ == module.__name__:
                yield f"{name}.{called}", found
    yield "justice.due", deciders.due
    for name, module in (("oversight", papers), ("justice", promises)):
        for called, found in inspect.getmembers(module, inspect.isfunction):
            if not called.startswith("_"):
                yield f"{name}.{called}", found


def rows_in(answer: Any, seen: set | None = None):
    """Every row of the database that stands in an answer, also inside its values and those it brought along."""
    seen = set() if seen is None else seen
    if id(answer) in seen:
        return
    seen.add(id(answer))
    if isinstance(answer, Model):
        yield answer
    for part in _parts(answer):
        yield from rows_in(part, seen)


def _parts(answer):
    if isinstance(answer, Model):
        return list(answer._state.fields_cache.values())
    if isinstance(answer, QuerySet | list | tuple | set | frozenset):
        return list(answer)
    if isinstance(answer, dict):
        return list(answer.values())
    return [getattr(answer, name) for name in getattr(answer, "__dataclass_fields__", ())]


def about_somebody(answer):
    return [row for row in rows_in(answer) if isinstance(row, ABOUT_SOMEBODY)]


def test_every_capability_that_is_about_people_is_asked():
    with_reads = {path.parent.name for path in PACKAGE.glob("*/reads.py")}
    about_nobody = {"directory": "places and staff", "protocols": "policy", "reporting": "counts, never rows"}
    assert with_reads == {*CAPABILITIES, *about_nobody}


@pytest.fixture(scope="module")
def sites(django_db_setup, django_db_blocker):
    """Two sites and the world at the first of them, built once: each test writes in a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        here, elsewhere = play.at_site("bureau"), play.at_site("fayette")
        yield here, elsewhere, World(here)
        transaction.set_rollback(True)


@pytest.fixture
def here(sites):
    return sites[0]


@pytest.fixture
def elsewhere(sites):
    return sites[1]


@pytest.fixture
def world(sites):
    return sites[2]


def test_everybody_of_another_site_gets_nothing(world, elsewhere):
    answers = {
        (name, who.name): about_somebody(world.asked(question, who))
        for name, question in questions()
        for who in elsewhere.members.values()
    }
    assert {asked: rows for asked, rows in answers.items() if rows} == {}


def test_justice_partners_never_get_a_record_of_care(here, world):
    answers = {
        (name, who.name): world.asked(question, who)
        for name, question in questions()
        for who in here.members.values()
        if who.role in JUSTICE_ROLES and name != "justice.arrivals"  # told under a release that names its recipient
    }
    opened = {asked: [row for row in rows_in(answer) if isinstance(row, OF_CARE)] for asked, answer in answers.items()}
    assert {asked: rows for asked, rows in opened.items() if rows} == {}


#: Questions that care staff may ask about everybody of their site, so that nobody is forgotten or kept twice.
OF_THE_SITE = {
    "casework.unassigned", "referrals.looking_for", "referrals.of_the_site", "referrals.referral", "referrals.hand_off",
    "referrals.call_log", "referrals.ring_of", "people.links", "people.same_person_candidates",
    "justice.queue", "justice.decided", "justice.diversion", "justice.diversions_of", "justice.progress",
    "oversight.tombstone", "oversight.tombstones",
}  # fmt: skip


def test_whoever_no_longer_works_with_a_person_gets_nothing_of_theirs(here, world):
    person = world.values["person"]
    people.end_assignment(person.assignments.get(member=here.kim), by=here.rosa, at=LATER)
    closed = casework.Opened(person, frozenset())
    answers = {
        name: about_somebody(world.asked(question, here.kim, opened=closed))
        for name, question in questions()
        if name not in OF_THE_SITE
    }
    assert {asked: rows for asked, rows in answers.items() if rows} == {}


def test_the_world_has_an_answer_to_most_questions(here, world):
    answered = {
        name
        for name, question in questions()
        for who in here.members.values()
        if about_somebody(world.asked(question, who))
    }
    assert {name.split(".")[0] for name in answered} == set(CAPABILITIES)
    assert len(answered) > 20


def test_t18_no_question_takes_a_name():
    asked = {name for _, question in questions() for name in inspect.signature(question).parameters}
    assert not asked & {"name", "given_name", "family_name", "query", "search", "birth_date", "phone", "text"}


def test_t18_a_guessed_identifier_is_answered_the_same_for_the_known_and_the_unknown(here, world):
    words = set()
    for known in (world.values["referral_id"], world.values["person_id"], here.site.pk):
        for who in (here.marcus, here.vance, here.ito):
            with pytest.raises(Referral.DoesNotExist) as refused:
                referral_reads.referral(who, known, LATER)
            words.add(str(refused.value))
    assert len(words) == 1


def test_t18_candidates_are_for_care_staff_of_the_site_alone(here, elsewhere, world):
    seen = {
        who.name for cast in (here, elsewhere) for who in cast.members.values()
        if people_reads.same_person_candidates(who, world.values["person"], LATER)
    }  # fmt: skip
    assert seen == {who.name for who in here.members.values() if who.role in CARE_ROLES}


def test_t17_the_public_form_gives_everybody_the_same_and_no_question_can_be_asked_with_it(here):
    stranger = play.stranger(here)
    sent = referrals.refer_from_community(
        who=JORDAN,
        concerns=("cold",),
        place="Mill",
        relation="neighbor",
        contact="(206) 555-0177",
        by=stranger,
        at=NOON,
    )
    assert not Referral.objects.visible_to(stranger, NOON).exists()
    with pytest.raises(Referral.DoesNotExist):
        referral_reads.referral(here.dana, sent.pk, NOON)


def test_an_officer_s_list_says_the_same_whatever_became_of_the_person(here):
    play.hand_over(here, play.offer(here))
    play.offer(here)
    assert {row._state.fields_cache.get("person") for row in referral_reads.sent_by(here.dana, LATER).rows} == {None}
