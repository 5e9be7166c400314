"""A site's versions: adopted once, never changed, each referral judged under its own (T15)."""

import uuid
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.db import connection

from offramp.directory.models import Membership, Site, State, User
from offramp.kernel.models import TrailRow
from offramp.kernel.refusals import Incomplete, NotNow, NotYours
from offramp.kernel.trail import Nobody
from offramp.protocols import actions, reads, rules
from offramp.protocols.models import NotAsAdopted, ProtocolVersion
from tests.protocols.texts import ATLANTA, SEATTLE_PILOT

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 1, 16, 0, tzinfo=UTC)
SIX_GRAMS = SEATTLE_PILOT.replace("more_than: 3,", "more_than: 6,").replace("more than 3 g", "more than 6 g")


@pytest.fixture
def place():
    """Two sites of one state, a project manager and an officer at the first."""
    state = State.objects.create(fips="54", name="West Virginia", postal="WV")
    sites = [
        Site.objects.create(slug=f"site-{n}", name=f"Site {n}", state=state, on_call_phone="555-0100") for n in (1, 2)
    ]
    user = User.objects.create(username="kim")
    manager = Membership.objects.create(user=user, site=sites[0], role="project_manager", name="Kim O.")
    return SimpleNamespace(site=sites[0], other=sites[1], manager=manager)


def adopt(place, text=SIX_GRAMS, **changes):
    asked = {
        "by": place.manager, "at": NOON, "effective_from": date(2026, 5, 1), "decision": "PCG decision 14",
        "decided_on": date(2026, 4, 20), "signers": ["R. Vance, county prosecutor"],
    }  # fmt: skip
    return actions.adopt(place.site.pk, text, **(asked | changes))


def test_t15_a_referral_of_31_may_is_judged_under_the_six_grams_of_its_day_for_ever(place):
    adopt(place)
    kept_with_the_referral = reads.in_force(place.manager, date(2026, 5, 31)).pk
    adopt(place, SEATTLE_PILOT, effective_from=date(2026, 6, 1))
    facts = {"offense": "possession", "amount": "5 g", "lesser_violence": "no", "serious_violence": "no"}

    def answer(version):
        return rules.assess(version.protocol, facts, door="arrest_diversion", on=date(2026, 5, 31)).answer

    assert answer(reads.version(place.manager, kept_with_the_referral)) == "yes"
    assert reads.in_force(place.manager, date(2026, 5, 31)).pk == kept_with_the_referral
    assert answer(reads.in_force(place.manager, date(2026, 6, 1))) == "no"


def test_a_version_ends_when_the_next_begins(place):
    first = adopt(place)
    second = adopt(place, effective_from=date(2026, 6, 1))
    assert reads.in_force(place.manager, date(2026, 5, 31)) == first
    assert reads.in_force(place.manager, date(2026, 6, 1)) == second
    assert [one.number for one in reads.versions(place.manager)] == [2, 1]


def test_of_two_versions_begun_on_one_day_the_newer_is_in_force(place):
    adopt(place)
    second = adopt(place, ATLANTA)
    assert reads.in_force(place.manager, date(2026, 5, 1)) == second


def test_the_first_version_may_begin_in_the_past_and_a_later_one_may_not(place):
    adopt(place, effective_from=date(2020, 1, 1))
    with pytest.raises(Incomplete, match="already judged") as refusal:
        adopt(place, effective_from=date(2026, 4, 30))
    assert refusal.value.field == "effective_from"
    assert ProtocolVersion.objects.count() == 1


def test_today_is_the_sites_own_day(place):
    adopt(place)
    after_midnight_in_london = datetime(2026, 5, 2, 2, 0, tzinfo=UTC)
    assert adopt(place, at=after_midnight_in_london, effective_from=date(2026, 5, 1)).number == 2


def test_a_file_with_faults_is_not_adopted_and_says_which(place):
    with pytest.raises(Incomplete, match=r"Line \d+.*mayor") as refusal:
        adopt(place, SIX_GRAMS.replace("exception_by: prosecutor", "exception_by: mayor"))
    assert refusal.value.field == "text"
    assert not ProtocolVersion.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"decision": " "}, "decision"), ({"signers": []}, "signers"), ({"decided_on": date(2026, 5, 2)}, "decided_on")],
)
def test_a_protocol_needs_a_decision_that_was_taken_and_signed(place, change, field):
    with pytest.raises(Incomplete) as refusal:
        adopt(place, **change)
    assert refusal.value.field == field


def test_only_who_records_this_sites_decisions_adopts(place):
    for actor in (Nobody("officer", place.site.pk), Nobody("operator", place.other.pk), Nobody("project_manager")):
        with pytest.raises(NotYours):
            adopt(place, by=actor)


def test_a_version_is_written_once(place):
    version = adopt(place)
    version.decision = "PCG decision 15"
    with pytest.raises(TypeError):
        version.save()
    with pytest.raises(TypeError):
        version.delete()


def test_the_same_token_adopts_once(place):
    token = uuid.uuid4()
    assert adopt(place, token=token).pk == adopt(place, token=token).pk
    assert ProtocolVersion.objects.count() == 1


def test_a_text_that_was_changed_behind_our_back_is_refused(place):
    version = adopt(place)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE protocols_protocolversion SET text = text || '#'")
    with pytest.raises(NotAsAdopted, match="Nothing is judged by it"):
        _ = reads.version(place.manager, version.pk).protocol


def test_a_site_sees_its_own_versions_only(place):
    version = adopt(place)
    stranger = Nobody("project_manager", place.other.pk)
    assert not reads.versions(stranger).exists()
    with pytest.raises(ProtocolVersion.DoesNotExist):
        reads.version(stranger, version.pk)
    with pytest.raises(NotNow, match="no protocol in force"):
        reads.in_force(stranger, date(2026, 5, 1))


def test_there_is_no_protocol_before_the_first(place):
    adopt(place)
    with pytest.raises(NotNow, match="no protocol in force"):
        reads.in_force(place.manager, date(2026, 4, 30))


def test_adopting_leaves_a_trail_without_the_text(place):
    version = adopt(place)
    row = TrailRow.objects.get(object_id=version.pk)
    assert (row.action, row.actor_id, row.detail) == (
        "adopt",
        place.manager.pk,
        {"number": 1, "sha256": version.sha256},
    )


def test_no_version_without_its_trail(place, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(actions.trail, "record", broken)
    with pytest.raises(RuntimeError):
        adopt(place)
    assert not ProtocolVersion.objects.exists()
