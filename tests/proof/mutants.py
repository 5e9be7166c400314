"""Small faults, put one at a time into the code that decides; a fault that no test of the rules notices is a hole.

`python -m tests.proof.mutants` prints, as JSON, how many were tried and which survived. Own code and not a library: mutmut
rewrites whole files and starts the suite anew for each fault; here are two files of plain rules, and a fork is enough.
"""

import ast
import copy
import importlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

DECIDES = ("offramp.kernel.decisions", "offramp.consent.rules")  # in the order in which one uses the other
NOTICES = (
    "tests/consent/test_rules.py",
    "tests/consent/test_sharing_matrix.py",
    "tests/kernel/test_decisions.py",
    "tests/house/test_explanations.py",
    "tests/house/test_pictures.py",
)
ROOT = Path(__file__).resolve().parents[2]

_OTHER = {
    ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq], ast.Lt: [ast.LtE, ast.GtE], ast.LtE: [ast.Lt, ast.Gt], ast.Gt: [ast.GtE],
    ast.GtE: [ast.Gt], ast.In: [ast.NotIn], ast.NotIn: [ast.In], ast.Is: [ast.IsNot], ast.IsNot: [ast.Is],
    ast.Add: [ast.Sub], ast.Sub: [ast.Add],
}  # fmt: skip
_ANSWERS = {"YES": "NO", "NO": "YES", "ASK": "YES"}


def mutants(source: str) -> Iterator[tuple[str, str]]:
    """Where and what, and the whole source with that one fault in it."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    skipped = {id(inner) for node in nodes for inner in _not_decisions(node)}
    for number, node in enumerate(nodes):
        if id(node) in skipped:
            continue
        for what in range(len(list(_faults(node)))):
            changed = copy.deepcopy(tree)
            said, act = list(_faults(list(ast.walk(changed))[number]))[what]
            act()
            yield f"line {getattr(node, 'lineno', '?')}: {said}", ast.unparse(ast.fix_missing_locations(changed))


def _not_decisions(node: ast.AST) -> Iterator[ast.AST]:
    """What decides nothing: how a class is made, and a guard that a table is drawn straight."""
    if isinstance(node, ast.ClassDef):
        for decorator in node.decorator_list:
            yield from ast.walk(decorator)
    if isinstance(node, ast.keyword) and node.arg == "strict":
        yield from ast.walk(node)


Fault = tuple[str, Callable[[], None]]


def _faults(node: ast.AST) -> Iterator[Fault]:
    """What can be wrong with one node, and the act that makes it wrong."""
    for kind, faults in _OF.items():
        if isinstance(node, kind):
            yield from faults(node)


def _compare(node: ast.Compare) -> Iterator[Fault]:
    for place, op in enumerate(node.ops):
        for other in _OTHER.get(type(op), []):
            yield f"{type(op).__name__} is {other.__name__}", _put(node.ops, place, other())


def _bool(node: ast.BoolOp) -> Iterator[Fault]:
    other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield "and is or" if isinstance(node.op, ast.And) else "or is and", lambda: setattr(node, "op", other)
    for place in range(len(node.values)):
        yield f"operand {place} is gone", lambda place=place: node.values.pop(place)


def _sum(node: ast.BinOp) -> Iterator[Fault]:
    for other in _OTHER.get(type(node.op), []):
        yield f"{type(node.op).__name__} is {other.__name__}", lambda other=other: setattr(node, "op", other())


def _if(node: ast.If | ast.IfExp) -> Iterator[Fault]:
    for value in (True, False):
        yield f"if {value}", lambda value=value: setattr(node, "test", ast.Constant(value))


def _filter(node: ast.comprehension) -> Iterator[Fault]:
    if node.ifs:
        yield "the filter is gone", node.ifs.clear


def _answer(node: ast.Attribute) -> Iterator[Fault]:
    if isinstance(node.value, ast.Name) and node.value.id == "Answer":
        yield f"{node.attr} is {_ANSWERS[node.attr]}", lambda: setattr(node, "attr", _ANSWERS[node.attr])


def _call(node: ast.Call) -> Iterator[Fault]:
    if isinstance(node.func, ast.Name) and node.func.id in ("min", "max"):
        yield "least is most", lambda: setattr(node.func, "id", {"min": "max", "max": "min"}[node.func.id])


def _set(node: ast.Set) -> Iterator[Fault]:
    for place in range(len(node.elts)):
        yield f"{ast.unparse(node.elts[place])} is gone", lambda place=place: node.elts.pop(place)


def _dict(node: ast.Dict) -> Iterator[Fault]:
    for place, key in enumerate(node.keys):
        yield f"{ast.unparse(key or node)} is gone", _drop(node, place)


def _constants(node: ast.Constant) -> Iterator[Fault]:
    if isinstance(node.value, bool):
        yield f"{node.value} is {not node.value}", lambda: setattr(node, "value", not node.value)
    elif isinstance(node.value, int):
        yield f"{node.value} is one more", lambda: setattr(node, "value", node.value + 1)
    elif isinstance(node.value, str) and "case_manager " in node.value:
        yield from _cells(node)


def _cells(node: ast.Constant) -> Iterator[Fault]:
    """Every cell of the sharing matrix, opened where it was closed and closed where it was open."""
    rows = [line.split() for line in node.value.strip().splitlines()]
    for line in range(1, len(rows)):
        for column in range(1, len(rows[line])):
            changed = copy.deepcopy(rows)
            changed[line][column] = "A" if rows[line][column] in (".", "X", "c", "own", "wrote") else "."
            text = "\n".join(" ".join(row) for row in changed)
            yield f"{rows[line][0]} {rows[0][column]}", lambda text=text: setattr(node, "value", text)


def _put(where: list, place: int, what: ast.AST) -> Callable[[], None]:
    return lambda: where.__setitem__(place, what)


def _drop(node: ast.Dict, place: int) -> Callable[[], None]:
    return lambda: (node.keys.pop(place), node.values.pop(place))


_OF: dict[Any, Callable[[Any], Iterator[Fault]]] = {
    ast.Compare: _compare, ast.BoolOp: _bool, ast.BinOp: _sum, (ast.If, ast.IfExp): _if, ast.comprehension: _filter,
    ast.Attribute: _answer, ast.Call: _call, ast.Set: _set, ast.Dict: _dict, ast.Constant: _constants,
}  # fmt: skip


def survives(module: str, source: str) -> bool:
    """Whether every test of the rules passes with this source in place of the module; tried in a process of its own."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    code = 1
    try:
        code = _run(module, source)
    finally:
        os._exit(code)


def _run(module: str, source: str) -> int:
    import pytest

    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    for name in DECIDES:
        text = source if name == module else _source(name)
        fresh = ModuleType(name)
        fresh.__file__ = str(_path(name))
        package, _, own = name.rpartition(".")
        sys.modules[name] = fresh
        setattr(sys.modules[package], own, fresh)
        exec(compile(text, str(_path(name)), "exec"), fresh.__dict__)
    early = (
        "ignore::pytest.PytestAssertRewriteWarning"  # hypothesis is there before pytest: it is read once, not 300 times
    )
    plain = [
        "-q",
        "-x",
        "-W",
        early,
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
        "-p",
        "no:xdist",
        "--hypothesis-seed=0",
    ]
    return int(pytest.main([*plain, *NOTICES]))


def _path(module: str) -> Path:
    return ROOT / f"{module.replace('.', '/')}.py"


def _source(module: str) -> str:
    return _path(module).read_text()


def main() -> None:
    os.chdir(ROOT)
    os.environ |= {"DJANGO_SETTINGS_MODULE": "offramp.config.settings", "OFFRAMP_DEMO": "1"}
    import django

    django.setup()
    for name in ("pytest", "hypothesis", "_pytest.assertion.rewrite"):
        importlib.import_module(name)
    tried = [(module, *one) for module in DECIDES for one in mutants(_source(module))]
    alive = []
    for module, where, source in tried:
        if survives(module, source):
            alive.append(f"{module}, {where}")
            sys.stderr.write(f"{alive[-1]}\n")  # whoever waits need not wait for the end
    sound = all(survives(module, _source(module)) for module in DECIDES)
    json.dump({"tried": len(tried), "alive": alive, "sound": sound}, sys.stdout)


if __name__ == "__main__":
    main()
