"""`offramp link` and `offramp deduplicate`: who is who in files of people. No database, and no name in what is printed."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from offramp.cli.evaluation import refuse_without_the_engine
from offramp.cli.terminal import AsJson, answer, refuse

if TYPE_CHECKING:
    from offramp.evaluation.linking.link import Linked

FEWEST = 11  # people: of a smaller group no rate is shown


def link(
    left: Annotated[Path, typer.Argument(metavar="LEFT", help="A CSV or Parquet file, one line for each person.")],
    right: Annotated[Path, typer.Argument(metavar="RIGHT", help="Another one, of another agency.")],
    out: Annotated[Path, typer.Option(help="The CSV file for the links: left id, right id, score, band.")],
    by: Annotated[
        list[str] | None,
        typer.Option(help="A column of LEFT, for example race: show how many of each group were found."),
    ] = None,
    sample: Annotated[
        Path | None, typer.Option(help="Also write pairs for a person to decide into this CSV file. It holds names.")
    ] = None,
    reviewed: Annotated[
        Path | None, typer.Option(help='Such a file with "yes" or "no" in its column "same": the bands go by it.')
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find who of LEFT is who of RIGHT by name and date of birth, and whatever else both files say. Exits 2 on a bad file."""
    refuse_without_the_engine()
    files = [file for file in (left, right, reviewed) if file is not None]
    for written in (out, sample):
        _require_place(written, *files)
    from offramp.evaluation.linking import link as linking
    from offramp.evaluation.linking.records import BadFile, read_decisions

    try:
        decided = read_decisions(reviewed) if reviewed else {}
        found = linking.link(left, right)
    except BadFile as wrong:
        refuse(*wrong.faults)
    if unknown := [name for name in by or [] if name not in found.left.frame.columns]:
        refuse(*(f'{left.name}: There is no column "{name}" to count by.' for name in unknown))
    sure = _sureness(found, decided) if decided else None
    if decided:
        found = linking.by_review(found, decided)
    linking.write(found.found, out)
    said = _as_data(found, by or []) | {"reviewed": sure}
    if sample:
        said["sample"] = linking.write_sample(found, sample)
    print(json.dumps(said, indent=2, ensure_ascii=False) if as_json else _in_words(said, out))


def deduplicate(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV or Parquet file, one line for each record.")],
    out: Annotated[Path, typer.Option(help="The CSV file for the answer: id, person.")],
    as_json: AsJson = False,
) -> None:
    """Find which records of FILE are one person's. Exits 2 on a bad file."""
    refuse_without_the_engine()
    _require_place(out, file)
    from offramp.evaluation.linking import twice
    from offramp.evaluation.linking.records import BadFile

    try:
        found = twice.find(file)
    except BadFile as wrong:
        refuse(*wrong.faults)
    twice.write(found, out)
    number = len(found.person)
    compared = ["given_name", "surname", "date_of_birth", *found.file.fields]
    answer(
        f"{number:,} records are likely of {found.people:,} people. Which are whose is in {out}.\n"
        f"Compared: {', '.join(compared)}.",
        {"records": number, "people": found.people, "compared": compared}, as_json=as_json,
    )  # fmt: skip


def _require_place(out: Path | None, *files: Path) -> None:
    if out is None:
        return
    if out.resolve() in [file.resolve() for file in files]:
        refuse(f"{out} is read here. Name another file to write.")
    if not out.parent.is_dir():
        refuse(f"There is no folder {out.parent}. Make it first, or name another one.")


def _as_data(found: "Linked", by: list[str]) -> dict[str, Any]:
    from offramp.evaluation.linking.bands import Band

    people = {"left": len(found.left.frame), "right": len(found.right.frame)}
    return {
        "people": people,
        "links": found.found.count(Band.LINK),
        "to_review": found.found.count(Band.REVIEW),
        "links_likely_wrong": found.found.expected_wrong,
        "compared": ["given_name", "surname", "date_of_birth", *found.fields],
        "dates_of_birth_that_are_no_day": {"left": found.left.odd_dates, "right": found.right.odd_dates},
        "rates": {column: _rates(found, column) for column in by},
    }


def _sureness(found: "Linked", decided: dict[tuple[str, str], bool]) -> dict[str, Any]:
    from offramp.evaluation.linking.reviewed import judge

    sure = judge(found.kept, found.found, decided)
    return {
        "looked_at": sure.looked_at,
        "precision": sure.precision and sure.precision._asdict(),
        "recall": sure.recall and sure.recall._asdict(),
    }


def _rates(found: "Linked", column: str) -> dict[str, dict[str, int | float | None]]:
    return {
        group: {"people": number, "linked": linked, "rate": round(linked / number, 3)} if number >= FEWEST
        else {"people": None, "linked": None, "rate": None}
        for group, (linked, number) in found.rates(column).items()
    }  # fmt: skip


def _in_words(said: dict[str, Any], out: Path) -> str:
    people, odd, wrong = said["people"], said["dates_of_birth_that_are_no_day"], said["links_likely_wrong"]
    lines = [
        f"{said['links']:,} of {people['left']:,} people were found among {people['right']:,}, "
        f"and {said['to_review']:,} more pairs wait for a person's look. They are in {out}.",
        f"Compared: {', '.join(said['compared'])}.",
    ]
    if said["reviewed"]:
        lines += _sureness_in_words(said["reviewed"])
    if said.get("sample"):
        lines.append(f"{said['sample']:,} pairs to decide are written: write yes or no into the column “same”.")
    if wrong is not None:
        lines.append(f"About {wrong:,.0f} of the links are likely wrong. Look at a sample of them before you count.")
    if sum(odd.values()):
        lines.append(f"{sum(odd.values()):,} dates of birth are no day of the calendar. They were compared as written.")
    for column, groups in said["rates"].items():
        lines.append(f"Found, by {column}:")
        lines += [f"  {group}: {_rate_in_words(rate)}" for group, rate in groups.items()]
    return "\n".join(lines)


def _sureness_in_words(sure: dict[str, Any]) -> list[str]:
    lines = [f"The bands go by {sure['looked_at']:,} pairs that somebody decided."]
    for name, meaning in (("precision", "of the links were right"), ("recall", "of the right pairs were links")):
        if share := sure[name]:
            lines.append(
                f"Before that, {share['estimate']:.1%} {meaning} (95 % interval {share['lo']:.1%} to {share['hi']:.1%})."
            )
    return lines


def _rate_in_words(rate: dict[str, Any]) -> str:
    if rate["people"] is None:
        return f"fewer than {FEWEST} people, not shown"
    return f"{rate['linked']:,} of {rate['people']:,} ({rate['rate']:.0%})"
