"""Counting attempts: up to the limit, for a window, shared by all, and nobody to be read from it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from huigong.directory.actions import attempts
from huigong.directory.models import LoginCount

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HERE, THERE = "198.51.100.7", "198.51.100.8"


def take(subject: str = HERE, *, kind: str = "code.address", limit: int = 3, now: datetime = NOW) -> bool:
    return attempts.take(kind=kind, subject=subject, limit=limit, window=HOUR, now=now)


def spent(*, kind: str = "code.address", now: datetime = NOW) -> bool:
    return attempts.is_spent(kind=kind, subject=HERE, limit=3, now=now)


def test_so_many_are_within_the_limit_and_no_more() -> None:
    assert [take() for _ in range(5)] == [True] * 3 + [False] * 2


def test_each_subject_and_each_kind_is_counted_by_itself() -> None:
    assert [take() for _ in range(3)] == [True] * 3
    assert take(THERE)
    assert take(kind="wrong_code.address")
    assert spent()
    assert not spent(kind="wrong_code.address")


def test_the_window_begins_with_the_first_and_refusals_do_not_prolong_it() -> None:
    for minute in (0, 10, 20, 30, 59):
        take(now=NOW + timedelta(minutes=minute))
    assert spent(now=NOW + timedelta(minutes=59))
    assert not spent(now=NOW + HOUR)
    assert [take(now=NOW + HOUR) for _ in range(4)] == [True] * 3 + [False]
    assert spent(now=NOW + HOUR + timedelta(minutes=59))


def test_a_lower_limit_holds_at_once_and_a_higher_one_too() -> None:
    assert [take(limit=3) for _ in range(4)] == [True] * 3 + [False]
    assert not take(limit=2)
    assert take(limit=10)


def test_asking_costs_the_same_however_much_was_counted(django_assert_num_queries: Any) -> None:
    for _ in range(2):
        with django_assert_num_queries(2):
            take()
    with django_assert_num_queries(1):
        spent()


def test_a_row_shows_neither_address_nor_phone() -> None:
    take(HERE)
    take("13900000001", kind="code.phone")
    rows = repr(list(LoginCount.objects.values()))
    assert HERE not in rows
    assert "13900000001" not in rows


def test_the_limit_is_told_to_the_log_once_a_window_and_nobody_is_named(
    caplog: pytest.LogCaptureFixture,
) -> None:
    for _ in range(9):
        take()
    assert [record.getMessage() for record in caplog.records] == [
        "login limit reached: code.address, 3 attempts"
    ]
    for _ in range(9):
        take(now=NOW + HOUR)
    assert len(caplog.records) == 2
    assert HERE not in caplog.text


def test_what_is_over_is_forgotten_and_what_is_open_stays() -> None:
    take(HERE)
    take(THERE, now=NOW + timedelta(minutes=30))
    assert attempts.forget(now=NOW + HOUR) == 1
    assert LoginCount.objects.get().ends_at == NOW + timedelta(minutes=90)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="SQLite has one writer, and its test database lives in the memory of one connection",
)
def test_many_at_the_same_moment_get_no_more_than_the_limit() -> None:
    def one(_: int) -> bool:
        try:
            return take(limit=10)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(40))) == 10


def test_amounts_add_up_and_a_smaller_one_may_still_fit() -> None:
    def brought(amount: int) -> bool:
        return attempts.take(
            kind="bytes", subject="a", limit=10, window=timedelta(days=1), now=NOW, amount=amount
        )

    assert [brought(amount) for amount in (11, 6, 5, 4, 1)] == [False, True, False, True, False]
