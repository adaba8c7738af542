"""Database triggers that keep decisions as they were made: added, never changed, never removed.

The one change they let through seals a decision's reasons under another key, as
`huigong reseal` does. A table that SQLite rebuilds loses its triggers: a later migration that alters one of
these models ends with `install`.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

DECISIONS, OUTCOMES = "casework_decision", "casework_outcome"
KEPT = ("id", "case_id", "number", "kind", "move", "verdict", "verdict_name", "favourable", "clause",
        "corrects_id", "remedy", "remedy_until", "office", "decided_by", "decided_at")  # fmt: skip
_REFUSAL = "decisions are only ever added"
_REFUSE = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
_CHANGED = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in KEPT)
_KEY = "substr({0}.reasons, 1, instr({0}.reasons, '.'))"
_SAME_KEY = f"{_KEY.format('NEW')} IS {_KEY.format('OLD')}"

_SQLITE_INSTALL = [
    f"CREATE TRIGGER decision_no_update BEFORE UPDATE ON {DECISIONS} "
    f"WHEN {_CHANGED} OR {_SAME_KEY} {_REFUSE}",
    f"CREATE TRIGGER decision_no_delete BEFORE DELETE ON {DECISIONS} {_REFUSE}",
    f"CREATE TRIGGER outcome_no_update BEFORE UPDATE ON {OUTCOMES} {_REFUSE}",
    f"CREATE TRIGGER outcome_no_delete BEFORE DELETE ON {OUTCOMES} {_REFUSE}",
]
_SQLITE_REMOVE = [
    f"DROP TRIGGER IF EXISTS {name}"
    for name in ("decision_no_update", "decision_no_delete", "outcome_no_update", "outcome_no_delete")
]

_POSTGRES_INSTALL = [
    f"CREATE OR REPLACE FUNCTION casework_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
    f"CREATE OR REPLACE FUNCTION casework_only_reseal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF (to_jsonb(NEW) - 'reasons') IS DISTINCT FROM (to_jsonb(OLD) - 'reasons') "
    f"OR split_part(NEW.reasons, '.', 1) = split_part(OLD.reasons, '.', 1) "
    f"THEN RAISE EXCEPTION '{_REFUSAL}'; END IF; RETURN NEW; END $$",
    f"CREATE TRIGGER decision_no_update BEFORE UPDATE ON {DECISIONS} "
    f"FOR EACH ROW EXECUTE FUNCTION casework_only_reseal()",
    f"CREATE TRIGGER decision_no_delete BEFORE DELETE ON {DECISIONS} "
    f"FOR EACH ROW EXECUTE FUNCTION casework_refuse_change()",
    f"CREATE TRIGGER outcome_no_change BEFORE UPDATE OR DELETE ON {OUTCOMES} "
    f"FOR EACH ROW EXECUTE FUNCTION casework_refuse_change()",
    *(
        f"CREATE TRIGGER casework_no_emptying BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change()"
        for table in (DECISIONS, OUTCOMES)
    ),
]
_POSTGRES_REMOVE = [
    *(
        f"DROP TRIGGER IF EXISTS {name} ON {table}"
        for table in (DECISIONS, OUTCOMES)
        for name in ("decision_no_update", "decision_no_delete", "outcome_no_change", "casework_no_emptying")
    ),
    "DROP FUNCTION IF EXISTS casework_only_reseal()",
    "DROP FUNCTION IF EXISTS casework_refuse_change()",
]

_INSTALL = {"sqlite": _SQLITE_INSTALL, "postgresql": _POSTGRES_INSTALL}
_REMOVE = {"sqlite": _SQLITE_REMOVE, "postgresql": _POSTGRES_REMOVE}


def install(connection: BaseDatabaseWrapper) -> None:
    """Makes decisions add-only. Raises `KeyError` for an engine we do not run on."""
    _run(connection, _REMOVE[connection.vendor] + _INSTALL[connection.vendor])


def remove(connection: BaseDatabaseWrapper) -> None:
    """Lifts the protection: for reversing the migration and for emptying a test database."""
    _run(connection, _REMOVE[connection.vendor])


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
