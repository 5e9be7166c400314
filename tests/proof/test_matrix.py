"""Every route x role x state of consent x site x kind of subject, held to one table, in both directions."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from offramp.consent import actions as consent
from offramp.consent.models import ReleaseLine
from offramp.directory.states import JUSTICE_ROLES, Role
from offramp.justice import updates
from offramp.justice.states import Opener
from offramp.kernel.classification import DataClass
from offramp.people import actions as people
from tests import cast as play
from tests.cast import NOON
from tests.proof.walk import in_the_same_world, opened
from tests.proof.world import everybody
from tests.routes import addresses, all_routes

pytestmark = pytest.mark.django_db
NOW = NOON + timedelta(days=20)
CERTIFICATE, UPDATE = "Intake and release completed on", "Jordan has met with us."

POLICE = "officer supervisor le_liaison"
JUSTICE = POLICE + " prosecutor"
CARE = "peer outreach case_manager cm_supervisor"
CASE = "case_manager cm_supervisor"
EVERYBODY = " ".join(Role)

#: Every route: for which roles it exists. For all others it is the page that cannot be shown.
DOORS = {
    "officer": (POLICE, "home diversion social-contact my-referrals referral ask-again offer wait steps hand-over go-on seen "
                "charges charge confirm-charge finish rate to-finish rules"),
    "officer ": (EVERYBODY, "scene"),
    "supervisor": ("supervisor", "home"),
    "approvals": ("supervisor prosecutor project_manager", "home approval answer confirm deny"),
    "arrivals": (JUSTICE, "home"),
    "prosecutor": ("prosecutor", "home decided clock rules matter decide confirm"),
    "responder": (CARE + " project_manager", "home rings answer cannot-come on-the-way step-back arrived start "
                  "nobody meeting saved-meeting naloxone-card"),
    "responder ": (CARE, "met close closed look-again"),
    "casemanager": (CARE, "person contact contact-keep contact-share names name-remove about next-time release-stop shared "
                    "kept-out let-in notes note note-new note-throw-away unsigned-notes "
                    "shared-stop "
                    "update update-confirm update-take-back intake intake-part"),
    "casemanager ": (CASE, "home people take-over same take-back release release-ask release-sign release-copy "
                     "intake-complete intake-undo matter clock told happened happened-undo notice notice-preview notice-tell "
                     "notice-send notice-form justice-consent contact-word relief relief-take-back"),
    "casemanager  ": ("cm_supervisor", "emergency emergency-file team"),
    "casemanager   ": ("project_manager", "extend"),
    "casemanager    ": ("cm_supervisor project_manager", "unassigned"),
    "projectmanager": ("project_manager", "home approval settle call_back referrals counts on_call_log roster protocol "
                       "adopt look_over version"),
    "privacyofficer": ("privacy_officer", "alarms bell breach ask names legal paper letter answer list produce "
                       "produced removals remove turn-down removed"),
    "stops": (CARE + " privacy_officer", "home"),
    "stops ": ("privacy_officer", "waiting place"),
    "oversight": ("privacy_officer civil_rights", "home complaint week mark"),
    "oversight ": ("civil_rights", "listed"),
    "state": ("state_coordinator", "home map counts"),
    "public": (EVERYBODY, "home about site tell_us received complaint complain"),
    "": (EVERYBODY, "gallery home help form-waits staying acting-as second-factor my-sign-in night language try-it healthz "
         "readyz "
         "account_login mfa_authenticate mfa_login_webauthn account_inactive account_logout account_reauthenticate "
         "mfa_reauthenticate mfa_reauthenticate_webauthn account_change_password mfa_index mfa_activate_totp "
         "mfa_deactivate_totp mfa_view_recovery_codes mfa_generate_recovery_codes mfa_list_webauthn "
         "mfa_add_webauthn mfa_edit_webauthn mfa_remove_webauthn usersessions_list"),
}  # fmt: skip
MAY_OPEN = {
    f"{desk.strip()}:{name}" if desk.strip() else name: frozenset(roles.split())
    for desk, (roles, names) in DOORS.items()
    for name in names.split()
}
#: What exists for everybody. What is about one's own account may be closed until one has a factor of that kind.
OF_EVERYBODY = {name for name, roles in MAY_OPEN.items() if roles == frozenset(EVERYBODY.split())}

#: What a person's page shows to who works with them. Where they meet next stands with the meeting, which is open to who may
#: see health or held it: less than the matrix would let a peer see, never more.
PERSON = {
    "case_manager": {"C1", "C2", "C3", "C5", "C6", "C7"},
    "cm_supervisor": {"C1", "C2", "C5", "C6", "C7"},
    "peer": {"C1", "C2", "C5"},
    "outreach": {"C1", "C2", "C5"},
}
MARKS = {
    "C1": "Ellery", "C2": "(206) 555-0188", "C3": "Behind the mill", "C5": "Intake completed", "C6": "withdrawal",
    "C7": "Note: In person, out",
}  # fmt: skip

#: By the state of consent: what comes to a recipient at sign-in. Nothing else of theirs may differ by a byte.
ARRIVES = {
    "none": set(), "live": {CERTIFICATE, UPDATE}, "expired": set(), "stopped": set(), "wrong recipient": set(),
    "wrong class": set(), "a no": set(),
}  # fmt: skip


#: The civil-rights reviewer's witness page says how long the trail is, and its mark: every act at the site moves it.
COUNTS_EVERY_ACT = {"/oversight/trail/"}


class Place:
    """Jordan was diverted, is cared for and completed the intake; what was signed is each state's own."""

    def __init__(self):
        self.cast, self.elsewhere = play.at_site("bureau"), play.at_site("rochester-monroe")
        self.seats, self.others = everybody(self.cast), everybody(self.elsewhere)
        self.sato = play.second_prosecutor(self.cast)
        self.referral = play.at_work(self.cast)
        self.jordan = self.referral.person
        self._care_for()
        self.absent = play.offer(self.cast, who=play.Who(given_name="Sam", family_name="Okafor"), at=NOON)
        play.hand_over(self.cast, self.absent)
        people.end_on_call(
            self.absent.person, by=self.cast.lou, at=NOON + timedelta(days=1)
        )  # Lou met them, and works with them no longer
        self.gone = people.record_person(site_id=self.cast.site.pk, given_name="Gone", by=self.cast.kim, at=NOON)
        self.gone_id = self.gone.pk
        people.forget_person(self.gone, by=play.stranger(self.cast), at=NOON)
        self.subjects = {  # there and one's own to see, there and not, deleted, and never there at all
            "exists": self.ids(self.referral.pk, self.jordan.pk, self.referral.diversion.pk),
            "absent": self.ids(self.absent.pk, self.absent.person_id, self.absent.diversion.pk),
            "deleted": self.ids(uuid4(), self.gone_id, uuid4()),
            "random": self.ids(uuid4(), uuid4(), uuid4()),
        }

    def _care_for(self):
        cast, at = self.cast, NOON + timedelta(days=1)
        for name, duty in (("rosa", "supervision"), ("lou", "peer"), ("outreach", "outreach")):
            people.assign(self.jordan, self.seats[name], duty=duty, by=cast.rosa, at=at)
        people.update_person(self.jordan, phone=MARKS["C2"], by=cast.kim, at=at)
        meeting = self.referral.meeting
        meeting.next_place, meeting.needs = MARKS["C3"], ["withdrawal"]
        meeting.met_by = cast.kim
        meeting.save()
        play.note(cast, self.jordan)
        play.complete_intake(cast, self.jordan, at=NOON + timedelta(days=10))

    def ids(self, referral, person, matter):
        """Values for every address about one subject."""
        one = {"referral_id": referral, "person_id": person, "diversion_id": matter, "matter_id": matter}
        rest = dict.fromkeys(
            ("other_id", "alias_id", "release_id", "line_id", "recipient_id", "hand_off_id", "meeting_id", "link_id",
             "condition_id", "contact_id", "version_id", "access_id", "inquiry_id", "paper_id", "list_id", "relief_id",
             "tombstone_id", "complaint_id",
             "update_id", "stop_id", "kept_out_id"),
            uuid4(),
        )  # fmt: skip
        words = {
            "part": "health",
            "answer": "agree",
            "slug": self.cast.site.slug,
            "pk": 1,
            "clock": "x",
            "condition": "x",
            "monday": "2026-03-02",
        }
        return {name: [value] for name, value in (rest | one | words).items()}

    def consented(self, state):
        """Sign what this state says, at the third day; and write an update where a line lets one be written."""
        at, cast = NOON + timedelta(days=3), self.cast
        both, shared = (DataClass.PARTICIPATION, DataClass.SHARED_UPDATE), (DataClass.SHARED_UPDATE,)
        if state == "none":
            return
        named = ("sato", "marcus") if state == "wrong recipient" else ("vance", "dana")
        recipients = {"sato": self.sato} | cast.members
        classes = {"wrong class": shared, "a no": ()}.get(state, both)
        ends = NOON + timedelta(days=15) if state == "expired" else at + timedelta(days=365)
        choices = [consent.Choice(recipients[name], frozenset(classes), ends) for name in named]
        consent.sign(
            self.jordan, choices=choices, signature=consent.Signature("Jordan Ellery", "typed", "Jordan Ellery"),
            discloser="Open Door", purpose="to hold the charge", text="You choose.", language="en",
            no_officer_present=True, by=cast.kim, at=at,
        )  # fmt: skip
        if state in ("live", "expired", "stopped"):
            for name in named:
                updates.share_update(
                    self.jordan, recipient_id=recipients[name].pk, referral_id=self.referral.pk,
                    opener=Opener.HAS_MET, was_seen=True, by=cast.kim, at=at + timedelta(days=1),
                )  # fmt: skip
        if state == "stopped":
            for line in ReleaseLine.objects.filter(release__person=self.jordan, stopped_at=None):
                line.refresh_from_db()
                consent.stop(line, by=cast.kim, at=at + timedelta(days=2))


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield Place()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMO = True


def asked(route, ids):
    return addresses(route, ids)[0]


def of_desks():
    """Routes of a desk: what stands behind a door for some roles."""
    return [route for route in all_routes() if route.name not in OF_EVERYBODY]


def test_every_route_is_in_the_table_and_every_line_of_it_is_a_route():
    assert {route.name for route in all_routes()} == set(MAY_OPEN)


def test_the_doors_of_the_code_are_those_of_the_table():
    doors = {route.name: frozenset(route.view.roles) for route in of_desks()}
    assert doors == {name: MAY_OPEN[name] for name in doors}


def cells_of(place, state, names, subjects, figures):
    """Open every desk's page about each kind of subject, and count the cells that are not as the table says."""
    wrong, cells = [], 0
    with transaction.atomic():
        place.consented(state)
        for name, member in names.items():
            for kind, ids in subjects.items():
                shown = opened(member, [asked(route, ids) for route in of_desks()], at=NOW)
                for route, answer in zip(of_desks(), shown.values(), strict=True):
                    cells += 1
                    if member.role not in MAY_OPEN[route.name] and answer.status != 404:
                        wrong.append((name, route.name, kind, "a page for a role that has none"))
                    if answer.status == 200 and kind != "exists" and not _may_stand(route, member, kind):
                        wrong.append((name, route.name, kind, "a page about somebody who is not theirs"))
        transaction.set_rollback(True)
    figures(cells_tested=cells, cells_wrong=len(wrong))
    assert wrong == []


#: Pages about a referral or matter that any worker of the site may open: by its code, without a name.
OF_THE_SITE = {
    ("responder:close", CARE), ("projectmanager:approval", "project_manager"), ("prosecutor:matter", "prosecutor"),
    ("casemanager:extend", "project_manager"), ("officer:referral", "officer"), ("officer:finish", "officer"),
    ("responder:cannot-come", CARE + " project_manager"), ("responder:on-the-way", "peer"), ("responder:meeting", "peer"),
    ("responder:step-back", "peer"), ("prosecutor:decide", "prosecutor"),
    ("officer:wait", "officer"), ("officer:steps", "officer"),
}  # fmt: skip


def _about_one(route):
    return bool({"referral_id", "person_id", "diversion_id", "matter_id"} & set(route.takes))


def _may_stand(route, member, kind):
    """Whether a page may open about another subject: one about nobody at all, or a referral of the site by its code."""
    of_the_site = any(name == route.name and member.role in roles.split() for name, roles in OF_THE_SITE)
    return not _about_one(route) or (kind == "absent" and of_the_site)


@pytest.mark.parametrize("name", ["marcus", "kim"])
def test_a_role_has_its_own_pages_and_no_other_short(place, name, figures):
    subjects = place.subjects
    cells_of(place, "live", {name: place.seats[name]}, {kind: subjects[kind] for kind in ("exists", "random")}, figures)


@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("state", ARRIVES)
def test_a_role_has_its_own_pages_and_no_other(place, state, figures):
    cells_of(place, state, place.seats, place.subjects, figures)


def own(member):
    """The routes of a member's own desks. At every other the door refuses before anybody is looked for."""
    return [route for route in of_desks() if member.role in MAY_OPEN[route.name]]


def pages_of(place, state, name, routes):
    """Desks' pages as this member gets them, about Jordan, in one state of consent."""
    where = [asked(route, place.subjects["exists"]) for route in routes]
    with transaction.atomic():
        place.consented(state)
        pages = opened(place.seats[name], where, at=NOW)
        transaction.set_rollback(True)
    return pages


@pytest.fixture(scope="module")
def usual():
    """Pages without any release, by who reads them: read once."""
    return {}


def moved_pages(place, usual, state, name, routes):
    """What this member gets in this state, and the addresses at which it is not what they get without any release."""
    key = name, len(routes)
    if key not in usual:
        usual[key] = pages_of(place, "none", name, routes)
    pages = pages_of(place, state, name, routes)
    return pages, [address for address in pages if pages[address] != usual[key][address]]


def only_arrivals_move(place, usual, state, name, routes, figures):
    pages, moved = moved_pages(place, usual, state, name, routes)
    shown = {words for words in (CERTIFICATE, UPDATE) if words in pages["/arrivals/"].body}
    allowed = ["/arrivals/"] if ARRIVES[state] else []
    figures(cells_tested=len(pages), cells_wrong=(moved != allowed) + (shown != ARRIVES[state]))
    assert shown == ARRIVES[state]
    assert moved == allowed


@pytest.mark.parametrize("state", ARRIVES)
@pytest.mark.parametrize("name", ["dana", "vance"])
def test_only_a_live_release_shows_anything_and_nothing_else_of_theirs_moves(place, usual, state, name, figures):
    only_arrivals_move(place, usual, state, name, own(place.seats[name]), figures)


@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("state", ARRIVES)
@pytest.mark.parametrize("name", ["dana", "vance"])
def test_only_a_live_release_moves_anything_at_any_address(place, usual, state, name, figures):
    only_arrivals_move(place, usual, state, name, of_desks(), figures)


@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("state", ARRIVES)
@pytest.mark.parametrize("name", ["ames", "le_liaison", "marcus", "ito", "state_coordinator", "imani"])
def test_for_who_is_named_in_no_release_nothing_moves(place, usual, state, name, figures):
    pages, moved = moved_pages(place, usual, state, name, of_desks())
    moved = [address for address in moved if address not in COUNTS_EVERY_ACT]
    figures(cells_tested=len(pages), cells_wrong=len(moved))
    assert moved == []


@pytest.mark.parametrize("role", PERSON)
def test_a_person_s_page_shows_what_the_matrix_opens_and_hides_the_rest(place, role, figures):
    member = next(one for one in place.seats.values() if one.role == role)
    page = opened(member, [f"/casemanager/p/{place.jordan.pk}/"], at=NOW).popitem()[1].body
    shown = {data_class for data_class, mark in MARKS.items() if mark in page}
    figures(cells_tested=len(MARKS), cells_wrong=len(shown ^ PERSON[role]))
    assert shown == PERSON[role]


def compare_subjects(place, members, kinds, figures):
    """For a reader who may see none of them, every kind of subject is one page, byte for byte."""
    subjects = place.subjects
    cells, differ = 0, []
    for name, member in members.items():
        for route in of_desks():
            if not _about_one(route) or member.role not in MAY_OPEN[route.name]:
                continue
            pages = [opened(member, [asked(route, subjects[kind])], at=NOW).popitem()[1] for kind in kinds]
            cells += len(pages)
            if len(set(pages)) > 1:
                differ.append((name, route.name))
    figures(cells_tested=cells, cells_wrong=len(differ))
    assert differ == []


def test_another_site_s_staff_get_one_page_for_whoever_is_here_and_whoever_never_was(place, figures):
    some = {name: place.others[name] for name in ("dana", "kim")}
    in_the_same_world(lambda: compare_subjects(place, some, ("exists", "random"), figures))


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_another_site_s_staff_get_one_page_whoever_it_is_about(place, figures):
    in_the_same_world(lambda: compare_subjects(place, place.others, ("exists", "absent", "deleted", "random"), figures))


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_an_officer_who_did_not_send_it_gets_one_page_whoever_it_is_about(place, figures):
    justice = {name: one for name, one in place.seats.items() if one.role in JUSTICE_ROLES - {Role.PROSECUTOR}}
    justice.pop("dana")
    compare_subjects(place, justice, ("exists", "absent", "deleted", "random"), figures)
