"""Rows that several tests of a module begin with, made once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

T = TypeVar("T")


@contextmanager
def laid(make: Callable[[], T], blocker: DjangoDbBlocker) -> Iterator[Callable[[], T]]:
    """For a fixture of a module that has `django_db_setup`: what is called with `db` by each test for what `make` gives.

    The rows are made in a transaction around those of the tests, each of which leaves them as they were, and are gone
    at the end. What `make` gives is one thing for all tests, so no rows, which a test may change. An action
    is asked for a transaction of its own in such a module too. On another
    database than SQLite a connection is closed after each test, so each makes its own.
    """
    if connection.vendor != "sqlite":
        yield make
        return
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # as Django marks its own: no block of an action
    with blocker.unblock():
        around.__enter__()
        try:
            made = make()
        except BaseException:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)
            raise
    yield lambda: made
    with blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
