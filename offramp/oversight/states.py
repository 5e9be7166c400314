"""Complaints: what one may be about, and the steps of its life. Only these steps exist."""

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


Step = steps.Step[ComplaintStatus, Holder]

COMPLAINT_STEPS = (
    Step("answer", ComplaintStatus.OPEN, ComplaintStatus.ANSWERED, Holder.ANSWERER),
    Step("answer", ComplaintStatus.ANSWERED, ComplaintStatus.ANSWERED, Holder.ANSWERER),
    Step("close", ComplaintStatus.OPEN, ComplaintStatus.CLOSED, Holder.ANSWERER),
    Step("close", ComplaintStatus.ANSWERED, ComplaintStatus.CLOSED, Holder.ANSWERER),
)


def find_step(verb: str, status: ComplaintStatus) -> Step:
    """The step called `verb` out of `status`. Raises `NotNow` with the sentence to show when there is none."""
    step = steps.find_step(COMPLAINT_STEPS, verb, status)
    if step is None:
        raise NotNow("This complaint is closed already. What was said is on its page.")
    return step
