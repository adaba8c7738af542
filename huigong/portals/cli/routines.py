"""`huigong routines`: the scheduled jobs, until it is stopped. `huigong serve` starts it beside itself.

What the night does each folder registers (`kernel.routines`): expiries that change a case, due
dates after a calendar change, word of what is overdue or ends soon, the end of acting for
somebody, cases that nobody owns. Beside it go short messages to phones, counts of the login
whose time is over, and the audit trail: sealed every few seconds, walked whole every night.
All of the night runs once at the start, for the nights when nobody was there. A routine that
fails is logged, and the others run all the same.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from huey import SqliteHuey, crontab

from huigong.audit import actions as audit
from huigong.catalogue.startup import load_packs
from huigong.kernel.routines import Routine, Undone, nightly, often
from huigong.messages.actions import sending
from huigong.portals.cli.audit import heads_outside
from huigong.portals.cli.looking import Looking
from huigong.portals.cli.sealing import Sealing
from huigong.portals.shared.nights import forget
from huigong.portals.shared.ownkey import is_asked

_log = logging.getLogger(__name__)
settings.DATA_FOLDER.mkdir(parents=True, exist_ok=True)
# Midnight is the midnight of the people served, not that of Greenwich.
huey = SqliteHuey("huigong", filename=str(settings.DATA_FOLDER / "routines.sqlite3"), utc=False)


def run(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="huigong routines", description=__doc__)
    parser.add_argument("--with-parent", action="store_true", help="启动它的进程结束时一同结束")
    if parser.parse_args(argv).with_parent:
        threading.Thread(target=stop_with_parent, name="parent", daemon=True).start()
    load_packs()
    wait_for_database()
    sweep()
    Sealing().start()
    Looking().start()
    nightly_check()  # queued: the consumer walks the trail while everything else goes on
    huey.create_consumer(workers=1, periodic=True).run()
    return 0


def wait_for_database(*, seconds: float = 10) -> None:
    """Nothing runs before the database says that the key is its own. Raises `DomainError` (`sealing.not_of_database`)."""
    if is_asked():
        return
    _log.warning("the database cannot be asked for its key yet; the routines wait for it")
    while not is_asked():
        time.sleep(seconds)


def stop_with_parent() -> None:
    """Stops when stdin closes: the parent holds its other end, and it closes even if the parent is killed."""
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


@dataclass(frozen=True)
class Swept:
    """What a night did, by routine, and which routines failed."""

    done: Mapping[Routine, int]
    failed: tuple[str, ...]


def sweep(routines: Iterable[Routine] | None = None) -> Swept:
    """Apply every expiry that has come and bring stored due dates up to date; or run these routines alone."""
    now, counts, failed = timezone.now(), dict[Routine, int](), list[str]()
    for routine in nightly() if routines is None else routines:
        try:
            counts[routine] = routine.run(now=now)
        except Undone as error:  # each thing that failed is in the log already, once a day
            _log.error("the routine %s: %s", routine.name, error)
            failed.append(routine.name)
        except Exception:  # whatever is wrong with one must not keep the others from running
            _log.exception("the routine %s failed; the others go on", routine.name)
            failed.append(routine.name)
    return Swept(counts, tuple(failed))


@huey.periodic_task(crontab(hour="0", minute="5"))
def nightly_sweep() -> None:
    sweep()


@huey.periodic_task(crontab(hour="2", minute="35"))
def nightly_check() -> None:
    """What the desk shows of the trail: from when to when it was whole this night."""
    audit.verify(now=timezone.now(), published=heads_outside())


@huey.periodic_task(crontab(minute="*"))
def go_on() -> None:
    """What a page has begun and left, because it was too much for somebody to wait for."""
    sweep(often())


@huey.periodic_task(crontab(minute="*"))
def send_messages() -> None:
    """Short messages leave within a minute, a bounded number of people at a time."""
    sending.send_due(now=timezone.now())


@huey.periodic_task(crontab(minute="20"))
def hourly_forgetting() -> None:
    """Counts of the login go soon after their window, not a night later."""
    forget(now=timezone.now())
