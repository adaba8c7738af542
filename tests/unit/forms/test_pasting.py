"""Lists as people have them: which word of a line goes where."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.forms.fields import Field
from huigong.forms.pasting import MOST_LINES, lines_of, order, rows_of
from tests.unit.forms.packs import ON, form_of, simple

WORKMATES = (
    "{id: 工友, type: repeat, ask: 有谁？, fields: ["
    "{id: 谁, type: person, ask: 叫什么, parts: [姓名, 证件, 证件号码, 电话]}, {id: 欠他, type: money, ask: 欠多少}]}"
)
MONTHS = (
    "{id: 每月, type: table, ask: 哪几个月？, columns: ["
    "{id: 月份, type: month, ask: 哪个月, max: 今天}, {id: 欠发, type: money, ask: 欠多少}, {id: 说明, type: text, ask: 说明}]}"
)


def made(folder: Path, declared: str) -> Field:
    (asked,) = (each for each in form_of(folder, simple(declared)).fields.values() if each.fields)
    return asked


@pytest.fixture
def workmates(tmp_path: Path) -> Field:
    return made(tmp_path, WORKMATES)


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("虚构甲 13900000001 5200", {"谁.name": "虚构甲", "谁.phone": "13900000001", "欠他": "5200"}),
        ("虚构甲,5200元,13900000001", {"谁.name": "虚构甲", "谁.phone": "13900000001", "欠他": "5200元"}),
        ("虚构甲\t1.2万", {"谁.name": "虚构甲", "欠他": "1.2万"}),
        ("虚构甲 12，000", {"谁.name": "虚构甲", "欠他": "12000"}),
        ("3、虚构甲", {"谁.name": "虚构甲"}),
        ("（12）虚构甲 六千五", {"谁.name": "虚构甲", "欠他": "六千五"}),
        ("12 虚构甲 800", {"谁.name": "虚构甲", "欠他": "800"}),
        ("虚　甲　800", {"谁.name": "虚甲", "欠他": "800"}),
        ("阿不都·虚构 800", {"谁.name": "阿不都·虚构", "欠他": "800"}),
        (
            "虚构甲 110101199003070000 800",
            {"谁.name": "虚构甲", "谁.number": "110101199003070000", "欠他": "800"},
        ),
        ("13900000001", {"谁.phone": "13900000001"}),
        ("虚构甲 木工 800", {"谁.name": "虚构甲", "谁.number": "木工", "欠他": "800"}),
        (
            "虚构甲 虚构乙 虚构丙 虚构丁 虚构戊 虚构己",
            {
                "谁.name": "虚构甲",
                "谁.number": "虚构乙",
                "谁.paper": "虚构丙",
                "谁.phone": "虚构丁",
                "欠他": "虚构戊 虚构己",
            },
        ),
    ],
)
def test_each_word_goes_where_it_can_be_read(workmates: Field, line: str, row: dict[str, str]) -> None:
    (read,) = rows_of(workmates, [line], on=ON, most=9)
    assert dict(read) == row


def test_months_and_sums_of_a_table(tmp_path: Path) -> None:
    rows = rows_of(
        made(tmp_path, MONTHS), lines_of("月份 欠发\n2026年3月 6000\n\n5,500 4月 只发了一半"), on=ON, most=9
    )
    assert [dict(row) for row in rows] == [
        {"月份": "2026年3月", "欠发": "6000"},
        {"月份": "4月", "欠发": "5500", "说明": "只发了一半"},
    ]


def test_lines_are_bounded_and_those_beyond_the_field_are_only_counted(workmates: Field) -> None:
    lines = lines_of("虚构甲 800\n" * 5_000)
    assert len(lines) == MOST_LINES
    rows = rows_of(workmates, lines, on=ON, most=2)
    assert len(rows) == MOST_LINES and dict(rows[2]) == {"谁.name": "虚构甲 800"}


def test_a_line_may_say_what_the_columns_ask(workmates: Field) -> None:
    assert order(workmates, for_worker=True) == ("姓名", "证件", "证件号码", "电话", "欠多少")
    assert order(workmates, for_worker=False) == ("姓名", "证件", "证件号码", "电话", "欠他")
