"""A GET changes nothing. What it may write: that somebody looked (the trail), and that their session is alive.

And a POST that succeeds leads to a page; a page that answers it itself says what is wrong. So Back and Reload send nothing.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from offramp.kernel import context

MAY_BE_WRITTEN = {
    "kernel_trailrow": "who looked",
    "kernel_trailhead": "the number of the newest row of the trail",
    "consent_disclosure": "what was shown to whom, under which release",
    "django_session": "fifteen more minutes, or that they are over",
    "mfa_authenticator": "that somebody looked at their own recovery codes",
    "usersessions_usersession": "when this session was last seen",
}
_STILL = re.compile(r"\s*\(?\s*(SELECT|BEGIN|SAVEPOINT|RELEASE|ROLLBACK TO)\b", re.IGNORECASE)
_WRITES = re.compile(r"\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)


class Moved(AssertionError):
    """A GET wrote."""


@contextmanager
def still() -> Iterator[None]:
    """Raise `Moved` at the first statement that writes anything but a mark of having looked."""

    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        written = _WRITES.match(sql)
        if not _STILL.match(sql) and not (written and written[1] in MAY_BE_WRITTEN):
            raise Moved(f"A page that is only looked at may not write: {sql[:200]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


class AnsweredInPlace(AssertionError):
    """A POST that succeeded was answered with a page."""


def leads_elsewhere(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The answer to a POST; raise `AnsweredInPlace` where it is a page without the list of what is wrong."""
    is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    # A complaint's receipt has no address: nothing on a shared phone says later that somebody complained.
    if is_page and b"data-error-panel" not in answer.content and b"data-has-no-address" not in answer.content:
        raise AnsweredInPlace(f"Back and Reload would send this POST again: redirect after {request.path}")
    return answer


class Stillness:
    """Outermost middleware of the suite: every GET and HEAD is still, every POST that succeeds leads elsewhere,
    and each request begins with nobody acting.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with context.nobody():
            if request.method not in ("GET", "HEAD"):
                return leads_elsewhere(request, self.get_response(request))
            with still():
                return self.get_response(request)
