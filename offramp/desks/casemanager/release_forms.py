"""The release as questions: one recipient after the other, equal Yes and No, nothing ticked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core import signing
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offramp.consent.actions import Choice, office_of
from offramp.consent.states import EndsWith
from offramp.design.forms import Form, NeededTicks, Options, Ticks
from offramp.design.texts import LANGUAGES, text_in
from offramp.desks.casemanager import release_words as words
from offramp.directory.states import Role
from offramp.kernel.classification import DataClass
from offramp.kernel.refusals import NotNow

MONTHS = {"12": _("12 months"), "6": _("6 months"), "3": _("3 months"), "1": _("1 month")}
MONTH = timedelta(days=365) / 12
A_SITTING = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Said:
    """What is read aloud about one recipient, in one language: why, what is never told, what a no costs."""

    language: str
    why: str
    never: str
    cost: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One recipient's page: who, what is read aloud in each language, and the three fields."""

    recipient: Any
    said: list[Said]
    told: Any
    ends: Any
    sooner: Any  # nothing where no charge is held
    answer: Any


@dataclass(frozen=True, slots=True)
class Rules:
    """What the protocol of a held charge says that the words of a paper depend on; nothing where none is held."""

    needs: tuple[str, ...] = ()  # the roles whose line the clock needs
    may_charge: Role | None = None
    is_held: bool = False  # whether a charge is held now, and so a line can end with it


class Ask(Form):
    """One yes or no for each recipient, what they may be told, and until when.

    It is read aloud to the person: so in their language first, and in that of the page beside it where that is another.
    """

    language = forms.ChoiceField(label=_("Language of the paper"), choices=LANGUAGES, widget=Options)

    def __init__(self, *args: Any, recipients: Sequence[Any], rules: Rules, language: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"language": language}, **kwargs)  # type: ignore[misc]
        self.recipients, self.rules = [one.member for one in recipients], rules
        self.offered = [one.classes for one in recipients]
        self.languages = tuple(dict.fromkeys((language, words.spoken())))
        for n, recipient in enumerate(recipients):
            self._add(n, recipient.member, recipient.classes)

    def _add(self, n: int, recipient: Any, classes: Sequence[DataClass]) -> None:
        offered = [(c.value, self._in_each(_capitals(words.MAY_BE_TOLD[c]))) for c in classes]
        self.fields[f"told-{n}"] = NeededTicks(
            label=self._words(_("May be told. Tick each thing the person agrees to.")), choices=offered, widget=Ticks
        )
        self.fields[f"ends-{n}"] = forms.ChoiceField(
            label=self._words(_("Ends in")), choices=self._months(), initial="12", widget=forms.Select
        )
        if self.rules.is_held:
            self.fields[f"sooner-{n}"] = forms.MultipleChoiceField(
                label=self._words(_("Can it end before?")), required=False, widget=Ticks,
                choices=[(EndsWith.NO_HELD_CHARGE.value, self._words(_("As soon as no charge is held any more")))],
            )  # fmt: skip
        self.fields[f"answer-{n}"] = forms.ChoiceField(
            label=self._words(_("What do you say?")), widget=Options(goes_on=True),
            error_messages={"required": gettext("%(name)s: choose Yes or No.") % {"name": recipient.name}},
            choices=[("yes", self._words(_("Yes, these only"))), ("no", self._words(_("No, nothing")))],
        )  # fmt: skip

    def _words(self, sentence: Any) -> Any:
        return self._in_each(lambda to: _in(to, sentence))

    def _months(self) -> list[tuple[str, str]]:
        """No mark-up stands in the list of a select."""
        return [(n, " / ".join(_in(to, words) for to in self.languages)) for n, words in MONTHS.items()]

    def _in_each(self, say: Callable[[str], str]) -> Any:
        """The same words in each language, each marked as such for whoever has them read out by a machine."""
        if len(self.languages) == 1:
            return say(self.languages[0])
        each = format_html_join(" / ", '<span lang="{}">{}</span>', ((to, say(to)) for to in self.languages))
        return format_html("<span>{}</span>", each)  # one piece, also where a label is laid out in columns

    def panels(self) -> list[Panel]:
        return [
            Panel(
                recipient, [self._said(recipient.role, self.offered[n], to) for to in self.languages],
                self[f"told-{n}"], self[f"ends-{n}"], self[f"sooner-{n}"] if self.rules.is_held else None,
                self[f"answer-{n}"],
            )
            for n, recipient in enumerate(self.recipients)
        ]  # fmt: skip

    def _said(self, role: str, offered: Sequence[DataClass], to: str) -> Said:
        why, needs = words.why(role, self.rules.may_charge, to), self.rules.needs
        costs = f"{words.cost(role, needs, to)} {words.costs_the_same(role, needs, offered, to)}"
        return Said(to, why, words.NEVER[to], costs.strip())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for n, recipient in enumerate(self.recipients):
            if given.get(f"answer-{n}") == "yes" and not given.get(f"told-{n}"):
                words_said = gettext("%(name)s: tick what they may be told, or choose No.") % {"name": recipient.name}
                self.add_error(f"told-{n}", words_said)
        return given

    def choices(self, at: datetime) -> list[Choice]:
        given = self.cleaned_data
        return [
            Choice(
                recipient,
                frozenset(map(DataClass, given[f"told-{n}"])) if given[f"answer-{n}"] == "yes" else frozenset(),
                at + int(given[f"ends-{n}"]) * MONTH,
                EndsWith.NO_HELD_CHARGE if given.get(f"sooner-{n}") else None,
            )
            for n, recipient in enumerate(self.recipients)
        ]


def _capitals(told: Mapping[str, str]) -> Callable[[str], str]:
    return lambda to: told[to].capitalize()


def _in(language: str, sentence: Any) -> str:
    with translation.override(language):
        return str(sentence)


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper as it was shown and not signed yet: the text to the letter, and the answers it rests on."""

    text: str
    language: str
    choices: tuple[tuple[str, tuple[str, ...], str, str], ...]  # recipient, classes, day and event of the end

    def sealed(self, whose: UUID | str) -> str:
        return signing.dumps([self.text, self.language, self.choices], salt=f"release of {whose}", compress=True)

    def chosen(self, recipients: Sequence[Any]) -> list[Choice]:
        by_id = {str(recipient.pk): recipient for recipient in recipients}
        return [
            Choice(
                by_id[who],
                frozenset(map(DataClass, classes)),
                datetime.fromisoformat(ends),
                EndsWith(event) if event else None,
            )
            for who, classes, ends, event in self.choices
            if who in by_id
        ]


def draft(choices: Sequence[Choice], text: str, language: str) -> Draft:
    return Draft(text, language, tuple(
        (str(choice.recipient.pk), tuple(sorted(choice.classes)), choice.ends_at.isoformat(), str(choice.ends_with or ""))
        for choice in choices
    ))  # fmt: skip


def unsealed(sealed: str, whose: UUID | str) -> Draft:
    """The paper that was shown. Raises `NotNow` when it is torn, another person's, or older than one sitting."""
    try:
        text, language, choices = signing.loads(sealed, salt=f"release of {whose}", max_age=A_SITTING)
    except signing.BadSignature:
        raise NotNow("This paper was open for too long. Go through it again, then sign.") from None
    return Draft(text, language, tuple((who, tuple(classes), ends, event) for who, classes, ends, event in choices))


def release_text(
    choices: Sequence[Choice], language: str, *, person: str, rules: Rules, discloser: str, phone: str
) -> str:
    """The whole text of a release, with the answer on every line. `person`: the name, or nothing where nobody knows it."""
    lines = [
        {
            "recipient": f"{choice.recipient.name}, {office_of(choice.recipient)}",
            "classes": ", ".join(words.MAY_BE_TOLD[c][language] for c in sorted(choice.classes)), "is_yes": choice.is_yes,
            "why": words.why(choice.recipient.role, rules.may_charge, language), "ends": choice.ends_at,
            "ends_sooner": choice.ends_with == EndsWith.NO_HELD_CHARGE,
            "cost": words.cost(choice.recipient.role, rules.needs, language),
            "leaves_out": words.leaves_out(choice.recipient.role, rules.needs, choice.classes, language),
        }
        for choice in choices
    ]  # fmt: skip
    return text_in(language, "casemanager", "release", person=person, lines=lines, discloser=discloser, phone=phone)
