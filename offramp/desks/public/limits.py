"""How often one sender may tell us about somebody. It counts what was sent, never about whom.

Neither the contact nor the address is kept: only their keyed fingerprints, in the cache, until the limit ends.
"""

import re
from uuid import UUID

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from offramp.kernel.refusals import NotNow

A_DAY, A_WEEK = 24 * 3600, 7 * 24 * 3600  # seconds
FROM_ONE_CONTACT = 3  # in a week
FROM_ONE_ADDRESS = 20  # in a day; a library or a shelter has one address for many people


def require_few(contact: str, address: str, token: UUID) -> None:
    """Count one message. Raises `NotNow` when this sender has sent several; the same token is counted once."""
    if not cache.add(_key("token", str(token)), 1, A_DAY):
        return
    by_contact = _count("contact", _plain(contact), A_WEEK)
    by_address = _count("address", address, A_DAY)
    if by_contact > FROM_ONE_CONTACT or by_address > FROM_ONE_ADDRESS:
        cache.delete(_key("token", str(token)))
        raise NotNow("You have sent several. Please wait for our call.")


def _count(kind: str, value: str, lasts: int) -> int:
    cache.add(_key(kind, value), 0, lasts)
    return cache.incr(_key(kind, value))


def _plain(contact: str) -> str:
    """The same telephone number is the same sender, however it is written."""
    digits = re.sub(r"\D", "", contact)
    return digits[-10:] if "@" not in contact and digits else contact.strip().lower()


def _key(kind: str, value: str) -> str:
    return f"tell-us-{kind}-{salted_hmac('tell-us', value, algorithm='sha256').hexdigest()}"
