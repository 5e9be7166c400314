"""Every question says who asks: the reader stands first in each public function of a `reads.py` or `forgetting.py`."""

import ast

from tests.house.tree import PACKAGE, name_of, parsed, python_files

READERS = ("reader", "member")


def without_a_reader(tree: ast.Module) -> list[str]:
    public = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    return [node.name for node in public if first_argument(node) not in READERS]


def first_argument(function: ast.FunctionDef) -> str | None:
    arguments = [*function.args.posonlyargs, *function.args.args]
    return arguments[0].arg if arguments else None


def test_every_question_names_its_reader_first() -> None:
    files = [path for path in python_files(PACKAGE) if path.name in ("reads.py", "forgetting.py")]
    missing = [f"{name_of(path)}: {name}" for path in files for name in without_a_reader(parsed(path))]
    assert missing == []


def test_a_question_of_nobody_is_caught() -> None:
    planted = "def everyone(site): ...\ndef queue(): ...\ndef mine(member, site): ...\ndef _private(rows): ...\n"
    assert without_a_reader(ast.parse(planted)) == ["everyone", "queue"]
