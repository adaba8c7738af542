"""Run as a program by `test_records`: two records are made one and parted, killed at one statement after another.

A process of its own does it and kills itself before its n-th statement; then everything must be as it was before. When
none is left to be killed at, it is done. One line of JSON tells how many statements it got past, how often it was killed,
and how often it was otherwise. The first statement and how far the next ones are apart are its two words.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django


def dying_before(statements: int) -> Callable[..., Any]:
    left = iter(range(statements))

    def execute(go_on: Callable[..., Any], *statement: Any) -> Any:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return go_on(*statement)

    return execute


def main(first: int, apart: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from huigong.registry.models import Person, PossibleDuplicate, UnitedRecord
    from tests.unit.registry.test_records import everything, parted, two, united, work

    def told() -> dict[str, Any]:
        held = {**everything(), "unions": list(UnitedRecord.objects.values_list("parted_at", flat=True))}
        connection.close()  # no two processes share one
        return held

    def killed_everywhere(act: Callable[[], object]) -> dict[str, int]:
        before, at, killed, otherwise = told(), first, 0, 0
        while True:
            process = os.fork()
            if not process:
                with connection.execute_wrapper(dying_before(at)):
                    act()
                connection.close()
                os._exit(0)
            _, ended = os.waitpid(process, 0)
            if not os.WIFSIGNALED(ended):
                return {"past": at - apart, "killed": killed, "otherwise": otherwise + (told() == before)}
            at, killed = at + apart, killed + 1
            otherwise += told() != before

    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0)
    kept, gone, _ = two()
    work(kept), work(gone), work(gone, 2)
    before = told()
    once = killed_everywhere(lambda: united(PossibleDuplicate.objects.get(), Person.objects.get(pk=kept.pk)))
    again = killed_everywhere(lambda: parted(UnitedRecord.objects.get()))
    as_before = {**told(), "unions": []} == {**before, "unions": []}
    print(json.dumps({"unite": once, "part": again, "as before": as_before}))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
