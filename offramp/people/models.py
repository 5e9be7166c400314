"""People, as they say they are; who works with them; and which records are one person."""

from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from offramp.directory.models import Membership
from offramp.kernel.models import Row, at_and_by
from offramp.people.rules import ADULT, Named, years_old
from offramp.people.states import BEYOND_LIMIT_LENGTH, AgeBand, Duty, Language, Sex


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, member: Membership, at: datetime) -> Self:
        """People whom this member works with now. Nobody is visible for any other reason."""
        return self._of(member, Assignment.objects.current(at))

    def open_to(self, member: Membership) -> Self:
        """People with whom this member's work has not ended: the second lock, for what is read after the record opened."""
        return self._of(member, Assignment.objects.filter(ended_at__isnull=True))

    def _of(self, member: Membership, assignments: "AssignmentQuerySet") -> Self:
        # From the member's few assignments to the people, never from all people of the site to their assignments.
        mine = assignments.filter(site=member.site_id, member=member)
        out = KeptOut.objects.of(member).values("person")
        return self.filter(pk__in=mine.values("person"), site=member.site_id).exclude(pk__in=out)


class Person(Row):
    """Somebody who was offered help, or asked for it. Called a participant once they are enrolled."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    given_name = models.CharField(max_length=60, blank=True)
    family_name = models.CharField(max_length=60, blank=True)
    description = models.CharField(max_length=200, blank=True)  # "what they look like or are called"
    birth_date = models.DateField(null=True)
    age_band = models.CharField(max_length=12, choices=[(a, a) for a in AgeBand], default=AgeBand.UNKNOWN)
    language = models.CharField(max_length=5, choices=[(x, x) for x in Language], default=Language.ENGLISH)
    race = models.JSONField(default=list)  # as the person says it: any number of `Race`, or RATHER_NOT_SAY alone
    sex = models.CharField(max_length=10, choices=[(s, s) for s in Sex], default=Sex.UNKNOWN)  # as the person says
    phone = models.CharField(max_length=20, blank=True)
    contact_hours = models.CharField(max_length=60, blank=True)
    contact_words = models.CharField(max_length=120, blank=True)  # what a caller may say
    contact_kept_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="+"
    )  # to them alone

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="person_language_is_known", condition=Q(language__in=list(Language))),
            models.CheckConstraint(name="person_age_band_is_known", condition=Q(age_band__in=list(AgeBand))),
        ]

    class Privacy:
        C1 = ("given_name", "family_name", "description", "birth_date")
        C2 = ("phone", "contact_hours", "contact_words")
        C11 = ("contact_kept_by",)
        C12 = ("age_band", "language", "race", "sex")
        T = ("id", "site")

    @property
    def name(self) -> str:
        """How the person is called; empty when nobody knows."""
        return f"{self.given_name} {self.family_name}".strip()

    def age_on(self, day: date) -> int | None:
        """Whole years on that day; None when the birth date is not known."""
        return None if self.birth_date is None else years_old(self.birth_date, day)

    def is_minor_on(self, day: date) -> bool:
        """Whether the person is known to be younger than an adult on that day, by the birth date or as they say it."""
        years = self.age_on(day)
        return self.age_band == AgeBand.UNDER_18 if years is None else years < ADULT

    @property
    def recorded_name(self) -> Named:
        """The name and birth date of the record, as names are compared."""
        return Named(self.given_name, self.family_name, self.birth_date)

    @property
    def names(self) -> list[Named]:
        """Every name the person goes by, that of the record first."""
        others = [Named(alias.given_name, alias.family_name, self.birth_date) for alias in self.aliases.all()]
        return [self.recorded_name, *others]


class Alias(Row):
    """Another name the person goes by."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="aliases")
    given_name = models.CharField(max_length=60, blank=True)
    family_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "person", "given_name", "family_name"], name="alias_once"),
            models.CheckConstraint(name="alias_is_a_name", condition=~Q(given_name="", family_name="")),
        ]

    class Privacy:
        C1 = ("given_name", "family_name")
        T = ("id", "site", "person")

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class PersonKey(Row):
    """One key under which a person can be found again (see `rules.keys` and `rules.phone_key`)."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    key = models.CharField(max_length=60)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="keys")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "key", "person"], name="person_key_once")]

    class Privacy:
        C2 = ("key",)  # of a name (C1) or of a telephone number (C2): the class that fewer may have
        T = ("id", "site", "person")


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def current(self, at: datetime) -> Self:
        return self.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at), starts_at__lte=at)

    def at_work(self, at: datetime) -> Self:
        """Those of members who still work here: whoever left works with nobody, also where nobody ended it."""
        return self.current(at).filter(member__is_active=True)


class Assignment(Row):
    """A member works with a person from then until then. It alone opens the person's record inside the program."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assignments")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="assignments")
    duty = models.CharField(max_length=20, choices=[(duty, duty) for duty in Duty])
    starts_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    beyond_limit = models.CharField(max_length=BEYOND_LIMIT_LENGTH, blank=True)  # why one more than a worker's limit

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "person", "member", "duty"],
                condition=Q(ended_at__isnull=True),
                name="assigned_once_per_duty",
            ),
            models.CheckConstraint(name="assignment_duty_is_known", condition=Q(duty__in=list(Duty))),
            models.CheckConstraint(
                name="assignment_ended_at_and_by",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__gte=F("starts_at")),  # by nobody where the clock ended it
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["site", "member", "ended_at"], name="assignments_of_a_member")]

    class Privacy:
        C13 = ("member", "duty", "starts_at", "ended_at", "ended_by", "beyond_limit")
        T = ("id", "site", "person")


class Link(Row):
    """What a care worker said of two records: that they are one person, or two. It can be taken back at any time.

    A pair is kept in one order, so that whoever says it from the other record says it of the same row.
    """

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    same_as = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    is_same = models.BooleanField()  # or else two people, who are not asked about again
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "person", "same_as"], condition=Q(undone_at__isnull=True), name="linked_once"
            ),
            models.CheckConstraint(name="link_joins_two_records_in_order", condition=Q(person__lt=F("same_as"))),
            at_and_by("link", "undone"),
        ]

    class Privacy:
        C13 = ("is_same", "linked_at", "linked_by", "undone_at", "undone_by")
        T = ("id", "site", "person", "same_as")


class KeptOutQuerySet(models.QuerySet["KeptOut"]):
    def of(self, member: Membership) -> Self:
        """What keeps this member out now, in whatever role: it is the one who signs in that is kept out."""
        return self.filter(site=member.site_id, member__user=member.user_id, undone_at__isnull=True)


class KeptOut(Row):
    """Somebody who works here and must not open this person's record: they know the person, or the person asked for it.

    Why is not kept. It stands above assignments and emergencies (see `PersonQuerySet`).
    """

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="kept_out")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")

    objects = KeptOutQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "person", "member"], condition=Q(undone_at__isnull=True), name="kept_out_once"
            ),
            at_and_by("kept_out", "undone"),
        ]

    class Privacy:
        C11 = ("member",)
        C13 = ("kept_at", "kept_by", "undone_at", "undone_by")
        T = ("id", "site", "person")
