"""Twelve made-up obligations of every kind, and made-up people with the facts that they read, some not known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from huigong.obligations.forecast.raising import Duty
from huigong.obligations.forecast.terms import CountedFrom, Effect, Missed, Span, Terms, Versions
from huigong.rules.compile.setting import Setting
from huigong.rules.facts import FactDictionary
from huigong.rules.parse import parse_expression

ON, SINCE = date(2026, 11, 27), date(2020, 1, 1)
FACTS = FactDictionary.loads(
    """
持有居住证: {type: bool, question: 有居住证吗？}
高危岗位: {type: bool, question: 做的是高危的活吗？}
接触粉尘: {type: bool, question: 干活有粉尘吗？}
独居: {type: bool, question: 一个人住吗？}
留守: {type: bool, question: 父母都在外地吗？}
租住公租房: {type: bool, question: 住公租房吗？}
签订合同: {type: bool, question: 签合同了吗？}
年龄: {type: int, measure: 岁, question: 多大了？}
家庭人均月收入: {type: int, measure: 分, question: 家里每人每月多少钱？}
起算日: {type: date, question: 哪天开始的？}
上次日期: {type: date, question: 上次是哪天？}
进场日期: {type: date, question: 哪天进场的？}
"""
)
_YEAR, _QUARTER, _MONTH = Span(12), Span(3), Span(1)
_TERMS = {
    "endorsement": ("持有居住证", Terms(_YEAR, opens=_MONTH, counted_from=CountedFrom.LATE_DONE)),
    "training": ("高危岗位", Terms(None, first=Span(days=30))),
    "refresher": ("高危岗位 且 签订合同", Terms(_YEAR, opens=Span(days=60), grace=Span(days=30))),
    "dust-check": ("接触粉尘", Terms(Span(6), counted_from=CountedFrom.LAST_DONE)),
    "exit-check": ("接触粉尘 或 高危岗位", Terms(None, first=Span(1, 15))),
    "visit-child": ("留守 且 年龄 < 16", Terms(_MONTH, grace=Span(days=5), missed=Missed.LATEST)),
    "call-child": ("留守 且 年龄 < 18", Terms(Span(days=7), missed=Missed.LATEST, horizon=7)),
    "visit-elder": ("独居 且 年龄 >= 65", Terms(Span(days=14), missed=Missed.LATEST, horizon=14)),
    "home-review": ("租住公租房", Terms(_YEAR, opens=_MONTH, grace=_MONTH)),
    "income-review": ("租住公租房 且 家庭人均月收入 < 3000元", Terms(Span(6), opens=_MONTH)),
    "contract-report": ("签订合同", Terms(_QUARTER, first=Span(3, 10), missed=Missed.LATEST)),
    "payslip": (
        "签订合同 且 年龄 >= 16",
        Terms(_MONTH, grace=Span(days=3), missed=Missed.LATEST, effect=Effect.SKIP),
    ),
}


def duties() -> list[Duty]:
    """The twelve."""
    return [
        Duty(
            name,
            Versions(((SINCE, _conditional(terms)),)),
            "进场日期" if terms.every is None else "起算日",
            "上次日期" if place % 2 == 0 else "",
            parse_expression(rule, facts=FACTS),
        )
        for place, (name, (rule, terms)) in enumerate(_TERMS.items())
    ]


def setting() -> Setting:
    """The day, and no parameters."""
    return Setting(ON, known=frozenset(FACTS))


def write_people(path: Path, count: int) -> None:
    """`count` people, the same ones every time; one fact in twenty of each is not known."""
    columns = []
    for place, (name, fact) in enumerate(FACTS.items()):
        chance = f"(hash(i * 64 + {place}, 2026) >> 8)"
        value = {
            "bool": f"{chance} % 3 = 0",
            "int": f"CAST({chance} // 7 % {'90' if name == '年龄' else '600000'} AS BIGINT)",
            "date": f"DATE '{ON.isoformat()}' - CAST({chance} // 7 % {'200' if name == '上次日期' else '1500'} AS INTEGER)",
        }[fact.type.value]
        columns.append(f'CASE WHEN {chance} % 20 > 0 THEN {value} END AS "{name}"')
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT i AS id, {', '.join(columns)} FROM range({count}) people(i)) TO '{path}' (FORMAT parquet)"
        )


def _conditional(terms: Terms) -> Terms:
    return Terms(
        terms.every, terms.first, terms.opens, terms.grace, terms.counted_from, terms.missed, terms.effect,
        conditional=True, horizon=terms.horizon,
    )  # fmt: skip
