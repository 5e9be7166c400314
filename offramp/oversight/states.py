"""What oversight watches: complaints and their steps, why a look is reviewed, and which papers come from a court."""

from enum import StrEnum

from offramp.kernel import steps
from offramp.kernel.refusals import NotNow

#: A complaint is as long as a page, the sentence that answers or closes it as long as a paragraph: characters at most.
COMPLAINT_LENGTH, ANSWER_LENGTH = 2000, 600


class About(StrEnum):
    """Whom or what a complaint is about. It names no participant and no one else: the words may, if their writer wants."""

    WORKER = "a worker"
    OFFICER = "an officer"
    PROGRAM = "the program"
    PRIVACY = "privacy"
    PRIVACY_OFFICER = "the privacy officer"
    CIVIL_RIGHTS = "the civil-rights reviewer"


class ComplaintStatus(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class Holder(StrEnum):
    """Whose turn a step is."""

    ANSWERER = "whoever answers this complaint"
    REVIEWER = "an overseer who opened no record in that week"
    PRIVACY_OFFICER = "the privacy officer"


class Paper(StrEnum):
    """What came from a court or an office that wants to know something."""

    SUBPOENA = "subpoena"
    WARRANT = "search warrant"
    ORDER = "court order"
    ADMINISTRATIVE = "administrative warrant"


class Why(StrEnum):
    """Why one opening of a record is among those that are reviewed."""

    EMERGENCY = "emergency"
    NIGHT = "at night"
    MOST = "most openings in one day"
    SAMPLE = "sample"


Step = steps.Step[ComplaintStatus, Holder]

COMPLAINT_STEPS = (
    Step("answer", ComplaintStatus.OPEN, ComplaintStatus.ANSWERED, Holder.ANSWERER),
    Step("answer", ComplaintStatus.ANSWERED, ComplaintStatus.ANSWERED, Holder.ANSWERER),
    Step("close", ComplaintStatus.OPEN, ComplaintStatus.CLOSED, Holder.ANSWERER),
    Step("close", ComplaintStatus.ANSWERED, ComplaintStatus.CLOSED, Holder.ANSWERER),
)


def find_step(verb: str, status: ComplaintStatus) -> Step:
    """The step called `verb` out of `status`. Raises `NotNow` with the sentence to show when there is none."""
    closed = NotNow("This complaint is closed already. What was said is on its page.")
    return steps.find_step(COMPLAINT_STEPS, verb, status, otherwise=closed)
