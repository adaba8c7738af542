"""Fifty people ask for the last place at the same moment, each over a connection of their own.

Run as a program by `test_at_once` where the database of the tests lies in the memory of one connection: prints a line
of JSON with how many got the place. The word `guarded` asks through the product, `unguarded` takes the place as a
program would that reads how many are free and writes one less.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

PEOPLE = 50


def at_once(act: Callable[[int, Barrier], bool]) -> int:
    """For how many of fifty it came true; all begin together."""
    from django.db import connection

    barrier = Barrier(PEOPLE)

    def window(number: int) -> bool:
        try:
            connection.ensure_connection()
            barrier.wait()
            return act(number, barrier)
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        return sum(pool.map(window, range(PEOPLE)))


def guarded() -> int:
    """How many of fifty have the last place kept for them."""
    from huigong.offers.models import Hold
    from tests.unit.offers.desk import ask, assert_counted, offer, opened, somebody

    bay = offer("bays", 1)
    round = opened("bays", bay, event="")
    people = [somebody(number) for number in range(1, PEOPLE + 1)]

    def asks(number: int, _: Barrier) -> bool:
        ask(round, people[number], bay)
        return True

    assert at_once(asks) == PEOPLE
    assert_counted()
    return Hold.objects.count()


def unguarded() -> int:
    """How many of fifty believe that they took the last place: the twin of `places.take` without its condition."""
    from huigong.offers.models import Capacity
    from tests.unit.offers.desk import offer

    bay = offer("bays", 1)

    def takes(_: int, barrier: Barrier) -> bool:
        row = Capacity.objects.get(offer=bay)
        barrier.wait()
        if row.taken >= row.total:
            return False
        row.taken += 1
        row.save(update_fields=["taken"])
        return True

    return at_once(takes)


def main(word: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0)
    print(json.dumps({"guarded": guarded, "unguarded": unguarded}[word]()))


if __name__ == "__main__":
    main(sys.argv[1])
