"""且, 或, 非, 若: answers in three values."""

from huigong.rules.nodes import AllOf, AnyOf, Cited, Not, When
from tests.spec.table import NO, NOT_KNOWN, YES, Table, row

TABLES = [
    Table(
        AllOf,
        "且：每一条都要符合",
        "有一条不符合，整个就不符合，不必再问其余的；没有不符合的，但有还不清楚的，就是还不清楚。",
        "持有居住证 且 稳定就业",
        [
            row(YES, 持有居住证=True, 稳定就业=True),
            row(NO, 持有居住证=True, 稳定就业=False),
            row(NO, 持有居住证=False, 稳定就业=False),
            row(NOT_KNOWN, 持有居住证=True, 稳定就业=None),
            row(NO, 持有居住证=False, 稳定就业=None),
            row(NO, 持有居住证=None, 稳定就业=False),
            row(NOT_KNOWN, 持有居住证=None, 稳定就业=None),
        ],
    ),
    Table(
        AnyOf,
        "或：有一条符合就行",
        "有一条符合，整个就符合；没有符合的，但有还不清楚的，就是还不清楚。“且”比“或”结合得紧。",
        "稳定就业 或 稳定住所",
        [
            row(YES, 稳定就业=True, 稳定住所=False),
            row(NO, 稳定就业=False, 稳定住所=False),
            row(YES, 稳定就业=True, 稳定住所=None),
            row(YES, 稳定就业=None, 稳定住所=True),
            row(NOT_KNOWN, 稳定就业=False, 稳定住所=None),
            row(NOT_KNOWN, 稳定就业=None, 稳定住所=None),
        ],
    ),
    Table(
        Not,
        "非：反过来",
        "不清楚的反过来还是不清楚。“非”管到后面的一个条件；要管几个条件，用括号。",
        "非 持有居住证",
        [
            row(NO, 持有居住证=True),
            row(YES, 持有居住证=False),
            row(NOT_KNOWN, 持有居住证=None),
        ],
    ),
    Table(
        When,
        "若……则……否则：分情况",
        "前提还不清楚时，只有两种情况的结果一样，才有答案。",
        "若 稳定就业 则 800元 否则 若 稳定住所 则 500元 否则 0元",
        [
            row(80000, 稳定就业=True, 稳定住所=None),
            row(50000, 稳定就业=False, 稳定住所=True),
            row(0, 稳定就业=False, 稳定住所=False),
            row(NOT_KNOWN, 稳定就业=False, 稳定住所=None),
            row(NOT_KNOWN, 稳定就业=None, 稳定住所=True),
        ],
    ),
    Table(
        When,
        "若……则……否则：两边结果一样",
        "前提还不清楚，但两边都不符合，就已经知道不符合。",
        "若 稳定就业 则 持有居住证 否则 稳定住所",
        [
            row(NO, 稳定就业=None, 持有居住证=False, 稳定住所=False),
            row(NOT_KNOWN, 稳定就业=None, 持有居住证=True, 稳定住所=False),
            row(NOT_KNOWN, 稳定就业=None, 持有居住证=None, 稳定住所=None),
        ],
    ),
    Table(
        Cited,
        "【依据】：一个条件凭的是哪一条",
        "写在括号后面；“｜”后面是说给劳动者听的说法。它不改变答案，只出现在理由里。",
        "(居住月数 >= 6)【国务院令663号 第二条｜您要住满半年】",
        [
            row(YES, 居住月数=6),
            row(NO, 居住月数=5),
            row(NOT_KNOWN, 居住月数=None),
        ],
    ),
]
