"""The data classes of every field: one list feeds disclosure, outgoing data, scrubbing and retention.

A model says them in an inner class, one line a class of data:

    class Privacy:
        C1 = ("given_name", "family_name")

The identifier, the site and the moment of writing are `TECHNICAL`; everything else has one of the classes below.
"""

from enum import StrEnum


class DataClass(StrEnum):
    """What a fact is about. The letters are the disclosure matrix's own."""

    IDENTITY = "C1"
    CONTACT = "C2"
    LOCATION = "C3"
    JUSTICE_EVENT = "C4"
    PARTICIPATION = "C5"
    SHARED_UPDATE = "C5u"
    COMPLIANCE_NOTICE = "C5n"
    CLINICAL = "C6"
    NOTES = "C7"
    COMMUNICATIONS = "C8"
    SERVICES = "C9"
    LEGAL_NEEDS = "C10"
    VICTIM_SAFETY = "C11"
    DEMOGRAPHICS = "C12"
    STAFF = "C13"
    AGGREGATE = "A"
    TECHNICAL = "T"


#: What is about a person. Whoever reads any of it says who they are, where and why (see `kernel.guard`).
RECORD_CLASSES = frozenset(DataClass) - {DataClass.STAFF, DataClass.AGGREGATE, DataClass.TECHNICAL}


def classes_of(privacy: type) -> dict[str, DataClass]:
    """Field name to data class, read off a model's `Privacy` class."""
    return {field: data_class for data_class in DataClass for field in getattr(privacy, data_class.value, ())}
