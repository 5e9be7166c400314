"""What every verb has in common: all of it happens or none, and the same token is answered once."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Set
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, models, transaction

from offramp.kernel import context, trail
from offramp.kernel.identifiers import NO_SITE
from offramp.kernel.models import Answered
from offramp.kernel.refusals import NotNow, Refusal, marked

Result = TypeVar("Result", bound=models.Model)

_TAKEN = marked(
    "This page was already sent, and what it said then stands. Now it says something else, and nothing of that was kept. To "
    "refer somebody else, or to do something else, start a new form."
)

_DELETED = marked("This is done. What it was about has been deleted since.")


def verb(act: Callable[..., Result]) -> Callable[..., Result]:
    """Make `act` a verb: atomic, said to be `by` somebody at their own site, and, with `token=`, answered once.

    A caller that repeats a token (a double tap, a retry after a lost answer, a second tab) gets the row that the first
    call made or changed, and nothing happens again; `NotNow` where that row was deleted since, and where the caller asks
    for something else than the first time (Back in the browser, another name, Send). Tokens are the client's own random
    UUIDs; they count per actor.
    """

    @wraps(act)
    def once(*args: Any, by: Any, token: UUID | None = None, **asked: Any) -> Result:
        with context.acting(by, by.purpose):
            if token is not None:
                return _once(act, token, args, asked | {"by": by})
            with transaction.atomic(), trail.together():
                return act(*args, by=by, **asked)

    return once


def _once(act: Callable[..., Result], token: UUID, args: tuple[Any, ...], asked: dict[str, Any]) -> Result:
    by, said = asked["by"], _mark(token, _said(act, args, asked))
    try:
        with transaction.atomic(), trail.together():
            made = act(*args, **asked)
            _remember(by, token, said, made)
            return made
    except (DatabaseError, ObjectDoesNotExist, Refusal, ValidationError):
        # Repeating is rare, so nobody looks for the first answer beforehand: a second try ends at the token, which is
        # written once, or is refused because the first one moved the row. All of it is undone, and the first answers.
        if first := _answer(by, token, said):
            return cast(Result, first)
        raise


def was_answered(by: Any, token: str) -> bool:
    """Whether a verb of `by` was answered under this token, which is what a form sent: perhaps no UUID at all."""
    try:
        return _first_answers(by, UUID(token)).exists()
    except ValueError:
        return False


def _answer(by: Any, token: UUID, said: str) -> models.Model | None:
    kept = _first_answers(by, token).first()
    if kept is None:
        return None
    if kept.said_mark != said:
        raise NotNow(_TAKEN)
    model: Any = apps.get_model(kept.object_type)
    answer: models.Model | None = model._base_manager.filter(pk=kept.object_id).first()
    if answer is None:
        raise NotNow(_DELETED)
    return answer


def _first_answers(by: Any, token: UUID) -> models.QuerySet[Answered]:
    return Answered.objects.filter(site_id=by.site_id or NO_SITE, actor_id=by.pk or NO_SITE, token_mark=_mark(token))


def _remember(by: Any, token: UUID, said: str, made: models.Model) -> None:
    Answered(
        site_id=by.site_id or NO_SITE,
        actor_id=by.pk or NO_SITE,
        token_mark=_mark(token),
        said_mark=said,
        object_type=made._meta.label,
        object_id=made.pk,
    ).save()


def _mark(token: UUID, said: str = "") -> str:
    """What is kept of a token, and of what was said with it.

    The key is the token itself, which is nowhere but on the page that was sent: not even whoever holds the database and
    every key of the server can try a name on it, and somebody who was forgotten stays so.
    """
    return hmac.new(token.bytes, said.encode(), hashlib.sha256).hexdigest()


def _said(act: Callable[..., Any], args: tuple[Any, ...], asked: Mapping[str, Any]) -> str:
    """All that a verb was asked, but who asks, which finds the answer, and when, which is another time at each try."""
    words = {name: value for name, value in asked.items() if name not in ("by", "at")}
    return json.dumps([act.__qualname__, args, words], sort_keys=True, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(value.pk)  # of a row only which one it is: the rest may have moved on since
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Set):
        return sorted(map(str, value))
    return dict(value) if isinstance(value, Mapping) else str(value)
