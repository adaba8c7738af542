"""Sentences that keep how they were made, and are said again in another language."""

from __future__ import annotations

import json
import pickle

import pytest

from huigong.kernel.sentences import instead, listed, say, sentences, translated

WORDS = {
    "{what}不少于{least}": "{what}: at least {least}",
    "居住月数": "months lived here",
    "{number}个月": "{number} months",
    "{number}{measure}": "{number} {measure}",
    "次": "times",
    "，并且": ", and ",
    "先问窗口。": "Ask the window first.",
    "姓名": "Name",
    "：": ": ",
    "{year}年{month}月{day}日": "{year}-{month:02}-{day:02}",
}


ONE = {"{number}个月": "{number} month", "次": "time"}


def looked_up(text: str, count: int | None, /) -> str | None:
    return ONE.get(text, WORDS.get(text)) if count == 1 else WORDS.get(text)


def spoken(text: str) -> str:
    return translated(text, looked_up)


def test_in_chinese_it_is_an_ordinary_text() -> None:
    said = say("{what}不少于{least}", what="居住月数", least=say("{number}个月", number=6))
    assert said == "居住月数不少于6个月"
    assert json.dumps(said, ensure_ascii=False) == '"居住月数不少于6个月"'
    assert pickle.loads(pickle.dumps(said)) == said


def test_the_pattern_and_the_parts_are_said_in_the_other_language() -> None:
    six = say("{what}不少于{least}", what="居住月数", least=say("{number}个月", number=6))
    assert spoken(six) == "months lived here: at least 6 months"


@pytest.mark.parametrize(
    ("said", "english"),
    [
        (say("{number}个月", number=1), "1 month"),
        (say("{number}个月", number=0), "0 months"),
        (say("{number}个月", number="12"), "12 months"),
        (say("{number}{measure}", number="1", measure="次"), "1 time"),
        (say("{number}{measure}", number="1.5", measure="次"), "1.5 times"),
        (
            say("{what}不少于{least}", what="居住月数", least=say("{number}个月", number=1)),
            "months lived here: at least 1 month",
        ),
        ("次", "times"),
    ],
)
def test_one_is_said_otherwise_than_several(said: str, english: str) -> None:
    assert spoken(said) == english


def test_several_are_joined_as_the_other_language_joins() -> None:
    assert spoken(listed(["居住月数", "姓名"], "，并且")) == "months lived here, and Name"


def test_what_has_no_translation_stays_and_the_rest_is_said() -> None:
    assert spoken(say("{what}不少于{least}", what="没有译文", least=3)) == "没有译文: at least 3"
    assert spoken("没有译文") == "没有译文"


def test_a_name_may_mean_a_phrase() -> None:
    assert instead("住月", "居住月数") == "住月"
    assert spoken(instead("住月", "居住月数")) == "months lived here"


def test_longer_texts_are_said_sentence_by_sentence() -> None:
    assert sentences("先问窗口。带身份证。") == ["先问窗口。", "带身份证。"]
    assert sentences("写“先问窗口。”三个字。") == ["写“先问窗口。”三个字。"]
    assert spoken("先问窗口。带身份证。") == "Ask the window first. 带身份证。"


@pytest.mark.parametrize(
    ("kept", "english"),
    [("1985年3月12日", "1985-03-12"), ("姓名：虚构甲", "Name: 虚构甲"), ("6 months", "6 months")],
)
def test_what_was_kept_as_plain_text_is_recognised(kept: str, english: str) -> None:
    assert spoken(kept) == english
