"""May this reader have this kind of fact about this person, for this purpose, at this moment?

The Policy Coordinating Group and counsel own this file. Silence is a no: an empty cell of the matrix denies, a purpose
that does not reach a class denies, and a release that does not name exactly this recipient and class denies.

The letters of the matrix, and what has to be true for each:

    A     the reader works with the person now (an assignment)
    c     a live release names this reader and this class
    J     a live justice consent (42 CFR 2.35) names this reader, and the matter that is asked about
    own   the reader submitted it, or it is the reader's own matter
    wrote the reader wrote it
    E     the reader opened the record in a medical emergency, within the hour, and asks for that purpose
    P     a legal process, a person's own request or a review is on record that the reader works on, and asks for
    X     never; no release can open it
    .     no

`A/E` is either of the two, the first one first.

Above the matrix stands one lock: how and where somebody is reached that a worker keeps to themself alone, for the person's
safety, opens to nobody else but in an emergency (`KEPT_ALONE`).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from offramp.consent.states import Meant, ReleaseKind, Sent
from offramp.directory.states import JUSTICE_ROLES, Role
from offramp.kernel import clocks
from offramp.kernel.classification import DataClass
from offramp.kernel.decisions import Answer, Decision
from offramp.kernel.purposes import Purpose
from offramp.kernel.refusals import Incomplete, marked
from offramp.people.rules import Named, plain

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
prosecutor         c/J  .    X    own  c/J  c    c    X     X     X    X    c    X     .
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

RELEASE, JUSTICE = "c", "J"  # the letters of the matrix that a signed line answers to
ON_CALL = "on_call"  # a duty, not a role: it has its own row

#: After a stop, nobody signs a release before this much time has passed: nobody signs to get out of handcuffs.
RELEASE_WAITS = timedelta(hours=24)


#: From when on the care team is told that a line of a release is about to end.
ENDS_SOON = timedelta(days=30)

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

    With `about`, of one diverted matter only. `letter` is the one of the matrix that it answers to.
    """

    id: UUID
    recipient: UUID
    data_class: DataClass
    purpose: Purpose
    signed_at: datetime
    ends_at: datetime
    stopped_at: datetime | None = None
    about: UUID | None = None
    letter: str = RELEASE
    happened_at: datetime | None = None  # when the event happened that the paper says it ends with

    @property
    def over_at(self) -> datetime:
        """From when it opens nothing: its day, its event or the person's stop, whichever comes first."""
        return min(self.ends_at, self.stopped_at or self.ends_at, self.happened_at or self.ends_at)

    def is_live(self, at: datetime) -> bool:
        return self.signed_at <= at < self.over_at


@dataclass(frozen=True, slots=True)
class Ask:
    """Who asks for what, why, and when. `row` is the reader's role, or `on_call` where that duty is what opens.

    `about` is the diverted matter, where one is asked about: a line that names a matter opens nothing else. `only_by` is
    the one letter of the matrix that may open this, where not every one of its cell may.
    """

    reader: UUID
    row: str
    data_class: DataClass
    purpose: Purpose
    at: datetime
    about: UUID | None = None
    only_by: str = ""


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
    cell = _cell(ask)
    if cell == "X":
        return Decision(Answer.NO, marked("No release can open this to this reader."), "42 CFR 2.12(d), sharing matrix")
    if ask.data_class not in REACH.get(ask.purpose, frozenset()):
        return Decision(Answer.NO, marked("This purpose does not reach this kind of fact."), "42 CFR 2.13(a)")
    if is_kept_from(ask.reader, grounds.kept_by, ask.data_class) and not _holds("E", ask.purpose, grounds):
        return Decision(Answer.NO, marked("A worker keeps this to themself alone. Ask them."), "sharing matrix")
    if line := live_line(ask, grounds.lines):
        return _by_line(line)
    letters = cell.split("/")
    if RELEASE in letters or ask.only_by:
        return Decision(Answer.NO, marked("No release in force covers this."), "42 CFR 2.31")
    for letter in letters:
        if _holds(letter, ask.purpose, grounds):
            return Decision(Answer.YES, _SENTENCES[letter], _AUTHORITIES.get(letter, "sharing matrix"))
    return Decision(Answer.NO, marked("Nothing opens this to this reader."), "sharing matrix")


def _cell(ask: Ask) -> str:
    return MATRIX.get((ask.row, ask.data_class), ".")


def is_kept_from(reader: UUID, kept_by: UUID | None, data_class: DataClass) -> bool:
    """Whether another member than the reader keeps this class of fact about a person to themself alone."""
    return data_class in KEPT_ALONE and kept_by not in (None, reader)


def opens_by_work(row: str, data_class: DataClass, *, reader: UUID, kept_by: UUID | None) -> bool:
    """Whether working with a person is enough to open this class to a reader in a row of the matrix: asked by lists."""
    letters = MATRIX.get((row, data_class), ".").split("/")
    return "A" in letters and not is_kept_from(reader, kept_by, data_class)


#: What a sent thing tells.
CLASS_OF = {
    Sent.CERTIFICATE: DataClass.PARTICIPATION,
    Sent.SHARED_UPDATE: DataClass.SHARED_UPDATE,
    Sent.COMPLIANCE_NOTICE: DataClass.COMPLIANCE_NOTICE,
    Sent.CONTACT: DataClass.PARTICIPATION,
}
#: What no release lets be told, only a line of this letter.
ONLY_BY = {Sent.CONTACT: JUSTICE}


def live_line(ask: Ask, lines: Iterable[Line]) -> Line | None:
    """The line that opens this to this reader at this instant, if there is one. A release goes before a justice consent."""
    letters = [one for one in _cell(ask).split("/") if ask.only_by in ("", one)]
    live = [line for line in lines if line.letter in letters and line.is_live(ask.at) and _names(line, ask)]
    return min(live, key=lambda line: letters.index(line.letter), default=None)


def _names(line: Line, ask: Ask) -> bool:
    """Whether a line is for this reader, purpose and matter, and this class: a justice consent opens its two by itself."""
    if (line.recipient, line.purpose) != (ask.reader, ask.purpose):
        return False
    if line.letter == JUSTICE:
        return line.about is not None and line.about == ask.about
    return line.data_class == ask.data_class and line.about in (None, ask.about)


#: Whom each word for many means; `Meant.NAMED` is one person, by name.
_ROLES_MEANT = {
    Meant.EVERYBODY: frozenset(Role),
    Meant.POLICE: JUSTICE_ROLES - {Role.PROSECUTOR},
    Meant.PROSECUTION: frozenset({Role.PROSECUTOR}),
}


def is_meant(meant: Meant, words: str, *, role: str, name: str) -> bool:
    """Whether a stop said aloud means this recipient. One word of three letters or more of a name is enough to mean it:
    what is stopped too much can be signed again, what was told cannot be taken back.

    >>> is_meant(Meant.NAMED, "Officer Ruiz", role="officer", name="Dana Ruiz")
    True
    """
    if meant != Meant.NAMED:
        return role in _ROLES_MEANT[meant]
    return any(len(word) >= 3 and word in plain(name).split() for word in plain(words).split())


def is_same_name(name: str, typed: str) -> bool:
    """Whether a typed signature is this name: letters are compared without case, accents, spaces or marks.

    >>> is_same_name("José O'Brien", "jose obrien")
    True
    """
    return "".join(_words_of(name)) == "".join(_words_of(typed)) != ""


#: Said where somebody signs for themself in a name that is not theirs on the record. People go by more names than we know.
NOT_ON_RECORD = marked(
    "This is not the name on the record. Does the person sign with it? Then tick the box below it, or correct the name."
)


def is_name_on_record(signer: str, names: Iterable[Named]) -> bool:
    """Whether a signer's name is one of these, a part of one, or one with more to it; so it is where no name is known.

    >>> is_name_on_record("Jordan Marie Ellery", [Named("Jordan", "Ellery", None)])
    True
    """
    said = set(_words_of(signer))
    known = [found for one in names if (found := set(_words_of(f"{one.given} {one.family}")))]
    return not known or any(said <= one or one <= said for one in known)


def _words_of(name: str) -> list[str]:
    # Not `plain`, which knows the letters a to z alone: a signature may be in any script.
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.findall(r"\w+", re.sub(r"['’.]", "", bare.casefold()))


def is_still_on(line: Line, *, held_until: datetime | None, at: datetime) -> bool:
    """Whether a stop said aloud ends this line now: it did not end before, and no justice consent holds it until its day."""
    return line.is_live(at) and (held_until is None or held_until <= at)


#: What something in the program delivers today under a release, at sign-in: the certificate, and updates. A release asks
#: for no other yes, because a yes that nothing can follow is a signature for nothing. Whoever builds another delivery (a
#: desk for defenders, say) adds it here. The compliance notice is asked for on its own paper.
_TO_JUSTICE = (DataClass.PARTICIPATION, DataClass.SHARED_UPDATE)
DELIVERED = {Role.OFFICER: _TO_JUSTICE, Role.PROSECUTOR: _TO_JUSTICE}


def offerable(role: Role) -> tuple[DataClass, ...]:
    """The classes that a release may ask a yes for, for this role: what is delivered to it, and the matrix lets open."""
    return tuple(c for c in DELIVERED.get(role, ()) if RELEASE in MATRIX.get((role, c), ".").split("/"))


def askable(kind: ReleaseKind, role: Role) -> frozenset[DataClass]:
    """The classes that a paper of this kind may ask a yes for, for this role: two kinds ask for one class alone."""
    if kind is ReleaseKind.COMPLIANCE_NOTICE:
        return frozenset({DataClass.COMPLIANCE_NOTICE})
    if kind is ReleaseKind.JUSTICE:
        return frozenset(c for c in (DataClass.PARTICIPATION,) if JUSTICE in MATRIX.get((role, c), ".").split("/"))
    return frozenset(offerable(role))


def _by_line(line: Line) -> Decision:
    said = "Justice consent" if line.letter == JUSTICE else "Release"
    return Decision(Answer.YES, f"{said} signed {clocks.in_words(line.signed_at)}.", str(line.id))


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
