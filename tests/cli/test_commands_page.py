"""The reference page of the command is one session: it is typed here as it stands, and what it shows is compared."""

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from offramp.cli.main import app

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
BLOCKS = "".join(re.findall(r"```console\n(.*?)```", PAGE, flags=re.DOTALL))
SESSION = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", BLOCKS, flags=re.MULTILINE)


def names(command, before=()):
    """Every command below this one, as it is typed."""
    if hasattr(command, "commands"):
        return [name for word, below in command.commands.items() for name in names(below, (*before, word))]
    return [" ".join(before)]


@pytest.mark.django_db
def test_the_page_shows_what_the_commands_print():
    for line, shown in SESSION:
        answer = CliRunner().invoke(app, shlex.split(line)[1:])
        expected = re.escape(shown).replace(re.escape("..."), "[^\n]+")
        assert re.fullmatch(expected, answer.stdout + answer.stderr), f"{line}\n{answer.stdout}{answer.stderr}"


def test_the_page_shows_more_than_a_few_commands():
    assert len(SESSION) > 10


@pytest.mark.parametrize("name", names(get_command(app)))
def test_every_command_has_its_place_on_the_page(name):
    if name.startswith("protocol "):
        assert "(protocol-commands.md)" in PAGE
    else:
        assert f"## offramp {name}\n" in PAGE


def test_every_setting_has_its_place_on_the_page_for_operators():
    settings = (ROOT / "offramp" / "config" / "settings.py").read_text(encoding="utf-8")
    commands = (ROOT / "offramp" / "cli" / "main.py").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "how-to" / "run-it-for-real.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\"(OFFRAMP_[A-Z_]+)\"", settings + commands))
    assert named == set(re.findall(r"`(OFFRAMP_[A-Z_]+)`", page.partition("|---")[2].partition("\n\n")[0]))
