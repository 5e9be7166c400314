"""The life of a diverted matter. Only these steps exist.

Whether the two steps are done is not a status: it is computed from facts, and no justice partner can read that it is not.
"""

from enum import StrEnum

from offramp.kernel import steps
from offramp.kernel.refusals import NotNow

#: An update is one sentence: so many characters at most.
UPDATE_LENGTH = 240


class Status(StrEnum):
    HELD = "held"  # the charge is held while the person completes what the protocol asks
    NOT_FILED = "not filed"
    FILED = "filed"
    DECLINED = "declined"
    INELIGIBLE = "not eligible on review"


class Holder(StrEnum):
    """Whose turn a step is."""

    PROSECUTOR = "the prosecutor"


class ToldHow(StrEnum):
    """How a person was told of a notice: only what reaches them counts."""

    FACE_TO_FACE = "face to face"
    ON_THE_PHONE = "on the phone, and spoke with them"


class Answered(StrEnum):
    """What the person said when they were told. Only the last of these lets the notice go."""

    STOP_IT = "stop it"
    DO_IT_FIRST = "wants to do it first"
    OK = "ok"


Step = steps.Step[Status, Holder]

STEPS = (
    Step("do_not_file", Status.HELD, Status.NOT_FILED, Holder.PROSECUTOR),
    Step("file", Status.HELD, Status.FILED, Holder.PROSECUTOR),
    Step("decline", Status.HELD, Status.DECLINED, Holder.PROSECUTOR),
    Step("find_ineligible", Status.HELD, Status.INELIGIBLE, Holder.PROSECUTOR),
)


def find_step(verb: str, status: Status) -> Step:
    """The step called `verb` out of `status`. Raises `NotNow` with the sentence to show when there is none."""
    decided = NotNow("This matter is decided already. Its decision is on the page.")
    return steps.find_step(STEPS, verb, status, otherwise=decided)
