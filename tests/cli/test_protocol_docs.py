"""The examples of the documentation are run: what a page promises, the command does."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from offramp.cli.protocol import app
from offramp.protocols import document
from tests.protocols.texts import protocol_text

DOCS = Path(__file__).parents[2] / "docs"
FORMAT = (DOCS / "reference" / "protocol-format.md").read_text(encoding="utf-8")
COMMANDS = (DOCS / "reference" / "protocol-commands.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```console\n\$ (.*?)\n(.*?)```", COMMANDS, flags=re.S)


def ran(line):
    """What `line` prints, with an echo piped into it where the page shows one."""
    echoed, _, command = line.rpartition(" | ")
    stdin = shlex.split(echoed)[1] if echoed else None
    words = shlex.split(command)
    assert words[:2] == ["offramp", "protocol"]
    answer = CliRunner().invoke(app, words[2:], input=stdin)
    return answer.stdout + answer.stderr


@pytest.mark.parametrize(("line", "shown"), EXAMPLES, ids=[line for line, _ in EXAMPLES])
def test_a_documented_command_prints_what_the_page_shows(line, shown):
    printed = ran(line)
    if shown.endswith("...\n"):
        assert printed.startswith(shown.removesuffix("...\n"))
    else:
        assert printed == shown


@pytest.mark.parametrize("command", [one.name or one.callback.__name__ for one in app.registered_commands])
def test_every_command_is_documented(command):
    assert f"## {command}\n" in COMMANDS


@pytest.mark.parametrize(("example", "count"), [(0, 2), (1, 8)])
def test_the_clauses_of_the_format_page_are_a_protocol(example, count):
    clauses = re.findall(r"```yaml\n(eligibility:.*?)```", FORMAT, flags=re.S)[example]
    text = protocol_text(
        eligibility="\n" + clauses.replace("[drug_possession]", "[possession]"),
        aggrieved_party="\naggrieved_party: {id: 5(z), says: It is not asked., authority: t, rule: not_asked}\n",
    )
    assert len(document.load(text).clauses) == count


def test_every_section_and_kind_of_clause_is_on_the_format_page():
    schema = document.schema()
    parts = [part.get("properties", {}) for part in schema["$defs"].values()]
    in_spanish = {word for part in parts for word in part if word.endswith("_in_spanish")}
    kinds = [part["kind"]["const"] for part in parts if "kind" in part]
    assert len(kinds) == 9
    assert [word for word in (*schema["properties"], *kinds, *in_spanish) if word not in FORMAT] == []
