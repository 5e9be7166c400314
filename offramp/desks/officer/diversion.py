"""The scene: one page from the offense to the call, the offer after a sergeant agreed, and the wait for the worker."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from offramp.design import context as head
from offramp.design.answers import refusals_in_a_bar, refusals_on, saved
from offramp.design.forms import token_from
from offramp.design.templatetags.design import clock_time, in_words, time_of_day
from offramp.design.told import told
from offramp.desks.officer import ages, scene
from offramp.desks.officer.forms import DiversionForm, OfferForm, SeenForm
from offramp.directory import reads as directory
from offramp.directory import sessions
from offramp.directory.doors import (
    MemberRequest,
    acting_as,
    asked_by_pages,
    before_any_desk,
    desk,
    open_to_all,
    posted,
)
from offramp.directory.states import Role
from offramp.justice import actions as justice
from offramp.justice import reads as justice_reads
from offramp.justice.rules import INTAKE, RELEASE
from offramp.kernel import clocks
from offramp.kernel.refusals import Incomplete, NotNow
from offramp.kernel.trail import Actor, Nobody
from offramp.protocols import reads as protocols
from offramp.protocols.rules import who_may_agree
from offramp.protocols.said import in_both
from offramp.protocols.states import Decider, DoorName, Mode
from offramp.referrals import actions as referrals
from offramp.referrals import calls
from offramp.referrals import reads as referral_reads
from offramp.referrals.states import Door, InsteadOfWaiting, Status

STOP_ASKING = 286  # htmx's own status for "do not poll any more"
#: The words by which an officer is clear, and what each says of a call that nobody has answered.
ENDS = {"clear": "", "anyway": InsteadOfWaiting.SITE_RULE, "worker": InsteadOfWaiting.WORKER_CAME}
ON_DUTY = (Role.OFFICER, Role.SUPERVISOR, Role.LE_LIAISON)

#: What each role is asked, in the words of its panel: heading, call, send, agreed by phone.
ASK_WORDS = {
    Decider.SUPERVISOR: (
        gettext_lazy("ASK - a sergeant must agree"), gettext_lazy("Call the sergeant on duty"),
        gettext_lazy("Send to the sergeant"), gettext_lazy("The sergeant agreed by phone"),
    ),
    Decider.PROJECT_MANAGER: (
        gettext_lazy("ASK - the project manager must agree"), gettext_lazy("Call the project manager"),
        gettext_lazy("Send to the project manager"), gettext_lazy("The project manager agreed by phone"),
    ),
    Decider.PROSECUTOR: (
        gettext_lazy("ASK - the prosecutor must agree"), gettext_lazy("Call the prosecutor"),
        gettext_lazy("Send to the prosecutor"), gettext_lazy("The prosecutor agreed by phone"),
    ),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@desk(*ON_DUTY)
def diversion(request: MemberRequest) -> HttpResponse:
    """The offer at the scene: every question, the protocol's answer, and what happened next."""
    version = protocols.in_force(request.member, timezone.localdate())
    form = DiversionForm(
        request.POST or None, protocol=version.protocol, in_force=str(version.pk),
        instead_of=request.GET.get("instead_of", ""),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            return _after(request, _send(request, form), form)
    page = _scene_page(request.member, form) | {"asks": asks(request.member, version.protocol, timezone.now())}
    if form.is_bound and hasattr(form, "cleaned_data"):
        found = referrals.assess(Door.ARREST_DIVERSION, form.facts, by=request.member, at=timezone.now())
        page |= {"findings": scene.shown(found.findings), "answer": found.answer, "asked_of": found.ask}
    return render(request, "officer/diversion.html", page)


@require_GET
@open_to_all("it holds a site's rules and its on-call line, which are public; who sends it is asked when it is sent")
def before_sign_in(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The same form for whoever is not signed in yet. On duty there, it is one's own, at an address a phone can keep."""
    at = timezone.now()
    site, version = _open_at(slug, at)
    member = acting_as(request)
    if member and member.site_id == site.pk and member.role in ON_DUTY and not before_any_desk(request, member):
        return diversion(request)
    with timezone.override(ZoneInfo(site.time_zone)):
        form = DiversionForm(protocol=version.protocol, in_force=str(version.pk))
        page = _scene_page(Nobody("stranger", site.pk), form) | {
            "asks": [_words(role) for role in Decider], "head": head.before_sign_in(request, site),
            "before_sign_in": sessions.before_sign_in(site, ON_DUTY, is_signed_in=member is not None),
        }  # fmt: skip
        return render(request, "officer/diversion.html", page)


def _open_at(slug: str, at: datetime) -> tuple[Any, Any]:
    """A site whose police may offer now, and its protocol in force. Any other one is the page that cannot be shown."""
    try:
        site = directory.public_site(None, slug)
        version = protocols.in_force_at(stranger := Nobody("stranger", site.pk), at)
    except (ObjectDoesNotExist, NotNow) as closed:
        raise Http404 from closed
    if not (directory.is_open(stranger) and version.protocol.doors.arrest_diversion.open):
        raise Http404
    return site, version


def _send(request: MemberRequest, form: DiversionForm) -> Any:
    given, facts, seen = form.cleaned_data, form.facts, form.seen
    once: dict[str, Any] = {"by": request.member, "at": timezone.now(), "token": given["token"]}
    once["instead_of"] = given["instead_of"]
    agreed_by = _who_agreed(request, given["agreed_by"]) if given["outcome"] in ("agreed", "agreed-declined") else None
    match given["outcome"]:
        case "wants" | "agreed":
            return referrals.divert(
                facts=facts, who=form.who, mode=Mode(given["mode"]), place=given["place"], agreed_by=agreed_by, **once
            )
        case "send" | "exception":
            why = given["exception"] if given["outcome"] == "exception" else ""
            return referrals.ask(facts=facts, exception=why, **once)
        case "declined" | "agreed-declined":
            reason = given["decline_reason"] or None
            return referrals.record_decline(facts=facts, reason=reason, seen=seen, agreed_by=agreed_by, **once)
        case "not-offered":
            return referrals.record_not_offered(facts=facts, reason=given["not_offered_reason"], seen=seen, **once)
    return referrals.record_not_divertible(facts=facts, **once)


def _who_agreed(request: MemberRequest, member_id: UUID) -> Any:
    try:
        return directory.member(request.member, member_id)
    except ObjectDoesNotExist:  # left the site while the page was open: what was typed must not go with them
        raise Incomplete("Choose who agreed by phone.", field="agreed_by") from None


def _after(request: HttpRequest, referral: Any, form: OfferForm) -> HttpResponse:
    """Where to go after sending: to the wait, to the receipt, or home when no name was kept."""
    if referral.status == Status.ACCEPTED:
        if form.unsaid:
            messages.info(request, form.unsaid)
        return redirect("officer:wait", referral.pk)
    if referral.status in (Status.ASKED, Status.MAY_OFFER):
        return redirect("officer:referral", referral.pk)
    words = {
        Status.DECLINED: _("Saved. No name was kept. Go on as usual."),
        Status.NOT_OFFERED: _("Saved. No name was kept. This is counted for fairness only."),
        Status.NOT_DIVERTIBLE: _("Saved. No name was kept."),
    }
    messages.success(request, words[Status(referral.status)])
    return redirect("officer:home")


def _scene_page(reader: Actor, form: DiversionForm) -> dict[str, Any]:
    """What the page holds before anything was answered, and whoever reads it: the rules, and nobody's name."""
    return {
        "form": form, "asked": form.bound(),
        "due_on": justice_reads.due_if_handed_over(reader, form.protocol, timezone.now()),
        "steps": _steps_of_the_clock(form.protocol),
        "carried": scene.carried(form.protocol, DoorName.ARREST_DIVERSION, form.asked),
    }  # fmt: skip


def _steps_of_the_clock(protocol: Any) -> str:
    """What stops the clock of a held charge, by name, as the offer says it; nothing where no clock runs."""
    if (clock := protocol.held_charge_clock) is None:
        return ""
    names = {INTAKE: _("intake with a worker"), RELEASE: _("a signed release")}
    return in_words([names.get(stop) or told(clock.meaning(stop)).rstrip(".") for stop in clock.stops])


def asks(member: Any, protocol: Any, at: datetime) -> list[dict[str, Any]]:
    """Whom an officer can ask, by role: the words, a telephone, and the names to choose from, stand-ins among them."""
    here = clocks.local_time(at, directory.zone_of(member))
    people = directory.members(member, *(Role(role) for role in Decider))
    others = (one for one in people if one.user_id != member.user_id)
    own_unit_first = sorted(others, key=lambda one: one.unit_id != member.unit_id)
    answers = {
        role: [
            one for one in own_unit_first if one.role in who_may_agree(protocol, DoorName.ARREST_DIVERSION, role, here)
        ]
        for role in Decider
    }
    return [
        _words(role) | {
            "phone": next((one.phone for one in sorted(answers[role], key=lambda one: one.role != role) if one.phone), ""),
            "people": answers[role],
        }
        for role in Decider
    ]  # fmt: skip


def _words(role: Decider) -> dict[str, Any]:
    heading, call, send, agreed = map(str, ASK_WORDS[role])
    return {"role": str(role), "heading": heading, "call": call, "send": send, "agreed": agreed}


@require_http_methods(["GET", "POST"])
@desk(*ON_DUTY)
def offer(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """Somebody agreed: now the offer, and what the person said. Sent again, it is the verb that answers."""
    referral = referral_reads.referral(request.member, referral_id, timezone.now())
    is_open, protocol = referral.status == Status.MAY_OFFER, referral.protocol_version.protocol
    form = OfferForm(request.POST or None, protocol=protocol)
    if referral.officer_id != request.member.pk or not (is_open or form.is_valid()):
        return redirect("officer:referral", referral_id)
    if form.is_valid():
        with refusals_on(form):
            return _after(request, _answer_offer(request, referral_id, form), form)
    due_on = justice_reads.due_if_handed_over(
        request.member, protocol, timezone.now(), received_at=referral.received_at
    )
    steps = _steps_of_the_clock(protocol)
    return render(request, "officer/offer.html", {"form": form, "referral": referral, "due_on": due_on, "steps": steps})


def _answer_offer(request: MemberRequest, referral_id: UUID, form: OfferForm) -> Any:
    given = form.cleaned_data
    once: dict[str, Any] = {"by": request.member, "at": timezone.now(), "token": given["token"]}
    if given["outcome"] == "wants":
        return referrals.offer_agreed(referral_id, who=form.who, mode=Mode(given["mode"]), place=given["place"], **once)
    declined = given["outcome"] == "declined"
    step, reason = ("decline", given["decline_reason"]) if declined else ("do_not_offer", given["not_offered_reason"])
    return referrals.take(step, referral_id, reason=reason, seen=form.seen, **once)


@require_GET
@desk(*ON_DUTY)
def wait(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """Code, call, and the worker's own journey. Nothing here depends on who the person is."""
    member, now = request.member, timezone.now()
    referral = referral_reads.referral(member, referral_id, now)
    try:
        waiting = referral_reads.wait(member, referral_id, now)
    except ObjectDoesNotExist:  # clear already, or nobody was called
        return redirect("officer:referral", referral_id)
    form = SeenForm(initial={"race": referral.seen_race, "sex": referral.seen_sex, "age": referral.seen_age})
    page = {"referral": referral, "form": form, "rule": _rule(referral)}
    return render(request, "officer/wait.html", page | _steps(waiting) | {"now": now})


@require_GET
@desk(*ON_DUTY)
@asked_by_pages
def steps(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """The worker's steps for the page that waits; nothing at all (204) while nothing is new."""
    now = timezone.now()
    try:
        page = _steps(referral_reads.wait(request.member, referral_id, now))
    except ObjectDoesNotExist:
        referral_reads.referral(request.member, referral_id, now)  # not mine: the page that cannot be shown
        return HttpResponse(status=STOP_ASKING)
    if request.GET.get("seen") == page["seen"]:
        return HttpResponse(status=204)
    referral = referral_reads.referral(request.member, referral_id, now)
    return render(request, "officer/steps.html", page | {"referral": referral, "rule": _rule(referral), "now": now})


def _rule(referral: Any) -> str:
    """What the site wants done when nobody comes, in the language of the page where its file has it."""
    return told(in_both(referral.protocol_version.protocol.hand_off, "nobody_comes"))


def _steps(waiting: referral_reads.Wait) -> dict[str, Any]:
    """The journey in sentences, and a mark of how far it is."""
    call = waiting.call
    said = [sentence for sentence in _journey(waiting) if sentence]
    is_stuck = waiting.nobody_came and not call.went_another_way
    calls_back = call.answered_by is not None and call.is_by_phone  # nobody will stand there to be seen
    may_change = call.went_another_way and call.answered_by is None
    may_end = call.arrived_at or call.went_another_way or calls_back
    mark = f"{len(said)}-{waiting.rung.pk if waiting.rung else ''}-{is_stuck}-{bool(may_end)}-{call.meets}"
    return {
        "said": said, "is_stuck": is_stuck, "may_change": may_change, "may_end": may_end, "seen": mark, "call": call,
    }  # fmt: skip


def _journey(waiting: referral_reads.Wait) -> list[str]:
    call, rung = waiting.call, waiting.rung
    if call.answered_by is None:
        names = {"name": rung.name, "role": _(rung.get_role_display()).lower()} if rung else {}
        stepped_back = _("Whoever was on the way cannot come after all.") if call.rings_since else ""
        return [stepped_back, _("Ringing %(name)s, %(role)s") % names if rung else _("The call goes on.")]
    name, minutes = call.answered_by.name, call.minutes_away
    if call.is_by_phone:
        talking = _("You are talking by phone.") if call.arrived_at else ""
        return [_("%(name)s will call you.") % {"name": name}, talking]
    if call.meets == InsteadOfWaiting.SITE_RULE:
        return [_("%(name)s has taken the call.") % {"name": name}]
    coming = _("%(name)s is coming.") % {"name": name}
    if minutes:  # they do not count down by themselves: whoever reads them later sees since when they hold
        coming = _("%(name)s is coming, about %(n)s min (said %(time)s).") % {
            "name": name, "n": minutes, "time": clock_time(call.on_the_way_at),
        }  # fmt: skip
    return [
        coming,
        _("%(name)s is on the way.") % {"name": name} if call.on_the_way_at and minutes else "",
        _("Arrived.") if call.arrived_at else "",
    ]


@desk(*ON_DUTY)
@posted()
def go_on(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """The officer's own word while waiting: they have arrived, nobody came, or I am clear."""
    once: dict[str, Any] = {"by": request.member, "at": timezone.now(), "token": token_from(request)}
    call, word = _own_call(request.member, referral_id, once["at"]), request.POST.get("word", "")
    if word in ("arrived", "clear") and call.is_nobody_there:
        return redirect("officer:hand-over", referral_id)
    with refusals_in_a_bar(request):
        if word in ENDS:
            justice.hand_over(referral_id, instead=ENDS[word], **once)
            call.refresh_from_db()
            return _clear(request, call)
        if word == "arrived":
            calls.arrive(call.pk, **once)
        elif word in list(InsteadOfWaiting):
            calls.go_another_way(call.pk, choice=word, **once)
        else:
            messages.error(request, _("Nothing was done. Tap one of the buttons on this page."))
    return redirect("officer:wait", referral_id)


@require_GET
@desk(*ON_DUTY)
def hand_over(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """While nobody has answered, to hand over is a question of its own, with what the site's rule says happens then."""
    referral = referral_reads.referral(request.member, referral_id, timezone.now())
    call = _own_call(request.member, referral_id, timezone.now())
    if not call.is_nobody_there:
        return redirect("officer:wait", referral_id)
    return render(request, "officer/hand_over.html", {"referral": referral, "call": call, "rule": _rule(referral)})


def _own_call(member: Any, referral_id: UUID, at: datetime) -> Any:
    """The reader's own call, also once they are clear: a second tap is answered like the first one."""
    referral_reads.referral(member, referral_id, at)  # with its days over it is gone, for every person
    call = referral_reads.hand_off(member, referral_id, at)
    if call is None or call.called_by_id != member.pk:
        raise Http404
    return call


def _clear(request: HttpRequest, call: Any) -> HttpResponse:
    time = time_of_day(call.custody_ended_at)
    words = [_("Thank you. You are clear at %(time)s.") % {"time": time}]
    if call.referral.left_to_write:
        words.append(_("The rest can wait until the end of your shift, under “To finish”."))
    messages.success(request, " ".join(words))
    return redirect("officer:home")


@desk(*ON_DUTY)
@posted()
def seen(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """Race, sex and age as the officer saw them, written while waiting."""
    form = SeenForm(request.POST)
    with refusals_in_a_bar(request):
        if form.is_valid():
            referrals.record_seen(
                referral_id, seen=form.seen, by=request.member, at=timezone.now(), token=form.cleaned_data["token"]
            )
            saved(request, _("It is counted for fairness only."))
            _say_unsaid(request, referral_id, form.seen.age)
    return redirect("officer:wait", referral_id)


def _say_unsaid(request: MemberRequest, referral_id: UUID, band: str) -> None:
    """What the protocol of this referral leaves open about somebody who looks as young as this."""
    referral = referral_reads.referral(request.member, referral_id, timezone.now())
    today, door = timezone.localdate(), DoorName.ARREST_DIVERSION
    if sentence := ages.unsaid(ages.silence(referral.protocol_version.protocol, door, today), today, band=band):
        messages.info(request, sentence)
