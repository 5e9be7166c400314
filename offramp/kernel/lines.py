"""Standard error for machines: each event is one line of JSON."""

import json
import logging
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest


class Line(logging.Formatter):
    """When (UTC), how grave, from where, what; of a request the route, the answer and the account.

    Never a page's address: it holds identifiers, or whatever a stranger typed there.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname, "from": record.name,
        }  # fmt: skip
        asked = getattr(record, "request", None)
        line |= _of(asked, record) if isinstance(asked, HttpRequest) else {"said": record.getMessage()}
        line |= getattr(record, "line", {})
        if record.exc_info:
            line["fault"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def _of(request: HttpRequest, record: logging.LogRecord) -> dict[str, Any]:
    status = getattr(record, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR)
    account = getattr(request, "_cached_user", None)  # asks no database, which may be the fault
    return {
        "said": HTTPStatus(status).phrase, "status": int(status),
        "route": request.resolver_match.view_name if request.resolver_match else "",
        "account": getattr(account, "pk", None),
    }  # fmt: skip
