"""Database triggers that refuse to change or delete an audit event, whoever asks.

A table that SQLite rebuilds loses its triggers: a later migration that alters
`AuditEvent` ends with `install`.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "audit_auditevent"
_REFUSAL = "audit events are append-only"

_SQLITE_INSTALL = [
    f"CREATE TRIGGER audit_no_{verb} BEFORE {verb.upper()} ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    for verb in ("update", "delete")
]
_SQLITE_REMOVE = [f"DROP TRIGGER IF EXISTS audit_no_{verb}" for verb in ("update", "delete")]

_POSTGRES_INSTALL = [
    f"CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
    f"CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
    f"FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()",
    f"CREATE TRIGGER audit_no_emptying BEFORE TRUNCATE ON {TABLE} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()",
]
_POSTGRES_REMOVE = [
    f"DROP TRIGGER IF EXISTS audit_no_change ON {TABLE}",
    f"DROP TRIGGER IF EXISTS audit_no_emptying ON {TABLE}",
    "DROP FUNCTION IF EXISTS audit_refuse_change()",
]

_INSTALL = {"sqlite": _SQLITE_INSTALL, "postgresql": _POSTGRES_INSTALL}
_REMOVE = {"sqlite": _SQLITE_REMOVE, "postgresql": _POSTGRES_REMOVE}


def install(connection: BaseDatabaseWrapper) -> None:
    """Makes the trail append-only. Raises `KeyError` for an engine we do not run on."""
    _run(connection, _REMOVE[connection.vendor] + _INSTALL[connection.vendor])


def remove(connection: BaseDatabaseWrapper) -> None:
    """Lifts the protection: for reversing the migration and for emptying a test database."""
    _run(connection, _REMOVE[connection.vendor])


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
