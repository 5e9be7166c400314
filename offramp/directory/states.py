"""Roles, kinds of partner, and what mode a site is in. Plain words; the tables are in `models`."""

from enum import StrEnum

from offramp.kernel.purposes import Purpose


class Role(StrEnum):
    OFFICER = "officer"
    SUPERVISOR = "supervisor"  # of police; the case-management supervisor is CM_SUPERVISOR
    LE_LIAISON = "le_liaison"
    PEER = "peer"
    OUTREACH = "outreach"
    CASE_MANAGER = "case_manager"
    CM_SUPERVISOR = "cm_supervisor"
    PROSECUTOR = "prosecutor"
    DEFENDER = "defender"
    PROJECT_MANAGER = "project_manager"
    OWG_MEMBER = "owg_member"
    PCG_MEMBER = "pcg_member"
    CLT_MEMBER = "clt_member"
    CIVIL_RIGHTS = "civil_rights"
    PROVIDER = "provider"
    BH_PRIMARY_CONTACT = "bh_primary_contact"
    STATE_COORDINATOR = "state_coordinator"
    EVALUATOR = "evaluator"
    FUNDER = "funder"
    PRIVACY_OFFICER = "privacy_officer"
    OPERATOR = "operator"


#: What a role is called on the screen.
ROLE_NAMES = {
    Role.OFFICER: "Officer",
    Role.SUPERVISOR: "Sergeant",
    Role.LE_LIAISON: "Liaison officer",
    Role.PEER: "Peer specialist",
    Role.OUTREACH: "Outreach worker",
    Role.CASE_MANAGER: "Case manager",
    Role.CM_SUPERVISOR: "Case management supervisor",
    Role.PROSECUTOR: "Prosecutor liaison",
    Role.DEFENDER: "Defender",
    Role.PROJECT_MANAGER: "Project manager",
    Role.OWG_MEMBER: "Operational Work Group member",
    Role.PCG_MEMBER: "Policy Coordinating Group member",
    Role.CLT_MEMBER: "Community Leadership Team member",
    Role.CIVIL_RIGHTS: "Civil-rights reviewer",
    Role.PROVIDER: "Treatment provider",
    Role.BH_PRIMARY_CONTACT: "Primary contact",
    Role.STATE_COORDINATOR: "State coordinator",
    Role.EVALUATOR: "Evaluator",
    Role.FUNDER: "Funder",
    Role.PRIVACY_OFFICER: "Privacy officer",
    Role.OPERATOR: "Operator",
}

#: Whoever works for police, prosecution or a court: positive facts only, and never a person's care.
JUSTICE_ROLES = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.LE_LIAISON, Role.PROSECUTOR})

#: Who carries a caseload: opens the full intake, keeps the matters, sends what a release allows.
CASE_MANAGERS = frozenset({Role.CASE_MANAGER, Role.CM_SUPERVISOR})

#: Whoever works with the person.
CARE_ROLES = CASE_MANAGERS | {Role.PEER, Role.OUTREACH}

#: Who writes down a stop that somebody says aloud, whoever works with them. (Trust reference, 1.2)
TAKE_STOPS = CARE_ROLES | {Role.PRIVACY_OFFICER}

#: Who can be given a person to work with: care staff, and the project manager when on call.
ASSIGNABLE_ROLES = CARE_ROLES | {Role.PROJECT_MANAGER}

#: Who divides the work; the project manager where no case management supervisor works (`reads.divides_the_work`).
LEADS = frozenset({Role.CM_SUPERVISOR, Role.PROJECT_MANAGER})

#: Who may be put on the on-call roster. On call is a duty, not a role.
ON_CALL_ROLES = CASE_MANAGERS | {Role.PEER, Role.PROJECT_MANAGER}

LAST_PLACE = 9  # on the roster; 1 is rung first


#: Why whoever sits in a role's seat asks for facts: one reason a desk. A seat without a row in the matrix may count.
PURPOSES = {
    Role.OFFICER: Purpose.OWN_SUBMISSION,
    Role.SUPERVISOR: Purpose.OWN_SUBMISSION,
    Role.LE_LIAISON: Purpose.OWN_SUBMISSION,
    Role.PEER: Purpose.CARE,
    Role.OUTREACH: Purpose.CARE,
    Role.CASE_MANAGER: Purpose.CARE,
    Role.CM_SUPERVISOR: Purpose.CARE,
    Role.PROSECUTOR: Purpose.CHARGE_HOLD,
    Role.DEFENDER: Purpose.COURT_HELP,
    Role.PROJECT_MANAGER: Purpose.HANDOFF,
    Role.OWG_MEMBER: Purpose.OVERSIGHT_AGGREGATE,
    Role.PCG_MEMBER: Purpose.OVERSIGHT_AGGREGATE,
    Role.CLT_MEMBER: Purpose.OVERSIGHT_AGGREGATE,
    Role.CIVIL_RIGHTS: Purpose.OVERSIGHT_AGGREGATE,
    Role.PROVIDER: Purpose.SERVICE_REFERRAL,
    Role.BH_PRIMARY_CONTACT: Purpose.OVERSIGHT_AGGREGATE,
    Role.STATE_COORDINATOR: Purpose.OVERSIGHT_AGGREGATE,
    Role.EVALUATOR: Purpose.EVALUATION_EXTRACT,
    Role.FUNDER: Purpose.OVERSIGHT_AGGREGATE,
    Role.PRIVACY_OFFICER: Purpose.SECURITY_REVIEW,
    Role.OPERATOR: Purpose.SECURITY_REVIEW,
}


class AgencyKind(StrEnum):
    POLICE = "police"
    PROSECUTION = "prosecution"
    DEFENSE = "defense"
    CARE = "care"  # the organisation that does case management
    TREATMENT = "treatment"
    PROJECT_MANAGEMENT = "project management"
    COMMUNITY = "community"
    STATE = "state"


class SiteMode(StrEnum):
    LIVE = "live"
    PLANNING = "planning"  # not open yet; everyone in it is made up
    DEMO = "demo"


#: Sites in which everyone is made up.
MADE_UP_MODES = frozenset({SiteMode.PLANNING, SiteMode.DEMO})
