"""What changed between two protocols, by whole clauses: the unit in which people decide."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from offramp.protocols.clauses import IN_SPANISH, Clause, clauses_in


@dataclass(frozen=True, slots=True)
class Change:
    """One clause that was added, removed or changed; or a line of the head of the file, under its name.

    `numbers` lists every particular that differs, as (name, old, new) in plain text; the sentence itself is not in it.
    """

    clause: str
    kind: Literal["added", "removed", "changed"]
    old: str
    new: str
    numbers: tuple[tuple[str, str, str], ...] = ()


def changes(a: BaseModel, b: BaseModel) -> tuple[Change, ...]:
    """From protocol `a` to protocol `b`, in the order of `b`, then what only `a` had."""
    before = {clause.id: clause for clause in clauses_in(a)}
    after = {clause.id: clause for clause in clauses_in(b)}
    found = [_change(before.get(one), clause) for one, clause in after.items()]
    removed = [Change(one, "removed", clause.says, "") for one, clause in before.items() if one not in after]
    return (*_head(a, b), *(change for change in (*found, *removed) if change is not None))


def _head(a: BaseModel, b: BaseModel) -> Iterator[Change]:
    """What changed above the first clause: each line that is words by itself, with its Spanish beside it."""
    for name in ("key", "title", "about"):
        old, new = getattr(a, name), getattr(b, name)
        before, after = (getattr(one, name + IN_SPANISH, None) or "" for one in (a, b))
        numbers = ((name + IN_SPANISH, before, after),) if before != after else ()
        if old != new or numbers:
            yield Change(name, "changed", old, new, numbers)


def _change(old: Clause | None, new: Clause) -> Change | None:
    if old is None:
        return Change(new.id, "added", "", new.says)
    numbers = tuple(_differences(old, new))
    if old.says == new.says and not numbers:
        return None
    return Change(new.id, "changed", old.says, new.says, numbers)


def _differences(old: Clause, new: Clause) -> Iterator[tuple[str, str, str]]:
    before, after = dict(_particulars(old)), dict(_particulars(new))
    for name in [*before, *(name for name in after if name not in before)]:
        if before.get(name, "") != after.get(name, ""):
            yield name, before.get(name, ""), after.get(name, "")


def _particulars(part: BaseModel, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every value of a clause as plain text by name; the clauses inside it speak for themselves."""
    for name, field in type(part).model_fields.items():
        if not (prefix == "" and name in ("id", "says")):
            yield from _values(getattr(part, name), prefix + (field.alias or name))


def _values(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Clause) or value is None:
        return
    if isinstance(value, BaseModel):
        yield from _particulars(value, f"{name}.")
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _values(one, f"{name}.{key}")
    elif isinstance(value, tuple) and any(isinstance(one, BaseModel) for one in value):
        for n, one in enumerate(value, start=1):
            yield from _values(one, f"{name} {n}")
    else:
        yield name, _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
