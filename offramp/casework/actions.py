"""The meeting, what is handed out, and the intake. Each verb writes the row and its trail together, or neither."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from offramp.casework import erasing, forgetting, reads, rules
from offramp.casework.models import Contact, Intake, IntakePart, Meeting, SupplyGiven
from offramp.casework.states import Naloxone, Overdose, Part, Stage, Supply
from offramp.consent import actions as consent
from offramp.consent.actions import Choice, Signature
from offramp.consent.models import ReleaseOfInformation, SaidStop
from offramp.consent.states import Meant, ReleaseKind
from offramp.directory import reads as directory
from offramp.directory.models import Membership
from offramp.directory.states import ASSIGNABLE_ROLES, CARE_ROLES, CASE_MANAGERS, TAKE_STOPS
from offramp.kernel import clocks, context, trail
from offramp.kernel.identifiers import read_code
from offramp.kernel.refusals import Incomplete, NotNow, NotYours
from offramp.kernel.trail import Actor
from offramp.kernel.verbs import verb
from offramp.people import actions as people
from offramp.people.models import Assignment, Person
from offramp.people.reads import require_works_with
from offramp.people.rules import Named, readable, require_kept_by_nobody_else
from offramp.people.states import Duty
from offramp.protocols.models import ProtocolVersion
from offramp.referrals import actions as referrals
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
    keeps_name: bool, paper: Paper | None = None, keeps_contact_alone: bool = False, by: Membership, at: datetime,
) -> Meeting:  # fmt: skip
    """Write down a meeting: what is needed now, what was handed over, and when to meet next (None: still looking).

    `keeps_name` is the person's answer to the 72-hour question. A no saves the meeting under the referral's code alone,
    without a place or a way to find them, and a kit counts as handed to nobody by name. `paper` is what they signed for a yes.
    With `keeps_contact_alone` nobody but the worker sees how and where the person is reached (`people.keep_contact`).
    """
    _require_care_team(by)
    waiting = Referral.objects.select_for_update(of=("self",)).select_related("person")
    referral = waiting.visible_to(by, at).get(pk=referral_id)
    if referral.status != Status.HANDED_OFF:
        raise NotNow("The meeting has not begun yet. Press “Start the meeting” first.")
    if referral.person is not None:
        require_works_with(by, referral.person, at)
    if Meeting.objects.filter(referral=referral).exists():
        raise NotNow("This meeting is written down already. Open the person's page to add to it.")
    rules.require_next_time(next_at, at)
    person = referral.person if keeps_name else None
    meeting = Meeting.objects.create(
        site_id=referral.site_id, referral=referral, person=person, needs=list(needs), naloxone=naloxone,
        has_overdosed=has_overdosed, next_at=next_at, next_place=next_place if person else "",
        reach=reach if person else "", met_at=at, met_by=by, agreed_by=by,
    )  # fmt: skip
    if kit is not None:
        _give(kit, person, meeting, by=by, at=at)
    if person is not None and paper is not None:
        _keep_name(person, paper, by=by, at=at)
    if person is not None and keeps_contact_alone:
        meeting.person = people.keep_contact(person, by=by, at=at)
    if referral.person is not None and not keeps_name:
        people.end_on_call(referral.person, by=by, at=at)
    trail.record("save_meeting", meeting, by=by, at=at)
    return meeting


@verb
def find_nobody(referral_id: UUID, *, by: Membership, at: datetime) -> Referral:
    """Whoever took the call came, and nobody was there: no meeting, and somebody goes on looking for the person.

    No charge is held by it. Where the officer said "handed over" before, the charge stays held as they said.
    """
    lockable = Referral.objects.select_for_update(of=("self",)).select_related("person")
    referral = lockable.visible_to(by, at).get(pk=referral_id)
    if Meeting.objects.filter(referral=referral).exists():
        raise NotNow("This meeting is written down already. Open the person's page to add to it.")
    referrals.step_on("find_nobody", referral, by=by, at=at)
    if referral.person is not None:  # the record closes as that of anybody whom the whole team looks for
        people.end_on_call(referral.person, by=by, at=at)
    return referral


@verb
def agree_next_time(
    person: Person, *, next_at: datetime | None, next_place: str | None = None, by: Membership, at: datetime
) -> Meeting:
    """Agree with a person when to meet next (None: still looking). It replaces what was agreed at their newest meeting.

    Without a `next_place` the place stays: not everybody who may see when one meets may see where.
    """
    _require_care_team(by)
    require_works_with(by, person, at)
    rules.require_next_time(next_at, at)
    if next_place is not None:
        require_kept_by_nobody_else(person.contact_kept_by, by)
    newest = Meeting.objects.select_for_update().filter(person=person).order_by("-met_at", "-pk").first()
    if newest is None:
        raise NotNow(
            "No meeting with this person is written down yet. Write down the meeting, and the next time with it."
        )
    newest.next_at, newest.next_place = next_at, newest.next_place if next_place is None else next_place
    newest.agreed_by = by
    newest.save(update_fields=["next_at", "next_place", "agreed_by"])
    trail.record("agree_next_time", newest, by=by, at=at)
    return newest


@verb
def give_supply(
    kit: Kit, *, person: Person | None, contact: Contact | None = None, by: Membership, at: datetime
) -> SupplyGiven:
    """Hand out naloxone outside a meeting, perhaps at a contact; to nobody by name when `person` is None."""
    _require_care_team(by)
    if person is not None:
        require_works_with(by, person, at)
    return _give(kit, person, None, contact, by=by, at=at)


@verb
def take_over(
    person: Person, *, case_manager: Membership, reason: str = "", by: Membership, at: datetime
) -> Assignment:
    """Make a case manager responsible for a person. Whoever took the call has handed over: their opening ends.

    Where no supervisor works at the site, whoever manages the project says who it is. Whoever divides the work gives a
    `reason` for one person more than the limit; a case manager who takes somebody over themself is never held up by it.
    """
    if not (by.role in CASE_MANAGERS or directory.divides_the_work(by)) or by.site_id != person.site_id:
        raise NotYours("Only a case manager or their supervisor can do this.")
    if case_manager.role not in CASE_MANAGERS:
        raise Incomplete(
            "%(name)s is not a case manager. Choose one who is.", field="case_manager", name=case_manager.name
        )
    carried = reads.caseloads(by, at).get(case_manager.pk, 0)
    why = rules.require_reason_beyond_limit(case_manager.name, carried, reason)
    taken: Assignment = people.assign(person, case_manager, duty=Duty.CASE_MANAGER, beyond_limit=why, by=by, at=at)
    people.end_on_call(person, by=by, at=at)
    return taken


@verb
def sign_release(
    person: Person, *, choices: Sequence[Choice], signature: Signature, discloser: str, purpose: str, text: str, language: str,
    no_officer_present: bool, kind: ReleaseKind = ReleaseKind.RELEASE, about: UUID | None = None,
    revocable_from: datetime | None = None, by: Membership, at: datetime,
) -> ReleaseOfInformation:  # fmt: skip
    """Sign a release with the worker, not before a day has passed since the stop (see `reads.release_opens_at`)."""
    if by.role not in CASE_MANAGERS:
        raise NotYours("Only the assigned case manager can sign a release with the person.")
    opens_at = reads.release_opens_at(by, person)
    if opens_at is not None and at < opens_at:
        raise NotNow(
            "A release can be signed a day after the stop, not before: so that nobody signs to get out of handcuffs."
        )
    return consent.sign(
        person, choices=choices, signature=signature, discloser=discloser, purpose=purpose, text=text, language=language,
        no_officer_present=no_officer_present, kind=kind, about=about,
        revocable_from=revocable_from, by=by, at=at,
    )  # fmt: skip


@verb
def write_down_stop(
    *, given_name: str = "", family_name: str = "", birth_date: date | None = None, code: str = "", meant: Meant,
    words: str = "", by: Membership, at: datetime,
) -> SaidStop:  # fmt: skip
    """Write down that somebody said to stop, whoever they are and whoever works with them. The answer is one for everybody.

    Whoever they are beyond doubt is stopped at once, in every record that is theirs; what is in doubt waits for the privacy
    officer. Raises `Incomplete` where nothing was said of who they are, or whom they mean.
    """
    if by.role not in TAKE_STOPS:
        raise NotYours("Only the care team and the privacy officer write down what somebody says to stop.")
    said = Named(readable(given_name), readable(family_name), birth_date)
    code, words = read_code(code), words.strip()
    if not (said.given or said.family or code):
        raise Incomplete("Write the name and the birth date, or the code.", field="given_name")
    _require_somebody_meant(meant, words)
    is_placed = consent.stop_said(_whose(by, said, code), meant=meant, words=words, by=by, at=at)
    known = {
        "given_name": said.given,
        "family_name": said.family,
        "birth_date": birth_date,
        "code": code,
        "words": words,
    }
    placed = {"placed_at": at, "placed_by": by}
    made = SaidStop.objects.create(
        site=directory.site_of(by), meant=meant, said_at=at, said_by=by, **(placed if is_placed else known)
    )
    trail.record("write_down_stop", made, by=by, at=at, meant=meant)
    return made


@verb
def place_stop(stop_id: UUID, *, code: str, meant: Meant, words: str = "", by: Membership, at: datetime) -> SaidStop:
    """Stop by its code the record of whoever said so; or, with no code, nothing, because no paper of theirs is kept here.

    In both cases the name that was written down is forgotten.
    """
    waiting = SaidStop.objects.visible_to(by).select_for_update(no_key=True, of=("self",)).filter(pk=stop_id).first()
    if waiting is None:
        raise NotNow("This stop is not waiting to be placed, or it is somebody else's to place.")
    _require_somebody_meant(meant, words)
    people_of = _whose(by, Named("", ""), read_code(code))
    if code.strip() and not people_of:
        raise Incomplete("We find no record by that code. Look at each letter and digit.", field="code")
    if not consent.stop_said(people_of, meant=meant, words=words, by=by, at=at) and people_of:
        raise Incomplete("No paper of this person names anybody of that name. Choose whom it means.", field="meant")
    waiting.given_name = waiting.family_name = waiting.code = waiting.words = ""
    waiting.birth_date, waiting.placed_at, waiting.placed_by = None, at, by
    waiting.save()
    trail.record("place_stop", waiting, by=by, at=at, meant=meant, records=len(people_of))
    return waiting


def _whose(by: Membership, said: Named, code: str) -> frozenset[UUID]:
    coded = Referral.objects.filter(site=by.site_id, code=code).values_list("person", flat=True).first()
    return people.whose(said, coded, by=by)


def _require_somebody_meant(meant: Meant, words: str) -> None:
    if meant == Meant.NAMED and not words.strip():
        raise Incomplete("Write the name that was said.", field="words")


@verb
def save_part(
    person: Person,
    part: Part,
    answers: Mapping[str, str],
    *,
    protocol_version: ProtocolVersion,
    read_at: datetime | None = None,
    by: Membership,
    at: datetime,
) -> IntakePart:
    """Save one part of the intake; the intake opens with its first part. A skipped question is an answer too.

    `read_at` is when the part was last saved as whoever writes read it, and None where nothing was written yet. Raises
    `NotNow` where it was saved again since: what is newer is never written over unseen.
    """
    require_works_with(by, person, at)
    if by.role not in CARE_ROLES:
        raise NotYours("Only the care team can do this.")
    rules.require_stage(_stage(by), protocol_version.protocol.intake.stages, part)
    rules.require_an_answer(answers)
    intake, is_new = Intake.objects.select_for_update().get_or_create(
        site_id=person.site_id, person=person,
        defaults={"protocol_version": protocol_version, "stage": _stage(by), "started_at": at, "started_by": by},
    )  # fmt: skip
    if intake.completed_at is not None:
        raise NotNow("This intake is complete, and stays as it is. Keep what is new in your own notes.")
    _require_seen(intake, part, read_at, by=by)
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
    intake = _intake_of_a_case_manager(intake_id, by, at)
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
    intake = _intake_of_a_case_manager(intake_id, by, at)
    if intake.completed_at is None:
        return intake
    intake.completed_at = intake.completed_by = None
    intake.save(update_fields=["completed_at", "completed_by"])
    trail.record("reopen_intake", intake, by=by, at=at)
    return intake


@verb
def forget(person_id: UUID, *, held: QuerySet[Any, Any], by: Actor, at: datetime) -> Person:
    """Delete a person who did not go on, and every paper and word that names them.

    Kept, under the referral's code alone: the referral with its findings and its place in the counts, that a meeting
    took place, what was needed and handed out, and the trail. Gone: every free word, and every number under which a
    police file names the person. Raises `NotNow` for anyone whom a held charge (`held`, see `forgetting`), an intake, a
    signed release or a case manager keeps: asked for again in the same transaction that deletes.
    """
    person = Person.objects.select_for_update().filter(pk=person_id, site=by.site_id).first()
    if person is None or not forgetting.past_their_days(by, at, held).filter(pk=person_id).exists():
        raise NotNow("This person is not to be forgotten now: they went on, or it is done already.")
    return erasing.forget_person(person, by=by, at=at)


def run_clock(*, held: QuerySet[Any, Any], by: Actor, at: datetime) -> dict[str, int]:
    """Keep the promises of one site that fall due with time; how many of each were kept now. `held`: see `forgetting`.

    Running it late or twice does no harm: what is due is read off the rows, and what is done is not there any more.
    """
    with context.acting(by, by.purpose):
        return {
            "referrals_closed": _each(referrals.lapse, forgetting.past_open_referrals(by, at), by=by, at=at),
            "people_forgotten": _each(forget, forgetting.past_their_days(by, at, held), held=held, by=by, at=at),
            "contacts_forgotten": _each(
                forget_how_to_reach, forgetting.past_contact(by, at, held), held=held, by=by, at=at
            ),
        }


@verb
def forget_how_to_reach(person_id: UUID, *, held: QuerySet[Any, Any], by: Actor, at: datetime) -> Person:
    """Delete the phone, the place to meet and the 72-hour paper of somebody of a held charge who did not go on.

    The charge keeps the name (`held`: see `forgetting`).
    """
    person = Person.objects.select_for_update().get(pk=person_id, site=by.site_id)
    if not forgetting.past_contact(by, at, held).filter(pk=person_id).exists():
        raise NotNow("This contact is not to be forgotten now: the person went on, or it is done already.")
    Meeting.objects.filter(referral__person=person).update(next_place="", reach="")
    consent.forget_hand_off_papers(person, by=by, at=at)
    return people.forget_contact(person, by=by, at=at)


def _each(act: Callable[..., Any], due: QuerySet[Any], **how: Any) -> int:
    """How many of the rows that are due were done now. What changed in the meantime is left as it is."""
    done = 0
    for pk in list(due.values_list("pk", flat=True)):
        with suppress(NotNow):
            act(pk, **how)
            done += 1
    return done


def _give(
    kit: Kit, person: Person | None, meeting: Meeting | None, contact: Contact | None = None, *, by: Membership, at: datetime
) -> SupplyGiven:  # fmt: skip
    if kit.quantity < 1:
        raise Incomplete("Say how many kits: one or more.", field="quantity")
    if not kit.lot.strip():
        raise Incomplete("Choose or write the lot of the kit.", field="lot")
    site = directory.site_of(by)
    if kit.expires_on and kit.expires_on < clocks.local_date(at, site.time_zone):
        raise Incomplete("This kit is past its date. Take another one.", field="lot")
    given = SupplyGiven.objects.create(
        site=site, person=person, meeting=meeting, contact=contact, item=Supply.NALOXONE, quantity=kit.quantity,
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
    return Stage.FULL if by.role in CASE_MANAGERS else Stage.BRIEF


def _require_seen(intake: Intake, part: Part, read_at: datetime | None, *, by: Membership) -> None:
    """Nobody writes over what they cannot see: it would be lost."""
    written = intake.parts.filter(part=part)
    if _stage(by) is Stage.BRIEF and written.exclude(saved_by=by).exists():
        raise NotYours("Somebody else wrote this part. Tell the case manager what is new.")
    if part == Part.REACHING_YOU and written.exists():
        require_kept_by_nobody_else(intake.person.contact_kept_by, by)
    if written.values_list("saved_at", flat=True).first() != read_at:
        raise NotNow(
            "This part was saved again after you opened it, and nothing was changed now. What is kept now stands below. "
            "Save again to put yours in its place."
        )


def _require_care_team(by: Membership) -> None:
    if by.role not in ASSIGNABLE_ROLES:
        raise NotYours("Only the care team can do this.")


def _intake_of_a_case_manager(intake_id: UUID, by: Membership, at: datetime) -> Intake:
    open_ones = Intake.objects.select_for_update(of=("self",)).select_related("person", "protocol_version")
    intake = open_ones.get(pk=intake_id, site=by.site_id)
    require_works_with(by, intake.person, at)
    if by.role not in CASE_MANAGERS:
        raise NotYours("Only the assigned case manager can complete intake.")
    return intake
