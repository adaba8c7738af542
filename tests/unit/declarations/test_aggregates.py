"""What may be asked of many rows, with its order and what nothing means."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from huigong.declarations.aggregates import Aggregate, Asked, Row, read_aggregate, worked_out
from huigong.kernel.packs import Place, Report
from huigong.kernel.packs.shapes import BROKEN, Spot
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN, Answer, Type
from tests import effort
from tests.each import each

ON = date(2026, 6, 1)
FIELDS = {
    "状态": Fact("状态", Type.ENUM, values=("有效", "失效")),
    "到期日": Fact("到期日", Type.DATE),
    "起": Fact("起", Type.DATE),
    "止": Fact("止", Type.DATE),
    "单数": Fact("单数", Type.INT, measure="单"),
}
EARLY = {"状态": "失效", "到期日": date(2025, 5, 1), "单数": 3}
LATE = {"状态": "有效", "到期日": date(2027, 5, 1), "单数": 4}
OPEN = {"到期日": date(2026, 5, 1), "单数": 5}


def read(text: str) -> Aggregate:
    report = Report()
    aggregate: Any = read_aggregate(
        text, Spot(Place(), "记录", "facts", report), fields=FIELDS, parameters={}
    )
    assert not report, str(report.errors)
    assert isinstance(aggregate, Aggregate)
    return aggregate


def asked(text: str, *rows: Row, complete: bool = False) -> Answer:
    return worked_out(read(text), rows, Asked(ON, complete=complete))


@each(
    "text, rows, complete, answer",
    [
        ("有(状态 = 有效)", [EARLY, LATE], False, True),
        ("有(状态 = 有效)", [EARLY], False, UNKNOWN),  # somebody else may hold the paper
        ("有(状态 = 有效)", [EARLY], True, False),
        ("有(状态 = 有效)", [EARLY, OPEN], True, UNKNOWN),
        ("有()", [], True, False),
        ("有()", [], False, UNKNOWN),
        ("计数(状态 = 有效)", [EARLY, LATE, LATE], True, 2),
        ("计数()", [EARLY, LATE], False, UNKNOWN),
        ("合计(单数, 状态 = 有效)", [EARLY, LATE], True, 4),
        ("合计(单数)", [EARLY, {"单数": UNKNOWN}], True, UNKNOWN),
        ("合计(单数)", [], True, 0),
        ("最近(单数, 按 到期日)", [LATE, EARLY], False, 4),
        ("首次(单数, 按 到期日)", [LATE, EARLY], False, 3),
        ("最近(单数, 按 到期日, 状态 = 失效)", [LATE, EARLY], False, 3),
        ("最近(单数, 按 到期日, 状态 = 有效)", [EARLY, LATE, OPEN], False, 4),  # the open one comes before
        ("首次(单数, 按 到期日, 状态 = 有效)", [LATE, OPEN], False, UNKNOWN),  # and here it may be the first
        ("最近(单数, 按 到期日)", [LATE, {**LATE, "单数": 9}], False, UNKNOWN),
        ("最近(单数, 按 到期日)", [LATE, {"单数": 9}], False, UNKNOWN),
        ("最近(状态, 按 到期日)", [], True, UNKNOWN),
    ],
)
def test_rows_are_answered_together(text: str, rows: list[Row], complete: bool, answer: Answer) -> None:
    assert asked(text, *rows, complete=complete) is answer or (
        asked(text, *rows, complete=complete) == answer and answer is not UNKNOWN
    )


def spans(*days: tuple[date, date | None]) -> list[Row]:
    return [{"起": first, "止": last} if last else {"起": first} for first, last in days]


@each(
    "rows, answer",
    [
        (spans((date(2025, 1, 1), date(2025, 12, 31)), (date(2026, 1, 1), None)), date(2025, 1, 1)),
        (spans((date(2025, 1, 1), date(2025, 12, 1)), (date(2026, 1, 1), None)), date(2025, 1, 1)),  # 30 days
        (spans((date(2025, 1, 1), date(2025, 11, 30)), (date(2026, 1, 1), None)), date(2026, 1, 1)),  # 31
        (spans((date(2025, 1, 1), date(2026, 4, 1))), UNKNOWN),  # it had ended long before
        (spans((date(2025, 1, 1), date(2026, 5, 20))), date(2025, 1, 1)),
        (spans((date(2024, 1, 1), None), (date(2025, 1, 1), date(2025, 2, 1))), date(2024, 1, 1)),
        ([], UNKNOWN),
        ([{"止": date(2026, 1, 1)}], UNKNOWN),
    ],
)
def test_a_run_bears_a_gap_and_no_more(rows: list[Row], answer: Answer) -> None:
    assert asked("自 起 起连续(到 止, 允许间断 30天)", *rows) == answer


ROWS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "状态": st.sampled_from(["有效", "失效", UNKNOWN]),
            "到期日": st.dates(date(2026, 1, 1), date(2026, 1, 4)),
            "起": st.dates(date(2026, 1, 1), date(2026, 6, 4)),
            "止": st.dates(date(2026, 6, 1), date(2026, 6, 4)),
            "单数": st.integers(0, 3) | st.just(UNKNOWN),
        },
    ),
    max_size=4,
)
TEXTS = (
    *(
        "有(状态 = 有效)",
        "计数(状态 = 有效)",
        "合计(单数, 状态 = 有效)",
        "最近(单数, 按 到期日, 状态 = 有效)",
    ),
    *("首次(单数, 按 到期日)", "自 起 起连续(到 止, 允许间断 3天)"),
)


@settings(max_examples=effort.examples(60, release=600))
@given(ROWS, st.sampled_from(TEXTS), st.randoms())
def test_the_order_of_arrival_changes_nothing(rows: list[Row], text: str, chance: random.Random) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    for complete in (True, False):
        assert asked(text, *rows, complete=complete) == asked(text, *shuffled, complete=complete)


@settings(max_examples=effort.examples(60, release=600))
@given(ROWS, st.sampled_from(TEXTS[:5]))
def test_what_becomes_known_never_contradicts_what_was_said(rows: list[Row], text: str) -> None:
    before = asked(text, *rows, complete=True)
    known = [{"状态": "有效", "到期日": date(2026, 1, 2), "单数": 1} | _known(row) for row in rows]
    after = asked(text, *known, complete=True)
    assert before is UNKNOWN or before == after


def _known(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not UNKNOWN}


@each(
    "text, says",
    [
        ("平均(单数)", "可以写"),
        ("最近(单数)", "按哪个日期排"),
        ("最近(单数, 按 单数)", "不是日期字段"),
        ("合计(状态)", "不能合计"),
        ("合计(单树)", "是不是“单数”"),
        ("有(状态 = 有笑)", "有笑"),
        ("自 起 起连续(允许间断 3天)", "没有写日期字段"),
        ("自 起 起连续(到 止, 允许间断 3个月)", "按天写"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_way_to_say_it(text: str, says: str) -> None:
    report = Report()
    spot = Spot(Place("records.yaml", 3, 5), "记录", "facts", report)
    assert read_aggregate(text, spot, fields=FIELDS, parameters={}) is BROKEN
    assert says in str(report.errors[0])
    assert report.errors[0].line == 3


def test_the_answer_has_a_type() -> None:
    assert read("有(状态 = 有效)").gives(FIELDS) == (Type.BOOL, "")
    assert read("计数()").gives(FIELDS) == (Type.INT, "")
    assert read("合计(单数)").gives(FIELDS) == (Type.INT, "单")
    assert read("最近(到期日, 按 到期日)").gives(FIELDS) == (Type.DATE, "")
    assert read("自 起 起连续(到 止)").gives(FIELDS) == (Type.DATE, "")
