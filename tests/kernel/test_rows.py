"""PostgreSQL's own lock: at one site, no query of any kind reaches a row of another."""

import pytest
from django.db import DatabaseError, connection, transaction

from offramp.kernel import context
from offramp.kernel.guard import record_tables
from offramp.kernel.postgresql.base import NOBODY, TELL
from offramp.people.models import Alias, Person
from tests import cast as play
from tests.house.tree import our_models

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite has no lock on rows: the layers above stand alone"
    ),
]

VIEWS_OF_THEIR_OWNER = """
    SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
    WHERE relkind IN ('v', 'm') AND n.nspname = 'public'
      AND NOT coalesce('security_invoker=true' = ANY (reloptions) OR 'security_invoker=on' = ANY (reloptions), false)
"""
UNIQUE_KEYS = """
    SELECT t.relname || ' (' || string_agg(a.attname, ', ') || ')' FROM pg_index i
    JOIN pg_class t ON t.oid = i.indrelid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (i.indkey)
    WHERE i.indisunique AND t.relname = ANY (%s)
    GROUP BY i.indexrelid, t.relname
    HAVING NOT bool_or(a.attname = 'site_id') AND NOT bool_and(a.atttypid = 'uuid'::regtype)
"""


def ask(sql, *given):
    """The first column of an answer, past the ORM."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [row[0] for row in cursor.fetchall()] if cursor.description else cursor.rowcount


def at(cast):
    return context.acting(cast.kim, cast.kim.purpose)


@pytest.fixture(scope="module")
def sites(django_db_setup, django_db_blocker):
    """Two sites where the same has happened."""
    with django_db_blocker.unblock(), transaction.atomic():
        casts = play.at_site("bureau"), play.at_site("fayette")
        for cast in casts:
            person = play.at_work(cast).person
            play.sign(cast, person)
            play.complete_intake(cast, person)
        yield casts
        transaction.set_rollback(True)


@pytest.fixture
def here(sites):
    return sites[0]


@pytest.fixture
def there(sites):
    return sites[1]


RECORDS = [model for model in our_models() if model._meta.db_table in record_tables()]


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.db_table)
def test_at_one_site_no_query_shows_a_row_of_another(model, here, there):
    table, own = model._meta.db_table, {here.site.pk}
    every = set(model._base_manager.values_list("site_id", flat=True))
    with at(here):
        assert set(model._base_manager.values_list("site_id", flat=True)) == every & own
        assert set(ask(f'SELECT site_id FROM "{table}"')) == every & own
        assert ask(f"SELECT count(*) FROM {table} WHERE site_id = %s", there.site.pk) == [0]


def test_most_tables_had_rows_of_both_sites_to_hide(here, there):
    both = [model for model in RECORDS if model._base_manager.values("site_id").distinct().count() >= 2]
    assert len(both) >= 12


def test_nothing_of_another_site_is_changed_or_deleted_by_a_query_that_forgets_the_site(here, there):
    with at(here):
        Person.objects.update(description="moved")
        ask("UPDATE people_person SET contact_words = %s", "moved")
        Alias.objects.all()._raw_delete("default")
        assert ask("DELETE FROM referrals_callpass WHERE site_id = %s", there.site.pk) == 0
    assert set(Person.objects.filter(site=there.site).values_list("description", "contact_words")) == {("", "")}
    assert set(Person.objects.filter(site=here.site).values_list("description", "contact_words")) == {
        ("moved", "moved")
    }


def test_a_row_for_another_site_is_rejected(here, there):
    with at(here), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Person.objects.create(site=there.site)
    with at(here), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Person.objects.update(site=there.site)


def test_a_row_that_hangs_on_somebody_of_another_site_is_rejected(here, there):
    of_another = Person.objects.filter(site=there.site).first()
    with at(here), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Alias.objects.create(site=here.site, person=of_another, given_name="Jo")


def test_told_of_no_site_it_shows_nothing(here):
    with transaction.atomic():
        connection.connection.execute(TELL, NOBODY)
        assert connection.connection.execute("SELECT count(*) FROM people_person").fetchone() == (0,)
        transaction.set_rollback(True)


def test_who_acts_is_told_when_it_changes_and_costs_no_statement_of_a_page(here, django_assert_num_queries):
    with at(here), django_assert_num_queries(2):
        Person.objects.count()
        Person.objects.count()


def test_the_owner_cannot_change_a_row_of_the_trail_either_while_the_lock_is_on(here):
    with at(here):
        assert ask("UPDATE kernel_trailrow SET role = 'x' WHERE site_id = %s", here.site.pk) == 0
        assert ask("DELETE FROM kernel_trailrow WHERE site_id = %s", here.site.pk) == 0


# The catalogue --------------------------------------------------------------------------------------------------------


def test_every_table_of_records_is_locked_for_its_owner_too():
    locked = ask("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    assert set(locked) == record_tables()


def test_every_row_must_hang_on_rows_of_its_own_site():
    rules = dict(zip(ask("SELECT tablename FROM pg_policies ORDER BY tablename, policyname"),
                     ask("SELECT with_check FROM pg_policies ORDER BY tablename, policyname"), strict=True))  # fmt: skip
    missing = [
        f"{model._meta.db_table}.{field.column}"
        for model in RECORDS
        for field in model._meta.concrete_fields
        if field.related_model in RECORDS
        and f"{field.related_model._meta.db_table} parent" not in rules[model._meta.db_table]
    ]
    assert missing == []


def test_no_view_reads_with_the_rights_of_its_owner():
    assert ask(VIEWS_OF_THEIR_OWNER) == []
    ask("CREATE VIEW everyone AS SELECT id FROM people_person")
    assert ask(VIEWS_OF_THEIR_OWNER) == ["everyone"]


def test_a_view_that_reads_with_the_rights_of_whoever_asks_shows_one_site(here, there):
    ask("CREATE VIEW everyone WITH (security_invoker = true) AS SELECT site_id FROM people_person")
    assert ask(VIEWS_OF_THEIR_OWNER) == []
    with at(here):
        Person.objects.exists()  # whoever acts is told with the first record
        assert set(ask("SELECT site_id FROM everyone")) == {here.site.pk}


def test_no_unique_key_tells_of_a_row_that_is_hidden():
    assert ask(UNIQUE_KEYS, sorted(record_tables())) == []
    connection.check_constraints()  # what waits for the end of the transaction would be in its way
    ask("CREATE UNIQUE INDEX planted ON people_person (phone) WHERE phone <> ''")
    assert ask(UNIQUE_KEYS, sorted(record_tables())) == ["people_person (phone)"]
