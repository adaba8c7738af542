"""Run as a program by `test_killed`: the command that takes a file in, killed at one point after another.

It makes the database and the desk. For each point a process of its own runs the command and kills itself there; then a
line of JSON says by what signal it ended and what the tables hold. The last line is after the command was let through.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

# Where a process dies: the beginning of the statement that it is about to send; "" stands for its first word to the clerk.
POINTS = (
    'SELECT "registry_importline"',  # before the file is read
    'SELECT "registry_person"',  # it is read, and compared with the register
    "PRAGMA cache_size",  # sealed, and the lock is taken
    'INSERT INTO "registry_person"',
    'INSERT INTO "registry_importline"',
    'INSERT INTO "registry_personhistory"',
    'INSERT INTO "registry_engagement"',
    'INSERT INTO "registry_engagementhistory"',
    'INSERT INTO "audit_auditevent"',
    "",
)
TABLES = (
    "person",
    "personhistory",
    "employer",
    "engagement",
    "engagementhistory",
    "importbatch",
    "importline",
)


class Dying:
    """A window that is closed before it shows anything."""

    def write(self, _text: str) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return 0

    def flush(self) -> None:
        pass


def dying_at(point: str) -> Callable[..., Any]:
    def execute(go_on: Callable[..., Any], statement: str, *rest: Any) -> Any:
        if statement.startswith(point):
            os.kill(os.getpid(), signal.SIGKILL)
        return go_on(statement, *rest)

    return execute


def main(file: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from huigong.demo import county
    from huigong.portals.cli.main import main as shell

    def command(*words: str) -> int:
        given = ("--as", "clerk", "--region", county.REGION, "--json", *words)
        return shell(["import", "people", str(file), *given])

    def held() -> dict[str, int]:
        counts = {}
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"SELECT count(*) FROM registry_{table}")
                counts[table] = cursor.fetchone()[0]
            cursor.execute("SELECT count(*) FROM audit_auditevent WHERE verb = 'registry.people.imported'")
            counts["event"] = cursor.fetchone()[0]
        connection.close()  # no two processes share one
        return counts

    def ended(point: str) -> int:
        process = os.fork()
        if not process:
            try:
                if point:
                    with connection.execute_wrapper(dying_at(point)):
                        command()
                else:
                    sys.stdout = Dying()
                    command()
            finally:
                os._exit(1)  # nobody killed it
        _, status = os.waitpid(process, 0)
        return os.WTERMSIG(status)

    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0)
    county.open_desks("虚构的长密码虚构的长密码", now=timezone.now())
    command("--dry-run")  # what is read once a process, every one of those that follow has
    connection.close()
    for point in POINTS:
        print(json.dumps({"signal": ended(point), **held()}), flush=True)
    code = command()
    print(json.dumps({"code": code, **held()}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
