"""May this reader have this kind of fact about this person, for this purpose, at this moment?

The Policy Coordinating Group and counsel own this file. Silence is a no: an empty cell of the matrix denies, a purpose
that does not reach a class denies, and a release that does not name exactly this recipient and class denies.

The letters of the matrix, and what has to be true for each:

    A     the reader works with the person now (an assignment)
    c     a live release names this reader and this class
    own   the reader submitted it, or it is the reader's own matter
    wrote the reader wrote it
    E     the reader opened the record in a medical emergency, within the hour, and asks for that purpose
    P     a legal process, a person's own request or a review is on record that the reader works on, and asks for
    X     never; no release can open it
    .     no

`A/E` is either of the two.

Above the matrix stands one lock: how and where somebody is reached that a worker keeps to themself alone, for the person's
safety, opens to nobody else but in an emergency (`KEPT_ALONE`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from offramp.consent.states import Sent
from offramp.directory.states import Role
from offramp.kernel.classification import DataClass
from offramp.kernel.decisions import Answer, Decision
from offramp.kernel.purposes import Purpose
from offramp.kernel.refusals import Incomplete, marked

MATRIX_TEXT = """
role               C1   C2   C3   C4   C5   C5u  C5n  C6    C7    C8   C9   C10  C11   C12
case_manager       A    A    A    A    A    A    A    A     A     A    A    A    A     A
peer               A    A    A    .    A    A    .    wrote wrote A    A    .    wrote .
outreach           A    A    A    .    A    .    .    .     wrote own  .    .    wrote .
cm_supervisor      A/E  A/E  E    A/E  A/E  A    A    A/E   A/E   E    A    A    E     A
on_call            A    A    A    .    A    .    .    wrote wrote own  .    .    wrote .
provider           c    c    .    .    c    c    .    c     X     c    c    .    .     c
project_manager    A    .    .    A    A    c    .    X     X     .    .    .    X     .
officer            own  .    X    own  c    c    c    X     X     X    X    X    X     own
supervisor         own  .    X    own  .    .    .    X     X     X    X    X    X     own
le_liaison         c    .    X    c    c    c    .    X     X     X    X    c    X     .
prosecutor         c    .    X    own  c    c    c    X     X     X    X    c    X     .
defender           c    c    .    c    c    c    .    c     c     .    c    c    .     .
civil_rights       .    .    X    .    .    .    .    X     X     X    .    .    X     .
privacy_officer    P    P    .    P    P    P    .    P     P     P    P    P    P     P
state_coordinator  X    X    X    X    X    X    X    X     X     X    X    X    X     .
evaluator          X    X    X    .    .    X    X    .     X     X    .    .    X     .
operator           X    X    X    X    X    X    X    X     X     X    X    X    X     X
"""

#: What each purpose may reach at most, whatever a release says.
REACH = {
    Purpose.CARE: frozenset(DataClass) - {DataClass.STAFF, DataClass.AGGREGATE, DataClass.TECHNICAL},
    Purpose.HANDOFF: frozenset(
        {DataClass.IDENTITY, DataClass.CONTACT, DataClass.LOCATION, DataClass.PARTICIPATION, DataClass.DEMOGRAPHICS}
    ),
    Purpose.CHARGE_HOLD: frozenset(
        {
            DataClass.IDENTITY,
            DataClass.JUSTICE_EVENT,
            DataClass.PARTICIPATION,
            DataClass.SHARED_UPDATE,
            DataClass.COMPLIANCE_NOTICE,
        }
    ),
    Purpose.COURT_HELP: frozenset({DataClass.IDENTITY, DataClass.JUSTICE_EVENT, DataClass.LEGAL_NEEDS}),
    Purpose.SERVICE_REFERRAL: frozenset(
        {DataClass.IDENTITY, DataClass.CONTACT, DataClass.PARTICIPATION, DataClass.CLINICAL, DataClass.SERVICES}
    ),
    Purpose.EMERGENCY_MEDICAL: frozenset(
        {
            DataClass.IDENTITY,
            DataClass.CONTACT,
            DataClass.LOCATION,
            DataClass.JUSTICE_EVENT,
            DataClass.PARTICIPATION,
            DataClass.CLINICAL,
            DataClass.NOTES,
            DataClass.COMMUNICATIONS,
            DataClass.VICTIM_SAFETY,
        }
    ),
    Purpose.SECURITY_REVIEW: frozenset({DataClass.IDENTITY}),
    Purpose.LEGAL_PROCESS: frozenset(DataClass) - {DataClass.STAFF, DataClass.AGGREGATE, DataClass.TECHNICAL},
    Purpose.OWN_SUBMISSION: frozenset({DataClass.IDENTITY, DataClass.JUSTICE_EVENT, DataClass.DEMOGRAPHICS}),
}

#: What a worker may keep to themself alone: somebody who is followed may have to fear a friend of whoever follows them here.
KEPT_ALONE = frozenset({DataClass.CONTACT, DataClass.LOCATION})

ON_CALL = "on_call"  # a duty, not a role: it has its own row

#: After a stop, nobody signs a release before this much time has passed: nobody signs to get out of handcuffs.
RELEASE_WAITS = timedelta(hours=24)


#: How long a record stays open in an emergency, and how many characters of why are asked for at the least.
EMERGENCY_LASTS = timedelta(minutes=60)
REASON_AT_LEAST = 20


def require_reason(reason: str) -> None:
    """What an opening that nobody is assigned to must say. Raises `Incomplete` for less than `REASON_AT_LEAST` characters."""
    if len(" ".join(reason.split())) < REASON_AT_LEAST:
        raise Incomplete("Write why, in %(least)s characters or more.", field="reason", least=REASON_AT_LEAST)


def release_opens_at(handed_over: Iterable[datetime]) -> datetime | None:
    """From when a release can be signed, given when each stop ended in a hand-off; None when there was no stop.

    >>> release_opens_at([datetime(2026, 3, 2, 17), datetime(2026, 3, 5, 9)])
    datetime.datetime(2026, 3, 6, 9, 0)
    """
    last = max(handed_over, default=None)
    return None if last is None else last + RELEASE_WAITS


def _matrix(text: str) -> dict[tuple[str, DataClass], str]:
    head, *rows = (line.split() for line in text.strip().splitlines())
    return {(row[0], DataClass(name)): cell for row in rows for name, cell in zip(head[1:], row[1:], strict=True)}


MATRIX = _matrix(MATRIX_TEXT)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a signed release: this recipient may be told this class of fact, until then.

    With `about`, of one diverted matter only.
    """

    id: UUID
    recipient: UUID
    data_class: DataClass
    purpose: Purpose
    signed_at: datetime
    ends_at: datetime
    stopped_at: datetime | None = None
    about: UUID | None = None

    def is_live(self, at: datetime) -> bool:
        return self.signed_at <= at < min(self.ends_at, self.stopped_at or self.ends_at)


@dataclass(frozen=True, slots=True)
class Ask:
    """Who asks for what, why, and when. `row` is the reader's role, or `on_call` where that duty is what opens.

    `about` is the diverted matter, where one is asked about: a line that names a matter opens nothing else.
    """

    reader: UUID
    row: str
    data_class: DataClass
    purpose: Purpose
    at: datetime
    about: UUID | None = None


@dataclass(frozen=True, slots=True)
class Grounds:
    """The facts about a reader and a person that a decision rests on.

    `kept_by` is the member who keeps to themself alone how the person is reached; None where nobody does.
    """

    is_assigned: bool = False
    is_own: bool = False
    wrote_it: bool = False
    is_emergency: bool = False
    is_in_process: bool = False
    kept_by: UUID | None = None
    lines: tuple[Line, ...] = field(default=())


def may_disclose(ask: Ask, grounds: Grounds) -> Decision:
    """The one decision about disclosure. YES names the release or rule that opens; everything else is NO."""
    cell = MATRIX.get((ask.row, ask.data_class), ".")
    if cell == "X":
        return Decision(Answer.NO, marked("No release can open this to this reader."), "42 CFR 2.12(d), sharing matrix")
    if ask.data_class not in REACH.get(ask.purpose, frozenset()):
        return Decision(Answer.NO, marked("This purpose does not reach this kind of fact."), "42 CFR 2.13(a)")
    if is_kept_from(ask.reader, grounds.kept_by, ask.data_class) and not _holds("E", ask.purpose, grounds):
        return Decision(Answer.NO, marked("A worker keeps this to themself alone. Ask them."), "sharing matrix")
    if cell == "c":
        return _by_release(ask, grounds.lines)
    for letter in cell.split("/"):
        if _holds(letter, ask.purpose, grounds):
            return Decision(Answer.YES, _SENTENCES[letter], _AUTHORITIES.get(letter, "sharing matrix"))
    return Decision(Answer.NO, marked("Nothing opens this to this reader."), "sharing matrix")


def is_kept_from(reader: UUID, kept_by: UUID | None, data_class: DataClass) -> bool:
    """Whether another member than the reader keeps this class of fact about a person to themself alone."""
    return data_class in KEPT_ALONE and kept_by not in (None, reader)


def opens_by_work(row: str, data_class: DataClass, *, reader: UUID, kept_by: UUID | None) -> bool:
    """Whether working with a person is enough to open this class to a reader in a row of the matrix: asked by lists."""
    return MATRIX.get((row, data_class)) == "A" and not is_kept_from(reader, kept_by, data_class)


#: What a sent thing tells.
CLASS_OF = {
    Sent.CERTIFICATE: DataClass.PARTICIPATION,
    Sent.SHARED_UPDATE: DataClass.SHARED_UPDATE,
    Sent.COMPLIANCE_NOTICE: DataClass.COMPLIANCE_NOTICE,
}


def live_line(ask: Ask, lines: Iterable[Line]) -> Line | None:
    """The line that names this reader, class, purpose and matter and is live at this instant, if there is one."""
    for line in lines:
        wanted = (line.recipient, line.data_class, line.purpose) == (ask.reader, ask.data_class, ask.purpose)
        if wanted and line.about in (None, ask.about) and line.is_live(ask.at):
            return line
    return None


#: What something in the program delivers today under a release, at sign-in: the certificate, and updates. A release asks
#: for no other yes, because a yes that nothing can follow is a signature for nothing. Whoever builds another delivery (a
#: desk for defenders, say) adds it here. The compliance notice is asked for on its own paper.
_TO_JUSTICE = (DataClass.PARTICIPATION, DataClass.SHARED_UPDATE)
DELIVERED = {Role.OFFICER: _TO_JUSTICE, Role.PROSECUTOR: _TO_JUSTICE}


def offerable(role: Role) -> tuple[DataClass, ...]:
    """The classes that a release may ask a yes for, for this role: what is delivered to it, and the matrix lets open."""
    return tuple(c for c in DELIVERED.get(role, ()) if MATRIX.get((role, c)) == "c")


def _by_release(ask: Ask, lines: Iterable[Line]) -> Decision:
    line = live_line(ask, lines)
    if line is None:
        return Decision(Answer.NO, marked("No release in force covers this."), "42 CFR 2.31")
    return Decision(
        Answer.YES, f"Release signed {line.signed_at:%b} {line.signed_at.day}, {line.signed_at.year}.", str(line.id)
    )


def _holds(letter: str, purpose: Purpose, grounds: Grounds) -> bool:
    return {
        "A": grounds.is_assigned,
        "own": grounds.is_own,
        "wrote": grounds.is_assigned and grounds.wrote_it,
        "E": grounds.is_emergency and purpose is Purpose.EMERGENCY_MEDICAL,
        "P": grounds.is_in_process and purpose in _PROCESSES,
    }.get(letter, False)


#: For what a record is opened to somebody who does not work with the person, because a process on record asks for it.
_PROCESSES = (Purpose.LEGAL_PROCESS, Purpose.PATIENT_REQUEST, Purpose.SECURITY_REVIEW)


_SENTENCES = {
    "A": "You work with this person.",
    "own": "You submitted this, or it is your own matter.",
    "wrote": "You wrote this.",
    "E": "You opened this in a medical emergency.",
    "P": "A process on record asks for this.",
}
_AUTHORITIES = {"E": "42 CFR 2.51"}
