"""Holding a charge, deciding on it, and telling justice partners what a release allows.

These verbs stand above casework and referrals because each moves a diverted matter and something below it, together or
not at all.
"""

import hashlib
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from offramp.casework import actions as casework
from offramp.casework import reads as casework_reads
from offramp.casework.models import Intake
from offramp.consent import actions as consent
from offramp.consent import reads as consent_reads
from offramp.consent.actions import Choice, Signature
from offramp.consent.models import Disclosure, ReleaseOfInformation
from offramp.consent.states import EndsWith, ReleaseKind, Sent
from offramp.directory import reads as directory
from offramp.directory.models import Membership
from offramp.directory.states import CASE_MANAGERS, ON_CALL_ROLES, Role
from offramp.justice import consents, holding, notices, policies, reads, rules, states
from offramp.justice.models import Condition, Diversion, Extension, Notice, OfficerDecision, TakenBack
from offramp.justice.reads import Arrival
from offramp.justice.states import Answered, Status, ToldHow
from offramp.kernel import clocks, trail
from offramp.kernel.classification import DataClass
from offramp.kernel.refusals import Incomplete, NotNow, NotYours, marked
from offramp.kernel.verbs import verb
from offramp.people import actions as people
from offramp.people.models import Person
from offramp.people.states import Duty
from offramp.protocols.sections import Extension as More
from offramp.protocols.states import ClockStart
from offramp.referrals import actions as referrals
from offramp.referrals import calls
from offramp.referrals.models import HandOff, Referral
from offramp.referrals.states import Door
from offramp.referrals.states import Status as ReferralStatus


@verb
def hand_over(referral_id: UUID, *, instead: str = "", by: Membership, at: datetime) -> Referral:
    """The hand-off is done, said by the officer ("I am clear") or by whoever meets the person: the charge is held,
    unless the protocol says that nothing can be filed.

    The first word counts; a second one adds only what its speaker knows (the end of custody). A worker's arrival alone is
    not one of them: nobody may be there. `instead` is what an officer did whom nobody answered, who is refused without
    it: to hand over to nobody is a decision.
    """
    lockable = Referral.objects.select_for_update(of=("self",)).select_related("person", "protocol_version")
    referral = lockable.visible_to(by, at).get(pk=referral_id)
    call = HandOff.objects.filter(referral=referral).first()
    if call is not None:
        _record_arrival(call, instead, by=by, at=at)
    is_officer = referral.officer_id == by.pk
    moved_on = (ReferralStatus.CLOSED, ReferralStatus.LOOKING)
    if referral.status == ReferralStatus.HANDED_OFF or (is_officer and referral.status in moved_on):
        if not is_officer and casework_reads.waits_for_somebody(by, referral, at):
            _find(referral, call, by=by, at=at)
        return referral  # an officer is clear whatever the care team did since, and does not learn of it
    step = "hand_over" if is_officer else "meet"
    was_looked_for = referral.status == ReferralStatus.LOOKING
    referrals.step_on(step, referral, by=by, at=at)
    if was_looked_for and referral.person is not None:  # whoever found the person works with them now
        people.assign(referral.person, by, duty=Duty.ON_CALL, by=by, at=at)
    if _is_to_be_held(referral):
        _hold(referral, by=by, at=at)
    return referral


@verb
def decide(step_name: str, diversion_id: UUID, *, reason: str = "", by: Membership, at: datetime) -> Diversion:
    """The prosecutor's own decision. Help goes on whatever it is."""
    lockable = Diversion.objects.select_for_update(of=("self",)).select_related("referral__protocol_version")
    diversion = lockable.visible_to(by).get(pk=diversion_id)
    step = states.find_step(step_name, Status(diversion.status))
    policies.require(by, step.holder, diversion.referral, at)
    rules.require_reason(step.verb, reason)
    return _end(diversion, step, reason.strip(), by=by, at=at)


@verb
def decide_own(step_name: str, referral_id: UUID, *, by: Membership, at: datetime) -> OfficerDecision:
    """The officer's decision about the charge of their own referral, where the protocol leaves it to them.

    It is the same act whatever became of the person: where a matter is held, it ends with it; where none is, none begins.
    """
    lockable = Referral.objects.select_for_update(of=("self",)).select_related("protocol_version")
    referral = lockable.filter(door=Door.ARREST_DIVERSION).visible_to(by, at).get(pk=referral_id)
    is_decided = OfficerDecision.objects.filter(referral=referral).first()
    step = states.find_step(step_name, Status(is_decided.status) if is_decided else Status.HELD)
    policies.require(by, step.holder, referral, at)
    if not HandOff.objects.filter(referral=referral, custody_ended_at__isnull=False).exists():
        raise NotNow("Say first that you handed over. Then decide about the charge.")
    made = OfficerDecision.objects.create(
        site_id=referral.site_id, referral=referral, status=step.target, decided_at=at, decided_by=by
    )
    trail.record("decide_own", made, by=by, at=at, target=step.target)
    for held in Diversion.objects.select_for_update().held().filter(referral=referral):
        _end(held, step, by=by, at=at)
    return made


@verb
def extend(diversion_id: UUID, *, until: date, reason: str, by: Membership, at: datetime) -> Extension:
    """Give more time, as the protocol allows.

    Only the prosecutor's own extension moves the date on the prosecutor's page. Any other is internal: a date that moves
    there would say that something is not done yet.
    """
    lockable = Diversion.objects.select_for_update(of=("self",)).select_related("referral__protocol_version")
    diversion = lockable.visible_to(by).get(pk=diversion_id)
    clock = diversion.referral.protocol_version.protocol.held_charge_clock
    if diversion.status != Status.HELD:
        raise NotNow("This matter is decided already. No more time can be given here.")
    if clock is None or clock.extension is None:
        raise NotNow("This protocol has no extension for this matter.")
    _require_extension(clock.extension, diversion, until, reason, by=by, at=at)
    made = Extension.objects.create(
        site_id=diversion.site_id, diversion=diversion, until=until, reason=reason.strip(), authority=clock.id,
        given_at=at, given_by=by,
    )  # fmt: skip
    if by.role == Role.PROSECUTOR:
        diversion.due_on = until
        diversion.save(update_fields=["due_on"])
    trail.record("extend", diversion, by=by, at=at, until=until.isoformat())
    return made


@verb
def undo_intake(intake_id: UUID, *, by: Membership, at: datetime) -> Intake:
    """Take a completion back, within ten minutes: until then nothing about it can have left."""
    intake = Intake.objects.get(pk=intake_id, site=by.site_id)
    if intake.completed_at is None or at >= intake.completed_at + rules.UNDO_LASTS:
        raise NotNow("The ten minutes are over, so this cannot be undone. Keep what changed in your own notes.")
    return casework.reopen_intake(intake_id, by=by, at=at)


def run_clock(*, by: trail.Actor, at: datetime) -> dict[str, int]:
    """What `casework.actions.run_clock` keeps of a site's promises, with whom a held charge names known to it."""
    kept: dict[str, int] = casework.run_clock(held=holding.people(by), by=by, at=at)
    return kept


@verb
def record_condition(diversion_id: UUID, clock: str, condition: str, *, by: Membership, at: datetime) -> Condition:
    """Write down that a condition which a clock of the protocol names itself has happened. Twice is once.

    Raises `Diversion.DoesNotExist` for one that this matter's protocol does not name, and `NotNow` for participation
    before its days are over.
    """
    diversion = _matter_of_a_case_manager(diversion_id, by=by, at=at)
    asked = reads.asked(by, diversion, clock, condition, at)
    if asked.recorded is not None:
        return asked.recorded
    rules.require_open(asked.opens_on, clocks.local_date(at, diversion.site.time_zone))
    made = Condition.objects.create(
        site_id=diversion.site_id, diversion=diversion, clock=clock, name=condition, recorded_at=at, recorded_by=by
    )
    trail.record("record_condition", made, by=by, at=at, clock=clock, condition=condition)
    return made


@verb
def undo_condition(condition_id: UUID, *, by: Membership, at: datetime) -> Condition:
    """Take back, within ten minutes, that a condition has happened: until then nothing that rests on it can have left."""
    made = Condition.objects.get(pk=condition_id, site=by.site_id)
    _matter_of_a_case_manager(made.diversion_id, by=by, at=at)
    made.refresh_from_db()
    if made.undone_at is not None:
        return made
    if at >= made.recorded_at + rules.UNDO_LASTS:
        raise NotNow("The ten minutes are over, so this cannot be undone. Keep what changed in your own notes.")
    made.undone_at, made.undone_by = at, by
    made.save(update_fields=["undone_at", "undone_by"])
    trail.record("undo_condition", made, by=by, at=at)
    return made


@transaction.atomic
def deliver(*, by: Membership, at: datetime) -> list[tuple[Arrival, Disclosure]]:
    """Draw everything that a live release lets this justice partner have at this second, and account for each.

    Called when the arrivals page is shown: all of it is accounted for, or nothing is shown. It needs no token: what was
    drawn before and not read yet is drawn again, and counts once.
    """
    waiting = [*reads.arrivals(by, at), *consents.arrivals(by, at)]
    if not waiting:
        return []
    consent.hold_lines([arrival.person.pk for arrival in waiting], to=by)
    about = [arrival.about_id for arrival in waiting]
    gone = set(TakenBack.objects.filter(site=by.site_id, update__in=about).values_list("update", flat=True))
    still = [arrival for arrival in waiting if arrival.about_id not in gone]  # taken back between our look and our lock
    return [(arrival, told) for arrival in still if (told := _tell(arrival, by=by, at=at))]


def _tell(arrival: Arrival, *, by: Membership, at: datetime) -> Disclosure | None:
    try:
        told: Disclosure = consent.disclose(
            arrival.person, to=by, kind=arrival.kind, about_id=arrival.about_id, text=arrival.text, matter=arrival.matter,
            by=by, at=at,
        )  # fmt: skip
    except NotNow:  # stopped between our look and our lock
        return None
    return told


@verb
def take_into_file(disclosure_id: UUID, *, by: Membership, at: datetime) -> Disclosure:
    """The prosecutor takes a delivery into their own file: their own act, which stays whatever becomes of the release."""
    if by.role != Role.PROSECUTOR:
        raise NotYours("Only a prosecutor has a file to take this into.")
    told = Disclosure.objects.get(pk=disclosure_id, site=by.site_id, recipient=by)
    if told.kind == Sent.CERTIFICATE:
        diversion = Diversion.objects.select_for_update().visible_to(by).get(pk=told.about_id)
        if reads.taken_on(by, diversion) is None:
            trail.record("take_into_file", diversion, by=by, at=at)
    consent.mark_read(disclosure_id, by=by, at=at)
    return told


@verb
def sign_notice_paper(
    diversion_id: UUID, recipient_id: UUID, *, signature: Signature, text: str, language: str, ends_at: datetime,
    no_officer_present: bool, by: Membership, at: datetime,
) -> ReleaseOfInformation:  # fmt: skip
    """Keep the person's own paper that lets one recipient be told that the requirement of this one matter is not met.

    Raises `NotNow` for a paper that does not print what it can lead to, for which incident and by which day.
    """
    diversion, recipient = _for_notice(diversion_id, recipient_id, by=by, at=at)
    _require_held(diversion)
    if diversion.notices.filter(recipient=recipient, sent_at__isnull=False).exists():
        raise NotNow(_SENT)
    if not reads.is_notice_adopted(by, diversion, at):
        raise NotNow("This site has not adopted the notice.")
    if not reads.notice_terms(by, diversion, language).are_printed(text, recipient.name):
        raise NotNow(_PAPER_IS_OLD)
    signed: ReleaseOfInformation = casework.sign_release(
        diversion.person, choices=[Choice(recipient, frozenset({DataClass.COMPLIANCE_NOTICE}), ends_at)],
        signature=signature, discloser=consent.office_of(by), purpose="one message, if the requirement is not met",
        text=text, language=language, no_officer_present=no_officer_present, kind=ReleaseKind.COMPLIANCE_NOTICE,
        about=diversion.pk, by=by, at=at,
    )  # fmt: skip
    return signed


@verb
def sign_justice_consent(
    diversion_id: UUID, recipient_id: UUID, *, signature: Signature, text: str, language: str, no_officer_present: bool,
    by: Membership, at: datetime,
) -> ReleaseOfInformation:  # fmt: skip
    """Keep the person's own paper about one matter and one prosecutor, which can be stopped only from its day.

    Raises `NotNow` where it cannot be asked for, and for a paper that does not print its days as they are now.
    """
    diversion = _matter_of_a_case_manager(diversion_id, by=by, at=at)
    recipient = directory.member(by, recipient_id)
    asked = consents.may_ask(by, diversion, recipient, at)
    if not asked:
        raise NotNow(asked.reason)
    terms = consents.terms(by, diversion, language)
    if not terms.are_printed(text, recipient.name):
        raise NotNow(_PAPER_IS_OLD)
    signed: ReleaseOfInformation = casework.sign_release(
        diversion.person, choices=[Choice(recipient, frozenset({DataClass.PARTICIPATION}), terms.ends_at)],
        signature=signature, discloser=consent.office_of(by), purpose="to follow a matter whose charge is held",
        text=text, language=language, no_officer_present=no_officer_present, kind=ReleaseKind.JUSTICE,
        about=diversion.pk, revocable_from=terms.revocable_from, by=by, at=at,
    )  # fmt: skip
    return signed


@verb
def preview_notice(diversion_id: UUID, recipient_id: UUID, *, by: Membership, at: datetime) -> Notice:
    """See exactly what a compliance notice would say to this recipient. Nothing is sent."""
    diversion, recipient = _for_notice(diversion_id, recipient_id, by=by, at=at)
    kept_before = Notice.objects.select_for_update().filter(site=by.site_id, diversion=diversion, recipient=recipient)
    before = kept_before.first()  # locked: it may be on its way at this very moment
    if before is not None and before.sent_at is not None:
        raise NotNow(_SENT)
    _require_conditions(diversion, recipient, None, by=by, at=at, upto="consequence")
    text = reads.notice_text(by, diversion, at)
    kept, _ = Notice.objects.update_or_create(
        site_id=diversion.site_id, diversion=diversion, recipient=recipient,
        defaults={
            "text": text, "text_sha256": _digest(text), "previewed_at": at, "previewed_by": by,
            "told_at": None, "told_by": None, "told_how": "", "answer": "",
        },
    )  # fmt: skip
    trail.record("preview_notice", kept, by=by, at=at)
    return kept


@verb
def tell_person(notice_id: UUID, *, how: str, answer: str, by: Membership, at: datetime) -> Notice:
    """Record that the person was told, in plain words, before anything is sent, and what they said.

    "Stop it" stops the release of the notice at once.
    """
    kept, diversion, recipient = _kept_notice(notice_id, by=by, at=at)
    if kept.sent_at is not None:
        raise NotNow(_SENT)
    _require_held(diversion)
    kept.told_at, kept.told_by, kept.told_how, kept.answer = at, by, ToldHow(how), Answered(answer)
    kept.save(update_fields=["told_at", "told_by", "told_how", "answer"])
    trail.record("tell_person", kept, by=by, at=at)
    line = notices.line(by, diversion, recipient, at)
    if kept.answer == Answered.STOP_IT and line is not None:
        consent.stop(line, by=by, at=at)
    return kept


@verb
def send_notice(notice_id: UUID, *, by: Membership, at: datetime) -> Notice:
    """Send the one negative message, if every condition holds at this second. Sending it twice is sending it once.

    It waits for its recipient's sign-in: it leaves the program, and is accounted for, when `deliver` draws it, if the
    person's paper is still on then.
    """
    kept, diversion, recipient = _kept_notice(notice_id, by=by, at=at)
    if kept.sent_at is not None:
        return kept
    _require_conditions(diversion, recipient, kept, by=by, at=at)
    kept.sent_at, kept.sent_by = at, by
    kept.save(update_fields=["sent_at", "sent_by"])
    trail.record("send_notice", kept, by=by, at=at)
    return kept


_PAPER_IS_OLD = marked("The matter changed since this paper was opened. Open it again and read it through, then sign.")
_SENT = marked("It was sent already, and is sent only once.")


def _record_arrival(call: HandOff, instead: str, *, by: Membership, at: datetime) -> None:
    if instead:
        call = calls.go_another_way(call.pk, choice=instead, by=by, at=at)
    is_caller = by.pk == call.called_by_id
    if is_caller and call.is_nobody_there:
        raise NotNow(calls.NOBODY_ANSWERED)
    came = (call.answered_by_id is not None or call.is_worker_unknown) and not (is_caller and call.went_another_way)
    if came and by.pk in (call.answered_by_id, call.called_by_id):
        calls.arrive(call.pk, by=by, at=at)
    if is_caller:
        calls.end_custody(call.pk, by=by, at=at)


def _find(referral: Referral, call: HandOff | None, *, by: Membership, at: datetime) -> None:
    """Whoever found the person works with them now; a call that still rings for the person is answered by it."""
    if call is not None and call.answered_at is None and by.role in ON_CALL_ROLES:
        calls.answer(call.pk, by=by, at=at)
    else:
        people.assign(referral.person, by, duty=Duty.ON_CALL, by=by, at=at)


def _end(diversion: Diversion, step: states.Step, reason: str = "", *, by: Membership, at: datetime) -> Diversion:
    diversion.status, diversion.decision_reason = step.target, reason
    diversion.decided_at, diversion.decided_by = at, by
    diversion.save(update_fields=["status", "decision_reason", "decided_at", "decided_by"])
    trail.record(step.verb, diversion, by=by, at=at, source=step.source, target=step.target)
    consent.end_papers_about(diversion.pk, by=by, at=at)
    if not _has_held_charge(diversion):
        consent.end_with(EndsWith.NO_HELD_CHARGE, diversion.person_id, by=by, at=at)
    return diversion


def _has_held_charge(decided: Diversion) -> bool:
    """Whether another charge is held for the same person, once whoever decides that one at this moment is done."""
    Person.objects.select_for_update(no_key=True).get(pk=decided.person_id)
    return Diversion.objects.filter(person=decided.person_id, status=Status.HELD).exists()


def _is_to_be_held(referral: Referral) -> bool:
    """Not where the officer has decided already, who was clear before anybody found the person."""
    is_held_here = referral.door == Door.ARREST_DIVERSION and referral.protocol_version.protocol.holds_a_charge
    return is_held_here and not OfficerDecision.objects.filter(referral=referral).exists()


def _hold(referral: Referral, *, by: Membership, at: datetime) -> Diversion:
    site = directory.site_of(by)
    protocol = referral.protocol_version.protocol
    clock = protocol.held_charge_clock
    starts = clock.starts if clock else ClockStart.HAND_OFF
    diversion = Diversion(
        site_id=site.pk, referral=referral, person=referral.person, held_at=at, held_by=by,
        started_on=rules.first_day(starts, referral.received_at, at, site.time_zone),
        due_on=reads.due_if_handed_over(by, protocol, at, received_at=referral.received_at),
    )  # fmt: skip
    diversion.save()
    trail.record("hold_charge", diversion, by=by, at=at)
    return diversion


def _require_extension(
    allowed: More, diversion: Diversion, until: date, reason: str, *, by: Membership, at: datetime
) -> None:
    if by.role != allowed.by:
        raise NotYours("Only the role that the protocol names can give more time.")
    if diversion.extensions.count() >= allowed.times:
        raise NotNow("The protocol allows no further extension.")
    if reads.is_done_for(by, diversion):
        raise NotNow("No more time is needed here. Nothing was changed.")
    if not reason.strip():
        raise Incomplete("Say why more time is given.", field="reason")
    due_on = reads.due_with_extensions(by, diversion)
    if due_on is None:
        raise NotNow("This protocol has no extension for this matter.")
    rules.require_more_time(until, due_on, allowed.days, clocks.local_date(at, diversion.site.time_zone))


def _for_notice(
    diversion_id: UUID, recipient_id: UUID, *, by: Membership, at: datetime
) -> tuple[Diversion, Membership]:
    """The matter, locked, so that whoever decides it at this moment is waited for; and who could be told."""
    lockable = Diversion.objects.select_for_update(of=("self",)).select_related(
        "referral__protocol_version", "referral__officer", "person", "site"
    )
    diversion = lockable.visible_to(by).get(pk=diversion_id)
    if not reads.may_prepare_notice(by, diversion, at):
        raise NotYours("Only the assigned case manager can do this.")
    for recipient in reads.notice_recipients(by, diversion, at):
        if recipient.pk == recipient_id:
            return diversion, recipient
    raise NotYours("A notice can go only to the referring officer or the prosecutor.")


def _kept_notice(notice_id: UUID, *, by: Membership, at: datetime) -> tuple[Notice, Diversion, Membership]:
    """A notice as it stands, its matter and its recipient. The matter is locked first, as wherever both are."""
    asked = Notice.objects.get(pk=notice_id, site=by.site_id)
    diversion, recipient = _for_notice(asked.diversion_id, asked.recipient_id, by=by, at=at)
    return Notice.objects.select_for_update().get(pk=asked.pk), diversion, recipient


def _require_held(diversion: Diversion) -> None:
    if diversion.status != Status.HELD:
        raise NotNow(rules.DECIDED)


def _matter_of_a_case_manager(diversion_id: UUID, *, by: Membership, at: datetime) -> Diversion:
    """The matter, locked, for a case manager who works with its person."""
    lockable = Diversion.objects.select_for_update(of=("self",)).select_related(
        "referral__protocol_version", "person", "site__state"
    )
    diversion = lockable.visible_to(by).get(pk=diversion_id)
    is_worker = by.role in CASE_MANAGERS
    if not is_worker or not consent_reads.opens(by, diversion.person, DataClass.PARTICIPATION, at):
        raise NotYours("Only a case manager who works with this person can do this.")
    return diversion


def _require_conditions(
    diversion: Diversion, recipient: Membership, kept: Notice | None, *, by: Membership, at: datetime, upto: str = ""
) -> None:
    for name, decision in rules.notice_conditions(notices.facts(by, diversion, recipient, kept, at=at)):
        if not decision:
            raise NotNow(decision.reason)
        if name == upto:
            return


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
