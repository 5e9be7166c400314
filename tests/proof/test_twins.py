"""Two worlds that differ only in what somebody may not see look the same to them, over any walk through their pages.

Both worlds are this one: a walk is taken and undone, something hidden happens, and the same walk is taken again. What
hidden things there are, and that each of them changes what somebody else sees, is tried too.
"""

import random
from contextlib import suppress
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction

from offramp.casework import actions as casework
from offramp.casework.actions import Kit
from offramp.consent import actions as consent
from offramp.consent.models import ReleaseLine
from offramp.consent.states import Meant
from offramp.directory.states import Role
from offramp.justice import actions as justice
from offramp.justice import updates
from offramp.justice.states import Opener
from offramp.kernel.classification import DataClass
from offramp.kernel.refusals import Refusal
from offramp.kernel.trail import Nobody
from offramp.people import actions as people
from offramp.people.states import Duty
from offramp.referrals import actions as referrals
from offramp.referrals import calls
from offramp.referrals.actions import Who
from tests import cast as play
from tests.cast import NOON
from tests.proof.test_matrix import of_desks
from tests.proof.walk import got
from tests.proof.world import everybody
from tests.routes import addresses, all_routes
from tests.seats import seat, the_time_is
from tests.state import everything

pytestmark = pytest.mark.django_db
NOW = NOON + timedelta(days=6)
STEPS, WALKS = 14, 200
BOTH = (DataClass.PARTICIPATION, DataClass.SHARED_UPDATE)
OBSERVERS = ("dana", "marcus", "ames", "le_liaison", "vance")


class Scene:
    """Jordan: diverted, met, taken over. Sam: handed over, nobody met him yet. Robin: looked for. Alex: still ringing."""

    def __init__(self):
        self.cast = play.at_site("bureau")
        play.adopt(self.cast, play.JUSTICE_CONSENT_ALLOWED, on=(NOON - timedelta(days=1)).date())
        self.seats = everybody(self.cast)
        self.sato = play.second_prosecutor(self.cast)
        cast = self.cast
        self.jordan = play.at_work(cast)
        self.sam = play.offer(cast, who=Who(given_name="Sam", family_name="Okafor"), at=NOON + timedelta(hours=2))
        play.hand_over(cast, self.sam, at=NOON + timedelta(hours=3))
        self.robin = referrals.refer_social_contact(
            facts=play.social(cast),
            who=Who(description="blue tent"),
            place="Mill",
            by=cast.dana,
            at=NOON + timedelta(hours=4),
        )
        self.robin = play.sent_out(cast, self.robin, at=NOON + timedelta(hours=5))
        self.alex = play.offer(cast, who=Who(given_name="Alex"), at=NOW - timedelta(hours=2))
        self.clear = play.offer(cast, who=Who(given_name="Kit"), at=NOW - timedelta(hours=3))
        calls.answer(self.clear.hand_off.pk, by=cast.lou, at=NOW - timedelta(hours=3))
        self.ids = self._identifiers()

    def _identifiers(self):
        sent = [self.jordan, self.sam, self.robin, self.alex, self.clear]
        matters = [self.jordan.diversion.pk, self.sam.diversion.pk, uuid4()]
        known = {
            "referral_id": [*(one.pk for one in sent), uuid4()], "matter_id": matters, "diversion_id": matters,
            "person_id": [self.jordan.person_id, self.sam.person_id, uuid4()], "hand_off_id": [self.alex.hand_off.pk],
            "meeting_id": [self.jordan.meeting.pk], "recipient_id": [self.cast.dana.pk], "slug": [self.cast.site.slug],
            "part": ["health"], "answer": ["agree"], "clock": ["x"], "condition": ["x"], "pk": [1],
            "monday": ["2026-03-02"],
        }  # fmt: skip
        unknown = (
            "other_id", "alias_id", "release_id", "line_id", "link_id", "condition_id", "contact_id", "version_id",
            "access_id", "inquiry_id", "paper_id", "list_id", "relief_id", "tombstone_id", "complaint_id",
            "update_id", "stop_id", "kept_out_id",
        )  # fmt: skip
        return {name: [uuid4()] for name in unknown} | known

    # --- What may happen without anybody outside care knowing ----------------------------------------------------------

    def met(self):
        casework.save_meeting(
            self.sam.pk, needs=["bed tonight"], kit=Kit(1, "A113"), next_at=NOW + timedelta(days=2), next_place="Mill",
            keeps_name=True, by=self.cast.lou, at=NOON + timedelta(days=1),
        )  # fmt: skip

    def said_no_to_the_name(self):
        casework.save_meeting(
            self.sam.pk, next_at=None, keeps_name=False, by=self.cast.lou, at=NOON + timedelta(days=1)
        )

    def taken_over(self):
        play.take_over(self.cast, self.sam.person)

    def no_longer_assigned(self):
        mine = self.jordan.person.assignments.filter(member=self.cast.kim, ended_at=None)
        for one in mine:
            people.end_assignment(one, by=self.cast.rosa, at=NOON + timedelta(days=4))

    def known_by_another_name(self):
        people.add_alias(self.jordan.person, given_name="Jo", by=self.cast.kim, at=NOON + timedelta(days=2))
        people.update_person(self.jordan.person, phone="(206) 555-0188", by=self.cast.kim, at=NOON + timedelta(days=2))

    def held_to_be_one_person(self):
        people.link(self.jordan.person, self.sam.person, by=self.cast.kim, at=NOON + timedelta(days=2))

    def intake_begun(self):
        play.fill_intake(self.cast, self.jordan.person, at=NOON + timedelta(days=5))

    def intake_completed(self):
        play.complete_intake(self.cast, self.jordan.person, at=NOON + timedelta(days=5))

    def released_to_a_colleague(self):
        consent.sign(
            self.jordan.person, choices=[consent.Choice(self.sato, frozenset(BOTH), NOW + timedelta(days=90))],
            signature=consent.Signature("Jordan Ellery", "typed", "Jordan Ellery"), discloser="Open Door",
            purpose="to hold the charge", text="You choose.", language="en", no_officer_present=True, by=self.cast.kim,
            at=NOON + timedelta(days=3),
        )  # fmt: skip

    def a_colleague_was_told(self):
        self.released_to_a_colleague()
        updates.share_update(
            self.jordan.person, recipient_id=self.sato.pk, referral_id=self.jordan.pk,
            opener=Opener.HAS_MET, was_seen=True, by=self.cast.kim, at=NOON + timedelta(days=4),
        )  # fmt: skip
        justice.deliver(by=self.sato, at=NOW - timedelta(hours=5))

    def bound_to_a_colleague(self):
        """A justice consent names another prosecutor, who was told that contact is maintained."""
        matter, at = self.jordan.diversion, NOON + timedelta(days=3)
        justice.sign_justice_consent(
            matter.pk, self.sato.pk, signature=consent.Signature("Jordan Ellery", "typed", "Jordan Ellery"),
            text=play.justice_paper(self.cast, matter, self.sato), language="en", no_officer_present=True,
            by=self.cast.kim, at=at,
        )  # fmt: skip
        updates.say_contact(matter.pk, recipient_id=self.sato.pk, next_on=None, was_seen=True, by=self.cast.kim, at=at)
        justice.deliver(by=self.sato, at=NOW - timedelta(hours=5))

    def bound_and_nothing_said(self):
        play.sign_justice_consent(self.cast, self.jordan.diversion)

    def released_and_stopped(self):
        """What they were never told of was theirs to be told for a day, and is not any more."""
        play.sign(self.cast, self.jordan.person, at=NOON + timedelta(days=3), classes=BOTH)
        updates.share_update(
            self.jordan.person, recipient_id=self.cast.dana.pk, referral_id=self.jordan.pk,
            opener=Opener.HAS_MET, was_seen=True, by=self.cast.kim, at=NOON + timedelta(days=4),
        )  # fmt: skip
        for line in ReleaseLine.objects.filter(release__person=self.jordan.person, is_yes=True, stopped_at=None):
            line.refresh_from_db()
            consent.stop(line, by=self.cast.kim, at=NOW - timedelta(hours=1))

    def stopped_aloud(self):
        """A worker who does not follow Jordan wrote it down, and could not say for certain whom Sam meant."""
        play.sign(self.cast, self.jordan.person, at=NOON + timedelta(days=3), classes=BOTH)
        who = {"given_name": "Jordan", "family_name": "Ellery", "birth_date": play.JORDAN.birth_date}
        for said in (who, {"given_name": "Sam"}):
            casework.write_down_stop(
                **said, meant=Meant.EVERYBODY, by=self.seats["outreach"], at=NOON + timedelta(days=4)
            )

    def said_no(self):
        play.sign(self.cast, self.jordan.person, at=NOON + timedelta(days=3), classes=())

    def stopped_looking(self):
        referrals.take("close", self.robin.pk, reason="not found", by=self.cast.kim, at=NOON + timedelta(days=2))

    def found(self):
        justice.hand_over(self.robin.pk, by=self.cast.lou, at=NOON + timedelta(days=3))

    def more_time(self):
        matter = self.jordan.diversion
        justice.extend(
            matter.pk,
            until=matter.due_on + timedelta(days=9),
            reason="In hospital",
            by=self.cast.pat,
            at=NOON + timedelta(days=4),
        )

    def kit_given(self):
        casework.give_supply(Kit(2, "B200"), person=self.jordan.person, by=self.cast.kim, at=NOON + timedelta(days=4))

    def note_written(self):
        play.note(self.cast, self.jordan.person, at=NOON + timedelta(days=4))

    def a_neighbor_told(self):
        referrals.refer_from_community(
            who=play.JORDAN, concerns=("cold",), place="Mill", relation="neighbor", contact="(206) 555-0177",
            wants_call_back=True, by=play.stranger(self.cast), at=NOON + timedelta(days=2),
        )  # fmt: skip

    def somebody_helps_as_peer(self):
        people.assign(self.jordan.person, self.cast.lou, duty=Duty.PEER, by=self.cast.rosa, at=NOON + timedelta(days=3))

    def promises_were_kept(self):
        """Robin was found, kept the name for 72 hours, and did not go on: the clock forgets him."""
        justice.hand_over(self.robin.pk, by=self.cast.lou, at=NOON + timedelta(hours=30))
        self.robin.person.refresh_from_db()
        consent.keep_name_72_hours(
            self.robin.person, signature=consent.Signature("Robin", "typed", "Robin"), discloser="Open Door",
            text="We keep it.", language="en", by=self.cast.lou, at=NOON + timedelta(hours=31),
        )  # fmt: skip
        justice.run_clock(by=Nobody("clock", self.cast.site.pk), at=NOW - timedelta(minutes=30))

    def not_reached(self):
        """The worker came and did not find them: the care team closes, and the officer's own page stays."""
        referrals.take("close", self.clear.pk, reason="not found", by=self.cast.kim, at=NOW - timedelta(hours=1))


HIDDEN = tuple(name for name, value in vars(Scene).items() if callable(value) and not name.startswith("_"))


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield Scene()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def demonstration(settings, monkeypatch):
    settings.DEMO = True
    # The secret of a code app is drawn anew each time, in one world as in the other.
    monkeypatch.setattr(totp, "generate_totp_secret", lambda *_: "A" * 32)


def plan(scene, name, number):
    """The same walk whenever it is asked for: when, where, and what is sent."""
    dice = random.Random(f"{name} {number}")
    member = scene.seats[name]
    mine = [route for route in of_desks() if member.role in route.view.roles]
    others = [route for route in all_routes() if route not in mine]
    minutes, steps = 0, []
    for _ in range(STEPS):
        minutes += dice.choice([0, 0, 1, 5, 20])
        route = dice.choice(mine if dice.random() < 0.9 else others)
        steps.append((minutes, dice.choice(addresses(route, scene.ids)), sent(scene, member, dice)))
    return steps


def sent(scene, member, dice):
    """Every now and then something that this member may do, at an address of its own, with a token that stays the same."""
    if dice.random() > 0.35:
        return None
    own = dice.choice([scene.jordan, scene.sam, scene.robin, scene.alex, scene.clear]).pk
    deeds = [("/night/", {}), ("/language/", {"language": dice.choice(["en", "es"])}), ("/arrivals/", {})]
    if member.role in (Role.OFFICER, Role.SUPERVISOR, Role.LE_LIAISON):
        deeds += [
            (f"/officer/referrals/{own}/rate/", {"stars": "4"}), (f"/officer/referrals/{own}/go-on/", {"word": "clear"}),
            (f"/officer/referrals/{own}/seen/", {"age": "30 to 39"}), (f"/officer/referrals/{own}/again/", {}),
            (f"/officer/referrals/{own}/finish/", {"incident_number": "26-4471", "report_note": "Two grams."}),
        ]  # fmt: skip
    if member.role == Role.PROSECUTOR:
        matter = dice.choice(scene.ids["matter_id"])
        said = {
            "decision": dice.choice(["do_not_file", "file", "extend"]),
            "reason": "As agreed.",
            "is_confirmed": "on",
        }
        deeds.append((f"/prosecutor/matter/{matter}/decide/", said))
    address, given = dice.choice(deeds)
    return address, given | {"token": str(UUID(int=dice.getrandbits(128), version=4))}


def walked(scene, name, steps, hidden=()):
    """Everything that this member was answered on a walk, in a world in which all of `hidden` has happened."""
    with transaction.atomic():
        for what in hidden:
            with suppress(Refusal), transaction.atomic():  # some cannot follow some others
                getattr(scene, what)()
        answers = []
        with the_time_is(NOW):
            browser = seat(scene.seats[name])
        for minutes, address, deed in steps:
            with the_time_is(NOW + timedelta(minutes=minutes)):
                answers.append((address, got(browser.get(address))))
                if deed:
                    answers.append((deed[0], got(browser.post(*deed))))
        transaction.set_rollback(True)
    return answers


def some_hidden(name, number):
    """What happens in the other world: some of what can, in an order in which it can."""
    dice = random.Random(f"hidden from {name} {number}")
    chosen = set(dice.sample(HIDDEN, dice.randint(1, 6)))
    return [what for what in HIDDEN if what in chosen]


def differences(scene, name, number):
    steps, hidden = plan(scene, name, number), some_hidden(name, number)
    here, there = walked(scene, name, steps), walked(scene, name, steps, hidden)
    return [
        (number, hidden, one[0], _unlike(one[1], two[1])) for one, two in zip(here, there, strict=True) if one != two
    ]


def _unlike(one, two):
    """The first lines in which two answers differ, for whoever has to find out why."""
    lines = zip("\n".join(map(str, one)).split("\n"), "\n".join(map(str, two)).split("\n"), strict=False)
    return next(((a.strip()[:300], b.strip()[:300]) for a, b in lines if a != b), "one is longer")


@pytest.mark.parametrize("name", OBSERVERS)
def test_nobody_outside_care_can_tell_two_worlds_apart(scene, name, figures):
    assert_alike(scene, name, range(2), figures)


@pytest.mark.prove
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("name", OBSERVERS)
def test_nobody_outside_care_can_tell_two_worlds_apart_on_any_walk(scene, name, figures):
    assert_alike(scene, name, range(2, 2 + WALKS), figures)


def assert_alike(scene, name, numbers, figures):
    found = [one for number in numbers for one in differences(scene, name, number)]
    figures(walks=len(numbers), answers_compared=len(numbers) * STEPS * 2, told_apart=len(found))
    assert found[:3] == []


@pytest.mark.parametrize("what", HIDDEN)
def test_each_hidden_thing_really_happens(scene, what):
    """A world that is no other world would prove nothing: somebody in care sees the difference, or the rows differ."""
    with transaction.atomic():
        before = everything()
        getattr(scene, what)()
        after = everything()
        transaction.set_rollback(True)
    tables = {table for table in before if before[table] != after[table]}
    assert tables - {"kernel.TrailRow", "kernel.TrailHead"}


def test_an_observer_who_is_told_something_does_tell_the_worlds_apart(scene):
    """The comparison can fail: a live release to the officer shows at sign-in, and only there."""
    with transaction.atomic():
        before = walked(scene, "dana", [(0, "/arrivals/", None), (0, "/officer/", None)])
        scene.intake_completed()
        play.sign(scene.cast, scene.jordan.person, at=NOON + timedelta(days=3))
        after = walked(scene, "dana", [(0, "/arrivals/", None), (0, "/officer/", None)])
        transaction.set_rollback(True)
    assert [one != two for one, two in zip(before, after, strict=True)] == [True, False]
