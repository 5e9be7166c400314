"""The quarters before this one, so that what is counted without a name can be shown: no count up to 10 ever is.

Whoever came in then and did not stay is forgotten by now, as the clock of a site forgets them.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any
from zoneinfo import ZoneInfo

from offramp.demo import scenes, steps
from offramp.demo.steps import DAY, HOUR, MINUTE, Life, Town
from offramp.justice import actions as justice
from offramp.kernel import clocks
from offramp.referrals import actions as referrals
from offramp.referrals import calls
from offramp.referrals.states import DeclineReason, Door, NotOfferedReason
from offramp.reporting import rules

DIVERSIONS = {"wv-region-4": 13, "fayette": 22}  # in a quarter, at the sites that the state coordinator counts
NO_SMALL_COUNT = 12  # of each other kind in a quarter
SEASON = 72  # days of a quarter on which somebody comes in: the rest of it is for what follows
DECISIONS = ("do_not_file", "do_not_file", "do_not_file", "decline", "file")
REASON = "Evidence in our own file."


def lives(town: Town) -> Iterator[Life]:
    """Whoever came in during the last two full quarters, at the sites whose state has a coordinator."""
    if town.site.slug not in DIVERSIONS:  # elsewhere nobody but a project manager counts, and every verb takes its time
        return
    last = rules.counted_until(clocks.local_date(town.until, town.site.time_zone))
    begins = rules.counted_until(last) + DAY
    for quarter in (rules.counted_until(begins - DAY) + DAY, begins):
        yield from _diversions(town, quarter)
        yield from _social_contacts(town, quarter)
    yield from _without_a_name(town, begins)
    for number in range(NO_SMALL_COUNT):
        yield _not_agreed(town, at=_moment(town, begins, number, NO_SMALL_COUNT))


def _moment(town: Town, begins: date, number: int, of: int) -> datetime:
    """When one of so many came in, evenly through the season, between nine in the morning and ten at night."""
    day = begins + timedelta(days=1 + SEASON * number // of)
    minutes = town.dice.randint(0, 13 * 60)
    return datetime.combine(day, time(9), ZoneInfo(town.site.time_zone)) + minutes * MINUTE


def _diversions(town: Town, begins: date) -> Iterator[Life]:
    count, decisions = DIVERSIONS[town.site.slug], cycle(DECISIONS)
    for number in range(count):
        officer = town.cast["dana" if number % 2 else "marcus"]
        yield _diverted(town, officer, next(decisions), at=_moment(town, begins, number, count))


def _diverted(town: Town, officer: Any, decision: str, *, at: datetime) -> Life:
    """Handed over and met, without a name to be kept by the care team; the charge is decided."""
    lou = town.cast["lou"]
    referral = yield from steps.diverted(town, next(town.strangers), officer=officer, at=at)
    yield at + MINUTE
    calls.answer(referral.hand_off.pk, by=lou, at=at + MINUTE)
    yield at + 20 * MINUTE
    justice.hand_over(referral.pk, by=officer, at=at + 20 * MINUTE)
    yield from steps.met(town, referral, worker=lou, at=at + HOUR, keeps_name=False)
    yield from steps.written_up(town, referral, is_rated=False)
    yield at + 12 * DAY
    if town.protocol.officer_decides:
        own = "charge" if decision == "file" else "do_not_charge"
        justice.decide_own(own, referral.pk, by=officer, at=at + 12 * DAY)
    else:
        reason = "" if decision == "do_not_file" else REASON
        justice.decide(decision, referral.diversion.pk, reason=reason, by=town.cast["vance"], at=at + 12 * DAY)


def _social_contacts(town: Town, begins: date) -> Iterator[Life]:
    if town.protocol.doors[Door.SOCIAL_CONTACT].open:
        for number in range(NO_SMALL_COUNT):
            yield _social_contact(town, at=_moment(town, begins, number, NO_SMALL_COUNT))


def _social_contact(town: Town, *, at: datetime) -> Life:
    """A worker found the person and met them; their name was not to be kept."""
    lou, somebody = town.cast["lou"], next(town.strangers)
    yield at
    reasons = tuple(reason.code for reason in town.protocol.social_contact_reasons.reasons)
    referral = referrals.refer_social_contact(
        facts={}, who=somebody.who, seen=somebody.seen, place=town.dice.choice(steps.PLACES), concerns=reasons[:1],
        by=town.cast["marcus"], at=at,
    )  # fmt: skip
    yield at + DAY
    justice.hand_over(referral.pk, by=lou, at=at + DAY)
    yield from steps.met(town, referral, worker=lou, at=at + DAY + HOUR, keeps_name=False)


def _without_a_name(town: Town, begins: date) -> Iterator[Life]:
    """Offers that were declined or not made, and stops to which the protocol said no."""
    verbs: list[tuple[Any, dict[str, object]]] = [
        (referrals.record_decline, {"reason": DeclineReason.NO_REASON}),
        (referrals.record_not_offered, {"reason": NotOfferedReason.NO_WORKER}),
    ]
    for verb, said in verbs:
        for number in range(NO_SMALL_COUNT):
            yield _counted(town, verb, town.offense(), said, at=_moment(town, begins, number, NO_SMALL_COUNT))
    refused = scenes.refused(town.protocol)
    for number in range(NO_SMALL_COUNT if refused else 0):
        facts = refused[number % len(refused)]
        yield _counted(
            town, referrals.record_not_divertible, facts, {}, at=_moment(town, begins, number, NO_SMALL_COUNT)
        )


def _not_agreed(town: Town, *, at: datetime) -> Life:
    """The officer was not sure and asked; whoever the protocol names did not agree."""
    yield at
    facts = scenes.unsure(town.protocol)
    referral = referrals.ask(facts=facts, seen=next(town.strangers).seen, by=town.cast["dana"], at=at)
    yield at + 5 * MINUTE
    reason = "A warrant from another county."
    referrals.take("refuse", referral.pk, reason=reason, by=town.cast["ames"], at=at + 5 * MINUTE)


def _counted(town: Town, verb: Any, facts: scenes.Facts, said: dict[str, object], *, at: datetime) -> Life:
    yield at
    verb(facts=facts, seen=next(town.strangers).seen, by=town.cast["dana"], at=at, **said)
