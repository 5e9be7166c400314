"""The intake in parts, over several visits; completing it is an act of its own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from offramp.casework import actions as casework_actions
from offramp.casework import reads as casework
from offramp.casework import rules
from offramp.casework.questions import QUESTIONS, in_words
from offramp.casework.reads import Opened
from offramp.casework.states import PART_NAMES, PREFER_NOT, SKIPPED, Overdose, Part
from offramp.consent import reads as consent
from offramp.consent.states import ReleaseKind
from offramp.design.answers import refusals_in_a_bar, refusals_on, saved
from offramp.design.forms import token_from
from offramp.design.readers import who_reads
from offramp.design.templatetags.design import weekday
from offramp.desks.casemanager import clock_words, forms
from offramp.desks.casemanager.parts import PartForm
from offramp.directory.doors import MemberRequest, desk, posted
from offramp.directory.states import CARE_ROLES, CASE_MANAGERS
from offramp.justice import actions as justice_actions
from offramp.justice import deciders
from offramp.justice import reads as justice
from offramp.justice.rules import INTAKE, RELEASE, UNDO_LASTS
from offramp.kernel.classification import DataClass


@require_GET
@desk(*CARE_ROLES)
def parts(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """The list of parts: what was touched, what is needed, what one may do from here."""
    now = timezone.now()
    opened = casework.open_person(request.member, person_id, now)
    intake = casework.intake_of(request.member, opened.person)
    touched = casework.touched_parts(request.member, intake) if intake else frozenset()
    opens = casework.readable_parts(request.member, opened, intake) if intake and intake.completed_at else None
    left = rules.still_needed(_version(request, opened).protocol.intake.needed_parts, touched)
    return render(request, "casemanager/intake.html", {
        "person": opened.person, "intake": intake, "touched": len(touched), "left": left, "of": len(Part),
        "left_names": [_(PART_NAMES[one]) for one in left],
        "readable": set(opens.values_list("part", flat=True)) if opens is not None else (),
        "rows": [(part, _(PART_NAMES[part]), part in touched, part in left, _may_ask(request, part)) for part in Part],
        "next": next(((part, _(PART_NAMES[part])) for part in left if _may_ask(request, part)), None),
        "is_worker": request.member.role in CASE_MANAGERS, "due": _due_tag(request, opened, now),
        "can_undo": bool(intake and intake.completed_at and now < intake.completed_at + UNDO_LASTS),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@desk(*CARE_ROLES)
def part(request: MemberRequest, person_id: UUID, part: str) -> HttpResponse:
    """One part on one short page: to answer while the intake is open, and to read once it is complete."""
    if part not in set(Part):
        raise Http404
    now = timezone.now()
    opened, questions = casework.open_person(request.member, person_id, now), QUESTIONS[Part(part)]
    intake = casework.intake_of(request.member, opened.person)
    is_complete = intake is not None and intake.completed_at is not None
    if intake and is_complete and request.method == "GET":
        return _to_read(request, opened, intake, Part(part))
    written = _written(request, opened, Part(part))
    known, source = _known(request, opened, Part(part), written)
    readers = _readers(request, opened, Part(part), now)
    form = PartForm(
        request.POST or None, questions=questions, readers=readers,
        initial=known | ({"read_at": _stamp(written)} if written else {}),
    )  # fmt: skip
    if form.is_valid():
        with refusals_on(form):
            casework_actions.save_part(
                opened.person, Part(part), form.answers(questions), protocol_version=_version(request, opened),
                read_at=form.cleaned_data["read_at"], by=request.member, at=now, token=form.cleaned_data["token"],
            )  # fmt: skip
            saved(request, readers=readers)
            return redirect("casemanager:intake", person_id)
    newer = written if form.is_bound and form.data.get("read_at", "") != _stamp(written) else None
    if newer:
        form.data = typed = request.POST.copy()
        typed["read_at"] = _stamp(newer)
    return render(request, "casemanager/intake_part.html", {
        "person": opened.person, "name": _(PART_NAMES[Part(part)]), "form": form, "source": source, "is_complete": is_complete,
        "newer": newer, "said": in_words(Part(part), newer.answers) if newer else [],
    })  # fmt: skip


def _readers(request: MemberRequest, opened: Opened, part: Part, now: datetime) -> str:
    """Who reads what is answered: where and when to find the person is the keeper's alone, where somebody keeps it."""
    if part is Part.REACHING_YOU and opened.person.contact_kept_by_id == request.member.pk:
        return _("only you")
    return who_reads(request.member, opened.person, DataClass.CLINICAL, now)


def _written(request: MemberRequest, opened: Opened, part: Part) -> Any:
    intake = casework.intake_of(request.member, opened.person)
    return casework.readable_parts(request.member, opened, intake).filter(part=part).first() if intake else None


def _stamp(written: Any) -> str:
    return written.saved_at.isoformat() if written else ""


def _to_read(request: MemberRequest, opened: Opened, intake: Any, part: Part) -> HttpResponse:
    written = casework.readable_parts(request.member, opened, intake).filter(part=part).first()
    return render(request, "casemanager/intake_read.html", {
        "person": opened.person, "name": _(PART_NAMES[part]), "written": written,
        "said": in_words(part, written.answers) if written else [],
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@desk(*CASE_MANAGERS)
def complete(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """Say that the intake is complete: one of the two steps, and what it does to the clock and who is told by it."""
    now = timezone.now()
    opened = casework.open_person(request.member, person_id, now)
    intake = casework.intake_of(request.member, opened.person)
    if intake is None:
        raise Http404
    steps = _steps(request, opened, now)
    if request.method == "POST":
        with refusals_in_a_bar(request):
            done = casework_actions.complete_intake(intake.pk, by=request.member, at=now, token=token_from(request))
            undo = reverse("casemanager:intake-undo", args=[person_id])
            messages.success(request, _said(done.completed_at or now, steps), extra_tags=undo)
        return redirect("casemanager:intake", person_id)
    return render(request, "casemanager/intake_complete.html", {"person": opened.person, "now": now, **steps})


@desk(*CASE_MANAGERS)
@posted()
def undo(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """Take a completion back while nothing about it can have left."""
    opened = casework.open_person(request.member, person_id, timezone.now())
    intake = casework.intake_of(request.member, opened.person)
    if intake is None:
        raise Http404
    with refusals_in_a_bar(request):
        justice_actions.undo_intake(intake.pk, by=request.member, at=timezone.now(), token=token_from(request))
        saved(request, _("The intake is open again. Nothing was sent."))
    return redirect("casemanager:intake", person_id)


def _version(request: MemberRequest, opened: Opened) -> Any:
    return casework.protocol_version_of(request.member, opened.person)


def _may_ask(request: MemberRequest, part: Part) -> bool:
    return request.member.role in CASE_MANAGERS or part in rules.BRIEF_PARTS


def _known(request: MemberRequest, opened: Opened, part: Part, written: Any) -> tuple[dict[str, str], datetime | None]:
    """What fills the page: the part's own answers, or else what the first meeting already said, and from when."""
    if written and (kept := written.answers):
        choices = {f"{name}-instead": said for name, said in kept.items() if said in (SKIPPED, PREFER_NOT)}
        texts = {question.name for question in QUESTIONS[part] if not question.answers}
        shown = {name: said for name, said in kept.items() if not (name in texts and f"{name}-instead" in choices)}
        return shown | choices, None
    meeting = casework.meeting_of(request.member, opened)
    is_kept = part is Part.REACHING_YOU and opened.keeper is not None
    said = _of_meeting(meeting, part) if meeting and not is_kept else {}
    return said, meeting.met_at if meeting and said else None


def _of_meeting(meeting: Any, part: Part) -> dict[str, str]:
    if part is Part.REACHING_YOU and meeting.reach:
        return {"reach": meeting.reach}
    if part is Part.SUBSTANCE_USE and meeting.has_overdosed != Overdose.NOT_ASKED:
        return {"has_overdosed": meeting.has_overdosed}
    if part is Part.HEALTH and "medical" in meeting.needs:
        return {"now": _("Something medical, said at the meeting")}
    return {}


def _due_tag(request: MemberRequest, opened: Opened, now: datetime) -> clock_words.Tag | None:
    if not opened.shows(DataClass.JUSTICE_EVENT):
        return None
    return next(
        (clock_words.tag_of(request, matter, justice.progress(request.member, matter), now)
         for matter in justice.diversions_of(request.member, opened.person)), None,
    )  # fmt: skip


def _steps(request: MemberRequest, opened: Opened, now: datetime) -> dict[str, Any]:
    """What the clock waits for, what it would still miss with the intake complete, and who is told when both are done."""
    matter = next(iter(justice.diversions_of(request.member, opened.person)), None)
    progress = justice.progress(request.member, matter) if matter else None
    if matter is None or progress is None:
        return {"has_clock": False}
    stops, left = set(progress.requirement.stops), set(progress.missing) - {INTAKE}
    live = forms.live_lines(consent.releases(request.member, opened.person), now)
    told = dict.fromkeys(
        line.recipient_name for line in live
        if line.release.kind == ReleaseKind.RELEASE and line.data_class == DataClass.PARTICIPATION
    )  # fmt: skip
    return {
        "has_clock": True, "due_on": progress.requirement.due_on, "done_at": progress.done_at, "told": list(told),
        "signed_at": progress.happened[RELEASE], "are_the_two": stops == {INTAKE, RELEASE},
        "cut_off": clock_words.CUT_OFF.get(deciders.cut_off(request.member, matter, progress, now), ""),
        "lacking": clock_words.lacking(deciders.lacking(request.member, matter, progress)),
        "waits_for_intake": INTAKE in stops, "release_is_missing": RELEASE in left, "more_is_missing": bool(left),
    }  # fmt: skip


def _said(completed_at: datetime, steps: dict[str, Any]) -> str:
    day = weekday(timezone.localdate(completed_at))
    if not steps["has_clock"]:
        return _("Intake completed %(day)s.") % {"day": day}
    if steps["release_is_missing"] and steps["lacking"]:
        return _("Intake completed %(day)s. The clock still runs. %(lacking)s Due %(due)s.") % {
            "day": day, "lacking": steps["lacking"], "due": weekday(steps["due_on"])
        }  # fmt: skip
    if steps["release_is_missing"]:
        return _("Intake completed %(day)s. The clock still runs: no release is signed. Due %(due)s.") % {
            "day": day, "due": weekday(steps["due_on"])
        }  # fmt: skip
    if steps["more_is_missing"]:
        return _("Intake completed %(day)s. The clock still runs: the protocol asks for something more. Due %(due)s.") % {
            "day": day, "due": weekday(steps["due_on"])
        }  # fmt: skip
    if steps["lacking"]:
        return _("Intake completed %(day)s. The clock has stopped. %(lacking)s") % {
            "day": day, "lacking": steps["lacking"]
        }  # fmt: skip
    if not steps["signed_at"]:
        said = _("Intake completed %(day)s. The clock has stopped. Nobody is told before a release is signed.")
    elif not steps["told"]:
        said = _("Intake completed %(day)s. Both steps are done. No release names anybody now: nothing goes to anyone.")
    else:
        said = _("Intake completed %(day)s. Both steps are done. The delivery goes in 10 minutes.")
    return " ".join([said % {"day": day}, str(steps["cut_off"])]).strip()
