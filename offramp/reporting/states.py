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


class Outcome(StrEnum):
    """What became of a stop that was weighed for a diversion."""

    SAID_YES = "said yes"
    SAID_NO = "said no"
    NOT_OFFERED = "not offered"
    HARMED_DID_NOT_AGREE = "the person harmed did not agree"  # and nothing else stood against it
    PROTOCOL_SAID_NO = "the protocol said no"
    NOT_AGREED_TO = "not agreed to"
    NO_ANSWER = "no answer in time"


class Harmed(StrEnum):
    """What somebody said who was harmed and present."""

    NOT_ASKED = "not asked"
    AGREED = "agreed"
    DID_NOT_AGREE = "did not agree"
