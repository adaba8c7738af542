"""A question is answered in its own words."""

from __future__ import annotations

import re

import pytest

from huigong.rules.values import Type
from huigong.rules.yes_or_no import IS, yes_or_no
from tests.shipped import shipped_catalogue


@pytest.mark.parametrize(
    ("question", "yes", "no"),
    [
        ("按月说，您说得清吗？", "说得清", "说不清"),
        ("有工友和您一起投诉吗？", "有", "没有"),
        ("您有本地的居住证吗？（丢了的也算有）", "有", "没有"),
        ("这件欠薪的事，已经申请仲裁或者打官司了吗？", "是的", "没有"),
        ("您愿意先请人来调解吗？", "愿意", "不愿意"),
        ("您想学一门技术吗？", "想", "不想"),
        ("能去外地干活吗？", "能", "不能"),
        ("要我们替您保密吗？", "要", "不要"),
        ("您知道是谁欠的吗？", "知道", "不知道"),
    ],
)
def test_the_buttons_say_what_the_question_asks(question: str, yes: str, no: str) -> None:
    assert yes_or_no(question) == (yes, no)


@pytest.mark.parametrize(
    "question",
    [
        "您是党员吗？",
        "您初中毕业以后，没有继续上学吗？",
        "仲裁受理以后，过了45天还没有裁决吗？",
        "您和家里人在本地都没有自己的房子，是吗？",
        "要办事的这个孩子，是农村户口吗？",
        "您现在干的活，会碰到粉尘、有毒的东西吗？",
        "您主要靠干活挣的钱过日子吗？",
    ],
)
def test_what_asks_whether_it_is_so_is_answered_so(question: str) -> None:
    assert yes_or_no(question) == IS


def test_no_question_of_the_packs_that_asks_whether_there_is_something_is_answered_with_is() -> None:
    asked = [
        fact.question
        for fact in shipped_catalogue().facts.values()
        if fact.type is Type.BOOL and re.match("(?:您|您家|孩子)?有", fact.question)
    ]
    assert asked
    assert [question for question in asked if yes_or_no(question) == IS] == []
