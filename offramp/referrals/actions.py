"""What can be done to a referral. Each verb writes the row and its trail together, or neither."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from offramp.directory import reads as directory
from offramp.directory.models import Membership, Site
from offramp.directory.states import Role
from offramp.kernel import clocks, identifiers, trail
from offramp.kernel.decisions import Answer
from offramp.kernel.refusals import Incomplete, NotNow, NotYours, marked
from offramp.kernel.trail import Actor
from offramp.kernel.verbs import verb
from offramp.people import actions as people
from offramp.people.models import Person
from offramp.people.rules import readable
from offramp.protocols import reads as protocols
from offramp.protocols import rules as protocol_rules
from offramp.protocols.models import ProtocolVersion
from offramp.protocols.rules import Assessment
from offramp.protocols.states import DECIDER_NAMES, Decider, PaperworkMode
from offramp.referrals import policies, states
from offramp.referrals.models import Approval, HandOff, Referral
from offramp.referrals.states import CloseReason, DeclineReason, Door, Mode, NotOfferedReason, Relation, Status

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Who:
    """Who the person says they are. Everything may be missing but not everything at once."""

    given_name: str = ""
    family_name: str = ""
    birth_date: date | None = None
    description: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)  # age_band, language


@dataclass(frozen=True, slots=True)
class Seen:
    """What the officer saw, for fairness counts only; kept apart from what the person says."""

    race: str = ""
    sex: str = ""
    age: str = ""


@verb
def divert(
    *, facts: Facts, who: Who, mode: Mode, place: str = "", seen: Seen | None = None, agreed_by: Membership | None = None,
    instead_of: UUID | None = None, by: Membership, at: datetime,
) -> Referral:  # fmt: skip
    """The person said yes to an offer of diversion: keep the referral and call the worker.

    Where the protocol asks somebody first, `agreed_by` is who said yes by telephone; they confirm it later. `instead_of`,
    here and below, is a question that came back and whose place this takes.
    """
    policies.require_door(by, Door.ARREST_DIVERSION)
    version, assessment = _assess(Door.ARREST_DIVERSION, facts, by=by, at=at)
    _require_offer(version, assessment, agreed_by, by=by, at=at)
    _require_mode(version, mode)
    referral = _keep(
        Door.ARREST_DIVERSION, Status.ACCEPTED, version, assessment, facts, seen, by=by, at=at,
        person=_record(who, by=by, at=at), place=place, asked_role=assessment.ask or "", instead_of=instead_of,
    )  # fmt: skip
    if agreed_by is not None:
        write_answer(referral, "agree", agreed_by, by=by, at=at, was_by_phone=True)
    _call(referral, mode, by=by, at=at)
    return referral


@verb
def ask(
    *, facts: Facts, exception: str = "", seen: Seen | None = None, instead_of: UUID | None = None, by: Membership,
    at: datetime,
) -> Referral:  # fmt: skip
    """Ask whoever the protocol names to agree. No name is sent: the decision does not need it.

    `exception` says why a presumptive no should not count here; only a protocol that allows exceptions takes it.
    """
    policies.require_door(by, Door.ARREST_DIVERSION)
    version, assessment = _assess(Door.ARREST_DIVERSION, facts, by=by, at=at)
    role = _whom_to_ask(assessment, exception)
    referral = _keep(
        Door.ARREST_DIVERSION, Status.ASKED, version, assessment, facts, seen, by=by, at=at,
        asked_role=role, stand_in_role=_stand_in(version, Door.ARREST_DIVERSION), instead_of=instead_of,
    )  # fmt: skip
    if exception:
        write_answer(referral, "ask_exception", by, by=by, at=at, reason=exception, is_exception=True)
    return referral


@verb
def offer_agreed(referral_id: UUID, *, who: Who, mode: Mode, place: str = "", by: Membership, at: datetime) -> Referral:
    """The person said yes after somebody had agreed to the offer: add who they are, and call the worker."""
    referral, step = _open("accept", referral_id, by=by, at=at)
    _require_mode(referral.protocol_version, mode)
    referral.person, referral.place = _record(who, by=by, at=at), place
    _move(referral, step, by=by, at=at, also=("person", "place"))
    _call(referral, mode, by=by, at=at)
    return referral


@verb
def record_decline(
    *, facts: Facts, reason: DeclineReason | None = None, seen: Seen | None = None, agreed_by: Membership | None = None,
    instead_of: UUID | None = None, by: Membership, at: datetime,
) -> Referral:  # fmt: skip
    """The person said no to the offer. Their name is not kept; it is counted.

    `agreed_by` is whoever said yes by telephone where the protocol asks somebody first, as in `divert`.
    """
    policies.require_door(by, Door.ARREST_DIVERSION)
    version, assessment = _assess(Door.ARREST_DIVERSION, facts, by=by, at=at)
    _require_something_to_offer(assessment)
    _require_offer(version, assessment, agreed_by, by=by, at=at)
    referral = _keep(
        Door.ARREST_DIVERSION, Status.DECLINED, version, assessment, facts, seen, by=by, at=at,
        decline_reason=reason or "", asked_role=assessment.ask or "", instead_of=instead_of,
    )  # fmt: skip
    if agreed_by is not None:
        write_answer(referral, "agree", agreed_by, by=by, at=at, was_by_phone=True)
    return referral


@verb
def record_not_offered(
    *, facts: Facts, reason: NotOfferedReason, seen: Seen | None = None, instead_of: UUID | None = None,
    by: Membership, at: datetime,
) -> Referral:  # fmt: skip
    """The officer did not offer. No name is kept; it is counted, for fairness only."""
    policies.require_door(by, Door.ARREST_DIVERSION)
    version, assessment = _assess(Door.ARREST_DIVERSION, facts, by=by, at=at)
    _require_something_to_offer(assessment)
    return _keep(
        Door.ARREST_DIVERSION, Status.NOT_OFFERED, version, assessment, facts, seen, by=by, at=at, not_offered_reason=reason,
        instead_of=instead_of,
    )  # fmt: skip


@verb
def record_not_divertible(
    *, facts: Facts, seen: Seen | None = None, instead_of: UUID | None = None, by: Membership, at: datetime
) -> Referral:
    """The protocol said no. No name is kept; it is counted with its reasons."""
    policies.require_door(by, Door.ARREST_DIVERSION)
    version, assessment = _assess(Door.ARREST_DIVERSION, facts, by=by, at=at)
    if assessment.answer is not Answer.NO:
        raise NotNow("The protocol does not say no here. Choose what happened instead.")
    return _keep(
        Door.ARREST_DIVERSION, Status.NOT_DIVERTIBLE, version, assessment, facts, seen, by=by, at=at, instead_of=instead_of
    )  # fmt: skip


@verb
def refer_social_contact(
    *, facts: Facts, who: Who, place: str = "", concerns: tuple[str, ...] = (), seen: Seen | None = None,
    by: Membership, at: datetime,
) -> Referral:  # fmt: skip
    """Refer somebody whom the officer knows, with no charge pending. Everybody gets the same receipt."""
    policies.require_door(by, Door.SOCIAL_CONTACT)
    return _refer(Door.SOCIAL_CONTACT, facts, who, seen, by=by, at=at, place=place, concerns=list(concerns))


@verb
def refer_from_community(
    *, who: Who, concerns: tuple[str, ...], place: str, relation: str, contact: str, wants_call_back: bool = False,
    by: Actor, at: datetime,
) -> Referral:  # fmt: skip
    """A neighbor, relative or business asks that somebody be offered help, or somebody asks for themself. Police never see it.

    Whoever asks for themself leaves in `place` how a worker finds them, and need not have a phone. The same words from the
    same sender while the first are open join them: nothing is added, and nobody can tell.
    """
    policies.require_door(by, Door.COMMUNITY)
    _require_sender(relation, contact, place)
    Site.objects.select_for_update(no_key=True).filter(pk=by.site_id).first()  # of two at once, each would find nothing
    if first := _told_before(who, contact, place, by):
        return first
    return _refer(
        Door.COMMUNITY, {}, who, None, by=by, at=at, place=place, concerns=list(concerns), referrer_relation=relation,
        referrer_contact=contact, wants_call_back=wants_call_back,
    )  # fmt: skip


@verb
def take(
    step_name: str, referral_id: UUID, *, reason: str = "", seen: Seen | None = None, by: Membership, at: datetime
) -> Referral:
    """Take one step of `states.STEPS` that needs nothing but itself, and perhaps a reason.

    `seen` is what the officer saw, where the step is the officer's.

    `NotNow` and `NotYours` each carry the sentence to show. Steps that also write down a person, or hold a charge, have
    verbs of their own (`offer_agreed`, `justice.hand_over`) and are refused here.
    """
    if step_name in _OWN_VERBS:
        raise NotNow(states.NOT_OPEN)
    if seen is not None:
        record_seen(referral_id, seen=seen, by=by, at=at)
    referral, step = _open(step_name, referral_id, by=by, at=at)
    if step_name in ("agree", "send_out"):
        step = states.find_step("agree" if referral.door == Door.ARREST_DIVERSION else "send_out", Status.ASKED)
    if step.verb == "send_back" and referral.door != Door.ARREST_DIVERSION:
        raise NotNow(states.NOT_OPEN)  # nobody is asked back: that would tell them something
    _require_reason(step_name, reason)
    if step.holder is states.Holder.APPROVER:
        write_answer(referral, step.verb, by, by=by, at=at, reason=reason)
    if step.verb == "look_again" and referral.person_id is None:
        raise NotNow(_DELETED)
    if step.verb in _REASON_FIELD:
        setattr(referral, _REASON_FIELD[step.verb], reason)
    return _move(referral, step, by=by, at=at, also=tuple(_REASON_FIELD.values()))


@verb
def lapse(referral_id: UUID, *, by: Actor, at: datetime) -> Referral:
    """Close a referral that is still open after the site's days for one. Only the clock does this."""
    referral = Referral.objects.select_for_update().get(pk=referral_id, site=by.site_id)
    step = states.find_step("lapse", Status(referral.status))
    policies.require(by, step.holder, referral, at)
    referral.close_reason = CloseReason.NO_INTAKE_IN_TIME
    return _move(referral, step, by=by, at=at, also=("close_reason",))


@verb
def part_from_person(referral: Referral, *, by: Actor, at: datetime) -> Referral:
    """Keep a referral under its code alone: no person, no place, no free words, nobody to call back.

    The numbers under which the police file names the person go too: who holds both would know whose referral it was.
    """
    for name in _LEADS_TO_THE_PERSON:
        setattr(referral, name, "")
    referral.person, referral.concerns, referral.wants_call_back = None, [], False
    referral.save(update_fields=[*_LEADS_TO_THE_PERSON, "person", "concerns", "wants_call_back"])
    # That an exception was asked for is counted for ever; why is free words, which go with the name.
    referral.approvals.filter(is_exception=True).forget_words(reason="-")
    trail.record("part_from_person", referral, by=by, at=at)
    return referral


@verb
def hand_on_contact(
    code: str, to: Membership, *, decided_by: Membership, agreed_by: Membership, by: Actor, at: datetime
) -> Person:
    """The same as in `people.actions`, of the person of the referral with this code: whoever types it knows no name."""
    found = Referral.objects.filter(site=by.site_id, code=identifiers.read_code(code), person__isnull=False).first()
    if found is None or found.person is None:
        raise NotNow(people.NOTHING_TO_HAND_ON)
    return people.hand_on_contact(found.person, to, decided_by=decided_by, agreed_by=agreed_by, by=by, at=at)


@verb
def finish(referral_id: UUID, *, is_all: bool = False, by: Membership, at: datetime, **written: str) -> Referral:
    """What could wait until the end of the shift: incident number, statute, report and property references, a note.

    The referral is finished with its last empty box (the note is not one), or once the officer says that this `is_all`.
    Finished, it stays so, whatever is written anew.
    """
    referral = Referral.objects.select_for_update().visible_to(by, at).get(pk=referral_id)
    policies.require(by, states.Holder.OFFICER, referral, at)
    if referral.person is None:
        raise NotNow(_DELETED)
    if not set(written) <= _FOLLOWS:
        raise TypeError(f"This is not what follows a referral: {sorted(set(written) - _FOLLOWS)}.")
    if written.get("report_reference") and referral.protocol_version.protocol.paperwork.mode is PaperworkMode.NONE:
        raise NotNow("No report is written at this site, so it has no reference. Leave that box empty and save again.")
    for name, value in written.items():
        setattr(referral, name, value.strip())
    if not referral.is_finished and (is_all or not referral.left_to_write):
        referral.finished_at, referral.finished_by = at, by
    referral.save(update_fields=[*written, "finished_at", "finished_by"])
    trail.record("finish_referral", referral, by=by, at=at, fields=sorted(written))
    return referral


@verb
def call_back_made(referral_id: UUID, *, by: Membership, at: datetime) -> Referral:
    """Whoever told us about somebody was called, in the fixed words."""
    referral = Referral.objects.select_for_update().get(pk=referral_id, site=by.site_id, door=Door.COMMUNITY)
    if by.role != Role.PROJECT_MANAGER:
        raise NotYours("Only the project manager can do this.")
    referral.wants_call_back = False
    referral.save(update_fields=["wants_call_back"])
    trail.record("call_back_made", referral, by=by, at=at)
    return referral


@verb
def record_seen(referral_id: UUID, *, seen: Seen, by: Membership, at: datetime) -> Referral:
    """What the officer saw, written down while waiting. It is counted for fairness and shown to nobody."""
    referral = Referral.objects.select_for_update().visible_to(by, at).get(pk=referral_id)
    policies.require(by, states.Holder.OFFICER, referral, at)
    referral.seen_race, referral.seen_sex, referral.seen_age = seen.race, seen.sex, seen.age
    referral.save(update_fields=["seen_race", "seen_sex", "seen_age"])
    trail.record("record_seen", referral, by=by, at=at)
    return referral


def assess(door: Door, facts: Facts, *, by: Actor, at: datetime) -> Assessment:
    """What the protocol in force says to these facts. Nothing is kept."""
    return _assess(door, facts, by=by, at=at)[1]


def step_on(step_name: str, referral: Referral, *, by: Membership, at: datetime) -> Referral:
    """One step of a referral that a verb of a floor above has locked and does more with."""
    step = states.find_step(step_name, Status(referral.status))
    policies.require(by, step.holder, referral, at)
    return _move(referral, step, by=by, at=at)


_REASON_FIELD = {"decline": "decline_reason", "do_not_offer": "not_offered_reason", "close": "close_reason"}
_REASONS = {"decline": {*DeclineReason, ""}, "do_not_offer": {*NotOfferedReason}, "close": {*CloseReason}}
_OWN_VERBS = frozenset({"accept", "hand_over", "meet", "find_nobody", "replace"})
_LEADS_TO_THE_PERSON = (
    "place", "report_note", "referrer_contact", "incident_number", "statute", "report_reference", "property_reference",
)  # fmt: skip
_DELETED = marked("This name was deleted when its days were over. If somebody asks again, make a new referral.")
_FOLLOWS = frozenset({"incident_number", "statute", "report_reference", "property_reference", "report_note"})


def _require_reason(step_name: str, reason: str) -> None:
    if step_name in _REASONS and reason not in _REASONS[step_name]:
        raise Incomplete("Choose a reason from the list.", field="reason")


def _assess(door: Door, facts: Facts, *, by: Actor, at: datetime) -> tuple[ProtocolVersion, Assessment]:
    if by.site_id is None:
        raise NotNow("A referral needs a site. Sign in at one and try again.")
    today = clocks.local_date(at, directory.zone_of(by))
    version = protocols.in_force(by, today)
    return version, protocol_rules.assess(version.protocol, facts, door=door, on=today)


def _require_something_to_offer(assessment: Assessment) -> None:
    """Otherwise what the protocol forbids would be counted as an offer, or as one held back."""
    if assessment.answer is Answer.NO:
        raise NotNow(
            "The protocol says no here, so there was nothing to offer. Go back to the answer and choose “Record and finish”."
        )


def _require_offer(
    version: ProtocolVersion, assessment: Assessment, agreed_by: Membership | None, *, by: Membership, at: datetime
) -> None:
    if assessment.answer is Answer.NO:
        raise NotNow("This cannot be diverted at this site. All reasons are listed.")
    if agreed_by is not None and (agreed_by.site_id != by.site_id or not agreed_by.is_active):
        raise Incomplete("Choose somebody of this site who agreed.", field="agreed_by")
    if agreed_by is not None and agreed_by.user_id == by.user_id:
        raise Incomplete("Somebody else than you must agree. Call them, and choose their name.", field="agreed_by")
    if assessment.ask is None:
        return
    here = clocks.local_time(at, directory.zone_of(by))
    may_agree = protocol_rules.who_may_agree(version.protocol, Door.ARREST_DIVERSION, assessment.ask, here)
    if agreed_by is None or agreed_by.role not in may_agree:
        who = (DECIDER_NAMES[Decider(assessment.ask)],)
        raise NotNow("Before you offer, %(who)s must agree. Call them, or send them the question.", who=who)


def _whom_to_ask(assessment: Assessment, exception: str) -> str:
    if assessment.answer is Answer.ASK and assessment.ask:
        return assessment.ask
    if assessment.answer is Answer.YES:
        raise NotNow("Nobody has to agree here. You may offer.")
    if assessment.exception_by is None:
        raise NotNow("This cannot be diverted at this site. All reasons are listed.")
    if not exception.strip():
        raise Incomplete("Say why this should be an exception. Exceptions are counted and reviewed.", field="exception")
    return assessment.exception_by


def _require_mode(version: ProtocolVersion, mode: Mode) -> None:
    if mode not in version.protocol.hand_off.modes:
        raise Incomplete("Choose where the worker meets you.", field="mode")


def _require_findable(who: Who) -> None:
    """At the scene the worker meets the person; through the other doors somebody has to look for them."""
    if not (readable(f"{who.given_name}{who.family_name}{who.description}") or who.birth_date):
        raise Incomplete("Write a few words so we can find the person.", field="description")


def _record(who: Who, *, by: Actor, at: datetime) -> Person:
    return people.record_person(
        site_id=by.site_id, given_name=who.given_name, family_name=who.family_name, birth_date=who.birth_date,
        description=who.description, **who.more, by=by, at=at,
    )  # fmt: skip


def _refer(
    door: Door, facts: Facts, who: Who, seen: Seen | None, *, by: Actor, at: datetime, **written: Any
) -> Referral:
    version, assessment = _assess(door, facts, by=by, at=at)
    if assessment.answer is Answer.NO:
        raise NotNow("This cannot be referred at this site. All reasons are listed.")
    _require_findable(who)
    status = Status.ASKED if assessment.answer is Answer.ASK else Status.LOOKING
    return _keep(
        door, status, version, assessment, facts, seen, by=by, at=at, person=_record(who, by=by, at=at),
        asked_role=assessment.ask or "", stand_in_role=_stand_in(version, door), **written,
    )  # fmt: skip


def _keep(
    door: Door, status: Status, version: ProtocolVersion, assessment: Assessment, facts: Facts, seen: Seen | None, *,
    by: Actor, at: datetime, instead_of: UUID | None = None, **written: Any,
) -> Referral:  # fmt: skip
    seen = seen or Seen()
    officer = by if isinstance(by, Membership) else None
    code = identifiers.free_code(lambda one: Referral.objects.filter(site=by.site_id, code=one).exists())
    referral = Referral.objects.create(
        site_id=by.site_id, code=code, door=door, status=status, status_since=at, received_at=at,
        protocol_version=version,
        findings=[_finding(finding) for finding in assessment.findings], officer=officer,
        unit_id=officer.unit_id if officer else None, seen_race=seen.race, seen_sex=seen.sex, seen_age=seen.age,
        offense=_word(facts.get("offense")), aggrieved_party=_word(facts.get("aggrieved_party")), **written,
    )  # fmt: skip
    trail.record("refer", referral, by=by, at=at, door=door, target=status, answer=assessment.answer)
    if instead_of is not None and officer is not None:
        _replace(instead_of, by=officer, at=at)
    return referral


def _replace(referral_id: UUID, *, by: Membership, at: datetime) -> None:
    """Close what came back. What is not there to be replaced any more is let be: at the roadside the new one counts."""
    came_back = Referral.objects.filter(officer=by, door=Door.ARREST_DIVERSION, status=Status.RETURNED)
    old = came_back.visible_to(by, at).select_for_update().filter(pk=referral_id).first()
    if old is not None:
        old.close_reason = CloseReason.DUPLICATE
        _move(old, states.find_step("replace", Status.RETURNED), by=by, at=at, also=("close_reason",))


def _require_sender(relation: str, contact: str, place: str) -> None:
    if relation == Relation.MYSELF and not place.strip():
        raise Incomplete("Write how a worker can find you. A place and a time of day is enough.", field="found")
    if relation != Relation.MYSELF and not contact.strip():
        raise Incomplete("Enter a phone or an email.", field="contact")


def _told_before(who: Who, contact: str, place: str, by: Actor) -> Referral | None:
    # Without a contact it is the place that tells two people apart who are called alike.
    return (Referral.objects if contact else Referral.objects.filter(place=place)).filter(
        site=by.site_id, door=Door.COMMUNITY, status__in=[Status.ASKED, Status.LOOKING], referrer_contact=contact,
        person__given_name=readable(who.given_name), person__family_name=readable(who.family_name),
        person__description=readable(who.description),
    ).order_by("received_at", "pk").first()  # fmt: skip


def _finding(finding: Any) -> dict[str, str]:
    return {name: getattr(finding, name) for name in ("clause", "answer", "reason", "authority")}


def _word(value: object) -> str:
    return value if isinstance(value, str) and value != "unknown" else ""


def _stand_in(version: ProtocolVersion, door: Door) -> str:
    return version.protocol.doors[door].out_of_hours or ""


def _call(referral: Referral, mode: Mode, *, by: Membership, at: datetime) -> HandOff:
    hand_off = HandOff.objects.create(
        site_id=referral.site_id, referral=referral, mode=mode, called_at=at, called_by=by
    )
    trail.record("call", hand_off, by=by, at=at, mode=mode)
    return hand_off


def _open(step_name: str, referral_id: UUID, *, by: Membership, at: datetime) -> tuple[Referral, states.Step]:
    referral = Referral.objects.select_for_update().visible_to(by, at).get(pk=referral_id)
    step = states.find_step(step_name, Status(referral.status))
    policies.require(by, step.holder, referral, at)
    return referral, step


def _move(referral: Referral, step: states.Step, *, by: Actor, at: datetime, also: tuple[str, ...] = ()) -> Referral:
    if step.target is not step.source:
        referral.status, referral.status_since = step.target, at
    referral.save(update_fields=["status", "status_since", *also])
    if step.target is Status.CLOSED and referral.person is not None:
        people.end_on_call(referral.person, by=by, at=at)
    trail.record(step.verb, referral, by=by, at=at, source=step.source, target=step.target)
    return referral


def write_answer(
    referral: Referral, answer: str, who: Membership, *, by: Membership, at: datetime, reason: str = "", **how: bool
) -> Approval:
    """A row about who agreed or did not, for a verb that has found out whether they may."""
    return Approval.objects.create(
        site_id=referral.site_id, referral=referral, answer=answer, reason=reason.strip(), agreed_member=who,
        made_at=at, made_by=by, **how,
    )  # fmt: skip
