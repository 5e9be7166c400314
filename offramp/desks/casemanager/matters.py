"""One diverted matter: the clock in plain words, why the date is what it is, and more time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from offramp.casework import reads as casework
from offramp.design.answers import refusals_in_a_bar, refusals_on, saved
from offramp.design.forms import token_from
from offramp.design.templatetags.design import day_in_words
from offramp.design.texts import LANGUAGES, text_in
from offramp.desks.casemanager import clock_words, forms
from offramp.directory import reads as directory
from offramp.directory.doors import MemberRequest, desk, find, posted
from offramp.directory.states import CASE_MANAGERS, Role
from offramp.justice import actions as justice_actions
from offramp.justice import consents, deciders, notices, telling
from offramp.justice import reads as justice
from offramp.justice.reads import Progress
from offramp.justice.rules import INTAKE, RELEASE
from offramp.justice.states import Status
from offramp.kernel.clocks import DayCount
from offramp.protocols.said import in_language
from offramp.protocols.states import DECIDER_NAMES, HELD_CHARGE_CLOCK, ClockStart


@require_GET
@desk(*CASE_MANAGERS)
def matter(request: MemberRequest, person_id: UUID, diversion_id: UUID) -> HttpResponse:
    """Why the due date is what it is, who can give more time, and, where adopted, the notice."""
    now = timezone.now()
    person, about = matter_of(request, person_id, diversion_id)
    protocol = about.referral.protocol_version.protocol
    progress = justice.progress(request.member, about)
    clock, left = protocol.held_charge_clock, justice.extension_left(request.member, about, now)
    return render(request, "casemanager/matter.html", {
        "person": person, "matter": about, "progress": progress, "tag": clock_words.tag_of(request, about, progress, now),
        "clock": clock, "officer_decides": protocol.officer_decides,
        "extensions": justice.extensions(request.member, about), "decides": _(DECIDER_NAMES[left.by]) if left else "",
        "deciders": directory.members(request.member, Role(left.by)) if left else [], "consequence": protocol.consequence,
        "clocks": justice.running(request.member, about, now),
        "contact_open": bool(consents.contact_choices(request.member, about, now)),
        "bindable": consents.recipients(request.member, about, now),
        "recipients": justice.notice_recipients(request.member, about, now) if _offers_notice(request, about) else [],
    })  # fmt: skip


@require_GET
@desk(*CASE_MANAGERS)
def clock(request: MemberRequest, person_id: UUID, diversion_id: UUID) -> HttpResponse:
    """The clock in plain words, in both languages, to show and to print, or how it was decided. Otherwise there is no text."""
    person, about = matter_of(request, person_id, diversion_id)
    progress, now = justice.progress(request.member, about), timezone.now()
    name, words = _how_it_stands(request, about, progress, now)
    words["is_cut_off"] = deciders.cut_off(request.member, about, progress, now) is not None
    sent = notices.sent_about(request.member, about, now) if about.status == Status.HELD else []
    words["may_be_noticed"] = [] if sent else _may_be_noticed(request, about, now)
    texts = [
        (language, text_in(
            language, "casemanager", name, **words, **_variants(about, progress, language), noticed=_noticed(sent, language)
        ))
        for language, _name in LANGUAGES if name
    ]  # fmt: skip
    return render(request, "casemanager/clock.html", {"person": person, "matter": about, "texts": texts})


@desk(*CASE_MANAGERS)
@posted()
def told(request: MemberRequest, person_id: UUID, diversion_id: UUID) -> HttpResponse:
    """The person knows how it was decided."""
    _person, about = matter_of(request, person_id, diversion_id)
    with refusals_in_a_bar(request):
        telling.tell_decision(about.pk, by=request.member, at=timezone.now(), token=token_from(request))
        saved(request, _("You told them how it was decided."))
    return redirect("casemanager:person", person_id)


def _noticed(sent: Any, language: str) -> str:
    """What became of the notices about a matter, to follow another sentence; empty where none was sent."""
    return f" {text_in(language, 'casemanager', 'notice_became', sent=sent)}" if sent else ""


def _may_be_noticed(request: MemberRequest, about: Any, now: datetime) -> list[str]:
    """Whom a paper that is on lets know, in one message, that it was not done by its day."""
    if not _offers_notice(request, about):
        return []
    recipients = justice.notice_recipients(request.member, about, now)
    return [one.name for one in recipients if notices.line(request.member, about, one, now) is not None]


def _how_it_stands(
    request: MemberRequest, about: Any, progress: Progress | None, now: datetime
) -> tuple[str, dict[str, Any]]:
    """Which text says today what is true of a charge, and what it says: what is to be done, or that this is over."""
    done_at = progress.done_at if progress else None
    over = {"done_on": timezone.localdate(done_at) if done_at else None}
    if about.status != Status.HELD:
        return "clock_over", {**over, "decided": about.status}
    if progress is None:
        return "", {}
    due_on = progress.requirement.due_on
    is_open = justice.extension_left(request.member, about, now) is not None
    if done_at is None and not progress.requirement.is_past(now):
        return "clock", {
            "day": due_on, "may_get_more_time": is_open,
            "asks_intake": INTAKE in progress.requirement.stops, "asks_release": RELEASE in progress.requirement.stops,
        }  # fmt: skip
    return "clock_over", {**over, "day": due_on, "may_get_more_time": is_open, "is_in_time": progress.is_met}


@require_http_methods(["GET", "POST"])
@desk(*CASE_MANAGERS)
def happened(request: MemberRequest, person_id: UUID, diversion_id: UUID, clock: str, condition: str) -> HttpResponse:
    """Say that something happened which only a person can say: what the protocol means by it stands above the button."""
    now = timezone.now()
    person, about = matter_of(request, person_id, diversion_id)
    asked = justice.asked(request.member, about, clock, condition, now)
    if request.method == "POST":
        with refusals_in_a_bar(request):
            made = justice_actions.record_condition(
                about.pk, clock, condition, by=request.member, at=now, token=token_from(request)
            )
            undo = reverse("casemanager:happened-undo", args=[person_id, made.pk])
            saved(request, _("It is written down that this happened."), undo=undo)
        return redirect("casemanager:person", person_id)
    return render(request, "casemanager/happened.html", {
        "person": person, "matter": about, "asked": asked, "stops_the_clock": clock == HELD_CHARGE_CLOCK
    })  # fmt: skip


@desk(*CASE_MANAGERS)
@posted()
def undo_happened(request: MemberRequest, person_id: UUID, condition_id: UUID) -> HttpResponse:
    """Take it back within ten minutes."""
    now = timezone.now()
    casework.open_person(request.member, person_id, now)
    with refusals_in_a_bar(request):
        justice_actions.undo_condition(condition_id, by=request.member, at=now, token=token_from(request))
        saved(request, _("Taken back. It is open again."))
    return redirect("casemanager:person", person_id)


@require_http_methods(["GET", "POST"])
@desk(Role.PROJECT_MANAGER)
def extend(request: MemberRequest, diversion_id: UUID) -> HttpResponse:
    """More time, by whom the protocol names. No name is on this page: the decision does not need one."""
    now = timezone.now()
    about = justice.diversion(request.member, diversion_id, now)
    form = forms.Extend(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            justice_actions.extend(
                diversion_id, until=form.cleaned_data["until"], reason=form.cleaned_data["reason"], by=request.member, at=now,
                token=form.cleaned_data["token"],
            )  # fmt: skip
            given = _("More time is given for %(code)s, until %(day)s. Nobody outside care is told.")
            until = day_in_words(form.cleaned_data["until"])
            saved(request, given % {"code": about.referral.code, "day": until})
            return redirect("projectmanager:home")
    return render(request, "casemanager/extend.html", {
        "matter": about, "form": form, "clock": about.referral.protocol_version.protocol.held_charge_clock,
        "due_on": justice.due_with_extensions(request.member, about),
        "until": justice.extension_open(request.member, about, now),
    })  # fmt: skip


def matter_of(request: MemberRequest, person_id: UUID, diversion_id: UUID) -> tuple[Any, Any]:
    """The person, opened first, and their matter: nobody reaches a matter of somebody they do not work with."""
    person = casework.open_person(request.member, person_id, timezone.now()).person
    return person, find(justice.diversions_of(request.member, person), pk=diversion_id)


def is_notifiable(request: MemberRequest, about: Any) -> bool:
    """Whether the pages of a notice about this matter are there for this reader today, if only to say that it is over."""
    now = timezone.now()
    return justice.is_notice_adopted(request.member, about, now) and justice.may_prepare_notice(
        request.member, about, now
    )


def _offers_notice(request: MemberRequest, about: Any) -> bool:
    return about.status == Status.HELD and is_notifiable(request, about)


def _variants(about: Any, progress: Progress | None, language: str) -> dict[str, Any]:
    """What the words of the clock depend on. Days of taking part are those that a protocol counts from enrollment."""
    protocol = about.referral.protocol_version.protocol
    later = [
        {
            "days": clock.days,
            "is_business": clock.count is DayCount.BUSINESS,
            "label": in_language(language, promise, "label").lower(),
        }
        for promise, clock in protocol.promised_later
        if clock.starts is ClockStart.ENROLMENT
    ]
    clock, asked = protocol.held_charge_clock, progress.requirement.stops if progress else ()
    means = {stop: clock.meaning(stop) for stop in asked} if clock else {}
    steps = [
        {
            "name": stop,
            "means": (language == "es" and means[stop].spanish) or str(means[stop]),
            "is_done": progress is not None and stop not in progress.missing,
        }
        for stop in asked
    ]
    return {
        "steps": steps, "n": len(steps), "officer_decides": protocol.officer_decides, "later": later,
        "rule": in_language(language, protocol.promised_when_met, "says"),
    }  # fmt: skip
