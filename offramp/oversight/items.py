"""What a list under a court order can name: single fields, each with the data class that its own table says.

What is not here cannot be listed, and so cannot leave: no place, no answer of an intake, no note, nothing of staff, no whole
record.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps

from offramp.kernel.classification import DataClass, classes_of
from offramp.people.models import Person

#: Each with what it is called on the paper.
NAMES = {
    "people.Person.given_name": "first name",
    "people.Person.family_name": "last name",
    "people.Person.birth_date": "birth date",
    "people.Person.phone": "telephone number",
    "people.Person.language": "language",
    "referrals.Referral.received_at": "when the referral came in",
    "referrals.Referral.incident_number": "incident number",
    "referrals.Referral.offense": "offense",
    "justice.Diversion.held_at": "when the charge was held",
    "justice.Diversion.status": "what was decided about the charge",
    "casework.Intake.started_at": "when the intake began",
    "casework.Intake.completed_at": "when the intake was completed",
    "casework.Meeting.met_at": "when they met",
    "casework.SupplyGiven.item": "what was handed out to stay safer",
    "casework.SupplyGiven.given_at": "when it was handed out",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One field of one table, as a list names it."""

    name: str

    @property
    def words(self) -> str:
        """What it is called, in English."""
        return NAMES[self.name]

    @property
    def model(self) -> Any:
        return apps.get_model(self.name.rpartition(".")[0])

    @property
    def field(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def data_class(self) -> DataClass:
        return classes_of(self.model.Privacy)[self.field]

    def text_about(self, person: Person) -> str:
        """What is on file about this person, oldest first; empty where nothing is. Moments are in UTC, and say so."""
        key = "pk" if self.model is Person else "person"
        rows = self.model._base_manager.filter(**{key: person.pk}, site=person.site_id).order_by("pk")
        return "; ".join(str(value) for value in rows.values_list(self.field, flat=True) if value not in (None, ""))
