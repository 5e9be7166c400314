"""Debian's Chromium, phone-sized, and the accessibility oracle. Nothing is ever downloaded."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

#: The first that is there. The shell is the same engine without windows of its own, and takes half the processor's time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
NO_CHROMIUM = (
    "No Chromium was found for the browser tests. Install it (on Debian: apt-get install chromium-headless-shell)."
)
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
#: What a darker screen can change of a page, whose words and order stay.
CONTRAST = "color-contrast"
#: How long a test waits for what a page should come to show, in milliseconds: a limit for a machine that is busy, no aim.
PATIENCE = 20_000
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "locale": "en-US"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker("browser")


@pytest.fixture(scope="session", autouse=True)
def one_test_at_a_time() -> Iterator[None]:
    """Playwright keeps an event loop in this thread; the ORM is used from it all the same, by one test at a time."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        expect.set_options(timeout=PATIENCE)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail(NO_CHROMIUM)
        pytest.skip(NO_CHROMIUM)
    return {"executable_path": chromium, "headless": True, "args": list(QUIET)}


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    """The running site: `page.goto("/")` is its first page."""
    return live_server.url


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext], transactional_db: None) -> Iterator[Callable[..., Page]]:
    """Hand out phones: each call is another person's, signed out. What goes wrong in a script of ours fails the test."""
    faults: list[str] = []

    def another(**options: Any) -> Page:
        context = new_context(**{**PHONE, **options})
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda fault: faults.append(str(fault.error)))
        context.on("console", lambda said: faults.append(said.text) if is_fault(said) else None)
        return context.new_page()

    yield another
    assert faults == []


def is_fault(said: ConsoleMessage) -> bool:
    """An error in the console that is ours: not the browser's line about an answer that was no 200, nor axe at its work."""
    others = ("Failed to load resource", "Applying inline style")
    return said.type == "error" and not said.text.startswith(others)


@pytest.fixture
def axe() -> Callable[..., None]:
    """Fail for every accessibility fault that axe finds on a page, in its own words; of one rule alone, if it is named."""

    def check(page: Page, *, rule: str = "") -> None:
        # Without preload: axe would look for the imported style sheet beside the page instead of beside its importer.
        options = {"preload": False, "resultTypes": ["violations"]} | ({"runOnly": [rule]} if rule else {})
        found = Axe().run(page, options=options)
        assert found.violations_count == 0, found.generate_report()

    return check
