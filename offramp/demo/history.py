"""An invented history for each site, so that every desk has something true to show at the first sign-in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from offramp.demo import care, past, scenes, steps
from offramp.demo.invented import LUPE, LUPE_AGAIN, Somebody, people
from offramp.demo.steps import DAY, HOUR, MINUTE, Life, Town
from offramp.justice import actions as justice
from offramp.justice import telling, updates
from offramp.justice.states import Opener
from offramp.kernel import clocks
from offramp.kernel.trail import Nobody
from offramp.oversight import actions as oversight
from offramp.oversight.states import About
from offramp.protocols import reads as protocols
from offramp.referrals import actions as referrals
from offramp.referrals import calls
from offramp.referrals.actions import Seen
from offramp.referrals.states import (
    CloseReason,
    Concern,
    DeclineReason,
    Door,
    InsteadOfWaiting,
    NotOfferedReason,
    PassReason,
    Relation,
)

BOTH = ("prosecutor", "officer")


@dataclass(frozen=True, slots=True)
class Course:
    """How far a diverted person has come, in days: since the hand-off, and after it for everything else."""

    days: int
    parts: int = 0
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    done_after: int | None = None  # the intake is completed
    notice_signed_after: int | None = None  # the paper about a compliance notice is signed, at a site that adopted it
    taken_after: int | None = None  # the prosecutor takes the certificate into the file
    decided_after: int | None = None
    decision: str = ""
    reason: str = ""
    update: str = ""  # what the case manager writes to the prosecutor on the last day but one
    went_quiet: bool = False  # nobody has been in touch since

    @property
    def settled_after(self) -> int:
        """The days after which nothing but care goes on."""
        return max([4, *(days + 1 for days in (self.done_after, self.taken_after, self.decided_after) if days)])


UPDATE = "and asks whether the hearing on the old ticket can be moved by two weeks"
COURSES = (
    Course(days=4, parts=1),
    Course(days=6, parts=2, yes=BOTH),
    Course(days=9, parts=3, yes=("prosecutor",), no=("officer",)),
    Course(days=13, parts=4, yes=BOTH),
    Course(days=27, parts=4, yes=BOTH),  # due in three days
    Course(days=34, parts=2, yes=BOTH, notice_signed_after=3, went_quiet=True),  # past its day
    Course(days=12, parts=6, yes=BOTH, done_after=10, update=UPDATE),  # both steps done: waits as an arrival
    Course(days=19, parts=6, yes=BOTH, done_after=17),
    Course(days=24, parts=6, yes=BOTH, done_after=14, taken_after=16),  # taken, not decided
    Course(days=48, parts=6, yes=BOTH, done_after=12, taken_after=15, decided_after=16, decision="do_not_file"),
    Course(days=63, parts=6, yes=BOTH, done_after=26, taken_after=28, decided_after=30, decision="do_not_file"),
    Course(
        days=55, parts=1, decided_after=41, decision="file", reason="New report in our own file, two weeks after this one.",
        went_quiet=True,
    ),
    Course(days=72, yes=BOTH, decided_after=20, decision="decline", reason="Evidence in our own file."),
)  # fmt: skip


def play(site: Any, cast: dict[str, Any], *, until: datetime) -> None:
    """Play the history of one site, verb by verb, in the order of time. The same dice fall at every build."""
    today = clocks.local_date(until, site.time_zone)
    dice = Random(site.slug)  # noqa: S311  (made-up people need no secrecy)
    version = protocols.in_force(cast["dana"], today)
    town = Town(site, cast, version, until, dice, people(dice, today))
    steps.play_in_order(
        [
            *_tonight(town),
            *_this_week(town),
            *_courses(town),
            *_without_a_name(town),
            *_other_doors(town),
            *_complaints(town),
            *past.lives(town),
        ]
    )


# Tonight -------------------------------------------------------------------------------------------------------------


def _tonight(town: Town) -> Iterator[Life]:
    dana, marcus, lou = (town.cast[name] for name in ("dana", "marcus", "lou"))
    yield _ringing(town, officer=marcus)
    yield _on_the_way(town, officer=dana, worker=lou)
    yield _at_the_scene(town, officer=dana, worker=lou)
    yield _asked(town, officer=marcus, minutes=9)
    yield _asked(town, officer=dana, minutes=14, answer="agree")
    yield _asked(town, officer=dana, minutes=95, answer="send_back", reason="Which offense is it? Please look again.")
    yield _asked(town, officer=marcus, minutes=60 * 30, answer="refuse", reason="A warrant from another county.")


def _ringing(town: Town, *, officer: Any) -> Life:
    """A call that nobody has taken. Everybody behind Lou passed it on, so it rings at Lou's until somebody answers."""
    referral = yield from steps.diverted(town, next(town.strangers), officer=officer, at=town.ago(minutes=2))
    for name in ("kim", "rosa", "pat"):
        yield town.ago(minutes=1)
        calls.pass_on(
            referral.hand_off.pk, reason=PassReason.WITH_SOMEONE, by=town.cast[name], at=town.ago(minutes=1)
        )  # fmt: skip


def _on_the_way(town: Town, *, officer: Any, worker: Any) -> Life:
    """The sergeant said yes by telephone and has not confirmed it yet; the worker is on the way."""
    agreed_by, at = town.cast["ames"], town.ago(minutes=11)
    referral = yield from steps.diverted(town, next(town.strangers), officer=officer, at=at, agreed_by=agreed_by)
    yield from steps.taken(town, referral, worker=worker)


def _at_the_scene(town: Town, *, officer: Any, worker: Any) -> Life:
    """Handed over an hour ago: the meeting is still to be written down, and so is the officer's report."""
    referral = yield from steps.diverted(town, next(town.strangers), officer=officer, at=town.ago(minutes=70))
    yield from steps.handed_over(town, referral, worker=worker)


def _asked(town: Town, *, officer: Any, minutes: int, answer: str = "", reason: str = "") -> Life:
    """An officer who is not sure asks; the sergeant answers, or has not yet."""
    at = town.ago(minutes=minutes)
    yield at
    facts = scenes.unsure(town.protocol)
    referral = referrals.ask(facts=facts, seen=next(town.strangers).seen, by=officer, at=at)
    if answer:
        at += 5 * MINUTE
        yield at
        referrals.take(answer, referral.pk, reason=reason, by=town.cast["ames"], at=at)


# This week -----------------------------------------------------------------------------------------------------------


def _this_week(town: Town) -> Iterator[Life]:
    yield _met(town, days=1.1, is_next_known=False)
    yield _met(town, days=1.8, keeps_name=False)
    yield _met(town, days=2.4)
    yield _met(town, days=2.7)
    yield _nobody_came(town)


def _met(town: Town, *, days: float, **meeting: bool) -> Life:
    """Handed over and met; nobody is responsible for the person yet."""
    at = town.ago(days=days)
    referral = yield from steps.diverted(town, next(town.strangers), officer=town.cast["marcus"], at=at)
    yield from steps.handed_over(town, referral, worker=town.cast["lou"])
    yield from steps.met(town, referral, worker=town.cast["lou"], at=at + HOUR, **meeting)
    yield from steps.written_up(town, referral)


def _nobody_came(town: Town) -> Life:
    """Nobody could come: the officer wrote what was done instead, and the person was not found again."""
    at = town.ago(days=6)
    referral = yield from steps.diverted(town, next(town.strangers), officer=town.cast["dana"], at=at)
    yield at + 30 * MINUTE
    calls.go_another_way(referral.hand_off.pk, choice=InsteadOfWaiting.PHONE, by=town.cast["dana"], at=at + 30 * MINUTE)
    yield at + 3 * DAY
    referrals.take("close", referral.pk, reason=CloseReason.UNABLE_TO_LOCATE, by=town.cast["rosa"], at=at + 3 * DAY)


# This month and before -----------------------------------------------------------------------------------------------


def _courses(town: Town) -> Iterator[Life]:
    lupe = Somebody(LUPE, next(town.strangers).seen)
    for number, course in enumerate(COURSES):
        somebody = lupe if number == 0 else next(town.strangers)
        officer = town.cast["dana" if number % 3 else "marcus"]
        yield _diverted_matter(town, course, somebody, officer=officer)


def _diverted_matter(town: Town, course: Course, somebody: Somebody, *, officer: Any) -> Life:
    """From the offer to wherever the course has come."""
    began = town.noon(days=course.days)
    referral = yield from steps.diverted(town, somebody, officer=officer, at=began)
    yield from steps.handed_over(town, referral, worker=town.cast["lou"])
    yield from steps.met(town, referral, worker=town.cast["lou"], at=began + HOUR)
    yield from steps.written_up(town, referral)
    yield from steps.taken_over(town, referral, at=began + 20 * HOUR)
    if course.yes:
        yield from steps.signed(town, referral, yes=course.yes, no=course.no, at=began + 3 * DAY)
    if course.notice_signed_after and town.has_notice:
        yield from steps.notice_paper_signed(town, referral, at=began + course.notice_signed_after * DAY + HOUR)
    yield from steps.intake_begun(town, referral, parts=course.parts, at=began + 3 * DAY + 2 * HOUR)
    if course.done_after:
        yield from steps.intake_completed(town, referral, at=began + course.done_after * DAY)
    if course.update and not referral.protocol_version.protocol.officer_decides:
        yield from _update_written(town, referral, course.update, at=town.ago(days=1))
    if course.taken_after:
        yield from _taken_into_file(town, referral, at=began + course.taken_after * DAY)
    if course.decided_after:
        yield from _decided(town, referral, course, at=began + course.decided_after * DAY)
    if not course.went_quiet:
        since = min(began + course.settled_after * DAY, town.ago(minutes=90))
        yield from care.in_touch(town, referral.person, since=since, meets_in=1 + course.days % 5)


def _update_written(town: Town, referral: Any, words: str, *, at: datetime) -> Life:
    """A sentence to the prosecutor, who has not signed in since."""
    yield at
    updates.share_update(
        referral.person, recipient_id=town.cast["vance"].pk, referral_id=referral.pk,
        opener=Opener.HAS_MET, words=words, was_seen=True, by=town.cast["kim"], at=at,
    )  # fmt: skip


def _taken_into_file(town: Town, referral: Any, *, at: datetime) -> Life:
    """The prosecutor reads what has arrived and takes it into the file."""
    yield at
    vance = town.cast["vance"]
    for arrival, told in justice.deliver(by=vance, at=at):
        if arrival.referral.pk == referral.pk:
            justice.take_into_file(told.pk, by=vance, at=at)


def _decided(town: Town, referral: Any, course: Course, *, at: datetime) -> Life:
    yield at
    if town.protocol.officer_decides:
        own = "charge" if course.decision == "file" else "do_not_charge"
        justice.decide_own(own, referral.pk, by=referral.officer, at=at)
    else:
        vance = town.cast["vance"]
        justice.decide(course.decision, referral.diversion.pk, reason=course.reason, by=vance, at=at)
    yield at + DAY
    telling.tell_decision(referral.diversion.pk, by=town.cast["kim"], at=at + DAY)


# Counted without a name ----------------------------------------------------------------------------------------------


def _without_a_name(town: Town) -> Iterator[Life]:
    dana, marcus = town.cast["dana"], town.cast["marcus"]
    for days, reason in (
        (1.3, DeclineReason.PREFERS_COURT),
        (8, DeclineReason.NO_SERVICES),
        (21, DeclineReason.NO_REASON),
    ):
        yield _kept_without_a_name(referrals.record_decline, town, town.offense(), dana, days, reason=reason)
    for days, other in ((3, NotOfferedReason.DISCRETION), (11, NotOfferedReason.NO_WORKER)):
        yield _kept_without_a_name(referrals.record_not_offered, town, town.offense(), marcus, days, reason=other)
    for number, facts in enumerate(scenes.refused(town.protocol)):  # at Rochester: the aggrieved party does not agree
        yield _kept_without_a_name(referrals.record_not_divertible, town, facts, dana, 2 + 5 * number)


def _kept_without_a_name(
    verb: Any, town: Town, facts: scenes.Facts, officer: Any, days: float, **said: object
) -> Life:  # fmt: skip
    at = town.ago(days=days)
    yield at
    verb(facts=facts, seen=next(town.strangers).seen, by=officer, at=at, **said)


# The other doors -----------------------------------------------------------------------------------------------------


def _other_doors(town: Town) -> Iterator[Life]:
    doors = town.protocol.doors
    if doors[Door.SOCIAL_CONTACT].open:
        yield _social_contact(town, days=0.4)
        yield _social_contact(town, days=4)
        yield _social_contact(town, days=3.5, is_found=True)
    if doors[Door.COMMUNITY].open:
        yield _community(town, next(town.strangers), relation=Relation.NEIGHBOR, days=0.2)
        yield _community(town, Somebody(LUPE_AGAIN, Seen()), relation=Relation.FAMILY, days=1.5, then="send_out")
        yield _community(town, next(town.strangers), relation=Relation.BUSINESS, days=3, then="send_out")
        yield _community(town, next(town.strangers), relation=Relation.NEIGHBOR, days=10, then="refuse")


def _social_contact(town: Town, *, days: float, is_found: bool = False) -> Life:
    """An officer refers somebody they know, with no charge; a worker looks for the person, and may find them."""
    at, lou = town.ago(days=days), town.cast["lou"]
    yield at
    reasons = tuple(reason.code for reason in town.protocol.social_contact_reasons.reasons)
    somebody = next(town.strangers)
    referral = referrals.refer_social_contact(
        facts={}, who=somebody.who, seen=somebody.seen, place=town.dice.choice(steps.PLACES), concerns=reasons[:1],
        by=town.cast["dana"], at=at,
    )  # fmt: skip
    if is_found:
        at += DAY
        yield at
        justice.hand_over(referral.pk, by=lou, at=at)
        yield from steps.met(town, referral, worker=lou, at=at + HOUR)


def _community(town: Town, somebody: Somebody, *, relation: str, days: float, then: str = "") -> Life:
    """A neighbor, relative or business asks; the project manager decides, or has not yet."""
    at = town.ago(days=days)
    yield at
    referral = referrals.refer_from_community(
        who=somebody.who, concerns=(Concern.NO_PLACE,), place=town.dice.choice(steps.PLACES), relation=relation,
        contact="(304) 555-0173", wants_call_back=True, by=Nobody("stranger", town.site.pk), at=at,
    )  # fmt: skip
    if then:
        at += HOUR
        yield at
        referrals.take(then, referral.pk, by=town.cast["pat"], at=at)


# Complaints ----------------------------------------------------------------------------------------------------------


def _complaints(town: Town) -> Iterator[Life]:
    yield _complained(
        town, About.PROGRAM, "Nobody answered when I called on Sunday.", days=16, closed="Someone called back."
    )
    yield _complained(town, About.OFFICER, "He said I must sign right there or go to jail.", days=2)


def _complained(town: Town, about: About, words: str, *, days: int, closed: str = "") -> Life:
    """Somebody complains without saying who they are; the privacy officer closes it where there is a sentence."""
    yield town.ago(days=days)
    made = oversight.complain(about=about, words=words, by=Nobody("stranger", town.site.pk), at=town.ago(days=days))
    if closed:
        yield town.ago(days=days - 3)
        oversight.answer_complaint("close", made.pk, sentence=closed, by=town.cast["noor"], at=town.ago(days=days - 3))
