"""Kinds of release, why a fact is asked for, and how a paper can be signed."""

from enum import StrEnum


class Purpose(StrEnum):
    """Why somebody asks for a fact. The list is closed: investigating and monitoring are not on it."""

    CARE = "care"
    HANDOFF = "handoff"
    CHARGE_HOLD = "charge_hold"
    COURT_HELP = "court_help"
    SERVICE_REFERRAL = "service_referral"
    OWN_SUBMISSION = "own_submission"
    OVERSIGHT_AGGREGATE = "oversight_aggregate"
    EVALUATION_EXTRACT = "evaluation_extract"
    LEGAL_PROCESS = "legal_process"
    PATIENT_REQUEST = "patient_request"
    EMERGENCY_MEDICAL = "emergency_medical"
    SECURITY_REVIEW = "security_review"


class ReleaseKind(StrEnum):
    HANDOFF = "hand-off"  # 72 hours, name and phone, the only paper that can be signed at the scene
    RELEASE = "release"  # the multi-party release, line by line
    COMPLIANCE_NOTICE = "compliance notice"  # adopting sites only, on its own paper


class SignatureKind(StrEnum):
    DRAWN = "drawn"
    TYPED = "typed"
    MARK = "mark"
    PAPER = "paper"


class Signer(StrEnum):
    SELF = "the person"
    GUARDIAN = "a guardian"
    REPRESENTATIVE = "a legal representative"


class Sent(StrEnum):
    """What can leave the program for a justice partner. There is no other kind."""

    CERTIFICATE = "certificate"
    SHARED_UPDATE = "shared update"
    COMPLIANCE_NOTICE = "compliance notice"
