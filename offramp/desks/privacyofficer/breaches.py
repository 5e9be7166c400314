"""Whose records one account touched: counted and by code first; the names only after a reason, which is kept."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from offramp.design.answers import refusals_on
from offramp.design.forms import DateText, Form, LongText
from offramp.directory import reads as directory
from offramp.directory.doors import MemberRequest, asks_again, desk
from offramp.directory.states import Role
from offramp.oversight import actions
from offramp.oversight import reads as oversight


class WindowForm(Form):
    """Which account, and from which day to which."""

    account = forms.ChoiceField(
        label=gettext_lazy("Whose account?"), error_messages={"required": gettext_lazy("Choose an account.")}
    )
    first = DateText(label=gettext_lazy("First day"))
    last = DateText(label=gettext_lazy("Last day"))

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(str(one.pk), f"{one.name}, {_(one.get_role_display())}") for one in members]
        self.fields["account"].choices = [("", ""), *chosen]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if {"first", "last"} <= set(given) and given["first"] > given["last"]:
            raise ValidationError(_("The last day lies before the first."))
        return given

    @property
    def window(self) -> tuple[UUID, datetime, datetime]:
        """The account, and from the first day's beginning to the last day's end, where the site is."""
        given = self.cleaned_data
        return UUID(given["account"]), _midnight(given["first"]), _midnight(given["last"] + timedelta(days=1))


class LookForm(WindowForm):
    """It only asks, and so needs no token."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["token"]


class ReasonForm(WindowForm):
    """The same, and why the names are needed."""

    reason = LongText(
        label=gettext_lazy("Why do you need the names?"), readers=gettext_lazy("whoever reads the trail"),
        help_text=gettext_lazy("20 characters or more. It is kept, and each person can see that their file was opened."),
        error_messages={"required": gettext_lazy("Write why, in 20 characters or more.")},
    )  # fmt: skip
    account = forms.ChoiceField(widget=forms.HiddenInput)
    first = DateText(widget=forms.HiddenInput)
    last = DateText(widget=forms.HiddenInput)


@require_GET
@desk(Role.PRIVACY_OFFICER)
def breach(request: MemberRequest) -> HttpResponse:
    """How many people's records one account touched, each by code, when and how often. No names."""
    now = timezone.now()
    form = LookForm(request.GET or None, members=directory.everybody(request.member))
    found = oversight.touched(request.member, *form.window, now) if form.is_valid() else None
    return render(request, "privacyofficer/breach.html", {
        "form": form, "found": found, "query": request.GET.urlencode(),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@desk(Role.PRIVACY_OFFICER)
@asks_again
def ask(request: MemberRequest) -> HttpResponse:
    """Why the names are needed. It is kept with the account, the days and the count."""
    now = timezone.now()
    form = ReasonForm(request.POST or None, initial=request.GET.dict(), members=directory.everybody(request.member))
    if form.is_valid():
        with refusals_on(form):
            account, since, until = form.window
            made = actions.ask_for_names(
                account, since=since, until=until, reason=form.cleaned_data["reason"], by=request.member, at=now,
                token=form.cleaned_data["token"],
            )  # fmt: skip
            return redirect("privacyofficer:names", made.pk)
    return render(request, "privacyofficer/ask.html", {"form": form})


@require_GET
@desk(Role.PRIVACY_OFFICER)
def names(request: MemberRequest, inquiry_id: UUID) -> HttpResponse:
    """The names, for whoever gave the reason. Each look is on the trail, and each of these people can see it."""
    asked, people = oversight.inquiry(request.member, inquiry_id, timezone.now())
    return render(request, "privacyofficer/names.html", {"asked": asked, "people": people})


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_current_timezone())
