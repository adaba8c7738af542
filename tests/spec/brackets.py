"""Tables of brackets: 分段."""

from datetime import date

from huigong.rules.nodes import Brackets
from tests.spec.table import NO, NOT_KNOWN, YES, Table, decimal, row

TABLES = [
    Table(
        Brackets,
        "分段表：落在哪一段就取哪个值",
        "从上往下，第一个落得进的一段算数。“不超过”包括本数，“不满”不包括本数，最后一段写“其余”。"
        "界限从小到大，是固定的数或日期，或者参数。看的事实还不清楚，只有各段的值都一样，才有答案。",
        "分段(子女数, 不满 1 则 0元, 不超过 2 则 500元, 其余 800元)",
        [
            row(0, 子女数=0),
            row(50000, 子女数=1),
            row(50000, 子女数=2),
            row(80000, 子女数=3),
            row(NOT_KNOWN, 子女数=None),
        ],
    ),
    Table(
        Brackets,
        "分段表：每一段是一个条件",
        "没有落进的那几段，还不清楚也不要紧。",
        "分段(居住月数, 不满 6个月 则 否, 不满 12个月 则 稳定就业, 其余 是)",
        [
            row(NO, 居住月数=5, 稳定就业=None),
            row(YES, 居住月数=6, 稳定就业=True),
            row(NO, 居住月数=11, 稳定就业=False),
            row(NOT_KNOWN, 居住月数=6, 稳定就业=None),
            row(YES, 居住月数=12, 稳定就业=None),
            row(NOT_KNOWN, 居住月数=None, 稳定就业=True),
        ],
    ),
    Table(
        Brackets,
        "分段表：各段的值一样",
        "看的事实还不清楚，也已经知道答案。",
        "分段(得分, 不超过 2.5 则 持有居住证, 其余 稳定就业)",
        [
            row(YES, 得分=None, 持有居住证=True, 稳定就业=True),
            row(NO, 得分=None, 持有居住证=False, 稳定就业=False),
            row(NOT_KNOWN, 得分=None, 持有居住证=True, 稳定就业=False),
            row(NOT_KNOWN, 得分=None, 持有居住证=None, 稳定就业=None),
            row(YES, 得分=decimal("2.5"), 持有居住证=True, 稳定就业=False),
            row(NO, 得分=decimal("2.500001"), 持有居住证=True, 稳定就业=False),
        ],
    ),
    Table(
        Brackets,
        "界限是参数",
        "参数那一天还没有取值，就不知道落不落得进那一段：可能落进的几段都一样，才有答案。",
        "分段(居住月数, 不超过 3个月 则 否, 不超过 参数:居住月数下限 则 持有居住证, 其余 稳定就业)",
        [
            row(YES, 居住月数=6, 持有居住证=True, 稳定就业=False),
            row(NO, 居住月数=7, 持有居住证=None, 稳定就业=False),
            row(NOT_KNOWN, 居住月数=7, 持有居住证=True, 稳定就业=None),
            row(NOT_KNOWN, 居住月数=None, 持有居住证=True, 稳定就业=True),
            row(NO, 居住月数=2, 持有居住证=True, 稳定就业=True, on=date(2015, 12, 31)),
            row(NOT_KNOWN, 居住月数=6, 持有居住证=True, 稳定就业=False, on=date(2015, 12, 31)),
            row(YES, 居住月数=6, 持有居住证=True, 稳定就业=True, on=date(2015, 12, 31)),
        ],
    ),
    Table(
        Brackets,
        "按日期分段",
        "“不满”一个日期就是早于这一天。同一个界限可以先写“不满”，再写“不超过”。",
        "分段(判定日期, 不满 2014-01-01 则 1, 不超过 2014-01-01 则 2, 其余 3)",
        [
            row(1, on=date(2013, 12, 31)),
            row(2, on=date(2014, 1, 1)),
            row(3, on=date(2014, 1, 2)),
        ],
    ),
]
