"""The verbs of a promise about the record, up to its removal by law, each ready to be called: `tests.verbs` takes them in."""

from datetime import timedelta

from offramp.justice import actions as justice
from offramp.justice import relief as reliefs
from offramp.justice.models import Recall
from offramp.kernel.erasures import Erasure
from offramp.kernel.trail import Nobody
from offramp.oversight import removals
from offramp.protocols.states import ReliefKind
from tests import cast as play
from tests.cast import NOON

ASKED = {"kind": ReliefKind.EXPUNGED, "basis": "State code", "ordered_on": NOON.date()}


def _decided(cast):
    matter = play.at_work(cast).diversion
    return justice.decide("do_not_file", matter.pk, by=cast.vance, at=NOON + timedelta(hours=25))


def _asked(cast):
    return reliefs.ask_relief(_decided(cast).pk, by=cast.kim, at=NOON + timedelta(hours=26), **ASKED)


def record_condition(cast):
    """At Rochester, where participation is a clock of its own: enrolled, and its thirty days are over."""
    matter = play.at_work(cast).diversion
    play.sign(cast, matter.person)
    play.complete_intake(cast, matter.person)
    return justice.record_condition, (matter.pk, "participation", "participation"), cast.kim, {}, play.LATE


def undo_condition(cast):
    verb, args, by, _asked, at = record_condition(cast)
    return justice.undo_condition, (verb(*args, by=by, at=at).pk,), by, {}, at + timedelta(minutes=5)


def ask_relief(cast):
    return reliefs.ask_relief, (_decided(cast).pk,), cast.kim, ASKED


def take_back_relief(cast):
    return reliefs.take_back_relief, (_asked(cast).diversion_id,), cast.kim, {}


def turn_down_relief(cast):
    return reliefs.turn_down_relief, (_asked(cast).pk,), cast.noor, {"reason": "It names somebody else."}


def see_recall(cast):
    recall = Recall.objects.create(site=cast.site, recipient=cast.vance, recalled_on=NOON.date())
    return reliefs.see_recall, (recall.pk,), cast.vance, {}


def remove(cast):
    asked = _asked(cast)
    return removals.remove, (asked.pk,), cast.noor, {"last_signs": asked.diversion.referral.code[-2:]}


def remove_again(cast):
    referral = _decided(cast).referral
    erasure = Erasure(cast.site.pk, referral.pk, referral.pk, NOON.date(), "sealed: State code")
    return removals.remove_again, (erasure,), Nobody("clock", cast.site.pk), {}


PREPARED = {
    "justice.actions.record_condition": record_condition,
    "justice.actions.undo_condition": undo_condition,
    "justice.relief.ask_relief": ask_relief,
    "justice.relief.take_back_relief": take_back_relief,
    "justice.relief.turn_down_relief": turn_down_relief,
    "justice.relief.see_recall": see_recall,
    "oversight.removals.remove": remove,
    "oversight.removals.remove_again": remove_again,
}
