"""From the call to the arrival: what the worker and the officer do while a hand-off is under way."""

from datetime import datetime
from uuid import UUID

from offramp.directory.models import Membership
from offramp.directory.states import ON_CALL_ROLES
from offramp.kernel import trail
from offramp.kernel.refusals import Incomplete, NotNow, NotYours, marked
from offramp.kernel.verbs import verb
from offramp.people import actions as people
from offramp.people.models import KeptOut, Person
from offramp.people.states import Duty
from offramp.referrals.models import CallPass, HandOff
from offramp.referrals.states import NOT_OPEN, STILL_RINGS, InsteadOfWaiting, PassReason

_TAKEN = marked("Somebody else has taken this call. Thank you: you are free.")
_TAKEN_BY_YOU = marked("You have taken this call. Go on with it, and say there that you cannot come after all.")
_NOT_ON_CALL = marked("A call is answered by whoever is on call. You need not come.")
_NOT_YOUR_CALL = marked("Only whoever took the call can do this.")
_ANSWERED_SINCE = marked("A worker has answered since. Read here how they come, and go by that.")
NOBODY_ANSWERED = marked("No worker has answered yet. Wait, or hand over another way.")


@verb
def answer(hand_off_id: UUID, *, by: Membership, at: datetime) -> HandOff:
    """Take the call. From this moment the record is open to whoever took it."""
    call = _waiting(hand_off_id, by)
    if call.answered_by_id == by.pk:  # tapped again, perhaps on another phone
        return call
    call.answered_at, call.answered_by = at, by
    call.save(update_fields=["answered_at", "answered_by"])
    if call.referral.person is not None:
        people.assign(call.referral.person, by, duty=Duty.ON_CALL, by=by, at=at)
    trail.record("answer_call", call, by=by, at=at)
    return call


@verb
def pass_on(hand_off_id: UUID, *, reason: PassReason, by: Membership, at: datetime) -> HandOff:
    """Cannot come: the next on the roster is rung at once. No count of these is shown to anyone."""
    call = _waiting(hand_off_id, by)
    if call.answered_by_id == by.pk:
        raise NotNow(_TAKEN_BY_YOU)
    _, is_new = CallPass.objects.get_or_create(
        site_id=call.site_id, hand_off=call, passed_by=by, defaults={"reason": reason, "passed_at": at}
    )
    if is_new:
        trail.record("pass_call_on", call, by=by, at=at, reason=reason)
    return call


@verb
def step_back(hand_off_id: UUID, *, reason: PassReason, by: Membership, at: datetime) -> HandOff:
    """Cannot come after all: the call rings anew along the roster, but for whoever has passed it on. The record closes."""
    call = _mine(hand_off_id, by)
    if call.arrived_at is not None or call.referral.status not in STILL_RINGS:
        raise NotNow(NOT_OPEN)
    return _ring_on(call, reason=reason, by=by, at=at)


@verb
def keep_out(person: Person, member: Membership, *, by: Membership, at: datetime) -> KeptOut:
    """Keep a member out of a record (see `people.keep_out`); a call about the person that they took rings on for others."""
    made: KeptOut = people.keep_out(person, member, by=by, at=at)
    taken = HandOff.objects.select_for_update(of=("self",)).select_related("referral__person", "answered_by").filter(
        site=person.site_id, referral__person=person, referral__status__in=STILL_RINGS, arrived_at__isnull=True,
        answered_by__user=member.user_id,
    )  # fmt: skip
    for call in taken.order_by("pk"):
        _ring_on(call, reason=PassReason.OTHER, by=by, at=at)
    return made


def _ring_on(call: HandOff, *, reason: PassReason, by: Membership, at: datetime) -> HandOff:
    """Take the call from whoever answered it, and ring the roster anew without them."""
    CallPass.objects.get_or_create(
        site_id=call.site_id, hand_off=call, passed_by=call.answered_by, defaults={"reason": reason, "passed_at": at}
    )
    call.answered_at = call.answered_by = call.on_the_way_at = call.minutes_away = None
    call.rings_since = at
    call.save(update_fields=["answered_at", "answered_by", "on_the_way_at", "minutes_away", "rings_since"])
    if call.referral.person is not None:
        people.end_on_call(call.referral.person, by=by, at=at)
    trail.record("step_back", call, by=by, at=at, reason=reason)
    return call


@verb
def set_out(hand_off_id: UUID, *, minutes: int | None, by: Membership, at: datetime) -> HandOff:
    """On the way, and about how many minutes away (None: by phone only)."""
    call = _mine(hand_off_id, by)
    if minutes is not None and not 0 <= minutes <= 240:
        raise Incomplete("Give the minutes as a number up to 240.", field="minutes")
    call.on_the_way_at, call.minutes_away = at, minutes
    call.save(update_fields=["on_the_way_at", "minutes_away"])
    trail.record("set_out", call, by=by, at=at)
    return call


@verb
def arrive(hand_off_id: UUID, *, by: Membership, at: datetime) -> HandOff:
    """The worker is there: said by the worker, or by the officer who sees them. The first word counts."""
    call = HandOff.objects.select_for_update().filter(site=by.site_id).get(pk=hand_off_id)
    if by.pk not in (call.answered_by_id, call.called_by_id):
        raise NotYours(_NOT_YOUR_CALL)
    if call.answered_at is None and not call.is_worker_unknown:
        raise NotNow(NOBODY_ANSWERED)
    if call.arrived_at is None:
        call.arrived_at, call.arrived_by = at, by
        call.save(update_fields=["arrived_at", "arrived_by"])
        trail.record("arrive", call, by=by, at=at)
    return call


@verb
def end_custody(hand_off_id: UUID, *, by: Membership, at: datetime) -> HandOff:
    """The officer is clear: the person is with the worker."""
    call = HandOff.objects.select_for_update().filter(site=by.site_id, called_by=by).get(pk=hand_off_id)
    if call.custody_ended_at is None:
        call.custody_ended_at, call.custody_ended_by = at, by
        call.save(update_fields=["custody_ended_at", "custody_ended_by"])
        trail.record("end_custody", call, by=by, at=at)
    return call


@verb
def go_another_way(hand_off_id: UUID, *, choice: str, by: Membership, at: datetime) -> HandOff:
    """Nobody answered: what the officer did instead (`InsteadOfWaiting`). It is never the person's miss.

    Until somebody answers the officer may choose anew; then the worker has read the choice and goes by it.
    """
    call = HandOff.objects.select_for_update().filter(site=by.site_id, called_by=by).get(pk=hand_off_id)
    if call.custody_ended_at is not None:
        raise NotNow(NOT_OPEN)
    if call.answered_at is not None and choice != InsteadOfWaiting.WORKER_CAME:
        raise NotNow(_ANSWERED_SINCE)
    call.nobody_came = choice
    call.save(update_fields=["nobody_came"])
    trail.record("go_another_way", call, by=by, at=at, choice=choice)
    return call


@verb
def rate(hand_off_id: UUID, *, stars: int, by: Membership, at: datetime) -> HandOff:
    """The officer rates the hand-off, from 1 to 5: the service, never the person."""
    call = HandOff.objects.select_for_update().filter(site=by.site_id, called_by=by).get(pk=hand_off_id)
    if not 1 <= stars <= 5:
        raise Incomplete("Choose a number from 1 to 5.", field="stars")
    call.rating = stars
    call.save(update_fields=["rating"])
    trail.record("rate_hand_off", call, by=by, at=at)
    return call


def _waiting(hand_off_id: UUID, by: Membership) -> HandOff:
    if by.role not in ON_CALL_ROLES:
        raise NotYours(_NOT_ON_CALL)
    call = (
        HandOff.objects.select_for_update(of=("self",))
        .select_related("referral__person")
        .filter(site=by.site_id)
        .get(pk=hand_off_id)
    )
    if call.answered_by_id not in (None, by.pk) or call.referral.status not in STILL_RINGS:
        raise NotNow(_TAKEN)
    return call


def _mine(hand_off_id: UUID, by: Membership) -> HandOff:
    call = HandOff.objects.select_for_update().filter(site=by.site_id).get(pk=hand_off_id)
    if call.answered_by_id != by.pk:
        raise NotYours(_NOT_YOUR_CALL)
    return call
