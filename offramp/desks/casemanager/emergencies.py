"""In a medical emergency: the supervisor opens the record of somebody whom nobody reachable works with, for an hour."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from offramp.casework.questions import QUESTIONS
from offramp.casework.states import PART_NAMES, PREFER_NOT, SKIPPED, Part
from offramp.consent import actions as consent
from offramp.consent.rules import require_reason
from offramp.design.answers import refusals_on
from offramp.design.forms import Form, LongText
from offramp.design.spoken import CodeText
from offramp.directory import reads as directory
from offramp.directory.doors import MemberRequest, asks_again, desk
from offramp.directory.states import Role
from offramp.oversight import reads as oversight


class EmergencyForm(Form):
    """Whose record, by the code of their referral, and what happened."""

    as_written = frozenset({"code"})
    words_may_stay = True  # somebody's life may hang on it

    code = CodeText(
        label=gettext_lazy("Their code"),
        help_text=gettext_lazy("Like K7-434. It is on the paper they carry, and in the list of calls."),
    )
    reason = LongText(
        label=gettext_lazy("What happened?"), readers=gettext_lazy("the privacy officer"),
        help_text=gettext_lazy("20 characters or more: who treats them, and what they need to know. No names."),
        error_messages={"required": gettext_lazy("Write why, in 20 characters or more.")},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What the verb would refuse about the reason, said together with a code that nobody has."""
        given = super().clean() or {}
        if "reason" in given:
            with refusals_on(self):
                require_reason(given["reason"])
        return given


@require_http_methods(["GET", "POST"])
@desk(Role.CM_SUPERVISOR)
@asks_again
def open_it(request: MemberRequest) -> HttpResponse:
    """Say whose record and why. It is open for an hour, and those who watch see it at once."""
    now = timezone.now()
    form = EmergencyForm(request.POST or None)
    person = _whose(request, form, now) if form.is_bound and "code" not in form.errors else None
    if person is not None and form.is_valid():
        with refusals_on(form):
            access = consent.open_in_emergency(
                person, reason=form.cleaned_data["reason"], by=request.member, at=now, token=form.cleaned_data["token"]
            )
            return redirect("casemanager:emergency-file", access.pk)
    names = [member.name for member in directory.members(request.member, Role.PRIVACY_OFFICER)]
    return render(
        request, "casemanager/emergency.html", {"form": form, "told": [*names, _("the civil-rights reviewer")]}
    )


def _whose(request: MemberRequest, form: EmergencyForm, now: datetime) -> Any:
    """Whose code it is, looked for whatever else is wrong, so that all of it is said at once."""
    try:
        return oversight.by_code(request.member, form.cleaned_data["code"], now)
    except ObjectDoesNotExist:
        form.add_error("code", _(
            "We find no record by that code. Look at each letter and digit. If all are right, call the on-call line, "
            "%(phone)s: whoever works with the person can tell medical staff."
        ) % {"phone": directory.site_of(request.member).on_call_phone})  # fmt: skip
        return None


@require_GET
@desk(Role.CM_SUPERVISOR)
def file(request: MemberRequest, access_id: UUID) -> HttpResponse:
    """What medical staff may need to know now. After the hour this page is not there."""
    now = timezone.now()
    found = oversight.emergency_file(request.member, access_id, now)
    return render(request, "casemanager/emergency_file.html", {
        "file": found, "person": found.person, "age": found.person.age_on(timezone.localdate(now)),
        "shows": {data_class.value: True for data_class in found.classes},
        "parts": [(_(PART_NAMES[Part(one.part)]), _said(one)) for one in found.parts],
    })  # fmt: skip


def _said(part: Any) -> list[tuple[Any, Any]]:
    """Each question that was answered, with the answer as it was chosen or said."""
    said = []
    for question in QUESTIONS[Part(part.part)]:
        kept = part.answers.get(question.name, SKIPPED)
        if kept not in (SKIPPED, PREFER_NOT):
            said.append((question.words, dict(question.answers).get(kept, kept)))
    return said
