"""Diverted matters: one for each diverted incident, with its clock, its decision and what was said about it."""

from collections.abc import Iterable
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from offramp.directory.models import Membership
from offramp.directory.states import CARE_ROLES, CASE_MANAGERS, Role
from offramp.justice.states import BASIS_LENGTH, UPDATE_LENGTH, Status
from offramp.kernel.models import AppendOnly, Row, at_and_by
from offramp.protocols.models import ProtocolVersion
from offramp.protocols.states import ReliefKind


class DiversionQuerySet(models.QuerySet["Diversion"]):
    def visible_to(self, member: Membership) -> Self:
        """The site's matters, for its prosecutors, project manager and care staff. Nobody else has any."""
        if member.role not in CARE_ROLES | {Role.PROSECUTOR, Role.PROJECT_MANAGER}:
            return self.none()
        return self.filter(site=member.site_id)

    def held(self) -> Self:
        return self.filter(status=Status.HELD)

    def for_the_prosecutor(self) -> Self:
        """Those whose charge is the prosecutor's to decide on, each by its own protocol."""
        versions = ProtocolVersion.objects.filter(pk__in=self.values("referral__protocol_version"))
        return self.exclude(referral__protocol_version__in=left_to_officers(versions))


def left_to_officers(versions: Iterable[ProtocolVersion]) -> list[UUID]:
    """Of some versions of protocols, those that leave the charge to the officer who referred."""
    return [version.pk for version in versions if version.protocol.officer_decides]


class Diversion(Row):
    """One diverted incident: the charge is held while the person completes what the protocol asks."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    referral = models.OneToOneField("referrals.Referral", on_delete=models.PROTECT, related_name="diversion")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="diversions")
    status = models.CharField(max_length=30, choices=[(status, status) for status in Status], default=Status.HELD)
    held_at = models.DateTimeField()
    held_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")  # whose word ended the hand-off
    started_on = models.DateField()  # day 0 of the clock, where the site is
    due_on = models.DateField(null=True)  # as partners know it: only their own extensions move it; null: no clock
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    decision_reason = models.CharField(max_length=240, blank=True)
    told_at = models.DateTimeField(null=True)  # when the care team told the person of the decision
    told_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")

    objects = DiversionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="diversion_status_is_known", condition=Q(status__in=list(Status))),
            models.CheckConstraint(
                name="diversion_decided_at_and_by",
                condition=Q(status=Status.HELD, decided_at__isnull=True, decided_by__isnull=True)
                | ~Q(status=Status.HELD) & Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
            at_and_by("diversion", "told"),
            models.CheckConstraint(
                name="nobody_is_told_before_it_is_decided",
                condition=Q(told_at__isnull=True) | Q(decided_at__isnull=False, told_at__gte=models.F("decided_at")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["site", "status", "due_on"], name="diversions_by_due_date")]

    class Privacy:
        C4 = ("status", "held_at", "held_by", "started_on", "due_on", "decided_at", "decided_by", "decision_reason")
        C5 = ("told_at",)
        C13 = ("told_by",)
        T = ("id", "site", "referral", "person")


class OfficerDecision(AppendOnly, Row):
    """What an officer decided about the charge of their own referral, where the protocol leaves it to them.

    It hangs on the referral and not on the matter: there may be none, when a worker found nobody before the officer was
    clear, and the officer's page must not show that.
    """

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    referral = models.OneToOneField("referrals.Referral", on_delete=models.PROTECT, related_name="officer_decision")
    status = models.CharField(max_length=30, choices=[(status, status) for status in Status])
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(
            name="officer_charges_or_does_not", condition=Q(status__in=[Status.NOT_FILED, Status.FILED])
        )]  # fmt: skip

    class Privacy:
        C4 = ("status", "decided_at", "decided_by")
        T = ("id", "site", "referral")


class Extension(AppendOnly, Row):
    """More time, with who gave it and why. It is internal: nobody outside care is told."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    diversion = models.ForeignKey(Diversion, on_delete=models.PROTECT, related_name="extensions")
    until = models.DateField()
    reason = models.CharField(max_length=240)
    authority = models.CharField(max_length=20)  # the clause of the protocol
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="extension_says_why", condition=~Q(reason=""))]

    class Privacy:
        C5 = ("until", "reason", "authority", "given_at", "given_by")
        T = ("id", "site", "diversion")


class Condition(Row):
    """Something that a clock of the protocol names itself has happened for a matter, as the care team wrote down."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    diversion = models.ForeignKey(Diversion, on_delete=models.PROTECT, related_name="conditions")
    clock = models.CharField(max_length=60)  # by its name in the protocol, and so is the condition
    name = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "diversion", "clock", "name"],
                condition=Q(undone_at__isnull=True),
                name="condition_once",
            ),
            at_and_by("condition", "undone"),
        ]

    class Privacy:
        C5 = ("clock", "name", "recorded_at", "undone_at")
        C13 = ("recorded_by", "undone_by")
        T = ("id", "site", "diversion")


class SharedUpdate(AppendOnly, Row):
    """A sentence that a worker wrote for one person outside the program, about one referral. Its subject saw it first.

    It is kept as it was written. Whether it may be shown is asked anew at the recipient's sign-in.
    """

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="updates")
    recipient = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=UPDATE_LENGTH)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="update_says_something", condition=~Q(text=""))]
        indexes: ClassVar = [
            models.Index(fields=["site", "recipient"], name="updates_for_a_recipient"),
            models.Index(fields=["site", "person", "-written_at"], name="updates_about_a_person"),
        ]

    class Privacy:
        C5u = ("recipient", "text", "written_at")
        C13 = ("written_by",)
        T = ("id", "site", "referral", "person")

    @property
    def is_taken_back(self) -> bool:
        return hasattr(self, "taken_back")


class TakenBack(AppendOnly, Row):
    """An update was taken back before its recipient was shown it. It is never shown."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    update = models.OneToOneField(SharedUpdate, on_delete=models.PROTECT, related_name="taken_back")
    taken_back_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Privacy:
        C5u = ("taken_back_at",)
        C13 = ("taken_back_by",)
        T = ("id", "site", "update")


class ContactWord(AppendOnly, Row):
    """The one sentence that contact is maintained, for one prosecutor about one matter, under a justice consent."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    diversion = models.ForeignKey(Diversion, on_delete=models.PROTECT, related_name="contact_words")
    recipient = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    next_on = models.DateField(null=True)  # null: no next date was to be told
    text = models.CharField(max_length=120)  # exactly what was confirmed
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="contact_word_says_something", condition=~Q(text=""))]
        indexes: ClassVar = [models.Index(fields=["site", "recipient"], name="contact_words_for_a_recipient")]

    class Privacy:
        C5 = ("recipient", "next_on", "text", "written_at")
        C13 = ("written_by",)
        T = ("id", "site", "diversion")


class Notice(Row):
    """The steps towards the one negative message about a diversion to one recipient. It may never be sent."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    diversion = models.ForeignKey(Diversion, on_delete=models.PROTECT, related_name="notices")
    recipient = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()  # exactly what was previewed
    text_sha256 = models.CharField(max_length=64)
    previewed_at = models.DateTimeField()
    previewed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    told_how = models.CharField(max_length=40, blank=True)
    answer = models.CharField(max_length=40, blank=True)  # what the person said when told
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "diversion", "recipient"], name="one_notice_per_recipient"),
            at_and_by("notice", "told"),
            at_and_by("notice", "sent"),
            models.CheckConstraint(
                name="nothing_is_sent_untold",
                condition=Q(sent_at__isnull=True) | Q(told_at__isnull=False, sent_at__gte=models.F("told_at")),
            ),
        ]

    class Privacy:
        C5n = ("recipient", "text", "text_sha256", "previewed_at", "told_at", "told_how", "answer", "sent_at")
        C13 = ("previewed_by", "told_by", "sent_by")
        T = ("id", "site", "diversion")


class RecordReliefQuerySet(models.QuerySet["RecordRelief"]):
    def visible_to(self, member: Membership) -> Self:
        """The site's, for the case managers who ask and the privacy officer who answers. Nobody else has any."""
        return (
            self.filter(site=member.site_id) if member.role in {*CASE_MANAGERS, Role.PRIVACY_OFFICER} else self.none()
        )

    def waiting(self) -> Self:
        return self.filter(turned_down_at__isnull=True)


class RecordRelief(Row):
    """A case manager asked that the record of a matter be removed, on a legal basis. It goes with that record."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    diversion = models.ForeignKey(Diversion, on_delete=models.PROTECT, related_name="reliefs")
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in ReliefKind])
    basis = models.CharField(max_length=BASIS_LENGTH)  # the law, order or clause; never a number of the matter
    ordered_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    turned_down_at = models.DateTimeField(null=True)
    turned_down_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    turned_down_because = models.CharField(max_length=240, blank=True)

    objects = RecordReliefQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "diversion"], condition=Q(turned_down_at__isnull=True), name="relief_asked_for_once"
            ),
            models.CheckConstraint(name="relief_has_its_basis", condition=~Q(basis="")),
            models.CheckConstraint(name="relief_kind_is_known", condition=Q(kind__in=list(ReliefKind))),
            at_and_by("relief", "turned_down"),
            models.CheckConstraint(
                name="relief_is_turned_down_with_a_reason",
                condition=Q(turned_down_at__isnull=True) | ~Q(turned_down_because=""),
            ),
        ]

    class Privacy:
        C4 = ("kind", "basis", "ordered_on", "turned_down_because")
        C13 = ("asked_at", "asked_by", "turned_down_at", "turned_down_by")
        T = ("id", "site", "diversion")


class Recall(Row):
    """That somebody outside the program was sent something which was removed by law since. Not what, nor about whom."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    recipient = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recalled_on = models.DateField()
    seen_on = models.DateField(null=True)  # when the recipient said that they had read it

    class Meta:
        indexes: ClassVar = [models.Index(fields=["site", "recipient"], name="recalls_of_a_recipient")]

    class Privacy:
        C13 = ("recipient", "recalled_on", "seen_on")
        T = ("id", "site")
