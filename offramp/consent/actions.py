"""Signing, stopping, and telling somebody outside the program. Each verb writes its rows and the trail, or nothing."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from offramp.consent import rules
from offramp.consent.models import Disclosure, EmergencyAccess, Reading, ReleaseLine, ReleaseOfInformation
from offramp.consent.rules import Ask
from offramp.consent.statements import STATEMENT_VERSION
from offramp.consent.states import ABOUT_ONE_MATTER, EndsWith, Meant, ReleaseKind, Sent, SignatureKind, Signer
from offramp.directory.models import Membership
from offramp.directory.states import CARE_ROLES, Role
from offramp.kernel import clocks, trail
from offramp.kernel.classification import DataClass
from offramp.kernel.identifiers import NO_SITE
from offramp.kernel.purposes import Purpose
from offramp.kernel.refusals import Incomplete, NotNow, NotYours, marked
from offramp.kernel.trail import Actor
from offramp.kernel.verbs import verb
from offramp.people.models import Person
from offramp.people.reads import is_kept_out, require_works_with

HANDOFF_LASTS = timedelta(hours=72)

#: Why each role is told, when a line names it.
PURPOSE_OF = {
    Role.OFFICER: Purpose.CHARGE_HOLD,
    Role.PROSECUTOR: Purpose.CHARGE_HOLD,
    Role.LE_LIAISON: Purpose.CHARGE_HOLD,
    Role.DEFENDER: Purpose.COURT_HELP,
    Role.PROVIDER: Purpose.SERVICE_REFERRAL,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """The person's answer about one recipient: which classes they may be told, until when. No classes is a no.

    With `ends_with`, it ends at that event too, if that comes before its day.
    """

    recipient: Membership
    classes: frozenset[DataClass]
    ends_at: datetime
    ends_with: EndsWith | None = None

    @property
    def is_yes(self) -> bool:
        return bool(self.classes)


@dataclass(frozen=True, slots=True)
class Signature:
    """How and by whom a paper was signed."""

    name: str
    kind: SignatureKind
    drawn_or_typed: str = ""
    scan: bytes | None = None
    signer: Signer = Signer.SELF
    witness: str = ""
    was_read_aloud: bool = False


def missing(signature: Signature, *, no_officer_present: bool) -> Iterator[Incomplete]:
    """Everything that a release still lacks to be signed, each as the refusal that `sign` would raise first."""
    yield from lacks(signature)
    if not no_officer_present:
        yield Incomplete(
            "A release is signed only when no officer is present. Confirm that first.", field="no_officer_present"
        )


@verb
def sign(
    person: Person, *, choices: Sequence[Choice], signature: Signature, discloser: str, purpose: str, text: str, language: str,
    no_officer_present: bool, kind: ReleaseKind = ReleaseKind.RELEASE, about: UUID | None = None,
    revocable_from: datetime | None = None, by: Membership, at: datetime,
) -> ReleaseOfInformation:  # fmt: skip
    """Keep a signed release. Nobody outside is told that it was signed.

    The newest answer about a recipient counts: what an earlier paper of this kind let them be told ends with it. The
    papers of a compliance notice and of a justice consent are about one diverted matter, `about`, and end only papers
    about the same one. A justice consent alone says from when it can be stopped, `revocable_from`.
    Raises `Incomplete`, naming the element, when any element of 42 CFR 2.31 is missing, and `NotYours` for anyone who
    does not work with the person.
    """
    _require_care_worker(by, person, at)
    _require_words(discloser=discloser, purpose=purpose, text=text, language=language)
    _require_elements(choices, signature, no_officer_present, at)
    _require_matter(kind, about)
    _require_day(kind, choices, revocable_from, at)
    for choice in choices:
        _require_offerable(choice, kind, person)
    asked = [choice.recipient for choice in choices]
    _end(_lines(person, asked, release__kind=kind, release__about=about), "supersede_release", by=by, at=at)
    release = _keep_paper(
        person, signature, text, language, kind=kind, about=about, discloser=discloser, purpose=purpose,
        no_officer_present=no_officer_present, ends_at=max(choice.ends_at for choice in choices),
        revocable_from=revocable_from, by=by, at=at,
    )  # fmt: skip
    for choice in choices:
        _write_lines(release, choice)
    yes = sum(choice.is_yes for choice in choices)
    trail.record("sign_release", release, by=by, at=at, kind=kind, yes=yes, no=len(choices) - yes)
    return release


@verb
def keep_name_72_hours(
    person: Person, *, signature: Signature, discloser: str, text: str, language: str, by: Membership, at: datetime
) -> ReleaseOfInformation:
    """The only paper that can be signed at the scene: the worker may keep name and phone for 72 hours, and tells nobody."""
    require_works_with(by, person, at)
    _require_words(discloser=discloser, text=text, language=language)
    for lack in lacks(signature):
        raise lack
    release = _keep_paper(
        person, signature, text, language, kind=ReleaseKind.HANDOFF, discloser=discloser, purpose="to find you again",
        no_officer_present=False, ends_at=at + HANDOFF_LASTS, by=by, at=at,
    )  # fmt: skip
    trail.record("keep_name_72_hours", release, by=by, at=at)
    return release


@verb
def forget_hand_off_papers(person: Person, *, by: Actor, at: datetime) -> Person:
    """Delete the 72-hour papers of a person that are over: they hold the name that they allowed to keep."""
    papers = ReleaseOfInformation.objects.filter(person=person, kind=ReleaseKind.HANDOFF, ends_at__lte=at)
    if count := papers.forget():
        trail.record("forget_hand_off_papers", person, by=by, at=at, papers=count)
    return person


@verb
def stop(line: ReleaseLine, *, by: Membership, at: datetime) -> ReleaseLine:
    """Stop telling a recipient, on the person's word: every line of this kind of paper that names them, at once.

    A line about one diverted matter is stopped for that matter; the other papers stay as the person left them. The answer
    is the line that was stopped last: pressed again, it says when it was first.
    It counts from the next request; the recipient gets no message. Raises `NotNow` for a justice consent before its day.
    """
    return _stop(line, _same_paper(line), by=by, at=at)


@verb
def stop_telling(line: ReleaseLine, *, by: Membership, at: datetime) -> ReleaseLine:
    """The same of every paper that names the recipient of a line: from now on they are told nothing.

    A justice consent stands by itself: the stop of the others leaves it, and its own leaves them.
    """
    others = {"release__kind__in": [kind for kind in ReleaseKind if kind != ReleaseKind.JUSTICE]}
    is_justice = line.release.kind == ReleaseKind.JUSTICE
    return _stop(line, _same_paper(line) if is_justice else others, by=by, at=at)


def _same_paper(line: ReleaseLine) -> dict[str, Any]:
    return {"release__kind": line.release.kind, "release__about": line.release.about}


def _stop(line: ReleaseLine, papers: Mapping[str, Any], *, by: Membership, at: datetime) -> ReleaseLine:
    person = line.release.person
    _require_care_worker(by, person, at)
    named = _lines(person, [line.recipient], **papers)
    _end(named, "stop_release", by=by, at=at)
    return named.filter(stopped_at__isnull=False).order_by("-stopped_at", "-pk").first() or line


def stop_said(people: Collection[UUID], *, meant: Meant, words: str, by: Membership, at: datetime) -> bool:
    """Stop, on the word of whoever these records are, every line of theirs that names whom they mean, on whatever paper.

    False when there is no such record, or it names nobody of that name: then it waits for somebody to place it. What a
    justice consent holds stays until its day.
    """
    on_record = ReleaseLine.objects.select_for_update(no_key=True, of=("self",)).select_related("release").filter(
        site=by.site_id, release__person__in=_never_none(people), is_yes=True
    )  # fmt: skip
    lines = [
        line for line in on_record.order_by("pk")
        if rules.is_meant(meant, words, role=line.recipient_role, name=line.recipient_name)
    ]  # fmt: skip
    on = [line for line in lines if rules.is_still_on(line.as_line(), held_until=line.revocable_from, at=at)]
    ReleaseLine.objects.filter(pk__in=_never_none([one.pk for one in on])).update(stopped_at=at, stopped_by=by)
    for one in on:
        trail.record("stop_release", one, by=by, at=at)
    return bool(people) and (meant != Meant.NAMED or bool(lines))


def _never_none(ids: Collection[UUID]) -> list[UUID]:
    # Of an empty list nobody asks the database, and a stopwatch would tell who is not known.
    return [NO_SITE, *ids]


@verb
def disclose(
    person: Person, *, to: Membership, kind: Sent, about_id: UUID, text: str, matter: UUID | None = None, by: Actor,
    at: datetime,
) -> Disclosure:  # fmt: skip
    """Tell a justice partner one thing under a live line: decide, account and record in one transaction.

    `about_id` is what is told of; `matter` its diverted matter, where that is something else. Telling the same thing twice
    is one telling. Raises `NotNow` when no live release covers it: nothing has left then.
    """
    only_by = rules.ONLY_BY.get(kind, "")
    ask = Ask(to.pk, to.role, rules.CLASS_OF[kind], Purpose.CHARGE_HOLD, at, about=matter or about_id, only_by=only_by)
    lines = tuple(line.as_line() for line in hold_lines([person.pk], to=to))
    decision = rules.may_disclose(ask, rules.Grounds(lines=lines))
    line = rules.live_line(ask, lines)
    if not decision or line is None:
        raise NotNow(decision.reason)
    made, is_new = Disclosure.objects.get_or_create(
        site_id=person.site_id, recipient=to, kind=kind, about_id=about_id,
        defaults={
            "person": person, "line_id": line.id, "recipient_name": to.name, "recipient_office": office_of(to),
            "text": text, "statement": STATEMENT_VERSION, "made_at": at,
        },
    )  # fmt: skip
    if is_new:
        trail.record("disclose", made, by=by, at=at, purpose=Purpose.CHARGE_HOLD, kind=kind, line=str(line.id))
    return made


def hold_lines(people: Collection[UUID], *, to: Membership) -> list[ReleaseLine]:
    """The yes-lines of these people that name `to`, locked: none can be stopped before this transaction is over.

    Whoever tells several things in one transaction holds all their lines before telling the first.
    """
    named = ReleaseLine.objects.select_for_update(no_key=True, of=("self",)).select_related("release")
    return list(named.filter(release__person__in=people, recipient=to, is_yes=True).order_by("pk"))


def end_papers_about(about: UUID, *, by: Membership, at: datetime) -> None:
    """The matter is decided: from this instant on no paper about it alone lets anybody be told anything."""
    on = ReleaseLine.objects.select_for_update(no_key=True, of=("self",)).filter(
        site=by.site_id, release__kind__in=ABOUT_ONE_MATTER, release__about=about, ends_at__gt=at
    )
    for line in on.order_by("pk"):
        line.ends_at = at
        line.save(update_fields=["ends_at"])
        trail.record("end_paper", line, by=by, at=at)


def end_with(event: EndsWith, person_id: UUID, *, by: Membership, at: datetime) -> None:
    """It happened: from this instant on, no line of the person whose paper says that it ends with it opens anything."""
    on = ReleaseLine.objects.select_for_update(no_key=True, of=("self",)).filter(
        site=by.site_id, release__person=person_id, ends_with=event, happened_at__isnull=True, is_yes=True
    )
    for line in on.order_by("pk"):
        line.happened_at = at
        line.save(update_fields=["happened_at"])
        trail.record("end_release", line, by=by, at=at, event=event)


@verb
def open_in_emergency(person: Person, *, reason: str, by: Membership, at: datetime) -> EmergencyAccess:
    """Open a record for an hour, so that medical staff can be told what they need now. Whoever watches sees it at once.

    Raises `NotYours` for anybody but the case management supervisor of the person's site, and `Incomplete` for a reason
    too short to say what happened.
    """
    if by.role != Role.CM_SUPERVISOR or by.site_id != person.site_id:
        raise NotYours("Only the case management supervisor can open a record in an emergency.")
    if is_kept_out(by, person):
        raise NotYours("You are kept out of this record. Ask another supervisor.")
    rules.require_reason(reason)
    made = EmergencyAccess.objects.create(
        site_id=person.site_id, person=person, reason=reason.strip(), opened_at=at, opened_by=by,
        ends_at=at + rules.EMERGENCY_LASTS,
    )  # fmt: skip
    trail.record("open_in_emergency", made, by=by, at=at, purpose=Purpose.EMERGENCY_MEDICAL, person=str(person.pk))
    return made


@verb
def mark_read(disclosure_id: UUID, *, by: Membership, at: datetime) -> Reading:
    """The recipient has read it: it is not shown again."""
    told = Disclosure.objects.get(pk=disclosure_id, site=by.site_id, recipient=by)
    reading, is_new = Reading.objects.get_or_create(
        site_id=told.site_id, disclosure=told, defaults={"read_at": at, "read_by": by}
    )
    if is_new:
        trail.record("read_disclosure", told, by=by, at=at)
    return reading


def office_of(member: Membership) -> str:
    """The organisation a member works for, as a paper names it; their role where there is none."""
    return member.agency.name if member.agency else member.get_role_display()


def _lines(person: Person, recipients: Collection[Membership], **papers: Any) -> QuerySet[ReleaseLine]:
    """The yes-lines of these papers of a person that name any of `recipients`."""
    return ReleaseLine.objects.filter(
        site=person.site_id, release__person=person, recipient__in=recipients, is_yes=True, **papers
    )


def _end(lines: QuerySet[ReleaseLine], action: str, *, by: Membership, at: datetime) -> None:
    """From this instant on none of these lines lets anybody be told."""
    over = Q(revocable_from__isnull=False, ends_at__lte=at)  # what ended with a decision is not stopped as well
    locked = lines.select_for_update(no_key=True, of=("self",)).filter(stopped_at__isnull=True).exclude(over)
    for one in locked.order_by("pk"):
        _require_stoppable(one, at)
        one.stopped_at, one.stopped_by = at, by
        one.save(update_fields=["stopped_at", "stopped_by"])
        trail.record(action, one, by=by, at=at)


def _require_stoppable(line: ReleaseLine, at: datetime) -> None:
    if line.revocable_from is not None and at < line.revocable_from:
        raise NotNow(
            "This one can be stopped from %(day)s on. Until then it can only ever say that the two steps are done, "
            "yes for contact, and the next date. Every other release can be stopped today.",
            day=clocks.local_date(line.revocable_from, line.site.time_zone),
        )


def _require_care_worker(by: Membership, person: Person, at: datetime) -> None:
    if by.role not in CARE_ROLES:
        raise NotYours("Only somebody who works with this person can do this.")
    require_works_with(by, person, at)


def _require_words(**words: str) -> None:
    for name, said in words.items():
        if not said.strip():
            raise Incomplete(_MISSING_WORDS[name], field=name)


_MISSING_WORDS = {
    "discloser": marked("Write who may tell."),
    "purpose": marked("Write what the telling is for."),
    "text": marked("The text that the person read is missing. Open the page again."),
    "language": marked("Choose the language in which the person read it."),
}


def _keep_paper(
    person: Person, signature: Signature, text: str, language: str, *, by: Membership, at: datetime, **elements: Any
) -> ReleaseOfInformation:
    """A paper as it was read and signed. `elements` are what it is about: its kind, purpose, discloser and days."""
    return ReleaseOfInformation.objects.create(
        site_id=person.site_id, person=person, person_name=person.name or signature.name.strip(), language=language,
        text=text, text_sha256=hashlib.sha256(text.encode()).hexdigest(), signer=signature.signer,
        signer_name=signature.name.strip(), signature_kind=signature.kind, signature=signature.drawn_or_typed,
        scan=signature.scan, witness_name=signature.witness.strip(), was_read_aloud=signature.was_read_aloud,
        signed_at=at, signed_by=by, **elements,
    )  # fmt: skip


def _require_elements(choices: Sequence[Choice], signature: Signature, no_officer_present: bool, at: datetime) -> None:
    if not choices:
        raise Incomplete("Nobody was asked about. Choose at least one recipient.", field="choices")
    for choice in choices:
        if choice.ends_at <= at:
            raise Incomplete(
                "The line for %(name)s has no end date in the future.", field="choices", name=choice.recipient.name
            )
    if len({choice.recipient.pk for choice in choices}) < len(choices):
        raise Incomplete("Somebody is named twice. Give one answer for each recipient.", field="choices")
    for lack in missing(signature, no_officer_present=no_officer_present):
        raise lack


def _require_matter(kind: ReleaseKind, about: UUID | None) -> None:
    if (kind in ABOUT_ONE_MATTER) is (about is None):
        raise Incomplete(
            "The paper of a compliance notice or a justice consent names one matter, and no other paper does.",
            field="about",
        )


def _require_day(kind: ReleaseKind, choices: Sequence[Choice], day: datetime | None, at: datetime) -> None:
    if (kind is ReleaseKind.JUSTICE) is (day is None):
        raise Incomplete(
            "A justice consent says from which day it can be stopped, and no other paper does.", field="revocable_from"
        )
    if day is not None and not all(at < day < choice.ends_at for choice in choices):
        raise Incomplete(
            "The day from which it can be stopped lies after today, and before the day on which it ends.",
            field="revocable_from",
        )


def _require_offerable(choice: Choice, kind: ReleaseKind, person: Person) -> None:
    name = choice.recipient.name
    if choice.recipient.site_id != person.site_id:
        raise Incomplete("%(name)s works at another site and cannot be named here.", field="choices", name=name)
    role = Role(choice.recipient.role)
    if kind is ReleaseKind.JUSTICE and not choice.is_yes:
        raise Incomplete("Whoever says no to a justice consent signs nothing. Leave the page.", field="choices")
    if not choice.classes <= rules.askable(kind, role):
        raise Incomplete("%(name)s can never be told this. Untick it.", field="choices", name=name)


def lacks(signature: Signature) -> Iterator[Incomplete]:
    """Everything that the signature of any paper still lacks."""
    if not signature.name.strip():
        yield Incomplete("Write the name of the person who signs.", field="signer_name")
    if signature.kind is SignatureKind.PAPER and not signature.scan:
        yield Incomplete("Add the photo or scan of the signed paper.", field="scan")
    if signature.kind is SignatureKind.MARK and not signature.witness.strip():
        yield Incomplete("A mark needs a witness. Write the witness's name.", field="witness")
    if signature.kind in (SignatureKind.DRAWN, SignatureKind.TYPED) and not signature.drawn_or_typed.strip():
        yield Incomplete("Sign with a finger, or type the name.", field="signature")
    elif signature.kind is SignatureKind.TYPED and signature.name.strip() and not _is_own_name(signature):
        yield Incomplete(
            "The typed name is not the name of the person who signs: type that name, or sign with a finger.",
            field="signature",
        )


def _is_own_name(signature: Signature) -> bool:
    """A page sends what was typed as `{"typed": name}`."""
    try:
        typed = json.loads(signature.drawn_or_typed)["typed"]
    except (ValueError, TypeError, KeyError):
        typed = signature.drawn_or_typed
    return rules.is_same_name(signature.name, str(typed))


def _write_lines(release: ReleaseOfInformation, choice: Choice) -> None:
    role = Role(choice.recipient.role)
    is_notice = release.kind == ReleaseKind.COMPLIANCE_NOTICE
    asked = DataClass.COMPLIANCE_NOTICE if is_notice else DataClass.PARTICIPATION
    classes = choice.classes or {asked}  # a no is kept too, so that nobody asks again and again
    ReleaseLine.objects.bulk_create(
        ReleaseLine(
            site_id=release.site_id, release=release, recipient=choice.recipient, recipient_name=choice.recipient.name,
            recipient_role=role, recipient_office=office_of(choice.recipient), data_class=data_class,
            purpose=PURPOSE_OF.get(role, Purpose.CARE), is_yes=choice.is_yes, ends_at=choice.ends_at,
            ends_with=choice.ends_with or "", revocable_from=release.revocable_from,
        )
        for data_class in sorted(classes)
    )  # fmt: skip
