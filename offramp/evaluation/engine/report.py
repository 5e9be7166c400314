"""What an evaluation leaves behind: results.json and results.parquet for programs, report.html for people.

Only what may leave the protected zone is written; the findings themselves stay in memory.
"""

import json
import math
from collections.abc import Iterator
from importlib import resources
from itertools import groupby
from pathlib import Path
from typing import Any

import jinja2
import polars as pl

from offramp.evaluation.engine import figures, registry, words
from offramp.evaluation.engine.release import Released
from offramp.evaluation.engine.whole import Findings, Result

COLUMNS = {
    "estimand": pl.String, "estimator": pl.String, "claim": pl.String, "outcome": pl.String, "version": pl.Int64,
    "window": pl.Int64, "subgroup": pl.String, "measure": pl.String, "est": pl.Float64, "lo": pl.Float64,
    "hi": pl.Float64, "p": pl.Float64, "n": pl.Int64, "n_treated": pl.Int64, "n_comparison": pl.Int64,
    "effective_n": pl.Float64, "definition_hash": pl.String, "study_hash": pl.String, "data_hash": pl.String,
    "code_version": pl.String,
}  # fmt: skip


def write(found: Findings, shown: Released, folder: Path, changed: tuple[str, ...] | None = None) -> None:
    """The three files. `changed` names what differs from the registered study; None where none was registered."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text(json.dumps(as_data(found, shown, changed), indent=2, ensure_ascii=False))
    table(found, shown).write_parquet(folder / "results.parquet")
    (folder / "report.html").write_text(page(found, shown, changed), encoding="utf-8")


def table(found: Findings, shown: Released) -> pl.DataFrame:
    """One row an estimate, with all that it takes to repeat it."""
    study_hash = found.study.hash
    return pl.DataFrame(
        [{**_row(found, shown, one), "study_hash": study_hash} for one in shown.results], schema=COLUMNS
    )


def as_data(found: Findings, shown: Released, changed: tuple[str, ...] | None = None) -> dict[str, Any]:
    """All that is shown, as plain values. A number that does not exist is null."""
    return {
        "study": found.study.key, "study_hash": found.study.hash, "data_hash": found.data_hash,
        "code_version": found.code_version, "registered": changed is not None, "changed_since": list(changed or ()),
        "conclusion": words.conclusion(found, shown), "link_rates": shown.link_rates,
        "detectable": [
            {"outcome": outcome, "window": window, "odds_ratio": one.odds_ratio,
             "risk_without": one.risk_without, "risk_offered": one.risk_offered}
            for (outcome, window), one in shown.detectable.items()
        ],
        "results": [
            {word: None if isinstance(value, float) and not math.isfinite(value) else value for word, value in row.items()}
            for row in table(found, shown).iter_rows(named=True)
        ],
        "withheld": len(shown.withheld), "not_estimated": list(found.not_estimated),
    }  # fmt: skip


def _row(found: Findings, shown: Released, one: Result) -> dict[str, Any]:
    treated, comparison = shown.size(one.treated), shown.size(one.comparison)
    both = None if treated is None or comparison is None else treated + comparison
    estimate = one.estimate
    return {
        "estimand": one.estimand, "estimator": one.estimator, "claim": one.claim, "outcome": one.outcome,
        "version": one.version, "window": one.window, "subgroup": one.subgroup, "measure": estimate.measure,
        "est": estimate.est, "lo": estimate.lo, "hi": estimate.hi, "p": estimate.p,
        "n": both, "n_treated": treated, "n_comparison": comparison,
        "effective_n": None if both is None else sum(one.effective), "definition_hash": one.definition_hash,
        "data_hash": found.data_hash, "code_version": found.code_version,
    }  # fmt: skip


def page(found: Findings, shown: Released, changed: tuple[str, ...] | None = None) -> str:
    """The report as one HTML page that needs nothing else."""
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    source = resources.files("offramp.evaluation.engine").joinpath("report.html.jinja").read_text(encoding="utf-8")
    return environment.from_string(source).render(
        found=found, study=found.study, shown=shown, changed=changed, words=words,
        conclusion=words.conclusion(found, shown), sections=list(_sections(found, shown)), flow=_flow(found, shown),
        forest=_forest(shown), loves=[(one, figures.love(one)) for one in shown.balance[: len(found.study.estimands)]],
        coverage=figures.coverage(_spans(found)), curves=list(_curves(found, shown)),
    )  # fmt: skip


def _sections(found: Findings, shown: Released) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """For each estimator its rows: an outcome, window, estimand and subgroup, with its measures beside each other."""
    labels = {name: one.label for name, one in registry.ESTIMATORS.items()} | {"disparity": "Who is offered LEAD"}
    for name, label in labels.items():
        own = [one for one in shown.results if one.estimator == name]
        if own:
            yield label, own[0].claim, [_beside(found, shown, list(same)) for _, same in groupby(own, key=_place)]


def _flow(found: Findings, shown: Released) -> list[dict[str, Any]]:
    """How far the people came, outcomes with the same numbers in one row; None where they may not be shown."""
    rows: dict[tuple[Any, ...], list[str]] = {}
    for one in found.flow:
        numbers = (one.not_covered, one.not_comparable, one.analyzed) if one in shown.flow else None
        rows.setdefault((one.window, one.group, numbers), []).append(words.label(found.study, one.outcome))
    return [
        {"labels": labels, "window": words.MONTHS[window], "group": group, "numbers": numbers}
        for (window, group, numbers), labels in sorted(rows.items(), key=lambda row: row[0][:2])
    ]


def _place(one: Result) -> tuple[str, int, str, str]:
    return one.outcome, one.window, one.estimand, one.subgroup


def _beside(found: Findings, shown: Released, same: list[Result]) -> dict[str, Any]:
    first = same[0]
    return {
        "label": words.label(found.study, first.outcome), "window": words.MONTHS[first.window],
        "estimand": "" if first.estimand == "none" else words.ESTIMANDS[first.estimand], "subgroup": first.subgroup,
        "estimates": [one.estimate for one in same],
        "sizes": (shown.size(first.treated), shown.size(first.comparison)),
        "tipping": words.tipping([one.estimate for one in same]) if first.claim == "effect" else "",
    }  # fmt: skip


def _forest(shown: Released) -> str:
    effects = [one for one in shown.results if one.claim == "effect" and one.estimate.measure == "odds_ratio"]
    return figures.forest(effects, "odds_ratio") if effects else ""


def _spans(found: Findings) -> list[dict[str, str]]:
    rows = found.extract.inputs.coverage
    agency = rows["agency"].fill_null("every agency") if "agency" in rows.columns else ["every agency"] * len(rows)
    return [
        {"what": f"{what}, {who}", "from": str(first), "to": str(last)}
        for what, who, first, last in zip(rows["type"], agency, rows["from"], rows["to"], strict=True)
    ]


def _curves(found: Findings, shown: Released) -> Iterator[tuple[str, str]]:
    """One picture for each outcome whose numbers in the longest window may be shown."""
    for outcome, lines in found.curves.items():
        told = [one for one in shown.results if one.estimator == "cumulative_incidence" and one.outcome == outcome]
        if any(one.window == max(found.study.windows) and not one.subgroup for one in told):
            rounded = {name: (line.days.tolist(), line.shares.round(2).tolist()) for name, line in lines.items()}
            yield found.study.outcome(outcome).label, figures.curves(rounded, "Of 100 people")
