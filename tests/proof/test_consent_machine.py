"""Any order of signing, stopping, ending, working with, leaving and waiting: nothing opens without a live ground.

Beside the program runs a model of a few lines: who signed what for whom until when, who works with whom. After each step
the two must agree, in both directions.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from offramp.casework import actions as casework
from offramp.consent import actions as consent
from offramp.consent.models import Disclosure, ReleaseLine
from offramp.consent.states import EndsWith, Meant, ReleaseKind, Sent
from offramp.justice import actions as justice
from offramp.justice import consents, reads, updates
from offramp.justice.rules import UNDO_LASTS
from offramp.justice.states import Opener
from offramp.kernel import trail
from offramp.kernel.classification import DataClass
from offramp.kernel.models import TrailRow
from offramp.kernel.refusals import Refusal
from offramp.people import actions as people
from offramp.people.states import Duty
from offramp.referrals.models import Referral
from tests import cast as play
from tests.cast import NOON
from tests.seats import seat, the_time_is
from tests.verbs_of_oversight import said_by_jordan

pytestmark = pytest.mark.django_db
CLASS_OF = {Sent.CERTIFICATE: DataClass.PARTICIPATION, Sent.SHARED_UPDATE: DataClass.SHARED_UPDATE}
RECIPIENTS = ("vance", "sato", "dana")
CERTIFICATE = re.compile(r"Intake and release completed on [A-Z][a-z]+\.? \d{1,2}, \d{4}\.?")
NEGATIVE = re.compile(
    r"noncompl|fail|violat|terminat|not met|inactive|in the wind|stopp|revok|declin|withdr", re.IGNORECASE
)


@dataclass
class Promise:
    """What a person signed: this recipient may be told this class of fact, from then until then."""

    recipient: str
    data_class: DataClass
    signed: datetime
    ends: datetime
    stopped: datetime | None = None
    with_the_charge: bool = False

    def is_live(self, at: datetime) -> bool:
        return self.signed <= at < self.ends and (self.stopped is None or at < self.stopped)


class Consent(RuleBasedStateMachine):
    """One person, one case manager, two prosecutors and the officer who sent them."""

    given = {}
    steps = 0
    papers = Bundle("papers")

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.now = NOON + timedelta(days=3)
        self.cast, self.sato = self.given["cast"], self.given["sato"]
        self.referral = Referral.objects.get(pk=self.given["referral"])
        self.person = self.referral.person
        self.promises, self.written, self.told, self.read = [], {}, set(), set()
        self.bindings, self.decided_at = [], None
        self.is_assigned, self.completed_at, self.first_yes = True, None, None
        self.active = dict.fromkeys([*RECIPIENTS, "kim"], True)

    def teardown(self):
        faults = list(trail.faults(self.cast.site.pk))
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)
        assert faults == []

    # --- What the model holds ----------------------------------------------------------------------------------------

    def member(self, name):
        return self.sato if name == "sato" else self.cast.members[name]

    def is_bound(self, name):
        return any(one.is_live(self.now) for one in self.bindings if one.recipient == name)

    def may_be_told(self, name, data_class):
        if data_class is DataClass.PARTICIPATION and self.is_bound(name):
            return True
        return any(
            one.is_live(self.now) for one in self.promises if (one.recipient, one.data_class) == (name, data_class)
        )

    def done_at(self):
        return self.completed_at and self.first_yes and max(self.completed_at, self.first_yes)

    def arrives_for(self, name):
        """By the model: everything that comes to this recipient now, if they sign in."""
        ready = self.done_at() is not None and self.now >= self.done_at() + UNDO_LASTS
        wanted = {(Sent.CERTIFICATE, self.referral.diversion.pk)} if ready else set()
        wanted |= {(Sent.SHARED_UPDATE, pk) for pk, to in self.written.items() if to == name}
        return {one for one in wanted if self.may_be_told(name, CLASS_OF[one[0]]) and (name, *one) not in self.read}

    def arrives_in_the_program(self, name):
        return {(Sent(one.kind), one.about_id) for one in reads.arrivals(self.member(name), self.now)}

    def does(self, act, *, when):
        """Do it, and hold the program to the model: it goes through exactly when the model says so."""
        type(self).steps += 1
        done = None
        try:
            with transaction.atomic():
                done = act()
        except Refusal:
            assert not when, "refused, and the model says it may"
        else:
            assert when, "done, and the model says it may not"
        return done

    # --- What happens ------------------------------------------------------------------------------------------------

    @rule(minutes=st.sampled_from([1, 9, 10, 60, 24 * 60, 5 * 24 * 60]))
    def time_passes(self, minutes):
        type(self).steps += 1
        self.now += timedelta(minutes=minutes)

    @rule(
        target=papers, names=st.sets(st.sampled_from(RECIPIENTS), min_size=1),
        classes=st.sets(st.sampled_from(list(CLASS_OF.values()))), days=st.sampled_from([1, 5, 90]), sooner=st.booleans(),
    )  # fmt: skip
    def sign(self, names, classes, days, sooner):
        ends = self.now + timedelta(days=days)
        named = sorted(names)
        event = EndsWith.NO_HELD_CHARGE if sooner and not self.decided_at else None
        choices = [consent.Choice(self.member(name), frozenset(classes), ends, event) for name in named]
        signed = self.does(
            lambda: consent.sign(
                self.person, choices=choices, signature=consent.Signature("Jordan", "typed", "Jordan"), discloser="Open Door",
                purpose="to hold the charge", text="You choose.", language="en", no_officer_present=True, by=self.cast.kim,
                at=self.now,
            ),
            when=self.is_assigned,
        )  # fmt: skip
        if signed is None:
            return multiple()
        self._forget_older(names)
        self.promises += [
            Promise(name, one, self.now, ends, with_the_charge=event is not None) for name in named for one in classes
        ]
        if DataClass.PARTICIPATION in classes and names & {"vance", "sato"}:
            self.first_yes = self.first_yes or self.now
        return signed

    def _forget_older(self, names):
        for one in self.promises:
            if one.recipient in names and one.stopped is None:
                one.stopped = self.now

    @rule(paper=papers, name=st.sampled_from(RECIPIENTS), verb=st.sampled_from([consent.stop, consent.stop_telling]))
    def stop(self, paper, name, verb):
        line = paper.lines.filter(recipient=self.member(name)).first()
        if line is None:
            return
        before = {one: self.arrives_in_the_program(one) for one in RECIPIENTS}
        line = ReleaseLine.objects.select_related("release__person", "recipient").get(pk=line.pk)
        if self.does(lambda: verb(line, by=self.cast.kim, at=self.now), when=self.is_assigned):
            self._forget_older({name})
            assert self.is_bound(name) or self.arrives_in_the_program(name) == set()
        assert all(self.arrives_in_the_program(one) <= before[one] for one in RECIPIENTS)

    @rule(meant=st.sampled_from([Meant.EVERYBODY, Meant.POLICE, Meant.PROSECUTION]))
    def stop_aloud(self, meant):
        """Jordan says it to the peer, who does not work with them: every paper at once, but what holds until its day."""
        told = {Meant.POLICE: {"dana"}, Meant.PROSECUTION: {"vance", "sato"}}.get(meant, set(RECIPIENTS))
        before = {one: self.arrives_in_the_program(one) for one in RECIPIENTS}
        self.does(
            lambda: casework.write_down_stop(**said_by_jordan(meant=meant), by=self.cast.lou, at=self.now), when=True
        )
        self._forget_older(told)
        held = {
            line.recipient_id for line in ReleaseLine.objects.filter(release__kind=ReleaseKind.JUSTICE)
            if self.now < line.revocable_from
        }  # fmt: skip
        for one in self.bindings:
            if one.recipient in told and self.member(one.recipient).pk not in held:
                one.stopped = one.stopped or self.now
        assert all(self.arrives_in_the_program(one) <= before[one] for one in RECIPIENTS)

    @rule(name=st.sampled_from(RECIPIENTS))
    def sign_a_justice_consent(self, name):
        if not self.active[name]:
            return
        matter, to = self.referral.diversion, self.member(name)
        day = consents.terms(self.cast.kim, matter, "en").revocable_from
        paper = self.does(
            lambda: justice.sign_justice_consent(
                matter.pk, to.pk, signature=consent.Signature("Jordan", "typed", "Jordan"),
                text=play.justice_paper(self.cast, matter, to), language="en", no_officer_present=True, by=self.cast.kim,
                at=self.now,
            ),
            when=self.is_assigned and name != "dana" and self.now < day and not self.decided_at and not self.is_bound(name),
        )  # fmt: skip
        if paper:
            self.bindings.append(Promise(name, DataClass.PARTICIPATION, self.now, paper.ends_at))

    @rule(name=st.sampled_from(RECIPIENTS))
    def stop_the_justice_consent(self, name):
        lines = ReleaseLine.objects.filter(release__kind=ReleaseKind.JUSTICE, recipient=self.member(name))
        line = lines.select_related("release__person", "recipient").order_by("-release__signed_at").first()
        if line is None:
            return
        holds = self.is_bound(name) and self.now < line.revocable_from
        self.does(lambda: consent.stop(line, by=self.cast.kim, at=self.now), when=self.is_assigned and not holds)
        if self.is_assigned and not holds:
            for one in self.bindings:
                one.stopped = one.stopped or (self.now if one.recipient == name else None)

    @rule()
    def the_prosecutor_decides(self):
        matter = self.referral.diversion
        done = self.does(
            lambda: justice.decide("do_not_file", matter.pk, by=self.cast.vance, at=self.now), when=not self.decided_at
        )
        if done:
            self.decided_at = self.now
            for one in [*self.bindings, *(one for one in self.promises if one.with_the_charge)]:
                one.ends = min(one.ends, self.now)

    @rule(name=st.sampled_from(RECIPIENTS))
    def write_an_update(self, name):
        allowed = self.is_assigned and self.active[name] and self.may_be_told(name, DataClass.SHARED_UPDATE)
        written = self.does(
            lambda: updates.share_update(
                self.person, recipient_id=self.member(name).pk, referral_id=self.referral.pk,
                opener=Opener.HAS_MET, was_seen=True, by=self.cast.kim, at=self.now,
            ),
            when=allowed,
        )  # fmt: skip
        if written:
            self.written[written.pk] = name

    @rule()
    def complete_the_intake(self):
        done = self.does(
            lambda: casework.complete_intake(self.person.intake.pk, by=self.cast.kim, at=self.now),
            when=self.is_assigned,
        )
        self.completed_at = self.completed_at or (done and self.now)

    @rule()
    def undo_the_intake(self):
        in_time = self.completed_at is not None and self.now < self.completed_at + UNDO_LASTS
        if self.does(
            lambda: justice.undo_intake(self.person.intake.pk, by=self.cast.kim, at=self.now),
            when=in_time and self.is_assigned,
        ):
            self.completed_at = None

    @rule()
    def end_the_assignment(self):
        type(self).steps += 1
        for one in self.person.assignments.filter(member=self.cast.kim, ended_at=None):
            people.end_assignment(one, by=self.cast.rosa, at=self.now)
        self.is_assigned = False

    @rule()
    def take_over(self):
        type(self).steps += 1
        casework.take_over(self.person, case_manager=self.cast.kim, by=self.cast.rosa, at=self.now)
        self.is_assigned = True

    @rule(name=st.sampled_from([*RECIPIENTS, "kim"]), is_on=st.booleans())
    def a_role_ends_or_is_given_back(self, name, is_on):
        type(self).steps += 1
        member = self.member(name)
        member.is_active = is_on
        member.save(update_fields=["is_active"])
        self.active[name] = is_on

    @rule(name=st.sampled_from(RECIPIENTS), takes=st.booleans())
    def sign_in(self, name, takes):
        """The recipient opens the page: what the model says is drawn and accounted for, and nothing else."""
        type(self).steps += 1
        wanted = self.arrives_for(name) if self.active[name] else set()
        with the_time_is(self.now):
            answer = seat(self.member(name)).get("/arrivals/")
        assert (answer.status_code == 200) is bool(wanted)
        body = answer.content.decode()
        assert ("has met with us." in body) is any(kind == Sent.SHARED_UPDATE for kind, _about in wanted)
        assert ("Intake and release completed on" in body) is any(kind == Sent.CERTIFICATE for kind, _about in wanted)
        self.told |= {(name, *one) for one in wanted}
        if takes:
            self._take(name, wanted)

    def _take(self, name, wanted):
        for one in Disclosure.objects.filter(recipient=self.member(name)):
            if (Sent(one.kind), one.about_id) in wanted:
                consent.mark_read(one.pk, by=self.member(name), at=self.now)
                self.read.add((name, Sent(one.kind), one.about_id))

    @rule()
    def open_the_record(self):
        type(self).steps += 1
        with the_time_is(self.now):
            answer = seat(self.cast.kim).get(f"/casemanager/p/{self.person.pk}/")
        assert (answer.status_code == 200) is (self.is_assigned and self.active["kim"])

    # --- What always holds -------------------------------------------------------------------------------------------

    @invariant()
    def what_can_arrive_is_what_a_live_line_opens(self):
        for name in RECIPIENTS:
            assert self.arrives_in_the_program(name) == self.arrives_for(name)

    @invariant()
    def every_telling_is_accounted_for_once(self):
        rows = {
            (one.recipient_id, Sent(one.kind), one.about_id) for one in Disclosure.objects.filter(person=self.person)
        }
        assert rows == {(self.member(name).pk, kind, about) for name, kind, about in self.told}
        on_the_trail = TrailRow.objects.filter(action="disclose", site_id=self.cast.site.pk).count()
        assert len(self.told) == Disclosure.objects.filter(person=self.person).count() == on_the_trail

    @invariant()
    def a_certificate_is_never_negative(self):
        for words in Disclosure.objects.filter(kind=Sent.CERTIFICATE).values_list("text", flat=True):
            assert CERTIFICATE.fullmatch(words)
            assert not NEGATIVE.search(words)


@pytest.fixture(scope="module")
def beginning(django_db_setup, django_db_blocker):
    """Jordan three days after the stop: Kim works with them, every part of the intake is touched, nothing is signed."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = play.at_site("bureau")
        play.adopt(cast, play.JUSTICE_CONSENT_ALLOWED, on=(NOON - timedelta(days=1)).date())
        sato, referral = play.second_prosecutor(cast), play.at_work(cast)
        people.assign(referral.person, cast.rosa, duty=Duty.SUPERVISION, by=cast.rosa, at=NOON + timedelta(days=1))
        play.fill_intake(cast, referral.person, at=NOON + timedelta(days=2))
        Consent.given.update(cast=cast, sato=sato, referral=referral.pk)
        yield
        transaction.set_rollback(True)


def run(examples, steps, figures):
    Consent.steps = 0
    quiet = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(Consent, settings=quiet)
    figures(steps=Consent.steps)
    return Consent.steps


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMO = True


def test_consent_and_what_is_told_agree_whatever_happens_in_which_order(beginning, figures):
    assert run(6, 20, figures) > 50


@pytest.mark.prove
@pytest.mark.timeout(7200)
def test_consent_and_what_is_told_agree_over_ten_thousand_steps(beginning, figures):
    assert run(330, 40, figures) >= 10_000
