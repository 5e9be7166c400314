"""Questions about diverted matters. The reader is always the first argument."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.formats import date_format

from offramp.casework.models import Intake
from offramp.consent import reads as consent
from offramp.consent import rules as consent_rules
from offramp.consent.models import Disclosure
from offramp.consent.rules import Ask, Grounds, Line
from offramp.consent.states import Sent
from offramp.directory import reads as directory
from offramp.directory.models import Membership, Site
from offramp.directory.states import CARE_ROLES, CASE_MANAGERS, JUSTICE_ROLES, Role
from offramp.justice import rules
from offramp.justice.models import Condition, Diversion, Extension, Notice, SharedUpdate
from offramp.justice.rules import NoticeTerms, Requirement
from offramp.justice.states import Status
from offramp.kernel import clocks, paging, trail
from offramp.kernel.classification import DataClass
from offramp.kernel.paging import Page
from offramp.kernel.purposes import Purpose
from offramp.kernel.refusals import NotNow
from offramp.kernel.trail import Actor
from offramp.people.models import Person
from offramp.protocols import reads as protocols
from offramp.protocols.document import Protocol
from offramp.protocols.said import Said, in_language
from offramp.protocols.sections import Clock
from offramp.protocols.sections import Extension as More
from offramp.protocols.states import HELD_CHARGE_CLOCK, ClockStart, NoticePolicy, OfficerNews
from offramp.referrals.models import Referral

MATTER = ("referral__protocol_version", "referral__officer__unit", "site__state")
WITH_ALL = (*MATTER, "person")


@dataclass(frozen=True, slots=True)
class Progress:
    """For the care team only: what of the requirement happened, when it is due, and whether it was done in time."""

    requirement: Requirement
    happened: dict[str, datetime | None]

    @property
    def done_at(self) -> datetime | None:
        return self.requirement.done_at(self.happened)

    @property
    def is_met(self) -> bool:
        return self.requirement.is_met(self.happened)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(stop for stop in self.requirement.stops if self.happened.get(stop) is None)


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition that a clock names itself: what the protocol says it means, and whether it happened."""

    name: str
    means: Said
    recorded: Condition | None
    opens_on: date | None  # from which day it can be recorded; None: on any day


@dataclass(frozen=True, slots=True)
class Running:
    """For the care team only: a clock of the protocol beside a matter, and which of its days this is."""

    clock: Clock
    started_on: date | None  # None until what starts it has happened
    due_on: date | None
    day: int
    asked: tuple[Asked, ...]

    @property
    def is_second(self) -> bool:
        return self.clock.name != HELD_CHARGE_CLOCK


@dataclass(frozen=True, slots=True)
class Arrival:
    """One thing that a live release lets a justice partner have now, in its final words. It is drawn whole, and read once."""

    kind: Sent
    about_id: UUID  # of the diverted matter, or of the update
    person: Person
    referral: Referral
    text: str
    sender: str
    matter: UUID | None = None  # where what is told of is something else that hangs on one


def queue(reader: Membership, at: datetime, *, after: str = "") -> Page[Diversion]:
    """The prosecutor's matters that are held, the nearest due date first. What is not due at any time comes last."""
    rows = Diversion.objects.visible_to(reader).held().for_the_prosecutor().select_related("referral")
    if rows.filter(due_on__isnull=False).exists():
        rows = rows.annotate(due_or_never=Coalesce("due_on", Value(date.max)))
        return _recorded(reader, paging.page(rows, by="due_or_never", after=after), at)
    return _recorded(reader, paging.page(rows, by="held_at", after=after), at)


def decided(reader: Membership, at: datetime, *, after: str = "") -> Page[Diversion]:
    """The matters that were decided, newest first."""
    rows = Diversion.objects.visible_to(reader).filter(decided_at__isnull=False).for_the_prosecutor()
    return _recorded(reader, paging.page(rows.select_related("referral"), by="-decided_at", after=after), at)


def diversion(reader: Membership, diversion_id: UUID, at: datetime) -> Diversion:
    """One diverted matter that the reader may open, or `Diversion.DoesNotExist`."""
    found = Diversion.objects.visible_to(reader).select_related(*_shown_to(reader)).get(pk=diversion_id)
    trail.record_read(Diversion._meta.label, by=reader, at=at, purpose=Purpose.CHARGE_HOLD, ids=[found.pk])
    return found


def taken_on(reader: Membership, about: Diversion) -> datetime | None:
    """When this reader took a certificate about a matter into their own file; None where they never did.

    It is theirs alone: a colleague whom no release names must not learn from it that one came.
    """
    told = Disclosure.objects.filter(
        site=reader.site_id, recipient=reader, kind=Sent.CERTIFICATE, about_id=about.pk, reading__isnull=False
    )
    return told.order_by("pk").values_list("reading__read_at", flat=True).first()


def diversions_of(reader: Membership, person: Person) -> QuerySet[Diversion]:
    """The diverted matters of a person whose record the reader has opened, newest first."""
    theirs = Diversion.objects.visible_to(reader).filter(person=person).prefetch_related("extensions")
    return theirs.select_related(*_shown_to(reader)).order_by("-held_at", "-pk")


def progress(reader: Actor, about: Diversion) -> Progress | None:
    """What happened of the requirement of a matter; None where the protocol has no clock. Never for justice partners."""
    if reader.role in JUSTICE_ROLES or reader.site_id != about.site_id:
        raise Diversion.DoesNotExist
    return _progress(about)


def running(reader: Membership, about: Diversion, at: datetime) -> list[Running]:
    """Every clock that runs beside a matter, with what the protocol asks besides the two steps. For care alone."""
    if reader.role not in CARE_ROLES or reader.site_id != about.site_id:
        raise Diversion.DoesNotExist
    shown = about.referral.protocol_version.protocol.clocks
    wanted = [clock for clock in shown if clock.name != HELD_CHARGE_CLOCK or rules.own_conditions(clock.stops)]
    return [_running(clock, about, at) for clock in wanted]


def asked(reader: Membership, about: Diversion, clock_name: str, condition: str, at: datetime) -> Asked:
    """One condition of one clock. Raises `Diversion.DoesNotExist` where this protocol names none like that."""
    for clock in running(reader, about, at):
        for one in clock.asked:
            if (clock.clock.name, one.name) == (clock_name, condition):
                return one
    raise Diversion.DoesNotExist


def extensions(reader: Membership, about: Diversion) -> QuerySet[Extension]:
    """The extensions of a matter that the reader has opened, first given first. They are internal to care."""
    return (
        Extension.objects.filter(site=reader.site_id, diversion=about).select_related("given_by").order_by("given_at")
    )


def open_clocks(reader: Membership, at: datetime) -> list[tuple[date, Diversion, date | None]]:
    """The site's held matters by due date with every extension, for the project manager: dates and codes, no names.

    With each stands the last day to which the reader may extend it, or None where that is not theirs.
    """
    if reader.role != Role.PROJECT_MANAGER:
        raise Diversion.DoesNotExist
    rows = Diversion.objects.visible_to(reader).held().filter(due_on__isnull=False)
    with_all = rows.select_related("referral__protocol_version", "site").prefetch_related("extensions")
    nearest = with_all.order_by("due_on", "pk")[:50]
    found = [(_extended(row), row, extension_open(reader, row, at)) for row in nearest]
    return sorted(found, key=lambda each: each[0])


def due_with_extensions(reader: Membership, about: Diversion) -> date | None:
    """When a matter is due, with every extension; None where the protocol has no clock. A prosecutor's own date only."""
    if about.due_on is None or reader.role == Role.PROSECUTOR:
        return about.due_on
    return _extended(about)


def extension_open(reader: Membership, about: Diversion, at: datetime) -> date | None:
    """The last day to which this reader may extend a held matter; None where the protocol lets them not, or no longer."""
    allowed, due_on = extension_left(reader, about, at), due_with_extensions(reader, about)
    if allowed is None or due_on is None or reader.role != allowed.by:
        return None
    return due_on + timedelta(days=allowed.days)


def extension_left(reader: Membership, about: Diversion, at: datetime) -> More | None:
    """What the protocol still allows today of more time for a held matter that the reader has opened, and who gives it."""
    clock, due_on = about.referral.protocol_version.protocol.held_charge_clock, due_with_extensions(reader, about)
    allowed = clock.extension if clock and reader.site_id == about.site_id else None
    if allowed is None or due_on is None or about.status != Status.HELD or about.extensions.count() >= allowed.times:
        return None
    is_late = _on_site(about, at) > due_on + timedelta(days=allowed.days)
    return None if is_late or is_done_for(reader, about) else allowed


def is_done_for(reader: Membership, about: Diversion) -> bool:
    """Whether all that was asked is done, so far as this reader may learn it: never for a justice partner."""
    found = None if reader.role in JUSTICE_ROLES else progress(reader, about)
    return found is not None and found.done_at is not None


def arrivals(reader: Membership, at: datetime) -> list[Arrival]:
    """Everything that a live release lets this justice partner have at this instant and that they have not read yet."""
    return [*_certificates(reader, at), *_notices(reader, at), *_updates(reader, at)]


def update_choices(reader: Membership, person: Person, at: datetime) -> list[tuple[Membership, Referral]]:
    """Whom a live release lets a worker write an update to, and about which referral. The record was opened with `look`."""
    if not consent.opens(reader, person, DataClass.SHARED_UPDATE, at):
        return []
    of_person = Referral.objects.filter(site=reader.site_id, person=person).order_by("-received_at", "-pk")
    referrals = list(of_person.select_related("protocol_version"))
    named = consent.told(reader, person, DataClass.SHARED_UPDATE, at)
    return [(one, about) for one in named for about in referrals if _concerns(one, about)]


def updates(reader: Membership, person: Person, at: datetime) -> list[tuple[SharedUpdate, datetime | None]]:
    """The updates about a person, newest first, and when each was shown to its recipient; None where it was not yet."""
    if not consent.opens(reader, person, DataClass.SHARED_UPDATE, at):
        return []
    written = SharedUpdate.objects.filter(site=reader.site_id, person=person).select_related("recipient", "written_by")
    shown = dict(
        Disclosure.objects.filter(site=reader.site_id, person=person, kind=Sent.SHARED_UPDATE).values_list(
            "about_id", "made_at"
        )
    )
    return [(one, shown.get(one.pk)) for one in written.select_related("taken_back").order_by("-written_at", "-pk")]


def due_if_handed_over(
    reader: Actor, protocol: Protocol, at: datetime, *, received_at: datetime | None = None
) -> date | None:
    """The due date if the hand-off is now; None where the protocol has no clock. A new referral is received now."""
    clock, site = protocol.held_charge_clock, directory.site_of(reader)
    if clock is None:
        return None
    return _last_day(clock, rules.first_day(clock.starts, received_at or at, at, site.time_zone), site)


def notice(reader: Membership, about: Diversion, recipient: Membership) -> Notice | None:
    """The steps taken so far towards a compliance notice to this recipient, for the care team alone."""
    if reader.role not in CARE_ROLES:
        return None
    return Notice.objects.filter(site=reader.site_id, diversion=about, recipient=recipient).first()


def is_notice_adopted(reader: Actor, about: Diversion, at: datetime) -> bool:
    """Whether the notice stands in the protocol by which this matter is judged, and was not withdrawn since.

    A notice that was withdrawn and adopted again is adopted for later matters only.
    """
    since = _protocols_since(reader, about, at)
    return bool(since) and all(one.consequence.compliance_notice == NoticePolicy.ADOPTED for one in since)


def is_justice_consent_allowed(reader: Actor, about: Diversion, at: datetime) -> bool:
    """Whether the protocol by which this matter is judged allows a justice consent, and that was not withdrawn since."""
    since = _protocols_since(reader, about, at)
    return bool(since) and all(one.allows_justice_consent for one in since)


def notice_text(reader: Membership, about: Diversion, at: datetime) -> str:
    """The whole of what a compliance notice about this matter would say today."""
    if about.due_on is None:
        raise NotNow("This matter has no due date.")
    numbers = incidents(reader, about)
    if not numbers:
        raise Diversion.DoesNotExist
    return rules.notice_text(numbers[0], _extended(about), _on_site(about, at))


def notice_terms(reader: Actor, about: Diversion, language: str) -> NoticeTerms:
    """What the person's paper about a notice must print, in its language, to count today: the day is the one in force.

    Raises `NotNow` for a matter without a due date.
    """
    if about.due_on is None or reader.site_id != about.site_id:
        raise NotNow("This matter has no due date.")
    consequence = about.referral.protocol_version.protocol.consequence
    with translation.override(language):
        day = date_format(_extended(about), "DATE_FORMAT")
    return NoticeTerms(in_language(language, consequence, "says"), incidents(reader, about), day)


def incidents(reader: Actor, about: Diversion) -> tuple[str, ...]:
    """What the incident is called, best name first: the number of the report, once it has one, and the referral's code."""
    names = (about.referral.incident_number, about.referral.code) if reader.site_id == about.site_id else ()
    return tuple(name for name in names if name)


def may_prepare_notice(reader: Membership, about: Diversion, at: datetime) -> bool:
    """Whether this reader may take the steps towards a notice: who works with the person as their case manager.

    A supervisor who was assigned may too; whoever only took the call may not.
    """
    is_worker = reader.role in CASE_MANAGERS
    return is_worker and consent.opens(reader, about.person, DataClass.COMPLIANCE_NOTICE, at)


def notice_recipients(reader: Membership, about: Diversion, at: datetime) -> list[Membership]:
    """Who could be told: the referring officer, while they serve here, and the site's prosecutors."""
    prosecutors = Membership.objects.at_the_site_of(reader).in_role(Role.PROSECUTOR).order_by("name")
    officer = about.referral.officer
    return ([officer] if officer and officer.is_active else []) + list(prosecutors)


def may_be_told(
    reader: Membership, about: Diversion, data_class: DataClass, at: datetime, *, lines: Iterable[Line] | None = None
) -> bool:
    """Whether a line in force lets this justice partner be told this class of fact about this matter now.

    `lines` are the person's that name the reader, where the caller has them already.
    """
    ask = Ask(reader.pk, reader.role, data_class, Purpose.CHARGE_HOLD, at, about=about.pk)
    on = tuple(
        line
        for line in (consent.lines_for(reader, about.person) if lines is None else lines)
        if line.letter != consent_rules.JUSTICE or is_justice_consent_allowed(reader, about, at)
    )
    return bool(consent_rules.may_disclose(ask, Grounds(lines=on)))


def _certificates(reader: Membership, at: datetime) -> Iterator[Arrival]:
    for row in _named_in_a_release(reader):
        if not _is_news_for(reader, row):
            continue
        found = _progress(row)
        if found is None or found.done_at is None or not found.requirement.is_tellable(found.happened, at):
            continue
        if may_be_told(reader, row, DataClass.PARTICIPATION, at):
            words = rules.certificate(_on_site(row, found.done_at), found.requirement.stops)
            yield Arrival(Sent.CERTIFICATE, row.pk, row.person, row.referral, words, _sender(row))


def _notices(reader: Membership, at: datetime) -> Iterator[Arrival]:
    sent_ones = Notice.objects.filter(site=reader.site_id, recipient=reader, sent_at__isnull=False).select_related(
        "recipient"
    )
    for sent in sent_ones.exclude(diversion__in=_read(reader, Sent.COMPLIANCE_NOTICE)).order_by("sent_at", "pk"):
        row = Diversion.objects.select_related(*WITH_ALL).get(pk=sent.diversion_id)
        if sent.sent_at and is_notice_on(reader, row, at, since=sent.sent_at):
            yield Arrival(Sent.COMPLIANCE_NOTICE, row.pk, row.person, row.referral, sent.text, _sender(row))


def is_notice_on(reader: Membership, about: Diversion, at: datetime, *, since: datetime) -> bool:
    """Whether a notice that was sent to this reader can be shown now: it leaves only then, and has to be true then.

    Once all is done, more time was given `since` or the policy was withdrawn, it is held back as after a stop.
    """
    found = _progress(about)
    if found is None or found.done_at is not None or about.extensions.filter(given_at__gt=since).exists():
        return False
    return is_notice_adopted(reader, about, at) and may_be_told(reader, about, DataClass.COMPLIANCE_NOTICE, at)


def _updates(reader: Membership, at: datetime) -> Iterator[Arrival]:
    written = SharedUpdate.objects.filter(site=reader.site_id, recipient=reader, taken_back=None).select_related(
        "person", "referral__protocol_version", "written_by"
    )
    for one in written.exclude(pk__in=_read(reader, Sent.SHARED_UPDATE)).order_by("written_at", "pk"):
        ask = Ask(reader.pk, reader.role, DataClass.SHARED_UPDATE, Purpose.CHARGE_HOLD, at)
        decision = consent_rules.may_disclose(ask, Grounds(lines=consent.lines_for(reader, one.person)))
        if decision and _concerns(reader, one.referral):
            yield Arrival(Sent.SHARED_UPDATE, one.pk, one.person, one.referral, one.text, one.written_by.name)


def _concerns(recipient: Membership, about: Referral) -> bool:
    """Whether a referral is this recipient's business: a prosecutor's while a charge is held for them, an officer's own."""
    protocol = about.protocol_version.protocol
    if recipient.role == Role.PROSECUTOR:
        held = Diversion.objects.held().filter(site=recipient.site_id, referral=about.pk)
        return not protocol.officer_decides and held.exists()
    return about.officer_id == recipient.pk and OfficerNews.SHARED_UPDATE in protocol.officer_may_be_told.news


def _named_in_a_release(reader: Membership) -> QuerySet[Diversion]:
    people = consent.lines_naming(reader).filter(data_class=DataClass.PARTICIPATION).values("release__person")
    matters = Diversion.objects.filter(site=reader.site_id, person__in=people).select_related(*WITH_ALL)
    if reader.role != Role.PROSECUTOR:
        matters = matters.filter(referral__officer=reader)
    return matters.exclude(pk__in=_read(reader, Sent.CERTIFICATE)).order_by("held_at", "pk")


def _is_news_for(reader: Membership, about: Diversion) -> bool:
    """Whether the protocol of a matter lets this reader have a certificate at all: it limits what the officer is told."""
    officers_news = about.referral.protocol_version.protocol.officer_may_be_told.news
    return reader.role == Role.PROSECUTOR or OfficerNews.CERTIFICATE in officers_news


def _read(reader: Membership, kind: Sent) -> QuerySet[Disclosure, UUID]:
    told = Disclosure.objects.filter(site=reader.site_id, recipient=reader, kind=kind, reading__isnull=False)
    return told.values_list("about_id", flat=True)


def _protocols_since(reader: Actor, about: Diversion, at: datetime) -> tuple[Protocol, ...]:
    """The protocol by which a matter is judged, and each one in force since; none for a reader from elsewhere."""
    judged = about.referral.protocol_version
    if reader.site_id != judged.site_id:
        return ()
    since = protocols.in_force_since(reader, judged, _on_site(about, at))
    return tuple(version.protocol for version in (judged, *since))


def _sender(about: Diversion) -> str:
    intake = Intake.objects.filter(person=about.person).select_related("completed_by").first()
    return intake.completed_by.name if intake and intake.completed_by else ""


def _progress(about: Diversion) -> Progress | None:
    clock = about.referral.protocol_version.protocol.held_charge_clock
    if clock is None:
        return None
    required = Requirement(tuple(clock.stops), _extended(about), about.site.time_zone)
    recorded: dict[str, datetime | None] = {name: one.recorded_at for name, one in _conditions(about, clock).items()}
    return Progress(required, _two_steps(about) | recorded)


def _two_steps(about: Diversion) -> dict[str, datetime | None]:
    needs = about.referral.protocol_version.protocol.release.needs
    intake = Intake.objects.filter(site=about.site_id, person=about.person).first()
    signed = consent.signed_at(trail.Nobody("clock", about.site_id), about.person, needs=needs)
    return {rules.INTAKE: intake.completed_at if intake else None, rules.RELEASE: signed}


def _conditions(about: Diversion, clock: Clock) -> dict[str, Condition]:
    """What was recorded of the conditions that this clock names itself."""
    if not rules.own_conditions(clock.stops):
        return {}
    live = about.conditions.filter(clock=clock.name, undone_at__isnull=True)
    return {one.name: one for one in live.order_by("recorded_at", "pk")}


def _running(clock: Clock, about: Diversion, at: datetime) -> Running:
    started_on, today = _started_on(clock, about), _on_site(about, at)
    due_on, day = None, 0
    if started_on is not None:
        off = rules.days_off(about.site.state.postal, clock.count)
        due_on = _last_day(clock, started_on, about.site)
        day = rules.day_of(started_on, today, clock.days, clock.count, off)
    recorded = _conditions(about, clock)
    asked_for = tuple(
        Asked(name, clock.meaning(name), recorded.get(name), rules.opens_on(name, due_on))
        for name in rules.own_conditions(clock.stops)
    )
    return Running(clock, started_on, due_on, day, asked_for)


def _last_day(clock: Clock, started_on: date, site: Site) -> date:
    off = rules.days_off(site.state.postal, clock.count)
    return clocks.due_date(started_on, clock.days, clock.count, off)


def _started_on(clock: Clock, about: Diversion) -> date | None:
    if clock.name == HELD_CHARGE_CLOCK:
        return about.started_on
    if clock.starts == ClockStart.ENROLMENT:
        enrolled_at = rules.enrolled_at(_two_steps(about))
        return None if enrolled_at is None else _on_site(about, enrolled_at)
    if clock.starts == ClockStart.REFERRAL:
        return _on_site(about, about.referral.received_at)
    return about.started_on


def _on_site(about: Diversion, moment: datetime) -> date:
    return clocks.local_date(moment, about.site.time_zone)


def _extended(about: Diversion) -> date:
    assert about.due_on
    return max([about.due_on, *(given.until for given in about.extensions.all())])


def _shown_to(reader: Membership) -> tuple[str, ...]:
    return MATTER if reader.role in JUSTICE_ROLES else WITH_ALL  # a prosecutor's page has no person on it


def _recorded(reader: Membership, page: Page[Diversion], at: datetime) -> Page[Diversion]:
    trail.record_read(Diversion._meta.label, by=reader, at=at, purpose=Purpose.CHARGE_HOLD, ids=page.ids)
    return page
