"""What every answer tells the browser, whoever asks for whatever: pages, parts of pages, refusals and files alike."""

import re
import runpy
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.conf import settings as in_force
from django.test import Client

from offramp.directory.models import Agency, Membership, Site, State, User
from offramp.directory.states import AgencyKind, Role, SiteMode
from tests.house.test_doors import address
from tests.house.tree import PACKAGE
from tests.routes import all_routes

pytestmark = pytest.mark.django_db
FILES = ["/static/offramp/staying.js", "/static/offramp/mark.svg", "/static/offramp/offramp.css"]
NOWHERE = [
    "/nowhere/",
    "/static/nowhere.js",
    "/static/",
    "/static/offramp/",
    "/.git/config",
    "/static/../config/settings.py",
]
POLICY = {
    "default-src 'self'", "img-src 'self' data:", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'",
    "form-action 'self'",
}  # fmt: skip
#: What browsers must be told with every answer, whatever else it says.
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def everything() -> list[str]:
    return [*{address(route) for route in all_routes()}, *FILES, *NOWHERE]


def faults_of(path: str, answer: Any) -> list[str]:
    """What is wrong with this answer's headers, by name."""
    policy = set(answer.headers.get("Content-Security-Policy", "").split("; "))
    wrong = [name for name, value in ALWAYS.items() if answer.headers.get(name) != value]
    wrong += ["Content-Security-Policy"] if policy != POLICY else []
    wrong += ["Access-Control-Allow-Origin"] if "Access-Control-Allow-Origin" in answer.headers else []
    wrong += ["Cache-Control"] if path not in FILES and answer.headers["Cache-Control"] != "no-store, private" else []
    wrong += ["a version"] if re.search(r"django|gunicorn|python|allauth", str(answer.headers), re.IGNORECASE) else []
    said = answer.headers.get("Content-Type", "").replace('"', "")
    is_whole = said and (not said.startswith("text/") or said.endswith("; charset=utf-8"))
    return wrong if answer.status_code in (204, 301, 302) or is_whole else [*wrong, "Content-Type"]


def asked(browser: Client, paths: Iterable[str], method: str = "get", **more: Any) -> Iterator[tuple[str, Any, bytes]]:
    """Each path with its answer, and with what was in it: a file is open until it was read to its end."""
    for path in paths:
        answer = getattr(browser, method)(path, **more)
        yield path, answer, b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.fixture
def officer(settings: Any) -> Client:
    settings.DEMO = True
    state = State.objects.create(fips="54", name="West Virginia", postal="WV")
    site = Site.objects.create(
        slug="x", name="Rivertown", state=state, mode=SiteMode.DEMO, on_call_phone="(304) 555-0142"
    )
    agency = Agency.objects.create(site=site, name="Police", kind=AgencyKind.POLICE)
    user = User.objects.create_user("dana", password="four unlikely words together")
    Membership.objects.create(user=user, role=Role.OFFICER, name="Dana R.", site=site, agency=agency)
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def https(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A browser that comes by HTTPS to an installation which says OFFRAMP_HTTPS."""
    monkeypatch.setenv("OFFRAMP_HTTPS", "true")
    real = runpy.run_path(str(PACKAGE / "config" / "settings.py"))
    named = re.compile(r"HTTPS$|^SECURE_|_COOKIE_(?:NAME|SECURE|HTTPONLY|SAMESITE)$")
    for name in filter(named.search, real):
        setattr(settings, name, real[name])
    return Client()


def test_every_answer_tells_the_browser_what_it_may_do_and_keeps_no_page(client: Client, officer: Client) -> None:
    answers = [one for browser in (client, officer) for one in asked(browser, everything())]
    assert {(path, *faults) for path, answer, _ in answers if (faults := faults_of(path, answer))} == set()


def test_what_is_not_a_page_of_ours_is_not_found_and_lists_nothing(client: Client) -> None:
    for path, answer, body in asked(client, NOWHERE):
        assert answer.status_code == 404, path
        assert not re.search(rb"settings\.py|staying\.js|\[core\]", body), path


def test_nothing_that_was_asked_is_echoed_by_trace(client: Client) -> None:
    for path, answer, body in asked(
        client, ["/", "/sign-in/", "/healthz", *FILES], "trace", headers={"x-echo": "echo-me"}
    ):
        assert b"echo-me" not in body + str(answer.headers).encode(), path


def test_a_form_without_its_mark_is_taken_nowhere(officer: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = officer.cookies
    sent = {path: answer.status_code for path, answer, _ in asked(strict, everything(), "post") if path not in FILES}
    assert {path for path, status in sent.items() if status != (404 if path in NOWHERE else 403)} == set()


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example/", "javascript:0"]
)
def test_no_button_and_no_sign_in_leads_to_another_site(client: Client, officer: Client, elsewhere: str) -> None:
    sent = {
        "login": "dana",
        "password": "four unlikely words together",
        "language": "es",
        "night": "on",
        "next": elsewhere,
    }
    for path in ("/sign-in/", "/language/", "/night/"):
        answer = client.post(path, sent)
        assert answer.status_code == 302
        assert answer["Location"] == "/", path


def test_by_https_every_answer_asks_for_https_alone(https: Client) -> None:
    lasting = "max-age=31536000; includeSubDomains"
    answers = asked(https, everything(), secure=True)
    assert [path for path, answer, _ in answers if answer.headers.get("Strict-Transport-Security") != lasting] == []


def test_without_https_a_page_is_only_the_way_to_it(https: Client) -> None:
    answer = https.get("/sign-in/?next=/officer/")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/sign-in/?next=/officer/")


def test_by_https_every_cookie_is_of_this_host_alone_and_for_no_script(https: Client, officer: Client) -> None:
    page = https.get("/sign-in/", secure=True)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]  # type: ignore[index]
    sent = {"csrfmiddlewaretoken": token, "login": "dana", "password": "four unlikely words together"}
    for path, data in (("/sign-in/", sent), ("/night/", {"night": "on"}), ("/language/", {"language": "es"})):
        https.post(path, data, secure=True)
    assert set(https.cookies) == {"__Host-session", "__Host-csrf", "__Host-night", "__Host-language"}
    for cookie in https.cookies.values():
        told = (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"])
        assert told == (True, True, "Lax", "/", ""), cookie


def test_nothing_turns_on_the_pages_that_show_the_inside() -> None:
    assert in_force.DEBUG is False
    real = (PACKAGE / "config" / "settings.py").read_text()
    assert re.findall(r"^DEBUG\b.*", real, re.MULTILINE) == ["DEBUG = False"]


@pytest.mark.parametrize("gone", [*ALWAYS, "Content-Security-Policy", "Content-Type", "Cache-Control"])
def test_an_answer_without_one_of_them_is_caught(client: Client, gone: str) -> None:
    answer = client.get("/healthz")
    assert faults_of("/healthz", answer) == []
    answer.headers[gone] = ""
    assert faults_of("/healthz", answer) == [gone]
