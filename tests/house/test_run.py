"""`run` says what it can do, does each part once, and never fails without advice."""

import importlib.util
import os
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.house.tree import ROOT


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    loader = SourceFileLoader("run_under_test", str(ROOT / "run"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))  # type: ignore[arg-type]
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader.exec_module(module)
    monkeypatch.setattr(module, "DONE", tmp_path / "done")
    return module


def ask(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, ROOT / "run", *words], capture_output=True, text=True, check=False)


def test_alone_it_lists_its_verbs() -> None:
    said = ask().stdout
    for verb in ("demo", "test", "check", "serve", "bench", "prove", "lock", "translate", "pictures"):
        assert f"  {verb} " in said


def test_an_unknown_verb_is_answered_with_the_known_ones() -> None:
    done = ask("demmo")
    assert done.returncode == 1
    assert "There is no verb “demmo”. The verbs are: demo, test," in done.stderr


def test_a_part_is_done_again_only_when_its_sources_change(run: ModuleType, tmp_path: Path) -> None:
    source, result, times = tmp_path / "lock", tmp_path / "result", []

    def work() -> None:
        times.append(1)
        result.touch()

    source.write_text("1")
    run.once("Making it", result, [source], work)
    run.once("Making it", result, [source], work)
    assert len(times) == 1
    source.write_text("2")
    run.once("Making it", result, [source], work)
    result.unlink()
    run.once("Making it", result, [source], work)
    assert len(times) == 3


def test_a_part_that_broke_off_is_done_again(run: ModuleType, tmp_path: Path) -> None:
    def breaks_off() -> None:
        (tmp_path / "half").touch()
        raise run.Stop("The line is down. Try again.")

    with pytest.raises(run.Stop):
        run.once("Making half", tmp_path / "half", [], breaks_off)
    again: list[int] = []
    run.once("Making half", tmp_path / "half", [], lambda: again.append(1))
    assert again == [1]


def test_a_command_that_fails_says_what_it_said_and_what_to_do(run: ModuleType) -> None:
    with pytest.raises(run.Stop, match=r"(?s)out of tea.*Put the kettle on"):
        run.call(sys.executable, "-c", "raise SystemExit('out of tea')", hint="Put the kettle on.")


def test_a_missing_program_is_named(run: ModuleType) -> None:
    with pytest.raises(run.Stop, match=r"There is no no-such-program on this machine\. Install it\."):
        run.call("no-such-program", hint="Install it.")


@pytest.mark.parametrize("in_ci", [True, False])
def test_a_missing_database_is_loud_in_ci_and_a_printed_skip_elsewhere(
    run: ModuleType, in_ci: bool, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    nothing = subprocess.CompletedProcess([], 1, stdout="", stderr="No PostgreSQL was found.")
    monkeypatch.setattr(run.subprocess, "run", lambda *_, **__: nothing)
    monkeypatch.setattr(run, "IN_CI", in_ci)
    if in_ci:
        with pytest.raises(run.Stop, match="No PostgreSQL was found"):
            run.postgresql_is_here()
    else:
        assert run.postgresql_is_here() is False
        assert "SKIPPED: the suite on PostgreSQL. No PostgreSQL was found." in capsys.readouterr().out


def test_it_is_executable_and_stands_alone() -> None:
    assert os.access(ROOT / "run", os.X_OK)
    text = (ROOT / "run").read_text()
    imported = {line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= sys.stdlib_module_names
