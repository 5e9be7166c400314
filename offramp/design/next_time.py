"""When to meet next, as two desks ask it: tomorrow, in two days, on a day, or not agreed and still looking."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offramp.casework import rules
from offramp.design.forms import Form, NeededDate, Options
from offramp.kernel.refusals import Refusal

PICK, STILL_LOOKING = "pick", "looking"


class NextTime(Form):
    words_may_stay = True

    next_time = forms.ChoiceField(
        label=_("Next time we meet"), widget=Options,
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], _("Choose when you meet next, or Still looking.")
        ),
    )  # fmt: skip
    next_day = NeededDate(label=_("On what day"), past_only=False)
    next_hour = forms.TimeField(
        label=_("At what time"), required=False, initial=time(10),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Write a time like 10:00.")},
    )  # fmt: skip
    next_place = forms.CharField(label=_("Where"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = self.data.get(self.add_prefix("next_time"))
        self.fields["next_time"].choices = _answers(timezone.localdate(), sent)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("next_time", PICK) != PICK:
            self.errors.pop("next_day", None)  # written before another answer was chosen; it is not asked for any more
        if given.get("next_time") == PICK and not given.get("next_day") and "next_day" not in self.errors:
            self.add_error("next_day", _("Write the day you meet, like 04 09 2027."))
        self._look_at_the_next_time(given)
        return given

    def _look_at_the_next_time(self, given: dict[str, Any]) -> None:
        """What the verb would refuse about the next time, said together with everything else, and where it was chosen."""
        if not given.get("next_time") or {"next_day", "next_hour"} & set(self.errors):
            return
        try:
            rules.require_next_time(self.next_at(), timezone.now())
        except Refusal as refusal:
            self.add_error("next_day" if given["next_time"] == PICK else "next_hour", refusal.said(gettext))

    def next_at(self) -> datetime | None:
        """The moment that was agreed; None while somebody is still looking."""
        given = self.cleaned_data
        if given["next_time"] == STILL_LOOKING:
            return None
        day = given["next_day"] if given["next_time"] == PICK else date.fromisoformat(given["next_time"])
        return timezone.make_aware(datetime.combine(day, given["next_hour"] or time(10)))


def _answers(today: date, sent: str | None) -> list[tuple[str, Any]]:
    """Each day as itself, so that what is sent again after midnight says the same; what was tomorrow then is today."""
    tomorrow, in_two_days = (str(today + timedelta(days=days)) for days in (1, 2))
    return [
        *([(sent, _("Today"))] if sent == str(today) else []),
        (tomorrow, _("Tomorrow")), (in_two_days, _("In 2 days")), (PICK, _("Pick a day")),
        (STILL_LOOKING, _("Still looking")),
    ]  # fmt: skip
