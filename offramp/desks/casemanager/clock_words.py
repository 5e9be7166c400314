"""What a clock says in a few words, wherever the care team meets it: on a card, on Today, and on its own page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offramp.design.templatetags.design import site_time, state_word, weekday
from offramp.directory.doors import MemberRequest
from offramp.directory.states import Role
from offramp.justice import notices
from offramp.justice import reads as justice
from offramp.justice.notices import SentNotice
from offramp.justice.reads import Progress
from offramp.justice.rules import INTAKE, RELEASE
from offramp.justice.states import Status

SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Tag:
    """A clock in a few words: the tag's fill and word, and the sentence below it."""

    kind: str
    word: str
    sentence: str = ""


#: What the care team reads where nobody may tell whoever decides about the charge.
CUT_OFF: dict[Role | None, Any] = {
    Role.PROSECUTOR: _("No release lets us tell the prosecutor now that all is done. The person can sign one again."),
    Role.OFFICER: _("No release lets us tell the officer now that all is done. The person can sign one again."),
}


#: And where a release was signed, but not with the yes that the clock needs: to whom, or to anybody.
LACKING: dict[Role | None, Any] = {
    Role.PROSECUTOR: _("A release is signed, but no yes in it lets us tell the prosecutor that all is done."),
    Role.OFFICER: _("A release is signed, but no yes in it lets us tell the officer that all is done."),
    None: _("A release is signed, but without a yes to anybody."),
}


def lacking(whose: Iterable[Role | None]) -> str:
    """What the yes of a release does not reach, in a sentence for each; empty where nothing lacks."""
    return " ".join(str(LACKING[one]) for one in whose)


def decision(matter: Any) -> str:
    """What was decided about the charge, and by whom, in a sentence; that it is held, where nothing was."""
    status, by_officer = Status(matter.status), matter.referral.protocol_version.protocol.officer_decides
    if status is Status.HELD:
        return gettext("The charge is held.")
    if by_officer and status is Status.FILED:
        return gettext("The officer decided: charged.")
    if by_officer:
        return gettext("The officer decided: not charged.")
    if status is Status.DECLINED:
        return gettext("The prosecutor declined to prosecute.")
    return gettext("The prosecutor decided: %(status)s.") % {"status": state_word(status)}


def tag_of(request: MemberRequest, matter: Any, progress: Progress | None, now: datetime) -> Tag | None:
    """What the clock of a matter says today; nothing where none runs. Once it is decided, no step is due any more."""
    if progress is None:
        return None
    is_held, due = matter.status == Status.HELD, progress.requirement.due_on
    sent = notices.sent_about(request.member, matter, now) if is_held else []
    if progress.done_at is not None:
        done = gettext("Both done %(day)s") if len(progress.requirement.stops) == 2 else gettext("All done %(day)s")
        return Tag("plain", done % {"day": weekday(timezone.localdate(progress.done_at))}, became(sent))
    if not is_held:
        return Tag("plain", gettext("Ended with the decision"))
    if progress.requirement.is_past(now):
        return Tag("solid", gettext("Past %(day)s: decide together") % {"day": weekday(due)}, _past(sent))
    left = (due - timezone.localdate(now)).days
    word = gettext("Due today") if left == 0 else gettext("Due %(day)s") % {"day": weekday(due)}
    soon = _soon(request, matter, progress, now) if left <= SOON.days else ""
    return Tag("solid", word, f"{soon} {became(sent)}".strip())


def became(sent: Iterable[SentNotice] | None) -> str:
    """What became of each notice that was sent, in a sentence; empty where none was, or the reader may not know."""
    return " ".join(_became(one) for one in sent or ())


def _became(one: SentNotice) -> str:
    if one.shown_at is not None:
        said = gettext("%(name)s was shown the compliance notice %(time)s. It cannot be called back.")
    elif one.waits:
        said = gettext(
            "The compliance notice waits for %(name)s, and is shown once, at the next sign-in. A stop still holds it back."
        )
    else:
        said = gettext("The compliance notice for %(name)s was held back, and is never shown.")
    return said % {"name": one.notice.recipient.name, "time": site_time(one.shown_at)}


def _past(sent: list[SentNotice] | None) -> str:
    if sent is None:
        return gettext("The due date has passed. Decide with the person what comes next.")
    if sent:
        return gettext("The due date has passed. %(sent)s Decide with the person what comes next.") % {
            "sent": became(sent)
        }
    return gettext("The due date has passed. Nothing was sent to anyone. Decide with the person what comes next.")


def left_to_do(progress: Progress) -> str:
    """What the clock still waits for, in a few words."""
    names = {INTAKE: gettext("intake"), RELEASE: gettext("release")}
    return ", ".join(names.get(stop, gettext("what the protocol asks besides")) for stop in progress.missing)


def _soon(request: MemberRequest, matter: Any, progress: Progress, now: datetime) -> str:
    due = progress.requirement.due_on
    left = (due - timezone.localdate(now)).days
    missing = left_to_do(progress)
    when = gettext("Due today (%(day)s).") if left == 0 else gettext("Due in %(n)s days (%(day)s).")
    is_open = justice.extension_left(request.member, matter, now) is not None
    lacks = gettext("Missing: %(what)s. You can ask for more time.") if is_open else gettext("Missing: %(what)s.")
    return f"{when % {'n': left, 'day': weekday(due)}} {lacks % {'what': missing}}"
