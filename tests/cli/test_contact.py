"""The only worker who knew how to reach somebody is gone: two decide, and one other worker keeps it from now on."""

from datetime import timedelta

import pytest
from typer.testing import CliRunner

from offramp.cli.main import app
from offramp.directory import actions as directory
from offramp.directory.states import Role
from offramp.kernel.models import TrailRow
from offramp.kernel.refusals import NotYours
from offramp.kernel.trail import Nobody
from offramp.people import actions as people
from offramp.people.models import Person
from offramp.people.states import Duty
from tests import cast as play
from tests.cast import NOON

pytestmark = pytest.mark.django_db
ON_DAY_TWO = NOON + timedelta(days=2)


@pytest.fixture
def cast():
    return play.at_site("bureau")


@pytest.fixture
def kept(cast):
    """The referral of somebody whose contact Lou keeps alone; Kim is the case manager."""
    referral = play.at_work(cast)
    people.update_person(referral.person, phone="(206) 555-0177", by=cast.kim, at=ON_DAY_TWO)
    people.assign(referral.person, cast.lou, duty=Duty.PEER, by=cast.kim, at=ON_DAY_TWO)
    people.keep_contact(referral.person, by=cast.lou, at=ON_DAY_TWO)
    return referral


@pytest.fixture
def gone(cast, kept):
    directory.end_member(cast.lou, by=Nobody("operator"), at=ON_DAY_TWO)
    return kept


def hand_on(cast, code, *, to="kim", decided_by="rosa", agreed_by="noor"):
    names = {one: cast.members[one].user.username for one in (to, decided_by, agreed_by)}
    done = CliRunner().invoke(app, [
        "contact", "hand-on", cast.site.slug, code, "--to", names[to], "--role", cast.members[to].role,
        "--decided-by", names[decided_by], "--agreed-by", names[agreed_by],
    ])  # fmt: skip
    return done.exit_code, done.output


def keeper(referral):
    return Person.objects.get(pk=referral.person_id).contact_kept_by


def test_one_other_worker_keeps_it_from_now_on_and_nothing_of_the_person_is_printed(cast, gone):
    code, printed = hand_on(cast, gone.code.lower().replace("-", " "))
    assert (code, keeper(gone)) == (0, cast.kim)
    assert printed.startswith("Kim O. keeps now how to reach whoever has the code")
    assert not any(word in printed for word in ("Jordan", "Ellery", "555-0177", "Lou"))


def test_the_trail_names_the_two_who_decided_and_who_keeps_it_now(cast, gone):
    hand_on(cast, gone.code)
    row = TrailRow.objects.get(action="hand_on_contact")
    assert (row.object_id, row.actor_id) == (gone.person_id, None)
    assert row.detail == {"to": str(cast.kim.pk), "decided_by": str(cast.rosa.pk), "agreed_by": str(cast.noor.pk)}


def test_whoever_still_works_with_the_person_is_not_passed_by(cast, kept):
    code, printed = hand_on(cast, kept.code)
    assert (code, keeper(kept)) == (2, cast.lou)
    assert printed.startswith("Nothing can be handed on by this code:")


def test_every_code_that_leads_to_nothing_is_answered_alike(cast, gone):
    kept_by_nobody = play.at_work(cast)
    other = play.at_site("fayette")
    answers = {hand_on(cast, code) for code in (kept_by_nobody.code, "ZZ-000", play.at_work(other).code)}
    outreach = directory.add_member(
        user=directory.add_user(username="zed", password="x" * 20, by=Nobody("operator"), at=NOON), role=Role.PEER,
        name="Zed", site=cast.site, agency=cast.lou.agency, by=Nobody("operator"), at=NOON,
    )  # fmt: skip
    cast.members["zed"] = outreach  # works with nobody
    answers.add(hand_on(cast, gone.code, to="zed"))
    assert (len(answers), keeper(gone)) == (1, cast.lou)


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ({"decided_by": "pat"}, "does not have the role cm_supervisor"),
        ({"agreed_by": "rosa"}, "does not have the role privacy_officer"),
        ({"to": "rosa"}, "Name three people."),
        ({"to": "pat"}, "Only a case manager, peer or outreach worker"),
        ({"to": "dana"}, "Only a case manager, peer or outreach worker"),
    ],
)
def test_two_must_decide_and_a_third_one_of_the_team_keeps_it(cast, gone, who, says):
    code, printed = hand_on(cast, gone.code, **who)
    assert (code, keeper(gone)) == (2, cast.lou)
    assert says in printed


def test_it_is_not_handed_on_by_words_for_somebody_of_another_site(cast, gone):
    other = play.at_site("fayette")
    with pytest.raises(NotYours):
        people.hand_on_contact(
            gone.person, cast.kim, decided_by=other.rosa, agreed_by=cast.noor, at=ON_DAY_TWO,
            by=Nobody("operator", cast.site.pk),
        )  # fmt: skip
