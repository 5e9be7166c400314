"""Every component on one page, to look at and to test. Only in the demonstration."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from offramp.design.answers import refusals_on, saved
from offramp.design.forms import DateText, Form, LongText, Options, Signature, Ticks
from offramp.directory.doors import open_to_all
from offramp.kernel.decisions import Answer, Decision
from offramp.kernel.paging import Page
from offramp.kernel.refusals import Incomplete

FINDINGS = (
    (Answer.YES, _("This offense can be diverted."), "2(a)"),
    (Answer.ASK, _("Not weighed yet."), "2(b)"),
    (Answer.NO, _("More than 3 g was found."), "2(b)"),
)


class ExampleForm(Form):
    first_name = forms.CharField(label=_("First name"), max_length=60)
    born = DateText(label=_("Birth date"))
    place = forms.ChoiceField(
        label=_("Where does the worker meet you?"),
        choices=[("here", _("Here")), ("station", _("Station")), ("phone", _("By phone only"))],
        widget=Options,
    )
    needs = forms.MultipleChoiceField(
        label=_("What is needed today?"),
        choices=[("food", _("Food")), ("bed", _("A bed tonight")), ("ride", _("A ride")), ("phone", _("A phone"))],
        widget=Ticks,
        required=False,
    )
    language = forms.ChoiceField(label=_("Language"), choices=[("en", "English"), ("es", "Español")])
    safe = forms.BooleanField(label=_("A voice message is safe"), required=False)
    note = LongText(
        label=_("Note"),
        readers=_("you and your supervisor."),
        help_text=_("Facts of the incident only. No health guesses, no names of other people, no tips."),
        required=False,
    )
    signature = Signature(label=_("Signature"), required=False)


@require_http_methods(["GET", "POST"])
@open_to_all("shows made-up examples, in the demonstration only")
def gallery(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    form = ExampleForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            _save(request, form)
            return redirect("gallery")
    if "bars" in request.GET:
        messages.info(request, _("The rules may have changed since this phone had signal."))
        messages.error(request, _("Only the assigned case manager can complete intake."))
    return render(request, "design/gallery.html", {"form": form} | _examples())


def _save(request: HttpRequest, form: Form) -> None:
    """A stand-in for a verb: refuses one name, so that the page shows what a refusal looks like."""
    if form.cleaned_data["first_name"] == "Nobody":
        raise Incomplete("Enter a first name, or tick Name not given.", field="first_name")
    saved(request, readers=str(_("you and Ana M.")), undo=request.path)


def _examples() -> dict[str, object]:
    return {
        "findings": [Decision(answer, str(reason), clause) for answer, reason, clause in FINDINGS],
        "facts": [(_("Offense"), _("Possession")), (_("Agreed"), _("Nov 3, 2:32 PM"))],
        "readers": [_("you"), "Lou P.", "Ana M."],
        "due": date(2026, 12, 3),
        "at": datetime(2026, 11, 3, 19, 32, tzinfo=UTC),
        "rows": [
            SimpleNamespace(code="K7-42", kind=_("Diversion")),
            SimpleNamespace(code="M2-07", kind=_("Social contact")),
        ],
        "page": Page([], "example"),
        "phone": "(304) 555-0142",
        "steps": ["one", "two", "three"],
    }
