"""What people do, step after step, as lives that wait: a life yields the moment at which it goes on.

Every step is one of the verbs that the desks call, by the member who would call it.
"""

import heapq
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from offramp.casework import actions as casework
from offramp.casework.actions import Kit, Paper
from offramp.casework.states import Naloxone, Need, Overdose, Reach
from offramp.consent import rules as consent_rules
from offramp.consent.actions import Choice, Signature
from offramp.consent.states import SignatureKind
from offramp.demo import scenes
from offramp.demo.intakes import answers
from offramp.demo.invented import Somebody
from offramp.directory.states import Role
from offramp.justice import actions as justice
from offramp.justice import reads as justice_reads
from offramp.kernel import clocks
from offramp.people.states import Language
from offramp.protocols.document import Protocol
from offramp.protocols.states import NoticePolicy
from offramp.referrals import actions as referrals
from offramp.referrals import calls
from offramp.referrals.states import Mode

Life = Generator[datetime, None, Any]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
A_YEAR = timedelta(days=365)
PLACES = (
    "Third and Mill",
    "Riverside lot",
    "Bus station",
    "Corner of Fifth",
    "Under the bridge",
    "Depot Street",
    "Market",
)
IN_THEIR_LANGUAGE = {
    Language.ENGLISH: "You choose whom we may talk to, and about what. You can stop any line at any time.",
    Language.SPANISH: "Usted decide con quién podemos hablar, y de qué. Puede detener cualquier línea en todo momento.",
}
NOTICE = {
    Language.ENGLISH: "This paper is only about one message, for incident {incident}. If the two steps are not done by "
    "{due_on}, we may let {officer} know. {consequence} You can stop it at any time before it is sent.",
    Language.SPANISH: "Esta hoja es solo para un aviso, sobre el incidente {incident}. Si los dos pasos no se hacen antes del "
    "fin del día {due_on}, a {officer} le podemos avisar. {consequence} Lo puede parar en cualquier momento antes de que se "
    "mande.",
}
KEEP_NAME = {
    Language.ENGLISH: "May this worker keep your name and phone for 72 hours, so we can find you again?",
    Language.SPANISH: "¿Puede este trabajador guardar su nombre y su teléfono por 72 horas para buscarle otra vez?",
}


@dataclass
class Town:
    """One site while its history is played: who works there, by which protocol, who comes along, and until when."""

    site: Any
    cast: dict[str, Any]
    version: Any
    until: datetime
    dice: Random
    strangers: Iterator[Somebody]
    incidents: Iterator[int] = field(default_factory=lambda: iter(range(1041, 10_000, 7)))

    @property
    def protocol(self) -> Protocol:
        return self.version.protocol  # type: ignore[no-any-return]

    @property
    def has_notice(self) -> bool:
        return self.protocol.consequence.compliance_notice == NoticePolicy.ADOPTED

    def ago(self, *, days: float = 0, minutes: float = 0) -> datetime:
        return self.until - timedelta(days=days, minutes=minutes)

    def noon(self, *, days: int) -> datetime:
        """Noon at the site so many days ago: what takes an hour from there on ends on the same day."""
        today = clocks.local_date(self.until, self.site.time_zone)
        return datetime.combine(today - timedelta(days=days), time(12), ZoneInfo(self.site.time_zone))

    def offense(self) -> scenes.Facts:
        return self.dice.choice(scenes.offenses(self.protocol))


def play_in_order(lives: Iterable[Life]) -> None:
    """Let every life go on in the order of time, so that the trail tells it as it would have happened."""
    waiting = [(next(life), number, life) for number, life in enumerate(lives)]
    heapq.heapify(waiting)
    while waiting:
        _, number, life = heapq.heappop(waiting)
        if then := next(life, None):
            heapq.heappush(waiting, (then, number, life))


def diverted(town: Town, somebody: Somebody, *, officer: Any, at: datetime, agreed_by: Any = None) -> Life:
    """An officer offers, the person says yes, and the worker is called."""
    yield at
    facts = scenes.unsure(town.protocol) if agreed_by else town.offense()
    mode = town.dice.choices(town.protocol.hand_off.modes, weights=[8, *(1 for _ in town.protocol.hand_off.modes[1:])])
    return referrals.divert(
        facts=facts, who=somebody.who, seen=somebody.seen, mode=Mode(mode[0]), place=town.dice.choice(PLACES),
        agreed_by=agreed_by, by=officer, at=at,
    )  # fmt: skip


def taken(town: Town, referral: Any, *, worker: Any) -> Life:
    """The worker takes the call and sets out."""
    at = referral.received_at + MINUTE
    yield at
    calls.answer(referral.hand_off.pk, by=worker, at=at)
    at += MINUTE
    yield at
    calls.set_out(referral.hand_off.pk, minutes=town.dice.randint(8, 25), by=worker, at=at)


def handed_over(town: Town, referral: Any, *, worker: Any) -> Life:
    """The worker arrives and the officer is clear: the charge is held."""
    yield from taken(town, referral, worker=worker)
    at = referral.received_at + town.dice.randint(9, 26) * MINUTE
    yield at
    calls.arrive(referral.hand_off.pk, by=worker, at=at)
    at += 2 * MINUTE
    yield at
    justice.hand_over(referral.pk, by=referral.officer, at=at)


def written_up(town: Town, referral: Any, *, is_rated: bool = True) -> Life:
    """At the end of the shift the officer writes what could wait, and mostly says how the hand-off went."""
    at = referral.received_at + 3 * HOUR
    yield at
    number = f"{at:%y}-{next(town.incidents):05}"
    referrals.finish(referral.pk, is_all=True, incident_number=number, by=referral.officer, at=at)
    if is_rated:
        calls.rate(referral.hand_off.pk, stars=town.dice.choice((3, 4, 5, 5)), by=referral.officer, at=at)


def met(
    town: Town, referral: Any, *, worker: Any, at: datetime, keeps_name: bool = True, is_next_known: bool = True
) -> Life:
    """The worker writes down the meeting; who agrees to it signs that the name is kept for 72 hours."""
    yield at
    naloxone = town.dice.choice((Naloxone.GIVEN, Naloxone.GIVEN, Naloxone.HAS_ONE, Naloxone.NOT_WANTED))
    casework.save_meeting(
        referral.pk, needs=sorted(town.dice.sample(list(Need)[:-1], 2)), naloxone=naloxone,
        kit=Kit(1, "A113", expires_on=date(at.year + 2, 6, 30)) if naloxone is Naloxone.GIVEN else None,
        has_overdosed=town.dice.choice(list(Overdose)), next_at=at + 2 * DAY if is_next_known else None,
        next_place="Care office" if is_next_known else "", reach=Reach.PHONE if keeps_name else Reach.FIND,
        keeps_name=keeps_name, paper=_paper(referral.person) if keeps_name else None, by=worker, at=at,
    )  # fmt: skip


def signed(town: Town, referral: Any, *, yes: Iterable[str], no: Iterable[str] = (), at: datetime) -> Life:
    """Without an officer present the person answers, recipient by recipient, whom they let be told."""
    yield at
    person = referral.person
    told = {"officer": referral.officer, "prosecutor": town.cast["vance"]}
    choices = [
        Choice(told[name], frozenset(consent_rules.offerable(Role(told[name].role))), at + A_YEAR) for name in yes
    ]
    choices += [Choice(told[name], frozenset(), at + A_YEAR) for name in no]
    casework.sign_release(
        person, choices=choices, signature=_signature(person), discloser=town.site.name, purpose="to hold the charge",
        text=_said(IN_THEIR_LANGUAGE, person), language=person.language, no_officer_present=True, by=town.cast["kim"], at=at,
    )  # fmt: skip


def notice_paper_signed(town: Town, referral: Any, *, at: datetime) -> Life:
    """The person signs the paper of its own that lets the officer be told, should the requirement not be met."""
    yield at
    person, officer, kim = referral.person, referral.officer, town.cast["kim"]
    language = person.language if person.language in NOTICE else Language.ENGLISH
    terms = justice_reads.notice_terms(kim, referral.diversion, language)
    text = NOTICE[language].format(
        officer=officer.name, incident=terms.incidents[0], due_on=terms.due_on, consequence=terms.consequence
    )
    justice.sign_notice_paper(
        referral.diversion.pk, officer.pk, signature=_signature(person), text=text, language=language, ends_at=at + A_YEAR,
        no_officer_present=True, by=kim, at=at,
    )  # fmt: skip


def taken_over(town: Town, referral: Any, *, at: datetime) -> Life:
    """The supervisor makes the case manager responsible for the person."""
    yield at
    casework.take_over(referral.person, case_manager=town.cast["kim"], by=town.cast["rosa"], at=at)


def intake_begun(town: Town, referral: Any, *, parts: int, at: datetime) -> Life:
    """So many parts of the intake, one after the other."""
    for part in town.protocol.intake.needed_parts[:parts]:
        yield at
        casework.save_part(
            referral.person, part, answers(part, town.dice), protocol_version=town.version, by=town.cast["kim"], at=at
        )
        at += 30 * MINUTE


def intake_completed(town: Town, referral: Any, *, at: datetime) -> Life:
    """The case manager says that the intake is complete."""
    yield at
    casework.complete_intake(referral.person.intake.pk, by=town.cast["kim"], at=at)


def _said(texts: dict[Language, str], person: Any) -> str:
    return texts.get(person.language, texts[Language.ENGLISH])


def _paper(person: Any) -> Paper:
    return Paper(_said(KEEP_NAME, person), person.language, _signature(person))


def _signature(person: Any) -> Signature:
    return Signature(person.name, SignatureKind.TYPED, person.name)
