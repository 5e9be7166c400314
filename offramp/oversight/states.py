"""What oversight watches: complaints and their steps, why a look is reviewed, and which papers come from a court."""

from enum import StrEnum

from offramp.kernel import steps
from offramp.kernel.refusals import NotNow

#: A complaint is as long as a page, the sentence that answers or closes it as long as a paragraph: characters at most.
COMPLAINT_LENGTH, ANSWER_LENGTH = 2000, 600
#: What is said at a step of a paper, such as who of counsel read it: characters at most.
STEP_LENGTH = 240


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
    SECOND = "the civil-rights reviewer, and not whoever wrote the list"
    REMOVER = "the privacy officer, and not whoever asked for it"


class Paper(StrEnum):
    """What came from a court or an office that wants to know something."""

    SUBPOENA = "subpoena"
    WARRANT = "search warrant"
    ORDER = "court order"
    ADMINISTRATIVE = "administrative warrant"


class PaperStatus(StrEnum):
    """How far a paper has come. Only the last one lets anything out."""

    RECEIVED = "received"
    READ = "read"  # by counsel, and by the privacy officer
    NOTHING = "answered, nothing told"
    LISTED = "listed"  # exactly what the order names; whoever wrote the list is the first to agree
    AGREED = "agreed by two"
    PRODUCED = "produced"


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

PaperStep = steps.Step[PaperStatus, Holder]

PAPER_STEPS = (
    PaperStep("read_paper", PaperStatus.RECEIVED, PaperStatus.READ, Holder.PRIVACY_OFFICER),
    PaperStep("answer_paper", PaperStatus.READ, PaperStatus.NOTHING, Holder.PRIVACY_OFFICER),
    PaperStep("answer_paper", PaperStatus.LISTED, PaperStatus.NOTHING, Holder.PRIVACY_OFFICER),
    PaperStep("answer_paper", PaperStatus.AGREED, PaperStatus.NOTHING, Holder.PRIVACY_OFFICER),
    PaperStep("list_items", PaperStatus.READ, PaperStatus.LISTED, Holder.PRIVACY_OFFICER),
    PaperStep("agree_to_list", PaperStatus.LISTED, PaperStatus.AGREED, Holder.SECOND),
    PaperStep("send_list_back", PaperStatus.LISTED, PaperStatus.READ, Holder.SECOND),
    PaperStep("produce", PaperStatus.AGREED, PaperStatus.PRODUCED, Holder.PRIVACY_OFFICER),
)


def find_paper_step(verb: str, status: PaperStatus) -> PaperStep:
    """The step of a paper called `verb` out of `status`. Raises `NotNow` with the sentence to show when there is none."""
    moved = NotNow("This paper is not at that step. Its page says where it stands.")
    return steps.find_step(PAPER_STEPS, verb, status, otherwise=moved)


def find_step(verb: str, status: ComplaintStatus) -> Step:
    """The step called `verb` out of `status`. Raises `NotNow` with the sentence to show when there is none."""
    closed = NotNow("This complaint is closed already. What was said is on its page.")
    return steps.find_step(COMPLAINT_STEPS, verb, status, otherwise=closed)
