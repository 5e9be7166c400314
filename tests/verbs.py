"""One working call of every verb there is, each prepared at a small site. The house test fails when a verb is missing."""

import importlib
import inspect
from dataclasses import dataclass, field, replace
from datetime import timedelta

from offramp.casework import actions as casework
from offramp.casework.actions import Kit
from offramp.casework.states import Part
from offramp.consent import actions as consent
from offramp.consent.actions import Choice, Signature
from offramp.consent.models import Disclosure, ReleaseLine
from offramp.consent.states import Sent, SignatureKind
from offramp.directory import actions as directory
from offramp.directory.states import AgencyKind, Role, SiteMode
from offramp.justice import actions as justice
from offramp.justice import holding, updates
from offramp.kernel.classification import DataClass
from offramp.kernel.trail import Nobody
from offramp.people import actions as people
from offramp.people.states import Duty
from offramp.protocols import actions as protocols
from offramp.protocols import reads as protocol_reads
from offramp.referrals import actions as referrals
from offramp.referrals import calls
from offramp.referrals.actions import Seen, Who
from offramp.referrals.models import HandOff
from offramp.referrals.states import InsteadOfWaiting, Mode, NotOfferedReason, PassReason
from tests import cast as play
from tests import verbs_of_access, verbs_of_agreements, verbs_of_care, verbs_of_oversight, verbs_of_relief
from tests.cast import BY_PLACE, JORDAN, NOON
from tests.house.tree import PACKAGE

LATER = NOON + timedelta(hours=30)
TYPED = Signature("Jordan Ellery", SignatureKind.TYPED, "Jordan Ellery")
OPERATOR = Nobody("operator")
WITHOUT_WRITING = "it writes nothing"
PART_OF_A_VERB = "a part of the verbs above it, inside their transaction"

#: Verbs that delete the very row they answer with: their token cannot give it back.
DELETES_ITS_ANSWER = {
    "casework.actions.forget", "people.actions.forget_person", "justice.relief.take_back_relief",
}  # fmt: skip

#: Public functions of an actions.py or calls.py that are not verbs, and why.
NO_VERBS = {
    **dict.fromkeys(("referrals.actions.assess", "people.actions.whose"), WITHOUT_WRITING),
    **dict.fromkeys(("referrals.actions.step_on", "referrals.actions.write_answer"), PART_OF_A_VERB),
    "consent.actions.hold_lines": PART_OF_A_VERB,
    **dict.fromkeys(("consent.actions.end_papers_about", "consent.actions.end_with"), PART_OF_A_VERB),
    "oversight.removals.replay": "it repeats a verb",
    "consent.actions.stop_said": PART_OF_A_VERB,
    **dict.fromkeys([f"consent.actions.{name}" for name in ("office_of", "missing", "lacks")], WITHOUT_WRITING),
    **dict.fromkeys(("directory.actions.end_temporary", "directory.actions.sign_out_everybody"), "it repeats a verb"),
    "casework.actions.run_clock": "it repeats verbs, each of them whole, and does nothing twice",
    "justice.actions.run_clock": "the same, told whom a held charge names",
    "justice.actions.deliver": "it draws what is there and counts each once, so it needs no token",
}


@dataclass
class Act:
    """A call of a verb that is ready to be made."""

    verb: object
    args: tuple = ()
    by: object = None
    asked: dict = field(default_factory=dict)
    at: object = LATER

    def __call__(self, **more):
        return self.verb(*self.args, **{"by": self.by, "at": self.at} | self.asked | more)


def public_functions():
    """Name and function, for each public function of each module of verbs."""
    names = ("actions", "agreements", "calls", "contacts", "orders", "relief", "removals", "telling", "updates")
    for path in sorted(found for name in names for found in PACKAGE.glob(f"*/{name}.py")):
        name = f"{path.parent.name}.{path.stem}"
        module = importlib.import_module(f"offramp.{name}")
        for called, found in inspect.getmembers(module, inspect.isfunction):
            if not called.startswith("_") and found.__module__ == module.__name__:
                yield f"{name}.{called}", found


def is_verb(function):
    """Whether `kernel.verbs.verb` made it one."""
    return function.__code__.co_filename.endswith("kernel/verbs.py")


def prepare(name):
    """The cast of a site, and the named verb ready to be called there."""
    cast = play.at_site(SITE.get(name, "bureau"))
    return cast, PREPARED[name](cast)


def _directory(cast):
    state, county = cast.site.state, BY_PLACE["bureau"].counties[0]
    user = directory.add_user(username="someone", password=None, by=OPERATOR, at=NOON)
    return {
        "add_state": Act(directory.add_state, asked={"fips": "41", "name": "Oregon", "postal": "OR", "counties": []}),
        "add_region": Act(directory.add_region, asked={"state": state, "name": "Sound", "counties": [county]}),
        "open_site": Act(
            directory.open_site,
            asked={
                "slug": "elsewhere", "name": "Elsewhere", "mode": SiteMode.DEMO, "state": state, "counties": [county],
                "time_zone": "America/Chicago", "on_call_phone": "(206) 555-0199",
            },
        ),
        "add_agency": Act(
            directory.add_agency, asked={"site": cast.site, "name": "Harbor Police", "kind": AgencyKind.POLICE, "units": ["A"]}
        ),
        "add_user": Act(directory.add_user, asked={"username": "another", "password": None}),
        "add_member": Act(
            directory.add_member,
            asked={"user": user, "role": Role.PEER, "name": "Ana", "site": cast.site, "agency": cast.kim.agency},
        ),
        "end_member": Act(directory.end_member, (cast.rosa,)),
        "put_on_call": Act(
            directory.put_on_call, (cast.rosa,), asked={"place": 3, "starts_at": NOON, "ends_at": NOON + timedelta(days=1)}
        ),
    }  # fmt: skip


def _of_directory(name):
    def prepared(cast):
        act = _directory(cast)[name]
        act.by = OPERATOR
        return act

    return prepared


def _adopt(cast):
    text = protocol_reads.in_force(cast.pat, NOON.date()).text
    asked = {
        "effective_from": LATER.date(), "decision": "Decision 2", "decided_on": NOON.date(), "signers": ["Pat M., Rivertown"]
    }  # fmt: skip
    return Act(protocols.adopt, (cast.site.pk, text), cast.pat, asked)


def _clock(cast):
    return Nobody("clock", cast.site.pk)


def _on_a_person(make):
    return lambda cast: make(cast, play.at_work(cast).person)


def _two_records(cast):
    person = play.at_work(cast).person
    other = people.record_person(site_id=cast.site.pk, given_name="Jordon", family_name="Ellery", by=cast.kim, at=NOON)
    return person, other


def _said_of_two(cast, said):
    one, other = _two_records(cast)
    return one, said(one, other, by=cast.kim, at=LATER).pk


def _release(cast, person):
    choices = [Choice(cast.vance, frozenset({DataClass.PARTICIPATION}), LATER + timedelta(days=365))]
    asked = {
        "choices": choices, "signature": TYPED, "discloser": cast.site.name, "purpose": "to hold the charge",
        "text": "You choose who we talk to.", "language": "en", "no_officer_present": True,
    }  # fmt: skip
    return Act(consent.sign, (person,), cast.kim, asked)


def _signed_with_the_worker(cast, person):
    return replace(_release(cast, person), verb=casework.sign_release)


def _hand_off_paper(cast, person):
    asked = {"signature": TYPED, "discloser": cast.site.name, "text": "We keep your name.", "language": "en"}
    return Act(consent.keep_name_72_hours, (person,), cast.kim, asked)


def _line(cast, person):
    play.sign(cast, person, at=LATER - timedelta(hours=1))
    return ReleaseLine.objects.order_by("pk").first()


def _told(cast):
    person = play.at_work(cast).person
    play.sign(cast, person)
    play.complete_intake(cast, person)
    justice.deliver(by=cast.vance, at=NOON + timedelta(days=11))
    return Disclosure.objects.get()


def _disclose(cast, person):
    play.sign(cast, person, at=LATER - timedelta(hours=1))
    asked = {"to": cast.vance, "kind": Sent.CERTIFICATE, "about_id": person.diversions.get().pk, "text": "Done."}
    return Act(consent.disclose, (person,), cast.vance, asked)


def _asked(cast):
    return referrals.ask(facts={}, by=cast.dana, at=NOON)


def _agreed(cast):
    return referrals.take("agree", _asked(cast).pk, by=cast.ames, at=NOON)


def _divert(cast):
    return Act(referrals.divert, (), cast.dana, {"facts": play.divertible(cast), "who": JORDAN, "mode": Mode.SCENE})


def _at_the_door(verb, **asked):
    return lambda cast: Act(verb, (), cast.dana, {"facts": play.divertible(cast)} | asked)


def _community(cast):
    asked = {"who": Who(description="Blue coat"), "concerns": ("cold",), "place": "Mill", "relation": "neighbor"}
    stranger = Nobody("stranger", cast.site.pk)
    return Act(referrals.refer_from_community, (), stranger, asked | {"contact": "(206) 555-0177"})


def _call_back_made(cast):
    return Act(referrals.call_back_made, (_community(cast)().pk,), cast.pat)


def _call(cast):
    return play.offer(cast).hand_off.pk


def _answered(cast):
    return calls.answer(_call(cast), by=cast.lou, at=NOON).pk


def _handed_over(cast):
    referral = play.offer(cast)
    play.hand_over(cast, referral)
    return referral


def _intake(cast):
    return play.fill_intake(cast, play.at_work(cast).person, at=LATER - timedelta(hours=1)).pk


def _completed(cast):
    return casework.complete_intake(_intake(cast), by=cast.kim, at=LATER - timedelta(minutes=5)).pk


def _part(cast, person):
    version = protocol_reads.in_force(cast.kim, NOON.date())
    return Act(casework.save_part, (person, Part.HEALTH, {"note": "skip"}), cast.kim, {"protocol_version": version})


def _extend(cast):
    matter = play.at_work(cast).diversion
    return Act(
        justice.extend, (matter.pk,), cast.pat, {"until": matter.due_on + timedelta(days=7), "reason": "In hospital"}
    )


def _sign_notice_paper(cast):
    play.adopt(cast, play.NOTICE_ADOPTED, on=NOON.date())
    matter = play.at_work(cast).diversion
    asked = {
        "signature": TYPED, "text": play.notice_paper(cast, matter, cast.dana), "language": "en",
        "ends_at": LATER + timedelta(days=90), "no_officer_present": True,
    }  # fmt: skip
    return Act(justice.sign_notice_paper, (matter.pk, cast.dana.pk), cast.kim, asked)


def _sign_justice_consent(cast):
    play.adopt(cast, play.JUSTICE_CONSENT_ALLOWED, on=(NOON - timedelta(days=1)).date())
    matter = play.at_work(cast).diversion
    asked = {
        "signature": TYPED, "text": play.justice_paper(cast, matter, cast.vance), "language": "en",
        "no_officer_present": True,
    }  # fmt: skip
    return Act(justice.sign_justice_consent, (matter.pk, cast.vance.pk), cast.kim, asked)


def _say_contact(cast):
    signed = _sign_justice_consent(cast)
    signed()
    asked = {"recipient_id": cast.vance.pk, "next_on": None, "was_seen": True}
    return Act(updates.say_contact, signed.args[:1], cast.kim, asked, at=LATER + timedelta(hours=1))


def _preview(cast):
    return Act(justice.preview_notice, (play.late_matter(cast).pk, cast.dana.pk), cast.kim, at=play.LATE)


def _tell(cast):
    kept = _preview(cast)()
    return Act(justice.tell_person, (kept.pk,), cast.kim, {"how": "face to face", "answer": "ok"}, at=play.LATE)


def _send(cast):
    return Act(justice.send_notice, (play.tell(cast, play.late_matter(cast)).pk,), cast.kim, at=play.AFTER_TELLING)


def _share_update(cast):
    referral, opener = play.at_work(cast), updates.Opener.HAS_MET
    play.sign(cast, referral.person, classes=(DataClass.SHARED_UPDATE,))
    asked = {"recipient_id": cast.vance.pk, "referral_id": referral.pk, "opener": opener, "was_seen": True}
    return Act(updates.share_update, (referral.person,), cast.kim, asked, at=NOON + timedelta(days=5))


def _late(verb, make, *told):
    """A verb of the clock, long after everything; it may be told whom a held charge names."""
    return lambda cast: Act(
        verb, (make(cast),), _clock(cast), {name: holding.people(_clock(cast)) for name in told}, at=NOON + timedelta(days=90)
    )  # fmt: skip


def _looked_for(cast):
    return referrals.refer_social_contact(facts={}, who=JORDAN, by=cast.dana, at=NOON)


def _reachable(cast):
    return people.record_person(site_id=cast.site.pk, given_name="Sam", phone="(206) 555-0188", by=cast.kim, at=NOON)


def _diverted_and_reachable(cast):
    person = _handed_over(cast).person
    people.update_person(person, phone="(206) 555-0188", by=cast.lou, at=NOON + timedelta(hours=1))
    return _named_for_72_hours(cast, person).pk


def _named_for_72_hours(cast, person):
    replace(_hand_off_paper(cast, person), by=cast.lou, at=NOON + timedelta(hours=1))()
    return person


def _told_by_a_neighbor(cast):
    return replace(_community(cast), at=NOON)(wants_call_back=True).pk


#: Not every verb can be tried at the Bureau's site: it has no notice to send, and says a plain no to nothing.
SITE = {
    "referrals.actions.record_not_divertible": "fayette",
    "justice.actions.sign_notice_paper": "fayette",
    "justice.actions.record_condition": "rochester-monroe",
    "justice.actions.undo_condition": "rochester-monroe",
    "justice.actions.preview_notice": "fayette",
    "justice.actions.tell_person": "fayette",
    "justice.actions.send_notice": "fayette",
}


def _as_act(make):
    return lambda cast: Act(*make(cast))


_OTHERS = (verbs_of_oversight, verbs_of_agreements, verbs_of_access, verbs_of_care, verbs_of_relief)
READY = {name: make for others in _OTHERS for name, make in others.PREPARED.items()}
PREPARED = {
    **{name: _as_act(make) for name, make in READY.items()},
    **{
        f"directory.actions.{name}": _of_directory(name)
        for name in (
            "add_state", "add_region", "open_site", "add_agency", "add_user", "add_member", "end_member", "put_on_call",
        )
    },
    "protocols.actions.adopt": _adopt,
    "people.actions.record_person": lambda cast: Act(
        people.record_person, (), cast.dana, {"site_id": cast.site.pk, "given_name": "Sam"}
    ),
    "people.actions.update_person": _on_a_person(
        lambda cast, person: Act(people.update_person, (person,), cast.kim, {"phone": "(206) 555-0188"})
    ),
    "people.actions.add_alias": _on_a_person(
        lambda cast, person: Act(people.add_alias, (person,), cast.kim, {"given_name": "Jo"})
    ),
    "people.actions.remove_alias": _on_a_person(
        lambda cast, person: Act(
            people.remove_alias, (person, people.add_alias(person, given_name="Jo", by=cast.kim, at=LATER).pk), cast.kim
        )
    ),
    "people.actions.keep_contact": _on_a_person(lambda cast, person: Act(people.keep_contact, (person,), cast.kim)),
    "people.actions.share_contact": _on_a_person(
        lambda cast, person: Act(
            people.share_contact, (people.keep_contact(person, by=cast.kim, at=LATER),), cast.kim
        )
    ),
    "people.actions.forget_contact": _late(people.forget_contact, _reachable),
    "people.actions.forget_person": _late(people.forget_person, _reachable),
    "people.actions.assign": _on_a_person(
        lambda cast, person: Act(people.assign, (person, cast.rosa), cast.kim, {"duty": Duty.SUPERVISION})
    ),
    "people.actions.end_assignment": _on_a_person(
        lambda cast, person: Act(people.end_assignment, (person.assignments.get(member=cast.kim),), cast.rosa)
    ),
    "people.actions.end_on_call": lambda cast: Act(people.end_on_call, (_handed_over(cast).person,), cast.lou),
    "people.actions.link": lambda cast: Act(people.link, _two_records(cast), cast.kim),
    "people.actions.hold_apart": lambda cast: Act(people.hold_apart, _two_records(cast), cast.kim),
    "people.actions.take_back": lambda cast: Act(people.take_back, _said_of_two(cast, people.hold_apart), cast.kim),
    "consent.actions.sign": _on_a_person(_release),
    "consent.actions.keep_name_72_hours": _on_a_person(_hand_off_paper),
    "consent.actions.forget_hand_off_papers": _late(
        consent.forget_hand_off_papers, lambda cast: _named_for_72_hours(cast, _handed_over(cast).person)
    ),
    "consent.actions.stop": _on_a_person(lambda cast, person: Act(consent.stop, (_line(cast, person),), cast.kim)),
    "consent.actions.stop_telling": _on_a_person(lambda cast, one: Act(consent.stop_telling, (_line(cast, one),), cast.kim)),
    "consent.actions.disclose": _on_a_person(_disclose),
    "consent.actions.mark_read": lambda cast: Act(consent.mark_read, (_told(cast).pk,), cast.vance, at=play.LATE),
    "referrals.actions.divert": _divert,
    "referrals.actions.ask": lambda cast: Act(referrals.ask, (), cast.dana, {"facts": {}}),
    "referrals.actions.offer_agreed": lambda cast: Act(
        referrals.offer_agreed, (_agreed(cast).pk,), cast.dana, {"who": JORDAN, "mode": Mode.SCENE}
    ),
    "referrals.actions.record_decline": _at_the_door(referrals.record_decline),
    "referrals.actions.record_not_offered": _at_the_door(
        referrals.record_not_offered, reason=NotOfferedReason.DISCRETION
    ),
    "referrals.actions.record_not_divertible": lambda cast: Act(
        referrals.record_not_divertible, (), cast.dana, {"facts": {"offense": "other"}}
    ),
    "referrals.actions.refer_social_contact": lambda cast: Act(
        referrals.refer_social_contact, (), cast.dana, {"facts": {}, "who": JORDAN}
    ),
    "referrals.actions.refer_from_community": _community,
    "referrals.actions.call_back_made": _call_back_made,
    "referrals.actions.take": lambda cast: Act(referrals.take, ("agree", _asked(cast).pk), cast.ames),
    "referrals.actions.lapse": _late(referrals.lapse, lambda cast: _looked_for(cast).pk),
    "referrals.actions.part_from_person": _late(referrals.part_from_person, _looked_for),
    "referrals.actions.record_seen": lambda cast: Act(
        referrals.record_seen, (play.offer(cast).pk,), cast.dana, {"seen": Seen(age="30 to 39")}
    ),
    "referrals.actions.finish": lambda cast: Act(
        referrals.finish, (play.offer(cast).pk,), cast.dana, {"incident_number": "26-4471"}
    ),
    "referrals.calls.answer": lambda cast: Act(calls.answer, (_call(cast),), cast.lou),
    "referrals.calls.pass_on": lambda cast: Act(calls.pass_on, (_call(cast),), cast.lou, {"reason": PassReason.TOO_FAR}),
    "referrals.calls.step_back": lambda cast: Act(
        calls.step_back, (_answered(cast),), cast.lou, {"reason": PassReason.NOT_SAFE}
    ),
    "referrals.calls.set_out": lambda cast: Act(calls.set_out, (_answered(cast),), cast.lou, {"minutes": 15}),
    "referrals.calls.arrive": lambda cast: Act(calls.arrive, (_answered(cast),), cast.lou),
    "referrals.calls.end_custody": lambda cast: Act(calls.end_custody, (_answered(cast),), cast.dana),
    "referrals.calls.go_another_way": lambda cast: Act(
        calls.go_another_way, (_call(cast),), cast.dana, {"choice": InsteadOfWaiting.PHONE}
    ),
    "casework.actions.find_nobody": lambda cast: Act(
        casework.find_nobody, (HandOff.objects.get(pk=_answered(cast)).referral_id,), cast.lou
    ),
    "referrals.calls.rate": lambda cast: Act(calls.rate, (_answered(cast),), cast.dana, {"stars": 5}),
    "casework.actions.save_meeting": lambda cast: Act(
        casework.save_meeting, (_handed_over(cast).pk,), cast.lou,
        {"kit": Kit(1, "A113"), "next_at": LATER + timedelta(days=1), "keeps_name": True},
    ),
    "casework.actions.agree_next_time": lambda cast: Act(
        casework.agree_next_time, (play.at_work(cast).person,), cast.kim, {"next_at": LATER + timedelta(days=2)}
    ),
    "casework.actions.give_supply": lambda cast: Act(casework.give_supply, (Kit(2, "A113"),), cast.lou, {"person": None}),
    "casework.actions.take_over": lambda cast: Act(
        casework.take_over, (_handed_over(cast).person,), cast.rosa, {"case_manager": cast.kim}
    ),
    "casework.actions.sign_release": _on_a_person(_signed_with_the_worker),
    "casework.actions.save_part": _on_a_person(_part),
    "casework.actions.complete_intake": lambda cast: Act(casework.complete_intake, (_intake(cast),), cast.kim),
    "casework.actions.reopen_intake": lambda cast: Act(casework.reopen_intake, (_completed(cast),), cast.kim),
    "casework.actions.forget": _late(casework.forget, lambda cast: _looked_for(cast).person_id, "held"),
    "casework.actions.forget_how_to_reach": _late(casework.forget_how_to_reach, _diverted_and_reachable, "held"),
    "justice.actions.hand_over": lambda cast: Act(justice.hand_over, (_to_hand_over(cast),), cast.dana),
    "justice.actions.decide": lambda cast: Act(justice.decide, ("do_not_file", play.at_work(cast).diversion.pk), cast.vance),
    "justice.actions.decide_own": lambda cast: Act(justice.decide_own, ("charge", play.left_to_the_officer(cast)), cast.dana),
    "justice.actions.extend": _extend,
    "justice.actions.undo_intake": lambda cast: Act(justice.undo_intake, (_completed(cast),), cast.kim),
    "justice.actions.take_into_file": lambda cast: Act(
        justice.take_into_file, (_told(cast).pk,), cast.vance, at=NOON + timedelta(days=12)
    ),
    "justice.actions.sign_justice_consent": _sign_justice_consent,
    "justice.updates.say_contact": _say_contact,
    "justice.actions.sign_notice_paper": _sign_notice_paper,
    "justice.actions.preview_notice": _preview,
    "justice.actions.tell_person": _tell,
    "justice.actions.send_notice": _send,
    "justice.updates.share_update": _share_update,
    "justice.updates.take_back": lambda cast: Act(updates.take_back, (_share_update(cast)().pk,), cast.kim, at=play.LATE),
}  # fmt: skip


def _to_hand_over(cast):
    referral = play.offer(cast)
    calls.answer(referral.hand_off.pk, by=cast.lou, at=NOON)
    return referral.pk
