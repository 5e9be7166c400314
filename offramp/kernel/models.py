"""The tables that know nothing about LEAD: the trail, its heads, and what was already answered."""

from typing import ClassVar, TypeVar

from django.db import models

from offramp.kernel import identifiers


class Row(models.Model):
    """A row with an identifier that can move to another server with its site."""

    id = models.UUIDField(primary_key=True, default=identifiers.new_id, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"  # never a person's name: this ends up in logs


Written = TypeVar("Written", bound=models.Model, covariant=True)


class WrittenOnce(models.QuerySet[Written, Written]):
    """Rows that can be added and read, and nothing else: the back door is shut too."""

    def update(self, **changes: object) -> int:
        raise TypeError("This table is written once; its rows do not change.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("This table is written once; its rows are not deleted.")

    def forget(self) -> int:
        """How many rows are gone now: the way out for what was signed for so many hours and no longer."""
        return super().delete()[0]

    def forget_words(self, **instead: str) -> int:
        """How many rows say `instead` now: what somebody wrote is gone, and that they wrote it stays."""
        return super().update(**instead)


WrittenOnceManager = models.Manager.from_queryset(WrittenOnce)


class AppendOnly(models.Model):
    """A row that is written once. Its verb writes it; nothing changes or deletes it afterwards."""

    objects = WrittenOnceManager()

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise TypeError("This table is written once; its rows do not change.")
        super().save(force_insert=True)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("This table is written once; its rows are not deleted.")


def at_and_by(of: str, act: str) -> models.CheckConstraint:
    """Who did the `act` (`told`) and when stand together in the rows of a kind, or neither does: `told_at`, `told_by`."""
    at, by = f"{act}_at__isnull", f"{act}_by__isnull"
    together = models.Q(**{at: True, by: True}) | models.Q(**{at: False, by: False})
    return models.CheckConstraint(name=f"{of}_{act}_at_and_by", condition=together)


class TrailRow(AppendOnly, Row):
    """One thing that somebody did or looked at. No names, no values, and no foreign keys: history blocks no deletion.

    `mac` chains the row to the one before it at the same site (see `kernel.trail`).
    """

    site_id = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    role = models.CharField(max_length=30)
    action = models.CharField(max_length=60)
    purpose = models.CharField(max_length=30, blank=True)
    object_type = models.CharField(max_length=60)
    object_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    previous_mac = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site_id", "seq"], name="trail_one_row_per_number")]
        indexes: ClassVar = [models.Index(fields=["site_id", "object_id", "-seq"], name="trail_of_an_object")]

    class Privacy:
        C13 = ("actor_id", "role", "action", "purpose", "object_type", "object_id", "detail")
        T = ("id", "site_id", "seq", "at", "previous_mac", "mac")


class TrailHead(models.Model):
    """The newest row of each site's chain, locked while the next is written."""

    site_id = models.UUIDField(primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    mac = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"trail head {self.site_id}"

    class Privacy:
        T = ("site_id", "seq", "mac")


class Answered(AppendOnly, Row):
    """A verb that was already carried out for a client's token, and what came of it.

    Neither the token nor what was asked is kept, only a mark of each (see `kernel.verbs`).
    """

    site_id = models.UUIDField()
    actor_id = models.UUIDField()
    token_mark = models.CharField(max_length=64)
    said_mark = models.CharField(max_length=64)
    object_type = models.CharField(max_length=60)
    object_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site_id", "actor_id", "token_mark"], name="answered_once_per_token"),
        ]

    class Privacy:
        C13 = ("actor_id", "object_type", "object_id")
        T = ("id", "site_id", "token_mark", "said_mark")
