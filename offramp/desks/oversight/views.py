"""One complaint, and what is said to it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from offramp.design.answers import refusals_on, saved
from offramp.desks.oversight.forms import AnswerForm
from offramp.directory.doors import MemberRequest, desk
from offramp.oversight import actions
from offramp.oversight import reads as oversight
from offramp.oversight.rules import OVERSEERS


@require_http_methods(["GET", "POST"])
@desk(*OVERSEERS)
def complaint(request: MemberRequest, complaint_id: UUID) -> HttpResponse:
    """A complaint with everything that was said to it; whoever answers it does so here."""
    now = timezone.now()
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            given = form.cleaned_data
            actions.answer_complaint(
                given["step"], complaint_id, sentence=given["sentence"], by=request.member, at=now, token=given["token"]
            )
            saved(request)
            return redirect("oversight:complaint", complaint_id)
    found = oversight.complaint(request.member, complaint_id, now)
    return render(request, "oversight/complaint.html", {
        "complaint": found, "form": form, "may_answer": oversight.may_answer(request.member, found, now),
    })  # fmt: skip
