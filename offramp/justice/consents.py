"""The justice consent of 42 CFR 2.35: whether somebody can be asked for it, until when it holds, and what it tells."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import translation
from django.utils.formats import date_format

from offramp.consent import reads as consent
from offramp.consent import rules as consent_rules
from offramp.consent.models import Disclosure
from offramp.consent.rules import Ask, Grounds
from offramp.consent.states import Sent
from offramp.directory import reads as directory
from offramp.directory.models import Membership
from offramp.directory.states import CASE_MANAGERS, Role
from offramp.justice import reads, rules
from offramp.justice.models import ContactWord, Diversion
from offramp.justice.reads import Arrival
from offramp.justice.states import Status
from offramp.kernel import clocks
from offramp.kernel.classification import DataClass
from offramp.kernel.decisions import Decision
from offramp.kernel.purposes import Purpose
from offramp.kernel.refusals import NotNow
from offramp.referrals.states import Door


@dataclass(frozen=True, slots=True)
class ConsentTerms:
    """From when a paper can be stopped, when it ends, and what it prints: both days in words, and the incident's names."""

    revocable_from: datetime
    ends_at: datetime
    stop_from: str
    ends_on: str
    incidents: tuple[str, ...]

    def are_printed(self, text: str, recipient: str) -> bool:
        """Whether a paper that names this recipient says all of it, word for word."""
        said = all(rules.says(text, term) for term in (recipient, self.stop_from, self.ends_on))
        return said and any(rules.says(text, name) for name in self.incidents)


def may_ask(reader: Membership, about: Diversion, recipient: Membership, at: datetime) -> Decision:
    """Whether the person of a matter can be asked to let this recipient be told under a justice consent."""
    return rules.may_ask_justice_consent(_facts(reader, about, recipient, at))


def recipients(reader: Membership, about: Diversion, at: datetime) -> list[Membership]:
    """Whom a justice consent about this matter could name today: prosecutors of the site, or nobody."""
    if not reads.is_justice_consent_allowed(reader, about, at):
        return []
    return [one for one in directory.members(reader, Role.PROSECUTOR) if may_ask(reader, about, one, at)]


def terms(reader: Membership, about: Diversion, language: str) -> ConsentTerms:
    """What the paper about a matter prints in a language. Raises `NotNow` for a matter without a due date.

    It can be stopped from the morning of the due date as the prosecutor knows it: more time that care gives prolongs
    nothing. What was done by then still arrives in the days after it that the protocol gives.
    """
    if about.due_on is None or reader.site_id != about.site_id:
        raise NotNow("This matter has no due date.")
    judged = about.referral.protocol_version.protocol
    zone, last = about.site.time_zone, about.due_on + judged.justice_consent_lasts
    with translation.override(language):
        stop_from, ends_on = date_format(about.due_on, "DATE_FORMAT"), date_format(last, "DATE_FORMAT")
    return ConsentTerms(
        clocks.end_of_day(about.due_on - timedelta(days=1), zone), clocks.end_of_day(last, zone), stop_from, ends_on,
        reads.incidents(reader, about),
    )  # fmt: skip


def contact_choices(reader: Membership, about: Diversion, at: datetime) -> list[Membership]:
    """Whom a case manager may tell that contact is maintained, until the due date: whom a justice consent names."""
    if reader.role not in CASE_MANAGERS or not consent.opens(reader, about.person, DataClass.PARTICIPATION, at):
        return []
    return [one for one in directory.members(reader, Role.PROSECUTOR) if _is_open(one, about, at)]


def contact_words(reader: Membership, about: Diversion) -> list[ContactWord]:
    """What was said of contact in this matter, newest first. The record was opened with `look`."""
    said = ContactWord.objects.filter(site=reader.site_id, diversion=about).select_related("recipient", "written_by")
    return list(said.order_by("-written_at", "-pk"))


def arrivals(reader: Membership, at: datetime) -> list[Arrival]:
    """The newest word of contact about each matter that a justice consent lets this prosecutor have now, until it is read."""
    read = Disclosure.objects.filter(site=reader.site_id, recipient=reader, kind=Sent.CONTACT, reading__isnull=False)
    for_them = ContactWord.objects.filter(site=reader.site_id, recipient=reader).order_by("written_at", "pk")
    words = for_them.select_related(
        "diversion__referral__protocol_version", "diversion__site__state", "diversion__person", "written_by"
    )
    newest = {one.diversion_id: one for one in words}
    seen = set(read.values_list("about_id", flat=True))
    return [
        Arrival(Sent.CONTACT, one.pk, one.diversion.person, one.diversion.referral, one.text, one.written_by.name,
                matter=one.diversion_id)
        for one in newest.values()
        if one.pk not in seen and _is_open(reader, one.diversion, at)
    ]  # fmt: skip


def _is_open(recipient: Membership, about: Diversion, at: datetime) -> bool:
    """Whether this recipient may be told of contact now. After the due date only what was done by then is told."""
    if about.due_on is None or clocks.local_date(at, about.site.time_zone) > about.due_on:
        return False
    ask = Ask(
        recipient.pk, recipient.role, DataClass.PARTICIPATION, Purpose.CHARGE_HOLD, at, about=about.pk,
        only_by=consent_rules.ONLY_BY[Sent.CONTACT],
    )  # fmt: skip
    on = consent_rules.may_disclose(ask, Grounds(lines=consent.lines_for(recipient, about.person)))
    return bool(on) and reads.is_justice_consent_allowed(recipient, about, at)


def _facts(reader: Membership, about: Diversion, recipient: Membership, at: datetime) -> rules.JusticeConsentFacts:
    today = clocks.local_date(at, about.site.time_zone)
    return rules.JusticeConsentFacts(
        door=Door(about.referral.door),
        is_held=about.held_at <= at,
        is_decided=about.status != Status.HELD,
        is_due_ahead=about.due_on is not None and today < about.due_on,
        recipient=Role(recipient.role),
        is_allowed=reads.is_justice_consent_allowed(reader, about, at),
        is_signed=_is_on(about, recipient, at),
    )


def _is_on(about: Diversion, recipient: Membership, at: datetime) -> bool:
    signed = (one for one in consent.lines_for(recipient, about.person) if one.letter == consent_rules.JUSTICE)
    return any(one.about == about.pk and one.is_live(at) for one in signed)
