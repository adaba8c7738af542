"""The sealer: two at once, one killed, transactions that end late, clocks that go back."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection, transaction

from huigong.audit.actions import record, seal
from huigong.audit.models import AuditBatch, AuditEvent
from huigong.audit.verification import verify
from huigong.directory.principals import SYSTEM
from tests.unit.audit.trail import sealed

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
several_connections = pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="SQLite has one writer, and its test database lives in the memory of one connection",
)


def told(subject: str = "test.Thing:1", *, now: datetime = NOW) -> AuditEvent:
    with transaction.atomic():
        return record(by=SYSTEM, now=now, verb="v", subject=subject)


@pytest.mark.django_db
def test_batches_are_short_and_follow_each_other() -> None:
    for _ in range(7):
        told()
    assert seal(now=NOW, at_most=3) == 7
    spans = [(batch.number, batch.first_sequence, batch.last_sequence) for batch in AuditBatch.objects.all()]
    assert spans == [(1, 1, 3), (2, 4, 6), (3, 7, 7)]
    assert seal(now=NOW) == 0
    assert sealed().ok


@pytest.mark.django_db
def test_nothing_to_seal_is_one_question(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert seal(now=NOW) == 0


class Killed(Exception):
    """The sealer's process ends here."""


@pytest.mark.django_db
def test_a_sealer_killed_at_any_statement_leaves_the_trail_whole() -> None:
    for _ in range(4):
        told()
    seal(now=NOW, at_most=2)
    told(), told(), told()
    for lives in count():
        with transaction.atomic():
            if seals_to_the_end(statements=lives):
                break
            waiting = AuditEvent.objects.filter(sequence__isnull=True).count()
            assert waiting in {3, 1, 0}  # before the first of two batches, between them, after both
            assert verify(now=NOW).ok
            transaction.set_rollback(True)
    assert lives > 8  # it died that many times first
    report = sealed()
    assert (report.ok, report.checked, report.unsealed) == (True, 7, 0)


def seals_to_the_end(*, statements: int) -> bool:
    """Whether a sealer that may say so many statements gets through. The database undoes what the dead left open."""
    left = iter(range(statements))

    def run(execute: Any, sql: str, *rest: Any) -> Any:
        if "SAVEPOINT" not in sql and next(left, None) is None:
            raise Killed
        return execute(sql, *rest)

    try:
        with connection.execute_wrapper(run):
            seal(now=NOW, at_most=2)
    except Killed:
        return False
    return True


@pytest.mark.django_db
def test_a_clock_set_back_is_noted_and_changes_no_order() -> None:
    told("test.Thing:1", now=NOW)
    seal(now=NOW)
    told("test.Thing:2", now=NOW - timedelta(days=2))
    seal(now=NOW - timedelta(days=2))
    order = AuditEvent.objects.order_by("sequence").values_list("subject", flat=True)
    assert list(order) == ["test.Thing:1", "test.Thing:2"]
    notes = AuditBatch.objects.get(number=2).notes
    assert notes["set_back"] == {"events": 1, "earliest": "2026-02-28T09:00:00+00:00"}
    assert notes["sealed_before"] == NOW.isoformat()
    assert sealed().ok


@pytest.mark.django_db
def test_windows_side_by_side_are_no_clock_set_back() -> None:
    told(now=NOW)
    told(now=NOW - timedelta(seconds=2))
    seal(now=NOW)
    assert AuditBatch.objects.get().notes == {}


@several_connections
@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_seal_everything_once() -> None:
    for number in range(60):
        told(f"test.Thing:{number}")
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: closing(lambda: seal(now=NOW, at_most=5)), range(8)))
    assert sum(done) == 60
    report = sealed()
    assert (report.ok, report.checked) == (True, 60)


@several_connections
@pytest.mark.django_db(transaction=True)
def test_sealers_beside_writers_lose_nothing() -> None:
    def write(window: int) -> None:
        for number in range(20):
            told(f"test.Thing:{window}-{number}")

    with ThreadPoolExecutor(6) as pool:
        writers = [pool.submit(closing, lambda window=window: write(window)) for window in range(4)]
        while not all(writer.done() for writer in writers):
            closing_seals = [pool.submit(closing, lambda: seal(now=NOW, at_most=7)) for _ in range(2)]
            [sealing.result() for sealing in closing_seals]
    report = sealed()
    assert (report.ok, report.checked, report.unsealed) == (True, 80, 0)


@several_connections
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_ends_after_later_ones_were_sealed_is_sealed_too() -> None:
    written, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            record(by=SYSTEM, now=NOW, verb="slow", subject="test.Thing:slow")
            written.set()
            may_end.wait(20)

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(closing, slow)
        written.wait(20)
        told("test.Thing:quick")
        assert seal(now=NOW) == 1  # what is not committed is neither seen nor waited for
        may_end.set()
        running.result()
    assert seal(now=NOW) == 1
    order = AuditEvent.objects.order_by("sequence").values_list("subject", flat=True)
    assert list(order) == ["test.Thing:quick", "test.Thing:slow"]
    assert sealed().ok


@several_connections
@pytest.mark.django_db(transaction=True)
def test_writers_do_not_wait_for_each_other() -> None:
    with transaction.atomic():
        record(by=SYSTEM, now=NOW, verb="first", subject="test.Thing:1")
        with ThreadPoolExecutor(1) as pool:  # ends only if the second writer commits meanwhile
            pool.submit(closing, lambda: told("test.Thing:2")).result(timeout=20)
    assert sealed().checked == 2


def closing(work: Any) -> Any:
    """The work with a connection of its own thread, closed afterwards."""
    try:
        return work()
    finally:
        connection.close()
