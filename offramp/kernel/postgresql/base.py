"""PostgreSQL is told at which site somebody acts, and shows no other row (see `kernel.postgresql.rows`).

It is told when that changes, not at each statement. Nothing told outlives the request: a connection that is kept for
the next one knows of nobody, and then no row is shown.
"""

from django.db import DatabaseError
from django.db.backends.postgresql import base, schema

from offramp.kernel.context import Acting
from offramp.kernel.guard import Guarded, ShapesTables

Told = tuple[str, str]  # the site, and "yes" for all of them

TELL = "SELECT set_config('offramp.site', %s, false), set_config('offramp.every_site', %s, false)"
NOBODY: Told = ("", "")


class SchemaEditor(ShapesTables, schema.DatabaseSchemaEditor):
    """Django's own."""


class DatabaseWrapper(Guarded, base.DatabaseWrapper):
    """Django's own, but no record is read while nobody acts, nor one of another site."""

    SchemaEditorClass = SchemaEditor
    _told: Told | None = None  # None where we cannot know

    def tell(self, acting: Acting) -> None:
        self._tell(("", "yes") if acting.every_site else (str(acting.site_id), ""))

    def init_connection_state(self) -> None:
        super().init_connection_state()
        self._told = NOBODY

    def close_if_unusable_or_obsolete(self) -> None:
        """Called when a request begins or ends; the connection may serve another site's next."""
        super().close_if_unusable_or_obsolete()
        if self.connection is not None and not self.in_atomic_block and self._told != NOBODY:
            try:
                self._tell(NOBODY)
            except DatabaseError:
                self.close()  # the next request opens one that knows of nobody

    def _tell(self, site: Told) -> None:
        if site == self._told:
            return
        self.ensure_connection()
        if self.in_atomic_block:
            self.validate_no_broken_transaction()
        with self.wrap_database_errors:
            self.connection.execute(TELL, site)
        self._told = site

    def _rollback(self) -> None:
        self._told = None  # what was told inside is forgotten with everything else
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        self._told = None
        super()._savepoint_rollback(sid)  # type: ignore[misc]
