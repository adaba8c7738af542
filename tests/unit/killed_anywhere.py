"""Run as a program by `test_killed_anywhere`: an office at work is killed again and again, at any moment.

It takes the database that it is told of, or makes one of its own. In each turn a process of its own applies, decides,
takes a file in, makes two records one and seals the trail, in an order of chance, and says after each what it has done, as
a page would; it is killed at a moment of chance. Then whatever it said is looked for, everything is asked for once more,
as by somebody who got no answer, and nothing may be there twice. Its words are how often it is killed, and the seed.
The last line tells how many were killed, how many acts they had said to be done, and what was wrong.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from typing import Any

import django

MOST = 3  # times as many turns as kills: some are over before they are killed
SOON, BEGINNING = 0.001, 0.3  # seconds: the earliest, and the latest of the first turn
LATER, EARLIER = (
    1.1,
    0.8,
)  # what comes to the end lets the next ones be killed earlier, as fast as the machine is


def set_up() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0)


def work_on(turn: Any, order: random.Random, told: int) -> None:
    """Does everything there is to do in the turn, and says each thing once it is done."""
    from tests.unit.office_at_work import ACTS

    for act in order.sample(list(ACTS), len(ACTS)):
        ACTS[act](turn)
        os.write(told, f"{act}\n".encode())


def killed_in(turn: Any, moment: float, order: random.Random) -> tuple[bool, list[str]]:
    """Whether a process at work on the turn was killed after so many seconds, and what it had said until then."""
    from django.db import connection

    reading, writing = os.pipe()
    connection.close()  # no two processes share one
    process = os.fork()
    if not process:
        signal.setitimer(signal.ITIMER_REAL, moment)  # nobody handles its signal, which kills at once
        work_on(turn, order, writing)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as lines:
        said = lines.read().splitlines()
    _, ended = os.waitpid(process, 0)
    if os.WIFEXITED(ended) and os.WEXITSTATUS(ended):
        said.append("an act that failed by itself")
    return os.WIFSIGNALED(ended), said


def faults_of(turn: Any, said: list[str]) -> list[str]:
    """What was lost, what is there by half, and what is there twice when it is asked for again."""
    from tests.unit.office_at_work import ACTS, HALF, counted

    there = counted(turn) | {"seal": 1}
    faults = [f"{act} was said to be done and is not" for act in said if there.get(act) != 1]
    faults += [f"{act} is there by half" for act, times in there.items() if times == HALF]
    for act in ACTS.values():
        act(turn)
    return faults + [f"{act} is there {times} times" for act, times in counted(turn).items() if times != 1]


def faults_of_the_trail() -> list[str]:
    from huigong.audit.models import AuditEvent
    from tests.unit.audit import trail

    report = trail.sealed()
    left = AuditEvent.objects.count() - report.checked
    return [*map(str, report.findings), *([f"{left} events have no place in the trail"] if left else [])]


def main(kills: int, seed: int) -> None:
    set_up()
    from tests.unit.office_at_work import PEOPLE, prepared

    chance, killed, acknowledged, wrong = random.Random(seed), 0, 0, list[str]()
    # What is read once a process, every one of those that follow has.
    work_on(prepared(1), chance, os.open(os.devnull, os.O_WRONLY))
    longest = BEGINNING
    for number in range(1, MOST * kills + 1):
        turn = prepared(1 + number * PEOPLE)
        died, said = killed_in(turn, chance.uniform(SOON, longest), random.Random(chance.random()))
        longest *= LATER if died else EARLIER
        killed, acknowledged = killed + died, acknowledged + len(said)
        wrong += [f"turn {number}: {fault}" for fault in faults_of(turn, said)]
        if killed == kills:
            break
    wrong += faults_of_the_trail()
    print(json.dumps({"killed": killed, "acknowledged": acknowledged, "wrong": wrong}, ensure_ascii=False))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
