"""Who works where: roles, partners and the roster."""

from datetime import timedelta

import pytest

from offramp.directory import actions as directory
from offramp.directory import reads
from offramp.directory.models import Membership, Region
from offramp.directory.states import JUSTICE_ROLES, ON_CALL_ROLES, Role
from offramp.kernel.refusals import Incomplete
from offramp.kernel.trail import Nobody
from tests import cast as play
from tests.cast import NOON
from tests.verbs import OPERATOR

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return play.at_site("bureau")


def join(cast, **more):
    user = directory.add_user(username="someone", password=None, by=OPERATOR, at=NOON)
    asked = {"role": Role.PEER, "name": "Ana", "site": cast.site, "agency": cast.kim.agency}
    return directory.add_member(user=user, **asked | more, by=OPERATOR, at=NOON)


@pytest.mark.parametrize("role", [Role.PEER, Role.CASE_MANAGER, Role.OUTREACH, Role.CM_SUPERVISOR])
def test_nobody_of_the_police_holds_a_care_role(cast, role):
    with pytest.raises(Incomplete, match="nobody works under cover"):
        join(cast, role=role, agency=cast.dana.agency)


def test_a_member_belongs_to_an_agency_of_the_same_site(cast):
    with pytest.raises(Incomplete, match="another site"):
        join(cast, agency=play.at_site("fayette").kim.agency)


def test_whoever_has_left_is_asked_for_nowhere(cast):
    directory.end_member(cast.lou, by=OPERATOR, at=NOON)
    assert cast.lou not in reads.members(cast.kim)
    assert cast.lou not in reads.on_call(cast.kim, NOON)
    with pytest.raises(Membership.DoesNotExist):
        reads.member(cast.kim, cast.lou.pk)


@pytest.mark.parametrize("name", ["dana", "ames", "vance", "ito"])
def test_only_care_and_project_staff_are_put_on_call(cast, name):
    assert cast.members[name].role not in ON_CALL_ROLES
    with pytest.raises(Incomplete, match="cannot be put on call"):
        directory.put_on_call(
            cast.members[name], place=1, starts_at=NOON, ends_at=NOON + timedelta(hours=8), by=OPERATOR, at=NOON
        )


def test_the_roster_is_rung_in_its_order_and_ends_with_its_shifts(cast):
    now = NOON + timedelta(days=1)
    assert reads.on_call(cast.kim, now) == [cast.lou, cast.kim]
    assert reads.on_call(Nobody("clock", play.at_site("fayette").site.pk), now)[0] != cast.lou
    assert reads.on_call(cast.kim, NOON + timedelta(days=900)) == []
    with pytest.raises(Incomplete, match="ends after it starts"):
        directory.put_on_call(cast.kim, place=1, starts_at=now, ends_at=now, by=OPERATOR, at=now)


def test_a_temporary_account_is_on_call_until_its_end_at_most(cast):
    user = directory.add_user(username="sub1", password=None, is_temporary=True, by=OPERATOR, at=NOON)
    lee = directory.add_member(user=user, role=Role.PEER, name="Lee", site=cast.site, by=OPERATOR, at=NOON)
    shift = {"place": 1, "starts_at": NOON, "by": OPERATOR, "at": NOON}
    with pytest.raises(Incomplete, match="temporary"):
        directory.put_on_call(lee, ends_at=NOON + timedelta(hours=73), **shift)
    assert directory.put_on_call(lee, ends_at=NOON + timedelta(hours=72), **shift).member == lee


def test_a_region_is_made_of_counties_of_its_state_or_not_at_all(cast):
    with pytest.raises(Incomplete, match="not a county of this state"):
        directory.add_region(state=cast.site.state, name="Sound", counties=["54019"], by=OPERATOR, at=NOON)
    assert not Region.objects.exists()


def test_police_and_prosecutors_are_the_justice_roles():
    assert {role.value for role in JUSTICE_ROLES} == {"officer", "supervisor", "le_liaison", "prosecutor"}
