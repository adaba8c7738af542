"""What the copy that people take along says of what they owe: each time, and what was noted about it; no words of officials."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from huigong.casework.timekeeping import day_of
from huigong.directory.principals import Principal
from huigong.notices.letters import Paragraph, Table
from huigong.obligations import queries
from huigong.registry.owncopy import Asked, Part, Values, listed

OWED, NOTED = "义务", "义务记载"


def _values(viewer: Principal, asked: Asked) -> Values:
    owed = queries.own(viewer, on=day_of(asked.now))
    return {OWED: [_owed(each) for each in owed], NOTED: [_noted(each) for each in queries.said_of(viewer)]}


def _owed(owed: queries.Owed) -> dict[str, Any]:
    return {
        "编号": owed.obligation,
        "名称": owed.name,
        "第几次": owed.ordinal,
        "到期": owed.due_on.isoformat(),
        "状态": owed.state.label,
        "了结": _day(owed.ended_on),
        "登记": _day(owed.said_on),
        "过期以后才登记": owed.said_afterwards,
    }


def _noted(said: queries.Said) -> dict[str, Any]:
    return {
        "义务": said.declared,
        "记载": said.kind.label,
        "日期": _day(said.day),
        "到": _day(said.until),
        "登记": said.said_on.isoformat(),
        "算不算数": "不算" if said.refused else "算",
    }


def _print(document: Values) -> Iterable[Paragraph | Table]:
    yield from listed(OWED, ("名称", "到期", "状态", "了结", "登记"), document[OWED])
    yield from listed(NOTED, ("记载", "日期", "到", "登记", "算不算数"), document[NOTED])


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


PART = Part("obligations", 5, _values, _print)
