"""Declared shapes: typed values, and every mistake with its place and the nearest word."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest

from huigong.kernel.packs import PackError, Report, Shape, load
from huigong.kernel.packs.kinds import (
    amount,
    choice,
    day,
    flag,
    mapped,
    number,
    one,
    rows,
    text,
    texts,
    year_or_day,
)


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


WHEEL = Shape("轮子", {"size": number(), "spokes": number(36)})
BICYCLE = Shape(
    "自行车",
    {
        "id": text(),
        "note": text(""),
        "colour": choice(Colour),
        "sold": flag(False),
        "since": day(None),
        "from": year_or_day(None),
        "weight": amount(None),
        "owners": texts(),
        "wheels": rows(WHEEL),
        "spare": one(WHEEL, None),
        "prices": mapped(lambda raw, spot: raw if isinstance(raw, int) else spot.wrong("要写整数")),
    },
    named="id",
)


def errors(written: str) -> list[PackError]:
    report = Report()
    BICYCLE.read(load(written, file="bicycle.yaml"), report=report)
    return report.errors


def test_values_are_typed_and_absent_ones_have_their_defaults() -> None:
    entry = BICYCLE.read(
        load(
            "id: 甲\ncolour: green\nsince: 2016-06-01\nweight: 12.5\nowners: [甲, 乙]\nwheels: [{size: 28}]\n"
        ),
        report=Report(),
    )

    assert entry is not None
    assert (entry["colour"], entry["since"], entry["weight"]) == (
        Colour.GREEN,
        date(2016, 6, 1),
        Decimal("12.5"),
    )
    assert (entry["owners"], entry["note"], entry["sold"], entry["prices"]) == (("甲", "乙"), "", False, {})
    assert [dict(wheel) for wheel in entry["wheels"]] == [{"size": 28, "spokes": 36}]


@pytest.mark.parametrize(
    ("line", "column", "says", "written"),
    [
        (3, 11, "“size”写得不对.*写一个整数", "wheels:\n  - size: 二十八"),
        (2, 7, "文字，写的是数字", "note: 5"),
        (2, 1, "不认识这个字段.*是不是“owners”", "owner: [甲]"),
        (2, 9, "列表，写的是文字", "owners: 甲"),
        (2, 13, "文字，写的是数字", "owners: [甲, 5]"),
        (2, 14, "文字，写的是数字", "owners: ['', 5]"),
        (2, 7, "true 或 false", "sold: 是"),
        (2, 8, "“16年”不是日期", "since: 16年"),
        (2, 8, "没有人会指9999-12-31", "since: 9999-12-31"),
        (2, 8, "没有人会指0206-06-01", "since: 0206-06-01"),
        (2, 7, "没有人会指1899-12-31", "from: 1899-12-31"),
        (2, 7, "年份或日期", "from: 2200"),
        (2, 7, "年份或日期", "from: 18"),
        (2, 9, "不是数字", "weight: 重"),
        (2, 8, "轮子写得不对.*名称: 内容", "spare: 28"),
        (2, 8, "“size”写得不对.*必须写", "spare: {spokes: 1}"),
        (2, 13, "要写整数", "prices: {甲: 乙}"),
        (2, 9, "“prices”写得不对.*名称: 内容", "prices: [1]"),
    ],
)
def test_a_mistake_is_said_with_its_place(line: int, column: int, says: str, written: str) -> None:
    wrong = errors(f"id: 甲\n{written}\ncolour: red\n")[-1]

    assert re.search(says, str(wrong))
    assert (wrong.file, wrong.line, wrong.column) == ("bicycle.yaml", line, column)


def test_everything_wrong_is_said_at_once() -> None:
    wrong = errors("id: 甲\ncolour: gren\nsold: 5\nwheels: [{size: x}, 5, {}]\nspoke: 1\n")

    assert len(wrong) == 6
    assert all(error.file == "bicycle.yaml" for error in wrong)
    assert next(error for error in wrong if "colour" in error.what).suggestion == "green"


@pytest.mark.parametrize("written", ["", "5", "[甲]", "甲"])
def test_what_is_no_mapping_is_an_error_and_not_a_crash(written: str) -> None:
    (wrong,) = errors(written)

    assert wrong.code == "packs.not_a_mapping"


def test_an_error_for_programs_has_its_place_in_parts() -> None:
    (wrong,) = errors("id: 甲\ncolour: gren\n")

    assert wrong.as_dict() == {
        "code": "packs.field",
        "what": "自行车“甲”的“colour”写得不对",
        "why": "写的是“gren”",
        "do": "只能写red、green之一。是不是“green”？",
        "file": "bicycle.yaml",
        "line": "2",
        "column": "9",
        "suggestion": "green",
    }
