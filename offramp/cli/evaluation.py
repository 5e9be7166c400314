"""`offramp evaluate`: an extract in files against a study file. No database, and nothing of the engine before it runs."""

import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from offramp.cli.terminal import AsJson, refuse

if TYPE_CHECKING:
    from offramp.evaluation.engine.inputs import Inputs
    from offramp.evaluation.engine.study import Study

NEEDED = ("duckdb", "jinja2", "numpy", "polars", "scipy", "splink", "statsmodels")
REGISTRATION = "registration.json"

StudyFile = Annotated[Path, typer.Argument(metavar="STUDY", help="A study file. Its tables lie in the same folder.")]
Out = Annotated[Path, typer.Option(help="The folder for the results. It is made where there is none.")]


def evaluate(
    study: StudyFile,
    out: Out,
    register: Annotated[
        bool, typer.Option("--register", help="Fix the study before outcomes are read, and show overlap and balance.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Evaluate an extract by a study file: results.json, results.parquet and report.html. Exits 2 where anything is wrong."""
    refuse_without_the_engine()
    plan, tables = _read(study)
    if register:
        _register(plan, tables, out, as_json=as_json)
        return
    from offramp.evaluation.engine import release, report, whole

    found = whole.evaluate(plan, tables)
    shown = release.release(found)
    changed = _changed(plan, out)
    report.write(found, shown, out, changed)
    if as_json:
        print(json.dumps(report.as_data(found, shown, changed), indent=2, ensure_ascii=False))
        return
    print(f"{len(shown.results)} estimates are in {out}, and {len(shown.withheld)} are withheld as too small.")
    print(f"Read {out / 'report.html'} first: it says what can be concluded, and what cannot.")


def synthesize(
    out: Out,
    people: Annotated[int, typer.Option(min=50, max=200_000, help="How many eligible people.")] = 2000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same people.")] = 1,
    rate_ratio: Annotated[
        float, typer.Option(min=0.05, max=1.0, help="The planted effect on arrests; 1 is none.")
    ] = 0.55,
    hidden: Annotated[
        float, typer.Option(min=0.0, max=3.0, help="How much the offer depends on what is not recorded.")
    ] = 0.0,
    linked_offered: Annotated[
        float, typer.Option(min=0.05, max=1.0, help="For how many records are found: offered.")
    ] = 1.0,
    linked_usual: Annotated[float, typer.Option(min=0.05, max=1.0, help="The same for everybody else.")] = 1.0,
    as_json: AsJson = False,
) -> None:
    """Invent a site with a planted effect: an extract, a study file to copy, and the truth in truth.json."""
    refuse_without_the_engine()
    from offramp.evaluation.engine import sites
    from offramp.evaluation.engine.synthetic import Recipe

    if out.exists() and any(out.iterdir()):
        refuse(f"The folder {out} is not empty. Name a new one: nothing is written over.")
    made = sites.write(
        Recipe(
            people=people, seed=seed, rate_ratio=rate_ratio, hidden=hidden, linked_offered=linked_offered,
            linked_usual=linked_usual,
        ), out,
    )  # fmt: skip
    if as_json:
        print(json.dumps(sites.truths(made), indent=2))
    else:
        print(
            f"{people} invented people are in {out}. Next: offramp evaluate {out / 'study.yaml'} --out {out / 'results'}"
        )


def refuse_without_the_engine() -> None:
    """Stop with a hint where the extra that evaluates and links is not installed."""
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        refuse('The evaluation engine is not installed here. Install it with: pip install "offramp[evaluation]"')


def _read(file: Path) -> "tuple[Study, Inputs]":
    from offramp.evaluation.engine import inputs, study

    try:
        plan = study.load(file.read_text(encoding="utf-8"))
        return plan, inputs.read(plan, file.parent)
    except study.Faults as wrong:
        refuse(*(f"{file}: {fault}" for fault in wrong.faults))
    except inputs.BadInput as wrong:
        refuse(*map(str, wrong.faults))
    except (OSError, UnicodeDecodeError):
        refuse(f'The file "{file}" cannot be read. Check its name.')


def _register(plan: "Study", tables: "Inputs", out: Path, *, as_json: bool) -> None:
    """Write down what was decided, with overlap and balance. A registration is never written over."""
    from offramp.evaluation.engine import whole

    if (out / REGISTRATION).exists():
        refuse(f"{out} has a registration already. Choose another folder, or keep it: changes to the study are shown.")
    said = whole.before_outcomes(plan, tables)
    out.mkdir(parents=True, exist_ok=True)
    (out / REGISTRATION).write_text(json.dumps(said, indent=2, ensure_ascii=False))
    if as_json:
        print(json.dumps(said, indent=2, ensure_ascii=False))
    else:
        print(f"The study is registered with the hash {plan.hash}. Overlap and balance are in {out / REGISTRATION}.")


def _changed(plan: "Study", out: Path) -> tuple[str, ...] | None:
    from offramp.evaluation.engine.study import changed

    if not (out / REGISTRATION).exists():
        return None
    return changed(json.loads((out / REGISTRATION).read_text(encoding="utf-8"))["study"], plan)
