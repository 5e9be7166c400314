"""Every address of the program, made up with identifiers where it takes any."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver, reverse


class Route(NamedTuple):
    name: str
    view: Any
    pattern: Any

    @property
    def takes(self) -> tuple[str, ...]:
        """The names of what the address holds: `referral_id`, `slug` …"""
        return tuple(self.pattern.converters)


def routes(patterns: Sequence[URLPattern | URLResolver], namespace: str = "") -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner)
        else:
            yield Route(f"{namespace}{pattern.name or pattern.pattern}", pattern.callback, pattern.pattern)


def all_routes() -> list[Route]:
    return list(routes(get_resolver().url_patterns))


def addresses(route: Route, values: Mapping[str, Sequence[Any]]) -> list[str]:
    """The route's addresses with each of `values` for each thing it takes. What it takes and has no value is a KeyError."""
    asked = [[(name, value) for value in values[name]] for name in route.takes]
    return [reverse(route.name, kwargs=dict(chosen)) for chosen in product(*asked)]
