"""On call: being rung, taking it or passing it on, and the way there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from offramp.casework import actions as casework_actions
from offramp.casework import reads as casework
from offramp.design.answers import refusals_in_a_bar, refusals_on
from offramp.design.forms import token_from
from offramp.design.told import told
from offramp.desks.responder import forms
from offramp.directory.doors import MemberRequest, asked_by_pages, desk, posted
from offramp.directory.states import ASSIGNABLE_ROLES, CARE_ROLES, Role
from offramp.justice import actions as justice
from offramp.people import reads as people
from offramp.protocols.said import in_both
from offramp.referrals import calls
from offramp.referrals import reads as referral_reads
from offramp.referrals.reads import Ring
from offramp.referrals.states import InsteadOfWaiting, Mode, PassReason


@dataclass(frozen=True, slots=True)
class Card:
    """A ring as it is drawn: no name, how long it rings, and where to meet."""

    ring: Ring
    meet: str
    rung: timedelta
    left: timedelta | None

    @property
    def elapsed(self) -> str:
        return _minutes(self.rung)

    @property
    def lasts(self) -> str:
        return _minutes(self.rung + self.left) if self.left is not None else ""


@require_GET
@desk(*ASSIGNABLE_ROLES)
def home(request: MemberRequest) -> HttpResponse:
    """Who rings, whom I am on the way to, whom I am meeting, and whom somebody still looks for."""
    now = timezone.now()
    to_find = casework.to_find(request.member, now)
    looking = referral_reads.looking_for(request.member, now, after=request.GET.get("after", ""))
    sought = [*to_find, *looking.rows]
    with_place = {one.pk for one in sought if casework.knows_where(request.member, one.person)}
    return render(request, "responder/home.html", _ringing(request, now) | {
        "to_meet": casework.to_meet(request.member, now), "agreed": casework.agreed_by(request.member, now),
        "now": now, "looking": looking, "sought": [(one, _left(one) if one.pk in with_place else "") for one in looking.rows],
        "to_find": [(one, _left(one) if one.pk in with_place else "") for one in to_find],
        "cleared": referral_reads.cleared_since_closed(request.member, now),
        "is_full": referral_reads.is_full(request.member, now),
        "looks": request.member.role in CARE_ROLES,
        "with_place": with_place,
        "mine": people.mine(request.member, now) if request.member.role in (Role.PEER, Role.OUTREACH) else [],
    })  # fmt: skip


@require_GET
@desk(*ASSIGNABLE_ROLES)
@asked_by_pages
def rings(request: MemberRequest) -> HttpResponse:
    """The part of the page that changes while one waits, asked for every five seconds."""
    return render(request, "responder/rings.html", _ringing(request, timezone.now()) | {"is_fragment": True})


@desk(*ASSIGNABLE_ROLES)
@posted("responder:home")
def answer(request: MemberRequest, hand_off_id: UUID) -> HttpResponse:
    with refusals_in_a_bar(request):
        call = calls.answer(hand_off_id, by=request.member, at=timezone.now(), token=token_from(request))
        messages.success(request, _("You are taking this. The record is open to you now."))
        return redirect("responder:on-the-way", call.referral_id)
    return redirect("responder:home")


@require_http_methods(["GET", "POST"])
@desk(*ASSIGNABLE_ROLES)
def cannot_come(request: MemberRequest, hand_off_id: UUID) -> HttpResponse:
    """One tap says why; the next on the roster is rung at once."""
    if request.method == "GET":
        rings = [ring.hand_off for ring in referral_reads.ringing_for(request.member, timezone.now())]
        is_by_phone = any(call.pk == hand_off_id and call.is_by_phone for call in rings)
        return render(request, "responder/cannot_come.html", {"reasons": forms.PASSING, "is_by_phone": is_by_phone})
    with refusals_in_a_bar(request):
        calls.pass_on(
            hand_off_id, reason=_why(request), by=request.member, at=timezone.now(), token=token_from(request)
        )
        messages.success(request, _("Passed on. Thank you for saying so fast."))
    return redirect("responder:home")


@require_http_methods(["GET", "POST"])
@desk(*ASSIGNABLE_ROLES)
def step_back(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """Whoever took the call cannot come after all: one tap says why, and the roster is rung again."""
    call = _own_call(request, referral_id)
    if request.method == "GET":
        return render(request, "responder/cannot_come.html", {
            "reasons": forms.PASSING, "referral_id": referral_id, "is_by_phone": call.is_by_phone,
        })  # fmt: skip
    with refusals_in_a_bar(request):
        calls.step_back(call.pk, reason=_why(request), by=request.member, at=timezone.now(), token=token_from(request))
        messages.success(request, _("Passed on. Thank you for saying so fast."))
        return redirect("responder:home")
    return redirect("responder:on-the-way", referral_id)


@require_http_methods(["GET", "POST"])
@desk(*ASSIGNABLE_ROLES)
def on_the_way(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """The call that the reader took: who it is, the officer's number, and the worker's own steps, until they met."""
    if written := casework.written_down(request.member, referral_id):
        return redirect("responder:saved-meeting", written.pk)
    call = _own_call(request, referral_id)
    if casework.is_written_down(request.member, referral_id):
        return render(request, "responder/written_already.html", {"code": call.referral.code})
    form = forms.OnTheWay(request.POST or None, initial={"minutes": "phone"} if call.is_by_phone else None)
    if form.is_valid():
        with refusals_on(form):
            calls.set_out(
                call.pk,
                minutes=form.minutes_away,
                by=request.member,
                at=timezone.now(),
                token=form.cleaned_data["token"],
            )
            return redirect("responder:on-the-way", referral_id)
    opened = casework.open_person(request.member, call.referral.person_id, timezone.now())
    return render(request, "responder/on_the_way.html", {
        "call": call, "person": opened.person, "age": opened.person.age_on(timezone.localdate()), "form": form,
        "meet": _meet(call), "place": "" if opened.keeper else call.referral.place,
    })  # fmt: skip


@desk(*ASSIGNABLE_ROLES)
@posted()
def arrived(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """The worker is there. Whether anybody else is, is the next question."""
    call = _own_call(request, referral_id)
    with refusals_in_a_bar(request):
        calls.arrive(call.pk, by=request.member, at=timezone.now(), token=token_from(request))
    return redirect("responder:on-the-way", referral_id)


@desk(*ASSIGNABLE_ROLES)
@posted()
def start(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """The person is there: from now on they are met, and the charge is held."""
    call = _own_call(request, referral_id)
    with refusals_in_a_bar(request):
        justice.hand_over(call.referral_id, by=request.member, at=timezone.now(), token=token_from(request))
        return redirect("responder:meeting", referral_id)
    return redirect("responder:on-the-way", referral_id)


@desk(*ASSIGNABLE_ROLES)
@posted()
def nobody(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """Nobody was there to meet."""
    _own_call(request, referral_id)
    with refusals_in_a_bar(request):
        casework_actions.find_nobody(referral_id, by=request.member, at=timezone.now(), token=token_from(request))
        messages.success(
            request, _("Written down: nobody was met. The person is under “Still looking” for the whole team.")
        )
        return redirect("responder:home")
    return redirect("responder:on-the-way", referral_id)


def _why(request: HttpRequest) -> PassReason:
    return next((one for one in PassReason if one == request.POST.get("reason")), PassReason.OTHER)


def _own_call(request: MemberRequest, referral_id: UUID) -> Any:
    call = referral_reads.hand_off(request.member, referral_id, timezone.now())
    if call is None or call.answered_by_id != request.member.pk:
        raise Http404
    return call


def _ringing(request: HttpRequest, now: datetime) -> dict[str, object]:
    member = request.member  # type: ignore[attr-defined]
    cards = [_card(ring, now) for ring in referral_reads.ringing_for(member, now)]
    seen = request.GET.get("seen", "").split(",")
    return {
        "cards": cards, "taken": referral_reads.taken_by(member),
        "seen": ",".join(str(card.ring.hand_off.pk) for card in cards),
        "said": _said([card for card in cards if str(card.ring.hand_off.pk) not in seen], cards), "is_fragment": False,
    }  # fmt: skip


def _card(ring: Ring, now: datetime) -> Card:
    until = ring.ringing.until
    return Card(ring, _meet(ring.hand_off), now - ring.ringing.since, until - now if until else None)


def _said(new: list[Card], cards: list[Card]) -> str:
    """What a screen reader hears: a new ring once, then a word when a minute and half a minute are left."""
    if new:
        return _("You are being rung.")
    for seconds in (60, 30):
        for card in cards:
            if card.left is not None and seconds - 5 < card.left.total_seconds() <= seconds:
                return _("%(n)s seconds left.") % {"n": seconds}
    return ""


def _meet(call: Any) -> str:
    if call.meets == InsteadOfWaiting.SITE_RULE:
        return format_html(_("By the site rule: {rule}"), rule=_rule(call))
    return {Mode.SCENE: _("Here, at the scene"), Mode.STATION: _("At the station"),
            Mode.CENTER: _("At the center"), Mode.PHONE: _("By phone")}[call.meets]  # fmt: skip


def _left(referral: Any) -> str:
    """Where the officer was with the person, and what they did instead of waiting; nothing where nobody was called."""
    if (call := getattr(referral, "hand_off", None)) is None:
        return ""
    was = {Mode.SCENE: _("The officer was at the scene"), Mode.STATION: _("The officer was at the station"),
           Mode.CENTER: _("The officer was at the drop-off center"),
           Mode.PHONE: _("The officer asked for a call")}[call.mode]  # fmt: skip
    did = {InsteadOfWaiting.CENTER: _("{was}, and took the person to the drop-off center."),
           InsteadOfWaiting.PHONE: _("{was}, and handed over by phone."),
           InsteadOfWaiting.SITE_RULE: _("{was}, and followed the site rule: {rule}")}  # fmt: skip
    return format_html(did.get(call.nobody_came, "{was}."), was=was, rule=_rule(call))


def _rule(call: Any) -> str:
    return told(in_both(call.referral.protocol_version.protocol.hand_off, "nobody_comes"))


def _minutes(span: timedelta) -> str:
    return f"{int(span.total_seconds()) // 60}:{int(span.total_seconds()) % 60:02}"
