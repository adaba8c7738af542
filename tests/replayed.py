"""What many tests begin with, worked out in the first and written again, row by row, in the others of a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, ParamSpec, TypeVar

from django.conf import settings
from django.db import connection
from django.utils import timezone

from huigong.kernel import packs

P = ParamSpec("P")
T = TypeVar("T")
Statement = tuple[str, Any, bool]
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
_TURNED_BACK = "ROLLBACK"


class Replayed(Generic[P, T]):
    """`make` writes rows and gives what is no row, such as cookies; `is_new` says whether the database is as it must be.

    Where it is, the same statements with the same values leave the same rows, their numbers too. So after the first
    time of a day, a place in the numbers, packs and a key they are carried out by themselves. Elsewhere, and on a
    database that counts on after a test, `make` is called. What is given is one thing for all.
    """

    def __init__(self, make: Callable[P, T], *, is_new: Callable[[], bool]) -> None:
        self._make, self._is_new = make, is_new
        self._kept: dict[object, tuple[T, list[Statement]]] = {}

    def __call__(self, *given: P.args, **named: P.kwargs) -> T:
        if connection.vendor != "sqlite" or not self._is_new():
            return self._make(*given, **named)
        begins = (given, tuple(sorted(named.items())), _numbers(), timezone.localdate(), packs.folder())
        key = (*begins, settings.SEALING_KEY)
        if key in self._kept:
            return self._again(*self._kept[key])
        with _written() as statements:
            made = self._make(*given, **named)
        if not any(sql.startswith(_TURNED_BACK) for sql, _, _ in statements):
            self._kept[key] = made, [each for each in statements if each[0].startswith(_WRITES)]
        return made

    def _again(self, made: T, statements: list[Statement]) -> T:
        with connection.cursor() as cursor:
            for sql, values, many in statements:
                (cursor.executemany if many else cursor.execute)(sql, values)
        return made


def _numbers() -> tuple[tuple[str, int], ...]:
    """Where each table goes on counting."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence WHERE seq > 0 ORDER BY name")
        return tuple(cursor.fetchall())


@contextmanager
def _written() -> Iterator[list[Statement]]:
    """The statements that are carried out within."""
    statements: list[Statement] = []

    def noting(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        values = [tuple(row) for row in values] if many else values
        statements.append((sql, values, many))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(noting):
        yield statements
