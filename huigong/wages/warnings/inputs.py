"""What rules of warnings may read: the month of a project as it was reconciled, and the project's record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from huigong.rules.nodes import Fact
from huigong.rules.values import FEN, Type

PROJECT: Final = "construction-project"
"""The kind of record of which warnings are raised where they say nothing else, and of which months are handed in."""

DISPUTES: Final = "不认可人数"
"""What a rule reads that is about those who dispute what the payroll says of them."""

GONE: Final = "后来没有报的人数"
LESS: Final = "实发改少的人数"
LOWERED_COLUMN: Final = "lowered"
"""The column of the people whom an earlier version of the month gave more, and who have not said that less is right."""

LEFT_OUT_COLUMN: Final = "left_out"
"""The column of the people whom an earlier version of the month had, and who have not said that it is right so."""


@dataclass(frozen=True)
class Input:
    """A fact of a month, and the column of `reconciling.details` that holds it."""

    fact: Fact
    column: str


def _people(name: str, column: str) -> Input:
    return Input(Fact(name, Type.INT, measure="人"), column)


def _fen(name: str, column: str) -> Input:
    return Input(Fact(name, Type.INT, measure=FEN), column)


PAY_DAY: Final = Input(Fact("发薪日", Type.DATE), "pay_day")
INPUTS: Final = (
    _people("花名册人数", "on_roster"),
    _people("出勤人数", "attended"),
    _people("登记了的出勤人数", "registered"),
    _people("有合同的出勤人数", "contracted"),
    _people("工资表人数", "on_payroll"),
    _people("确认人数", "confirmed"),
    _people("到账人数", "paid"),
    _people("有考勤没上工资表人数", "worked_not_on_payroll"),
    _people("有工资没到账人数", "not_credited"),
    _people(DISPUTES, "disputed"),
    _people(GONE, LEFT_OUT_COLUMN),
    _people(LESS, LOWERED_COLUMN),
    Input(Fact("最小出勤年龄", Type.INT, measure="岁"), "youngest"),
    _fen("应发合计", "gross"),
    _fen("实发合计", "net"),
    _fen("到账合计", "credited"),
    _fen("欠发合计", "owed"),
    _fen("专户期初余额", "opening"),
    _fen("专户拨付", "transferred"),
    _fen("专户期末余额", "closing"),
    _fen("下次预计应发", "expected"),
    PAY_DAY,
    Input(Fact("发薪日看得懂", Type.BOOL), "pay_day_known"),
    Input(Fact("报送时月份已满", Type.BOOL), "whole"),
)
OF_MONTH: Final = {each.fact.name: each for each in INPUTS}
