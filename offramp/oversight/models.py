"""Complaints and what was said to them, signed reviews, and reasons given. All are written once; the database holds to it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from offramp.directory.models import Membership
from offramp.directory.states import Role
from offramp.kernel import identifiers
from offramp.kernel.decisions import Answer, Decision
from offramp.kernel.models import AppendOnly, Row, WrittenOnce
from offramp.oversight import rules
from offramp.oversight.states import ANSWER_LENGTH, COMPLAINT_LENGTH, About, ComplaintStatus, Paper
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
