"""Time bars: the last day, holidays, month ends, interruption and suspension."""

from datetime import date

from huigong.rules.nodes import TimeBar
from tests.spec.table import NO, NOT_KNOWN, YES, Table, row

KNEW, CLAIMED, HELD_UP = "知道受侵害日期", "最近主张权利日期", "中止天数"


def knew(answer: object, day: date | None, on: date, **more: object) -> object:
    return row(answer, on=on, **{KNEW: day, **more})  # type: ignore[arg-type]


TABLES = [
    Table(
        TimeBar,
        "期限内：按年",
        "事情发生的当天不算；一年后同一日是最后一天，这一天还在期限内（民法典第二百零一条、第二百零二条）。"
        "判定日期以后才起算的，当然在期限内。",
        "期限内(知道受侵害日期, 1年)",
        [
            knew(YES, date(2015, 6, 1), date(2016, 6, 1)),
            knew(NO, date(2015, 6, 1), date(2016, 6, 2)),
            knew(YES, date(2015, 6, 2), date(2016, 6, 1)),
            knew(YES, date(2016, 7, 1), date(2016, 6, 1)),
            knew(NOT_KNOWN, None, date(2016, 6, 1)),
        ],
    ),
    Table(
        TimeBar,
        "期限内：最后一天是休息日",
        "顺延到休息日以后的第一个工作日（民法典第二百零三条），调休上班的周末不是休息日，"
        "中间的休息日照算。这里最后一天依次是星期六、国庆节、调休上班的星期日。",
        "期限内(知道受侵害日期, 1年)",
        [
            knew(YES, date(2015, 6, 4), date(2016, 6, 6)),
            knew(NO, date(2015, 6, 4), date(2016, 6, 7)),
            knew(YES, date(2015, 10, 1), date(2016, 10, 8)),
            knew(NO, date(2015, 10, 1), date(2016, 10, 9)),
            knew(YES, date(2015, 10, 9), date(2016, 10, 9)),
            knew(NO, date(2015, 10, 9), date(2016, 10, 10)),
            knew(NOT_KNOWN, None, date(2016, 10, 8)),
        ],
    ),
    Table(
        TimeBar,
        "期限内：放假安排还没有公布",
        "先按周末和日期固定的节日顺延；过了这一天，只要还可能因为放假顺延，就是还不清楚，不说“否”。"
        "最长按公布过的最长一次连休算。",
        "期限内(知道受侵害日期, 1年)",
        [
            knew(YES, date(2029, 6, 2), date(2030, 6, 3)),
            knew(NOT_KNOWN, date(2029, 6, 2), date(2030, 6, 4)),
            knew(NO, date(2029, 6, 2), date(2030, 7, 1)),
            knew(NOT_KNOWN, None, date(2030, 6, 3)),
        ],
    ),
    Table(
        TimeBar,
        "期限内：按月，月末",
        "到期的月份没有同一日的，最后一天是那个月的最后一日。2月29日起算一年，到2月28日。",
        "期限内(知道受侵害日期, 6个月)",
        [
            knew(YES, date(2015, 8, 31), date(2016, 2, 29)),
            knew(NO, date(2015, 8, 31), date(2016, 3, 1)),
            knew(YES, date(2015, 8, 29), date(2016, 2, 29)),
            knew(YES, date(2015, 8, 28), date(2016, 2, 29)),
            knew(NO, date(2015, 8, 26), date(2016, 2, 29)),
            knew(YES, date(2016, 2, 29), date(2016, 8, 29)),
            knew(NO, date(2016, 2, 29), date(2016, 8, 30)),
            knew(NOT_KNOWN, None, date(2016, 2, 29)),
        ],
    ),
    Table(
        TimeBar,
        "期限内：从2月29日起",
        "平年没有2月29日。",
        "期限内(知道受侵害日期, 1年)",
        [
            knew(YES, date(2016, 2, 29), date(2017, 2, 28)),
            knew(NO, date(2016, 2, 29), date(2017, 3, 1)),
            knew(NOT_KNOWN, None, date(2017, 2, 28)),
        ],
    ),
    Table(
        TimeBar,
        "期限内：按天",
        "按自然日算，当天不算；长度也可以写成参数，后面空一格写单位，例如 `参数:居住月数下限 个月`。",
        "期限内(知道受侵害日期, 15天)",
        [
            knew(YES, date(2016, 5, 17), date(2016, 6, 1)),
            knew(NO, date(2016, 5, 17), date(2016, 6, 2)),
            knew(YES, date(2016, 5, 13), date(2016, 5, 30)),
            knew(NO, date(2016, 5, 13), date(2016, 5, 31)),
            knew(NOT_KNOWN, None, date(2016, 6, 1)),
        ],
    ),
    Table(
        TimeBar,
        "期限内：长度是参数",
        "参数在判定日期没有取值的，还不清楚。",
        "期限内(知道受侵害日期, 参数:居住月数下限 个月)",
        [
            knew(YES, date(2015, 12, 1), date(2016, 6, 1)),
            knew(NO, date(2015, 12, 1), date(2016, 6, 2)),
            knew(NOT_KNOWN, date(2015, 6, 1), date(2015, 7, 1)),
            knew(NOT_KNOWN, None, date(2016, 6, 1)),
        ],
    ),
    Table(
        TimeBar,
        "期限内：中断",
        "期限内主张过权利的，从那天重新算；最后一天遇休息日顺延的，顺延的日子里主张也在期限内。"
        "主张时第一次的期限已经过了的，也许更早还主张过：从那天算还没有过期的是还不清楚，过期了的是否。"
        "没有主张过的人答不出日期，请先问主张过没有，写成 `若 主张过权利 则 期限内(…, 中断于 …) 否则 期限内(…)`。",
        "期限内(知道受侵害日期, 1年, 中断于 最近主张权利日期)",
        [
            knew(YES, date(2015, 1, 5), date(2016, 6, 1), **{CLAIMED: date(2015, 6, 1)}),
            knew(NO, date(2015, 1, 5), date(2016, 6, 2), **{CLAIMED: date(2015, 6, 1)}),
            knew(YES, date(2015, 1, 5), date(2016, 6, 1), **{CLAIMED: date(2016, 1, 5)}),
            knew(NOT_KNOWN, date(2015, 1, 5), date(2016, 6, 1), **{CLAIMED: date(2016, 1, 6)}),
            knew(NO, date(2013, 1, 5), date(2016, 6, 1), **{CLAIMED: date(2015, 3, 2)}),
            knew(YES, date(2014, 6, 7), date(2016, 6, 1), **{CLAIMED: date(2015, 6, 8)}),
            knew(NOT_KNOWN, date(2014, 6, 7), date(2016, 6, 1), **{CLAIMED: date(2015, 6, 9)}),
            knew(YES, date(2015, 6, 5), date(2016, 6, 1), **{CLAIMED: date(2015, 1, 1)}),
            knew(NO, date(2015, 1, 5), date(2016, 6, 1), **{CLAIMED: date(2014, 1, 1)}),
            knew(YES, date(2015, 6, 5), date(2016, 6, 1), **{CLAIMED: None}),
            knew(NOT_KNOWN, date(2015, 1, 5), date(2016, 6, 1), **{CLAIMED: None}),
            knew(NOT_KNOWN, None, date(2016, 6, 1), **{CLAIMED: date(2016, 1, 5)}),
        ],
    ),
    Table(
        TimeBar,
        "期限内：主张的那天",
        "只问主张的那天期限过了没有，和判定日期无关；最后一天遇已经公布的休息日顺延。不和别的词同写。",
        "期限内(知道受侵害日期, 1年, 主张于 最近主张权利日期)",
        [
            knew(YES, date(2015, 1, 5), date(2016, 6, 1), **{CLAIMED: date(2016, 1, 5)}),
            knew(NO, date(2015, 1, 5), date(2016, 6, 1), **{CLAIMED: date(2016, 1, 6)}),
            knew(YES, date(2014, 6, 7), date(2026, 6, 1), **{CLAIMED: date(2015, 6, 8)}),
            knew(NO, date(2014, 6, 7), date(2026, 6, 1), **{CLAIMED: date(2015, 6, 9)}),
            knew(NOT_KNOWN, date(2015, 6, 5), date(2016, 6, 1), **{CLAIMED: None}),
            knew(NOT_KNOWN, None, date(2016, 6, 1), **{CLAIMED: date(2016, 1, 5)}),
        ],
    ),
    Table(
        TimeBar,
        "期限内：扣除",
        "中止的天数把最后一天往后推，再看要不要顺延。不知道扣几天的，不扣也在期限内才是“是”。"
        "同时有中断的，扣除的是重新起算以后的天数。",
        "期限内(知道受侵害日期, 1年, 扣除 中止天数)",
        [
            knew(YES, date(2015, 5, 2), date(2016, 6, 1), **{HELD_UP: 30}),
            knew(NO, date(2015, 5, 2), date(2016, 6, 1), **{HELD_UP: 29}),
            knew(YES, date(2015, 6, 1), date(2016, 6, 6), **{HELD_UP: 3}),
            knew(NO, date(2015, 6, 1), date(2016, 6, 7), **{HELD_UP: 3}),
            knew(YES, date(2015, 6, 1), date(2016, 6, 1), **{HELD_UP: None}),
            knew(NOT_KNOWN, date(2015, 5, 2), date(2016, 6, 1), **{HELD_UP: None}),
            knew(NO, date(2015, 5, 2), date(2016, 6, 1), **{HELD_UP: -30}),
            knew(NOT_KNOWN, None, date(2016, 6, 1), **{HELD_UP: 0}),
        ],
    ),
    Table(
        TimeBar,
        "期限内：中断又扣除",
        "重新起算以后中止的天数，不能让已经过了的期限活过来。",
        "期限内(知道受侵害日期, 1年, 中断于 最近主张权利日期, 扣除 中止天数)",
        [
            knew(YES, date(2014, 6, 1), date(2016, 6, 1), **{CLAIMED: date(2015, 5, 2), HELD_UP: 30}),
            knew(NO, date(2014, 6, 1), date(2016, 6, 1), **{CLAIMED: date(2015, 5, 2), HELD_UP: 29}),
            knew(NOT_KNOWN, date(2014, 6, 1), date(2016, 6, 1), **{CLAIMED: date(2015, 6, 2), HELD_UP: 30}),
            knew(NOT_KNOWN, date(2014, 6, 1), date(2016, 6, 1), **{CLAIMED: None, HELD_UP: 30}),
            knew(NOT_KNOWN, date(2014, 6, 1), date(2016, 6, 1), **{CLAIMED: date(2015, 5, 2), HELD_UP: None}),
            knew(NOT_KNOWN, None, date(2016, 6, 1), **{CLAIMED: date(2015, 5, 2), HELD_UP: 30}),
        ],
    ),
]
