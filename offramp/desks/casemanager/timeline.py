"""The main events of a person's record, newest first: only what the reader may see, and nothing where something is not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from offramp.casework import reads as casework
from offramp.casework.reads import Opened
from offramp.consent import reads as consent
from offramp.consent.rules import CLASS_OF
from offramp.consent.states import ReleaseKind, Sent
from offramp.directory.doors import MemberRequest
from offramp.justice import reads as justice
from offramp.kernel.classification import DataClass


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: when, what in words, who did it, and whether it left the program."""

    at: datetime
    words: str
    who: str = ""
    left: bool = False


def of(request: MemberRequest, opened: Opened) -> list[Entry]:
    """Everything to draw for this reader."""
    found = [*_meeting(request, opened), *_kits(request, opened)]
    if opened.shows(DataClass.PARTICIPATION):
        found += [*_papers(request, opened), *_intake(request, opened), *_told(request, opened)]
    if opened.shows(DataClass.JUSTICE_EVENT):
        found += _held(request, opened)
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def _meeting(request: MemberRequest, opened: Opened) -> Iterator[Entry]:
    if meeting := casework.meeting_of(request.member, opened):
        yield Entry(meeting.met_at, _("Met"), _who(request, meeting.met_by))


def _kits(request: MemberRequest, opened: Opened) -> Iterator[Entry]:
    for given in casework.supplies(request.member, opened):
        yield Entry(given.given_at, _("Kit given ×%(n)s") % {"n": given.quantity}, _who(request, given.given_by))


def _papers(request: MemberRequest, opened: Opened) -> Iterator[Entry]:
    names = {
        ReleaseKind.HANDOFF: _("Name kept for 72 hours"), ReleaseKind.COMPLIANCE_NOTICE: _("Notice form signed"),
        ReleaseKind.JUSTICE: _("Justice consent signed"),
    }  # fmt: skip
    for release in consent.releases(request.member, opened.person):
        people = {line.recipient_id for line in release.lines.all() if line.is_yes}
        signed = _("Release signed, %(n)s yes") % {"n": len(people)}
        yield Entry(release.signed_at, names.get(ReleaseKind(release.kind), signed), _who(request, release.signed_by))


def _intake(request: MemberRequest, opened: Opened) -> Iterator[Entry]:
    intake = casework.intake_of(request.member, opened.person)
    if intake is None:
        return
    yield Entry(intake.started_at, _("Intake begun"), _who(request, intake.started_by))
    if intake.completed_at:
        yield Entry(intake.completed_at, _("Intake completed"), _who(request, intake.completed_by))


def _told(request: MemberRequest, opened: Opened) -> Iterator[Entry]:
    for told in consent.accounting(request.member, opened.person):
        if opened.shows(CLASS_OF[Sent(told.kind)]):
            words = _("Sent to %(name)s: %(text)s") % {"name": told.recipient_name, "text": told.text}
            yield Entry(told.made_at, words, left=True)


def _held(request: MemberRequest, opened: Opened) -> Iterator[Entry]:
    for matter in justice.diversions_of(request.member, opened.person):
        yield Entry(matter.held_at, _("Handed over; the charge is held"))


def _who(request: MemberRequest, member: object) -> str:
    return _("You") if member == request.member else member.name  # type: ignore[attr-defined]
