"""What a view says back: a refusal at its field or in a bar, that something was saved and who can see it, or a next page."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from offramp.design.templatetags.design import site_time, time_of_day
from offramp.design.words import desk_home, ended
from offramp.directory.doors import MemberRequest
from offramp.kernel.refusals import Refusal
from offramp.referrals import reads as referrals
from offramp.referrals.states import Door


@contextmanager
def refusals_on(form: BaseForm) -> Iterator[None]:
    """Put what a verb refuses on the form, at its field if it has one. What was typed stays typed.

    Return the redirect inside the block; after it, the form has errors and is shown again.
    """
    try:
        yield
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.said(_))


@contextmanager
def refusals_in_a_bar(request: HttpRequest) -> Iterator[None]:
    """Show what a verb refuses in a bar on the next page, for buttons that have no form."""
    try:
        yield
    except Refusal as refusal:
        messages.error(request, refusal.said(_))


def saved(request: HttpRequest, sentence: str = "", *, readers: str = "", undo: str = "") -> None:
    """Say on the next page that it is saved, when, who can see it, and where (`undo`, an address) it is taken back."""
    parts = [_("Saved %(time)s.") % {"time": time_of_day(timezone.now())}, sentence]
    if readers:
        parts.append(_("Who can see this: %(readers)s") % {"readers": ended(readers)})
    messages.success(request, " ".join(part for part in parts if part), extra_tags=undo)


def answered_already(request: MemberRequest, said: Any, wanted: str) -> None:
    """Say on the next page that a question was answered before this press (`wanted`, a step), by whom, and what stands."""
    answer = "agree" if said.answer == "send_out" else said.answer
    is_mine = said.made_by_id == request.member.pk
    words = _(_MINE[answer]) if is_mine else _(_THEIRS[answer])
    sentence = words % {"name": said.made_by.name, "code": said.referral.code, "time": site_time(said.made_at)}
    if answer != wanted and said.referral.officer is not None and said.referral.door == Door.ARREST_DIVERSION:
        sentence += " " + ended(
            _("If it should be another answer, call %(name)s") % {"name": said.referral.officer.name}
        )
    messages.info(request, sentence)


def own_answer(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """Back to a question that the reader answered themself within a day: what they said. For all others it is not there.

    It is the same page whatever became of the referral since.
    """
    now = timezone.now()
    said = referrals.answered(request.member, referral_id, now)
    if said is None or said.made_by_id != request.member.pk or now - said.made_at > STILL_SHOWN:
        raise Http404
    told = said.referral.door == Door.ARREST_DIVERSION and said.referral.officer
    shown = {"said": said, "told": told, "home": desk_home(request.member.role)}
    return render(request, "design/answered.html", shown)


#: For so long. Later it is read where the desk lists what was decided, if it does.
STILL_SHOWN = timedelta(days=1)

#: What was answered before, by the reader and by somebody else.
_MINE = {
    "agree": gettext_noop("You already agreed to %(code)s (%(time)s). Nothing changed."),
    "send_back": gettext_noop("You already sent %(code)s back (%(time)s). Nothing changed."),
    "refuse": gettext_noop("You already said that you do not agree to %(code)s (%(time)s). Nothing changed."),
}
_THEIRS = {
    "agree": gettext_noop("%(name)s already agreed to %(code)s (%(time)s). Nothing changed."),
    "send_back": gettext_noop("%(name)s already sent %(code)s back (%(time)s). Nothing changed."),
    "refuse": gettext_noop("%(name)s already said that they do not agree to %(code)s (%(time)s). Nothing changed."),
}


def carry(request: MemberRequest, written: Any, *, to: str) -> HttpResponse:
    """Go on to the page at the address `to` with what was written and is not recorded yet: JSON, kept in the session.

    That page is then asked for like any other, so its Back and Reload send nothing a second time.
    """
    request.session[_carried_to(request, to)] = written
    return redirect(to)


def carried(request: MemberRequest) -> Any:
    """What was carried to this page for whoever acts; None when nothing was, or when it was put down."""
    return request.session.get(_carried_to(request, request.path))


def put_down(request: MemberRequest) -> None:
    """It is recorded: this page is not opened with it again."""
    request.session.pop(_carried_to(request, request.path), None)


def _carried_to(request: MemberRequest, address: str) -> str:
    return f"carried by {request.member.pk} to {address}"
