"""Run as a program by `test_killed`: takes one case in with its letter, in a database of its own.

It makes the database and the case. A process of its own begins to take the case in and is killed after the letter was
printed and kept, before the transaction ends; the number of the signal is written to standard output. When a line comes
on standard input, the case is taken in by the process that is left.
"""

from __future__ import annotations

import os
import signal
import sys

import django


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from huigong.casework.models import Case
    from huigong.casework.procedures import following
    from huigong.correspondence.actions import letters
    from tests.unit.casework.desk import NOW, PERMIT, POLICE_OFFICER, applicant, lodge

    def take_in() -> None:
        case_id = Case.objects.get().public_id.hex
        letters.issue_with_move(move="accept", case_id=case_id, form={}, given={}, by=POLICE_OFFICER, now=NOW)

    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0)
    lodge(applicant(), service=PERMIT)
    connection.close()  # no two processes share one
    process = os.fork()
    if not process:
        following.register(lambda _making: os.kill(os.getpid(), signal.SIGKILL))
        try:
            take_in()
        finally:
            os._exit(1)  # nobody killed it
    _, ended = os.waitpid(process, 0)
    print(os.WTERMSIG(ended), flush=True)
    sys.stdin.readline()
    take_in()


if __name__ == "__main__":
    main()
