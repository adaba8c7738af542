"""Structured rules as officers write them, and what explain, ask and nearest say about them."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huigong.rules.values import Answer
from tests.spec.table import NO, NOT_KNOWN, TODAY, YES

STRUCTURED = """\
全部:
- 条件: 居住月数 >= 6
  依据: 国务院令663号 第二条
  说法: 您在这里住满半年
- 任一:
  - 稳定就业
  - 稳定住所
  依据: 国务院令663号 第二条
- 非: 持有居住证
"""
SAME_AS_STRUCTURED = (
    "(居住月数 ≥ 6)【国务院令663号 第二条｜您在这里住满半年】 且 "
    "(稳定就业 或 稳定住所)【国务院令663号 第二条】 且 非 持有居住证"
)

BRACKETS = """\
分段:
  看: 居住月数
  表:
  - 不满: 6
    取: 否
  - 不超过: 12个月
    取: 稳定就业
  - 其余: 是
依据: 国务院令663号 第二条
"""
SAME_AS_BRACKETS = (
    "(分段(居住月数, 不满 6 则 否, 不超过 12个月 则 稳定就业, 其余 是))【国务院令663号 第二条】"
)


@dataclass(frozen=True)
class Walk:
    """What is known about a person, and everything the language says about STRUCTURED for them."""

    about: str
    given: dict[str, Any]
    answer: Answer
    reasons: list[str]
    missing: tuple[str, ...] = ()
    question: str | None = None
    wait: str = ""
    clauses: list[str] = field(default_factory=list)
    on: date = TODAY


WALKS = [
    Walk(
        "什么都不知道：先问一个答案就可能定下来的",
        {},
        NOT_KNOWN,
        [
            "居住月数不少于6个月：还不清楚",
            "稳定就业：还不清楚",
            "稳定住所：还不清楚",
            "持有居住证为“否”：还不清楚",
        ],
        ("居住起始日期", "稳定就业", "稳定住所", "持有居住证"),
        "居住起始日期",
        clauses=["国务院令663号 第二条", "国务院令663号 第二条", "国务院令663号 第二条", ""],
    ),
    Walk(
        "有一条不符合：只说这一条，不再问别的；等一等能符合的，说最早哪天",
        {"居住起始日期": date(2016, 1, 1), "稳定就业": True, "持有居住证": False},
        NO,
        ["居住月数不少于6个月：不符合（居住月数5个月）"],
        wait="再过1个月，最早2016年7月1日",
        clauses=["国务院令663号 第二条"],
    ),
    Walk(
        "都符合：每一条都说；“或”里只说符合的",
        {"居住起始日期": date(2015, 1, 1), "稳定就业": True, "稳定住所": False, "持有居住证": False},
        YES,
        [
            "居住月数不少于6个月：符合（居住月数17个月）",
            "稳定就业：符合",
            "持有居住证为“否”：符合（持有居住证：否）",
        ],
        clauses=["国务院令663号 第二条", "国务院令663号 第二条", ""],
    ),
    Walk(
        "还差一条：只问这一条",
        {"居住起始日期": date(2015, 1, 1), "稳定就业": True},
        NOT_KNOWN,
        ["持有居住证为“否”：还不清楚"],
        ("持有居住证",),
        "持有居住证",
        clauses=[""],
    ),
    Walk(
        "“或”里都不符合：都说；等也没有用的，不说日期",
        {"居住起始日期": date(2015, 1, 1), "稳定就业": False, "稳定住所": False},
        NO,
        ["稳定就业：不符合", "稳定住所：不符合"],
        clauses=["国务院令663号 第二条", "国务院令663号 第二条"],
    ),
]
