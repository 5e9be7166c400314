"""What a worker fills in to have somebody told something: a sentence of their own, or that contact is maintained."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offramp.design.forms import DateText, Form, NeededChoice, Options
from offramp.justice.states import UPDATE_LENGTH, Opener

#: Chosen to begin with: most of the time there is nothing that helps.
NOTHING = "nothing"
OPENERS = {
    Opener.HAS_MET: _("%(name)s has met with us"),
    Opener.IS_CONNECTED: _("%(name)s is connected with help"),
    Opener.NEEDS_NOTHING: _("%(name)s needs nothing from you"),
    Opener.ASKS_FOR_A_CALL: _("%(name)s asks you to call %(worker)s"),
}


class Update(Form):
    """One sentence to one recipient about one referral, or nothing. The person saw it first."""

    opener = forms.ChoiceField(
        label=_("What helps the person?"), widget=Options, initial=NOTHING,
        error_messages={
            "required": _("Choose how the sentence begins, or that there is nothing helpful to share."),
            "invalid_choice": _("Choose how the sentence begins, or that there is nothing helpful to share."),
        },
    )  # fmt: skip
    words = forms.CharField(
        label=_("Your words after it"), required=False, max_length=UPDATE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What helps the person, in their own words. No health, no drug use, not where they are."),
    )  # fmt: skip
    to = NeededChoice(
        label=_("For whom"), widget=Options,
        error_messages={
            "invalid_choice": _(
                "No release in force lets them be told this. Ask the person for a new release first."
            ),
        },
    )  # fmt: skip
    was_seen = forms.BooleanField(
        label=_("The person has seen or heard exactly this sentence, and wants it told"), required=False
    )

    def __init__(self, *args: Any, to: Iterable[tuple[Any, Any]], name: str, worker: str, **kwargs: Any) -> None:
        """`name` is what the sentence calls the person, and `worker` whoever writes it."""
        super().__init__(*args, **kwargs)
        self._by_mark = {f"{who.pk} {about.pk}": (who, about) for who, about in to}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (mark, _about(who, about)) for mark, (who, about) in self._by_mark.items()
        ]
        named = {"name": name or gettext("The person"), "worker": worker}
        self.fields["opener"].choices = [  # type: ignore[attr-defined]
            (NOTHING, _("Nothing helpful to share")), *((one.name, said % named) for one, said in OPENERS.items()),
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if self.says_nothing:
            for name in ("words", "to", "was_seen"):
                self.errors.pop(name, None)  # it was not asked
            return given
        if not given.get("to") and "to" not in self.errors:
            self.add_error("to", _("Choose for whom it is."))
        if not given.get("was_seen"):
            self.add_error("was_seen", _("Show it or read it to the person first, then tick this."))
        return given

    @property
    def says_nothing(self) -> bool:
        """Whether there is nothing helpful to share, so that nobody is told."""
        return self.cleaned_data.get("opener") == NOTHING

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
