"""Thirty at once for the last of the money: the ceiling holds, and does not hold in a twin without its lock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction

from huigong.funds.models import Balance, FundLine, Payment
from huigong.funds.terms import Standing
from huigong.kernel.errors import Conflict
from huigong.registry.models import Person
from tests.unit.funds.purse import MAKER, line, people, purse, reserved, what_is_wrong
from tests.unit.registry.someone import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("purse")]
__all__ = ["purse"]
THIRTY, TEN_YUAN = 30, 1000


@pytest.fixture
def shared(tmp_path: Path) -> Any:
    """A database that threads can share: the one of this run, or on SQLite a copy of it in a file."""
    if connection.vendor != "sqlite":
        yield
        return
    import sqlite3

    connection.ensure_connection()
    file = tmp_path / "together.sqlite3"
    with sqlite3.connect(file) as copy:
        connection.connection.backup(copy)
    copy.close()
    before = dict(connection.settings_dict)
    connection.close()
    settings = {"NAME": str(file), "OPTIONS": {"timeout": 60, "transaction_mode": "IMMEDIATE"}}
    was_in_memory, connection.is_in_memory_db = connection.is_in_memory_db, lambda: False
    kept = connection.connection
    connection.connection = None
    connection.settings_dict.update(settings)
    yield
    connection.close()
    connection.settings_dict.update(before)
    connection.connection, connection.is_in_memory_db = kept, was_in_memory


def at_once(act: Callable[[Person, threading.Barrier], None], who: list[Person]) -> list[str]:
    """Each in a thread of its own, all past a barrier; the codes of those that were refused."""
    barrier, refused = threading.Barrier(len(who)), list[str]()

    def run(person: Person) -> None:
        try:
            act(person, barrier)
        except Conflict as error:
            refused.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(person,)) for person in who]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def of_ten_places() -> tuple[FundLine, list[Person]]:
    return line(yuan=100), people(THIRTY)


@pytest.mark.usefixtures("shared")
def test_thirty_at_once_get_what_there_is_for_ten() -> None:
    row, who = of_ten_places()

    def guarded(person: Person, barrier: threading.Barrier) -> None:
        barrier.wait()
        reserved(row, [person])

    refused = at_once(guarded, who)
    assert refused == ["fund.not_enough"] * 20
    assert Payment.objects.count() == 10
    assert Balance.objects.get(pk=row.pk).free == 0
    assert what_is_wrong() == ()


@pytest.mark.usefixtures("shared")
def test_without_the_lock_and_the_books_thirty_get_what_there_is_for_ten_and_the_reckoning_says_so() -> None:
    row, who = of_ten_places()

    def unguarded(person: Person, barrier: threading.Barrier) -> None:
        left = Balance.objects.get(pk=row.pk).free
        barrier.wait()
        if left < TEN_YUAN:
            raise Conflict(code="fund.not_enough", what="")
        with transaction.atomic():
            Payment.objects.create(
                line=row,
                person=person,
                amount=TEN_YUAN,
                what="x",
                standing=Standing.RESERVED.value,
                reserved_at=NOW,
                reserved_by=MAKER.account_id,
            )

    assert at_once(unguarded, who) == []
    assert Payment.objects.count() == THIRTY
    assert len(what_is_wrong()) == THIRTY


@pytest.mark.usefixtures("shared")
def test_thirty_at_once_for_one_person_are_one_payment_whichever_line_they_come_from() -> None:
    """The lock is of a line; across lines the database alone holds that something is paid once."""
    rows, (person,) = (line(yuan=1000), line(yuan=1000, purpose="别的")), people(1)
    turns = iter([*rows] * (THIRTY // 2))

    def guarded(person: Person, barrier: threading.Barrier) -> None:
        row = next(turns)
        barrier.wait()
        reserved(row, [person])

    assert at_once(guarded, [person] * THIRTY) == ["payment.once"] * (THIRTY - 1)
    assert Payment.objects.count() == 1
    assert what_is_wrong() == ()
