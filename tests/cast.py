"""The small cast that the whole suite uses, at any of the five demonstration sites, and the steps of the first path."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from django.utils import timezone

from offramp.casework import actions as casework
from offramp.casework import contacts
from offramp.casework.actions import Kit
from offramp.casework.models import IntakePart
from offramp.casework.rules import Noted
from offramp.casework.states import ContactKind, Naloxone
from offramp.consent import actions as consent
from offramp.consent.actions import Choice, Signature
from offramp.consent.states import ReleaseKind, SignatureKind
from offramp.demo import scenes
from offramp.demo.build import build_place
from offramp.demo.places import PLACES
from offramp.directory import actions as directory
from offramp.directory.models import Shift, User
from offramp.directory.states import Role
from offramp.justice import actions as justice
from offramp.justice import consents, reads
from offramp.kernel.classification import DataClass
from offramp.kernel.clocks import local_date
from offramp.kernel.models import TrailRow
from offramp.kernel.trail import Nobody
from offramp.oversight import actions as oversight
from offramp.oversight import orders
from offramp.oversight.states import Paper
from offramp.protocols import document
from offramp.protocols import reads as protocols
from offramp.referrals import actions as referrals
from offramp.referrals import calls
from offramp.referrals.actions import Who
from offramp.referrals.states import Mode
from tests.moulds import Mould

document.load = cache(document.load)  # each protocol is read once in a run; it never changes

NOON = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)  # a Monday, noon in New York
WAYS_TO_TYPE_A_CODE = [
    lambda code: code,
    lambda code: code.lower().replace("-", ""),
    lambda code: f" {code.replace('-', ' ')} ",
    lambda code: " ".join(code.lower()),
    lambda code: code.replace("-", "\N{EN DASH}"),
]
JORDAN = Who(given_name="Jordan", family_name="Ellery", birth_date=datetime(1988, 4, 9, tzinfo=UTC).date())
BY_PLACE = {place.slug: place for place in PLACES}


@dataclass
class Cast:
    """One site and everybody who works there."""

    site: object
    members: dict

    def __getattr__(self, username):
        return self.members[username]


def at_site(slug, states=None):
    """One demonstration site, empty of people: its cast. Two sites of one state share the `states` they are given."""
    # Each row of the trail names the one before it, so only what comes first can come from a mould.
    is_first = not TrailRow.objects.exists()
    built = _mould(slug).pour() if is_first and states is None else _build(slug, {} if states is None else states)
    # The mould may have been made while another test's clock stood months away: its accounts would be closed by now.
    User.objects.update(date_joined=timezone.now())
    # Nor does the roster end: the demonstration is built on the day it is shown, and this site on a day long past.
    ends_at = timezone.now() + timedelta(days=60)
    Shift.objects.filter(ends_at__lt=ends_at).update(ends_at=ends_at)
    return Cast(built.site, built.cast)


@cache
def _mould(slug):
    return Mould(lambda: _build(slug, {}))


def _build(slug, states):
    return build_place(BY_PLACE[slug], states, at=NOON - timedelta(days=120))


def offer(cast, *, at=NOON, who=JORDAN, **more):
    """The officer's referral of somebody who said yes; the sergeant agrees by telephone where the protocol asks one."""
    facts = divertible(cast)
    answer = referrals.assess("arrest_diversion", facts, by=cast.dana, at=at)
    agreed = next((m for m in cast.members.values() if m.role == answer.ask), None) if answer.ask else None
    return referrals.divert(
        facts=facts, who=who, mode=Mode.SCENE, place="Third and Mill", agreed_by=agreed, by=cast.dana, at=at, **more
    )


def hand_over(cast, referral, *, at=NOON + timedelta(minutes=20)):
    """Lou takes the call, arrives, and the officer is clear."""
    call = referral.hand_off
    calls.answer(call.pk, by=cast.lou, at=at - timedelta(minutes=19))
    calls.set_out(call.pk, minutes=15, by=cast.lou, at=at - timedelta(minutes=18))
    calls.arrive(call.pk, by=cast.lou, at=at)
    return justice.hand_over(referral.pk, by=cast.dana, at=at)


def meet(cast, referral, *, at=NOON + timedelta(minutes=50)):
    return casework.save_meeting(
        referral.pk, needs=["food"], naloxone=Naloxone.GIVEN, kit=Kit(1, "A113"), next_at=at + timedelta(days=1),
        keeps_name=True, by=cast.lou, at=at,
    )  # fmt: skip


def take_over(cast, person, *, at=NOON + timedelta(hours=20)):
    return casework.take_over(person, case_manager=cast.kim, by=cast.rosa, at=at)


def note(cast, person, *, by="kim", at=NOON + timedelta(days=2), signs=True, **said):
    """A note after a touch, as the case manager writes and signs one."""
    noted = Noted(
        **{"kind": ContactKind.FIELD, "happened_at": at, "is_substantive": True, "words": "Went to court"} | said
    )
    return contacts.save_contact(person, noted, signs=signs, by=cast.members[by], at=at)


def sign(
    cast, person, *, at=NOON + timedelta(days=3), recipients=("vance", "dana"), classes=(DataClass.PARTICIPATION,)
):
    """The person signs a release with a yes to each of `recipients`."""
    choices = [Choice(cast.members[name], frozenset(classes), at + timedelta(days=365)) for name in recipients]
    return consent.sign(
        person, choices=choices, signature=Signature("Jordan Ellery", SignatureKind.TYPED, "Jordan Ellery"),
        discloser=cast.site.name, purpose="to hold the charge", text="You choose who we talk to.", language="en",
        no_officer_present=True, by=cast.kim, at=at,
    )  # fmt: skip


def today(cast, at):
    """The calendar day of `at` where the site is: not that of UTC, which is a day ahead in the evening."""
    return local_date(at, cast.site.time_zone)


def fill_intake(cast, person, *, at):
    """Kim touches every part that the protocol needs; each question is skipped, which counts."""
    version = protocols.in_force(cast.kim, today(cast, at))
    for part in version.protocol.intake.needed_parts:
        kept = IntakePart.objects.filter(intake__person=person, part=part).first()
        casework.save_part(
            person, part, {"note": "skip"}, protocol_version=version, read_at=kept and kept.saved_at, by=cast.kim, at=at
        )
    return person.intake


def complete_intake(cast, person, *, at=NOON + timedelta(days=10)):
    return casework.complete_intake(fill_intake(cast, person, at=at).pk, by=cast.kim, at=at)


def second_prosecutor(cast, *, at=NOON - timedelta(days=1)):
    """A colleague of R. Vance, at the same office and the same site; the demonstration has one prosecutor."""
    clerk = stranger(cast)
    user = directory.add_user(username=f"sato@{cast.site.slug}", password=None, by=clerk, at=at)
    return directory.add_member(
        user=user, role=Role.PROSECUTOR, name="M. Sato", site=cast.site, agency=cast.vance.agency, by=clerk, at=at
    )


def second_supervisor(cast, *, at):
    """A colleague of Rosa; the demonstration has one case management supervisor."""
    clerk = stranger(cast)
    user = directory.add_user(username=f"ito@{cast.site.slug}", password=None, by=clerk, at=at)
    return directory.add_member(
        user=user, role=Role.CM_SUPERVISOR, name="B. Ito", site=cast.site, agency=cast.rosa.agency, by=clerk, at=at
    )


def divertible(cast):
    """Facts to which the site's own protocol says yes, or asks the sergeant where it always does."""
    return scenes.divertible(protocols.in_force(cast.dana, NOON.date()).protocol)


def social(cast):
    """Facts to which the site's own protocol does not say no, for somebody whom the officer knows."""
    return scenes.divertible(protocols.in_force(cast.dana, NOON.date()).protocol, "social_contact")


def sent_out(cast, referral, *, at):
    """Whoever the protocol asks agrees that a worker looks for the person; nobody is asked at some sites."""
    if referral.status != "asked":
        return referral
    approver = next(m for m in cast.members.values() if m.role == referral.asked_role)
    return referrals.take("agree", referral.pk, by=approver, at=at)


def at_work(cast, *, at=NOON):
    """The path up to where Kim works with the person: offered, handed over, met, taken over. Returns the referral."""
    referral = offer(cast, at=at)
    hand_over(cast, referral, at=at + timedelta(minutes=20))
    meet(cast, referral, at=at + timedelta(minutes=50))
    take_over(cast, referral.person, at=at + timedelta(hours=20))
    return referral


def both_steps(cast, *, at):
    """Somebody who was referred `at` and did both steps: signed after three days, intake completed after ten."""
    referral = at_work(cast, at=at)
    sign(cast, referral.person, at=at + timedelta(days=3))
    complete_intake(cast, referral.person, at=at + timedelta(days=10))
    return referral


def left_to_the_officer(cast):
    """A referral of a site that decided that the officer may charge; the officer is clear."""
    adopt(cast, {"if_not_met: prosecutor_may_file": "if_not_met: officer_may_file"}, on=NOON.date())
    return hand_over(cast, offer(cast)).pk


def adopt(cast, change, *, on, at=NOON - timedelta(days=1)):
    """The site adopts its own protocol with some words replaced, in force from the day `on`."""
    from offramp.protocols import actions, reads

    text = reads.in_force(cast.pat, today(cast, at)).text
    for old, new in change.items():
        assert old in text
        text = text.replace(old, new)
    return actions.adopt(
        cast.site.pk, text, effective_from=on, decision="Decision 14", decided_on=today(cast, at),
        signers=["Pat M., Open Door"], by=cast.pat, at=at,
    )  # fmt: skip


NOTHING_TO_FILE = {"if_not_met: prosecutor_may_file": "if_not_met: none"}


def adopt_without_a_clock(cast, on, also=None):
    """The site adopts its own protocol without any clock, and with the words of `also` replaced."""
    text = protocols.in_force(cast.pat, on).text
    clocks = re.search(r"^clocks:.*?(?=^release:)", text, re.MULTILINE | re.DOTALL).group()
    mode = re.search(r"^  mode: \w+$", text, re.MULTILINE).group()
    after = re.search(r"^    after: intake_due\n", text, re.MULTILINE).group()
    changed = {clocks: "clocks: []\n\n", mode: "  mode: none", after: ""}
    adopt(cast, changed | (also or {}), on=on)


NOTICE_ADOPTED = {
    "compliance_notice: prepared": "compliance_notice: adopted\n  decision: PCG decision 14\n  decided_on: 2025-10-01"
}
LATE = NOON + timedelta(days=40)
AFTER_TELLING = LATE + timedelta(hours=1)


def justice_paper(cast, matter, recipient):
    """The fewest words that the paper of a justice consent can do with."""
    terms = consents.terms(cast.kim, matter, "en")
    return f"{recipient.name}, about {terms.incidents[0]}: not before {terms.stop_from}; it ends on {terms.ends_on}."


JUSTICE_CONSENT_ALLOWED = {
    "allowed: no": "allowed: yes\n  decision: PCG decision 15\n  decided_on: 2025-10-01",
    "warnings: []": """warnings:
  - id: W1
    says: One paper holds until the due date.
    authority: test
    principle: Every release can be stopped on any day.
    departs_at: 9(c)""",
}


def sign_justice_consent(cast, matter, *, recipient="vance", at=NOON + timedelta(days=3), by="kim", **changed):
    """The person signs the paper that lets one prosecutor follow one matter until it is decided."""
    to = cast.members[recipient]
    whole = {
        "signature": Signature("Jordan Ellery", SignatureKind.TYPED, "Jordan Ellery"), "language": "en",
        "text": justice_paper(cast, matter, to), "no_officer_present": True, "by": cast.members[by], "at": at,
    }  # fmt: skip
    return justice.sign_justice_consent(matter.pk, to.pk, **whole | changed)


def sign_notice_release(
    cast, matter, *, recipient="dana", text=None, language="en", at=NOON + timedelta(days=3), drop=(), put=("", "")
):
    """The person signs the paper of its own that lets one recipient be told that a matter's requirement is not met.

    What it prints is right, unless `text` says otherwise, or `drop` leaves terms out, or `put` puts one for another.
    """
    recipient = cast.members[recipient]
    choice = Choice(recipient, frozenset({DataClass.COMPLIANCE_NOTICE}), at + timedelta(days=365))
    text = notice_paper(cast, matter, recipient, language, drop).replace(*put) if text is None else text
    return consent.sign(
        matter.person, choices=[choice], signature=Signature("Jordan Ellery", SignatureKind.TYPED, "Jordan Ellery"),
        discloser=cast.site.name, purpose="to say that the requirement is not met", text=text, language=language,
        no_officer_present=True, kind=ReleaseKind.COMPLIANCE_NOTICE, about=matter.pk, by=cast.kim, at=at,
    )  # fmt: skip


def notice_paper(cast, matter, recipient, language="en", drop=()):
    """The fewest words that a paper about a notice can do with."""
    terms = reads.notice_terms(cast.kim, matter, language)
    said = {"recipient": recipient.name, "incident": terms.incidents[0], "due": terms.due_on, "may": terms.consequence}
    return " / ".join(words for name, words in said.items() if name not in drop)


def late_matter(cast, **signed):
    """A matter at an adopting site whose due date has passed, with the release that a notice needs."""
    adopt(cast, NOTICE_ADOPTED, on=NOON.date())
    referral = at_work(cast)
    sign_notice_release(cast, referral.diversion, **signed)
    return referral.diversion


def tell(cast, matter, *, answer="ok", at=LATE):
    """Kim previews the notice to the officer and tells the person."""
    kept = justice.preview_notice(matter.pk, cast.dana.pk, by=cast.kim, at=at)
    return justice.tell_person(kept.pk, how="face to face", answer=answer, by=cast.kim, at=at + timedelta(minutes=5))


def listed_under_an_order(cast, referral, *, at=LATE):
    """Noor has an order and a subpoena for the last name and the day of the intake, and wrote down the list."""
    paper = oversight.receive_paper(
        paper=Paper.ORDER, issuer="District Court", order_number="O-7", process_number="S-8", by=cast.noor, at=at
    )
    orders.read_paper(paper.pk, counsel="J. Reed, memo 12", by=cast.noor, at=at)
    fields = ("people.Person.family_name", "casework.Intake.completed_at")
    asked = {"code": referral.code, "fields": fields, "covers_confidential": False}
    return orders.list_items(paper.pk, **asked, by=cast.noor, at=at)


def produced(cast, referral, *, at=LATE):
    """Imani agreed to the list, and it was let out."""
    listed = orders.agree_to_list(listed_under_an_order(cast, referral, at=at).pk, by=cast.imani, at=at)
    return orders.produce(listed.pk, by=cast.noor, at=at)


def stranger(cast):
    """Somebody who fills in the public form of this site."""
    return Nobody("stranger", cast.site.pk)
