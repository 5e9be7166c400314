"""Why somebody asks for a fact. The list is closed: investigating and monitoring are not on it."""

from enum import StrEnum


class Purpose(StrEnum):
    """Why somebody asks for a fact."""

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
