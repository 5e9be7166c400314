"""The meeting at the scene, the contacts after it, what was handed out, and the intake in parts."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from offramp.casework.states import (
    ContactKind,
    ContactPlace,
    Naloxone,
    Overdose,
    Part,
    Reach,
    Sensitivity,
    Stage,
    Supply,
)
from offramp.directory.models import Membership
from offramp.kernel.models import AppendOnly, Row, at_and_by


class Meeting(Row):
    """The first meeting with a person, at the scene or wherever they were found."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    referral = models.OneToOneField(
        "referrals.Referral", on_delete=models.PROTECT, null=True, related_name="meeting"
    )  # null: removed by law
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="meetings")
    needs = models.JSONField(default=list)
    naloxone = models.CharField(max_length=12, choices=[(n, n) for n in Naloxone], default=Naloxone.NOT_ASKED)
    has_overdosed = models.CharField(max_length=12, choices=[(o, o) for o in Overdose], default=Overdose.NOT_ASKED)
    next_at = models.DateTimeField(null=True)
    next_place = models.CharField(max_length=120, blank=True)
    agreed_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="+"
    )  # who agreed it, or still looks
    reach = models.CharField(max_length=10, choices=[(r, r) for r in Reach], blank=True)
    met_at = models.DateTimeField()
    met_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="meeting_naloxone_is_known", condition=Q(naloxone__in=list(Naloxone))),
            models.CheckConstraint(name="meeting_overdose_is_known", condition=Q(has_overdosed__in=list(Overdose))),
        ]
        indexes: ClassVar = [models.Index(fields=["site", "person", "-met_at"], name="meetings_of_a_person")]

    class Privacy:
        C6 = ("needs", "naloxone", "has_overdosed")
        C2 = ("reach",)
        C3 = ("next_place",)
        C9 = ("next_at",)
        C5 = ("met_at",)
        C13 = ("met_by", "agreed_by")
        T = ("id", "site", "referral", "person")


class Contact(Row):
    """One touch, as its worker wrote it down: a draft of theirs alone until they sign it, and locked from then on."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in ContactKind])
    is_substantive = models.BooleanField(null=True)  # whether it moved something; not said yet in a draft
    happened_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True)
    place = models.CharField(max_length=20, choices=[(place, place) for place in ContactPlace], blank=True)
    present = models.JSONField(default=list)
    domains = models.JSONField(default=list)
    talked_safer_use = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    next_step = models.CharField(max_length=120, blank=True)
    next_on = models.DateField(null=True)
    sensitivity = models.CharField(max_length=10, choices=[(s, s) for s in Sensitivity], default=Sensitivity.USUAL)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="contact_kind_is_known", condition=Q(kind__in=list(ContactKind))),
            models.CheckConstraint(name="contact_sensitivity_is_known", condition=Q(sensitivity__in=list(Sensitivity))),
            models.CheckConstraint(
                name="contact_signed_says_whether_it_moved_something",
                condition=Q(signed_at__isnull=True) | Q(is_substantive__isnull=False),
            ),
            models.CheckConstraint(
                name="contact_attempt_moved_nothing", condition=~Q(kind=ContactKind.ATTEMPT, is_substantive=True)
            ),
            models.CheckConstraint(
                name="contact_next_step_has_its_day", condition=Q(next_step="") | Q(next_on__isnull=False)
            ),
            at_and_by("contact", "signed"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["site", "person", "-happened_at"], name="contacts_of_a_person"),
            models.Index(
                fields=["site", "written_by", "happened_at"],
                condition=Q(signed_at__isnull=True),
                name="contacts_not_signed",
            ),
        ]

    class Privacy:
        C7 = (
            "kind", "is_substantive", "happened_at", "minutes", "place", "present", "domains", "talked_safer_use", "words",
            "next_step", "next_on", "sensitivity",
        )  # fmt: skip
        C13 = ("written_at", "written_by", "signed_at", "signed_by")
        T = ("id", "site", "person")


class ContactAddendum(AppendOnly, Row):
    """What was added to a signed note. The note stays as it was signed."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="addenda")
    words = models.TextField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="addendum_says_something", condition=~Q(words=""))]

    class Privacy:
        C7 = ("words",)
        C13 = ("added_at", "added_by")
        T = ("id", "site", "contact")


class SupplyGiven(Row):
    """Something handed out to stay safer. It may be given to nobody by name."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="supplies")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="supplies")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="supplies")
    item = models.CharField(max_length=20, choices=[(item, item) for item in Supply])
    quantity = models.PositiveSmallIntegerField()
    lot = models.CharField(max_length=20)
    expires_on = models.DateField(null=True)
    was_shown_how = models.BooleanField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="supply_counts_from_one", condition=Q(quantity__gte=1)),
            models.CheckConstraint(name="supply_has_its_lot", condition=~Q(lot="")),
        ]
        indexes: ClassVar = [models.Index(fields=["site", "-given_at"], name="supplies_of_a_site")]

    class Privacy:
        C6 = ("item", "quantity", "lot", "expires_on", "was_shown_how", "given_at")
        C13 = ("given_by",)
        T = ("id", "site", "person", "meeting", "contact")


class Intake(Row):
    """The psychosocial intake of a person: several visits, any order. Completing it is an act of its own."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    person = models.OneToOneField("people.Person", on_delete=models.PROTECT, related_name="intake")
    protocol_version = models.ForeignKey("protocols.ProtocolVersion", on_delete=models.PROTECT)
    stage = models.CharField(max_length=10, choices=[(stage, stage) for stage in Stage], default=Stage.FULL)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(null=True)
    completed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            at_and_by("intake", "completed"),
        ]

    class Privacy:
        C5 = ("stage", "started_at", "completed_at")
        C13 = ("started_by", "completed_by")
        T = ("id", "site", "person", "protocol_version")


class IntakePart(Row):
    """One part of an intake. Each answer is saved as it is given; skipping is an answer."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="parts")
    part = models.CharField(max_length=30, choices=[(part, part) for part in Part])
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "intake", "part"], name="intake_part_once"),
            models.CheckConstraint(name="intake_part_is_known", condition=Q(part__in=list(Part))),
        ]

    class Privacy:
        C6 = ("part", "answers")
        C13 = ("saved_at", "saved_by")
        T = ("id", "site", "intake")
