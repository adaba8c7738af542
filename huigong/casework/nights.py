"""What the night does to cases: what time changes, word of what is late, and a look for cases that nobody owns."""

from __future__ import annotations

from datetime import datetime

from huigong.casework.actions import agents, cases, clocks, restdays, succession, telling
from huigong.casework.queries import alarms, owners
from huigong.casework.timekeeping import day_of
from huigong.directory.principals import SYSTEM
from huigong.kernel.routines import Routine, Turn


def _expired(*, now: datetime) -> int:
    return len(cases.expire(by=SYSTEM, now=now))


def _recomputed(*, now: datetime) -> int:
    return clocks.recompute_all(by=SYSTEM, now=now)


def _orphans(*, now: datetime) -> int:
    return alarms.log_orphans(today=day_of(now))


def _unowned(*, now: datetime) -> int:
    return owners.log_unowned(today=day_of(now))


ROUTINES = (
    Routine(
        "succeeded",
        succession.hand_over_closed,
        Turn.EXPIRE,
        told="部门撤并，交给承接部门 {} 项。",
        often=True,
    ),
    Routine("days_reckoned", restdays.go_on, Turn.EXPIRE, told="按本地的日子重算期限 {} 个。", often=True),
    Routine("expired", _expired, Turn.EXPIRE, told="到期处理 {} 件。"),
    Routine("recomputed", _recomputed, Turn.RECKON, told="重算期限 {} 个。"),
    Routine("agents_left", agents.end_over, Turn.RECKON, told="不能再代办、退出办件的代办人 {} 人次。"),
    Routine("told", telling.late, Turn.TELL, told="告知超期 {} 件。"),
    Routine(
        "orphans",
        _orphans,
        Turn.LOOK,
        told="有 {} 件办件或者协办没有人负责，编号在日志里；请管理员看责任台账上列的，指定部门。",
        alarm=True,
    ),
    Routine(
        "unowned",
        _unowned,
        Turn.LOOK,
        told="有 {} 项任务的部门没有人、撤并了，或者经办人已经离开；请在“没有人负责的任务”里看由谁接手。",
        alarm=True,
    ),
)
