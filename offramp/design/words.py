"""What the desks are called, and where each role's desk begins."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from offramp.directory.states import CARE_ROLES, JUSTICE_ROLES, Role

DESKS = {
    Role.OFFICER: _("Officer"),
    Role.SUPERVISOR: _("Police supervisor"),
    Role.LE_LIAISON: _("Liaison officer"),
    Role.PEER: _("Responder"),
    Role.OUTREACH: _("Responder"),
    Role.CASE_MANAGER: _("Case manager"),
    Role.CM_SUPERVISOR: _("Case management"),
    Role.PROSECUTOR: _("Prosecutor"),
    Role.DEFENDER: _("Defender"),
    Role.PROJECT_MANAGER: _("Project manager"),
    Role.STATE_COORDINATOR: _("State"),
    Role.CIVIL_RIGHTS: _("Civil rights"),
    Role.PRIVACY_OFFICER: _("Privacy officer"),
}

HOMES = {
    Role.OFFICER: "officer:home",
    Role.SUPERVISOR: "supervisor:home",
    Role.LE_LIAISON: "officer:home",
    Role.PEER: "responder:home",
    Role.OUTREACH: "responder:home",
    Role.CASE_MANAGER: "casemanager:home",
    Role.CM_SUPERVISOR: "casemanager:home",
    Role.PROSECUTOR: "prosecutor:home",
    Role.PROJECT_MANAGER: "projectmanager:home",
    Role.STATE_COORDINATOR: "state:home",
    Role.CIVIL_RIGHTS: "oversight:home",
    Role.PRIVACY_OFFICER: "oversight:home",
}

#: Desks that must be able to reach a worker with one tap, and whose text and buttons are larger.
CALLING_ROLES = CARE_ROLES | {Role.OFFICER, Role.SUPERVISOR, Role.LE_LIAISON}
ROOMY_ROLES = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.LE_LIAISON, Role.PEER, Role.OUTREACH})


def desk_home(role: str) -> str:
    """The address of a role's desk; empty for a role that has none."""
    return _address(HOMES.get(Role(role), ""))


def desk_name(role: str) -> str:
    """The folder of a role's desk; empty for a role that has none."""
    return HOMES.get(Role(role), "").partition(":")[0]


def first_page(role: str) -> str:
    """Where a role goes after signing in: justice partners first see what was delivered to them."""
    home = desk_home(role)
    return (home and role in JUSTICE_ROLES and _address("arrivals:home")) or home


def ended(sentence: str) -> str:
    """A sentence with its full stop, and only one: names may end with their own."""
    return sentence if sentence.endswith(".") else f"{sentence}."


def _address(route: str) -> str:
    try:
        return reverse(route) if route else ""
    except NoReverseMatch:
        return ""
