"""The rest of the officer's desk. It tells an officer what the officer did, and nothing else."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from offramp.design.answers import refusals_in_a_bar, refusals_on, saved
from offramp.design.forms import token_from
from offramp.design.templatetags.design import time_of_day
from offramp.desks.officer import scene
from offramp.desks.officer.diversion import ON_DUTY, asks
from offramp.desks.officer.forms import FinishForm, SocialContactForm, StarsForm
from offramp.directory import reads as directory
from offramp.directory.doors import MemberRequest, desk, posted
from offramp.justice import charges
from offramp.protocols import reads as protocols
from offramp.protocols.clauses import clauses_in
from offramp.protocols.reasons import retold
from offramp.referrals import actions as referrals
from offramp.referrals import calls
from offramp.referrals import reads as referral_reads
from offramp.referrals.states import Door, Status


@require_GET
@desk(*ON_DUTY)
def home(request: MemberRequest) -> HttpResponse:
    """Two buttons, what is under way, and the reader's own unfinished forms. No button where there are no rules yet."""
    now = timezone.now()
    version = protocols.in_force_or_none(request.member, timezone.localdate(now))
    page = {
        "to_finish": referral_reads.to_finish(request.member, now).rows, "doors": version and version.protocol.doors,
        "calls": referral_reads.under_way(request.member, now), "charges": charges.to_decide(request.member, now),
        "is_open": directory.is_open(request.member), "questions": referral_reads.questions(request.member, now),
    }  # fmt: skip
    return render(request, "officer/home.html", page)


@require_http_methods(["GET", "POST"])
@desk(*ON_DUTY)
def social_contact(request: MemberRequest) -> HttpResponse:
    """Refer somebody whom the officer knows. Everybody gets the same receipt."""
    protocol = protocols.in_force(request.member, timezone.localdate()).protocol
    if not protocol.doors.social_contact.open:
        raise Http404
    form = SocialContactForm(request.POST or None, protocol=protocol)
    page = {"form": form, "asked": form.bound()}
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            return _refer(request, form)
        found = referrals.assess(Door.SOCIAL_CONTACT, form.facts, by=request.member, at=timezone.now())
        page |= {"findings": scene.shown(found.findings)}
    return render(request, "officer/social_contact.html", page)


def _refer(request: MemberRequest, form: SocialContactForm) -> HttpResponse:
    now = timezone.now()
    sent = referrals.refer_social_contact(
        facts=form.facts, who=form.who, place=form.cleaned_data["place"], concerns=form.concerns, seen=form.seen,
        by=request.member, at=now, token=form.cleaned_data["token"],
    )  # fmt: skip
    words = _("Received %(time)s. Code %(code)s. Thank you. Everyone you refer gets this same receipt.")
    time = time_of_day(sent.received_at)
    messages.success(request, words % {"time": time, "code": sent.code})
    if form.unsaid:
        messages.info(request, form.unsaid)
    return redirect("officer:home")


@require_GET
@desk(*ON_DUTY)
def my_referrals(request: MemberRequest) -> HttpResponse:
    """What the reader sent. Each row leaves as many days after it was sent, whatever became of it."""
    now = timezone.now()
    version = protocols.in_force_or_none(request.member, timezone.localdate(now))
    shown = {
        "page": referral_reads.sent_by(request.member, now, after=request.GET.get("after", "")),
        "days": directory.site_of(request.member).referral_days, "doors": version and version.protocol.doors,
    }  # fmt: skip
    return render(request, "officer/my_referrals.html", shown)


@require_GET
@desk(*ON_DUTY)
def referral(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """What the reader sent and the fixed receipt; before an offer, what the sergeant answered."""
    now = timezone.now()
    found = referral_reads.referral(request.member, referral_id, now)
    if found.officer_id != request.member.pk:
        raise Http404
    findings = retold(found.protocol_version.protocol, found.findings)
    page = {
        "referral": found, "findings": scene.shown(findings), "stars": StarsForm(),
        "call": referral_reads.hand_off(request.member, referral_id, now),
        "answer": _answer_before_an_offer(request, found, now),
    }  # fmt: skip
    return render(request, "officer/referral.html", page)


def _answer_before_an_offer(request: MemberRequest, found: object, now: datetime) -> dict[str, object] | None:
    """What was answered to a question that went out without a name. Of anybody with a name, nothing is ever said."""
    status, person = found.status, found.person_id  # type: ignore[attr-defined]
    if person is not None or status not in (Status.ASKED, Status.RETURNED, Status.MAY_OFFER, Status.NOT_AGREED):
        return None
    answers = referral_reads.answers(request.member, found.pk, now)  # type: ignore[attr-defined]
    said = [one for one in answers if one.answer != "ask_exception"]
    role, protocol = found.asked_role, found.protocol_version.protocol  # type: ignore[attr-defined]
    whom = next((one for one in asks(request.member, protocol, now) if one["role"] == role), None)
    return {"status": str(status), "last": said[0] if said else None, "whom": whom}


@desk(*ON_DUTY)
@posted()
def ask_again(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """Send a question that came back once more."""
    with refusals_in_a_bar(request):
        referrals.take("ask_again", referral_id, by=request.member, at=timezone.now(), token=token_from(request))
    return redirect("officer:referral", referral_id)


@require_GET
@desk(*ON_DUTY)
def to_finish(request: MemberRequest) -> HttpResponse:
    """What can wait until the end of the shift, and what came back, oldest first."""
    rows = referral_reads.to_finish(request.member, timezone.now()).rows
    return render(request, "officer/to_finish.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@desk(*ON_DUTY)
def finish(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """Incident number, statute, references and a note, whenever there is time."""
    found = referral_reads.referral(request.member, referral_id, timezone.now())
    if found.officer_id != request.member.pk or found.door != Door.ARREST_DIVERSION:
        raise Http404
    paperwork = found.protocol_version.protocol.paperwork
    written = {name: getattr(found, name) for name in FinishForm.KEPT}
    form = FinishForm(request.POST or None, initial=written, paperwork=paperwork, is_finished=found.is_finished)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            left = referrals.finish(
                referral_id, is_all=form.cleaned_data.get("is_all", False), by=request.member, at=timezone.now(),
                token=form.cleaned_data["token"], **form.written,
            ).left_to_write  # fmt: skip
            stays = ngettext(
                "It stays in your list “To finish”: %(n)s box is still empty.",
                "It stays in your list “To finish”: %(n)s boxes are still empty.", left,
            ) % {"n": left}  # fmt: skip
            saved(
                request, stays if left else _("Nothing is left to finish for %(code)s.") % {"code": found.code},
                readers=str(form.fields["report_note"].readers),  # type: ignore[attr-defined]
            )  # fmt: skip
            return redirect("officer:home")
    return render(request, "officer/finish.html", {"form": form, "referral": found, "paperwork": paperwork})


@desk(*ON_DUTY)
@posted()
def rate(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """Rate the hand-off: the service, never the person."""
    call = referral_reads.hand_off(request.member, referral_id, timezone.now())
    form = StarsForm(request.POST)
    if call is None or call.called_by_id != request.member.pk:
        raise Http404
    with refusals_in_a_bar(request):
        if form.is_valid():
            calls.rate(
                call.pk, stars=form.cleaned_data["stars"], by=request.member, at=timezone.now(),
                token=form.cleaned_data["token"],
            )  # fmt: skip
            saved(request, _("Thank you. The service learns from this."))
        else:
            messages.error(request, _("Choose a number from 1 to 5."))
    return redirect("officer:referral", referral_id)


@require_GET
@desk(*ON_DUTY)
def rules(request: MemberRequest) -> HttpResponse:
    """The rules of this site in plain words, clause by clause, with the day from which they hold."""
    version = protocols.in_force(request.member, timezone.localdate())
    clauses = [clause for clause in clauses_in(version.protocol) if clause.says]
    return render(request, "officer/rules.html", {"version": version, "clauses": clauses})
