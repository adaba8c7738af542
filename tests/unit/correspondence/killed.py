"""Run as a program by `test_killed`: takes one case in with its letter, in a database of its own.

    python -m tests.unit.correspondence.killed die | go

`die` makes the database and the case, and is killed after the letter was printed and kept, before the transaction ends.
"""

from __future__ import annotations

import os
import signal
import sys

import django


def main(what: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.core.management import call_command

    from huigong.casework.models import Case
    from huigong.casework.procedures import following
    from huigong.correspondence.actions import letters
    from tests.unit.casework.desk import NOW, PERMIT, POLICE_OFFICER, applicant, lodge

    if what == "die":
        call_command("migrate", verbosity=0)
        lodge(applicant(), service=PERMIT)
        following.register(lambda _making: os.kill(os.getpid(), signal.SIGKILL))
    case_id = Case.objects.get().public_id.hex
    letters.issue_with_move(move="accept", case_id=case_id, form={}, given={}, by=POLICE_OFFICER, now=NOW)


if __name__ == "__main__":
    main(sys.argv[1])
