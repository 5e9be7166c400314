"""How a count may be shown, and whether LEAD is open somewhere. Plain words."""

from enum import StrEnum


class Shown(StrEnum):
    EXACT = "exact"
    SMALL = "10 or fewer"
    HIDDEN = "hidden"  # larger than that, but it would give a small one away


class Standing(StrEnum):
    """Whether a site works in a county or a region."""

    OPEN = "open"
    PLANNING = "planning"
    NOT_YET = "not yet"
