"""Who acts now, where and why. Nothing here has a default: whoever reads a record without saying so is stopped.

The doors of pages, the verbs and the clock say it; `kernel.guard` asks before any statement reaches a record.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any, Protocol
from uuid import UUID

from offramp.kernel.identifiers import NO_SITE
from offramp.kernel.purposes import Purpose


class Actor(Protocol):
    """Whoever acts: a membership, or one of the program's own (`Nobody`)."""

    @property
    def pk(self) -> Any: ...
    @property
    def site_id(self) -> Any: ...
    @property
    def role(self) -> str: ...
    @property
    def purpose(self) -> Purpose: ...


class Nobody:
    """An act of no signed-in person: the clock, a stranger's form, an operator's command."""

    _PURPOSES = {"stranger": Purpose.HANDOFF, "clock": Purpose.CARE}

    def __init__(self, role: str, site_id: UUID | None = None) -> None:
        self.role, self.site_id, self.pk = role, site_id, None

    @property
    def purpose(self) -> Purpose:
        """Why it acts: a stranger asks that somebody be met, the clock keeps what a person was promised."""
        return self._PURPOSES.get(self.role, Purpose.SECURITY_REVIEW)


class NoContext(RuntimeError):  # noqa: N818  (what is missing, not an error of somebody)
    """A record was asked for while nobody acts. A fault of the program, never an answer to a user."""


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody, in one role, at one site (`NO_SITE` for those who act for none), for one purpose."""

    actor_id: UUID | None
    role: str
    site_id: UUID
    purpose: Purpose
    every_site: str = ""  # why the look goes over all sites; empty where it does not


_now: ContextVar[Acting | None] = ContextVar("acting", default=None)


def current() -> Acting:
    """Who acts now. Raises `NoContext` when nobody does."""
    acting = _now.get()
    if acting is None:
        raise NoContext("Nobody acts here. Say who does and why: `with context.acting(by, purpose):`.")
    return acting


@contextmanager
def acting(by: Actor, purpose: Purpose) -> Iterator[None]:
    """Inside, `by` acts, at their own site and for `purpose`, whoever acted before."""
    with _as(Acting(by.pk, by.role, by.site_id or NO_SITE, purpose)):
        yield


@contextmanager
def across_sites(by: Actor, purpose: Purpose, reason: str) -> Iterator[None]:
    """Inside, `by` sees every site. The reason is what a reviewer reads, and stands where the look is."""
    if not reason:
        raise TypeError("A look over all sites says why.")
    with _as(Acting(by.pk, by.role, by.site_id or NO_SITE, purpose, reason)):
        yield


@contextmanager
def at_site(site_id: UUID) -> Iterator[None]:
    """Inside, whoever acts writes at this site: an operator's act stands on the trail of the site it was about."""
    before = _now.get() or Acting(None, "", NO_SITE, Purpose.SECURITY_REVIEW)
    with _as(replace(before, site_id=site_id, every_site="")):
        yield


@contextmanager
def nobody() -> Iterator[None]:
    """Inside, nobody acts: what a request begins with."""
    with _as(None):
        yield


@contextmanager
def _as(acting: Acting | None) -> Iterator[None]:
    token = _now.set(acting)
    try:
        yield
    finally:
        _now.reset(token)
