"""Who reads what is written about a person, in plain words: by its data class, for whoever is signed in."""

from datetime import datetime

from django.utils.translation import gettext as _

from offramp.consent import reads as consent
from offramp.design.templatetags.design import in_words, state_word
from offramp.directory.models import Membership
from offramp.directory.states import Role
from offramp.kernel.classification import DataClass
from offramp.people.models import Person


def who_reads(member: Membership, about: Person, data_class: DataClass, at: datetime) -> str:
    """Whoever writes it, and everybody whose work with the person opens it to them: “you and Rosa M., who supervises you”."""
    others = consent.readers(member, about, data_class, at)
    if not others:
        return _("only you, until somebody else works with this person")
    return in_words([_("you"), *(_called(one, member) for one in others)])


def _called(one: Membership, beside: Membership) -> str:
    if one.role == Role.CM_SUPERVISOR and beside.role != Role.CM_SUPERVISOR:
        return _("%(name)s, who supervises you") % {"name": one.name}
    role = state_word(one.get_role_display())
    return _("%(name)s (%(role)s)") % {"name": one.name, "role": role[:1].lower() + role[1:]}
