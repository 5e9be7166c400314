"""What a prosecutor fills in."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from offramp.design.forms import Form, LongText, Options, WhereItApplies
from offramp.design.templatetags.design import weekday

EXTEND = "extend"
DECISIONS = {
    "do_not_file": _("Do not file"),
    "file": _("File"),
    "decline": _("Decline to prosecute"),
    "find_ineligible": _("Not eligible on review"),
}
#: What each leads to, in the words of somebody who explains it to a new colleague.
MEANINGS = {
    "do_not_file": _("The diversion is the reason: there will be no charge for this incident. You need not write why."),
    "file": _("You file the charge with the court. Help goes on, and is not part of this case."),
    "decline": _("There will be no charge either, for a reason that is not the diversion, such as the evidence."),
    "find_ineligible": _("By the protocol it could not be diverted. This files nothing by itself."),
    EXTEND: _("You decide nothing yet."),
}


class NeededLongText(WhereItApplies, LongText):
    pass


class DecisionForm(Form):
    """A decision and its reason, filled in on one page and sent from the next, which shows what is recorded."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"), choices=list(DECISIONS.items()), widget=Options(meanings=MEANINGS),
        error_messages={"required": _("Choose what you decide.")},
    )  # fmt: skip
    reason = NeededLongText(
        label=_("Reason, from your own file"), help_text=_("Needed for every decision but “Do not file”."),
        readers=_("the prosecutors of this site, and the person's care team."),
    )  # fmt: skip

    def __init__(self, *args: Any, extension: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if extension is not None:
            longer = _("Extend the due date to %(date)s") % {"date": weekday(extension)}
            self.fields["decision"].choices = [*DECISIONS.items(), (EXTEND, longer)]  # type: ignore[attr-defined]

    def words(self, decision: str) -> str:
        """A decision as the page says it; empty when it is not open any more."""
        return str(dict(self.fields["decision"].choices).get(decision, ""))  # type: ignore[attr-defined]
