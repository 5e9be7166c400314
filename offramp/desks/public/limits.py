"""How often one sender may tell us about somebody, or complain. It counts what was sent, never about whom.

Neither the contact nor the address is kept: only their keyed fingerprints, in the cache, until the limit ends.
"""

import logging
import re
from uuid import UUID

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from offramp.kernel.refusals import NotNow

log = logging.getLogger("offramp.limits")
A_DAY, A_WEEK = 24 * 3600, 7 * 24 * 3600  # seconds
FROM_ONE_CONTACT = 3  # in a week
FROM_ONE_ADDRESS = 20  # in a day; a library or a shelter has one address for many people


def require_few_told(contact: str, address: str, token: UUID) -> None:
    """Count one message about somebody. Raises `NotNow` when this sender has sent several; a token is counted once.

    Whoever asks for themself leaves no contact here, and is counted by the address alone.
    """
    if _is_one_too_many("tell-us", contact, address, token):
        raise NotNow("You have sent several. Please wait for our call.")


def require_few_complaints(contact: str, address: str, token: UUID) -> None:
    """The same for a complaint, counted apart. Who leaves no contact is counted by the address alone."""
    if _is_one_too_many("complaint", contact, address, token):
        raise NotNow("You have sent several. We read each of them. Send the next one tomorrow.")


def _is_one_too_many(what: str, contact: str, address: str, token: UUID) -> bool:
    if not cache.add(_key(what, "token", str(token)), 1, A_DAY):
        return False
    by_contact = _count(what, "contact", _plain(contact), A_WEEK) if contact else 0
    by_address = _count(what, "address", address, A_DAY)
    is_over = by_contact > FROM_ONE_CONTACT or by_address > FROM_ONE_ADDRESS
    if is_over:
        cache.delete(_key(what, "token", str(token)))
        log.warning("held back, one too many: %s", what)
    return is_over


def _count(what: str, kind: str, value: str, lasts: int) -> int:
    cache.add(_key(what, kind, value), 0, lasts)
    return cache.incr(_key(what, kind, value))


def _plain(contact: str) -> str:
    """The same telephone number is the same sender, however it is written."""
    digits = re.sub(r"\D", "", contact)
    return digits[-10:] if "@" not in contact and digits else contact.strip().lower()


def _key(what: str, kind: str, value: str) -> str:
    return f"{what}-{kind}-{salted_hmac(what, value, algorithm='sha256').hexdigest()}"
