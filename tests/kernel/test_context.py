"""Nobody reads a record without saying who they are: no manager, no raw query and no cursor goes round it."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Count

from offramp.directory.models import Membership
from offramp.directory.states import PURPOSES, Role
from offramp.kernel import context
from offramp.kernel.context import Nobody, NoContext
from offramp.kernel.guard import reaches_records, record_tables
from offramp.kernel.identifiers import NO_SITE
from offramp.kernel.models import TrailRow
from offramp.kernel.purposes import Purpose
from offramp.people.models import Person
from tests import cast as play
from tests.cast import NOON
from tests.house.tree import our_models

pytestmark = pytest.mark.django_db

CLOCK = Nobody("clock")


def ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


LOOKS = {
    "count": lambda: Person.objects.count(),
    "exists": lambda: Person.objects.exists(),
    "values": lambda: list(Person.objects.values("family_name")),
    "aggregate": lambda: Person.objects.aggregate(Count("pk")),
    "in_bulk": lambda: Person.objects.in_bulk(),
    "iterator": lambda: list(Person.objects.iterator()),
    "base manager": lambda: Person._base_manager.first(),
    "raw": lambda: list(Person.objects.raw("SELECT id FROM people_person")),
    "related": lambda: list(Person(pk=NO_SITE, site_id=NO_SITE).aliases.all()),
    "through a join": lambda: Membership.objects.filter(assignments__person__family_name="Ellery").exists(),
    "update": lambda: Person.objects.filter(family_name="Ellery").update(description=""),
    "delete": lambda: Person.objects.filter(family_name="Ellery").delete(),
    "create": lambda: Person.objects.create(site_id=NO_SITE),
    "trail": lambda: TrailRow.objects.first(),
    "cursor": lambda: ask("SELECT * FROM people_person"),
    "shouted": lambda: ask("select * from PEOPLE_PERSON"),
    "quoted, behind a comment": lambda: ask('/* one */ SELECT * FROM "people_person"'),
    "named first": lambda: ask("WITH them AS (SELECT * FROM people_person) SELECT * FROM them"),
    "kept as a table": lambda: ask("CREATE TABLE copied AS SELECT * FROM people_person"),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_record_is_not_read_while_nobody_acts(look, nobody_acts):
    with pytest.raises(NoContext):
        look()


def test_who_may_sign_in_and_which_sites_there_are_is_no_record(nobody_acts):
    assert Membership.objects.count() == 0


def test_the_lock_s_words_hold_every_class_of_a_person_and_whatever_points_there():
    everything = {model._meta.db_table for model in our_models()}
    assert everything - record_tables() == {
        "kernel_trailhead", "directory_user", "directory_state", "directory_region", "directory_county", "directory_site",
        "directory_agency", "directory_unit", "directory_membership", "directory_shift", "protocols_protocolversion",
        "oversight_accessreview", "oversight_breachinquiry", "oversight_legalprocess",
        "oversight_legalstep", "oversight_tombstone", "referrals_stillcounted", "justice_recall",
    }  # fmt: skip


@pytest.mark.parametrize(
    "sql",
    [
        'CREATE INDEX one ON "people_person" ("site_id")', 'TRUNCATE "people_person", "people_alias"',
        'DELETE FROM "people_person"', "PRAGMA table_info(people_person)", "SELECT * FROM directory_site",
        "SELECT * FROM old_people_person",
    ],
)  # fmt: skip
def test_what_shapes_or_empties_tables_is_let_through(sql):
    assert not reaches_records(sql)


def test_who_acts_is_said_once_and_over_when_the_block_breaks(nobody_acts):
    with suppress(ZeroDivisionError), context.acting(CLOCK, Purpose.CARE):
        assert (context.current().role, context.current().purpose) == ("clock", Purpose.CARE)
        raise ZeroDivisionError
    with pytest.raises(NoContext):
        context.current()


def test_inside_another_whoever_acts_last_counts_and_leaves_nothing_of_the_wider_view():
    cast = play.at_site("bureau")
    with context.acting(cast.kim, cast.kim.purpose):
        now = context.current()
    assert (now.actor_id, now.site_id, now.purpose, now.every_site) == (cast.kim.pk, cast.site.pk, Purpose.CARE, "")
    assert context.current().every_site


def test_a_look_over_all_sites_says_why():
    with pytest.raises(TypeError, match="says why"), context.across_sites(CLOCK, Purpose.CARE, ""):
        pass


def test_every_role_has_a_reason_to_ask():
    assert set(PURPOSES) == set(Role)


def test_a_page_acts_as_its_reader_and_nobody_acts_when_it_is_over(client, settings, monkeypatch):
    settings.DEMO, seen = True, []
    cast = play.at_site("bureau")
    from offramp.referrals import reads

    asked = reads.sent_by
    monkeypatch.setattr(
        reads, "sent_by", lambda *given, **more: seen.append(context.current()) or asked(*given, **more)
    )
    client.force_login(cast.dana.user)
    with context.nobody():
        assert client.get("/officer/referrals/").status_code == 200
        with pytest.raises(NoContext):
            context.current()
    assert [(one.actor_id, one.role, one.site_id, one.purpose) for one in seen] == [
        (cast.dana.pk, Role.OFFICER, cast.site.pk, Purpose.OWN_SUBMISSION)
    ]


def test_the_clock_says_itself_at_which_site_it_keeps_promises():
    cast = play.at_site("bureau")
    clock = Nobody("clock", cast.site.pk)
    with context.nobody():
        assert play.justice.run_clock(by=clock, at=NOON + timedelta(days=900))["people_forgotten"] == 0
