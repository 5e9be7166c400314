"""Who reads a complaint and who answers it: never whom it is about, never their supervisor, never police."""

from offramp.directory.states import Role
from offramp.oversight.states import About

_ABOUT_ROLE = {About.PRIVACY_OFFICER: Role.PRIVACY_OFFICER, About.CIVIL_RIGHTS: Role.CIVIL_RIGHTS}

#: Whoever watches. They answer to nobody whose work a complaint can be about.
OVERSEERS = (Role.PRIVACY_OFFICER, Role.CIVIL_RIGHTS)


def readers(about: str) -> frozenset[Role]:
    """The roles that read a complaint: both overseers, without the one it is about.

    >>> sorted(readers("a worker"))
    [<Role.CIVIL_RIGHTS: 'civil_rights'>, <Role.PRIVACY_OFFICER: 'privacy_officer'>]
    """
    return frozenset(OVERSEERS) - {_ABOUT_ROLE.get(About(about))}


def answerer(about: str) -> Role:
    """The one role that answers and closes it: the privacy officer, or the reviewer where it is about the privacy officer."""
    return next(role for role in OVERSEERS if role in readers(about))
