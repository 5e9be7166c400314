"""Writers of SQLite wait in a queue, however long it is.

SQLite lets whoever wants to write look again every tenth of a second, and gives up after its time-out. On a busy site
somebody looks at the wrong moment every time, and their page breaks (“database is locked”). Here they sleep on a file
beside the database until the one before them is done; the system frees it when a process dies.
"""

import fcntl
from pathlib import Path
from typing import BinaryIO

from django.db.backends.sqlite3 import base, schema

from offramp.kernel.guard import Guarded, ShapesTables


class SchemaEditor(ShapesTables, schema.DatabaseSchemaEditor):
    """Django's own, which copies a table to change it."""


class DatabaseWrapper(Guarded, base.DatabaseWrapper):
    """Django's own, but each transaction first takes its turn, and no record is read while nobody acts."""

    SchemaEditorClass = SchemaEditor

    _turn: BinaryIO | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._turn = Path(f"{self.settings_dict['NAME']}-turn").open("ab")  # noqa: SIM115  (closed when it is over)
        fcntl.flock(self._turn, fcntl.LOCK_EX)
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._next_please()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._next_please()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._next_please()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._next_please()

    def _next_please(self) -> None:
        if self._turn is not None:
            self._turn.close()
            self._turn = None
