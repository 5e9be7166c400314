"""Releases of information, line by line, and the accounting of what left the program."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from offramp.consent import rules
from offramp.consent.rules import Line
from offramp.consent.states import ABOUT_ONE_MATTER, EndsWith, Meant, ReleaseKind, Sent, SignatureKind, Signer
from offramp.directory.models import Membership
from offramp.directory.states import JUSTICE_ROLES, Role
from offramp.kernel.classification import DataClass
from offramp.kernel.models import AppendOnly, Row, at_and_by
from offramp.kernel.purposes import Purpose

#: What a release can ever name for a justice partner. The database itself refuses anything else.
JUSTICE_CLASSES = ("C1", "C4", "C5", "C5u", "C5n", "C10")


class ReleaseOfInformation(AppendOnly, Row):
    """A signed release of information (42 CFR 2.31). It exists only once signed, and is never changed."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="releases")
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in ReleaseKind])
    about = models.UUIDField(null=True)  # the id of the one diverted matter that such a paper is about
    person_name = models.CharField(max_length=140)  # whose information it is; the signer may be somebody else
    discloser = models.CharField(max_length=120)
    purpose = models.CharField(max_length=200)
    language = models.CharField(max_length=5)
    text = models.TextField()  # exactly what the person read or was read
    text_sha256 = models.CharField(max_length=64)
    signer = models.CharField(max_length=30, choices=[(signer, signer) for signer in Signer])
    signer_name = models.CharField(max_length=120)
    signature_kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in SignatureKind])
    signature = models.TextField(blank=True)  # the drawn path, or the typed name
    scan = models.BinaryField(null=True)  # the signed paper
    witness_name = models.CharField(max_length=120, blank=True)
    was_read_aloud = models.BooleanField(default=False)
    no_officer_present = models.BooleanField()
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey("directory.Membership", on_delete=models.PROTECT, related_name="+")  # the worker
    ends_at = models.DateTimeField()
    revocable_from = models.DateTimeField(null=True)  # of a justice consent; null: it can be stopped at any time

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="release_kind_is_known", condition=Q(kind__in=list(ReleaseKind))),
            models.CheckConstraint(
                name="release_has_every_element",
                condition=~Q(person_name="")
                & ~Q(discloser="")
                & ~Q(purpose="")
                & ~Q(text="")
                & ~Q(text_sha256="")
                & ~Q(signer_name=""),
            ),
            models.CheckConstraint(
                name="release_is_signed_somehow",
                condition=Q(signature_kind=SignatureKind.PAPER, scan__isnull=False)
                | Q(signature_kind=SignatureKind.MARK) & ~Q(witness_name="")
                | Q(signature_kind__in=[SignatureKind.DRAWN, SignatureKind.TYPED]) & ~Q(signature=""),
            ),
            models.CheckConstraint(
                name="paper_about_one_matter_names_it",
                condition=Q(kind__in=ABOUT_ONE_MATTER, about__isnull=False)
                | ~Q(kind__in=ABOUT_ONE_MATTER) & Q(about__isnull=True),
            ),
            models.CheckConstraint(
                name="only_a_justice_consent_holds_until_a_day",
                condition=Q(
                    kind=ReleaseKind.JUSTICE,
                    revocable_from__isnull=False,
                    revocable_from__gt=F("signed_at"),
                    revocable_from__lt=F("ends_at"),
                )
                | ~Q(kind=ReleaseKind.JUSTICE) & Q(revocable_from__isnull=True),
            ),
            models.CheckConstraint(name="release_signer_is_known", condition=Q(signer__in=list(Signer))),
            models.CheckConstraint(name="release_ends_after_it_is_signed", condition=Q(ends_at__gt=F("signed_at"))),
            models.CheckConstraint(
                name="full_release_without_an_officer",
                condition=Q(kind=ReleaseKind.HANDOFF) | Q(no_officer_present=True),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["site", "person", "-signed_at"], name="releases_of_a_person")]

    class Privacy:
        C1 = ("person_name", "signer_name", "signature", "scan", "witness_name")
        C4 = ("about",)
        C5 = ("kind", "discloser", "purpose", "text", "text_sha256", "signer", "signature_kind", "was_read_aloud",
              "no_officer_present", "signed_at", "ends_at", "revocable_from")  # fmt: skip
        C12 = ("language",)
        C13 = ("signed_by",)
        T = ("id", "site", "person")


class ReleaseLine(Row):
    """One answer of a release: may this recipient be told this class of fact? Each line ends or is stopped alone."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    release = models.ForeignKey(ReleaseOfInformation, on_delete=models.PROTECT, related_name="lines")
    recipient = models.ForeignKey("directory.Membership", on_delete=models.PROTECT, related_name="+")
    recipient_name = models.CharField(max_length=120)
    recipient_role = models.CharField(max_length=30)
    recipient_office = models.CharField(max_length=120)
    data_class = models.CharField(max_length=3, choices=[(c, c) for c in DataClass])
    purpose = models.CharField(max_length=30, choices=[(p, p) for p in Purpose])
    is_yes = models.BooleanField()
    ends_at = models.DateTimeField()
    ends_with = models.CharField(max_length=30, choices=[(event, event) for event in EndsWith], blank=True)
    happened_at = models.DateTimeField(null=True)  # when the event of `ends_with` happened
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.ForeignKey("directory.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    revocable_from = models.DateTimeField(null=True)  # as on the release

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "release", "recipient", "data_class", "purpose"], name="release_line_once"
            ),
            models.CheckConstraint(
                name="release_line_names_its_recipient",
                condition=~Q(recipient_name="") & ~Q(recipient_role="") & ~Q(recipient_office=""),
            ),
            models.CheckConstraint(name="release_line_purpose_is_known", condition=Q(purpose__in=list(Purpose))),
            models.CheckConstraint(
                name="justice_is_never_told_of_care",
                condition=~Q(recipient_role__in=sorted(JUSTICE_ROLES)) | Q(data_class__in=JUSTICE_CLASSES),
            ),
            models.CheckConstraint(
                name="justice_consent_is_for_a_prosecutor_and_the_certificate",
                condition=Q(revocable_from__isnull=True)
                | Q(
                    recipient_role=Role.PROSECUTOR,
                    data_class=DataClass.PARTICIPATION,
                    purpose=Purpose.CHARGE_HOLD,
                    is_yes=True,
                ),
            ),
            models.CheckConstraint(
                name="justice_consent_holds_until_its_day",
                condition=Q(revocable_from__isnull=True)
                | Q(stopped_at__isnull=True)
                | Q(stopped_at__gte=F("revocable_from")),
            ),
            at_and_by("release_line", "stopped"),
            models.CheckConstraint(
                name="release_line_ends_with_a_known_event",
                condition=Q(ends_with="", happened_at__isnull=True)
                | Q(ends_with__in=list(EndsWith), revocable_from__isnull=True),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["site", "recipient", "data_class"], name="lines_of_a_recipient")]

    class Privacy:
        C5 = ("recipient", "recipient_name", "recipient_role", "recipient_office", "data_class", "purpose", "is_yes",
              "ends_at", "ends_with", "happened_at", "stopped_at", "revocable_from")  # fmt: skip
        C13 = ("stopped_by",)
        T = ("id", "site", "release")

    def as_line(self) -> Line:
        """This line as the rule sees it."""
        return Line(
            id=self.pk,
            recipient=self.recipient_id,
            data_class=DataClass(self.data_class),
            purpose=Purpose(self.purpose),
            signed_at=self.release.signed_at,
            ends_at=self.ends_at,
            stopped_at=self.stopped_at,
            happened_at=self.happened_at,
            about=self.release.about,
            letter=rules.JUSTICE if self.release.kind == ReleaseKind.JUSTICE else rules.RELEASE,
        )


class SaidStopQuerySet(models.QuerySet["SaidStop"]):
    def visible_to(self, member: Membership) -> Self:
        """Those of the site that wait, for its privacy officer. Nobody else has any: who waits says who is not known."""
        waiting = self.filter(site=member.site_id, placed_at__isnull=True)
        return waiting if member.role == Role.PRIVACY_OFFICER else self.none()


class SaidStop(Row):
    """A stop that somebody said aloud to a member of staff. It says whose it is only until it is placed."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    given_name = models.CharField(max_length=60, blank=True)
    family_name = models.CharField(max_length=60, blank=True)
    birth_date = models.DateField(null=True)
    code = models.CharField(max_length=8, blank=True)  # of a referral, as it was said
    meant = models.CharField(max_length=20, choices=[(meant, meant) for meant in Meant])
    words = models.CharField(max_length=120, blank=True)  # who is meant, where they were named
    said_at = models.DateTimeField()
    said_by = models.ForeignKey("directory.Membership", on_delete=models.PROTECT, related_name="+")  # who wrote it down
    placed_at = models.DateTimeField(null=True)
    placed_by = models.ForeignKey("directory.Membership", on_delete=models.PROTECT, null=True, related_name="+")

    objects = SaidStopQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="said_stop_means_somebody", condition=Q(meant__in=list(Meant))),
            models.CheckConstraint(
                name="said_stop_names_nobody_once_placed",
                condition=Q(placed_at__isnull=True) & (~Q(given_name="", family_name="") | ~Q(code=""))
                | Q(placed_at__isnull=False, birth_date__isnull=True, given_name="", family_name="", code="", words=""),
            ),
            at_and_by("said_stop", "placed"),
        ]
        indexes: ClassVar = [models.Index(fields=["site", "placed_at", "said_at"], name="said_stops_that_wait")]

    class Privacy:
        C1 = ("given_name", "family_name", "birth_date")
        C5 = ("code", "meant", "words")
        C13 = ("said_at", "said_by", "placed_at", "placed_by")
        T = ("id", "site")


class Disclosure(AppendOnly, Row):
    """The accounting: one row for each recipient and each thing that left the program with consent (42 CFR 2.25)."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="disclosures")
    line = models.ForeignKey(ReleaseLine, on_delete=models.PROTECT, related_name="disclosures")
    recipient = models.ForeignKey("directory.Membership", on_delete=models.PROTECT, related_name="+")
    recipient_name = models.CharField(max_length=120)
    recipient_office = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in Sent])
    about_id = models.UUIDField()  # the diverted matter, update or notice that was told of
    text = models.TextField()  # exactly the words that left
    statement = models.CharField(max_length=20)  # which 42 CFR 2.32 statement went with it
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "recipient", "kind", "about_id"], name="told_once"),
            models.CheckConstraint(name="disclosure_kind_is_known", condition=Q(kind__in=list(Sent))),
        ]
        indexes: ClassVar = [models.Index(fields=["site", "person", "-made_at"], name="accounting_of_a_person")]

    class Privacy:
        C4 = ("about_id",)
        C5 = ("recipient", "recipient_name", "recipient_office", "kind", "text", "statement", "made_at")
        T = ("id", "site", "person", "line")


class Reading(AppendOnly, Row):
    """A justice partner has read what was told. It is not shown to them again."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="reading")
    read_at = models.DateTimeField()
    read_by = models.ForeignKey("directory.Membership", on_delete=models.PROTECT, related_name="+")

    class Privacy:
        C13 = ("read_at", "read_by")
        T = ("id", "site", "disclosure")


class EmergencyAccess(AppendOnly, Row):
    """A supervisor opened the record of somebody they do not work with, for medical staff, for an hour (42 CFR 2.51)."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    person = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, related_name="+"
    )  # null: forgotten
    reason = models.CharField(max_length=240)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("directory.Membership", on_delete=models.PROTECT, related_name="+")
    ends_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="emergency_says_why", condition=~Q(reason="")),
            models.CheckConstraint(name="emergency_ends_after_it_begins", condition=Q(ends_at__gt=F("opened_at"))),
        ]
        indexes: ClassVar = [models.Index(fields=["site", "opened_by", "ends_at"], name="emergencies_of_a_member")]

    class Privacy:
        C6 = ("reason",)
        C13 = ("opened_at", "opened_by", "ends_at")
        T = ("id", "site", "person")
