"""What a person says of themself: the other names they go by, their birth date, race and ethnicity, and sex."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from offramp.casework import reads as casework
from offramp.design.answers import refusals_in_a_bar, refusals_on, saved
from offramp.design.forms import token_from
from offramp.design.readers import who_reads
from offramp.desks.casemanager import detail_forms as forms
from offramp.directory import reads as directory
from offramp.directory.doors import MemberRequest, desk, posted
from offramp.directory.states import ASSIGNABLE_ROLES, CARE_ROLES
from offramp.kernel.classification import DataClass
from offramp.people import actions as people_actions
from offramp.people import reads as people
from offramp.referrals import calls


@require_http_methods(["GET", "POST"])
@desk(*CARE_ROLES)
def names(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """The other names a person goes by. A record is found under each of them, by care staff alone."""
    now = timezone.now()
    opened = casework.open_person(request.member, person_id, now)
    form = forms.OtherName(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            alias = people_actions.add_alias(
                opened.person, **form.names(), by=request.member, at=now, token=form.cleaned_data["token"]
            )
            saved(
                request, readers=who_reads(request.member, opened.person, DataClass.IDENTITY, now),
                undo=reverse("casemanager:name-remove", args=[person_id, alias.pk]),
            )  # fmt: skip
            return redirect("casemanager:names", person_id)
    return render(request, "casemanager/names.html", {
        "person": opened.person, "aliases": people.aliases(request.member, opened.person, now), "form": form,
    })  # fmt: skip


@desk(*CARE_ROLES)
@posted()
def remove_name(request: MemberRequest, person_id: UUID, alias_id: UUID) -> HttpResponse:
    now = timezone.now()
    opened = casework.open_person(request.member, person_id, now)
    with refusals_in_a_bar(request):
        people_actions.remove_alias(opened.person, alias_id, by=request.member, at=now, token=token_from(request))
        saved(request, _("The name is deleted. The record is not found under it any more."))
    return redirect("casemanager:names", person_id)


@require_http_methods(["GET", "POST"])
@desk(*CARE_ROLES)
def kept_out(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """Who works here and must not open this record; and one more, whom the person or a worker names: perhaps oneself."""
    now = timezone.now()
    opened = casework.open_person(request.member, person_id, now)
    rows = people.kept_out(request.member, opened.person, now)
    out = {one.member.user_id for one in rows}
    members = directory.members(request.member, *ASSIGNABLE_ROLES)
    form = forms.KeepOut(request.POST or None, myself=request.member, members=members, out=out)
    if form.is_valid():
        with refusals_on(form):
            member = directory.member(request.member, form.cleaned_data["member"])
            calls.keep_out(opened.person, member, by=request.member, at=now, token=form.cleaned_data["token"])
            saved(request, _("%(name)s is kept out of this record from now on.") % {"name": member.name})
            is_gone = member.user_id == request.member.user_id
            return redirect("home") if is_gone else redirect("casemanager:kept-out", person_id)
    return render(request, "casemanager/kept_out.html", {
        "person": opened.person, "rows": rows, "form": form,
    })  # fmt: skip


@desk(*CARE_ROLES)
@posted()
def let_in(request: MemberRequest, person_id: UUID, kept_out_id: UUID) -> HttpResponse:
    now = timezone.now()
    opened = casework.open_person(request.member, person_id, now)
    with refusals_in_a_bar(request):
        people_actions.let_in_again(opened.person, kept_out_id, by=request.member, at=now, token=token_from(request))
        saved(request, _("Not kept out any more. It opens the record to nobody who is not assigned."))
    return redirect("casemanager:kept-out", person_id)


@require_http_methods(["GET", "POST"])
@desk(*CARE_ROLES)
def about(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """Birth date, race and ethnicity, and sex, as the person says them. What an officer saw is not here and not asked for."""
    now = timezone.now()
    opened = casework.open_person(request.member, person_id, now)
    if not opened.shows(DataClass.DEMOGRAPHICS):
        raise Http404
    known = {name: getattr(opened.person, name) for name in forms.About.KEPT}
    form = forms.About(request.POST or None, initial=known)
    if form.is_valid():
        with refusals_on(form):
            people_actions.update_person(
                opened.person, **form.changes(), by=request.member, at=now, token=form.cleaned_data["token"]
            )
            saved(request, readers=who_reads(request.member, opened.person, DataClass.DEMOGRAPHICS, now))
            return redirect("casemanager:person", person_id)
    return render(request, "casemanager/about.html", {"person": opened.person, "form": form})
