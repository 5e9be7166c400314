"""What a court order lists: written down field by field, agreed to by a second person, and let out once, on one page."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from offramp.consent.statements import STATEMENT
from offramp.design.answers import refusals_on, saved
from offramp.design.forms import Form, Options, Ticks
from offramp.design.spoken import CodeText
from offramp.design.texts import text_in
from offramp.directory import reads as directory
from offramp.directory.doors import MemberRequest, asks_again, desk
from offramp.directory.states import Role
from offramp.oversight import orders, papers
from offramp.oversight.items import NAMES


class ListForm(Form):
    """What the order lists, word for word, and about whom."""

    as_written = frozenset({"code"})

    code = CodeText(
        label=gettext_lazy("The code of their referral"),
        help_text=gettext_lazy("Like K7-434. Whoever works with the person can say it to you."),
    )
    items = forms.MultipleChoiceField(
        label=gettext_lazy("What does the order list?"), widget=Ticks,
        choices=[(name, gettext_lazy(words)) for name, words in NAMES.items()],
        help_text=gettext_lazy("Only what it names, word for word. Places and notes are never let out from here."),
        error_messages={"required": gettext_lazy("Choose what the order lists, word for word.")},
    )  # fmt: skip
    covers_confidential = forms.ChoiceField(
        label=gettext_lazy("Was the order made under 42 CFR 2.63 too?"), widget=Options,
        choices=[("yes", gettext_lazy("Yes, counsel says so")), ("no", gettext_lazy("No, or nobody said so"))],
        help_text=gettext_lazy("What a person said to get help leaves only under such an order. That is all of health."),
        error_messages={"required": gettext_lazy("Choose Yes or No.")},
    )  # fmt: skip


class ProduceForm(Form):
    """Sending it lets out what is listed."""


@require_http_methods(["GET", "POST"])
@desk(Role.PRIVACY_OFFICER)
@asks_again
def write_list(request: MemberRequest, paper_id: UUID) -> HttpResponse:
    """Write down exactly what the order lists. Sending it is the first yes of two."""
    form = ListForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            given = form.cleaned_data
            orders.list_items(
                paper_id, code=given["code"], fields=given["items"], covers_confidential=given["covers_confidential"] == "yes",
                by=request.member, at=timezone.now(), token=given["token"],
            )  # fmt: skip
            saved(request, _("The civil-rights reviewer must agree before anything leaves."))
            return redirect("privacyofficer:paper", paper_id)
    found = papers.legal_paper(request.member, paper_id)
    return render(request, "privacyofficer/list.html", {"paper": found, "form": form})


@require_http_methods(["GET", "POST"])
@desk(Role.PRIVACY_OFFICER)
@asks_again
def produce(request: MemberRequest, list_id: UUID) -> HttpResponse:
    """What two people agreed to, once more before it leaves."""
    now, form = timezone.now(), ProduceForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            orders.produce(list_id, by=request.member, at=now, token=form.cleaned_data["token"])
            return redirect("privacyofficer:produced", list_id)
    listed = papers.legal_list(request.member, list_id, now)
    return render(request, "privacyofficer/produce.html", {"listed": listed, "form": form})


@require_GET
@desk(Role.PRIVACY_OFFICER)
@asks_again
def produced(request: MemberRequest, list_id: UUID) -> HttpResponse:
    """The page that goes to the court: exactly what left, with the statement of 42 CFR 2.32. Each look is on the trail."""
    now, member = timezone.now(), request.member
    items, listed = papers.produced(member, list_id, now), papers.legal_list(member, list_id, now)
    text = text_in(
        "en", "privacyofficer", "letter.produced", listed=listed, items=items, site=directory.site_of(member),
        statement=STATEMENT,
    )  # fmt: skip
    return render(request, "privacyofficer/letter.html", {"paper": listed.paper, "text": text})
