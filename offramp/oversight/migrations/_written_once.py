"""The database itself refuses to change or delete what nobody may unsay, whoever asks, in whatever words."""

TABLES = (
    "oversight_complaint", "oversight_complaintanswer", "oversight_accessreview", "oversight_breachinquiry", "oversight_legalprocess",
    "oversight_legalstep", "oversight_legalitem",
)

SQLITE = """
CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'This table is written once.'); END
"""
POSTGRESQL = """
CREATE FUNCTION {table}_written_once() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE integrity_constraint_violation USING MESSAGE = 'This table is written once.'; END $$
""", """
CREATE TRIGGER {table}_written_once BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_written_once()
"""


def guard(apps, schema_editor, tables=TABLES):
    for table in tables:
        if schema_editor.connection.vendor == "postgresql":
            for statement in POSTGRESQL:
                schema_editor.execute(statement.format(table=table))
        else:
            for act in ("UPDATE", "DELETE"):
                schema_editor.execute(SQLITE.format(table=table, act=act))


def unguard(apps, schema_editor, tables=TABLES):
    for table in tables:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION {table}_written_once() CASCADE")
        else:
            for act in ("UPDATE", "DELETE"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{act}")


def guard_tombstones(apps, schema_editor):
    guard(apps, schema_editor, ("oversight_tombstone",))


def unguard_tombstones(apps, schema_editor):
    unguard(apps, schema_editor, ("oversight_tombstone",))


#: Of what a court was given, the law may take out the words of an incident; every other column stays as it was.
SAME = " AND ".join(
    f"NEW.{column} = OLD.{column}"
    for column in ("id", "site_id", "listed_id", "recipient", "field", "data_class", "statement", "made_at")
)
TAKEN_OUT = f"NEW.text = '(removed by law)' AND {SAME}"
BUT_ON_SQLITE = f"""
CREATE TRIGGER oversight_legalitem_no_UPDATE BEFORE UPDATE ON oversight_legalitem WHEN NOT ({TAKEN_OUT})
BEGIN SELECT RAISE(ABORT, 'This table is written once.'); END
"""
BUT_ON_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION oversight_legalitem_written_once() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
IF TG_OP = 'UPDATE' AND {TAKEN_OUT} THEN RETURN NEW; END IF;
RAISE integrity_constraint_violation USING MESSAGE = 'This table is written once.'; END $$
"""


def let_the_law_take_out(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BUT_ON_POSTGRESQL)
    else:
        schema_editor.execute("DROP TRIGGER oversight_legalitem_no_UPDATE")
        schema_editor.execute(BUT_ON_SQLITE)


def let_nobody(apps, schema_editor):
    unguard(apps, schema_editor, ("oversight_legalitem",))
    guard(apps, schema_editor, ("oversight_legalitem",))
