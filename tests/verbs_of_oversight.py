"""The verbs of oversight, each ready to be called: `tests.verbs` takes them in."""

from offramp.oversight import actions
from offramp.oversight.states import About
from tests import cast as play


def complain(cast):
    return actions.complain, (), play.stranger(cast), {"about": About.WORKER, "words": "He read my papers."}


def answer_complaint(cast):
    verb, _, stranger, asked = complain(cast)
    made = verb(**asked, by=stranger, at=play.NOON)
    return actions.answer_complaint, ("answer", made.pk), cast.noor, {"sentence": "We asked the team."}


PREPARED = {
    "oversight.actions.complain": complain,
    "oversight.actions.answer_complaint": answer_complaint,
}
