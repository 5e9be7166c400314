"""What may be told to whom now, paper by paper, as the person reads it: what it says, why, and how it is stopped."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from offramp.casework import reads as casework
from offramp.casework.reads import Opened
from offramp.consent import actions as consent_actions
from offramp.consent import reads as consent
from offramp.consent.states import ReleaseKind
from offramp.design.answers import refusals_in_a_bar
from offramp.design.forms import token_from
from offramp.design.templatetags.design import clock_time
from offramp.design.texts import LANGUAGES, text_in
from offramp.desks.casemanager import release_words as words
from offramp.desks.casemanager.forms import live_lines
from offramp.directory.doors import MemberRequest, desk
from offramp.directory.states import CARE_ROLES
from offramp.justice import notices
from offramp.justice import reads as justice
from offramp.justice.notices import SentNotice
from offramp.justice.states import Status
from offramp.kernel.classification import DataClass

#: What a paper about one matter is for. A release says it line by line.
WHY = {
    ReleaseKind.COMPLIANCE_NOTICE.value: {
        "en": "so that your charge can be decided, if the two steps are not done by their day",
        "es": "para que se decida su cargo, si los dos pasos no se hacen para su fecha",
    },
    ReleaseKind.JUSTICE.value: {
        "en": "to follow what you do while the charge is held",
        "es": "para seguir lo que usted hace mientras el cargo está en espera",
    },
}


@dataclass(frozen=True, slots=True)
class Paper:
    """What one paper that is on lets one recipient be told."""

    line: Any  # the first of its lines: whom it names, and until when
    classes: list[DataClass]

    def told(self, language: str) -> list[str]:
        """What they may be told, one thing after the other."""
        if self.line.release.kind == ReleaseKind.JUSTICE:
            return [words.MAY_BE_TOLD_IN_JUSTICE[language]]
        return [words.MAY_BE_TOLD[one][language] for one in self.classes]

    def why(self, matters: Iterable[Any], language: str) -> str:
        """What the telling is for, as the paper says it: a release in the words of the matter that was newest then."""
        release = self.line.release
        if release.kind in WHY:
            return WHY[release.kind][language]
        judged = next((one for one in matters if one.held_at <= release.signed_at), None)
        decides = judged.referral.protocol_version.protocol.may_charge if judged else None
        return words.why(self.line.recipient_role, decides, language)

    def notice(self, sent: Iterable[SentNotice]) -> SentNotice | None:
        """The notice that was sent under it, if it is the paper of one."""
        release = self.line.release
        if release.kind != ReleaseKind.COMPLIANCE_NOTICE:
            return None
        named = (release.about, self.line.recipient_id)
        return next((one for one in sent if (one.notice.diversion_id, one.notice.recipient_id) == named), None)

    def tells_of(self, matter: Any) -> bool:
        """Whether it lets the recipient know that both steps are done in this matter."""
        return DataClass.PARTICIPATION in self.classes and self.line.release.about in (None, matter.pk)


def is_used_up(request: MemberRequest, paper: Paper, matters: Iterable[Any], sent: Iterable[SentNotice]) -> bool:
    """Whether nothing can be told by this paper any more: its one message was sent and waits no longer, or all is done."""
    release = paper.line.release
    if release.kind != ReleaseKind.COMPLIANCE_NOTICE:
        return False
    if notice := paper.notice(sent):
        return not notice.waits
    progress = next((justice.progress(request.member, one) for one in matters if one.pk == release.about), None)
    return bool(progress and progress.done_at)


def papers_on(releases: Iterable[Any], now: datetime) -> list[Paper]:
    """What is on now, the newest paper first, for each recipient."""
    found: dict[tuple[UUID, UUID], list[Any]] = {}
    for line in live_lines(releases, now):
        found.setdefault((line.release_id, line.recipient_id), []).append(line)
    return [Paper(lines[0], sorted(DataClass(one.data_class) for one in lines)) for lines in found.values()]


@require_http_methods(["GET", "POST"])
@desk(*CARE_ROLES)
def stop(request: MemberRequest, person_id: UUID, line_id: UUID) -> HttpResponse:
    """Stop one paper for one recipient, on the person's word: what else names them stays on. Nobody asks why."""
    return _stop(request, person_id, line_id, consent_actions.stop, _paper, back="casemanager:person")


@require_http_methods(["GET", "POST"])
@desk(*CARE_ROLES)
def stop_card(request: MemberRequest, person_id: UUID, line_id: UUID) -> HttpResponse:
    """Stop all that stands with this line on the card of its recipient, on the page that the person reads."""
    return _stop(request, person_id, line_id, consent_actions.stop_telling, card_of, back="casemanager:shared")


def _stop(
    request: MemberRequest, person_id: UUID, line_id: UUID, verb: Callable[..., Any],
    together: Callable[[Any], object], *, back: str,
) -> HttpResponse:  # fmt: skip
    """Stop a line by a verb, once asked, and with it whatever is `together` with it; and go back."""
    now = timezone.now()
    opened, line = _line(request, person_id, line_id, now)
    to = _address(request, back, person_id)
    found = _on(request, opened, line, now, together)
    if request.method == "POST":
        language = language_of(request, opened) if back == "casemanager:shared" else words.spoken()
        with translation.override(language), refusals_in_a_bar(request):
            stopped = verb(line, by=request.member, at=now, token=token_from(request))
            messages.success(request, _said(stopped, _told(found.stays, language)))
        return redirect(to)
    with translation.override(language_of(request, opened)):
        return _ask(request, opened, line, found, back=to)


@dataclass(frozen=True, slots=True)
class _Found:
    """Of all that one recipient may be told now: what a stop stops, and what stays on."""

    stops: list[Paper]
    stays: list[Paper]
    notice: SentNotice | None  # the message that was sent under what stops
    listed: list[Paper]  # what of `stops` can still tell something, or all of it where nothing can


def language_of(request: MemberRequest, opened: Opened) -> str:
    """The one that a page for the person's eyes is in: as it was chosen on the page, else as the person speaks."""
    wanted = request.GET.get("language") or opened.person.language
    return wanted if wanted in dict(LANGUAGES) else "en"


def _address(request: MemberRequest, page: str, person_id: UUID) -> str:
    """Of a page of this person, in the language that was chosen on it, if one was."""
    chosen = request.GET.get("language", "")
    address = reverse(page, args=[person_id])
    return f"{address}?language={chosen}" if chosen in dict(LANGUAGES) else address


def card_of(line: Any) -> tuple[UUID, UUID | None]:
    """What stands together on the person's page: all about one recipient, but each justice consent by itself."""
    return line.recipient_id, line.release.about if line.release.kind == ReleaseKind.JUSTICE else None


def _paper(line: Any) -> tuple[str, UUID | None]:
    return line.release.kind, line.release.about


def _line(request: MemberRequest, person_id: UUID, line_id: UUID, now: datetime) -> tuple[Opened, Any]:
    opened = casework.open_person(request.member, person_id, now)
    line = consent.line(request.member, line_id, now)
    if line.release.person_id != opened.person.pk:
        raise Http404
    return opened, line


def _on(
    request: MemberRequest, opened: Opened, line: Any, now: datetime, together: Callable[[Any], object]
) -> _Found:  # fmt: skip
    """What a stop of this line stops, which is whatever is `together` with it. A paper that is used up tells nothing."""
    on = papers_on(consent.releases(request.member, opened.person), now)
    named = [one for one in on if one.line.recipient_id == line.recipient_id]
    sent = notices.sent(request.member, opened.person, now) or []
    matters = list(justice.diversions_of(request.member, opened.person))
    used_up = [one for one in named if is_used_up(request, one, matters, sent)]
    stops = [one for one in named if together(one.line) == together(line)]
    return _Found(
        stops, [one for one in named if one not in stops and one not in used_up],
        next((one for paper in stops if (one := paper.notice(sent))), None),
        [one for one in stops if one not in used_up] or stops,
    )  # fmt: skip


def _said(line: Any, stays: list[str]) -> str:
    if line.stopped_at is None:
        return _("This has ended already. %(recipient)s is told nothing by it.") % {"recipient": line.recipient_name}
    said = _("Stopped %(time)s. %(recipient)s gets no message about it. What they already know stays known.") % {
        "time": clock_time(line.stopped_at), "recipient": line.recipient_name,
    }  # fmt: skip
    return f"{said} {_('This stays on: %(what)s.') % {'what': '; '.join(stays)}}" if stays else said


def _ask(request: MemberRequest, opened: Opened, line: Any, found: _Found, *, back: str) -> HttpResponse:
    """Exactly what stops, and what stays on; or, where nothing of it is on any more, since when. In one language at a time."""
    is_needed = any(_is_needed(line, matter, found.stops, found.stays) for matter in _held(request, opened))
    language = language_of(request, opened)
    text = text_in(
        language, "casemanager", "stop", recipient=line.recipient_name, is_needed=is_needed, notice=found.notice,
        stops=_told(found.listed, language), stays=_told(found.stays, language),
    )  # fmt: skip
    return render(request, "casemanager/release_stop.html", {
        "person": opened.person, "line": line, "text": text if found.stops else "", "back": back, "languages": LANGUAGES,
        "language": language,
    })  # fmt: skip


def _told(papers: Iterable[Paper], language: str) -> list[str]:
    return [told for paper in papers for told in paper.told(language)]


def _held(request: MemberRequest, opened: Opened) -> list[Any]:
    return [one for one in justice.diversions_of(request.member, opened.person) if one.status == Status.HELD]


def _is_needed(line: Any, matter: Any, stops: list[Paper], stays: list[Paper]) -> bool:
    """Whether the stop can cost the charge: its clock needs this recipient told, and nothing that stays tells them."""
    needs = matter.referral.protocol_version.protocol.release.needs
    return (
        line.recipient_role in needs
        and any(paper.tells_of(matter) for paper in stops)
        and not any(paper.tells_of(matter) for paper in stays)
    )
