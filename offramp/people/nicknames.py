"""What people are called for short. The table, with where it comes from, is `nicknames.txt` beside this file."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib import resources


def full_names(given: str) -> frozenset[str]:
    """The full names that somebody called `given` may have: “bill” is william or guillermo, and so is “will”.

    `given` is in small letters without accents (`rules.plain`). Of several words, each is looked up and the whole too. A
    name that is on no line has none.
    """
    return frozenset[str]().union(*(_table().get(words, frozenset()) for words in {given, *given.split()}))


@cache
def _table() -> Mapping[str, frozenset[str]]:
    found = defaultdict(set)
    text = resources.files("offramp.people").joinpath("nicknames.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            full, *called = line.split(", ")
            for name in (full, *called):
                found[name].add(full)
    return {name: frozenset(full) for name, full in found.items()}
