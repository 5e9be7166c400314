"""What every command needs: Django awake, answers for people or for programs, and refusals in their own sentence."""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, NoReturn

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
SiteName = Annotated[str, typer.Argument(metavar="SITE", help="The site's short name.")]


def wake_django() -> None:
    """Start Django, and stop with a hint where a setting is missing or dangerous."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # below the data folder
    django.setup()
    try:
        call_command("check", deploy=True, stdout=io.StringIO(), stderr=io.StringIO())
    except SystemCheckError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from error


@contextmanager
def kindly() -> Iterator[None]:
    """Whatever is refused inside ends the command with its sentence, and nothing has changed. Exits 2."""
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from offramp.kernel.refusals import Refusal

    try:
        with transaction.atomic():
            yield
    except Refusal as refusal:
        refuse(refusal.sentence)
    except ValidationError as wrong:
        refuse(*wrong.messages)


def refuse(*sentences: str) -> NoReturn:
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    raise typer.Exit(2)


def answer(sentence: str, data: dict[str, Any] | list[Any], *, as_json: bool) -> None:
    """The sentence for people, or the same as data."""
    print(json.dumps(data, indent=2, ensure_ascii=False, default=str) if as_json else sentence)
