"""The meeting, what is handed out, and the intake. Each verb writes the row and its trail together, or neither."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from offramp.casework import reads, rules
from offramp.casework.models import Intake, IntakePart, Meeting, SupplyGiven
from offramp.casework.states import Naloxone, Overdose, Part, Stage, Supply
from offramp.consent import actions as consent
from offramp.consent.actions import Choice, Signature
from offramp.consent.models import ReleaseOfInformation
from offramp.consent.states import ReleaseKind
from offramp.directory.models import Membership
from offramp.directory.states import CARE_ROLES, Role
from offramp.kernel import trail
from offramp.kernel.refusals import Incomplete, NotNow, NotYours
from offramp.kernel.verbs import verb
from offramp.people import actions as people
from offramp.people.models import Assignment, Person
from offramp.people.states import Duty
from offramp.protocols.models import ProtocolVersion
from offramp.referrals.models import Referral
from offramp.referrals.states import Status


@dataclass(frozen=True, slots=True)
class Kit:
    """Naloxone kits handed over: how many, of which lot, and whether their use was shown."""

    quantity: int
    lot: str
    was_shown_how: bool = True
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """The 72-hour paper as it was signed at the scene: the text that was shown, its language, and the signature.

    `phone` is the number that the person gave to be found again; empty when they gave none.
    """

    text: str
    language: str
    signature: Signature
    phone: str = ""


@verb
def save_meeting(
    referral_id: UUID, *, needs: Sequence[str] = (), naloxone: Naloxone = Naloxone.NOT_ASKED, kit: Kit | None = None,
    has_overdosed: Overdose = Overdose.NOT_ASKED, next_at: datetime | None, next_place: str = "", reach: str = "",
    keeps_name: bool, paper: Paper | None = None, by: Membership, at: datetime,
) -> Meeting:  # fmt: skip
    """Write down a meeting: what is needed now, what was handed over, and when to meet next (None: still looking).

    `keeps_name` is the person's answer to the 72-hour question. A no saves the meeting under the referral's code alone,
    and a kit counts as handed to nobody by name. `paper` is what they signed for a yes.
    """
    referral = Referral.objects.select_for_update().select_related("person").visible_to(by).get(pk=referral_id)
    _require_care(by)
    if referral.status != Status.HANDED_OFF:
        raise NotNow("The meeting has not begun yet. Press “I have arrived” first.")
    if next_at is not None and next_at < at:
        raise Incomplete("Choose a time that is still to come, or “Still looking”.", field="next_at")
    person = referral.person if keeps_name else None
    meeting = Meeting.objects.create(
        site_id=referral.site_id, referral=referral, person=person, needs=list(needs), naloxone=naloxone,
        has_overdosed=has_overdosed, next_at=next_at, next_place=next_place, reach=reach, met_at=at, met_by=by,
    )  # fmt: skip
    if kit is not None:
        _give(kit, person, meeting, by=by, at=at)
    if person is not None and paper is not None:
        _keep_name(person, paper, by=by, at=at)
    trail.record("save_meeting", meeting, by=by, at=at)
    return meeting


@verb
def give_supply(kit: Kit, *, person: Person | None, by: Membership, at: datetime) -> SupplyGiven:
    """Hand out naloxone outside a meeting; to nobody by name when `person` is None."""
    _require_care(by)
    return _give(kit, person, None, by=by, at=at)


@verb
def take_over(person: Person, *, case_manager: Membership, by: Membership, at: datetime) -> Any:
    """Make a case manager responsible for a person. Whoever took the call has handed over: their opening ends."""
    if by.role not in (Role.CM_SUPERVISOR, Role.CASE_MANAGER) or by.site_id != person.site_id:
        raise NotYours("Only a case manager or their supervisor can do this.")
    taken = people.assign(person, case_manager, duty=Duty.CASE_MANAGER, by=by, at=at)
    for on_call in Assignment.objects.current(at).filter(site=person.site_id, person=person, duty=Duty.ON_CALL):
        people.end_assignment(on_call, by=by, at=at)
    return taken


@verb
def sign_release(
    person: Person, *, choices: Sequence[Choice], signature: Signature, discloser: str, purpose: str, text: str, language: str,
    no_officer_present: bool, kind: ReleaseKind = ReleaseKind.RELEASE, by: Membership, at: datetime,
) -> ReleaseOfInformation:  # fmt: skip
    """Sign a release with the worker, not before a day has passed since the stop (see `reads.release_opens_at`)."""
    if by.role not in (Role.CASE_MANAGER, Role.CM_SUPERVISOR):
        raise NotYours("Only the assigned case manager can sign a release with the person.")
    opens_at = reads.release_opens_at(by, person)
    if opens_at is not None and at < opens_at:
        raise NotNow(
            "A release can be signed a day after the stop, not before: so that nobody signs to get out of handcuffs."
        )
    return consent.sign(
        person, choices=choices, signature=signature, discloser=discloser, purpose=purpose, text=text, language=language,
        no_officer_present=no_officer_present, kind=kind, by=by, at=at,
    )  # fmt: skip


@verb
def save_part(
    person: Person,
    part: Part,
    answers: Mapping[str, str],
    *,
    protocol_version: ProtocolVersion,
    by: Membership,
    at: datetime,
) -> IntakePart:
    """Save one part of the intake; the intake opens with its first part. A skipped question is an answer too."""
    _require_works_with(by, person, at)
    rules.require_stage(_stage(by), protocol_version.protocol.intake.stages, part)
    intake, is_new = Intake.objects.select_for_update().get_or_create(
        site_id=person.site_id, person=person,
        defaults={"protocol_version": protocol_version, "stage": _stage(by), "started_at": at, "started_by": by},
    )  # fmt: skip
    if intake.completed_at is not None:
        raise NotNow("This intake is complete. Write what is new as a note.")
    if intake.stage == Stage.BRIEF and _stage(by) is Stage.FULL:
        intake.stage = Stage.FULL
        intake.save(update_fields=["stage"])
    saved, _ = IntakePart.objects.update_or_create(
        site_id=person.site_id, intake=intake, part=part,
        defaults={"answers": dict(answers), "saved_at": at, "saved_by": by},
    )  # fmt: skip
    trail.record("start_intake" if is_new else "save_intake_part", saved, by=by, at=at, part=part)
    return saved


@verb
def complete_intake(intake_id: UUID, *, by: Membership, at: datetime) -> Intake:
    """Say that the intake is complete. It is one of the two steps that stop the clock."""
    intake = Intake.objects.select_for_update().select_related("person", "protocol_version").get(
        pk=intake_id, site=by.site_id
    )  # fmt: skip
    _require_works_with(by, intake.person, at)
    if by.role not in (Role.CASE_MANAGER, Role.CM_SUPERVISOR):
        raise NotYours("Only the assigned case manager can complete intake.")
    if intake.completed_at is not None:
        return intake
    rules.require_complete(
        intake.protocol_version.protocol.intake.needed_parts, set(intake.parts.values_list("part", flat=True))
    )
    intake.completed_at, intake.completed_by = at, by
    intake.save(update_fields=["completed_at", "completed_by"])
    trail.record("complete_intake", intake, by=by, at=at)
    return intake


@verb
def reopen_intake(intake_id: UUID, *, by: Membership, at: datetime) -> Intake:
    """Undo a completion. The verb above this one allows it only while nothing was sent."""
    intake = Intake.objects.select_for_update().select_related("person").get(pk=intake_id, site=by.site_id)
    _require_works_with(by, intake.person, at)
    intake.completed_at = intake.completed_by = None
    intake.save(update_fields=["completed_at", "completed_by"])
    trail.record("reopen_intake", intake, by=by, at=at)
    return intake


def _give(kit: Kit, person: Person | None, meeting: Meeting | None, *, by: Membership, at: datetime) -> SupplyGiven:
    if not kit.lot.strip():
        raise Incomplete("Choose or write the lot of the kit.", field="lot")
    if kit.expires_on and kit.expires_on < at.date():
        raise Incomplete("This kit is past its date. Take another one.", field="lot")
    given = SupplyGiven.objects.create(
        site_id=by.site_id, person=person, meeting=meeting, item=Supply.NALOXONE, quantity=kit.quantity,
        lot=kit.lot.strip(), expires_on=kit.expires_on, was_shown_how=kit.was_shown_how, given_at=at, given_by=by,
    )  # fmt: skip
    trail.record("give_supply", given, by=by, at=at, item=Supply.NALOXONE, quantity=kit.quantity)
    return given


def _keep_name(person: Person, paper: Paper, *, by: Membership, at: datetime) -> None:
    consent.keep_name_72_hours(
        person, signature=paper.signature, discloser=consent.office_of(by), text=paper.text, language=paper.language,
        by=by, at=at,
    )  # fmt: skip
    if paper.phone:
        people.update_person(person, phone=paper.phone, by=by, at=at)


def _stage(by: Membership) -> Stage:
    return Stage.BRIEF if by.role == Role.PEER else Stage.FULL


def _require_care(by: Membership) -> None:
    if by.role not in CARE_ROLES and by.role != Role.PROJECT_MANAGER:
        raise NotYours("Only the care team can do this.")


def _require_works_with(by: Membership, person: Person, at: datetime) -> None:
    if not Person.objects.visible_to(by, at).filter(pk=person.pk).exists():
        raise NotYours("Only somebody who works with this person can do this.")
