"""What every command needs: Django awake, answers for people or for programs, and refusals in their own sentence."""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, NoReturn

import typer
from typer.exceptions import TyperException

from offramp.protocols.faults import visible

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
SiteName = Annotated[str, typer.Argument(metavar="SITE", help="The site's short name.")]

NO_TABLES = "The database does not have this version's tables yet. Make them with: offramp migrate"


def wake_django() -> None:
    """Start Django, and stop with a hint where a setting is missing or dangerous."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    try:
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # below the data folder
    except OSError as error:
        refuse(
            f"The folder {settings.DATA_FOLDER} cannot be written to ({error.strerror}). "
            "Choose one where this account may write: OFFRAMP_DATA=/a/folder"
        )
    django.setup()
    try:
        call_command("check", deploy=True, stdout=io.StringIO(), stderr=io.StringIO())
    except SystemCheckError as error:
        refuse(*str(error).splitlines())


@contextmanager
def clearly() -> Iterator[None]:
    """What was mistyped, and a setting or a database that does not do, is one line with the remedy. Exits 2."""
    try:
        yield
    except typer.Abort as error:
        print("Stopped. Start it again when you are ready.", file=sys.stderr)
        raise SystemExit(1) from error
    except TyperException as error:  # its kinds are private to typer
        if said := error.format_message().strip():  # nothing where a group without a command has printed its help
            context = getattr(error, "ctx", None)
            where = context.command_path if context else "offramp"
            print(f"{said.rstrip('.')}. See: {where} --help", file=sys.stderr)
        raise SystemExit(2) from error
    except Exception as error:
        if not (sentence := _remedy(error)):
            raise
        print(sentence, file=sys.stderr)
        raise SystemExit(2) from error


def _remedy(error: Exception) -> str:
    """What to do about what an operator can mend; empty where the fault is the program's own."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError, ProgrammingError
    from environs import EnvError

    if isinstance(error, EnvError | ImproperlyConfigured):
        return f"{error} Correct it, then try again."
    if isinstance(error, OperationalError | ProgrammingError) and _is_of_another_shape(error):
        return NO_TABLES
    if isinstance(error, OperationalError):
        return (
            f"The database cannot be used: {' '.join(str(error).split())}. "
            "Check that it runs and that OFFRAMP_DATABASE_URL names it, then try again."
        )
    return ""


def _is_of_another_shape(error: Exception) -> bool:
    """Whether a table or a column is missing. PostgreSQL's words are in the language of its server, so its code counts."""
    undefined_table, undefined_column = "42P01", "42703"
    code = getattr(error.__cause__, "sqlstate", None)
    return code in (undefined_table, undefined_column) or str(error).startswith(("no such table", "no such column"))


@contextmanager
def kindly() -> Iterator[None]:
    """Whatever is refused inside ends the command with its sentence, and nothing has changed. Exits 2."""
    from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
    from django.db import transaction

    from offramp.kernel.refusals import Refusal

    try:
        with transaction.atomic():
            yield
    except Refusal as refusal:
        refuse(refusal.sentence)
    except ValidationError as wrong:
        refuse(*(
            sentence if field == NON_FIELD_ERRORS else f"{field}: {sentence}"
            for field, faults in wrong.update_error_dict({}).items()
            for fault in faults
            for sentence in fault.messages
        ))  # fmt: skip


def refuse(*sentences: str) -> NoReturn:
    """End the command with these sentences, a line each, and nothing in them that a terminal would obey. Exits 2."""
    for sentence in sentences:
        print(visible(" ".join(sentence.split())), file=sys.stderr)
    raise typer.Exit(2)


def answer(sentence: str, data: dict[str, Any] | list[Any], *, as_json: bool) -> None:
    """The sentence for people, or the same as data."""
    print(json.dumps(data, indent=2, ensure_ascii=False, default=str) if as_json else sentence)
