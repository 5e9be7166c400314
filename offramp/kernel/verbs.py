"""What every verb has in common: all of it happens or none, and the same token is answered once."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, models, transaction

from offramp.kernel import context, trail
from offramp.kernel.identifiers import NO_SITE
from offramp.kernel.models import Answered
from offramp.kernel.refusals import NotNow, Refusal, marked

Result = TypeVar("Result", bound=models.Model)

_TAKEN = marked("This form was already used for something else. Open the page again and repeat what you want to do.")

_DELETED = marked("This is done. What it was about has been deleted since.")


def verb(act: Callable[..., Result]) -> Callable[..., Result]:
    """Make `act` a verb: atomic, said to be `by` somebody at their own site, and, with `token=`, answered once.

    A caller that repeats a token (a double tap, a retry after a lost answer, a second tab) gets the row that the first
    call made or changed, and nothing happens again; `NotNow` where that row was deleted since. Tokens are the client's
    own random UUIDs; they count per actor.
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
    by = asked["by"]
    try:
        with transaction.atomic(), trail.together():
            made = act(*args, **asked)
            _remember(act, by, token, made)
            return made
    except (DatabaseError, ObjectDoesNotExist, Refusal, ValidationError):
        # Repeating is rare, so nobody looks for the first answer beforehand: a second try ends at the token, which is
        # written once, or is refused because the first one moved the row. All of it is undone, and the first answers.
        if first := _answer(act, by, token):
            return first
        raise


def _answer(act: Callable[..., Result], by: Any, token: UUID) -> Result | None:
    kept = Answered.objects.filter(site_id=by.site_id or NO_SITE, actor_id=by.pk or NO_SITE, token=token).first()
    if kept is None:
        return None
    if kept.verb != act.__qualname__:
        raise NotNow(_TAKEN)
    model: Any = apps.get_model(kept.object_type)
    answer: Result | None = model._base_manager.filter(pk=kept.object_id).first()
    if answer is None:
        raise NotNow(_DELETED)
    return answer


def _remember(act: Callable[..., Result], by: Any, token: UUID, made: models.Model) -> None:
    Answered(
        site_id=by.site_id or NO_SITE,
        actor_id=by.pk or NO_SITE,
        token=token,
        verb=act.__qualname__,
        object_type=made._meta.label,
        object_id=made.pk,
    ).save()
