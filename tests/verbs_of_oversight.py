"""The verbs of oversight, and those that two people decide, each ready to be called: `tests.verbs` takes them in."""

from datetime import timedelta

from offramp.casework import actions as casework
from offramp.consent import actions as consent
from offramp.consent.states import Meant
from offramp.kernel.trail import Nobody
from offramp.oversight import actions, orders
from offramp.oversight.states import About, Paper
from offramp.people import actions as people
from offramp.people.states import Duty
from offramp.referrals import actions as referrals
from tests import cast as play


def complain(cast):
    return actions.complain, (), play.stranger(cast), {"about": About.WORKER, "words": "He read my papers."}


def answer_complaint(cast):
    verb, _, stranger, asked = complain(cast)
    made = verb(**asked, by=stranger, at=play.NOON)
    return actions.answer_complaint, ("answer", made.pk), cast.noor, {"sentence": "We asked the team."}


def open_in_emergency(cast):
    reason = "County hospital asks what they take."
    return consent.open_in_emergency, (play.at_work(cast).person,), cast.rosa, {"reason": reason}


def sign_review(cast):
    play.at_work(cast)
    return actions.sign_review, (play.NOON.date() - timedelta(days=7),), cast.noor, {"found": "Each has its reason."}


def ask_for_names(cast):
    play.at_work(cast)
    asked = {"since": play.NOON, "until": play.LATE, "reason": "Kim's phone was taken from her car."}
    return actions.ask_for_names, (cast.kim.pk,), cast.noor, asked


def receive_paper(cast):
    return actions.receive_paper, (), cast.noor, {"paper": Paper.SUBPOENA, "issuer": "District Court"}


def _paper(cast):
    asked = {"order_number": "O-7", "process_number": "S-8"}
    return actions.receive_paper(paper=Paper.ORDER, issuer="District Court", **asked, by=cast.noor, at=play.NOON).pk


def read_paper(cast):
    return orders.read_paper, (_paper(cast),), cast.noor, {"counsel": "J. Reed, memo 12"}


def _read(cast):
    paper = _paper(cast)
    orders.read_paper(paper, counsel="J. Reed, memo 12", by=cast.noor, at=play.NOON)
    return paper


def answer_paper(cast):
    return orders.answer_paper, (_read(cast),), cast.noor, {}


def list_items(cast):
    asked = {"code": play.at_work(cast).code, "fields": ("people.Person.family_name",), "covers_confidential": False}
    return orders.list_items, (_read(cast),), cast.noor, asked


def _listed(cast):
    return play.listed_under_an_order(cast, play.at_work(cast), at=play.NOON + timedelta(hours=1)).pk


def agree_to_list(cast):
    return orders.agree_to_list, (_listed(cast),), cast.imani, {}


def send_list_back(cast):
    return orders.send_list_back, (_listed(cast),), cast.imani, {"reason": "Not the dates."}


def produce(cast):
    listed = _listed(cast)
    orders.agree_to_list(listed, by=cast.imani, at=play.NOON + timedelta(hours=2))
    return orders.produce, (listed,), cast.noor, {}


def _left_behind(cast):
    """The referral of somebody whose contact Lou keeps alone, who works with them no longer; and what two people decided."""
    referral, later = play.at_work(cast), {"by": cast.kim, "at": play.NOON + timedelta(hours=30)}
    mine = people.assign(referral.person, cast.lou, duty=Duty.PEER, **later)
    people.keep_contact(referral.person, by=cast.lou, at=later["at"])
    people.end_assignment(mine, **later)
    return referral, Nobody("operator", cast.site.pk), {"decided_by": cast.rosa, "agreed_by": cast.noor}


def hand_on(cast):
    referral, operator, two = _left_behind(cast)
    return people.hand_on_contact, (referral.person, cast.kim), operator, two


def hand_on_by_code(cast):
    referral, operator, two = _left_behind(cast)
    return referrals.hand_on_contact, (referral.code, cast.kim), operator, two


def write_down_stop(cast):
    play.sign(cast, play.at_work(cast).person)
    return casework.write_down_stop, (), cast.lou, said_by_jordan()


def place_stop(cast):
    """Said with a name that is not the record's: it waits."""
    referral = play.at_work(cast)
    play.sign(cast, referral.person)
    waits = casework.write_down_stop(given_name="Jo", meant=Meant.EVERYBODY, by=cast.lou, at=play.NOON)
    return casework.place_stop, (waits.pk,), cast.noor, {"code": referral.code, "meant": Meant.EVERYBODY}


def said_by_jordan(**instead):
    """What the participant of the cast says aloud: who they are, and that nobody may be told."""
    who = {"given_name": "Jordan", "family_name": "Ellery", "birth_date": play.JORDAN.birth_date}
    return who | {"meant": Meant.EVERYBODY} | instead


PREPARED = {
    "casework.actions.write_down_stop": write_down_stop,
    "casework.actions.place_stop": place_stop,
    "people.actions.hand_on_contact": hand_on,
    "referrals.actions.hand_on_contact": hand_on_by_code,
    "oversight.actions.receive_paper": receive_paper,
    "oversight.orders.read_paper": read_paper,
    "oversight.orders.answer_paper": answer_paper,
    "oversight.orders.list_items": list_items,
    "oversight.orders.agree_to_list": agree_to_list,
    "oversight.orders.send_list_back": send_list_back,
    "oversight.orders.produce": produce,
    "consent.actions.open_in_emergency": open_in_emergency,
    "oversight.actions.sign_review": sign_review,
    "oversight.actions.ask_for_names": ask_for_names,
    "oversight.actions.complain": complain,
    "oversight.actions.answer_complaint": answer_complaint,
}
