"""When a requirement is met, when it is due, and when the one negative message may leave.

Everything here is computed from facts with dates, never from when a job ran or a page was opened.
"""

import re
import unicodedata
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import holidays as calendar_of

from offramp.directory.states import Role
from offramp.justice.states import AN_ADDRESS, NEVER_IN_AN_UPDATE, UPDATE_LENGTH, Opener, Status
from offramp.kernel import clocks
from offramp.kernel.clocks import DayCount
from offramp.kernel.decisions import Answer, Decision
from offramp.kernel.own_words import harm_in
from offramp.kernel.refusals import Incomplete, NotNow, marked
from offramp.protocols.said import in_both
from offramp.protocols.states import INTAKE_COMPLETED, PARTICIPATION, RELEASE_SIGNED, SEEN_BY_OFFRAMP, ClockStart
from offramp.referrals.states import Door

INTAKE, RELEASE = INTAKE_COMPLETED, RELEASE_SIGNED

#: How long a completed intake can be undone before anything about it can leave.
UNDO_LASTS = timedelta(minutes=10)

NOT_MET = "Requirement not met by its due date."


def own_conditions(stops: Iterable[str]) -> tuple[str, ...]:
    """Of what stops a clock, that which only somebody can say, because the protocol named it itself."""
    return tuple(stop for stop in stops if stop not in SEEN_BY_OFFRAMP)


def enrolled_at(happened: Mapping[str, datetime | None]) -> datetime | None:
    """When somebody was enrolled: once the intake was completed and the release signed. None while one is missing."""
    intake, release = happened.get(INTAKE), happened.get(RELEASE)
    return None if intake is None or release is None else max(intake, release)


def days_off(postal: str, count: str) -> Container[date]:
    """The legal holidays of a state, for a clock that counts business days; none for any other."""
    return calendar_of.country_holidays("US", subdiv=postal) if count == DayCount.BUSINESS else ()


def day_of(started_on: date, today: date, days: int, count: DayCount, holidays: Container[date] = ()) -> int:
    """Which day of a clock it is: 0 on the day it starts, `days` on the last one and ever after."""
    passed, day = 0, started_on
    while passed < days and day < today:
        day += timedelta(days=1)
        passed += clocks.is_counted(day, count, holidays)
    return passed


def opens_on(condition: str, due_on: date | None) -> date | None:
    """From which day a condition can be recorded; None where it can be on any day.

    Participation is the days of its clock themselves, so it has happened when the last of them has come. A clock that
    has not started, and so has no last day, opens on no day: `date.max`.
    """
    return (due_on or date.max) if condition == PARTICIPATION else None


def require_open(opens: date | None, today: date) -> None:
    """Raises `NotNow` with the day from which a condition can be recorded, when that day is still to come."""
    if opens == date.max:
        raise NotNow("These days begin at enrollment: when the intake is complete and the release is signed.")
    if opens is not None and today < opens:
        raise NotNow("These days are not over. This can be recorded from %(day)s on.", day=opens)


def first_day(starts: ClockStart, received_at: datetime, handed_over_at: datetime, zone: str) -> date:
    """Day 0 of the clock of a charge that is held: the day of the referral or of the hand-off, where the site is."""
    return clocks.local_date(received_at if starts == ClockStart.REFERRAL else handed_over_at, zone)


def certificate(done_on: date, stops: Collection[str]) -> str:
    """The whole positive fact, in one of its two wordings: what a clock asks that is not the two steps is not named."""
    if set(stops) == {INTAKE, RELEASE}:
        return f"Intake and release completed on {clocks.in_words(done_on)}."
    return f"All that this site's protocol asks was completed on {clocks.in_words(done_on)}."


def notice_text(incident: str, due_on: date, today: date) -> str:
    """The whole compliance notice: the recipient's own incident, the due date, the fixed sentence, the date."""
    return (
        f"Your incident {incident}.\nDue date: {clocks.in_words(due_on)}.\n{NOT_MET}\nDated {clocks.in_words(today)}."
    )


def contact_text(today: date, next_on: date | None) -> str:
    """The whole sentence about contact that a justice consent lets be told: a yes, and the next date if there is one."""
    said = f"As of {clocks.in_words(today)}, contact maintained: yes."
    return said if next_on is None else f"{said} Next date: {clocks.in_words(next_on)}."


def update_text(given_name: str, opener: Opener, words: str, worker: str) -> str:
    """The whole sentence of an update: who, how it begins, and the worker's own words after that, if there are any.

    >>> update_text("Jordan", Opener.HAS_MET, "and asks to move the hearing", "Kim")
    'Jordan has met with us and asks to move the hearing.'
    >>> update_text("", Opener.ASKS_FOR_A_CALL, "", "Kim O.")
    'The person asks you to call Kim O.'
    """
    said = " ".join([given_name or "The person", opener.format(worker=worker), *words.split()])
    said = re.sub(r" (?=[,;:.])", "", said)
    return said if said.endswith((".", "!", "?")) else f"{said}."


@dataclass(frozen=True, slots=True)
class NoticeTerms:
    """What the person's own paper about a notice prints: what it can lead to, for which incident, and by which day."""

    consequence: str  # the very sentence of the protocol's clause
    incidents: tuple[str, ...]  # what the incident is called, any of them
    due_on: str  # in words, as it is in force: a paper that names an earlier day counts no more

    def are_printed(self, text: str, recipient: str) -> bool:
        """Whether a paper that names this recipient says all of it, word for word."""
        said = all(says(text, term) for term in (recipient, self.consequence, self.due_on))
        return said and any(says(text, name) for name in self.incidents)


def says(text: str, term: str) -> bool:
    """Whether a text says this word for word, and not only as a part of something longer.

    >>> says("About incident 26-4471.", "26-4471"), says("About incident 26-4471.", "26-447")
    (True, False)
    """
    return re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text) is not None


def never_told(text: str) -> tuple[str, ...]:
    """The words of an update that no release lets a justice partner be told, as they were typed, each once.

    >>> never_told("Jordan is in Treatment, and lives on Mill."), never_told("Jordan methodically paid the fine.")
    (('Treatment', 'lives on'), ())
    """
    typed = unicodedata.normalize("NFC", text)
    found = [typed[match.start() : match.end()] for match in _NEVER_TOLD.finditer(_without_accents(typed))]
    return tuple({word.lower(): word for word in reversed(found)}.values())[::-1]


def require_update(given_name: str, opener: Opener, words: str, worker: str) -> str:
    """The sentence of an update that may be told. Raises `Incomplete` for one that is too long or that says too much."""
    require_tellable(" ".join(words.split()))  # names are not looked at: somebody may be called Camp
    said = update_text(given_name, opener, words, worker)
    if len(said) > UPDATE_LENGTH:
        raise Incomplete(
            "The whole sentence is too long. Shorten your words by %(more)s characters.",
            field="words", more=len(said) - UPDATE_LENGTH,
        )  # fmt: skip
    return said


def require_tellable(text: str) -> None:
    """An update tells no health, no place and nothing against anybody. Raises `Incomplete` with the words to leave out.

    What harms by being on file is refused as well, and not said again.
    """
    if harm := harm_in(text):
        raise Incomplete("%(harm)s Take it out: no update may say it.", field="words", harm=(harm,))
    if found := never_told(text):
        raise Incomplete(
            "Write it without these words: %(words)s. No release lets them be told of health, drug use, treatment or "
            "where the person is, and an update says nothing against anybody.",
            field="words", words=", ".join(f"“{word}”" for word in found),
        )  # fmt: skip


def _without_accents(text: str) -> str:
    """The same text, sign by sign, so that a place in one is the same place in the other."""
    return "".join(unicodedata.normalize("NFD", sign)[0] for sign in text)


def _as_pattern(phrase: str) -> str:
    words = (re.escape(_without_accents(word)) for word in phrase.split())
    return r"\s+".join(words).replace("'", "['’]")


_LONGEST_FIRST = sorted(NEVER_IN_AN_UPDATE, key=len, reverse=True)
_PHRASES = "|".join(map(_as_pattern, _LONGEST_FIRST))
_NEVER_TOLD = re.compile(rf"(?<!\w)(?:{AN_ADDRESS}|(?:{_PHRASES})(?:e?s)?)(?!\w)", re.IGNORECASE)


def require_reason(step_name: str, reason: str) -> None:
    """Every decision but "do not file" says why. Raises `Incomplete` with the sentence to show."""
    if step_name != "do_not_file" and not reason.strip():
        raise Incomplete("Write the reason, from your own file.", field="reason")


def require_relief(status: str, basis: str, ordered_on: date, today: date, numbers: Iterable[str]) -> None:
    """What asking for the removal of a record needs. Raises `NotNow` or `Incomplete` with the sentence to show.

    `numbers` are those of the matter itself: the basis outlives the record, so none of them may stand in it.
    """
    if status == Status.HELD:
        raise NotNow("The charge is still held. Ask for this once it is decided.")
    if not basis.strip():
        raise Incomplete("Write the law, the order or the clause that says so.", field="basis")
    said = _signs(basis)
    if any(_signs(number) in said for number in numbers if _signs(number)):
        raise Incomplete(
            "This is a number of the record itself. Write the law or the clause, never a number.", field="basis"
        )
    if ordered_on > today:
        raise Incomplete("This day is still to come. Write the day of the order, or today.", field="ordered_on")


def _signs(text: str) -> str:
    return "".join(one for one in text.upper() if one.isalnum())


def offense_label(categories: Iterable[Any], code: str) -> str:
    """What a protocol calls the offense that was kept for a referral: a category or a NIBRS code; empty if neither."""
    found = (in_both(one, "label") for one in categories if code == one.code or code.upper() in one.nibrs)
    return next(found, "") if code else ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """What stops a clock, and the last day on which it is due, in the zone of the site."""

    stops: tuple[str, ...]
    due_on: date
    zone: str

    @property
    def due_before(self) -> datetime:
        """The instant at which the last day is over at the site."""
        return clocks.end_of_day(self.due_on, self.zone)

    def done_at(self, happened: Mapping[str, datetime | None]) -> datetime | None:
        """When the last of the stops happened; None while one is missing. Done late is done all the same."""
        times = [happened.get(stop) for stop in self.stops]
        return None if None in times else max(time for time in times if time is not None)

    def is_tellable(self, happened: Mapping[str, datetime | None], at: datetime) -> bool:
        """Whether a certificate can be told: never before both steps, which every paper says, whatever stops the clock."""
        done, enrolled = self.done_at(happened), enrolled_at(happened)
        return done is not None and enrolled is not None and at >= max(done, enrolled) + UNDO_LASTS

    def is_met(self, happened: Mapping[str, datetime | None]) -> bool:
        """Whether everything was done in time."""
        done = self.done_at(happened)
        return done is not None and done < self.due_before

    def is_past(self, now: datetime) -> bool:
        return now >= self.due_before


def require_more_time(until: date, due_on: date, most: int, today: date) -> None:
    """Raises where `until` is no later day, more than `most` days after the due date, or past already.

    What ends before it is given is no time: the day is today at the earliest, and where no such day is left, nobody is
    asked for another one.
    """
    if due_on + timedelta(days=most) < today:
        raise NotNow("The last day to which more time could be given is past. No more time can be given here.")
    if until < today:
        raise Incomplete("That day is past. Choose today or a later day.", field="until")
    if not 0 < (until - due_on).days <= most:
        raise Incomplete("Choose a day that is 1 to %(days)s days after the due date.", field="until", days=most)


@dataclass(frozen=True, slots=True)
class JusticeConsentFacts:
    """What has to hold when somebody is asked for the consent of 42 CFR 2.35."""

    door: Door
    is_held: bool
    is_decided: bool
    is_due_ahead: bool
    recipient: Role
    is_allowed: bool
    is_signed: bool = False


def may_ask_justice_consent(facts: JusticeConsentFacts) -> Decision:
    """Whether this consent can be asked for. It can be stopped only from its day, so every condition must be a yes.

    An officer has no duty to watch over anybody's progress, and is never its recipient.
    """
    conditions = (
        (facts.is_allowed, marked("This site's protocol does not allow a justice consent."), "protocol"),
        (
            facts.door is Door.ARREST_DIVERSION and facts.is_held,
            marked("A justice consent is only for a charge that is held."),
            "42 CFR 2.35(a)",
        ),
        (
            not facts.is_decided,
            marked("This matter is decided, so a justice consent has nothing to tell."),
            "42 CFR 2.35(c)",
        ),
        (facts.recipient is Role.PROSECUTOR, marked("A justice consent names only a prosecutor."), "42 CFR 2.35(a)"),
        (
            facts.is_due_ahead,
            marked("No due date lies ahead from which it could be stopped. Ask for a release instead."),
            "42 CFR 2.35(c)",
        ),
        (not facts.is_signed, marked("It is signed already, and on."), "42 CFR 2.35(b)"),
    )
    for holds, otherwise, authority in conditions:
        if not holds:
            return Decision(Answer.NO, otherwise, authority)
    return Decision(Answer.YES, marked("A justice consent can be asked for."), "42 CFR 2.35")


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What has to hold at the instant at which a compliance notice would be sent (trust reference, 0.2)."""

    is_held: bool
    is_adopted: bool
    is_past_due: bool
    is_met: bool
    is_extended: bool
    names_recipient: bool
    prints_consequence: bool
    is_before_more_time: bool
    is_previewed: bool
    is_current: bool
    is_told: bool
    is_already_sent: bool = False


def notice_conditions(facts: NoticeFacts) -> tuple[tuple[str, Decision], ...]:
    """Every condition in order, each with its answer. All of them must be a yes, or nothing is sent."""
    return (*_of_the_matter(facts), *_of_the_message(facts))


#: What nobody is told any more, because it is decided.
DECIDED = marked("This matter is decided. No notice can be sent.")


def _of_the_matter(facts: NoticeFacts) -> tuple[tuple[str, Decision], ...]:
    return (
        ("held", _is(facts.is_held, marked("The charge is still held."), DECIDED)),
        (
            "adopted",
            _is(
                facts.is_adopted,
                marked("This site adopted the notice."),
                marked("This site has not adopted the notice."),
            ),
        ),
        (
            "past_due",
            _is(facts.is_past_due, marked("The due date has passed."), marked("The due date has not passed.")),
        ),
        (
            "not_met",
            _is(
                not facts.is_met,
                marked("The requirement is not met."),
                marked("The requirement is met. No notice can be sent."),
            ),
        ),
        ("no_extension", _is(not facts.is_extended, marked("No extension is open."), marked("An extension is open."))),
    )


def _of_the_message(facts: NoticeFacts) -> tuple[tuple[str, Decision], ...]:
    return (
        (
            "release",
            _is(
                facts.names_recipient,
                marked("A release that names this recipient, this matter and this message is on."),
                marked(
                    "No release that names this recipient, this matter and this message is on. No notice can be sent."
                ),
            ),
        ),
        (
            "consequence",
            _is(
                facts.prints_consequence and not facts.is_before_more_time,
                marked("It says what it can lead to, for which incident and by which day."),
                _BEFORE_MORE_TIME if facts.is_before_more_time else _PRINTS_TOO_LITTLE,
            ),
        ),
        (
            "previewed",
            _is(
                facts.is_previewed and facts.is_current,
                marked("You previewed it."),
                marked("You preview it.") if not facts.is_previewed else _NOT_AS_PREVIEWED,
            ),
        ),
        (
            "told",
            _is(facts.is_told, marked("The person was told, and did not stop it."), marked("The person is told.")),
        ),
        (
            "once",
            _is(
                not facts.is_already_sent,
                marked("It was not sent before."),
                marked("It was sent already, and is sent only once."),
            ),
        ),
    )


_PRINTS_TOO_LITTLE = marked(
    "It does not say what it can lead to, for which incident and by which day. The person needs a new paper."
)
_BEFORE_MORE_TIME = marked(
    "More time was given after this paper was signed. The person needs a new paper, which names the new day."
)
_NOT_AS_PREVIEWED = marked(
    "The message is not what you previewed: its date or the matter changed since. "
    "Preview it again, and tell the person again."
)


def what_ended(facts: NoticeFacts) -> tuple[str, Decision] | None:
    """The one row that is left to say where no notice can follow any more: it was sent, or nothing is left to tell."""
    over = {"once": facts.is_already_sent, "held": not facts.is_held, "not_met": facts.is_met}
    return next((row for name in over if over[name] for row in notice_conditions(facts) if row[0] == name), None)


def may_send_notice(facts: NoticeFacts) -> Decision:
    """Whether the notice may leave now: a yes only when every condition is."""
    for _name, decision in notice_conditions(facts):
        if not decision:
            return decision
    return Decision(Answer.YES, marked("Every condition holds."), "compliance notice policy")


def _is(holds: bool, yes: str, no: str) -> Decision:
    return Decision(Answer.YES if holds else Answer.NO, yes if holds else no, "compliance notice policy")
