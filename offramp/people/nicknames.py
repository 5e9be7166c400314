"""What people are called for short: English from a library, Spanish from the table `nicknames.txt` beside this file."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib import resources

from nicknames import NickNamer


def full_names(given: str) -> frozenset[str]:
    """The full names that somebody called `given` may have: “bill” is william or guillermo, and so is “will”.

    `given` is in small letters without accents (`rules.plain`). Of several words, each is looked up and the whole too. A
    name that is nowhere has none.
    """
    return frozenset[str]().union(
        *(_english(words) | _spanish().get(words, frozenset()) for words in {given, *given.split()})
    )


def _english(name: str) -> frozenset[str]:
    known = _namer()
    return frozenset(known.canonicals_of(name)) | ({name} if known.nicknames_of(name) else frozenset())


@cache
def _namer() -> NickNamer:
    return NickNamer()


@cache
def _spanish() -> Mapping[str, frozenset[str]]:
    found = defaultdict(set)
    text = resources.files("offramp.people").joinpath("nicknames.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            full, *called = line.split(", ")
            for name in (full, *called):
                found[name].add(full)
    return {name: frozenset(full) for name, full in found.items()}
