"""What is due, the people one works with, and the page of one person."""

from datetime import date, datetime
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
from offramp.casework.reads import Carried, Opened
from offramp.casework.rules import FULL, HIGH, LIMIT
from offramp.consent import reads as consent
from offramp.consent.rules import ENDS_SOON
from offramp.design.answers import refusals_in_a_bar, refusals_on, saved
from offramp.design.forms import token_from
from offramp.design.next_time import NextTime
from offramp.design.readers import who_reads
from offramp.desks.casemanager import clock_words, forms, timeline
from offramp.directory import reads as directory
from offramp.directory.doors import MemberRequest, desk, find, posted
from offramp.directory.states import CARE_ROLES, CASE_MANAGERS, LEADS
from offramp.justice import deciders, promises
from offramp.justice import reads as justice
from offramp.kernel.classification import DataClass
from offramp.people import actions as people_actions
from offramp.people import reads as people
from offramp.people.states import KEEPERS, Duty
from offramp.referrals import reads as referrals


@require_GET
@desk(*CASE_MANAGERS)
def home(request: MemberRequest) -> HttpResponse:
    """Today: whose clock runs, whom one meets, who waits for a case manager."""
    now = timezone.now()
    carried = casework.caseload(request.member, now)
    today = timezone.localdate(now)
    return render(request, "casemanager/home.html", {
        "due": _due(request, now),
        "to_tell": [(one, clock_words.decision(one)) for one in deciders.to_tell(request.member, now)],
        "promised": promises.reached(request.member, now), "turned_down": promises.turned_down(request.member, now),
        "rings": referrals.ringing_for(request.member, now),
        "taken": referrals.taken_by(request.member),
        "today": [one for one in carried if _is_on(one, today)],
        "to_agree": [one for one in carried if not _is_to_come(one, now)],
        "to_meet": casework.to_meet(request.member, now), "unassigned": casework.unassigned(request.member, now),
        "kept": _kept_by_nobody(request, now),
    })  # fmt: skip


def _kept_by_nobody(request: MemberRequest, now: datetime) -> list[tuple[Any, bool]]:
    """Each referral with whether the reader is kept out of the record, so that somebody else must see to it."""
    found = casework.kept_by_nobody_here(request.member, now)
    out = people.kept_out_of(request.member, {one.person_id for one in found if one.person_id}) if found else {}
    return [(one, request.member.user_id in out[one.person_id]) for one in found if one.person_id]


@require_GET
@desk(*CASE_MANAGERS)
def my_people(request: MemberRequest) -> HttpResponse:
    """Everybody one works with, each with its clock if it runs: first with whom a next time is to be agreed."""
    now = timezone.now()
    clocks = {matter.person_id: tag for matter, tag, _cut_off in _due(request, now)}
    touches, ending = casework.touches(request.member, now), consent.ending(request.member, now)
    today = timezone.localdate(now)
    rows = [
        (
            one,
            clocks.get(one.person.pk),
            _touched(request, one, touches[one.person.pk], today),
            ending.get(one.person.pk),
        )
        for one in casework.caseload(request.member, now)
    ]
    return render(request, "casemanager/people.html", {
        "to_agree": [row for row in rows if not _is_to_come(row[0], now)],
        "coming": [row for row in rows if _is_to_come(row[0], now)],
        "count": len(rows), "mark": _mark(len(rows)), "now": now,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@desk(*LEADS)
def unassigned(request: MemberRequest) -> HttpResponse:
    """Who waits for a case manager: code, age, language. The name opens to whoever is assigned.

    Whoever manages the project sees those of a site without a supervisor, by code.
    """
    now = timezone.now()
    waiting = casework.unassigned(request.member, now)
    if request.method == "POST":
        meeting = _one_of(waiting, forms.a_uuid(request.POST.get("meeting")))
        if not request.POST.get("worker"):
            messages.error(request, _("Nobody was assigned: choose who takes over, then press “Assign”."))
            return redirect("casemanager:unassigned")
        worker = find(directory.members(request.member, *CASE_MANAGERS), pk=forms.a_uuid(request.POST.get("worker")))
        _assign(request, meeting.person, worker, now)
        return redirect("casemanager:unassigned")
    return render(request, "casemanager/unassigned.html", {"rows": _to_assign(request, waiting, now), "now": now})


def _assign(request: MemberRequest, about: Any, worker: Any, now: datetime) -> None:
    form = forms.OneMore(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return
    with refusals_in_a_bar(request):
        casework_actions.take_over(
            about, case_manager=worker, reason=form.cleaned_data["reason"], by=request.member, at=now,
            token=form.cleaned_data["token"],
        )  # fmt: skip
        saved(request, _("%(name)s takes over.") % {"name": worker.name}, readers=worker.name)


def _to_assign(request: MemberRequest, waiting: list[Any], now: datetime) -> list[dict[str, object]]:
    """Each record with those who may be chosen for it; nothing but its code for whoever is kept out of it, or not of care."""
    out = people.kept_out_of(request.member, {one.person_id for one in waiting})
    carried = casework.caseloads(request.member, now)
    workers = [(one, carried.get(one.pk, 0)) for one in directory.members(request.member, *CASE_MANAGERS)]
    return [
        {
            "form": forms.OneMore(auto_id=f"%s-{one.pk}"), "is_asked_why": any(count >= LIMIT for _one, count in workers),
            "meeting": one, "age": one.person.age_on(timezone.localdate(now)),
            "is_by_code": request.member.role not in CARE_ROLES or request.member.user_id in out[one.person_id],
            "workers": [
                (worker, _load(count), count + 1 if count >= LIMIT else None)
                for worker, count in workers if worker.user_id not in out[one.person_id]
            ],
        }
        for one in waiting
    ]  # fmt: skip


@require_GET
@desk(*CARE_ROLES)
def person(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """One person. What the reader may not see is not asked for, not drawn, and leaves no gap."""
    now = timezone.now()
    opened = casework.open_person(request.member, person_id, now)
    team = people.team(request.member, opened.person, now)
    boxes = _boxes(request, opened, now)
    return render(request, "casemanager/person.html", {
        "person": opened.person, "keeper": opened.keeper, "age": opened.person.age_on(timezone.localdate(now)),
        "aliases": people.aliases(request.member, opened.person, now),
        "shows": {data_class.value: opened.shows(data_class) for data_class in DataClass},
        "is_worker": request.member.role in CASE_MANAGERS, "team": team,
        "is_mine": any(one.member == request.member and one.duty == Duty.CASE_MANAGER for one in team),
        "timeline": timeline.of(request, opened, met=boxes["meeting"], given=boxes["supplies"]), **boxes,
        **_alike(request, opened, now),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@desk(*CARE_ROLES)
def contact(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """How the person may be reached safely, and what they are called."""
    now = timezone.now()
    opened = casework.open_person(request.member, person_id, now)
    about = opened.person
    form = forms.Contact(request.POST or None, initial={name: getattr(about, name) for name in forms.Contact.KEPT})
    if not opened.shows(DataClass.CONTACT):
        form.without_contact()
    if form.is_valid():
        with refusals_on(form):
            people_actions.update_person(
                about, **form.changes(), by=request.member, at=now, token=form.cleaned_data["token"]
            )
            saved(request, readers=_readers(request, about, now))
            return redirect("casemanager:person", person_id)
    return render(request, "casemanager/contact.html", {
        "person": about, "form": form, "keeper": opened.keeper, "may_keep": request.member.role in KEEPERS,
    })  # fmt: skip


@desk(*CARE_ROLES)
@posted()
def keep(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """Keep to oneself alone how and where the person is reached."""
    now = timezone.now()
    about = casework.open_person(request.member, person_id, now).person
    with refusals_in_a_bar(request):
        people_actions.keep_contact(about, by=request.member, at=now, token=token_from(request))
        saved(request, _("Only you see the phone, the hours and the place."))
    return redirect("casemanager:contact", person_id)


@desk(*CARE_ROLES)
@posted()
def share(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """Let everybody who works with the person see again how they are reached."""
    now = timezone.now()
    about = casework.open_person(request.member, person_id, now).person
    with refusals_in_a_bar(request):
        shared = people_actions.share_contact(about, by=request.member, at=now, token=token_from(request))
        saved(request, readers=who_reads(request.member, shared, DataClass.CONTACT, now))
    return redirect("home")  # whoever worked with the person only to keep it has their page no longer


@require_http_methods(["GET", "POST"])
@desk(*CARE_ROLES)
def next_time(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """When to meet next: for whoever may see when that is."""
    now = timezone.now()
    opened = casework.open_person(request.member, person_id, now)
    meeting = casework.meeting_of(request.member, opened)
    if meeting is None or not opened.shows(DataClass.SERVICES):
        raise Http404
    form = NextTime(request.POST or None, initial={"next_place": meeting.next_place})
    if not opened.shows(DataClass.LOCATION):
        del form.fields["next_place"]
    if form.is_valid():
        with refusals_on(form):
            casework_actions.agree_next_time(
                opened.person, next_at=form.next_at(), next_place=form.cleaned_data.get("next_place"),
                by=request.member, at=now, token=form.cleaned_data["token"],
            )  # fmt: skip
            saved(request, readers=who_reads(request.member, opened.person, DataClass.SERVICES, now))
            return redirect("casemanager:person", person_id)
    return render(request, "casemanager/next_time.html", {
        "person": opened.person, "form": form, "meeting": meeting, "now": now, "place": opened.shows(DataClass.LOCATION),
    })  # fmt: skip


@desk(*CASE_MANAGERS)
@posted()
def take_over(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """Become this person's case manager: for whoever took the call."""
    now = timezone.now()
    about = casework.open_person(request.member, person_id, now).person
    with refusals_in_a_bar(request):
        casework_actions.take_over(
            about, case_manager=request.member, by=request.member, at=now, token=token_from(request)
        )
        saved(request, _("You are the case manager now."))
    return redirect("casemanager:person", person_id)


@desk(*CASE_MANAGERS)
@posted()
def same(request: MemberRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Two records that look alike: one person, or two."""
    now = timezone.now()
    about = casework.open_person(request.member, person_id, now).person
    said = {"by": request.member, "at": now, "token": token_from(request)}
    other = _may_be_same(request, about, other_id, now)
    answer = request.POST.get("answer")
    if answer not in ("link", "apart"):
        messages.error(request, _("Nothing was changed: no answer came with it. Press “Link” or “Not the same”."))
        return redirect("casemanager:person", person_id)
    with refusals_in_a_bar(request):
        if answer == "link":
            made = people_actions.link(about, other, **said)
            words = _("Linked. Each record now names the other to its case managers, and opens to nobody new.")
            messages.success(request, words, extra_tags=reverse("casemanager:take-back", args=[person_id, made.pk]))
        else:
            made = people_actions.hold_apart(about, other, **said)
            undo = reverse("casemanager:take-back", args=[person_id, made.pk])
            saved(request, _("Two people. We do not ask again."), undo=undo)
    return redirect("casemanager:person", person_id)


def _may_be_same(request: MemberRequest, about: Any, other_id: UUID, now: datetime) -> Any:
    """A record that looks like this one; or of which it was said already, so that a second tap is answered like the first."""
    if already := people.answered(request.member, about, other_id, now):
        return already
    alike = people.same_person_candidates(request.member, about, now)
    return _one_of([one.person for one in alike], other_id)


@desk(*CASE_MANAGERS)
@posted()
def take_back(request: MemberRequest, person_id: UUID, link_id: UUID) -> HttpResponse:
    """Take back that two records are one person, or two, from the page of either."""
    now = timezone.now()
    about = casework.open_person(request.member, person_id, now).person
    with refusals_in_a_bar(request):
        said = people_actions.take_back(about, link_id, by=request.member, at=now, token=token_from(request))
        saved(request, _("Apart again, exactly as before.") if said.is_same else _("Taken back. It is asked again."))
    return redirect("casemanager:person", person_id)


def _touched(request: MemberRequest, one: Carried, touched: casework.Touched, today: date) -> dict[str, Any]:
    """What a card says of the last touch and the next step, and the phone where it is for this worker to see."""
    step, last = touched.step, touched.in_touch_at
    return {
        "step": step, "is_past": bool(step and step.next_on and step.next_on < today),
        "days": (today - timezone.localdate(last)).days if last else None,
        "phone": one.person.phone if casework.knows_how(request.member, one.person) else "",
    }  # fmt: skip


def _readers(request: MemberRequest, about: Any, now: datetime) -> str:
    """Who can see what was written; and, where the reader keeps it to themself, what the others do not."""
    names = who_reads(request.member, about, DataClass.IDENTITY, now)
    if about.contact_kept_by_id != request.member.pk:
        return names
    return _("%(names)s; the phone, the hours and the place: only you") % {"names": names}


def _boxes(request: MemberRequest, opened: Opened, now: datetime) -> dict[str, Any]:
    """The boxes of the page, each of them only for who may see what it holds."""
    matters, releases, intake = [], [], None
    if opened.shows(DataClass.JUSTICE_EVENT):
        found = justice.diversions_of(request.member, opened.person)
        matters = [(matter, justice.progress(request.member, matter)) for matter in found]
    if opened.shows(DataClass.PARTICIPATION):
        releases = forms.lines_on(consent.releases(request.member, opened.person), now)
        intake = casework.intake_of(request.member, opened.person)
    return {
        "matters": [
            (matter, clock_words.decision(matter), progress, clock_words.tag_of(request, matter, progress, now),
             justice.running(request.member, matter, now), justice.extension_left(request.member, matter, now),
             clock_words.CUT_OFF.get(deciders.cut_off(request.member, matter, progress, now)),
             clock_words.lacking(deciders.lacking(request.member, matter, progress)))
            for matter, progress in matters
        ],
        "lines": releases, "ending": [line for line in releases if line.ends_at - now < ENDS_SOON], "intake": intake,
        "meeting": casework.meeting_of(request.member, opened), "supplies": casework.supplies(request.member, opened),
        "opens_at": casework.release_opens_at(request.member, opened.person), "now": now,
    }  # fmt: skip


def _alike(request: MemberRequest, opened: Opened, now: datetime) -> dict[str, object]:
    if request.member.role not in CASE_MANAGERS:
        return {"alike": [], "links": [], "apart": []}
    about = opened.person
    return {
        "alike": people.same_person_candidates(request.member, about, now),
        "links": people.links(request.member, about, now),
        "apart": people.apart(request.member, about, now),
    }  # fmt: skip


def _due(request: MemberRequest, now: datetime) -> list[tuple[Any, clock_words.Tag | None, Any]]:
    return [
        (matter, clock_words.tag_of(request, matter, progress, now), clock_words.CUT_OFF.get(cut_off))
        for matter, progress, cut_off in deciders.due(request.member, now)
    ]


def _one_of(rows: list[Any], pk: UUID | None) -> Any:
    found = next((row for row in rows if row.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _is_on(one: Carried, day: date) -> bool:
    return bool(one.meeting and one.meeting.next_at and timezone.localdate(one.meeting.next_at) == day)


def _is_to_come(one: Carried, now: datetime) -> bool:
    return bool(one.meeting and one.meeting.next_at and one.meeting.next_at >= now)


def _load(people_carried: int) -> str:
    """How many people a worker has, with its mark where they are many, beside a name to choose."""
    if people_carried >= LIMIT:
        return _("%(n)s limit") % {"n": people_carried}
    if people_carried >= HIGH:
        return _("%(n)s high") % {"n": people_carried}
    return _("%(n)s full") % {"n": people_carried} if people_carried >= FULL else str(people_carried)


def _mark(people_carried: int) -> str:
    """A word beside a caseload that is large (15, 20 and 25 people)."""
    if people_carried >= LIMIT:
        return _("25 limit: ask your supervisor before you take over one more")
    return _("20 high") if people_carried >= HIGH else _("15 full") if people_carried >= FULL else ""
