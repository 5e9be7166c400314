"""Two sites where everything has happened, every field a canary; everybody who can hold a seat; and every address."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from offramp.casework import actions as casework
from offramp.casework import contacts
from offramp.casework.actions import Kit
from offramp.casework.models import Contact, Meeting
from offramp.casework.questions import QUESTIONS
from offramp.casework.rules import Noted
from offramp.casework.states import ContactKind, Naloxone, Overdose, Part, Reach, Sensitivity
from offramp.consent import actions as consent
from offramp.consent.actions import Choice, Signature
from offramp.consent.models import ReleaseLine, SaidStop
from offramp.consent.states import Meant, SignatureKind
from offramp.directory import actions as directory
from offramp.directory.states import AgencyKind, Role
from offramp.justice import actions as justice
from offramp.justice import updates
from offramp.justice.models import RecordRelief
from offramp.justice.states import Opener
from offramp.kernel.classification import DataClass
from offramp.kernel.trail import Nobody
from offramp.oversight.models import Tombstone
from offramp.people import actions as people
from offramp.people.states import Duty
from offramp.protocols import reads as protocols
from offramp.protocols.states import ReliefKind
from offramp.referrals import actions as referrals
from offramp.referrals.actions import Who
from offramp.referrals.states import Mode
from tests import cast as play
from tests.cast import NOON
from tests.proof.canaries import Aviary

NOW = NOON + timedelta(days=50)
REPORT = ("incident_number", "statute", "report_reference", "property_reference", "report_note")
TOLD = (DataClass.PARTICIPATION, DataClass.SHARED_UPDATE)
OPERATOR = Nobody("operator")

#: The Bureau's protocol has every door open and no notice; here a made-up decision has turned one on.
NOTICE_ADOPTED = {
    "compliance_notice: off": (
        "compliance_notice: adopted\n  decision: PCG decision 14\n  decided_on: 2025-10-01\n"
        "  notice: {id: 9(b), says: One thing may be told., authority: made up}"
    ),
    "warnings: []": (
        "warnings:\n  - {id: '16', says: This site tells it., authority: made up,"
        " principle: Positive facts only., departs_at: 9(b)}"
    ),
}

#: In which agency a role sits, where the demonstration has nobody in it.
AGENCY_OF = {Role.LE_LIAISON: AgencyKind.POLICE, Role.OUTREACH: AgencyKind.CARE}


@dataclass
class World:
    """A site, who works there, what stands in every field, and what every address can be made with."""

    cast: Any
    birds: Aviary
    seats: dict[str, Any]  # by a name of the seat: the membership
    ids: dict[str, list[Any]] = field(default_factory=dict)
    jordan: Any = None
    referral: Any = None
    matter: Any = None


def build(seed: int = 1) -> World:
    """Everything happens to Jordan, at a site with every door open that adopted the notice; others come and are told of."""
    cast = play.at_site("bureau")
    play.adopt(cast, NOTICE_ADOPTED, on=NOON.date())
    world = World(cast, Aviary(seed), everybody(cast))
    world.referral = _diverted(world)
    world.jordan, world.matter = world.referral.person, world.referral.diversion
    _cared_for(world)
    _noted(world)
    _released(world)
    _asked_and_told(world)
    world.ids = _identifiers(world)
    return world


def everybody(cast: Any) -> dict[str, Any]:
    """The cast, and one member in each role that it lacks, so that every role has a seat."""
    seats = dict(cast.members)
    for role in set(Role) - {member.role for member in seats.values()}:
        kind = AGENCY_OF.get(role)
        user = directory.add_user(username=f"{role}-{cast.site.slug}", password=None, by=OPERATOR, at=NOON)
        over = {"state": cast.site.state} if role == Role.STATE_COORDINATOR else {"site": cast.site}
        agency = cast.site.agencies.filter(kind=kind).first() if kind else None
        seats[str(role)] = directory.add_member(
            user=user, role=role, name=f"{role} of {cast.site.slug}", agency=agency, by=OPERATOR, at=NOON, **over
        )
    return seats


def _diverted(world: World) -> Any:
    """An officer offers, a peer comes, the report is finished: the police's and the peer's fields."""
    cast, fresh = world.cast, world.birds.fresh
    born = date(1937, 11, 23)
    world.birds.known("birth date", "C1", "1937-11-23", "nov 23, 1937", "11/23/1937", "november 23, 1937")
    who = Who(fresh("given name", "C1", words=1), fresh("family name", "C1", words=1), born, fresh("description", "C1"))
    agreed = (
        cast.ames if referrals.assess("arrest_diversion", play.divertible(cast), by=cast.dana, at=NOON).ask else None
    )
    referral = referrals.divert(
        facts=play.divertible(cast), who=who, mode=Mode.SCENE, place=fresh("place of the stop", "C3"), agreed_by=agreed,
        by=cast.dana, at=NOON,
    )  # fmt: skip
    play.hand_over(cast, referral)
    written = {field: fresh(field.replace("_", " "), "C4") for field in REPORT}
    referrals.finish(referral.pk, by=cast.dana, at=NOON + timedelta(hours=2), **written)
    referral.refresh_from_db()
    return referral


def _cared_for(world: World) -> None:
    """What the care team writes: the meeting, the 72-hour paper, names, contact, the intake's answers."""
    cast, fresh, jordan = world.cast, world.birds.fresh, world.jordan
    met = NOON + timedelta(minutes=50)
    casework.save_meeting(
        world.referral.pk, needs=[fresh("need", "C6")], naloxone=Naloxone.GIVEN, has_overdosed=Overdose.YES,
        kit=Kit(1, fresh("lot", "C6", words=1)), next_at=met + timedelta(days=1), next_place=fresh("next place", "C3"),
        reach=Reach.FIND, keeps_name=True, by=cast.lou, at=met,
    )  # fmt: skip
    consent.keep_name_72_hours(
        jordan, signature=_signed(world, "hand-off"), discloser=cast.site.name, text=fresh("hand-off paper", "C5"),
        language="en", by=cast.lou, at=met,
    )  # fmt: skip
    play.take_over(cast, jordan)
    people.assign(jordan, cast.rosa, duty=Duty.SUPERVISION, by=cast.rosa, at=NOON + timedelta(days=1))
    people.assign(jordan, cast.lou, duty=Duty.PEER, by=cast.rosa, at=NOON + timedelta(days=1))
    people.assign(jordan, world.seats["outreach"], duty=Duty.OUTREACH, by=cast.rosa, at=NOON + timedelta(days=1))
    at = NOON + timedelta(days=2)
    people.add_alias(
        jordan, given_name=fresh("other given name", "C1", words=1), family_name=fresh("other family name", "C1", words=1),
        by=cast.kim, at=at,
    )  # fmt: skip
    people.update_person(
        jordan, phone=fresh("phone", "C2"), contact_hours=fresh("contact hours", "C2"),
        contact_words=fresh("contact words", "C2"), by=cast.kim, at=at,
    )  # fmt: skip
    version = protocols.in_force(cast.kim, at.date())
    for part in Part:
        answers = {one.name: fresh(f"intake: {part} {one.name}", "C6") for one in QUESTIONS[part] if not one.answers}
        casework.save_part(jordan, part, answers or {"note": "skip"}, protocol_version=version, by=cast.kim, at=at)


def _noted(world: World) -> None:
    """What is written down after each touch: by the case manager for the team, kept close, and a draft; and by the peer."""
    cast, fresh, jordan = world.cast, world.birds.fresh, world.jordan
    for many, (who, called, sensitivity, signs) in enumerate((
        (cast.kim, "note", "usual", True), (cast.kim, "note kept close", "close", True),
        (cast.kim, "note not signed", "usual", False), (cast.lou, "note of a peer", "usual", True),
    ), 4):  # fmt: skip
        at = NOON + timedelta(days=many)
        noted = Noted(
            ContactKind.FIELD, at, True, 15, words=fresh(called, "C7"), next_step=fresh(f"{called}: next step", "C7"),
            next_on=at.date(), sensitivity=Sensitivity(sensitivity),
        )  # fmt: skip
        made = contacts.save_contact(jordan, noted, signs=signs, by=who, at=at)
        if signs:
            contacts.add_to_contact(jordan, made.pk, fresh(f"{called}: added", "C7"), by=who, at=at)


def _signed(world: World, paper: str) -> Signature:
    return Signature(
        world.birds.fresh(f"{paper}: signer", "C1"), SignatureKind.DRAWN, world.birds.fresh(f"{paper}: signature", "C1"),
        witness=world.birds.fresh(f"{paper}: witness", "C1"),
    )  # fmt: skip


def _released(world: World) -> None:
    """Papers, more time, updates, the notice, and in the end the certificate: whatever can leave has left or waits."""
    cast, fresh, jordan = world.cast, world.birds.fresh, world.jordan
    at = NOON + timedelta(days=3)
    choices = [Choice(member, frozenset(TOLD), at + timedelta(days=365)) for member in (cast.vance, cast.dana)]
    consent.sign(
        jordan, choices=choices, signature=_signed(world, "release"), discloser=fresh("discloser", "C5"),
        purpose=fresh("purpose", "C5"), text=fresh("release words", "C5"), language="en", no_officer_present=True,
        by=cast.kim, at=at,
    )  # fmt: skip
    for recipient in (cast.vance, cast.dana):
        updates.share_update(
            jordan, recipient_id=recipient.pk, referral_id=world.referral.pk, opener=Opener.HAS_MET,
            words=fresh(f"update to {recipient.role}", "C5u"), was_seen=True, by=cast.kim, at=NOON + timedelta(days=5),
        )  # fmt: skip
    late = play.LATE
    play.sign_notice_release(cast, world.matter)
    kept = play.tell(cast, world.matter, at=late)
    justice.send_notice(kept.pk, by=cast.kim, at=late + timedelta(hours=1))
    justice.deliver(by=cast.dana, at=late + timedelta(minutes=90))  # shown before more time is given; never again after
    justice.extend(
        world.matter.pk, until=world.matter.due_on + timedelta(days=20), reason=fresh("why more time", "C5"), by=cast.pat,
        at=late + timedelta(hours=2),
    )  # fmt: skip
    casework.complete_intake(jordan.intake.pk, by=cast.kim, at=late + timedelta(days=1))


def _asked_and_told(world: World) -> None:
    """A second diversion, decided with a reason; a question that was sent back; a neighbor's form; a look-alike."""
    cast, fresh = world.cast, world.birds.fresh
    second = play.offer(
        cast, who=Who(fresh("another's given name", "C1", words=1), "Quill"), at=NOW - timedelta(hours=8)
    )
    play.hand_over(cast, second, at=NOW - timedelta(hours=7))
    referrals.finish(
        second.pk, by=cast.dana, at=NOW - timedelta(hours=6),
        **{field: fresh(f"own: {field.replace('_', ' ')}", "C4") for field in REPORT},
    )  # fmt: skip
    justice.decide("file", second.diversion.pk, reason=fresh("why it was filed", "C4"), by=cast.vance, at=NOW)
    RecordRelief.objects.create(
        site=cast.site, diversion=second.diversion, kind=ReliefKind.SEALED, basis=fresh("basis of a relief", "C4"),
        ordered_on=NOW.date(), asked_by=cast.kim, asked_at=NOW,
    )  # fmt: skip
    asked = referrals.ask(facts={}, by=cast.dana, at=NOW - timedelta(hours=3))
    approver = next(member for member in cast.members.values() if member.role == asked.asked_role)
    referrals.take(
        "send_back", asked.pk, reason=fresh("why it was sent back", "C4"), by=approver, at=NOW - timedelta(hours=2)
    )
    looked_for = referrals.refer_social_contact(
        facts=play.social(cast), who=Who(description=fresh("as an officer saw them", "C1")),
        place=fresh("where an officer saw them", "C3"),
        by=cast.dana, at=NOW - timedelta(hours=2),
    )  # fmt: skip
    play.sent_out(cast, looked_for, at=NOW - timedelta(hours=1))
    casework.write_down_stop(
        given_name=fresh("stop aloud: given name", "C1", words=1), family_name=fresh("stop aloud: family name", "C1", words=1),
        meant=Meant.NAMED, words=fresh("stop aloud: whom", "C5"), by=cast.lou, at=NOW - timedelta(hours=1),
    )  # fmt: skip
    referrals.refer_from_community(
        who=Who(description=fresh("as a neighbor saw them", "C1")), concerns=("cold",),
        place=fresh("where a neighbor saw them", "C3"),
        relation=fresh("what the neighbor is", "C2"), contact=fresh("how to reach the neighbor", "C2"), wants_call_back=True,
        by=play.stranger(cast), at=NOW - timedelta(hours=1),
    )  # fmt: skip


def _identifiers(world: World) -> dict[str, list[Any]]:
    """For whatever an address takes: what this world has, and something that nothing has."""
    jordan, cast = world.jordan, world.cast
    lines = ReleaseLine.objects.filter(release__person=jordan).order_by("pk")
    own: dict[str, list[Any]] = {
        "referral_id": list(cast.site.referral_set.order_by("received_at").values_list("pk", flat=True)),
        "person_id": [jordan.pk], "other_id": [world.matter.pk], "alias_id": [jordan.aliases.get().pk],
        "kept_out_id": [uuid4()],
        "release_id": list(jordan.releases.order_by("signed_at").values_list("pk", flat=True)),
        "line_id": [lines[0].pk], "diversion_id": [world.matter.pk], "matter_id": list(
            cast.site.diversion_set.order_by("held_at").values_list("pk", flat=True)
        ),
        "recipient_id": [cast.dana.pk], "hand_off_id": [world.referral.hand_off.pk],
        "meeting_id": [Meeting.objects.get(person=jordan).pk], "link_id": [uuid4()],
        "condition_id": [uuid4()], "contact_id": list(Contact.objects.order_by("happened_at").values_list("pk", flat=True)),
        "version_id": [protocols.in_force(cast.pat, NOW.date()).pk],
        "stop_id": list(SaidStop.objects.values_list("pk", flat=True)), "access_id": [], "inquiry_id": [], "paper_id": [],
        "list_id": [], "relief_id": list(RecordRelief.objects.values_list("pk", flat=True)),
        "tombstone_id": [Tombstone.objects.create(site=cast.site, removed_on=NOW.date(), basis="sealed: State code").pk],
        "complaint_id": [], "update_id": list(jordan.updates.order_by("written_at").values_list("pk", flat=True)),
    }  # fmt: skip
    nothing = {name: [*values, uuid4()] for name, values in own.items()}
    return nothing | {
        "part": ["health"], "answer": ["agree"], "slug": [cast.site.slug, "nowhere"], "pk": [1],
        "clock": ["participation"], "condition": ["participation"],
        "monday": ["2026-03-02"],
    }  # fmt: skip
