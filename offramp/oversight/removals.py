"""Removing a record by law: asked for by one person, done by another, and done again after a restore."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from offramp.consent.erasing import TAKEN_OUT
from offramp.directory.models import Membership
from offramp.justice import erasing
from offramp.justice.models import RecordRelief
from offramp.justice.relief import DONE
from offramp.kernel import clocks, context, erasures, trail
from offramp.kernel.erasures import Erasure
from offramp.kernel.refusals import Incomplete, NotNow, NotYours
from offramp.kernel.sqlite3 import log
from offramp.kernel.trail import Actor, Nobody
from offramp.kernel.verbs import verb
from offramp.oversight import policies
from offramp.oversight.models import LegalItem, Tombstone
from offramp.oversight.states import Holder
from offramp.people.models import Person
from offramp.referrals.models import Referral

#: What a list under an order can name of an incident: `oversight.items`.
_OF_THE_INCIDENT = ("referrals.Referral.", "justice.Diversion.")


@verb
def remove(relief_id: UUID, *, last_signs: str, by: Membership, at: datetime) -> Tombstone:
    """Remove the record that somebody else asked for, for good: the second yes of two. What stays is a tombstone.

    `last_signs` are the last two signs of the code, typed by the privacy officer who read the list. All of it goes in one
    step or nothing does; the ledger beside the database has it before that step is final. Raises `NotYours` for whoever
    asked and for anybody else, `Incomplete` for other signs, `NotNow` where it is not asked for any more.
    """
    waiting = RecordRelief.objects.visible_to(by).waiting().select_for_update(of=("self", "diversion__referral"))
    asked = waiting.select_related("diversion__referral", "diversion__site", "asked_by").filter(pk=relief_id).first()
    if asked is None:
        raise NotNow(DONE)
    policies.require(by, Holder.REMOVER, asked, at)
    referral, site = asked.diversion.referral, asked.diversion.site
    if _signs(last_signs) != _signs(referral.code)[-2:]:
        raise Incomplete("These are not the last two signs of the code. Look at it again.", field="last_signs")
    today = clocks.local_date(at, site.time_zone)
    erasure = Erasure(site.pk, referral.pk, uuid4(), today, f"{asked.kind}: {asked.basis}")
    tombstone = _remove(erasure, referral, by=by, at=at)
    # Last: killed before this line, nothing has happened; killed after it, the next start finishes.
    erasures.add(settings.ERASURES, erasure)
    transaction.on_commit(log.empty)
    return tombstone


def replay(ledger: Iterable[Erasure], at: datetime) -> Counter[UUID]:
    """Remove again what a restored database holds of it; how many records that were, by site.

    It runs before anybody is served. What is not there is left alone, so it can be run at any time.
    """
    done = Counter[UUID]()
    for erasure in ledger:
        by = Nobody("clock", erasure.site)
        with context.acting(by, by.purpose):
            is_there = Referral.objects.filter(pk=erasure.referral, site=erasure.site).exists()
        if is_there:
            remove_again(erasure, by=by, at=at)
            done[erasure.site] += 1
    return done


@verb
def remove_again(erasure: Erasure, *, by: Actor, at: datetime) -> Tombstone:
    """Remove a record that came back with a restored database. Only the program itself does it, from its ledger."""
    if by.pk is not None:
        raise NotYours("Only the program itself does this.")
    referral = Referral.objects.select_for_update(of=("self",)).get(pk=erasure.referral, site=erasure.site)
    return _remove(erasure, referral, by=by, at=at)


def _remove(erasure: Erasure, referral: Referral, *, by: Actor, at: datetime) -> Tombstone:
    if referral.person is not None:
        _take_out_of_what_left(referral.person)
    erasing.erase(referral, by=by, at=at)
    tombstone = Tombstone.objects.create(
        pk=erasure.tombstone, site_id=erasure.site, removed_on=erasure.on, basis=erasure.basis
    )
    trail.record("remove_by_law", tombstone, by=by, at=at)
    return tombstone


def _take_out_of_what_left(person: Person) -> None:
    """That a court was given something stays; what it was of an incident does not."""
    for name in _OF_THE_INCIDENT:
        items = LegalItem.objects.filter(site=person.site_id, listed__person=person.pk, field__startswith=name)
        items.exclude(text="").forget_words(text=TAKEN_OUT)


def _signs(code: str) -> str:
    return "".join(one for one in code.upper() if one.isalnum())
