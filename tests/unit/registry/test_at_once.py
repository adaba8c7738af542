"""Several at the same moment: one slip opens one record, one guess is counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import date

import pytest
from django.db import connection

from huigong.directory.actions import accounts
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError
from huigong.registry.actions import claiming, counter, people
from huigong.registry.models import Person
from tests.unit.registry.someone import CITY, CLERK, NOW, name, new_person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite has one writer, and its test database lives in the memory of one connection",
    ),
]
PHONES = [f"1390000888{number}" for number in range(6)]


def workers() -> list[Principal]:
    opened = (accounts.worker_account(now=NOW, phone=phone) for phone in PHONES)
    return [Principal(account.public_id.hex, "务工人员") for account in opened]


def at_once(action: Callable[[Principal], object], each: Iterable[Principal]) -> Counter[object]:
    def window(by: Principal) -> object:
        try:
            return action(by)
        except DomainError as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(PHONES)) as pool:
        return Counter(pool.map(window, each))


def test_one_slip_is_taken_once() -> None:
    person = people.register(by=CLERK, now=NOW, **asdict(new_person(1)))
    code = claiming.give_code(by=CLERK, now=NOW, person_id=person.public_id.hex, shown="居民身份证")
    told = at_once(lambda by: claiming.claim_by_code(by=by, now=NOW, name=name(1), code=code), workers())
    assert told == Counter({person: 1, "claim.wrong": len(PHONES) - 1})
    assert Person.objects.get().account is not None


def test_guesses_of_one_worker_at_once_are_no_more_than_five() -> None:
    worker = workers()[0]
    told = at_once(
        lambda by: claiming.claim_by_code(by=by, now=NOW, name=name(1), code="0000-0000-0000"),
        [worker] * (claiming.TRIES_A_DAY + 3),
    )
    assert told == Counter({"claim.wrong": claiming.TRIES_A_DAY, "claim.too_many": 3})


def test_a_registration_sent_twice_at_once_is_one() -> None:
    row = asdict(new_person(1))
    del row["phone"]
    worker = workers()[0]
    at_once(lambda by: people.register_own(by=by, now=NOW, **row).pk, [worker] * len(PHONES))
    assert Person.objects.count() == 1


def test_papers_of_two_who_say_to_be_the_same_make_one_record() -> None:
    row = asdict(new_person(1))
    del row["phone"]
    rows = [people.register_own(by=worker, now=NOW, **row) for worker in workers()[:2]]
    told = at_once(
        lambda by: (
            claiming.check_papers(
                by=CLERK, now=NOW, person_id=by.account_id, shown="居民身份证", phone=by.name
            ).pk
        ),
        [Principal(person.public_id.hex, person.phone) for person in rows],
    )
    assert sum(told.values()) == 2
    assert len(told) == 1, "both counters come to the same record"
    assert Person.objects.get().assurance == "checked"


def test_what_several_windows_change_of_one_person_at_once_is_all_kept() -> None:
    person_id = people.register(by=CLERK, now=NOW, **asdict(new_person(1))).public_id.hex
    said = {"by": CLERK, "now": NOW, "person_id": person_id, "shown": "居民身份证"}

    def change(window: Principal) -> object:
        if window.account_id == "phone":
            return counter.new_phone(**said, phone=PHONES[0]).pk
        if window.account_id == "home":
            return counter.new_home(**said, residence=CITY, since=date(2016, 5, 1), address="虚构路1号").pk
        return people.change_contact(by=CLERK, now=NOW, person_id=person_id, phone=None).pk

    told = at_once(change, [Principal(each, "窗口") for each in ("phone", "home", "nothing")])
    person = Person.objects.get()
    assert told == Counter({person.pk: 3})
    assert (person.phone, person.residence, person.address) == (PHONES[0], CITY, "虚构路1号")
    assert person.account is not None and person.account.phone == PHONES[0]
