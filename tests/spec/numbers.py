"""Arithmetic, rounding, smallest and largest, and time between dates."""

from datetime import date

from huigong.rules.nodes import Arithmetic, FullSpan, Largest, Negate, Rounded, Smallest
from huigong.rules.values import LARGEST_INTEGER
from tests.spec.table import NOT_KNOWN, Table, decimal, row

TABLES = [
    Table(
        Arithmetic,
        "加减乘",
        "先乘除后加减。有一个还不清楚，结果就还不清楚；数字超过18位也是还不清楚，理由里会写明。",
        "子女数 * 500元 + 200元",
        [
            row(120000, 子女数=2),
            row(20000, 子女数=0),
            row(NOT_KNOWN, 子女数=None),
            row(NOT_KNOWN, 子女数=LARGEST_INTEGER),
        ],
    ),
    Table(
        Arithmetic,
        "除",
        "得到小数，四舍五入到六位。除以零是还不清楚，理由里会写明。",
        "10 / 子女数",
        [
            row(decimal("3.333333"), 子女数=3),
            row(decimal("1.666667"), 子女数=6),
            row(NOT_KNOWN, 子女数=0),
            row(NOT_KNOWN, 子女数=None),
        ],
    ),
    Table(
        Arithmetic,
        "整数和小数一起算",
        "结果是小数。",
        "拖欠工资 * 60%",
        [row(decimal("60.6"), 拖欠工资=101), row(NOT_KNOWN, 拖欠工资=None)],
    ),
    Table(
        Negate,
        "负号",
        "写在数字或括号前面。",
        "-(子女数)",
        [row(-2, 子女数=2), row(0, 子女数=0), row(NOT_KNOWN, 子女数=None)],
    ),
    Table(
        Rounded,
        "四舍五入",
        "取整的方向要写明；正好一半时往离零远的一边。",
        "四舍五入(得分)",
        [
            row(3, 得分=decimal("2.5")),
            row(-3, 得分=decimal("-2.5")),
            row(2, 得分=decimal("2.499999")),
            row(NOT_KNOWN, 得分=None),
        ],
    ),
    Table(
        Rounded,
        "向上取整",
        "往大的一边。",
        "向上取整(得分)",
        [row(3, 得分=decimal("2.1")), row(-2, 得分=decimal("-2.9")), row(NOT_KNOWN, 得分=None)],
    ),
    Table(
        Rounded,
        "向下取整",
        "往小的一边。",
        "向下取整(得分)",
        [row(2, 得分=decimal("2.9")), row(-3, 得分=decimal("-2.1")), row(NOT_KNOWN, 得分=None)],
    ),
    Table(
        Smallest,
        "最小：封顶",
        "有一个还不清楚，结果就还不清楚。",
        "最小(拖欠工资, 参数:每户每年限额)",
        [
            row(960000, 拖欠工资=1000000),
            row(500000, 拖欠工资=500000),
            row(800000, 拖欠工资=1000000, on=date(2013, 12, 31)),
            row(NOT_KNOWN, 拖欠工资=None),
        ],
    ),
    Table(
        Largest,
        "最大：保底",
        "有一个还不清楚，结果就还不清楚。",
        "最大(拖欠工资, 100元)",
        [row(10000, 拖欠工资=1), row(20000, 拖欠工资=20000), row(NOT_KNOWN, 拖欠工资=None)],
    ),
    Table(
        FullSpan,
        "满月数",
        "到了同一日才满一个月；那个月没有这一日，就到月末（民法典第二百零二条）。还没开始的是 0。",
        "满月数(居住起始日期, 判定日期)",
        [
            row(6, 居住起始日期=date(2015, 12, 1), on=date(2016, 6, 1)),
            row(5, 居住起始日期=date(2015, 12, 2), on=date(2016, 6, 1)),
            row(1, 居住起始日期=date(2016, 1, 31), on=date(2016, 2, 29)),
            row(0, 居住起始日期=date(2016, 1, 31), on=date(2016, 2, 28)),
            row(0, 居住起始日期=date(2016, 7, 1), on=date(2016, 6, 1)),
            row(NOT_KNOWN, 居住起始日期=None),
        ],
    ),
    Table(
        FullSpan,
        "周岁",
        "到生日那天长一岁；2月29日出生的，平年到2月28日。",
        "周岁(出生日期, 判定日期)",
        [
            row(16, 出生日期=date(2000, 6, 1), on=date(2016, 6, 1)),
            row(15, 出生日期=date(2000, 6, 2), on=date(2016, 6, 1)),
            row(15, 出生日期=date(2000, 2, 29), on=date(2015, 2, 28)),
            row(15, 出生日期=date(2000, 2, 29), on=date(2016, 2, 28)),
            row(16, 出生日期=date(2000, 2, 29), on=date(2016, 2, 29)),
            row(NOT_KNOWN, 出生日期=None),
        ],
    ),
    Table(
        FullSpan,
        "满年数",
        "算法和周岁一样，按年计。",
        "满年数(居住起始日期, 判定日期)",
        [
            row(1, 居住起始日期=date(2015, 6, 1)),
            row(0, 居住起始日期=date(2015, 6, 2)),
            row(NOT_KNOWN, 居住起始日期=None),
        ],
    ),
    Table(
        FullSpan,
        "满天数",
        "当天不算。",
        "满天数(居住起始日期, 判定日期)",
        [
            row(31, 居住起始日期=date(2016, 5, 1)),
            row(0, 居住起始日期=date(2016, 6, 1)),
            row(NOT_KNOWN, 居住起始日期=None),
        ],
    ),
]
