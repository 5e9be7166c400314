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


def guard(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            for statement in POSTGRESQL:
                schema_editor.execute(statement.format(table=table))
        else:
            for act in ("UPDATE", "DELETE"):
                schema_editor.execute(SQLITE.format(table=table, act=act))


def unguard(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION {table}_written_once() CASCADE")
        else:
            for act in ("UPDATE", "DELETE"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{act}")
