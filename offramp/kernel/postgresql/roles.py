"""The two roles of a PostgreSQL database: one owns the tables and changes their shape, the other serves.

A superuser, and a role with BYPASSRLS, sees the rows of every site whatever the policies say.
"""

from typing import Any

_ATTRIBUTES = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
_GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE UPDATE, DELETE, TRUNCATE ON kernel_trailrow FROM {role}",  # written once
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
)


def why_not_to_serve(connection: Any) -> str:
    """Why people must not be served with this connection's role, and the remedy; empty where nothing is against it."""
    if connection.vendor != "postgresql" or not _one(connection, _ATTRIBUTES):
        return ""
    role = role_of(connection)
    return (
        f"The database role {role} reads past the lock on rows, so nobody can be served with it. Make it an ordinary one: "
        f"ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS. Then start again."
    )


def let_serve(role: str, owner: Any) -> None:
    """Let `role` do with the tables of `owner` (a connection) what the program does, and no more."""
    if owner.vendor != "postgresql" or role == role_of(owner):
        return
    with owner.cursor() as cursor:
        for grant in _GRANTS:
            cursor.execute(grant.format(role=owner.ops.quote_name(role)))


def role_of(connection: Any) -> str:
    """The name of the role that this connection has in its database; empty where a database has no roles."""
    return str(_one(connection, "SELECT current_user")) if connection.vendor == "postgresql" else ""


def _one(connection: Any, question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]
