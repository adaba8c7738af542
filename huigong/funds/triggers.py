"""The journal is only added to, and the database itself adds each posting to the balance of its line.

On PostgreSQL once a statement, since a hundred thousand changes of one row in one transaction would each look through those
before; on SQLite, which changes the row in place, once a row.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from huigong.audit.addonly import AddOnly, Kept
from huigong.funds.terms import Book

JOURNAL = AddOnly(
    "postings and what banks said are only ever added",
    (Kept("funds_posting", "fund_posting"), Kept("funds_returnline", "fund_return_line")),
)
_NAME = "fund_balance"
_NO_BALANCE = "a posting to a line without a balance"


def install(connection: BaseDatabaseWrapper) -> None:
    """Makes the database keep the balances, and the journal add-only."""
    remove(connection)
    statements = {"sqlite": _sqlite, "postgresql": _postgres}[connection.vendor]()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    JOURNAL.install(connection)


def remove(connection: BaseDatabaseWrapper) -> None:
    """For reversing the migration and for emptying a test database."""
    JOURNAL.remove(connection)
    on = " ON funds_posting" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS {_NAME}_kept{on}")
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP FUNCTION IF EXISTS {_NAME}_keep()")


def _change(book: Book, row: str) -> str:
    """What one posting adds to a book: what is granted counts up with what comes from there."""
    sign, other = ("", "-") if book is Book.GRANTED else ("-", "")
    return (
        f"CASE '{book.value}' WHEN {row}taken_from THEN {sign}{row}amount "
        f"WHEN {row}put_into THEN {other}{row}amount ELSE 0 END"
    )


def _sqlite() -> Iterator[str]:
    sums = ", ".join(f"{book.value} = {book.value} + {_change(book, 'NEW.')}" for book in Book)
    yield (
        f"CREATE TRIGGER {_NAME}_kept AFTER INSERT ON funds_posting BEGIN "
        f"SELECT RAISE(ABORT, '{_NO_BALANCE}') "
        "WHERE NOT EXISTS (SELECT 1 FROM funds_balance WHERE line_id = NEW.line_id); "
        f"UPDATE funds_balance SET {sums} WHERE line_id = NEW.line_id; END"
    )


def _postgres() -> Iterator[str]:
    sums = ", ".join(f"SUM({_change(book, '')}) AS {book.value}" for book in Book)
    sets = ", ".join(f"{book.value} = kept.{book.value} + added_up.{book.value}" for book in Book)
    yield (
        f"CREATE OR REPLACE FUNCTION {_NAME}_keep() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "DECLARE changed integer; BEGIN "
        f"UPDATE funds_balance kept SET {sets} "
        f"FROM (SELECT line_id, {sums} FROM added GROUP BY line_id) added_up "
        "WHERE kept.line_id = added_up.line_id; "
        "GET DIAGNOSTICS changed = ROW_COUNT; "
        "IF changed <> (SELECT COUNT(DISTINCT line_id) FROM added) "
        f"THEN RAISE EXCEPTION '{_NO_BALANCE}'; END IF; RETURN NULL; END $$"
    )
    yield (
        f"CREATE TRIGGER {_NAME}_kept AFTER INSERT ON funds_posting REFERENCING NEW TABLE AS added "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {_NAME}_keep()"
    )
