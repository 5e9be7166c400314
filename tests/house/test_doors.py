"""Closed by default: every route has a door, and what is open to all the world is listed."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, path, resolve, reverse
from django.urls.converters import IntConverter, UUIDConverter

from offramp.directory.doors import page_above
from offramp.kernel.identifiers import NO_SITE
from tests.house.tree import PACKAGE, name_of, python_files, templates
from tests.routes import Route, routes

# What anybody in the world may ask for. The reason stands at each door; opening one more takes a line here as well.
OPEN_TO_ALL = {
    "account_inactive",
    "account_login",
    "account_logout",
    "gallery",
    "healthz",
    "help",
    "home",
    "language",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "night",
    "officer:scene",
    "public:about",
    "public:complain",
    "public:complaint",
    "public:home",
    "public:received",
    "public:site",
    "public:tell_us",
    "readyz",
    "try-it",
}


def has_a_door(view: Any) -> bool:
    """One of the three of `directory.doors`: for some roles, for anyone signed in, for all. The last two say why."""
    return bool(getattr(view, "roles", ()) or getattr(view, "reason", ""))


def is_open_to_all(view: Any) -> bool:
    return not getattr(view, "roles", ()) and getattr(view, "login_required", True) is False


def address(route: Route) -> str:
    """An address of the route, made up where it takes an identifier."""
    made_up = {IntConverter: 1, UUIDConverter: NO_SITE}
    taken = route.pattern.converters.items()
    return reverse(route.name, kwargs={name: made_up.get(type(converter), "x") for name, converter in taken})


@pytest.fixture
def all_routes() -> list[Route]:
    return list(routes(get_resolver().url_patterns))


def test_every_route_has_a_door(all_routes: list[Route]) -> None:
    assert [route.name for route in all_routes if not has_a_door(route.view)] == []


def test_only_the_listed_routes_are_open_to_all(all_routes: list[Route]) -> None:
    assert {route.name for route in all_routes if is_open_to_all(route.view)} == OPEN_TO_ALL


@pytest.mark.django_db
def test_a_stranger_gets_in_nowhere_else(all_routes: list[Route], client: Client) -> None:
    closed = [route for route in all_routes if route.name not in OPEN_TO_ALL]
    answers = {route.name: client.get(address(route)).status_code for route in closed}
    assert {name: status for name, status in answers.items() if status not in (302, 404)} == {}


def test_what_a_page_asks_for_by_itself_is_no_sign_of_life(all_routes: list[Route]) -> None:
    """Only `staying` is asked for by a script; the rest stands in templates."""
    asking = [tag for path in templates() for tag in re.findall(r"<[^>]*hx-trigger=[^>]*>", path.read_text())]
    asked = {name for tag in asking for name in re.findall(r"hx-get=\"{% url '([\w:-]+)'", tag)}
    marked = {route.name for route in all_routes if getattr(route.view, "is_asked_by_pages", False)}
    assert len(asked) == len(asking) > 1
    assert marked == asked | {"staying"}


def test_a_button_that_is_opened_like_a_page_leads_to_one(all_routes: list[Route]) -> None:
    buttons = [route for route in all_routes if getattr(route.view, "is_button", False)]
    above = {route.name: resolve(page_above(address(route))).func for route in buttons}
    assert len(above) > 10
    assert [name for name, view in above.items() if getattr(view, "is_button", False) or not has_a_door(view)] == []


def test_no_view_of_a_desk_turns_a_reload_away_with_a_bare_number() -> None:
    assert [name_of(path) for path in python_files(PACKAGE) if "require_POST" in path.read_text()] == []


def test_a_route_without_a_door_is_caught() -> None:
    planted = [path("bare", lambda _: None, name="bare"), path("unnamed", lambda _: None)]
    assert [route.name for route in routes(planted) if not has_a_door(route.view)] == ["bare", "unnamed"]


def test_a_door_for_no_role_and_no_reason_is_no_door() -> None:
    assert not has_a_door(SimpleNamespace(roles=(), reason=""))
    assert has_a_door(SimpleNamespace(roles=("officer",)))
    assert is_open_to_all(SimpleNamespace(roles=(), reason="a", login_required=False))
    assert not is_open_to_all(SimpleNamespace(roles=("officer",), login_required=False))
