"""Every attempt to sign in is one line on standard error: of which account, from where. No name, no password, no code."""

import logging

from django.http import HttpRequest

from offramp.directory.doors import address_of
from offramp.directory.reads import user_called
from offramp.kernel.trail import Nobody

log = logging.getLogger("offramp.sign_in")

SIGNED_IN = "signed in"
NOT_FITTING = "password, code or key did not fit"
HELD_BACK = "held back: too many tries"
CLOSED = "the account is closed"


def tell(what: str, request: HttpRequest, account: object) -> None:
    """`account` is its identifier; None where there is none."""
    log.info(what, extra={"line": {"account": account, "address": address_of(request)}})


def tell_of(what: str, request: HttpRequest, username: str) -> None:
    """The same by the name that was typed. It is looked up whether or not it exists, so both take the same time."""
    user = user_called(Nobody("stranger"), username)
    tell(what, request, user.pk if user else None)
