"""`offramp protocol`: read, check, try and compare protocol files; adopt and export a site's own.

Only `adopt` and `export` need a database. The others must start at once, so nothing here imports Django on the way in.
"""

import dataclasses
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, NoReturn, TextIO

import typer

from offramp.cli.terminal import wake_django
from offramp.protocols import document, rules
from offramp.protocols.faults import visible
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
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


@app.command()
def check(file: File, as_json: AsJson = False) -> None:
    """Say what is wrong with a protocol file: the line, the clause and the remedy. Exits 2 where anything is."""
    text = _text(file)
    try:
        protocol = document.load(text)
    except document.Faults as wrong:
        if as_json:
            _print({"ok": False, "faults": [dataclasses.asdict(fault) for fault in wrong.faults]})
            raise typer.Exit(2) from wrong
        _refuse(*(f"{file}: {fault}" for fault in wrong.faults))
    if as_json:
        _print({"ok": True, "faults": []})
    else:
        print(f"{protocol.title}: nothing is wrong with this protocol.")


@app.command()
def schema(as_json: AsJson = True) -> None:
    """Print the shape of a protocol file as JSON Schema."""
    _print(document.schema())


@app.command()
def facts(file: File, door: Door = None, as_json: AsJson = False) -> None:
    """List the questions a protocol asks, with their types and allowed values."""
    questions = rules.facts(_protocol(file), _door(door) if door is not None else None)
    if as_json:
        _print([dataclasses.asdict(question) for question in questions])
        return
    for question in questions:
        unit = f", in {question.unit}" if question.unit else ""
        print(f"{question.id} ({question.type}{unit}), clause {question.clause}: {question.question}")
        if question.values:
            print(f"    {' | '.join(question.values)}")
        for name in ("units", "substances", "forms"):
            if named := getattr(question, name):
                print(f"    {name}: {' | '.join(named)}")


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
        _refuse(*(f"{source}: {sentence}" for sentence in wrong))
    found = rules.assess(protocol, given, door=at_door, on=day)
    _print(
        {
            "answer": found.answer,
            "ask": found.ask,
            "findings": [
                {"clause": one.clause, "answer": one.answer, "reason": one.reason, "authority": one.authority}
                for one in found.findings
            ],
        }
    )


@app.command()
def diff(
    a: Annotated[str, typer.Argument(help="The protocol as it was: a file or a shipped name.")],
    b: Annotated[str, typer.Argument(help="The protocol as it is to be.")],
    as_json: AsJson = False,
) -> None:
    """Say what changed between two protocols: the head of the file, then clause by clause."""
    changes = document.compare(_protocol(a), _protocol(b))
    if as_json:
        _print([dataclasses.asdict(change) for change in changes])
        return
    for change in changes:
        print(f"{change.clause} {change.kind}")
        for sign, sentence in (("-", change.old), ("+", change.new)):
            if sentence and change.old != change.new:
                print(f"  {sign} {sentence}")
        for name, old, new in change.numbers:
            print(f"    {name}: {old or 'nothing'} -> {new or 'nothing'}")
    if not changes:
        print("No clause differs, and neither does the head of the file.")


@app.command("list")
def list_shipped(as_json: AsJson = False) -> None:
    """List the protocols that come with Offramp. Copy one to begin your own: offramp protocol show NAME > mine.yaml"""
    protocols = [document.load(document.shipped_text(key)) for key in document.shipped()]
    if as_json:
        _print([{"key": one.key, "title": one.title, "about": one.about} for one in protocols])
        return
    for one in protocols:
        print(f"{one.key:24} {one.title}")


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
    from offramp.kernel.refusals import Refusal
    from offramp.kernel.trail import Nobody
    from offramp.protocols import actions

    try:
        place = directory.site_called(Nobody("operator"), site)
        version = actions.adopt(
            place.pk, text, by=Nobody("operator", place.pk), at=now(),
            effective_from=from_day, decision=decision, decided_on=decided_on, signers=signer,
        )  # fmt: skip
    except Refusal as refusal:
        _refuse(refusal.sentence)
    if as_json:
        _print({"site": site, "number": version.number, "effective_from": str(from_day), "sha256": version.sha256})
    else:
        print(f"{place.name}: version {version.number} is adopted and in force from {from_day} on.")


@app.command()
def export(
    site: Annotated[str, typer.Argument(help="The site's short name.")],
    number: Annotated[int | None, typer.Option(help="The version. Left out: the newest.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print a site's adopted protocol, word for word as it was adopted."""
    wake_django()
    from offramp.directory import reads as directory
    from offramp.kernel.refusals import Refusal
    from offramp.kernel.trail import Nobody
    from offramp.protocols import reads

    try:
        reader = Nobody("operator", directory.site_called(Nobody("operator"), site).pk)
        found = [one for one in reads.versions(reader) if number in (None, one.number)]
        if not found:
            _refuse(f"{site} has no such version. It has {reads.versions(reader).count()}.")
        version = found[0]
        title = version.protocol.title
    except Refusal as refusal:
        _refuse(refusal.sentence)
    if not as_json:
        sys.stdout.write(version.text)
        return
    _print(
        {
            "site": site, "number": version.number, "title": title, "effective_from": str(version.effective_from),
            "decision": version.decision, "decided_on": str(version.decided_on), "signers": version.signers,
            "sha256": version.sha256, "text": version.text,
        }
    )  # fmt: skip


# What every command needs -------------------------------------------------------------------------------------------


def _refuse(*sentences: str) -> NoReturn:
    for sentence in sentences:
        print(visible(" ".join(sentence.split())), file=sys.stderr)
    raise typer.Exit(2)


def _print(answer: Any) -> None:
    print(json.dumps(answer, indent=2, ensure_ascii=False, default=str))


def _text(file: str) -> str:
    """The text of a file, or of the shipped protocol of that name."""
    if file in document.shipped() and not Path(file).exists():
        return document.shipped_text(file)
    return _read(file)


def _read(path: str) -> str:
    if not path:
        _refuse(f"Write the name of a file. Shipped protocols: {', '.join(document.shipped())}.")
    try:
        return Path(path).read_text(encoding="utf-8-sig")  # some editors put a mark before the text
    except FileNotFoundError:
        _refuse(f'There is no file "{path}". Shipped protocols: {", ".join(document.shipped())}.')
    except UnicodeDecodeError:
        _refuse(f"{path} is not a text file in UTF-8. Save it as UTF-8.")
    except OSError as error:
        _refuse(f"{path} cannot be read: {error.strerror}.")


def _protocol(file: str) -> document.Protocol:
    try:
        return document.load(_text(file))
    except document.Faults as wrong:
        _refuse(*(f"{file}: {fault}" for fault in wrong.faults))


def _door(name: object) -> DoorName:
    if name is None:
        return DoorName.ARREST_DIVERSION
    if isinstance(name, str) and name in set(DoorName):
        return DoorName(name)
    _refuse(f'There is no door "{name}". Doors: {", ".join(DoorName)}.')


def _day(written: object, name: str) -> date:
    if written is None:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        _refuse(f'{name}: "{written}" is not a day. Write it year first, like 2026-06-01.')


def _facts(file: str) -> dict[str, Any]:
    text = _whole(sys.stdin) if file == "-" else _read(file)
    file = "standard input" if file == "-" else file
    try:
        given = json.loads(text, parse_float=Decimal, parse_int=_whole_number,
                           parse_constant=_no_number, object_pairs_hook=_once_each)  # fmt: skip
    except json.JSONDecodeError as error:
        _refuse(f"{file}, line {error.lineno}: this is not JSON ({error.msg}). Check the commas and quotation marks.")
    except RecursionError:
        _refuse(
            f"{file}: too many brackets stand inside each other. Write the facts as one object, with one line for each."
        )
    except ValueError as error:
        _refuse(f"{file}: {error}")
    if not isinstance(given, dict):
        _refuse(f'{file}: facts are an object, like {{"offense": "35A"}}.')
    return given


def _whole(stream: TextIO) -> str:
    try:
        return stream.read().removeprefix("\ufeff")
    except UnicodeDecodeError:
        _refuse("Standard input is not text in UTF-8. Save it as UTF-8.")


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
