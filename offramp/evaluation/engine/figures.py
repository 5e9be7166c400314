"""The report's pictures as SVG that needs no network: each says in words what it shows, in shapes and not only colors."""

from collections.abc import Sequence
from typing import Any

from offramp.evaluation.engine import words
from offramp.evaluation.engine.whole import Balanced, Result

INK, BLUE, ORANGE = "#1b1b1b", "#005ea2", "#c05600"
WIDTH = 420  # pixels; a picture scales with the page
VEGA_LITE = "https://vega.github.io/schema/vega-lite/v5.json"


def forest(results: Sequence[Result], measure: str) -> str:
    """Estimates of one ratio with their intervals, one line each, around 1."""
    rows = [
        {"what": f"{one.outcome} · {words.MONTHS[one.window]} · {one.estimand}{_of(one)}", "est": one.estimate.est,
         "lo": one.estimate.lo, "hi": one.estimate.hi}
        for one in results if one.estimate.measure == measure
    ]  # fmt: skip
    x = {"type": "quantitative", "scale": {"type": "log", "zero": False}, "title": words.measure(measure)}
    y = {"field": "what", "type": "nominal", "sort": None, "title": None}
    return _draw(rows, [
        {"mark": {"type": "rule", "strokeDash": [4, 4]}, "encoding": {"x": {"datum": 1, **x}}},
        {"mark": {"type": "rule", "color": BLUE}, "encoding": {"x": {"field": "lo", **x}, "x2": {"field": "hi"}, "y": y}},
        {"mark": {"type": "point", "filled": True, "size": 60}, "encoding": {"x": {"field": "est", **x}, "y": y}},
    ], height=22 * len(rows))  # fmt: skip


def love(balance: Balanced) -> str:
    """How far apart the groups are in each covariate: hollow before weighting, filled after."""
    rows = [
        {"what": one.name, "apart": abs(value), "when": when}
        for one in balance.covariates
        for when, value in (("as they came", one.raw), ("weighted", one.weighted))
    ]
    x = {"type": "quantitative", "title": "Apart, in standard deviations (0.1 is usually taken as alike)"}
    looks = {"domain": ["as they came", "weighted"], "range": ["circle", "diamond"]}
    color = {"field": "when", "scale": {"domain": looks["domain"], "range": [ORANGE, BLUE]}, "title": None}
    return _draw(rows, [
        {"mark": {"type": "rule", "strokeDash": [4, 4]}, "encoding": {"x": {"datum": 0.1, **x}}},
        {"mark": {"type": "point", "size": 70}, "encoding": {
            "x": {"field": "apart", **x}, "y": {"field": "what", "sort": None, "title": None},
            "shape": {"field": "when", "scale": looks, "title": None}, "color": color}},
    ], height=22 * len(balance.covariates))  # fmt: skip


def curves(lines: dict[str, tuple[Sequence[float], Sequence[float]]], title: str) -> str:
    """Shares of people to whom it happened by day, one line for each group: the second is dashed."""
    rows = [
        {"group": name, "day": float(day), "share": 100 * float(share)}
        for name, (days, shares) in lines.items()
        for day, share in zip(days, shares, strict=True)
    ]
    names = list(lines)
    encoding = {
        "x": {"field": "day", "type": "quantitative", "title": "Days after referral"},
        "y": {"field": "share", "type": "quantitative", "title": title},
        "color": {"field": "group", "scale": {"domain": names, "range": [BLUE, ORANGE]}, "title": None},
        "strokeDash": {"field": "group", "scale": {"domain": names, "range": [[1, 0], [6, 4]]}, "title": None},
    }
    return _draw(rows, [{"mark": {"type": "line", "interpolate": "step-after"}, "encoding": encoding}], height=220)


def coverage(rows: Sequence[dict[str, str]]) -> str:
    """From when to when each agency's records are in the extract. A row: `what`, `from` and `to`."""
    encoding = {
        "x": {"field": "from", "type": "temporal", "title": None}, "x2": {"field": "to"},
        "y": {"field": "what", "sort": None, "title": None},
    }  # fmt: skip
    return _draw(list(rows), [{"mark": {"type": "bar", "color": BLUE}, "encoding": encoding}], height=24 * len(rows))


def _of(result: Result) -> str:
    return f" · {result.subgroup}" if result.subgroup else ""


def _draw(rows: list[dict[str, Any]], layer: list[dict[str, Any]], height: int) -> str:
    import vl_convert  # large, and only pictures need it

    text = {"labelFontSize": 13, "titleFontSize": 13, "labelColor": INK, "titleColor": INK, "labelLimit": 320}
    chart = {
        "$schema": VEGA_LITE, "width": WIDTH, "height": max(height, 60), "background": None,
        "data": {"values": rows}, "layer": layer,
        "config": {"axis": {**text, "titleFontWeight": "normal"}, "legend": {**text, "orient": "top"},
                   "view": {"stroke": None}, "font": "system-ui, sans-serif"},
    }  # fmt: skip
    return str(vl_convert.vegalite_to_svg(chart))
