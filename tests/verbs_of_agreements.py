"""The verbs of what was agreed by telephone, and of telling what was decided, ready to be called: `tests.verbs` takes them."""

from offramp.justice import actions as justice
from offramp.justice import telling
from offramp.referrals import actions as referrals
from offramp.referrals import agreements
from offramp.referrals.states import Mode
from tests import cast as play
from tests.cast import JORDAN, NOON


def agreed_by_phone(cast):
    return referrals.divert(facts={}, who=JORDAN, mode=Mode.SCENE, agreed_by=cast.ames, by=cast.dana, at=NOON)


def confirm(cast):
    return agreements.confirm, (agreed_by_phone(cast).pk,), cast.ames


def deny(cast):
    return agreements.deny, (agreed_by_phone(cast).pk,), cast.ames, {"reason": "I said no"}


def settle(cast):
    sent = agreed_by_phone(cast)
    agreements.deny(sent.pk, reason="I said no", by=cast.ames, at=NOON)
    return agreements.settle, (sent.pk,), cast.pat


def tell_decision(cast):
    held = play.at_work(cast).diversion
    justice.decide("do_not_file", held.pk, by=cast.vance, at=NOON)
    return telling.tell_decision, (held.pk,), cast.kim


PREPARED = {
    "referrals.agreements.confirm": confirm,
    "referrals.agreements.deny": deny,
    "referrals.agreements.settle": settle,
    "justice.telling.tell_decision": tell_decision,
}
