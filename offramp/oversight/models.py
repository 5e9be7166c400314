"""Complaints and what was said to them. Both are written once; the database itself refuses to change or delete them."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from offramp.directory.models import Membership
from offramp.directory.states import Role
from offramp.kernel import identifiers
from offramp.kernel.models import AppendOnly, Row, WrittenOnce
from offramp.oversight import rules
from offramp.oversight.states import ANSWER_LENGTH, COMPLAINT_LENGTH, About, ComplaintStatus


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
