"""The write-ahead log of SQLite: what it holds of pages that were changed since."""

from django.db import connection


def empty() -> None:
    """Write the log of changes into the database and empty it: until then it holds pages as they were before.

    While somebody else reads, or inside a transaction, it stays as it is; the clock tries again. PostgreSQL is left alone.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
