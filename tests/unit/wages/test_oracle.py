"""The engine and an accountant with a pencil find the same differences in any small month."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests import effort
from tests.unit.wages.oracle import Month
from tests.unit.wages.worlds import CARDS, A, B, Row, World, exceptions, run, write

PROJECTS, WORKERS = st.sampled_from(["P1", "P2"]), st.sampled_from([A, B])
NETS = st.sampled_from(["0", "0.01", "1899.99", "1900", "2099.99", "3000", "6000"])
CREDITS = st.sampled_from(["0.01", "1899.99", "2099.99", "3000", "6000"])
ATTENDED = st.sampled_from(
    ["2026-09-30", "2026-10-01", "2026-10-02", "2026-10-15", "2026-10-30", "2026-10-31", "2026-11-01"]
)


@st.composite
def projects(draw: st.DrawFn) -> list[Row]:
    return [
        {
            "项目编号": name,
            "地区": "210702",
            "发薪日": draw(st.sampled_from(["2026-11-13", "2026-11-15", "2026-11-16"])),
            "专户账号": f"900000{name[1]}",
            "期初余额": "10000",
            "本月拨付": "0",
            "期末余额": draw(st.sampled_from(["10000", "7000", "4000"])),
            "最低工资档": draw(st.sampled_from(["", "一档", "二档"])),
        }
        for name in ("P1", "P2")
    ]


INTERVALS = st.fixed_dictionaries(
    {
        "项目编号": PROJECTS,
        "证件号码": WORKERS,
        "姓名": st.just("甲禾"),
        "进场日期": st.sampled_from(["2026-03-01", "2026-10-01", "2026-10-02", "2026-10-15", "2026-11-01"]),
        "退场日期": st.sampled_from(["", "9999-12-31", "9999/12/31", "2026-11-30", "2026-11-01"]),
        "合同编号": st.sampled_from(["", "无", "nan", "\t", "HT1"]),
        "银行卡号": st.sampled_from(["", *CARDS.values()]),
    }
) | st.fixed_dictionaries(
    {
        "项目编号": PROJECTS,
        "证件号码": WORKERS,
        "进场日期": st.sampled_from(["2026-03-01", "2026-09-30"]),
        "退场日期": st.sampled_from(["2026-09-30", "2026-10-01", "2026-10-15", "2026-10-31"]),
        "合同编号": st.sampled_from(["", "HT2"]),
        "银行卡号": st.sampled_from(list(CARDS.values())),
    }
)
DAYS = st.fixed_dictionaries(
    {
        "项目编号": PROJECTS,
        "证件号码": WORKERS,
        "日期": ATTENDED,
        "上班时间": st.sampled_from(["", "08:00"]),
        "工时": st.sampled_from(["0", "4", "7.99", "8", "9.5"]),
    }
)
WHOLE_MONTHS = st.tuples(PROJECTS, WORKERS).map(
    lambda key: [
        {"项目编号": key[0], "证件号码": key[1], "日期": f"2026-10-{on:02d}", "工时": "8"}
        for on in range(1, 32)
    ]
)
PAYROLL = st.fixed_dictionaries(
    {
        "项目编号": PROJECTS,
        "月份": st.sampled_from(["2026-10", "2026-10", "2026-09"]),
        "证件号码": WORKERS,
        "出勤天数": st.sampled_from(["0", "1", "2.5", "3", "30", "-1.5"]),
        "应发工资": st.sampled_from(["", "0", "6000"]),
        "实发工资": NETS,
        "工人确认": st.sampled_from(["是", "否", ""]),
        "行类型": st.sampled_from(["", "", "更正"]),
    }
)
LINES = st.fixed_dictionaries(
    {
        "项目编号": PROJECTS,
        "月份": st.sampled_from(["2026-10", "2026-10", "2026-10", "2026-09"]),
        "日期": st.sampled_from(["2026-11-10", "2026-11-13", "2026-11-14", "2026-11-16", "2026-11-17"]),
        "收款账号": st.sampled_from(list(CARDS.values())),
        "证件号码": WORKERS,
        "金额": CREDITS,
        "结果": st.sampled_from(["成功", "成功", "成功", "失败"]),
        "流水号": st.sampled_from(["S1", "S2", "S3", "S4", "S5", "S6"]),
        "附言": st.just(""),
    }
)
REVERSALS = LINES.map(
    lambda row: row | {"金额": f"-{row['金额']}", "附言": "冲正S1", "流水号": f"R{row['日期']}"}
)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    whole = draw(st.lists(WHOLE_MONTHS, max_size=1))
    return {
        "projects": draw(projects()),
        "roster": draw(st.lists(INTERVALS, max_size=4)),
        "attendance": [*draw(st.lists(DAYS, max_size=8)), *(row for rows in whole for row in rows)],
        "payroll": draw(st.lists(PAYROLL, max_size=4)),
        "bank": draw(st.lists(LINES | REVERSALS, max_size=6)),
    }


@settings(max_examples=effort.examples(7, release=40))
@given(worlds())
def test_both_find_the_same(world: World) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(write(world, folder))
        named = {(row["project"], row["worker"], row["kind"]) for row in exceptions(folder)}
    assert named == Month(world).differences()
