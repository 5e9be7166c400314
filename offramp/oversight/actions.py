"""Complaining, and answering a complaint. Each verb writes its row and the trail together, or neither."""

from datetime import datetime
from uuid import UUID

from offramp.directory.models import Membership
from offramp.kernel import identifiers, trail
from offramp.kernel.refusals import Incomplete
from offramp.kernel.trail import Actor
from offramp.kernel.verbs import verb
from offramp.oversight import policies, states
from offramp.oversight.models import Complaint, ComplaintAnswer
from offramp.oversight.states import ANSWER_LENGTH, COMPLAINT_LENGTH, About


@verb
def complain(
    *, about: About, words: str, contact: str = "", language: str = "en", by: Actor, at: datetime
) -> Complaint:
    """Keep a complaint. Whoever sends it need not say who they are, and gets a code to ask by."""
    said = words.strip()
    if not said:
        raise Incomplete("Write what happened.", field="words")
    if len(said) > COMPLAINT_LENGTH:
        raise Incomplete("Write at most %(most)s characters.", field="words", most=COMPLAINT_LENGTH)
    made = Complaint.objects.create(
        site_id=by.site_id, code=_free_code(by.site_id), about=About(about), words=said, contact=contact.strip(),
        language=language, received_at=at,
    )  # fmt: skip
    trail.record("complain", made, by=by, at=at, concerns=About(about))
    return made


@verb
def answer_complaint(
    step_name: str, complaint_id: UUID, *, sentence: str, by: Membership, at: datetime
) -> ComplaintAnswer:
    """Answer a complaint, or close it, each with a sentence that stays. Closing it is the last thing said."""
    lockable = Complaint.objects.select_for_update(of=("self",)).visible_to(by)
    complaint = lockable.get(pk=complaint_id)
    step = states.find_step(step_name, complaint.status)
    policies.require(by, step.holder, complaint, at)
    said = sentence.strip()
    if not said:
        raise Incomplete("Write what you say to it.", field="sentence")
    if len(said) > ANSWER_LENGTH:
        raise Incomplete("Write at most %(most)s characters.", field="sentence", most=ANSWER_LENGTH)
    made = ComplaintAnswer.objects.create(
        site_id=complaint.site_id,
        complaint=complaint,
        status=step.target,
        sentence=said,
        answered_at=at,
        answered_by=by,
    )
    trail.record(step.verb, complaint, by=by, at=at, source=step.source, target=step.target)
    return made


def _free_code(site_id: UUID) -> str:
    taken = Complaint.objects.filter(site=site_id)
    return next(code for code in iter(identifiers.spoken_code, "") if not taken.filter(code=code).exists())
