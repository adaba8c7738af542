"""What day it is for a command that was given none."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")  # where the law counts days, whatever this machine's clock is set to


def today() -> date:
    return datetime.now(BEIJING).date()
