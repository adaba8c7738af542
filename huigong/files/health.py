"""How backups and the disk fare."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from huigong.audit import queries as trail
from huigong.files import backup
from huigong.kernel.health import Sign, State
from huigong.kernel.sentences import say

# Our own measure of what somebody should look at; no law says so.
_BACKUP = timedelta(days=7)
_SPACE = {State.ALARM: 5, State.LOOK: 15}  # percent of the disk that is free
_MIB = 1024 * 1024


def backed_up(viewer: Any, now: datetime) -> Sign:
    """When the last backup was made."""
    last = trail.last_of(backup.VERB, subject=backup.SUBJECT)
    late = last is None or now - last > _BACKUP
    at = f"{localtime(last):%Y-%m-%d %H:%M}" if last else ""
    return Sign(
        say("备份"),
        State.LOOK if late else State.FINE,
        say("最近一次：{at}", at=at) if at else say("没有用 huigong backup 备份过"),
        say("请运行 huigong backup，并试着恢复一次") if late else "",
    )


def disk(viewer: Any, now: datetime) -> Sign:
    """How much room is left where the data is."""
    usage = shutil.disk_usage(settings.DATA_FOLDER)
    percent = 100 * usage.free // usage.total
    says = say("还剩 {percent}%，{free} MiB", percent=str(percent), free=str(usage.free // _MIB))
    state = next((state for state, least in _SPACE.items() if percent < least), State.FINE)
    return Sign(say("磁盘"), state, says, "" if state is State.FINE else say("请腾出空间，或者换大的磁盘"))
