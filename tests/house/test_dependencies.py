"""Every dependency says why it is here, and every lock holds names, versions and hashes: no addresses."""

import json
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT

REQUIREMENTS = ROOT / "requirements"
LISTS = sorted(REQUIREMENTS.glob("*.in"))


def wanted(file: Path) -> list[str]:
    lines = [line for line in file.read_text().splitlines() if line.strip()]
    return [line for line in lines if not line.startswith(("#", "-r", "-c"))]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", name)[0]).lower()  # type: ignore[index]


@pytest.mark.parametrize("file", LISTS, ids=lambda file: file.name)
def test_every_dependency_says_why(file: Path) -> None:
    assert [line for line in wanted(file) if len(line.partition("#")[2].split()) < 1] == []


@pytest.mark.parametrize("file", LISTS, ids=lambda file: file.name)
def test_every_dependency_is_locked_with_its_hash(file: Path) -> None:
    lock = file.with_suffix(".txt").read_text()
    lines = re.findall(r"^\S+==", lock, re.MULTILINE)  # one package may have a line for each Python
    locked = {plain(line) for line in lines}
    assert [line for line in wanted(file) if plain(line) not in locked] == []
    assert len(re.findall(r"^\S+==.*\\\n +--hash=sha256:", lock, re.MULTILINE)) == len(lines)


@pytest.mark.parametrize("lock", [*REQUIREMENTS.glob("*.txt"), ROOT / "package-lock.json"], ids=lambda lock: lock.name)
def test_no_lock_holds_an_address(lock: Path) -> None:
    assert not re.search(r"https?://|index-url", lock.read_text())


def test_every_npm_package_is_locked_to_one_version() -> None:
    asked = json.loads((ROOT / "package.json").read_text())["dependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert [name for name, package in locked.items() if name and "integrity" not in package] == []
