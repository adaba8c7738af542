"""Strict names, one repeat, one only-if: what is filled in is what is said."""

from __future__ import annotations

from datetime import date

import pytest

from huigong.kernel.errors import DomainError
from huigong.notices.filling import Head, letter_of
from huigong.notices.letters import Paper
from huigong.notices.templates import Template
from tests.unit.notices.shelf import VALUES

HEAD = Head("虚构〔2016〕1号", "虚构局", "虚构一", date(2016, 6, 2))


def lines(template: Template, **changed: object) -> list[str]:
    letter = letter_of(template, {**VALUES, **changed}, HEAD, paper=Paper.A4)
    return ["".join(run.text for run in block.runs) for block in letter.blocks]  # type: ignore[union-attr]


def test_days_money_and_lists_are_written_as_people_write_them(template: Template) -> None:
    assert lines(template) == [
        "您于2016年6月1日申请风筝证，交了1,200 元。",
        "（1）没有线轴",
        "（2）没有骨架",
        "根据某某办法第三条，不予发放。",
    ]


def test_what_may_be_left_out_is_left_out(template: Template) -> None:
    assert len(lines(template, 缺少的材料=None)) == 2
    assert "可以再来" in lines(template, 补充="可以再来")


def test_text_of_several_lines_is_several_paragraphs(template: Template) -> None:
    assert lines(template, 补充="第一\n\n第二")[3:5] == ["第一", "第二"]


def test_a_name_in_a_value_is_not_a_name(template: Template) -> None:
    assert "{收件日}" in lines(template, 补充="{收件日}")[3]


@pytest.mark.parametrize(("changed", "told"), [
    ({"依据": ""}, "没有填：依据"),
    ({"救济": None}, "没有填：救济"),
    ({"风": "大"}, "没有这一项：风"),
    ({"收件日": "昨天"}, "种类不对：收件日"),
    ({"金额": 12.5}, "种类不对：金额"),
    ({"金额": True}, "种类不对：金额"),
    ({"缺少的材料": "线轴"}, "种类不对：缺少的材料"),
])  # fmt: skip
def test_what_is_missing_unknown_or_odd_is_named(
    template: Template, changed: dict[str, object], told: str
) -> None:
    with pytest.raises(DomainError) as refused:
        lines(template, **changed)
    assert refused.value.code == "notice.fields"
    assert told in refused.value.why
    assert "收件日" in refused.value.do
