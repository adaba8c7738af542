"""One question: its control, what it reads, what it says to a mistake."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from huigong.catalogue.screens import Screen
from huigong.portals.worker.questions import Question
from huigong.rules.nodes import Fact
from huigong.rules.values import LARGEST_INTEGER, NEVER, UNKNOWN, Answer, Between, Type

PERMIT = Fact("持有居住证", Type.BOOL, question="您有居住证吗？")
SEX = Fact("性别", Type.ENUM, values=("男", "女"))
MONTHS = Fact("居住月数", Type.INT, measure="月")
PAY = Fact("月工资", Type.INT, measure="分")
SINCE = Fact("居住起始日期", Type.DATE)
CLAIMED = Fact("最近主张权利日期", Type.DATE, never="没要过")
HUKOU = Fact("户籍地", Type.TEXT, is_region=True)


def asked(fact: Fact, **given: str) -> Question:
    data = QueryDict(mutable=True)
    data.update(given)
    return Question(Screen((fact,)), data)


@pytest.mark.parametrize(
    ("fact", "given", "value"),
    [
        (PERMIT, {"answer": "是"}, True),
        (PERMIT, {"answer": "否"}, False),
        (PERMIT, {"skip": "yes"}, UNKNOWN),
        (SEX, {"answer": "女"}, "女"),
        (MONTHS, {"answer": " 6 "}, 6),
        (PAY, {"answer": "3500"}, 350000),
        (PAY, {"answer": "3,500.50"}, 350050),
        (SINCE, {"year": "2025", "month": "3", "day": "1"}, date(2025, 3, 1)),
        (SINCE, {"skip": "yes", "year": "", "month": "", "day": ""}, UNKNOWN),
        (CLAIMED, {"answer": "没要过", "year": "", "month": "", "day": ""}, NEVER),
        (CLAIMED, {"answer": "", "year": "2025", "month": "3", "day": "1"}, date(2025, 3, 1)),
        (HUKOU, {"answer": "盐边县"}, "510422"),
    ],
)
def test_reads_what_people_write(fact: Fact, given: dict[str, str], value: Any) -> None:
    question = asked(fact, **given)
    assert question.is_valid()
    assert question.cleaned_data["answer"] == value


@pytest.mark.parametrize(
    ("fact", "given", "word"),
    [
        (PERMIT, {}, "请先回答"),
        (MONTHS, {"answer": "半年多"}, "只写数字"),
        (MONTHS, {"answer": ""}, "请先回答"),
        (SINCE, {"year": "2025", "month": "13", "day": "1"}, "没有这一天"),
        (SINCE, {"year": "2025", "month": "", "day": ""}, "还没有写月、日"),
        (SINCE, {"answer": "没要过", "year": "", "month": "", "day": ""}, "请先回答"),
        (SEX, {"answer": "其他"}, "男、女"),
        (HUKOU, {"answer": "朝阳区"}, "不止一个"),
        (MONTHS, {"choice": "6~0"}, "只写数字"),
        (MONTHS, {"choice": "六~好几"}, "只写数字"),
        (SINCE, {"choice": "2026-06-01~2026-05-01"}, "没有这一天"),
        (HUKOU, {"choice": "510421~510422"}, "请先回答"),
    ],
)
def test_says_a_mistake_plainly(fact: Fact, given: dict[str, str], word: str) -> None:
    question = asked(fact, **given)
    assert not question.is_valid()
    assert word in question.mistake


def test_keeps_what_was_typed() -> None:
    wrong = asked(MONTHS, answer="半年多")
    wrong.is_valid()
    assert wrong.shown == "半年多"
    assert [shown for _, _, shown in asked(SINCE, year="2025", month="13", day="1").parts] == [
        "2025",
        "13",
        "1",
    ]


def test_never_is_shown_as_pressed_and_not_as_a_day() -> None:
    question = Question(Screen((CLAIMED,)), given=NEVER)
    assert question.never_given
    assert [shown for _, _, shown in question.parts] == ["", "", ""]
    assert not Question(Screen((CLAIMED,)), given=date(2025, 3, 1)).never_given


def test_shows_an_earlier_answer_again() -> None:
    def again(fact: Fact, value: Answer) -> Question:
        return Question(Screen((fact,)), given=value)

    assert again(PERMIT, False).shown == "否"
    assert again(PAY, 350000).shown == "3500"
    assert [shown for _, _, shown in again(SINCE, date(2025, 3, 1)).parts] == ["2025", "3", "1"]
    assert again(HUKOU, "510422").shown == "四川省攀枝花市盐边县"


def test_a_range_is_shown_as_chosen_and_stands_in_no_box() -> None:
    choices = (Between(0, 5), Between(6, LARGEST_INTEGER))
    question = Question(Screen((MONTHS,), choices=choices), given=choices[0])
    assert [(says, chosen) for _, says, chosen in question.choices] == [
        ("不到6个月", True),
        ("6个月以上", False),
    ]
    assert question.shown == ""
    for sent, (value, *_) in zip(choices, question.choices, strict=True):
        chosen = asked(MONTHS, choice=value, answer="")
        assert chosen.is_valid()
        assert chosen.said == {MONTHS: sent}


@pytest.mark.parametrize(("fact", "mode", "measure"), [(MONTHS, "numeric", "个月"), (PAY, "decimal", "元")])
def test_opens_the_fitting_keyboard(fact: Fact, mode: str, measure: str) -> None:
    asked_so = Question(Screen((fact,))).asked
    assert (asked_so.inputmode, asked_so.measure) == (mode, measure)
