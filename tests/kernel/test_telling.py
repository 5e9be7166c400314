"""What PostgreSQL is told of who acts, and the role that serves people with it."""

from contextlib import nullcontext

import pytest
from django.db import DatabaseError, connection, transaction

from offramp.kernel import context
from offramp.kernel.models import TrailRow
from offramp.kernel.postgresql.roles import let_serve, role_of, why_not_to_serve
from offramp.kernel.purposes import Purpose
from offramp.kernel.trail import Nobody
from offramp.people import actions as people
from offramp.people.models import Person
from tests import cast as play
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no roles and is told nothing"),
]


def ask(sql, *given):
    """The first column of an answer, past the ORM."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [row[0] for row in cursor.fetchall()] if cursor.description else cursor.rowcount


def at(cast):
    return context.acting(cast.kim, cast.kim.purpose)


@pytest.mark.parametrize("durable", [False, True], ids=["savepoint", "whole transaction"])
@pytest.mark.django_db(transaction=True)
def test_what_was_told_in_a_part_that_is_undone_is_told_anew(durable):
    with transaction.atomic():
        here, there = play.at_site("bureau"), play.at_site("fayette")
        for cast in (here, there):
            people.record_person(site_id=cast.site.pk, given_name=cast.site.slug, by=cast.kim, at=NOON)

    def names(cast):
        with at(cast):
            return set(Person.objects.values_list("given_name", flat=True))

    with transaction.atomic() if not durable else nullcontext():
        assert names(here) == {"bureau"}
        with transaction.atomic():
            assert names(there) == {"fayette"}
            transaction.set_rollback(True)
        assert names(there) == {"fayette"}
        assert names(here) == {"bureau"}


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_waits_for_the_next_request_knows_of_nobody():
    with context.acting(Nobody("clock", play.at_site("bureau").site.pk), Purpose.CARE):
        Person.objects.count()
    assert ask("SELECT current_setting('offramp.site', true)") != [""]
    connection.close_if_unusable_or_obsolete()
    assert not any(ask("SELECT current_setting('offramp.site', true)"))  # emptied, or a new connection


# The role that serves -------------------------------------------------------------------------------------------------


@pytest.fixture
def serving(db):
    """A role of its own, as `offramp migrate` makes it ready; the rest of the test is served with it."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE serves; GRANT serves TO {role_of(connection)}")
        let_serve("serves", connection)
        cursor.execute("SET LOCAL ROLE serves")


def test_the_role_that_serves_is_neither_owner_nor_superuser(serving):
    assert role_of(connection) == "serves"
    assert ask("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user") == [False]
    assert ask("SELECT tablename FROM pg_tables WHERE tableowner = current_user") == []
    assert why_not_to_serve(connection) == ""


def test_everything_from_the_offer_to_the_intake_works_for_the_role_that_serves(serving):
    cast = play.at_site("bureau")
    person = play.at_work(cast).person
    play.sign(cast, person)
    assert play.complete_intake(cast, person).completed_at
    assert TrailRow.objects.filter(site_id=cast.site.pk).count() > 20


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE kernel_trailrow SET role = 'x'", "DELETE FROM kernel_trailrow WHERE seq = 1", "TRUNCATE kernel_trailrow",
        "TRUNCATE people_person CASCADE", "ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY one_site ON people_person", "DELETE FROM django_migrations", "CREATE TABLE own (id int)",
    ],
)  # fmt: skip
def test_the_role_that_serves_cannot_touch_the_trail_or_the_lock(sql, serving):
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        ask(sql)


def test_a_dump_as_the_role_that_serves_ends_with_an_error_and_not_with_half_of_it(serving):
    ask("SET LOCAL row_security = off")  # as pg_dump does
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Person.objects.count()


@pytest.mark.skipif("offramp-pg-" not in connection.settings_dict["HOST"], reason="a server of your own")
def test_nobody_is_served_with_a_role_that_sees_everything():
    superuser = connection.copy()
    superuser.settings_dict["USER"] = "offramp"
    try:
        assert why_not_to_serve(superuser).startswith("The database role offramp reads past the lock on rows")
    finally:
        superuser.close()
