"""How the trail and the keys fare."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from huigong.audit import queries
from huigong.kernel.health import Sign, State
from huigong.kernel.sentences import say

_NIGHTS = timedelta(days=2)  # our own measure; no law says so


def sealing(viewer: Any, now: datetime) -> Sign:
    """What was written and is not sealed yet."""
    tail = queries.tail(now=now)
    if tail.alarms:
        return Sign(
            say("审计记录的封存"),
            State.ALARM,
            "；".join(tail.alarms),
            say("请看 huigong routines 在不在运行，再告诉审计员"),
        )
    return Sign(say("审计记录的封存"), State.FINE, say("等待封存 {n} 条", n=str(tail.unsealed)))


def nights(viewer: Any, now: datetime) -> Sign:
    """The trail is walked every night: where it was not, the other routines of the night did not run either."""
    checked = queries.tail(now=now).checked_at
    says = say("最近一次：{at}", at=f"{localtime(checked):%Y-%m-%d %H:%M}") if checked else say("还没有做过")
    late = checked is None or now - checked > _NIGHTS
    do = say("请运行 huigong serve，或者单独运行 huigong routines") if late else ""
    return Sign(say("夜里的例行任务"), State.ALARM if late else State.FINE, says, do)


def keys(viewer: Any, now: datetime) -> Sign:
    """Whether an old key is still in use beside the new one."""
    if "," not in settings.SEALING_KEY:
        return Sign(say("加密密钥"), State.FINE, say("只用一把"))
    return Sign(
        say("加密密钥"),
        State.LOOK,
        say("新旧密钥同时在用"),
        say("请运行 huigong reseal，全部换完再去掉旧密钥"),
    )
