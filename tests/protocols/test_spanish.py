"""A protocol says in Spanish whatever its file has in Spanish, and nothing in half a language."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel

from offramp.protocols import document, rules
from offramp.protocols.document import Faults, Protocol
from offramp.protocols.faults import Page
from offramp.protocols.reasons import Because, concerns, retold
from offramp.protocols.said import Phrase, Said
from tests.house import words
from tests.house.test_words import found
from tests.protocols.texts import EVERY_KIND, SANTA_FE, SEATTLE_PILOT, protocol_text

ON = date(2026, 11, 22)
DOORS = ("arrest_diversion", "social_contact", "community")
SHIPPED = {key: document.shipped_text(key) for key in document.shipped()}
TEXTS = {"Seattle pilot": SEATTLE_PILOT, "Santa Fe": SANTA_FE, "every kind": EVERY_KIND}
SHOWN = ("says", "question", "label", "substance", "form")
FENTANYL = {"amount": 2, "unit": "g", "substance": "fentanyl", "form": "powder"}

FOR_THEFT_ONLY = SEATTLE_PILOT.replace("only_for: [possession, sales]", "only_for: [theft]")
PROSECUTOR_DECIDES = protocol_text(
    doors="""
doors:
  arrest_diversion: {id: 2(a), says: An officer may offer it., authority: test, open: yes, decides: prosecutor}
  social_contact: {id: 2(b), says: An officer may refer., authority: test, open: yes, decides: supervisor}
  community: {id: 2(c), says: Anyone may refer., authority: test, open: yes, decides: project_manager}
"""
)


def marked_as_translated(sentence: str) -> str:
    """Stands for the catalogue: what went through it can be told from what did not."""
    return f"«{sentence}»"


def in_spanish_too(data: Any) -> Any:
    """A protocol's plain data with Spanish beside everything that the scene shows."""
    if isinstance(data, list):
        return [in_spanish_too(one) for one in data]
    if not isinstance(data, dict):
        return data
    beside = {f"{name}_in_spanish": f"Digo: {data[name]}" for name in SHOWN if isinstance(data.get(name), str)}
    listed = [*data.get("one_of", ()), *data.get("except", ())] if data.get("kind") == "list" else []
    words = {"words_in_spanish": {word: f"Digo: {word}" for word in listed}} if listed else {}
    return {name: in_spanish_too(value) for name, value in data.items()} | beside | words


def whole(text: str) -> Protocol:
    """The same protocol with all its Spanish. What a place is called is shown nowhere."""
    data = Page(text).data
    return Protocol.model_validate({**in_spanish_too(data), "places": data["places"]})


def scene_words(protocol: Protocol, door: str) -> Iterator[Said]:
    for question in rules.scene(protocol, door):
        yield question.question
        for option in question.options:
            yield option.label
            yield from [option.line] if option.line else []
            yield from (finding.reason for finding in option.findings)


def spanish(words: str) -> str | None:
    assert isinstance(words, Said)
    return words.in_spanish(marked_as_translated)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_where_the_file_is_whole_so_is_the_scene(text: str, door: str) -> None:
    assert [words for words in scene_words(whole(text), door) if spanish(words) is None] == []


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("text", SHIPPED.values(), ids=SHIPPED.keys())
def test_the_scene_of_a_shipped_protocol_is_whole(text: str, door: str) -> None:
    assert [words for words in scene_words(document.load(text), door) if spanish(words) is None] == []


def told(part: object) -> Iterator[tuple[str, object, object]]:
    """Whatever could have its Spanish beside it: its name, the English, and the Spanish."""
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            value = getattr(part, name)
            if value and hasattr(part, f"{name}_in_spanish"):
                yield name, value, getattr(part, f"{name}_in_spanish")
            yield from told(value)
    elif isinstance(part, tuple):
        for one in part:
            yield from told(one)


def untold(part: object) -> list[str]:
    return [f"{name}: {english}" for name, english, spanish in told(part) if not spanish]


@pytest.mark.parametrize("text", SHIPPED.values(), ids=SHIPPED.keys())
def test_a_shipped_protocol_leaves_nothing_out(text: str) -> None:
    assert untold(document.load(text)) == []


@pytest.mark.parametrize("text", SHIPPED.values(), ids=SHIPPED.keys())
def test_the_spanish_of_a_shipped_protocol_has_no_word_that_harms(text: str) -> None:
    said = [str(spanish) for _name, _english, spanish in told(document.load(text))]
    assert len(said) > 20
    assert [one for one in said if found(one, words.NEVER_ON_A_PAGE_IN_SPANISH)] == []


def test_what_is_left_out_is_found() -> None:
    assert "label: Theft" in untold(document.load(SEATTLE_PILOT))


# Sentences of the program with words of the file in them ---------------------------------------------------------------


def reason(text: str, clause: str, facts: dict[str, object]) -> str | None:
    found = rules.assess(whole(text), facts, door="arrest_diversion", on=ON)
    return next(spanish(one.reason) for one in found.findings if one.clause == clause)


def test_a_sentence_of_the_program_holds_the_files_own_words() -> None:
    assert reason(SEATTLE_PILOT, "3(f)", {}) == "«Not known yet: digo: Serious violence, ever.»"


def test_an_amount_is_said_with_its_unit_and_its_substance() -> None:
    found = reason(EVERY_KIND, "3(d)", {"amount": FENTANYL})
    assert found == "««1 g or more of Digo: fentanyl» was found.»"


def test_a_sentence_is_in_one_language_or_the_other() -> None:
    said = Phrase("Not known yet: %(label)s.", label=Said("The amount"))
    assert (str(said), spanish(said)) == ("Not known yet: The amount.", None)
    assert spanish(Phrase("Not known yet: %(label)s.", label=Said("The amount", "La cantidad"))) is not None


def test_a_unit_without_spanish_is_the_same_in_both() -> None:
    tablets = EVERY_KIND.replace("{more_than: 3, unit: g}", "{more_than: 3, unit: tablets, unit_in_spanish: pastillas}")
    panel = next(one for one in rules.scene(document.load(tablets), "arrest_diversion") if one.id == "amount")
    assert spanish(panel.options[0].label) == "«3 pastillas or less»"
    panel = next(one for one in rules.scene(document.load(SEATTLE_PILOT), "arrest_diversion") if one.id == "amount")
    assert spanish(panel.options[0].label) == "«3 g or less»"


def test_a_question_of_the_programs_own_is_translated_by_its_catalogue_and_one_of_the_sites_is_not() -> None:
    own = SEATTLE_PILOT.replace("  unlisted: no\n", "  question: What happened?\n  unlisted: no\n")
    asked = [rules.scene(document.load(text), "arrest_diversion")[0].question for text in (SEATTLE_PILOT, own)]
    assert [str(one) for one in asked] == ["What is the offense?", "What happened?"]
    assert [spanish(one) for one in asked] == ["«What is the offense?»", None]


# What was kept in English is said again --------------------------------------------------------------------------------

JUDGED = (
    (EVERY_KIND, {}), (SEATTLE_PILOT, {}), (SEATTLE_PILOT, {"offense": "burglary"}), (SEATTLE_PILOT, {"offense": "other"}),
    (SEATTLE_PILOT, {"offense": "35A", "amount": "4 g", "serious_violence": "no", "lesser_violence": "inside"}),
    (SEATTLE_PILOT, {"offense": "theft"}), (SEATTLE_PILOT, {"offense": "possession", "amount": "2 g"}),
    (FOR_THEFT_ONLY, {"amount": "4 g"}), (PROSECUTOR_DECIDES, {}), (SANTA_FE, {"age": 30}),
    (EVERY_KIND, {"aggrieved_party": "agrees", "amount": FENTANYL, "willing": "yes", "before": 1}),
    (EVERY_KIND, {"aggrieved_party": "disagrees", "last_seen": "inside", "supervision": "parole"}),
    (EVERY_KIND, {"aggrieved_party": "none_present", "home": "south", "profit": "no"}),
)  # fmt: skip


def judged() -> Iterator[tuple[Protocol, rules.Finding]]:
    for text, facts in JUDGED:
        protocol = whole(text)
        for door in DOORS:
            yield from ((protocol, one) for one in rules.assess(protocol, facts, door=door, on=ON).findings)
    for text in TEXTS.values():
        protocol = whole(text)
        for question in (question for door in DOORS for question in rules.scene(protocol, door)):
            yield from ((protocol, one) for option in question.options for one in option.findings)


def test_every_reason_that_was_kept_can_be_said_in_spanish_again() -> None:
    for protocol, finding in judged():
        kept = [{"clause": finding.clause, "answer": str(finding.answer), "reason": str(finding.reason)}]
        assert spanish(retold(protocol, kept)[0]["reason"]) == spanish(finding.reason) is not None


def test_no_sentence_is_left_that_no_clause_gives() -> None:
    given = {finding.reason.written for _, finding in judged() if isinstance(finding.reason, Phrase)}
    assert given == set(Because)


def test_a_reason_that_no_clause_of_the_version_gives_stays_as_it_was_kept() -> None:
    kept = [{"clause": "3(f)", "reason": "An older sentence."}, {"clause": "99", "reason": "Of no clause."}]
    found = [one["reason"] for one in retold(whole(SEATTLE_PILOT), kept)]
    assert found == ["An older sentence.", "Of no clause."]
    assert [spanish(one) for one in found] == [None, None]


def test_why_somebody_was_referred_is_found_again_by_its_label() -> None:
    poverty, other = concerns(whole(SEATTLE_PILOT), ["Poverty", "knows"])
    assert (spanish(poverty), type(other)) == ("Digo: Poverty", str)


# Faults ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            SEATTLE_PILOT.replace("  unlisted: no\n", "  question_in_spanish: ¿Qué pasó?\n  unlisted: no\n"),
            '"question_in_spanish" has no English beside it.',
        ),
        (
            EVERY_KIND.replace("one_of: [north_*, south]", "one_of: [north_*, south], words_in_spanish: {suth: sur}"),
            '"suth" is not a word of this list.',
        ),
        (
            SEATTLE_PILOT.replace("days: 30, count", "means_in_spanish: {participation: Participa.}, days: 30, count"),
            '"participation" has no English beside it.',
        ),
        (
            SEATTLE_PILOT.replace("nobody_comes: Hand", "nobody_comes_in_spanish: Por teléfono\n  nobody_comes: Hand"),
            '"nobody_comes_in_spanish" is not written the right way. Write one whole sentence that ends with a period.',
        ),
    ],
)
def test_spanish_that_would_never_be_seen_is_a_fault(text: str, said: str) -> None:
    with pytest.raises(Faults) as wrong:
        document.load(text)
    assert said in str(wrong.value)


def test_a_protocol_needs_no_spanish() -> None:
    assert "_in_spanish" not in EVERY_KIND
    assert rules.facts(document.load(EVERY_KIND))[1].question_in_spanish is None
