"""Complaining and answering, signing a week, giving a reason for names. Each verb writes its row and the trail, or neither."""

from datetime import date, datetime
from uuid import UUID

from offramp.consent.rules import require_reason
from offramp.directory import reads as directory
from offramp.directory.models import Membership
from offramp.kernel import identifiers, trail
from offramp.kernel.purposes import Purpose
from offramp.kernel.refusals import Incomplete, NotNow, NotYours, require_words
from offramp.kernel.trail import Actor
from offramp.kernel.verbs import verb
from offramp.oversight import policies, reads, rules, states
from offramp.oversight.models import AccessReview, BreachInquiry, Complaint, ComplaintAnswer, LegalProcess
from offramp.oversight.states import ANSWER_LENGTH, COMPLAINT_LENGTH, About, Holder, Paper


@verb
def complain(
    *, about: About, words: str, contact: str = "", language: str = "en", by: Actor, at: datetime
) -> Complaint:
    """Keep a complaint. Whoever sends it need not say who they are, and gets a code to ask by."""
    missing = Incomplete("Write what happened.", field="words")
    said = require_words(words, most=COMPLAINT_LENGTH, missing=missing)
    code = identifiers.free_code(lambda one: Complaint.objects.filter(site=by.site_id, code=one).exists())
    made = Complaint.objects.create(
        site_id=by.site_id, code=code, about=About(about), words=said, contact=contact.strip(),
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
    missing = Incomplete("Write what you say to it.", field="sentence")
    said = require_words(sentence, most=ANSWER_LENGTH, missing=missing)
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


@verb
def sign_review(week: date, *, found: str, by: Membership, at: datetime) -> AccessReview:
    """Sign that a week's openings of records were looked through, and what was found.

    Raises `NotYours` for anybody who opened a record in that week themself, and `NotNow` while the week is not over.
    """
    seen = reads.week(by, week, at)
    if not reads.may_sign(by, seen, at):
        raise NotYours("You opened records yourself in this week, so somebody else must sign it.")
    if not seen.is_over:
        raise NotNow("This week is not over yet. Sign it from Monday on.")
    if seen.review is not None:
        raise NotNow("This week is signed already. What was found is on its page.")
    missing = Incomplete("Write what you found, or that everything has its reason.", field="found")
    said = require_words(found, most=ANSWER_LENGTH, missing=missing)
    made = AccessReview.objects.create(
        site_id=seen.site_id, week=seen.week, openings=seen.openings, found=said, signed_at=at, signed_by=by,
        reviewed=sorted(seq for one in seen.chosen for seq in one.seqs),
    )  # fmt: skip
    trail.record("sign_review", made, by=by, at=at, week=seen.week.isoformat(), openings=seen.openings)
    return made


@verb
def ask_for_names(
    account_id: UUID, *, since: datetime, until: datetime, reason: str, by: Membership, at: datetime
) -> BreachInquiry:
    """Write down why the names are needed of everybody whose record an account touched. Only then can they be read.

    Raises `Membership.DoesNotExist` for anybody but the privacy officer, and for an account of another site.
    """
    touched = reads.touched(by, account_id, since, until, at)
    require_reason(reason)
    made = BreachInquiry.objects.create(
        site=directory.site_of(by), account=touched.account, since=since, until=until, reason=reason.strip(),
        people=len(touched.people), asked_at=at, asked_by=by,
    )  # fmt: skip
    trail.record("ask_for_names", made, by=by, at=at, purpose=Purpose.SECURITY_REVIEW, people=len(touched.people))
    return made


@verb
def receive_paper(
    *, paper: Paper, issuer: str, order_number: str = "", process_number: str = "", by: Membership, at: datetime
) -> LegalProcess:
    """Write a subpoena, a warrant or an order into the register. What it opens is decided here, and it is never a yes.

    Raises `NotYours` for anybody but the privacy officer.
    """
    policies.require(by, Holder.PRIVACY_OFFICER, by, at)
    if not issuer.strip():
        raise Incomplete("Write which court or office it is from.", field="issuer")
    order, process = order_number.strip(), process_number.strip()
    decision = rules.answer_to(Paper(paper), has_order=bool(order), has_process=bool(process))
    made = LegalProcess.objects.create(
        site=directory.site_of(by), paper=Paper(paper), issuer=issuer.strip(), order_number=order, process_number=process,
        answer=decision.answer, received_at=at, received_by=by,
    )  # fmt: skip
    trail.record(
        "receive_paper", made, by=by, at=at, purpose=Purpose.LEGAL_PROCESS, paper=Paper(paper), answer=decision.answer
    )
    return made
