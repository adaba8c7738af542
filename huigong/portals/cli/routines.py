"""`huigong routines`: the scheduled jobs, until it is stopped. `huigong serve` starts it beside itself.

Expiries that change a case, due dates after a calendar change, word of what is overdue or
ends soon, the end of acting for somebody, short messages to phones, counts of the login and
files whose time is over, and the audit trail: sealed every few seconds, walked whole every
night. Each routine calls one action and may be run again at any time without harm; all run
once at the start, for the nights when nobody was there. One that fails is logged, and the
others run all the same.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from huey import SqliteHuey, crontab

from huigong.audit import actions as audit
from huigong.casework.actions import agents, cases, clocks, telling
from huigong.catalogue.startup import load_packs
from huigong.directory.actions import attempts
from huigong.directory.principals import SYSTEM
from huigong.files import sweeping
from huigong.lapses import actions as lapses
from huigong.messages.actions import sending
from huigong.portals.cli.audit import heads_outside
from huigong.portals.cli.sealing import Sealing
from huigong.portals.shared.accounts import forget_wrong_passwords
from huigong.registry.actions import representing

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
    sweep()
    Sealing().start()
    nightly_check()  # queued: the consumer walks the trail while everything else goes on
    huey.create_consumer(workers=1, periodic=True).run()
    return 0


def stop_with_parent() -> None:
    """Stops when stdin closes: the parent holds its other end, and it closes even if the parent is killed."""
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


@dataclass(frozen=True)
class Swept:
    """What a night did, by routine, and which routines failed."""

    done: Mapping[str, int]
    failed: tuple[str, ...]


def sweep() -> Swept:
    """Apply every expiry that has come and bring stored due dates up to date."""
    now, done, failed = timezone.now(), dict[str, int](), list[str]()
    for name, routine in NIGHTLY.items():
        try:
            done[name] = routine(now)
        except Exception:  # whatever is wrong with one must not keep the others from running
            _log.exception("the routine %s failed; the others go on", name)
            failed.append(name)
    return Swept(done, tuple(failed))


def _sessions(_now: datetime) -> int:
    """What a worker answered without logging in lapses with the session, also on disk."""
    call_command("clearsessions")
    return 0


def _forgotten(now: datetime) -> int:
    forget(now=now)
    return 0


def forget(*, now: datetime) -> None:
    """Deletes records of login attempts once they are no longer needed to stop attackers."""
    attempts.forget(now=now)
    forget_wrong_passwords(now=now)


NIGHTLY: Mapping[str, Callable[[datetime], int]] = {
    "sessions": _sessions,
    "forgotten": _forgotten,
    "expired": lambda now: len(cases.expire(by=SYSTEM, now=now)),
    "recomputed": lambda now: clocks.recompute_all(by=SYSTEM, now=now),
    "told": lambda now: telling.late(now=now),
    "ahead": lambda now: lapses.tell_ahead(now=now),
    "acting_ended": lambda now: representing.end_expired(now=now),
    "agents_left": lambda now: agents.end_over(now=now),
    "files_lost": lambda now: len(sweeping.sweep(by=SYSTEM, now=now).lost),
    "sealed": lambda now: audit.seal(now=now),
}
"""Name → how many; the trail is sealed last."""


@huey.periodic_task(crontab(hour="0", minute="5"))
def nightly_sweep() -> None:
    sweep()


@huey.periodic_task(crontab(hour="2", minute="35"))
def nightly_check() -> None:
    """What the desk shows of the trail: from when to when it was whole this night."""
    audit.verify(now=timezone.now(), published=heads_outside())


@huey.periodic_task(crontab(minute="*"))
def send_messages() -> None:
    """Short messages leave within a minute, a bounded number of people at a time."""
    sending.send_due(now=timezone.now())


@huey.periodic_task(crontab(minute="20"))
def hourly_forgetting() -> None:
    """Counts of the login go soon after their window, not a night later."""
    forget(now=timezone.now())
