"""The main events of a person's record, newest first: only what the reader may see, and nothing where something is not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from offramp.casework import reads as casework
from offramp.casework.reads import Opened
from offramp.consent import reads as consent
from offramp.consent.rules import CLASS_OF
from offramp.consent.states import ReleaseKind, Sent
from offramp.design.templatetags.design import day_in_words
from offramp.desks.casemanager import clock_words, forms
from offramp.desks.casemanager.notes import in_short
from offramp.directory.doors import MemberRequest
from offramp.justice import notices
from offramp.justice import reads as justice
from offramp.kernel.classification import DataClass


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: when, what in words, who did it, and whether it left the program."""

    at: datetime
    words: str
    who: str = ""
    left: bool = False


def of(request: MemberRequest, opened: Opened, *, met: Any, given: Iterable[Any]) -> list[Entry]:
    """Everything to draw for this reader; `met` and `given` are the meeting and the kits that the page shows already."""
    found = [*_meeting(request, met), *_kits(request, given), *_notes(request, opened)]
    if opened.shows(DataClass.PARTICIPATION):
        found += [*_papers(request, opened), *_intake(request, opened), *_told(request, opened)]
    if opened.shows(DataClass.COMPLIANCE_NOTICE):
        found += _notices(request, opened)
    if opened.shows(DataClass.JUSTICE_EVENT):
        found += _held(request, opened)
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def _meeting(request: MemberRequest, met: Any) -> Iterator[Entry]:
    if met:
        yield Entry(met.met_at, _("Met"), _who(request, met.met_by))


def _kits(request: MemberRequest, given: Iterable[Any]) -> Iterator[Entry]:
    for one in given:
        yield Entry(one.given_at, _("Kit given ×%(n)s") % {"n": one.quantity}, _who(request, one.given_by))


def _notes(request: MemberRequest, opened: Opened) -> Iterator[Entry]:
    """The newest that are for this reader; all of them are a page of their own."""
    for one in casework.newest_contacts(request.member, opened):
        yield Entry(one.happened_at, _("Note: %(how)s") % {"how": in_short(one)}, _who(request, one.written_by))


def _papers(request: MemberRequest, opened: Opened) -> Iterator[Entry]:
    """Each paper that was signed, and each stop of one, once for each recipient."""
    names = {
        ReleaseKind.HANDOFF: _("Name kept for 72 hours"), ReleaseKind.COMPLIANCE_NOTICE: _("Notice form signed"),
        ReleaseKind.JUSTICE: _("Justice consent signed"),
    }  # fmt: skip
    releases = list(consent.releases(request.member, opened.person))
    for release in releases:
        people = {line.recipient_id for line in release.lines.all() if line.is_yes}
        signed = _("Release signed, %(n)s yes") % {"n": len(people)}
        yield Entry(release.signed_at, names.get(ReleaseKind(release.kind), signed), _who(request, release.signed_by))

    stops = {(line.release.kind, line.recipient_id, line.stopped_at): line for line in forms.stopped_lines(releases)}
    for line in stops.values():
        words = _STOPPED[ReleaseKind(line.release.kind)] % {"name": line.recipient_name}
        yield Entry(line.stopped_at, words, _who(request, line.stopped_by))


_STOPPED = {
    ReleaseKind.RELEASE: gettext_lazy("Release stopped for %(name)s"),
    ReleaseKind.COMPLIANCE_NOTICE: gettext_lazy("Notice form stopped for %(name)s"),
    ReleaseKind.JUSTICE: gettext_lazy("Justice consent stopped for %(name)s"),
}


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


def _notices(request: MemberRequest, opened: Opened) -> Iterator[Entry]:
    """Those that left nothing: what was shown stands among what was told."""
    for one in notices.sent(request.member, opened.person, timezone.now()) or ():
        if one.shown_at is None:
            yield Entry(one.sent_at, clock_words.became([one]), _who(request, one.notice.sent_by))


def _held(request: MemberRequest, opened: Opened) -> Iterator[Entry]:
    for matter in justice.diversions_of(request.member, opened.person):
        yield Entry(matter.held_at, _("Handed over; the charge is held"))
        if matter.decided_at:
            yield Entry(matter.decided_at, clock_words.decision(matter), _who(request, matter.decided_by))
        for given in justice.extensions(request.member, matter) if opened.shows(DataClass.PARTICIPATION) else ():
            words = _("More time, until %(day)s") % {"day": day_in_words(given.until)}
            yield Entry(given.given_at, words, _who(request, given.given_by))
        if matter.told_at and opened.shows(DataClass.PARTICIPATION):
            yield Entry(matter.told_at, _("Told how it was decided"), _who(request, matter.told_by))


def _who(request: MemberRequest, member: object) -> str:
    return _("You") if member == request.member else member.name  # type: ignore[attr-defined]
