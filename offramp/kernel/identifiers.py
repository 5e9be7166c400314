"""Names for rows and for receipts: unguessable, ordered by time, meaning nothing without the server."""

import secrets
import uuid
from collections.abc import Callable

from uuid_utils.compat import uuid7

# The chain and the tokens of those who act for no single site: a state, the program itself.
NO_SITE = uuid.UUID(int=0)

# No letter or digit that is misheard on a telephone or misread at night (0/O, 1/I/L, 5/S, 2/Z, 8/B).
_CLEAR_LETTERS = "ACEFGHJKMNPRTUVWXY"
_CLEAR_DIGITS = "34679"
CODE_LENGTH = len("K7-434")


def new_id() -> uuid.UUID:
    """A version 7 identifier (RFC 9562): ordered by the moment it was made, random beyond that."""
    return uuid7()


def spoken_code() -> str:
    """A code that can be said on the phone, like K7-434: one of about a million, and nothing about anyone is in it."""
    head = secrets.choice(_CLEAR_LETTERS) + secrets.choice(_CLEAR_DIGITS)
    tail = "".join(secrets.choice(_CLEAR_LETTERS + _CLEAR_DIGITS) for _ in range(3))
    return f"{head}-{tail}"


def read_code(typed: str) -> str:
    """A code as it is kept, however it was typed: capitals, spaces and dashes never matter. Of nothing, nothing."""
    said = "".join(one for one in typed.upper() if one.isalnum())
    return f"{said[:2]}-{said[2:]}" if said else ""


def free_code(is_taken: Callable[[str], bool]) -> str:
    """A spoken code that nobody was given before."""
    return next(code for code in iter(spoken_code, "") if not is_taken(code))
