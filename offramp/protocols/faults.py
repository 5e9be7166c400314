"""What is wrong with a file that people write, such as a protocol: the line, the clause, a sentence, and the remedy.

Reads YAML 1.2 itself, node by node, for three reasons: every value keeps its line, numbers become `Decimal` and never
float, and nothing a reader cannot see on the page (anchors, tags, merged keys) gets in.
"""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import chain, islice
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Path = tuple[str | int, ...]
Disagreement = tuple[Path, str, str]  # where one part does not fit another, the sentence, and the remedy
AnyModel = TypeVar("AnyModel", bound=BaseModel)

# Nobody mends more at a time, and one slip in the indentation can make thousands.
MOST_FAULTS = 50
_LONGEST_NUMBER = 30  # digits; anything longer is no number that a protocol means
_LONGEST = 200_000  # characters; the longest shipped protocol has about a tenth of this


@dataclass(frozen=True, slots=True)
class Sort:
    """What sort of file is read, and where its writer finds an example."""

    name: str
    to_start: str
    to_compare: str


PROTOCOL = Sort(
    "protocol", "Start from a copy: offramp protocol show NAME > mine.yaml", "Compare it with a shipped protocol."
)

_NO_DAY = "%s is not a day.", "Write a day that exists, year first, like 2026-06-01."
_NO_PARTS = "%s has parts of its own.", "Write the parts of this entry on indented lines below it."
_TOO_LONG = "%s is too long.", "Write at most {max_length} characters."
_NOT_WHOLE = "%s must be a whole number."

#: By the kind of fault: the sentence about what is named, and the remedy. {ge} and the like are the limits of the format.
_SAID = {
    "int_type": (_NOT_WHOLE, "Write a whole number without quotation marks, like 30."),
    "int_from_float": (_NOT_WHOLE, "Write a whole number, like 30."),
    "greater_than_equal": ("%s is too small.", "Write {ge} or more."),
    "less_than_equal": ("%s is too large.", "Write {le} or less."),
    "decimal_max_places": ("%s has too many decimals.", "Write at most {decimal_places} decimals."),
    "string_type": (
        "%s must be words.", "Write words. What looks like a number or a true/false must be in quotation marks.",
    ),
    "string_too_short": ("%s is empty.", "Write something here, or remove the line."),
    "string_too_long": _TOO_LONG,
    "too_long": _TOO_LONG,
    "tuple_type": ("%s must be a list.", 'Write a list: one entry a line, each after a "-".'),
    "model_type": _NO_PARTS,
    "dict_type": _NO_PARTS,
    "model_attributes_type": _NO_PARTS,
    "date_from_datetime_parsing": _NO_DAY,
    "date_from_datetime_inexact": _NO_DAY,
    "date_parsing": _NO_DAY,
    "date_type": _NO_DAY,
    "union_tag_not_found": (
        "This clause does not say of which kind it is.", "Say which kind of clause this is, like \"kind: yes_no\".",
    ),
}  # fmt: skip

_UNSEEN = ("Cc", "Cf", "Cs")

_PATTERN_REMEDIES = {
    "id": "Write an id like 2(a) or 4.",
    "within": 'Write a number of days, months or years, like "10 years", or ever.',
    "nibrs": "Write a NIBRS code of three characters, like 35A.",
    "from": "Write a time of day with four digits, like 08:00.",
    "to": "Write a time of day with four digits, like 17:30, or 24:00 for midnight.",
    "says": "Write one whole sentence that ends with a period.",
    "requirement": "Write one whole sentence that ends with a period.",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `line` counts from 1; `clause` is empty where the fault stands in no clause."""

    line: int
    clause: str
    sentence: str
    remedy: str

    def __str__(self) -> str:
        where = f"line {self.line}" + (f", clause {self.clause}" if self.clause else "")
        return f"{where}: {self.sentence} {self.remedy}"


class Faults(ValueError):  # noqa: N818  (they are what a reader is told, one by one)
    """A file that cannot be used, and what is wrong with it; of very many faults the first, and that there are more.

    `more_than` is how many are told where there are more, else None.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        found = list(islice(faults, MOST_FAULTS + 1))
        told = sorted(found[:MOST_FAULTS], key=lambda fault: fault.line)
        self.more_than = MOST_FAULTS if len(found) > MOST_FAULTS else None
        if self.more_than:
            sentence = f"More is wrong with this file than these {MOST_FAULTS} faults."
            told.append(Fault(told[-1].line, "", sentence, "Mend these and check again: the rest follows then."))
        self.faults = tuple(told)
        super().__init__("\n".join(map(str, self.faults)))


def visible(text: str) -> str:
    """A text with a question mark for everything in it that is no sign to see: escapes, half characters, directions."""
    if text.isprintable():
        return text
    return "".join("?" if unicodedata.category(one) in _UNSEEN and one not in "\n\t" else one for one in text)


class Page:
    """The text of a file as plain values, with the line on which each stands."""

    def __init__(self, text: str, sort: Sort = PROTOCOL) -> None:
        self.sort = sort
        self.lines: dict[Path, int] = {}
        self.faults: list[Fault] = []
        self._seen: set[int] = set()
        self.data = self._read(_compose(text, sort), ())

    def line(self, path: Path) -> int:
        """The line of the value at `path`, or of the nearest thing around it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)

    def clause(self, path: Path) -> str:
        """The id of the clause around `path`."""
        ids, here = [""], self.data
        for step in (*path, None):
            ids += [_id_of(here)] if _id_of(here) else []
            here = _inside(here, step)
        return ids[-1]

    def ids(self) -> Iterator[tuple[Path, str]]:
        """Every id with its place, in the order of the file."""
        for path in sorted(self.lines, key=lambda one: self.lines[one]):
            if path[-1:] == ("id",):
                here = self.data
                for step in path[:-1]:
                    here = _inside(here, step)
                if found := _id_of(here):
                    yield path, found

    def fault(self, path: Path, sentence: str, remedy: str) -> Fault:
        return Fault(self.line(path), self.clause(path), sentence, remedy)

    def _read(self, node: Node, path: Path) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if id(node) in self._seen and not isinstance(node, ScalarNode):
            # Said once: each reference may hold a dozen others, and a line for every one of them helps nobody.
            sentence = "This repeats another part of the file by reference."
            raise Faults(
                [
                    *self.faults,
                    Fault(node.start_mark.line + 1, "", sentence, "Write it out in full."),
                ]
            )
        self._seen.add(id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self._read(item, (*path, n)) for n, item in enumerate(node.value)]
        return self._scalar(node.tag or "", node)

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self._report(
                    key, "A list or a group stands where a name belongs.",
                    "Write one word before the colon, and put words in { or [ into quotation marks.",
                )  # fmt: skip
                continue
            name = self._seen_words(key)
            if name in found:
                self._report(key, f'"{name}" stands here twice.', "Keep one of the two.")
            self.lines[(*path, name)] = key.start_mark.line + 1
            found[name] = self._read(value, (*path, name))
        return found

    def _seen_words(self, node: Node) -> str:
        """The words of a node. What nobody can see in them is a fault, and goes no further than this page."""
        words = visible(str(node.value))
        if words != node.value:
            self._report(node, "A sign stands here that nobody can see.", "Type these words anew, without it.")
        return words

    def _scalar(self, tag: str, node: Node) -> Any:
        kind = tag.removeprefix("tag:yaml.org,2002:")
        if kind in ("str", "timestamp"):
            return self._seen_words(node)
        if kind == "null":
            return None
        if kind == "bool":
            return node.value.lower() == "true"
        if kind in ("int", "float"):
            return _number(node.value)
        self._report(node, f"Offramp does not know the tag {tag}.", "Remove it.")
        return None

    def _report(self, node: Node, sentence: str, remedy: str) -> None:
        self.faults.append(Fault(node.start_mark.line + 1, "", sentence, remedy))


def _compose(text: str, sort: Sort) -> Node:
    if len(text) > _LONGEST:
        sentence = f"This file is too long for a {sort.name}."
        raise Faults([Fault(1, "", sentence, f"Keep it under {_LONGEST} characters.")])
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Faults([_not_yaml(mark.line + 1 if mark else 1, error.problem or "it is not clear")]) from error
    except RecursionError as error:
        sentence = "Too many lists or groups stand inside each other."
        raise Faults([Fault(1, "", sentence, sort.to_compare)]) from error
    except (YAMLError, ValueError) as error:
        raise Faults([_not_yaml(1, str(error).splitlines()[0])]) from error
    if not isinstance(node, MappingNode):
        raise Faults([Fault(1, "", f"This is not a {sort.name}.", sort.to_start)])
    return node


def _not_yaml(line: int, problem: str) -> Fault:
    return Fault(
        line, "", f"The file cannot be read from here on: {problem}.",
        "Check the indentation, and put a sentence with a colon in it into quotation marks.",
    )  # fmt: skip


def _number(written: str) -> int | Decimal | str:
    if len(written) > _LONGEST_NUMBER:
        return written
    try:
        number = Decimal(written)
    except InvalidOperation:
        return written
    if not number.is_finite():
        return written
    return int(number) if written.lstrip("+-").isdigit() else number


def _id_of(part: Any) -> str:
    """The id of a part as it is written; empty where it has none, or something that is no id."""
    written = part.get("id") if isinstance(part, Mapping) else None
    return str(written) if isinstance(written, str | int | Decimal) and not isinstance(written, bool) else ""


def _inside(here: Any, step: str | int | None) -> Any:
    if isinstance(here, Mapping):
        return here.get(step)
    if isinstance(here, Sequence) and not isinstance(here, str) and isinstance(step, int) and step < len(here):
        return here[step]
    return None


def read(
    page: Page,
    model: type[AnyModel],
    disagreements: Callable[[AnyModel], Iterable[Disagreement]],
    found: Iterable[Fault] = (),
) -> AnyModel:
    """The page as one value of `model` whose parts fit each other. Raises `Faults` with everything that is wrong.

    `found` is what is wrong already, beside what the page itself reports.
    """
    wrong = [*page.faults, *found]
    try:
        whole = model.model_validate(page.data)
    except ValidationError as error:
        raise Faults(chain(wrong, _faults_of(error, page, _words_of(model)))) from error
    told = Faults(chain(wrong, (page.fault(*one) for one in disagreements(whole))))
    if told.faults:
        raise told
    return whole


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The shape of such a file as JSON Schema (2020-12), for editors and other programs."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | model.model_json_schema(by_alias=True)


@cache
def _words_of(model: type[BaseModel]) -> frozenset[str]:
    """Every word that can stand before a colon in such a file, for "did you mean"."""
    definitions = model.model_json_schema(by_alias=True)
    parts = [definitions, *definitions.get("$defs", {}).values()]
    return frozenset(word for part in parts for word in part.get("properties", ()))


def _faults_of(error: ValidationError, page: Page, words: Iterable[str]) -> Iterator[Fault]:
    """What pydantic found, said for the person who wrote the file. `words` are all the words such a file may use."""
    known = sorted(words)
    errors = error.errors(include_url=False)
    for one in errors:
        if one["type"] == "too_short" and any(_is_inside(other["loc"], one["loc"]) for other in errors):
            continue  # there are entries, and what is wrong with them is said of them
        path = _path(one["loc"], page.data)
        sentence, remedy = _say(one["type"], path, one.get("ctx", {}), one["input"], known)
        yield page.fault(path, sentence, remedy or page.sort.to_compare)


def _is_inside(inner: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def _path(loc: tuple[int | str, ...], data: Any) -> Path:
    """Pydantic's place without the names of the classes it tried, ending at the thing that is wrong or missing."""
    path: Path = ()
    here = data
    for n, step in enumerate(loc):
        inner = _inside(here, step)
        present = inner is not None or (isinstance(here, Mapping) and step in here)
        if present or n == len(loc) - 1:
            path, here = (*path, step), inner
    return path


def _say(kind: str, path: Path, ctx: Mapping[str, Any], given: object, known: list[str]) -> tuple[str, str]:
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    if kind == "protocol":
        return ctx["sentence"], ctx["remedy"]
    if kind == "missing":
        return f'"{name}" is missing.', f'Add a line "{name}: ..." here.'
    if kind == "extra_forbidden":
        close = difflib.get_close_matches(name, known, n=1)
        return f'"{name}" is not a word for this place.', f'Did you mean "{close[0]}"?' if close else "Remove the line."
    if kind in ("literal_error", "enum", "union_tag_invalid"):
        expected = ctx.get("expected") or ctx["expected_tags"]
        word = given.get("kind") if isinstance(given, Mapping) else given
        if word is None or isinstance(word, Mapping | list):
            return f'"{name or "kind"}" must be one word.', f"Write one of: {_one_of(expected)}."
        return (
            f'"{_written(word)}" is not a word Offramp knows for "{name or "kind"}".',
            f"Write one of: {_one_of(expected)}.",
        )
    if kind == "string_pattern_mismatch":
        return f'"{name}" is not written the right way.', _pattern_remedy(name)
    named = f'"{name}"' if name else "This"
    if kind == "too_short":
        least = ctx["min_length"]
        return f"{named} is too short.", f"Write at least {'one entry' if least == 1 else f'{least} entries'}."
    sentence, remedy = _SAID.get(kind, ("%s cannot be used as it stands.", ""))
    return sentence.replace("%s", named), remedy.format(**ctx)


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _pattern_remedy(name: str) -> str:
    for known, remedy in _PATTERN_REMEDIES.items():
        if name == known or (known == "says" and name.endswith(("spanish", "comes", "principle"))):
            return remedy
    return "Write it in small letters, digits and _, without spaces."


def _one_of(expected: str) -> str:
    """The words themselves, where pydantic may show how Python writes them: <Decider.PROSECUTOR: 'prosecutor'>."""
    return re.sub(r"<[\w.]+: ([^>]*)>", r"\1", expected.replace("'", "")).replace(" or ", ", ")
