"""Invented records that nobody has a reason to open, two at each site: whoever comes to one gives themself away.

Nothing in the database marks them. Which they are follows from the key of the trail, so whoever holds a copy of the
database, or writes queries of their own, cannot tell them from people.
"""

import hashlib
import hmac
from functools import lru_cache
from uuid import UUID

from django.conf import settings

HOW_MANY = 2
#: What a row of the trail says beside one that names such a record.
ALARM = "decoy"
_A_DAY = 24 * 3600 * 1000  # milliseconds


def of(site_id: UUID) -> tuple[UUID, ...]:
    """The identifiers of a site's invented records, whether they are written yet or not."""
    return _of(settings.TRAIL_KEY, site_id)


def seed(decoy: UUID) -> bytes:
    """What everything else about an invented record is drawn from."""
    return _drawn(settings.TRAIL_KEY, f"what {decoy}")


def named_in(site_id: UUID, *said: object) -> list[UUID]:
    """Those of the site's invented records that are named in what a row of the trail is about to say."""
    words = str(said)
    return [decoy for decoy in of(site_id) if str(decoy) in words]


@lru_cache(maxsize=1024)
def _of(key: str, site_id: UUID) -> tuple[UUID, ...]:
    return tuple(_identifier(site_id, _drawn(key, f"which {site_id} {number}")) for number in range(HOW_MANY))


def _identifier(site_id: UUID, drawn: bytes) -> UUID:
    """As `identifiers.new_id` makes them: of a moment in the first day of the site."""
    made_at = (int.from_bytes(site_id.bytes[:6]) + int.from_bytes(drawn[16:24]) % _A_DAY) % 2**48
    return UUID(
        bytes=made_at.to_bytes(6) + bytes([0x70 | drawn[6] & 0x0F, drawn[7], 0x80 | drawn[8] & 0x3F]) + drawn[9:16]
    )


def _drawn(key: str, what: str) -> bytes:
    return hmac.new(key.encode(), f"decoy: {what}".encode(), hashlib.sha256).digest()
