"""Arrows run down. The contract is in pyproject.toml; here it is run, and shown to catch what it should."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, ROOT

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def broken_contracts(report: str) -> str:
    return "\n".join(line for line in report.splitlines() if line.endswith("BROKEN"))


@pytest.fixture
def copy_of_the_house(tmp_path: Path) -> Path:
    shutil.copytree(PACKAGE, tmp_path / "offramp", ignore=shutil.ignore_patterns("static", "locale", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_import_runs_down() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        pytest.param("kernel/planted.py", "import offramp.desks", "Floors", id="the lowest floor uses the highest"),
        pytest.param("consent/planted.py", "import offramp.protocols", "Floors", id="a floor uses its neighbour"),
        pytest.param("directory/rules.py", "import django", "plain Python", id="a rule uses Django"),
        pytest.param(
            "desks/planted.py", "import offramp.directory.models", "never in tables", id="a desk uses a table"
        ),
        pytest.param("planted/__init__.py", "", "Floors", id="a new package without a floor"),
    ],
)
def test_a_planted_fault_is_caught(copy_of_the_house: Path, file: str, line: str, broken: str) -> None:
    planted = copy_of_the_house / "offramp" / file
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(f"{line}\n")
    done = lint_imports(copy_of_the_house)
    assert done.returncode != 0
    assert broken in broken_contracts(done.stdout)
