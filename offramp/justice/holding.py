"""Whom a held charge names, decided or not: it keeps their name, and nothing more. The reader is the first argument."""

from uuid import UUID

from django.db.models import QuerySet

from offramp.directory.models import Membership
from offramp.justice.models import Diversion
from offramp.kernel.trail import Actor
from offramp.people.models import Person


def people(reader: Actor) -> QuerySet[Diversion, UUID]:
    """The keys of everybody at the site whom a held charge names."""
    return Diversion.objects.filter(site=reader.site_id).values_list("person", flat=True)


def keeps_name(reader: Membership, person: Person) -> bool:
    """Whether a held charge keeps the name of a person whose record the reader has opened."""
    return people(reader).filter(person=person).exists()
