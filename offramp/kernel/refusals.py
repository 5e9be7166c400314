"""A refusal is an exception that carries the sentence to show: what happened, and what to do next.

The floors below `design` know no translator. A sentence is written in English, whole and in quotes where it is raised, and
`./run translate` finds it there; values stand in it by name (`NotNow("At most %(days)s days.", days=30)`), never filled in
beforehand. Who shows it says it in the reader's language: `refusal.said(gettext)`.
"""

from collections.abc import Callable
from datetime import date


def marked(sentence: str) -> str:
    """A sentence that is written away from its refusal, so that `./run translate` finds it. It stays English here."""
    return sentence


class Refusal(Exception):  # noqa: N818  (it is an answer, not an error)
    """Something that was asked for and is not done. Nothing has changed.

    Of the `words` that fill the sentence's gaps, a tuple holds words of this program, which are translated too, and a day
    is said as the language says it; anything else is shown as it is: a name, a number, what somebody typed.
    """

    def __init__(self, sentence: str, *, field: str = "", **words: object) -> None:
        self.written, self.field, self.words = sentence, field, words
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """The sentence in English, for the command line and the trail."""
        return self.said(str)

    def said(self, translate: Callable[[str], str]) -> str:
        """The sentence as `translate` says it."""
        words = {name: _listed(word, translate) for name, word in self.words.items()}
        return translate(self.written) % words if words else translate(self.written)


def _listed(word: object, translate: Callable[[str], str]) -> object:
    if isinstance(word, date):
        return translate(_DAY) % {"month": translate(f"{word:%B}"), "day": word.day, "year": word.year}
    return ", ".join(map(translate, word)) if isinstance(word, tuple) else word


_DAY = marked("%(month)s %(day)s, %(year)s")


class NotNow(Refusal):
    """The record is not in a state where this step exists."""


class NotYours(Refusal):
    """The step is somebody else's."""


class Incomplete(Refusal):
    """Something needed is missing or cannot be true."""


def require_words(written: str, *, most: int, missing: Incomplete) -> str:
    """What somebody wrote, stripped. Raises `missing` for nothing, and `Incomplete` for more than `most` characters."""
    said = written.strip()
    if not said:
        raise missing
    if len(said) > most:
        raise Incomplete("Write at most %(most)s characters.", field=missing.field, most=most)
    return said
