"""What a worker fills in to have somebody told something: a sentence of their own, or that contact is maintained."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offramp.design.forms import DateText, Form, Options
from offramp.justice.states import UPDATE_LENGTH


class Update(Form):
    """One sentence to one recipient about one referral. The person saw it first."""

    to = forms.ChoiceField(
        label=_("For whom"), widget=Options,
        error_messages={
            "required": _("Choose for whom it is."),
            "invalid_choice": _(
                "No release in force lets them be told this. Ask the person for a new release first."
            ),
        },
    )  # fmt: skip
    text = forms.CharField(
        label=_("The sentence"), max_length=UPDATE_LENGTH, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What helps the person, in their own words. No health, no drug use, not where they are."),
        error_messages={"required": _("Write the sentence.")},
    )  # fmt: skip
    was_seen = forms.BooleanField(
        label=_("The person has seen or heard exactly this sentence, and wants it told"),
        error_messages={"required": _("Show it or read it to the person first, then tick this.")},
    )

    def __init__(self, *args: Any, to: Iterable[tuple[Any, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_mark = {f"{who.pk} {about.pk}": (who, about) for who, about in to}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (mark, _about(who, about)) for mark, (who, about) in self._by_mark.items()
        ]

    def clean_text(self) -> str:
        """One line, as it is kept."""
        return " ".join(self.cleaned_data["text"].split())

    def chosen(self) -> tuple[Any, Any]:
        """Recipient and referral."""
        return self._by_mark[self.cleaned_data["to"]]

    def choice(self, mark: str) -> tuple[Any, Any] | None:
        """Recipient and referral of an answer that was given before; None where they are not open any more."""
        return self._by_mark.get(mark)


class ContactWord(Form):
    """That contact is maintained, to one prosecutor, with the next date if there is one. The words are fixed."""

    to = forms.ChoiceField(
        label=_("For whom"), widget=Options, error_messages={"required": _("Choose for whom it is.")}
    )
    next_on = DateText(label=_("Next date, if there is one"), past_only=False, required=False)
    was_seen = forms.BooleanField(
        label=_("The person has seen or heard exactly this sentence, and wants it told"),
        error_messages={"required": _("Show it or read it to the person first, then tick this.")},
    )

    def __init__(self, *args: Any, to: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(str(who.pk), who.name) for who in to]  # type: ignore[attr-defined]


def _about(who: Any, referral: Any) -> str:
    day = date_format(timezone.localdate(referral.received_at), gettext("M j, Y"))
    return gettext("%(name)s, about the referral of %(day)s (%(code)s)") % {
        "name": who.name, "day": day, "code": referral.code,
    }  # fmt: skip
