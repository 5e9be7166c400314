"""A small extract, written by hand: everybody's referral is on 2024-01-01 unless a test says otherwise."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from offramp.evaluation.engine import inputs, study

ZERO = date(2024, 1, 1)
PLAN = """\
offramp_study: 1
key: any-city
title: Were people who were offered LEAD arrested less often?
about: Invented.
files: {people: people.csv, events: events.csv, coverage: coverage.csv, spells: spells.csv, costs: costs.csv}
groups: {column: group, treated: [offered], comparison: [usual], design: eligible_not_offered}
covariates:
  - {name: age, kind: number}
  - {name: prior_arrests, kind: history, events: [arrest], days: 183}
windows: [183, 365]
outcomes:
  - {name: any_arrest, version: 1, kind: any, label: Arrested at least once, events: [arrest]}
  - {name: jail_days, version: 1, kind: days, label: Days in jail, spells: [jail]}
  - {name: cost, version: 1, kind: cost, label: Cost to the justice system}
"""
HEADS = {
    "people.csv": "person_id,group,day_zero,age",
    "events.csv": "person_id,date,type,index",
    "coverage.csv": "type,from,to,agency",
    "spells.csv": "person_id,type,start,end",
    "costs.csv": "person_id,date,amount",
}
COVERAGE = [f"{what},2020-01-01,2026-01-01,all" for what in ("arrest", "jail", "cost")]
PEOPLE = ["ann,offered,2024-01-01,30", "bo,usual,2024-01-01,40"]


def on(day: int) -> str:
    """The date so many days after the referral."""
    return (ZERO + timedelta(days=day)).isoformat()


def write(folder: Path, **rows: list[str]) -> Path:
    """The five tables; what is not given is PEOPLE, COVERAGE or empty."""
    lines: Mapping[str, list[str]] = {"people": PEOPLE, "coverage": COVERAGE, **rows}
    for name, head in HEADS.items():
        (folder / name).write_text("\n".join([head, *lines.get(name.removesuffix(".csv"), []), ""]))
    return folder


def read(folder: Path, plan: str = PLAN, **rows: list[str]) -> tuple[study.Study, inputs.Inputs]:
    loaded = study.load(plan)
    return loaded, inputs.read(loaded, write(folder, **rows))
