"""The lock on rows: on PostgreSQL, whoever acts at one site can neither see nor write a row of another, by any query.

The steps of a migration. SQLite has nothing of the kind and is left alone: there the layers above stand by themselves.
Each policy holds for the owner of the table too (FORCE). Where PostgreSQL was told of no site, there is no row.
"""

from typing import Any

from django.db.migrations.operations.base import Operation

_HERE = (
    "site_id = nullif(current_setting('offramp.site', true), '')::uuid"
    " OR current_setting('offramp.every_site', true) = 'yes'"
)
_LOCK = (
    'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
    'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
)
_UNLOCK = (
    'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY',
    'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
)
# A foreign key is checked behind the policies: without this, a row could hang on a person of another site.
_PARENT = (
    '("{table}"."{column}" IS NULL OR EXISTS (SELECT 1 FROM "{parent}" AS parent'
    ' WHERE parent.id = "{table}"."{column}" AND parent.site_id = "{table}".site_id))'
)


class OneSite(Operation):
    """The rows of `table` belong to one site each. `parents`: by column, the table it points to, at the same site."""

    reduces_to_sql = True

    def __init__(self, table: str, **parents: str) -> None:
        self.table, self.parents = table, parents

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not change."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        _run(schema_editor, self.table, *_LOCK, *self.policies())

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        names = [f'DROP POLICY {name} ON "{{table}}"' for name in self.names]
        _run(schema_editor, self.table, *names, *_UNLOCK)

    def describe(self) -> str:
        return f"Lock the rows of {self.table} by site"

    names: tuple[str, ...] = ("one_site",)

    def policies(self) -> list[str]:
        """The statements that make the policies."""
        kept = [_PARENT.format(table=self.table, column=column, parent=to) for column, to in self.parents.items()]
        check = " AND ".join([f"({_HERE})", *kept])
        return [f'CREATE POLICY one_site ON "{{table}}" FOR ALL USING ({_HERE}) WITH CHECK ({check})']


class OneSiteWrittenOnce(OneSite):
    """The same for a table whose rows are added and read, and by nobody changed or taken away."""

    names = ("one_site_read", "one_site_add")

    def policies(self) -> list[str]:
        return [
            f'CREATE POLICY one_site_read ON "{{table}}" FOR SELECT USING ({_HERE})',
            f'CREATE POLICY one_site_add ON "{{table}}" FOR INSERT WITH CHECK ({_HERE})',
        ]


def _run(schema_editor: Any, table: str, *statements: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement.format(table=table))
