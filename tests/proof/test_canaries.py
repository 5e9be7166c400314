"""Who sees which field of whom: every page of every role is read for marks that stand in one field each.

`SEEN` is the whole truth about the site of `world`: a mark that one more member sees fails, and so does one that its
reader no longer sees. What a role may see at most is the sharing matrix's to say, not this table's: see the last tests.
"""

import base64
import json
import logging
from collections import defaultdict
from functools import cache
from urllib.parse import quote, quote_plus

import pytest
from django.core import mail
from django.db import transaction
from django.template import Template

from offramp.casework.questions import QUESTIONS
from offramp.casework.states import Part
from offramp.consent.rules import MATRIX
from offramp.directory.states import JUSTICE_ROLES, Role
from offramp.kernel.models import TrailRow
from offramp.people import actions as people
from tests.proof.canaries import found_in
from tests.proof.walk import got
from tests.proof.world import NOW, build
from tests.routes import addresses, all_routes
from tests.seats import seat, the_time_is

pytestmark = pytest.mark.django_db
NEVER_FOR_JUSTICE = {"C2", "C3", "C6", "C7", "C8", "C9", "C11"}

NAMES = {"given name", "family name", "other given name", "other family name"}
CONTACT = {"phone", "contact hours", "contact words"}
UPDATES = {"update to officer", "update to prosecutor"}
LOOKED_FOR = {"as an officer saw them", "where an officer saw them"}
PAPERS = {
    "hand-off paper",
    "release words",
    "hand-off: signer",
    "hand-off: witness",
    "release: signer",
    "release: witness",
}
REPORT = {"incident number", "statute", "report reference", "property reference", "report note"}
INTAKE = "intake: "  # and the part and question, of every answer in a person's own words
REACHING = {f"{INTAKE}{Part.REACHING_YOU} {one.name}" for one in QUESTIONS[Part.REACHING_YOU] if not one.answers}
NOTES = {
    f"{note}{part}" for note in ("note", "note kept close", "note of a peer") for part in ("", ": next step", ": added")
}
DRAFT = {"note not signed", "note not signed: next step"}
KEPT = CONTACT | {"next place", "place of the stop"}  # and `REACHING`: what one worker may keep to themself alone

#: By the seat, everything that stands on any page of theirs. Who has no line sees none of it.
SEEN = {
    "dana": {"own: " + field for field in REPORT} | {
        "update to officer", "given name", "why it was sent back",
    },
    "vance": {"incident number", "own: incident number", "report note", "own: report note", "why it was filed",
              "update to prosecutor", "given name"},
    "kim": NAMES | CONTACT | UPDATES | LOOKED_FOR | PAPERS | {"next place", "incident number", "report note", "why more time",
            "need", "lot", INTAKE} | NOTES | DRAFT,
    "rosa": NAMES | CONTACT | UPDATES | PAPERS | {"as an officer saw them", "incident number", "report note", "why more time",
             "need", "lot", INTAKE} | {one for one in NOTES if "close" not in one},
    "lou": NAMES | CONTACT | UPDATES | LOOKED_FOR | {"another's given name", "next place", "lot",
            "need"} | {one for one in NOTES if "peer" in one},
    "outreach": NAMES | CONTACT | LOOKED_FOR,
    "noor": {"stop aloud: given name", "stop aloud: family name", "stop aloud: whom"},
    "pat": {"what the neighbor is", "how to reach the neighbor"},
}  # fmt: skip

#: What the matrix does not open to a role and is shown all the same, and why that is no leak.
NOT_OF_THE_PERSON = {
    "what the neighbor is",
    "how to reach the neighbor",
}  # the caller's own, for the call they asked for
TYPED_IT = {"dana": {"why it was sent back"}}  # the answer to the officer's own question, which went out without a name
NO_ASSIGNMENT_YET = LOOKED_FOR  # any care worker may be the one who finds them: `referrals.reads.looking_for`


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMO = True


def read(world, name, browser=None, sample=slice(None), ids=None, only=lambda route: True):
    """What stands on this member's pages, by canary the routes that show it; and how many answers were read."""
    forms, shown, answers, known = world.birds.forms(), defaultdict(set), 0, set()
    with the_time_is(NOW):
        browser = browser or seat(world.seats[name])
        for route in filter(only, all_routes()):
            for address in addresses(route, ids or world.ids)[sample]:
                with transaction.atomic():  # each page is opened in the same world
                    answer = browser.get(address)
                    transaction.set_rollback(True)
                answers += 1
                if (page := got(answer)) in known:  # the page that cannot be shown is read once
                    continue
                known.add(page)
                for canary in found_in(f"{answer.status_code} {answer.headers} {answer.content.decode()}", forms):
                    shown[canary].add(route.name)
    return shown, answers


def named(shown):
    """Canaries as `SEEN` calls them: answers of the intake under one name."""
    return {INTAKE if canary.startswith(INTAKE) else canary for canary in shown}


def wrong(world, name, shown):
    return {canary: shown.get(canary) for canary in named(shown) ^ SEEN.get(name, set())}


def assert_right(world, name, shown, figures, answers):
    figures(answers_scanned=answers, canaries_out_of_place=len(wrong(world, name, shown)))
    assert wrong(world, name, shown) == {}


class Listener(logging.Handler):
    """Everything that is logged, with its traceback, whatever its level."""

    def __init__(self):
        super().__init__()
        self.heard = []

    def emit(self, record):
        self.heard.append(self.format(record))


@pytest.fixture(scope="module")
def first_pages(world):
    """A member's pages, read once: what stands on them, how many there are, and what was logged and mailed meanwhile."""

    @cache
    def reading(name):
        root, listener = logging.getLogger(), Listener()
        level = root.level
        root.addHandler(listener)
        root.setLevel(logging.DEBUG)
        try:
            shown, answers = read(world, name, sample=slice(0, 5))
        finally:
            root.setLevel(level)
            root.removeHandler(listener)
        return shown, answers, [*listener.heard, *(str(sent.message()) for sent in mail.outbox)]

    return reading


@pytest.mark.parametrize("name", ["dana", "kim"])
def test_an_officer_sees_what_they_typed_and_were_told_and_a_case_manager_what_they_need(
    world, first_pages, name, figures
):
    shown, answers, _ = first_pages(name)
    assert_right(world, name, shown, figures, answers)


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_everybody_sees_exactly_what_is_theirs(world, figures):
    mistaken = {}
    for name in world.seats:
        shown, answers = read(world, name)
        figures(answers_scanned=answers, canaries_out_of_place=len(wrong(world, name, shown)))
        if wrong(world, name, shown):
            mistaken[name] = wrong(world, name, shown)
    assert mistaken == {}


@pytest.mark.prove
@pytest.mark.timeout(600)
def test_a_stranger_sees_nothing(world, client, figures):
    shown, answers = read(world, "", browser=client)
    figures(answers_scanned=answers, canaries_out_of_place=len(shown))
    assert shown == {}


@pytest.mark.parametrize(
    ("keeper", "readers"),
    [
        ("kim", ("rosa",)), ("lou", ("kim",)),
        pytest.param("kim", ("kim", "lou", "pat", "outreach"), marks=[pytest.mark.prove, pytest.mark.timeout(3600)]),
    ],
)  # fmt: skip
def test_what_one_worker_keeps_alone_stands_on_nobody_else_s_page(world, keeper, readers, figures):
    """Nothing else changes for anyone: the keeper sees what they saw, and the others all but how and where to reach them."""
    ids = world.ids | {"part": [Part.REACHING_YOU, "health"]}
    with transaction.atomic():
        people.keep_contact(world.jordan, by=world.seats[keeper], at=NOW)
        for name in readers:
            before = SEEN[name] if name == keeper else SEEN[name] - KEPT
            shown, answers = read(world, name, sample=slice(0, 5), ids=ids, only=lambda route: ":" in route.name)
            figures(answers_scanned=answers, kept_and_shown=len(KEPT & shown.keys()) if name != keeper else 0)
            assert named(shown) ^ before == set(), name
            assert shown.keys() >= REACHING if name == "kim" == keeper else not REACHING & shown.keys(), name
        transaction.set_rollback(True)


def test_no_log_no_mail_and_no_trail_holds_a_word_that_somebody_wrote(world, first_pages, figures):
    rows = [str(row) for row in TrailRow.objects.values()]
    told = [line for name in ("dana", "kim") for line in first_pages(name)[2]]
    assert len(rows) > 40
    assert any("Not Found" in line for line in told)  # whoever listens hears
    found = found_in("\n".join([*told, *rows]), world.birds.forms())
    figures(answers_scanned=len(told) + len(rows), canaries_out_of_place=len(found))
    assert found == set()


def test_a_page_that_breaks_says_nothing_of_whom_it_was_about(world, caplog, monkeypatch, figures):
    """The template breaks after the view has read everything; what is said then goes to the reader and to the log."""
    browser = seat(world.seats["kim"])
    browser.raise_request_exception = False
    broken = []

    def breaks(self, *_):
        if not broken:
            broken.append(self)
            raise RuntimeError("broken on purpose")
        return render(self, *_)

    render = Template.render
    monkeypatch.setattr(Template, "render", breaks)
    said = []
    with the_time_is(NOW):
        for name in ("person", "contact", "shared", "release", "intake"):
            broken.clear()
            said.append(browser.get(f"/casemanager/p/{world.jordan.pk}/{'' if name == 'person' else name + '/'}"))
    assert {answer.status_code for answer in said} == {500}
    found = found_in(caplog.text + "".join(answer.content.decode() for answer in said), world.birds.forms())
    figures(answers_scanned=len(said), canaries_out_of_place=len(found))
    assert found == set()


def test_no_justice_role_is_ever_to_see_care_by_the_table_above(world):
    """The table itself is held: whoever changes it cannot write down a leak."""
    leaks = {
        (name, canary)
        for name, seen in SEEN.items()
        if world.seats[name].role in JUSTICE_ROLES
        for canary in _canaries(world, seen)
        if canary.data_class in NEVER_FOR_JUSTICE
    }
    assert leaks == set()


def test_the_table_opens_nothing_that_the_matrix_does_not(world):
    opened = {
        (name, canary.field)
        for name, seen in SEEN.items()
        for canary in _canaries(world, seen - NOT_OF_THE_PERSON - TYPED_IT.get(name, set()))
        if MATRIX.get((Role(world.seats[name].role), canary.data_class), ".") in ".X"
    }
    assert opened == set()


@pytest.mark.parametrize(
    "written",
    [
        str.upper, str.lower, quote, quote_plus, lambda said: said[::-1], lambda said: json.dumps({"said": said}),
        lambda said: said.encode("ascii", "xmlcharrefreplace").decode(), lambda said: said.replace(" ", "</b> <b>"),
        *(lambda said, n=n: base64.b64encode(b"." * n + said.encode() + b"...").decode() for n in range(3)),
        lambda said: said.encode().hex(),
    ],
)  # fmt: skip
def test_a_canary_is_found_however_it_is_written(world, written):
    said = str(world.birds.all["contact words"])
    assert found_in(f'<a href="{written("And: " + said)}">', world.birds.forms()) == {"contact words"}


def test_every_field_that_somebody_fills_has_its_canary(world):
    assert len(world.birds.all) > 50
    missing = {field for seen in SEEN.values() for field in seen - {INTAKE}} - set(world.birds.all)
    assert missing == set()


def _canaries(world, seen):
    return [
        one for field, one in world.birds.all.items() if field in seen or (INTAKE in seen and field.startswith(INTAKE))
    ]
