"""`offramp protocol`: read, check, try and compare protocol files; adopt and export a site's own.

Only `adopt` and `export` need a database. The others must start at once, so nothing here imports Django on the way in.
"""

import dataclasses
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, NoReturn, TextIO

import typer

from offramp.cli.terminal import AsJson, answer, kindly, refuse, wake_django
from offramp.protocols import document, rules
from offramp.protocols.comparison import Change
from offramp.protocols.states import DoorName

app = typer.Typer(
    help="Read, check, try and compare protocol files; adopt and export a site's own.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

_LONGEST_NUMBER = 1_000  # digits; Python itself refuses to read a few thousand

File = Annotated[str, typer.Argument(help="A protocol file, or the name of a shipped protocol.")]
Door = Annotated[str | None, typer.Option(help="arrest_diversion, social_contact or community.")]


@app.command()
def check(file: File, as_json: AsJson = False) -> None:
    """Say what is wrong with a protocol file: the line, the clause and the remedy. Exits 2 where anything is."""
    text = _text(file)
    try:
        protocol = document.load(text)
    except document.Faults as wrong:
        if as_json:
            answer("", {"ok": False, "faults": [dataclasses.asdict(fault) for fault in wrong.faults]}, as_json=True)
            raise typer.Exit(2) from wrong
        refuse(*(f"{file}: {fault}" for fault in wrong.faults))
    answer(f"{protocol.title}: nothing is wrong with this protocol.", {"ok": True, "faults": []}, as_json=as_json)


@app.command()
def schema(as_json: AsJson = True) -> None:
    """Print the shape of a protocol file as JSON Schema."""
    answer("", document.schema(), as_json=True)


@app.command()
def facts(file: File, door: Door = None, as_json: AsJson = False) -> None:
    """List the questions a protocol asks, with their types and allowed values."""
    questions = rules.facts(_protocol(file), _door(door) if door is not None else None)
    lines = [line for question in questions for line in _lines_of(question)]
    said = "\n".join(lines) or "This protocol asks nothing at this door."
    answer(said, [dataclasses.asdict(question) for question in questions], as_json=as_json)


def _lines_of(question: rules.Question) -> Iterator[str]:
    unit = f", in {question.unit}" if question.unit else ""
    yield f"{question.id} ({question.type}{unit}), clause {question.clause}: {question.question}"
    if question.values:
        yield f"    {' | '.join(question.values)}"
    for name in ("units", "substances", "forms"):
        if named := getattr(question, name):
            yield f"    {name}: {' | '.join(named)}"


@app.command()
def assess(
    file: File,
    facts: Annotated[str, typer.Argument(metavar="FACTS.json", help="A file of facts, or - for standard input.")],
    door: Door = None,
    on: Annotated[str | None, typer.Option(help="The day to judge on, like 2026-06-01. Left out: today.")] = None,
    as_json: AsJson = True,
) -> None:
    """Judge a file of facts by a protocol, and print every clause's finding as JSON. Exits 0 whatever the answer."""
    protocol = _protocol(file)
    given = _facts(facts)
    source = "standard input" if facts == "-" else facts
    # What the facts say is read even where an option wins over it: a slip of the pen in them is told all the same.
    at_door, day = _door(given.pop("door", None)), _day(given.pop("on", None), "on")
    at_door, day = _door(door) if door is not None else at_door, _day(on, "on") if on is not None else day
    if wrong := rules.faults_in(protocol, given, on=day):
        refuse(*(f"{source}: {sentence}" for sentence in wrong))
    found = rules.assess(protocol, given, door=at_door, on=day)
    findings = [
        {"clause": one.clause, "answer": one.answer, "reason": one.reason, "authority": one.authority}
        for one in found.findings
    ]
    answer("", {"answer": found.answer, "ask": found.ask, "findings": findings}, as_json=True)


@app.command()
def diff(
    a: Annotated[str, typer.Argument(help="The protocol as it was: a file or a shipped name.")],
    b: Annotated[str, typer.Argument(help="The protocol as it is to be.")],
    as_json: AsJson = False,
) -> None:
    """Say what changed between two protocols: the head of the file, then clause by clause."""
    changes = document.compare(_protocol(a), _protocol(b))
    lines = [line for change in changes for line in _lines_of_change(change)]
    said = "\n".join(lines) or "No clause differs, and neither does the head of the file."
    answer(said, [dataclasses.asdict(change) for change in changes], as_json=as_json)


def _lines_of_change(change: Change) -> Iterator[str]:
    yield f"{change.clause} {change.kind}"
    for sign, sentence in (("-", change.old), ("+", change.new)):
        if sentence and change.old != change.new:
            yield f"  {sign} {sentence}"
    for name, old, new in change.numbers:
        yield f"    {name}: {old or 'nothing'} -> {new or 'nothing'}"


@app.command("list")
def list_shipped(as_json: AsJson = False) -> None:
    """List the protocols that come with Offramp. Copy one to begin your own: offramp protocol show NAME > mine.yaml"""
    protocols = [document.load(document.shipped_text(key)) for key in document.shipped()]
    lines = "\n".join(f"{one.key:24} {one.title}" for one in protocols)
    answer(lines, [{"key": one.key, "title": one.title, "about": one.about} for one in protocols], as_json=as_json)


@app.command()
def show(file: File) -> None:
    """Print a protocol file as it is written."""
    sys.stdout.write(_text(file))


@app.command()
def adopt(
    site: Annotated[str, typer.Argument(help="The site's short name.")],
    file: File,
    decision: Annotated[str, typer.Option(help='The decision that adopts it, like "PCG decision 14".')],
    decided: Annotated[str, typer.Option(help="The day of that decision.")],
    effective: Annotated[str, typer.Option(help="The first day it is in force.")],
    signer: Annotated[list[str], typer.Option(help='Who signed: "name, agency". Repeat for each.')],
    as_json: AsJson = False,
) -> None:
    """Make a protocol a site's own from a day on."""
    text, from_day, decided_on = _text(file), _day(effective, "effective"), _day(decided, "decided")
    wake_django()
    from django.utils.timezone import now

    from offramp.directory import reads as directory
    from offramp.kernel.trail import Nobody
    from offramp.protocols import actions

    with kindly():
        place = directory.site_called(Nobody("operator"), site)
        version = actions.adopt(
            place.pk, text, by=Nobody("operator", place.pk), at=now(),
            effective_from=from_day, decision=decision, decided_on=decided_on, signers=signer,
        )  # fmt: skip
    answer(
        f"{place.name}: version {version.number} is adopted and in force from {from_day} on.",
        {"site": site, "number": version.number, "effective_from": str(from_day), "sha256": version.sha256},
        as_json=as_json,
    )


@app.command()
def export(
    site: Annotated[str, typer.Argument(help="The site's short name.")],
    number: Annotated[int | None, typer.Option(help="The version. Left out: the newest.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print a site's adopted protocol, word for word as it was adopted."""
    wake_django()
    from offramp.directory import reads as directory
    from offramp.kernel.trail import Nobody
    from offramp.protocols import reads

    with kindly():
        reader = Nobody("operator", directory.site_called(Nobody("operator"), site).pk)
        found = [one for one in reads.versions(reader) if number in (None, one.number)]
        if not found:
            refuse(f"{site} has no such version. It has {reads.versions(reader).count()}.")
        version = found[0]
        title = version.protocol.title
    if not as_json:
        sys.stdout.write(version.text)
        return
    answer("", {
        "site": site, "number": version.number, "title": title, "effective_from": str(version.effective_from),
        "decision": version.decision, "decided_on": str(version.decided_on), "signers": version.signers,
        "sha256": version.sha256, "text": version.text,
    }, as_json=True)  # fmt: skip


# What every command needs -------------------------------------------------------------------------------------------


def _text(file: str) -> str:
    """The text of a file, or of the shipped protocol of that name."""
    if file in document.shipped() and not Path(file).exists():
        return document.shipped_text(file)
    return _read(file)


def _read(path: str) -> str:
    if not path:
        refuse(f"Write the name of a file. Shipped protocols: {', '.join(document.shipped())}.")
    try:
        return Path(path).read_text(encoding="utf-8-sig")  # some editors put a mark before the text
    except FileNotFoundError:
        refuse(f'There is no file "{path}". Shipped protocols: {", ".join(document.shipped())}.')
    except UnicodeDecodeError:
        refuse(f"{path} is not a text file in UTF-8. Save it as UTF-8.")
    except OSError as error:
        refuse(f"{path} cannot be read: {error.strerror}.")


def _protocol(file: str) -> document.Protocol:
    try:
        return document.load(_text(file))
    except document.Faults as wrong:
        refuse(*(f"{file}: {fault}" for fault in wrong.faults))


def _door(name: object) -> DoorName:
    if name is None:
        return DoorName.ARREST_DIVERSION
    if not isinstance(name, str) or name not in set(DoorName):
        refuse(f'There is no door "{name}". Doors: {", ".join(DoorName)}.')
    return DoorName(name)


def _day(written: object, name: str) -> date:
    if written is None:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        refuse(f'{name}: "{written}" is not a day. Write it year first, like 2026-06-01.')


def _facts(file: str) -> dict[str, Any]:
    text = _whole(sys.stdin) if file == "-" else _read(file)
    file = "standard input" if file == "-" else file
    try:
        given = json.loads(text, parse_float=Decimal, parse_int=_whole_number,
                           parse_constant=_no_number, object_pairs_hook=_once_each)  # fmt: skip
    except json.JSONDecodeError as error:
        refuse(f"{file}, line {error.lineno}: this is not JSON ({error.msg}). Check the commas and quotation marks.")
    except RecursionError:
        refuse(
            f"{file}: too many brackets stand inside each other. Write the facts as one object, with one line for each."
        )
    except ValueError as error:
        refuse(f"{file}: {error}")
    if not isinstance(given, dict):
        refuse(f'{file}: facts are an object, like {{"offense": "35A"}}.')
    return given


def _whole(stream: TextIO) -> str:
    try:
        return stream.read().removeprefix("\ufeff")
    except UnicodeDecodeError:
        refuse("Standard input is not text in UTF-8. Save it as UTF-8.")


def _whole_number(written: str) -> int:
    if len(written) > _LONGEST_NUMBER:
        raise ValueError(f"a number of {len(written)} digits stands in it. Write a number up to 1000000.")
    return int(written)


def _no_number(written: str) -> NoReturn:
    raise ValueError(f"{written} is not a number.")


def _once_each(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f'"{name}" is given twice. Keep one of the two.')
    return dict(pairs)
