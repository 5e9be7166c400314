"""Facts at a scene to which a protocol gives a wanted answer, read off the protocol's own questions."""

from collections.abc import Iterator

from offramp.kernel.decisions import Answer
from offramp.protocols import rules
from offramp.protocols.document import Protocol
from offramp.protocols.rules import SceneOption, SceneQuestion

Facts = dict[str, object]


def divertible(protocol: Protocol, door: str = "arrest_diversion") -> Facts:
    """Facts to which the protocol says yes at this door, or asks, where it always asks somebody."""
    facts: Facts = {}
    for question in rules.scene(protocol, door):
        facts |= min(question.options, key=lambda option: _rank(option, question)).fact
    return facts


def offenses(protocol: Protocol) -> list[Facts]:
    """The same facts, once for each listed offense that can be diverted without asking anybody."""
    return [divertible(protocol) | fact for answer, fact in _offense_options(protocol) if answer is Answer.YES]


def unsure(protocol: Protocol) -> Facts:
    """The same facts, but nobody can say which offense it is: whoever decides then is asked."""
    return {name: fact for name, fact in divertible(protocol).items() if name != "offense"}


def refused(protocol: Protocol) -> list[Facts]:
    """Facts to which the protocol says no, one set for each of its noes. Empty where it never says no by itself."""
    return [
        divertible(protocol) | option.fact
        for question in rules.scene(protocol, "arrest_diversion")
        for option in question.options
        if _answer(option) is Answer.NO
    ]


def _offense_options(protocol: Protocol) -> Iterator[tuple[Answer, Facts]]:
    for question in rules.scene(protocol, "arrest_diversion"):
        if question.id == "offense":
            yield from ((_answer(option), option.fact) for option in question.options)


def _answer(option: SceneOption) -> Answer:
    return option.finding.answer if option.finding else Answer.YES


def _rank(option: SceneOption, question: SceneQuestion) -> tuple[int, int]:
    """A plain choice before a ticked line, and then the kinder answer."""
    is_ticked = question.kind != "choice" and option.line != ""
    return int(is_ticked), list(Answer).index(_answer(option))
