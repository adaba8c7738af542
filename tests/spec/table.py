"""What a specification table is, and the facts and parameters that the tables use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from huigong.rules.facts import FactDictionary
from huigong.rules.nodes import Node
from huigong.rules.parameters import ParameterDeclaration
from huigong.rules.values import UNKNOWN, Answer, Type

TODAY = date(2016, 6, 1)

FACTS = FactDictionary.loads(
    """
持有居住证: {type: bool, question: 您有居住证吗？, phrase: 您有居住证, not_phrase: 您没有居住证, attain: 到派出所办居住证}
稳定就业: {type: bool, question: 您有稳定的工作吗？, phrase: 您有稳定的工作, not_phrase: 您没有稳定的工作}
稳定住所: {type: bool, question: 您有固定的住处吗？, phrase: 您有固定的住处, not_phrase: 您没有固定的住处}
居住起始日期: {type: date, question: 您从哪天开始住的？, phrase: 您开始住的日期}
居住月数: {type: int, measure: 月, question: 您住满几个月了？, phrase: 您住满的月数, derived: "满月数(居住起始日期, 判定日期)"}
出生日期: {type: date, question: 您哪天出生？, phrase: 您的出生日期}
年龄: {type: int, measure: 岁, question: 您多大？, phrase: 您的年龄, derived: "周岁(出生日期, 判定日期)"}
子女数: {type: int, measure: 人, counted: 子女, question: 您有几个孩子？, phrase: 您的孩子数}
拖欠工资: {type: int, measure: 分, question: 欠您多少工资？, phrase: 欠您的工资}
得分: {type: decimal, question: 您的积分是多少？, phrase: 您的积分}
就业状态: {type: enum, values: [已登记失业, 个体经营, 单位就业], question: 您现在怎么就业？, phrase: 您的就业情况}
现居住地: {type: text, question: 您现在住在哪里？, phrase: 您住的地方}
知道受侵害日期: {type: date, question: 您哪天知道的？, phrase: 您知道权利受损害的日期}
最近主张权利日期: {type: date, question: 您最近哪天去要求过？, phrase: 您最近一次主张权利的日期}
中止天数: {type: int, measure: 天, question: 因为不可抗力耽误了几天？, phrase: 因不可抗力耽误的天数}
监护人.持有居住证: {type: bool, question: 孩子的监护人有居住证吗？, phrase: 监护人有居住证}
"""
)

EMPLOYMENT = FACTS["就业状态"].values
PARAMETERS = {
    one.name: one
    for one in (
        ParameterDeclaration("居住月数下限", Type.INT, "月"),
        ParameterDeclaration("每户每年限额", Type.INT, "分"),
        ParameterDeclaration("补贴比例", Type.DECIMAL),
        ParameterDeclaration("政策起点", Type.DATE),
        ParameterDeclaration("优先状态", Type.ENUM, options=EMPLOYMENT),
        ParameterDeclaration("试点地区", Type.TEXT),
        ParameterDeclaration("已全面开展", Type.BOOL),
    )
}
SINCE_2016 = {
    "居住月数下限": 6,
    "补贴比例": Decimal("0.6"),
    "政策起点": date(2016, 1, 1),
    "优先状态": "已登记失业",
    "试点地区": "锦州市",
    "已全面开展": False,
}


def parameters(name: str, on: date, /) -> Answer:
    """每户每年限额 is 8000元 up to 2013 and 9600元 from 2014; the others have a value from 2016."""
    if name == "每户每年限额":
        return 960000 if on >= date(2014, 1, 1) else 800000
    return SINCE_2016.get(name, UNKNOWN) if on >= date(2016, 1, 1) else UNKNOWN


@dataclass(frozen=True)
class Row:
    """What is known (None: not known) and the answer; `on` where it is not the usual day."""

    given: dict[str, Any]
    answer: Answer
    on: date = TODAY


@dataclass(frozen=True)
class Table:
    """One thing of the language: its node kind, what it says, an expression, and its answers."""

    kind: type[Node]
    title: str
    about: str
    expression: str
    rows: list[Row] = field(default_factory=list)


YES, NO, NOT_KNOWN = True, False, UNKNOWN


def row(answer: Answer, *, on: date = TODAY, **given: Any) -> Row:
    """A row of a table; facts by name."""
    return Row(given, answer, on)


def decimal(text: str) -> Decimal:
    return Decimal(text)
