"""The lists a person answers from, and why somebody may open a record."""

from enum import StrEnum

from offramp.directory.states import CARE_ROLES, Role


class AgeBand(StrEnum):
    UNDER_18 = "under 18"
    FROM_18 = "18-24"
    FROM_25 = "25-34"
    FROM_35 = "35-44"
    FROM_45 = "45-54"
    FROM_55 = "55-64"
    FROM_65 = "65 or older"
    UNKNOWN = "not known"


class Race(StrEnum):
    """The seven minimum categories of the federal question on race and ethnicity, one question in which several may be chosen.

    OMB Statistical Policy Directive No. 15 as revised on March 29, 2024 (89 FR 22182). UNKNOWN is for what an officer saw;
    of a person who was not asked nothing is kept.
    """

    AMERICAN_INDIAN = "American Indian or Alaska Native"
    ASIAN = "Asian"
    BLACK = "Black or African American"
    HISPANIC = "Hispanic or Latino"
    MIDDLE_EASTERN = "Middle Eastern or North African"
    PACIFIC_ISLANDER = "Native Hawaiian or Pacific Islander"
    WHITE = "White"
    UNKNOWN = "not known"


#: An answer like any other to the question on race and ethnicity; it stands alone.
RATHER_NOT_SAY = "would rather not say"


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    ANOTHER = "another"
    UNKNOWN = "not known"


class Language(StrEnum):
    ENGLISH = "en"
    SPANISH = "es"
    OTHER = "other"


#: Who may keep to themself alone how a person is reached: those who may know all of it, the place too.
KEEPERS = CARE_ROLES - {Role.CM_SUPERVISOR}


BEYOND_LIMIT_LENGTH = 240  # characters of why somebody works with one more than their limit


class Duty(StrEnum):
    """Why a member works with a person."""

    ON_CALL = "on call"
    CASE_MANAGER = "case manager"
    PEER = "peer"
    OUTREACH = "outreach"
    SUPERVISION = "supervision"
