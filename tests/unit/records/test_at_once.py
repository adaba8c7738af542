"""Thirty at the same moment: one frame gets one plate, and no number is given out twice or left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

from huigong.kernel.errors import DomainError
from huigong.records import nights
from huigong.records.actions.recording import Subject, add, begin
from huigong.records.kinds import About
from huigong.records.models import Record, RecordKey
from huigong.registry.actions import people
from huigong.registry.models import Person
from tests.unit.records.packs import COUNTY
from tests.unit.records.someone import CLERK, NOW, POLICE
from tests.unit.registry.someone import new_person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite has one writer, and its test database lives in the memory of one connection",
    ),
]
MANY = 30


@pytest.fixture
def somebody(packs: Path) -> Iterator[Person]:
    yield people.register(by=CLERK, now=NOW, **asdict(new_person(1, residence=COUNTY)))
    RecordKey.objects.all().delete()


def at_once(action: Callable[[int], object]) -> Counter[object]:
    barrier = Barrier(MANY)

    def window(number: int) -> object:
        barrier.wait()
        try:
            return action(number)
        except DomainError as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        return Counter(pool.map(window, range(MANY)))


def issue(person: Person, frame: str) -> Record:
    return begin(
        by=POLICE,
        now=NOW,
        kind="ebike-plate",
        subject=Subject(About.PERSON, person.public_id.hex),
        region=COUNTY,
        event="签发",
        on=date(2026, 5, 10),
        said={"车架号": frame, "检验有效期": "2026-07-10"},
    )


def test_one_frame_gets_one_plate(somebody: Person) -> None:
    told = at_once(lambda number: issue(somebody, "AB123").state)
    assert told == Counter({"有效": 1, "record.key_taken": MANY - 1})
    assert Record.objects.get().number.endswith("000001")


def test_no_number_is_given_out_twice(somebody: Person) -> None:
    told = at_once(lambda number: issue(somebody, f"CC{number:03d}").number[-6:])
    assert told == Counter({f"{number:06d}": 1 for number in range(1, MANY + 1)})


def test_what_comes_in_together_is_folded_together(somebody: Person) -> None:
    record = issue(somebody, "AB123")

    def check(number: int) -> object:
        day = date(2026, 5, 11 + number % 20)
        return add(
            by=POLICE,
            now=NOW,
            record_id=record.public_id.hex,
            event="检验",
            on=day,
            said={"检验有效期": day.replace(year=2027).isoformat()},
        ).state

    assert at_once(check) == Counter({"有效": MANY})
    assert record.events.count() == 21
    assert nights.differing(now=NOW) == 0
