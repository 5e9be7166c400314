"""One word for one thing, and none that harms. Pages, sentences in code, catalogues and names are read."""

import ast
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.house import words
from tests.house.tree import PACKAGE, ROOT, name_of, parsed, python_files, templates

TRANSLATED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
READ_ALOUD = {"alt", "aria-label", "aria-description", "placeholder", "title", "data-title"}


class Page(HTMLParser):
    """What a reader of a page sees or hears, without tags."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.feed(source)

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said += [value for name, value in attrs if name in READ_ALOUD and value]


def said_by_template(source: str) -> str:
    source = re.sub(r"{#.*?#}|{%\s*comment\b.*?endcomment\s*%}|<!--.*?-->", " ", source, flags=re.DOTALL)
    translated = re.findall(r"{%\s*trans(?:late)?\s+(['\"])(.*?)\1", source) + re.findall(
        r"_\((['\"])(.*?)\1\)", source
    )
    plain = re.sub(r"{%.*?%}|{{.*?}}", " ", source, flags=re.DOTALL)
    return " ".join([*Page(plain).said, *(text for _, text in translated)])


def said_by_code(tree: ast.Module) -> str:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    sentences = [call.args for call in calls if getattr(call.func, "id", getattr(call.func, "attr", "")) in TRANSLATED]
    return " ".join(part.value for parts in sentences for part in parts if is_text(part))  # type: ignore[attr-defined]


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def said_by_catalogue(file: Path) -> str:
    with file.open("rb") as source:
        messages = [message.string for message in read_po(source)]
    return " ".join(text for one in messages for text in ([one] if isinstance(one, str) else one))


def everything_said() -> Iterator[tuple[str, str]]:
    for path in templates():
        yield name_of(path), said_by_template(path.read_text())
    for path in python_files(PACKAGE):
        yield name_of(path), said_by_code(parsed(path))
    for path in PACKAGE.glob("locale/*/LC_MESSAGES/*.po"):
        yield name_of(path), said_by_catalogue(path)


def found(text: str, unwanted: Iterable[str]) -> list[str]:
    for phrase in [*words.ALLOWED, *words.ALLOWED_FOR_NOW]:
        text = re.sub(re.escape(phrase), " ", text, flags=re.IGNORECASE)
    return [word for word in unwanted if re.search(rf"(?<![\w-]){re.escape(word)}s?(?![\w-])", text, re.IGNORECASE)]


def unwanted_in(place: str) -> list[str]:
    of_justice = words.NEVER_ON_A_JUSTICE_DESK if any(desk in place for desk in words.JUSTICE_DESKS) else ()
    in_spanish = words.NEVER_ON_A_PAGE_IN_SPANISH if place.endswith(".po") else ()
    return [*words.NEVER_ON_A_PAGE, *of_justice, *in_spanish]


def names_in(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def parts_of(name: str) -> set[str]:
    """`ClientCase` and `client_case` are both client and case."""
    return {part.lower() for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def test_no_page_or_sentence_uses_a_word_that_harms() -> None:
    harms = {place: bad for place, text in everything_said() if (bad := found(text, unwanted_in(place)))}
    assert harms == {}


def test_nothing_sent_out_names_the_program() -> None:
    sent = [(place, text) for place, text in everything_said() if place.endswith(words.SENT_OUT)]
    assert [
        place for place, text in sent if any(re.search(rf"\b{word}\b", text) for word in words.NEVER_SENT_OUT)
    ] == []


def test_no_name_in_code_is_a_word_that_harms() -> None:
    names = {(name_of(path), name) for path in python_files(PACKAGE) for name in [path.stem, *names_in(parsed(path))]}
    harms = {(place, name) for place, name in names if parts_of(name) & words.NEVER_A_NAME}
    assert sorted((place, name) for place, name in harms if name not in words.ALLOWED_NAMES) == []


def test_the_glossary_names_every_word_that_is_refused() -> None:
    glossary = (ROOT / "CONTEXT.md").read_text().lower()
    refused = [*words.NEVER_ON_A_PAGE, *words.NEVER_A_NAME]
    assert sorted(word for word in refused if word not in glossary) == []


#: Placeholders for somebody's name, which may be “Dana R.” and bring a full stop of its own.
_NAME = r"(?:(?!line)\w+\.)?(?:name|called|person|officer|recipient|worker|sender|signer|witness)"
NAME_BEFORE_A_STOP = re.compile(rf"{{{{ ?{_NAME}(?:\|\w+)* ?}}}}\.|%\({_NAME}\)s\.|{{{_NAME}}}\.\s")


def test_no_sentence_ends_with_a_name_that_may_bring_a_full_stop_of_its_own() -> None:
    written = [*templates(), *python_files(PACKAGE), *PACKAGE.glob("locale/*/LC_MESSAGES/*.po")]
    ends = {name_of(path): NAME_BEFORE_A_STOP.findall(path.read_text()) for path in written}
    assert {place: sentences for place, sentences in ends.items() if sentences} == {}


@pytest.mark.parametrize(
    "sentence", ["About {{ person.name }}.", "No word to %(recipient)s. Then", "tell {officer}. So"]
)
def test_a_name_before_a_full_stop_is_caught(sentence: str) -> None:
    assert NAME_BEFORE_A_STOP.search(sentence)


def test_no_exception_outlives_its_date() -> None:
    today = datetime.now(tz=UTC).date()
    assert [phrase for phrase, (until, _) in words.ALLOWED_FOR_NOW.items() if until < today] == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>The offender said</p>",
        '<p>{% translate "Two clients wait" %}</p>',
        '<img alt="A no-show">',
        "{% if person %}They relapse{% endif %}",
    ],
)
def test_a_word_on_a_page_is_caught(source: str) -> None:
    assert found(said_by_template(source), words.NEVER_ON_A_PAGE)


@pytest.mark.parametrize(
    "source",
    [
        '<a target="_blank" class="user clean">Case manager</a>',
        "{# never say offender #}{% if user %}{{ user.score }}{% endif %}",
        "<label>Username</label><p>The compliance notice</p>",
    ],
)
def test_a_word_that_nobody_reads_is_not(source: str) -> None:
    assert found(said_by_template(source), words.NEVER_ON_A_PAGE) == []


def test_words_in_code_and_in_names_are_caught() -> None:
    planted = ast.parse("class ClientCase:\n  def show(self, lead_id):\n    text = _('This case failed.')\n")
    assert found(said_by_code(planted), words.NEVER_ON_A_PAGE) == ["failed"]
    assert [name for name in names_in(planted) if parts_of(name) & words.NEVER_A_NAME] == ["ClientCase", "lead_id"]
