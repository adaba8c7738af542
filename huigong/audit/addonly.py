"""Database triggers for append-only tables: no role can change or remove a row.

    TRIGGERS = AddOnly("decisions are only ever added", (Kept("casework_outcome", "outcome"),))

A migration calls `install`, and its reverse `remove`. A table that SQLite rebuilds loses its
triggers: a later migration that alters one of these models ends with `install`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class OneChange:
    """The one change that a table lets through: of `columns` alone, all others (`kept`) staying as they are,
    and not where `refused` holds, an SQL condition over OLD and NEW for each engine."""

    columns: tuple[str, ...]
    kept: tuple[str, ...]
    refused: Mapping[str, str]


@dataclass(frozen=True)
class Kept:
    """A table, the name that its triggers begin with, and the change that it lets through. A row goes only where `goes`
    holds, an SQL condition over OLD; without one never."""

    table: str
    stem: str
    allows: OneChange | None = None
    goes: str = ""


@dataclass(frozen=True)
class AddOnly:
    """The triggers of several tables, and what the database says when it refuses."""

    refusal: str
    tables: tuple[Kept, ...]

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """Makes the tables add-only. Raises `KeyError` for an engine we do not run on."""
        write = {"sqlite": self._sqlite, "postgresql": self._postgres}[connection.vendor]
        self.remove(connection)
        _run(connection, (statement for kept in self.tables for statement in write(kept)))

    def remove(self, connection: BaseDatabaseWrapper) -> None:
        """Lifts the protection: for reversing the migration and for emptying a test database."""
        drop = {"sqlite": _sqlite_drop, "postgresql": _postgres_drop}[connection.vendor]
        _run(connection, (statement for kept in self.tables for statement in drop(kept)))

    def _sqlite(self, kept: Kept) -> Iterator[str]:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{self.refusal}'); END"
        only = ""
        if kept.allows is not None:
            changed = [f"NEW.{column} IS NOT OLD.{column}" for column in kept.allows.kept]
            only = f"WHEN {' OR '.join([kept.allows.refused['sqlite'], *changed])} "
        yield f"CREATE TRIGGER {kept.stem}_no_update BEFORE UPDATE ON {kept.table} {only}{refuse}"
        unless = f"WHEN NOT ({kept.goes}) " if kept.goes else ""
        yield f"CREATE TRIGGER {kept.stem}_no_delete BEFORE DELETE ON {kept.table} {unless}{refuse}"

    def _postgres(self, kept: Kept) -> Iterator[str]:
        refuse = f"RAISE EXCEPTION '{self.refusal}'"
        yield _function(f"{kept.stem}_refuse", f"{refuse};")
        allowed = "refuse"
        if kept.allows is not None:
            allowed, columns = "allow_one", f"'{{{','.join(kept.allows.columns)}}}'::text[]"
            yield _function(
                f"{kept.stem}_allow_one",
                f"IF {kept.allows.refused['postgresql']} "
                f"OR (to_jsonb(NEW) - {columns}) IS DISTINCT FROM (to_jsonb(OLD) - {columns}) "
                f"THEN {refuse}; END IF; RETURN NEW;",
            )
        going = "refuse"
        if kept.goes:
            going = "let_go"
            yield _function(f"{kept.stem}_let_go", f"IF NOT ({kept.goes}) THEN {refuse}; END IF; RETURN OLD;")
        for when, event, each, function in (
            ("update", "UPDATE", "ROW", allowed),
            ("delete", "DELETE", "ROW", going),
            ("emptying", "TRUNCATE", "STATEMENT", "refuse"),
        ):
            yield (
                f"CREATE TRIGGER {kept.stem}_no_{when} BEFORE {event} ON {kept.table} "
                f"FOR EACH {each} EXECUTE FUNCTION {kept.stem}_{function}()"
            )


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def _sqlite_drop(kept: Kept) -> Iterator[str]:
    for what in ("update", "delete"):
        yield f"DROP TRIGGER IF EXISTS {kept.stem}_no_{what}"


def _postgres_drop(kept: Kept) -> Iterator[str]:
    for what in ("update", "delete", "emptying"):
        yield f"DROP TRIGGER IF EXISTS {kept.stem}_no_{what} ON {kept.table}"
    for function in ("refuse", "allow_one", "let_go"):
        yield f"DROP FUNCTION IF EXISTS {kept.stem}_{function}()"


def _run(connection: BaseDatabaseWrapper, statements: Iterator[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
