"""What becomes of a paper from a court: read, answered with the letter, or its order carried out by two people."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from offramp.consent.statements import STATEMENT_VERSION
from offramp.directory.models import Membership
from offramp.kernel import identifiers, trail
from offramp.kernel.decisions import Answer
from offramp.kernel.purposes import Purpose
from offramp.kernel.refusals import Incomplete, NotNow, NotYours, require_words
from offramp.kernel.verbs import verb
from offramp.oversight import policies, rules, states
from offramp.oversight.items import NAMES, Item
from offramp.oversight.models import LegalItem, LegalList, LegalProcess, LegalStep
from offramp.oversight.states import STEP_LENGTH, Holder
from offramp.people import reads as people
from offramp.people.models import Person
from offramp.referrals.models import Referral


@verb
def read_paper(paper_id: UUID, *, counsel: str, by: Membership, at: datetime) -> LegalStep:
    """The privacy officer and counsel have read a paper. `counsel` says who, and where the advice is kept."""
    paper = _paper(paper_id, by)
    missing = Incomplete("Write who of counsel read it, and where the advice is kept.", field="counsel")
    said = require_words(counsel, most=STEP_LENGTH, missing=missing)
    return _step_on(paper, "read_paper", paper, said=said, by=by, at=at)


@verb
def answer_paper(paper_id: UUID, *, by: Membership, at: datetime) -> LegalStep:
    """Answer a paper with the letter that neither confirms nor denies. Nothing was told under it, and nothing can be."""
    paper = _paper(paper_id, by)
    return _step_on(paper, "answer_paper", paper, by=by, at=at)


@verb
def list_items(
    paper_id: UUID, *, code: str, fields: Collection[str], covers_confidential: bool, by: Membership, at: datetime
) -> LegalList:
    """Write down exactly what the order lists, about one person, by the code of their referral. It is the first yes of two.

    Raises `NotNow` without an order and a process, and for what may not leave at all; `Incomplete` for what is missing.
    """
    paper = _paper(paper_id, by)
    policies.require(by, Holder.PRIVACY_OFFICER, paper, at)
    _require_both(paper)
    person = _whose(code, by=by, at=at)
    if not fields or not set(fields) <= set(NAMES):
        raise Incomplete("Choose what the order lists, word for word.", field="items")
    made = LegalList(
        site_id=paper.site_id, paper=paper, person=person, order_number=paper.order_number,
        process_number=paper.process_number, fields=[name for name in NAMES if name in fields],
        covers_confidential=covers_confidential, listed_at=at, listed_by=by, listed_user_id=by.user_id,
    )  # fmt: skip
    _require_may_leave(made, person, by=by, at=at)
    made.save()
    _step_on(paper, "list_items", paper, by=by, at=at)
    return made


@verb
def agree_to_list(list_id: UUID, *, by: Membership, at: datetime) -> LegalList:
    """The second yes to a list, by somebody else than wrote it."""
    listed, paper = _list(list_id, by)
    _step_on(paper, "agree_to_list", listed, by=by, at=at)
    listed.agreed_at, listed.agreed_by, listed.agreed_user_id = at, by, by.user_id
    listed.save(update_fields=["agreed_at", "agreed_by", "agreed_user"])
    return listed


@verb
def send_list_back(list_id: UUID, *, reason: str, by: Membership, at: datetime) -> LegalStep:
    """The second of the two does not agree, and says why. The list opens nothing; another can be written."""
    listed, paper = _list(list_id, by)
    missing = Incomplete("Write what must change.", field="reason")
    said = require_words(reason, most=STEP_LENGTH, missing=missing)
    return _step_on(paper, "send_list_back", listed, said=said, by=by, at=at)


@verb
def produce(list_id: UUID, *, by: Membership, at: datetime) -> LegalList:
    """Let out what the list names and nothing else, once: each thing with its row of the accounting, or nothing at all."""
    listed, paper = _list(list_id, by)
    _step_on(paper, "produce", paper, by=by, at=at)
    _require_both(paper)
    if listed.person is None:
        raise NotNow("The record that the list is about was deleted. Send the letter.")
    items = _require_may_leave(listed, listed.person, by=by, at=at)
    for item in items:
        LegalItem.objects.create(
            site_id=listed.site_id, listed=listed, recipient=paper.issuer, field=item.name, data_class=item.data_class,
            text=item.text_about(listed.person), statement=STATEMENT_VERSION, made_at=at,
        )  # fmt: skip
    listed.produced_at, listed.produced_by = at, by
    listed.save(update_fields=["produced_at", "produced_by"])
    trail.record_read(
        Person._meta.label, by=by, at=at, purpose=Purpose.LEGAL_PROCESS, ids=[listed.person.pk], site_id=listed.site_id,
        opened=sorted({item.data_class for item in items}), items=len(items),
    )  # fmt: skip
    return listed


def _paper(paper_id: UUID, by: Membership) -> LegalProcess:
    """A paper of the register, locked; or `LegalProcess.DoesNotExist`."""
    return LegalProcess.objects.select_for_update(of=("self",)).visible_to(by).get(pk=paper_id)


def _list(list_id: UUID, by: Membership) -> tuple[LegalList, LegalProcess]:
    """The list that its paper stands by now, with the paper, locked. Of an older one nothing can be made any more."""
    listed = LegalList.objects.visible_to(by).get(pk=list_id)
    paper = LegalProcess.objects.select_for_update(of=("self",)).get(pk=listed.paper_id, site=by.site_id)
    newest = paper.lists.order_by("listed_at", "pk").last()
    if newest is None or newest.pk != listed.pk:
        raise NotNow("Another list took the place of this one.")
    return newest, paper


def _step_on(
    paper: LegalProcess, name: str, about: LegalProcess | LegalList, *, said: str = "", by: Membership, at: datetime
) -> LegalStep:
    step = states.find_paper_step(name, paper.status)
    policies.require(by, step.holder, about, at)
    made = LegalStep.objects.create(
        site_id=paper.site_id, paper=paper, status=step.target, said=said, taken_at=at, taken_by=by
    )
    trail.record(step.verb, paper, by=by, at=at, purpose=Purpose.LEGAL_PROCESS, source=step.source, target=step.target)
    return made


def _require_both(paper: LegalProcess) -> None:
    decision = paper.decision
    if decision.answer is not Answer.ASK:
        raise NotNow(decision.reason)


def _whose(code: str, *, by: Membership, at: datetime) -> Person:
    """Whose record it is. One that the member must not open is none, in the same words."""
    coded = Referral.objects.filter(site=by.site_id, code=identifiers.read_code(code), person__isnull=False)
    found = coded.select_related("person").first()
    trail.record_read(
        Referral._meta.label, by=by, at=at, purpose=Purpose.LEGAL_PROCESS, ids=[found.pk] if found else []
    )
    if found is None or found.person is None or people.is_kept_out(by, found.person):
        raise Incomplete("We find no record by that code. Look at each letter and digit.", field="code")
    return found.person


def _require_may_leave(listed: LegalList, person: Person, *, by: Membership, at: datetime) -> list[Item]:
    """What the list names, where all of it may leave at this instant; else nothing of it does."""
    if people.is_kept_out(by, person):
        raise NotYours("You are kept out of this record. Somebody else must do this.")
    items = [Item(name) for name in listed.fields]
    for item in items:
        decision = rules.may_leave(
            item.data_class, reader=by.pk, kept_by=person.contact_kept_by_id,
            covers_confidential=listed.covers_confidential, at=at,
        )  # fmt: skip
        if not decision:
            raise NotNow(decision.reason)
    return items
