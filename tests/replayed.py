"""What many tests begin with, worked out in the first and written again, row by row, in the others of a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, ParamSpec, TypeVar

import pytest
from django.conf import UserSettingsHolder, settings
from django.db import connection
from django.utils import timezone

from huigong.kernel import packs

P = ParamSpec("P")
T = TypeVar("T")
Statement = tuple[str, Any, bool]
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
_TURNED_BACK = "ROLLBACK"
_FILLED_FROM_THE_START = frozenset(("django_migrations", "django_content_type", "auth_permission"))
_FOLDERS = frozenset(("SMS_FOLDER",))  # of this test alone, and named in no row
_watched: list[pytest.MonkeyPatch] = []


class Replayed(Generic[P, T]):
    """`make` writes rows and gives what is no row, such as cookies, into a database that has none.

    There the same statements with the same values leave the same rows, their numbers too. So after the first
    time of a day, a place in the numbers, packs, a key and the settings of a test they are carried out by
    themselves. Beside rows of anybody else, while the test has patched anything, and on a database that counts
    on after a test, `make` is called.

    Not carried out again: what `make` does besides writing rows, which is codes and messages in files, what is
    asked for on commit, and what goes into caches. The hour is that of the first time. What is given is one
    thing for all.
    """

    def __init__(self, make: Callable[P, T]) -> None:
        self._make = make
        self._kept: dict[object, tuple[T, list[Statement]]] = {}

    def __call__(self, *given: P.args, **named: P.kwargs) -> T:
        if connection.vendor != "sqlite" or _patched() or not _is_empty():
            return self._make(*given, **named)
        begins = (given, tuple(sorted(named.items())), _numbers(), timezone.localdate(), packs.folder())
        key = (*begins, settings.SEALING_KEY, _set_by_the_test())
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


@contextmanager
def watched(patches: pytest.MonkeyPatch) -> Iterator[None]:
    """Within, what a test patches keeps rows from being written again: they would be those of another program."""
    _watched.append(patches)
    try:
        yield
    finally:
        _watched.remove(patches)


def _patched() -> bool:
    return any(patches._setattr or patches._setitem for patches in _watched)


def _set_by_the_test() -> tuple[tuple[str, str], ...]:
    """The settings that a test has changed, and to what."""
    names = set[str]()
    held: object = settings._wrapped  # type: ignore[misc]  # of Django, whose types do not say it
    while isinstance(held, UserSettingsHolder):
        names |= {name for name in vars(held) if name.isupper()} | held._deleted
        held = held.default_settings
    return tuple((name, repr(getattr(settings, name, None))) for name in sorted(names - _FOLDERS))


def _is_empty() -> bool:
    """Whether no table has rows, but those that were migrated with theirs."""
    tables = set(connection.introspection.table_names()) - _FILLED_FROM_THE_START
    each = (f"SELECT 1 WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})" for name in tables)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return cursor.fetchone() is None


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
