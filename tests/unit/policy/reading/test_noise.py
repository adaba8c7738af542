"""Copies that pages, sites and converters damaged still read as the document they copy."""

from __future__ import annotations

import re

import pytest

from huigong.policy.reading import ReadDocument, read_text
from tests.unit.policy.reading.invented import NUMBERS, PLAN


def wrapped(text: str, width: int) -> str:
    lines = ["　　" + line for line in text.splitlines()]
    return "\n".join(line[at : at + width] for line in lines for at in range(0, len(line), width))


def cut_by_marks(text: str) -> str:
    """One stream cut every 60 characters by `N、`, as share sites do."""
    stream = text.replace("\n", "")
    return "\n\n".join(
        f"{place + 1}、{stream[at : at + 60]}" for place, at in enumerate(range(0, len(stream), 60))
    )


COPIES = {
    "narrow lines": wrapped(PLAN, 26),
    "wide lines": wrapped(PLAN, 40),
    "empty lines": PLAN.replace("\n", "\n\n"),
    "windows line ends": PLAN.replace("\n", "\r\n"),
    "half-width signs": PLAN.translate(str.maketrans("（），：；", "(),:;")),
    "spaces for line ends": PLAN.replace("\n", " "),
    "one stream": PLAN.replace("\n", ""),
    "page marks": cut_by_marks(PLAN),
    "bold": re.sub(r"（(市[^（]*)）\n", r"**（\1）**\n", PLAN),
    "page numbers": PLAN.replace("规范补贴发放", "规范补\n\n— 3 —\n\n贴发放").replace(
        "就业补助资金", "就业补\n4\n助资金"
    ),
    "spaces in words": PLAN.replace("培训制度", "培 训制 度").replace("市灯塔局、", "市灯 塔局、"),
    "site words": "您当前的位置：首页 > 政策\n字号：大 中 小\n"
    + PLAN
    + "扫一扫在手机打开\n主办单位：云中市人民政府 版权所有\n",
    "zero-width signs": PLAN.replace("务工", "务\u200b工"),
}


def essence(read: ReadDocument) -> list[tuple[object, ...]]:
    return [
        (one.number, one.heading, one.lead, one.support, one.joint, one.n_targets) for one in read.clauses
    ]


@pytest.mark.parametrize("name", COPIES)
def test_a_damaged_copy_reads_like_the_original(name: str) -> None:
    read = read_text(COPIES[name])
    assert [one.number for one in read.clauses] == NUMBERS
    assert essence(read) == essence(read_text(PLAN))


def test_page_marks_are_reported() -> None:
    assert any("页码标记" in doubt.what for doubt in read_text(COPIES["page marks"]).unsure)


def test_numbered_points_are_not_page_marks() -> None:
    points = "1、完善培训制度。\n2、规范补贴发放。\n3、健全管理机制。\n4、加强监督检查。\n"
    read = read_text(
        f"云中市服务工作方案\n一、推进培训\n（一）办好夜校。\n{points}（市织造局负责）\n（二）发放补贴。（市灯塔局负责）\n"
    )
    assert [point.number for point in read.clauses[0].points] == ["1、", "2、", "3、", "4、"]
    assert read.clauses[0].joint == ("市织造局",)


def test_a_missing_line_and_a_stray_letter_are_doubted() -> None:
    text = PLAN.replace("规范补贴发放，健全", "规范补贴发\n\n强妇女之家，健全").replace(
        "加强日常管理", "加强T日常管理"
    )
    doubts = read_text(text).unsure
    assert any("缺字或缺行" in doubt.what and "（一）" in doubt.place for doubt in doubts)
    assert any("“T”" in doubt.what and "（三）" in doubt.place for doubt in doubts)


def test_a_gap_in_the_numbers_is_doubted() -> None:
    assert any("从 1 跳到 3" in doubt.what for doubt in read_text(PLAN.replace("（二）", "（三）", 1)).unsure)


def test_offsets_point_into_the_source() -> None:
    read = read_text(COPIES["page numbers"])
    for clause in read.clauses:
        assert read.source_text[clause.span[0] :].startswith(clause.number_raw)
        for found in clause.attributions:
            assert read.source_text[found.span[0] : found.span[1]] == found.raw
