"""Who and when stand together: an act's `_at` has its `_by`, and the database refuses one without the other."""

from collections.abc import Iterator

from django.db import models
from django.db.models import Q

from tests.house.tree import our_models

# A moment that is nobody's act, with the reason.
NOBODYS_ACT = {
    "directory.User.ends_at": "72 hours after an operator made the account, as the trail has it",
    "directory.User.password_ends_at": "72 hours after a first password was given, as the trail has it",
    "directory.Shift.starts_at": "when a duty begins, planned beforehand",
    "directory.Shift.ends_at": "when a duty ends, planned beforehand",
    "people.Assignment.starts_at": "when a record opens; who opened it is on the trail, and may be the program's own",
    "consent.ReleaseOfInformation.ends_at": "when a paper ends, agreed beforehand",
    "consent.ReleaseLine.ends_at": "when a yes ends, agreed beforehand",
    "consent.ReleaseLine.happened_at": "when what ends a yes happened; whoever decided the charge stands with it",
    "consent.Disclosure.made_at": "the program tells; whom it told is `recipient`",
    "referrals.Referral.received_at": "a stranger's form has no member; an officer's has `officer`",
    "referrals.HandOff.on_the_way_at": "whoever answered sets out: `answered_by`",
    "consent.EmergencyAccess.ends_at": "an hour after it was opened",
    "oversight.Complaint.received_at": "whoever complains may stay unknown",
    "oversight.LegalItem.made_at": "whoever let it out stands with its list: `produced_by`",
    "casework.Contact.happened_at": "when they were in touch; whoever wrote it down is `written_by`",
    "casework.Meeting.next_at": "when to meet again, agreed beforehand",
}
# An act that has a hand only sometimes, with the reason.
SOMETIMES_NOBODYS = {
    "protocols.ProtocolVersion.adopted_at": "an operator's command adopts in the name of its signers",
}


def moments() -> Iterator[tuple[type[models.Model], models.Field]]:
    for model in our_models():
        for field in model._meta.local_concrete_fields:
            if field.name.endswith("_at") and isinstance(field, models.DateTimeField):
                yield model, field


def label(model: type[models.Model], field: models.Field) -> str:
    return f"{model._meta.label}.{field.name}"


def by_of(model: type[models.Model], field: models.Field) -> models.Field | None:
    wanted = (f"{field.name[:-3]}_by", f"{field.name[:-3]}_by_id")
    return next((other for other in model._meta.concrete_fields if other.name in wanted), None)


def null_tests(condition: object) -> set[str]:
    """The fields whose being null a condition asks about."""
    if isinstance(condition, tuple):
        return {condition[0].removesuffix("__isnull")} if condition[0].endswith("__isnull") else set()
    children = condition.children if isinstance(condition, Q) else []
    return {name for child in children for name in null_tests(child)}


def tied(model: type[models.Model], at: str, by: str) -> bool:
    checks = [check for check in model._meta.constraints if isinstance(check, models.CheckConstraint)]
    return any({at, by} <= null_tests(check.condition) for check in checks)


def test_every_act_says_who_did_it() -> None:
    missing = [label(*moment) for moment in moments() if label(*moment) not in NOBODYS_ACT and not by_of(*moment)]
    assert missing == []


def test_the_database_refuses_who_without_when() -> None:
    loose = [
        label(model, field)
        for model, field in moments()
        if (by := by_of(model, field)) and (field.null or by.null) and not tied(model, field.name, by.name)
        if label(model, field) not in SOMETIMES_NOBODYS
    ]
    assert loose == []


def test_no_exception_outlives_its_field() -> None:
    assert {*NOBODYS_ACT, *SOMETIMES_NOBODYS} <= {label(*moment) for moment in moments()}


def test_only_a_condition_on_both_being_null_ties_them() -> None:
    both = Q(signed_at__isnull=True, signed_by__isnull=True) | Q(signed_at__isnull=False, signed_by__isnull=False)
    assert null_tests(both) == {"signed_at", "signed_by"}
    assert null_tests(Q(signed_at__gt=1) & ~Q(signed_by__isnull=True)) == {"signed_by"}
