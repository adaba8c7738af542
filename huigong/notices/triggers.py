"""Database triggers that keep letters and their service as they were: added, never changed, never removed.

The one change they let through seals the one sealed column under another key, as `huigong reseal`
does. A table that SQLite rebuilds loses its triggers: a later migration that alters one of these
models ends with `install`.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

# Table → the column that is sealed, and every other one.
GUARDED = {
    "notices_notice": (
        "recipient",
        ("id", "public_id", "number", "template", "valid_from", "name", "paper", "office", "region", "about",
         "person_ref", "corrects_id", "kept", "digest", "issued_at", "issued_by"),
    ),
    "notices_noticeservice": (
        "proof",
        ("id", "notice_id", "way", "outcome", "happened_on", "deemed_on", "clause", "recorded_at", "recorded_by"),
    ),
}  # fmt: skip
_REFUSAL = "letters are only ever added"
_ABORT = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
_FUNCTIONS = ("notices_refuse_change", "notices_only_reseal")


def install(connection: BaseDatabaseWrapper) -> None:
    """Makes letters add-only. Raises `KeyError` for an engine we do not run on."""
    remove(connection)
    _run(connection, {"sqlite": _sqlite, "postgresql": _postgres}[connection.vendor]())


def remove(connection: BaseDatabaseWrapper) -> None:
    """Lifts the protection: for reversing the migration and for emptying a test database."""
    _run(connection, {"sqlite": _sqlite_remove, "postgresql": _postgres_remove}[connection.vendor]())


def _sqlite() -> Iterator[str]:
    for table, (sealed, columns) in GUARDED.items():
        changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns)
        key = f"substr({{0}}.{sealed}, 1, instr({{0}}.{sealed}, '.'))"
        same_key = f"{key.format('NEW')} IS {key.format('OLD')}"
        yield f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN {changed} OR {same_key} {_ABORT}"
        yield f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {_ABORT}"


def _sqlite_remove() -> Iterator[str]:
    for table in GUARDED:
        yield f"DROP TRIGGER IF EXISTS {table}_no_update"
        yield f"DROP TRIGGER IF EXISTS {table}_no_delete"


def _postgres() -> Iterator[str]:
    refuse, reseal = _FUNCTIONS
    raising = f"RAISE EXCEPTION '{_REFUSAL}'"
    yield f"CREATE FUNCTION {refuse}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {raising}; END $$"
    # The name of the sealed column is the trigger's argument.
    yield (
        f"CREATE FUNCTION {reseal}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"DECLARE fresh jsonb := to_jsonb(NEW); former jsonb := to_jsonb(OLD); BEGIN "
        f"IF (fresh - TG_ARGV[0]) IS DISTINCT FROM (former - TG_ARGV[0]) "
        f"OR split_part(fresh->>TG_ARGV[0], '.', 1) = split_part(former->>TG_ARGV[0], '.', 1) "
        f"THEN {raising}; END IF; RETURN NEW; END $$"
    )
    for table, (sealed, _) in GUARDED.items():
        each = f"ON {table} FOR EACH ROW EXECUTE FUNCTION"
        yield f"CREATE TRIGGER {table}_no_update BEFORE UPDATE {each} {reseal}('{sealed}')"
        yield f"CREATE TRIGGER {table}_no_delete BEFORE DELETE {each} {refuse}()"
        emptying = f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {refuse}()"
        yield f"CREATE TRIGGER {table}_no_emptying {emptying}"


def _postgres_remove() -> Iterator[str]:
    for table in GUARDED:
        for what in ("update", "delete", "emptying"):
            yield f"DROP TRIGGER IF EXISTS {table}_no_{what} ON {table}"
    for function in _FUNCTIONS:
        yield f"DROP FUNCTION IF EXISTS {function}()"


def _run(connection: BaseDatabaseWrapper, statements: Iterator[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
