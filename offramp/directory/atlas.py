"""Counties and their codes, read from the us-atlas file that set-up fetches. Codes are text: they start with zeros."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import holidays
from django.conf import settings

from offramp.kernel.refusals import Incomplete


def counties(state_fips: str) -> list[tuple[str, str]]:
    """The counties of a state as (five-digit FIPS code, name), by name. Raises `Incomplete` when the file is not there."""
    found = [(shape["id"], shape["properties"]["name"]) for shape in _atlas()["objects"]["counties"]["geometries"]]
    return sorted((pair for pair in found if pair[0].startswith(state_fips)), key=lambda pair: pair[1])


def state(postal: str) -> tuple[str, str, str]:
    """A state by its two letters, as (FIPS code, name, letters). Raises `Incomplete` when there is none."""
    wanted = postal.upper()
    names = {letters: name for name, letters in holidays.country_holidays("US").subdivisions_aliases.items()}
    for shape in _atlas()["objects"]["states"]["geometries"]:
        if shape["properties"]["name"] == names.get(wanted):
            return shape["id"], shape["properties"]["name"], wanted
    raise Incomplete("“%(postal)s” is not a state. Write its two letters, like WV.", field="state", postal=postal)


def state_shapes(state_fips: str) -> dict[str, Any]:
    """The same file cut down to one state's counties, as TopoJSON, for drawing a map."""
    atlas = _atlas()
    shapes = [s for s in atlas["objects"]["counties"]["geometries"] if s["id"].startswith(state_fips)]
    return {**atlas, "objects": {"counties": {"type": "GeometryCollection", "geometries": shapes}}}


@cache
def _atlas() -> Any:
    file = Path(settings.PACKAGE) / "static" / "vendor" / "us-atlas" / "counties-10m.json"
    if not file.exists():
        raise Incomplete("The county file is not here yet. Start ./run demo once, or install the released package.")
    return json.loads(file.read_text())
