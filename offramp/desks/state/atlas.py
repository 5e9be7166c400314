"""The map of a state: an open county is hatched, one in planning is dotted, and the picture says so in words."""

import json
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from offramp.directory.atlas import state_shapes
from offramp.reporting.states import Standing

WIDTH, HEIGHT = 640, 560  # pixels; the picture scales with the page
INK = {False: "#1b1b1b", True: "#dfe1e2"}  # on the day's ground, on the night's
LINE = {False: "#565c65", True: "#a9aeb1"}
#: Shapes that are drawn into the picture; a colour alone would say nothing to many.
PATTERNS = (
    '<defs><pattern id="open" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="3.5" height="7" fill="{ink}"/></pattern>'
    '<pattern id="planning" width="7" height="7" patternUnits="userSpaceOnUse">'
    '<circle cx="3.5" cy="3.5" r="1.5" fill="{ink}"/></pattern></defs>'
)

Standings = tuple[tuple[str, Standing], ...]  # FIPS code of a county, and how LEAD stands there


def draw(state_fips: str, standings: Standings, *, by_night: bool) -> str:
    """The counties of a state as SVG. The same places are drawn once."""
    words = {Standing.OPEN: _("Open"), Standing.PLANNING: _("Planning"), Standing.NOT_YET: _("Not open yet")}
    said = tuple((standing, words[standing]) for standing in Standing)
    return _drawn(state_fips, standings, said, by_night)


@lru_cache(maxsize=16)
def _drawn(state_fips: str, standings: Standings, words: tuple[tuple[Standing, str], ...], by_night: bool) -> str:
    import vl_convert  # large, and only the map needs it

    picture = str(vl_convert.vegalite_to_svg(_chart(state_fips, standings, dict(words), by_night)))
    head, _mark, body = picture.partition(">")
    return f"{head}>{PATTERNS.format(ink=INK[by_night])}{body}"


def _chart(state_fips: str, standings: Standings, words: dict[Standing, str], by_night: bool) -> dict[str, Any]:
    """The picture in Vega-Lite (version 5): the counties, and a legend of pattern and word."""
    said = [{"id": fips, "standing": words[standing]} for fips, standing in standings]
    fills = {Standing.OPEN: "url(#open)", Standing.PLANNING: "url(#planning)", Standing.NOT_YET: "none"}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH, "height": HEIGHT, "background": None,
        "data": {"values": json.dumps(state_shapes(state_fips)), "format": {"type": "topojson", "feature": "counties"}},
        "transform": [{"lookup": "id", "from": {"data": {"values": said}, "key": "id", "fields": ["standing"]}}],
        "projection": {"type": "mercator"},
        "mark": {"type": "geoshape", "stroke": LINE[by_night], "strokeWidth": 1},
        "encoding": {
            "fill": {
                "field": "standing", "type": "nominal",
                "scale": {"domain": [words[one] for one in Standing], "range": [fills[one] for one in Standing]},
                "legend": {
                    "title": None, "orient": "top", "columnPadding": 32, "symbolOffset": 4,
                    "labelFontSize": 28, "symbolSize": 700, "symbolType": "square",
                    "symbolStrokeColor": LINE[by_night], "labelColor": INK[by_night], "labelFont": "system-ui, sans-serif",
                },
            },
        },
        "config": {"view": {"stroke": None}},
    }  # fmt: skip
