"""Somebody takes a seat at their desk, at any moment, and looks at a page."""

import re
from contextlib import contextmanager
from unittest import mock

from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from offramp.design.templatetags.design import site_time
from offramp.directory.sessions import ARRIVALS_PASSED

_CHANGES_EACH_TIME = re.compile(
    r'((?:name="(?:csrfmiddlewaretoken|token)" value=|nonce=|"csrf": )")[^"]*|("left": )\d+'  # seconds of a session
)


@contextmanager
def the_time_is(moment):
    """Every clock the program reads stands at `moment`."""
    with mock.patch.object(timezone, "now", return_value=moment):
        yield


class Seat(Client):
    """A browser of somebody who has gone on from the arrivals page whenever they open the prosecutor's desk."""

    member = None

    def get(self, path, *given, **more):
        if str(path).startswith("/prosecutor/"):
            gone_on(self, self.member)
        return super().get(path, *given, **more)


def seat(member):
    """A browser in which this member is signed in."""
    browser = Seat()
    browser.member = member
    browser.force_login(member.user)
    return browser


def gone_on(browser, member):
    """This browser's session is past what stood before the member's desk."""
    session = browser.session
    session[ARRIVALS_PASSED] = str(member.pk)
    session.save()


def page(member, address, *, at):
    """The answer to this member at this address and moment."""
    with the_time_is(at):
        return seat(member).get(address)


def every_page_of(member, *, at):
    """Every page without arguments, at every desk, as this member gets it."""
    from tests.house.test_doors import address, routes

    found = [route for route in routes(get_resolver().url_patterns) if "<" not in str(route.pattern)]
    quiet = ("account", "mfa", "usersessions", "my-sign-in", "try-it", "healthz", "readyz", "night", "language")
    return [page(member, address(route), at=at) for route in found if not route.name.startswith(quiet)]


def text(answer):
    """A page without what changes each time: its tokens, and how long one stays signed in."""
    return _CHANGES_EACH_TIME.sub(r"\1\2", answer.content.decode())


def said(answer):
    """The words of a page, in one line."""
    main = re.sub(r"(?s)^.*?<main|</main>.*$", "", answer.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def on_one_line(moment):
    """A moment as `said` gives it back from a page."""
    return " ".join(site_time(moment).split())
