"""An approval: for which question which records of which agencies may lie in a zone, with which columns, until which day.

YAML 1.2 like a protocol, read by the same reader. `docs/reference/zone-files.md` says what each word means.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from offramp.protocols.clauses import Name, Part, Words
from offramp.protocols.faults import Disagreement, Page, Sort, read

SORT = Sort(
    "approval", "Start from the one in docs/reference/zone-files.md.", "Compare it with docs/reference/zone-files.md."
)

#: One row a happening; and one row a stay, with a start and an end.
EVENTS = ("citation", "arrest", "booking", "release", "charge", "disposition", "warrant")
STAYS = ("jail", "prison")
Records = Literal["citation", "arrest", "booking", "release", "charge", "disposition", "warrant", "jail", "prison"]


class ApprovedBy(Part):
    """Who approved the study, when, and where that can be looked up."""

    by: Words = Field(description="A review board, the owner of the records, or whoever else had to agree.")
    decided_on: date
    reference: Words = Field(description="The number or the name under which it can be found there.")


class Agency(Part):
    """What one agency's extracts may hold: the least that the question needs."""

    name: Name
    records: tuple[Records, ...] = Field(min_length=1)
    columns: tuple[Name, ...] = Field((), description="What may be kept of each record besides person and day.")


class Approval(Part):
    """Everything that a zone is allowed."""

    offramp_approval: Literal[1] = Field(description="The version of this format.")
    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Words
    purpose: Words
    approvals: tuple[ApprovedBy, ...] = Field(min_length=1)
    agencies: tuple[Agency, ...] = Field(min_length=1)
    to_link_by: tuple[Name, ...] = Field(
        (), description="What the file of identities may hold besides names and birth."
    )
    destroy_by: date = Field(description="The day by which all of it is destroyed.")

    def agency(self, name: str) -> Agency | None:
        """The agency of that name; None where the approval names none."""
        return next((one for one in self.agencies if one.name == name), None)


def load(text: str) -> Approval:
    """Read the text of an approval. Raises `Faults` with everything that is wrong: line, sentence, remedy."""
    return read(Page(text, SORT), Approval, _disagreements)


def _disagreements(approval: Approval) -> Iterator[Disagreement]:
    names = [one.name for one in approval.agencies]
    for n, name in enumerate(names):
        if name in names[:n]:
            yield ("agencies", n, "name"), f'"{name}" is there twice.', "Put its records and columns into one entry."
    latest = max(one.decided_on for one in approval.approvals)
    if approval.destroy_by <= latest:
        sentence = "This day is not after the day of the approval."
        yield ("destroy_by",), sentence, "Write the day by which the approval wants everything destroyed."
