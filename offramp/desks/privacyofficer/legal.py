"""Subpoenas, warrants and orders: a register, what each opens, and the one letter that neither confirms nor denies.

What a court order lists is let out in `productions`.
"""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from offramp.design.answers import refusals_in_a_bar, refusals_on, saved
from offramp.design.forms import Form, Options, token_from
from offramp.design.texts import text_in
from offramp.directory import reads as directory
from offramp.directory.doors import MemberRequest, desk, posted
from offramp.directory.states import Role
from offramp.oversight import actions, orders, papers
from offramp.oversight.states import STEP_LENGTH, Paper

PAPERS = {
    Paper.SUBPOENA: _("A subpoena"),
    Paper.WARRANT: _("A search warrant, signed by a judge"),
    Paper.ORDER: _("A court order"),
    Paper.ADMINISTRATIVE: _("An administrative warrant, signed by an officer of an agency"),
}


class PaperForm(Form):
    """What came, from whom, under which numbers. It asks for no name: the register must not say who is known."""

    as_written = frozenset({"issuer", "order_number", "process_number"})

    paper = forms.ChoiceField(
        label=_("What came?"), choices=list(PAPERS.items()), widget=Options,
        error_messages={"required": _("Choose what came.")},
    )  # fmt: skip
    issuer = forms.CharField(
        label=_("From which court or office?"), max_length=120,
        error_messages={"required": _("Write which court or office it is from.")},
    )  # fmt: skip
    order_number = forms.CharField(
        label=_("Number of the court order"), max_length=60, required=False,
        help_text=_("Only an order under 42 CFR part 2, subpart E. Write no name anywhere on this page."),
    )  # fmt: skip
    process_number = forms.CharField(
        label=_("Number of the subpoena or search warrant"), max_length=60, required=False
    )  # fmt: skip


class ReadForm(Form):
    """Who of counsel read the paper."""

    as_written = frozenset({"counsel"})

    counsel = forms.CharField(
        label=_("Who of counsel read it, and where is the advice kept?"), max_length=STEP_LENGTH,
        help_text=_("Like J. Reed, memo 12. Write no participant's name."),
        error_messages={"required": _("Write who of counsel read it, and where the advice is kept.")},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@desk(Role.PRIVACY_OFFICER)
def register(request: MemberRequest) -> HttpResponse:
    """The register, and a form for what came."""
    form = PaperForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            made = actions.receive_paper(**form.cleaned_data, by=request.member, at=timezone.now())
            return redirect("privacyofficer:paper", made.pk)
    return render(request, "privacyofficer/legal.html", {"form": form, "papers": papers.legal_papers(request.member)})


@require_http_methods(["GET", "POST"])
@desk(Role.PRIVACY_OFFICER)
def paper(request: MemberRequest, paper_id: UUID) -> HttpResponse:
    """One paper: what it opens and why, how far it has come, and the next step."""
    form = ReadForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            orders.read_paper(paper_id, **form.cleaned_data, by=request.member, at=timezone.now())
            saved(request)
            return redirect("privacyofficer:paper", paper_id)
    found = papers.legal_paper(request.member, paper_id)
    return render(request, "privacyofficer/paper.html", {
        "paper": found, "form": form,
        "listed": papers.legal_lists(request.member).filter(paper=found).first(),
    })  # fmt: skip


@desk(Role.PRIVACY_OFFICER)
@posted()
def answer(request: MemberRequest, paper_id: UUID) -> HttpResponse:
    """Nothing is told: the letter is the answer."""
    with refusals_in_a_bar(request):
        orders.answer_paper(paper_id, by=request.member, at=timezone.now(), token=token_from(request))
        saved(request)
        return redirect("privacyofficer:letter", paper_id)
    return redirect("privacyofficer:paper", paper_id)


@require_GET
@desk(Role.PRIVACY_OFFICER)
def letter(request: MemberRequest, paper_id: UUID) -> HttpResponse:
    """The letter, to be printed. It says the same whether or not anybody is known here."""
    found, site = papers.legal_paper(request.member, paper_id), directory.site_of(request.member)
    text = text_in("en", "privacyofficer", "letter", paper=found, site=site, day=timezone.localdate())
    return render(request, "privacyofficer/letter.html", {"paper": found, "text": text})
