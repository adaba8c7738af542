"""How the installed packs fare."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from huigong.kernel import packs
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.health import Sign, State
from huigong.kernel.sentences import say

_SHOWN = 5
_AHEAD = timedelta(days=31)


def in_use(viewer: Any, now: datetime) -> Sign:
    """What of the packs was set aside because it cannot be read."""
    aside = packs.troubles()
    if not aside:
        return Sign(say("政策资料包"), State.FINE, say("全部在用"))
    says = "；".join(f"{error.file} {error.what}" for error in aside[:_SHOWN])
    return Sign(
        say("政策资料包"),
        State.ALARM,
        say("停用了 {n} 处：{says}", n=str(len(aside)), says=says),
        say("请运行 huigong pack check，改好后重新启动"),
    )


def calendar(viewer: Any, now: datetime) -> Sign:
    """The notice of a year comes in the autumn before; without it days off are only weekends and statutory holidays."""
    today, published = localdate(now), WorkCalendar.published()
    ahead = (today + _AHEAD).year
    missing = [year for year in sorted({today.year, ahead}) if published.day(date(year, 12, 31)).provisional]
    if not missing:
        return Sign(say("节假日安排"), State.FINE, say("{year} 年的已经有了", year=str(ahead)))
    return Sign(
        say("节假日安排"),
        State.LOOK,
        say("还没有 {year} 年的，期限先按周末和法定节日算", year=str(missing[0])),
        say("国务院办公厅的通知出来以后，请更新政策资料包里的节假日表"),
    )
