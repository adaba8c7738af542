"""Run as a program by `test_rekeyed`: changes the sealing key of a register, killed again and again while it does.

It makes the database and its people under the old key. Processes of their own then seal anew in small batches, each
killed after a random time, until one comes to the end. Whoever is looked for between two of them is found; the last line
on standard output is how many were killed.
"""

from __future__ import annotations

import os
import random
import signal
from dataclasses import asdict

import django

OLD, NEW, PEOPLE, MOST = "11" * 32, "22" * 32, 60, 200


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from huigong.audit import resealing
    from huigong.directory.actions import accounts
    from huigong.directory.models import Account
    from huigong.directory.principals import SYSTEM
    from huigong.registry import queries
    from huigong.registry.actions import people
    from huigong.registry.models import Person
    from tests.unit.registry.someone import CLERK, NOW, new_person

    rows = [new_person(sequence) for sequence in range(1, PEOPLE + 1)]

    def nobody_is_lost(sample: list[int]) -> None:
        """Each is found by number and by phone, is the same when registered again, and the phone opens the same account."""
        for place in sample:
            row = rows[place]
            for sought in ({"resident_number": row.resident_number}, {"phone": row.phone}):
                (seen,) = queries.find(CLERK, now=NOW, **sought).people
                assert seen.public_id == ids[place]
            assert people.register(by=CLERK, now=NOW, **asdict(row)).public_id.hex == ids[place]
            assert accounts.worker_account(by=SYSTEM, now=NOW, phone=row.phone).pk == opened[place]
        assert (Person.objects.count(), Account.objects.count()) == (PEOPLE, PEOPLE)

    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0)
    settings.SEALING_KEY = OLD
    ids = [person.public_id.hex for person in people.register_many(by=CLERK, now=NOW, rows=rows).people]
    opened = [accounts.worker_account(by=SYSTEM, now=NOW, phone=row.phone).pk for row in rows]
    settings.SEALING_KEY = f"{NEW},{OLD}"
    chance, killed = random.Random(20261127), 0
    for turn in range(MOST):
        connection.close()  # no two processes share one
        moment = chance.uniform(0.002, 0.01 + 0.003 * turn)  # later and later, so that one comes to the end
        process = os.fork()
        if not process:
            signal.setitimer(signal.ITIMER_REAL, moment)  # nobody handles its signal, which kills at once
            for _batch in resealing.reseal(by=SYSTEM, now=NOW, size=5):
                pass
            os._exit(0)
        _, ended = os.waitpid(process, 0)
        nobody_is_lost(chance.sample(range(PEOPLE), 3))
        if os.WIFEXITED(ended):
            break
        killed += 1
    left = resealing.left_over()
    assert not left, left
    settings.SEALING_KEY = NEW
    nobody_is_lost(list(range(PEOPLE)))
    print(killed)


if __name__ == "__main__":
    main()
