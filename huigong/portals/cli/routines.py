"""What runs by the clock: expiries that change a case, and due dates after a calendar change.

huey keeps the schedule in a file beside the data. Each routine calls one
action and may be run again at any time without harm.
"""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from huey import SqliteHuey, crontab

from huigong.casework.actions import cases, clocks
from huigong.directory.principals import SYSTEM

settings.DATA_FOLDER.mkdir(parents=True, exist_ok=True)
huey = SqliteHuey("huigong", filename=str(settings.DATA_FOLDER / "routines.sqlite3"))


def sweep() -> dict[str, int]:
    """Apply every expiry that has come and bring stored due dates up to date."""
    now = timezone.now()
    return {
        "expired": len(cases.expire(by=SYSTEM, now=now)),
        "recomputed": clocks.recompute_all(by=SYSTEM, now=now),
    }


@huey.periodic_task(crontab(hour="0", minute="5"))
def nightly_sweep() -> None:
    sweep()
