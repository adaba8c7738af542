"""What the portals do by night: sessions and counts of the login lapse, and files are looked over."""

from __future__ import annotations

from datetime import datetime

from django.core.management import call_command

from huigong.directory.actions import attempts
from huigong.directory.principals import SYSTEM
from huigong.files import sweeping
from huigong.kernel.routines import Routine, Turn
from huigong.portals.shared.accounts import forget_wrong_passwords


def forget(*, now: datetime) -> None:
    """Deletes records of login attempts once they are no longer needed to stop attackers."""
    attempts.forget(now=now)
    forget_wrong_passwords(now=now)


def _sessions(*, now: datetime) -> int:
    """What a worker answered without logging in lapses with the session, also on disk."""
    call_command("clearsessions")
    return 0


def _forgotten(*, now: datetime) -> int:
    forget(now=now)
    return 0


def _files_lost(*, now: datetime) -> int:
    return len(sweeping.sweep(by=SYSTEM, now=now).lost)


ROUTINES = (
    Routine("sessions", _sessions, Turn.FORGET),
    Routine("forgotten", _forgotten, Turn.FORGET),
    Routine(
        "files_lost",
        _files_lost,
        Turn.LOOK,
        told="有 {} 个文件的内容不见了，编号在日志里；请从备份恢复。",
        alarm=True,
    ),
)
