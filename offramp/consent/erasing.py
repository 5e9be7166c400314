"""Removing by law what the papers and the accounting say of one matter: a part of a verb of the floors above."""

import hashlib
from collections.abc import Collection
from typing import Any
from uuid import UUID

from offramp.consent.models import Disclosure, Reading, ReleaseLine, ReleaseOfInformation
from offramp.directory.models import Membership
from offramp.people.models import Person

#: What stands on a paper in the place of a name.
TAKEN_OUT = "(removed by law)"


def recipients(person: Person, abouts: Collection[UUID]) -> list[Membership]:
    """Whom the accounting names for what was told about these things, each once, in the order in which they are kept."""
    told = Disclosure.objects.filter(site=person.site_id, person=person, about_id__in=abouts)
    found = {one.recipient_id: one.recipient for one in told.select_related("recipient").order_by("pk")}
    return list(found.values())


def papers(person: Person, abouts: Collection[UUID]) -> int:
    """How many signed papers are about these things alone."""
    return ReleaseOfInformation.objects.filter(site=person.site_id, person=person, about__in=abouts).count()


def erase(person: Person, abouts: Collection[UUID], *, officer: Membership | None) -> None:
    """Delete the accounting of these things and the papers about them alone, and take `officer` out of the other papers.

    `officer` is None where another referral of the person still names them.
    """
    _forget_told(site=person.site_id, person=person, about_id__in=abouts)
    alone = ReleaseOfInformation.objects.filter(site=person.site_id, person=person, about__in=abouts)
    ReleaseLine.objects.filter(release__in=alone).delete()
    alone.forget()
    if officer is not None:
        _take_out(person, officer)


def _forget_told(**which: Any) -> None:
    Reading.objects.filter(disclosure__in=Disclosure.objects.filter(**which)).forget()
    Disclosure.objects.filter(**which).forget()


def _take_out(person: Person, officer: Membership) -> None:
    lines = ReleaseLine.objects.filter(site=person.site_id, release__person=person, recipient=officer)
    names = set(lines.values_list("recipient_name", flat=True))
    named = list(ReleaseOfInformation.objects.filter(pk__in=lines.values("release")))
    _forget_told(line__in=lines)
    lines.delete()
    for paper in named:
        text = paper.text
        for name in names:
            text = text.replace(name, TAKEN_OUT)
        digest = hashlib.sha256(text.encode()).hexdigest()
        ReleaseOfInformation.objects.filter(pk=paper.pk).forget_words(text=text, text_sha256=digest)
