"""The protocol's questions as fields of a form, and the answers as the facts they stand for.

The page carries, for each answer, the finding that the signed protocol gives; scene.js picks the strictest. The server
judges the facts again and is the record. No rule is written here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from offramp.design.forms import Options, Ticks
from offramp.design.told import in_tongue, told
from offramp.protocols import rules
from offramp.protocols.document import Protocol
from offramp.protocols.findings import aggrieved_party_finding
from offramp.protocols.rules import Finding, SceneOption, SceneQuestion
from offramp.protocols.said import Said
from offramp.protocols.states import Decider, DoorName


class Chips(forms.RadioSelect):
    """One answer among a few, side by side."""

    template_name = "design/ticks.html"
    option_template_name = "design/option.html"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a tick list: its field, its words, and which options of the question it offers."""

    name: str
    label: Said
    options: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on the page."""

    question: SceneQuestion
    when: str  # as panels.js reads it: passed over for other offenses

    @property
    def name(self) -> str:
        return f"q-{self.question.id}"

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of a tick list, each once; none for a plain choice."""
        by_label: dict[Said, list[int]] = {}
        for number, option in enumerate(self.question.options):
            if option.line:
                by_label.setdefault(option.line, []).append(number)
        found = enumerate(by_label.items())
        return tuple(Line(f"{self.name}-{n}", label, tuple(options)) for n, (label, options) in found)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The answers that stand for themselves; in a tick list, "None of these apply"."""
        return [(str(n), told(option.label)) for n, option in enumerate(self.question.options) if not option.line]

    def fields(self) -> Iterator[tuple[str, forms.Field]]:
        """The fields of this question, by their names."""
        yield self.name, forms.ChoiceField(
            label=told(self.question.question), choices=self.choices, required=False, widget=Options(goes_on=True),
        )  # fmt: skip
        for line in self.lines:
            choices = [(str(n), told(self.question.options[n].label)) for n in line.options]
            kind = forms.ChoiceField if len(choices) > 1 else forms.MultipleChoiceField
            widget = Chips() if len(choices) > 1 else Ticks()
            yield line.name, kind(label=told(line.label), choices=choices, required=False, widget=widget)

    def chosen(self, data: Mapping[str, Any]) -> list[SceneOption]:
        """What was answered, lines first; nothing where the question was left open."""
        names = [*(line.name for line in self.lines), self.name]
        given = [one for name in names for one in _as_list(data.get(name))]
        return [self.question.options[int(one)] for one in given]

    def facts(self, data: Mapping[str, Any]) -> dict[str, object]:
        """The facts behind the answers. A marked line stands; the others are answered "no, together"."""
        marked = [option for option in self.chosen(data) if option.line]
        if not marked:
            return {name: fact for option in self.chosen(data) for name, fact in option.fact.items()}
        together = dict(self.question.options[int(self.choices[0][0])].fact) if self.choices else {}
        for option in marked:
            for name, fact in option.fact.items():
                before = together.get(name)
                together[name] = [*before, fact] if isinstance(before, list) else fact
        return together


def _as_list(value: Any) -> list[str]:
    if not value:
        return []
    return list(value) if isinstance(value, list) else [value]


def questions(protocol: Protocol, door: DoorName) -> tuple[Asked, ...]:
    """The questions of a door in order, each with the offenses it is for."""
    asked = rules.scene(protocol, door)
    offense = next((question for question in asked if question.id == "offense"), None)
    return tuple(Asked(question, _when(question, offense)) for question in asked)


def _when(question: SceneQuestion, offense: SceneQuestion | None) -> str:
    if not question.only_for or offense is None:
        return ""
    wanted = [str(n) for n, option in enumerate(offense.options) if option.fact["offense"] in question.only_for]
    return f"q-offense={'|'.join(wanted)}"


def applies(asked: Asked, data: Mapping[str, Any]) -> bool:
    """Whether a question is asked at all after the offense that was given."""
    if not asked.when:
        return True
    name, wanted = asked.when.split("=")
    return data.get(name) in wanted.split("|")


def base_findings(protocol: Protocol, door: DoorName) -> list[Finding]:
    """What the protocol finds of everybody at this door, before any question."""
    found = [rules.door_finding(protocol, door)]
    if protocol.aggrieved_party.rule == "not_asked" and door in protocol.aggrieved_party.doors:
        found.append(aggrieved_party_finding(protocol, {}, door))
    return found


def carried(protocol: Protocol, door: DoorName, asked: tuple[Asked, ...]) -> dict[str, Any]:
    """What the page carries for scene.js: the finding of every answer, and who is senior to whom."""
    return {
        "base": [_plain(finding) for finding in base_findings(protocol, door)],
        "seniority": [str(role) for role in Decider],
        "words": {"yes": _("Yes"), "ask": _("Ask"), "no": _("No"), "clause": _("clause")},
        "questions": [
            {
                "name": one.name,
                "lines": [line.name for line in one.lines],
                "none": one.choices[0][0] if one.lines and one.choices else None,
                "findings": [[_plain(finding) for finding in option.findings] for option in one.question.options],
            }
            for one in asked
        ],
    }


def _plain(finding: Finding) -> dict[str, str | None]:
    reason, tongue = in_tongue(finding.reason)
    return {
        "clause": finding.clause, "answer": finding.answer, "reason": reason, "tongue": tongue, "ask": finding.ask,
        "exception_by": finding.exception_by,
    }  # fmt: skip


def shown(findings: Any) -> list[dict[str, str]]:
    """Findings as the page shows them: the strictest first, each with the number of its clause."""
    order = ["no", "ask", "yes"]
    kept_or_found = [
        (one["answer"], one["reason"], one["clause"]) if isinstance(one, dict) else (one.answer, one.reason, one.clause)
        for one in findings
    ]
    rows = [{"answer": str(answer), "reason": reason, "authority": clause} for answer, reason, clause in kept_or_found]
    return sorted(rows, key=lambda row: order.index(row["answer"]))
