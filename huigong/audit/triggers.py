"""Database triggers that refuse to change or delete what is in the trail, whoever asks.

The one change they let through gives an event that has no place yet its sequence
and digest. A table that SQLite rebuilds loses its triggers: a later migration that
alters one of these models ends with `install`.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

EVENTS, BATCHES = "audit_auditevent", "audit_auditbatch"
_REFUSAL = "audit events are append-only"
_TOLD = ("id", "at", "actor_id", "actor_name", "actor_office", "verb", "subject", "person_ref",
         "purpose", "region", "visit", "data", "mark")  # fmt: skip
_RETOLD = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _TOLD)
_REFUSE = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"

_SQLITE_INSTALL = [
    f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON {EVENTS} "
    f"WHEN OLD.sequence IS NOT NULL OR NEW.sequence IS NULL OR {_RETOLD} {_REFUSE}",
    f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON {EVENTS} {_REFUSE}",
    f"CREATE TRIGGER audit_batch_no_update BEFORE UPDATE ON {BATCHES} {_REFUSE}",
    f"CREATE TRIGGER audit_batch_no_delete BEFORE DELETE ON {BATCHES} {_REFUSE}",
]
_SQLITE_REMOVE = [
    f"DROP TRIGGER IF EXISTS {name}"
    for name in ("audit_no_update", "audit_no_delete", "audit_batch_no_update", "audit_batch_no_delete")
]

_POSTGRES_INSTALL = [
    f"CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
    f"CREATE OR REPLACE FUNCTION audit_only_seal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF OLD.sequence IS NOT NULL OR NEW.sequence IS NULL OR (to_jsonb(NEW) - '{{sequence,digest}}'::text[]) "
    f"IS DISTINCT FROM (to_jsonb(OLD) - '{{sequence,digest}}'::text[]) "
    f"THEN RAISE EXCEPTION '{_REFUSAL}'; END IF; RETURN NEW; END $$",
    f"CREATE TRIGGER audit_no_change BEFORE UPDATE ON {EVENTS} "
    f"FOR EACH ROW EXECUTE FUNCTION audit_only_seal()",
    f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON {EVENTS} "
    f"FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()",
    f"CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON {BATCHES} "
    f"FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()",
    *(
        f"CREATE TRIGGER audit_no_emptying BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()"
        for table in (EVENTS, BATCHES)
    ),
]
_POSTGRES_REMOVE = [
    *(
        f"DROP TRIGGER IF EXISTS {name} ON {table}"
        for table in (EVENTS, BATCHES)
        for name in ("audit_no_change", "audit_no_delete", "audit_no_emptying")
    ),
    "DROP FUNCTION IF EXISTS audit_only_seal()",
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
