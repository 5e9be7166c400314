"""Closed by default. Every route has a door, or stands below with the reason why it is open."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse
from django.urls.converters import IntConverter, UUIDConverter

from offramp.kernel.identifiers import NO_SITE

_SIGNING_IN = "whoever is not signed in yet must reach it"
_OWN_ACCOUNT = "anyone signed in, for their own account alone: allauth asks for the sign-in"
_OWN_SECOND_STEP = (
    "anyone signed in, for their own second step: allauth asks for the sign-in, and again before a change"
)

OPEN_ON_PURPOSE = {
    "account_login": _SIGNING_IN,
    "account_confirm_login_code": _SIGNING_IN,
    "account_inactive": _SIGNING_IN,
    "account_signup": "closed by our account adapter: nobody signs themselves up",
    "account_reset_password": _SIGNING_IN,
    "account_reset_password_done": _SIGNING_IN,
    "account_reset_password_from_key": _SIGNING_IN,
    "account_reset_password_from_key_done": _SIGNING_IN,
    "account_confirm_email": _SIGNING_IN,
    "account_email_verification_sent": _SIGNING_IN,
    "account_logout": "leaving is open to anyone",
    "account_reauthenticate": _OWN_ACCOUNT,
    "account_email": _OWN_ACCOUNT,
    "account_change_password": _OWN_ACCOUNT,
    "account_set_password": _OWN_ACCOUNT,
    "usersessions_list": _OWN_ACCOUNT,
    "mfa_authenticate": _SIGNING_IN,
    "mfa_login_webauthn": _SIGNING_IN,
    "mfa_index": _OWN_SECOND_STEP,
    "mfa_reauthenticate": _OWN_SECOND_STEP,
    "mfa_reauthenticate_webauthn": _OWN_SECOND_STEP,
    "mfa_activate_totp": _OWN_SECOND_STEP,
    "mfa_deactivate_totp": _OWN_SECOND_STEP,
    "mfa_view_recovery_codes": _OWN_SECOND_STEP,
    "mfa_generate_recovery_codes": _OWN_SECOND_STEP,
    "mfa_download_recovery_codes": _OWN_SECOND_STEP,
    "mfa_list_webauthn": _OWN_SECOND_STEP,
    "mfa_add_webauthn": _OWN_SECOND_STEP,
    "mfa_remove_webauthn": _OWN_SECOND_STEP,
    "mfa_edit_webauthn": _OWN_SECOND_STEP,
}


class Route(NamedTuple):
    name: str
    view: Any
    pattern: Any


def routes(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner)
        else:
            yield Route(f"{namespace}{pattern.name or pattern.pattern}", pattern.callback, pattern.pattern)


def without_a_door(found: list[Route]) -> list[str]:
    return [route.name for route in found if not getattr(route.view, "roles", ()) and route.name not in OPEN_ON_PURPOSE]


def address(route: Route) -> str:
    """An address of the route, made up where it takes an identifier."""
    made_up = {IntConverter: 1, UUIDConverter: NO_SITE}
    taken = route.pattern.converters.items()
    return reverse(route.name, kwargs={name: made_up.get(type(converter), "x") for name, converter in taken})


@pytest.fixture
def all_routes() -> list[Route]:
    return list(routes(get_resolver().url_patterns))


def test_every_route_has_a_door(all_routes: list[Route]) -> None:
    assert without_a_door(all_routes) == []


def test_no_exception_outlives_its_route(all_routes: list[Route]) -> None:
    assert set(OPEN_ON_PURPOSE) - {route.name for route in all_routes} == set()


@pytest.mark.django_db
def test_a_stranger_gets_in_nowhere(all_routes: list[Route], client: Client) -> None:
    answers = {
        route.name: client.get(address(route)).status_code for route in all_routes if route.name not in OPEN_ON_PURPOSE
    }
    assert {name: status for name, status in answers.items() if status not in (302, 404, 405)} == {}


def test_a_route_without_a_door_is_caught() -> None:
    planted = [path("bare", lambda _: None, name="bare"), path("unnamed", lambda _: None)]
    assert without_a_door(list(routes(planted))) == ["bare", "unnamed"]


def test_a_door_for_no_role_is_no_door() -> None:
    found = [Route("closed", SimpleNamespace(roles=("officer",)), ""), Route("ajar", SimpleNamespace(roles=()), "")]
    assert without_a_door(found) == ["ajar"]
