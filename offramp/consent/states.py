"""Kinds of release, what can be sent, and how a paper can be signed."""

from enum import StrEnum


class ReleaseKind(StrEnum):
    HANDOFF = "hand-off"  # 72 hours, name and phone, the only paper that can be signed at the scene
    RELEASE = "release"  # the multi-party release, line by line
    COMPLIANCE_NOTICE = "compliance notice"  # adopting sites only, on its own paper
    JUSTICE = "justice consent"  # 42 CFR 2.35: where the protocol allows it, it holds until a day of its own


#: The papers that are about one diverted matter. No other paper names one.
ABOUT_ONE_MATTER = (ReleaseKind.COMPLIANCE_NOTICE, ReleaseKind.JUSTICE)


class SignatureKind(StrEnum):
    DRAWN = "drawn"
    TYPED = "typed"
    MARK = "mark"
    PAPER = "paper"


class Signer(StrEnum):
    SELF = "the person"
    GUARDIAN = "a guardian"
    REPRESENTATIVE = "a legal representative"


class EndsWith(StrEnum):
    """What ends a line before its day, by itself. A paper names a date or an event (42 CFR 2.31(a)(7)); here always a date,
    and an event beside it if the person wants. Only what the program itself knows to have happened stands here.
    """

    NO_HELD_CHARGE = "no charge is held any more"  # the person's last one is decided, whatever the decision


class Meant(StrEnum):
    """Whom somebody means who says aloud that nothing more may be told."""

    EVERYBODY = "everybody"
    POLICE = "the police"
    PROSECUTION = "the prosecutor"
    NAMED = "somebody by name"


class Sent(StrEnum):
    """What can leave the program for a justice partner. There is no other kind."""

    CERTIFICATE = "certificate"
    SHARED_UPDATE = "shared update"
    COMPLIANCE_NOTICE = "compliance notice"
    CONTACT = "contact"  # "contact maintained: yes" and the next date, under a justice consent alone
