"""One part of the intake as a form: its questions, each of which can be left open."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from offramp.casework.questions import Question
from offramp.casework.states import PREFER_NOT, SKIPPED
from offramp.design.forms import Form, NeededChoice, NeededText, Options

_BOTH = {
    SKIPPED: gettext_lazy(
        "You wrote an answer and chose “Skip”. Nothing was saved. To keep the words, save again. To skip, delete them first."
    ),
    PREFER_NOT: gettext_lazy(
        "You wrote an answer and chose “Prefer not to say”. Nothing was saved. To keep the words, save again. To keep the "
        "choice, delete the words first."
    ),
}
LEFT_OPEN = "left-open"  # the field that answers for every question without an answer


class PartForm(Form):
    """The questions of one part. Each can be skipped, or met with "prefer not to say"; none is needed.

    A question left open is not answered. That a whole part was asked in vain is said on purpose, in one tap. Above each box
    to write in stands who reads it.
    """

    words_may_stay = True
    as_written = frozenset({"read_at"})

    read_at = forms.CharField(widget=forms.HiddenInput, required=False)  # when what stands here was saved

    def __init__(self, *args: Any, questions: tuple[Question, ...], readers: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self._add(question, readers)
        self.fields[LEFT_OPEN] = NeededChoice(
            label=_("What is left open"), widget=Options,
            choices=[(SKIPPED, _("Asked, nothing to write")), (PREFER_NOT, _("Asked, prefers not to say"))],
        )  # fmt: skip

    def _add(self, question: Question, readers: str) -> None:
        instead = [(SKIPPED, _("Skip")), (PREFER_NOT, _("Prefer not to say"))]
        if question.answers:
            choices = [*question.answers, *instead]
            self.fields[question.name] = NeededChoice(label=question.words, choices=choices, widget=Options)
            return
        self.fields[question.name] = NeededText(label=question.words, max_length=500, readers=readers)
        self.fields[f"{question.name}-instead"] = NeededChoice(label=_("Or"), choices=instead, widget=Options)

    def clean_read_at(self) -> datetime | None:
        """The time as it came from the page; one that no page sent is that of nothing that was ever saved."""
        try:
            return datetime.fromisoformat(self.cleaned_data["read_at"]) if self.cleaned_data["read_at"] else None
        except ValueError:
            return None

    def clean(self) -> dict[str, Any]:
        """Words and a choice instead of words are two answers to one question: neither is kept before it is clear which.

        The choice is taken off on the page that says so, because a tap alone cannot take it off.
        """
        given = super().clean() or self.cleaned_data
        for name in (one.name for one in self.questions if not one.answers):
            if given.get(name) and (instead := given.get(f"{name}-instead")):
                self.add_error(name, _BOTH[instead])
                self.data = {field: said for field, said in self.data.items() if field != f"{name}-instead"}
        return given

    def answers(self, questions: tuple[Question, ...]) -> dict[str, str]:
        """The answers by their questions, without those that were left open."""
        given, names = self.cleaned_data, [question.name for question in questions]
        said = {name: given[name] or given.get(f"{name}-instead") or given[LEFT_OPEN] for name in names}
        return {name: answer for name, answer in said.items() if answer}
