"""The life of a referral. Only these steps exist."""

from enum import StrEnum

from offramp.kernel import steps
from offramp.kernel.refusals import NotNow, marked
from offramp.protocols.states import DoorName as Door
from offramp.protocols.states import Mode

__all__ = [
    "NOT_OPEN", "STEPS", "STILL_RINGS", "CloseReason", "Concern", "DeclineReason", "DeniedReason", "Door", "Holder",
    "InsteadOfWaiting", "Mode", "NotAFitReason", "NotAgreedReason", "NotOfferedReason", "PassReason", "Relation",
    "SendBackReason", "Status", "Step", "find_step",
]  # fmt: skip


class Status(StrEnum):
    ASKED = "asked"  # somebody must agree first
    RETURNED = "returned"  # sent back to be changed
    MAY_OFFER = "may offer"  # agreed; the officer has not offered yet
    ACCEPTED = "accepted"  # the person said yes; a worker is being called
    LOOKING = "looking"  # approved; a worker is looking for the person
    HANDED_OFF = "handed off"  # a worker has met the person
    DECLINED = "declined"
    NOT_OFFERED = "not offered"
    NOT_DIVERTIBLE = "not divertible"
    NOT_AGREED = "not agreed"
    CLOSED = "closed"  # with a reason; the door stays open


class Holder(StrEnum):
    """Whose turn a step is."""

    OFFICER = "the referring officer"
    APPROVER = "whoever the protocol names to agree"
    WORKER = "the worker on the way"
    CARE_TEAM = "the care team"
    CLOCK = "the clock"


Step = steps.Step[Status, Holder]

STEPS = (
    Step("agree", Status.ASKED, Status.MAY_OFFER, Holder.APPROVER),  # arrest diversion: the offer may be made
    Step("send_out", Status.ASKED, Status.LOOKING, Holder.APPROVER),  # the other doors: a worker looks for the person
    Step("send_back", Status.ASKED, Status.RETURNED, Holder.APPROVER),
    Step("refuse", Status.ASKED, Status.NOT_AGREED, Holder.APPROVER),
    Step("ask_again", Status.RETURNED, Status.ASKED, Holder.OFFICER),
    Step("replace", Status.RETURNED, Status.CLOSED, Holder.OFFICER),  # answered again: a new one takes its place
    Step("accept", Status.MAY_OFFER, Status.ACCEPTED, Holder.OFFICER),
    Step("decline", Status.MAY_OFFER, Status.DECLINED, Holder.OFFICER),
    Step("do_not_offer", Status.MAY_OFFER, Status.NOT_OFFERED, Holder.OFFICER),
    Step("hand_over", Status.ACCEPTED, Status.HANDED_OFF, Holder.OFFICER),
    Step("meet", Status.ACCEPTED, Status.HANDED_OFF, Holder.WORKER),
    Step("meet", Status.LOOKING, Status.HANDED_OFF, Holder.CARE_TEAM),
    # Nobody was there. Where the officer has handed over already, their word stays, and with it the charge.
    Step("find_nobody", Status.ACCEPTED, Status.LOOKING, Holder.WORKER),
    Step("find_nobody", Status.HANDED_OFF, Status.HANDED_OFF, Holder.WORKER),
    Step("close", Status.ACCEPTED, Status.CLOSED, Holder.CARE_TEAM),
    Step("close", Status.LOOKING, Status.CLOSED, Holder.CARE_TEAM),
    Step("look_again", Status.CLOSED, Status.LOOKING, Holder.CARE_TEAM),
    # What is still open when the site's days for a referral are over is closed, and its name deleted.
    *(
        Step("lapse", source, Status.CLOSED, Holder.CLOCK)
        for source in (Status.ASKED, Status.RETURNED, Status.MAY_OFFER, Status.ACCEPTED, Status.LOOKING)
    ),
)


#: While nobody has answered, a call rings on, also after the officer went another way: somebody has to find the person.
STILL_RINGS = (Status.ACCEPTED, Status.HANDED_OFF)

NOT_OPEN = marked("This step is not open any more. Open the page again to see what comes next.")


def find_step(verb: str, status: Status) -> Step:
    """The step called `verb` out of `status`. Raises `NotNow` with the sentence to show when there is none."""
    return steps.find_step(STEPS, verb, status, otherwise=NotNow(NOT_OPEN))


class DeclineReason(StrEnum):
    PREFERS_COURT = "Prefers court"
    NO_SERVICES = "Does not want services"
    NO_REASON = "Gave no reason"


class NotOfferedReason(StrEnum):
    DISCRETION = "My discretion"  # no more is asked
    MEDICAL_FIRST = "Needed medical care first"
    NO_WORKER = "No worker could come"
    NOT_ELIGIBLE = "Not eligible"
    OTHER_PRIORITY = "Other priority"


#: The steps by which whoever is asked answers.
ANSWERS = frozenset({"agree", "send_out", "send_back", "refuse"})


class SendBackReason(StrEnum):
    NOT_KNOWN_YET = "Something is not known yet"
    ASK_WHO_WAS_HARMED = "Ask the person who was harmed"
    CALL_ME = "Call me first"
    NOT_MINE = "Somebody else must decide this"


class NotAgreedReason(StrEnum):
    PROTOCOL = "The protocol does not allow it"
    SITUATION = "Not in this situation"
    ANOTHER_WAY = "Another way is better here"


class DeniedReason(StrEnum):
    """Why somebody says that they did not agree by telephone although an officer wrote that they had."""

    NOT_ASKED = "Nobody asked me"
    SAID_NO = "I said no"
    SOMETHING_ELSE = "I agreed to something else"


class NotAFitReason(StrEnum):
    """Why a social contact or community referral is not taken up here. Nobody is asked back."""

    OUTSIDE = "Outside our area"
    ANOTHER_SERVICE = "Another service fits better"
    TOO_LITTLE = "Too little to find the person by"
    MEANT_TO_HARM = "Meant to harm the person"


class InsteadOfWaiting(StrEnum):
    """What an officer did when nobody answered. It counts as the system's miss, never as the person's.

    The last is no miss: a worker was there who had not answered here, and the team says who it was.
    """

    WAITED = "waited"
    CENTER = "met at the drop-off center"
    PHONE = "handed off by phone"
    SITE_RULE = "followed the site rule"
    WORKER_CAME = "met a worker who had not answered"


class PassReason(StrEnum):
    WITH_SOMEONE = "With someone"
    TOO_FAR = "Too far"
    NOT_SAFE = "Not safe for me"
    OTHER = "Other"


class Relation(StrEnum):
    """Who somebody is to the person they tell us about."""

    NEIGHBOR = "Neighbor"
    FAMILY = "Family"
    BUSINESS = "Business"
    WORKS_WITH_PEOPLE = "Works with people"
    MYSELF = "Myself"
    OTHER = "Other"


#: How a person is found, in characters: where, when, whom to ask, what not to do.
PLACE_LENGTH = 240


class Concern(StrEnum):
    """What worries somebody who tells us about a person. No crime is among them."""

    NO_PLACE = "No place to stay"
    NOT_EATING = "Not eating or ill"
    UPSET = "Confused or upset"
    SUBSTANCES = "Drug or alcohol use"
    ASKS_FOR_HELP = "Asks for help"
    KNOWS = "The person knows about this"


class CloseReason(StrEnum):
    """Why a referral ended without enrolment (domain.md section 5)."""

    DECLINED = "said no"
    INELIGIBLE = "not eligible on review"
    UNABLE_TO_LOCATE = "not found"
    NO_INTAKE_IN_TIME = "did not complete intake in time"
    DUPLICATE = "joined with another referral"
    CAPACITY = "no room"
    MOVED = "moved"
    DECEASED = "died"
