"""The verbs of who gets in, who is kept out of a record, and of records that nobody may open: `tests.verbs` takes them in."""

from datetime import timedelta

from offramp.directory import actions as directory
from offramp.kernel.trail import Nobody
from offramp.people import actions as people
from offramp.people.states import Duty
from offramp.referrals import calls
from tests import cast as play
from tests.cast import NOON

LATER = NOON + timedelta(hours=30)


def keep_out(cast):
    """Rosa works with the person too, and Kim is the one who must not."""
    person = play.at_work(cast).person
    people.assign(person, cast.rosa, duty=Duty.SUPERVISION, by=cast.kim, at=LATER)
    return people.keep_out, (person, cast.kim), cast.rosa


def let_in_again(cast):
    act, (person, member), by = keep_out(cast)
    return people.let_in_again, (person, act(person, member, by=by, at=LATER).pk), by


def plant_decoys(cast):
    return people.plant_decoys, (), Nobody("clock", cast.site.pk)


def with_account(act, **asked):
    """An act of the operator's on Kim's account."""
    return lambda cast: (act, (cast.kim.user,), Nobody("operator"), asked)


PREPARED = {
    "directory.actions.give_first_password": with_account(
        directory.give_first_password, password="x" * 20, lost_second_factor=True
    ),
    "directory.actions.choose_password": with_account(directory.choose_password, password="y" * 20),
    "directory.actions.sign_out": with_account(directory.sign_out),
    "people.actions.keep_out": keep_out,
    "referrals.calls.keep_out": lambda cast: (calls.keep_out, *keep_out(cast)[1:]),
    "people.actions.let_in_again": let_in_again,
    "people.actions.plant_decoys": plant_decoys,
}
