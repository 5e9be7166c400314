"""Somebody opens many pages, and what they got is written down so that two readings can be laid side by side."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.test import Client

from tests.seats import seat, the_time_is

_CHANGES_EACH_TIME = re.compile(
    r'(name="(?:csrfmiddlewaretoken|token)" value=")[^"]*|(nonce[="-]+)[\w+/=-]+|(csrftoken=|sessionid=)[^;]*'
    r'|("challenge": ")[^"]*'
)
_MADE_ANEW = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[A-Z][34679]-[A-Z34679]{3}\b|[Ee]xpires[=:][^;\n]*"
)


class Got(NamedTuple):
    """An answer without its tokens: status, headers, body. Identifiers and codes go by the order of their appearance."""

    status: int
    headers: str
    body: str


def got(answer: Any) -> Got:
    headers = "\n".join(
        f"{name}: {value}" for name, value in sorted(answer.headers.items()) if name != "Content-Length"
    )
    return Got(answer.status_code, _masked(f"{headers}\n{answer.cookies}"), _masked(answer.content.decode()))


def _masked(text: str) -> str:
    seen: dict[str, str] = {}
    text = _CHANGES_EACH_TIME.sub(r"\1\2\3\4", text)
    return _MADE_ANEW.sub(lambda found: seen.setdefault(found[0], f"[{len(seen)}]"), text)


def opened(who: Any, addresses: Iterable[str], *, at: datetime) -> dict[str, Got]:
    """What a member (or a browser) gets at each address, each opened in the same world as the others."""
    with the_time_is(at):
        browser = who if isinstance(who, Client) else seat(who)
        return {address: in_the_same_world(lambda a=address: got(browser.get(a))) for address in addresses}


def in_the_same_world(act: Any) -> Any:
    """Do something, keep what came of it, and undo what it left behind."""
    with transaction.atomic():
        done = act()
        transaction.set_rollback(True)
    return done
