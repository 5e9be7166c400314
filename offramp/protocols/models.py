"""The protocols a site has adopted, one row a version, each kept word for word as it was signed."""

import hashlib
from functools import lru_cache
from typing import ClassVar

from django.db import models
from django.db.models import Q

from offramp.directory.models import Membership, Site
from offramp.kernel.models import AppendOnly, Row
from offramp.kernel.refusals import Refusal
from offramp.protocols import document

LONGEST_DECISION = 200  # characters


class NotAsAdopted(Refusal):
    """The text of a version is not the text that was adopted. Nothing is judged by it."""


def mark(text: str) -> str:
    """The SHA-256 of a protocol's text, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=64)
def _parsed(text: str) -> document.Protocol:
    return document.load(text)


class ProtocolVersion(AppendOnly, Row):
    """A protocol as a site adopted it: in force from a day on, until a later version is.

    The last day is nowhere stored: it follows from the versions after it, so that two rows can never disagree.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="protocol_versions")
    number = models.PositiveIntegerField()
    effective_from = models.DateField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    decision = models.CharField(max_length=LONGEST_DECISION)
    decided_on = models.DateField()
    signers = models.JSONField(default=list)
    adopted_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "number"], name="protocol_version_numbered_once"),
            models.CheckConstraint(name="protocol_version_counts_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(name="protocol_version_has_a_decision", condition=~Q(decision="")),
        ]
        indexes: ClassVar = [models.Index(fields=["site", "-effective_from", "-number"], name="protocol_in_force")]

    class Privacy:
        C13 = ("signers", "adopted_by")
        T = ("id", "site", "number", "effective_from", "text", "sha256", "decision", "decided_on", "adopted_at")

    @property
    def protocol(self) -> document.Protocol:
        """What this version says. Raises `NotAsAdopted` where the text was changed after it was adopted."""
        if mark(self.text) != self.sha256:
            raise NotAsAdopted(
                "Version %(number)s of this site's protocol is not the text that was adopted. Nothing is judged by "
                "it. Tell the operator of this server.",
                number=self.number,
            )
        return _parsed(self.text)
