"""The newest mark of the trail, for an overseer to keep on paper; and whether the trail still holds one kept before."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from offramp.design.forms import Form
from offramp.directory.doors import MemberRequest, desk
from offramp.oversight import reads as oversight
from offramp.oversight.rules import OVERSEERS

#: So many digits of a mark are enough: nobody finds another history that begins with them.
ENOUGH = 24


class MarkForm(Form):
    """What stands on the paper that was kept. It only asks, and so needs no token."""

    as_written = frozenset({"mark"})

    row = forms.IntegerField(
        label=_("Number of the row"), min_value=1, max_value=2**62,
        error_messages={
            "required": _("Write the number that stands on your paper."),
            "invalid": _("Write the number that stands on your paper."),
            "min_value": _("Write the number that stands on your paper."),
            "max_value": _("Write the number that stands on your paper."),
        },
    )  # fmt: skip
    mark = forms.CharField(
        label=_("Mark"), help_text=_("The first three groups are enough."), max_length=90,
        error_messages={"required": _("Write the mark that stands on your paper.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["token"]

    def clean_mark(self) -> str:
        written = re.sub(r"\W", "", self.cleaned_data["mark"]).lower()
        if not re.fullmatch(rf"[0-9a-f]{{{ENOUGH},64}}", written):
            raise ValidationError(_("A mark has digits and the letters a to f. Write at least the first three groups."))
        return written


@require_GET
@desk(*OVERSEERS)
def mark(request: MemberRequest) -> HttpResponse:
    """The mark to keep, and the answer to one that was kept."""
    now = timezone.now()
    form = MarkForm(request.GET or None)
    held = None
    if form.is_valid():
        held = oversight.still_holds(request.member, form.cleaned_data["row"], form.cleaned_data["mark"], now)
    newest = oversight.newest_mark(request.member)
    groups = re.findall(".{8}", newest.mac) if newest else []
    return render(
        request, "oversight/mark.html", {"form": form, "newest": newest, "groups": groups, "held": held, "now": now}
    )
