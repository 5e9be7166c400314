"""What waits for those who watch; one complaint, and what is said to it; one week of openings, and who signs it."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from offramp.consent import reads as consent
from offramp.design.answers import refusals_on, saved
from offramp.desks.oversight.forms import AgreeForm, AnswerForm, ReviewForm
from offramp.directory.doors import MemberRequest, asks_again, desk
from offramp.directory.states import Role
from offramp.justice import promises
from offramp.oversight import actions, orders, papers
from offramp.oversight import reads as oversight
from offramp.oversight.rules import OVERSEERS, week_of


@require_GET
@desk(*OVERSEERS)
def home(request: MemberRequest) -> HttpResponse:
    """Weeks to be signed, what was opened in an emergency, complaints, and how many stops wait; those that wait first."""
    now = timezone.now()
    emergencies, complaints = oversight.emergencies_and_complaints(request.member, now)
    return render(request, "oversight/home.html", {
        "running": week_of(timezone.localdate(now)), "weeks": oversight.weeks(request.member, now),
        "reviews": oversight.reviews(request.member)[:8],
        "emergencies": emergencies, "complaints": complaints, "stops": consent.stops_to_place(request.member),
        "alarms": oversight.how_many_alarms(request.member, now), "lists": papers.lists_to_agree(request.member, now),
        "to_remove": promises.how_many_wait(request.member),
    })  # fmt: skip


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


@require_http_methods(["GET", "POST"])
@desk(Role.CIVIL_RIGHTS)
@asks_again
def listed(request: MemberRequest, list_id: UUID) -> HttpResponse:
    """What a court order lists, without a name: the second of two agrees, or sends it back."""
    now, form = timezone.now(), AgreeForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            given, how = form.cleaned_data, {"by": request.member, "at": now, "token": form.cleaned_data["token"]}
            if given["answer"] == "agree":
                orders.agree_to_list(list_id, **how)
            else:
                orders.send_list_back(list_id, reason=given["reason"], **how)
            saved(request)
            return redirect("oversight:home")
    found = papers.legal_list(request.member, list_id, now)
    return render(request, "oversight/listed.html", {
        "listed": found, "form": form, "may_agree": papers.may_agree(request.member, found, now),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@desk(*OVERSEERS)
def week(request: MemberRequest, monday: str) -> HttpResponse:
    """A week's openings that stand out, and some drawn by lot. Whoever opened none of that week signs it."""
    now, day = timezone.now(), _day(monday)
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            given = form.cleaned_data
            actions.sign_review(day, found=given["found"], by=request.member, at=now, token=given["token"])
            saved(request)
            return redirect("oversight:week", monday)
    seen = oversight.week(request.member, day, now)
    return render(request, "oversight/week.html", {
        "week": seen, "form": form, "may_sign": oversight.may_sign(request.member, seen, now),
    })  # fmt: skip


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as no_day:
        raise Http404 from no_day
