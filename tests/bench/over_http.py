"""The real server and its real pages, from loopback. The floor is /healthz: every layer but no desk, session or query."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.db import connections
from django.test import Client
from django.utils import timezone

from tests.bench.table import Line, timed
from tests.bench.town import Town

COUNT = 320  # requests for one line, over all connections
ROOT = Path(__file__).resolve().parents[2]
CSRF = "c" * 32
Ask = Callable[["Browser", int], None]


@dataclass
class Server:
    """`offramp serve` as an operator starts it."""

    process: subprocess.Popen[bytes]
    port: int

    def memory(self) -> float:
        """Megabytes of the server and its workers; pages that they share are counted once (PSS)."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return sum(_megabytes(int(pid)) for pid in (self.process.pid, *children))


class Browser:
    """One connection that is kept open, signed in as the officer."""

    def __init__(self, port: int, session: str) -> None:
        self.port = port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies = {"Cookie": f"sessionid={session}; csrftoken={CSRF}"}

    def get(self, path: str) -> None:
        self._ask("GET", path, None, self.cookies, {200})

    def post(self, path: str, **form: object) -> None:
        headers = {**self.cookies, "X-CSRFToken": CSRF, "Content-Type": "application/x-www-form-urlencoded"}
        self._ask("POST", path, urlencode({**form, "token": uuid4()}, doseq=True), headers, {302})

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str], expected: set[int]) -> None:
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        except ConnectionError:  # the server ends a connection that was idle for two seconds
            self.connection.close()
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        page = answer.read()
        if answer.status not in expected:
            raise RuntimeError(
                f"{method} {path} was answered with {answer.status}: {page[-400:].decode(errors='replace')}"
            )


@contextmanager
def serve() -> Iterator[Server]:
    """The server on a free port, until the end of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from offramp.cli.main import run; run()", "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ.copy())
    try:
        _wait_for(port)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(timeout=20)


def measure(server: Server, town: Town, connections_at_once: int) -> Iterator[Line]:
    """One line for each kind of request, sent over so many connections at once."""
    session = _sign_in(town)
    browsers = [Browser(server.port, session) for _ in range(connections_at_once)]
    floor, _ = _all(browsers, lambda browser, _: browser.get("/healthz"))
    for name, ask in _asked(town).items():
        times, lasted = _all(browsers, ask)
        yield Line(name, times, floor, lasted)


def _asked(town: Town) -> dict[str, Ask]:
    some = town.recent
    reason = town.version.protocol.social_contact_reasons.reasons[0].label

    def address(number: int) -> str:
        return f"/officer/referrals/{some[number % len(some)]}/"

    return {
        "create": lambda browser, number: browser.post(
            "/officer/social-contact/", name=f"Wren Over {number}", place="Mill", reasons=[reason]
        ),
        "list 25": lambda browser, _: browser.get("/officer/referrals/"),
        "get": lambda browser, number: browser.get(address(number)),
        "update": lambda browser, number: browser.post(f"{address(number)}finish/", incident_number=f"26-{number}"),
    }


def _all(browsers: list[Browser], ask: Ask) -> tuple[list[float], float]:
    """Every time of every browser, and how long all of it took together."""
    share = COUNT // len(browsers)
    start = time.perf_counter()
    with ThreadPoolExecutor(len(browsers)) as pool:
        each = pool.map(
            lambda place: timed(lambda number: ask(browsers[place], place * share + number), share),
            range(len(browsers)),
        )
        times = [one for found in each for one in found]
    return times, time.perf_counter() - start


def _sign_in(town: Town) -> str:
    """A session of the officer, who has a second factor and was here today."""
    user = town.cast["dana"].user
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    user.last_login = timezone.now()
    user.save(update_fields=["last_login"])
    visitor = Client()
    visitor.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    connections.close_all()
    return visitor.cookies["sessionid"].value


def _wait_for(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            Browser(port, "").get("/readyz")
        except (OSError, RuntimeError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("The server did not start within a minute.")


def _megabytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
