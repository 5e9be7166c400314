"""Marks that stand nowhere else in the world: one in every field that somebody fills, and every form one can take."""

import base64
import html
import json
import random
import string
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

from offramp.kernel.classification import DataClass


@dataclass(frozen=True)
class Canary:
    """What stands in one field, and the class of that field."""

    field: str
    data_class: DataClass
    words: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join(self.words)


class Aviary:
    """Every canary of a world, each made when its field is filled: `fresh("phone", "C2")`."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.all: dict[str, Canary] = {}

    def fresh(self, field: str, data_class: str, *, words: int = 2) -> str:
        """A new mark for a field: words of letters, each with one that has to be escaped almost everywhere."""
        made = Canary(field, DataClass(data_class), tuple(self._word() for _ in range(words)))
        self.all[field] = made
        return str(made)

    def known(self, field: str, data_class: str, *words: str) -> None:
        """A mark that is not letters of ours: a date, which pages write in several ways."""
        self.all[field] = Canary(field, DataClass(data_class), words)

    def _word(self) -> str:
        letters = self._random.choices(string.ascii_lowercase.replace("e", ""), k=7)
        return "".join(letters[:4]).capitalize() + "é" + "".join(letters[4:])

    def forms(self) -> dict[str, frozenset[str]]:
        """Every form of every canary's words, small letters throughout: a reader folds what it reads."""
        return {
            name: frozenset(form for word in one.words for form in forms_of(word)) for name, one in self.all.items()
        }


def forms_of(word: str) -> Iterator[str]:
    """A word as it stands, read backwards, and as a URL, a page, JSON, base64 or hexadecimal digits would write it."""
    for said in (word, word[::-1]):
        yield said.casefold()
        yield quote(said).casefold()
        yield quote_plus(said).casefold()
        yield html.escape(said).casefold()
        yield html.escape(said).encode("ascii", "xmlcharrefreplace").decode().casefold()
        yield json.dumps(said)[1:-1].casefold()
    for spelled in (word, word.lower(), word.upper()):
        raw = spelled.encode()
        yield raw.hex()
        for shift in range(3):  # inside a longer text, base64 begins anywhere
            coded = base64.b64encode(b"\0" * shift + raw).decode()
            yield coded[4 if shift else 0 : len(coded) // 4 * 4 - 4].casefold()


def found_in(text: str, forms: dict[str, frozenset[str]]) -> set[str]:
    """The names of the canaries that stand in a text, in any form."""
    folded = text.casefold()
    return {name for name, known in forms.items() if any(form in folded for form in known)}
