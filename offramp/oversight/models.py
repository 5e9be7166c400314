"""Complaints and what was said to them, signed reviews, and reasons given. All are written once; the database holds to it."""

from typing import ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from offramp.directory.models import Membership, User
from offramp.directory.states import Role
from offramp.kernel import identifiers
from offramp.kernel.classification import DataClass
from offramp.kernel.decisions import Answer, Decision
from offramp.kernel.models import AppendOnly, Row, WrittenOnce, at_and_by
from offramp.oversight import rules
from offramp.oversight.items import Item
from offramp.oversight.states import (
    ANSWER_LENGTH,
    COMPLAINT_LENGTH,
    STEP_LENGTH,
    About,
    ComplaintStatus,
    Paper,
    PaperStatus,
)
from offramp.people.models import Person


class ComplaintQuerySet(WrittenOnce["Complaint"]):
    def visible_to(self, member: Membership) -> Self:
        """The site's complaints, for its overseers, without those about the reader's own role. Nobody else has any."""
        mine = [about for about in About if member.role in rules.readers(about)]
        return self.filter(site=member.site_id, about__in=mine)


class Complaint(AppendOnly, Row):
    """What somebody complained of. It names no account and no participant: whoever sent it may stay unknown."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    code = models.CharField(max_length=8, default=identifiers.spoken_code)
    about = models.CharField(max_length=30, choices=[(about, about) for about in About])
    words = models.CharField(max_length=COMPLAINT_LENGTH)
    contact = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5)
    received_at = models.DateTimeField()

    objects: ClassVar = ComplaintQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "code"], name="complaint_code_once"),
            models.CheckConstraint(name="complaint_about_is_known", condition=Q(about__in=list(About))),
            models.CheckConstraint(name="complaint_says_something", condition=~Q(words="")),
        ]
        indexes: ClassVar = [models.Index(fields=["site", "received_at"], name="complaints_of_a_site")]

    class Privacy:
        C2 = ("contact",)
        C8 = ("words",)
        C12 = ("language",)
        C13 = ("about",)
        T = ("id", "site", "code", "received_at")

    @property
    def status(self) -> ComplaintStatus:
        """Where it stands, by the last thing said to it. Asks for no row when the answers came with it."""
        said = list(self.answers.all())
        return ComplaintStatus(said[-1].status) if said else ComplaintStatus.OPEN

    @property
    def answerer(self) -> Role:
        return rules.answerer(self.about)


class ComplaintAnswer(AppendOnly, Row):
    """What was said to a complaint, and whether that closed it."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="answers")
    status = models.CharField(max_length=20, choices=[(status, status) for status in ComplaintStatus])
    sentence = models.CharField(max_length=ANSWER_LENGTH)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["answered_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "complaint"], condition=Q(status=ComplaintStatus.CLOSED), name="complaint_closed_once"
            ),
            models.CheckConstraint(
                name="complaint_answer_moves_it",
                condition=Q(status__in=[ComplaintStatus.ANSWERED, ComplaintStatus.CLOSED]),
            ),
            models.CheckConstraint(name="complaint_answer_says_something", condition=~Q(sentence="")),
        ]

    class Privacy:
        C8 = ("sentence",)
        C13 = ("status", "answered_at", "answered_by")
        T = ("id", "site", "complaint")


class AccessReview(AppendOnly, Row):
    """A named person looked through a week's openings of records, and signed what they found."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    week = models.DateField()  # its Monday
    openings = models.PositiveIntegerField()  # of all records, in that week
    reviewed = models.JSONField()  # the numbers, on the trail, of those looked through
    found = models.CharField(max_length=ANSWER_LENGTH)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "week"], name="week_signed_once"),
            models.CheckConstraint(name="review_says_what_was_found", condition=~Q(found="")),
        ]

    class Privacy:
        C13 = ("week", "openings", "reviewed", "found", "signed_at", "signed_by")
        T = ("id", "site")


class BreachInquiry(AppendOnly, Row):
    """The privacy officer had a reason to learn the names of everybody whose record one account touched in a time."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    account = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.CharField(max_length=240)
    people = models.PositiveIntegerField()  # how many it was
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="breach_inquiry_says_why", condition=~Q(reason="")),
            models.CheckConstraint(name="breach_window_has_an_end", condition=Q(until__gt=F("since"))),
        ]

    class Privacy:
        C13 = ("account", "since", "until", "reason", "people", "asked_at", "asked_by")
        T = ("id", "site")


class LegalProcessQuerySet(WrittenOnce["LegalProcess"]):
    def visible_to(self, member: Membership) -> Self:
        """The site's register, for its privacy officer. Nobody else has any of it."""
        return self.filter(site=member.site_id) if member.role == Role.PRIVACY_OFFICER else self.none()


class LegalProcess(AppendOnly, Row):
    """A paper by which a court or an office wants to know something. The register names no participant, and no one else."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    paper = models.CharField(max_length=30, choices=[(paper, paper) for paper in Paper])
    issuer = models.CharField(max_length=120)
    order_number = models.CharField(max_length=60, blank=True)  # of the court order that permits
    process_number = models.CharField(max_length=60, blank=True)  # of the subpoena or search warrant that compels
    answer = models.CharField(max_length=10, choices=[(one, one) for one in Answer])
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = LegalProcessQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="legal_paper_is_known", condition=Q(paper__in=list(Paper))),
            models.CheckConstraint(name="legal_paper_has_an_issuer", condition=~Q(issuer="")),
            models.CheckConstraint(
                name="legal_paper_opens_nothing_without_order_and_process",
                condition=Q(answer=Answer.NO)
                | Q(answer=Answer.ASK) & ~Q(order_number="") & ~Q(process_number="") & ~Q(paper=Paper.ADMINISTRATIVE),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["site", "-received_at"], name="legal_papers_of_a_site")]

    class Privacy:
        C13 = ("paper", "issuer", "order_number", "process_number", "answer", "received_at", "received_by")
        T = ("id", "site")

    @property
    def decision(self) -> Decision:
        """What it opens, with the reason, from the two numbers as they were written down."""
        return rules.answer_to(
            Paper(self.paper), has_order=bool(self.order_number), has_process=bool(self.process_number)
        )

    @property
    def status(self) -> PaperStatus:
        """How far it has come, by its last step."""
        taken = list(self.steps.all())
        return PaperStatus(taken[-1].status) if taken else PaperStatus.RECEIVED


class LegalStep(AppendOnly, Row):
    """One step of a paper: who took it, and what was said with it. It names no participant either."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    paper = models.ForeignKey(LegalProcess, on_delete=models.PROTECT, related_name="steps")
    status = models.CharField(max_length=30, choices=[(status, status) for status in PaperStatus])
    said = models.CharField(max_length=STEP_LENGTH, blank=True)  # who of counsel read it, or why a list went back
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["taken_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="legal_step_moves_it",
                condition=Q(status__in=[status for status in PaperStatus if status != PaperStatus.RECEIVED]),
            ),
            models.CheckConstraint(
                name="legal_paper_is_read_by_somebody", condition=~Q(status=PaperStatus.READ) | ~Q(said="")
            ),
            models.UniqueConstraint(
                fields=["site", "paper"],
                condition=Q(status__in=[PaperStatus.NOTHING, PaperStatus.PRODUCED]),
                name="legal_paper_ends_once",
            ),
        ]

    class Privacy:
        C13 = ("paper", "status", "said", "taken_at", "taken_by")
        T = ("id", "site")


class LegalListQuerySet(models.QuerySet["LegalList"]):
    def visible_to(self, member: Membership) -> Self:
        """The site's lists, for its two overseers. Nobody else has any."""
        return self.filter(site=member.site_id) if member.role in rules.OVERSEERS else self.none()


class LegalList(Row):
    """Exactly what an order lists, about one person. It cannot exist without both papers, nor leave without two people."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    paper = models.ForeignKey(LegalProcess, on_delete=models.PROTECT, related_name="lists")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")  # null: forgotten
    order_number = models.CharField(max_length=60)
    process_number = models.CharField(max_length=60)
    fields = models.JSONField()  # names of `oversight.items`
    covers_confidential = models.BooleanField()  # by the word of counsel (42 CFR 2.63)
    listed_at = models.DateTimeField()
    listed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    listed_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")  # one person, whatever the role
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    produced_at = models.DateTimeField(null=True)
    produced_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar = LegalListQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="legal_list_needs_order_and_process", condition=~Q(order_number="") & ~Q(process_number="")
            ),
            at_and_by("legal_list", "agreed"),
            at_and_by("legal_list", "produced"),
            models.CheckConstraint(
                name="legal_list_is_agreed_by_a_second_person",
                condition=Q(agreed_at__isnull=True, agreed_user__isnull=True)
                | Q(agreed_at__isnull=False, agreed_user__isnull=False) & ~Q(agreed_user=F("listed_user")),
            ),
            models.CheckConstraint(
                name="legal_list_is_produced_after_two_agreed",
                condition=Q(produced_at__isnull=True) | Q(agreed_at__isnull=False, produced_at__gte=F("agreed_at")),
            ),
            models.UniqueConstraint(
                fields=["site", "paper"], condition=Q(produced_at__isnull=False), name="legal_paper_produces_once"
            ),
        ]

    class Privacy:
        C5 = ("fields", "covers_confidential")
        C13 = ("paper", "order_number", "process_number", "listed_at", "listed_by", "listed_user", "agreed_at", "agreed_by",
               "agreed_user", "produced_at", "produced_by")  # fmt: skip
        T = ("id", "site", "person")

    @property
    def items_listed(self) -> list[Item]:
        return [Item(name) for name in self.fields]


class LegalItem(AppendOnly, Row):
    """The accounting of what left under an order: one row for each thing that its list names, in the words that left."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    listed = models.ForeignKey(LegalList, on_delete=models.PROTECT, related_name="items")
    recipient = models.CharField(max_length=120)  # the court or office
    field = models.CharField(max_length=60)
    data_class = models.CharField(max_length=3, choices=[(c, c) for c in DataClass])
    text = models.TextField(blank=True)  # empty: nothing of it is on file
    statement = models.CharField(max_length=20)  # which 42 CFR 2.32 statement went with it
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "listed", "field"], name="legal_item_once"),
            models.CheckConstraint(
                name="legal_item_is_never_of_a_closed_class", condition=Q(data_class__in=sorted(rules.PRODUCIBLE))
            ),
        ]

    class Privacy:
        C5 = ("recipient", "field", "data_class", "statement", "made_at")
        C6 = ("text",)  # whatever was listed: read it as what is kept closest
        T = ("id", "site", "listed")

    @property
    def words(self) -> str:
        """What it is called on the paper, in English."""
        return Item(self.field).words


class TombstoneQuerySet(WrittenOnce["Tombstone"]):
    def visible_to(self, member: Membership) -> Self:
        """The site's, for the privacy officer. Nobody else has any."""
        return self.filter(site=member.site_id) if member.role == Role.PRIVACY_OFFICER else self.none()


class Tombstone(AppendOnly, Row):
    """What is left of a record that was removed by law: that there was one, when it went, and on what legal basis.

    Nothing leads from it to a person or to an officer. Its identifier is random and holds no moment.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    removed_on = models.DateField()
    basis = models.CharField(max_length=120)

    objects: ClassVar = TombstoneQuerySet.as_manager()

    class Privacy:
        A = ("removed_on", "basis")
        T = ("id", "site")


def ways_to_a_person(model: type[models.Model]) -> list[str]:
    """How a row of this table leads to the people it is about: `person`, `release__person`. Empty where it leads to none."""
    if model is Person:
        return ["pk"]
    keys = [
        key
        for key in model._meta.concrete_fields
        if isinstance(key, models.ForeignKey) and key.related_model is not model
    ]
    if direct := [key.attname for key in keys if key.related_model is Person]:
        return direct
    return [f"{key.name}__{way}" for key in keys for way in ways_to_a_person(key.related_model)]
