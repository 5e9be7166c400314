"""Words that a page shows of a protocol: a str, in English, that can say itself in Spanish too.

Every sentence or label of a protocol file that reaches a page may have its Spanish beside it (`label` and
`label_in_spanish`). Words are in one language, whole: a sentence of the program with a label in it is Spanish only where
the file has that label in Spanish. Nothing here knows a translator; whoever shows the words brings one.
"""

from collections.abc import Callable, Mapping

from pydantic import BaseModel

Translate = Callable[[str], str]


class Said(str):
    """Words of a protocol file as they are in English, and the file's own Spanish; None where it has none."""

    __slots__ = ("spanish",)
    spanish: str | None

    def __new__(cls, english: str, spanish: str | None = None) -> "Said":
        made = super().__new__(cls, english)
        made.spanish = spanish
        return made

    def in_spanish(self, translate: Translate) -> str | None:
        """The same in Spanish; None where the file says it in English alone."""
        return self.spanish

    def lowered(self) -> "Said":
        """The same as it stands inside a sentence."""
        return Said(_lowered(self), self.spanish and _lowered(self.spanish))


class Phrase(Said):
    """Words of the program itself, which its catalogue translates, with words of the file in their gaps by name.

    What stands in a gap and is no `Said`, such as a number with its unit, is the same in both languages.
    """

    __slots__ = ("words", "written")
    written: str
    words: Mapping[str, str]

    def __new__(cls, written: str, **words: str) -> "Phrase":
        made = str.__new__(cls, written % words if words else written)
        made.spanish, made.written, made.words = None, written, words
        return made

    def in_spanish(self, translate: Translate) -> str | None:
        """The same in Spanish, as `translate` says it; None where one of its gaps is English alone."""
        words = {name: _in_spanish(word, translate) for name, word in self.words.items()}
        if None in words.values():
            return None
        return translate(self.written) % words if words else translate(self.written)


def in_both(part: BaseModel, name: str) -> Said:
    """What a part of a protocol says under `name`, with the Spanish that stands beside it."""
    return Said(getattr(part, name), getattr(part, f"{name}_in_spanish"))


def in_language(language: str, part: BaseModel, name: str) -> str:
    """What a part of a protocol says under `name` on a paper in a language; in English where the file has no other."""
    said = in_both(part, name)
    return str((language == "es" and said.spanish) or said)


def _in_spanish(word: str, translate: Translate) -> str | None:
    return word.in_spanish(translate) if isinstance(word, Said) else word


def _lowered(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
